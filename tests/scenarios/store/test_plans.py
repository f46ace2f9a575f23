"""Plans in the store: nothing is lost, nothing is doubled, the past stays as it was."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from scenarios.store import Closed, Conflict, Missing, Step, Store, StoredAnswer, StoreError, open_store
from tests.scenarios.store.drawn import COUNTY, content, digests, edited, other_zones, planned, step, with_county
from tests.zoning.drawn import county
from zoning.result.digest import digest


def test_what_is_kept_comes_back_as_it_was(store: Store, package: bytes) -> None:
    row, first, me = planned(store, package)
    made = step(other_zones(1), why="山路冬季不通", undo_to=1, problem="abc")
    later = store.append(row.id, 1, made, me, "k")
    assert (later.content, later.op, later.what, later.why) == (made.content, "move", {"op": "move"}, "山路冬季不通")
    assert (later.number, later.undo_to, later.redo_to, later.problem) == (2, 1, None, "abc")
    assert (later.points, later.broken) == (made.points, made.broken)
    assert store.revision(row.id) == later == store.by_key(row.id, "k")
    assert store.revision(row.id, 1) == first
    assert store.history(row.id) == [later, first]
    assert store.history(row.id, before=2) == [first]
    assert store.history(row.id, limit=1) == [later]
    assert [(plan.head, head) for plan, head in store.heads()] == [(2, later)]
    assert store.by_key(row.id, "none") is None


def test_a_county_is_added_once_whoever_adds_it(store: Store, package: bytes) -> None:
    me = store.local().id
    first = store.add_county(package, COUNTY, r"D:\\局里\\县.xlsx", [], me)
    assert store.add_county(b"other bytes", COUNTY, "again.gpkg", [], me) == first
    assert (first.source, first.stations, first.digest) == ("县.xlsx", 6, digest(COUNTY))
    assert store.package(first.digest) == package
    other = store.add_county(b"o", county(name="七宫县"), "/home/x/七.gpkg", [], me)
    assert {row.digest for row in store.counties()} == {first.digest, other.digest}
    assert [event.kind for event in store.events()] == ["upload", "upload"]


def test_the_second_of_two_steps_on_one_head_is_told_who_was_first(store: Store, package: bytes) -> None:
    row, _, me = planned(store, package)
    first = store.append(row.id, 1, Step(content(), "lock", {"zones": [3]}), me, "a")
    with pytest.raises(Conflict) as told:
        store.append(row.id, 1, step(), me, "b")
    assert (told.value.head, told.value.by, told.value.at) == (2, first.by, first.at)
    assert told.value.what == {"zones": [3]}
    assert store.plan(row.id).head == 2
    with pytest.raises(Conflict):
        store.append(row.id, 7, step(), me, "c")


def test_a_step_sent_twice_is_kept_once_even_when_others_came_between(store: Store, package: bytes) -> None:
    row, _, me = planned(store, package)
    first = store.append(row.id, 1, step(), me, "a")
    store.append(row.id, 2, step(other_zones(1)), me, "b")
    assert store.append(row.id, 1, step(), me, "a") == first
    assert store.append(row.id, 3, step(other_zones(1)), me, "a") == first
    assert store.plan(row.id).head == 3


def test_a_plan_made_twice_by_one_request_is_one_plan(store: Store, package: bytes) -> None:
    row, first, me = planned(store, package, key="k")
    assert store.create(row.county, "another name", step(), me, "k") == (row, first)
    assert len(store.plans()) == 1


def test_what_is_not_there_is_missing(store: Store, package: bytes) -> None:
    row, _, me = planned(store, package)
    for ask in (
        lambda: store.plan(9),
        lambda: store.revision(9),
        lambda: store.revision(row.id, 9),
        lambda: store.append(9, 1, step(), me, "x"),
        lambda: store.create("sha256:no", "x", step(), me, "y"),
        lambda: store.create(row.county, "x", step(), me, "z", forked=(row.id, 5)),
        lambda: store.county("no"),
        lambda: store.package("no"),
        lambda: store.get("no"),
        lambda: store.run("no"),
        lambda: store.rename(9, "x", me),
        lambda: store.append(row.id, 1, step(), 99, "nobody"),
    ):
        with pytest.raises(Missing):
            ask()
    assert store.answer("no") is None
    assert store.plan(row.id).head == 1, "a step by nobody left nothing behind"


def test_an_approved_plan_stands_and_a_copy_of_it_goes_on(store: Store, package: bytes) -> None:
    row, _, me = planned(store, package)
    with pytest.raises(StoreError, match="say why"):
        store.set_state(row.id, "approved", me, " ")
    store.set_state(row.id, "approved", me, "局务会通过")
    with pytest.raises(Closed):
        store.append(row.id, 1, step(), me, "late")
    fork, head = store.create(row.county, "续", step(), me, "fork", forked=(row.id, 1))
    assert (fork.forked, head.number) == ((row.id, 1), 1)
    assert store.append(fork.id, 1, step(), me, "on").number == 2
    store.set_state(row.id, "archived", me)
    assert [plan.id for plan in store.plans(archived=False)] == [fork.id] == [p.id for p, _ in store.heads(False)]
    assert [(e.kind, e.detail["after"]) for e in store.events()[:2]] == [("state", "archived"), ("approve", "approved")]
    store.set_state(row.id, "draft", me)
    assert store.append(row.id, 1, step(), me, "again").number == 2


def test_a_policy_is_not_changed_without_a_reason(store: Store, package: bytes) -> None:
    row, _, me = planned(store, package)
    with pytest.raises(StoreError, match="say why"):
        store.append(row.id, 1, step(op="policy"), me, "k")
    assert store.append(row.id, 1, step(op="policy", why="试点"), me, "k").why == "试点"


CHANGES = [
    "UPDATE blob SET media = 'x'",
    "DELETE FROM blob",
    "UPDATE revision SET why = 'x' WHERE number = 2",
    "DELETE FROM revision WHERE number = 2",
    "UPDATE event SET kind = 'x'",
    "DELETE FROM event",
    "UPDATE answer SET points = 0",
    "DELETE FROM answer",
    "UPDATE county SET name = 'x'",
    "DELETE FROM county",
    "UPDATE plan SET county = 'x'",
    'UPDATE plan SET "by" = 2',
    "UPDATE plan SET forked_plan = 1",
    "UPDATE plan SET head = head - 1",
    "UPDATE plan SET head = head + 2",
    "DELETE FROM plan",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_itself_refuses_to_change_the_past(store: Store, package: bytes, statement: str) -> None:
    plan = edited(store, package, edits=2)
    store.keep(StoredAnswer("k", digest(COUNTY), "optimal", 1, 1, 0.1, {"a": 1}, "0"))
    before = digests(store, plan)
    with pytest.raises(Exception, match=r"zoning: \w+"), store.database.write() as connection:
        connection.execute(text(statement))
    assert digests(store, plan) == before


def test_the_first_answer_under_a_key_stays(store: Store) -> None:
    first = store.keep(StoredAnswer("k", "c", "feasible", 5, None, 0.25, {"a": [1.5, "甲"]}, "0"))
    assert store.keep(StoredAnswer("k", "c", "optimal", 4, 4, 9.0, {"a": 2}, "0")) == first == store.answer("k")
    assert (first.document, first.bound, first.seconds) == ({"a": [1.5, "甲"]}, None, 0.25)


def test_equal_contents_are_kept_once(store: Store, package: bytes) -> None:
    edited(store, package, edits=20)
    rows = store.info().rows
    assert rows["revision"] == 21
    assert rows["blob"] == 3, "two contents that take turns, and the county"


def test_fifty_editors_of_one_plan_lose_nothing(store: Store, package: bytes) -> None:
    row, _, me = planned(store, package)
    stored: list[int] = []
    conflicts: list[int] = []

    def editor(number: int) -> None:
        mine, base = step(other_zones(number), why=str(number)), 1
        while True:
            try:
                stored.append(store.append(row.id, base, mine, me, f"editor {number}").number)
                return
            except Conflict as told:
                conflicts.append(told.head)
                base = told.head

    with ThreadPoolExecutor(50) as pool:
        for done in [pool.submit(editor, number) for number in range(50)]:
            done.result()
    assert sorted(stored) == list(range(2, 52))
    assert conflicts, "they did meet"
    assert {one.why for one in store.history(row.id)} - {""} == {str(number) for number in range(50)}
    assert store.verify().different == ()


class Model:
    """Undo and redo as a list of contents and a place in it, as any editor of texts has them."""

    def __init__(self, first: Any) -> None:
        self.line, self.at = [first], 0

    def edit(self, made: Any) -> None:
        self.line[self.at + 1 :] = [made]
        self.at += 1


@given(st.lists(st.sampled_from(["edit", "undo", "redo"]), min_size=1, max_size=25))
@settings(max_examples=8, deadline=None)
def test_undo_and_redo_over_revisions_are_those_of_a_list(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store.db") as store:
        key, me = with_county(store, b"package")
        row, head = store.create(key, "甲", Step(content([["0"]]), "new", {}), me, "0")
        model = Model(head.content)
        for number, op in enumerate(steps, start=1):
            target = {"undo": head.undo_to, "redo": head.redo_to}.get(op)
            if op == "edit":
                made = Step(content([[str(number)]]), "move", {}, undo_to=head.number)
                model.edit(made.content)
            elif target is None:
                assert model.at == (0 if op == "undo" else len(model.line) - 1)
                continue
            else:
                old = store.revision(row.id, target)
                links = (old.undo_to, head.number) if op == "undo" else (head.number, old.redo_to)
                made = Step(old.content, op, {}, undo_to=links[0], redo_to=links[1])
                model.at += 1 if op == "redo" else -1
            head = store.append(row.id, head.number, made, me, str(number))
            assert head.content == model.line[model.at]
