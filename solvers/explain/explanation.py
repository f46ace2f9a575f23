"""The main functions: :func:`explain_station`, why a station is where it is, and :func:`explain_plan`, what costs most.

Prices are those of :mod:`solvers.explain.moves`. A plan of another mode is explained by its weighted points.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, overload

from solvers.engine import Engine
from solvers.explain.moves import Move, Saving, contributions, moves, savings
from solvers.sets.growth import TooMany
from solvers.stop import OnProgress, Stop, Stopped
from zoning.judge.names import station_called
from zoning.judge.score import Score, score
from zoning.model.equality import ByValue
from zoning.model.errors import InputError, Mistake, expect
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Mode
from zoning.texts import Message

COSTLIEST = 3
"""Constraints that are told, the costliest first."""
Sought = Mode | Literal["weighted"]
"""What the plan was sought by."""


@dataclass(frozen=True, eq=False)
class StationExplanation(ByValue):
    """Moves of a station into each neighbouring zone, with their costs against the plan of ``judged``."""

    problem: Problem
    judged: Score
    station: str
    moves: tuple[Move, ...]
    mode: Sought = "weighted"

    @property
    def zone(self) -> int:
        """The position of the station's own zone."""
        return next(z for z, zone in enumerate(self.judged.zones) if self.station in zone.stations)

    @property
    def finished(self) -> bool:
        return all(move.finished for move in self.moves)


@dataclass(frozen=True, eq=False)
class PlanExplanation(ByValue):
    """What every station adds to the points of its zone, and what the costliest ``constraints`` cost.

    ``unfinished`` are the keys of constraints whose cost was not proved, ``None`` where it was stopped before any.
    """

    problem: Problem
    judged: Score
    contributions: Mapping[str, int]
    constraints: tuple[Saving, ...]
    unfinished: tuple[str, ...] | None
    mode: Sought = "weighted"


def explain_station(
    problem: Problem,
    plan: Plan,
    station: str,
    *,
    to: Sequence[int] | None = None,
    mode: Sought = "weighted",
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine | None = None,
) -> StationExplanation:
    """The price of a station in each zone it borders on, or in those at the positions ``to`` in the plan.

    Raises
    ------
    InputError
        When the plan is none of this county.
    KeyError
        When the county has no such station.
    """
    found = moves(problem, plan, station, to=to, stop=stop, on_progress=on_progress, engine=engine)
    return StationExplanation(problem, score(problem, plan), station, tuple(found), mode)


def explain_plan(
    problem: Problem,
    plan: Plan,
    *,
    mode: Sought = "weighted",
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine | None = None,
) -> PlanExplanation:
    """What the constraints of a plan cost and what its stations contribute.

    Raises
    ------
    InputError
        When the plan is none of this county.
    """
    judged = score(problem, plan)
    try:
        saved = savings(problem, start=plan, stop=stop, on_progress=on_progress, engine=engine)
    except (Stopped, TooMany):
        return PlanExplanation(problem, judged, contributions(problem, plan), (), None, mode)
    priced = tuple(saving for saving in saved if saving.plan is not None)[:COSTLIEST]
    unfinished = tuple(saving.key for saving in saved if saving.plan is None)
    return PlanExplanation(problem, judged, contributions(problem, plan), priced, unfinished, mode)


@overload
def explain(
    problem: Problem,
    plan: Plan,
    station: str,
    *,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine | None = None,
) -> StationExplanation: ...


@overload
def explain(
    problem: Problem,
    plan: Plan,
    station: None = None,
    *,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine | None = None,
) -> PlanExplanation: ...


def explain(
    problem: Problem,
    plan: Plan,
    station: str | None = None,
    *,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine | None = None,
) -> StationExplanation | PlanExplanation:
    """What the place of a station costs, or without one what the constraints of the plan cost and who contributes.

    Parameters
    ----------
    station : code or name

    Raises
    ------
    InputError
        When the plan is none of this county, there is no such station, or an argument has a wrong type.
    """
    expect(problem=(problem, Problem), plan=(plan, Plan), station=(station, str | None), stop=(stop, Stop | None))
    if station is None:
        return explain_plan(problem, plan, stop=stop, on_progress=on_progress, engine=engine)
    code = station_called(problem.county, station)
    if isinstance(code, Message):
        raise InputError([Mistake(code, value=station)])
    return explain_station(problem, plan, code, stop=stop, on_progress=on_progress, engine=engine)
