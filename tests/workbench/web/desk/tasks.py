"""Tasks on a sample county, done in this process or given to a desk."""

from dataclasses import dataclass
from typing import Any

import geodata
from geodata.county.export import packed
from solvers.stop import Stop
from workbench.web.desk.child import ended
from workbench.web.desk.task import Event, Task
from workbench.web.desk.work import Shelf
from workbench.web.editing.content import Content
from zoning.model.county import County
from zoning.model.policy import Policy, read_policy
from zoning.model.problem import Problem
from zoning.result.digest import digest


@dataclass(frozen=True, eq=False)
class Desktop:
    """A county, its package and a content to work on."""

    county: County
    package: bytes
    policy: Policy
    content: Content

    @property
    def problem(self) -> Problem:
        return Problem(self.county, self.policy)

    def task(self, kind: str, job: str = "1", content: Content | None = None, **request: Any) -> Task:
        """A task as the server gives it."""
        policy = self.policy.model_dump(mode="json")
        given = (content or self.content).document()
        return Task(job, kind, digest(self.county), self.package, policy, given, request)

    def done(self, kind: str, content: Content | None = None, **request: Any) -> Event:
        """The last event of a task that is done in this process, which sees the others before it."""
        events: list[Event] = []
        last = ended(self.task(kind, content=content, **request), SHELF, Stop(), events.append)
        assert all(event["event"] == "progress" for event in events)
        return last

    def result(self, kind: str, content: Content | None = None, **request: Any) -> dict[str, Any]:
        """The result of a task that ends well."""
        last = self.done(kind, content, **request)
        assert last["event"] == "done", last
        result: dict[str, Any] = last["result"]
        return result


SHELF = Shelf(1)
"""Counties and engines of the tasks done here."""


def desktop(name: str = "xunhua", zones: int = 3) -> Desktop:
    """A sample county with its stations dealt into so many zones; the plan may break rules."""
    tables = geodata.read_source(f"sample:{name}")
    county = geodata.build(tables).county
    codes = county.codes
    groups = tuple(tuple(codes[k] for k in range(len(codes)) if k * zones // len(codes) == z) for z in range(zones))
    return Desktop(county, packed(tables), read_policy("haidong"), Content(groups))
