"""Slips of the keyboard and of spreadsheets: the mistake says what to write instead."""

import re
from pathlib import Path

import pytest

import geodata
from geodata.coordinates.angles import degrees
from geodata.naming.codes import Names, unknown_code
from geodata.tables.cells import code, decimal, people, whole, words
from geodata.tables.findings import Findings
from geodata.tables.numerals import numeral
from tests.geodata.drawn import CODES, adding, both, change, draw, get, put
from tests.geodata.tables.told import BORDERS, INCIDENTS, STATIONS, mistakes, notices
from zoning.texts import Message


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十二", 12), ("十", 10), ("二十", 20), ("一百零二", 102), ("一百二", 120), ("三千五", 3500), ("两万", 20_000),
        ("一万零二", 10_002), ("十五万三千", 153_000), ("二〇二三", 2023), ("零", 0), ("贰拾叁", 23),
    ],
)  # fmt: skip
def test_a_chinese_numeral_is_understood(text: str, number: float) -> None:
    assert numeral(text) == number
    assert whole(text) == Message("geodata.slip.numeral", {"number": str(number)})


@pytest.mark.parametrize("text", ["", "千", "百万", "万二", "张三", "一二十", "十张", "一" * 40, "12"])
def test_what_is_no_chinese_numeral_is_none(text: str) -> None:
    assert numeral(text) is None


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("12人", "unit", {"unit": "人", "number": "12"}),
        ("１２ 人", "unit", {"unit": "人", "number": "12"}),
        ("3.2万人", "unit", {"unit": "万人", "number": "32000"}),
        ("85.3平方公里", "unit", {"unit": "平方公里", "number": "85.3"}),
        ("85.3km²", "unit", {"unit": "km2", "number": "85.3"}),
        ("1,500亩", "unit", {"unit": "亩", "number": "1"}),
        ("250公顷", "unit", {"unit": "公顷", "number": "2.5"}),
        ("1.2万公顷", "unit", {"unit": "万公顷", "number": "120"}),
        ("1.2858亿平方米", "unit", {"unit": "亿平方米", "number": "128.58"}),
        ("1.5小时", "unit", {"unit": "小时", "number": "90"}),
        ("12起", "unit", {"unit": "起", "number": "12"}),
        ("1.1万", "unit", {"unit": "万", "number": "11000"}),
        ("１．１万", "unit", {"unit": "万", "number": "11000"}),
        ("3千", "unit", {"unit": "千", "number": "3000"}),
        ("3百万", "unit", {"unit": "百万", "number": "3000000"}),
        ("1万2千", "unit", {"unit": "万", "number": "12000"}),
        ("1万2", "unit", {"unit": "万", "number": "12000"}),
        ("约1.1万", "unit", {"unit": "万", "number": "11000"}),
        ("3万多", "unit", {"unit": "万", "number": "30000"}),
        ("2.5万余人", "unit", {"unit": "万人", "number": "25000"}),
        ("约12公里", "unit", {"unit": "公里", "number": "12"}),
        ("300来人", "unit", {"unit": "人", "number": "300"}),
        ("十二人", "unit", {"unit": "人", "number": "12"}),
        ("三十分钟", "unit", {"unit": "分钟", "number": "30"}),
        ("1小时30分钟", "unit", {"unit": "小时", "number": "90"}),
        ("300+", "approximate", {"number": "300"}),
        ("不到300", "approximate", {"number": "300"}),
        ("12名民警", "approximate", {"number": "12"}),
        ("共12人", "unit", {"unit": "人", "number": "12"}),
        ("（12）", "approximate", {"number": "12"}),
        ("12只", "approximate", {"number": "12"}),
        ("12-13", "range", {}),
        ("2~3", "range", {}),
        ("2至3人", "range", {}),
        ("约30", "approximate", {"number": "30"}),
        ("30余", "approximate", {"number": "30"}),
        (">30", "approximate", {"number": "30"}),
        ("45%", "percent", {"number": "0.45"}),
        ("12,5", "comma", {"number": "12.5"}),
        ("12 500", "spaced", {"number": "12500"}),
        ("1O", "letters", {"number": "10"}),
        ("l2", "letters", {"number": "12"}),
        ("2024-03-05", "date", {}),
        ("2024-03-05 08:00:00", "date", {}),
        ("3月5日", "date", {}),
        ("5-Mar", "date", {}),
        ("00:25:00", "clock", {"minutes": "25"}),
        ("1:30", "clock", {"minutes": "90"}),
        ("#N/A", "error", {}),
        ("#DIV/0!", "error", {}),
        ("=A2*2", "formula", {}),
        ("无", "none", {}),
        ("—", "none", {}),
        ("/", "none", {}),
        ("不详", "unknown", {}),
        ("107°72′", "angle", {}),
        ("※ 必填", "hint", {}),
    ],
)
def test_a_cell_that_is_no_number_says_what_to_write(text: str, key: str, values: dict[str, str]) -> None:
    assert decimal(text) == Message(f"geodata.slip.{key}", values)


@pytest.mark.parametrize("text", ["abc", "1.2.3", "约", "12(3)", "12/15", "A12", "O", "12,34,5"])
def test_a_form_that_tells_nothing_is_only_no_number(text: str) -> None:
    assert decimal(text) == Message("geodata.cell.number")


def test_a_whole_number_has_no_decimal_comma() -> None:
    assert whole("12,5") == Message("geodata.cell.whole")


@pytest.mark.parametrize(("text", "number"), [("3.2", 32_000), ("0.85", 8500), ("14.09", 140_900)])
def test_residents_in_ten_thousands_are_written_out(text: str, number: int) -> None:
    assert people(text) == Message("geodata.slip.ten_thousands", {"number": number})


def test_residents_are_otherwise_whole_numbers() -> None:
    assert people("32000") == 32_000
    assert people("32000.5") == Message("geodata.cell.whole")
    assert people("3.2万") == Message("geodata.slip.unit", {"unit": "万", "number": "32000"})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("107.72", 107.72), ("107°43′12″", 107.72), ("东经107°43′12″", 107.72), ("107°43'12\"E", 107.72),
        ("E107.72°", 107.72), ("107º43’12”", 107.72), ("107度43分12秒", 107.72), ("１０７°４３′１２″", 107.72),
        ("107°43'12''", 107.72), ("107°43.2′", 107.72), ("107.72E", 107.72), ("北纬：29.87", 29.87), ("W10°30′", -10.5),
        ("-10°30′", -10.5), ("29°", 29.0),
    ],
)  # fmt: skip
def test_an_angle_is_read_however_it_is_written(text: str, value: float) -> None:
    assert degrees(text) == value


@pytest.mark.parametrize("text", ["107°72′", "107.5°30′", "东经107°E", "107 43 12", "°", "1,07", "E"])
def test_an_angle_that_cannot_be_is_told(text: str) -> None:
    assert isinstance(degrees(text), Message)


def test_degrees_minutes_and_seconds_are_converted_and_told(tmp_path: Path) -> None:
    draw(tmp_path)
    plain = geodata.read(tmp_path).county
    change(tmp_path, STATIONS, "107.15,30.05", "107°9′,北纬30°3′0″")
    built = geodata.read(tmp_path)
    assert built.county.stations[1].lon == plain.stations[1].lon
    assert built.county.stations[1].lat == plain.stations[1].lat
    assert notices(tmp_path)["angles"].values["rows"] == [3]


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "※必填"])
def test_no_name_and_no_code_is_an_error_or_a_hint(text: str) -> None:
    assert isinstance(words(text), Message)
    assert isinstance(code(text), Message)


@pytest.mark.parametrize("text", ["6.30222E+11", "5.0023E+8", "6.3e11"])
def test_a_code_in_powers_of_ten_is_spoilt(text: str) -> None:
    assert code(text) == Message("geodata.slip.scientific")


SHOWN = Names(
    {"630222001000": "川口镇", "630222002000": "古鄯派出所", "012345": "北街道", "630301": "南镇", "7": "北乡"}
)


@pytest.mark.parametrize(
    ("value", "key", "meant"),
    [
        ("12345", "zeros", "012345"),
        ("6.30222002E+11", "scientific", "630222002000"),
        ("6.30301E+05", "scientific", "630301"),
    ],
)
def test_the_station_meant_is_named_with_its_code(value: str, key: str, meant: str) -> None:
    says = unknown_code(value, SHOWN, Findings())
    assert says == Message(f"geodata.code.{key}", {"code": meant, "station": SHOWN[meant]})
    assert meant in says.text("zh")
    assert meant in says.text("en")


def test_where_two_stations_fit_none_is_taken_for_meant() -> None:
    assert unknown_code("6.30222E+11", SHOWN, Findings()).key == "geodata.slip.scientific"
    assert unknown_code("北", Names({"1": "北镇", "2": "北乡"}), Findings()).key == "geodata.code.unknown"
    assert unknown_code("", SHOWN, Findings()).key == "geodata.field.blank"
    assert unknown_code("#N/A", SHOWN, Findings()).key == "geodata.slip.error"


def test_names_are_read_wherever_codes_are(tmp_path: Path) -> None:
    want = geodata.read_county(draw(tmp_path / "codes"))
    at = draw(tmp_path / "names")
    change(at, INCIDENTS, "102,dispute", "B,dispute")
    change(at, BORDERS, "108,109,10,", "108,I 109,10,")
    change(at, BORDERS, "101,102,10,", "101 A,B (102),10,")
    assert geodata.read_county(at) == want
    told = [notice.values for notice in geodata.read(at).notices if notice.key == "geodata.notice.named"]
    assert {(values["table"], pair) for values in told for pair in values["stations"]} == {
        (INCIDENTS, "B → 102"),
        (BORDERS, "I 109 → 109"),
        (BORDERS, "101 A → 101"),
        (BORDERS, "B (102) → 102"),
    }


def test_a_name_of_two_stations_is_no_code(tmp_path: Path) -> None:
    draw(tmp_path)
    change(tmp_path, STATIONS, "\n101,A,", "\n101,B镇,")
    change(tmp_path, STATIONS, "\n102,B,", "\n102,B镇,")
    change(tmp_path, INCIDENTS, "102,dispute", "B镇,dispute")
    assert [(m.table, m.says.key, m.value) for m in mistakes(tmp_path)] == [(INCIDENTS, "geodata.code.unknown", "B镇")]


GRID = [f"2{letter}{number:02}" for letter, number in (("E", 1), ("E", 47), ("E", 99), ("A", 6), ("B", 13))]


def test_codes_of_a_grid_are_no_powers_of_ten(tmp_path: Path) -> None:
    codes = dict(zip(CODES, [*GRID, "2E02", "2E03", "2E04", "2E5"], strict=True))
    at = draw(tmp_path, areas=False)
    for name in (STATIONS, INCIDENTS, BORDERS):
        text = get(at, name)
        for old, new in codes.items():
            text = text.replace(f"\n{old},", f"\n{new},").replace(f",{old},10", f",{new},10")
        put(at, name, text)
    assert geodata.read_county(at).codes == tuple(sorted(codes.values()))
    assert notices(at)["powers"].values["count"] == 7


@pytest.mark.parametrize(("code", "others"), [("5.00230E+11", "short"), ("5E+11", "short"), ("5E11", "long")])
def test_a_code_is_spoilt_where_there_is_evidence(code: str, others: str, tmp_path: Path) -> None:
    """A sign before the power, a point before the e, or neighbours that are long numbers."""
    at = draw(tmp_path, areas=False, borders=False)
    for name in (STATIONS, INCIDENTS):
        text = get(at, name).replace("\n105,", f"\n{code},")
        put(at, name, text if others == "short" else re.sub(r"\n(10[0-9]),", r"\n500230\g<1>000,", text))
    assert "geodata.slip.scientific" in {m.says.key for m in mistakes(at) if m.table == STATIONS}


@pytest.mark.parametrize(
    ("lon", "lat", "key"),
    [("30.05", "107.15", "swapped"), ("37.11", "79.93", "swapped_china"), ("29.87", "87.73", "swapped_china")],
)
def test_exchanged_coordinates_are_told_even_where_both_could_be(lon: str, lat: str, key: str, tmp_path: Path) -> None:
    draw(tmp_path)
    change(tmp_path, STATIONS, "107.15,30.05", f"{lon},{lat}")
    (mistake,) = mistakes(tmp_path)
    assert mistake.says.key == f"geodata.stations.{key}"
    assert (mistake.row, mistake.column, mistake.value) == (3, "lat", lat)


def test_a_place_outside_china_is_not_taken_for_exchanged(tmp_path: Path) -> None:
    draw(tmp_path, areas=False)
    change(tmp_path, STATIONS, "107.15,30.05", "20.5,60.5")
    assert [mistake.says.key for mistake in mistakes(tmp_path)] == ["geodata.stations.far_lon"]


@pytest.mark.parametrize(("unit", "times"), [("亩", 1500), ("公顷", 100), ("平方米", 1_000_000)])
def test_areas_in_another_unit_are_proved_by_the_polygons(unit: str, times: int, tmp_path: Path) -> None:
    draw(tmp_path)
    put(tmp_path, STATIONS, get(tmp_path, STATIONS).replace(",100,", f",{107 * times},"))
    (mistake,) = [m for m in mistakes(tmp_path) if m.says.key == "geodata.stations.area_unit"]
    assert mistake.says.values["unit"] == unit
    assert (mistake.table, mistake.column) == (STATIONS, "area_km2")


def test_areas_beyond_what_the_stations_enclose_are_noticed(tmp_path: Path) -> None:
    draw(tmp_path, areas=False)
    assert "area_total" not in notices(tmp_path)
    put(tmp_path, STATIONS, get(tmp_path, STATIONS).replace(",100,", ",10000,"))
    assert "area_total" in notices(tmp_path)


def test_fewer_residents_than_ten_to_an_officer_are_noticed(tmp_path: Path) -> None:
    draw(tmp_path)
    change(tmp_path, STATIONS, ",10001,", ",3,")
    assert notices(tmp_path)["few_residents"].values["stations"] == ["B"]


def test_a_heading_in_another_unit_says_the_factor(tmp_path: Path) -> None:
    draw(tmp_path)
    change(tmp_path, STATIONS, "population", "人口（万人）")
    (mistake,) = [m for m in mistakes(tmp_path) if m.says.key == "geodata.table.unit"]
    assert "1 万人 = 10,000 人" in mistake.text("zh")
    change(tmp_path, STATIONS, "area_km2", "面积(亩)")
    assert any("1,500 亩 = 1 km2" in mistake.text("en") for mistake in mistakes(tmp_path))


def test_totals_and_remarks_below_a_table_are_left_out_and_told(tmp_path: Path) -> None:
    draw(tmp_path)
    plain = geodata.read_county(tmp_path)
    total = "合计,,,,,900,90036,126,45,72,18,,,"
    remark = "填表人：某某,,,,,,,,,,,,,"
    both(adding(STATIONS, total), adding(STATIONS, remark), adding(INCIDENTS, "102,合计,30"))(tmp_path)
    county = geodata.read_county(tmp_path)
    assert (county.codes, county.counts.tolist()) == (plain.codes, plain.counts.tolist())
    told = notices(tmp_path)
    assert (told["totals"].values["table"], told["totals"].values["rows"]) == (INCIDENTS, [20])
    assert told["remarks"].values["rows"] == [12]
    assert "某某" not in told["remarks"].text("zh"), "a remark may hold a person's name"


def test_a_row_of_hints_is_no_data(tmp_path: Path) -> None:
    draw(tmp_path)
    plain = geodata.read_source(tmp_path)
    header, rest = get(tmp_path, STATIONS).split("\n", 1)
    hints = ",".join(f"※{key}" if i % 3 else "" for i, key in enumerate(header.split(",")))
    put(tmp_path, STATIONS, f"{header}\n{hints}\n{rest}")
    assert geodata.read_source(tmp_path) == plain


def test_half_a_row_of_hints_is_data_with_mistakes(tmp_path: Path) -> None:
    draw(tmp_path)
    change(tmp_path, STATIONS, "102,B,town,107.15,30.05,100,10001,11,", "102,B,town,107.15,30.05,100,※选填,※必填,")
    assert [(m.says.key, m.column) for m in mistakes(tmp_path)] == [
        ("geodata.slip.hint", "population"),
        ("geodata.slip.hint", "officers"),
    ]


@pytest.mark.parametrize(("years", "told"), [("1", True), ("2", False)])
def test_more_years_named_than_counted_are_told(tmp_path: Path, years: str, told: bool) -> None:
    folder = draw(tmp_path / "county")
    change(folder, "county.toml", "years = 1", f"years = {years}")
    rows = [line + ",2022年" for line in get(folder, "incidents.csv").splitlines()[1:]]
    both = [*rows, *(row.replace("2022年", "2023年") for row in rows)]
    put(folder, "incidents.csv", "\n".join(["station,class,count,period", *both]) + "\n")
    notices = [notice.key for notice in geodata.read(folder).notices]
    assert ("geodata.notice.other_years" in notices) is told


def test_a_month_in_two_forms_is_one_period_told_and_in_one_row_twice_a_mistake(tmp_path: Path) -> None:
    folder = draw(tmp_path / "county")
    rows = get(folder, "incidents.csv").splitlines()[1:]
    forms = ("2024-01", "2024-01-01", "2024年1月")
    put(folder, "incidents.csv", "\n".join(
        ["station,class,count,period", *(f"{row},{forms[k % 3]}" for k, row in enumerate(rows))]
    ) + "\n")  # fmt: skip
    read = geodata.read(folder)
    assert {period.name for period in read.county.bureau.periods} == {"2024-01"}
    assert {"geodata.notice.one_period", "geodata.notice.dated_periods"} <= {notice.key for notice in read.notices}
    twice = [f"{row},{form}" for row in rows for form in forms[:2]]
    put(folder, "incidents.csv", "\n".join(["station,class,count,period", *twice]) + "\n")
    assert {m.says.key for m in mistakes(folder)} == {"geodata.incidents.duplicate"}
