"""Overrides of incident classes and of rows of the bureau's tables, on the drawn county of ``tests.zoning.drawn``."""

from typing import Any

import numpy as np
import pytest

from scenarios.spec.reading import scenario_of
from scenarios.whatif.apply import applied
from tests.scenarios.whatif.test_apply import made, refused
from tests.zoning import drawn
from zoning.model.bureau import Branch, Bureau, Leader, Post, Unit
from zoning.model.errors import InputError


def bureau() -> Bureau:
    return Bureau(
        leaders=(Leader(post="局长", is_head=True), Leader(post="政委")),
        branches=(Branch(name="刑侦大队", officers=10), Branch(name="法制大队")),
        posts=(Post(code="P1", name="一号站", lon=107, lat=30, officers=4),),
        units=(Unit(code="U1", name="一组", base="B", crew=2, start_hour=8, end_hour=18),),
    )


def test_minutes_and_officers_of_classes_reach_the_workload() -> None:
    before = drawn.county()
    changed = made(classes={"纠纷": {"minutes": "x1.5"}, "criminal": {"officers": "+1"}}).county
    assert [(one.minutes, one.officers) for one in changed.classes] == [(90, 2), (240, 3)]
    way = before.class_workload[:, :1] / before.counts[:, :1] * 60 / 2 - 60  # there and back, in minutes
    hours = before.counts * np.array([2, 3]) * (np.array([90, 240]) + way) / 60
    np.testing.assert_allclose(changed.class_workload, hours)
    assert [one.minutes for one in made(classes={"*": {"minutes": "+10"}}).county.classes] == [70, 250]
    (told,) = applied(drawn.problem(), scenario_of({"classes": {"dispute": {"minutes": 90}}})).effects
    assert told.says.text("zh") == "“纠纷”警情每起现场用时：60 → 90 分钟"


def test_rows_of_the_bureau_are_changed_added_and_taken_away() -> None:
    base = drawn.problem(drawn.county(bureau=bureau()))
    changed = made(
        base,
        leaders={"政委": {"specialities": ["刑事"]}, "副局长A": {"specialities": ["纠纷"]}},
        branches={"刑侦大队": {"officers": "-4"}, "法制大队": "none"},
        posts={"一号站": {"officers": "x1.5"}, "P2": {"lon": 107.1, "lat": 30.1}},
        units={"U1": {"base": "C镇", "crew": "+1", "end_hour": 20}, "U2": {"base": "D"}},
    ).county.bureau
    assert changed.leaders == (
        Leader(post="副局长A", specialities=("纠纷",)),
        Leader(post="局长", is_head=True),
        Leader(post="政委", specialities=("刑事",)),
    )
    assert changed.branches == (Branch(name="刑侦大队", officers=6),)
    assert [(post.code, post.name, post.officers) for post in changed.posts] == [
        ("P1", "一号站", 6),
        ("P2", "P2", None),
    ]
    assert [(u.code, u.base, u.crew, u.end_hour) for u in changed.units] == [("U1", "C", 3, 20), ("U2", "D", 2, 24)]
    assert base.county.bureau == bureau(), "the base is left as it was"


def test_rows_of_the_bureau_are_told_with_what_they_were() -> None:
    base = drawn.problem(drawn.county(bureau=bureau()))
    scenario = scenario_of(
        {
            "branches": {"刑侦大队": {"officers": "-4"}, "法制大队": "none"},
            "leaders": {"副局长A": {"specialities": ["纠纷"]}},
        }
    )
    effects = applied(base, scenario).effects
    assert [one.says.text("zh") for one in effects] == [
        "新增局领导 副局长A：特长 – → [纠纷]",
        "警种 刑侦大队：民警 10 → 6",
        "去掉警种 法制大队",
    ]
    assert effects[1].says.text("en") == "branch 刑侦大队: officers 10 → 6"


def test_a_unit_follows_its_station_when_that_is_merged() -> None:
    base = drawn.problem(drawn.county(bureau=bureau()))
    after = made(base, units={"U1": {"base": "F"}}, merge=[["F", "E"]]).county.bureau
    assert [unit.base for unit in after.units] == ["E"]


@pytest.mark.parametrize(
    ("content", "place", "part"),
    [
        ({"classes": {"theft": {"minutes": 3}}}, "classes.theft.minutes", "dispute"),
        ({"classes": {"dispute": {"minutes": "+200000"}}}, "classes.dispute.minutes", "out of range"),
        ({"branches": {"经侦大队": "none"}}, "branches.经侦大队", "刑侦大队"),
        ({"branches": {"刑侦大队": {"oficers": 2}}}, "branches.刑侦大队.oficers", "officers"),
        ({"branches": {"法制大队": {"officers": "+2"}}}, "branches.法制大队.officers", "unknown"),
        ({"posts": {"P2": {"lon": 107.0}}}, "posts.P2.lat", "missing"),
        ({"units": {"U1": {"base": "Z"}}}, "units.U1.base", "Z"),
        ({"leaders": {"政委": {"is_head": True}}}, "leaders.政委.is_head", "局长"),
    ],
)
def test_rows_that_cannot_be_are_told_with_their_place(content: dict[str, Any], place: str, part: str) -> None:
    (told,) = refused(drawn.problem(drawn.county(bureau=bureau())), **content)
    assert f"scenarios.scenario.{place}" in told
    assert part in told


def test_a_row_that_is_no_table_is_told_and_two_names_of_one_row_conflict() -> None:
    with pytest.raises(InputError, match='to take the row away, write "none"'):
        scenario_of({"posts": {"P1": 3}})
    (told,) = refused(
        drawn.problem(drawn.county(bureau=bureau())), posts={"P1": {"officers": 1}, "一号站": {"auxiliaries": 2}}
    )
    assert "P1" in told
