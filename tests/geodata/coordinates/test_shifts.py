"""Shifted maps of China, GCJ-02 and BD-09: there and back to a millimetre, and suspected where they are not said."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geodata
from geodata.coordinates.crs import on_wgs84
from geodata.coordinates.placing import offset_hint
from geodata.coordinates.shifted import BOX, Shifted, from_wgs84, to_wgs84
from tests.geodata.coordinates.placed import DEGREES_M, SEATS, assert_in_place, points
from tests.geodata.drawn import CODES, change, draw, geojson, get, put, station
from tests.geodata.layered import SQUARES, county, moved, save
from zoning.result.digest import digest
from zoning.texts import Message

SHIFTS = [Shifted("gcj02"), Shifted("bd09")]


# --- shifted maps
def test_the_shift_is_the_published_one() -> None:
    """Values in the tests of coordtransform (GCJ-02, BD-09) and of eviltransform (Shanghai, Shenzhen, Beijing)."""
    lon, lat = from_wgs84(*points((116.404, 39.915)), SHIFTS[0])
    assert (lon[0], lat[0]) == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-12)
    lon, lat = from_wgs84(*to_wgs84(*points((116.404, 39.915)), SHIFTS[0]), SHIFTS[1])
    assert (lon[0], lat[0]) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-12)
    towns = points((121.5272106, 31.1774276), (113.912316, 22.543847), (116.377817, 39.911954))
    shifted = from_wgs84(*towns, SHIFTS[0])
    published = points((121.531541859215, 31.17530398364597), (113.9171764808363, 22.540796131694766),
                       (116.38404722455657, 39.91334545536069))  # fmt: skip
    assert np.abs(np.array(shifted) - np.array(published)).max() * DEGREES_M < 0.02, "an axis differs by 108 m"


@pytest.mark.parametrize("system", SHIFTS, ids=lambda system: system.name)
@given(lon=st.floats(BOX[0], BOX[2]), lat=st.floats(BOX[1], BOX[3]))
def test_there_and_back_is_the_same_place_all_over_china(system: Shifted, lon: float, lat: float) -> None:
    back = to_wgs84(*from_wgs84(*points((lon, lat)), system), system)
    assert np.hypot(back[0][0] - lon, back[1][0] - lat) * DEGREES_M < 1e-6


@pytest.mark.parametrize("system", SHIFTS, ids=lambda system: system.name)
def test_there_and_back_is_the_same_place_on_the_edge_of_the_box(system: Shifted) -> None:
    west, south, east, north = BOX
    x, y = np.meshgrid(np.linspace(west, east, 50), np.linspace(south, north, 50))
    edge = (np.isin(x, BOX) | np.isin(y, BOX)).ravel()
    lon, lat = x.ravel()[edge], y.ravel()[edge]
    back = to_wgs84(*from_wgs84(lon, lat, system), system)
    assert np.hypot(back[0] - lon, back[1] - lat).max() * DEGREES_M < 1e-6


@given(lon=st.floats(-180, 180), lat=st.floats(-85, 85))
def test_outside_china_nothing_is_shifted(lon: float, lat: float) -> None:
    west, south, east, north = BOX
    margin = 0.05
    if west - margin < lon < east + margin and south - margin < lat < north + margin:
        return
    assert from_wgs84(*points((lon, lat)), SHIFTS[0]) == points((lon, lat))
    assert to_wgs84(*points((lon, lat)), SHIFTS[0]) == points((lon, lat))


def test_the_shift_is_some_hundred_metres_and_that_of_baidu_more() -> None:
    lon, lat = np.array(list(SEATS.values())).T
    for system, least, most in ((SHIFTS[0], 300, 700), (SHIFTS[1], 700, 1_600)):
        x, y = from_wgs84(lon, lat, system)
        metres = np.hypot((x - lon) * np.cos(np.radians(lat)), y - lat) * DEGREES_M
        assert least < metres.min() <= metres.max() < most


def in_gcj02(at: Path, system: Shifted = SHIFTS[0]) -> Path:
    """The seats of a drawn county in a shifted system, to the last digit."""
    for i, code in enumerate(CODES):
        x, y = from_wgs84(*points(SEATS[code]), system)
        line = station(i)
        seat = f"{SEATS[code][0]:.2f},{SEATS[code][1]:.2f}"
        assert seat in line
        change(
            at,
            "stations.csv",
            line,
            line.replace(seat, f"{x[0]!r},{y[0]!r}".replace("np.float64(", "").replace(")", "")),
        )
    return at


@pytest.mark.parametrize("system", SHIFTS, ids=lambda system: system.name)
def test_a_county_in_a_shifted_system_is_the_same_county(system: Shifted, tmp_path: Path) -> None:
    plain = geodata.read_county(draw(tmp_path / "plain", areas=False))
    at = in_gcj02(draw(tmp_path / "shifted", areas=False), system)
    change(at, "county.toml", "years = 1\n", f'years = 1\ncrs = "{system.name}"\n')
    assert geodata.read_county(at).stations == plain.stations
    assert digest(geodata.read_county(at)) == digest(plain)


@pytest.mark.parametrize("system", SHIFTS, ids=lambda system: system.name)
def test_areas_of_a_shifted_county_are_shifted_too_unless_they_say_otherwise(system: Shifted, tmp_path: Path) -> None:
    at = in_gcj02(draw(tmp_path / "county", borders=False), system)
    change(at, "county.toml", "years = 1\n", f'years = 1\ncrs = "{system.name}"\n')
    text = get(at, "areas.geojson")
    for square, shifted in zip(SQUARES, moved(system.name), strict=True):
        text = text.replace(rings(square), rings(shifted))
    put(at, "areas.geojson", text)
    assert_in_place(geodata.read(at).areas)
    put(
        at, "areas.geojson", geojson().replace('"features"', '"crs": {"properties": {"name": "EPSG:4490"}}, "features"')
    )
    assert_in_place(geodata.read(at).areas)


def rings(square: Any) -> str:
    """The outline of a square as the drawn county writes it, from its south-west corner."""
    ring = shapely.get_coordinates(square)
    start = [tuple(at) for at in ring[[3, 0, 1, 2, 3]].tolist()]
    return str([[list(at) for at in start]])


def test_a_shifted_map_that_moves_stations_out_of_their_areas_is_suspected(tmp_path: Path) -> None:
    """Seats 200 m within their western edge: GCJ-02 pushes the areas some 300 m further east."""
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg", moved("gcj02"), crs="EPSG:4326"))
    text = get(at, "stations.csv")
    for lon in ("107.05", "107.15", "107.25"):
        text = text.replace(f",{lon},", f",{float(lon) - 0.048:.3f},")
    put(at, "stations.csv", text)
    (notice,) = [n for n in geodata.read(at).notices if n.key == "geodata.notice.seat_outside"]
    assert notice.values["count"] == 9
    assert notice.values["hint"] == Message("geodata.guess.areas_shifted", {"name": "gcj02", "count": 9})
    assert "gcj02" in notice.text("en")
    fixed = geodata.read(at, {"areas.crs": "gcj02"})
    assert "geodata.notice.seat_outside" not in {n.key for n in fixed.notices}


def test_stations_in_a_shifted_system_are_suspected_as_well() -> None:
    lon, lat = np.array([(x + 0.0485, y) for x, y in SEATS.values()]).T
    shifted = from_wgs84(lon, lat, SHIFTS[0])
    seats = dict(zip(CODES, zip(*(part.tolist() for part in shifted), strict=True), strict=True))
    areas = dict(zip(CODES, SQUARES, strict=True))
    assert offset_hint(areas, seats) == Message("geodata.guess.stations_shifted", {"name": "gcj02", "count": 9})


def test_a_single_station_outside_is_no_sign_of_a_shift() -> None:
    areas = dict(zip(CODES, SQUARES, strict=True))
    assert offset_hint(areas, SEATS | {"101": (107.5, 30.5)}) == ""


def test_shifted_shapes_come_back() -> None:
    for system in SHIFTS:
        back = on_wgs84(moved(system.name), system)
        assert max(map(shapely.hausdorff_distance, back, SQUARES)) * DEGREES_M < 1e-6
