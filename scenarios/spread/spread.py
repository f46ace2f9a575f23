"""The main function, :func:`spread`: tasks worked on by an engine, their outcomes as they come.

A process that dies costs no other task anything: the task is tried again in a new one, and named after its second
death. What it may get wrong: a task whose process dies for a reason of its own, such as the last free memory taken by
others, is blamed all the same.
"""

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from scenarios.spread.crew import crew
from scenarios.spread.records import Dask, Engine, Inline, Outcome, Place, Processes, Work

T = TypeVar("T")
R = TypeVar("R")


def spread(
    work: Work[T, R], tasks: Iterable[T], engine: Engine, stop: Callable[[], bool] = lambda: False
) -> Iterator[Outcome[T, R]]:
    """Yield the outcome of every task, in the order of completion.

    Parameters
    ----------
    work : called once in each process; the function it gives is called with each task
    tasks : taken as they are needed, a few ahead of the processes
    stop : asked many times a second; yes drops tasks that are not begun, and those running hear it from their place

    Raises
    ------
    Exception
        Whatever ``work`` raises, which ends everything.
    InputError
        When a cluster cannot be used.
    SchedulerLost
        When the scheduler of a cluster is gone for good.
    """
    match engine:
        case Inline():
            return _inline(work, tasks, stop)
        case Processes(jobs):
            return crew(work, tasks, jobs, stop, threads_of(jobs))
        case Dask():
            from scenarios.spread.cluster import on_cluster

            threads = 1 if engine.jobs is None else threads_of(engine.jobs)
            return on_cluster(work, tasks, engine, stop, threads)


def engine_of(jobs: int, tasks: int) -> Engine:
    """The engine of so many processes for so many tasks: no more than there is work for, and one is this one."""
    jobs = max(1, min(jobs, tasks))
    return Inline() if jobs == 1 else Processes(jobs)


def threads_of(jobs: int) -> int:
    """Threads for each of so many processes, which share the processors."""
    return max(1, (os.cpu_count() or 1) // jobs)


def _inline(work: Work[T, R], tasks: Iterable[T], stop: Callable[[], bool]) -> Iterator[Outcome[T, R]]:
    function, host = work(Place(None, stop)), socket.gethostname()
    for task in tasks:
        if stop():
            return
        yield Outcome(task, function(task), host=host)
