"""Which station's area holds a place: polygons against shapely, and the reach of a county without them."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from geodata.space.areas import as_bytes
from tests.zoning.drawn import county
from zoning.judge.inside import holders, rings_of

SHAPES = (
    shapely.box(0, 0, 2, 2).difference(shapely.box(0.5, 0.5, 1, 1)),
    shapely.MultiPolygon([shapely.box(3, 0, 4, 1), shapely.box(3, 2, 4, 3)]),
    shapely.Polygon([(0, 3), (2, 3), (1, 4), (2, 5), (0, 5)]),
    shapely.box(5, 0, 6, 6),
    shapely.Point(8, 1).buffer(1),
    shapely.box(7, 3, 9, 4),
)


@pytest.mark.parametrize("seed", range(3))
def test_a_place_is_in_the_area_that_shapely_says_holes_and_parts_too(seed: int) -> None:
    given = county()
    drawn = replace(given, areas=as_bytes(dict(zip(given.codes, SHAPES, strict=True))))
    x, y = np.random.default_rng(seed).uniform(-1, 10, (2, 400))
    expected = tuple(
        next((row for row, shape in enumerate(SHAPES) if shapely.contains_xy(shape, a, b)), None)
        for a, b in zip(x, y, strict=True)
    )
    assert holders(drawn, x, y) == expected
    assert len(set(expected)) == 7


@pytest.mark.parametrize("written", [{}, {"byte_order": 0}, {"include_srid": True}, {"output_dimension": 3}])
def test_rings_are_read_from_every_way_of_writing_them(written: dict[str, int]) -> None:
    shape = shapely.set_srid(SHAPES[0], 4326)
    if written.get("output_dimension") == 3:
        shape = shapely.force_3d(shape, 5.0)
    for flavor in ("iso", "extended")[: 1 if "include_srid" not in written else 2][-1:]:
        rings = rings_of(shapely.to_wkb(shape, flavor=flavor, **written))
        assert [ring.tolist() for ring in rings] == [
            [[x, y] for x, y, *_ in part.coords] for part in (shape.exterior, *shape.interiors)
        ]


def test_without_areas_a_place_belongs_to_the_nearest_seat_within_three_radii_of_its_disc() -> None:
    """A disc of 100 km² has a radius of 5.64 km; 0.01 degree of latitude is 1.11 km."""
    lat = np.array([29.86, 29.84, 30.02])
    assert holders(county(), np.array([107.0, 107.0, 107.1]), lat) == (0, None, 1), "15.6 and 17.8 km south of A"
