"""What a server holds while it runs: its store, its desk, who is in, and what it knows already."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING, Any

from workbench.web.desk import Desk
from workbench.web.guard import Door
from workbench.web.refusals import LOG
from workbench.web.service.counties import Counties
from workbench.web.service.errands import Errands
from workbench.web.service.jobs import Jobs
from workbench.web.service.known import Known
from workbench.web.session import Sessions
from zoning.texts import Language

if TYPE_CHECKING:
    from scenarios.store import Store

BEAT = 5.0
"""Seconds between two signs of life of the open jobs."""


@dataclass(eq=False)
class State:
    """The parts of a server; without a desk it begins no jobs, and the events of the desk are for :meth:`heard`."""

    store: "Store"
    door: Door
    desk: Desk | None = None
    language: Language = "zh"
    first: str = ""
    version: str = metadata.version("zoning")
    person: int = field(init=False)
    sessions: Sessions = field(init=False)
    counties: Counties = field(init=False)
    known: Known = field(init=False)
    jobs: Jobs = field(init=False)
    marked: dict[str, str] = field(default_factory=dict)
    errands: Errands = field(default_factory=Errands)
    _closed: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        local = self.store.local()
        role = "viewer" if self.door.read_only else local.role
        self.person = local.id
        self.sessions = Sessions(local.id, local.name, role)
        self.counties, self.known, self.jobs = Counties(self.store), Known(self.store), Jobs(self)

    def start(self) -> None:
        """Go on with what an earlier server left undone, and give signs of life of the jobs to come."""
        self.jobs.resume(self.store.lose_stale())
        threading.Thread(target=self._beats, daemon=True, name="beats").start()

    def heard(self, job: str, event: Mapping[str, Any]) -> None:
        """Take an event of the desk: of a task that a request waits for, or of a job."""
        if not self.errands.heard(job, event):
            self.jobs.heard(job, event)

    def close(self) -> None:
        """Give no more signs of life."""
        self._closed.set()

    def record(self, kind: str, subject: str, detail: Mapping[str, Any], by: int) -> None:
        """Note something that happened beside the plans; what cannot be noted keeps nobody from going on."""
        from scenarios.store import StoreError

        if self.store.read_only:
            return
        try:
            self.store.record(kind, subject, detail, by)
        except StoreError:
            LOG.warning("not noted: %s %s", kind, subject, exc_info=True)

    def take(self, job: str, result: Mapping[str, Any]) -> None:
        """Make the offer of a job the second revision of its plan, where nobody has changed that meanwhile."""
        from workbench.web.service.edits import taken

        try:
            taken(self, job, result)
        except Exception:  # noqa: BLE001 - the plan stays as it is, and the offer with its job
            LOG.warning("the offer of job %s was not taken", job, exc_info=True)

    def _beats(self) -> None:
        while not self._closed.wait(BEAT):
            self.jobs.beat()
