"""The crew: processes of this machine, one a slot; a dead one is replaced, and its task tried again.

A slot holds two tasks, one of which is worked on, so that its process never waits for the next; when it dies, the first
of them is to blame and the second is none the worse. Processes end with this one: they hear their pipes close.
"""

import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from scenarios.spread import child
from scenarios.spread.parents import SPAWN, undisturbed
from scenarios.spread.records import Outcome, Work

T = TypeVar("T")
R = TypeVar("R")
ASKED = 0.2
"""Seconds between two questions whether to stop."""
AHEAD = 2
"""Tasks that a slot holds."""
LIVES = 2
"""Deaths of its process that a task may cause; after the last it is named."""
LEAVING = 2.0
"""Seconds that processes are given to end by themselves."""


@dataclass(eq=False)
class _Given(Generic[T]):
    """A task, and how many processes have died of it."""

    task: T
    deaths: int = 0


@dataclass(eq=False)
class _Slot(Generic[T, R]):
    """One process at a time; the first of the tasks that it ``holds`` is being worked on."""

    work: Work[T, R]
    threads: int
    holds: deque[_Given[T]] = field(default_factory=deque)
    process: BaseProcess | None = None
    pipe: "Connection[Any, Any] | None" = None

    def give(self, given: _Given[T]) -> None:
        """Send a task; a process that has died is found when its pipe is read."""
        if self.process is not None and not self.holds and not self.process.is_alive():
            self.end(0.0)  # it died while it had nothing to do, and no task is to blame
        if self.process is None:
            self._start()
        self.holds.append(given)
        self.say("task", given.task)

    def say(self, word: str, value: object = None) -> None:
        """Send a word where somebody hears it."""
        try:
            if self.pipe is not None:
                self.pipe.send((word, value))
        except OSError:
            return  # dead, which its reader finds, too

    def hear(self) -> tuple[child.Word, Any] | None:
        """What the process says of its first task; ``None`` when it is dead, and then it is cleared away."""
        assert self.pipe is not None  # whoever listens has given a task
        try:
            said: tuple[child.Word, Any] = self.pipe.recv()
        except (EOFError, OSError):
            self.end(0.0)
            return None
        return said

    def end(self, seconds: float) -> None:
        """Close the pipe and give the process some time before it is ended by force."""
        process, pipe, self.process, self.pipe = self.process, self.pipe, None, None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.join(seconds)
            process.kill()
            process.join()
            process.close()

    def _start(self) -> None:
        ours, theirs = SPAWN.Pipe()
        process = SPAWN.Process(target=child.main, args=(theirs, self.work, self.threads), daemon=True)
        with undisturbed():
            process.start()
        theirs.close()
        self.process, self.pipe = process, ours


def crew(
    work: Work[T, R], tasks: Iterable[T], jobs: int, stop: Callable[[], bool], threads: int
) -> Iterator[Outcome[T, R]]:
    """Yield the outcome of every task, in the order of completion."""
    slots: list[_Slot[T, R]] = [_Slot(work, threads) for _ in range(jobs)]
    coming, again = iter(tasks), deque[_Given[T]]()
    halted, patience = False, 0.0
    try:
        while True:
            if not halted and stop():
                halted = True
                for slot in slots:
                    slot.say("halt")
            if not halted:
                _fill(slots, coming, again)
            busy = {slot.pipe: slot for slot in slots if slot.holds and slot.pipe is not None}
            if not busy:
                break
            for pipe in wait(list(busy), ASKED):
                done = _heard(busy[pipe], again)  # type: ignore[index]
                if done is not None:
                    yield done
        patience = LEAVING
    finally:
        for slot in slots:
            slot.end(patience)


def _fill(slots: list[_Slot[T, R]], coming: Iterator[T], again: deque[_Given[T]]) -> None:
    """Give every slot what it may hold, those that hold least first; tasks to be tried again go before new ones."""
    for held in range(AHEAD):
        for slot in slots:
            if len(slot.holds) > held:
                continue
            given = again.popleft() if again else next((_Given(task) for task in coming), None)
            if given is None:
                return
            slot.give(given)


def _heard(slot: _Slot[T, R], again: deque[_Given[T]]) -> Outcome[T, R] | None:
    """The outcome of the first task of a slot, where there is one; what a dead process leaves is tried again."""
    said, host = slot.hear(), socket.gethostname()
    first = slot.holds.popleft()
    if said is None:
        first.deaths += 1
        again.extend(slot.holds)
        slot.holds.clear()
        if first.deaths >= LIVES:
            return Outcome(first.task, None, died=True, host=host)
        again.append(first)
        return None
    word, value = said
    if word == "failed":
        raise value
    return Outcome(first.task, value, host=host) if word == "done" else None
