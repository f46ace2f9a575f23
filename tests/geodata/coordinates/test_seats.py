"""Seats that a slip of the keyboard put far away: a mistake that names the station, never a guess about units."""

from pathlib import Path

import pytest

from tests.geodata.coordinates.placed import keys, mistakes
from tests.geodata.drawn import change, draw, get, put
from tests.geodata.tables.told import STATIONS, notices

SLIPS = {
    "0": "",
    "-1": "",
    "10.75": "",
    "10.715": "107.15 30.05",
    "1071.5": "107.15 30.05",
    "117.15": "107.15 30.05",
    "170.15": "107.15 30.05",
    "-107.15": "107.15 30.05",
}
"""What stands in place of the longitude 107.15, and what is said to be meant."""


@pytest.mark.parametrize("areas", [True, False])
@pytest.mark.parametrize("lon", SLIPS)
def test_a_slipped_longitude_names_the_station(lon: str, areas: bool, tmp_path: Path) -> None:
    at = draw(tmp_path / "county", areas=areas)
    change(at, STATIONS, ",107.15,30.05,", f",{lon},30.05,")
    (mistake,) = mistakes(at)
    assert (mistake.says.key, mistake.row, mistake.column) == ("geodata.stations.far_lon", 3, "lon")
    assert (mistake.value, mistake.says.values["station"]) == (lon, "B")
    hint = mistake.says.values["hint"]
    assert SLIPS[lon] == (f"{hint.values['x']} {hint.values['y']}" if hint else "")


@pytest.mark.parametrize("lat", ["0", "3005", "3.005", "-30.05"])
def test_a_slipped_latitude_names_the_station(lat: str, tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    change(at, STATIONS, ",107.15,30.05,", f",107.15,{lat},")
    assert [m.column for m in mistakes(at)] == ["lat"]
    assert keys(at) == ["stations.far_lat"]


def test_two_slips_of_nine_are_two_mistakes(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    put(at, STATIONS, get(at, STATIONS).replace(",107.15,30.05,", ",0,0,").replace(",107.25,30.05,", ",0,0,"))
    assert [m.row for m in mistakes(at)] == [3, 4]


def test_a_town_three_degrees_away_is_an_exclave_and_told(tmp_path: Path) -> None:
    at = draw(tmp_path / "county", areas=False)
    change(at, STATIONS, ",107.15,30.05,", ",104.15,30.05,")
    told = notices(at)
    assert told["seat_far"].values["stations"] == ["B 289 km"]
    assert "area_total" not in told, "no unit is suspected where a seat is"
