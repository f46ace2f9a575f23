"""The scorecard of a zone and month and the tasks of its branches (H17), by hand on the drawn county of six.

A dispute is 2 officers for 60 minutes, a crime 2 for 240, both and twice the way inside a station of 100 km².
"""

from typing import Any

import numpy as np
import pytest

from systems.organisation.organise import organise
from systems.organisation.records import Choice, Organisation
from systems.organisation.scorecard import Card, hours_each
from systems.teams.parameters import Parameters
from tests.systems.work import BRANCHES
from tests.zoning.drawn import CODES, county, plan, problem
from workbench.tables.systems import monthly
from zoning.model.bureau import Branch, Bureau, Period, Village


def months(*counts: dict[str, tuple[float, float]]) -> tuple[Period, ...]:
    """Disputes and crimes of every station by month, 10 and 2 where nothing is said."""
    return tuple(
        Period(name=f"2024年{month}月", station=code, counts=held.get(code, (10.0, 2.0)))
        for month, held in enumerate(counts, start=9)
        for code in CODES
    )


def at_work(periods: tuple[Period, ...], bureau: Any = None, **parameters: Any) -> Organisation:
    held = Bureau(**{"periods": periods, "branches": BRANCHES, **(bureau or {})})
    counts = np.full((6, 2), 24.0)
    return organise(problem(county(counts=counts, bureau=held)), plan("AD", "BE", "CF"), Parameters(**parameters))


def card(found: Organisation, zone: int, figure: str, period: str) -> Card:
    (one,) = (c for c in found.scorecard if (c.zone, c.figure, c.period) == (zone, figure, period))
    return one


def test_h17_every_zone_has_the_same_figures_each_month_with_target_and_rank() -> None:
    found = at_work(months({}, {"A": (4, 2)}, {"A": (20, 2), "B": (0, 2)}))
    assert list(dict.fromkeys(c.period for c in found.scorecard)) == ["2024年9月", "2024年10月", "2024年11月"]
    for period in ("2024年9月", "2024年10月"):
        figures = [c.figure for c in found.scorecard if (c.period, c.zone) == (period, 0)]
        assert figures == ["period_incidents", "period_cases", "period_community", "period_load"]
    first = card(found, 0, "period_incidents", "2024年9月")
    assert (first.value, first.target, first.met, first.rank) == (24, None, None, None), "nothing before it"
    last = [card(found, z, "period_incidents", "2024年11月") for z in range(3)]
    assert [c.value for c in last] == [34, 14, 24]
    assert [c.target for c in last] == [21, 24, 24], "24 and 18 for the first zone, 24 each for the others"
    assert [c.met for c in last] == [False, True, True]
    assert [c.rank for c in last] == [3, 1, 2]
    assert card(found, 0, "period_cases", "2024年11月").target == 4
    strict = at_work(months({}, {}), target_change=-0.25)
    assert card(strict, 0, "period_incidents", "2024年10月").target == 18


def test_h17_workload_per_officer_is_held_against_the_county_and_villages_against_all() -> None:
    villages = tuple(
        Village(code=f"{k}", name=f"{k}", station=s, lon=107, lat=30, officers=o, roles=2)
        for k, (s, o) in enumerate([("A", 1), ("D", 0), ("B", 1)])
    )
    found = at_work(months({}, {"A": (40, 2)}), {"villages": villages})
    each = hours_each(found.county)
    loads = [card(found, z, "period_load", "2024年10月") for z in range(3)]
    by_hand = [(50 * each[0, 0] + 4 * each[0, 1]) / 20, *[(20 * each[0, 0] + 4 * each[0, 1]) / 20] * 2]
    assert [c.value for c in loads] == pytest.approx(by_hand)
    assert [c.target for c in loads] == pytest.approx([1.25 * float(np.mean(by_hand))] * 3)
    assert [(c.met, c.rank) for c in loads] == [(False, 3), (True, 1), (True, 1)]
    complete = [card(found, z, "complete_share", "2024年10月") for z in range(3)]
    assert [(c.value, c.met, c.rank) for c in complete] == [(0.5, False, 2), (1.0, True, 1), (None, None, None)]


def test_h17_what_was_put_together_of_several_months_is_no_month() -> None:
    pooled = tuple(Period(name="合并", station=code, counts=(2.0, 0.0)) for code in CODES)
    found = at_work((*months({}, {}), *pooled))
    assert {c.period for c in found.scorecard} == {"2024年9月", "2024年10月"}


def test_h17_without_periods_there_is_one_card_a_figure_and_no_task_and_that_is_told() -> None:
    found = at_work(())
    assert {c.period for c in found.scorecard} == {""}
    assert found.tasks == ()
    assert any(note.key.endswith("no_periods") for note in found.notes)
    assert "全期" in monthly.scorecard(found, "zh").text(0, 0)


def test_h17_what_lies_far_beyond_the_usual_is_a_task_of_the_bound_branches_by_officers() -> None:
    """Disputes of zone A, D: 20 a month, 40 in the last; crimes 4 and 5, which chance explains."""
    branches = (
        Branch(name="甲", officers=30, specialities=("dispute",)),
        Branch(name="乙", officers=10, specialities=("纠纷", "刑事")),
        Branch(name="丙", officers=5, specialities=("criminal",)),
    )
    held = Bureau(periods=months({}, {}, {"A": (30, 3)}), branches=branches)
    choices = [Choice(what="branch", value=name, stations=("A", "D")) for name in "甲乙丙"]
    found = organise(
        problem(county(counts=np.full((6, 2), 36.0), bureau=held)), plan("AD", "BE", "CF"), choices=choices
    )
    (task,) = found.tasks
    hours = 20 * float(hours_each(found.county)[0, 0])
    assert (task.zone, task.key, task.excess) == (0, "dispute", 20)
    assert task.hours == pytest.approx(hours)
    assert task.branches == pytest.approx({"甲": 0.75 * hours, "乙": 0.25 * hours})
    assert len(monthly.tasks(found, "zh").rows) == 2
    urgent = organise(problem(found.county), plan("AD", "BE", "CF"), Parameters(urgent=5.0), choices)
    assert urgent.tasks == (), "20 beyond 20 are 4.5 standard deviations"
    nobody = organise(
        problem(county(counts=np.full((6, 2), 36.0), bureau=Bureau(periods=held.periods))), plan("AD", "BE", "CF")
    )
    assert [dict(one.branches) for one in nobody.tasks] == [{}]
    assert len(monthly.tasks(nobody, "en").rows) == 1


def test_h17_the_month_before_and_the_same_month_of_last_year_stand_beside_by_the_calendar() -> None:
    """December follows on November; February does not, since January is missing; a year later stands beside."""
    names = ("2023年12月", "2024年2月", "2024年11月", "2024年12月")
    periods = tuple(
        Period(name=name, station=code, counts=(10.0 + k, 2.0)) for k, name in enumerate(names) for code in CODES
    )
    found = at_work(periods)
    seen = {name: card(found, 0, "period_incidents", name) for name in names}
    assert [seen[name].previous for name in names] == [None, None, None, seen["2024年11月"].value]
    assert [seen[name].year_ago for name in names] == [None, None, None, seen["2023年12月"].value]
    table = monthly.scorecard(found, "zh")
    assert [column.title for column in table.columns][-2:] == ["上一期", "去年同期"]
    assert monthly.last_scorecard(found, "zh").columns == table.columns


def test_h17_periods_that_no_calendar_knows_follow_in_their_order_and_have_no_last_year() -> None:
    periods = tuple(
        Period(name=name, station=code, counts=(count, 2.0))
        for name, count in (("第1班", 5.0), ("第2班", 9.0))
        for code in CODES
    )
    last = card(at_work(periods), 1, "period_incidents", "第2班")
    assert (last.previous, last.value, last.year_ago) == (14, 22, None)


def test_h17_a_month_of_some_days_is_held_against_as_many_days_of_the_others() -> None:
    """30 of disputes and crimes a whole month and zone; of November 10 of 30 days are counted."""
    counts = {"2024-09": (13.0, 2.0), "2024-10": (13.0, 2.0), "2024-11 (11-01..11-10)": (9.0, 0.0)}
    periods = tuple(Period(name=name, station=code, counts=held) for name, held in counts.items() for code in CODES)
    found = at_work(periods)
    last = card(found, 0, "period_incidents", "2024-11 (11-01..11-10)")
    assert (last.value, last.target, last.met, last.previous) == (18, pytest.approx(10), False, 30)
    assert card(found, 0, "period_incidents", "2024-10").target == pytest.approx(30)
    assert {(task.zone, task.key) for task in found.tasks} == {(z, "dispute") for z in range(3)}
    assert found.tasks[0].excess == pytest.approx(18 - 2 * 13 / 3)
