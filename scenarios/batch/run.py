"""The main function, :func:`run`: every county of a batch solved with its what-ifs, kept, and gone on from.

The driver reads no county but parts a file of many: it hashes bytes, hands out tasks, keeps what comes back. Only it
writes. A county of which something changed goes out with its earlier plans, and what did not change is not solved
again. What it may get wrong: with a time limit an answer depends on the machine, and the first is kept.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scenarios.batch.earlier import Kept
from scenarios.batch.keeping import Folder
from scenarios.batch.keys import digest_of, held, key_of, size_of
from scenarios.batch.records import Batch, CountyResult, Done, Part, Task, Wanted
from scenarios.batch.storing import Shelf
from scenarios.batch.worker import begin, shown
from scenarios.spread.records import Dask, Engine, Outcome, Processes
from scenarios.spread.spread import spread
from solvers.stop import Stop
from zoning.model.errors import InputError, mistake

SLOW = 10.0
"""Seconds after which a county that is being worked on is named."""


@dataclass(frozen=True)
class Orders:
    """How every county is solved: systems asked for, seed, seconds a problem; what is done again.

    ``made`` is the day, YYYY-MM-DD, that is written on the plans that are solved now.
    """

    systems: tuple[str, ...] = ()
    seed: int = 0
    limit: float | None = 60.0
    retry: bool = False
    shared: bool = False
    made: str = ""


@dataclass(frozen=True)
class Progress:
    """Counties ``done`` of ``count``, by state, how many a minute, seconds left, and those that take long."""

    done: int
    count: int
    states: Mapping[str, int]
    per_minute: float
    left: float | None
    slow: tuple[str, ...] = ()


def run(
    counties: Sequence[Wanted],
    engine: Engine,
    orders: Orders,
    *,
    folder: Folder | None = None,
    shelf: Shelf | None = None,
    stop: Stop | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Batch:
    """Solve every chosen county, those that are known aside; the others have the results of an earlier run.

    Parameters
    ----------
    folder : where results are kept and looked for; nothing is kept without it
    shelf : where the answers are kept as well
    stop : when the whole run is to end; the counties so far are the result

    Raises
    ------
    InputError
        When something cannot be written, or a cluster cannot be used.
    SchedulerLost
        When a cluster is gone for good; what was done is kept.
    """
    began, stop = time.perf_counter(), stop or Stop()
    stop.begin()
    found: dict[str, CountyResult] = {}
    kept = Kept(folder, shelf, orders.retry)
    tasks = _tasks(counties, orders, kept, found)
    counties = [one for one in counties if one.chosen or one.called in found]
    known, remote = len(found), isinstance(engine, Dask) and engine.address is not None and not orders.shared
    ledger = _Ledger(len(counties), found, _workers(engine), time.monotonic())
    places = {one.called: shown(one.source) for one in counties}
    largest = sorted(tasks, key=_size, reverse=True)
    handed = ledger.handed(_packed(task, kept, found, remote=remote) for task in largest)
    for outcome in spread(begin, (task for task in handed if task is not None), engine, stop.over):
        done = _done(outcome, places)
        if done is None:
            ledger.drop(outcome.task.wanted.called)
            continue
        for result in _twins(done.result, found):
            kept.keep(Done(result, done.plans if result.items else {}))
            found[result.called] = result
        ledger.done(found[done.result.called])
        if on_progress is not None:
            on_progress(ledger.progress())
    results = tuple(found[one.called] for one in counties if one.called in found)
    seconds = round(time.perf_counter() - began, 3)
    return Batch(results, len(counties), known, seconds, interrupted=len(results) < len(counties))


def _tasks(
    counties: Sequence[Wanted],
    orders: Orders,
    kept: Kept,
    found: dict[str, CountyResult],
) -> list[Task]:
    """A task for every chosen county that is not known.

    ``found`` gets results that are known, earlier ones of the others, and sources that cannot be read.
    """
    tasks = []
    kept.keep_lists(one.source.whole for one in counties if isinstance(one.source, Part))
    for wanted in counties:
        if not wanted.chosen:
            before = kept.before(wanted.called)
            found |= {} if before is None else {wanted.called: before}
            continue
        try:
            digest = digest_of(wanted.source)
        except InputError as error:
            found[wanted.called] = _unread(wanted, error)
            continue
        key = key_of(wanted, digest, orders.systems, orders.seed, orders.limit)
        known = kept.known(wanted, key)
        if known is None:
            tasks.append(Task(wanted, key, digest, orders.systems, orders.seed, orders.limit, made=orders.made))
        else:
            found[wanted.called] = known
    return tasks


def _unread(wanted: Wanted, error: InputError) -> CountyResult:
    return replace(wanted.begun(shown(wanted.source), state="bad"), mistakes=tuple(error.mistakes))


def _packed(task: Task, kept: Kept, found: dict[str, CountyResult], *, remote: bool) -> Task | None:
    """The task with its earlier plans, and with its source as what a worker can read: tables of a part of a file, bytes
    where workers do not see the disk; ``None``, and a result, where that is too large.
    """
    wanted = task.wanted
    try:
        source = held(wanted.source) if remote or isinstance(wanted.source, Part) else wanted.source
    except InputError as error:
        found[wanted.called] = _unread(wanted, error)
        return None
    return replace(task, wanted=replace(wanted, source=source), known=kept.answers(wanted.called))


def _size(task: Task) -> int:
    """About how much work a county is, by the bytes of its source: large ones are begun first."""
    return size_of(task.wanted.source)


def _workers(engine: Engine) -> int:
    return engine.jobs or 1 if isinstance(engine, Processes | Dask) else 1


def _done(outcome: Outcome[Task, Done | None], places: Mapping[str, str]) -> Done | None:
    """What became of a task, with the place of its source; ``None`` where it was stopped."""
    wanted, task = outcome.task.wanted, outcome.task
    if not outcome.died:
        done, place = outcome.result, places[wanted.called]
        return None if done is None else replace(done, result=replace(done.result, host=outcome.host, source=place))
    says = mistake("scenarios.spread.died", value=wanted.called)
    begun = wanted.begun(places[wanted.called], task.key, task.digest, "died")
    return Done(replace(begun, mistakes=(says,), host=outcome.host))


def _twins(result: CountyResult, found: Mapping[str, CountyResult]) -> list[CountyResult]:
    """The result and another county of the same code, both bad, for nobody knows whose the code is; else itself."""
    other = next((one for one in found.values() if one.code == result.code and one.called != result.called), None)
    if not result.code or other is None:
        return [result]
    return [_bad(one, beside) for one, beside in ((other, result), (result, other))]


def _bad(result: CountyResult, other: CountyResult) -> CountyResult:
    says = mistake("scenarios.batch.code_twice", table=result.source, value=result.code, other=other.called)
    mistakes = tuple(dict.fromkeys((*result.mistakes, says)))
    return replace(result, state="bad", items=(), zones=(), mistakes=mistakes)


class _Ledger:
    """Who was handed out when, what is done, and how fast."""

    def __init__(self, count: int, found: Mapping[str, CountyResult], workers: int, now: float) -> None:
        self.count, self.workers, self.began, self.before = count, workers, now, len(found)
        self.states = Counter(_state(one) for one in found.values())
        self.finished = len(found)
        self.out: dict[str, float] = {}
        self.last = now

    def handed(self, tasks: Iterator[Task | None]) -> Iterator[Task | None]:
        """The tasks, written down as they are taken."""
        for task in tasks:
            if task is not None:
                self.out[task.wanted.called] = time.monotonic()
            yield task

    def drop(self, called: str) -> None:
        self.out.pop(called, None)

    def done(self, result: CountyResult) -> None:
        self.out.pop(result.called, None)
        self.states[_state(result)] += 1
        self.finished += 1
        self.last = time.monotonic()

    def progress(self) -> Progress:
        now = time.monotonic()
        own, seconds = self.finished - self.before, max(now - self.began, 1e-9)
        left = (self.count - self.finished) * seconds / own if own else None
        slow = [called for called, since in list(self.out.items())[: self.workers] if now - since > SLOW]
        return Progress(self.finished, self.count, dict(self.states), 60 * own / seconds, left, tuple(slow))


def _state(result: CountyResult) -> str:
    return result.base.status if result.state == "solved" and result.base is not None else result.state
