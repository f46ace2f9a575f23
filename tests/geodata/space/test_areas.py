"""Areas of stations: whose they are, parts put together, invalid ones named or repaired, slivers and gaps closed."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import Polygon, box
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

import geodata
from geodata.coordinates.crs import WGS84, belt, move
from geodata.space.gaps import closed
from geodata.space.polygons import REASONS
from geodata.tables.matching import by_number, code_of
from tests.geodata.coordinates.test_crs import keys, mistakes
from tests.geodata.county.test_reading import told
from tests.geodata.drawn import CODES, change, draw, get, put
from tests.geodata.drawn import NAMES as CALLED
from tests.geodata.layered import SQUARES, county, save

PLANE = belt(np.array([107.0, 107.3]))


def notice(at: Path, key: str, **settings: Any) -> Any:
    """The one notice of a key, spoken in both languages."""
    built = geodata.read(at, {f"areas.{name}": value for name, value in settings.items()})
    (found,) = [n for n in built.notices if n.key == f"geodata.notice.{key}"]
    assert found.text("zh")
    assert found.text("en")
    return found


def drawn(tmp_path: Path, shapes: list[Any] = SQUARES, suffix: str = "gpkg", **attributes: list[Any]) -> Path:
    """The drawn county with these areas."""
    return county(tmp_path / "county", lambda at: save(at / f"areas.{suffix}", shapes, attributes or {"code": CODES}))


# --- whose
NUMBERS = [630222001 + i for i in range(9)]


def renamed(at: Path, codes: list[str], names: list[str] | None = None) -> Path:
    """The drawn county under other codes, and other names."""
    for name in ("stations.csv", "incidents.csv"):
        lines = get(at, name).splitlines()
        new = [lines[0]]
        for line in lines[1:]:
            cells = line.split(",")
            i = CODES.index(cells[0])
            cells[0] = codes[i]
            if names is not None and name == "stations.csv":
                cells[1] = names[i]
            new.append(",".join(cells))
        put(at, name, "\n".join(new) + "\n")
    return at


@pytest.mark.parametrize(
    "values",
    [
        NUMBERS,
        [float(number) for number in NUMBERS],
        [f"{number}.0" for number in NUMBERS],
        [f" {number} " for number in NUMBERS],
    ],
    ids=["whole numbers", "numbers with a point", "text with a point", "text with spaces"],
)
@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson"])
def test_a_code_is_the_same_as_number_and_as_text(values: list[Any], suffix: str, tmp_path: Path) -> None:
    at = renamed(drawn(tmp_path, suffix=suffix, code=values), [str(number) for number in NUMBERS])
    assert list(geodata.read(at).areas) == [str(number) for number in NUMBERS]


def test_a_number_may_have_lost_its_leading_zeros(tmp_path: Path) -> None:
    codes = [f"00{i}" for i in range(1, 10)]
    at = renamed(drawn(tmp_path, code=list(range(1, 10))), codes)
    assert list(geodata.read(at).areas) == codes


def test_codes_that_differ_in_zeros_alone_are_not_mixed_up() -> None:
    codes = ["01", "1", "2"]
    assert by_number(codes) == {2: "2"}
    assert [code_of(value, codes, by_number(codes)) for value in (1, 2.0, "01", True, None)] == ["1", "2", "01", "", ""]


@pytest.mark.parametrize("name", ["code", "代码", "派出所编码", "机构代码", "Station_Code"])
def test_a_column_of_a_known_name_is_no_guess(name: str, tmp_path: Path) -> None:
    assert told(drawn(tmp_path, **{"fid_1": list(range(9)), name: CODES})) == ["borders_areas"]


def test_the_column_that_holds_the_codes_is_guessed_and_told(tmp_path: Path) -> None:
    at = drawn(tmp_path, OBJECTID=list(range(9)), code=[f"x{i}" for i in range(9)], XZQDM=CODES)
    found = notice(at, "column_code")
    assert (found.values["column"], found.values["count"]) == ("XZQDM", 9)


def test_the_column_may_be_asked_for(tmp_path: Path) -> None:
    at = drawn(tmp_path, code=[*CODES[1:], "101"], right=CODES)
    assert geodata.read(at).areas["101"].equals(SQUARES[8]), "the column of the known name"
    assert geodata.read(at, {"areas.code": "right"}).areas["101"].equals(SQUARES[0])
    put(at, "county.toml", get(at, "county.toml") + '[areas]\ncode = "RIGHT"\n')
    assert geodata.read(at).areas["101"].equals(SQUARES[0])
    assert told(at) == ["seat_outside", "borders_areas"][1:]


def test_a_column_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    (mistake,) = mistakes(drawn(tmp_path, code=CODES, XZQDM=CODES), code="XZQMD")
    assert (mistake.says.key, mistake.place("zh"), mistake.value) == ("geodata.areas.no_column", "areas.code", "XZQMD")
    assert "did you mean XZQDM?" in mistake.text("en")
    assert "code, XZQDM" in mistake.text("en")


def test_names_serve_where_no_column_holds_codes(tmp_path: Path) -> None:
    towns = ["三合街道", "名山街道", "虎威镇", "社坛镇", "三元镇", "许明寺镇", "董家镇", "树人镇", "十直镇"]
    at = drawn(tmp_path, OBJECTID=list(range(50, 59)), NAME=[f"{town}派出所" for town in towns])
    renamed(at, CODES, towns)
    found = notice(at, "column_name")
    assert (found.values["column"], found.values["count"]) == ("NAME", 9)
    assert geodata.read(at).areas["105"].equals(SQUARES[4])


def test_a_name_that_two_stations_share_is_nobodys(tmp_path: Path) -> None:
    at = renamed(drawn(tmp_path, NAME=["甲", "甲", *"丙丁戊己庚辛壬"]), CODES, ["甲", "甲", *"丙丁戊己庚辛壬"])
    assert keys(at) == ["areas.unknown_code", "areas.unknown_code"]


def test_a_layer_without_codes_or_names_is_named_once(tmp_path: Path) -> None:
    (mistake,) = mistakes(drawn(tmp_path, OBJECTID=list(range(9)), area=[1.5] * 9))
    assert (mistake.says.key, mistake.row) == ("geodata.areas.no_codes", None)
    assert "OBJECTID、area" in mistake.text("zh")


def test_areas_beyond_the_county_are_told_and_left_out(tmp_path: Path) -> None:
    shapes = [*SQUARES, box(108, 30, 108.1, 30.1), Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])]
    at = drawn(tmp_path, shapes, code=[*CODES, "201", "202"])
    assert notice(at, "areas_beyond").values["areas"] == ["201", "202"]
    assert list(geodata.read(at).areas) == CODES


def test_an_unknown_code_is_a_mistake_where_a_station_has_no_area(tmp_path: Path) -> None:
    (mistake,) = mistakes(drawn(tmp_path, code=["110", *CODES[1:]]))
    assert (mistake.says.key, mistake.row, mistake.value) == ("geodata.areas.unknown_code", 1, "110")


# --- parts
def test_areas_are_read_beside_a_table_of_stations_without_places(tmp_path: Path) -> None:
    at = drawn(tmp_path)
    change(at, "stations.csv", "lon,lat", "east,north")
    assert {mistake.says.key for mistake in mistakes(at)} == {"geodata.table.missing_column"}


def test_several_polygons_of_one_station_become_one(tmp_path: Path) -> None:
    """An exclave of 101 lies within 109, and its own ground is drawn in two halves."""
    exclave = box(107.24, 30.24, 107.26, 30.26)
    shapes = [*halves(SQUARES[0]), *SQUARES[1:8], SQUARES[8].difference(exclave), exclave]
    at = drawn(tmp_path, shapes, code=["101", *CODES, "101"])
    built = geodata.read(at)
    assert built.areas["101"].geom_type == "MultiPolygon"
    assert shapely.area(built.areas["101"]) == pytest.approx(shapely.area(SQUARES[0]) + 0.0004)
    assert built.areas["101"].geoms[0].is_valid
    assert {("101", "109"), ("101", "102")} <= {(b.a, b.b) for b in built.county.borders}
    assert notice(at, "areas_merged").values["stations"] == ["A 3"]


def halves(square: BaseGeometry) -> list[BaseGeometry]:
    west, south, east, north = square.bounds
    middle = (west + east) / 2
    return [box(west, south, middle, north), box(middle, south, east, north)]


def test_the_same_polygon_twice_counts_once(tmp_path: Path) -> None:
    at = drawn(tmp_path, [*SQUARES, SQUARES[0]], code=[*CODES, "101"])
    assert geodata.read(at).areas["101"].equals(SQUARES[0])


def test_a_code_given_twice_while_another_station_has_none_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = mistakes(drawn(tmp_path, code=["101", "101", *CODES[2:]]))
    assert (mistake.says.key, mistake.row, mistake.value) == ("geodata.areas.duplicate", 2, "101")
    assert "102 B" in mistake.text("zh")


def test_a_station_may_lie_within_another(tmp_path: Path) -> None:
    """105 keeps a small middle of its square; the rest is 104's, which so surrounds it."""
    middle = box(107.13, 30.13, 107.17, 30.17)
    shapes = [*SQUARES[:3], SQUARES[3].union(SQUARES[4]).difference(middle), middle, *SQUARES[5:]]
    at = drawn(tmp_path, shapes)
    borders = {(b.a, b.b): b.km for b in geodata.read_county(at).borders}
    assert [pair for pair in borders if "105" in pair] == [("104", "105")]
    assert borders["104", "105"] == pytest.approx(2 * (0.04 * 110.86 + 0.04 * 96.4), abs=0.02)
    assert "areas_holes" not in told(at)


# --- invalid rings
BAD: dict[str, BaseGeometry] = {
    "crossing": Polygon([(107, 30), (107.1, 30.1), (107.1, 30), (107, 30.1)]),
    "touching": Polygon(
        [
            (107, 30),
            (107.1, 30),
            (107.1, 30.1),
            (107, 30.1),
            (107, 30.05),
            (107.05, 30.06),
            (107.05, 30.04),
            (107, 30.05),
        ]
    ),
    "hole_outside": Polygon(box(107, 30, 107.1, 30.1).exterior, [box(107.02, 29.9, 107.04, 29.95).exterior]),
    "holes_nested": Polygon(
        box(107, 30, 107.1, 30.1).exterior,
        [box(107.01, 30.01, 107.09, 30.09).exterior, box(107.02, 30.02, 107.08, 30.08).exterior],
    ),
    "disconnected": Polygon(
        box(107, 30, 107.1, 30.1).exterior, [[(107.05, 30), (107.06, 30.05), (107.05, 30.1), (107.04, 30.05)]]
    ),
    "shells_nested": shapely.MultiPolygon([box(107, 30, 107.1, 30.1), box(107.02, 30.02, 107.08, 30.08)]),
}


@pytest.mark.parametrize("reason", BAD)
def test_an_invalid_polygon_is_named_with_reason_and_place(reason: str, tmp_path: Path) -> None:
    (mistake,) = mistakes(drawn(tmp_path, [BAD[reason], *SQUARES[1:]]))
    assert (mistake.says.key, mistake.row, mistake.column) == ("geodata.areas.invalid", 1, "geometry")
    assert mistake.says.values["reason"].key == f"geodata.ring.{reason}"
    assert reason in REASONS.values()
    x, y = map(float, str(mistake.value).split())
    corners = shapely.multipoints(shapely.get_coordinates(BAD[reason]))
    assert shapely.dwithin(shapely.Point(x, y), shapely.envelope(corners), 0.001)
    assert "areas.repair" in mistake.text("zh")


@pytest.mark.parametrize("reason", BAD)
def test_an_invalid_polygon_is_repaired_when_asked_and_told(reason: str, tmp_path: Path) -> None:
    at = drawn(tmp_path, [BAD[reason], *SQUARES[1:]])
    built = geodata.read(at, {"areas.repair": True})
    assert built.areas["101"].is_valid
    assert built.areas["101"].geom_type in ("Polygon", "MultiPolygon")
    (told_,) = notice(at, "areas_repaired", repair=True).values["stations"]
    name, change_km2 = told_.split()
    assert name == "A"
    assert float(change_km2) != 0 or reason in ("touching", "disconnected")


def test_the_change_of_a_repair_is_in_square_kilometres(tmp_path: Path) -> None:
    """A bow tie encloses half a square; its crossing rings cancel out to nothing before."""
    at = drawn(tmp_path, [BAD["crossing"], *SQUARES[1:]])
    (told_,) = notice(at, "areas_repaired", repair=True).values["stations"]
    half = geodata.read(draw(tmp_path / "plain")).county.outline
    assert half is not None
    assert float(told_.split()[1]) == pytest.approx(107.0 / 2, abs=0.2)


def test_a_line_that_calls_itself_a_polygon_cannot_be_repaired(tmp_path: Path) -> None:
    flat = Polygon([(107, 30), (107.1, 30.1), (107, 30), (107, 30)])
    assert keys(drawn(tmp_path, [flat, *SQUARES[1:]]), repair=True) == ["areas.invalid"]


def test_nothing_valid_is_touched_by_a_repair(tmp_path: Path) -> None:
    at = drawn(tmp_path)
    assert dict(geodata.read(at, {"areas.repair": True}).areas) == dict(geodata.read(at).areas)
    assert told(at) == ["borders_areas"]


# --- slivers and gaps
def metres(*shapes: BaseGeometry) -> list[BaseGeometry]:
    return move(list(shapes), WGS84, PLANE)


def shifted(i: int, east_m: float) -> list[BaseGeometry]:
    """The squares with one of them moved to the east by metres."""
    flat = metres(*SQUARES)
    flat[i] = translate(flat[i], east_m)
    return move(flat, PLANE, WGS84)


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


@pytest.mark.parametrize("way", ["closed", "named"])
def test_the_settings_of_areas_may_stand_in_the_file(way: str, tmp_path: Path) -> None:
    at = drawn(tmp_path, shifted(4, 8.0))
    put(at, "county.toml", get(at, "county.toml") + f"[areas]\nclose_m = {10.0 if way == 'closed' else 5.0}\n")
    assert ("areas_holes" in told(at)) == (way == "named")


SETTINGS: dict[str, tuple[str, str]] = {
    "a tolerance below zero": ("close_m = -1.0", "field.greater_than_equal"),
    "a tolerance of kilometres": ("close_m = 5000.0", "field.less_than_equal"),
    "a repair in words": ('repair = "yes"', "field.boolean"),
    "a file that is a number": ("file = 3", "field.text"),
    "a blank file": ('file = " "', "field.blank"),
    "an unknown key": ('datei = "x"', "settings.unknown_key"),
}


@pytest.mark.parametrize("what", SETTINGS)
def test_settings_of_areas_are_checked(what: str, tmp_path: Path) -> None:
    line, key = SETTINGS[what]
    at = drawn(tmp_path)
    put(at, "county.toml", get(at, "county.toml") + f"[areas]\n{line}\n")
    (mistake,) = mistakes(at)
    assert mistake.says.key == f"geodata.{key}"
    assert mistake.place("zh").startswith("county.toml areas.")


def test_names_of_the_drawn_stations_are_letters() -> None:
    """What the notices above call the stations by."""
    assert list(CALLED.values()) == list("ABCDEFGHI")
