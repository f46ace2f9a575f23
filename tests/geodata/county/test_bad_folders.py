"""Every mistake a folder can hold is answered in full: table, row, column, value and remedy, in both languages."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodata
from geodata.formats import guard
from tests.geodata.drawn import (
    CODES,
    HEADER,
    Edit,
    adding,
    both,
    change,
    changed,
    draw,
    geojson,
    get,
    holding,
    neighbours,
    put,
    without,
)
from zoning.model.errors import InputError, Mistake

Place = tuple[str, str | None, int | None, str | None, str | None]
"""Key of the sentence, table, row, column, value."""


def as_folder(name: str) -> Edit:
    def edit(at: Path) -> None:
        (at / name).unlink(missing_ok=True)
        (at / name).mkdir()

    return edit


def sparse(name: str, size: int) -> Edit:
    return lambda at: os.truncate(at / name, size)


def feature(position: int, edit: Callable[[dict[str, object]], object]) -> Edit:
    """Edit one feature of the polygons in place."""

    def apply(at: Path) -> None:
        content = json.loads(get(at, "areas.geojson"))
        edit(content["features"][position])
        put(at, "areas.geojson", json.dumps(content))

    return apply


def geometry(kind: str, coordinates: object) -> Callable[[dict[str, object]], object]:
    return lambda one: one.update(geometry={"type": kind, "coordinates": coordinates})


def attributes(**values: object) -> Callable[[dict[str, object]], object]:
    return lambda one: one.update(properties=values)


def settings(line: str) -> Edit:
    return changed("county.toml", "years = 1\n", f"years = 1\n{line}\n")


def matrix(skip: int = 0, *more: str) -> Edit:
    """Travel by matrix, the first ``skip`` pairs left out and ``more`` rows added."""
    pairs = [f"{a},{b},10" for a in CODES for b in CODES if a != b][skip:]
    text = "\n".join(["from,to,minutes", *pairs, *more]) + "\n"
    return both(changed("county.toml", '"straight"', '"matrix"'), holding("travel.csv", text))


def only_shared(*keep: tuple[str, str]) -> Edit:
    return holding("borders.csv", "\n".join(["a,b,km", *(f"{a},{b},10" for a, b in keep)]) + "\n")


STATIONS, INCIDENTS, BORDERS, AREAS, TRAVEL, TOML = (
    "stations.csv", "incidents.csv", "borders.csv", "areas.geojson", "travel.csv", "county.toml",
)  # fmt: skip
ROW_B = "102,B,town,107.15,30.05,100,10001,11,5,8,2,否,否,"
NO_AREA = ROW_B.replace(",100,", ",,")


def row_b(old: str, new: str) -> Edit:
    assert old in ROW_B
    return changed(STATIONS, ROW_B, ROW_B.replace(old, new, 1))


CASES: dict[str, tuple[Edit, list[Place]]] = {
    # files
    "stations is a folder": (as_folder(STATIONS), [("file.not_a_file", STATIONS, None, None, None)]),
    "settings are a folder": (as_folder(TOML), [("file.not_a_file", TOML, None, None, None)]),
    "areas are a folder": (as_folder(AREAS), [("file.not_a_file", AREAS, None, None, None)]),
    "no stations": (without(STATIONS), [("table.missing", STATIONS, None, None, None)]),
    "no incidents": (without(INCIDENTS), [("table.missing", INCIDENTS, None, None, None)]),
    "no settings": (without(TOML), [("settings.missing", TOML, None, None, None)]),
    "a file too large": (sparse(STATIONS, 200_000_001), [("file.too_large", STATIONS, None, None, None)]),
    "NUL bytes": (holding(INCIDENTS, b"station,class\x00,count\n"), [("file.nul", INCIDENTS, None, None, None)]),
    "a workbook called csv": (holding(INCIDENTS, b"PK\x03\x04\x00\x00"), [("file.other", INCIDENTS, None, None, None)]),
    "no known encoding": (
        holding(INCIDENTS, b"station,\xff\xff,count\n"),
        [("file.encoding", INCIDENTS, None, None, None)],
    ),
    "two files for one table": (
        lambda at: put(at, "派出所.csv", get(at, STATIONS)),
        [("file.twice", "派出所.csv", None, None, None)],
    ),
    # tables
    "an empty table": (holding(STATIONS, b""), [("file.zero_bytes", STATIONS, None, None, None)]),
    "blank lines only": (holding(INCIDENTS, b"\n\n ,\n"), [("table.empty", INCIDENTS, None, None, None)]),
    "a header only": (holding(INCIDENTS, "station,class,count\n"), [("table.no_rows", INCIDENTS, None, None, None)]),
    "stations with a header only": (holding(STATIONS, HEADER + "\n"), [("table.no_rows", STATIONS, None, None, None)]),
    "a missing column": (
        changed(STATIONS, ",officers,", ",policemen,"),
        [("table.missing_column", STATIONS, 1, "officers", None)],
    ),
    "two missing columns": (
        holding(INCIDENTS, "station\n" + "\n".join(CODES)),
        [("table.missing_column", INCIDENTS, 1, "class", None), ("table.missing_column", INCIDENTS, 1, "count", None)],
    ),
    "a duplicate column": (
        changed(STATIONS, ",villages,", ",民警,"),
        [("table.duplicate_column", STATIONS, 1, "民警", None)],
    ),
    "another unit": (
        changed(STATIONS, "area_km2", "面积（公顷）"),
        [("table.unit", STATIONS, 1, "面积（公顷）", None)],
    ),
    "residents in ten thousands": (
        changed(STATIONS, "population", "人口(万人)"),
        [("table.unit", STATIONS, 1, "人口(万人)", None)],
    ),
    "a short row": (changed(STATIONS, ROW_B, "102,B,town"), [("table.ragged", STATIONS, 3, None, None)]),
    "a long row": (changed(STATIONS, ROW_B, ROW_B + ",x"), [("table.ragged", STATIONS, 3, None, None)]),
    "a row that lost its comma": (
        changed(INCIDENTS, "102,dispute,10", "102,dispute 10"),
        [("table.ragged", INCIDENTS, 4, None, None)],
    ),
    "a quote left open": (
        changed(BORDERS, "108,109,10,shared", '108,"109,10,shared'),
        [("table.broken_row", BORDERS, 13, None, None)],
    ),
    # stations
    "a duplicate code": (
        row_b("102,B", "101,B"),
        [
            ("stations.duplicate", STATIONS, 3, "code", "101"),
            *(("code.unknown", INCIDENTS, row, "station", "102") for row in (4, 5)),
            ("code.unknown", BORDERS, 2, "b", "102"),
            ("code.unknown", BORDERS, 4, "a", "102"),
            ("code.unknown", BORDERS, 5, "a", "102"),
        ],
    ),
    "a blank name": (row_b(",B,", ", ,"), [("field.blank", STATIONS, 3, "name", None)]),
    "a name without end": (row_b(",B,", f",{'B' * 500},"), [("field.string_too_long", STATIONS, 3, "name", "B" * 500)]),
    "an unknown kind": (row_b("town", "village"), [("cell.station_kind", STATIONS, 3, "kind", "village")]),
    "officers in words": (row_b(",11,", ",十二,"), [("slip.numeral", STATIONS, 3, "officers", "十二")]),
    "half an officer": (row_b(",11,", ",11.5,"), [("cell.whole", STATIONS, 3, "officers", "11.5")]),
    "negative officers": (row_b(",11,", ",-1,"), [("field.greater_than_equal", STATIONS, 3, "officers", "-1")]),
    "unknown officers": (row_b(",11,", ",,"), [("field.blank", STATIONS, 3, "officers", None)]),
    "too many residents": (
        row_b(",10001,", ",1e300,"),
        [("field.less_than_equal", STATIONS, 3, "population", "1e300")],
    ),
    "about so many residents": (
        row_b(",10001,", ",约10000,"),
        [("slip.approximate", STATIONS, 3, "population", "约10000")],
    ),
    "no area at all": (row_b(",100,", ",0,"), [("field.greater_than", STATIONS, 3, "area_km2", "0")]),
    "an area of nothing": (
        row_b(",100,", ",1e-320,"),
        [("field.greater_than", STATIONS, 3, "area_km2", "1e-320")],
    ),
    "an ambiguous comma": (row_b(",100,", ',"1,234",'), [("cell.comma", STATIONS, 3, "area_km2", "1,234")]),
    "a blank area without polygons": (
        both(row_b(",100,", ",,"), without(AREAS)),
        [("stations.no_area", STATIONS, 3, "area_km2", None)],
    ),
    "no area column without polygons": (
        both(
            without(AREAS),
            holding(STATIONS, "code,name,kind,lon,lat,officers\n1,A,town,107,30,5\n"),
            holding(INCIDENTS, "station,class,count\n1,dispute,3\n"),
            without(BORDERS),
        ),
        [("stations.no_area", STATIONS, 2, "area_km2", None)],
    ),
    "a longitude out of range": (row_b("107.15", "1071.5"), [("field.less_than_equal", STATIONS, 3, "lon", "1071.5")]),
    "a longitude that is no number": (row_b("107.15", "NaN"), [("cell.number", STATIONS, 3, "lon", "NaN")]),
    "swapped coordinates": (
        row_b("107.15,30.05", "30.05,107.15"),
        [("stations.swapped", STATIONS, 3, "lat", "107.15")],
    ),
    "neither yes nor no": (row_b("否,否", "maybe,否"), [("cell.boolean", STATIONS, 3, "has_case_area", "maybe")]),
    # incidents
    "a duplicate row": (adding(INCIDENTS, "102,纠纷,3"), [("incidents.duplicate", INCIDENTS, 20, "station", "102")]),
    "an unknown class": (
        changed(INCIDENTS, "102,dispute", "102,disputes"),
        [("incidents.unknown_class", INCIDENTS, 4, "class", "disputes")],
    ),
    "an unknown station": (adding(INCIDENTS, "1002,dispute,3"), [("code.unknown", INCIDENTS, 20, "station", "1002")]),
    "a negative count": (
        changed(INCIDENTS, "102,dispute,10", "102,dispute,-10"),
        [("cell.negative", INCIDENTS, 4, "count", "-10")],
    ),
    "a count that is NaN": (
        changed(INCIDENTS, "102,dispute,10", "102,dispute,nan"),
        [("cell.number", INCIDENTS, 4, "count", "nan")],
    ),
    "an infinite count": (
        changed(INCIDENTS, "102,dispute,10", "102,dispute,1e999"),
        [("cell.number", INCIDENTS, 4, "count", "1e999")],
    ),
    "a blank count": (
        changed(INCIDENTS, "102,dispute,10", "102,dispute,"),
        [("incidents.blank", INCIDENTS, 4, "count", None)],
    ),
    "a silent station": (
        both(changed(INCIDENTS, "102,dispute,10\n", ""), changed(INCIDENTS, "102,traffic,11\n", "")),
        [("incidents.silent", INCIDENTS, None, None, None)],
    ),
    # settings
    "broken TOML": (settings("notice = 虚构"), [("settings.broken", TOML, 4, None, None)]),
    "TOML nested without end": (holding(TOML, "a = " + "[" * 5000), [("settings.broken", TOML, None, None, None)]),
    "an unknown key": (settings('colour = "red"'), [("settings.unknown_key", TOML, None, "colour", None)]),
    "an unknown key below": (
        changed(TOML, '[[classes]]\nkey = "traffic"', '[[classes]]\nminuts = 3\nkey = "traffic"'),
        [("settings.unknown_key", TOML, None, "classes[2].minuts", None)],
    ),
    "no code of the county": (changed(TOML, 'code = "100100"\n', ""), [("field.blank", TOML, None, "code", None)]),
    "a code that is a number": (changed(TOML, '"100100"', "100100"), [("field.text", TOML, None, "code", "100100")]),
    "no years": (changed(TOML, "years = 1", "years = 0"), [("field.greater_than", TOML, None, "years", "0")]),
    "a moment": (
        changed(TOML, "years = 1\n", "years = 1e-320\n"),
        [("field.greater_than", TOML, None, "years", "1e-320")],
    ),
    "a standstill": (
        changed(TOML, 'mode = "straight"', 'mode = "straight"\nspeed_kmh = 1e-320'),
        [("field.greater_than", TOML, None, "travel.speed_kmh", "1e-320")],
    ),
    "years without end": (changed(TOML, "years = 1", "years = inf"), [("field.finite", TOML, None, "years", "inf")]),
    "years in words": (changed(TOML, "years = 1", 'years = "一"'), [("field.number", TOML, None, "years", "一")]),
    "no speed": (
        changed(TOML, "[travel]", "[travel]\nspeed_kmh = 0"),
        [("field.greater_than", TOML, None, "travel.speed_kmh", "0")],
    ),
    "travel is no table": (
        both(changed(TOML, '[travel]\nmode = "straight"\n', ""), settings("travel = 3")),
        [("field.table", TOML, None, "travel", "3")],
    ),
    "no classes": (
        holding(TOML, 'code = "1"\nname = "x"\nclasses = []\n'),
        [("field.list", TOML, None, "classes", "[]")],
    ),
    "two classes of one name": (
        changed(TOML, '"交通"', '"纠纷"'),
        [("settings.duplicate_class", TOML, None, "classes", "纠纷")],
    ),
    "an unknown mode": (changed(TOML, '"straight"', '"air"'), [("field.one_of", TOML, None, "travel.mode", "air")]),
    "no roads": (changed(TOML, '"straight"', '"roads"'), [("travel.no_roads", TOML, None, "travel.mode", "roads")]),
    "an unknown system": (settings("crs = 99999"), [("crs.unknown", TOML, None, "crs", "99999")]),
    "a system that is no text": (settings("crs = true"), [("crs.unknown", TOML, None, "crs", "True")]),
    "a vertical system": (settings("crs = 5773"), [("crs.unknown", TOML, None, "crs", "5773")]),
    # borders
    "an unknown neighbour": (adding(BORDERS, "101,110,5,shared"), [("code.unknown", BORDERS, 14, "b", "110")]),
    "a column of neighbours called otherwise": (
        both(without(AREAS), holding(BORDERS, "first,b,km,kind\n101,102,,barred\n")),
        [("table.missing_column", BORDERS, 1, "a", None)],
    ),
    "a border of itself": (adding(BORDERS, "101,101,5,shared"), [("borders.self", BORDERS, 14, "b", "101")]),
    "a border given twice": (adding(BORDERS, "102,101,5,shared"), [("borders.duplicate", BORDERS, 14, None, None)]),
    "a link that is barred": (
        adding(BORDERS, "101,109,,link\n109,101,,barred"),
        [("borders.contradiction", BORDERS, 15, None, None)],
    ),
    "a border of unknown length": (
        changed(BORDERS, "108,109,10,", "108,109,,"),
        [("borders.no_km", BORDERS, 13, "km", None)],
    ),
    "a border of negative length": (
        changed(BORDERS, "108,109,10,", "108,109,-1,"),
        [("cell.negative", BORDERS, 13, "km", "-1")],
    ),
    "an unknown kind of border": (
        changed(BORDERS, "108,109,10,shared", "108,109,10,river"),
        [("cell.border_kind", BORDERS, 13, "kind", "river")],
    ),
    "an island": (
        only_shared(*(pair for pair in neighbours() if "109" not in pair)),
        [("borders.island_near", BORDERS, None, None, None)],
    ),
    "an island made by bars": (
        adding(BORDERS, "108,109,,barred\n106,109,,barred"),
        [("borders.island_near", BORDERS, None, None, None)],
    ),
    "borders from areas that are not there": (
        both(without(AREAS), without(BORDERS), adding(TOML, '[borders]\nfrom = "areas"')),
        [("borders.no_areas", TOML, None, "borders.from", "areas")],
    ),
    "seats on both sides of the earth": (
        both(without(AREAS), without(BORDERS), row_b("107.15,30.05", "-72.9,0.05")),
        [("stations.no_plane", STATIONS, None, None, None)],
    ),
    "two seats at one place": (
        both(without(AREAS), without(BORDERS), row_b("107.15", "107.05")),
        [("borders.same_place", STATIONS, None, None, None)],
    ),
    # areas
    "broken GeoJSON": (
        holding(AREAS, '{"type": "FeatureCollection",\n"features": [}'),
        [("areas.broken", AREAS, 2, None, None)],
    ),
    "GeoJSON nested without end": (holding(AREAS, "[" * 200_000), [("areas.broken", AREAS, None, None, None)]),
    "no collection": (holding(AREAS, "[1, 2]"), [("areas.no_collection", AREAS, None, None, None)]),
    "no features": (holding(AREAS, '{"features": []}'), [("areas.empty", AREAS, None, None, None)]),
    "a polygon without code": (feature(1, attributes(name="B")), [("areas.no_code", AREAS, 2, "code", None)]),
    "a polygon of nobody": (feature(1, attributes(code="999")), [("areas.unknown_code", AREAS, 2, "code", "999")]),
    "two polygons of one station": (feature(1, attributes(code="101")), [("areas.duplicate", AREAS, 2, "code", "101")]),
    "a station without polygon": (
        lambda at: put(at, AREAS, "\n".join(line for line in get(at, AREAS).split("\n") if '"102"' not in line)),
        [("areas.missing", AREAS, None, None, None)],
    ),
    "no geometry": (
        feature(1, lambda one: one.update(geometry=None)),
        [("areas.no_geometry", AREAS, 2, "geometry", None)],
    ),
    "half a geometry": (
        feature(1, geometry("Polygon", [[[107.1, 30]]])),
        [("areas.no_geometry", AREAS, 2, "geometry", None)],
    ),
    "a point": (feature(1, geometry("Point", [107.1, 30])), [("areas.not_polygon", AREAS, 2, "geometry", "Point")]),
    "a polygon that crosses itself": (
        feature(1, geometry("Polygon", [[[107.1, 30], [107.2, 30.1], [107.2, 30], [107.1, 30.1], [107.1, 30]]])),
        [("areas.invalid", AREAS, 2, "geometry", "107.15 30.05")],
    ),
    "degrees taken for metres": (
        settings('crs = "EPSG:4545"'),
        [("areas.not_metres", AREAS, None, "geometry", "107 30")],
    ),
    "metres taken for degrees": (
        feature(1, geometry("Polygon", [[[500000, 3300000], [510000, 3300000], [510000, 3310000], [500000, 3300000]]])),
        [("areas.not_degrees", AREAS, 2, "geometry", "500000 3.3e+06")],
    ),
    "a system of the layer that is unknown": (
        lambda at: put(
            at, AREAS, geojson().replace('"features"', '"crs": {"properties": {"name": "mars"}}, "features"')
        ),
        [("crs.unknown", AREAS, None, "crs", "mars")],
    ),
    # travel
    "no matrix": (changed(TOML, '"straight"', '"matrix"'), [("travel.no_matrix", TOML, None, "travel.mode", "matrix")]),
    "gaps in the matrix": (matrix(20), [("travel.gaps", TRAVEL, None, None, None)]),
    "negative minutes": (matrix(1, "101,102,-3"), [("cell.negative", TRAVEL, 73, "minutes", "-3")]),
    "blank minutes": (matrix(1, "101,102,"), [("field.blank", TRAVEL, 73, "minutes", None)]),
    "minutes given twice": (matrix(0, "101,102,3"), [("travel.duplicate", TRAVEL, 74, None, None)]),
    "minutes to itself": (matrix(0, "101,101,3"), [("travel.diagonal", TRAVEL, 74, "minutes", "3")]),
    "minutes to nowhere": (matrix(0, "101,999,3"), [("code.unknown", TRAVEL, 74, "to", "999")]),
    "an outline of nobody": (
        both(without(AREAS), holding("outlines.csv", "code,perimeter_km,x_km,y_km,polar_km4\n999,1,1,1,1\n")),
        [("code.unknown", "outlines.csv", 2, "code", "999")],
    ),
}


def mistakes(at: Path | str) -> tuple[Mistake, ...]:
    with pytest.raises(InputError) as caught:
        geodata.read_county(at)
    return caught.value.mistakes


def place(mistake: Mistake) -> Place:
    value = None if mistake.value is None else mistake.value.strip() or None
    return mistake.says.key.removeprefix("geodata."), mistake.table, mistake.row, mistake.column, value


@pytest.mark.parametrize("name", CASES)
def test_a_bad_folder_is_answered_in_full(name: str, tmp_path: Path) -> None:
    edit, expected = CASES[name]
    edit(draw(tmp_path))
    found = mistakes(tmp_path)
    assert sorted(map(place, found), key=repr) == sorted(expected, key=repr)
    for mistake in found:
        for language, separator in (("en", ";"), ("zh", "；")):
            sentence = mistake.says.text(language)
            assert separator in sentence, "what is wrong, then what to do"
            assert mistake.text(language).endswith(sentence)
            assert mistake.place(language) in mistake.text(language)


def test_the_drawn_county_itself_is_right(tmp_path: Path) -> None:
    assert geodata.read(draw(tmp_path)).notices == ()


def test_all_mistakes_of_all_tables_are_told_at_once(tmp_path: Path) -> None:
    together = [
        "officers in words",
        "a border of negative length",
        "an unknown key",
        "two polygons of one station",
        "a blank count",
        "minutes to nowhere",
    ]
    draw(tmp_path)
    for name in together:
        CASES[name][0](tmp_path)
    told = {place(mistake) for mistake in mistakes(tmp_path)}
    assert told == {one for name in together for one in CASES[name][1]}


def test_broken_settings_hide_no_mistake_of_the_tables(tmp_path: Path) -> None:
    together = ["half an officer", "a point", "an infinite count", "broken TOML"]
    draw(tmp_path)
    for name in ("an island", *together):
        CASES[name][0](tmp_path)
    nowhere = ("borders.island", BORDERS, None, None, None)  # the stations' places are not known here
    expected = {nowhere, *(one for name in together for one in CASES[name][1])}
    assert {place(mistake) for mistake in mistakes(tmp_path)} == expected


def test_every_row_of_a_wrong_column_is_told(tmp_path: Path) -> None:
    draw(tmp_path)
    put(tmp_path, STATIONS, get(tmp_path, STATIONS).replace(",town,", ",城镇,"))
    assert [m.row for m in mistakes(tmp_path)] == [2, 3, 4, 5, 7, 8, 9, 10]


def test_the_sentence_names_place_value_and_remedy(tmp_path: Path) -> None:
    CASES["officers in words"][0](draw(tmp_path))
    (mistake,) = mistakes(tmp_path)
    assert mistake.text("en").startswith('stations.csv row 3 column officers: "十二" is a Chinese numeral; write 12')
    assert mistake.text("zh").startswith("stations.csv 第 3 行 “officers”列：“十二”：是中文数字；请填 12")


def test_a_mistake_names_the_heading_its_author_wrote(tmp_path: Path) -> None:
    draw(tmp_path)
    change(tmp_path, STATIONS, "officers", "民警数（人）")
    row_b(",11,", ",十二,")(tmp_path)
    assert [m.column for m in mistakes(tmp_path)] == ["民警数（人）"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("an unknown class", "dispute 纠纷"), ("an unknown station", "102 B"), ("an unknown key below", "minutes")],
)
def test_the_nearest_word_is_suggested(name: str, hint: str, tmp_path: Path) -> None:
    CASES[name][0](draw(tmp_path))
    assert f"did you mean {hint}?" in str(mistakes(tmp_path)[0])
    assert f"是否指 {hint}？" in mistakes(tmp_path)[0].text("zh")


def test_a_misnamed_table_is_suggested(tmp_path: Path) -> None:
    draw(tmp_path)
    (tmp_path / INCIDENTS).rename(tmp_path / "incident.csv")
    assert "did you mean incident.csv?" in str(mistakes(tmp_path)[0])


def test_the_gaps_of_a_matrix_are_counted_and_some_named(tmp_path: Path) -> None:
    matrix(20)(draw(tmp_path))
    assert str(mistakes(tmp_path)[0]).startswith("travel.csv: 20 pairs have no minutes: 101 → 102, 101 → 103")


def test_thousands_of_wrong_codes_are_told_in_seconds(tmp_path: Path) -> None:
    draw(tmp_path)
    rows = "\n".join(f"x{i},dispute,1" for i in range(20_000))
    put(tmp_path, INCIDENTS, get(tmp_path, INCIDENTS) + rows + "\n")
    assert len(mistakes(tmp_path)) == 20_000


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_what_is_no_folder_is_refused(kind: str, tmp_path: Path) -> None:
    at = tmp_path / "county"
    if kind == "file":
        at.write_text("x", encoding="utf-8")
    (mistake,) = mistakes(at)
    assert mistake.says.key == ("geodata.folder.not_a_folder" if kind == "file" else "geodata.folder.missing")
    assert str(at) in mistake.text("zh")


def test_an_empty_folder_misses_three_files(tmp_path: Path) -> None:
    assert [m.table for m in mistakes(tmp_path)] == [STATIONS, INCIDENTS, TOML]


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(tmp_path)
    opened = Path.open

    def refuse(self: Path, *words: str) -> object:
        if self.name == STATIONS:
            raise PermissionError(13, "Permission denied")
        return opened(self, *words)

    monkeypatch.setattr(Path, "open", refuse)
    (mistake,) = mistakes(tmp_path)
    assert str(mistake) == "stations.csv: cannot be read (Permission denied); check the permissions of the file"


def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert [m.says.key for m in mistakes(tmp_path)] == ["geodata.folder.unreadable"]


def test_a_table_of_too_many_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(tmp_path)
    monkeypatch.setattr(guard, "MAX_ROWS", 17)
    assert [place(m) for m in mistakes(tmp_path)] == [("table.too_long", INCIDENTS, None, None, None)]
    monkeypatch.setattr(guard, "MAX_ROWS", 18)
    assert len(geodata.read_county(tmp_path)) == 9


@pytest.mark.parametrize("commas", [20_000, 2_000_000])
def test_a_table_of_too_many_columns_is_refused(commas: int, tmp_path: Path) -> None:
    put(draw(tmp_path), INCIDENTS, get(tmp_path, INCIDENTS) + "102" + "," * commas + "\n")
    assert [place(m) for m in mistakes(tmp_path)] == [("table.too_wide", INCIDENTS, 20, None, None)]


def test_a_cell_in_quotes_may_hold_more_commas_than_there_are_columns(tmp_path: Path) -> None:
    header, first, *rest = get(draw(tmp_path), INCIDENTS).splitlines()
    put(tmp_path, INCIDENTS, "\n".join([f"{header},shape", f'{first},"{"1," * 20_000}"', *(f"{r}," for r in rest)]))
    assert len(geodata.read_county(tmp_path)) == 9


def test_the_limits_are_the_stated_ones() -> None:
    assert (guard.MAX_BYTES, guard.MAX_ROWS) == (200_000_000, 2_000_000)


@given(
    name=st.sampled_from([STATIONS, INCIDENTS, BORDERS, AREAS, TOML]),
    at=st.integers(0, 3000),
    cut=st.integers(0, 40),
    put_in=st.one_of(st.binary(max_size=12), st.text(max_size=8).map(lambda text: text.encode("utf-8", "replace"))),
)
def test_whatever_stands_in_a_file_only_mistakes_come_of_it(
    tmp_path_factory: pytest.TempPathFactory, name: str, at: int, cut: int, put_in: bytes
) -> None:
    spoiled = draw(tmp_path_factory.mktemp("county"))
    data = (spoiled / name).read_bytes()
    put(spoiled, name, data[:at] + put_in + data[at + cut :])
    try:
        told = [notice.text for notice in geodata.read(spoiled).notices]
    except InputError as error:
        told = [mistake.text for mistake in error.mistakes]
        told[0]("en")  # an error without a mistake would tell nobody anything
    assert all(say("zh") and say("en") for say in told)
