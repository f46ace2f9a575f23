"""Duty rosters beside enumeration: the best ones, what stays open at the least, and the smallest changes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from solvers.stop import Stop
from systems.rosters.changes import loosened, manned, shortage
from systems.rosters.checking import broken, gaps, measured, missing_by_day, surplus
from systems.rosters.demand import even, profiles
from systems.rosters.patterns import groups_lacking, least_parts, most_duties, ruled_out
from systems.rosters.programme import Clock, least_open, solved
from systems.rosters.records import OFF, OPEN_KEYS, PART_KEYS, Month, Rules, Shift, Task
from systems.rosters.start import first_roster
from tests.systems.rosters import oracle

DAY, NIGHT = Shift(8.0, 18.0), Shift(18.0, 8.0)


def task(groups, need, days=5, rules=Rules(), linked=(), first_weekday=3) -> Task:  # noqa: B008 - it is frozen
    """A task that asks for the same on every day, from a Thursday, so that a weekend is among the days."""
    return Task(Month("", days, first_weekday), (DAY, NIGHT), rules, groups, tuple((n,) * days for n in need), linked)


TIGHT = Rules(most_in_row=3, most_nights=2)
CASES = [
    task((4,), ((1, 1),)),
    task((3,), ((1, 0),), rules=TIGHT),
    task((3,), ((1, 1),), rules=Rules(most_nights=1), days=4),
    task((3,), ((1, 1),)),
    task((3,), ((1, 1),), rules=Rules(alternate=False, night_rest_hours=12.0)),
    task((2,), ((1, 0),), rules=Rules(most_in_row=2), days=6),
    task((2, 2), ((1, 1), (1, 0)), linked=(1,), days=3, first_weekday=4),
    task((1, 3), ((0, 1), (1, 0)), linked=(1,), days=4),
    task((3,), ((0, 1),), rules=Rules(fair=0)),
    task((3,), ((2, 1),), days=4),
    task((3,), ((3, 1),), rules=Rules(alternate=False), days=4),
]


@pytest.mark.parametrize("one", CASES, ids=range(len(CASES)))
def test_the_best_roster_is_that_of_enumeration(one: Task) -> None:
    best, found = oracle.best(one), solved(one, Clock())
    if best is None:
        assert found.status == "infeasible"
        return
    assert found.status == "optimal"
    assert broken(one, found.duties) == []
    assert gaps(one, found.duties) == ()
    assert surplus(one, found.duties) == 0
    assert [part.value for part in found.parts] == [0, *best] == [part.bound for part in found.parts]
    assert all(value >= least_parts(one)[key] for key, value in zip(PART_KEYS[1:], best, strict=True))


@pytest.mark.parametrize("one", [one for one in CASES if not oracle.can_be(one)])
def test_what_cannot_be_manned_leaves_least_open_and_the_smallest_changes_are_those_of_enumeration(one: Task) -> None:
    found = least_open(one, Clock())
    assert found.status == "optimal"
    assert broken(one, found.duties) == []
    assert tuple(part.value for part in found.parts) == pytest.approx(oracle.least_open(one))
    assert [part.value for part in found.parts] == [part.bound for part in found.parts]
    assert tuple(part.value for part in found.parts) == measured(one, found.duties, OPEN_KEYS)
    lacking = shortage(one, Clock())
    enough = (k for k in range(1, 4) if any(oracle.can_be(bigger(one, m)) for m in shares(k, len(one.groups))))
    extra = next(enough, None)
    assert (None if lacking.extra is None else sum(lacking.extra)) == extra
    if lacking.extra is not None and extra is not None:
        assert extra >= (groups_lacking(one) or 0)
        assert lacking.extra_proved
        assert oracle.can_be(bigger(one, lacking.extra))
    for rule in lacking.loosenings:
        assert rule.proved
        values = {
            "most_nights": range(one.rules.most_nights + 1, one.month.days + 1),
            "most_in_row": range(one.rules.most_in_row + 1, one.month.days + 1),
            "rest_hours": range(int(max(one.rules.rest_hours, one.rules.night_rest_hours)) - 1, -1, -1),
            "alternate": [0],
            "fair": range((one.rules.fair or 0) + 1, one.month.days + 1),
            "on_duty": range(max(d.count for d in one.demands) - 1, 0, -1),
        }[rule.rule]
        found_first = (v for v in values if oracle.can_be(changed(one, rule.rule, v)))
        assert rule.value == next(found_first, None), rule.rule


def changed(one: Task, rule: str, value: float) -> Task:
    """The task with a rule at another value, or with so many groups on duty in a shift at the most."""
    if rule == "on_duty":
        return replace(one, need=tuple(tuple(tuple(min(n, int(value)) for n in d) for d in h) for h in one.need))
    return replace(one, rules=loosened(one.rules, rule, value))


def bigger(one: Task, more) -> Task:
    return replace(one, groups=tuple(a + b for a, b in zip(one.groups, more, strict=True)))


def shares(count: int, homes: int):
    """Every way to give so many groups to homes."""
    if homes == 1:
        return [(count,)]
    return [(first, *rest) for first in range(count + 1) for rest in shares(count - first, homes - 1)]


rules_drawn = st.builds(
    Rules,
    rest_hours=st.sampled_from([0.0, 12.0, 20.0]),
    night_rest_hours=st.sampled_from([0.0, 24.0, 40.0]),
    alternate=st.booleans(),
    most_in_row=st.integers(1, 4),
    most_nights=st.integers(0, 3),
    fair=st.sampled_from([None, 0, 1, 2]),
)


@bounded(max_examples=20)
@given(rules_drawn, st.integers(1, 3), st.tuples(st.integers(0, 1), st.integers(0, 1)), st.integers(0, 6))
def test_any_small_task_is_answered_as_by_enumeration(rules, groups, need, first) -> None:
    one = task((groups,), (need,), 4, rules, first_weekday=first)
    best, found = oracle.best(one), solved(one, Clock())
    assert (found.status == "infeasible") == (best is None)
    if best is not None:
        assert [part.value for part in found.parts] == [0, *best]
    else:
        assert tuple(part.value for part in least_open(one, Clock()).parts) == pytest.approx(oracle.least_open(one))


@bounded(max_examples=20)
@given(rules_drawn, st.integers(2, 6))
def test_no_group_has_more_duties_in_a_row_of_days_than_counting_says(rules, days) -> None:
    shifts = (DAY, NIGHT)
    loose = replace(rules, most_nights=days)
    most = max(sum(s != OFF for s in row) for row in oracle.rows(loose, shifts, days))
    assert most_duties(rules, shifts, days)[days] == most


@bounded(max_examples=25)
@given(rules_drawn, st.integers(1, 9), st.integers(0, 2), st.integers(0, 2), st.sampled_from([7, 28, 31]))
def test_a_first_roster_keeps_rest_and_has_no_duty_too_many(rules, groups, by_day, by_night, days) -> None:
    one = task((groups,), ((by_day, by_night),), days, replace(rules, fair=None))
    rows = first_roster(one)
    assert broken(one, rows) == []
    assert surplus(one, rows) == 0


def test_the_judge_sees_every_rule_broken_at_its_place() -> None:
    one = task((2,), ((1, 1),), 7, Rules(most_in_row=3, most_nights=1, fair=1), first_weekday=0)
    kept = ((0, OFF, OFF, 0, OFF, OFF, 0), (1, OFF, OFF, 0, OFF, OFF, OFF))
    assert broken(one, kept) == []
    spoilt = {
        "shape": (kept[0],),
        "no_shift": ((2, *kept[0][1:]), kept[1]),
        "rest": ((1, OFF, 0, OFF, OFF, OFF, OFF), kept[1]),
        "twice": ((0, 0, *(OFF,) * 5), kept[1]),
        "row": ((0, OFF, 0, OFF, OFF, OFF, OFF), kept[1]),
        "nights": ((1, OFF, OFF, 1, OFF, OFF, OFF), kept[1]),
        "unfair_night": ((OFF,) * 7, (1, OFF, OFF, 1, OFF, OFF, OFF)),
        "unfair_weekend": ((OFF,) * 7, (OFF,) * 5 + (0, 0)),
    }
    loose = {
        "unfair_night": replace(one, rules=replace(one.rules, most_nights=2)),
        "unfair_weekend": replace(one, rules=replace(one.rules, alternate=False, rest_hours=0.0)),
        "rest": replace(one, rules=replace(one.rules, night_rest_hours=30.0)),
    }
    for key, duties in spoilt.items():
        assert f"systems.rosters.{key}" in [found.key for found in broken(loose.get(key, one), duties)], key


def test_five_groups_man_one_duty_round_the_clock_and_four_do_not() -> None:
    month = Month("", 14, 1)
    five = Task(month, (DAY, NIGHT), Rules(), (5,), (((1, 1),) * 14,))
    assert manned(five).roster.status == "optimal"
    four = replace(five, groups=(4,))
    found = manned(four)
    assert found.shortage is not None
    assert found.shortage.extra == (1,)
    assert found.shortage.extra_proved
    assert found.roster.gaps


def test_what_is_missing_is_spread_over_the_days_and_none_is_without_anybody() -> None:
    one = Task(Month("2026-12", 31, 1), (DAY, NIGHT), Rules(), (5,), (((3, 3),) * 31,))
    found = manned(one)
    missing = missing_by_day(one, found.roster.duties)
    assert max(missing) - min(missing) <= 2
    assert max(missing) < 6, "the most duties, 70, would leave every second day without anybody"
    assert found.shortage is not None
    assert next(rule for rule in found.shortage.loosenings if rule.rule == "on_duty").value == 1


def test_a_duty_round_the_clock_is_a_day_and_a_night() -> None:
    kinds = {
        (8, 8): (True, True),
        (0, 22): (True, True),
        (8, 4): (True, True),
        (8, 18): (True, False),
        (16, 24): (True, False),
        (18, 8): (False, True),
        (18, 10): (False, True),
        (0, 8): (False, True),
        (23, 7): (False, True),
    }
    assert {hours: (one.day, one.night) for hours in kinds for one in [Shift(*map(float, hours))]} == kinds


def test_equal_tasks_have_equal_rosters_and_a_stop_leaves_a_task_undecided() -> None:
    one = task((3, 3), ((1, 1), (1, 0)), 14, linked=(1,))
    assert manned(one) == manned(one)
    hard = task((9,), ((2, 2),), 28)
    assert manned(hard, Stop(asked=lambda: True)).roster.status != "infeasible"


def excess(one: Task) -> tuple[object, ...] | None:
    found = ruled_out(one)
    return found and (found.kind, found.groups, found.asked, found.most, found.lacking)


@pytest.mark.parametrize(
    ("one", "told", "extra"),
    [
        (task((7,), ((100, 100),), 28), ("days", 7, 200, 7, 193), None),
        (task((0,), ((1, 1),), 28), ("days", 0, 2, 0, 2), (5,)),
        (task((7,), ((1, 1),), 28, Rules(most_nights=0)), ("nights", 7, 28, 0, None), None),
        (task((3,), ((1, 1),), 28), ("days", 3, 4, 3, 1), (2,)),
        (task((2,), ((1, 0),), 3, Rules(fair=0), first_weekday=3), ("weekend_range", 2, 1, 0, 1), None),
        (task((3, 1), ((1, 1), (2, 0)), 2), ("days", 4, 8, 4, 4), (1, 3)),
        (task((8, 1), ((1, 1), (2, 0)), 2), ("days", 1, 2, 1, 1), (0, 3)),
    ],
    ids=range(7),
)
def test_what_counting_rules_out_is_decided_without_a_search(one: Task, told, extra) -> None:
    assert excess(one) == told
    found = manned(one, Stop(asked=lambda: True))
    assert found.shortage is not None
    assert found.roster.status != "unknown"
    assert broken(one, found.roster.duties) == []
    assert sum(gap.missing for gap in found.roster.gaps) > 0
    if extra is not None:
        assert shortage(one, Clock()).extra == extra


@bounded(max_examples=25)
@given(rules_drawn, st.integers(0, 2), st.tuples(st.integers(0, 2), st.integers(0, 1)), st.integers(0, 6))
def test_counting_rules_out_nothing_that_enumeration_finds(rules, groups, need, first) -> None:
    one = task((groups,), (need,), 4, rules, first_weekday=first)
    if ruled_out(one) is not None:
        assert not oracle.can_be(one)
        more = groups_lacking(one)
        assert not any(oracle.can_be(bigger(one, (k,))) for k in range(1, 3 if more is None else min(3, more)))


def test_nobody_leaves_every_duty_open() -> None:
    found = manned(task((0,), ((1, 1),), 28)).roster
    assert (found.status, len(found.gaps), found.parts[1].value) == ("optimal", 56, 28 * 10 + 28 * 14)


def test_hours_of_few_calls_are_mixed_with_those_of_the_county_and_these_with_even_ones(built) -> None:
    county = built("xunhua").county
    counts = np.zeros((len(county), len(county.classes), 7, 24))
    assert profiles(county, counts) == pytest.approx(np.broadcast_to(even(), (len(county), 7, 24)))
    counts[0, 0, 2, 9], counts[1, 0, 3, 10] = 168, 56
    shares = profiles(county, counts)
    whole = 224 / 392 * np.array([168, 56]) / 224 + 168 / 392 / 168
    assert shares.sum(axis=(1, 2)) == pytest.approx(np.ones(len(county)))
    assert shares[2, [2, 3], [9, 10]] == pytest.approx(whole)
    assert shares[0, 2, 9] == pytest.approx(0.5 + 0.5 * whole[0])
    assert shares[1, [2, 3], [9, 10]] == pytest.approx(whole), "too few of its own"
