"""CP-SAT asked about the compact formulation (``formulation``): whether rules can be kept, and what is best under them.

:func:`feasible`: is there a plan that keeps these rules? The search for a smallest unsatisfiable subset
(``solvers.infeasible.unsatisfiable``) asks that. :func:`minimise`: the plan of fewest points, where all measures with a
weight have a linear form (``solvers.coverage``). Tests and benchmarks compare ``solvers.solve`` with it.

The judge is asked about every plan, and what it refuses is cut off and the model solved again. So every answer is
exact. Zones hang together by levels or by cuts (``solvers.infeasible.formulation``), and each has its use. Travel pulls
zones together, so that with it the first optimum mostly hangs together by itself and few cuts are needed, or none: they
are what :func:`minimise` uses. A question without objective is answered by zones in pieces, round after round, so
:func:`feasible` uses levels. ``python -m benchmarks connectivity`` measures both ways.

References
----------
L. Perron, F. Didier, CP-SAT, developers.google.com/optimization.
"""

import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from ortools.sat.python import cp_model

from solvers.coverage import MEASURES, measures_in_force
from solvers.forms.constraints import Formulation
from solvers.forms.measures import Median
from solvers.infeasible.formulation import FINE, broken, build, cut_off, medians, objective, plan_of, switches
from solvers.stop import Watch
from zoning.judge.measures import points
from zoning.judge.zones import MemberZones
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Status

__all__ = ["Minimum", "broken", "feasible", "minimise", "switches"]


@dataclass(frozen=True)
class Minimum:
    """What :func:`minimise` found: ``points`` are the judge's and no plan has fewer than ``bound``."""

    plan: Plan | None
    points: int | None
    bound: int | None
    status: Status
    seconds: float
    stopped: bool


class Incumbents(cp_model.CpSolverSolutionCallback):
    """The zones of every solution on the way, by centre, the last one the best."""

    def __init__(self, f: Formulation) -> None:
        super().__init__()
        self.f = f
        self.zones: list[list[list[int]]] = []

    def on_solution_callback(self) -> None:
        rows, x = self.f.rows, self.f.x
        self.zones.append([[i for i in rows if self.boolean_value(x[i, j])] for j in rows])


def feasible(
    problem: Problem, rules: frozenset[str], time_limit: float, levels: bool = True, watch: Watch | None = None
) -> Plan | Literal["unknown"] | None:
    """A plan that keeps these rules, others or not; ``None`` when it is proved that there is none.

    ``time_limit`` counts the solver's own units of work, about a second each, so that the answer does not depend on the
    machine or on what else it does. Without ``levels`` zones hang together by cuts.

    Raises
    ------
    Stopped
        When ``watch`` says so, which is asked while the solver works.
    """
    active = rules & set(switches(problem))
    f = build(problem, active, medians(active), levels)
    left = time_limit
    while left > 0:
        solver, seen = _solver(), Incumbents(f)
        solver.parameters.max_deterministic_time = left
        status = watched(solver, f.model, watch or Watch(), seen)
        if status == cp_model.INFEASIBLE:
            return None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        if not cut_off(f, seen.zones[-1]):
            return plan_of(problem, seen.zones[-1])
        left -= solver.response_proto.deterministic_time
    return "unknown"


def minimise(problem: Problem, time_limit: float, exact: bool = True, levels: bool = False) -> Minimum:
    """The plan of fewest points that keeps every rule, within ``time_limit`` seconds.

    The model adds up points before they are rounded, which differ from points by half a point a zone. With ``exact``
    plans found are forbidden and the model is solved again until none can be better than the best. Without it the first
    optimum of the model is the answer, and ``bound`` may lie a few points below. Without ``levels`` zones hang together
    by cuts.

    Raises
    ------
    ValueError
        When a measure weighs that has no linear form.
    """
    started = time.perf_counter()
    weighing = set(measures_in_force(problem))
    linear = {row.key: row.linear for row in MEASURES if row.linear is not None}
    if not weighing <= set(linear):
        raise ValueError(f"only {', '.join(linear)} may weigh, not {', '.join(sorted(weighing - set(linear)))}")
    active = frozenset(switches(problem))
    by_median = any(isinstance(linear[key], Median) for key in weighing)
    f = build(problem, active, by_median or medians(active), levels)
    total = objective(f)
    room = min(problem.policy.zones.max, len(problem)) / 2 + len(problem) / FINE
    best: tuple[int, Plan] | None = None
    bound = 0
    while (left := time_limit - (time.perf_counter() - started)) > 0:
        solver, seen = _solver(), Incumbents(f)
        solver.parameters.max_time_in_seconds = left
        solver.parameters.linearization_level = 2  # up to twenty times faster than the default with this objective
        status = solver.solve(f.model, seen)
        if status == cp_model.INFEASIBLE:
            return _minimum(best, None, False, started)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        bound = max(bound, int(np.ceil(solver.best_objective_bound / FINE - room)))
        kept = [plan_of(problem, zones) for zones in seen.zones if not cut_off(f, zones)]
        best = min([(_points(problem, plan), plan) for plan in kept] + ([best] if best else []), default=None)
        if best is None or status != cp_model.OPTIMAL:
            continue
        final = kept[-1:] == [plan_of(problem, seen.zones[-1])]
        if best[0] <= bound or (final and not exact):
            return _minimum(best, bound, False, started)
        if final:
            f.model.add_bool_or(_unlike(f, seen.zones[-1]))
            f.model.add(total <= int(np.ceil(FINE * (best[0] - 1 + room))))
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


def watched(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    watch: Watch,
    seen: cp_model.CpSolverSolutionCallback | None = None,
) -> Any:
    """The status of the solved model; the solver works in a thread and is ended when the watch says so, or by Ctrl-C.

    Raises
    ------
    Stopped
        When ``watch`` says so.
    """
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(solver.solve, model, seen)
        try:
            while not wait((answer,), timeout=0.05).done:
                watch.tick()
        finally:
            while not answer.done():
                solver.stop_search()  # again and again: it is not heard before the search has begun
                wait((answer,), timeout=0.05)
        return answer.result()


def _points(problem: Problem, plan: Plan) -> int:
    return int(points(MemberZones.of(problem, plan)).sum())


def _unlike(f: Formulation, zones: list[list[int]]) -> list[cp_model.LiteralT]:
    """Literals of which one is true in every plan but this one."""
    return [~f.x[i, j] for j, zone in enumerate(zones) for i in zone]
