"""The schema of a store brought to that of the program: made where there is none, stepped up where it is older.

A store of a newer program is refused, for nobody here knows what it means. Before a step the whole store is copied
beside itself, ``store.db.before-0001``, and a step that fails leaves everything as it was.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from scenarios.store import schema
from scenarios.store.connecting import Database, translated
from scenarios.store.records import StoreRefused
from zoning.model.errors import mistake

STEPS = Path(__file__).parent / "migrations"
"""The folder of Alembic."""


def ready(database: Database) -> None:
    """Leave the store with the schema of this program.

    Raises
    ------
    StoreRefused
        When it is of a newer program, is no store, or is older and may only be read.
    """
    with database.read() as connection:
        found = revision_of(connection)
        occupied = found is None and bool(inspect(connection).get_table_names())
    if found == schema.HEAD:
        return
    if occupied:
        raise StoreRefused(mistake("scenarios.store.no_store", table=database.shown))
    if found is not None and found not in known():
        raise StoreRefused(mistake("scenarios.store.newer", table=database.shown, found=found, known=schema.HEAD))
    if database.read_only:
        raise StoreRefused(mistake("scenarios.store.older", table=database.shown, found=found or "–"))
    if found is not None:
        copy(database, database.path.with_name(f"{database.path.name}.before-{found}"))
    with database.write() as connection:
        if revision_of(connection) == found:  # nobody else was faster
            _upgrade(connection)


def revision_of(connection: Connection) -> str | None:
    """The revision of a store's schema; ``None`` where it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def known() -> list[str]:
    """The revisions of the schema that this program can step up, the first one first."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(STEPS))
    return [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def copy(database: Database, target: Path) -> None:
    """Copy a store while it is in use, as one state of it; a file that was there is replaced when the copy is whole.

    Raises
    ------
    StoreFull
        When there is no room for the copy; none is left then.
    """
    part = target.with_name(target.name + ".part")
    try:
        with (
            translated(str(target)),
            closing(sqlite3.connect(f"{database.path.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(part)) as made,
        ):
            source.backup(made)
            made.execute("PRAGMA journal_mode=DELETE")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _upgrade(connection: Connection) -> None:
    """Step the schema up to the last revision, in the transaction of this connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(STEPS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
