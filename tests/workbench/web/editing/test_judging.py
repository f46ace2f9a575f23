"""A content under the judge: with and without what was judged before, by slot, in words."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.solvers.drawn import draw, problem_of
from tests.workbench.web.editing.walks import drawn_content, drawn_step
from tests.zoning.drawn import county, policy, problem
from workbench.web.editing.content import Content, Locks
from workbench.web.editing.judging import broken, difference, judged, loose_part, score_document, shown_names
from workbench.web.editing.ops import apply
from workbench.web.editing.problems import judged_problem
from workbench.web.editing.problems import problem_of as solvers_problem
from zoning.judge.measures import POINTS
from zoning.judge.names import zone_names
from zoning.judge.score import score
from zoning.model.errors import InputError


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.lists(st.integers(0, 2**32), min_size=1, max_size=8))
def test_a_walk_is_judged_like_its_last_content_alone(seed: int, steps: list[int]) -> None:
    drawn = problem_of(draw(seed))
    own, at = drawn.policy, drawn_content(drawn, np.random.default_rng(seed))
    one = judged(judged_problem(drawn.county, own, at), at)
    for number in steps:
        step = drawn_step(at, drawn.county.codes, np.random.default_rng(number))
        try:
            at = apply(drawn.county, own, at, step)
            one = judged(judged_problem(drawn.county, own, at, one.problem), at, one)
        except InputError:  # of the step, or of pins that the drawn policy has already
            continue
        fresh = judged(judged_problem(drawn.county, own, at), at)
        assert score_document(one) == score_document(fresh)
        assert one.score == score(fresh.problem, at.plan)
        assert sum(POINTS * w * s for w, s in weighted(score_document(one))) == pytest.approx(one.score.points, abs=9)


def weighted(document: dict[str, Any]) -> list[tuple[float, float]]:
    return [(document["weights"][key], share) for key, share in document["measures"].items()]


def test_zones_stand_in_their_slots_with_their_names() -> None:
    at = Content((("C", "F"), (), ("A", "D"), ("B", "E")), names={"1": "空", "2": "西防区"})
    one = judged(problem(), at)
    zones = score_document(one)["zones"]
    assert [zone and zone["slot"] for zone in zones] == [0, None, 2, 3]
    assert [zone["stations"] for zone in zones if zone] == [2, 2, 2]
    assert zones[2]["name"] == "西防区"
    assert zones[3]["name"] == dict(zip(one.slots, zone_names(one.problem, one.score), strict=True))[3]
    assert shown_names(one)[1] == "空"
    by_slot = dict(zip(one.slots, one.score.zones, strict=True))
    assert (zones[0]["office"], zones[0]["points"]) == (by_slot[0].office, by_slot[0].points)
    assert zones[0]["far"] == by_slot[0].figures["farthest_minutes"]


def test_a_zone_of_one_station_has_no_ways() -> None:
    zones = score_document(judged(problem(), Content((("A",), ("B", "C", "D", "E", "F")))))["zones"]
    assert [(zone["far"] is None, zone["mean"] is None) for zone in zones] == [(True, True), (False, False)]


def test_broken_rules_name_their_slot_and_the_loose_part() -> None:
    """D  E  F above A  B  C: A and F hang together with nobody in their zones."""
    of = problem(zones__max=2, rules__min_officers=20)
    found = broken(judged(of, Content((("C",), ("A", "B", "F"), ("D", "E")))))
    by_rule = {(one["rule"], one["zone"]): one for one in found}
    assert by_rule["contiguous", 1]["loose"] == ["F"]
    assert by_rule["min_officers", 0]["stations"] == ["C"]
    assert by_rule["zone_count", None]["loose"] == []
    assert len(found) == 3
    assert all(one["says"] and one["says_en"] and one["says"] != one["says_en"] for one in found)
    assert loose_part(county(), ("A", "F")) == ("F",), "of equal parts the first by code stays"
    assert loose_part(county(), ("A", "C", "F")) == ("A",)


def test_holds_change_no_points_but_chosen_offices_do() -> None:
    six, own = county(), policy(weights__travel=1, weights__mismatch=0)
    plain = Content((("A", "B", "C"), ("D", "E", "F")))
    held = Content(plain.zones, Locks(stations=("A",), zones=(1,)))
    chosen = Content(plain.zones, Locks(offices=("A",)))

    def points(at: Content) -> set[int]:
        problems = (judged_problem(six, own, at), solvers_problem(six, own, at, locks=True))
        return {judged(of, at).score.points for of in problems}

    assert len(points(plain) | points(held)) == len(points(chosen)) == 1
    assert min(points(chosen)) > min(points(plain)), "B is in the middle, A is not"


def test_a_difference_is_what_the_first_has_more() -> None:
    old, new = Content((("A", "D"), ("B", "C", "E", "F"))), Content((("A", "B", "D"), ("C", "E", "F")))
    given = problem(weights__travel=1)
    now, then = (judged(given, one).score for one in (new, old))
    less = difference(now, then)
    assert less["points"] == now.points - then.points != 0
    assert less["measures"]["travel"] == now.measures["travel"] - then.measures["travel"]
    assert difference(now, now)["points"] == 0
