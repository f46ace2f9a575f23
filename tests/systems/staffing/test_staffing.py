"""Officers against the norms, rule by rule (C1-C13), on the drawn county of six; moves against brute force.

D  E  F      20 minutes a step; A is a county seat (norm 20), the others are towns (10) but F, a township (5)
A  B  C
"""

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from systems.staffing.newcomers import newcomers
from systems.staffing.norms import Norms
from systems.staffing.records import Staffing, StationStaff
from systems.staffing.staffing import staffing
from systems.staffing.transfers import transfers
from tests.zoning.drawn import changed, county, plan
from zoning.model.bureau import Bureau
from zoning.model.errors import ClaimError
from zoning.result.documents import to_document

FIGURES: dict[str, dict[str, Any]] = {
    "A": {"officers": 30, "villages": 1, "communities": 4, "auxiliaries": 7},
    "B": {"officers": 4, "villages": 9, "communities": 1, "auxiliaries": 20},
    "C": {"officers": 12, "villages": 3, "communities": 0, "auxiliaries": None},
    "D": {"officers": 3},
    "E": {"officers": 10},
    "F": {"officers": 5, "kind": "township"},
}


def given(*, bureau: int | None = 100, figures: dict[str, dict[str, Any]] | None = None, **norms: Any) -> Staffing:
    held = county(stations=changed(**(figures or FIGURES)), bureau=Bureau(officers=bureau))
    return staffing(held, plan("AD", "BC", "EF"), Norms(**norms))


def station(found: Staffing, code: str) -> StationStaff:
    return next(one for one in found.stations if one.station == code)


def keys(found: Staffing) -> set[str]:
    return {note.key.removeprefix("systems.staffing.") for note in found.notes}


def test_c1_the_stations_have_a_share_of_the_bureau_and_what_is_lacking_is_said_in_officers() -> None:
    assert given().share == 0.64
    assert "share" not in keys(given())
    low = given(bureau=200)
    (note,) = (note for note in low.notes if note.key.endswith(".share"))
    assert note.values["officers"] == 90 - 64 == sum(one.officers for one in low.newcomers)
    assert given().newcomers == ()
    assert given(bureau=None).share is None
    assert "no_total" in keys(given(bureau=None))


def test_c1_missing_officers_go_to_stations_below_their_norm_first_and_then_where_officers_have_most_to_do() -> None:
    few = given(bureau=153)  # 45 % are 68.85: five of the 13 that are short
    assert {one.station: one.officers for one in few.newcomers} == {"B": 2, "D": 3}, (
        "6 and 7 short: 2.3 and 2.7 of five"
    )
    many = {one.station: one.officers for one in given(bureau=200).newcomers}  # 26: all 13, and 13 more
    assert many["B"] >= 6
    assert many["D"] >= 7


@pytest.mark.parametrize("seed", range(15))
def test_c1_no_other_way_to_place_the_missing_is_as_even(seed: int) -> None:
    rng = np.random.default_rng(seed)
    officers, norms = rng.integers(0, 7, 3).tolist(), rng.integers(0, 5, 3).tolist()
    hours, missing = rng.integers(1, 50, 3).astype(float), int(rng.integers(0, 9))
    came = newcomers(officers, norms, hours, missing)
    gaps = [max(0, n - p) for p, n in zip(officers, norms, strict=True)]
    ways = [way for way in itertools.product(range(missing + 1), repeat=3) if sum(way) == missing]
    assert came in ways

    def cost(way: tuple[int, ...]) -> float:
        if missing < sum(gaps):
            return sum((x - missing * gap / sum(gaps)) ** 2 for x, gap in zip(way, gaps, strict=True))
        even = (sum(officers) + missing) * hours / hours.sum()
        return sum((p + x - e) ** 2 for p, x, e in zip(officers, way, even, strict=True))

    kept = [way for way in ways if missing < sum(gaps) or all(x >= g for x, g in zip(way, gaps, strict=True))]
    assert cost(came) == pytest.approx(min(cost(way) for way in kept))


def test_c2_every_kind_of_station_has_its_norm() -> None:
    found = given()
    assert [one.norm for one in found.stations] == [20, 10, 10, 10, 10, 5]
    assert [one.short for one in found.stations] == [0, 6, 0, 7, 0, 0]
    assert [one.spare for one in found.stations] == [10, 0, 2, 0, 0, 0]
    assert [one.norm for one in given(town=4).stations] == [20, 4, 4, 4, 4, 5]
    assert [zone.short for zone in found.zones] == [7, 6, 0]


def test_c2_the_fewest_moves_fill_the_gaps_and_what_cannot_be_filled_is_said() -> None:
    found = given()
    assert sum(move.officers for move in found.moves) == 12, "10 and 2 to spare, 13 short"
    (note,) = (note for note in found.notes if note.key.endswith(".short"))
    assert (note.values["short"], note.values["left"]) == (13, 1)
    enough = given(figures={**FIGURES, "C": {"officers": 13}})
    assert sum(move.officers for move in enough.moves) == 13
    assert "short" not in keys(enough)


def test_c2_a_busy_station_above_its_norm_gives_nobody_and_what_stays_unmet_is_told_with_h10() -> None:
    """The busiest station of 52 officers once gave 32 away and stood at more than twice the county's mean."""
    held = county(stations=changed(**{**FIGURES, "A": {"officers": 52}}), counts=np.array([[600, 400], *[[10, 5]] * 5]))
    found = staffing(held)
    assert held.workload[0] / 52 > held.mean_load
    assert (station(found, "A").spare, station(found, "A").can_give) == (32, 0)
    assert [(m.origin, m.officers) for m in found.moves] == [("C", 2)], "the quiet one gives"
    notes = {note.key.removeprefix("systems.staffing."): note for note in found.notes}
    assert (notes["short"].values["moved"], notes["short"].values["left"]) == (2, 11)
    assert (notes["held"].values["officers"], notes["held"].values["stations"]) == (32, ["A镇"])
    assert "标准是下限，不是上限" in notes["held"].text("zh")
    assert "超编" not in notes["short"].text("zh")


@pytest.mark.parametrize("seed", range(20))
def test_c2_no_donor_stands_above_the_mean_after_the_moves_and_nobody_could_give_one_more(seed: int) -> None:
    rng = np.random.default_rng(seed)
    stations = changed(**{code: {"officers": int(rng.integers(0, 40))} for code in "ABCDEF"})
    found = staffing(county(stations=stations, counts=rng.integers(0, 200, (6, 2)).astype(float)))
    held = found.county
    gave = {code: sum(m.officers for m in found.moves if m.origin == code) for code in held.codes}
    for s, hours in zip(found.stations, held.workload.tolist(), strict=True):
        assert gave[s.station] <= s.can_give
        if s.can_give:
            assert hours / (s.officers - s.can_give) <= held.mean_load + 1e-6
            assert s.officers - s.can_give >= s.norm
        left = s.officers - s.can_give - 1
        assert left < s.norm or left <= 0 or hours / left > held.mean_load, "the limit is the most there is"
    assert sum(gave.values()) == min(sum(s.can_give for s in found.stations), found.total.short)


@pytest.mark.parametrize("seed", range(12))
def test_c2_no_other_moves_are_as_few_over_fewer_minutes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    spare, short = [*rng.integers(0, 4, 3).tolist(), 0, 0], [0, 0, 0, *rng.integers(0, 4, 2).tolist()]
    minutes = rng.integers(1, 60, (5, 5)).astype(float)
    found = transfers(spare, short, minutes)
    cells = [(i, j) for i in range(3) for j in (3, 4)]
    best = min(
        (-sum(way), sum(x * minutes[i, j] for x, (i, j) in zip(way, cells, strict=True)))
        for way in itertools.product(*(range(min(spare[i], short[j]) + 1) for i, j in cells))
        if all(sum(x for x, (a, _) in zip(way, cells, strict=True) if a == i) <= spare[i] for i in range(3))
        and all(sum(x for x, (_, b) in zip(way, cells, strict=True) if b == j) <= short[j] for j in (3, 4))
    )
    assert (-sum(t.officers for t in found), sum(t.officers * t.minutes for t in found)) == best


def test_c1_c2_who_comes_and_who_moves_are_two_ways_to_fill_a_gap_and_that_is_told() -> None:
    """With 150 in the bureau four officers should come, and 13 could move; with 100 nobody has to come."""
    assert given(bureau=150).newcomers
    assert given(bureau=150).moves
    assert "either" in keys(given(bureau=150))
    assert "either" not in keys(given(bureau=100))


def test_c4_a_county_without_incidents_is_grouped_at_once() -> None:
    quiet = county(stations=changed(**FIGURES), counts=np.zeros((6, 2)))
    assert staffing(quiet).groups_status == "optimal"


def test_c3_two_auxiliaries_a_community_of_an_urban_station_and_one_a_village_of_a_rural_one() -> None:
    found = given()
    assert (station(found, "A").auxiliary_norm, station(found, "A").auxiliaries_short) == (8, 1), "4 communities"
    assert (station(found, "B").auxiliary_norm, station(found, "B").auxiliaries_short) == (9, 0), "9 villages"
    assert station(found, "C").auxiliaries_short is None
    assert station(found, "D").auxiliary_norm is None
    assert found.total.auxiliaries_short == 1
    assert "auxiliaries_unknown" in keys(found)


def test_c4_c5_c6_weak_stations_are_grouped_round_a_centre_with_least_travel_each_group_with_the_norm() -> None:
    found = given()
    assert found.groups_status == "optimal"
    assert found.groups is not None
    grouped = {code for group in found.groups for code in group.stations}
    assert {"B", "D"} <= grouped, "4 and 3 officers are under 5"
    assert all(group.officers >= 5 and group.centre in group.stations for group in found.groups)
    assert all(len(group.stations) <= 4 for group in found.groups)
    assert "groups" in keys(found), "and the conflict with H29 is said"
    assert "只是建议" in next(note.text("zh") for note in found.notes if note.key.endswith(".groups"))
    assert "A" not in grouped, "a centre station in the country has no county seat in its group"


def test_c4_a_weak_urban_station_joins_no_rural_centre_and_is_told() -> None:
    found = given(figures={**FIGURES, "A": {"officers": 2}, "C": {"officers": 3, "kind": "urban"}})
    assert found.groups is not None
    assert {"A", "C"}.isdisjoint(code for group in found.groups for code in group.stations)
    (note,) = (note for note in found.notes if note.key.endswith("weak_urban"))
    assert note.values["stations"] == ["A镇", "C镇"]


def test_c6_weak_stations_with_few_residents_and_few_incidents_become_rooms_of_their_centre() -> None:
    few = {"population": 2_000}
    figures = {
        **FIGURES,
        "B": {"officers": 4, **few},
        "C": {"officers": 4, **few},
        "D": {"officers": 3, "population": None},
    }
    counts = np.array([[10, 5], [2, 0], [90, 5], [2, 0], [40, 5], [40, 5]], dtype=float)
    found = staffing(county(stations=changed(**figures), counts=counts))
    assert found.groups is not None
    rooms = {code for group in found.groups for code in group.rooms}
    assert rooms == {"B"}, "C is busy, D is of unknown residents"
    assert {code for group in found.groups for code in group.unjudged} == {"D"}
    assert {"rooms", "unjudged"} <= keys(found)
    none = staffing(found.county, norms=Norms(quiet_share=0.0)).groups
    assert none is not None
    assert not any(group.rooms for group in none)


def test_c4_c5_c6_without_a_weak_station_nothing_is_grouped_and_beyond_reach_it_is_said() -> None:
    assert given(group_officers=3).groups == ()
    none = given(group_officers=60, group_stations=2)
    assert none.groups is None
    assert "no_groups" in keys(none)


def test_c7_a_station_has_two_teams_from_a_size_on() -> None:
    assert [one.form for one in given().stations] == [
        "two_teams",
        "posts",
        "two_teams",
        "posts",
        "two_teams",
        "posts",
    ]
    assert {one.form for one in given(two_teams_from=31).stations} == {"posts"}


def test_c8_a_zone_has_two_workloads_that_add_up_to_its_own() -> None:
    found = given()
    held = found.county
    for zone in found.zones:
        rows = [held.index[code] for code in zone.stations]
        assert zone.community_hours + zone.case_hours == pytest.approx(held.workload[rows].sum())
    only = held.incidents[:, 0] * 2 * (60 + 2 * held.inside_minutes) / 60
    assert [one.community_hours for one in found.stations] == pytest.approx(only)


def test_c9_community_capacity_is_32_per_cent_of_the_officers() -> None:
    assert [one.capacity for one in given().stations] == pytest.approx([0.32 * p for p in (30, 4, 12, 3, 10, 5)])
    assert [one.community_staff for one in given().stations] == [12, 2, 5, 2, 4, 2], "whole persons, rounded up"
    assert given().total.community_staff == 27
    assert given(community_officers=0.5, community_hours=1.0).total.capacity == pytest.approx(32)


def test_c13_the_nearest_stations_within_reach_stand_in() -> None:
    found = given()
    assert [(one.station, one.minutes) for one in station(found, "A").supports] == [("B", 20.0), ("D", 20.0)]
    assert station(given(support_minutes=19.0), "A").supports == ()
    assert len(station(given(supports=3, support_minutes=60.0), "A").supports) == 3


def test_h29_moves_and_groups_are_advice_and_say_what_they_would_change() -> None:
    found = given()
    for key in ("moves", "groups"):
        assert "advice only" in next(note.text("en") for note in found.notes if note.key.endswith(f".{key}"))
    assert to_document(found)["county"]["digest"].startswith("sha256:")


def test_h29_advice_leaves_every_station_its_officers() -> None:
    found = given()
    assert found.moves, "and yet officers are advised to move"
    first = found.stations[0]
    with pytest.raises(ClaimError, match="H29"):
        replace(found, stations=(replace(first, officers=first.officers - 1), *found.stations[1:]))
    with pytest.raises(ClaimError, match="H29"):
        replace(found, stations=found.stations[1:])
