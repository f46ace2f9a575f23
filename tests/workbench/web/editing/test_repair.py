"""Plans put right, beside all plans that are up to three moves away."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.solvers.drawn import draw, problem_of, square
from tests.workbench.web.editing.walks import drawn_content
from tests.zoning.drawn import county, problem
from workbench.web.editing.content import Content, Locks
from workbench.web.editing.nearby import Start
from workbench.web.editing.repair import repair
from workbench.web.editing.slots import moves
from zoning.judge.rules import violations
from zoning.judge.score import score
from zoning.model.plan import Plan
from zoning.model.problem import Problem


def fewest(of: Problem, content: Content, free: list[str]) -> tuple[int, int] | None:
    """The fewest moves, at most three, that put the plan right, and the fewest points with so many."""
    seen: dict[Plan, int | None] = {}
    slots = [z for z, zone in enumerate(content.zones) if zone and z not in content.locks.zones]
    last = len(content.zones)
    for count in range(4):
        points = []
        for codes in combinations(free, count):
            for targets in product([*slots, *range(last, last + count)], repeat=count):
                labels = content.slot | dict(zip(codes, targets, strict=True))
                plan = Plan.from_labels(of.county.codes, [labels[code] for code in of.county.codes])
                if plan not in seen:
                    seen[plan] = None if violations(of, plan) else score(of, plan).points
                points += [known for known in (seen[plan],) if known is not None]
        if points:
            return count, min(points)
    return None


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.booleans())
def test_no_plan_needs_fewer_moves_and_none_of_as_few_has_fewer_points(seed: int, edited: bool) -> None:
    of, rng = problem_of(draw(seed, most=6)), np.random.default_rng(seed)
    content = drawn_content(of, rng, 3)
    codes = of.county.codes
    held = tuple(sorted({str(code) for code in rng.choice(codes, 2)})) if rng.integers(2) else ()
    filled = [z for z, zone in enumerate(content.zones) if zone]
    whole = (int(rng.choice(filled)),) if not rng.integers(3) else ()
    content = replace(content, locks=Locks(stations=held, zones=whole))
    moved = (str(rng.choice(codes)),) if edited else ()
    free = [code for code in codes if code not in content.held.union(moved)]
    least, made = fewest(of, content, free), repair(of, content, moved=moved)
    if least is not None:
        assert made.content is not None
        assert made.fewest
        assert (len(made.moves), score(of, made.content.plan).points) == least
    elif made.fewest and not edited:
        assert len(made.moves) > 3
    if made.content is None:
        assert made.reasons
        return
    assert not score(of, made.content.plan).violations
    assert made.moves == tuple(moves(content, made.content))
    assert all(made.content.slot[code] == content.slot[code] for code in content.held)
    assert all(made.content.zones[z] == content.zones[z] for z in content.locks.zones)


def test_one_loose_station_goes_back_to_its_neighbours() -> None:
    """A B C / D E F: F in the zone of A and D hangs together with neither."""
    of = problem(zones__max=3, zones__min_stations=2)
    content = Content((("A", "D", "F"), ("B", "E"), ("C",)))
    made = repair(of, content)
    assert (made.moves, made.fewest) == ((("F", 0, 2),), True)
    assert made.content == Content((("A", "D"), ("B", "E"), ("C", "F")))


def test_what_was_edited_stays_where_that_goes() -> None:
    of = problem(zones__max=3, zones__min=3, zones__min_stations=2)
    edited = Content((("A", "D"), ("B", "C", "E"), ("F",)))
    assert repair(of, edited, moved=["C"]).moves == (("E", 1, 2),)
    band = problem(zones__max=2, zones__min=2, zones__min_stations=3)
    stuck = Content((("A", "B", "D", "F"), ("C", "E")))
    made = repair(band, stuck, moved=["F"])
    assert made.content is not None
    assert made.content.slot["F"] == 1, "with A, B or D it hangs together over C or E only, and three have to be left"


def test_a_rule_on_the_number_of_zones_is_met_by_a_new_zone() -> None:
    of = problem(zones__min=3, zones__min_stations=2)
    made = repair(of, Content((("A", "D"), ("B", "C", "E", "F"))))
    assert made.content is not None
    assert made.fewest
    assert [len(zone) for zone in made.content.zones] == [2, 2, 2]
    assert {to for _, _, to in made.moves} == {2}


def test_three_moves_are_the_fewest_where_a_zone_of_six_has_to_become_two_of_three() -> None:
    """A B C / D E F: of the ways to cut two connected zones of three out of it the cheapest is taken."""
    of = problem(zones__max=2, zones__min=2, zones__min_stations=3)
    made = repair(of, Content((tuple("ABCDEF"),)))
    assert made.content is not None
    assert (len(made.moves), made.fewest) == (3, True)
    halves = [Plan.of([half, set("ABCDEF").difference(half)]) for half in combinations("ABCDEF", 3)]
    points = [judged.points for plan in halves if not (judged := score(of, plan)).violations]
    assert score(of, made.content.plan).points == min(points)


def test_as_many_plans_are_tried_as_are_counted_beforehand() -> None:
    start = Start((0b00111, 0b11000), tuple(range(5)), (0, 1))
    for count in range(1, 5):
        made = list(start.moves(count))
        assert len(set(made)) == len(made) == start.number(count)


def test_where_all_are_too_many_no_part_of_the_moves_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.web.editing.repair.TRIED", 20)
    of = problem_of(square(3).but(most=3, fewest=3, min_stations=2))
    codes = of.county.codes
    content = Content((codes[:1], codes[1:2], codes[2:3], codes[3:]))
    made = repair(of, content)
    assert made.content is not None
    assert not made.fewest
    for count in range(len(made.moves)):
        for some in combinations(made.moves, count):
            slots = content.slot | {code: b for code, _, b in some}
            assert violations(of, Plan.from_labels(codes, [slots[code] for code in codes]))


def test_beyond_what_can_be_tried_the_solver_answers_and_says_so() -> None:
    of = problem_of(square(4).but(most=4, fewest=4, min_stations=4))
    codes = of.county.codes
    made = repair(of, Content((codes,)))
    assert made.content is not None
    assert not made.fewest
    assert not score(of, made.content.plan).violations
    none = repair(problem(county(), zones__max=1, pins__apart=(("A", "B"),)), Content((("A",), tuple("BCDEF"))))
    assert none.content is None
    assert none.reasons


@pytest.mark.parametrize("held", [("A",), ("A", "C")])
def test_what_is_locked_is_never_moved(held: tuple[str, ...]) -> None:
    of = problem(zones__max=2, zones__min_stations=2)
    content = Content((("A", "C", "D"), ("B", "E", "F")), Locks(stations=held))
    made = repair(of, content)
    assert made.content is not None
    assert all(made.content.slot[code] == 0 for code in held)
