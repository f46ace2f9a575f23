"""Coordinate systems: shifted maps to a millimetre, belts with and without zone prefix, old datums unmixed, guesses."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geodata
from geodata.coordinates.crs import accuracy_m, datum, is_old, on_wgs84, parse, points_on_wgs84
from geodata.coordinates.placing import Guess, guessed, offset_hint
from geodata.coordinates.shifted import BOX, Shifted, from_wgs84, to_wgs84
from tests.geodata.county.test_reading import told
from tests.geodata.drawn import CODES, change, corner, draw, geojson, get, put, station
from tests.geodata.layered import SQUARES, county, moved, save, shapefile, turned
from zoning.model.errors import InputError, Mistake
from zoning.result.digest import digest
from zoning.texts import Message

SHIFTS = [Shifted("gcj02"), Shifted("bd09")]
SEATS = {
    code: (round(x + 0.05, 2), round(y + 0.05, 2)) for code, (x, y) in zip(CODES, map(corner, range(9)), strict=True)
}
DEGREES_M = 111_320.0
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


def points(*pairs: tuple[float, float]) -> tuple[Any, Any]:
    return tuple(np.array(pairs, dtype=np.float64).T)  # type: ignore[return-value]


def mistakes(at: Path, **settings: Any) -> tuple[Mistake, ...]:
    with pytest.raises(InputError) as caught:
        geodata.read(at, {f"areas.{key}": value for key, value in settings.items()})
    for mistake in caught.value.mistakes:
        assert "；" in mistake.text("zh")
        assert ";" in mistake.text("en")
    return caught.value.mistakes


def keys(at: Path, **settings: Any) -> list[str]:
    return [mistake.says.key.removeprefix("geodata.") for mistake in mistakes(at, **settings)]


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


def assert_in_place(areas: Any, metres: float = 1e-3) -> None:
    for code, square in zip(CODES, SQUARES, strict=True):
        assert shapely.hausdorff_distance(areas[code], square) * DEGREES_M < metres


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


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def without_crs(at: Path, shapes: list[Any], suffix: str = "gpkg") -> Path:
    """A layer in a format that should say its system, and does not."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return save(at / f"areas.{suffix}", shapes, crs=None)


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


# --- guesses
GUESSED = {
    "EPSG:4490": "EPSG:4490",
    "EPSG:4326": "EPSG:4490",
    "EPSG:4545": "EPSG:4545",
    "EPSG:4544": "EPSG:4544",
    "EPSG:4524": "EPSG:4524",
    "EPSG:4508": "EPSG:4546",
    "EPSG:4496": "EPSG:4496",
    "EPSG:3857": "EPSG:3857",
}
"""4508 and 4546 are one projection: a 6-degree belt and the 3-degree belt of the same meridian."""


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
@pytest.mark.parametrize("crs", GUESSED)
def test_a_layer_that_does_not_say_its_system_is_a_mistake_with_a_guess(crs: str, suffix: str, tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: without_crs(at, moved(crs), suffix))
    (mistake,) = mistakes(at)
    assert (mistake.says.key, mistake.table) == ("geodata.crs.unsaid", f"areas.{suffix}")
    assert GUESSED[crs] in mistake.text("zh")
    assert "areas.crs" in mistake.text("zh")
    assert_in_place(geodata.read(at, {"areas.crs": GUESSED[crs]}).areas)


def test_utm_is_told_from_a_belt_by_where_the_stations_stand() -> None:
    """The two differ by 1.3 km north, so some stations near an edge leave their areas."""
    near = {code: (lon, lat + 0.049) for code, (lon, lat) in SEATS.items()}
    assert guessed(dict(zip(CODES, moved("EPSG:32648"), strict=True)), near) == Guess("EPSG:32648")


@pytest.mark.parametrize("crs", ["gcj02", "bd09"])
def test_a_shifted_layer_is_told_by_where_the_stations_stand(crs: str) -> None:
    """Seats that stand 200 m within the side from which the shift comes."""
    shapes = dict(zip(CODES, moved(crs), strict=True))
    near = {code: (lon - 0.0497, lat) for code, (lon, lat) in SEATS.items()}
    assert guessed(shapes, near) == Guess(crs)


def test_figures_that_fit_nothing_are_not_guessed(tmp_path: Path) -> None:
    far = [shapely.transform(square, lambda xy: xy * 1e9) for square in SQUARES]
    at = county(tmp_path / "county", lambda at: without_crs(at, far))
    (mistake,) = mistakes(at)
    assert mistake.says.values["hint"] == Message("geodata.guess.none")
    assert guessed({}, SEATS) is None


def test_without_stations_the_figures_alone_are_judged() -> None:
    assert guessed(dict(zip(CODES, moved("EPSG:4524"), strict=True)), {}) == Guess("EPSG:4524")


SWAPPED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "degrees": (lambda at: save(at / "areas.gpkg", turned(SQUARES)), "areas.not_degrees"),
    "a belt": (lambda at: save(at / "areas.gpkg", turned(moved("EPSG:4545")), crs="EPSG:4545"), "areas.elsewhere"),
    "a belt with prefix": (
        lambda at: save(at / "areas.gpkg", turned(moved("EPSG:4524")), crs="EPSG:4524"),
        "areas.nowhere",
    ),
    "a system unsaid": (lambda at: without_crs(at, turned(moved("EPSG:4545"))), "crs.unsaid"),
}


@pytest.mark.parametrize("what", SWAPPED)
def test_swapped_axes_are_recognised(what: str, tmp_path: Path) -> None:
    make, key = SWAPPED[what]
    (mistake,) = mistakes(county(tmp_path / "county", make))
    assert mistake.says.key == f"geodata.{key}"
    assert mistake.says.values["hint"].key == "geodata.guess.swapped"


def test_swapped_degrees_that_could_be_degrees_are_recognised_by_the_stations(tmp_path: Path) -> None:
    """In the far west the longitude would do for a latitude."""
    shift = 30.0
    west = [shapely.transform(square, lambda xy: xy - [shift, 0]) for square in SQUARES]
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg", turned(west)))
    text = get(at, "stations.csv")
    put(at, "stations.csv", text.replace(",107.", ",77."))
    (mistake,) = mistakes(at)
    assert mistake.says.key == "geodata.areas.elsewhere"
    assert mistake.says.values["hint"] == Message("geodata.guess.swapped", {"crs": "EPSG:4490"})


@pytest.mark.parametrize(
    ("drawn", "said", "key"),
    [
        ("EPSG:4545", "EPSG:4544", "areas.elsewhere"),
        ("EPSG:4545", "EPSG:4490", "areas.not_degrees"),
        ("EPSG:4490", "EPSG:4545", "areas.not_metres"),
        ("EPSG:4524", "EPSG:4545", "areas.nowhere"),
    ],
)
def test_a_wrong_system_is_recognised_by_where_the_stations_stand(
    drawn: str, said: str, key: str, tmp_path: Path
) -> None:
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg", moved(drawn), crs=said))
    (mistake,) = mistakes(at)
    assert mistake.says.key == f"geodata.{key}"
    assert drawn in mistake.text("zh")


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


def test_a_shapefile_of_arcgis_says_its_belt_in_its_own_words(tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: shapefile(at, geometries=moved("EPSG:4524"), crs="EPSG:4524"))
    assert "CGCS2000_3_Degree_GK_Zone_36" in get(at, "areas.prj")
    assert_in_place(geodata.read(at).areas)
