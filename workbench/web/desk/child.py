"""The process of a slot: it hears tasks and stops on a pipe, works on one task at a time, and ends with its parent."""

import logging
import os
import queue
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from scenarios.spread.parents import end_with_parent
from solvers.stop import Stop
from workbench.line.system import numba_alone
from workbench.web.desk.task import Event, Task
from workbench.web.desk.wire import packed
from zoning.model.errors import InputError
from zoning.result.codec import encode
from zoning.texts import Message

log = logging.getLogger(__name__)


@dataclass
class _Job:
    """A task and what ends it."""

    task: Task
    stop: Stop = field(default_factory=Stop)


def main(pipe: "Connection[Any, Any]", threads: int, begin: Callable[[], None] | None) -> None:
    """Work on the tasks that come through the pipe until it is closed.

    Parameters
    ----------
    threads : that an engine may use
    begin : called first, such as to set limits; without it the process warms itself for solving
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    (begin or warm)()
    from workbench.web.desk.work import Shelf

    jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, jobs), daemon=True).start()
    shelf, sending = Shelf(threads), threading.Lock()

    def tell(job: str, event: Event) -> None:
        with sending:
            pipe.send_bytes(packed(job, event))

    tell("", {"event": "ready"})
    while True:
        job = jobs.get()
        tell(job.task.job, ended(job.task, shelf, job.stop, partial(tell, job.task.job)))


def _listen(pipe: "Connection[Any, Any]", jobs: "queue.SimpleQueue[_Job]") -> None:
    """Take tasks and stops; when the pipe is closed there is nobody left to work for."""
    current: _Job | None = None
    while True:
        try:
            word, value = pipe.recv()
        except (EOFError, OSError):
            word, value = "end", None
        if word == "end":
            os._exit(0)
        if word == "do":
            current = _Job(value)
            jobs.put(current)
        elif current is not None and current.task.job == value:
            current.stop.request()


def ended(task: Task, shelf: Any, stop: Stop, tell: Callable[[Event], None]) -> Event:
    """Do a task and give its last event, whatever happens."""
    from workbench.web.desk.kinds import KINDS
    from workbench.web.desk.work import Work

    try:
        result, files = KINDS[task.kind].work(Work(task, shelf, stop, tell))
    except InputError as error:
        return {"event": "failed", **_both(error), "mistakes": encode(error.mistakes)}
    except MemoryError:
        return {"event": "failed", **_said("memory")}
    except Exception:
        log.exception("job %s (%s)", task.job, task.kind)
        return {"event": "stopped"} if stop.requested() else {"event": "failed", **_said("fault")}
    return {"event": "stopped"} if stop.requested() else {"event": "done", "result": result, "files": files}


def warm() -> None:
    """Import what solving needs and have the compiled loops loaded."""
    numba_alone()
    from workbench.web.desk.warming import one_pass

    one_pass()


def _both(error: InputError) -> dict[str, str]:
    """All mistakes as one text in both languages."""
    return {
        "says": "\n".join(wrong.text("zh") for wrong in error.mistakes),
        "says_en": "\n".join(wrong.text("en") for wrong in error.mistakes),
    }


def _said(key: str) -> dict[str, str]:
    spoken = Message(f"workbench.desk.{key}")
    return {"says": spoken.text("zh"), "says_en": spoken.text("en")}
