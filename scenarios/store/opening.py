"""A store opened: its folder made, its schema brought up to date, its file looked through, its lock taken."""

import contextlib
import time
from pathlib import Path

from scenarios.store import migrating
from scenarios.store.connecting import Database
from scenarios.store.lock import Lock
from scenarios.store.records import Moved, StoreFull, StoreRefused
from scenarios.store.store import Store
from scenarios.store.upkeep import checking, exporting
from zoning.model.errors import mistake, reason_of

LOOKED_THROUGH = 200_000_000
"""Bytes up to which a server looks through the whole file before it begins, some tenths of a second."""
MAKING = 10.0
"""Seconds that the making of a store takes at the most."""


def open_store(place: str | Path, *, read_only: bool = False, server: str = "") -> "Store":
    """Open a store; where there is none yet, an empty one is made.

    Parameters
    ----------
    place : a file, or the URL of one, ``sqlite:///…``
    read_only : nothing is changed and nothing is made
    server : the name of a server, which has the store for itself beside commands that write now and then; its row is
        kept alive until the store is closed

    Raises
    ------
    StoreRefused
        When the file is damaged, of a newer program, or no store; when it lies on a disk that cannot keep it; when
        there is none to be read.
    StoreTaken
        When another server works on it.
    StoreFull
        When nothing can be written there.
    """
    database = Database(place, read_only=read_only)
    if database.path.exists() and not database.path.is_file():
        raise StoreRefused(mistake("zoning.files.not_a_file", table=database.shown))
    _refuse_emptied(database)
    if read_only and not database.path.is_file():
        raise StoreRefused(mistake("scenarios.store.none", table=database.shown))
    if not read_only:
        _folder(database.path.parent)
    try:
        migrating.ready(database)
        if server:
            _refuse_damaged(database)
        return Store(database, Lock(database, server) if server else None)
    except BaseException:
        database.close()
        raise


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = reason_of(error)
        raise StoreFull(mistake("scenarios.store.unreached", table=str(folder), reason=reason)) from error


def salvage(place: str | Path, folder: Path, framing: checking.Framing | None = None) -> Moved:
    """Write what can be read of a damaged store as files; raises :class:`StoreRefused` when nothing can be read."""
    database = Database(place, read_only=True)
    try:
        return exporting.salvage(database, folder, framing)
    finally:
        database.close()


def _refuse_emptied(database: Database) -> None:
    """Refuse a file of no bytes that nobody is just making: what it held is lost, and must not be replaced unseen."""
    with contextlib.suppress(OSError):
        found = database.path.stat()
        if database.path.is_file() and not found.st_size and time.time() - found.st_mtime > MAKING:
            raise StoreRefused(mistake("scenarios.store.emptied", table=database.shown))


def _refuse_damaged(database: Database) -> None:
    if database.path.stat().st_size > LOOKED_THROUGH:
        return
    with database.read() as connection:
        reason = checking.quick(connection)
    if reason:
        raise StoreRefused(mistake("scenarios.store.damaged", table=database.shown, reason=reason))
