"""What is spread and what comes back: the place of work, the engines, the outcome of a task.

``work(place)`` is called once a process and gives the function that works on a task, so that what is dear is made once.
Tasks, results and ``work`` itself go through a pickle.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from zoning.texts import Message

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, eq=False)
class Place:
    """Where work is done: threads that it may use there, and a question, to be asked often, whether it is to end."""

    threads: int | None
    stopped: Callable[[], bool]


Work = Callable[[Place], Callable[[T], R]]


@dataclass(frozen=True, eq=False)
class Outcome(Generic[T, R]):
    """A task and its result; ``None`` where the process died of it, twice, on ``host``."""

    task: T
    result: R | None
    died: bool = False
    host: str = ""


@dataclass(frozen=True)
class Inline:
    """One task after the other in this process, with as many threads as there are cores."""


@dataclass(frozen=True)
class Processes:
    """So many processes of this machine (:mod:`scenarios.spread.crew`)."""

    jobs: int


@dataclass(frozen=True)
class Dask:
    """A cluster of Dask: ``jobs`` processes of this machine, or the workers of a scheduler at ``address``.

    ``tls`` is a folder with ``ca.pem``, ``cert.pem`` and ``key.pem``; a scheduler on another machine needs it.
    """

    jobs: int | None = None
    address: str | None = None
    tls: Path | None = None


Engine = Inline | Processes | Dask


class SchedulerLost(Exception):
    """The scheduler of a cluster, or every worker, did not come back; what was done so far is done.

    ``says`` tells what to do.
    """

    def __init__(self, key: str = "lost") -> None:
        self.says = Message(f"scenarios.spread.{key}")
        super().__init__(str(self.says))
