"""A slot: the process that works for it, what is sent there, what comes back, and its replacement when it dies."""

import logging
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from scenarios.spread.parents import SPAWN, undisturbed
from workbench.web.desk import child
from workbench.web.desk.task import Event, Task
from workbench.web.desk.wire import unpacked

log = logging.getLogger(__name__)
LEAVING = 0.5
"""Seconds that a process is given to end by itself."""


@dataclass(eq=False)
class Slot:
    """One process at a time, which takes one task at a time.

    Parameters
    ----------
    threads : that an engine of the process may use
    on_event : called with the slot, the job and the event, in a thread of the slot; the job is empty when it is ready
    on_death : called when the process has ended that was not asked to
    begin : what the process does first instead of warming itself
    folder : that it may use, which is removed when the slot is closed
    """

    threads: int
    on_event: "Callable[[Slot, str, Event], None]"
    on_death: "Callable[[Slot], None]"
    begin: Callable[[], None] | None = None
    folder: str = ""
    task: Task | None = None
    counties: list[str] = field(default_factory=list)
    ready: bool = False
    process: BaseProcess | None = None
    _pipe: "Connection[Any, Any] | None" = None

    def start(self) -> None:
        """Begin a process, unless one lives."""
        if self.process is not None:
            return
        ours, theirs = SPAWN.Pipe()
        process = SPAWN.Process(target=child.main, args=(theirs, self.threads, self.begin), daemon=True)
        with undisturbed():
            process.start()
        theirs.close()
        self.process, self._pipe, self.ready, self.counties = process, ours, False, []
        threading.Thread(target=self._read, args=(process, ours), daemon=True).start()

    def give(self, task: Task) -> None:
        """Send a task, which the process takes up when it is ready."""
        self.start()
        self.task = task
        self.counties = [*(c for c in self.counties if c != task.county), task.county]
        self._send("do", task)

    def stop(self) -> None:
        """Ask the process to end its task."""
        if self.task is not None:
            self._send("stop", self.task.job)

    def kill(self) -> None:
        """End the process at once; its death is not told."""
        process, self.process, self.ready = self.process, None, False
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process: by itself, or else by force."""
        process, self.process = self.process, None
        if process is not None:
            self._send("end", None)
            process.join(LEAVING)
            process.kill()
            process.join()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _send(self, word: str, value: object) -> None:
        try:
            assert self._pipe is not None  # a slot that was given a task has one
            self._pipe.send((word, value))
        except (OSError, ValueError) as error:  # the process is dead, which its reader finds, too
            log.debug("nothing sent to a slot: %s", error)

    def _read(self, process: BaseProcess, pipe: "Connection[Any, Any]") -> None:
        """Hand on what the process sends until it ends."""
        while True:
            try:
                job, event = unpacked(pipe.recv_bytes())
            except (EOFError, OSError):
                break
            except ValueError as error:
                log.error("a process does not speak as it should: %s", error)
                process.kill()
                break
            if self.process is process:
                self.ready = True
                self.on_event(self, job, event)
        pipe.close()  # nobody else closes it, for a reader must not lose what it reads from
        process.join()
        if self.process is process:
            self.process = None
            self.on_death(self)
