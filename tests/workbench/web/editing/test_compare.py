"""Plans beside each other: slots by overlap, measures with the best, stations that are elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoning.drawn import problem
from workbench.web.editing.compare import Compared, compare
from workbench.web.editing.content import Content
from workbench.web.editing.slots import in_slots, moves
from zoning.judge.measures import MEASURES
from zoning.judge.score import score
from zoning.model.errors import InputError
from zoning.model.plan import Plan

FIRST = Content((("A", "D"), (), ("B", "C", "E", "F")))
LABELS = st.lists(st.integers(0, 3), min_size=6, max_size=6)


def test_two_plans_in_the_slots_of_the_first() -> None:
    other = Content((("B", "C", "F"), ("A", "D", "E")))
    found = compare(problem(), [Compared("3@12", FIRST), Compared("5", other)])
    assert [plan["labels"] for plan in found["plans"]] == [[0, 2, 2, 0, 2, 2], [0, 2, 2, 0, 0, 2]]
    assert [plan["moved"] for plan in found["plans"]] == [[], ["E"]]
    assert found["moves"] == [{"station": "E", "slots": [2, 0]}]
    assert [plan["label"] for plan in found["plans"]] == ["3@12", "5"]
    own = [score(problem(), one.plan).measures for one in (FIRST, other)]
    assert [row["key"] for row in found["measures"]] == [measure.key for measure in MEASURES]
    for row in found["measures"]:
        values = [measures[row["key"]] for measures in own]
        assert row["values"] == values
        assert row["best"] == [k for k in (0, 1) if values[k] == min(values)]


def test_each_plan_is_judged_with_the_offices_chosen_for_it() -> None:
    chosen, free = problem(pins__offices=("C",)), problem()
    found = compare(chosen, [Compared("own", FIRST, ("C",)), Compared("today", FIRST)])
    own, today = found["plans"]
    assert own["score"]["measures"] == score(chosen, FIRST.plan).measures
    assert today["score"]["measures"] == score(free, FIRST.plan).measures
    assert own["score"]["measures"]["travel"] > today["score"]["measures"]["travel"], "C is the end of its zone"


def test_two_to_four_are_compared() -> None:
    for count in (0, 1, 5):
        with pytest.raises(InputError):
            compare(problem(), [Compared(str(k), FIRST) for k in range(count)])
    assert len(compare(problem(), [Compared(str(k), FIRST) for k in range(4)])["plans"]) == 4


@given(LABELS, LABELS)
def test_slots_are_given_once_and_as_few_stations_as_can_be_leave_theirs(first: list[int], second: list[int]) -> None:
    codes = "ABCDEF"
    one = Content(tuple(tuple(c for c, z in zip(codes, first, strict=True) if z == k) for k in range(4)))
    plan = Plan.from_labels(codes, second)
    staff = dict.fromkeys(codes, 1)
    made = in_slots(one, plan, staff)
    assert made.plan == plan
    stay = [code for code in codes if made.slot[code] == one.slot[code]]
    best = max(shared(one, plan))
    assert len(stay) == best
    assert len(moves(one, made)) == 6 - best
    held = in_slots(one, plan, staff, ["C"])
    assert held.slot["C"] == one.slot["C"]
    assert held.plan == plan


def shared(one: Content, plan: Plan) -> list[int]:
    """Stations in the same slot, for every way of giving filled slots to the zones of a plan."""
    slots = list(one.slots)

    def ways(zones: tuple[tuple[str, ...], ...], left: list[int]) -> list[int]:
        if not zones:
            return [0]
        skipped = ways(zones[1:], left)
        return skipped + [
            len(set(zones[0]) & set(one.zones[z])) + rest
            for z in left
            for rest in ways(zones[1:], [other for other in left if other != z])
        ]

    return ways(plan.zones, slots)
