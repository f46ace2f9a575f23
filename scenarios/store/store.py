"""The store as others use it: every method is one transaction, safe to call from any thread.

What it may get wrong: nothing is cached, so what two calls give may differ by what others wrote in between.
"""

import getpass
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection

from scenarios.store import kept, migrating, plans, rows, runs
from scenarios.store.connecting import Database
from scenarios.store.lock import Lock
from scenarios.store.records import (
    BatchItem,
    CountyRow,
    Event,
    Info,
    Moved,
    Person,
    PlanRow,
    Revision,
    Run,
    RunState,
    State,
    Step,
    StoredAnswer,
    StoreError,
    StoreFull,
    Verified,
)
from scenarios.store.upkeep import checking, exporting, importing, pruning
from zoning.model.county import County
from zoning.model.errors import mistake

ROOM = 32_000_000
"""Bytes that have to be free on the disk before work begins whose result is to be kept."""


def user() -> str:
    """The name of the user of this computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a process without a user's name
        return "local"


class Store:
    """An open store; a context manager that closes it."""

    def __init__(self, database: Database, lock: Lock | None = None) -> None:
        self.database = database
        self._lock = lock

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the store back."""
        try:
            if self._lock is not None:
                self._lock.release()
                self._lock = None
        finally:
            self.database.close()

    @property
    def url_shown(self) -> str:
        """The place of the store, without a password."""
        return self.database.shown

    @property
    def read_only(self) -> bool:
        return self.database.read_only

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self.database.write() as connection:
            if self._lock is not None:
                self._lock.refuse_lost(connection)
            yield connection

    def refuse_full(self) -> None:
        """Refuse work whose result could not be kept, before it begins; raises :class:`StoreFull`."""
        if shutil.disk_usage(self.database.path.parent).free < ROOM:
            raise StoreFull(mistake("scenarios.store.full", table=self.url_shown))

    # people, counties, files

    def local(self) -> Person:
        """The one user of this computer."""
        name = user()
        if self.read_only:
            return Person(0, name, "viewer")
        with self._write() as connection:
            return kept.local_person(connection, name)

    def add_county(self, package: bytes, county: County, source: str, notices: Sequence[object], by: int) -> CountyRow:
        """Add a county with its GeoPackage; the same digest again gives the row that is there."""
        with self._write() as connection:
            return kept.add_county(connection, package, county, source, notices, by)

    def counties(self) -> list[CountyRow]:
        with self.database.read() as connection:
            return kept.counties(connection)

    def county(self, digest: str) -> CountyRow:
        with self.database.read() as connection:
            return kept.one_county(connection, digest)

    def package(self, digest: str) -> bytes:
        """The GeoPackage of a county."""
        with self.database.read() as connection:
            return kept.package(connection, digest)

    def put(self, content: bytes, media: str) -> str:
        """Keep bytes, such as a report, under their sha256."""
        with self._write() as connection:
            return rows.put(connection, content, media)

    def get(self, sha256: str) -> bytes:
        with self.database.read() as connection:
            return rows.got(connection, sha256)

    # plans

    def create(
        self, county: str, name: str, step: Step, by: int, key: str, forked: tuple[int, int] | None = None
    ) -> tuple[PlanRow, Revision]:
        """A new plan with its first revision; a key that made one gives it again."""
        with self._write() as connection:
            return plans.create(connection, county, name, step, by, key, forked)

    def plans(self, archived: bool = True) -> list[PlanRow]:
        with self.database.read() as connection:
            return plans.plans(connection, archived=archived)

    def heads(self, archived: bool = True) -> list[tuple[PlanRow, Revision]]:
        """Every plan with its last revision."""
        with self.database.read() as connection:
            return plans.heads(connection, archived=archived)

    def plan(self, plan: int) -> PlanRow:
        with self.database.read() as connection:
            return plans.one_plan(connection, plan)

    def rename(self, plan: int, name: str, by: int) -> PlanRow:
        with self._write() as connection:
            return plans.rename(connection, plan, name, by)

    def set_state(self, plan: int, state: State, by: int, why: str = "") -> PlanRow:
        """Change the state of a plan; an approval needs a reason."""
        with self._write() as connection:
            return plans.set_state(connection, plan, state, by, why)

    def append(self, plan: int, base: int, step: Step, by: int, key: str) -> Revision:
        """Add a step on the head ``base``; a key that is there gives its revision again.

        Raises
        ------
        Conflict
            When the head is another one.
        Closed
            When the plan is approved or archived.
        """
        with self._write() as connection:
            return plans.append(connection, plan, base, step, by, key)

    def revision(self, plan: int, number: int | None = None) -> Revision:
        """A revision of a plan, the head where no number is given."""
        with self.database.read() as connection:
            return plans.one(connection, plan, number)

    def by_key(self, plan: int, key: str) -> Revision | None:
        with self.database.read() as connection:
            return plans.by_key(connection, plan, key)

    def history(self, plan: int, before: int | None = None, limit: int = 100) -> list[Revision]:
        """The revisions of a plan, the newest first."""
        with self.database.read() as connection:
            return plans.history(connection, plan, before, limit)

    # answers, runs, events

    def answer(self, key: str) -> StoredAnswer | None:
        with self.database.read() as connection:
            return kept.one_answer(connection, key)

    def keep(self, answer: StoredAnswer) -> StoredAnswer:
        """Keep an answer; the first under a key stays and is given."""
        with self._write() as connection:
            return kept.keep(connection, answer)

    def begin_run(self, kind: str, plan: int | None, number: int | None, request: Mapping[str, Any], by: int) -> Run:
        """A run that waits for its turn; refused where its answer could not be kept."""
        self.refuse_full()
        with self._write() as connection:
            return runs.begin(connection, kind, plan, number, request, by)

    def move_run(
        self,
        id: str,
        *,
        state: RunState | None = None,
        progress: Mapping[str, Any] | None = None,
        answer: str | None = None,
        says: Mapping[str, Any] | None = None,
    ) -> Run:
        """Change what moves of a run; one that has ended stays as it is."""
        with self._write() as connection:
            return runs.move(connection, id, state, progress, answer, says)

    def run(self, id: str) -> Run:
        with self.database.read() as connection:
            return runs.one(connection, id)

    def runs(self, plan: int | None = None, limit: int = 100, unfinished: bool = False) -> list[Run]:
        """The runs of a plan, or all, the newest first."""
        with self.database.read() as connection:
            return runs.newest(connection, plan, limit, unfinished=unfinished)

    def beat(self, ids: Iterable[str]) -> None:
        """Say that this process still works on these runs."""
        with self._write() as connection:
            runs.beat(connection, list(ids))

    def lose_stale(self) -> list[Run]:
        """The runs whose processes ended without a word, lost from now on."""
        with self._write() as connection:
            return runs.lose(connection)

    def keep_item(self, item: BatchItem, answers: Sequence[StoredAnswer]) -> None:
        """Keep a county of a batch together with its answers; an answer that is there stays."""
        with self._write() as connection:
            runs.keep_item(connection, item, answers)

    def item(self, *, source: str | None = None, name: str = "") -> BatchItem | None:
        """The county of a batch that was kept last, by all that it depends on, or by its name."""
        with self.database.read() as connection:
            return runs.by_name(connection, name) if source is None else runs.by_source(connection, source)

    def record(self, kind: str, subject: str, detail: Mapping[str, Any], by: int | None) -> Event:
        """Write down that something happened."""
        with self._write() as connection:
            return kept.record(connection, kind, subject, detail, by)

    def events(self, before: int | None = None, limit: int = 100) -> list[Event]:
        """Events, the newest first."""
        with self.database.read() as connection:
            return kept.events(connection, before, limit)

    # upkeep

    def info(self) -> Info:
        """Rows by table, bytes, and the server that works on the store."""
        return pruning.info(self.database)

    def verify(self, framing: checking.Framing | None = None, stop: Callable[[], bool] = lambda: False) -> Verified:
        """Check the file, the bytes, the chains, the proofs, and the heads where their problems are given."""
        return checking.verify(self.database, framing, stop)

    def backup(self, path: Path) -> Moved:
        """Copy the store while it is in use, as one state of it, to a file that is not there yet.

        Raises
        ------
        StoreError
            When something is there: what stands beside another store's file would no longer belong to it.
        """
        if path.exists() or path.with_name(path.name + "-wal").exists():
            raise StoreError(mistake("scenarios.store.exists", table=str(path)))
        migrating.copy(self.database, path)
        with Store(Database(path, read_only=True)) as made:
            return Moved(self.url_shown, "backup", str(path), made.info().rows)

    def export(self, folder: Path, framing: checking.Framing | None = None) -> Moved:
        """Write the store as plain files."""
        return exporting.export(self.database, folder, framing)

    def import_(self, folder: Path) -> Moved:
        """Add what an export holds."""
        return importing.import_(self.database, folder, user())

    def prune(self, before: str) -> Moved:
        """Drop old runs, answers and files; ``before`` is a date such as ``2026-11-30``."""
        return pruning.prune(self.database, before, user())
