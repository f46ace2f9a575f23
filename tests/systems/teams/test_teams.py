"""Who works in a zone and where (H18-H27, H31), on the drawn county of six."""

from typing import Any

import numpy as np
import pytest

from systems.organisation.organise import organise
from systems.organisation.records import ZoneWork
from systems.teams.parameters import Parameters
from systems.teams.records import Member
from tests.systems.work import COUNTS, FIGURES, at_work, keys, zone
from tests.zoning.drawn import changed, county, plan, problem
from workbench.tables.systems import organisation as view
from zoning.model.bureau import Bureau, Forces, Place, Post, Village


def test_h18_the_leader_is_secretary_the_head_of_the_office_deputy_and_other_heads_and_instructors_have_the_rest() -> (
    None
):
    party = zone(at_work(), "DEF").party
    assert (party.secretary, party.deputy) == ("副局长B", Member("E", "head"))
    assert (party.organiser, party.publicity) == (Member("F", "head"), Member("D", "head")), "30 officers before 10"
    assert party.members == (Member("E", "instructor"), Member("F", "instructor"), Member("D", "instructor"))
    pair = zone(at_work(), "BC").party
    assert (pair.organiser, pair.publicity) == (Member("C", "head"), Member("B", "instructor")), "one other head"
    single = zone(at_work(), "A").party
    assert (single.organiser, single.publicity, single.members) == (Member("A", "instructor"), None, ())


def test_h18_the_table_names_posts_of_both_committee_members() -> None:
    table = view.party(at_work(), "zh")
    assert [table.text(2, c) for c in range(2, 5)] == ["E镇派出所所长", "F镇派出所所长", "D镇派出所所长"]
    assert table.text(0, 3) == "A镇派出所教导员"


def test_h19_the_command_room_goes_where_residents_area_and_crime_are_highest_together() -> None:
    room = zone(at_work("ABC", "DEF"), "ABC").command_room.site
    assert room.station == "A", "crime 90 of 90 and residents 10,000 of 30,000 beat 5 of 90 and all residents"
    assert [one.station for one in room.ranking] == ["A", "B", "C"]
    assert room.ranking[0].score == pytest.approx((1 / 3 + 1 + 1) / 3)
    by_people = zone(at_work("ABC", "DEF", command_complexity=0.0, command_area=0.0), "ABC").command_room.site
    assert by_people.station == "B"
    unknown = county(stations=changed(**{**FIGURES, "B": {"population": None}}), counts=COUNTS)
    first = organise(problem(unknown), plan("ABC", "DEF")).zones[0].command_room.site.ranking[0]
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
    few = {**FIGURES, "A": {"is_seat": True, "has_case_area": True, "officers": 1}}
    held = county(stations=changed(**few), counts=COUNTS)
    short = organise(problem(held), plan("AB", "CDEF"), Parameters(pooled_share=0.1))
    assert zone(short, "AB").case_team.officers == 1, "its own one; a tenth of two others is nobody"
    assert "few_officers" in keys(short)


def test_h21_officers_of_the_site_come_first_without_a_cap_and_are_no_secondments() -> None:
    """A zone of 18 with 6 at the site once could spare two officers: a third of the site's own."""
    figures = {code: {"officers": 6, "has_case_area": code == "A"} for code in "ABD"}
    held = county(stations=changed(**figures), counts=COUNTS)
    found = zone(organise(problem(held), plan("ABD", "CEF")), "ABD").case_team
    assert (found.site.station, found.own, found.officers, found.secondments) == ("A", 3, 3, ())
    large = zone(organise(problem(held), plan("ABD", "CEF"), Parameters(case_team=8)), "ABD").case_team
    assert (large.own, [(s.station, s.officers) for s in large.secondments]) == (6, [("B", 1), ("D", 1)])


def test_h21_command_room_and_community_team_get_persons_and_nobody_is_on_two_teams() -> None:
    found = zone(at_work("A", "BC", "DEF", pooled_share=0.2), "DEF")
    assert [team.officers for team in found.teams.values()] == [2, 3, 3]
    for code in "DEF":
        assert found.on_teams(code) <= found_officers(code)
    tiny = {code: {"officers": 2, "has_case_area": True} for code in "ABCDEF"}
    held = county(stations=changed(**tiny), counts=COUNTS)
    organised = organise(problem(held), plan("ABC", "DEF"))
    assert all(one.on_teams(code) <= 2 for one in organised.zones for code in one.stations)
    told = [note for note in organised.notes if note.key.endswith("few_officers")]
    assert {note.values["team"].key for note in told} >= {"systems.subject.case_team"}


def found_officers(code: str) -> int:
    return int(FIGURES[code].get("officers", 10))


def test_h22_the_case_team_handles_all_public_order_and_a_share_of_the_crimes() -> None:
    team = zone(at_work(criminal_handled=0.25), "DEF").cases
    assert (team.incidents, team.case_incidents, team.handled) == (95, 80, 20)
    nowhere = zone(at_work(), "BC").cases
    assert (nowhere.case_incidents, nowhere.handled) == (10, 0), "no team, no cases: all go to the branches"


def test_h23_the_community_team_sits_where_most_communities_are_then_most_villages() -> None:
    found = at_work()
    assert [one.community_team.site.station for one in found.zones] == ["A", "C", "E"]


def test_h24_the_community_team_has_an_area_patches_and_points() -> None:
    villages = (
        Village(code="1", name="东村", station="D", lon=107.0, lat=30.1),
        Village(code="2", name="西村", station="B", lon=107.1, lat=30.0),
    )
    places = (
        Place(name="龙山", kind="山", lon=107.0, lat=30.1),
        Place(name="车站", kind="重点部位", lon=107.2, lat=30.1),
        Place(name="泰山站", kind="建筑", lon=117.1, lat=36.25),
    )
    posts = (Post(code="P1", name="东门", lon=107.1, lat=30.1),)
    found = zone(at_work(bureau={"villages": villages, "places": places, "posts": posts}), "DEF").ground
    assert (found.area_km2, found.residents, found.patches) == (300.0, 30_000, ("1",))
    assert [(point.kind, point.name, point.station) for point in found.points] == [
        ("post", "东门", "E"),
        ("place", "车站", "F"),
    ], "a mountain is no point, and one far away neither"


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
    found = zone(
        at_work("A", "BC", "DEF", on_call_officers=0.5, turnout_officers=0.0, emergency=(3, 10, 21, 26)), "DEF"
    )
    at = {one.station: one.minutes for one in found.arrivals}
    assert at["D"] == {3: 0.0, 10: 20.0, 21: 40.0, 26: None}, "5 at D, 5 more from E, 15 from F"
    assert at["F"] == {3: 0.0, 10: 0.0, 21: 40.0, 26: None}


def test_h27_the_share_on_call_is_taken_of_the_zone_and_not_rounded_down_at_every_station() -> None:
    """Three stations of three officers at 30 % were nobody; together they are 2.7."""
    held = county(stations=changed(**{code: {"officers": 3} for code in "ABCDEF"}), counts=COUNTS)
    asked = Parameters(on_call_officers=0.4, turnout_officers=2.0, emergency=(1, 3, 4))
    found = zone(organise(problem(held), plan("ABC", "DEF"), asked), "DEF")
    at = {one.station: one.minutes for one in found.arrivals}
    assert at["E"] == {1: 2.0, 3: 22.0, 4: None}, "1.2 each: 1.2 at E, 3.6 with D and F"
    assert at["D"] == {1: 2.0, 3: 42.0, 4: None}
    (officers, *others) = found.forces
    assert (officers.kind, officers.persons, officers.on_call) == ("officers", 9, 3)
    assert all(force.persons is None and len(force.unknown) == 3 for force in others)


@pytest.mark.parametrize("seed", range(10))
def test_h27_all_forces_come_each_with_its_own_share_and_minutes_to_turn_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    stations = changed(
        **{c: {"officers": int(rng.integers(0, 9)), "auxiliaries": int(rng.integers(0, 9))} for c in "ABCDEF"}
    )
    kinds = ("village_police", "guards", "militia")
    rows = tuple(Forces(station=c, **{kind: int(rng.integers(0, 30)) for kind in kinds}) for c in "ABCDE")
    held = county(stations=stations, counts=COUNTS, bureau=Bureau(forces=rows))
    asked = Parameters(emergency=(1, 3, 10, 30))
    for one in organise(problem(held), plan("ABC", "DEF"), asked).zones:
        shares = {force.kind: (force.share, force.turnout) for force in one.forces}
        for arrival in one.arrivals:
            at = held.index[arrival.station]

            def there(
                minutes: float, kinds: tuple[str, ...], one: ZoneWork = one, at: int = at, shares: Any = shares
            ) -> float:
                total = 0.0
                for code in one.stations:
                    station = held.stations[held.index[code]]
                    row = next((row for row in rows if row.station == code), None)
                    for kind in kinds:
                        source = station if kind in ("officers", "auxiliaries") else row
                        share, turnout = shares[kind]
                        if source is not None and turnout + held.minutes[held.index[code], at] <= minutes + 1e-9:
                            total += share * (getattr(source, kind) or 0)
                return total

            for name, minutes in {"all": arrival.minutes, **arrival.by_force}.items():
                taken = tuple(shares) if name == "all" else (name,)
                for n, when in minutes.items():
                    if when is None:
                        assert there(10_000, taken) < n
                    else:
                        assert there(when, taken) >= n - 1e-6
                        assert there(when - 1e-3, taken) < n
    notes = organise(problem(held), plan("ABC", "DEF"), asked).notes
    unknown = [note for note in notes if note.key.endswith("force_unknown")]
    assert [note.values["stations"] for note in unknown] == [["F镇"]] * 3


def test_h31_officers_are_seconded_within_their_zone_and_no_more_than_the_share() -> None:
    found = at_work("AB", "CDEF", pooled_share=0.2)
    team = zone(found, "CDEF").case_team
    assert team.site.station in ("D", "F")
    for sent in team.secondments:
        assert sent.officers <= 0.2 * found.county.stations[found.county.index[sent.station]].officers
        assert sent.station in "CDEF"
    far = zone(at_work("AB", "CDEF", pooled_share=0.1, case_team=12), "CDEF").case_team
    assert (far.site.station, far.own) == ("D", 10)
    assert [(s.station, s.officers) for s in far.secondments] == [("E", 1), ("F", 1)], "nearest first, a tenth of each"
    for one in at_work("AB", "CDEF", pooled_share=0.2, case_team=40).zones:
        for code in one.stations:
            given_away = sum(sent.officers for sent in one.secondments if sent.station == code)
            assert given_away <= 0.2 * found_officers(code), "of all teams together"
