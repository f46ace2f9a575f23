"""A store leaves as plain files and comes back with the same digests; of a damaged one comes what can be read."""

import csv
import sqlite3
from pathlib import Path

import pytest

from scenarios.store import Store, StoredAnswer, StoreRefused, StoreTaken, open_store, salvage
from tests.scenarios.store.drawn import COUNTY, digests, edited, framing, planned, step, with_county
from zoning.model.errors import InputError
from zoning.result.digest import digest
from zoning.result.documents import load


def filled(store: Store, package: bytes) -> int:
    """A plan with six revisions, a fork of it, a run, events and a file."""
    plan = edited(store, package)
    key, me = with_county(store, package)
    fork, _ = store.create(key, '=乙, "引号"\n换行', step(op="new", why=""), me, "fork", forked=(plan, 3))
    run = store.begin_run("report", plan, 6, {"formats": ["docx"]}, me)
    store.move_run(run.id, state="done", says={"file": store.put(b"report", "application/x-report")})
    store.set_state(plan, "approved", me, "会议决定")
    store.rename(fork.id, "=丙", me)
    return plan


def test_an_export_read_into_an_empty_store_gives_the_same_digests(
    store: Store, package: bytes, tmp_path: Path
) -> None:
    plan = filled(store, package)
    moved = store.export(tmp_path / "out", framing)
    assert moved.lost == ()
    with open_store(tmp_path / "again.db") as again:
        assert again.import_(tmp_path / "out").rows == {
            "person": 1, "blob": 4, "county": 1, "plan": 2, "revision": 7, "run": 1, "event": 3,
        }  # fmt: skip
        for row in store.plans():
            assert digests(again, row.id) == digests(store, row.id)
        assert again.plans() == store.plans()
        assert again.counties() == store.counties()
        assert again.package(digest(COUNTY)) == package
        assert again.history(plan) == store.history(plan)
        assert again.runs() == store.runs()
        assert [e.kind for e in again.events()] == ["maintenance", *(e.kind for e in store.events())]
        assert again.verify(framing).different == ()
        again.export(tmp_path / "twice", framing)
    for name in ("person", "county", "plan", "run"):
        one, two = (tmp_path / folder / f"{name}.csv" for folder in ("out", "twice"))
        assert sorted(one.read_bytes().splitlines()) == sorted(two.read_bytes().splitlines())


def test_plain_files_hold_the_packages_the_heads_as_plans_the_histories_and_the_events(
    store: Store, package: bytes, tmp_path: Path
) -> None:
    plan = filled(store, package)
    store.export(tmp_path / "out", framing)
    head = load(tmp_path / "out" / "plans" / str(plan) / "plan.json", county=COUNTY)
    assert head.score.points == store.revision(plan).points
    with (tmp_path / "out" / "plans" / str(plan) / "history.csv").open(encoding="utf-8-sig", newline="") as stream:
        told = [(row["number"], row["why"], row["by"]) for row in csv.DictReader(stream)]
    assert told == [(str(one.number), one.why, one.by) for one in reversed(store.history(plan))]
    assert [path.read_bytes() for path in (tmp_path / "out" / "files").glob("*.gpkg")] == [package]
    assert "会议决定" in (tmp_path / "out" / "event.csv").read_text("utf-8-sig")


def test_an_import_adds_what_is_lacking_and_nothing_twice(store: Store, package: bytes, tmp_path: Path) -> None:
    plan = edited(store, package, edits=2)
    store.export(tmp_path / "early", None)
    me = store.local().id
    with open_store(tmp_path / "again.db") as again:
        again.import_(tmp_path / "early")
        store.append(plan, 3, step(), me, "later")
        store.export(tmp_path / "late", None)
        assert again.import_(tmp_path / "late").rows == {"revision": 1}
        assert again.import_(tmp_path / "late").rows == {}
        assert digests(again, plan) == digests(store, plan)
        again.append(plan, 4, step(op="here"), again.local().id, "here")
        store.append(plan, 4, step(op="there"), me, "there")
        store.export(tmp_path / "other", None)
        with pytest.raises(InputError, match="goes on otherwise"):
            again.import_(tmp_path / "other")
        assert again.revision(plan).op == "here"


def test_plans_of_two_stores_stand_beside_each_other_under_new_numbers(
    store: Store, package: bytes, tmp_path: Path
) -> None:
    filled(store, package)
    store.export(tmp_path / "out", None)
    with open_store(tmp_path / "other.db") as other:
        planned(other, package, "别的", "elsewhere")
        other.import_(tmp_path / "out")
        assert {(row.id, row.name, row.forked) for row in other.plans()} == {
            (1, "别的", None), (2, "甲", None), (3, "=丙", (2, 3))
        }  # fmt: skip
        assert [e.subject for e in other.events() if e.kind == "approve"] == ["plan:2"]
        assert other.runs()[0].plan == 2
        assert other.verify(framing).different == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("plans/1/history.csv", "为什么 3", "为什么 4", "whole up to version 3"),
        ("plan.csv", ",甲,", ",乙,", ""),
        ("blob.csv", "application/json", "application/xml", ""),
        ("plans/1/history.csv", "\r\n1,2,", "\r\n1,zwei,", "is no number"),
    ],
)
def test_what_was_changed_in_the_files_is_found(
    store: Store, package: bytes, tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    edited(store, package)
    store.export(tmp_path / "out", None)
    path = tmp_path / "out" / file
    text = path.read_bytes().decode("utf-8-sig")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())
    with open_store(tmp_path / "again.db") as again:
        if says:
            with pytest.raises(InputError, match=says):
                again.import_(tmp_path / "out")
            assert again.plans() == []
        else:
            again.import_(tmp_path / "out")  # names and kinds of files are covered by no digest
            assert again.verify(framing).different == ()


def test_a_folder_that_holds_something_is_not_written_in(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").touch()
    with pytest.raises(InputError, match="holds files"):
        store.export(tmp_path / "out", None)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]


def damage(path: Path, pages: list[int]) -> None:
    """Overwrite pages of a store that nobody has open."""
    with sqlite3.connect(path) as raw:
        size = raw.execute("PRAGMA page_size").fetchone()[0]
    raw.close()
    with path.open("r+b") as stream:
        for page in pages:
            stream.seek((page - 1) * size)
            stream.write(b"\xa5" * size)


def leaves(path: Path, table: str) -> list[int]:
    """The leaf pages of a table."""
    with sqlite3.connect(path) as raw:
        asked = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno"
        try:
            found = [row[0] for row in raw.execute(asked, (table,))]
        except sqlite3.OperationalError:  # SQLite was built without that table
            pytest.skip("this SQLite cannot say which page belongs to which table (no dbstat)")
    raw.close()
    return found


def test_of_a_damaged_store_all_is_saved_but_what_stood_on_the_damaged_pages(package: bytes, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as store:
        plan = edited(store, package, edits=60)
        before = {one.number: one.digest for one in store.history(plan)}
    damage(path, leaves(path, "revision")[2:3])
    with pytest.raises(StoreRefused, match="damaged"):
        open_store(path, server="s")
    moved = salvage(path, tmp_path / "out", framing)
    assert [one.says.key for one in moved.lost] == ["scenarios.store.rows_lost"]
    assert 0 < before.keys().__len__() - moved.rows["revision"] < 20
    assert moved.rows["county"] == moved.rows["plan"] == 1
    assert (tmp_path / "out" / "plans" / str(plan) / "plan.json").is_file(), "the head was on another page"
    with open_store(tmp_path / "again.db") as again:
        read = again.import_(tmp_path / "out")
        assert [one.says.key for one in read.lost] == ["scenarios.store.plan_cut"]
        head = again.plan(1).head
        assert 0 < head < len(before)
        assert {one.number: one.digest for one in again.history(1)} == {n: before[n] for n in range(1, head + 1)}
        assert again.verify(framing).different == ()


def test_of_a_file_that_is_no_database_nothing_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreRefused):
        salvage(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_pruning_drops_old_runs_answers_and_files_and_never_a_revision(store: Store, package: bytes) -> None:
    plan = edited(store, package)
    me = store.local().id
    held = store.revision(plan)
    key = digest(COUNTY)
    for name in ("pointed", "free", "of a run"):
        store.keep(StoredAnswer(name, key, "optimal", 1, 1, 0.1, {"name": name}, "0", "2020-01-01T00:00:00.000Z"))
    store.append(plan, held.number, step(problem="pointed"), me, "points")
    report = store.put(b"report", "application/x-report")
    for state in ("done", "running"):
        run = store.begin_run("report", plan, 1, {}, me)
        store.move_run(run.id, state=state, answer="of a run" if state == "running" else None, says={"file": report})
    before = digests(store, plan)
    assert store.prune("2020-01-02").rows == {"batch_item": 0, "run": 0, "answer": 1, "blob": 1}
    assert [name for name in ("pointed", "free", "of a run") if store.answer(name)] == ["pointed", "of a run"]
    assert store.prune("2999-01-01").rows == {"batch_item": 0, "run": 1, "answer": 0, "blob": 0}
    assert store.get(report) == b"report", "a run that has not ended names it"
    store.move_run(run.id, state="stopped")
    assert store.prune("2999-01-01").rows == {"batch_item": 0, "run": 1, "answer": 1, "blob": 2}
    assert digests(store, plan) == before
    assert [wrong.value for wrong in store.verify().different] == ["pointed"], "this test's answer is no plan"
    assert [e.detail["rows"]["run"] for e in store.events() if e.subject == "prune"] == [1, 1, 0]
    with pytest.raises(Exception, match="never changed"), store.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM blob")


def test_nothing_is_pruned_or_imported_while_a_server_works(store: Store, tmp_path: Path) -> None:
    store.export(tmp_path / "out", None)
    with open_store(tmp_path / "store.db", server="s") as server:
        for work in (lambda: store.prune("2020-01-01"), lambda: store.import_(tmp_path / "out")):
            with pytest.raises(StoreTaken):
                work()
        assert server.events() == []
