"""Headings and single cells: units, numbers, yes and no, kinds; blank is unknown and zero is zero."""

import pytest

from geodata.tables.cells import amount, boolean, border_kind, decimal, station_kind, whole
from geodata.tables.columns import find
from geodata.tables.kinds import KINDS
from zoning.texts import Message


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Area_km2", "area_km2"),
        ("area (km²)", "area_km2"),
        ("面积(km²)", "area_km2"),
        ("辖区面积（平方公里）", "area_km2"),
        ("面积 km2", "area_km2"),
        ("ＡＲＥＡ＿ＫＭ２", "area_km2"),
        ("面积【平方公里】", "area_km2"),
        ("民警数（人）", "officers"),
        (" Officers ", "officers"),
        ("\ufeffcode", "code"),
        ("Longitude", "lon"),
        ("经度(°)", "lon"),
        ("防区（现有）", "current_zone"),
    ],
)
def test_a_heading_is_recognised(heading: str, key: str) -> None:
    column, unit = find(heading, KINDS["stations"].columns)
    assert column is not None
    assert (column.key, unit) == (key, "")


@pytest.mark.parametrize(("heading", "unit"), [("面积（公顷）", "公顷"), ("area(ha)", "ha"), ("人口（万人）", "万人")])
def test_another_unit_is_not_taken_for_the_columns_own(heading: str, unit: str) -> None:
    assert find(heading, KINDS["stations"].columns)[1] == unit


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_no_heading_means_two_columns_of_one_table(kind: object) -> None:
    columns = kind.columns  # type: ignore[attr-defined]
    for column in columns:
        for heading in (column.key, *column.aliases, *(f"{column.aliases[0]}({unit})" for unit in column.units)):
            assert find(heading, columns) == (column, ""), heading


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("１２", 12),
        (" 12 ", 12),
        ("12.0", 12),
        ("1,234", 1234),
        ("1，234", 1234),
        ("1e3", 1000),
        ("−3", -3),
    ],
)
def test_a_whole_number_is_read(text: str, value: int) -> None:
    assert whole(text) == value
    assert isinstance(whole(text), int)


@pytest.mark.parametrize("text", ["十张", "12.5", "1,23", "1_000", "0x10", "nan", "inf", "", "9" * 5000, "1e400", "٣"])
def test_what_is_no_whole_number_is_told(text: str) -> None:
    assert whole(text) == Message("geodata.cell.whole")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.5", 1.5), ("１．５", 1.5), ("1,234.5", 1234.5), ("1,234,567", 1234567.0), ("3.", 3.0), ("+2", 2.0)],
)
def test_a_number_is_read(text: str, value: float) -> None:
    assert decimal(text) == value


@pytest.mark.parametrize("text", ["1;5", "abc", "NaN", "Infinity", "1e999", "--1", "1 2"])
def test_what_is_no_number_is_told(text: str) -> None:
    assert decimal(text) == Message("geodata.cell.number")


def test_a_single_comma_may_be_a_decimal_comma() -> None:
    assert decimal("1,234") == Message("geodata.cell.comma")


def test_no_amount_is_negative() -> None:
    assert amount("-0.5") == Message("geodata.cell.negative")
    assert amount("0") == 0.0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("是", True),
        ("否", False),
        ("1", True),
        ("0", False),
        ("TRUE", True),
        ("False", False),
        ("有", True),
        ("无", False),
        ("Ｙ", True),
    ],
)
def test_yes_and_no_are_read(text: str, value: bool) -> None:
    assert boolean(text) is value


@pytest.mark.parametrize(
    ("text", "kind"), [("城关", "county_seat"), ("城区", "urban"), ("镇", "town"), ("乡", "township"), ("Town", "town")]
)
def test_kinds_of_stations_are_read(text: str, kind: str) -> None:
    assert station_kind(text) == kind


@pytest.mark.parametrize(("text", "kind"), [("相邻", "shared"), ("桥梁", "link"), ("不通", "barred"), ("LINK", "link")])
def test_kinds_of_borders_are_read(text: str, kind: str) -> None:
    assert border_kind(text) == kind
