"""The desk: jobs wait here for a process, which knows their county if it can be helped, and their events come back.

A county goes to the slot that has worked on it. A patient job makes way for one that somebody waits for, and begins
anew after it. What it may get wrong: a job that does not hear its stop is ended by force, and the next one of
its slot waits until a new process is warm.
"""

import logging
import os
import tempfile
import threading
from collections.abc import Callable
from functools import partial

from workbench.web.desk.kinds import KINDS, SECONDS, Kind
from workbench.web.desk.slot import Slot
from workbench.web.desk.task import Event, Task
from zoning.model.errors import InputError, mistake
from zoning.texts import Message

log = logging.getLogger(__name__)
GRACE = 0.2
"""Seconds in which a job has to hear its stop; then its process is ended."""
LAST = ("done", "failed", "stopped")


class Desk:
    """Slots and the jobs that wait for them.

    Parameters
    ----------
    slots : processes that work side by side
    on_event : called with the job and each of its events, one call at a time, in threads of the desk

    Raises
    ------
    InputError
        When there is no slot.
    """

    def __init__(self, slots: int, on_event: Callable[[str, Event], None]) -> None:
        if slots < 1:
            raise InputError([mistake("zoning.value.out_of_range", table="slots", value=slots, wanted="≥ 1")])
        threads = max(1, (os.cpu_count() or 1) // slots)
        self._slots = [Slot(threads, self._heard, self._died) for _ in range(slots)]
        self._on_event = on_event
        self._lock, self._telling = threading.RLock(), threading.RLock()
        self._waiting: list[Task] = []
        self._own: list[Slot] = []  # processes of one job each
        self._open: set[str] = set()
        self._stopping: set[str] = set()
        self._away: set[str] = set()  # patient jobs that make way
        self._closed = False

    def start(self) -> None:
        """Begin the processes; they become warm by themselves."""
        for slot in self._slots:
            slot.start()

    def submit(self, task: Task) -> None:
        """Have a task done as soon as a slot is free.

        Raises
        ------
        InputError
            When its kind is none, or its job is open already.
        """
        if task.kind not in KINDS:
            raise InputError([mistake("workbench.desk.no_kind", table="kind", value=task.kind, known=list(KINDS))])
        with self._lock:
            if task.job in self._open:
                raise InputError([mistake("workbench.desk.open", table="job", value=task.job)])
            self._open.add(task.job)
            self._waiting.append(task)
            self._assign()

    def stop(self, job: str) -> None:
        """End a job; its last event comes within :data:`GRACE` and a moment. One that is over is left alone."""
        with self._lock:
            waiting = next((task for task in self._waiting if task.job == job), None)
            slot = self._slot_of(job)
            if waiting is not None:
                self._waiting.remove(waiting)
            elif slot is not None and job not in self._stopping:
                self._stopping.add(job)
                slot.stop()
                self._later(GRACE, self._end, job)
        if waiting is not None:
            self._tell(job, {"event": "stopped"})

    def close(self) -> None:
        """End all processes; open jobs get no further event."""
        with self._lock:
            self._closed = True
            self._waiting.clear()
            slots = [*self._slots, *self._own]
        for slot in slots:
            slot.close()

    def _assign(self) -> None:
        """Give waiting tasks to slots that are free; under the lock."""
        for task in list(self._waiting):
            slot = None if self._closed else self._free(task)
            if slot is not None:
                self._waiting.remove(task)
                slot.give(task)
                self._later(KINDS[task.kind].seconds, self._end, task.job, "late")
        self._make_way()

    def _free(self, task: Task) -> Slot | None:
        """A free slot for the task, at best one that knows its county, else one that knows the fewest."""
        if KINDS[task.kind].begin is not None:
            return None if self._own else self._apart(KINDS[task.kind])
        free = [slot for slot in self._slots if slot.task is None]
        return min(free, key=lambda slot: (task.county not in slot.counties, len(slot.counties)), default=None)

    def _apart(self, kind: Kind) -> Slot:
        """A slot for one job of a kind that has a process of its own; under the lock."""
        assert kind.begin is not None  # it has one
        folder = tempfile.mkdtemp(prefix="zoning-")
        self._own.append(Slot(1, self._heard, self._died, partial(kind.begin, folder), folder))
        return self._own[-1]

    def _make_way(self) -> None:
        """Where somebody waits for a slot and all are taken, ask a patient job to begin anew later; under the lock."""
        urgent = [t for t in self._waiting if not KINDS[t.kind].patient and KINDS[t.kind].begin is None]
        patient = [s for s in self._slots if s.task is not None and KINDS[s.task.kind].patient]
        going = [s for s in patient if s.task is not None and s.task.job in self._away]
        for slot in [s for s in patient if s not in going][: max(len(urgent) - len(going), 0)]:
            assert slot.task is not None  # it is taken
            self._away.add(slot.task.job)
            slot.stop()

    def _heard(self, slot: Slot, job: str, event: Event) -> None:
        """An event of a slot."""
        last = event["event"] in LAST
        with self._lock:
            task = slot.task
            if task is None or task.job != job:
                return
            if last:
                self._leave(slot)
            again = event["event"] == "stopped" and job in self._away and job not in self._stopping
            if last:
                self._away.discard(job)
                self._stopping.discard(job)
            if again:
                urgent = [t for t in self._waiting if not KINDS[t.kind].patient]
                self._waiting = [*urgent, task, *(t for t in self._waiting if t not in urgent)]
            if last:
                self._assign()
        if not again:
            self._tell(job, event)

    def _died(self, slot: Slot) -> None:
        """A process has ended that nobody ended: its job fails, a new one begins."""
        with self._lock:
            task, alive = slot.task, slot.ready
            self._leave(slot)
            if self._closed:
                return
            if alive and slot in self._slots:  # one that never became ready would only die again
                slot.start()
            stopped = task is not None and task.job in self._stopping
            self._assign()
        if task is not None:
            log.error("the process of job %s (%s) has died", task.job, task.kind)
            self._tell(task.job, {"event": "stopped"} if stopped else _failed("died"))

    def _later(self, seconds: float | None, act: Callable[..., None], *arguments: object) -> None:
        """Do something after so many seconds, or never."""
        if seconds is not None:
            timer = threading.Timer(seconds, act, arguments)
            timer.daemon = True
            timer.start()

    def _end(self, job: str, why: str = "") -> None:
        """End the process of a job that did not hear its stop or, which it is told, took too long."""
        with self._lock:
            slot = self._slot_of(job)
            if slot is None or self._closed:
                return
            slot.kill()
            self._leave(slot)
            if slot in self._slots:
                slot.start()
            self._assign()
        self._tell(job, _failed(why) if why else {"event": "stopped"})

    def _leave(self, slot: Slot) -> None:
        """Free a slot of its task; one that served a single job goes; under the lock."""
        slot.task = None
        if slot in self._own:
            self._own.remove(slot)
            threading.Thread(target=slot.close, daemon=True).start()

    def _slot_of(self, job: str) -> Slot | None:
        return next((s for s in (*self._slots, *self._own) if s.task is not None and s.task.job == job), None)

    def _tell(self, job: str, event: Event) -> None:
        """Hand an event on; nothing follows the last one of a job."""
        with self._telling:
            if job not in self._open:
                return
            if event["event"] in LAST:
                self._open.discard(job)
                self._stopping.discard(job)
            try:
                self._on_event(job, event)
            except Exception:
                log.exception("an event of job %s was lost", job)


def _failed(key: str) -> Event:
    says = Message(f"workbench.desk.{key}", {"seconds": f"{SECONDS:g}"})
    return {"event": "failed", "says": says.text("zh"), "says_en": says.text("en")}
