"""Newer data of a county, and today's zones as the data call them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from geodata.county.build import Built
from geodata.county.describe import tables_of
from geodata.county.export import packed
from tests.workbench.web.served import Served, served
from zoning.model.bureau import Bureau


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as one:
        yield one


def test_changes_name_the_zones_of_today_as_the_data_do(mine: Served, built: Callable[[str], Built]) -> None:
    county = built("qingshui").county
    today = {station.code: station.current_zone for station in county.stations}
    plan = mine.plan("today", name="qingshui")
    assert mine.get(f"/api/plans/{plan['plan']['id']}")["moves"] == []
    a, b = next(pair for pair in mine.get(f"/api/counties/{plan['plan']['county']['digest']}/shapes")["pairs"]
                if plan["labels"][pair[0]] != plan["labels"][pair[1]])  # fmt: skip
    moved = county.codes[a]
    mine.edit(plan, op="move", stations=[moved], zone=plan["labels"][b])
    (move,) = [one for one in mine.get(f"/api/plans/{plan['plan']['id']}")["moves"] if one["station"] == moved]
    assert move == {"station": moved, "from": today[moved], "to": plan["labels"][b]}


def test_newer_data_of_a_county_are_offered_with_what_differs(mine: Served, built: Callable[[str], Built]) -> None:
    county = built("xunhua").county
    plan = mine.plan("empty")
    digest = plan["plan"]["county"]["digest"]
    assert mine.get(f"/api/counties/{digest}/newer") == {"newer": None}
    gone, changed = county.stations[-1], county.stations[0]
    stations = (changed.model_copy(update={"officers": changed.officers + 3}), *county.stations[1:-1])
    rows = slice(0, len(county) - 1)
    names = {station.code for station in stations}
    newer = replace(
        county,
        stations=stations,
        counts=county.counts[rows],
        minutes=county.minutes[rows, rows],
        borders=tuple(one for one in county.borders if {one.a, one.b} <= names),
        outline=None,
        areas={},
        bureau=Bureau(),
    )
    package = packed(tables_of(newer))
    mine.state.store.add_county(package, newer, "新.gpkg", [], mine.state.person)
    found = mine.get(f"/api/counties/{digest}/newer")["newer"]
    assert found["source"] == "新.gpkg"
    told = {(one["station"], one["what"]): (one["before"], one["after"]) for one in found["differences"]}
    assert told == {
        (gone.code, "station"): (gone.name, None),
        (changed.code, "officers"): (changed.officers, changed.officers + 3),
    }
    assert found["count"] == 2
    assert mine.get(f"/api/counties/{found['digest']}/newer") == {"newer": None}
    asked = {"key": "copy", "county": found["digest"], "name": "新", "start": "plan", "plan": f"{plan['plan']['id']}@1"}
    copy = mine.post("/api/plans", asked, 201)
    assert copy["labels"] == [0] * len(stations)
    assert mine.get(f"/api/plans/{plan['plan']['id']}")["labels"] == [0] * len(county), "the old plan stays as it is"


def test_a_zone_that_is_called_as_one_of_today_is_that_zone(mine: Served, built: Callable[[str], Built]) -> None:
    """Two zones exchange their names on the page: all stations of both have moved, though none was touched."""
    county = built("qingshui").county
    plan = mine.plan("today", name="qingshui")
    today = {station.code: station.current_zone for station in county.stations}
    names = [next(str(today[code]) for code in zone) for zone in plan["zones"][:2]]
    mine.edit(plan, op="rename", zone=0, name=names[1])
    mine.edit(plan, op="rename", zone=1, name=names[0])
    found = mine.get(f"/api/plans/{plan['plan']['id']}")["moves"]
    assert {one["station"]: (one["from"], one["to"]) for one in found} == {
        code: (today[code], z) for z in (0, 1) for code in plan["zones"][z]
    }
