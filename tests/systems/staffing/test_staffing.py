"""Officers against the norms, rule by rule (C1-C13), on the drawn county of six; moves against brute force.

D  E  F      20 minutes a step; A is a county seat (norm 20), the others are towns (10) but F, a township (5)
A  B  C
"""

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

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
    assert note.values["officers"] == 90 - 64
    assert given(bureau=None).share is None
    assert "no_total" in keys(given(bureau=None))


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


def test_c3_two_auxiliaries_a_community_and_one_a_village_where_both_are_known() -> None:
    found = given()
    assert (station(found, "A").auxiliary_norm, station(found, "A").auxiliaries_short) == (9, 2)
    assert (station(found, "B").auxiliary_norm, station(found, "B").auxiliaries_short) == (11, 0)
    assert station(found, "C").auxiliaries_short is None
    assert station(found, "D").auxiliary_norm is None
    assert found.total.auxiliaries_short == 2
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
    assert "H29" in next(note.text("zh") for note in found.notes if note.key.endswith(".groups"))


def test_c4_c5_c6_without_a_weak_station_nothing_is_grouped_and_beyond_reach_it_is_said() -> None:
    assert given(group_officers=3).groups == ()
    none = given(group_officers=60, group_stations=2)
    assert none.groups is None
    assert "no_groups" in keys(none)


def test_c7_a_station_has_two_teams_from_a_size_on() -> None:
    assert [one.form for one in given().stations] == [
        "two_teams",
        "one_team",
        "two_teams",
        "one_team",
        "two_teams",
        "one_team",
    ]
    assert {one.form for one in given(two_teams_from=31).stations} == {"one_team"}


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
    assert given(community_officers=0.5, community_hours=1.0).total.capacity == pytest.approx(32)


def test_c13_the_nearest_stations_within_reach_stand_in() -> None:
    found = given()
    assert [(one.station, one.minutes) for one in station(found, "A").supports] == [("B", 20.0), ("D", 20.0)]
    assert station(given(support_minutes=19.0), "A").supports == ()
    assert len(station(given(supports=3, support_minutes=60.0), "A").supports) == 3


def test_h29_moves_and_groups_are_advice_and_say_what_they_would_change() -> None:
    found = given()
    for key in ("moves", "groups"):
        assert "H29" in next(note.text("en") for note in found.notes if note.key.endswith(f".{key}"))
    assert to_document(found)["county"]["digest"].startswith("sha256:")


def test_h29_advice_leaves_every_station_its_officers() -> None:
    found = given()
    assert found.moves, "and yet officers are advised to move"
    first = found.stations[0]
    with pytest.raises(ClaimError, match="H29"):
        replace(found, stations=(replace(first, officers=first.officers - 1), *found.stations[1:]))
    with pytest.raises(ClaimError, match="H29"):
        replace(found, stations=found.stations[1:])
