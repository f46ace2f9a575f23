"""Counties of batches in a store: kept with their answers or not at all, found by all that they depend on."""

from pathlib import Path

import pytest

from scenarios.store import BatchItem, Store, StoredAnswer, open_store


def answer(key: str, **document: object) -> StoredAnswer:
    """An answer of long ago."""
    return StoredAnswer(key * 64, "county", "optimal", 1, 1, 0.1, document, "0", "2020-01-01T00:00:00.000Z")


def kept(store: Store, *, source: str = "as it was", points: int = 1, item: str = "500230") -> BatchItem:
    """A county of a run of its own, with two answers."""
    run = store.begin_run("batch", None, None, {}, store.local().id)
    made = BatchItem(run.id, item, source, "solved", {"points": points}, {"base": "a" * 64, "four": "b" * 64})
    store.keep_item(made, [answer("a", zones=1), answer("b", zones=2)])
    return made


def test_a_county_is_found_by_what_it_depends_on_and_the_last_one_counts(store: Store) -> None:
    first = kept(store)
    assert store.item(source="as it was") == store.item(name="500230") == first
    assert (store.item(source="otherwise"), store.item(name="500231")) == (None, None)
    last = kept(store, points=2)
    assert store.item(source="as it was") == last
    moved = BatchItem(last.run, last.item, "otherwise", "bad", {}, {})
    store.keep_item(moved, [])
    assert (store.item(source="otherwise"), store.item(source="as it was")) == (moved, first)
    held = store.answer("b" * 64)
    assert held is not None
    assert held.document == {"zones": 2}


def test_a_county_and_its_answers_are_kept_together_or_not_at_all(store: Store) -> None:
    run = store.begin_run("batch", None, None, {}, store.local().id)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        store.keep_item(BatchItem(run.id, "c", "s", "solved", {}, {"base": "c" * 64}), [answer("a")])
    assert store.answer("a" * 64) is None, "the answer that was there before the fault is not kept either"
    assert store.info().rows["batch_item"] == 0


def test_what_a_county_points_at_is_not_dropped_before_its_run_is(store: Store) -> None:
    made = kept(store)
    assert store.prune("2999-01-01").rows == {"batch_item": 0, "run": 0, "answer": 0, "blob": 0}
    store.move_run(made.run, state="done")
    assert store.prune("2999-01-01").rows == {"batch_item": 1, "run": 1, "answer": 2, "blob": 3}


def test_an_export_holds_them(store: Store, tmp_path: Path) -> None:
    made = kept(store)
    store.move_run(made.run, state="done")
    store.export(tmp_path / "out")
    with open_store(tmp_path / "again.db") as again:
        assert again.import_(tmp_path / "out").rows["batch_item"] == 1
        assert again.item(source="as it was") == made
        assert "batch_item" not in again.import_(tmp_path / "out").rows
    (tmp_path / "out" / "batch_item.csv").unlink()
    with open_store(tmp_path / "older.db") as older:
        assert older.import_(tmp_path / "out").rows["run"] == 1, "files of before there was such a table"
