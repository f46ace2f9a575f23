"""A plan: which stations form which zone, in one canonical form, so that equal plans are equal objects.

Also what happens between two plans: zone labels matched so that as few stations as possible change zone, the stations
that then change, and the variation of information.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from zoning.mathematics.assignment import heaviest
from zoning.model.county import Ints
from zoning.model.errors import InputError, expect, mistake

NONE: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, order=True)
class Plan:
    """Zones as tuples of station codes: codes sorted within a zone, zones sorted by their first code."""

    zones: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, zones: Iterable[Iterable[str]]) -> "Plan":
        """The canonical plan of these zones, given in any order.

        Raises
        ------
        InputError
            When a zone is empty or a station stands in two zones, or ``zones`` are none.
        """
        expect(zones=(zones, Iterable))
        ordered = sorted(tuple(sorted(zone)) for zone in zones)
        times = Counter(code for zone in ordered for code in zone)
        found = [mistake("zoning.plan.twice", code=code) for code, count in times.items() if count > 1]
        if not all(ordered):
            found.append(mistake("zoning.plan.empty_zone"))
        if found:
            raise InputError(found)
        return cls(tuple(ordered))

    @classmethod
    def from_labels(cls, codes: Sequence[str], labels: Sequence[object]) -> "Plan":
        """Stations of the same label share a zone; a label of ``None`` is a zone of its own."""
        zones: dict[object, list[str]] = {}
        for code, label in zip(codes, labels, strict=True):
            zones.setdefault(("own", code) if label is None else ("zone", label), []).append(code)
        return cls.of(zones.values())

    def labels(self, codes: Sequence[str]) -> Ints:
        """(n,) number of the zone of each station.

        Raises
        ------
        InputError
            When the plan leaves a station out or names one that is not among ``codes``.
        """
        at = {code: z for z, zone in enumerate(self.zones) for code in zone}
        missing, unknown = [c for c in codes if c not in at], sorted(set(at) - set(codes))
        found = [mistake("zoning.plan.missing", codes=missing)] if missing else []
        found += [mistake("zoning.plan.unknown", codes=unknown)] if unknown else []
        if found:
            raise InputError(found)
        return np.array([at[code] for code in codes], dtype=np.int64)


def matching(before: Plan, after: Plan, staff: Mapping[str, int], same: Mapping[int, int] = NONE) -> dict[int, int]:
    """Zone of ``after`` -> zone of ``before`` whose name it keeps: the most stations stay under their name.

    A maximum-weight matching. Of equal ones that is taken under which most officers stay (``staff`` by station), of
    these the one that keeps the station of the lowest code, then the next; from ``after`` to ``before`` it is the same.
    Zones known to be the ``same`` (of ``after`` -> of ``before``) are matched first, the others among themselves.
    """
    at = {code: b for b, zone in enumerate(before.zones) for code in zone}
    pairs = sorted((code, (a, at[code])) for a, zone in enumerate(after.zones) for code in zone if code in at)
    shared, officers = Counter(pair for _, pair in pairs), Counter[tuple[int, int]]()
    for code, pair in pairs:
        officers[pair] += staff[code]
    taken = set(same.values())
    # A station outweighs all officers, an officer all ranks, and a rank all later ones: one matching is the heaviest.
    ranks, more = len(shared), 1 + officers.total()
    return dict(same) | heaviest(
        {
            pair: ((stations * more + officers[pair]) << ranks) + (1 << ranks - 1 - rank)
            for rank, (pair, stations) in enumerate(shared.items())
            if pair[0] not in same and pair[1] not in taken
        }
    )


def moved(before: Plan, after: Plan, staff: Mapping[str, int], same: Mapping[int, int] = NONE) -> tuple[str, ...]:
    """Codes of the stations whose zone changes from ``before`` to ``after``, once labels are matched."""
    kept = matching(before, after, staff, same)
    at = {code: b for b, zone in enumerate(before.zones) for code in zone}
    return tuple(sorted(c for a, zone in enumerate(after.zones) for c in zone if kept.get(a) != at.get(c, -1)))


def variation_of_information(a: Plan, b: Plan) -> float:
    """Meila's distance between two plans of the same stations, in nats; 0 when they are equal.

    References
    ----------
    M. Meila, Comparing clusterings: an information based distance, J. Multivariate Analysis 98 (2007), eq. 15.
    """
    n = sum(len(zone) for zone in a.zones)
    total = 0.0
    for (i, j), both in _shared(a, b).items():
        total -= both / n * (np.log(both / len(a.zones[i])) + np.log(both / len(b.zones[j])))
    return float(total)


def _shared(a: Plan, b: Plan) -> dict[tuple[int, int], int]:
    """Number of stations in both zone i of ``a`` and zone j of ``b``, for every pair (i, j) with any, in order."""
    at = {code: j for j, zone in enumerate(b.zones) for code in zone}
    pairs = Counter((i, at[code]) for i, zone in enumerate(a.zones) for code in zone if code in at)
    return dict(sorted(pairs.items()))
