"""Minutes over a layer of roads, on the drawn county: what is read of the layer and what comes of it."""

import json
from pathlib import Path

import geopandas
import numpy as np
import pytest
from shapely import LineString

import geodata
from geodata.coordinates.crs import WGS84, move, parse
from geodata.coordinates.shifted import Shifted, from_wgs84
from tests.geodata.drawn import adding, put
from tests.geodata.travel.laid import COMB, GRS80, km, laid, minutes, mistakes, notices, road, seat, street
from zoning.texts import Message


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
