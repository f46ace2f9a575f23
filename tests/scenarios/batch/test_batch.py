"""Many counties: every one has its result whatever becomes of the others, once, the same however it was worked on."""

import json
import pickle
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import geodata
from benchmarks.many import FIRST, write
from scenarios.batch import run as running
from scenarios.batch.keeping import Folder, named
from scenarios.batch.keys import digest_of, held
from scenarios.batch.records import Batch, CountyResult, Done, Held, Item, Task, Wanted
from scenarios.batch.rollup import Against, against, quartiles, rolled
from scenarios.batch.run import Orders, Progress, run
from scenarios.batch.spec import Asked, gathered
from scenarios.spec.scenario import BASE
from scenarios.spread.records import Engine, Inline, Outcome, Processes
from scenarios.spread.spread import spread
from solvers.solve import solve
from solvers.stop import Stop
from tests.scenarios.batch.work import POISON, begin, prefecture, timeless
from zoning.model.errors import mistake
from zoning.model.policy import Policy, read_policy
from zoning.model.problem import Problem
from zoning.result.documents import from_document, to_document

ORDERS = Orders(limit=None)


@pytest.fixture(autouse=True)
def _cold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "begin", begin)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven counties: one infeasible, one bad, one that kills."""
    return prefecture(tmp_path_factory.mktemp("prefecture"), 7)


def solved(source: Path, folder: Path | None = None, engine: Engine | None = None, **more: Any) -> Batch:
    """The batch without the county that kills, unless there are processes to be killed."""
    wanted = gathered(str(source), Asked())
    if engine is None:
        wanted = [one for one in wanted if one.called != POISON]
    place = None if folder is None else Folder(folder)
    return run(wanted, engine or Inline(), more.pop("orders", ORDERS), folder=place, **more)


def states(batch: Batch) -> dict[str, str]:
    return {one.called: one.base.status if one.base else one.state for one in batch.counties}


def test_a_county_that_kills_or_is_wrong_costs_no_other(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The death is told by the engine, as the tests of each engine and ``tests.scenarios.batch.kills`` see it."""

    def deadly(work: Any, tasks: Iterable[Task], *others: Any) -> Iterator[Outcome[Task, Done | None]]:
        for task in tasks:
            if task.wanted.called == POISON:
                yield Outcome(task, None, died=True, host="here")
            else:
                yield from spread(work, [task], *others)

    alone = solved(source)
    monkeypatch.setattr(running, "spread", deadly)
    many = solved(source, tmp_path, Inline())
    expected = {str(FIRST): "infeasible", str(FIRST + 1): "bad"}
    expected |= {str(FIRST + k): "optimal" for k in range(3, 7)}
    assert states(alone) == expected
    assert states(many) == expected | {POISON: "died"}
    died = next(one for one in many.counties if one.called == POISON)
    assert (died.mistakes[0].says.key, died.host) == ("scenarios.spread.died", "here")
    rows = [row for row in timeless(to_document(many))["items"] if row["called"] != POISON]
    assert rows == timeless(to_document(alone))["items"]
    assert sorted(p.name for p in (tmp_path / "plans").iterdir()) == [
        str(FIRST),
        *(str(FIRST + k) for k in range(3, 7)),
    ]


def test_processes_find_what_one_does(source: Path) -> None:
    two = [one for one in gathered(str(source), Asked()) if one.called in (str(FIRST), str(FIRST + 3))]
    alone, many = (run(two, engine, ORDERS) for engine in (Inline(), Processes(2)))
    assert timeless(to_document(many)) == timeless(to_document(alone))


def test_plans_are_those_that_solve_finds(source: Path, tmp_path: Path) -> None:
    solved(source, tmp_path)
    code = str(FIRST + 4)
    given = geodata.read_county(source.parent / f"{code}.gpkg")
    direct = to_document(solve(Problem(given, read_policy("haidong").override({"zones.alone": ()}))))
    kept = json.loads((tmp_path / "plans" / code / "base.json").read_text(encoding="utf-8"))
    assert {**kept, "solver": None} == {**direct, "solver": None}


def test_a_second_run_reads_no_county_and_gives_the_same(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = solved(source, tmp_path)

    def none(*_: object, **__: object) -> Any:
        raise AssertionError("nothing is to be read or solved")

    monkeypatch.setattr(geodata, "read_source", none)
    monkeypatch.setattr("scenarios.batch.worker.build", none)
    second = solved(source, tmp_path)
    assert (first.known, second.known) == (0, 6)
    assert timeless(to_document(second)) == timeless(to_document(first))
    assert second.counties == first.counties


def test_what_a_county_depends_on_makes_it_new_again(source: Path, tmp_path: Path) -> None:
    solved(source, tmp_path)
    place = tmp_path / ".finished" / f"{FIRST + 3}.json"
    place.write_text("{", encoding="utf-8")
    (tmp_path / "plans" / str(FIRST + 4) / "base.json").unlink()
    assert solved(source, tmp_path).known == 4, "a broken result, and one without its plan"
    assert solved(source, tmp_path).known == 6
    assert solved(source, tmp_path, orders=Orders(seed=1, limit=None)).known == 0
    assert solved(source, tmp_path, orders=Orders(seed=1, limit=None, retry=True)).known == 5, "the bad one again"


def test_a_stop_keeps_what_is_done_and_the_same_command_goes_on(source: Path, tmp_path: Path) -> None:
    seen: list[int] = []
    cut = solved(source, tmp_path, stop=Stop(asked=lambda: len(seen) >= 2), on_progress=lambda at: seen.append(at.done))
    assert cut.interrupted
    assert len(cut.counties) == 2
    rest = solved(source, tmp_path)
    assert (rest.known, len(rest.counties)) == (2, 6)
    assert timeless(to_document(rest)) == timeless(to_document(solved(source)))


def test_progress_counts_every_county_once_and_foretells_from_those_of_this_run(source: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    solved(source, tmp_path, stop=Stop(asked=lambda: len(seen) >= 2), on_progress=seen.append)
    solved(source, tmp_path, on_progress=seen.append)
    own = [at for at in seen if at.left is not None]
    assert [at.done for at in own] == [1, 2, 3, 4, 5, 6], "the second run begins with the two of the first"
    assert {at.count for at in seen} == {6}
    for at in own:
        assert sum(at.states.values()) == at.done
        assert at.left == pytest.approx((6 - at.done) * 60 / at.per_minute)
    assert own[-1].left == 0


def test_two_counties_of_one_code_are_both_refused_whoever_comes_first(tmp_path: Path) -> None:
    write(tmp_path, [6, 6])
    second = geodata.read_source(tmp_path / f"{FIRST}.gpkg", {})
    wanted = [Wanted(name, second, Policy()) for name in ("first", "other")]
    for order in (wanted, wanted[::-1]):
        batch = run(order, Inline(), ORDERS)
        assert [(one.state, [m.says.key for m in one.mistakes]) for one in batch.counties] == [
            ("bad", ["scenarios.batch.code_twice"])
        ] * 2


def test_a_county_goes_as_bytes_where_the_disk_is_not_seen(tmp_path: Path) -> None:
    (path,) = write(tmp_path / "gpkg", [6])
    folder = tmp_path / "county"
    geodata.write_county(geodata.read_source(path), folder)
    for source in (path, folder):
        sent = held(source)
        assert isinstance(sent, Held)
        there = run([Wanted("a", source, Policy())], Inline(), ORDERS).counties[0]
        here = run([Wanted("a", sent, Policy())], Inline(), ORDERS).counties[0]
        assert [i.points for i in here.items] == [i.points for i in there.items]
        assert here.zones == there.zones


def test_tasks_and_results_go_through_a_pickle(source: Path) -> None:
    for wanted in gathered(str(source), Asked()):
        task = Task(wanted, "key", digest_of(wanted.source))
        again = pickle.loads(pickle.dumps(task))
        assert again.wanted.policy == wanted.policy
        assert [s.name for f in again.wanted.scenarios for s in f.scenarios] == ["four"]
    batch = solved(source)
    assert pickle.loads(pickle.dumps(batch)) == batch


def test_a_document_is_read_again_as_it_was_written(source: Path) -> None:
    batch = solved(source)
    document = to_document(batch)
    assert to_document(from_document(document)) == document


def test_rules_that_no_plan_keeps_say_what_the_least_relaxing_is(source: Path) -> None:
    """With what is said there is a plan, with a tenth of a minute less there is none."""
    one = gathered(str(source), Asked())[0]
    (result,) = run([one], Inline(), ORDERS).counties
    assert result.base is not None
    (way,) = [way for way in result.base.relaxed if way.set_.startswith("rules.max_minutes")]
    minutes = float(way.set_.partition("=")[2])
    assert f"{minutes:g}" in way.says.text("zh")
    given = geodata.read_county(source.parent / f"{FIRST}.gpkg")

    def status(most: float) -> str:
        return solve(Problem(given, one.policy.override({"rules.max_minutes": most}))).proof.status

    assert (status(minutes), status(minutes - 0.1)) == ("optimal", "infeasible")


# sums


def county(called: str, items: Sequence[Item], **more: Any) -> CountyResult:
    return CountyResult(called, "", "", "", code=called, stations=10, items=tuple(items), **more)


def test_sums_are_those_of_a_hand_worked_example() -> None:
    """Three counties, one worse than today, one not proved, one bad; a what-if loses one and wins none."""
    batch = Batch(
        (
            county("a", [Item(BASE, "optimal", 4, 100, 100, 0.0, {"gini": 0.1, "today_gini": 0.3}),
                         Item("four", "infeasible")], today=True),
            county("b", [Item(BASE, "feasible", 4, 900, 810, 0.1, {"gini": 0.3, "today_gini": 0.2}),
                         Item("four", "optimal", 4, 950, 950, 0.0, {"gini": 0.2})], today=True),
            county("alone", [Item(BASE, "optimal", 4, 9, 9, 0.0, {"gini": 0.2, "today_gini": 0.9})]),
            county("c", [], state="bad", mistakes=(mistake("scenarios.batch.missing"),)),
        ),
        4,
    )  # fmt: skip
    found = rolled(batch)
    base, four = found.scenarios
    assert (base.statuses, four.statuses) == ({"feasible": 1, "optimal": 2}, {"infeasible": 1, "optimal": 1})
    assert (four.lost, four.won) == (1, 0)
    change = base.against["gini"]
    assert (change.better, change.worse, change.same) == (1, 1, 0)
    assert change.difference.median == pytest.approx((-0.2 + 0.1) / 2)
    assert four.against["gini"].difference.median == pytest.approx(-0.1), "of the county that has both"
    assert base.spreads["gini"].median == pytest.approx(0.2)
    assert [(w.county, w.gap) for w in found.widest] == [("b", 0.1)]
    assert [look.county for look in found.looks] == ["a", "b", "c"]
    assert "points" not in base.spreads


def test_quartiles_leave_out_what_is_unknown() -> None:
    assert quartiles([float("nan")]) is None
    assert against([(float("nan"), 1.0)], "gini") is None
    spread = quartiles([4, 1, 2, 3, float("nan"), 5])
    assert spread is not None
    assert (spread.count, spread.least, spread.lower, spread.median, spread.upper, spread.most) == (5, 1, 2, 3, 4, 5)
    found = against([(1.0, 2.0), (10.0, 10.04), (10.0, 9.96), (10.0, 9.9)], "mean_minutes")
    assert isinstance(found, Against)
    assert (found.better, found.worse, found.same) == (1, 1, 2), "minutes are shown to a tenth"


@pytest.mark.parametrize("word", ["500230", "丰都", "a/b", "..", "x" * 200, "con.", ""])
def test_any_name_is_the_name_of_a_file_of_its_own(word: str, tmp_path: Path) -> None:
    name = named(word)
    (tmp_path / name).touch()
    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert name != named(word + "/")
