"""A plan at work: names, offices, choices, leaders, branches, conflicts (H7-H16, H29, H30), in the drawn county."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from systems.organisation.organise import organise
from systems.organisation.records import Choice
from systems.response.response import response
from tests.systems.work import BRANCHES, COUNTS, FIGURES, HEAD, LEADERS, at_work, given, keys, zone
from tests.zoning.drawn import changed, county, plan, problem
from zoning.model.bureau import Branch, Leader, Place, Post
from zoning.model.errors import ClaimError
from zoning.result.documents import to_document


def test_h7_a_zone_is_called_after_a_place_inside_it_else_after_its_office_and_no_two_alike() -> None:
    places = (
        Place(name="龙山", lon=107.1, lat=30.0),  # at B
        Place(name="凤河", lon=107.19, lat=30.02),  # near C
        Place(name="龙山", lon=107.21, lat=30.1),  # at F
    )
    found = at_work(bureau={"places": places})
    assert [one.name for one in found.zones] == ["A镇防区", "龙山防区", "E镇防区"], "of two hills of one name the first"
    both = at_work(bureau={"places": (*places, Place(name="龙山", lon=107.0, lat=30.0))})
    assert len({one.name for one in both.zones}) == 3


def test_h8_the_office_is_the_judges_unless_the_planner_chose_another_and_said_why() -> None:
    plain = at_work()
    assert zone(plain, "DEF").office.station == "E", "in the middle of D, E, F"
    assert zone(plain, "DEF").office.ranking[0].station == "E"
    own = Choice(what="office", value="F", stations=("D", "E", "F"), reason="新建办公楼")
    moved = at_work(choices=(own,))
    assert (zone(moved, "DEF").office.station, zone(moved, "DEF").office.chosen) == ("F", True)
    assert to_document(moved)["choices"] == [own.model_dump(mode="json")]


def test_h9_choices_find_their_zone_in_another_plan_and_those_that_do_not_fit_are_told() -> None:
    choices = (
        Choice(what="leader", value="副局长A", stations=("D", "E", "F"), reason="x"),
        Choice(what="office", value="D", stations=("D", "E", "F")),
    )
    found = at_work("A", "BCD", "EF", choices=choices)
    assert zone(found, "EF").leader == "副局长A"
    assert found.choices == choices[:1]
    assert "choice_lost" in keys(found)
    again = at_work("A", "BC", "DEF", choices=found.choices)
    assert zone(again, "DEF").leader == "副局长A"


@pytest.mark.parametrize(
    ("choice", "why"),
    [
        (Choice(what="office", value="A", stations=("B",)), "not_inside"),
        (Choice(what="case_team", value="B", stations=("B",)), "no_case_area"),
        (Choice(what="leader", value="x", stations=("B",)), "no_leader"),
        (Choice(what="branch", value="x", stations=("B",)), "no_branch"),
        (Choice(what="name", value="x", stations=("Z",)), "no_zone"),
    ],
)
def test_h9_a_choice_that_cannot_hold_says_why(choice: Choice, why: str) -> None:
    (lost,) = (note for note in at_work(choices=(choice,)).notes if note.key.endswith("choice_lost"))
    assert lost.values["why"].key == f"systems.choice.{why}"
    assert lost.text("zh")


def test_h9_of_two_choices_on_one_thing_the_later_holds_and_a_leader_is_in_one_zone_only() -> None:
    choices = (
        Choice(what="leader", value="副局长A", stations=("B", "C")),
        Choice(what="leader", value="副局长A", stations=("D", "E", "F")),
        Choice(what="name", value="东区", stations=("B", "C")),
        Choice(what="name", value="东区", stations=("D",)),
    )
    found = at_work(choices=choices)
    assert [one.leader for one in found.zones].count("副局长A") == 1
    assert zone(found, "DEF").leader == "副局长A"
    assert [one.name for one in found.zones].count("东区") == 1


def test_h11_a_county_seat_zone_is_on_duty_by_the_standard_model_and_the_others_are_linked() -> None:
    held = given()
    found = organise(problem(held, zones__alone=("county_seat",)), plan("A", "BC", "DEF"))
    assert [one.mode for one in found.zones] == ["standard", "linked", "linked"]


def test_h13_the_head_takes_the_zone_with_the_county_government_however_bad_the_fit() -> None:
    leaders = (Leader(post="局长", is_head=True, specialities=("dispute",)), *LEADERS[1:])
    found = at_work(bureau={"leaders": leaders})
    assert zone(found, "A").leader == "局长"
    assert found.broken == ()
    own = Choice(what="leader", value="局长", stations=("B", "C"))
    assert [one.key for one in at_work(choices=(own,)).broken] == ["systems.organisation.head_elsewhere"]
    assert "no_head" in keys(at_work(bureau={"leaders": LEADERS[1:]}))


def test_h14_leaders_go_where_their_speciality_is_the_work() -> None:
    found = at_work()
    assert [one.leader for one in found.zones] == ["局长", "副局长A", "副局长B"]
    assert zone(found, "BC").leader_fit == pytest.approx(zone(found, "BC").shares["dispute"])
    few = at_work(bureau={"leaders": (HEAD,)})
    assert [one.leader for one in few.zones].count(None) == 2
    assert "few_leaders" in keys(few)


def test_h1_h14_leaders_without_a_zone_are_listed_when_zones_are_too_few() -> None:
    many = (*LEADERS, Leader(post="副局长C"), Leader(post="副局长D"))
    found = at_work(bureau={"leaders": many})
    assert found.surplus == ("副局长C", "副局长D")
    (note,) = (note for note in found.notes if note.key.endswith("surplus"))
    assert note.values["posts"] == ["副局长C", "副局长D"]


def test_h15_h25_branches_follow_the_work_and_their_officers_are_counted() -> None:
    found = at_work("A", "BCDEF")
    bound = {b.branch: one for one in found.zones for b in one.branches}
    assert len(bound) == 3
    assert all(one.branches for one in found.zones)
    assert [one.branch_officers for one in found.zones] == [
        sum(b.officers or 0 for b in one.branches) for one in found.zones
    ]
    unknown = (*BRANCHES[:2], Branch(name="国保"))
    lacking = at_work("A", "BCDEF", bureau={"branches": unknown})
    assert None in [one.branch_officers for one in lacking.zones]
    assert "branch_officers" in keys(lacking)
    assert "few_branches" in keys(at_work(bureau={"branches": BRANCHES[:1]}))
    own = Choice(what="branch", value="国保", stations=("A",))
    assert "国保" in [b.branch for b in zone(at_work("A", "BCDEF", choices=(own,)), "A").branches]


def test_h16_every_bound_branch_has_a_role_by_what_it_is_for() -> None:
    roles = {b.branch: b.role for one in at_work("A", "BCDEF").zones for b in one.branches}
    assert (roles["刑侦"], roles["治安"]) == ("case", "community")
    assert roles["国保"] in ("case", "community")


def test_h29_no_station_and_no_officer_is_lost_made_or_moved() -> None:
    found = at_work()
    assert to_document(found)["unchanged"] == {"stations": 6, "officers": int(found.county.officers.sum())}
    first = found.zones[0]
    with pytest.raises(ClaimError, match="H29"):
        replace(found, zones=(replace(first, officers=first.officers + 1), *found.zones[1:]))
    with pytest.raises(ClaimError, match="H29"):
        replace(found, zones=found.zones[1:])


def test_rules_that_pull_against_each_other_are_told_in_words() -> None:
    posts = (Post(code="1", name="x", lon=107, lat=30),)
    held = given(posts=posts)
    found = organise(problem(held, zones__alone=("county_seat",)), plan("A", "BC", "DEF"))
    notes = {note.key.removeprefix("systems.organisation."): note.text("zh") for note in found.notes}
    assert "还须兼管其他防区" in notes["posts"]
    assert "不能与别的所调剂" in notes["uneven_alone"], "A is alone by rule, whatever the others are like"
    assert "A镇防区" in notes["uneven_alone"]
    more = organise(problem(given(leaders=(*LEADERS, Leader(post="x")))), plan("A", "BCDEF"))
    assert "at most 6" in more.notes[0].text("en")


def test_h10_every_zone_beyond_the_limit_is_named_with_its_true_cause() -> None:
    """A busy county seat once was told as similar quiet stations put together, and only the worst zone at all."""
    stations = changed(**{code: {"officers": 10} for code in "ABCDEF"})

    def told(loads: tuple[float, ...], *zones: str, **rules: Any) -> dict[str, list[str]]:
        counts = np.array([[load, 0.0] for load in loads])
        found = organise(problem(county(stations=stations, counts=counts), **rules), plan(*zones))
        return {
            note.key.removeprefix("systems.organisation."): note.values["zones"]
            for note in found.notes
            if ".uneven" in note.key
        }

    alone = {"zones__alone": ("county_seat",)}
    assert told((900, 100, 100, 100, 100, 100), "A", "BC", "DEF", **alone) == {"uneven_alone": ["A镇防区 +286%"]}
    quiet = told((100, 100, 100, 50, 50, 50), "A", "BC", "DEF", **alone)
    assert quiet == {"uneven_alone": ["A镇防区 +33%"], "uneven_alike": ["B镇防区 +43%", "E镇防区 −29%"]}
    mixed = told((100, 100, 100, 150, 10, 10), "A", "BC", "DEF", **alone)
    assert mixed["uneven_alike"] == ["B镇防区 +35%"]
    assert mixed["uneven_alone"] == ["A镇防区 +28%"]
    assert "uneven" not in mixed, "D, E, F: −23 %"
    other = told((100, 100, 100, 120, 10, 10), "A", "BC", "DEF", **alone)
    assert other["uneven"] == ["D镇防区 −31%"], "one of its stations is busy, so they are not alike"
    assert told((100, 100, 100, 100, 100, 100), "A", "BC", "DEF", **alone) == {}


def test_h7_a_place_outside_the_county_names_no_zone_and_is_told() -> None:
    places = (Place(name="泰山", lon=117.1, lat=36.25), Place(name="凤河", lon=107.19, lat=30.02))
    found = at_work(bureau={"places": places})
    assert not any("泰山" in one.name for one in found.zones)
    assert any("凤河" in one.name for one in found.zones)
    (note,) = (note for note in found.notes if note.key.endswith("places_outside"))
    assert note.values["places"] == ("泰山",)
    assert "places_outside" not in keys(at_work(bureau={"places": places[1:]}))


def test_a_county_without_a_bureau_is_organised_as_far_as_can_be() -> None:
    found = at_work(bureau={"leaders": (), "branches": ()})
    assert {one.leader for one in found.zones} == {None}
    assert {one.branch_officers for one in found.zones} == {None}, "unknown, not none"
    assert {"no_leaders", "no_branches", "no_villages"} <= keys(found)


def test_the_same_plan_is_organised_alike_whatever_the_order_of_the_tables() -> None:
    other = at_work(bureau={"leaders": LEADERS[::-1], "branches": BRANCHES[::-1]})
    assert to_document(other) == to_document(at_work())


def test_h30_units_of_a_zone_that_answer_for_each_other_leave_fewer_calls_without_one() -> None:
    busy = county(stations=changed(**FIGURES), counts=20 * COUNTS)
    own, zones, _ = (mode.county for mode in response(problem(busy), plan("ABC", "DEF"), units=1, calls=20_000).modes)
    assert zones.overflow < own.overflow
