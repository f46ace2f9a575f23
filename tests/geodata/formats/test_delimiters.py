"""Text tables of every make: what parts the cells is what makes the headings known."""

from collections.abc import Callable
from pathlib import Path

import pytest

import geodata
from geodata.formats.delimited import read_table
from geodata.tables.findings import Findings
from geodata.tables.kinds import KINDS
from tests.geodata.drawn import CODES, change, draw, get, put
from tests.geodata.tables.told import INCIDENTS, STATIONS, wide
from zoning.texts.formulas import bare, safe

Make = Callable[[str], str]


def parted(sign: str) -> Make:
    return lambda text: text.replace(",", sign)


def behind_every_cell(text: str) -> str:
    return "".join(line.replace(",", "\t,") + "\t\n" for line in text.splitlines())


def quoted_with_tabs(text: str) -> str:
    return "".join(",".join(f'"{cell}"\t' for cell in line.split(",")) + "\r\n" for line in text.splitlines())


MAKES: dict[str, Make] = {
    "semicolons": parted(";"),
    "tabs": parted("\t"),
    "wide commas": parted("，"),
    "wide semicolons": parted("；"),
    "bars": parted("|"),
    "a tab behind every cell": behind_every_cell,
    "a tab behind every quoted cell": quoted_with_tabs,
    "sep=": lambda text: f"sep=,\n{text}",
    "SEP=; and semicolons": lambda text: "SEP=;\r\n" + parted(";")(text),
    "sep= in quotes": lambda text: f'"sep=,"\n{text}',
    "sep= that is wrong": lambda text: f"sep=;\n{text}",
    "sep= of its own": lambda text: "sep=^\n" + parted("^")(text),
    "old line ends": lambda text: text.replace("\n", "\r"),
}


@pytest.mark.parametrize("make", MAKES)
def test_a_table_is_read_whatever_parts_its_cells(make: str, tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    want = geodata.read_county(at)
    for name in (STATIONS, INCIDENTS, "borders.csv"):
        put(at, name, MAKES[make](get(at, name)))
    assert geodata.read_county(at) == want


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "gb18030"])
def test_unicode_text_of_a_spreadsheet_is_read(encoding: str, tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    put(at, STATIONS, parted("\t")(get(at, STATIONS)).encode(encoding))
    assert geodata.read_county(at).codes == tuple(CODES)


def test_a_wide_table_of_incidents_is_known_by_its_one_heading(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    want = geodata.read_county(at).counts
    wide(at)
    put(at, INCIDENTS, behind_every_cell(get(at, INCIDENTS)))
    assert (geodata.read_county(at).counts == want).all()


def test_lines_are_counted_as_they_stand_in_the_file() -> None:
    found = Findings()
    table = read_table(KINDS["incidents"], "sep=,\n\nstation,class,count\nA,dispute,3\n", "incidents.csv", found)
    assert table is not None
    assert table.rows[0].line == 4
    assert not found.mistakes


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","y")', "@sum", "+a", "-x+1", "'=1", "=", "-5", "+3", "'", "A"])
def test_a_formula_is_written_as_text_and_read_as_it_was(text: str) -> None:
    assert bare(safe(text)) == text
    assert not (safe(text)[0] in "=@+-" and len(text) > 1 and not text.lstrip("+-").isdecimal())


def test_a_station_called_like_a_formula_is_text_in_its_csv(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    change(at, STATIONS, "\n102,B,town", '\n102,"=HYPERLINK(""http://x"")",town')
    county = geodata.read_county(at)
    geodata.write_county(county, tmp_path / "written")
    assert '"\'=HYPERLINK(""http://x"")"' in get(tmp_path / "written", STATIONS)
    assert geodata.read_county(tmp_path / "written") == county
