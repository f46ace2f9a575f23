"""The problem as one compact formulation, with a switch for every hard rule.

A literal x[i, j] says that station i is in the zone of *centre* j, after Hess: the centre is one of the zone's
stations, its 1-median where an office matters and its lowest row where not, so that a plan has (almost) one description
only. ``solvers.coverage`` says which constraints a rule has.

Workload, minutes and points are scaled to integers with slack, so that nothing is lost; ``solvers.infeasible.cpsat``
asks the judge about every plan and has what it refuses cut off (:func:`cut_off`).

Zones hang together in one of two ways. By *levels* the model says all: every station but the centre has a parent, a
neighbour in its zone that stands one level lower. By *cuts* it says only that a station has some neighbour in its zone,
and where a plan has a zone in parts, for every part the fewest stations between it and the centre: whoever is in the
part is in the zone of that centre only with one of these (``solvers.infeasible.separators``).

References
----------
S. W. Hess, J. B. Weaver, H. J. Siegfeldt, J. N. Whelan, P. A. Zitlau, Nonpartisan political redistricting by computer,
Operations Research 13 (1965). R. Carvajal, M. Constantino, M. Goycoolea, J. P. Vielma, A. Weintraub, Imposing
connectivity constraints in forest planning models, Operations Research 61 (2013). J. Oehrlein, J.-H. Haunert, A
cutting-plane method for contiguity-constrained spatial aggregation, Journal of Spatial Information Science 15 (2017).
"""

from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from solvers.coverage import MEASURES, RULES, rule_row, rules_in_force
from solvers.forms.constraints import Constraint, Formulation
from solvers.forms.measures import Median, Signed
from solvers.infeasible.separators import separators
from zoning.judge.measures import POINTS
from zoning.judge.rules import Rule, Violation, violations, zone_rules
from zoning.judge.zones import MemberZones
from zoning.model.county import Ints
from zoning.model.plan import Plan
from zoning.model.problem import Problem

FINE = 100
"""Whole units of a point in the objective."""


def build(problem: Problem, active: frozenset[str], medians: bool, levels: bool) -> Formulation:
    """The formulation of these rules: every station in one zone, and what each rule adds."""
    model = cp_model.CpModel()
    rows = range(len(problem))
    x = {(i, j): model.new_bool_var(f"{i} in {j}") for i in rows for j in rows}
    f = Formulation(problem, active, medians, levels, model, x)
    for i in rows:
        model.add_exactly_one(x[i, j] for j in rows)
        for j in rows:
            model.add_implication(x[i, j], x[j, j])
            if i < j and not medians:
                model.add(x[i, j] == 0)
    _free(f)
    for constraint in constraints():
        if constraint.key in active:
            constraint.add(f)
    return f


def constraints() -> list[Constraint]:
    """The constraints of all rules that have some, in the order of their rows."""
    return [constraint for row in RULES for constraint in row.formulation or ()]


def medians(active: frozenset[str]) -> bool:
    """Whether one of these rules needs the centre of a zone to be its 1-median."""
    return any(constraint.medians and constraint.key in active for constraint in constraints())


def switches(problem: Problem) -> tuple[str, ...]:
    """Keys by which the rules that a problem sets are switched: those of their constraints, or of the rule itself."""
    found: list[str] = []
    for key in rules_in_force(problem):
        given = rule_row(key).formulation
        found += [key] if given is None else [c.key for c in given if c.on is None or c.on(problem)]
    return tuple(found)


def _free(f: Formulation) -> None:
    """Which zones hold no alone station, and how many they are."""
    model, alone = f.model, np.flatnonzero(f.problem.alone).tolist()
    for j in f.rows:
        held = f.zone(j, alone)
        if not held:
            f.free.append(f.x[j, j])
            continue
        free = model.new_bool_var(f"{j} is free")
        model.add_implication(free, f.x[j, j])
        for literal in held:
            model.add_implication(free, ~literal)
        model.add_bool_or([free, ~f.x[j, j], *held])
        f.free.append(free)
    if any(rule.by_number and rule.key in f.rules for rule in zone_rules(f.problem)):
        f.count.extend(model.new_bool_var(f"{k} free") for k in range(len(f.problem) + 1))
        model.add_exactly_one(f.count)
        ranks = list(range(len(f.count)))
        model.add(sum(f.free) == cp_model.LinearExpr.weighted_sum(f.count, ranks))


def objective(f: Formulation) -> cp_model.LinearExprT:
    """Points before rounding, in units of 1 / :data:`FINE`, of the measures that weigh and have a linear form."""
    shares, points = f.problem.policy.weights.shares(), FINE * POINTS
    forms = [(points * shares[row.key], row.linear) for row in MEASURES if row.linear is not None]
    terms: list[cp_model.LinearExprT] = []
    for weight, form in forms:
        if isinstance(form, Median):
            costs = np.rint(weight * form.costs(f.problem)).astype(np.int64)
            terms = [f.weighted(j, costs[:, j]) for j in f.rows] + terms
            for office in f.problem.offices:  # the centre of its zone
                f.model.add_bool_and([~f.x[office, j] for j in f.rows if j != office])
    for weight, form in forms:
        if isinstance(form, Signed):
            values, allowed = (
                np.rint(weight * part / 2).astype(np.int64)
                for part in (form.values(f.problem), form.allowed(f.problem))
            )
            terms += _absolute(f, values, allowed)
    total = sum(terms)
    f.model.minimize(total)
    return total


def _absolute(f: Formulation, values: Ints, allowed: Ints) -> list[cp_model.LinearExprT]:
    """max(0, |Σ_{i∈z} v_i| − Σ_{i∈z} g_i) of every zone for g = ``allowed``, as variables that are minimised."""
    found: list[cp_model.LinearExprT] = []
    for j in f.rows:
        most = f.model.new_int_var(0, int(np.abs(values).sum()), f"absolute {j}")
        f.model.add(most >= f.weighted(j, values - allowed))
        f.model.add(most >= f.weighted(j, -values - allowed))
        found.append(most)
    return found


def broken(problem: Problem, plan: Plan) -> frozenset[str]:
    """Keys of the rules that the judge finds broken."""
    return frozenset(_key(problem, plan, found) for found in violations(problem, plan))


def _key(problem: Problem, plan: Plan, found: Violation) -> str:
    if found.rule != "zone_count":
        return found.rule
    return "zones_max" if len(plan.zones) > problem.policy.zones.max else "zones_min"


def cut_off(f: Formulation, zones: Sequence[Sequence[int]]) -> bool:
    """Forbid what is in the way of this plan, ``zones[j]`` being the rows of centre j; whether there was anything.

    That is every part of a zone that hangs apart, and what the judge refuses by the rules in force.

    Raises
    ------
    AssertionError
        When a rule is broken that the model states exactly.
    """
    if "contiguous" in f.rules and not f.levels and _join(f, zones):
        return True
    problem, plan = f.problem, plan_of(f.problem, zones)
    refused = [found for found in violations(problem, plan) if _key(problem, plan, found) in f.rules]
    k = sum(not problem.alone[[problem.county.index[c] for c in zone]].any() for zone in plan.zones)
    exact = {constraint.key for constraint in constraints() if constraint.exact}
    on_zones = {rule.key: rule for rule in zone_rules(problem)}
    for found in refused:
        if _key(problem, plan, found) in exact:
            raise AssertionError(f"a plan that breaks {found.rule}: {plan}")
        if found.rule in on_zones:
            _forbid(f, on_zones[found.rule], sorted(problem.county.index[code] for code in found.stations), k)
        else:
            f.model.add_bool_or([~f.x[i, j] for j, zone in enumerate(zones) for i in zone])
    return bool(refused)


def _forbid(f: Formulation, rule: Rule, zone: list[int], k: int) -> None:
    """Forbid a zone that the judge refuses, and with it all that must be refused too (``Rule.stays``)."""
    given = [~f.count[k]] if rule.by_number else []
    if rule.stays == "larger":
        core = _least(f, rule, zone, k)
        for j in f.rows:
            f.model.add_bool_or([*given, *(~literal for literal in f.zone(j, core))])
    elif rule.stays == "smaller":
        most = _most(f, rule, zone, k)
        for j in most:
            f.model.add_bool_or([*given, ~f.x[j, j], *f.zone(j, [i for i in f.rows if i not in most])])
    else:
        for j in zone if f.medians else [min(zone)]:
            same = [~f.x[i, j] if i in zone else f.x[i, j] for i in f.rows]
            f.model.add_bool_or([*given, *same])


def _least(f: Formulation, rule: Rule, zone: list[int], k: int) -> list[int]:
    """A part of a refused zone that is refused, and no longer is without any of its stations."""
    kept = list(zone)
    for i in zone:
        rest = [j for j in kept if j != i]
        if rest and _refused(f, rule, rest, k):
            kept = rest
    return kept


def _most(f: Formulation, rule: Rule, zone: list[int], k: int) -> list[int]:
    """A set of stations round a refused zone that is refused, and no longer is with any other station."""
    kept = list(zone)
    for i in f.rows:
        if i not in kept and _refused(f, rule, [*kept, i], k):
            kept.append(i)
    return sorted(kept)


def _refused(f: Formulation, rule: Rule, rows: Sequence[int], k: int) -> bool:
    member = np.isin(np.arange(len(f.problem)), rows)[None, :]
    return bool(rule.breach(MemberZones(f.problem, member), k)[0] > 0)


def _join(f: Formulation, zones: Sequence[Sequence[int]]) -> bool:
    """A cut for each station of a part that hangs apart, and each centre on the other side; whether there is one."""
    cuts = [cut for j, zone in enumerate(zones) if zone for cut in separators(f.problem.county.adjacent, zone, j)]
    for part, between, side in cuts:
        for j in side:
            for i in part:
                f.model.add_bool_or([~f.x[i, j], *f.zone(j, between)])
    return bool(cuts)


def plan_of(problem: Problem, zones: Sequence[Sequence[int]]) -> Plan:
    """The plan of these zones of rows; empty ones are left out."""
    codes = problem.county.codes
    return Plan.of([codes[i] for i in zone] for zone in zones if zone)
