"""Seats and the county's outline are enough for a first plan; what stands in for areas is told everywhere."""

from pathlib import Path

import pytest
import shapely
from shapely import Polygon, box

import geodata
from geodata.space.areas import km2_of
from tests.geodata.coordinates.placed import keys
from tests.geodata.drawn import CODES, NAMES, change, corner, draw, get, put
from tests.geodata.layered import SQUARES, moved, save
from tests.geodata.tables.told import STATIONS, notices

OUTLINE = box(107.0, 30.0, 107.3, 30.3)
"""The nine squares together."""


def seats_alone(at: Path, blank: int = 9) -> Path:
    """The drawn county without areas and borders, the sizes of so many stations blank."""
    draw(at, areas=False, borders=False)
    for i in range(blank):
        x, y = corner(i)
        place = f"{x + 0.05:.2f},{y + 0.05:.2f}"
        change(at, STATIONS, f"{place},100,", f"{place},,")
    return at


def outlined(at: Path, *shapes: Polygon, name: str = "outline.geojson", **attributes: list[str]) -> Path:
    save(at / name, shapes or (OUTLINE,), attributes or {"name": ["九宫县"]})
    return at


def size(at: Path) -> float:
    return sum(station.area_km2 for station in geodata.read_county(at).stations)


WHOLE = sum(km2_of([OUTLINE]))


def test_cells_around_the_seats_fill_the_outline(tmp_path: Path) -> None:
    """Seats in the middle of squares: the cells are the squares, but for the bend of the meridians."""
    built = geodata.read(outlined(seats_alone(tmp_path / "county")))
    km2 = [station.area_km2 for station in built.county.stations]
    assert km2 == pytest.approx(km2_of(SQUARES), rel=2e-3)
    assert sum(km2) == pytest.approx(WHOLE, rel=1e-5)
    for code, square in zip(CODES, SQUARES, strict=True):
        assert shapely.hausdorff_distance(built.areas[code], square) < 1e-3
    assert len(built.county.borders) == 12, "those of the squares, and no corner"
    assert built.county.outline is not None


def test_that_it_is_a_makeshift_is_told_everywhere(tmp_path: Path) -> None:
    at = outlined(seats_alone(tmp_path / "county"))
    county = geodata.read_county(at)
    assert county.borders_from == "voronoi"
    assert county.notice == "面积和辖区图为示意（按驻地就近划分），不是真实边界"
    assert "areas_derived" not in notices(at), "there are no polygons that it could come from"
    assert {"makeshift_outline", "borders_voronoi", "areas_cells"} <= set(notices(at))
    geodata.write_county(county, tmp_path / "written")
    assert geodata.read_county(tmp_path / "written").notice == county.notice


def test_a_stated_size_wins(tmp_path: Path) -> None:
    at = outlined(seats_alone(tmp_path / "county", blank=8))
    assert geodata.read_county(at).stations[8].area_km2 == 100


def test_without_an_outline_the_cells_end_a_buffer_outside_the_seats(tmp_path: Path) -> None:
    at = seats_alone(tmp_path / "county", blank=1)
    assert {"makeshift_hull", "borders_voronoi"} <= set(notices(at))
    assert geodata.read_county(at).stations[0].area_km2 > 0
    assert list(geodata.read(at).areas) == CODES


def test_sizes_that_are_stated_need_no_cells(tmp_path: Path) -> None:
    at = seats_alone(tmp_path / "county", blank=0)
    assert not {"makeshift_hull", "makeshift_outline"} & set(notices(at))
    assert geodata.read(at).areas == {}


def test_the_county_is_found_among_others(tmp_path: Path) -> None:
    other = box(107.3, 30.0, 109.0, 30.3)
    at = outlined(seats_alone(tmp_path / "county"), other, OUTLINE, name="县界.geojson", NAME=["邻县", "九宫县"])
    assert size(at) == pytest.approx(WHOLE, rel=1e-5)
    assert notices(at)["outline_of"].values["which"] == ["九宫县"]


def test_towns_that_make_up_the_county_serve_as_its_outline(tmp_path: Path) -> None:
    towns = [f"{name}镇" for name in NAMES.values()]
    at = outlined(seats_alone(tmp_path / "county"), *SQUARES, name="outline.gpkg", XZMC=towns)
    assert size(at) == pytest.approx(WHOLE, rel=1e-4)
    assert notices(at)["outline_all"].values["which"] == towns


def test_an_outline_that_crosses_itself_is_told_with_the_place(tmp_path: Path) -> None:
    loop = [(107.0, 30.3), (106.9, 30.2), (107.0, 30.2), (106.9, 30.3), (106.8, 30.3), (106.8, 30.0)]
    at = outlined(seats_alone(tmp_path / "county"), Polygon([(107.3, 30.0), (107.3, 30.3), *loop]))
    assert notices(at)["outline_repaired"].values["place"] == "106.95 30.25"


def test_an_outline_beside_areas_is_told_to_be_of_no_use(tmp_path: Path) -> None:
    at = outlined(draw(tmp_path / "county"))
    assert notices(at)["outline_unused"].values["file"] == "outline.geojson"


@pytest.mark.parametrize("crs", ["EPSG:4545", "gcj02"])
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_an_outline_may_be_in_any_system_and_named_in_the_settings(crs: str, tmp_path: Path) -> None:
    at = seats_alone(tmp_path / "county")
    shifted = crs == "gcj02"
    save(tmp_path / "border.geojson", moved(crs, [OUTLINE]), {"n": ["x"]}, crs=None if shifted else crs)
    settings = {"areas.outline": str(tmp_path / "border.geojson")} | ({"areas.crs": crs} if shifted else {})
    km2 = [station.area_km2 for station in geodata.read_county(at, settings).stations]
    assert sum(km2) == pytest.approx(WHOLE, rel=1e-3), "a shift is no map of straight lines on straight lines"


def test_a_seat_outside_whose_cell_reaches_inside_is_told(tmp_path: Path) -> None:
    at = outlined(seats_alone(tmp_path / "county"), box(107.0, 30.0, 107.24, 30.3))
    assert notices(at)["seat_outside"].values["stations"] == ["C", "F", "I"]


@pytest.mark.parametrize(
    ("shape", "key"),
    [
        (box(110.0, 30.0, 110.3, 30.3), "areas.outline_elsewhere"),
        (box(107.0, 30.0, 107.1, 30.1), "areas.outside_outline"),
    ],
    ids=["another county", "seats whose cells end outside"],
)
def test_an_outline_that_does_not_hold_the_seats_is_a_mistake(shape: Polygon, key: str, tmp_path: Path) -> None:
    assert keys(outlined(seats_alone(tmp_path / "county"), shape)) == [key]


@pytest.mark.parametrize("form", ["again", "again.xlsx", "again.gpkg"])
def test_the_outline_is_carried_along(form: str, tmp_path: Path) -> None:
    at = outlined(seats_alone(tmp_path / "county"), name="border.geojson")
    put(at, "county.toml", get(at, "county.toml").replace("[travel]", '[areas]\noutline = "border.geojson"\n[travel]'))
    geodata.write_county(geodata.read_source(at), tmp_path / form)
    assert geodata.read_county(tmp_path / form) == geodata.read_county(at)


@pytest.mark.parametrize(
    ("hole", "key"),
    [
        ([(30.01, 107.01), (30.01, 107.02), (30.02, 107.02)], "areas.not_degrees"),
        ([(-80.0, 0.0), (-80.0, 1.0), (-79.0, 1.0)], "areas.nowhere"),
    ],
    ids=["x and y the other way round", "on the other side of the earth"],
)
def test_a_hole_that_lies_elsewhere_is_looked_at_as_well(
    hole: list[tuple[float, float]], key: str, tmp_path: Path
) -> None:
    """Repaired, it was ground outside of the plane, and warnings stood on the screen."""
    at = outlined(seats_alone(tmp_path / "county"), Polygon(OUTLINE.exterior, [hole]))
    assert keys(at) == [key]
