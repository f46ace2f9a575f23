"""Bad folders: settings, borders, areas and travel, each with all that is told of it."""

from tests.geodata.county.edits import (
    AREAS,
    BORDERS,
    STATIONS,
    TOML,
    TRAVEL,
    Place,
    attributes,
    feature,
    geometry,
    matrix,
    only_shared,
    row_b,
    settings,
)
from tests.geodata.drawn import (
    Edit,
    adding,
    both,
    changed,
    geojson,
    get,
    holding,
    neighbours,
    put,
    without,
)

LAYERS: dict[str, tuple[Edit, list[Place]]] = {
    # settings
    "broken TOML": (settings("notice = 虚构"), [("settings.broken", TOML, 4, None, None)]),
    "TOML nested without end": (holding(TOML, "a = " + "[" * 5000), [("settings.broken", TOML, None, None, None)]),
    "an unknown key": (settings('colour = "red"'), [("settings.unknown_key", TOML, None, "colour", None)]),
    "an unknown key below": (
        changed(TOML, '[[classes]]\nkey = "traffic"', '[[classes]]\nminuts = 3\nkey = "traffic"'),
        [("settings.unknown_key", TOML, None, "classes[2].minuts", None)],
    ),
    "no code of the county": (changed(TOML, 'code = "100100"\n', ""), [("field.blank", TOML, None, "code", None)]),
    "a code that is a number": (
        changed(TOML, '"100100"', "100100"),
        [("zoning.value.wrong_type", TOML, None, "code", "100100")],
    ),
    "no years": (changed(TOML, "years = 1", "years = 0"), [("zoning.value.out_of_range", TOML, None, "years", "0")]),
    "a moment": (
        changed(TOML, "years = 1\n", "years = 1e-320\n"),
        [("zoning.value.out_of_range", TOML, None, "years", "1e-320")],
    ),
    "a standstill": (
        changed(TOML, 'mode = "straight"', 'mode = "straight"\nspeed_kmh = 1e-320'),
        [("zoning.value.out_of_range", TOML, None, "travel.speed_kmh", "1e-320")],
    ),
    "years without end": (
        changed(TOML, "years = 1", "years = inf"),
        [("zoning.value.wrong_type", TOML, None, "years", "inf")],
    ),
    "years in words": (
        changed(TOML, "years = 1", 'years = "一"'),
        [("slip.numeral", TOML, None, "years", "一")],
    ),
    "no speed": (
        changed(TOML, "[travel]", "[travel]\nspeed_kmh = 0"),
        [("zoning.value.out_of_range", TOML, None, "travel.speed_kmh", "0")],
    ),
    "travel is no table": (
        both(changed(TOML, '[travel]\nmode = "straight"\n', ""), settings("travel = 3")),
        [("zoning.value.wrong_type", TOML, None, "travel", "3")],
    ),
    "no classes": (
        holding(TOML, 'code = "1"\nname = "x"\nclasses = []\n'),
        [("zoning.value.too_short", TOML, None, "classes", "[]")],
    ),
    "two classes of one name": (
        changed(TOML, '"交通"', '"纠纷"'),
        [("settings.duplicate_class", TOML, None, "classes", "纠纷")],
    ),
    "an unknown mode": (changed(TOML, '"straight"', '"air"'), [("field.one_of", TOML, None, "travel.mode", "air")]),
    "no roads": (changed(TOML, '"straight"', '"roads"'), [("travel.no_roads", TOML, None, "travel.mode", "roads")]),
    "an unknown system": (settings("crs = 99999"), [("crs.unknown", TOML, None, "crs", "99999")]),
    "a system that is no text": (settings("crs = true"), [("crs.unknown", TOML, None, "crs", "true")]),
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
        both(
            without(AREAS),
            without(BORDERS),
            row_b("107.15,30.05", "-72.9,0.05"),
            changed(STATIONS, "107.25,30.05", "-72.7,0.05"),
            changed(STATIONS, "107.25,30.15", "-72.7,0.15"),
        ),
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
    "GeoJSON nested without end": (holding(AREAS, "[" * 200_000), [("areas.nested", AREAS, None, None, None)]),
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
