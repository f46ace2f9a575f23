"""What the store gives, takes and refuses: frozen records and errors, no type of the database leaves the room.

``by`` in a record is the name of a person, and an argument ``by`` of the store is a person's number. Times are UTC in
ISO 8601 with milliseconds, e.g. ``2026-11-29T14:41:02.120Z``; order is by number, never by time. Points are whole.

All errors are input errors, so a command ends with exit code 3. A server tells them apart: 409 is :class:`Conflict` and
:class:`Closed`, 404 :class:`Missing`, 503 :class:`StoreBusy` and :class:`StoreTaken`, 507 :class:`StoreFull`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from zoning.model.equality import ByValue
from zoning.model.errors import InputError, Mistake

State = Literal["draft", "review", "approved", "archived"]
"""The state of a plan; in the last two its head is fixed."""
RunState = Literal["queued", "running", "done", "failed", "stopped", "lost"]
"""The state of a run; ``lost``: its process ended without a word."""
Content = dict[str, Any]
"""What a revision holds: ``zones`` by slot, ``locks``, ``policy`` and ``names``."""


@dataclass(frozen=True)
class Person:
    """Somebody who works on plans; ``role`` is viewer, planner, approver or admin."""

    id: int
    name: str
    role: str


@dataclass(frozen=True)
class CountyRow:
    """A county as it was added; ``source`` is the name of its file, without a folder."""

    digest: str
    code: str
    name: str
    stations: int
    source: str
    notices: list[Any]
    by: str
    at: str


@dataclass(frozen=True)
class PlanRow:
    """A plan; ``head`` is the number of its last revision, ``forked`` the plan and the number it was copied from."""

    id: int
    county: str
    name: str
    state: State
    head: int
    forked: tuple[int, int] | None
    by: str
    at: str


@dataclass(frozen=True)
class Step:
    """What becomes a revision: the content after it, the operation and its words, and what the judge says of it.

    ``broken`` counts hard rules that are broken, ``problem`` is the key of the problem, ``undo_to`` and ``redo_to`` are
    numbers of revisions.
    """

    content: Content
    op: str
    what: Mapping[str, Any]
    why: str = ""
    points: int | None = None
    broken: int = 0
    problem: str = ""
    undo_to: int | None = None
    redo_to: int | None = None


@dataclass(frozen=True)
class Revision:
    """A step as it is kept; ``judge`` is the version that judged it, ``digest`` chains it to the revision before."""

    plan: int
    number: int
    content: Content
    op: str
    what: dict[str, Any]
    why: str
    undo_to: int | None
    redo_to: int | None
    points: int | None
    broken: int
    problem: str
    judge: str
    by: str
    at: str
    key: str
    digest: str


@dataclass(frozen=True)
class StoredAnswer:
    """The answer to a problem, kept under its key; ``document`` is the object of ``plan.json`` with its proof."""

    key: str
    county: str
    status: str
    points: int | None
    bound: int | None
    seconds: float
    document: dict[str, Any]
    version: str
    at: str = ""


@dataclass(frozen=True)
class BatchItem:
    """A county of the batch ``run``, called ``item``: the digest of all that it depends on, and what became of it.

    ``result`` is its record as a JSON object, ``answers`` the keys of its answers by scenario.
    """

    run: str
    item: str
    source: str
    state: str
    result: dict[str, Any]
    answers: dict[str, str]


@dataclass(frozen=True)
class Run:
    """A piece of work: what was asked for, how far it is, and the key of its answer.

    ``host`` is ``name:process``, ``beat`` when that process was last heard of, ``says`` what came of it.
    """

    id: str
    kind: str
    plan: int | None
    number: int | None
    request: dict[str, Any]
    state: RunState
    progress: dict[str, Any]
    host: str
    beat: str
    answer: str | None
    says: dict[str, Any]
    by: str
    at: str
    ended: str | None


@dataclass(frozen=True)
class Event:
    """Something that happened beside the plans: an upload, an approval, a sign-in, maintenance."""

    id: int
    at: str
    by: str
    kind: str
    subject: str
    detail: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Info(ByValue):
    """What a store holds: rows by table, and which server works on it since when."""

    store: str
    schema_revision: str
    bytes: int
    rows: Mapping[str, int]
    server: str | None
    since: str | None


@dataclass(frozen=True, eq=False)
class Verified(ByValue):
    """What was looked at, by kind, and every difference from what the store claims.

    ``unproved`` are answers whose proof was not found again, ``rejudged`` heads that another version of the judge gave
    other points; neither is a difference.
    """

    store: str
    checked: Mapping[str, int]
    different: tuple[Mistake, ...] = ()
    unproved: tuple[Mistake, ...] = ()
    rejudged: tuple[Mistake, ...] = ()


@dataclass(frozen=True, eq=False)
class Moved(ByValue):
    """Rows that were copied, written, read or dropped, by table, and what was lost on the way."""

    store: str
    work: Literal["backup", "export", "salvage", "import", "prune"]
    target: str
    rows: Mapping[str, int]
    lost: tuple[Mistake, ...] = ()


class StoreError(InputError):
    """The store cannot do what is asked of it."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(mistakes)


class StoreRefused(StoreError):
    """The file cannot be used as a store: damaged, of a newer version, no store at all, or not on a local disk."""


class StoreTaken(StoreError):
    """Another server works on the store."""


class StoreBusy(StoreError):
    """Another process writes, and has done so for longer than is waited."""


class StoreFull(StoreError):
    """The disk has no room, or nothing can be written in the folder; nothing was changed."""


class Missing(StoreError):
    """There is no such plan, revision, county, run or file in the store."""


class Closed(StoreError):
    """The plan is approved or archived; its head is fixed."""


class Conflict(StoreError):
    """Somebody else was first: the plan's head is no longer the revision that the step was made on."""

    def __init__(self, says: Mistake, head: int, by: str, at: str, what: dict[str, Any]) -> None:
        super().__init__(says)
        self.head, self.by, self.at, self.what = head, by, at, what
