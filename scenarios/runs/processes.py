"""Work spread over processes: results as they come, a stop that reaches every process, Ctrl-C that reaches none.

A process ends with its parent, however the parent ends. Processes are spawned: libraries with threads of their own do
not survive a fork.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing.synchronize import Event
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
ASKED = 0.2
"""Seconds between two questions whether to stop."""


def spread(
    work: Callable[[T], R],
    tasks: Iterable[T],
    jobs: int,
    begin: Callable[..., None],
    given: tuple[Any, ...],
    stop: Callable[[], bool] | None = None,
) -> Iterator[R]:
    """Yield ``work(task)`` of every task, in the order of completion.

    Each process first calls ``begin(*given, stopped)``; ``stopped()`` turns true once ``stop`` asks to end. Tasks not
    begun by then are dropped, running ones are waited for, so ``work`` has to ask ``stopped`` often.
    """
    context = multiprocessing.get_context("spawn")
    halt = context.Event()
    with ProcessPoolExecutor(jobs, context, _ready, (halt, begin, given)) as pool:
        with undisturbed():
            waiting: set[Future[R]] = {pool.submit(work, task) for task in tasks}
        try:
            while waiting:
                if stop is not None and stop() and not halt.is_set():
                    halt.set()
                    waiting = {future for future in waiting if not future.cancel()}
                done, waiting = wait(waiting, ASKED, FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            halt.set()
            for future in waiting:
                future.cancel()


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Processes started in here ignore Ctrl-C even while they load: on Unix a blocked signal is inherited."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ready(halt: Event, begin: Callable[..., None], given: tuple[Any, ...]) -> None:
    """Make a process ready; Ctrl-C is left to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    begin(*given, halt.is_set)


def end_with_parent() -> None:
    """Wait for the parent's end, and end; of a thread."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
