"""Borders drawn as lines: the ground inside closed ones is taken and told, an open one is refused."""

import itertools
from pathlib import Path

import pytest
import shapely
from shapely import LineString, Point, box
from shapely.geometry.base import BaseGeometry

import geodata
from geodata.space.rings import enclosed
from tests.geodata.coordinates.placed import keys, mistakes
from tests.geodata.drawn import CODES
from tests.geodata.layered import SQUARES
from tests.geodata.space.drawn_areas import drawn, notice
from tests.geodata.space.test_makeshift import OUTLINE, WHOLE, outlined, seats_alone, size
from tests.geodata.tables.told import notices

BORDER = LineString(OUTLINE.exterior.coords)
CORNERS = list(OUTLINE.exterior.coords)


def test_an_outline_that_is_a_closed_line_is_the_ground_inside(tmp_path: Path) -> None:
    at = outlined(seats_alone(tmp_path / "county"), BORDER)
    assert size(at) == pytest.approx(WHOLE, rel=1e-5)
    told = notices(at)["areas_enclosed"]
    assert "LineString" in told.text("zh")
    assert told.text("en").startswith("1 feature of outline.geojson is a line")


@pytest.mark.parametrize("form", ["outline.geojson", "outline.gpkg", "outline.shp"])
def test_an_outline_in_pieces_closes_where_they_meet(form: str, tmp_path: Path) -> None:
    """The four sides as four features, one of them drawn backwards."""
    sides = [LineString(pair) for pair in itertools.pairwise(CORNERS)]
    sides[2] = shapely.reverse(sides[2])
    at = outlined(seats_alone(tmp_path / "county"), *sides, name=form, name_=["1", "2", "3", "4"])
    assert size(at) == pytest.approx(WHOLE, rel=1e-5)


def test_an_outline_that_does_not_close_is_said_to_be_an_open_line(tmp_path: Path) -> None:
    (mistake,) = mistakes(outlined(seats_alone(tmp_path / "county"), LineString(CORNERS[:-1])))
    assert mistake.says.key == "geodata.areas.open_line"
    assert "首尾不相接" in mistake.text("zh")


def test_a_closed_line_that_crosses_itself_is_repaired_as_a_polygon_is(tmp_path: Path) -> None:
    loop = [(107.3, 30.0), (107.3, 30.3), (107.0, 30.3), (106.9, 30.2), (107.0, 30.2), (106.9, 30.3), (106.8, 30.3)]
    at = outlined(seats_alone(tmp_path / "county"), LineString([*loop, (106.8, 30.0), (107.3, 30.0)]))
    assert notices(at)["outline_repaired"].values["place"] == "106.95 30.25"


def test_areas_may_be_closed_lines_or_collections_as_well(tmp_path: Path) -> None:
    mixed: list[BaseGeometry] = [
        LineString(SQUARES[0].exterior.coords),
        shapely.GeometryCollection([SQUARES[1], Point(107.15, 30.05)]),
        *SQUARES[2:],
    ]
    at = drawn(tmp_path, mixed, "geojson", code=CODES)
    assert geodata.read(at).areas == geodata.read(drawn(tmp_path / "plain")).areas
    assert notice(at, "areas_enclosed").values["count"] == 2


@pytest.mark.parametrize(
    "shape", [LineString([(107, 30), (107.1, 30.1)]), shapely.GeometryCollection([Point(107, 30)])]
)
def test_what_encloses_nothing_is_a_mistake(shape: BaseGeometry, tmp_path: Path) -> None:
    found = keys(drawn(tmp_path, [shape, *SQUARES[1:]], "geojson", code=CODES))
    assert found == ["areas.open_line" if shape.geom_type == "LineString" else "areas.not_polygon"]


def test_rings_apart_are_parts_of_one_county() -> None:
    found = enclosed(shapely.MultiLineString([box(0, 0, 1, 1).exterior, box(2, 0, 3, 1).exterior]))
    assert found is not None
    assert found.area == 2
    assert len(shapely.get_parts(found)) == 2
