"""A process of the crew: it hears tasks on a pipe and says their results, until the pipe is closed.

A thread reads the pipe all the time, so that whoever sends never waits for a task to end, and so that the process ends
at once when its parent does.
"""

import os
import pickle
import queue
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Literal

from scenarios.spread.records import Place, Work

Word = Literal["done", "failed", "dropped"]
"""What became of a task: its result, the exception that it raised, or nothing, for it was not begun."""


def main(pipe: "Connection[Any, Any]", work: Work[Any, Any], threads: int) -> None:
    """Work on the tasks that come through the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    tasks: queue.SimpleQueue[Any] = queue.SimpleQueue()
    halted = threading.Event()
    threading.Thread(target=_listen, args=(pipe, tasks, halted), daemon=True).start()
    function: Callable[[Any], Any] | None = None
    while True:
        task = tasks.get()
        if halted.is_set():
            pipe.send(("dropped", None))
            continue
        try:
            if function is None:
                function = work(Place(threads, halted.is_set))
            pipe.send(("done", function(task)))
        except Exception as error:  # noqa: BLE001 - raised again by whoever gave the task
            pipe.send(("failed", _portable(error)))


def _listen(pipe: "Connection[Any, Any]", tasks: "queue.SimpleQueue[Any]", halted: threading.Event) -> None:
    """Take tasks, and hear when to stop; when the pipe is closed there is nobody left to work for."""
    while True:
        try:
            word, value = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        if word == "halt":
            halted.set()
        else:
            tasks.put(value)


def _portable(error: Exception) -> Exception:
    """The exception with where it was raised, or one that goes through a pickle and says the same."""
    where = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001 - whatever it is that a pickle does to it
        return RuntimeError(where)
    error.add_note(where)
    return error
