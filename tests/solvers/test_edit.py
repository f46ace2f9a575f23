"""Plans changed by hand: beside a list of labels that is changed in the same way, and beside all plans there are."""

import copy
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.edit import Edit
from solvers.engine import Engine
from solvers.stop import Stop
from tests.solvers.drawn import draw, problem_of, settle, square
from tests.solvers.oracle import Oracle
from tests.zoning.drawn import changed, county, plan, problem
from zoning.judge.score import score
from zoning.model.errors import ClaimError, InputError
from zoning.model.plan import Plan

NUMBERS = st.integers(0, 10_000)


def edit_of(seed: int, most: int = 10) -> tuple[Edit, list[int]]:
    """A drawn problem with a drawn plan of it, and the number of the zone of each station."""
    given_, rng = problem_of(draw(seed, most=most)), np.random.default_rng(seed)
    start = Plan.from_labels(given_.county.codes, rng.integers(0, 4, len(given_)).tolist())
    return Edit(given_, start), (start.labels(given_.county.codes) + 1).tolist()


@given(NUMBERS, st.lists(st.integers(0, 2**32), max_size=12))
def test_steps_in_any_order_give_what_a_list_of_numbers_gives(seed: int, steps: list[int]) -> None:
    edit, numbers = edit_of(seed)
    given_, codes = edit.problem, edit.problem.county.codes
    start = edit.score
    past, future = [(list(numbers), max(numbers))], list[tuple[list[int], int]]()
    for step in steps:
        rng = np.random.default_rng(step)
        labels, most = copy.deepcopy(past[-1])
        kind = rng.integers(4)
        before = edit.score
        if kind == 0:
            row = int(rng.integers(len(labels)))
            to = [int(rng.integers(1, most + 1)), str(rng.choice(codes)), None][rng.integers(3)]
            cost = edit.move(codes[row], to=to)
            if to is None and labels.count(labels[row]) > 1:
                labels[row] = most = most + 1
            elif to is not None:
                labels[row] = to if isinstance(to, int) else labels[codes.index(to)]
        elif kind == 1:
            a, b = (int(number) for number in rng.integers(1, most + 1, 2))
            cost = edit.merge(a, into=b)
            labels = [b if label == a else label for label in labels]
        elif kind == 2:
            assert edit.undo() == (len(past) > 1)
            future = [past.pop(), *future] if len(past) > 1 else future
            continue
        else:
            assert edit.redo() == bool(future)
            past += future[:1]
            future = future[1:]
            continue
        assert cost == edit.score - before
        if labels != past[-1][0]:
            past, future = [*past, (labels, most)], []
    labels = past[-1][0]
    assert edit.plan == Plan.from_labels(codes, labels)
    assert edit.score == score(given_, edit.plan)
    assert edit.violations == edit.score.violations
    assert edit.difference == edit.score - start
    assert list(edit.zones) == sorted(set(labels))
    for number, zone in edit.zones.items():
        assert zone.stations == tuple(code for code, label in zip(codes, labels, strict=True) if label == number)
        assert edit.score.zones[edit.numbers.index(number)] is zone


def test_a_zone_keeps_its_number_when_its_first_station_leaves_and_its_order_changes() -> None:
    edit = Edit(problem(), plan("AD", "BE", "CF"))
    edit.move("A", to=3)
    assert {number: zone.stations for number, zone in edit.zones.items()} == {1: ("D",), 2: ("B", "E"), 3: tuple("ACF")}
    assert edit.plan == plan("ACF", "BE", "D")
    assert edit.numbers == (3, 2, 1)


def test_a_zone_left_empty_keeps_its_number_and_a_new_zone_takes_the_next() -> None:
    edit = Edit(problem(), plan("AD", "BE", "CF"))
    edit.merge(1, into="F")
    assert list(edit.zones) == [2, 3]
    edit.move("B", to=None)
    assert list(edit.zones) == [2, 3, 4]
    edit.move("D", to=1)
    assert edit.zones[1].stations == ("D",)
    assert edit.plan == plan("ACF", "B", "D", "E")


def test_numbers_given_by_steps_undone_are_given_again() -> None:
    edit = Edit(problem(), plan("AD", "BE", "CF"))
    edit.move("A", to=None)
    assert edit.undo()
    edit.move("B", to=None)
    assert edit.zones[4].stations == ("B",)
    assert not edit.redo()


@pytest.mark.parametrize(
    "step",
    [
        lambda edit: edit.move("A", to=1),
        lambda edit: edit.move("A", to="D"),
        lambda edit: edit.move("F", to=None),
        lambda edit: edit.merge(2, into="C"),
    ],
)
def test_a_step_that_changes_nothing_is_none(step: Callable[[Edit], object]) -> None:
    edit = Edit(problem(), plan("AD", "BCE", "F"))
    edit.move("C", to=2)
    before = edit.score
    step(edit)
    assert edit.score is before
    assert not edit.undo()


def test_undo_goes_back_to_the_start_and_redo_to_the_end() -> None:
    edit = Edit(problem(), plan("ABCDEF"))
    seen = [edit.score]
    for code in "ABCDE":
        edit.move(code, to=None)
        seen.append(edit.score)
    assert edit.plan == plan(*"ABCDEF")
    for back in reversed(seen[:-1]):
        assert edit.undo()
        assert edit.score is back
    assert not edit.undo()
    assert edit.difference.points == 0
    for ahead in seen[1:]:
        assert edit.redo()
        assert edit.score is ahead
    assert not edit.redo()


def test_stations_go_by_code_or_name_with_or_without_the_word_for_station() -> None:
    edit = Edit(problem(), plan("AD", "BE", "CF"))
    edit.move("A镇派出所", to="C镇")
    assert edit.plan == plan("ACF", "BE", "D")


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (lambda edit: edit.move("X", to=1), ["X"]),
        (lambda edit: edit.move("A", to=9), ["9"]),
        (lambda edit: edit.move("A", to=0), ["0"]),
        (lambda edit: edit.move("A", to=-1), ["-1"]),
        (lambda edit: edit.move("A", to="南"), ["南"]),
        (lambda edit: edit.move("X", to=9), ["X", "9"]),
        (lambda edit: edit.move("同名", to=1), ["同名"]),
        (lambda edit: edit.merge(7, into=8), ["7", "8"]),
        (lambda edit: edit.merge("Y", into=1), ["Y"]),
    ],
)
def test_a_wrong_station_or_zone_is_refused_with_a_remedy_and_the_plan_stays(
    step: Callable[[Edit], object], says: list[str]
) -> None:
    given_ = county(stations=changed(E={"name": "同名"}, F={"name": "同名"}))
    edit = Edit(problem(given_), plan("AD", "BE", "CF"))
    edit.move("A", to=2)
    before = edit.score
    with pytest.raises(InputError) as error:
        step(edit)
    assert [mistake.value for mistake in error.value.mistakes] == says
    assert all(mistake.text("zh") for mistake in error.value.mistakes)
    assert edit.score is before
    assert edit.undo()
    assert not edit.undo()


def test_the_numbers_there_are_stand_in_the_remedy() -> None:
    edit = Edit(problem(), plan("AD", "BE", "CF"))
    edit.merge(2, into=1)
    with pytest.raises(InputError, match=r'"7" there is no zone of this number; .*: 1 .*防区, 3 .*防区'):
        edit.move("A", to=7)


def test_a_plan_of_another_county_cannot_be_edited() -> None:
    with pytest.raises(InputError, match="in no zone: F"):
        Edit(problem(), plan("ABCDE"))


def test_the_gap_is_what_a_plan_costs_more_than_the_best_of_all_plans() -> None:
    kept = broken = 0
    for seed in range(90_000, 90_040):
        case = draw(seed, most=7)
        given_ = problem_of(case)
        oracle = Oracle(case, settle(given_))
        rng, engine = np.random.default_rng(seed), Engine()
        start = Plan.from_labels(given_.county.codes, rng.integers(0, 3, len(given_)).tolist())
        edit = Edit(given_, start, engine=engine)
        legal = [Plan.of(oracle.codes(partition)) for _, partition in islice(oracle.legal(), 3)]
        for wanted in [start, *legal]:
            make(edit, wanted)
            gap = edit.gap
            if edit.violations:
                assert gap is None
                broken += 1
                continue
            assert gap is not None
            assert oracle.best is not None
            assert gap.points == edit.score.points - oracle.best[0] >= 0
            assert gap.share == (gap.points / edit.score.points if edit.score.points else 0)
            assert gap.proof.status == "optimal"
            assert edit.best is edit.best
            kept += 1
    assert kept > 20
    assert broken > 5


def make(edit: Edit, wanted: Plan) -> None:
    """Make the plan the one wanted, station by station."""
    for zone in wanted.zones:
        edit.move(zone[0], to=None)
        for code in zone[1:]:
            edit.move(code, to=zone[0])
    assert edit.plan == wanted


def test_where_no_plan_keeps_the_rules_there_is_no_gap_and_the_best_says_why() -> None:
    edit = Edit(problem(rules__min_officers=61), plan("ABCDEF"))
    assert edit.gap is None
    assert edit.best.proof.status == "infeasible"
    assert edit.best.proof.reasons


def test_a_search_that_is_stopped_may_be_gone_on_with_and_a_proof_once_reached_stays() -> None:
    given_ = problem_of(square(3))
    edit = Edit(given_, Plan.of([given_.county.codes]), stop=Stop(asked=lambda: True))
    early = edit.gap
    assert early is not None
    assert edit.best.run.stopped == "interrupt"
    assert edit.seek().proof.status == "optimal"
    assert edit.best.score is not None
    assert edit.gap is not None
    assert edit.gap.points == edit.score.points - edit.best.score.points
    assert early.points >= edit.gap.points
    assert edit.seek(Stop(asked=lambda: True)) is edit.best


def test_a_proof_that_a_plan_contradicts_is_a_fault_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    given_, start = problem(), plan("ABC", "DEF")
    found = Edit(given_, start).seek()
    points = score(given_, start).points
    for proof in (replace(found.proof, bound=points + 1), replace(found.proof, status="infeasible", bound=None)):
        monkeypatch.setattr("solvers.edit.solve", lambda *_, proof=proof, **__: replace(found, proof=proof))
        with pytest.raises(ClaimError, match="keeps all rules"):
            _ = Edit(given_, start).gap
    monkeypatch.setattr("solvers.edit.solve", lambda *_, **__: replace(found, proof=replace(found.proof, bound=points)))
    exact = Edit(given_, start).gap
    assert exact is not None
    assert (exact.points, exact.share) == (0, 0.0)


def test_what_is_proved_later_replaces_what_is_proved_less(monkeypatch: pytest.MonkeyPatch) -> None:
    given_, start = problem(), plan("ABC", "DEF")
    found = Edit(given_, start).seek()
    bounds = iter([None, 5, 3, None, 7])
    monkeypatch.setattr(
        "solvers.edit.solve",
        lambda *_, **__: replace(found, proof=replace(found.proof, status="feasible", bound=next(bounds))),
    )
    edit = Edit(given_, start)
    assert edit.gap is None
    assert [edit.seek().proof.bound for _ in range(4)] == [5, 5, 5, 7]
    assert edit.gap is not None
    assert edit.gap.points == edit.score.points - 7
