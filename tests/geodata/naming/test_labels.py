"""Today's zones: one label for each, however its number is written."""

from pathlib import Path

import pytest

import geodata
from geodata.naming.labels import one_label
from tests.geodata.drawn import draw, get, put
from tests.geodata.tables.told import STATIONS, notices


@pytest.mark.parametrize(
    "spelled",
    [
        "3",
        "3.0",
        "３",
        "03",
        " 3",
        "防区3",
        "第三防区",
        "3号防区",
        "三",
        "第3片区",
        "Zone 3",
        "No.3",
        "三区",
        "第3区",
        "3片",
        "第三片",
        "③",
        "Ⅲ",
        "Ⅲ区",
        "３号警区",
    ],
)
def test_spellings_of_a_number_are_one_label(spelled: str) -> None:
    chosen = one_label(["3", spelled])
    assert set(chosen.values()) == {"3"}


@pytest.mark.parametrize(
    "pair",
    [("1-1", "11"), ("1.5", "15"), ("东", "西"), ("A1", "A01"), ("城关", "城关镇"), ("城区", "城"), ("东区", "东")],
)
def test_other_labels_stay_apart(pair: tuple[str, str]) -> None:
    assert one_label(pair) == dict(zip(pair, pair, strict=True))


def test_a_name_is_written_as_most_rows_have_it() -> None:
    assert set(one_label(["东防区", "东 防区", "东防区"]).values()) == {"东防区"}


def test_one_zone_in_four_spellings_is_told(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    labels = ["1", "1.0", "１", "01", "2", "2", "防区2", "3", "3"]
    lines = get(at, STATIONS).splitlines()
    put(at, STATIONS, "\n".join([lines[0], *(line + label for line, label in zip(lines[1:], labels, strict=True))]))
    assert [s.current_zone for s in geodata.read_county(at).stations] == [*"111122233"]
    assert notices(at)["labels"].values["count"] == 2
