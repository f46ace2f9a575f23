"""The problem as one compact constraint model, with a switch for every hard rule.

A literal says that station i is in the zone of *label* j, after Hess: the label is one of the zone's stations, its
1-median where an office matters and its lowest row where not, so that a plan has (almost) one description only.

Workload, minutes and points are scaled to integers with slack, so that nothing is lost; ``solvers.infeasible.cpsat``
asks the judge about every plan and has what it refuses cut off (:func:`cut_off`).

Zones hang together in one of two ways. By *levels* the model says all: every station but the label has a parent, a
neighbour in its zone that stands one level lower. By *cuts* it says only that a station has some neighbour in its zone,
and where a plan has a zone in parts, for every part the fewest stations between it and the label: whoever is in the
part is in the zone of that label only with one of these (``solvers.infeasible.separators``).

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

from solvers.infeasible.constraints import ADDED, RULES, Draft
from solvers.infeasible.separators import separators
from zoning.judge.measures import POINTS
from zoning.judge.rules import Violation, violations
from zoning.model.plan import Plan
from zoning.model.problem import Problem

FINE = 100
"""Whole units of a point in the objective."""


def build(problem: Problem, active: frozenset[str], medians: bool, levels: bool) -> Draft:
    """The model of these rules: every station in one zone, and what each rule adds."""
    model = cp_model.CpModel()
    rows = range(len(problem))
    inside = [[model.new_bool_var(f"{i} in {j}") for j in rows] for i in rows]
    draft = Draft(problem, active, medians, levels, model, inside)
    for i in rows:
        model.add_exactly_one(draft.inside[i])
        for j in rows:
            model.add_implication(draft.inside[i][j], draft.inside[j][j])
            if i < j and not medians:
                model.add(draft.inside[i][j] == 0)
    _others(draft)
    for key in RULES:
        if key in active:
            ADDED[key](draft)
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


def objective(draft: Draft) -> cp_model.LinearExprT:
    """Points before rounding, in units of 1 / :data:`FINE`: the mismatch of every zone and all travel to its label."""
    model, county, shares = draft.model, draft.problem.county, draft.problem.policy.weights.shares()
    uneven = FINE * POINTS * shares["mismatch"] * county.mismatch_terms / 2
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


def broken(problem: Problem, plan: Plan) -> frozenset[str]:
    """Keys of the rules that the judge finds broken."""
    return frozenset(_key(problem, plan, found) for found in violations(problem, plan))


def _key(problem: Problem, plan: Plan, found: Violation) -> str:
    if found.rule != "zone_count":
        return found.rule
    return "zones_max" if len(plan.zones) > problem.policy.zones.max else "zones_min"


def cut_off(draft: Draft, zones: Sequence[Sequence[int]]) -> bool:
    """Forbid what is in the way of this plan, ``zones[j]`` being the rows of label j; whether there was anything.

    That is every part of a zone that hangs apart, and every zone that the judge refuses by the rules in force.

    Raises
    ------
    AssertionError
        When a rule is broken that the model states exactly.
    """
    if "contiguous" in draft.rules and not draft.levels and _join(draft, zones):
        return True
    problem, plan = draft.problem, plan_of(draft.problem, zones)
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


def _join(draft: Draft, zones: Sequence[Sequence[int]]) -> bool:
    """A cut for each station of every part that hangs apart, and each label on the other side; whether there is one."""
    cuts = [cut for j, zone in enumerate(zones) if zone for cut in separators(draft.problem.county.adjacent, zone, j)]
    for part, between, side in cuts:
        for j in side:
            for i in part:
                draft.model.add_bool_or([~draft.inside[i][j], *draft.zone(j, between)])
    return bool(cuts)


def plan_of(problem: Problem, zones: Sequence[Sequence[int]]) -> Plan:
    """The plan of these zones of rows; empty ones are left out."""
    codes = problem.county.codes
    return Plan.of([codes[i] for i in zone] for zone in zones if zone)
