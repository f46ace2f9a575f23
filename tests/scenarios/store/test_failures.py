"""What goes wrong around a store is told, with the remedy, and leaves it as it was."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PureWindowsPath

import pytest
from sqlalchemy import insert, update

from scenarios.store import (
    Store,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreRefused,
    StoreTaken,
    connecting,
    default_place,
    lock,
    open_store,
    schema,
)
from scenarios.store.rows import now
from tests.scenarios.store.drawn import digests, edited, other_zones, planned, step
from zoning.model.errors import InputError


def as_other(store: Store, **values: object) -> None:
    """Make the row of a server look like that of another one."""
    with store.database.write() as connection:
        connection.execute(update(schema.server).values(values))


def test_a_second_server_is_told_who_works_since_when_and_may_read(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path, server="serve :8765"):
        began = store.info().since
        assert began is not None
        since = datetime.fromisoformat(began).astimezone()
        with pytest.raises(StoreTaken) as told:
            open_store(path, server="another")
        for part in ("serve :8765", f"{socket.gethostname()}:{os.getpid()}", f"{since:%Y-%m-%d %H:%M}"):
            assert part in str(told.value)
        with open_store(path, read_only=True) as reader:
            assert reader.plans() == []
            with pytest.raises(StoreRefused, match="read-only"):
                reader.record("x", "y", {}, None)
    assert store.info().server is None
    open_store(path, server="another").close()


def test_the_row_of_a_dead_server_is_taken_over_and_that_of_one_elsewhere_after_its_beat(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    row = {"id": 1, "token": "t", "name": "n", "host": socket.gethostname(), "process": ended.pid}
    with store.database.write() as connection:
        connection.execute(insert(schema.server).values(**row, since=now(), beat=now()))
    open_store(path, server="again").close()
    with store.database.write() as connection:
        connection.execute(insert(schema.server).values(**row | {"host": "elsewhere"}, since=now(), beat=now()))
    with pytest.raises(StoreTaken):
        open_store(path, server="again")
    as_other(store, beat="2026-01-01T00:00:00.000Z")
    open_store(path, server="again").close()


def test_a_server_beats_and_one_that_was_taken_over_writes_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "BEAT", 0.05)
    with open_store(tmp_path / "store.db", server="s") as store:
        as_other(store, beat="2026-01-01T00:00:00.000Z")
        deadline = time.monotonic() + 60
        while store.info().server is None:
            assert time.monotonic() < deadline, "no beat"
            time.sleep(0.02)
        as_other(store, token="another's")
        with pytest.raises(StoreTaken, match="writes no more"):
            store.record("x", "y", {}, None)
        assert store.events() == []


def test_runs_of_processes_that_ended_are_lost_and_an_ended_run_moves_no_more(store: Store) -> None:
    me = store.local().id
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    made = {name: store.begin_run("bound", None, None, {"n": name}, me) for name in ("mine", "dead", "far", "done")}
    store.move_run(made["mine"].id, state="running", progress={"points": 5})
    store.move_run(made["done"].id, state="done", says={"points": 3})
    with store.database.write() as connection:
        for name, host, beat in (
            ("dead", f"{socket.gethostname()}:{ended.pid}", now()),
            ("far", "elsewhere:1", "2026-01-01T00:00:00.000Z"),
        ):
            held = schema.run.c.id == made[name].id
            connection.execute(update(schema.run).where(held).values(host=host, beat=beat))
    assert {run.request["n"] for run in store.lose_stale()} == {"dead", "far"}
    assert store.lose_stale() == []
    assert [run.request["n"] for run in store.runs(unfinished=True)] == ["mine"]
    late = store.move_run(made["dead"].id, state="done", says={"late": 1})
    assert (late.state, late.says) == ("lost", {})
    assert store.run(made["done"].id).says == {"points": 3}
    before = store.run(made["mine"].id)
    store.beat([before.id, made["done"].id])
    assert store.run(before.id).beat >= before.beat
    assert store.run(before.id).progress == {"points": 5}


def test_who_waits_too_long_for_another_writer_is_told_and_nothing_is_half_written(
    store: Store, package: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "WAIT", 0.2)
    row, _, me = planned(store, package)
    with open_store(tmp_path / "store.db") as other:
        raw = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy):
            other.append(row.id, 1, step(), me, "k")
        assert other.plan(row.id).head == 1, "readers do not wait"
        raw.execute("ROLLBACK")
        raw.close()
        assert other.append(row.id, 1, step(), me, "k").number == 2
    held = threading.Event()
    free = threading.Event()

    def hold() -> None:
        with store.database.write():
            held.set()
            free.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    with pytest.raises(StoreBusy):
        store.append(row.id, 2, step(), me, "l")
    free.set()
    thread.join()


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A folder with room for 1.2 MB; skipped with its reason where none may be mounted."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1200k", "zoning", str(folder)], capture_output=True, text=True, check=False
    ) if shutil.which("mount") else None  # fmt: skip
    if made is None or made.returncode:
        pytest.skip(f"no small disk can be mounted here: {made.stderr if made else 'no mount'}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_every_step_that_was_acknowledged_is_there(
    package: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "small"):
        path = tmp_path / "small" / "store.db"
        with open_store(path) as store:
            with pytest.raises(StoreFull, match="nearly"):
                store.begin_run("bound", None, None, {}, store.local().id)
            monkeypatch.setattr("scenarios.store.store.ROOM", 0)
            _fill(store, package)
            (tmp_path / "small" / "ballast").unlink(missing_ok=True)
        with open_store(path) as again:
            assert again.verify().different == ()


def _appended(store: Store, plan: int, me: int) -> int:
    """Append until nothing more goes in; gives the last number that was acknowledged."""
    for number in range(1, 1000):
        try:
            store.append(plan, number, step(other_zones(number), why=os.urandom(2000).hex()), me, str(number))
        except StoreFull:
            return number
    raise AssertionError("the disk was never full")


def _fill(store: Store, package: bytes) -> None:
    """Append until nothing more goes in, then make room and go on."""
    row, _, me = planned(store, package)
    ballast = store.database.path.with_name("ballast")
    ballast.write_bytes(b"x" * 300_000)
    acknowledged = _appended(store, row.id, me)
    assert store.plan(row.id).head == acknowledged
    assert store.revision(row.id).number == acknowledged
    ballast.unlink()
    assert store.append(row.id, acknowledged, step(), me, "after").number == acknowledged + 1


def test_a_file_that_may_not_grow_is_a_full_disk(store: Store, package: bytes) -> None:
    """As a quota does it: the database may have no further page."""
    row, _, me = planned(store, package)

    def few(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    from sqlalchemy import event

    event.listen(store.database.engine, "checkout", few)
    acknowledged = _appended(store, row.id, me)
    assert store.plan(row.id).head == acknowledged
    event.remove(store.database.engine, "checkout", few)


def test_a_folder_that_cannot_be_written_in_is_told_and_can_be_read(package: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    with open_store(folder / "store.db") as store:
        plan = edited(store, package)
        before = digests(store, plan)
    with _read_only(folder):
        with open_store(folder / "store.db", read_only=True) as reader:
            assert digests(reader, plan) == before
        with pytest.raises(StoreFull, match="cannot be"):
            open_store(folder / "store.db", server="s")
    (tmp_path / "file").touch()
    with pytest.raises(StoreFull, match="cannot be opened"):
        open_store(tmp_path / "file" / "store.db")


@contextmanager
def _read_only(folder: Path) -> Iterator[None]:
    """The folder for reading alone; root, whom no permission stops, mounts it so."""
    if os.geteuid():
        folder.chmod(0o555)
        (folder / "store.db").chmod(0o444)
        try:
            yield
        finally:
            folder.chmod(0o755)
        return
    for words in (["--bind", str(folder), str(folder)], ["-o", "remount,ro,bind", str(folder)]):
        made = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
        if made.returncode:
            pytest.skip(f"nothing can be mounted here: {made.stderr}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_without_wal_is_refused_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As SQLite answers on a network disk: another journal than the one that was asked for."""
    real = sqlite3.connect

    class NoWal(sqlite3.Connection):
        def execute(self, statement: str, *values: object) -> sqlite3.Cursor:  # type: ignore[override]
            return super().execute(statement.replace("journal_mode=WAL", "journal_mode=TRUNCATE"), *values)  # type: ignore[arg-type]

    monkeypatch.setattr(connecting.sqlite3, "connect", lambda *given, **named: real(*given, **named, factory=NoWal))
    with pytest.raises(StoreRefused, match=r"truncate.*local disk"):
        open_store(tmp_path / "store.db")


def test_files_that_are_no_store_are_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_text("a letter, no database " * 100)
    with pytest.raises(StoreRefused, match="--salvage"):
        open_store(path)
    assert path.read_text().startswith("a letter")
    path.unlink()
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE mine (x)")
    raw.close()
    with pytest.raises(StoreRefused, match="another program"):
        open_store(path)
    path.write_bytes(b"")
    os.utime(path, (0, 0))
    with pytest.raises(StoreRefused, match="backup"):
        open_store(path)
    with pytest.raises(StoreRefused, match="no such store"):
        open_store(tmp_path / "none.db", read_only=True)
    assert not (tmp_path / "none.db").exists()


def test_a_backup_is_one_state_of_a_store_in_use(store: Store, package: bytes, tmp_path: Path) -> None:
    plan = edited(store, package)
    before = digests(store, plan)
    store.backup(tmp_path / "copy.db")
    store.append(plan, 6, step(), store.local().id, "later")
    with open_store(tmp_path / "copy.db") as copy:
        assert digests(copy, plan) == before
        assert copy.verify().different == ()
    for target in (tmp_path / "copy.db", store.database.path):
        with pytest.raises(StoreError, match="exists"):
            store.backup(target)
    with pytest.raises(StoreFull):
        store.backup(tmp_path / "no folder" / "copy.db")
    assert digests(store, plan)[1:] == before


def test_a_place_is_a_file_by_default_in_the_users_folder_for_data() -> None:
    def home() -> Path:
        return Path("/home/li")

    assert default_place({}, "linux", home) == "/home/li/.local/share/zoning/store.db"
    assert default_place({"XDG_DATA_HOME": "/data"}, "linux", home) == "/data/zoning/store.db"
    assert default_place({"XDG_DATA_HOME": "not/absolute"}, "linux", home) == "/home/li/.local/share/zoning/store.db"
    assert default_place({}, "darwin", home) == "/home/li/Library/Application Support/zoning/store.db"
    local = default_place({"LOCALAPPDATA": r"C:\Users\li\AppData\Local"}, "win32", home)
    assert PureWindowsPath(local) == PureWindowsPath(r"C:\Users\li\AppData\Local\zoning\store.db")
    assert default_place({"ZONING_STORE": "x.db"}, "win32", home) == "x.db"


@pytest.mark.parametrize(
    "url", ["postgresql://li:geheim@host/zoning", "postgresql+psycopg://li:geheim@host/z", "mysql://li:geheim@h/z"]
)
def test_an_unknown_database_is_refused_without_showing_the_password(url: str) -> None:
    with pytest.raises(InputError) as told:
        open_store(url)
    assert "geheim" not in str(told.value)


def test_a_url_of_sqlite_is_its_file(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/a b.db") as store:
        assert store.url_shown == f"{tmp_path}/a b.db"
        store.record("x", "y", {}, None)
    with open_store(tmp_path / "a b.db") as store:
        assert len(store.events()) == 1
