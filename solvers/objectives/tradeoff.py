"""The main function, :func:`trade_off`: every efficient plan between two measures, judged, as one record.

What :mod:`solvers.objectives.frontier` yields is put in the order of the first measure asked for, and plans that only
seem efficient by the rounding of points are left out.
"""

from dataclasses import dataclass, field
from functools import cached_property

from solvers.engine import Engine
from solvers.objectives.frontier import frontier, pair
from solvers.objectives.nondominated import Point, efficient, knee
from solvers.sets.growth import TooMany
from solvers.stop import OnProgress, Stop, Stopped
from zoning.judge.measures import POINTS
from zoning.judge.score import Score, score
from zoning.model.equality import ByValue
from zoning.model.problem import Problem
from zoning.result.solution import Staged
from zoning.texts import Message

HARD = "mismatch"
"""The measure whose end comes last: bounds on it are the weakest."""


@dataclass(frozen=True, eq=False)
class Frontier(ByValue):
    """The efficient plans by rising first measure, judged; ``complete`` when there are no others.

    ``between`` are the keys of the measures; from plan to plan ``step`` points are gained at the least. ``limit`` says
    why there may be other plans, where it is not the time. ``proofs`` has the steps that prove each plan; it is empty
    where the record was read from a file, for plan files hold them, and does not count in comparisons.
    """

    problem: Problem
    between: tuple[str, str]
    scores: tuple[Score, ...]
    complete: bool
    step: int = 1
    limit: Message | None = None
    proofs: tuple[Staged, ...] = field(default=(), compare=False, repr=False)

    @property
    def name(self) -> str:
        """That of its folder."""
        return "-".join(self.between)

    @cached_property
    def knee(self) -> int:
        """A position among the plans, −1 where there is none or it may have been left out by a step."""
        if self.step != 1:
            return -1
        points = []
        for k, judged in enumerate(self.scores):
            first, second = self.shares(k)
            points.append(Point(judged.plan, round(POINTS * first), round(POINTS * second)))
        return knee(points)

    def shares(self, k: int) -> tuple[float, float]:
        """What plan ``k`` has of the two measures."""
        first, second = (self.scores[k].measures[key] for key in self.between)
        return first, second


@dataclass(frozen=True, eq=False)
class Frontiers(ByValue):
    """Frontiers between several pairs of measures."""

    frontiers: tuple[Frontier, ...]


def trade_off(
    problem: Problem,
    between: tuple[str, str],
    *,
    step: int = 1,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine | None = None,
) -> Frontier:
    """The frontier between two measures; when it is stopped, the plans found by then, which are efficient all the same.

    Parameters
    ----------
    step : points by which the measure sought first is to fall from plan to plan; 1 gives every efficient plan

    Raises
    ------
    InputError
        When the measures are not two known ones, ``step`` is below 1, or the county has more than 64 stations.
    """
    between = pair(problem, between, step)
    sought = between if between[1] != HARD else (between[1], between[0])
    points: list[Point] = []
    complete, limit = True, None
    try:
        points.extend(frontier(problem, sought, step=step, stop=stop, on_progress=on_progress, engine=engine))
    except Stopped:
        complete = False
    except TooMany:
        complete, limit = False, Message("solvers.frontier.too_many")
    points.sort(key=lambda point: point.first if sought == between else point.second)
    judged = [score(problem, point.plan) for point in points]
    kept = efficient([(s.measures[between[0]], s.measures[between[1]]) for s in judged])
    proofs = tuple(staged for k in kept if (staged := points[k].staged) is not None)
    return Frontier(problem, between, tuple(judged[k] for k in kept), complete, step, limit, proofs)
