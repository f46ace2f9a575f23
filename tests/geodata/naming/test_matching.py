"""Layers whose codes or names are not quite those of the stations: matched where one alone fits, and told."""

import json
from pathlib import Path

import pytest

import geodata
from geodata.formats.layers import read_geojson, render_geojson
from geodata.naming.codes import Names
from geodata.naming.lengths import of_another_length
from geodata.tables.findings import Findings
from geodata.tables.table import Row, Table
from geodata.travel.matrix import read_matrix
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


def test_codes_of_another_length_win_over_names_beside_them(tmp_path: Path) -> None:
    swapped = [TOWNS[1], TOWNS[0], *TOWNS[2:]]
    at = renamed(drawn(tmp_path, XZDM=[code[:9] for code in CODES], XZMC=swapped), CODES, TOWNS)
    assert list(geodata.read(at).areas) == CODES
    assert "column_town" in told(at)
    assert "column_name" not in told(at)


def test_a_column_of_codes_that_fit_nothing_is_told_beside_the_names(tmp_path: Path) -> None:
    at = renamed(drawn(tmp_path, XZDM=[f"61023{i}001" for i in range(9)], XZMC=TOWNS), CODES, TOWNS)
    (notice,) = [n for n in geodata.read(at).notices if n.key == "geodata.notice.column_name_beside"]
    assert (notice.values["codes"], notice.values["column"], notice.values["count"]) == (["XZDM"], "XZMC", 9)


@pytest.mark.parametrize("apart", [" ", "-", "－"])
def test_codes_with_blanks_or_dashes_are_codes(tmp_path: Path, apart: str) -> None:
    at = renamed(drawn(tmp_path, DM=[f"{code[:6]}{apart}{code[6:]}" for code in CODES]), CODES, TOWNS)
    assert list(geodata.read(at).areas) == CODES
    assert "column_form" in told(at)


def test_a_remark_in_brackets_is_no_part_of_a_name(tmp_path: Path) -> None:
    at = renamed(drawn(tmp_path, MC=[f"{town}（筹）" for town in TOWNS]), CODES, TOWNS)
    assert list(geodata.read(at).areas) == CODES


@pytest.mark.parametrize("before", ["areas.", "areas/", "http://maps/areas?id="])
def test_ids_of_a_server_of_maps_end_with_the_code(tmp_path: Path, before: str) -> None:
    at = renamed(drawn(tmp_path, fid_=[f"{before}{code}" for code in CODES]), CODES, TOWNS)
    assert list(geodata.read(at).areas) == CODES
    assert "column_dotted" in told(at)


def test_a_stem_that_two_stations_share_names_both(tmp_path: Path) -> None:
    at = renamed(drawn(tmp_path, XZMC=STATIONS), CODES, ["东北镇", "东北乡", *TOWNS[2:]])
    (mistake, _) = mistakes(at)
    assert mistake.value == "东北派出所"
    assert mistake.says.values["hint"].values["options"] == [f"{CODES[0]} 东北镇", f"{CODES[1]} 东北乡"]


def test_the_square_of_minutes_may_have_codes_of_another_length() -> None:
    names = Names(dict(zip(CODES[:2], TOWNS, strict=False)))
    short = [code[:9] for code in CODES[:2]]
    rows = (Row((short[0], "0", "7"), 2), Row((short[1], "8", "0"), 3))
    table = Table("travel.csv", ("从\\到", *short), ("from", None, None), rows)
    assert read_matrix(table, names, Findings()).tolist() == [[0, 7], [8, 0]]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["500230001", "500230002000"], {"500230001": CODES[0]}),
        (["500230001210", "500230002000"], {}),
        ([f"{code}01" for code in CODES], {f"{code}01": code for code in CODES}),
        (["50023000112345", "50023000154321"], {}),
        (["001000", "500230002000", "500230003000"], {}),
        (["001000", "002000", "500230003000"], {"001000": CODES[0], "002000": CODES[1]}),
        (["999230001"], {}),
    ],
    ids=["nine", "same length", "longer", "two of one", "an end alone", "most are ends", "elsewhere"],
)
def test_what_codes_of_another_length_mean(words: list[str], meant: dict[str, str]) -> None:
    assert of_another_length(words, CODES) == meant


def twelve(tmp_path: Path) -> Path:
    """The drawn county, all files under codes of twelve digits."""
    at = renamed(draw(tmp_path / "county"), CODES, TOWNS)
    for old, new in zip(DRAWN, CODES, strict=True):
        put(at, "areas.geojson", get(at, "areas.geojson").replace(f'"{old}"', f'"{new}"'))
        put(at, "borders.csv", get(at, "borders.csv").replace(old, new))
    return at


@pytest.mark.parametrize("name", ["incidents.csv", "borders.csv"])
def test_tables_with_codes_of_towns_are_read_and_told_once(name: str, tmp_path: Path) -> None:
    at = twelve(tmp_path)
    expected = geodata.read(at).county
    for code in CODES:
        put(at, name, get(at, name).replace(code, code[:9]))
    built = geodata.read(at)
    (notice,) = [n for n in built.notices if n.key == "geodata.notice.lengths"]
    assert (notice.values["table"], notice.values["count"]) == (name, 9)
    assert built.county == expected


SPOILT = ["500230003E3", "5.00230003E11", "5" * 5000, "#N/A", ""]


@pytest.mark.parametrize("code", SPOILT, ids=["powers", "point", "long", "error", "blank"])
def test_a_spoilt_code_is_one_mistake_that_says_what_the_other_tables_have(code: str, tmp_path: Path) -> None:
    at = twelve(tmp_path)
    put(at, "stations.csv", get(at, "stations.csv").replace(CODES[2], code))
    (mistake,) = mistakes(at)
    assert (mistake.table, mistake.row, mistake.column) == ("stations.csv", 4, "code")
    assert mistake.says.values["code"] == CODES[2]


def test_codes_of_a_grid_are_no_powers_of_ten(tmp_path: Path) -> None:
    grid = ["2E01", "2E02", "2E47", "2E98", "2E99", "2A06", "2B13", "12E5", "3E01"]
    at = renamed(drawn(tmp_path, code=grid), grid, TOWNS)
    assert set(geodata.read(at).areas) == set(grid)
    assert "powers" in told(at)


@pytest.mark.parametrize("kind", ["a number with a point as id", "full width", "a number with a point"])
def test_a_code_in_another_form_is_the_same_code(kind: str, tmp_path: Path) -> None:
    at = drawn(tmp_path, suffix="geojson", code=DRAWN)
    content = json.loads(get(at, "areas.geojson"))
    for feature in content["features"]:
        code = feature["properties"].pop("code")
        if kind.endswith("id"):
            feature["id"] = float(code)
        else:
            wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
            feature["properties"]["number"] = wide if kind == "full width" else float(code)
    put(at, "areas.geojson", json.dumps(content))
    assert list(geodata.read(at).areas) == DRAWN
