"""Bad folders: files that are none, tables, stations and incidents, each with all that is told of it."""

from tests.geodata.county.edits import AREAS, BORDERS, INCIDENTS, ROW_B, STATIONS, TOML, Place, as_folder, row_b, sparse
from tests.geodata.drawn import (
    CODES,
    HEADER,
    Edit,
    adding,
    both,
    changed,
    get,
    holding,
    put,
    without,
)

TABLES: dict[str, tuple[Edit, list[Place]]] = {
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
    "a duplicate column below blank lines": (
        both(changed(STATIONS, ",villages,", ",民警,"), changed(STATIONS, "code,", "\n\ncode,")),
        [("table.duplicate_column", STATIONS, 3, "民警", None)],
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
    "a duplicate code": (row_b("102,B", "101,B"), [("code.elsewhere", STATIONS, 3, "code", "101")]),
    "a blank name": (row_b(",B,", ", ,"), [("field.blank", STATIONS, 3, "name", None)]),
    "a name without end": (
        row_b(",B,", f",{'B' * 500},"),
        [("zoning.value.string_too_long", STATIONS, 3, "name", "B" * 500)],
    ),
    "an unknown kind": (row_b("town", "village"), [("cell.station_kind", STATIONS, 3, "kind", "village")]),
    "officers in words": (row_b(",11,", ",十二,"), [("slip.numeral", STATIONS, 3, "officers", "十二")]),
    "half an officer": (row_b(",11,", ",11.5,"), [("cell.whole", STATIONS, 3, "officers", "11.5")]),
    "negative officers": (row_b(",11,", ",-1,"), [("zoning.value.out_of_range", STATIONS, 3, "officers", "-1")]),
    "unknown officers": (row_b(",11,", ",,"), [("field.blank", STATIONS, 3, "officers", None)]),
    "too many residents": (
        row_b(",10001,", ",1e300,"),
        [("zoning.value.out_of_range", STATIONS, 3, "population", "1e300")],
    ),
    "about so many residents": (
        row_b(",10001,", ",约10000,"),
        [("slip.approximate", STATIONS, 3, "population", "约10000")],
    ),
    "no area at all": (row_b(",100,", ",0,"), [("zoning.value.out_of_range", STATIONS, 3, "area_km2", "0")]),
    "an area of nothing": (
        row_b(",100,", ",1e-320,"),
        [("zoning.value.out_of_range", STATIONS, 3, "area_km2", "1e-320")],
    ),
    "an ambiguous comma": (row_b(",100,", ',"1,234",'), [("cell.comma", STATIONS, 3, "area_km2", "1,234")]),
    "a longitude out of range": (
        row_b("107.15", "1071.5"),
        [("stations.far_lon", STATIONS, 3, "lon", "1071.5")],
    ),
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
}
