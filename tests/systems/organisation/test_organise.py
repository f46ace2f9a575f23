"""A plan at work, rule by rule (H7-H31), on the drawn county of six stations.

D  E  F      20 minutes a step; A is the county seat and has the government
A  B  C
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from systems.organisation.organise import organise
from systems.organisation.parameters import Parameters
from systems.organisation.records import Choice, Organisation, ZoneWork
from systems.response.response import response
from tests.zoning.drawn import changed, county, plan, problem
from zoning.model.bureau import Branch, Bureau, Leader, Place, Post, Village
from zoning.model.county import County
from zoning.model.errors import ClaimError
from zoning.result.documents import to_document

HEAD = Leader(post="局长", is_head=True, specialities=("criminal",))
LEADERS = (HEAD, Leader(post="副局长A", specialities=("纠纷",)), Leader(post="副局长B", specialities=("criminal",)))
BRANCHES = (
    Branch(name="刑侦", officers=20, specialities=("criminal",)),
    Branch(name="治安", officers=10, specialities=("dispute",)),
    Branch(name="国保", officers=5),
)
FIGURES: dict[str, dict[str, Any]] = {
    "A": {"is_seat": True, "has_case_area": True, "communities": 4, "villages": 0},
    "B": {"population": 30_000, "communities": 1, "villages": 9, "officers": 2},
    "C": {"communities": 2, "villages": 3, "officers": 4},
    "D": {"communities": 0, "villages": 5, "has_case_area": True},
    "E": {"communities": 0, "villages": 8},
    "F": {"communities": 0, "villages": 8, "has_case_area": True, "officers": 30},
}
COUNTS = np.array([[10, 90], [80, 5], [60, 5], [5, 40], [5, 20], [5, 20]], dtype=float)
"""Disputes and crimes: A, D, E, F are a matter for detectives."""


def given(**bureau: Any) -> County:
    held = Bureau(**{"leaders": LEADERS, "branches": BRANCHES, **bureau})
    return county(stations=changed(**FIGURES), counts=COUNTS, bureau=held)


def at_work(*zones: str, choices: tuple[Choice, ...] = (), bureau: Any = None, **parameters: Any) -> Organisation:
    held = given(**(bureau or {}))
    return organise(problem(held), plan(*(zones or ("A", "BC", "DEF"))), Parameters(**parameters), choices)


def zone(found: Organisation, stations: str) -> ZoneWork:
    return next(one for one in found.zones if one.stations == tuple(stations))


def keys(found: Organisation) -> set[str]:
    return {note.key.removeprefix("systems.organisation.") for note in found.notes}


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


def test_h18_the_party_branch_is_led_by_the_leader_and_the_head_of_the_office_is_deputy() -> None:
    found = at_work()
    described = to_document(found)["zones"][2]["party_branch"]
    assert described == {"secretary": "副局长B", "deputy": "E", "members": ["D", "F"]}


def test_h19_the_command_room_goes_where_residents_area_and_crime_are_highest_together() -> None:
    room = zone(at_work("ABC", "DEF"), "ABC").command_room
    assert room.station == "A", "crime 90 of 90 and residents 10,000 of 30,000 beat 5 of 90 and all residents"
    assert [one.station for one in room.ranking] == ["A", "B", "C"]
    assert room.ranking[0].score == pytest.approx((1 / 3 + 1 + 1) / 3)
    by_people = zone(at_work("ABC", "DEF", command_complexity=0.0, command_area=0.0), "ABC").command_room
    assert by_people.station == "B"
    unknown = county(stations=changed(**{**FIGURES, "B": {"population": None}}), counts=COUNTS)
    first = organise(problem(unknown), plan("ABC", "DEF")).zones[0].command_room.ranking[0]
    assert first.score == pytest.approx(1.0), "residents count for none where one is unknown"


def test_h20_a_case_team_sits_only_at_a_case_area_and_a_zone_without_one_is_told_or_refused() -> None:
    found = at_work()
    assert zone(found, "A").case_team.site.station == "A"
    assert zone(found, "BC").case_team.site.station is None
    assert [one.station for one in zone(found, "DEF").case_team.site.ranking] == ["D", "F"]
    assert "no_case_area" in keys(found)
    assert found.broken == ()
    hard = at_work(case_area_hard=True)
    assert [one.key for one in hard.broken] == ["systems.organisation.no_case_area"]
    assert "no_case_area" not in keys(hard)


def test_h21_a_case_team_has_three_officers_or_it_is_said_that_the_zone_cannot_field_them() -> None:
    assert zone(at_work(), "A").case_team.officers == 3
    short = at_work("AB", "CDEF", pooled_share=0.1)
    assert zone(short, "AB").case_team.officers == 1
    assert "few_officers" in keys(short)


def test_h22_the_case_team_handles_all_public_order_and_a_share_of_the_crimes() -> None:
    team = zone(at_work(criminal_handled=0.25), "DEF").case_team
    assert (team.incidents, team.case_incidents, team.handled) == (95, 80, 20)
    nowhere = zone(at_work(), "BC").case_team
    assert (nowhere.case_incidents, nowhere.handled) == (10, 0), "no team, no cases: all go to the branches"


def test_h23_the_community_team_sits_where_most_communities_are_then_most_villages() -> None:
    found = at_work()
    assert [one.community_team.station for one in found.zones] == ["A", "C", "E"]


def test_h26_villages_are_counted_by_what_they_have_and_only_those_known() -> None:
    rows = [(1, 2, 1), (1, 1, 0), (0, 2, 2), (None, 2, 1), (2, 3, 0)]
    villages = tuple(
        Village(code=f"{k}", name=f"{k}村", station="D", lon=1, lat=1, officers=o, roles=r, others=n)
        for k, (o, r, n) in enumerate(rows)
    )
    covered = zone(at_work(bureau={"villages": villages}), "DEF").coverage
    assert (covered.villages, covered.known, covered.complete, covered.lacking) == (5, 4, 2, ("1", "2"))
    assert (covered.with_officer, covered.with_roles, covered.with_others) == (3, 3, 2)


def test_h27_officers_arrive_from_the_nearest_stations_first_until_so_many_stand_there() -> None:
    found = zone(at_work("A", "BC", "DEF", on_duty=0.5, emergency=(3, 10, 21, 26)), "DEF")
    at = {one.station: one.minutes for one in found.arrivals}
    assert at["D"] == {3: 0.0, 10: 20.0, 21: 40.0, 26: None}, "5 at D, 5 more from E, 15 from F"
    assert at["F"] == {3: 0.0, 10: 0.0, 21: 40.0, 26: None}


def test_h29_no_station_and_no_officer_is_lost_made_or_moved() -> None:
    found = at_work()
    assert to_document(found)["unchanged"] == {"stations": 6, "officers": int(found.county.officers.sum())}
    first = found.zones[0]
    with pytest.raises(ClaimError, match="H29"):
        replace(found, zones=(replace(first, officers=first.officers + 1), *found.zones[1:]))
    with pytest.raises(ClaimError, match="H29"):
        replace(found, zones=found.zones[1:])


def test_h31_officers_are_seconded_within_their_zone_and_no_more_than_the_share() -> None:
    found = at_work("AB", "CDEF", pooled_share=0.2)
    team = zone(found, "CDEF").case_team
    assert team.site.station in ("D", "F")
    for sent in team.secondments:
        assert sent.officers <= 0.2 * found.county.stations[found.county.index[sent.station]].officers
        assert sent.station in "CDEF"
    far = zone(at_work("AB", "CDEF", pooled_share=0.1), "CDEF").case_team
    assert far.site.station == "D"
    assert [(s.station, s.officers) for s in far.secondments] == [("E", 1), ("F", 1)], "nearest first, one of ten each"


def test_rules_that_pull_against_each_other_are_told_in_words() -> None:
    posts = (Post(code="1", name="x", lon=107, lat=30),)
    held = given(posts=posts)
    found = organise(problem(held, zones__alone=("county_seat",)), plan("A", "BC", "DEF"))
    notes = {note.key.removeprefix("systems.organisation."): note.text("zh") for note in found.notes}
    assert "H2 与 N1" in notes["posts"]
    assert "H4 与 H10" in notes["uneven"]
    assert "zoning frontier" in notes["uneven"], "and how to see every trade-off"
    assert "H1" in organise(problem(given(leaders=(*LEADERS, Leader(post="x")))), plan("A", "BCDEF")).notes[0].text(
        "en"
    )


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
    own, zones, _ = (mode.county for mode in response(problem(busy), plan("ABC", "DEF")).modes)
    assert zones.overflow < own.overflow
