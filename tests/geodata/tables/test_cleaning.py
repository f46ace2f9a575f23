"""Cells with what nobody sees, and codes wrapped so that a spreadsheet leaves them alone: read as meant, and told."""

from pathlib import Path

import pytest

import geodata
from geodata.tables.cleaning import seen, unwrapped
from tests.geodata import books
from tests.geodata.drawn import CODES, change, draw
from tests.geodata.tables.told import STATIONS, mistakes, notices

UNSEEN = ["\u200b", "\u200d", "\u200e", "\u202a", "\u202c", "\u2060", "\u2066", "\ufeff", "\u00ad", "\u180e", "\ufe0f"]


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_nobody_sees_is_taken_off_and_named(sign: str, tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    change(at, STATIONS, "\n102,B,town", f"\n{sign}1{sign}02{sign},B,town")
    assert geodata.read_county(at).codes == tuple(CODES)
    assert notices(at)["unseen"].values["rows"] == [3]
    assert f"U+{ord(sign):04X}" in notices(at)["unseen"].text("zh")


def test_a_number_is_read_without_them(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    change(at, STATIONS, ",10001,11,", ",10001\u00a0,11\u200b,")
    assert geodata.read_county(at).stations[1].officers == 11
    assert geodata.read_county(at).stations[1].population == 10001


def test_headings_are_known_in_spite_of_them(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    change(at, STATIONS, "code,name,", "\u202acode\u202c,na\u200bme,")
    assert geodata.read_county(at).codes == tuple(CODES)


def test_what_nobody_sees_is_taken_off_settings_and_told(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    change(at, "county.toml", 'code = "100100"', 'code = "1001\u200b00"')
    change(at, "county.toml", 'name = "纠纷"', 'name = "\ufeff纠纷"')
    county = geodata.read_county(at)
    assert (county.code, county.classes[0].name) == ("100100", "纠纷")
    assert notices(at)["unseen_settings"].values["keys"] == ["code", "classes[0].name"]


def test_joiners_stay_in_scripts_that_need_them() -> None:
    assert seen("می\u200cخواهم") == "می\u200cخواهم"
    assert seen("三\u200c合") == "三合"
    assert seen("三\u00a0合\u3000") == "三 合"


@pytest.mark.parametrize("cell", ['="102"', "'102", "‘102’"[:-1], "＇102", '= "102"', '=T("102")', '=t( "102" )'])
def test_a_wrapped_code_is_unwrapped_and_told(cell: str, tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    written = '"' + cell.replace('"', '""') + '"'
    change(at, STATIONS, "\n102,B,town", f"\n{written},B,town")
    assert geodata.read_county(at).codes == tuple(CODES)
    assert notices(at)["unwrapped"].values["rows"] == [3]


def test_a_wrapped_code_of_a_workbook_needs_no_result(tmp_path: Path) -> None:
    """As pandas and openpyxl write it: a formula that nobody has calculated."""
    path = books.write(tmp_path / "县.xlsx", None, books.cell("派出所!A3", '="102"'))
    assert geodata.read_county(path).codes == tuple(CODES)


@pytest.mark.parametrize("text", ["='a", "=1+1", "O'Neill", "'", "=", "'-"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert unwrapped(text) == text


@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\x00", "\x9b"])
def test_a_control_character_is_a_mistake_with_its_place(sign: str, tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    if sign != "\x00":
        change(at, STATIONS, "\n102,B,town", f"\n102,B{sign}[31m,town")
        (mistake,) = mistakes(at)
        assert (mistake.says.key, mistake.row, mistake.column) == ("geodata.cell.control", 3, "name")
        assert mistake.text("zh").isprintable(), "no terminal is told to do anything"
