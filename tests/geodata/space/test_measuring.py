"""Planes, lengths, areas, outlines and minutes against figures known from elsewhere."""

import math

import numpy as np
import pytest
import shapely
from pyproj import CRS, Geod
from shapely import Polygon, box

from geodata.coordinates.crs import WGS84, belt, equal_area, move, move_points, parse, same
from geodata.coordinates.shifted import Shifted
from geodata.space.areas import in_belt
from geodata.space.outline import outline, polar_moment
from geodata.travel.minutes import straight_minutes
from zoning.texts import Message

GRS80 = Geod(ellps="GRS80")


def numbers(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)


def parameters(crs: CRS) -> dict[str, float]:
    """Central meridian, scale and false easting of a transverse Mercator plane."""
    words = {"Longitude of natural origin": "lon", "Scale factor at natural origin": "k", "False easting": "x"}
    assert crs.coordinate_operation is not None
    return {words[p.name]: p.value for p in crs.coordinate_operation.params if p.name in words}


@pytest.mark.parametrize(
    ("lon", "middle"),
    [(107.73, 108), (106.4, 105), (106.6, 108), (102.48, 102), (115.0, 114), (73.5, 72), (134.9, 135)],
)
def test_a_county_is_measured_in_its_own_belt(lon: float, middle: int) -> None:
    assert parameters(belt(numbers(lon))) == {"lon": middle, "k": 1.0, "x": 500_000.0}


def test_a_wide_county_takes_the_belt_of_its_middle() -> None:
    assert parameters(belt(numbers(105.0, 110.0)))["lon"] == 108


def test_the_belt_is_that_of_the_national_grid() -> None:
    """EPSG:4545 is CGCS2000 / 3-degree Gauss-Kruger CM 108E."""
    ours = move_points(numbers(107.73), numbers(29.87), WGS84, belt(numbers(107.73)))
    national = parse(4545)
    assert not isinstance(national, Message)
    assert np.ravel(ours) == pytest.approx(np.ravel(move_points(numbers(107.73), numbers(29.87), WGS84, national)))
    assert ours[0][0] < 500_000 < ours[1][0], "easting, then northing"


def test_lengths_in_the_belt_are_those_on_the_ellipsoid() -> None:
    lon, lat = numbers(107.7, 107.8), numbers(29.9, 29.8)
    x, y = move_points(lon, lat, WGS84, belt(lon))
    metres = GRS80.inv(lon[0], lat[0], lon[1], lat[1])[2]
    assert math.hypot(x[1] - x[0], y[1] - y[0]) == pytest.approx(metres, rel=1e-4)


def test_areas_are_those_on_the_ellipsoid() -> None:
    """A tenth of a degree at 30 N is about 107 km², and not 123 as it would be at the equator."""
    square = shapely.segmentize(box(107.0, 30.0, 107.1, 30.1), 0.001)
    exact = abs(GRS80.geometry_area_perimeter(square)[0])
    (flat,) = move([square], WGS84, equal_area(numbers(106.5, 108.0), numbers(29.5, 31.0)))
    assert flat.area == pytest.approx(exact, rel=1e-6)
    assert flat.area / 1e6 == pytest.approx(106.9, abs=0.2)


@pytest.mark.parametrize("value", [4490, "4490", "EPSG:4490", "epsg: 4490", "urn:ogc:def:crs:EPSG::4490", "CGCS2000"])
def test_a_system_may_be_named_in_several_ways(value: int | str) -> None:
    crs = parse(value)
    assert not isinstance(crs, Message)
    assert crs.to_epsg() == 4490
    assert same(crs, WGS84), "to within centimetres"


def test_geojson_names_for_longitude_first_are_known() -> None:
    assert parse("urn:ogc:def:crs:OGC:1.3:CRS84") == WGS84


@pytest.mark.parametrize("value", ["gcj02", "GCJ-02", "bd09", "BD_09"])
def test_shifted_maps_are_systems_of_their_own(value: str) -> None:
    assert parse(value) == Shifted("gcj02" if value.lower().startswith("gcj") else "bd09")


@pytest.mark.parametrize("value", [0, -1, 99999, "mars", "", "EPSG:", "/etc/passwd", "+proj=x"])
def test_other_systems_are_unknown(value: int | str) -> None:
    assert parse(value) == Message("geodata.crs.unknown")


def test_a_projected_polygon_comes_back_to_its_degrees() -> None:
    grid = parse(4545)
    assert not isinstance(grid, Message)
    square = box(107.7, 29.8, 107.8, 29.9)
    (back,) = move(move([square], WGS84, grid), grid, WGS84)
    assert shapely.hausdorff_distance(back, square) < 1e-8


def test_heights_are_dropped() -> None:
    (flat,) = move([Polygon([(107, 30, 500), (107.1, 30, 400), (107, 30.1, 300)])], WGS84, WGS84)
    assert not flat.has_z


def test_the_outline_of_a_circle_is_that_of_the_formulas() -> None:
    """Radius 2 km about (10, 20): perimeter 2 π r, second moment π r⁴ / 2."""
    shape = outline([shapely.Point(10_000, 20_000).buffer(2000, quad_segs=500)])
    assert shape.perimeter_km == pytest.approx([4 * math.pi], rel=1e-5)
    assert shape.centroid_km == pytest.approx(np.array([[10.0, 20.0]]))
    assert shape.polar_km4 == pytest.approx([8 * math.pi], rel=1e-4)


def test_the_outline_of_a_rectangle_is_that_of_the_formulas() -> None:
    """4 × 2 km: a b (a² + b²) / 12."""
    shape = outline([box(500_000, 3_300_000, 504_000, 3_302_000)])
    assert shape.perimeter_km == pytest.approx([12.0])
    assert shape.centroid_km == pytest.approx(np.array([[502.0, 3301.0]]))
    assert shape.polar_km4 == pytest.approx([4 * 2 * (16 + 4) / 12], rel=1e-6)


def test_a_hole_is_taken_off_and_its_edge_counted() -> None:
    shape = outline([box(0, 0, 4000, 4000).difference(box(1000, 1000, 3000, 3000))])
    assert shape.perimeter_km == pytest.approx([24.0])
    assert shape.polar_km4 == pytest.approx([(4**4 - 2**4) / 6], rel=1e-6)


def test_parts_far_apart_count_from_their_common_centroid() -> None:
    """Two squares of 1 km, their centres 10 km apart: twice (1/6 + 5²)."""
    shape = outline([shapely.MultiPolygon([box(0, 0, 1000, 1000), box(10_000, 0, 11_000, 1000)])])
    assert shape.centroid_km == pytest.approx(np.array([[5.5, 0.5]]))
    assert shape.polar_km4 == pytest.approx([2 * (1 / 6 + 25)], rel=1e-6)


def test_the_turn_of_a_ring_does_not_matter() -> None:
    ring = [(0.0, 0.0), (3.0, 0.0), (3.0, 1.0), (0.0, 1.0)]
    about = numbers(1.5, 0.5)
    assert polar_moment(Polygon(ring), about) == pytest.approx(polar_moment(Polygon(ring[::-1]), about))
    assert polar_moment(Polygon(ring), about) > 0


def test_a_tenth_of_a_degree_is_as_wide_and_high_as_it_should_be() -> None:
    (flat,) = in_belt([box(107.0, 30.0, 107.1, 30.1)], numbers(107.0, 107.1))
    corners = shapely.get_coordinates(flat)
    sides = np.hypot(*np.diff(corners, axis=0).T)
    assert sorted(sides) == pytest.approx([9641, 9651, 11_086, 11_086], abs=6)


def test_straight_minutes_follow_the_formula() -> None:
    lon, lat = numbers(107.7, 107.9, 108.2), numbers(29.9, 30.1, 29.7)
    minutes = straight_minutes(lon, lat, speed_kmh=30.0, detour=1.5)
    assert np.array_equal(minutes, minutes.T)
    assert np.array_equal(np.diagonal(minutes), np.zeros(3))
    for i, j in ((0, 1), (0, 2), (1, 2)):
        km = GRS80.inv(lon[i], lat[i], lon[j], lat[j])[2] / 1000
        assert minutes[i, j] == pytest.approx(60 * 1.5 * km / 30, abs=1e-6)


def test_a_degree_of_the_meridian_takes_its_time() -> None:
    """From 30 N to 31 N are 110.86 km: at 40 km/h and detour 1.35 some 224.5 minutes."""
    minutes = straight_minutes(numbers(107, 107), numbers(30, 31), 40.0, 1.35)
    assert minutes[0, 1] == pytest.approx(60 * 1.35 * 110.86 / 40, abs=0.05)
