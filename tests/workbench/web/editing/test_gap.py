"""The gap box: what is said at every state of the proofs, and what is never said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.web.editing.gap import Bound, gap_box
from zoning.model.errors import ClaimError
from zoning.texts import Message

WHY = (Message("zoning.plan.empty_zone"),)
NUMBERS = ("price_of_locks", "still", "total")


def test_three_numbers_of_a_plan_that_is_not_the_best_under_its_locks() -> None:
    """P = 280,652, B₀ = 278,460, B₁ = 280,446."""
    assert "1,206" in gap_box(281_652, 0, Bound("optimal", 278_460), Bound("optimal", 280_446))["says"]
    box = gap_box(280_652, 0, Bound("optimal", 278_460), Bound("optimal", 280_446))
    assert (box["state"], box["bound"], box["locked_bound"]) == ("proved", 278_460, 280_446)
    assert (box["price_of_locks"], box["still"]) == (1_986, 206)
    assert box["total"] == pytest.approx(2_192 / 280_652)
    assert "206" in box["says"]
    assert "锁定" in box["says"]
    assert "锁定" not in gap_box(280_652, 0, Bound("optimal", 278_460), Bound("optimal", 278_460))["says"]
    assert "0.78" in box["says_en"]


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["optimal", "feasible"]))
def test_the_parts_add_up(lowest: int, price: int, still: int, status: str) -> None:
    free = Bound(status, lowest)  # type: ignore[arg-type]
    box = gap_box(lowest + price + still, 0, free, Bound("optimal", lowest + price))
    assert box["still"] == still
    assert box["price_of_locks"] == (price if status == "optimal" else None), "a bound that may rise has no price"
    assert box["total"] * (lowest + price + still) == pytest.approx(price + still)


def test_a_plan_that_breaks_a_rule_has_no_gap_and_costs_what_it_likes() -> None:
    box = gap_box(100, 2, Bound("optimal", 200), Bound("optimal", 300))
    assert box["state"] == "broken"
    assert [box[key] for key in NUMBERS] == [None] * 3
    assert "2" in box["says"]


def test_as_long_as_nothing_is_proved_it_is_being_proved_and_never_zero() -> None:
    for free, held in ((None, None), (None, Bound("unknown")), (Bound("unknown"), Bound("unknown"))):
        box = gap_box(100, 0, free, held)
        assert box["state"] == "proving"
        assert [box[key] for key in NUMBERS] == [None] * 3
    half = gap_box(100, 0, Bound("optimal", 80), None)
    assert (half["state"], half["still"], half["total"]) == ("proving", None, 0.2)
    assert gap_box(100, 0, None, Bound("optimal", 80))["state"] == "proving"


def test_locks_without_any_plan_say_why() -> None:
    for points, broken in ((100, 1), (100, 3)):
        box = gap_box(points, broken, Bound("optimal", 80), Bound("infeasible", None, WHY))
        assert (box["state"], box["still"]) == ("none", None)
        assert "锁定" in box["says"]
        assert box["reasons"][0]["says_en"] == WHY[0].text("en")
    rules = gap_box(100, 1, Bound("infeasible", None, WHY), Bound("infeasible", None, WHY))
    assert "锁定" not in rules["says"]


def test_above_64_stations_the_bound_is_called_weak() -> None:
    box = gap_box(100, 0, Bound("feasible", 90, (), 65), Bound("feasible", 90, (), 65))
    assert (box["state"], box["still"]) == ("weak", 10)
    assert gap_box(100, 0, Bound("feasible", 90, (), 64), Bound("feasible", 90, (), 64))["state"] == "proved"


def test_the_best_plan_is_called_so() -> None:
    best, locked = Bound("optimal", 100), Bound("optimal", 120)
    assert gap_box(100, 0, best, best)["says"].startswith("已证明最优")
    box = gap_box(120, 0, best, locked)
    assert "锁定之下没有更省" in box["says"]
    assert (box["still"], box["price_of_locks"], box["total"]) == (0, 20, 20 / 120)
    weaker = gap_box(120, 0, best, Bound("feasible", 90))
    assert weaker["locked_bound"] == 100, "what holds without locks holds with them"


def test_a_proof_that_cannot_be_is_a_fault() -> None:
    for free, held in (
        (Bound("optimal", 200), None),
        (Bound("optimal", 80), Bound("optimal", 101)),
        (Bound("infeasible"), None),
    ):
        with pytest.raises(ClaimError):
            gap_box(100, 0, free, held)
