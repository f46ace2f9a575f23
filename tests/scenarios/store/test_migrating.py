"""The schema: the code's tables are those of the steps, older stores are stepped up, newer ones left alone."""

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from scenarios.store import Store, StoreRefused, migrating, open_store, salvage, schema
from tests.scenarios.store.drawn import digests, edited, framing

THIRD = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None


def upgrade() -> None:
    op.add_column("plan", sa.Column("colour", sa.Text))
    {then}
"""
Stepped = Callable[[str], None]


@pytest.fixture
def stepped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stepped:
    """A later program: one that knows a third step, which does something more."""

    def later(then: str) -> None:
        folder = tmp_path / "steps"
        shutil.copytree(migrating.STEPS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "third.py").write_text(THIRD.format(then=then))
        monkeypatch.setattr(migrating, "STEPS", folder)
        monkeypatch.setattr(schema, "HEAD", "0003")

    return later


@pytest.fixture
def old(package: bytes, tmp_path: Path) -> tuple[Path, int, list[str]]:
    """A store of this program with a plan, and its digests."""
    with open_store(tmp_path / "store.db") as store:
        plan = edited(store, package)
        return tmp_path / "store.db", plan, digests(store, plan)


def columns(path: Path) -> list[str]:
    raw = sqlite3.connect(path)
    found = [row[1] for row in raw.execute("PRAGMA table_info(plan)")]
    raw.close()
    return found


def test_the_tables_of_the_code_are_those_that_the_steps_make(store: Store) -> None:
    with store.database.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), schema.TABLES)
    assert found == []
    assert migrating.known()[-1] == schema.HEAD


def test_an_older_store_is_copied_beside_and_stepped_up(old: tuple[Path, int, list[str]], stepped: Stepped) -> None:
    path, plan, before = old
    stepped("pass")
    with pytest.raises(StoreRefused, match="cannot be upgraded read-only"):
        open_store(path, read_only=True)
    with open_store(path) as store:
        assert digests(store, plan) == before
        assert store.verify(framing).different == ()
        assert store.info().schema_revision == "0003"
    assert "colour" in columns(path)
    copy = path.with_name("store.db.before-0002")
    assert "colour" not in columns(copy)
    assert sorted(p.name for p in path.parent.glob("store.db*")) == ["store.db", "store.db.before-0002"]


def test_a_store_of_the_first_schema_gets_a_table_for_batches_and_is_saved_without_one(
    old: tuple[Path, int, list[str]], tmp_path: Path
) -> None:
    path, plan, before = old
    raw = sqlite3.connect(path)
    raw.execute("DROP TABLE batch_item")
    raw.execute("UPDATE alembic_version SET version_num = '0001'")
    raw.commit()
    raw.close()
    assert salvage(path, tmp_path / "saved").lost == ()
    with open_store(path) as store:
        assert digests(store, plan) == before
        assert (store.info().schema_revision, store.info().rows["batch_item"]) == (schema.HEAD, 0)
        with store.database.read() as connection:
            assert compare_metadata(MigrationContext.configure(connection), schema.TABLES) == []
    assert path.with_name("store.db.before-0001").exists()


def test_a_step_that_fails_leaves_the_store_as_it_was(
    old: tuple[Path, int, list[str]], stepped: Stepped, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, plan, before = old
    with monkeypatch.context() as later:
        later.setattr(migrating, "STEPS", migrating.STEPS)
        later.setattr(schema, "HEAD", schema.HEAD)
        stepped('raise RuntimeError("in the midst")')
        with pytest.raises(RuntimeError, match="in the midst"):
            open_store(path)
    monkeypatch.undo()
    assert "colour" not in columns(path)
    with open_store(path) as store:
        assert digests(store, plan) == before


def test_a_newer_store_is_refused_and_left_alone(old: tuple[Path, int, list[str]]) -> None:
    path, _, _ = old
    raw = sqlite3.connect(path)
    raw.execute("UPDATE alembic_version SET version_num = '0099'")
    raw.commit()
    raw.close()
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreRefused, match=r"newer version \(0099"):
            open_store(path, read_only=read_only)
    assert path.read_bytes() == before


def test_several_that_make_the_store_at_once_make_one(tmp_path: Path) -> None:
    def made(number: int) -> int:
        with open_store(tmp_path / "new" / "store.db") as store:
            store.record("x", str(number), {}, None)
            return len(store.events())

    with ThreadPoolExecutor(6) as pool:
        assert max(pool.map(made, range(6))) == 6
