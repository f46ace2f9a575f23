"""The part of the objective that a linear model can hold, as a mixed-integer programme for HiGHS (through MathOpt).

Hess' assignment of stations to centres, with one unit of flow from every centre to each of its stations so that zones
hang together. Mismatch and travel are its objective; band, number of zones, ``min_stations`` and ``alone`` its rules.
It is a rival to be measured against, no part of the engine.

References
----------
S. Hess et al., Nonpartisan political redistricting by computer, Operations Research 13 (1965). T. Shirabe, Districting
modeling with exact contiguity constraints, Environment and Planning B 36 (2009).
"""

import datetime
import time
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt

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
    """Build the model and let HiGHS solve it for ``limit`` seconds at the most."""
    began = time.perf_counter()
    model = _model(problem)
    parameters = mathopt.SolveParameters(time_limit=datetime.timedelta(seconds=limit), relative_gap_tolerance=1e-6)
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    found = result.has_primal_feasible_solution()
    bound = result.dual_bound() if found else None
    return Answer(
        time.perf_counter() - began,
        round(result.objective_value()) if found else None,
        int(np.floor(bound)) if bound is not None and np.isfinite(bound) else None,
        result.termination.reason != mathopt.TerminationReason.OPTIMAL,
    )


def _model(problem: Problem) -> mathopt.Model:
    """x[i, o]: station i is in the zone of centre o."""
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
    work, staff = county.workload / county.workload.sum(), county.officers / county.officers.sum()
    cost = POINTS * shares["travel"] * county.weighted_minutes / county.travel_total
    objective = sum(float(cost[i, o]) * x[i, o] for i in rows for o in rows)
    edges = [(i, j) for i in rows for j in rows if county.adjacent[i, j]]
    for o in rows:
        uneven = model.add_variable(lb=0.0)
        difference = sum(float(work[i] - staff[i]) * x[i, o] for i in rows)
        model.add_linear_constraint(uneven >= difference)
        model.add_linear_constraint(uneven >= -difference)
        objective += POINTS * shares["mismatch"] / 2 * uneven
        model.add_linear_constraint(sum(x[i, o] for i in rows) >= policy.zones.min_stations * x[o, o])
        if np.isfinite(high):
            load = sum(float(county.workload[i]) * x[i, o] for i in rows)
            model.add_linear_constraint(load <= float(high) * x[o, o])
            model.add_linear_constraint(load >= float(low) * x[o, o])
        flow = {edge: model.add_variable(lb=0.0) for edge in edges}
        for i in rows:
            into, out = (sum(flow[e] for e in edges if e[end] == i) for end in (1, 0))
            model.add_linear_constraint(into <= (len(rows) - 1) * x[i, o])
            if i != o:
                model.add_linear_constraint(into - out == x[i, o])
    seats = mathopt.LinearExpression()
    for zone in problem.alone_zones:
        away = county.weighted_minutes[np.ix_(zone, zone)].sum(axis=0).min() / county.travel_total
        uneven_alone = abs(float(work[list(zone)].sum() - staff[list(zone)].sum())) / 2
        seats += POINTS * (shares["travel"] * float(away) + shares["mismatch"] * uneven_alone)
    model.minimize(objective + seats)
    return model
