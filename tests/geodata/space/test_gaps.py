"""Slivers and gaps between areas: closed within the tolerance, told, never spoilt."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

import geodata
from geodata.coordinates.crs import WGS84, move
from geodata.space.gaps import closed
from tests.geodata.county.chinese import told
from tests.geodata.drawn import CODES, draw
from tests.geodata.layered import SQUARES
from tests.geodata.space.drawn_areas import PLANE, drawn, metres, notice, shifted


def test_narrow_gaps_and_overlaps_are_closed_and_told(tmp_path: Path) -> None:
    """The middle square moved 3 m east: a gap of 3 m by 11 km on one side, an overlap on the other."""
    at = drawn(tmp_path, shifted(4, 3.0))
    found = notice(at, "areas_closed").values
    assert (found["gaps"], found["close_m"]) == (1, 5.0)
    assert found["slivers"] == 2, "a hair's breadth on top as well, since parallels are no straight lines"
    assert found["gaps_km2"] == pytest.approx(0.003 * 11.086, abs=1e-3)
    assert found["slivers_km2"] == pytest.approx(0.003 * 11.086, abs=1e-3)
    built = geodata.read(at)
    assert shapely.coverage_is_valid(list(built.areas.values())), "neighbours have the same points to the last bit"
    whole = shapely.union_all(SQUARES)
    assert shapely.area(shapely.symmetric_difference(shapely.union_all(list(built.areas.values())), whole)) < 1e-7
    borders = {(b.a, b.b): b.km for b in built.county.borders}
    plain = {(b.a, b.b): b.km for b in geodata.read_county(draw(tmp_path / "plain", borders=False)).borders}
    assert borders == pytest.approx(plain, abs=0.02)


def test_nothing_is_closed_where_that_is_forbidden(tmp_path: Path) -> None:
    shapes = shifted(4, 3.0)
    at = drawn(tmp_path, shapes)
    built = geodata.read(at, {"areas.close_m": 0.0})
    assert [built.areas[code].equals(shape) for code, shape in zip(CODES, shapes, strict=True)] == [True] * 9
    assert notice(at, "areas_overlap", close_m=0).values["count"] == 2
    assert notice(at, "areas_holes", close_m=0).values["count"] == 1


def test_a_gap_wider_than_the_tolerance_stays_and_is_told(tmp_path: Path) -> None:
    at = drawn(tmp_path, shifted(4, 8.0))
    assert notice(at, "areas_holes").values["km2"] == pytest.approx(0.008 * 11.086, abs=1e-3)
    found = notice(at, "areas_overlap").values["pairs"]
    assert len(found) == 1
    assert found[0].startswith("E–F 0.08")
    assert notice(at, "areas_closed", close_m=10.0).values["gaps"] == 1


def test_ground_that_two_stations_claim_stays_with_both_and_is_named(tmp_path: Path) -> None:
    """105 claims a kilometre of 106, while 101 is 2 m off."""
    flat = metres(*shifted(0, 2.0))
    _, south, east, _ = flat[4].bounds
    flat[4] = flat[4].union(box(east - 1, south + 1000, east + 1000, south + 2000))
    at = drawn(tmp_path, move(flat, PLANE, WGS84))
    found = notice(at, "areas_overlap").values
    assert found["count"] == 1
    name, km2, unit = found["pairs"][0].split()
    assert (name, unit) == ("E–F", "km²")
    assert float(km2) == pytest.approx(1.0, abs=0.1)
    areas = geodata.read(at).areas
    shared = metres(areas["105"].intersection(areas["106"]))[0]
    assert shared.area / 1e6 == pytest.approx(float(km2), abs=0.01)
    assert notice(at, "areas_closed").values["slivers"] == 2


def test_a_lake_between_the_stations_is_told(tmp_path: Path) -> None:
    lake = box(107.09, 30.09, 107.11, 30.11)
    at = drawn(tmp_path, [square.difference(lake) for square in SQUARES])
    found = notice(at, "areas_holes").values
    assert (found["count"], found["km2"]) == (1, pytest.approx(0.02**2 * 110.86 * 96.5, abs=0.05))


def test_a_clean_layer_stays_as_it_is_to_the_bit(tmp_path: Path) -> None:
    at = drawn(tmp_path)
    before = [feature.geometry for feature in geodata.read_source(at).areas.features]  # type: ignore[union-attr]
    assert [shape.wkb for shape in geodata.read(at).areas.values()] == [shape.wkb for shape in before]


def noisy(n: int, noise_m: float, seed: int) -> list[BaseGeometry]:
    """Voronoi cells of 5 km, each drawn by another hand: every point of every cell off by up to ``noise_m``."""
    rng = np.random.default_rng(seed)
    size = 5000 * np.sqrt(n)
    frame = box(0, 0, size, size)
    seats = shapely.multipoints(rng.uniform(0, size, (n, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(seats, ordered=True, extend_to=frame))
    cells = shapely.segmentize(shapely.intersection(cells, frame), 250)
    drawn_: list[BaseGeometry] = []
    for cell in cells:
        ring = shapely.get_coordinates(cell)[:-1]
        drawn_.append(Polygon(ring + rng.uniform(-noise_m, noise_m, ring.shape)))
    assert shapely.is_valid(drawn_).all()
    return drawn_


@pytest.mark.parametrize("seed", range(3))
def test_a_county_drawn_by_many_hands_becomes_one_coverage(seed: int) -> None:
    before = noisy(60, 1.0, seed)
    after = closed(before, 5.0)
    assert shapely.coverage_is_valid(after.shapes, gap_width=5.0)
    assert len(after.slivers) > 100
    assert len(after.gaps) > 100
    assert max(map(shapely.hausdorff_distance, before, after.shapes)) < 10.0
    change_m2 = shapely.area(shapely.symmetric_difference(np.array(before, dtype=object), after.shapes))
    assert change_m2.max() < 5.0 * shapely.length(np.array(before, dtype=object)).max()
    assert (after.claimed, after.holes) == ((), ())


def test_closing_twice_closes_nothing_more() -> None:
    once = closed(noisy(40, 1.0, 5), 5.0)
    again = closed(list(once.shapes), 5.0)
    assert (again.slivers, again.gaps, again.moved) == ((), (), 0)
    assert all(a is b or a.equals(b) for a, b in zip(once.shapes, again.shapes, strict=True))


def test_a_web_of_gaps_is_shared_among_the_neighbours() -> None:
    """Every cell drawn a metre too small: one gap that touches all of them."""
    cells = [shapely.buffer(cell, -1.0, join_style="mitre") for cell in noisy(30, 0.0, 1)]
    after = closed(cells, 5.0)
    assert len(after.gaps) > 30, "each neighbour's piece of the web counts"
    assert shapely.coverage_is_valid(after.shapes)
    assert max(map(shapely.hausdorff_distance, cells, after.shapes)) < 5.0, "nobody gets the whole web"


def test_a_slit_within_a_station_is_a_gap_like_others() -> None:
    """It runs through the very middle, where the cleaner looks for the station."""
    slit = shapely.union_all(
        [box(0, 0, 499, 1000), box(501, 0, 1000, 1000), box(0, 0, 1000, 10), box(0, 990, 1000, 1000)]
    )
    assert len(shapely.get_rings(slit)) == 2
    after = closed([slit, box(1000, 0, 2000, 1000)], 5.0)
    assert shapely.area(after.shapes).tolist() == pytest.approx([1e6, 1e6])
    assert (after.gaps, after.moved, after.holes) == ((pytest.approx(2 * 980),), 1, ())
    wide = closed([slit, box(1000, 0, 2000, 1000)], 1.0)
    assert (wide.gaps, wide.moved, wide.holes) == ((), 0, (pytest.approx(2 * 980),))


def test_an_enclave_in_its_hole_is_no_slit() -> None:
    """The hole is narrow, and yet somebody's."""
    inner = box(490, 400, 510, 600)
    after = closed([box(0, 0, 1000, 1000).difference(inner), inner, box(1002, 0, 2000, 1000)], 5.0)
    assert shapely.area(after.shapes[1]) == pytest.approx(shapely.area(inner))
    assert len(after.gaps) == 1


def test_a_station_narrower_than_the_tolerance_does_not_vanish() -> None:
    strip = box(500, 200, 503, 400)
    after = closed([box(0, 0, 1000, 1000).difference(strip), strip, box(1002, 0, 2000, 1000)], 5.0)
    assert shapely.area(after.shapes[1]) == pytest.approx(600)


def test_what_the_cleaner_would_spoil_is_left_as_it_is_and_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def spoil(parts: Any, **_: float) -> Any:
        return np.array([box(0, 0, 1, 1)] * len(parts), dtype=object)

    monkeypatch.setattr(shapely, "coverage_clean", spoil)
    shapes = shifted(4, 3.0)
    at = drawn(tmp_path, shapes)
    assert [shape.wkb for shape in geodata.read(at).areas.values()] == [
        feature.geometry.wkb  # type: ignore[union-attr]
        for feature in geodata.read_source(at).areas.features  # type: ignore[union-attr]
    ]
    assert notice(at, "areas_unclosed").values["count"] == 2
    assert "areas_closed" not in told(at)


def test_ground_claimed_by_three_stays_with_all_three() -> None:
    """Three squares over one corner, and a fourth apart with a gap of 2 m."""
    shapes = [box(0, 0, 1000, 1000), box(900, 0, 2000, 1000), box(800, 500, 1500, 2000), box(2002, 0, 3000, 1000)]
    after = closed(shapes, 5.0)
    assert [(i, j) for i, j, _ in after.claimed] == [(0, 1), (0, 2), (1, 2)]
    assert [area for _, _, area in after.claimed] == pytest.approx([100_000, 100_000, 300_000])
    # the two on either side of the gap take what lies between them, and nothing else
    assert shapely.area(after.shapes[:3]) == pytest.approx(shapely.area(shapes[:3]), rel=0.01)
    assert shapely.area(shapely.intersection(after.shapes[0], after.shapes[1])) == pytest.approx(100_000, rel=0.02)


def test_one_area_over_all_the_others_is_left_and_named() -> None:
    shapes = noisy(12, 0.5, 3)
    shapes[5] = shapely.union_all(shapes).buffer(10).buffer(-10)
    after = closed(shapes, 5.0)
    assert {pair for i, j, _ in after.claimed for pair in (i, j)} == set(range(12))
    assert shapely.area(after.shapes[5]) == pytest.approx(shapely.area(shapes[5]), rel=0.01)
