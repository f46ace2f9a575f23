"""Roads as OpenStreetMap has them: every form of a speed, and ways that no car drives."""

import math
from pathlib import Path

import pytest

import geodata
from geodata.travel.openstreetmap import speed_of
from tests.geodata.travel.laid import COMB, km, laid, minutes, notices, street


@pytest.mark.parametrize(
    ("text", "kmh"),
    [("50", 50), ("50;40", 40), ("50|30|none", 30), ("30 mph", 48.28032), ("30mph", 48.28032), ("60 km/h", 60),
     ("CN:urban", 50), ("CN:rural", 70), ("CN:motorway", 120), ("DE:zone:30", 30), ("walk", 5), ("CN:zone30", 30),
     ("urban", 50), ("rural", 70), ("RU:living_street", 10), ("50/40", 40), ("５０", 50), ("50、40", 40),
     ("20 knots", 37.04), ("限速40", 40), ("40公里/小时", 40), ("40码", 40), ("六十", 60), ("限速六十公里", 60)],
)  # fmt: skip
def test_a_speed_in_any_form(text: str, kmh: float) -> None:
    assert speed_of(text) == pytest.approx(kmh)


@pytest.mark.parametrize("text", ["none", "signals", "variable", "none;signals"])
def test_a_speed_that_says_no_figure_is_the_default(text: str) -> None:
    said = speed_of(text)
    assert said is not None
    assert math.isnan(said)


@pytest.mark.parametrize("text", ["fast", "50 furlongs", "", ";", "-50"])
def test_what_is_no_speed_is_none(text: str) -> None:
    assert speed_of(text) is None


def test_the_forms_serve_the_minutes(tmp_path: Path) -> None:
    roads = [street("ABC", maxspeed="30 mph"), *COMB[1:3], street("GHI", maxspeed="none")]
    county = geodata.read_county(laid(tmp_path, roads))
    assert minutes(county, "AC") == pytest.approx(60 * km("AC") / 48.28032, rel=0.001)
    assert minutes(county, "GI") == pytest.approx(60 * km("GI") / 40, rel=0.001), "the default"


@pytest.mark.parametrize("kind", ["footway", "construction", "steps", None])
def test_ways_that_no_car_drives_are_left_out_and_told(kind: str | None, tmp_path: Path) -> None:
    """A short cut from C to F that is no road: the way leads round by the west."""
    roads = [{**road, "properties": {"highway": "tertiary"}} for road in COMB]
    at = laid(tmp_path, [*roads, street("CF", highway=kind)])
    assert minutes(geodata.read_county(at), "CF") == pytest.approx(60 * km("CBADEF") / 40, rel=0.001)
    told = notices(at)["not_driven"]
    assert told.values["count"] == 1
    assert kind is None or kind not in told.text("zh"), "in words of the language"


def test_another_layer_keeps_its_ways(tmp_path: Path) -> None:
    """Whose column highway says something else."""
    at = laid(tmp_path, [{**road, "properties": {"highway": "县道"}} for road in COMB[:3]] + [street("GHI")])
    assert "not_driven" not in notices(at)


@pytest.mark.parametrize("value", ["fast", "50 furlongs", 0, "0", -1, 999, "50 @ (wet)"])
def test_odd_values_of_openstreetmap_count_as_none_and_are_told(value: object, tmp_path: Path) -> None:
    """Nobody can mend the ways of an extract one by one; 0 is what its Shapefiles hold where nothing is known."""
    at = laid(tmp_path, [street("ABC", maxspeed=value), street("GHI", maxspeed="80"), *COMB[1:3]])
    assert minutes(geodata.read_county(at), "AC") == pytest.approx(60 * km("AC") / 40, rel=0.001), "the default"
    assert minutes(geodata.read_county(at), "GI") == pytest.approx(60 * km("GI") / 80, rel=0.001)
    told = notices(at)["speeds_unread"]
    assert told.values["words"] == [f"{value} 1"]
    assert told.text("en").startswith("roads.geojson: maxspeed says no speed that can be read for 1 road")
