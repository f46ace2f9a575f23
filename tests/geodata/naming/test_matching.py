"""Layers whose codes or names are not quite those of the stations: matched where one alone fits, and told."""

import json
from pathlib import Path

import pytest

import geodata
from geodata.formats.layers import read_geojson, render_geojson
from geodata.tables.findings import Findings
from tests.geodata.coordinates.placed import mistakes
from tests.geodata.county.chinese import told
from tests.geodata.drawn import CODES as DRAWN
from tests.geodata.drawn import draw, get, put
from tests.geodata.space.drawn_areas import drawn
from tests.geodata.space.test_areas import renamed
from zoning.texts.stems import stem

STEMS = ["东北", "西后", "南长", "北水", "中桥", "上下", "下高", "左红", "右林"]
TOWNS = [f"{name}镇" for name in STEMS]
STATIONS = [f"{name}派出所" for name in STEMS]
CODES = [f"5002300{i:02}000" for i in range(1, 10)]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("东北镇", "东北"),
        ("试验县东北镇", "东北"),
        ("试验县公安局东北派出所", "东北"),
        ("重庆市丰都县公安局虎威镇派出所", "虎威"),
        ("三合街道办事处", "三合"),
        ("城关派出所", "城关"),
        ("新县城关镇", "城关"),
        ("市中派出所", "市中"),
        ("县城派出所", "县城"),
        ("江镇", "江镇"),
        ("道孚县八美镇", "八美"),
    ],
)
def test_the_stem_of_a_name(name: str, short: str) -> None:
    assert stem(name) == short


@pytest.mark.parametrize("prefix", ["", "试验县", "重庆市试验县", "试验县公安局"])
def test_towns_match_stations_by_their_stems(prefix: str, tmp_path: Path) -> None:
    at = renamed(drawn(tmp_path, XZMC=[prefix + town for town in TOWNS]), CODES, STATIONS)
    assert list(geodata.read(at).areas) == CODES
    assert "column_stem" in told(at)


def test_two_towns_of_one_stem_match_nobody(tmp_path: Path) -> None:
    names = [*TOWNS[:8], "左红乡"]
    at = renamed(drawn(tmp_path, XZMC=names), CODES, STATIONS)
    assert {mistake.value for mistake in mistakes(at) if mistake.column == "XZMC"} == {"左红镇", "左红乡"}


@pytest.mark.parametrize(
    "values",
    [
        [code[:9] for code in CODES],
        [code[:9] + "210" for code in CODES],
        [int(code[:9]) for code in CODES],
    ],
    ids=["nine digits", "twelve of a village", "numbers"],
)
def test_codes_of_another_length_match_by_the_town(values: list[object], tmp_path: Path) -> None:
    at = renamed(drawn(tmp_path, XZDM=values), CODES, STATIONS)
    assert list(geodata.read(at).areas) == CODES
    assert "column_town" in told(at)


@pytest.mark.parametrize("short", ["station", "layer"])
def test_codes_may_lack_the_county_in_front(short: str, tmp_path: Path) -> None:
    tails = [code[6:9] for code in CODES]
    own, layer = (tails, [code[:9] for code in CODES]) if short == "station" else ([c[:9] for c in CODES], tails)
    at = renamed(drawn(tmp_path, DM=layer), own, STATIONS)
    assert list(geodata.read(at).areas) == own


def test_a_column_of_strange_codes_is_said_to_be_that(tmp_path: Path) -> None:
    at = renamed(drawn(tmp_path, XZDM=[f"99{i}01" for i in range(9)], note=["x"] * 9), CODES, STATIONS)
    (mistake,) = mistakes(at)
    assert mistake.says.key == "geodata.areas.strange_codes"
    for language in ("zh", "en"):
        assert "XZDM: 99001" in mistake.says.text(language)
        assert CODES[0] in mistake.says.text(language)


def test_a_few_codes_that_fit_by_chance_do_not_outweigh_names(tmp_path: Path) -> None:
    at = renamed(drawn(tmp_path, OBJECTID=list(range(1, 10)), XZMC=TOWNS), ["7", *CODES[1:]], STATIONS)
    assert set(geodata.read(at).areas) == {"7", *CODES[1:]}


def test_the_id_of_a_feature_may_be_the_code(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    content = json.loads(get(at, "areas.geojson"))
    for feature in content["features"]:
        feature["id"] = feature["properties"].pop("code")
    put(at, "areas.geojson", json.dumps(content))
    assert list(geodata.read(at).areas) == DRAWN
    again = read_geojson(render_geojson(geodata.read_source(at).areas), "", Findings())
    assert again is not None
    assert [feature.properties["id"] for feature in again.features] == DRAWN, "kept when written"


def test_an_id_beside_another_is_kept_as_well() -> None:
    text = get_feature(id=7, properties={"id": "a"})
    layer = read_geojson(text, "", Findings())
    assert layer is not None
    assert layer.features[0].properties == {"id": "a", "id_1": 7}


def get_feature(**members: object) -> str:
    point = {"type": "Point", "coordinates": [107, 30]}
    return json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": point, **members}]})
