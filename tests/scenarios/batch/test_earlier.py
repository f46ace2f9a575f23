"""What an earlier run found is not worked out again: a county of a file of many, a scenario, all that a store holds."""

import pickle
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import geodata
from benchmarks.many import FIRST, made, write
from geodata.county.describe import tables_of
from scenarios.batch import run as running
from scenarios.batch import worker
from scenarios.batch.keeping import Folder
from scenarios.batch.records import Batch, CountyResult
from scenarios.batch.run import Orders, run
from scenarios.batch.spec import Asked, gathered
from scenarios.batch.storing import Shelf
from scenarios.runs.keys import key_of
from scenarios.spread.records import Inline
from scenarios.spread.spread import spread
from scenarios.store import Store, open_store
from solvers.solve import solve
from tests.scenarios.batch.work import begin, timeless
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.documents import to_document

ORDERS = Orders(limit=None)
SCENARIOS = """
[scenarios.four]
why = "four"
set = {{ "zones.max" = {most} }}
[scenarios.traffic]
why = "more"
incidents = {{ traffic = "+30%" }}
"""
Solved = Callable[[], list[str]]


@pytest.fixture(autouse=True)
def _cold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "begin", begin)


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> Solved:
    """What was solved since it was last asked: the codes of the counties, in order."""
    codes: list[str] = []

    def counted(problem: Problem, **more: Any) -> Any:
        codes.append(problem.county.code)
        return solve(problem, **more)

    def told() -> list[str]:
        found = sorted(codes)
        codes.clear()
        return found

    monkeypatch.setattr(worker, "solve", counted)
    return told


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Tables of three counties in one folder, and scenarios beside them."""
    folder = tmp_path / "many"
    for k in range(3):
        geodata.write_county(tables_of(made(FIRST + k, 6)), tmp_path / f"part {k}")
        add(folder, tmp_path / f"part {k}")
    settings = (tmp_path / "part 0" / "county.toml").read_text(encoding="utf-8")
    (folder / "county.toml").write_text(settings, encoding="utf-8")
    scenarios(tmp_path, 3)
    return folder


def add(folder: Path, part: Path) -> None:
    folder.mkdir(exist_ok=True)
    for file in ("stations.csv", "incidents.csv", "borders.csv", "travel.csv"):
        lines = (part / file).read_text(encoding="utf-8").splitlines(keepends=True)
        place = folder / file
        before = place.read_text(encoding="utf-8") if place.exists() else lines[0]
        place.write_text(before + "".join(lines[1:]), encoding="utf-8")


def scenarios(folder: Path, most: int) -> None:
    (folder / "what-if.toml").write_text(SCENARIOS.format(most=most), encoding="utf-8")


def ran(many: Path, out: Path, orders: Orders = ORDERS, **more: Any) -> Batch:
    """The batch, as the command has it."""
    folder = Folder(out)
    wanted = gathered(str(many), Asked(scenarios=(str(many.parent / "what-if.toml"),)), folder)
    return run(wanted, Inline(), orders, folder=folder, **more)


def codes(*numbers: int) -> list[str]:
    return [str(FIRST + k) for k in numbers]


def test_a_file_of_many_is_not_read_again_and_one_county_of_it_that_changes_is_alone_solved(
    many: Path, tmp_path: Path, solved: Solved, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ran(many, tmp_path / "out")
    assert solved() == sorted(codes(0, 1, 2) * 3)
    with monkeypatch.context() as patch:
        patch.setattr(geodata, "read_source", lambda *_, **__: pytest.fail("read though all is known"))
        second = ran(many, tmp_path / "out")
    assert (second.known, second.counties) == (3, first.counties)
    text = (many / "incidents.csv").read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    at = next(k for k, line in enumerate(lines) if line.startswith(f"{FIRST + 1}100"))
    lines[at] = lines[at].rpartition(",")[0] + ",999\n"
    (many / "incidents.csv").write_text("".join(lines), encoding="utf-8")
    third = ran(many, tmp_path / "out")
    assert (third.known, solved()) == (2, codes(1, 1, 1))
    assert third.counties[1].incidents > first.counties[1].incidents
    (many / "incidents.csv").write_text(lines[0] + "\n" + "".join(lines[1:]), encoding="utf-8")
    moved = ran(many, tmp_path / "out")
    assert (moved.known, solved()) == (0, []), "lines moved, so counties are read, but no problem changed"
    assert timeless(to_document(moved)["items"]) == [
        {**row, "digest": new["digest"]}
        for row, new in zip(timeless(to_document(third)["items"]), to_document(moved)["items"], strict=True)
    ]


def test_parts_of_a_file_go_through_a_pickle_and_have_a_place(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def far(work: Any, tasks: Iterable[Any], *others: Any) -> Any:
        return spread(work, (pickle.loads(pickle.dumps(task)) for task in tasks), *others)

    alone = ran(many, tmp_path / "a")
    monkeypatch.setattr(running, "spread", far)
    there = ran(many, tmp_path / "b")
    assert timeless(to_document(there)) == timeless(to_document(alone))
    assert [one.source for one in there.counties] == [f"{many}#{code}" for code in codes(0, 1, 2)]


def test_a_scenario_that_changes_is_alone_solved_again(many: Path, tmp_path: Path, solved: Solved) -> None:
    ran(many, tmp_path / "out")
    solved()
    scenarios(tmp_path, 2)
    changed = ran(many, tmp_path / "out", replace(ORDERS, systems=("staffing",)))
    assert (changed.known, solved()) == (0, codes(0, 1, 2))
    fresh = ran(many, tmp_path / "fresh", replace(ORDERS, systems=("staffing",)))
    assert timeless(to_document(changed)) == timeless(to_document(fresh))


def test_a_plan_that_is_not_what_it_says_is_sought_again(many: Path, tmp_path: Path, solved: Solved) -> None:
    first = ran(many, tmp_path / "out")
    solved()
    place = tmp_path / "out" / "plans" / str(FIRST) / "base.json"
    text = place.read_text(encoding="utf-8")
    points = first.counties[0].items[0].points
    place.write_text(text.replace(f'"points": {points}', f'"points": {points and points - 1}'), encoding="utf-8")
    scenarios(tmp_path, 2)
    assert timeless(to_document(ran(many, tmp_path / "out"))) == timeless(to_document(ran(many, tmp_path / "b")))
    assert solved()[:5] == codes(0, 0, 0, 0, 0), "base and changed scenario, and all three of the fresh folder"


# a store


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with open_store(tmp_path / "store.db") as opened:
        yield opened


def shelf(store: Store) -> Shelf:
    return Shelf.begun(store, {"source": "x"})


def test_a_batch_goes_on_from_a_store_in_whatever_folder(
    many: Path, tmp_path: Path, store: Store, solved: Solved
) -> None:
    first = ran(many, tmp_path / "out", shelf=shelf(store))
    assert len(solved()) == 9
    assert store.info().rows["batch_item"] == 3
    again = ran(many, tmp_path / "other", shelf=shelf(store))
    assert (again.known, solved()) == (3, [])
    assert timeless(to_document(again)) == timeless(to_document(first))
    alone = ran(many, tmp_path / "other")
    assert (alone.known, alone.counties) == (3, again.counties), "the folder holds all that the store gave"
    scenarios(tmp_path, 2)
    ran(many, tmp_path / "third", shelf=shelf(store))
    assert solved() == codes(0, 1, 2), "of each county the scenario that changed"


def test_a_folder_that_was_left_without_a_store_is_put_into_one(many: Path, tmp_path: Path, store: Store) -> None:
    ran(many, tmp_path / "out")
    begun = shelf(store)
    batch = ran(many, tmp_path / "out", shelf=begun)
    begun.ended(batch)
    rows = store.info().rows
    assert (batch.known, rows["batch_item"], rows["answer"]) == (3, 3, 9)
    made = store.runs()[0]
    assert (made.state, made.says) == ("done", {"asked": 3, "counties": 3, "known": 3})


def test_answers_are_those_that_solve_looks_for(tmp_path: Path, store: Store) -> None:
    (path,) = write(tmp_path / "in", [6])
    batch = run(gathered(str(tmp_path / "in"), Asked()), Inline(), ORDERS, shelf=shelf(store))
    problem = Problem(geodata.read_county(path), read_policy("haidong"))
    found = store.answer(key_of(problem, 0, None))
    assert found is not None
    item = batch.counties[0].items[0]
    assert (found.status, found.points) == (item.status, item.points)
    assert store.verify().different == ()


def test_a_county_in_a_store_whose_plan_is_gone_or_another_is_solved_again(
    many: Path, tmp_path: Path, store: Store, solved: Solved
) -> None:
    begun = shelf(store)
    first = ran(many, tmp_path / "out", shelf=begun).counties[0]
    solved()
    held = store.item(source=first.key)
    assert held is not None
    changed = replace(held, result={**held.result, "items": [{**held.result["items"][0], "points": 1}]})
    store.keep_item(changed, [])
    assert begun.kept(first.key) is None
    store.keep_item(replace(held, answers={"base": held.answers["base"]}), [])
    assert begun.kept(first.key) is None
    store.keep_item(replace(held, result={"no": "county"}), [])
    assert begun.kept(first.key) is begun.earlier(first.called) is None
    ran(many, tmp_path / "other", shelf=begun)
    assert solved() == codes(0, 0, 0)


def test_a_county_is_found_bad_again_without_reading_it(tmp_path: Path, store: Store) -> None:
    write(tmp_path / "in", [6])
    (tmp_path / "in" / f"{FIRST}.gpkg").write_bytes(b"no package")
    wanted = gathered(str(tmp_path / "in"), Asked())
    first = run(wanted, Inline(), ORDERS, shelf=shelf(store))
    again = run(wanted, Inline(), ORDERS, folder=Folder(tmp_path / "out"), shelf=shelf(store))
    states: list[CountyResult] = [*first.counties, *again.counties]
    assert [one.state for one in states] == ["bad", "bad"]
    assert (again.known, again.counties) == (1, first.counties)
    assert run(wanted, Inline(), replace(ORDERS, retry=True), shelf=shelf(store)).known == 0
