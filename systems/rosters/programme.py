"""A task solved by CP-SAT: one worker, one seed, and work counted in its own units.

The parts of the objective (``records.PART_KEYS``) are weighted so
that the sum is lexicographic: a weight is greater than all that lighter parts can add up to. First all parts are
asked for at what counting proves of them; where that is met, the roster is proved best without more search.

References
----------
L. Perron, F. Didier, CP-SAT, developers.google.com/optimization. E. Burke, P. De Causmaecker, G. Vanden Berghe,
H. Van Landeghem, The state of the art of nurse rostering, Journal of Scheduling 7 (2004).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from ortools.sat.python import cp_model

from solvers.infeasible.cpsat import watched
from solvers.stop import Stop, Stopped, Watch
from systems.rosters.checking import broken, gaps, measured
from systems.rosters.formulation import Draft, Row, draft, parts_of, unit_of
from systems.rosters.patterns import least_parts, ruled_out
from systems.rosters.records import OFF, OPEN_KEYS, PART_KEYS, Part, Roster, Task
from systems.rosters.start import first_roster
from zoning.model.errors import ClaimError

LIMIT = 1.0
"""CP-SAT's own units of work a search, about a second each."""
STAGES = ((OPEN_KEYS[0],), (OPEN_KEYS[1],), OPEN_KEYS[2:])
"""Parts that are minimised one after the other where not every demand can be met, the last ones by their weights."""
Duties = tuple[tuple[int, ...], ...]
Answer = Literal["yes", "no", "unknown"]


@dataclass
class Clock:
    """What a search may cost: units of work, or until ``stop`` says so."""

    stop: Stop | None = None
    limit: float = LIMIT

    @property
    def over(self) -> bool:
        """Whether the search is to end."""
        return self.stop is not None and self.stop.over()

    def solve(self, made: Draft, limit: float | None = None) -> tuple[cp_model.CpSolver, Any]:
        """The solver and its status; raises :class:`~solvers.stop.Stopped`."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_deterministic_time = self.limit if limit is None else limit
        return solver, watched(solver, made.model, Watch(self.stop))


def can_be(task: Task, clock: Clock, spare: int = 0) -> tuple[Answer, tuple[int, ...]]:
    """Whether every demand can be met, and which homes the ``spare`` groups (h,) then join.

    It is ``unknown``, too, where the clock ends the search.
    """
    if spare and len(task.groups) == 1:
        answer, _ = can_be(replace(task, groups=(task.groups[0] + spare,)), clock)
        return answer, (spare,)
    if not spare and ruled_out(task):
        return "no", ()
    if clock.over:
        return "unknown", ()
    first = first_roster(task)
    if not spare and not gaps(task, first) and not broken(task, first):
        return "yes", ()
    made = draft(task, spare=spare)
    parts_of(made)
    _hint(made, first)
    try:
        solver, status = clock.solve(made)
    except Stopped:
        return "unknown", ()
    if status == cp_model.INFEASIBLE:
        return "no", ()
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return "unknown", ()
    taken = [0] * len(task.groups)
    for g, one in made.used.items():
        taken[made.homes[g]] += int(solver.boolean_value(one))
    return "yes", tuple(taken)


def solved(task: Task, clock: Clock) -> Roster:
    """The best roster of a task that meets every demand.

    ``infeasible`` is proved, ``unknown`` is not; both have no duties. Where the clock ends the search, a first roster
    that meets every demand is ``feasible``.
    """
    if ruled_out(task):
        return Roster((), "infeasible", ())
    first = first_roster(task)
    try:
        return _searched(task, first, clock)
    except Stopped:
        if gaps(task, first) or broken(task, first):
            return Roster((), "unknown", ())
        least = least_parts(task)
        return _roster(task, first, [0.0, *(float(least[key]) for key in PART_KEYS[1:])])


def _searched(task: Task, first: Duties, clock: Clock) -> Roster:
    """The best roster; raises :class:`~solvers.stop.Stopped`."""
    ideal = _at_bounds(task, first, clock)
    if ideal is not None:
        return _roster(task, ideal, None)
    made = draft(task)
    held = parts_of(made)
    weights = _weights(held)
    made.model.minimize(sum(weights[key] * held[key][0] for key in PART_KEYS[1:]))
    _hint(made, first)
    solver, status = clock.solve(made)
    if status == cp_model.INFEASIBLE:
        return Roster((), "infeasible", ())
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Roster((), "unknown", ())
    bounds = None if status == cp_model.OPTIMAL else [0.0, *(float(held[key][2]) for key in PART_KEYS[1:])]
    return _roster(task, _duties(made, solver), bounds)


def least_open(task: Task, clock: Clock) -> Roster:
    """The roster that spreads what is missing most evenly, of these the one with fewest hours open, then the fairest.

    Each of its parts says below what none is that is as good in the parts before it. Where the clock ends the search,
    it is a first roster made by hand, or where that is not fair one without any duty.
    """
    first = first_roster(task)
    rest = tuple((OFF,) * task.month.days for _ in task.homes)
    duties = rest if broken(task, first) else first
    bounds: dict[str, float] = {}
    made = draft(task, open_=True)
    held = parts_of(made)
    weights, proved = _weights(held), True
    for keys in STAGES:
        aim = sum(weights[key] // weights[keys[-1]] * held[key][0] for key in keys)
        made.model.minimize(aim)
        made.model.clear_hints()  # type: ignore[no-untyped-call]
        _hint(made, duties)
        try:
            solver, status = clock.solve(made, (3 if keys == STAGES[0] else 0.5) * clock.limit)
        except Stopped:
            break
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        duties = _duties(made, solver)
        if proved and status == cp_model.OPTIMAL:
            bounds |= dict(zip(keys, measured(task, duties, keys), strict=True))
        elif proved and len(keys) == 1:
            unit = {"uneven_gaps": 1 / task.scale, "uncovered_hours": unit_of(task)}[keys[0]]
            bounds[keys[0]] = math.ceil(solver.best_objective_bound - 1e-6) * unit
        proved = proved and status == cp_model.OPTIMAL
        made.model.add(aim <= round(solver.objective_value))
    return _left_open(task, duties, bounds)


def _left_open(task: Task, duties: Duties, bounds: dict[str, float]) -> Roster:
    """Duties that leave demands open, with what is proved of every part, 0 where nothing is."""
    _refuse_broken(task, duties)
    values = measured(task, duties, OPEN_KEYS)
    parts = tuple(
        Part(key, value, min(value, bounds.get(key, 0.0))) for key, value in zip(OPEN_KEYS, values, strict=True)
    )
    proved = all(part.value == part.bound for part in parts)
    return Roster(duties, "optimal" if proved else "feasible", parts, gaps(task, duties))


def _at_bounds(task: Task, first: Duties, clock: Clock) -> Duties | None:
    """Duties in which every part is what counting proves that no roster is below; ``None`` where none were found."""
    least_ones = least_parts(task)
    if not broken(task, first) and all(
        v <= least_ones.get(k, 0) for k, v in zip(PART_KEYS, measured(task, first), strict=True)
    ):
        return first
    made = draft(task)
    for row, _, least in parts_of(made).values():
        made.model.add(row <= least)
    _hint(made, first)
    solver, status = clock.solve(made, clock.limit / 2)
    return _duties(made, solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def _hint(made: Draft, rows: Sequence[Sequence[int]]) -> None:
    for g, row in enumerate(rows):
        for day, shift in enumerate(row):
            for s, one in enumerate(made.x[g][day]):
                made.model.add_hint(one, int(s == shift))


def _weights(held: dict[str, tuple[Row, int, int]]) -> dict[str, int]:
    """The weight of every part: above all that those after it can add up to."""
    weights, room = {}, 1
    for key in reversed(held):
        weights[key] = room
        room *= held[key][1] + 1
    return weights


def _duties(made: Draft, solver: cp_model.CpSolver) -> Duties:
    return tuple(
        tuple(next((s for s, one in enumerate(cells) if solver.boolean_value(one)), OFF) for cells in row)
        for row in made.x
    )


def _roster(task: Task, duties: Duties, bounds: list[float] | None) -> Roster:
    """The roster as the judge sees it."""
    _refuse_broken(task, duties)
    values = measured(task, duties)
    least = values if bounds is None else [min(pair) for pair in zip(values, bounds, strict=True)]
    parts = tuple(Part(key, value, low) for key, value, low in zip(PART_KEYS, values, least, strict=True))
    proved = all(part.value == part.bound for part in parts)
    return Roster(duties, "optimal" if proved else "feasible", parts, gaps(task, duties))


def _refuse_broken(task: Task, duties: Duties) -> None:
    """Hold what a solver found to the judge.

    Raises
    ------
    ClaimError
        When it breaks a rule.
    """
    if wrong := broken(task, duties):
        raise ClaimError("; ".join(map(str, wrong)))
