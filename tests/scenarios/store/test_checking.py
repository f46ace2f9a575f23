"""A change of one byte is found, wherever the store claims something; what is right is not complained of."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.runs.keys import InStore, key_of
from scenarios.runs.worker import Answer
from scenarios.store import Store, StoreRefused, open_store
from scenarios.store.rows import CHAINED
from solvers.solve import solve
from tests.scenarios.store.drawn import COUNTY, edited, framing, other_zones, planned, step
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.documents import to_document


def keys(store: Store) -> list[tuple[str, str]]:
    """What differs, and where."""
    found = store.verify(framing).different
    return [(wrong.says.key.removeprefix("scenarios.store."), str(wrong.value)) for wrong in found]


def forge(path: Path, *statements: str) -> None:
    """Change a store as somebody with the file at hand may."""
    raw = sqlite3.connect(path)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()


OTHER = {"number": "number + 100", "content": "(SELECT max(sha256) FROM blob WHERE sha256 <> content)"}
"""Other values of columns; of all others a character or a one more."""


@pytest.mark.parametrize("column", [*CHAINED, "digest"])
def test_each_column_of_a_revision_is_covered(store: Store, package: bytes, tmp_path: Path, column: str) -> None:
    plan = edited(store, package)
    assert keys(store) == []
    store.local()
    forge(
        tmp_path / "store.db",
        "INSERT INTO person (id, name, role, disabled, at) VALUES (7, 'other', 'planner', 0, '')",
    )
    number = column in ("undo_to", "redo_to", "points", "broken")
    other = "7" if column == "by" else f"coalesce({column}, 0) + 1" if number else f"{column} || 'x'"
    change = OTHER.get(column, other)
    forge(tmp_path / "store.db", f'UPDATE revision SET "{column}" = {change} WHERE plan = {plan} AND number = 6')
    found = keys(store)
    assert found
    assert {where.split("@")[0] for _, where in found} == {str(plan)}


@pytest.mark.parametrize(
    ("statement", "key"),
    [
        ("DELETE FROM revision WHERE number = 3", "chain_gap"),
        ("DELETE FROM revision WHERE number = 6", "head_wrong"),
        ("UPDATE plan SET head = 5", "head_wrong"),
        ("UPDATE plan SET at = at || 'x'", "chain_broken"),
        ("UPDATE person SET name = 'other'", "chain_broken"),
        ("UPDATE blob SET bytes = zeroblob(9) WHERE media = 'application/json'", "blob_changed"),
        ("UPDATE blob SET size = size + 1", "blob_changed"),
        ("DELETE FROM blob WHERE media = 'application/json'", "row_alone"),
    ],
)
def test_what_is_taken_away_or_put_in_its_place_is_found(
    store: Store, package: bytes, tmp_path: Path, statement: str, key: str
) -> None:
    edited(store, package)
    forge(tmp_path / "store.db", statement)
    assert key in {found for found, _ in keys(store)}


def test_one_changed_byte_of_the_file_is_found(package: bytes, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as store:
        edited(store, package)
    whole = path.read_bytes()
    for said in ("为什么 3".encode(), b"key4"):
        at = whole.index(said)
        for bit in (1, 0x80):  # another letter; no letter at all
            path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
            with open_store(path) as store:
                assert keys(store) != [], said
    path.write_bytes(whole)
    with open_store(path) as store:
        assert keys(store) == []


def test_heads_are_judged_anew_and_another_version_is_no_difference(
    store: Store, package: bytes, tmp_path: Path
) -> None:
    row, _, me = planned(store, package)
    wrong = replace(step(other_zones(1)), points=5)
    store.append(row.id, 1, wrong, me, "k")
    assert keys(store) == [("head_changed", "1@2")]
    fork, _ = store.create(row.county, "乙", wrong, me, "other")
    forge(tmp_path / "store.db", "DELETE FROM revision WHERE plan = 1", f"DELETE FROM plan WHERE id <> {fork.id}")
    assert keys(store) == [("head_changed", "2@1")]


@pytest.fixture(scope="module")
def answered() -> tuple[str, dict[str, object]]:
    """An answer of the drawn county with its key."""
    problem = Problem(COUNTY, read_policy("haidong"))
    return key_of(problem, 0, None), to_document(solve(problem))


Forge = Callable[[dict[str, object]], None]


def less(document: dict[str, object]) -> None:
    document["points"] = 1


def bolder(document: dict[str, object]) -> None:
    document["proof"]["bound"] = 1  # type: ignore[index]


@pytest.mark.parametrize("change", [less, bolder])
def test_a_false_answer_is_found_and_a_right_one_is_not(
    store: Store, package: bytes, answered: tuple[str, dict[str, object]], change: Forge
) -> None:
    planned(store, package)
    key, document = answered
    InStore(store).keep(Answer(key, document, 0.5))
    assert keys(store) == []
    false = json.loads(json.dumps(document))
    change(false)
    InStore(store).keep(Answer("forged", false, 0.5))
    assert {(key, where) for key, where in keys(store)} == {("answer_false", "forged")}


def test_answers_of_counties_that_are_not_kept_are_counted_and_left(
    store: Store, answered: tuple[str, dict[str, object]]
) -> None:
    InStore(store).keep(Answer(*answered, 0.5))
    assert store.verify().checked == {"blob": 1, "plan": 0, "revision": 0, "county": 0, "answer_elsewhere": 1}


def test_a_damaged_content_is_refused_where_it_is_read(store: Store, package: bytes, tmp_path: Path) -> None:
    plan = edited(store, package)
    forge(tmp_path / "store.db", "UPDATE blob SET bytes = zeroblob(9) WHERE media = 'application/json'")
    with pytest.raises(StoreRefused, match="damaged"):
        store.revision(plan)
