"""Workbooks in other makes of the format: Strict, under odd names of parts, with metadata that no library takes."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import geodata
from geodata.formats.guard import check
from geodata.marked.book import marked, sheet_names
from geodata.tables.findings import Findings
from geodata.workbook.sheets import read_sheets
from tests.geodata import books

Parts = dict[str, bytes]
MAIN, LINKS = b"schemas.openxmlformats.org/spreadsheetml/2006/main", b"schemas.openxmlformats.org/officeDocument/2006"


def parts(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            info = zipfile.ZipInfo("x" * len(name.encode()))
            info.filename = name  # as it is, backslashes included
            archive.writestr(info, data)
    return stream.getvalue()


def strict(content: Parts) -> Parts:
    return {
        name: data.replace(MAIN, b"purl.oclc.org/ooxml/spreadsheetml/main").replace(
            LINKS, b"purl.oclc.org/ooxml/officeDocument"
        )
        for name, data in content.items()
    }


def renamed(old: str, new: str) -> Callable[[Parts], Parts]:
    """A part under another name, wherever it is spoken of."""
    last, other = old.rsplit("/", 1)[-1].encode(), new.rsplit("/", 1)[-1].encode()
    rels = "xl/_rels/workbook.xml.rels"

    def edit(content: Parts) -> Parts:
        moved = {(new if name == old else name): data.replace(last, other) for name, data in content.items()}
        if old == "xl/workbook.xml":
            moved[f"xl/_rels/{new.rsplit('/', 1)[-1]}.rels"] = moved.pop(rels)
        return moved

    return edit


def replaced(part: str, old: bytes, new: bytes) -> Callable[[Parts], Parts]:
    def edit(content: Parts) -> Parts:
        assert old in content[part], content[part][:2000]
        return content | {part: content[part].replace(old, new, 1)}

    return edit


MAKES: dict[str, Callable[[Parts], Parts]] = {
    "Strict": strict,
    "the workbook under another name": renamed("xl/workbook.xml", "xl/book2.xml"),
    "a sheet under another name": renamed("xl/worksheets/sheet3.xml", "xl/worksheets/Tabelle Drei.xml"),
    "shared strings in other letters": lambda content: {n.replace("sharedStrings", "SharedStrings"): d
                                                        for n, d in content.items()},
    "backslashes": lambda content: {n.replace("/", "\\") if n.startswith("xl/") else n: d
                                    for n, d in content.items()},
    "a date of creation that is none": replaced("docProps/core.xml", b"</dcterms:created>", b"x</dcterms:created>"),
    "no properties": lambda content: {n: d for n, d in content.items() if not n.startswith("docProps/")},
    "a name that means nothing": replaced(
        "xl/workbook.xml", b"</sheets>", b'</sheets><definedNames><definedName name="x" localSheetId="99">#REF!'
        b"</definedName></definedNames>",
    ),
    "an odd view": replaced(
        "xl/workbook.xml", b"<sheets>", b'<bookViews><workbookView tabRatio="x"/></bookViews><sheets>',
    ),
    "a fill that is none": replaced("xl/styles.xml", b"<fill>", b'<fill><patternFill patternType="odd"/></fill><fill>'),
    "a broken theme": lambda content: content | {"xl/theme/theme1.xml": b"<a/>"},
}  # fmt: skip


@pytest.mark.parametrize("make", MAKES)
def test_a_workbook_of_any_make_is_read_whole(make: str, tmp_path: Path) -> None:
    path = books.write(tmp_path / "县.xlsx")
    want = geodata.read_county(path)
    data = packed(MAKES[make](parts(path)))
    assert check(data, ".xlsx") is None
    path.write_bytes(data)
    assert geodata.read_county(path) == want


def test_dates_and_days_from_1904_stay_what_they_are(tmp_path: Path) -> None:
    path = books.write(tmp_path / "县.xlsx", None, books.cell("警情!C2", 400, "yyyy-mm-dd"))
    content = parts(path)
    cells = {}
    for epoch, flag in (("1900", b"<workbookPr"), ("1904", b'<workbookPr date1904="1"')):
        data = packed(content | {"xl/workbook.xml": content["xl/workbook.xml"].replace(b"<workbookPr", flag, 1)})
        sheets = read_sheets(data, "", Findings())
        assert sheets is not None
        cells[epoch] = next(sheet for sheet in sheets if sheet.name == "警情").cell(2, 3)
    assert cells == {"1900": "1901-02-03", "1904": "1905-02-04"}


def test_a_strict_workbook_is_marked(tmp_path: Path) -> None:
    path = books.write(tmp_path / "县.xlsx")
    data = packed(strict(parts(path)))
    copy = marked(data, {"派出所": {"H3": ["?"]}})
    assert sheet_names(copy) == sheet_names(data) == list(books.sheets())
    assert read_sheets(copy, "", Findings()) == read_sheets(data, "", Findings())
