"""What a store holds, in numbers; and old runs, answers and files dropped, never a revision."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing

from sqlalchemy import Connection, delete, func, select, text

from scenarios.store.connecting import Database, translated
from scenarios.store.kept import local_person, record
from scenarios.store.lock import holder, refuse_taken
from scenarios.store.migrating import revision_of
from scenarios.store.records import Info, Moved
from scenarios.store.schema import TABLES, answer, batch_item, blob, county, event, revision, run, server

SHA256 = re.compile(r"\b[0-9a-f]{64}\b")


def info(database: Database) -> Info:
    """Rows by table, bytes on the disk, and the server that works on the store."""
    with database.read() as connection:
        counted = (table for table in TABLES.sorted_tables if table is not server)
        numbers = {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in counted}
        held = holder(connection)
        schema = revision_of(connection) or ""
    files = (database.path.with_name(database.path.name + end) for end in ("", "-wal"))
    size = sum(path.stat().st_size for path in files if path.exists())
    who = None if held is None else f"{held.name} {held.host}:{held.process}"
    return Info(database.shown, schema, size, numbers, who, None if held is None else held.since)


def prune(database: Database, before: str, by: str) -> Moved:
    """Drop runs that ended before a date, answers older than it that no plan and no run points at, and files that
    nothing points at then; the room is given back to the disk.

    Parameters
    ----------
    before : a date as ISO text, ``2026-11-30``

    Raises
    ------
    StoreTaken
        When a server works on the store.
    """
    with database.write() as connection:
        refuse_taken(connection, database.shown)
        lifted = _lift(connection, ("answer", "blob"))
        old = (run.c.ended.is_not(None), run.c.ended < before)
        items = delete(batch_item).where(batch_item.c.run.in_(select(run.c.id).where(*old)))
        dropped = {
            "batch_item": connection.execute(items).rowcount,
            "run": connection.execute(delete(run).where(*old)).rowcount,
            "answer": _drop_answers(connection, before),
            "blob": _drop_files(connection),
        }
        for statement in lifted:
            connection.execute(text(statement))
        user = local_person(connection, by)
        record(connection, "maintenance", "prune", {"before": before, "rows": dropped}, user.id)
    with translated(database.shown), closing(sqlite3.connect(database.path, isolation_level=None)) as raw:
        raw.execute("VACUUM")
    return Moved(database.shown, "prune", before, dropped)


def _lift(connection: Connection, tables: Sequence[str]) -> list[str]:
    """Take the triggers away that refuse to delete rows of these tables; gives what makes them again."""
    names = [f"{table}_no_delete" for table in tables]
    master = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    lifted = {row.name: row.sql for row in connection.execute(master) if row.name in names}
    for name in lifted:
        connection.execute(text(f"DROP TRIGGER {name}"))
    return list(lifted.values())


def _drop_answers(connection: Connection, before: str) -> int:
    used = set(connection.execute(select(run.c.answer).where(run.c.answer.is_not(None))).scalars())
    for said in connection.execute(select(batch_item.c.says)).scalars():
        used |= set(SHA256.findall(said))
    old = select(answer.c.key).where(answer.c.at < before, answer.c.key.not_in(select(revision.c.problem)))
    unused = [key for key in connection.execute(old).scalars() if key not in used]
    for key in unused:
        connection.execute(delete(answer).where(answer.c.key == key))
    return len(unused)


def _drop_files(connection: Connection) -> int:
    """Drop the bytes that no row points at, by a column of its own or in what it says."""
    used: set[str] = set()
    for column in (county.c.package, revision.c.content, answer.c.document):
        used |= set(connection.execute(select(column)).scalars())
    for spoken in (run.c.says, run.c.progress, run.c.request, batch_item.c.says, event.c.detail):
        for said in connection.execute(select(spoken)).scalars():
            used |= set(SHA256.findall(said))
    unused = [sha256 for sha256 in connection.execute(select(blob.c.sha256)).scalars() if sha256 not in used]
    for sha256 in unused:
        connection.execute(delete(blob).where(blob.c.sha256 == sha256))
    return len(unused)
