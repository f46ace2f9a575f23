"""Differences between plans: stations that change zone, and how often two stations share one.

Only the stations common to the plans count, so a station closed in a scenario has not moved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zoning.judge.kept import given_names, same_names
from zoning.model.county import County, Ints
from zoning.model.equality import ByValue
from zoning.model.plan import Plan, matching, moved, variation_of_information


@dataclass(frozen=True, eq=False)
class Change(ByValue):
    """``stations`` that change zone from plan ``before`` to plan ``after`` (numbers), zones matched.

    ``officers``, ``residents`` (NaN where unknown) and ``workload`` (officer-hours a year) are sums over these
    stations; ``workload_share`` is over all common stations. ``labels`` maps a zone of ``after`` to its match in
    ``before``, both numbered among the common stations. ``variation_of_information`` is in nats.
    """

    before: int
    after: int
    stations: tuple[str, ...]
    officers: float
    residents: float
    workload: float
    workload_share: float
    variation_of_information: float
    labels: dict[int, int]


Numbered = tuple[int, Plan, Mapping[str, tuple[str, ...]]]
"""The number of a plan, its zones, and the names that people gave to zones, each with its stations."""


def change(counties: Sequence[County], before: Numbered, after: Numbered) -> Change:
    """The change between two plans, where zones of one name are one zone.

    The figures of a station come from the first county that has it.
    """
    common = {code for zone in before[1].zones for code in zone} & {code for zone in after[1].zones for code in zone}
    first, second = only(before[1], common), only(after[1], common)
    figures = _figures(counties)
    staff = {code: int(officers) for code, (officers, *_) in figures.items()}
    one, other = (
        given_names(names, plan, staff) if names else {} for (*_, names), plan in ((before, first), (after, second))
    )
    same = same_names(one, other)
    stations = moved(first, second, staff, same)
    officers, residents, workload = (float(x) for x in _total(figures, stations))
    whole = float(_total(figures, sorted(common))[2])
    return Change(
        before[0],
        after[0],
        stations,
        officers,
        residents,
        workload,
        workload / whole if whole > 0 else 0.0,
        variation_of_information(first, second),
        matching(first, second, staff, same),
    )


def only(plan: Plan, codes: Iterable[str]) -> Plan:
    """The plan restricted to some stations; empty zones are dropped."""
    kept = set(codes)
    zones = ([code for code in zone if code in kept] for zone in plan.zones)
    return Plan.of(zone for zone in zones if zone)


def _figures(counties: Sequence[County]) -> dict[str, tuple[float, float, float]]:
    """Officers, residents and workload by code, from the first county that has the station."""
    found: dict[str, tuple[float, float, float]] = {}
    for county in counties:
        rows = zip(county.officers.tolist(), county.population.tolist(), county.workload.tolist(), strict=True)
        for code, figures in zip(county.codes, rows, strict=True):
            found.setdefault(code, figures)
    return found


def _total(figures: dict[str, tuple[float, float, float]], codes: Sequence[str]) -> tuple[float, float, float]:
    officers, residents, workload = np.array([figures[code] for code in codes]).reshape(-1, 3).sum(axis=0)
    return officers, residents, workload


@dataclass(frozen=True, eq=False)
class Together(ByValue):
    """``counts`` (n, n): in how many of ``plans`` plans two stations share a zone, in the order of ``codes``."""

    codes: tuple[str, ...]
    counts: Ints
    plans: int

    @cached_property
    def always(self) -> tuple[tuple[str, ...], ...]:
        """Groups of two stations or more that share a zone in every plan, in the order of their first codes."""
        groups: dict[int, list[str]] = {}
        for i, code in enumerate(self.codes):
            groups.setdefault(int((self.counts[i] == self.plans).argmax()), []).append(code)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)

    @cached_property
    def sometimes(self) -> tuple[tuple[str, str, int], ...]:
        """Pairs that share a zone in some plans but not all, with their count, the most frequent first."""
        rows, columns = np.nonzero(np.triu((self.counts > 0) & (self.counts < self.plans), 1))
        found = [(self.codes[i], self.codes[j], int(self.counts[i, j])) for i, j in zip(rows, columns, strict=True)]
        return tuple(sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1])))

    @cached_property
    def tally(self) -> dict[str, int]:
        """How many pairs share a zone always, sometimes and never."""
        upper = self.counts[np.triu_indices(len(self.codes), 1)]
        always = int((upper == self.plans).sum())
        never = int((upper == 0).sum())
        return {"always": always, "sometimes": len(upper) - always - never, "never": never}


def together(plans: Sequence[Plan], times: Sequence[int] | None = None) -> Together:
    """How often two of the common stations share a zone; a plan counts ``times`` times.

    Raises
    ------
    ValueError
        When there is no plan.
    """
    times = [1] * len(plans) if times is None else times
    common = set.intersection(*({code for zone in plan.zones for code in zone} for plan in plans)) if plans else None
    if common is None:
        raise ValueError("no plan to look at")
    codes = tuple(sorted(common))
    counts = np.zeros((len(codes), len(codes)), dtype=np.int64)
    for plan, count in zip(plans, times, strict=True):
        labels = only(plan, codes).labels(codes)
        counts += count * (labels[:, None] == labels[None, :])
    return Together(codes, counts, sum(times))
