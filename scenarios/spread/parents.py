"""Processes and their parents: Ctrl-C reaches the parent alone, and a process ends with it, however it ends."""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator

SPAWN = multiprocessing.get_context("spawn")
"""Processes are spawned: libraries with threads of their own do not survive a fork."""


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


def end_with_parent() -> None:
    """Wait for the parent's end, and end; of a thread."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
