"""The main function, :func:`run`: all scenarios of a study solved over several processes, resumed after a kill.

An answer is kept under the digest of its inputs: county, policy, zones of today, seed, time limit, version. Equal
inputs are solved once, under whatever name; changed inputs are always solved. What it may get wrong: with a time limit
an answer depends on the machine, and the first is kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.runs.keys import InFolder, InStore, Keeper, found, key_of
from scenarios.runs.record import Record, compared, described, planned
from scenarios.runs.worker import Answer, Task, begin
from scenarios.runs.writing import write_results, write_study
from scenarios.spec.scenario import BASE, Scenario
from scenarios.spread.spread import engine_of, spread
from scenarios.whatif.study import Study
from solvers.stop import Stop
from zoning.model.county import County
from zoning.model.equality import ByValue
from zoning.model.errors import mistake
from zoning.model.problem import Problem

if TYPE_CHECKING:
    from scenarios.store import Store


@dataclass(frozen=True, eq=False)
class Outcome(ByValue):
    """The records in the order of the files, the base first; an interrupted run has fewer.

    ``solved`` counts the answers computed, ``kept`` those found in the folder or the store.
    """

    county: County
    records: tuple[Record, ...]
    files: tuple[Path, ...] = ()
    solved: int = 0
    kept: int = 0
    interrupted: bool = False


@dataclass(frozen=True)
class Progress:
    """The number of answers ``done`` out of ``count``, and the name of the last."""

    done: int
    count: int
    name: str


def run(
    study: Study,
    folder: Path | None = None,
    *,
    store: "Store | None" = None,
    jobs: int = 1,
    seed: int = 0,
    time_limit: float | None = None,
    stop: Stop | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """Solve the base and every scenario.

    Parameters
    ----------
    folder : where answers are kept and looked for, and the results written; nothing is kept without it, and what was
        kept is judged and proved again
    store : where answers are kept and looked for as well, those of other studies, too
    jobs : processes; with one the problems are solved in this process
    seed, time_limit : of every single one, as for :func:`solvers.solve.solve`
    stop : when the whole run is to end; the answers so far are the results
    on_progress : called when an answer is there

    Raises
    ------
    InputError
        When the folder cannot be written.
    """
    if folder is not None:
        write_study(folder, study)
    named: list[tuple[Scenario | None, Problem]] = [(None, study.base)]
    named += [(one, study.applied[one.name].problem) for one in study.scenarios if one.name in study.applied]
    keys = [key_of(problem, seed, time_limit) for _, problem in named]
    keepers: list[Keeper] = [] if folder is None else [InFolder(folder)]
    keepers += [] if store is None else [InStore(store)]
    answers = found(keepers, dict(zip(keys, (problem for _, problem in named), strict=True)), time_limit)
    tasks = _tasks([problem for _, problem in named], keys, answers, seed, time_limit, study.made)
    names = [one.name if one else BASE for one, _ in named]
    first = dict(zip(reversed(keys), reversed(names), strict=True))
    kept, count = len(answers), len(answers) + len(tasks)
    for answer in _answered(tasks, jobs, stop or Stop()):
        answers[answer.key] = answer
        for keeper in keepers if answer.plan is not None else ():
            keeper.keep(answer)
        if on_progress is not None:
            on_progress(Progress(len(answers), count, first[answer.key]))
    by_name = {name: answers.get(key) for name, key in zip(names, keys, strict=True)}
    done = compared([r for one in (None, *study.scenarios) if (r := _record(study, one, by_name)) is not None])
    files = tuple(write_results(folder, done)) if folder is not None else ()
    return Outcome(study.base.county, done, files, len(answers) - kept, kept, interrupted=len(answers) < count)


def _record(study: Study, scenario: Scenario | None, answers: Mapping[str, Answer | None]) -> Record | None:
    """The record of a scenario, or of the base; ``None`` when the run did not reach it."""
    name = scenario.name if scenario else BASE
    if name not in answers:
        return described(study, scenario)
    answer = answers[name]
    if answer is None:
        return None
    if answer.plan is None:
        return described(study, scenario, answer.mistakes)
    return planned(study, scenario, answer.plan, answer.seconds, answer.key)


def _tasks(
    problems: Sequence[Problem],
    keys: Sequence[str],
    answers: Mapping[str, Answer],
    seed: int,
    time_limit: float | None,
    made: str,
) -> list[Task]:
    """One task for every missing answer; tasks on the same borders follow each other, for warm engines."""
    tasks: dict[str, Task] = {}
    for key, problem in zip(keys, problems, strict=True):
        if key not in answers:
            tasks.setdefault(key, Task(key, problem, seed, time_limit, made))
    groups: dict[bytes, list[Task]] = {}
    for task in tasks.values():
        groups.setdefault(task.problem.county.adjacent.tobytes(), []).append(task)
    return [task for group in groups.values() for task in group]


def _answered(tasks: Sequence[Task], jobs: int, stop: Stop) -> Iterator[Answer]:
    """The answers as they come; a task that was stopped has none, one that its process dies of has the mistake."""
    stop.begin()
    for done in spread(begin, tasks, engine_of(jobs, len(tasks)), stop.over):
        answer = done.result or Answer(done.task.key, mistakes=(mistake("scenarios.spread.died"),))
        if answer.plan is not None or answer.mistakes:
            yield answer
