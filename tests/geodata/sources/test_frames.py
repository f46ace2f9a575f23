"""A county in (Geo)DataFrames is the county in files: the same headings, the same mistakes, told with their record."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas  # type: ignore[import-untyped]
import numpy as np
import pandas as pd
import pytest
import shapely

import geodata
import zoning
from geodata.reading import from_frames
from tests.geodata.drawn import CODES, draw
from tests.geodata.layered import SQUARES, moved
from zoning.model.errors import InputError, Mistake

SETTINGS: dict[str, Any] = {
    "code": "100100",
    "name": "九宫县",
    "years": 1.0,
    "travel": {"mode": "straight"},
    "classes": [
        {"key": "dispute", "name": "纠纷", "minutes": 60, "officers": 2, "team": "community"},
        {"key": "traffic", "name": "交通", "minutes": 30, "officers": 2, "team": "community"},
    ],
}
Frames = dict[str, pd.DataFrame]
CHINESE = {"code": "代码", "name": "派出所名称", "kind": "类型", "lon": "经度", "lat": "纬度", "officers": "民警（人）"}


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    return draw(tmp_path / "county")


def frames(folder: Path, **types: type) -> Frames:
    """The tables of the drawn county as pandas reads them, codes as numbers too unless ``types`` says otherwise."""
    stations = pd.read_csv(folder / "stations.csv", dtype=types)
    return {"stations": stations, "incidents": pd.read_csv(folder / "incidents.csv", dtype=types)}


def polygons(crs: str = "EPSG:4326", shapes: Any = SQUARES, **columns: Any) -> Any:
    return geopandas.GeoDataFrame({"code": CODES, **columns}, geometry=list(shapes), crs=crs)


def wrong(given: Frames, **more: Any) -> list[Mistake]:
    with pytest.raises(InputError) as caught:
        zoning.county_from_frames(**given, **{"settings": SETTINGS, **more})
    return list(caught.value.mistakes)


def places(found: list[Mistake]) -> list[tuple[str | None, int | None, str | None]]:
    return [(mistake.table, mistake.row, mistake.column) for mistake in found]


@pytest.mark.parametrize("types", [{}, {"code": str, "station": str}], ids=["numbers", "text"])
def test_frames_are_the_county_of_the_files_they_came_from(types: dict[str, type], drawn: Path) -> None:
    given = frames(drawn, **types)
    assert given["stations"]["current_zone"].isna().all(), "blank cells are what pandas calls missing"
    borders = pd.read_csv(drawn / "borders.csv")
    built = from_frames(**given, areas=polygons(), borders=borders, settings=SETTINGS)
    wanted = geodata.read(drawn)
    assert built.county == wanted.county
    assert [notice.key for notice in built.notices] == [notice.key for notice in wanted.notices]
    assert built.areas == dict(zip(CODES, SQUARES, strict=True))


def test_a_county_of_frames_alone_has_a_name_like_any(drawn: Path) -> None:
    given = frames(drawn)
    county = zoning.county_from_frames(given["stations"], given["incidents"], areas=polygons())
    assert (county.code, county.name, len(county)) == ("0", "县", 9)
    assert county == replace(zoning.county_from_frames(**given, areas=polygons(), settings={"name": "乙"}), name="县")


def test_headings_may_be_chinese_with_units_in_any_order_and_codes_the_index(drawn: Path) -> None:
    given = frames(drawn)
    renamed = given["stations"].rename(columns=CHINESE).set_index("代码")
    given["stations"] = renamed[sorted(renamed.columns)].sample(frac=1, random_state=1)
    wide = given["incidents"].pivot_table(index="station", columns="class", values="count")
    county = zoning.county_from_frames(given["stations"], wide, settings=SETTINGS, areas=polygons())
    draw(drawn, borders=False)
    (drawn / "borders.csv").unlink()
    assert county == geodata.read_county(drawn)


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4545", "EPSG:32648"])
def test_areas_may_be_in_any_coordinate_system(crs: str, drawn: Path) -> None:
    plain = from_frames(**frames(drawn), areas=polygons(), settings=SETTINGS)
    there = polygons().to_crs(crs)
    given = from_frames(**frames(drawn), areas=there, settings=SETTINGS)
    for code in CODES:
        assert shapely.hausdorff_distance(given.areas[code], plain.areas[code]) < 1e-7
    assert [(b.a, b.b) for b in given.county.borders] == [(b.a, b.b) for b in plain.county.borders]


def test_shifted_areas_say_so_in_the_settings(drawn: Path) -> None:
    there = polygons(crs=None, shapes=moved("gcj02"))
    given = from_frames(**frames(drawn), areas=there, settings={**SETTINGS, "areas.crs": "gcj02"})
    assert shapely.hausdorff_distance(given.areas["105"], SQUARES[4]) < 1e-7
    (mistake, *_) = wrong(frames(drawn), areas=there)
    assert mistake.table == "areas"


def test_seats_may_be_points_and_stand_on_the_map_of_the_areas(drawn: Path) -> None:
    given = frames(drawn)
    at = given["stations"]
    points = geopandas.points_from_xy(at.pop("lon"), at.pop("lat"), crs="EPSG:4326")
    given["stations"] = geopandas.GeoDataFrame(at, geometry=points).to_crs("EPSG:4545")
    county = zoning.county_from_frames(**given, areas=polygons(), settings=SETTINGS)
    wanted = zoning.county_from_frames(**frames(drawn), areas=polygons(), settings=SETTINGS)
    for mine, other in zip(county.stations, wanted.stations, strict=True):
        assert (mine.lon, mine.lat) == pytest.approx((other.lon, other.lat), abs=2e-9)


@pytest.mark.parametrize("why", ["no_system", "no_point", "other_system"])
def test_points_that_cannot_be_seats_are_told_with_the_remedy(why: str, drawn: Path) -> None:
    given = frames(drawn)
    at = given["stations"]
    points = list(geopandas.points_from_xy(at.pop("lon"), at.pop("lat")))
    crs = None if why == "no_system" else 4326
    points[-1] = None if why == "no_point" else points[-1]
    given["stations"] = geopandas.GeoDataFrame(at, geometry=points, crs=crs)
    (found,) = wrong(given, settings={**SETTINGS, "crs": "gcj02"} if why == "other_system" else SETTINGS)
    assert (found.table, found.column, found.says.key) == ("stations", "geometry", f"geodata.frames.{why}")
    assert "lon and lat" in found.text("en")


def test_a_heading_that_stands_twice_is_placed_in_no_row_of_a_frame(drawn: Path) -> None:
    given = frames(drawn)
    given["stations"]["民警数"] = given["stations"]["officers"]
    (found,) = wrong(given)
    assert (found.says.key, found.row, found.column) == ("geodata.table.duplicate_column", None, "民警数")


def test_travel_and_further_tables_are_read_as_files_are(drawn: Path) -> None:
    n = len(CODES)
    matrix = pd.DataFrame(np.full((n, n), 7.5) - 7.5 * np.eye(n), index=pd.Index(CODES, name="起点"), columns=CODES)
    villages = pd.DataFrame({"代码": ["v1"], "村名": ["甲村"], "派出所": [101], "经度": [107.05], "纬度": [30.05]})
    county = zoning.county_from_frames(
        **frames(drawn), travel=matrix, villages=villages, settings={**SETTINGS, "travel.mode": "matrix"}
    )
    assert county.minutes[0].tolist() == [0.0] + [7.5] * 8
    assert [village.name for village in county.bureau.villages] == ["甲村"]
    with pytest.raises(TypeError, match="no table of a county is called vilages"):
        zoning.county_from_frames(**frames(drawn), vilages=villages, settings=SETTINGS)


def test_roads_are_driven(drawn: Path) -> None:
    lines = [shapely.LineString([(107, y), (107.3, y)]) for y in (30.05, 30.15, 30.25)]
    lines.append(shapely.LineString([(107, 30.05), (107, 30.25)]))
    roads = geopandas.GeoDataFrame({"speed_kmh": [40.0] * 4}, geometry=lines, crs="EPSG:4326")
    settings = {**SETTINGS, "travel": {"mode": "roads"}}
    county = zoning.county_from_frames(**frames(drawn), roads=roads, settings=settings)
    assert county.travel == "roads"
    assert county.minutes[0, 1] == pytest.approx(60 * 9.65 / 40, rel=0.01)


def spoilt(column: str, at: int, value: object) -> Callable[[Frames], None]:
    def change(given: Frames) -> None:
        stations = given["stations"].astype(object)
        stations.loc[at, column] = value
        given["stations"] = stations

    return change


def test_all_mistakes_are_told_at_once_with_table_record_and_column(drawn: Path) -> None:
    given = frames(drawn)
    for change in (spoilt("officers", 0, "十二"), spoilt("kind", 3, "village"), spoilt("lat", 8, None)):
        change(given)
    given["incidents"] = given["incidents"].rename(columns={"count": "howmany"})
    found = wrong(given, settings={"name": "", "years": "one"})
    assert places(found) == [
        ("incidents", None, "count"),
        ("settings", None, "name"),
        ("settings", None, "years"),
        ("stations", 1, "officers"),
        ("stations", 4, "kind"),
        ("stations", 9, "lat"),
    ]
    assert found[3].text() == 'stations row 1 column officers: "十二" is a Chinese numeral; write 12'


@pytest.mark.parametrize(
    ("areas", "key"),
    [
        (pd.DataFrame({"code": CODES}), "geodata.frames.no_geometry"),
        (polygons().iloc[:0], "geodata.areas.empty"),
        (polygons().iloc[1:], "geodata.areas.missing"),
        (polygons().assign(code="x"), "geodata.areas.strange_codes"),
    ],
    ids=["none", "empty", "one too few", "strange codes"],
)
def test_areas_that_are_none_are_mistakes(areas: Any, key: str, drawn: Path) -> None:
    (mistake, *_) = wrong(frames(drawn), areas=areas)
    assert (mistake.says.key, mistake.table) == (key, "areas")


def test_personal_data_are_refused_in_frames_too(drawn: Path) -> None:
    given = frames(drawn)
    given["stations"]["所长姓名"] = ["张三"] * 9
    (mistake,) = wrong(given)
    assert (mistake.table, mistake.column) == ("stations", "所长姓名")
    assert "张三" not in mistake.text()
