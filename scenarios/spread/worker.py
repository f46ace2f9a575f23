"""The side of a cluster's worker: the function that works, made once a thread, and a thread that hears when to stop."""

import contextlib
import pickle
import platform
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from scenarios.spread.records import Place

ALIKE = ("zoning", "numpy", "ortools")
"""Packages whose versions have to be the same everywhere, for answers to be."""


@dataclass(frozen=True)
class Spread:
    """What is spread: ``work`` as a pickle, the name of the event that ends it, and the threads of a place."""

    work: bytes
    event: str
    threads: int


def dask_setup(_worker: object) -> None:
    """Called by Dask in a worker of this machine, which would end with a traceback: Ctrl-C is for the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that answers depend on."""
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in ALIKE}}


_halted: dict[str, threading.Event] = {}
_local = threading.local()


def done_here(spread: Spread, task: Any) -> tuple[Any, str]:
    """The result of a task, and the name of the machine."""
    if getattr(_local, "event", None) != spread.event:
        _local.event, _local.function = spread.event, _begun(spread)
    return _local.function(task), socket.gethostname()


def _begun(spread: Spread) -> Callable[[Any], Any]:
    """The function of a place, which hears the event of the cluster."""
    from distributed import get_client

    if spread.event not in _halted:
        halted = _halted[spread.event] = threading.Event()
        threading.Thread(target=_listen, args=(spread.event, get_client(), halted), daemon=True).start()
    function: Callable[[Any], Any] = pickle.loads(spread.work)(Place(spread.threads, _halted[spread.event].is_set))
    return function


def _listen(name: str, client: Any, halted: threading.Event) -> None:
    """Wait for the event; a scheduler that is gone ends everything, too."""
    from distributed import Event

    with contextlib.suppress(Exception):
        Event(name, client=client).wait()
    halted.set()
    _halted.pop(name, None)
