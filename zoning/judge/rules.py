"""The hard rules: one row and one function each. A plan that breaks one is refused, by the judge and by every solver.

A rule on zones answers, for a batch of zones, by how much each of them breaks it (0 where it does not). A rule on plans
answers once. CONTRIBUTING.md says how a rule is added.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from zoning.judge.zones import TIE, MemberZones, Zones, offices, outside
from zoning.mathematics.parts import parts
from zoning.model.county import Floats
from zoning.model.plan import Plan, moved
from zoning.model.policy import policy_value
from zoning.model.problem import Problem
from zoning.texts import Message


@dataclass(frozen=True)
class Rule:
    """A row on zones: its key, the rule ids (docs/rules.md) it answers, and how far each zone is from keeping it.

    ``breach(zones, k)`` gives (m,) amounts, 0 where the rule is kept and never less, for zones of a plan with k zones
    outside the alone ones.
    """

    key: str
    rules: tuple[str, ...]
    breach: Callable[[Zones, int], Floats]
    settings: tuple[str, ...] = ()
    """Dotted keys of the policy that set it, the limit first."""
    digits: int = 0
    """Decimals of the limit: what is finer makes no difference to a planner."""
    share: bool = False
    """Whether the limit is a share, shown in per cent."""
    by_number: bool = False
    """Whether the amounts depend on k."""
    stays: Literal["", "larger", "smaller"] = ""
    """Zones that break it whenever a zone does: all that hold it (larger), all within it (smaller), or neither."""
    active: Callable[[Problem], bool] | None = None
    """Whether a problem sets it; by default where the first setting is neither off nor empty."""
    stated: Callable[[Problem, int], object] | None = None
    """The limit as the sentence of the rule states it, for k zones; by default the value of the first setting."""

    def on(self, problem: Problem) -> bool:
        """Whether a problem sets the rule."""
        if self.active is not None:
            return self.active(problem)
        return policy_value(problem.policy, self.settings[0]) not in (None, ())

    def limit(self, problem: Problem, k: int) -> object:
        """The limit of a plan with k zones outside the alone ones, as the sentence of the rule states it."""
        if self.stated is not None:
            return self.stated(problem, k)
        return policy_value(problem.policy, self.settings[0]) if self.settings else None


@dataclass(frozen=True)
class PlanRule:
    """A row on whole plans: how a plan breaks it, ``None`` where it keeps it."""

    key: str
    rules: tuple[str, ...]
    violation: "Callable[[Problem, Plan], Violation | None]"
    settings: tuple[str, ...]
    """Dotted keys of the policy that set it, the limit first."""
    digits: int = 0
    share: bool = False

    def on(self, problem: Problem) -> bool:
        """Whether a problem sets the rule."""
        return policy_value(problem.policy, self.settings[0]) not in (None, ())


@dataclass(frozen=True)
class Violation:
    """A hard rule that a plan breaks: where (codes of the zone's stations), by how much, and the sentence."""

    rule: str
    stations: tuple[str, ...]
    amount: float
    says: Message


def alone(zones: Zones, k: int) -> Floats:
    """Stations that stand with an alone station and should not, or the alone stations that are missing (H2)."""
    problem = zones.problem
    fixed = zones.sum(problem.alone_ones)
    guests = zones.sum(problem.other_ones)
    whole = float(problem.alone.sum()) if problem.policy.zones.alone_as == "one" else 1.0
    return np.asarray(np.where(fixed > 0, guests + np.abs(fixed - whole), 0.0))


def contiguous(zones: Zones, k: int) -> Floats:
    """1 where the stations do not hang together over shared borders and links (H3)."""
    return (~zones.connected()).astype(np.float64)


def min_stations(zones: Zones, k: int) -> Floats:
    """Stations that a zone other than an alone one lacks (H6)."""
    lacks = zones.problem.policy.zones.min_stations - zones.sum(zones.problem.county.ones)
    return np.asarray(np.where(outside(zones), np.maximum(lacks, 0), 0.0))


def max_stations(zones: Zones, k: int) -> Floats:
    """Stations too many in a zone other than an alone one (G1)."""
    most = zones.problem.policy.zones.max_stations
    assert most is not None  # the rule is off without
    beyond = zones.sum(zones.problem.county.ones) - most
    return np.asarray(np.where(outside(zones), np.maximum(beyond, 0), 0.0))


def workload_band(zones: Zones, k: int) -> Floats:
    """Officer-hours a year above or below the band, for zones other than alone ones (H10)."""
    low, high = zones.problem.band(k)
    work = zones.sum(zones.problem.county.workload)
    beyond = np.where(work > high * (1 + TIE), work - high, np.where(work < low * (1 - TIE), low - work, 0.0))
    return np.asarray(np.where(outside(zones), beyond, 0.0))


def officer_band(zones: Zones, k: int) -> Floats:
    """Officer-hours a year above or below what the officers of the zone should have, within the band (H10).

    With W_r and P_r the workload and the officers of the stations outside alone zones, p_z officers should have
    p_z · W_r / P_r; the rule is off where these stations have no officers.
    """
    problem = zones.problem
    band, even = problem.policy.rules.officer_band, problem.even_workload
    assert band is not None  # the rule is off without
    work, due = zones.sum(problem.county.workload), zones.sum(even)
    high, low = (1 + band) * due, (1 - band) * due
    beyond = np.where(work > high * (1 + TIE), work - high, np.where(work < low * (1 - TIE), low - work, 0.0))
    return np.asarray(np.where(outside(zones), beyond, 0.0))


def max_minutes(zones: Zones, k: int) -> Floats:
    """Minutes by which the farthest station is too far from the zone's office (H8)."""
    limit = zones.problem.policy.rules.max_minutes
    assert limit is not None
    far = zones.farthest(zones.problem.county.minutes, offices(zones))
    return np.asarray(np.where(far > limit * (1 + TIE), far - limit, 0.0))


def min_officers(zones: Zones, k: int) -> Floats:
    """Officers that a zone lacks (H21)."""
    return np.maximum((zones.problem.policy.rules.min_officers or 0) - zones.sum(zones.problem.county.officers), 0.0)


def case_area(zones: Zones, k: int) -> Floats:
    """1 where no station of the zone has a case-handling area (H20)."""
    has = np.array([station.has_case_area for station in zones.problem.county.stations], dtype=float)
    return np.asarray(zones.sum(has) == 0, dtype=np.float64)


def together(zones: Zones, k: int) -> Floats:
    """Stations missing from groups that must share a zone (H9)."""
    total = np.zeros(len(zones))
    for group in zones.problem.together:
        inside = zones.sum(_indicator(zones, group))
        total += np.where(inside > 0, len(group) - inside, 0.0)
    return total


def apart(zones: Zones, k: int) -> Floats:
    """Stations too many from groups that must not share a zone (H9)."""
    return _surplus(zones, zones.problem.apart)


def pinned(zones: Zones, k: int) -> Floats:
    """Stations short of more than half of today's zone to which a member is pinned (H9)."""
    total = np.zeros(len(zones))
    for row, members in zones.problem.anchored:
        inside = zones.sum(_indicator(zones, members))
        held = zones.sum(_indicator(zones, (row,))) > 0
        total += np.where(held, np.maximum(len(members) // 2 + 1 - inside, 0), 0.0)
    return total


def chosen_offices(zones: Zones, k: int) -> Floats:
    """Chosen offices beyond the one that a zone can have (H8, H9)."""
    return _surplus(zones, (zones.problem.offices,))


def _surplus(zones: Zones, groups: Sequence[tuple[int, ...]]) -> Floats:
    total = np.zeros(len(zones))
    for group in groups:
        total += np.maximum(zones.sum(_indicator(zones, group)) - 1, 0)
    return total


def _indicator(zones: Zones, rows: Sequence[int]) -> Floats:
    vector = np.zeros(len(zones.problem))
    vector[list(rows)] = 1.0
    return vector


def zone_count(problem: Problem, plan: Plan) -> "Violation | None":
    """Zones too many or too few, the alone ones included (H1)."""
    limits, count = problem.policy.zones, len(plan.zones)
    amount = max(count - limits.max, limits.min - count)
    if amount <= 0:
        return None
    says = Message("zoning.rule.zone_count", {"count": count, "min": limits.min, "max": limits.max})
    return Violation("zone_count", (), float(amount), says)


def max_changed(problem: Problem, plan: Plan) -> "Violation | None":
    """Stations beyond the number that may change zone, zone labels matched to today's as well as can be (H9)."""
    limit, today = problem.policy.rules.max_changed, problem.current
    assert limit is not None  # the rule is off without
    assert today is not None  # Problem refuses the limit without it
    stations = moved(today, plan, problem.county.staff)
    if len(stations) <= limit:
        return None
    names = [problem.county.short_names[code] for code in stations]
    says = Message("zoning.rule.max_changed", {"stations": names, "count": len(stations), "limit": limit})
    return Violation("max_changed", stations, float(len(stations) - limit), says)


RULES: tuple[Rule, ...] = (
    Rule("alone", ("H2",), alone, ("zones.alone", "zones.alone_as"), active=lambda p: bool(p.alone.any()),
         stated=lambda p, k: p.policy.zones.alone_as),
    Rule("contiguous", ("H3",), contiguous, active=lambda p: True),
    Rule("min_stations", ("H6",), min_stations, ("zones.min_stations",), stays="smaller",
         active=lambda p: p.policy.zones.min_stations > 1),
    Rule("max_stations", ("G1",), max_stations, ("zones.max_stations",)),
    Rule("workload_band", ("H10",), workload_band, ("rules.workload_band",), digits=4, share=True, by_number=True,
         stated=lambda p, k: p.band(k)),
    Rule("officer_band", ("H10",), officer_band, ("rules.officer_band",), digits=4, share=True,
         active=lambda p: p.policy.rules.officer_band is not None and p.rest_officers > 0),
    Rule("max_minutes", ("H8",), max_minutes, ("rules.max_minutes",), digits=1),
    Rule("min_officers", ("H21",), min_officers, ("rules.min_officers",), stays="smaller",
         active=lambda p: bool(p.policy.rules.min_officers)),
    Rule("case_area", ("H20",), case_area, ("rules.case_area",), stays="smaller"),
    Rule("together", ("H9",), together, ("pins.together", "pins.pinned"), active=lambda p: bool(p.together)),
    Rule("apart", ("H9",), apart, ("pins.apart",), stays="larger"),
    Rule("pinned", ("H9",), pinned, ("pins.pinned",), active=lambda p: bool(p.anchored)),
    Rule("offices", ("H8", "H9"), chosen_offices, ("pins.offices", "pins.pinned"), stays="larger",
         active=lambda p: len(p.offices) > 1),
)  # fmt: skip
"""The rules on zones."""
PLAN_RULES: tuple[PlanRule, ...] = (
    PlanRule("zone_count", ("H1",), zone_count, ("zones.max", "zones.min")),
    PlanRule("max_changed", ("H9",), max_changed, ("rules.max_changed",)),
)
"""The rules on whole plans."""
ALL_RULES: tuple[Rule | PlanRule, ...] = (*PLAN_RULES, *RULES)


def zone_rules(problem: Problem) -> tuple[Rule, ...]:
    """The rules on zones that this problem sets."""
    return tuple(rule for rule in RULES if rule.on(problem))


def plan_violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """The rules on whole plans that the plan breaks."""
    found = (rule.violation(problem, plan) for rule in PLAN_RULES if rule.on(problem))
    return tuple(violation for violation in found if violation is not None)


def violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Every hard rule that the plan breaks: the number of zones, the rules on zones in their order, then the rest."""
    zones = MemberZones.of(problem, plan)
    k = int(outside(zones).sum())
    low, high = problem.band(k)
    names = problem.county.short_names
    whole = plan_violations(problem, plan)
    found = [violation for violation in whole if violation.rule == PLAN_RULES[0].key]
    for rule in zone_rules(problem):
        for z, amount in enumerate(rule.breach(zones, k)):
            if amount > 0:
                stations = [names[code] for code in plan.zones[z]]
                values = {"stations": stations, "amount": float(amount), "limit": rule.limit(problem, k)}
                says = Message(f"zoning.rule.{rule.key}", {**values, "low": low, "high": high})
                found.append(Violation(rule.key, plan.zones[z], float(amount), says))
    return (*found, *(violation for violation in whole if violation.rule != PLAN_RULES[0].key))


def worsened(
    problem: Problem, before: Sequence[Violation], after: Sequence[Violation], moved: Collection[str]
) -> tuple[Violation, ...]:
    """What a plan breaks once stations have ``moved`` that it did not break ``before``, or not by as much.

    A rule is broken at the same place where the zones have the same other stations.
    """

    def amount(one: Violation) -> float:
        if one.rule != "contiguous":
            return one.amount
        return len(parts(problem.county.neighbours, [problem.county.index[code] for code in one.stations]))

    known = {place(one, moved): amount(one) for one in before}
    return tuple(one for one in after if amount(one) > known.get(place(one, moved), 0.0) * (1 + TIE))


def place(violation: Violation, moved: Collection[str]) -> tuple[str, frozenset[str]]:
    """Where a rule is broken: by the stations that stay, or by the plan as a whole."""
    whole = violation.rule in (rule.key for rule in PLAN_RULES)
    return violation.rule, frozenset() if whole else frozenset(violation.stations).difference(moved)
