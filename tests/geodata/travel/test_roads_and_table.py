"""Minutes over roads beside minutes of a table: the table wins, pair by pair, and both survive being written."""

from pathlib import Path

import numpy as np
import pytest

import geodata
from tests.geodata.drawn import CODES, change, put
from tests.geodata.travel.laid import COMB, keys, km, laid, minutes, mistakes, notices, road, street
from zoning.result.digest import digest


# ------------------------------------------------------------------------------------------------- what the table gives
def table(*rows: str) -> str:
    return "\n".join(["from,to,minutes", *rows]) + "\n"


def test_minutes_of_the_table_win_over_those_by_road(tmp_path: Path) -> None:
    at = laid(tmp_path, COMB)
    put(at, "travel.csv", table("101,102,33"))
    county = geodata.read_county(at)
    assert (minutes(county, "AB"), minutes(county, "BA")) == (33, pytest.approx(60 * km("AB") / 40, rel=0.001))
    assert notices(at)["travel_over_roads"].values == {"table": "travel.csv", "count": 1, "pairs": 72}


def test_a_station_that_no_road_leads_to_may_have_its_minutes_in_the_table(tmp_path: Path) -> None:
    """I lies on an island of its own; a ferry takes an hour to each."""
    at = laid(tmp_path, [*COMB[:3], street("GH"), road([(107.25, 30.25), (107.26, 30.25)])])
    assert keys(mistakes(at)) == ["roads.apart"]
    put(at, "travel.csv", table(*(f"109,{code},60\n{code},109,60" for code in CODES[:8])))
    assert minutes(geodata.read_county(at), "IA") == 60


def test_a_county_over_roads_survives_being_written_without_its_roads(tmp_path: Path) -> None:
    county = geodata.read_county(laid(tmp_path / "drawn", [*COMB[:3], street("GHI", speed_kmh=61.7)]))
    geodata.write_county(county, tmp_path / "written")
    again = geodata.read(tmp_path / "written")
    assert np.array_equal(again.county.minutes, county.minutes)
    assert (again.county.travel, digest(again.county)) == ("roads", digest(county))
    assert "roads_before" in notices(tmp_path / "written")


@pytest.mark.parametrize("form", ["folder", "county.xlsx", "county.gpkg"])
def test_roads_their_settings_and_the_minutes_beside_them_survive_every_form(form: str, tmp_path: Path) -> None:
    roads = [street("ABC", v=50, oneway="no"), street("ADG", v=None, oneway="-1"), *COMB[2:], street("GDA", v=30)]
    at = laid(tmp_path / "drawn", roads, 'speed_column = "v"\nsnap_m = 3000\ncrossings = true')
    put(at, "travel.csv", table("101,102,5"))
    tables = geodata.read_source(at)
    geodata.write_county(tables, tmp_path / form)
    again = geodata.read_source(tmp_path / form)
    first, second = geodata.build(tables).county, geodata.build(again).county
    assert np.array_equal(first.minutes, second.minutes)
    assert digest(first) == digest(second)


def test_gaps_of_the_table_are_a_mistake_without_a_layer(tmp_path: Path) -> None:
    at = laid(tmp_path, COMB)
    (at / "roads.geojson").unlink()
    assert keys(mistakes(at)) == ["travel.no_roads"]
    put(at, "travel.csv", table("101,102,33"))
    assert keys(mistakes(at)) == ["travel.gaps"]


def test_a_layer_that_is_not_used_is_said(tmp_path: Path) -> None:
    at = laid(tmp_path, COMB)
    change(at, "county.toml", '"roads"', '"straight"')
    assert notices(at)["roads_unused"].values == {"file": "roads.geojson", "mode": "straight"}
