"""The work of one process of a run: problems solved one after the other, warm where the borders are the same.

A process keeps one engine for every set of borders.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from scenarios.spread.records import Place
from solvers.engine import Engine
from solvers.solve import solve
from solvers.stop import Stop
from zoning.model.equality import ByValue
from zoning.model.errors import InputError, Mistake
from zoning.model.problem import Problem
from zoning.result.documents import to_document


@dataclass(frozen=True, eq=False)
class Task:
    """A problem to solve, the key of its answer, and the day, YYYY-MM-DD, that is written on its plan."""

    key: str
    problem: Problem
    seed: int = 0
    time_limit: float | None = None
    made: str = ""


@dataclass(frozen=True, eq=False)
class Answer(ByValue):
    """The result of a task: the document of the plan and the seconds, or the mistakes of the problem.

    Neither is there when the run was stopped.
    """

    key: str
    plan: dict[str, Any] | None = None
    seconds: float = 0.0
    mistakes: tuple[Mistake, ...] = ()


@dataclass
class Bench:
    """The engines of one process by the borders they know, and the threads each may use."""

    threads: int | None = None
    stop: Callable[[], bool] | None = None
    engines: dict[bytes, Engine] = field(default_factory=dict)

    def work(self, task: Task) -> Answer:
        """Solve one problem."""
        borders = task.problem.county.adjacent.tobytes()
        engine = self.engines.setdefault(borders, Engine(self.threads))
        try:
            done = solve(task.problem, stop=Stop(task.time_limit, self.stop), seed=task.seed, engine=engine)
        except InputError as error:
            return Answer(task.key, mistakes=error.mistakes)
        if done.run.stopped == "interrupt":
            return Answer(task.key)
        done = replace(done, run=replace(done.run, made=task.made))
        return Answer(task.key, to_document(done) | {"overrides": []}, round(done.run.seconds, 3))


def begin(place: Place) -> Callable[[Task], Answer]:
    """What solves problems at a place."""
    return Bench(place.threads, place.stopped).work
