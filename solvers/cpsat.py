"""The same problem as one compact constraint model for CP-SAT, with a switch for every hard rule.

Two questions are asked of it. :func:`feasible`: is there a plan that keeps these rules? The search for clashing rules
(``solvers.infeasible``) asks that. :func:`minimise`: the plan of fewest points, where only ``mismatch`` and ``travel``
weigh, for they alone are linear; it checks ``solvers.solve`` from outside and is what the benchmarks measure it by.

A literal says that station i is in the zone of *label* j, after Hess: the label is one of the zone's stations, its
1-median where an office matters and its lowest row where not, so that a plan has (almost) one description only. Zones
hang together when every other station has a parent: a neighbour in its zone that stands one level lower.

Workload, minutes and points are scaled to integers with slack, so that nothing is lost; the judge is asked about every
plan, and what it refuses is cut off and the model solved again. So every answer is exact.

References
----------
S. W. Hess, J. B. Weaver, H. J. Siegfeldt, J. N. Whelan, P. A. Zitlau, Nonpartisan political redistricting by computer,
Operations Research 13 (1965). L. Perron, F. Didier, CP-SAT, developers.google.com/optimization.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from ortools.sat.python import cp_model

from zoning.county import County, Floats, Ints
from zoning.measures import POINTS, points
from zoning.plan import Plan
from zoning.problem import Problem
from zoning.rules import Violation, violations, zone_rules
from zoning.solution import Status
from zoning.zones import TIE, MemberZones

RULES = (
    "zones_max",
    "zones_min",
    "alone",
    "contiguous",
    "min_stations",
    "max_stations",
    "workload_band",
    "max_minutes",
    "min_officers",
    "case_area",
    "together",
    "apart",
    "pinned",
    "offices",
    "max_changed",
)
"""Keys of the rules that can be switched: those of the judge, ``zone_count`` as its two ends."""
SCALE = 10**8
"""Whole units that the largest sum of workloads or of weighted minutes is divided into."""
FINE = 100
"""Whole units of a point in the objective."""
SMALL = 40
"""Stations up to which every number of zones has a band of its own in the model. Even numbers that cannot be help: a
county of 30 stations is solved five times faster than with one pair of constraints a zone, which larger ones get."""
LINEAR = ("mismatch", "travel")


@dataclass(frozen=True)
class Minimum:
    """What :func:`minimise` found: ``points`` are the judge's and no plan has fewer than ``bound``."""

    plan: Plan | None
    points: int | None
    bound: int | None
    status: Status
    seconds: float
    stopped: bool


@dataclass
class Draft:
    """A model in the making.

    ``inside[i][j]`` says that station i is in the zone of label j, ``inside[j][j]`` that there is such a zone,
    ``other[j]`` that it holds no alone station and ``count[k]`` that there are k of these. ``medians`` tells that
    the label of a zone is its 1-median and not its lowest row.
    """

    problem: Problem
    rules: frozenset[str]
    medians: bool
    model: cp_model.CpModel
    inside: list[list[cp_model.IntVar]]
    other: list[cp_model.IntVar] = field(default_factory=list)
    count: list[cp_model.IntVar] = field(default_factory=list)

    @property
    def rows(self) -> range:
        return range(len(self.problem))

    def zone(self, j: int, rows: Sequence[int] | None = None) -> list[cp_model.IntVar]:
        """Literals of zone j for these stations, or for all."""
        return [self.inside[i][j] for i in (self.rows if rows is None else rows)]

    def weighted(self, j: int, values: Ints) -> cp_model.LinearExprT:
        """The sum of ``values`` (n,) over zone j."""
        return cp_model.LinearExpr.weighted_sum(self.zone(j), values.tolist())


def rules_of(problem: Problem) -> tuple[str, ...]:
    """The rules that this problem sets, in the order of :data:`RULES`."""
    limits = problem.policy.zones
    on = {"zones_max", *(rule.key for rule in zone_rules(problem))}
    on |= {"zones_min"} if limits.min > 1 else set()
    on |= {"max_changed"} if problem.policy.rules.max_changed is not None else set()
    return tuple(key for key in RULES if key in on)


def broken(problem: Problem, plan: Plan) -> frozenset[str]:
    """Keys of the rules that the judge finds broken."""
    return frozenset(_key(problem, plan, found) for found in violations(problem, plan))


def feasible(problem: Problem, rules: frozenset[str], time_limit: float) -> Plan | Literal["unknown"] | None:
    """A plan that keeps these rules, others or not; ``None`` when it is proved that there is none.

    ``time_limit`` counts the solver's own units of work, about a second each, so that the answer does not depend on the
    machine or on what else it does.
    """
    active = rules & set(rules_of(problem))
    draft = _draft(problem, active, medians="max_minutes" in active)
    left = time_limit
    while left > 0:
        solver = _solver()
        solver.parameters.max_deterministic_time = left
        status = solver.solve(draft.model)
        if status == cp_model.INFEASIBLE:
            return None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        plan = _plan(draft, solver)
        if not _cut_off(draft, plan):
            return plan
        left -= solver.response_proto.deterministic_time
    return "unknown"


def minimise(problem: Problem, time_limit: float, exact: bool = True) -> Minimum:
    """The plan of fewest points that keeps every rule, within ``time_limit`` seconds.

    The model adds up points before they are rounded, which differ from points by half a point a zone. ``exact`` settles
    that: plans are forbidden and the model solved again until none can be better than the best. Without it the first
    optimum of the model is the answer, and ``bound`` may lie a few points below.

    Raises
    ------
    ValueError
        When a measure other than mismatch and travel weighs.
    """
    started = time.perf_counter()
    weighing = {key for key, share in problem.policy.weights.shares().items() if share > 0}
    if not weighing <= set(LINEAR):
        raise ValueError(f"only {', '.join(LINEAR)} may weigh, not {', '.join(sorted(weighing - set(LINEAR)))}")
    active = frozenset(rules_of(problem))
    draft = _draft(problem, active, medians="travel" in weighing or "max_minutes" in active)
    total = _objective(draft)
    room = min(problem.policy.zones.max, len(problem)) / 2 + len(problem) / FINE
    best: tuple[int, Plan] | None = None
    bound = 0
    while (left := time_limit - (time.perf_counter() - started)) > 0:
        solver = _solver()
        solver.parameters.max_time_in_seconds = left
        status = solver.solve(draft.model)
        if status == cp_model.INFEASIBLE:
            return _minimum(best, None, False, started)
        bound = max(bound, int(np.ceil(solver.best_objective_bound / FINE - room)))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        plan = _plan(draft, solver)
        if _cut_off(draft, plan):
            continue
        cost = int(points(MemberZones.of(problem, plan)).sum())
        best = min(best or (cost, plan), (cost, plan))
        if status == cp_model.OPTIMAL and (best[0] <= bound or not exact):
            return _minimum(best, bound, False, started)
        draft.model.add_bool_or(_unlike(draft, solver))
        draft.model.add(total <= int(np.ceil(FINE * (best[0] - 1 + room))))
    return _minimum(best, bound, True, started)


def _minimum(best: tuple[int, Plan] | None, bound: int | None, stopped: bool, started: float) -> Minimum:
    """The answer; a ``bound`` of ``None`` says that no further plan is possible."""
    seconds = time.perf_counter() - started
    if best is None:
        return Minimum(None, None, bound, "unknown" if stopped else "infeasible", seconds, stopped)
    cost, plan = best
    bound = cost if bound is None else min(bound, cost)
    return Minimum(plan, cost, bound, "optimal" if bound == cost else "feasible", seconds, stopped)


def _solver() -> cp_model.CpSolver:
    """One worker and a fixed seed: the same answer in every run."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.catch_sigint_signal = False
    return solver


def _draft(problem: Problem, active: frozenset[str], medians: bool) -> Draft:
    """The model of these rules: every station in one zone, and what each rule adds."""
    model = cp_model.CpModel()
    rows = range(len(problem))
    draft = Draft(problem, active, medians, model, [[model.new_bool_var(f"{i} in {j}") for j in rows] for i in rows])
    for i in rows:
        model.add_exactly_one(draft.inside[i])
        for j in rows:
            model.add_implication(draft.inside[i][j], draft.inside[j][j])
            if i < j and not medians:
                model.add(draft.inside[i][j] == 0)
    _others(draft)
    for key in RULES:
        if key in active:
            _ADDED[key](draft)
    return draft


def _others(draft: Draft) -> None:
    """Which zones are free of alone stations, and how many."""
    model, alone = draft.model, np.flatnonzero(draft.problem.alone).tolist()
    for j in draft.rows:
        held = draft.zone(j, alone)
        if not held:
            draft.other.append(draft.inside[j][j])
            continue
        other = model.new_bool_var(f"{j} is other")
        model.add_implication(other, draft.inside[j][j])
        for literal in held:
            model.add_implication(other, ~literal)
        model.add_bool_or([other, ~draft.inside[j][j], *held])
        draft.other.append(other)
    if "workload_band" in draft.rules:
        draft.count.extend(model.new_bool_var(f"{k} others") for k in range(len(draft.problem) + 1))
        model.add_exactly_one(draft.count)
        ranks = list(range(len(draft.count)))
        model.add(sum(draft.other) == cp_model.LinearExpr.weighted_sum(draft.count, ranks))


def _zones_max(draft: Draft) -> None:
    draft.model.add(sum(draft.inside[j][j] for j in draft.rows) <= draft.problem.policy.zones.max)


def _zones_min(draft: Draft) -> None:
    draft.model.add(sum(draft.inside[j][j] for j in draft.rows) >= draft.problem.policy.zones.min)


def _alone(draft: Draft) -> None:
    zones = draft.problem.alone_zones
    for zone in zones:
        for a in zone:
            for i in draft.rows:
                if i in zone:
                    _same(draft, a, i)
                else:
                    draft.model.add(draft.inside[i][a] == 0)
                    draft.model.add(draft.inside[a][i] == 0)


def _same(draft: Draft, a: int, b: int) -> None:
    """Two stations in one zone."""
    if a != b:
        for j in draft.rows:
            draft.model.add(draft.inside[a][j] == draft.inside[b][j])


def _contiguous(draft: Draft) -> None:
    """Every station but the label has one parent: a neighbour in its zone, one level lower at the least."""
    model, n = draft.model, len(draft.problem)
    level = [model.new_int_var(0, n - 1, f"level {i}") for i in draft.rows]
    for i in draft.rows:
        parents = []
        for u in np.flatnonzero(draft.problem.county.adjacent[i]).tolist():
            parent = model.new_bool_var(f"{u} above {i}")
            parents.append(parent)
            model.add(level[i] >= level[u] + 1).only_enforce_if(parent)
            for j in draft.rows:
                if j != i:
                    model.add_bool_or([~parent, ~draft.inside[i][j], draft.inside[u][j]])
        model.add_exactly_one([draft.inside[i][i], *parents])
        model.add(level[i] == 0).only_enforce_if(draft.inside[i][i])


def _min_stations(draft: Draft) -> None:
    for j in draft.rows:
        draft.model.add(sum(draft.zone(j)) >= draft.problem.policy.zones.min_stations).only_enforce_if(draft.other[j])


def _max_stations(draft: Draft) -> None:
    most = draft.problem.policy.zones.max_stations or len(draft.rows)
    for j in draft.rows:
        draft.model.add(sum(draft.zone(j)) <= most).only_enforce_if(draft.other[j])


def _workload_band(draft: Draft) -> None:
    """The band of the number of others, in whole units, wider by what rounding may take."""
    work, numbers = draft.problem.county.workload, range(len(draft.count))
    units, factor = _whole(work)
    bands = np.array([draft.problem.band(k) for k in numbers])
    bands[0] = 0, work.sum()  # without others there is none
    least = (np.floor(bands[:, 0] * (1 - 2 * TIE) * factor).astype(np.int64) - len(work)).tolist()
    most = (np.ceil(bands[:, 1] * (1 + 2 * TIE) * factor).astype(np.int64) + len(work)).tolist()
    for j in draft.rows:
        held, other = draft.weighted(j, units), draft.other[j]
        if "zones_max" in draft.rules and len(work) <= SMALL:
            for k in numbers[1:]:
                draft.model.add(held <= most[k]).only_enforce_if(draft.count[k], other)
                draft.model.add(held >= least[k]).only_enforce_if(draft.count[k], other)
        else:
            draft.model.add(held <= cp_model.LinearExpr.weighted_sum(draft.count, most)).only_enforce_if(other)
            draft.model.add(held >= cp_model.LinearExpr.weighted_sum(draft.count, least)).only_enforce_if(other)


def _whole(values: Floats) -> tuple[Ints, float]:
    """Values in whole units, all together :data:`SCALE` of them, and the units in one."""
    total = float(np.abs(values).sum())
    factor = SCALE / total if total > 0 else 1.0
    return np.rint(values * factor).astype(np.int64), factor


def _max_minutes(draft: Draft) -> None:
    """The label is the 1-median; no station is far from it, or from the lowest chosen office where the zone has one."""
    problem, inside = draft.problem, draft.inside
    limit = problem.policy.rules.max_minutes
    assert limit is not None
    _by_median(draft)
    far = problem.county.minutes > limit * (1 + TIE)
    for j in draft.rows:
        for i in np.flatnonzero(far[j]).tolist():
            draft.model.add_bool_or([~inside[i][j], *draft.zone(j, problem.offices)])
    for k, office in enumerate(problem.offices):
        for i in np.flatnonzero(far[office]).tolist():
            for j in draft.rows:
                earlier = draft.zone(j, problem.offices[:k])
                draft.model.add_bool_or([~inside[office][j], ~inside[i][j], *earlier])


def _by_median(draft: Draft) -> None:
    """No station of a zone has a smaller sum of weighted minutes than the label, but for rounding."""
    costs = draft.problem.county.weighted_minutes
    total = float(costs.sum(axis=0).max())
    factor = SCALE / total if total > 0 else 1.0
    slack = len(costs) + int(np.ceil(4 * TIE * SCALE))
    for j in draft.rows:
        for o in draft.rows:
            if o != j:
                worse = np.rint((costs[:, j] - costs[:, o]) * factor).astype(np.int64)
                draft.model.add(draft.weighted(j, worse) <= slack).only_enforce_if(draft.inside[o][j])


def _min_officers(draft: Draft) -> None:
    fewest = draft.problem.policy.rules.min_officers or 0
    officers = draft.problem.county.officers.astype(np.int64)
    for j in draft.rows:
        draft.model.add(draft.weighted(j, officers) >= fewest * draft.inside[j][j])


def _case_area(draft: Draft) -> None:
    having = [i for i, station in enumerate(draft.problem.county.stations) if station.has_case_area]
    for j in draft.rows:
        draft.model.add_bool_or([~draft.inside[j][j], *draft.zone(j, having)])


def _together(draft: Draft) -> None:
    for group in draft.problem.together:
        for row in group[1:]:
            _same(draft, group[0], row)


def _apart(draft: Draft) -> None:
    for group in draft.problem.apart:
        for j in draft.rows:
            draft.model.add_at_most_one(draft.zone(j, group))


def _pinned(draft: Draft) -> None:
    for row, members in draft.problem.anchored:
        for j in draft.rows:
            held = sum(draft.zone(j, members))
            draft.model.add(held >= len(members) // 2 + 1).only_enforce_if(draft.inside[row][j])


def _offices(draft: Draft) -> None:
    for j in draft.rows:
        draft.model.add_at_most_one(draft.zone(j, draft.problem.offices))


def _max_changed(draft: Draft) -> None:
    """Zones take names of today, each name once; a station stays where its zone took the name of its own."""
    model, limit, today = draft.model, draft.problem.policy.rules.max_changed, draft.problem.current_labels
    assert limit is not None
    assert today is not None
    names = range(int(today.max()) + 1)
    named = [[model.new_bool_var(f"{j} named {name}") for name in names] for j in draft.rows]
    for row in named:
        model.add_at_most_one(row)
    for name in names:
        model.add_at_most_one(row[name] for row in named)
    stays = [model.new_bool_var(f"{i} stays") for i in draft.rows]
    for i in draft.rows:
        for j in draft.rows:
            model.add_bool_or([~stays[i], ~draft.inside[i][j], named[j][int(today[i])]])
    model.add(sum(stays) >= len(stays) - limit)


_ADDED: dict[str, Callable[[Draft], None]] = {
    "zones_max": _zones_max,
    "zones_min": _zones_min,
    "alone": _alone,
    "contiguous": _contiguous,
    "min_stations": _min_stations,
    "max_stations": _max_stations,
    "workload_band": _workload_band,
    "max_minutes": _max_minutes,
    "min_officers": _min_officers,
    "case_area": _case_area,
    "together": _together,
    "apart": _apart,
    "pinned": _pinned,
    "offices": _offices,
    "max_changed": _max_changed,
}


def _objective(draft: Draft) -> cp_model.LinearExprT:
    """Points before rounding, in units of 1 / :data:`FINE`: the mismatch of every zone and all travel to its label."""
    model, county, shares = draft.model, draft.problem.county, draft.problem.policy.weights.shares()
    uneven = FINE * POINTS * shares["mismatch"] * _uneven(county) / 2
    if not (county.workload.any() and county.officers.any()):
        uneven = np.zeros(len(county))  # there is nothing to share out, and the measure is 0
    far = county.weighted_minutes / county.travel_total if county.travel_total else 0 * county.minutes
    travel = np.rint(FINE * POINTS * shares["travel"] * far).astype(np.int64)
    whole = np.rint(uneven).astype(np.int64)
    terms = [draft.weighted(j, travel[:, j]) for j in draft.rows]
    for j in draft.rows:
        mismatch = model.new_int_var(0, int(np.abs(whole).sum()), f"mismatch {j}")
        model.add(mismatch >= draft.weighted(j, whole))
        model.add(mismatch >= draft.weighted(j, -whole))
        terms.append(mismatch)
    total = sum(terms)
    model.minimize(total)
    return total


def _uneven(county: County) -> Floats:
    """(n,) share of the workload less share of the officers; zero where there is nothing to compare."""
    if not (county.workload.any() and county.officers.any()):
        return np.zeros(len(county))
    return np.asarray(county.workload / county.workload.sum() - county.officers / county.officers.sum())


def _plan(draft: Draft, solver: cp_model.CpSolver) -> Plan:
    codes = draft.problem.county.codes
    zones = [[i for i in draft.rows if solver.boolean_value(draft.inside[i][j])] for j in draft.rows]
    return Plan.of([codes[i] for i in zone] for zone in zones if zone)


def _key(problem: Problem, plan: Plan, found: Violation) -> str:
    if found.rule != "zone_count":
        return found.rule
    return "zones_max" if len(plan.zones) > problem.policy.zones.max else "zones_min"


def _cut_off(draft: Draft, plan: Plan) -> bool:
    """Forbid every zone that the judge refuses by the rules in force; whether there was one.

    Raises
    ------
    AssertionError
        When a rule is broken that the model states exactly.
    """
    problem = draft.problem
    refused = [found for found in violations(problem, plan) if _key(problem, plan, found) in draft.rules]
    others = sum(not problem.alone[[problem.county.index[c] for c in zone]].any() for zone in plan.zones)
    for found in refused:
        if found.rule not in ("workload_band", "max_minutes"):
            raise AssertionError(f"a plan that breaks {found.rule}: {plan}")
        zone = [problem.county.index[code] for code in found.stations]
        given = [~draft.count[others]] if found.rule == "workload_band" else []
        for j in zone if draft.medians else [min(zone)]:
            same = [~draft.inside[i][j] if i in zone else draft.inside[i][j] for i in draft.rows]
            draft.model.add_bool_or([*given, *same])
    return bool(refused)


def _unlike(draft: Draft, solver: cp_model.CpSolver) -> list[cp_model.LiteralT]:
    """Literals of which one is true in every plan but this one."""
    return [~literal for row in draft.inside for literal in row if solver.boolean_value(literal)]
