"""A Problem: county, policy and the plan of today, checked against each other. Nobody below reads a file after this."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from zoning.mathematics.parts import merged
from zoning.model.county import Bools, County, Floats, Ints
from zoning.model.equality import ByValue, frozen
from zoning.model.errors import InputError, Mistake, expect, mistake
from zoning.model.plan import Plan
from zoning.model.policy import Policy
from zoning.texts.alike import alike
from zoning.texts.stems import called


@dataclass(frozen=True)
class Override:
    """A decision of the planner's that departs from the policy, and why."""

    what: str
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Problem(ByValue):
    """What is to be solved.

    ``current`` is today's plan; by default it is read from the stations' ``current_zone`` and is ``None`` when none of
    them has one. A station whose ``current_zone`` is blank then stands on its own today. ``names`` are those
    that people gave to zones, each with the codes of its stations; they decide nothing but what zones are called.

    Raises
    ------
    InputError
        When pins name unknown stations or zones, when ``rules.max_changed`` is set without a current plan, or when
        ``current`` is no plan of this county.
    """

    county: County
    policy: Policy
    current: Plan | None = None
    overrides: tuple[Override, ...] = field(default=())
    names: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())

    def __post_init__(self) -> None:
        expect(county=(self.county, County), policy=(self.policy, Policy), current=(self.current, Plan | None))
        if self.current is None and any(s.current_zone for s in self.county.stations):
            labels = [s.current_zone for s in self.county.stations]
            object.__setattr__(self, "current", Plan.from_labels(self.county.codes, labels))
        object.__setattr__(self, "policy", _with_codes(self.policy, self.county))
        found = list(_mistakes(self))
        if found:
            raise InputError(found)

    def __len__(self) -> int:
        return len(self.county)

    @cached_property
    def undecided(self) -> "Problem":
        """The same without the planner's own decisions (pins): they were made for a proposal, not for today's zones."""
        free = self.policy.override({f"pins.{kind}": () for kind, _ in self.policy.pins})
        return self if free == self.policy else replace(self, policy=free)

    def with_offices(self, codes: Sequence[str]) -> "Problem":
        """The same where these stations are the chosen offices; those of the county, the others are left out."""
        chosen = tuple(code for code in codes if code in self.county.index)
        same = chosen == self.policy.pins.offices
        return self if same else replace(self, policy=self.policy.override({"pins.offices": chosen}))

    @cached_property
    def alone(self) -> Bools:
        """(n,) stations that the policy sets apart from the others (H2)."""
        return frozen(np.array([s.kind in self.policy.zones.alone for s in self.county.stations], dtype=bool))

    @cached_property
    def alone_ones(self) -> Floats:
        """(n,) one for each alone station, 0 for the others."""
        return frozen(self.alone.astype(np.float64))

    @cached_property
    def other_ones(self) -> Floats:
        """(n,) one for each station that is not alone, 0 for the alone ones."""
        return frozen((~self.alone).astype(np.float64))

    @cached_property
    def alone_zones(self) -> tuple[tuple[int, ...], ...]:
        """Rows of the zones that H2 fixes: each such station its own zone, or all of them one."""
        rows = tuple(int(i) for i in np.flatnonzero(self.alone))
        if not rows:
            return ()
        return (rows,) if self.policy.zones.alone_as == "one" else tuple((i,) for i in rows)

    @cached_property
    def rest_workload(self) -> float:
        """W_r, officer-hours a year of the stations outside ``alone`` zones."""
        return float(self.county.workload[~self.alone].sum())

    @cached_property
    def rest_officers(self) -> int:
        """P_r, officers of the stations outside ``alone`` zones."""
        return int(self.county.officers[~self.alone].sum())

    @cached_property
    def officer_share(self) -> Floats:
        """(n,) p_i / P_r, 0 for alone stations; 0 for all where the others have no officers or no workload."""
        if not (self.rest_workload > 0 and self.rest_officers > 0):
            return frozen(np.zeros(len(self)))
        return frozen(np.where(self.alone, 0.0, self.county.officers / self.rest_officers))

    @cached_property
    def mismatch_terms(self) -> Floats:
        """(n,) w_i / W_r − p_i / P_r, 0 for alone stations; 0 for all where the others have no officers or no workload.

        Over all stations they sum to 0.
        """
        if not (self.rest_workload > 0 and self.rest_officers > 0):
            return frozen(np.zeros(len(self)))
        return frozen(np.where(self.alone, 0.0, self.county.workload / self.rest_workload - self.officer_share))

    @cached_property
    def mean_load(self) -> float:
        """W_r / P_r, officer-hours a year per officer outside ``alone`` zones; NaN without officers there."""
        return self.rest_workload / self.rest_officers if self.rest_officers > 0 else float("nan")

    @cached_property
    def even_workload(self) -> Floats:
        """(n,) p_i · W_r / P_r, officer-hours a year that the officers of each station should have to be even."""
        return frozen(self.county.officers * (self.rest_workload / max(self.rest_officers, 1)))

    def band(self, k: int) -> tuple[float, float]:
        """(lowest, highest) workload of each of k free zones, officer-hours a year; (0, inf) without a band."""
        band = self.policy.rules.workload_band
        if band is None or k == 0:
            return 0.0, np.inf
        mean = self.rest_workload / k
        return (1 - band) * mean, (1 + band) * mean

    def free_zones(self, fewest: int, most: int) -> range:
        """Numbers of free zones that ``zones.min`` and ``zones.max`` allow, from ``fewest`` to ``most``."""
        limits, fixed = self.policy.zones, len(self.alone_zones)
        return range(max(limits.min - fixed, fewest), min(limits.max - fixed, most) + 1)

    @cached_property
    def current_labels(self) -> Ints | None:
        """(n,) number of each station's zone today, or ``None`` without a current plan."""
        return None if self.current is None else self.current.labels(self.county.codes)

    @cached_property
    def in_zone_today(self) -> Floats:
        """(n, k) 1 where the station is in one of the k zones of today; k = 0 without a current plan."""
        if self.current is None or self.current_labels is None:
            return frozen(np.zeros((len(self), 0)))
        return frozen((self.current_labels[:, None] == np.arange(len(self.current.zones))).astype(np.float64))

    @cached_property
    def together_today(self) -> Bools:
        """(n, n) pairs of different stations that share a zone today; none without a current plan."""
        n = len(self)
        if self.current_labels is None:
            return frozen(np.zeros((n, n), dtype=bool))
        same = self.current_labels[:, None] == self.current_labels[None, :]
        np.fill_diagonal(same, False)
        return frozen(np.asarray(same))

    @cached_property
    def together(self) -> tuple[tuple[int, ...], ...]:
        """Must-link groups of rows, merged: pins ``together``, and stations with the office they are pinned to."""
        at = self.county.index
        groups = [[at[code] for code in group] for group in self.policy.pins.together]
        groups += [[at[station], at[target]] for station, target in self.policy.pins.pinned if target in at]
        return tuple(tuple(group) for group in merged(groups) if len(group) > 1)

    @cached_property
    def apart(self) -> tuple[tuple[int, ...], ...]:
        """Groups of rows no two of which may share a zone."""
        at = self.county.index
        return tuple(tuple(sorted({at[code] for code in group})) for group in self.policy.pins.apart)

    @cached_property
    def offices(self) -> tuple[int, ...]:
        """Rows of the stations chosen as office of their zone: by choice, or because another is pinned to them."""
        at = self.county.index
        chosen = {at[code] for code in self.policy.pins.offices}
        return tuple(sorted(chosen | {at[target] for _, target in self.policy.pins.pinned if target in at}))

    @property
    def office_codes(self) -> tuple[str, ...]:
        """Codes of :attr:`offices`."""
        return tuple(self.county.codes[row] for row in self.offices)

    @cached_property
    def anchored(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """(row, rows of the zone of today it is pinned to) for every pin to a current zone."""
        at = self.county.index
        labels = [s.current_zone for s in self.county.stations]
        return tuple(
            (at[station], tuple(i for i, label in enumerate(labels) if label == target))
            for station, target in self.policy.pins.pinned
            if target not in at
        )


def _with_codes(policy: Policy, county: County) -> Policy:
    """The policy with codes where its pins name a station that alone is called so; zones of today stay."""
    pins = policy.pins.model_dump()
    if not any(pins.values()):
        return policy
    zones = {s.current_zone for s in county.stations}

    def code_of(word: str) -> str:
        codes = called(county.names, word)
        return codes[0] if len(codes) == 1 else word

    named: dict[str, object] = {
        key: tuple(tuple(map(code_of, group)) for group in pins[key]) for key in ("together", "apart")
    }
    named["pinned"] = tuple((code_of(a), b if b in zones else code_of(b)) for a, b in pins["pinned"])
    named["offices"] = tuple(map(code_of, pins["offices"]))
    return policy if named == pins else policy.model_copy(update={"pins": policy.pins.model_copy(update=named)})


def _mistakes(problem: Problem) -> list[Mistake]:
    county, pins = problem.county, problem.policy.pins
    found: list[Mistake] = []
    if problem.current is not None:
        try:
            problem.current.labels(county.codes)
        except InputError as error:
            found += error.mistakes
    zones = {s.current_zone for s in county.stations if s.current_zone}
    named = [("together", c) for group in pins.together for c in group]
    named += [("apart", c) for group in pins.apart for c in group]
    named += [("offices", c) for c in pins.offices] + [("pinned", c) for c, _ in pins.pinned]
    found += [
        mistake("zoning.problem.unknown_station", table=f"pins.{pin}", value=c)
        for pin, c in named
        if c not in county.index
    ]
    found += [
        no_target(county, target, "pins.pinned")
        for _, target in pins.pinned
        if target not in county.index and target not in zones
    ]
    if problem.policy.rules.max_changed is not None and problem.current is None:
        found.append(mistake("zoning.problem.no_current", table="rules.max_changed"))
    return found


def no_target(county: County, target: str, table: str) -> Mistake:
    """What is said of the target of a pin that is neither a station nor a zone of today: those that there are."""
    zones = sorted({s.current_zone for s in county.stations if s.current_zone})
    close = alike(target, [*zones, *county.names.values(), *county.codes], 3)
    key = "unknown_target_near" if close else "unknown_target"
    return mistake(f"zoning.problem.{key}", table=table, value=target, nearest=close, zones=zones or ["–"])
