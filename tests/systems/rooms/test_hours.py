"""Rooms at work: workstations, hours, officers by workload (G2, G4-G6, G9), months (G7) and three levels (H28)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from geodata.county.build import Built
from systems.rooms.levels import areas
from systems.rooms.monthly import monthly
from systems.rooms.records import Norms, Room, Rooms
from systems.rooms.rooms import rooms_of
from tests.zoning.drawn import changed, county
from zoning.model.bureau import Bureau, Place, Post, Village
from zoning.model.county import County
from zoning.model.policy import read_policy


def village(code: str, station: str = "B", **values: object) -> Village:
    """A village 0.01° further north for every digit of its code."""
    return Village(code=code, name=f"{code}村", station=station, lon=107.1, lat=30 + int(code[1:]) / 100, **values)  # type: ignore[arg-type]


def given(*villages: Village, officers: int = 10, auxiliaries: int | None = 3, **tables: object) -> County:
    bureau = Bureau(villages=villages, **tables)  # type: ignore[arg-type]
    stations = changed(B={"officers": officers, "auxiliaries": auxiliaries})
    return replace(county(stations=stations), bureau=bureau)


def rooms(at: County, **norms: float) -> Rooms:
    return rooms_of(Built(at), read_policy("hengshan"), Norms(**norms), ("B",))  # type: ignore[arg-type]


def five(kind: str) -> tuple[Village, ...]:
    return tuple(village(f"{kind[0]}{k}", kind=kind) for k in range(5))


def test_g2_communities_are_no_workstations() -> None:
    (station,) = rooms(given(*five("village"), *five("community")), communities=5).stations
    in_villages, in_communities = station.rooms
    assert (in_villages.kind, in_communities.kind) == ("village", "community")
    assert len(in_villages.workstations) == 4
    assert in_communities.workstations == ()
    assert station.workstations == tuple(sorted(in_villages.workstations))
    assert all(code.startswith("v") for code in station.workstations)


@pytest.mark.parametrize(
    ("officers", "lacking"),
    [(3, 0), (2, 12), (0, 32)],  # 1 in the room has 20 h of 32; 2 (⌈0.4 · 3⌉) have 40; 0 have none
)
def test_g6_four_workstations_of_8_hours_need_two_officers_who_work_40_and_sit_20(officers: int, lacking: int) -> None:
    (station,) = rooms(given(*five("village"), officers=officers)).stations
    (room,) = station.rooms
    assert room.officers == {3: 2, 2: 1, 0: 0}[officers]
    assert room.workstation_hours == 4 * 8
    assert room.workstation_short == lacking
    assert room.manned == 20 * room.officers


@pytest.mark.parametrize(
    ("officers", "auxiliaries", "short"),
    [(2, 1, 0), (2, 0, 36), (7, 0, 0), (2, None, None), (7, None, 0), (0, 1, 16)],
)
def test_g6_a_room_open_8_hours_on_7_days_needs_56_hours(officers: int, auxiliaries: int | None, short: int) -> None:
    (station,) = rooms(given(*five("village"), officers=officers, auxiliaries=auxiliaries)).stations
    assert station.rooms[0].open_short == short


def test_g5_auxiliaries_go_to_the_rooms_of_most_work_first() -> None:
    busy = tuple(village(f"v{k}", incidents=1 + 50 * (k > 4)) for k in range(10))
    (station,) = rooms(given(*busy, auxiliaries=1)).stations
    assert len(station.rooms) == 2
    most = max(station.rooms, key=lambda room: room.hours)
    assert [room.auxiliaries for room in station.rooms] == [int(room is most) for room in station.rooms]


def test_g9_every_station_has_at_least_one_officer_however_little_it_does() -> None:
    at = replace(given(*five("village")), counts=[[1000.0, 0.0], *[[0.0, 1.0]] * 5])
    found = rooms_of(Built(at), read_policy("hengshan"))
    assert [one.proportional for one in found.stations] == [1]
    assert at.workload[1] / at.workload.sum() * at.officers.sum() < 0.5


def test_g7_figures_of_a_month_are_sums_and_unknown_as_soon_as_a_village_is() -> None:
    known = {"households": 100, "visited": 20, "familiar": 50, "collected": 7, "settled": 1, "incidents": 6}
    villages = [village(f"v{k}", asked=10, satisfied=8 + k % 2, **known) for k in range(4)]
    at = given(*villages)
    (one,) = monthly(at, [room for s in rooms(at).stations for room in s.rooms])
    assert (one.visited_share, one.familiar_share) == (0.2, 0.5)
    assert (one.cases, one.collected, one.settled) == (4 * 6 / 12, 28, 4)
    assert one.satisfied_share == pytest.approx(34 / 40)
    blank = given(*villages[:3], village("v3", households=100, visited=20))
    (one,) = monthly(blank, [room for s in rooms(blank).stations for room in s.rooms])
    assert (one.visited_share, one.familiar_share, one.cases, one.satisfied_share) == (0.2, None, None, None)


def test_h28_areas_of_officers_over_villages_of_auxiliaries_over_points_and_who_is_covered_by_nobody() -> None:
    villages = (
        village("v0", auxiliaries=2),
        village("v1", auxiliaries=0),
        village("v2"),
        village("v3", officers=1),
        village("v4", auxiliaries=1),
    )
    points = {
        "places": (Place(name="大桥", lon=107.1, lat=30.011), Place(name="古塔", lon=107.1, lat=30.03)),
        "posts": (Post(code="P1", name="东门警务站", lon=107.1, lat=30.0),),
    }
    at = given(*villages, officers=0, **points)
    found = rooms(at)
    (area,) = areas(at, found.stations[0].rooms)
    assert (area.officers, area.villages, area.auxiliaries) == (0, 5, 3)
    assert area.without_auxiliary == ("v1", "v2", "v3")
    assert area.points == ("东门警务站", "大桥", "古塔")
    assert area.uncovered == ("v1", "v2"), "v3 has an officer of its own"
    staffed = given(*villages, officers=1, **points)
    (area,) = areas(staffed, rooms(staffed).stations[0].rooms)
    assert (area.officers, area.uncovered) == (1, ()), "the room's officer answers for the area"


def test_h28_a_point_belongs_to_the_area_of_the_nearest_village() -> None:
    villages = tuple(village(f"v{k}") for k in range(12))
    at = given(*villages, places=(Place(name="甲", lon=107.1, lat=30.0), Place(name="乙", lon=107.1, lat=30.2)))
    held: dict[str, Room] = {}
    for area, room in zip(areas(at, found := rooms(at).stations[0].rooms), found, strict=True):
        held |= dict.fromkeys(area.points, room)
    assert "v0" in held["甲"].serves
    assert "v11" in held["乙"].serves


def test_g2_h28_the_tables_name_no_community_as_a_workstation(built: Callable[[str], Built]) -> None:
    at = built("fengdu")
    found = rooms_of(at, read_policy("hengshan"), Norms(), (at.county.codes[0],))
    kinds = {v.code: v.kind for v in at.county.bureau.villages}
    served = [code for room in found.stations[0].rooms for code in room.serves]
    assert any(kinds[code] == "community" for code in served)
    assert {kinds[code] for code in found.stations[0].workstations} == {"village"}
    assert sum(area.villages for area in areas(at.county, found.stations[0].rooms)) == len(served)
