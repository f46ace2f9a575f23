"""Coordinate systems: belts with and without zone prefix, axes, old datums unmixed, other datums converted."""

from pathlib import Path
from typing import Any

import pytest
import shapely

import geodata
from geodata.coordinates.crs import accuracy_m, datum, is_old, parse, points_on_wgs84
from tests.geodata.coordinates.placed import SEATS, assert_in_place, keys, mistakes, points, without_crs
from tests.geodata.county.chinese import told
from tests.geodata.drawn import change, get, put
from tests.geodata.layered import SQUARES, county, moved, save, shapefile
from zoning.texts import Message

BELTS = {
    "EPSG:4490": "CGCS2000 in degrees",
    "EPSG:4326": "WGS 84 in degrees",
    "EPSG:4545": "3-degree belt by its meridian, 108 E",
    "EPSG:4524": "3-degree belt with its number before the easting, 36",
    "EPSG:4508": "6-degree belt by its meridian, 111 E",
    "EPSG:4496": "6-degree belt with its number before the easting, 18",
    "EPSG:32648": "UTM, zone 48 N",
    "EPSG:3857": "web Mercator",
}


# --- belts
@pytest.mark.parametrize("crs", BELTS)
@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson"])
def test_a_layer_may_be_in_any_belt(crs: str, suffix: str, tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: save(at / f"areas.{suffix}", moved(crs), crs=crs))
    assert_in_place(geodata.read(at).areas)
    assert told(at) == ["borders_areas"]


@pytest.mark.parametrize("crs", [*BELTS, "gcj02", "bd09", 4545, "4545", "epsg:4545", "urn:ogc:def:crs:EPSG::4545"])
def test_the_settings_may_say_the_system_of_a_layer(crs: int | str, tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: without_crs(at, moved(str(crs))))
    assert_in_place(geodata.read(at, {"areas.crs": crs}).areas)


def test_the_belts_are_numbered_as_the_authority_does() -> None:
    for number in range(25, 46):
        crs = parse(4513 + number - 25)
        assert f"zone {number}" in crs.name  # type: ignore[union-attr]
    for middle in range(75, 136, 3):
        crs = parse(4534 + (middle - 75) // 3)
        assert f"CM {middle}E" in crs.name  # type: ignore[union-attr]


def test_x_is_easting_whatever_order_the_authority_defines() -> None:
    for code in (4490, 4214, 4610, 4545):
        lon, lat = points_on_wgs84(*moved_points(code), parse(code))  # type: ignore[arg-type]
        assert (lon[0], lat[0]) == pytest.approx((107.5, 30.2), abs=1e-9)


def moved_points(code: int) -> tuple[Any, Any]:
    if code == 4545:
        return tuple(shapely.get_coordinates(moved("EPSG:4545", [shapely.Point(107.5, 30.2)])).T)  # type: ignore[return-value]
    return points((107.5, 30.2))


def test_a_name_only_arcgis_knows_is_a_system_all_the_same() -> None:
    text = parse("ESRI:102100")
    assert datum(text) == "WGS 84"  # type: ignore[arg-type]


# --- old datums
OLD = {"EPSG:4214": "Beijing 1954", "EPSG:2434": "Beijing 1954", "EPSG:4610": "Xian 1980", "EPSG:2381": "Xian 1980",
       "EPSG:4555": "New Beijing"}  # fmt: skip


@pytest.mark.parametrize("crs", OLD)
def test_an_old_datum_is_known(crs: str) -> None:
    system = parse(crs)
    assert not isinstance(system, Message)
    assert (datum(system), is_old(system), accuracy_m(system)) == (OLD[crs], True, None)


@pytest.mark.parametrize("crs", OLD)
@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
def test_an_old_datum_does_not_stand_beside_another(crs: str, suffix: str, tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: save(at / f"areas.{suffix}", as_if(crs), crs=crs))
    (mistake,) = mistakes(at)
    assert mistake.says.key == "geodata.crs.old_datum"
    assert (mistake.table, mistake.column, mistake.value) == (f"areas.{suffix}", "crs", crs)
    assert {"Beijing 1954": "北京 54", "Xian 1980": "西安 80", "New Beijing": "新北京 54"}[OLD[crs]] in mistake.text(
        "zh"
    )
    assert "CGCS2000" in mistake.text("zh")


def as_if(crs: str) -> list[Any]:
    """The squares projected as if their degrees were on the datum of the system."""
    system = parse(crs)
    base = system.geodetic_crs  # type: ignore[union-attr]
    from geodata.coordinates.crs import move

    return move(SQUARES, base, system)  # type: ignore[arg-type]


@pytest.mark.parametrize(("crs", "base"), [("EPSG:2434", 4214), ("EPSG:4214", 4214), ("EPSG:2381", 4610)])
def test_a_county_all_on_one_old_datum_is_taken_as_it_is_and_told(crs: str, base: int, tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg", as_if(crs), crs=crs))
    change(at, "county.toml", "years = 1\n", f"years = 1\ncrs = {base}\n")
    built = geodata.read(at)
    assert_in_place(built.areas)
    assert {s.code: (s.lon, s.lat) for s in built.county.stations} == SEATS, "no degree was shifted"
    assert told(at) == ["old_datum", "borders_areas"]


def test_two_old_datums_are_two(tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg", as_if("EPSG:2434"), crs="EPSG:2434"))
    change(at, "county.toml", "years = 1\n", "years = 1\ncrs = 4610\n")
    assert keys(at) == ["crs.old_datum"]


def test_a_county_on_an_old_datum_does_not_take_wgs84_areas(tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg"))
    change(at, "county.toml", "years = 1\n", "years = 1\ncrs = 4214\n")
    assert keys(at) == ["crs.old_datum"]
    assert keys(at, crs="gcj02") == ["crs.old_datum"]


def test_the_system_in_the_settings_is_where_its_mistake_is_told(tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg"))
    (mistake,) = mistakes(at, crs="EPSG:4214")
    assert mistake.place("zh") == "areas.crs", "given beside the file"
    put(at, "county.toml", get(at, "county.toml") + '[areas]\ncrs = "EPSG:4214"\n')
    (mistake,) = mistakes(at)
    assert mistake.place("zh") == "county.toml areas.crs"


MOON = (
    'GEOGCS["Moon 2000",DATUM["D_Moon_2000",SPHEROID["Moon_2000_IAU_IAG",1737400,0]],PRIMEM["Reference_Meridian",0],'
    'UNIT["Degree",0.0174532925199433]]'
)


@pytest.mark.parametrize("value", ["mars", 5773, True, "", [1], MOON])
def test_a_system_that_is_none_is_answered_once(value: object, tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg"))
    (mistake,) = mistakes(at, crs=value)
    assert (mistake.says.key, mistake.column) == ("geodata.crs.unknown", "areas.crs")


def test_another_datum_is_converted_and_its_accuracy_told(tmp_path: Path) -> None:
    """NAD 27 knows many ways to WGS 84, none of them for China."""
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg", crs="EPSG:4267"))
    assert told(at)[0] == "other_datum"
    assert accuracy_m(parse(6668)) == 1.0, "JGD 2011"  # type: ignore[arg-type]


def test_the_settings_win_over_the_file_and_that_is_told(tmp_path: Path) -> None:
    """Shifted data always call themselves WGS 84."""
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg", moved("gcj02"), crs="EPSG:4326"))
    built = geodata.read(at, {"areas.crs": "gcj02"})
    assert_in_place(built.areas)
    (notice,) = [n for n in built.notices if n.key == "geodata.notice.crs_overruled"]
    assert "EPSG:4326" in notice.text("zh")
    assert "gcj02" in notice.text("zh")


def test_a_shapefile_of_arcgis_says_its_belt_in_its_own_words(tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: shapefile(at, geometries=moved("EPSG:4524"), crs="EPSG:4524"))
    assert "CGCS2000_3_Degree_GK_Zone_36" in get(at, "areas.prj")
    assert_in_place(geodata.read(at).areas)


# --- systems under names that say nothing
OWN = (
    'PROJCS["{name}",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",-3000000.0],'
    'PARAMETER["Central_Meridian",107.55],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)
"""A county's own grid, which no authority lists."""


@pytest.mark.parametrize("name", ["Local_CM_107_33", "unknown", "unnamed", "Custom", "试验县独立坐标系", "本地"])
def test_a_system_is_judged_by_its_parameters_not_by_its_name(name: str, tmp_path: Path) -> None:
    text = OWN.format(name=name)
    at = county(tmp_path / "county", lambda at: shapefile(at, geometries=moved(text)))
    (at / "areas.prj").write_text(text, encoding="utf-8")
    assert_in_place(geodata.read(at).areas)


def test_the_parameters_may_be_given_as_a_proj_string(tmp_path: Path) -> None:
    text = "+proj=tmerc +lon_0=107.55 +x_0=500000 +y_0=-3000000 +ellps=GRS80 +units=m"
    at = county(tmp_path / "county", lambda at: without_crs(at, moved(text)))
    assert_in_place(geodata.read(at, {"areas.crs": text}).areas)


def test_a_system_without_a_datum_counts_as_wgs84_and_that_is_told(tmp_path: Path) -> None:
    """As geopandas writes one that was given by its parameters."""
    text = "+proj=tmerc +lon_0=107.55 +x_0=500000 +ellps=GRS80 +units=m"
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg", moved(text), crs=text))
    assert_in_place(geodata.read(at).areas)
    assert "datum_assumed" in told(at)


@pytest.mark.parametrize(
    "text",
    [
        'LOCAL_CS["试验县平面坐标系",UNIT["metre",1]]',
        'ENGCRS["Local",EDATUM["Local"],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],LENGTHUNIT["metre",1]]',
    ],
)
def test_a_name_without_parameters_is_no_system(text: str, tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: shapefile(at, geometries=moved("EPSG:4545")))
    (at / "areas.prj").write_text(text, encoding="utf-8")
    assert keys(at) == ["crs.unsaid"]
