"""The hard rules: one row and one function each. A plan that breaks one is refused, by the judge and by every solver.

A rule of a zone answers, for a batch of zones, by how much each of them breaks it (0 where it does not). A rule of a
plan answers once. To add a rule, add a function and a row here, its limit in ``policy.RuleLimits``, its sentence in
``zoning/texts`` and a test.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from zoning.judge.zones import TIE, MemberZones, Zones, offices
from zoning.model.county import Bools, Floats
from zoning.model.plan import Plan, moved
from zoning.model.problem import Problem
from zoning.texts import Message


@dataclass(frozen=True)
class Rule:
    """A row: key, rule ids (docs/rules.md), whether a problem sets it, and how far each zone is from keeping it.

    ``breach(zones, others)`` gives (m,) amounts, where ``others`` is the number of the plan's zones outside the alone
    ones; the amount is in ``unit`` (the text key of its unit).
    """

    key: str
    rules: tuple[str, ...]
    on: Callable[[Problem], bool]
    breach: Callable[[Zones, int], Floats]
    limit: Callable[[Problem, int], object]


@dataclass(frozen=True)
class Violation:
    """A hard rule that a plan breaks: where (codes of the zone's stations), by how much, and the sentence."""

    rule: str
    stations: tuple[str, ...]
    amount: float
    says: Message


def outside(zones: Zones) -> Bools:
    """(m,) zones that hold none of the alone stations: those the rules on size and workload speak of."""
    return np.asarray(zones.sum(zones.problem.alone.astype(np.float64)) == 0)


def alone(zones: Zones, others: int) -> Floats:
    """Stations that stand with an alone station and should not, or the alone stations that are missing (H2)."""
    problem = zones.problem
    fixed = zones.sum(problem.alone.astype(float))
    guests = zones.sum((~problem.alone).astype(np.float64))
    whole = float(problem.alone.sum()) if problem.policy.zones.alone_as == "one" else 1.0
    return np.asarray(np.where(fixed > 0, guests + np.abs(fixed - whole), 0.0))


def contiguous(zones: Zones, others: int) -> Floats:
    """1 where the stations do not hang together over shared borders and links (H3)."""
    return (~zones.connected()).astype(np.float64)


def min_stations(zones: Zones, others: int) -> Floats:
    """Stations that a zone other than an alone one lacks (H6)."""
    lacks = zones.problem.policy.zones.min_stations - zones.sum(np.ones(len(zones.problem)))
    return np.asarray(np.where(outside(zones), np.maximum(lacks, 0), 0.0))


def max_stations(zones: Zones, others: int) -> Floats:
    """Stations too many in a zone other than an alone one (G1)."""
    most = zones.problem.policy.zones.max_stations
    assert most is not None  # the rule is off without
    beyond = zones.sum(np.ones(len(zones.problem))) - most
    return np.asarray(np.where(outside(zones), np.maximum(beyond, 0), 0.0))


def workload_band(zones: Zones, others: int) -> Floats:
    """Officer-hours a year above or below the band, for zones other than alone ones (H10)."""
    low, high = zones.problem.band(others)
    work = zones.sum(zones.problem.county.workload)
    beyond = np.where(work > high * (1 + TIE), work - high, np.where(work < low * (1 - TIE), low - work, 0.0))
    return np.asarray(np.where(outside(zones), beyond, 0.0))


def max_minutes(zones: Zones, others: int) -> Floats:
    """Minutes by which the farthest station is too far from the zone's office (H8)."""
    limit = zones.problem.policy.rules.max_minutes
    assert limit is not None
    far = zones.farthest(zones.problem.county.minutes, offices(zones))
    return np.asarray(np.where(far > limit * (1 + TIE), far - limit, 0.0))


def min_officers(zones: Zones, others: int) -> Floats:
    """Officers that a zone lacks (H21)."""
    return np.maximum((zones.problem.policy.rules.min_officers or 0) - zones.sum(zones.problem.county.officers), 0.0)


def case_area(zones: Zones, others: int) -> Floats:
    """1 where no station of the zone has a case-handling area (H20)."""
    has = np.array([station.has_case_area for station in zones.problem.county.stations], dtype=float)
    return np.asarray(zones.sum(has) == 0, dtype=np.float64)


def together(zones: Zones, others: int) -> Floats:
    """Stations missing from groups that must share a zone (H9)."""
    total = np.zeros(len(zones))
    for group in zones.problem.together:
        inside = zones.sum(_indicator(zones, group))
        total += np.where(inside > 0, len(group) - inside, 0.0)
    return total


def apart(zones: Zones, others: int) -> Floats:
    """Stations too many from groups that must not share a zone (H9)."""
    return _surplus(zones, zones.problem.apart)


def pinned(zones: Zones, others: int) -> Floats:
    """Stations short of more than half of today's zone to which a member is pinned (H9)."""
    total = np.zeros(len(zones))
    for row, members in zones.problem.anchored:
        inside = zones.sum(_indicator(zones, members))
        held = zones.sum(_indicator(zones, (row,))) > 0
        total += np.where(held, np.maximum(len(members) // 2 + 1 - inside, 0), 0.0)
    return total


def chosen_offices(zones: Zones, others: int) -> Floats:
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


def _always(problem: Problem) -> bool:
    return True


def _band_text(problem: Problem, others: int) -> object:
    return problem.band(others)


RULES: tuple[Rule, ...] = (
    Rule("alone", ("H2",), lambda p: bool(p.alone.any()), alone, lambda p, k: p.policy.zones.alone_as),
    Rule("contiguous", ("H3",), _always, contiguous, lambda p, k: None),
    Rule(
        "min_stations",
        ("H6",),
        lambda p: p.policy.zones.min_stations > 1,
        min_stations,
        lambda p, k: p.policy.zones.min_stations,
    ),
    Rule(
        "max_stations",
        ("G1",),
        lambda p: p.policy.zones.max_stations is not None,
        max_stations,
        lambda p, k: p.policy.zones.max_stations,
    ),
    Rule("workload_band", ("H10",), lambda p: p.policy.rules.workload_band is not None, workload_band, _band_text),
    Rule(
        "max_minutes",
        ("H8",),
        lambda p: p.policy.rules.max_minutes is not None,
        max_minutes,
        lambda p, k: p.policy.rules.max_minutes,
    ),
    Rule(
        "min_officers",
        ("H21",),
        lambda p: bool(p.policy.rules.min_officers),
        min_officers,
        lambda p, k: p.policy.rules.min_officers,
    ),
    Rule("case_area", ("H20",), lambda p: p.policy.rules.case_area is not None, case_area, lambda p, k: None),
    Rule("together", ("H9",), lambda p: bool(p.together), together, lambda p, k: None),
    Rule("apart", ("H9",), lambda p: bool(p.apart), apart, lambda p, k: None),
    Rule("pinned", ("H9",), lambda p: bool(p.anchored), pinned, lambda p, k: None),
    Rule("offices", ("H8", "H9"), lambda p: len(p.offices) > 1, chosen_offices, lambda p, k: None),
)


def zone_rules(problem: Problem) -> tuple[Rule, ...]:
    """The rules on zones that this problem sets."""
    return tuple(rule for rule in RULES if rule.on(problem))


def violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Every hard rule that the plan breaks, in the order of the rules, then of the zones."""
    zones = MemberZones.of(problem, plan)
    others = int(outside(zones).sum())
    names = problem.county.names
    found = list(_zone_count(problem, plan))
    for rule in zone_rules(problem):
        for z, amount in enumerate(rule.breach(zones, others)):
            if amount > 0:
                low, high = problem.band(others)
                says = Message(
                    f"zoning.rule.{rule.key}",
                    {
                        "stations": [names[c] for c in plan.zones[z]],
                        "amount": float(amount),
                        "limit": rule.limit(problem, others),
                        "low": low,
                        "high": high,
                    },
                )
                found.append(Violation(rule.key, plan.zones[z], float(amount), says))
    found += _max_changed(problem, plan)
    return tuple(found)


def _zone_count(problem: Problem, plan: Plan) -> list[Violation]:
    """H1: zones too many or too few, the alone ones included."""
    limits, count = problem.policy.zones, len(plan.zones)
    amount = max(count - limits.max, limits.min - count)
    if amount <= 0:
        return []
    says = Message("zoning.rule.zone_count", {"count": count, "min": limits.min, "max": limits.max})
    return [Violation("zone_count", (), float(amount), says)]


def _max_changed(problem: Problem, plan: Plan) -> list[Violation]:
    """H9: stations beyond the number that may change zone, zone labels matched to today's as well as can be."""
    limit = problem.policy.rules.max_changed
    if limit is None or problem.current is None:
        return []
    stations = moved(problem.current, plan)
    if len(stations) <= limit:
        return []
    names = [problem.county.names[code] for code in stations]
    says = Message("zoning.rule.max_changed", {"stations": names, "count": len(stations), "limit": limit})
    return [Violation("max_changed", stations, float(len(stations) - limit), says)]
