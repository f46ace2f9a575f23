"""One task in a process that is ready: county and engine kept from task to task, progress told ten times a second."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solvers.engine import Engine
from solvers.stop import Progress, Stop
from workbench.web.desk.task import Event, Task
from workbench.web.editing.content import Content, check, content_of
from workbench.web.editing.judging import Judged, judged
from workbench.web.editing.problems import judged_problem
from zoning.model.county import County
from zoning.model.policy import Policy, policy_from
from zoning.model.problem import Problem

if TYPE_CHECKING:
    from geodata.county.build import Built
    from geodata.tables.table import Tables

KEPT = 4
"""Counties that a process keeps, each with its engine."""
EVERY = 0.1
"""Seconds between two reports of progress."""


@dataclass(frozen=True, eq=False)
class Held:
    """A county as it was read, and the engine that has solved on its borders."""

    tables: "Tables"
    built: "Built"
    engine: Engine


@dataclass
class Shelf:
    """The counties that a process keeps, the last used at the end; ``threads`` that each engine may use."""

    threads: int
    _held: OrderedDict[str, Held] = field(default_factory=OrderedDict)

    def county(self, task: Task) -> Held:
        """The county of a task, read from its package where it is not kept."""
        if task.county not in self._held:
            import geodata

            data = task.package.read_bytes() if isinstance(task.package, Path) else task.package
            tables = geodata.read_source(data, name="county.gpkg")
            self._held[task.county] = Held(tables, geodata.build(tables), Engine(self.threads))
        self._held.move_to_end(task.county)
        while len(self._held) > KEPT:
            self._held.popitem(last=False)
        return self._held[task.county]


@dataclass
class Work:
    """A task with what its kind needs; ``stop`` ends it, ``tell`` takes its events."""

    task: Task
    shelf: Shelf
    stop: Stop
    tell: Callable[[Event], None]
    _told: float = -1.0

    @property
    def request(self) -> dict[str, Any]:
        return self.task.request

    @cached_property
    def held(self) -> Held:
        return self.shelf.county(self.task)

    @cached_property
    def county(self) -> County:
        return self.held.built.county

    @property
    def engine(self) -> Engine:
        return self.held.engine

    @cached_property
    def policy(self) -> Policy:
        """The county's policy."""
        return policy_from(self.task.policy, "policy")

    @cached_property
    def content(self) -> Content:
        """The content of the revision, which is checked like any that is given."""
        content = content_of(self.task.content)
        check(self.county, self.policy, content)
        return content

    @property
    def moved(self) -> list[str]:
        """The stations of the request that are held where they are, because they were edited."""
        return [code for code in self.request.get("moved") or () if code in self.content.slot]

    @cached_property
    def problem(self) -> Problem:
        """The problem by which the plan is judged."""
        return judged_problem(self.county, self.policy, self.content)

    @cached_property
    def judged(self) -> Judged:
        return judged(self.problem, self.content)

    def progress(self, at: Progress) -> None:
        """Tell where a solver stands."""
        self.report(at.stage, at.seconds, points=at.points, bound=at.bound, grown=at.zones_grown)

    def report(self, stage: str, seconds: float, **more: int | None) -> None:
        """Tell where the work stands, unless that was told a moment ago.

        Parameters
        ----------
        more : points, bound and zones ``grown`` of a search; parts ``done`` of a ``count``
        """
        now = time.perf_counter()
        if now - self._told >= EVERY:
            self._told = now
            known = {"points": None, "bound": None, "grown": 0} | more
            self.tell({"event": "progress", "stage": stage, "seconds": round(seconds, 3), **known})
