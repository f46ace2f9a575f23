"""How the database is reached: its place, its connections with their pragmas, its transactions and what they refuse.

A transaction that may write begins with ``BEGIN IMMEDIATE``, for a read that turns into a write fails at once whatever
the timeout. What it may get wrong: threads of one process write one after the other, by a lock; processes wait for
each other as SQLite does, without an order.
"""

import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from scenarios.store.records import StoreBusy, StoreError, StoreFull, StoreRefused
from zoning.model.errors import mistake

WAIT = 10.0
"""Seconds that a transaction waits for those of others."""
CONNECTIONS, MORE = 8, 40
"""Connections that are kept, and those that may be opened beside them for a while."""
WRITES = "zoning_writes"
"""The option of a connection whose transaction may write."""
FULL, BUSY, READ_ONLY = {sqlite3.SQLITE_FULL}, {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}, {sqlite3.SQLITE_READONLY}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
UNREACHED = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
"""Primary result codes of SQLite by what they mean to a user."""


def default_place(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform, home: Callable[[], Path] = Path.home
) -> str:
    """``$ZONING_STORE``, or ``zoning/store.db`` in the folder that the system has for data of programs."""
    if environ.get("ZONING_STORE"):
        return environ["ZONING_STORE"]
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        folder = Path(local) if local else home() / "AppData" / "Local"
    elif platform == "darwin":
        folder = home() / "Library" / "Application Support"
    else:
        given = environ.get("XDG_DATA_HOME", "")
        folder = Path(given) if given.startswith("/") else home() / ".local" / "share"
    return str(folder / "zoning" / "store.db")


def url_of(place: str | Path) -> URL:
    """The URL of a store; a plain path is one of SQLite.

    Raises
    ------
    StoreRefused
        When it is a URL of another kind of database, which is shown without its password.
    """
    if "://" not in str(place):
        return URL.create("sqlite", database=os.path.abspath(Path(place).expanduser()))
    try:
        url = make_url(str(place))
        known = url.get_backend_name() == "sqlite" and bool(url.database)
        shown = url.render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        known, shown = False, str(place).partition("://")[0] + "://…"
    if not known:
        raise StoreRefused(mistake("scenarios.store.unknown_url", table="--store", value=shown))
    return url.set(database=os.path.abspath(str(url.database)))


class Database:
    """Connections to one store.

    ``path`` is the file, ``shown`` what a person is shown of its place. A store that is opened to be read alone needs
    no folder that can be written in.
    """

    def __init__(self, place: str | Path, *, read_only: bool = False) -> None:
        self.url = url_of(place)
        self.path = Path(str(self.url.database))
        self.shown = str(self.path)
        self.read_only = read_only
        self._writing = threading.Lock()
        self.engine = _sqlite(self.path, read_only, self.shown)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store."""
        with translated(self.shown), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is kept whole or not at all.

        Raises
        ------
        StoreBusy
            When another thread or process has written for longer than :data:`WAIT`.
        StoreFull
            When the disk is full, or nothing can be written.
        """
        if self.read_only:
            raise StoreRefused(mistake("scenarios.store.read_only", table=self.shown))
        if not self._writing.acquire(timeout=WAIT):
            raise StoreBusy(mistake("scenarios.store.busy", table=self.shown, seconds=WAIT))
        try:
            with (
                translated(self.shown),
                self.engine.connect() as connection,
                connection.execution_options(**{WRITES: True}).begin(),
            ):
                yield connection
        finally:
            self._writing.release()

    def close(self) -> None:
        """Let go of every connection; the last one puts all that was written into the file itself."""
        self.engine.dispose()


@contextmanager
def translated(shown: str) -> Iterator[None]:
    """What the database refuses, as an error of the store."""
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreBusy(mistake("scenarios.store.busy", table=shown, seconds=WAIT)) from error
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        known = _refusal(cause, shown)
        if known is None:
            raise
        raise known from error


def _refusal(cause: BaseException | None, shown: str) -> StoreError | None:
    """The error of the store behind one of SQLite; ``None`` where it is a fault of the program."""
    code = getattr(cause, "sqlite_errorcode", None)
    if code is None:
        return None
    code &= 0xFF
    if code in BUSY:
        return StoreBusy(mistake("scenarios.store.busy", table=shown, seconds=WAIT))
    if code in FULL:
        return StoreFull(mistake("scenarios.store.full", table=shown))
    if code in READ_ONLY:
        return StoreFull(mistake("scenarios.store.unwritable", table=shown))
    if code in DAMAGED:
        return StoreRefused(mistake("scenarios.store.damaged", table=shown, reason=str(cause)))
    if code in UNREACHED:
        return StoreFull(mistake("scenarios.store.unreached", table=shown, reason=str(cause)))
    return None


def _sqlite(path: Path, read_only: bool, shown: str) -> Engine:
    """Connections to a file of SQLite."""

    def connect() -> sqlite3.Connection:
        made = sqlite3.connect(
            f"{path.as_uri()}?{_mode(path, read_only)}", timeout=WAIT, isolation_level=None,
            check_same_thread=False, uri=True,
        )  # fmt: skip
        try:
            _prepare(made, read_only, shown)
        except BaseException:
            made.close()
            raise
        return made

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=CONNECTIONS, max_overflow=MORE, pool_timeout=WAIT
    )
    event.listen(engine, "begin", _begin)
    return engine


def _mode(path: Path, read_only: bool) -> str:
    """How the file is opened: where a reader cannot write beside it and nobody has, it is taken as it stands."""
    if not read_only:
        return "mode=rwc"
    alone = not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists()
    return "immutable=1" if alone else "mode=ro"


def _prepare(connection: sqlite3.Connection, read_only: bool, shown: str) -> None:
    """The pragmas of every connection, in this order; text that is damaged is read as far as it can be."""
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.execute(f"PRAGMA busy_timeout={WAIT * 1000:.0f}")
    if not read_only:
        mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        if mode != "wal":
            raise StoreRefused(mistake("scenarios.store.no_wal", table=shown, mode=mode))
        connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    """Begin a transaction; ``sqlite3`` is told to begin none by itself."""
    writes: Any = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
