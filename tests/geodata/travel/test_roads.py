"""Minutes over a layer of roads, on the drawn county: what is read of the layer, what comes of it, what is wrong.

The seats of A … I stand in the middle of their squares; ``street`` draws a road from seat to seat.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
from pyproj import Geod
from shapely import LineString

import geodata
from geodata.coordinates.crs import WGS84, move, parse
from geodata.coordinates.shifted import Shifted, from_wgs84
from geodata.tables.findings import Findings
from geodata.tables.settings import RoadSettings
from geodata.tables.table import Feature, Layer
from geodata.travel.roads import LETTERS, WORDS, _speed, _ways, read_roads
from tests.geodata.drawn import CODES, NAMES, adding, change, corner, draw, put
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake
from zoning.result.digest import digest
from zoning.texts import Message

GRS80 = Geod(ellps="GRS80")
Place = tuple[float, float]


def seat(name: str) -> Place:
    x, y = corner("ABCDEFGHI".index(name))
    return round(x + 0.05, 2), round(y + 0.05, 2)


def street(names: str, **properties: object) -> dict[str, Any]:
    return road([seat(name) for name in names], **properties)


def road(places: Sequence[Place], **properties: object) -> dict[str, Any]:
    geometry = {"type": "LineString", "coordinates": [list(place) for place in places]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def laid(at: Path, roads: Sequence[Mapping[str, Any]], settings: str = "") -> Path:
    """The county with these roads, and with mode roads."""
    draw(at)
    change(at, "county.toml", '"straight"', '"roads"')
    put(at, "roads.geojson", json.dumps({"type": "FeatureCollection", "features": list(roads)}))
    if settings:
        adding("county.toml", f"[roads]\n{settings}")(at)
    return at


COMB = [street("ABC"), street("ADG"), street("DEF"), street("GHI")]
"""Three streets from west to east, and one along the west."""


def km(names: str) -> float:
    """Along the ellipsoid from seat to seat."""
    return float(GRS80.line_length(*zip(*map(seat, names), strict=True))) / 1000


def minutes(county: County, names: str) -> float:
    a, b = (CODES.index(next(code for code in CODES if NAMES[code] == name)) for name in names)
    return float(county.minutes[a, b])


def mistakes(at: Path) -> list[Mistake]:
    with pytest.raises(InputError) as caught:
        geodata.read(at)
    return list(caught.value.mistakes)


def keys(found: Sequence[Mistake]) -> list[str]:
    return [mistake.says.key.removeprefix("geodata.") for mistake in found]


def notices(at: Path) -> dict[str, Message]:
    return {notice.key.removeprefix("geodata.notice."): notice for notice in geodata.read(at).notices}


# --------------------------------------------------------------------------------------------------------- the minutes
def test_minutes_are_those_of_the_way_along_the_roads(tmp_path: Path) -> None:
    """At 40 km/h, the speed of the county; the comb leads round by the west."""
    county = geodata.read_county(laid(tmp_path, COMB))
    assert county.travel == "roads"
    for a, b, way in (("A", "B", "AB"), ("C", "F", "CBADEF"), ("I", "E", "IHGDE")):
        assert minutes(county, a + b) == minutes(county, b + a) == pytest.approx(60 * km(way) / 40, rel=0.001)


@pytest.mark.parametrize("name", ["speed_kmh", "maxspeed", "限速", "Speed (km/h)", "设计时速（公里/小时）"])
def test_a_road_goes_at_its_own_speed_and_one_without_at_the_default(name: str, tmp_path: Path) -> None:
    """The street in the south is fast; the others have no speed and take that of the roads, not of the county."""
    fast = street("ABC", **{name: 80})
    county = geodata.read_county(laid(tmp_path, [fast, *COMB[1:]], "speed_kmh = 30"))
    assert minutes(county, "AC") == pytest.approx(60 * km("AC") / 80, rel=0.001)
    assert minutes(county, "AG") == pytest.approx(60 * km("AG") / 30, rel=0.001)


def test_the_column_of_the_speed_may_be_named(tmp_path: Path) -> None:
    fast = street("ABC", v=80, speed_kmh=20)
    county = geodata.read_county(laid(tmp_path, [fast, *COMB[1:]], 'speed_column = "v"'))
    assert minutes(county, "AC") == pytest.approx(60 * km("AC") / 80, rel=0.001)


@pytest.mark.parametrize(
    ("word", "there", "back"), [("yes", "ADEFCB", "BA"), ("-1", "AB", "BCFEDA"), ("no", "AB", "BA")]
)
def test_a_one_way_road_is_driven_in_its_direction(word: str, there: str, back: str, tmp_path: Path) -> None:
    """B to A is drawn that way; the other direction leads round by D, E, F and C."""
    roads = [street("BA", oneway=word), street("BC"), street("CF"), street("AD"), *COMB[2:], street("DG")]
    county = geodata.read_county(laid(tmp_path, roads))
    assert minutes(county, "AB") == pytest.approx(60 * km(there) / 40, rel=0.001)
    assert minutes(county, "BA") == pytest.approx(60 * km(back) / 40, rel=0.001)


def test_the_way_from_a_station_to_its_road_is_straight_and_has_its_own_speed(tmp_path: Path) -> None:
    """The street of the middle row runs 0.01 degrees, 1.1 km, north of D, E and F, and ends on the western one."""
    west = [seat("A"), (107.05, 30.16), seat("G")]
    middle = [(107.05, 30.16), (107.15, 30.16), (107.25, 30.16)]
    county = geodata.read_county(
        laid(tmp_path, [street("ABC"), road(west), road(middle), street("GHI")], "access_kmh = 5")
    )
    access = 60 * GRS80.inv(107.15, 30.15, 107.15, 30.16)[2] / 1000 / 5
    along = 60 * GRS80.inv(107.15, 30.16, 107.25, 30.16)[2] / 1000 / 40
    assert minutes(county, "EF") == pytest.approx(2 * access + along, rel=0.001)
    lon, lat = zip((107.15, 30.16), (107.05, 30.16), seat("A"), seat("B"), strict=True)
    round_ = 60 * GRS80.line_length(lon, lat) / 1000 / 40
    assert minutes(county, "EB") == pytest.approx(access + round_, rel=0.001)


def test_a_layer_in_another_system_gives_the_same_minutes(tmp_path: Path) -> None:
    """In the national belt EPSG:4545, named by the layer, or by the settings when the layer says nothing."""
    plain = geodata.read_county(laid(tmp_path / "degrees", COMB))
    grid = parse(4545)
    assert not isinstance(grid, Message)
    roads = [
        road(
            [
                tuple(map(float, place))
                for place in move([LineString(one["geometry"]["coordinates"])], WGS84, grid)[0].coords
            ]
        )
        for one in COMB
    ]
    by_settings = laid(tmp_path / "settings", roads, 'crs = "EPSG:4545"')
    by_layer = laid(tmp_path / "layer", roads)
    content = json.loads((by_layer / "roads.geojson").read_text(encoding="utf-8"))
    content["crs"] = {"type": "name", "properties": {"name": "EPSG:4545"}}
    put(by_layer, "roads.geojson", json.dumps(content))
    for at in (by_settings, by_layer):
        assert geodata.read_county(at).minutes == pytest.approx(plain.minutes, abs=1e-4)


def test_roads_of_a_shifted_map_give_the_same_minutes(tmp_path: Path) -> None:
    """GCJ-02 lies some 500 m off: taken for WGS 84, the way of every station to its road would show it."""
    plain = geodata.read_county(laid(tmp_path / "plain", COMB))
    roads = []
    for one in COMB:
        lon, lat = np.array(one["geometry"]["coordinates"]).T
        moved = from_wgs84(lon, lat, Shifted("gcj02"))
        roads.append(road(list(zip(moved[0].tolist(), moved[1].tolist(), strict=True))))
    shifted = geodata.read_county(laid(tmp_path / "said", roads, 'crs = "gcj02"'))
    assert shifted.minutes == pytest.approx(plain.minutes, abs=1e-3)
    assert "roads_far" in notices(laid(tmp_path / "unsaid", roads))


def test_a_layer_that_does_not_say_where_it_is_is_a_mistake_with_a_guess(tmp_path: Path) -> None:
    """A Shapefile without its .prj, in degrees."""
    at = laid(tmp_path, COMB)
    (at / "roads.geojson").unlink()
    lines = [LineString(one["geometry"]["coordinates"]) for one in COMB]
    geopandas.GeoDataFrame({"speed": [40, 40, 40, 40]}, geometry=lines, crs=4490).to_file(at / "roads.shp")
    (at / "roads.prj").unlink()
    (found,) = mistakes(at)
    assert (found.says.key, found.table) == ("geodata.crs.unsaid", "roads.shp")
    assert "EPSG:4490" in found.text("en")
    assert "roads.crs" in found.text("en")
    adding("county.toml", "[roads]\ncrs = 4490")(at)
    assert minutes(geodata.read_county(at), "AB") == pytest.approx(60 * km("AB") / 40, rel=0.001)


def test_a_line_in_several_parts_and_one_with_heights_are_roads(tmp_path: Path) -> None:
    parts = {"type": "MultiLineString", "coordinates": [[list(seat(n)) for n in pair] for pair in ("AB", "BC")]}
    high = {"type": "LineString", "coordinates": [[*seat(n), 500.0] for n in "ADG"]}
    roads = [
        {"type": "Feature", "properties": {}, "geometry": parts},
        {"type": "Feature", "properties": {}, "geometry": high},
    ]
    county = geodata.read_county(laid(tmp_path, [*roads, *COMB[2:]]))
    assert minutes(county, "CG") == pytest.approx(60 * km("CBADG") / 40, rel=0.001)


def test_roads_far_away_serve_nobody(tmp_path: Path) -> None:
    far = road([(87.0, 43.0), (88.0, 44.0)], speed_kmh=100)
    assert notices(laid(tmp_path, [*COMB, far]))["roads_read"].values["roads"] == 4


def test_what_the_minutes_follow_is_said(tmp_path: Path) -> None:
    told = notices(laid(tmp_path, [street("ABC", speed_kmh=60), *COMB[1:]]))
    assert set(told) == {"roads_read"}
    assert told["roads_read"].text("en") == (
        "minutes follow the quickest way over 4 roads (80 km); 1 of them have a speed of their own, the others go at "
        "40 km/h, and the way from a station to its road at 20 km/h"
    )


def test_stations_off_the_road_are_named_the_furthest_first(tmp_path: Path) -> None:
    roads = [*COMB[:2], road([(107.05, 30.155), (107.25, 30.155)]), road([(107.05, 30.247), (107.25, 30.247)])]
    told = notices(laid(tmp_path, roads))["roads_far"]
    assert told.values["count"] == 4
    assert [text.split()[0] for text in told.values["stations"][:2]] in (["E", "F"], ["F", "E"])


def test_features_without_geometry_are_left_out_and_counted(tmp_path: Path) -> None:
    nothing = {"type": "Feature", "properties": {}, "geometry": None}
    told = notices(laid(tmp_path, [*COMB, nothing, nothing]))
    assert told["roads_left_out"].values == {"file": "roads.geojson", "count": 2}


def test_the_order_of_the_roads_reaches_no_minute(tmp_path: Path) -> None:
    one, other = (geodata.read_county(laid(tmp_path / str(i), roads)) for i, roads in enumerate((COMB, COMB[::-1])))
    assert np.array_equal(one.minutes, other.minutes)


# ------------------------------------------------------------------------------------------------- what the table gives
def table(*rows: str) -> str:
    return "\n".join(["from,to,minutes", *rows]) + "\n"


def test_minutes_of_the_table_win_over_those_by_road(tmp_path: Path) -> None:
    at = laid(tmp_path, COMB)
    put(at, "travel.csv", table("101,102,33"))
    county = geodata.read_county(at)
    assert (minutes(county, "AB"), minutes(county, "BA")) == (33, pytest.approx(60 * km("AB") / 40, rel=0.001))
    assert notices(at)["travel_over_roads"].values == {"table": "travel.csv", "count": 1, "pairs": 72}


def test_a_station_that_no_road_leads_to_may_have_its_minutes_in_the_table(tmp_path: Path) -> None:
    """I lies on an island of its own; a ferry takes an hour to each."""
    at = laid(tmp_path, [*COMB[:3], street("GH"), road([(107.25, 30.25), (107.26, 30.25)])])
    assert keys(mistakes(at)) == ["roads.apart"]
    put(at, "travel.csv", table(*(f"109,{code},60\n{code},109,60" for code in CODES[:8])))
    assert minutes(geodata.read_county(at), "IA") == 60


def test_a_county_over_roads_survives_being_written_without_its_roads(tmp_path: Path) -> None:
    county = geodata.read_county(laid(tmp_path / "drawn", [*COMB[:3], street("GHI", speed_kmh=61.7)]))
    geodata.write_county(county, tmp_path / "written")
    again = geodata.read(tmp_path / "written")
    assert np.array_equal(again.county.minutes, county.minutes)
    assert (again.county.travel, digest(again.county)) == ("roads", digest(county))
    assert "roads_before" in notices(tmp_path / "written")


@pytest.mark.parametrize("form", ["folder", "county.xlsx", "county.gpkg"])
def test_roads_their_settings_and_the_minutes_beside_them_survive_every_form(form: str, tmp_path: Path) -> None:
    roads = [street("ABC", v=50, oneway="no"), street("ADG", v=None, oneway="-1"), *COMB[2:], street("GDA", v=30)]
    at = laid(tmp_path / "drawn", roads, 'speed_column = "v"\nsnap_m = 3000\ncrossings = true')
    put(at, "travel.csv", table("101,102,5"))
    tables = geodata.read_source(at)
    geodata.write_county(tables, tmp_path / form)
    again = geodata.read_source(tmp_path / form)
    first, second = geodata.build(tables).county, geodata.build(again).county
    assert np.array_equal(first.minutes, second.minutes)
    assert digest(first) == digest(second)


def test_gaps_of_the_table_are_a_mistake_without_a_layer(tmp_path: Path) -> None:
    at = laid(tmp_path, COMB)
    (at / "roads.geojson").unlink()
    assert keys(mistakes(at)) == ["travel.no_roads"]
    put(at, "travel.csv", table("101,102,33"))
    assert keys(mistakes(at)) == ["travel.gaps"]


def test_a_layer_that_is_not_used_is_said(tmp_path: Path) -> None:
    at = laid(tmp_path, COMB)
    change(at, "county.toml", '"roads"', '"straight"')
    assert notices(at)["roads_unused"].values == {"file": "roads.geojson", "mode": "straight"}


# ------------------------------------------------------------------------------------------------------------ mistakes
def test_a_station_too_far_from_any_road_is_named_with_the_distance_in_its_row(tmp_path: Path) -> None:
    """The middle street runs 3.3 km north of D, E and F."""
    roads = [*COMB[:2], road([(107.05, 30.18), (107.25, 30.18)]), COMB[3]]
    found = mistakes(laid(tmp_path / "far", roads))
    assert [(m.says.key, m.table, m.row, m.column) for m in found] == [
        ("geodata.roads.too_far", "stations.csv", row, "lon") for row in (6, 7)
    ]
    assert "105 E stands 3.3 km from the nearest road, and at most 2 km are allowed;" in found[0].text("en")
    assert len(geodata.read_county(laid(tmp_path / "near", roads, "snap_m = 3500"))) == 9


def test_stations_on_roads_that_lead_nowhere_are_named_with_the_gap(tmp_path: Path) -> None:
    """The northern street ends 0.0001 degrees, 9.6 m, east of the western one."""
    start = (107.0501, 30.25)
    roads = [*COMB[:3], road([start, seat("H"), seat("I")])]
    (found,) = mistakes(laid(tmp_path / "gap", roads))
    assert found.text("en") == (
        "roads.geojson: 2 stations stand on roads that lead to no others: 108 H, 109 I; the gap to the main roads is "
        "9.6 m: draw the missing road, raise roads.join_m above the gap, or give these pairs in the travel table"
    )
    county = geodata.read_county(laid(tmp_path / "joined", roads, "join_m = 10"))
    assert minutes(county, "HG") == pytest.approx(60 * km("HG") / 40, rel=0.001)


def test_every_group_apart_is_told(tmp_path: Path) -> None:
    found = mistakes(laid(tmp_path, [street("ABC"), street("DEF"), street("GH"), road([seat("I"), (107.26, 30.25)])]))
    assert [m.says.values["stations"] for m in found] == [["104 D", "105 E", "106 F"], ["107 G", "108 H"], ["109 I"]]


def test_roads_that_only_cross_are_told_with_the_setting_that_joins_them(tmp_path: Path) -> None:
    """The western street starts and ends half way between seats, so its vertices are those of no other street."""
    west = road([(107.0503, 30.0), (107.0503, 30.3)])
    roads = [street("ABC"), street("DEF"), street("GHI"), west]
    roads[0], roads[1], roads[2] = (road([(107.0, seat(n)[1]), *map(seat, n)]) for n in ("ABC", "DEF", "GHI"))
    found = mistakes(laid(tmp_path / "bridges", roads))
    assert keys(found) == ["roads.apart", "roads.apart"], "the stations of two streets lie 11 km from the third"
    county = geodata.read_county(laid(tmp_path / "junctions", roads, "crossings = true"))
    assert minutes(county, "AD") == pytest.approx(60 * km("AD") / 40, rel=0.01)


def test_two_streets_that_cross_as_bridges_do_are_told_so(tmp_path: Path) -> None:
    """All seats but B and H stand on one winding street; B and H on one that crosses it."""
    winding, straight = street("AC"), street("BH")
    roads = [winding, road([seat("C"), seat("F")]), street("FD"), street("DG"), street("GI"), straight]
    (found,) = mistakes(laid(tmp_path, roads))
    assert found.says.key == "geodata.roads.crossing"


def test_pairs_with_a_way_back_but_none_there_are_named(tmp_path: Path) -> None:
    roads = [street("ABC"), *COMB[1:3], street("GH"), street("HI", oneway="yes")]
    (found,) = mistakes(laid(tmp_path, roads))
    assert (found.says.key, found.says.values["count"]) == ("geodata.roads.no_way", 8)
    assert found.says.text("en").startswith("8 pairs have a way back but none there: I → A, I → B")


@pytest.mark.parametrize("value", [0, -5, 500, 0.5, "fast", "60 mph", True, "0"])
def test_a_speed_that_is_none_is_told_once_for_each_value(value: object, tmp_path: Path) -> None:
    roads = [COMB[0], street("ADG", speed_kmh=value), street("DEF", speed_kmh=value), street("GHI", speed_kmh=50)]
    (found,) = mistakes(laid(tmp_path, roads))
    assert (found.says.key, found.table, found.row, found.column) == (
        "geodata.roads.speed",
        "roads.geojson",
        2,
        "speed_kmh",
    )
    assert found.value == str(value)
    assert "(2 roads); write a number from 1 to 200, or leave it blank for 40 km/h" in found.text("en")


@pytest.mark.parametrize("value", [None, "", " ", "nan"])
def test_a_blank_speed_is_the_default(value: object, tmp_path: Path) -> None:
    county = geodata.read_county(laid(tmp_path, [street("ABC", speed_kmh=value), *COMB[1:]]))
    assert minutes(county, "AB") == pytest.approx(60 * km("AB") / 40, rel=0.001)


def test_a_direction_that_is_none_is_told(tmp_path: Path) -> None:
    (found,) = mistakes(laid(tmp_path, [street("ABC", oneway="perhaps"), *COMB[1:]]))
    assert (found.says.key, found.row, found.column, found.value) == ("geodata.roads.one_way", 1, "oneway", "perhaps")


def test_a_speed_in_another_unit_is_told(tmp_path: Path) -> None:
    (found,) = mistakes(laid(tmp_path, [street("ABC", **{"speed (mph)": 50}), *COMB[1:]]))
    assert (found.says.key, found.column) == ("geodata.table.unit", "speed (mph)")


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    (found,) = mistakes(laid(tmp_path, [street("ABC", speed=50), *COMB[1:]], 'speed_column = "sped"'))
    assert (found.says.key, found.value) == ("geodata.roads.no_column", "sped")
    assert "did you mean speed?" in found.text("en")


def test_what_is_no_line_is_told_once_for_each_kind(tmp_path: Path) -> None:
    dots = [{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [107, 30]}}] * 3
    (found,) = mistakes(laid(tmp_path, [*COMB, *dots]))
    assert (found.says.key, found.row, found.value) == ("geodata.roads.not_lines", 5, "Point")
    assert "is no line (3 features);" in found.text("en")


@pytest.mark.parametrize(
    ("roads", "settings", "key"),
    [
        ([road([(500_000, 3_300_000), (510_000, 3_300_000)])], "", "roads.not_degrees"),
        (COMB, 'crs = "EPSG:4545"', "roads.not_metres"),
        ([road([(1e12, 1e12), (2e12, 2e12)])], 'crs = "EPSG:4545"', "roads.nowhere"),
        ([road([(87, 43), (88, 44)])], "", "roads.elsewhere"),
        (COMB, 'crs = "EPSG:99999"', "crs.unknown"),
    ],
    ids=["metres for degrees", "degrees for metres", "off the earth", "another province", "no system"],
)
def test_coordinates_that_do_not_fit_are_told(
    roads: list[dict[str, Any]], settings: str, key: str, tmp_path: Path
) -> None:
    assert keys(mistakes(laid(tmp_path, roads, settings))) == [key]


@pytest.mark.parametrize(
    "line",
    [
        "speed_kmh = 0",
        "speed_kmh = 500",
        "access_kmh = 0",
        "snap_m = -1",
        "join_m = 5000",
        'crossings = "yes"',
        "sped = 3",
    ],
)
def test_a_setting_of_the_roads_out_of_its_range_is_told(line: str, tmp_path: Path) -> None:
    (found,) = mistakes(laid(tmp_path, COMB, line))
    assert found.column == f"roads.{line.split(' ', maxsplit=1)[0]}"


# ----------------------------------------------------------------------------------------------------------- attributes
@pytest.mark.parametrize(("value", "kmh"), [(60, 60.0), (60.0, 60.0), ("６０", 60.0), (" 60 ", 60.0), ("12.5", 12.5)])
def test_a_speed_is_read(value: object, kmh: float) -> None:
    assert _speed(value) == kmh


@pytest.mark.parametrize(
    ("values", "ways"),
    [
        (("yes", True, 1, 1.0, "1", "是", "单行", "FT", "true"), (True, False)),
        (("-1", -1, -1.0, "reverse", "TF", "逆向"), (False, True)),
        (("no", False, 0, 0.0, "否", "双向", "both"), (True, True)),
    ],
)
def test_a_direction_is_read(values: tuple[object, ...], ways: tuple[bool, bool]) -> None:
    assert {_ways(value, WORDS) for value in values} == {ways}


def test_letters_mean_directions_where_a_b_is_among_them_and_yes_or_no_elsewhere() -> None:
    seats = (np.array([107.05]), np.array([30.05]))

    def read(*letters: str) -> list[list[bool]]:
        features = tuple(Feature({"oneway": letter}, LineString([seat("A"), seat("B")])) for letter in letters)
        roads = read_roads(Layer("roads.shp", features), WGS84, RoadSettings(), 40.0, seats, Findings())
        assert roads is not None
        return roads.ways.tolist()

    assert read("B", "F", "T") == [[True, True], [True, False], [False, True]]
    assert read("F", "T") == [[True, True], [True, False]]
    assert set(LETTERS) == {"b", "f", "t"}
