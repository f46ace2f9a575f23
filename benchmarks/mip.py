"""The part of the objective that a linear model can hold, as a mixed-integer programme for HiGHS (through MathOpt).

Hess' assignment of stations to centres. That zones hang together is left out at first: while an optimum has a zone with
a part by itself, minimal vertex separators between the part and the centre are added for all centres and the model is
solved again, which measured several times faster than a flow in the model. Mismatch, overload and travel are its
objective; band, number of zones, ``min_stations`` and ``alone`` its rules. It is a rival to be measured against, and no
part of the engine.

References
----------
S. Hess et al., Nonpartisan political redistricting by computer, Operations Research 13 (1965). H. Validi, A. Buchanan,
E. Lykhovyd, Imposing contiguity constraints in political districting models, Operations Research 70 (2022).
"""

import datetime
import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt

from solvers.infeasible.separators import separators
from zoning.judge.measures import POINTS
from zoning.model.problem import Problem


@dataclass(frozen=True)
class Answer:
    """Seconds, points of the best plan found before rounding, proved bound, and whether it was stopped."""

    seconds: float
    points: int | None
    bound: int | None
    stopped: bool


def minimise(problem: Problem, limit: float) -> Answer:
    """Build the model and let HiGHS solve it, for ``limit`` seconds at the most."""
    began = time.perf_counter()
    model, x = _model(problem)
    bound: int | None = None
    while (left := limit - (time.perf_counter() - began)) > 0:
        parameters = mathopt.SolveParameters(time_limit=datetime.timedelta(seconds=left), relative_gap_tolerance=1e-6)
        result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
        if not result.has_primal_feasible_solution():
            break
        if np.isfinite(result.dual_bound()):
            bound = int(np.floor(result.dual_bound()))
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            break
        if not _cut(problem, model, x, result.variable_values()):
            return Answer(time.perf_counter() - began, round(result.objective_value()), bound, stopped=False)
    return Answer(time.perf_counter() - began, None, bound, stopped=True)


def _cut(
    problem: Problem,
    model: mathopt.Model,
    x: Mapping[tuple[int, int], mathopt.Variable],
    values: Mapping[mathopt.Variable, float],
) -> bool:
    """Forbid that a part of a zone stands apart from its centre, for every centre; whether there was such a part."""
    rows = sorted({i for i, _ in x})
    adjacent = problem.county.adjacent & ~problem.alone[:, None] & ~problem.alone[None, :]
    apart = False
    for o in rows:
        zone = [i for i in rows if values[x[i, o]] > 0.5]
        for part, between, side in separators(adjacent, zone, o) if zone else ():
            apart = True
            for centre in side:
                for i in part:
                    model.add_linear_constraint(x[i, centre] <= sum(x[s, centre] for s in between))
    return apart


def _model(problem: Problem) -> tuple[mathopt.Model, dict[tuple[int, int], mathopt.Variable]]:
    """The model, and x[i, o]: whether station i is in the zone of centre o."""
    county, policy, shares = problem.county, problem.policy, problem.policy.weights.shares()
    rows = np.flatnonzero(~problem.alone).tolist()
    model = mathopt.Model(name="zones")
    x = {(i, o): model.add_binary_variable(name=f"x{i}_{o}") for i in rows for o in rows}
    for i in rows:
        model.add_linear_constraint(sum(x[i, o] for o in rows) == 1)
        for o in rows:
            model.add_linear_constraint(x[i, o] <= x[o, o])
    fixed = len(problem.alone_zones)
    opened = sum(x[o, o] for o in rows)
    model.add_linear_constraint(opened <= policy.zones.max - fixed)
    model.add_linear_constraint(opened >= max(policy.zones.min - fixed, 1))
    if policy.rules.workload_band is not None and policy.zones.max != policy.zones.min:
        raise ValueError("a band needs one number of zones: it depends on it")
    low, high = problem.band(policy.zones.max - fixed)
    cost = POINTS * shares["travel"] * county.weighted_minutes / county.travel_total
    objective = sum(float(cost[i, o]) * x[i, o] for i in rows for o in rows)
    allowed = policy.measures.tolerance * problem.officer_share
    for o in rows:
        difference = sum(float(problem.mismatch_terms[i]) * x[i, o] for i in rows)
        tolerated = sum(float(allowed[i]) * x[i, o] for i in rows)
        for key, room in (("mismatch", 0.0 * difference), ("overload", tolerated)):
            uneven = model.add_variable(lb=0.0)
            model.add_linear_constraint(uneven >= difference - room)
            model.add_linear_constraint(uneven >= -difference - room)
            objective += POINTS * shares[key] / 2 * uneven
        model.add_linear_constraint(sum(x[i, o] for i in rows) >= policy.zones.min_stations * x[o, o])
        if np.isfinite(high):
            load = sum(float(county.workload[i]) * x[i, o] for i in rows)
            model.add_linear_constraint(load <= float(high) * x[o, o])
            model.add_linear_constraint(load >= float(low) * x[o, o])
    seats = mathopt.LinearExpression()
    for zone in problem.alone_zones:
        away = county.weighted_minutes[np.ix_(zone, zone)].sum(axis=0).min() / county.travel_total
        seats += POINTS * shares["travel"] * float(away)
    model.minimize(objective + seats)
    return model, x
