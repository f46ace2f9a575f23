"""An ``.xlsx`` as a zip of XML parts: the part of each sheet, and details of sheets that openpyxl leaves out.

What it may get wrong: nothing is checked against the schema; a part that Excel itself would refuse may pass here.
"""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import unquote

from geodata.openxml.xml_bytes import Attributes, events

LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = "xl/workbook.xml"
REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
"""The size of a sheet in Excel."""

Span = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 1."""


@dataclass(frozen=True)
class Relation:
    """What a part points to: the last word of the kind, and the path inside the archive."""

    kind: str
    target: str


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: its name as people see it, the part it stands in, whether it is hidden."""

    name: str
    path: str
    hidden: bool


@dataclass
class Scan:
    """What a worksheet holds besides its values.

    ``cells`` counts those that are not blank, ``padded`` all up to the last of each row; ``uncached`` has the formula
    of every cell that was never calculated, by row and column.
    """

    cells: int = 0
    padded: int = 0
    rows: int = 0
    uncached: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


@cache
def column_number(letters: str) -> int:
    """``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number


@cache
def column_letters(number: int) -> str:
    """1 is ``A``, 27 is ``AA``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place(reference: str) -> tuple[int, int]:
    """Row and column of ``E4``; :class:`ValueError` when it is no cell of a sheet."""
    match = REFERENCE.fullmatch(reference)
    row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise ValueError(reference)
    return row, column


def address(row: int, column: int) -> str:
    """``E4`` of row 4 and column 5."""
    return f"{column_letters(column)}{row}"


def span(reference: str) -> Span:
    """The corners of ``B2:C5``, or of a single cell."""
    first, _, last = reference.partition(":")
    return (*place(first), *place(last or first))


def relations_path(part: str) -> str:
    """Where the relations of a part stand."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, Relation]:
    """What a part points to inside the archive, by the id it uses; empty when it points to nothing."""
    folder, path = posixpath.dirname(part), relations_path(part)
    found: dict[str, Relation] = {}

    def start(_name: str, attributes: Attributes, _at: int) -> None:
        if "Id" in attributes and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            real = names.get(whole.lower()) or names.get(unquote(whole).lower(), whole)  # in any case of letters
            found[attributes["Id"]] = Relation(attributes.get("Type", "").rsplit("/", 1)[-1], real)

    names = {name.lower(): name for name in archive.namelist()}
    path = names.get(path.lower(), path)
    if path in archive.namelist():
        events(archive.read(path), start)
    return found


def workbook_part(archive: zipfile.ZipFile) -> str:
    """The part that the package says is the workbook."""
    said = [relation.target for relation in relations(archive, "").values() if relation.kind == "officeDocument"]
    return next((path for path in said if path in archive.namelist()), WORKBOOK)


def sheet_parts(archive: zipfile.ZipFile) -> list[SheetPart]:
    """The worksheets in the order of their tabs; sheets that are charts are none."""
    book = workbook_part(archive)
    targets = relations(archive, book)
    found: list[SheetPart] = []

    def start(name: str, attributes: Attributes, _at: int) -> None:
        target = targets.get(attributes.get(f"{LINKS} id", "")) if name == "sheet" else None
        if target is not None and target.kind == "worksheet" and target.target in names:
            hidden = attributes.get("state", "visible") != "visible"
            found.append(SheetPart(attributes.get("name", ""), target.target, hidden))

    names = set(archive.namelist())
    events(archive.read(book), start)
    return found


def scan(data: bytes) -> Scan:
    """What a worksheet holds besides its values.

    Raises
    ------
    ValueError
        When the part is no XML or names cells that no sheet has.
    """
    seen = Scan()
    row = column = last = 0
    kind = formula = ""
    holds = calculated = has_formula = inside_formula = False

    def start(name: str, attributes: Attributes, _at: int) -> None:
        nonlocal row, column, last, kind, formula, holds, calculated, has_formula, inside_formula
        if name == "c":
            row, column = place(attributes["r"]) if "r" in attributes else (row, column + 1)
            kind, formula, holds, calculated, has_formula = attributes.get("t", "n"), "", False, False, False
        elif name == "f":
            holds = has_formula = inside_formula = True
        elif name in ("v", "is"):
            holds = True
            calculated = kind == "str"
        elif name == "row":
            row, column, last = int(attributes["r"]) if "r" in attributes else row + 1, 0, 0
            if not 1 <= row <= MAX_ROW:  # whoever counts up to it would count for hours
                raise ValueError(f"row {row}"[:20])
            if attributes.get("hidden") in ("1", "true"):
                seen.hidden_rows.append(row)
        elif name == "mergeCell":
            seen.merged.append(span(attributes["ref"]))
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            seen.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def end(name: str, _at: int) -> None:
        nonlocal last, inside_formula
        if name == "f":
            inside_formula = False
        elif name == "c" and holds:
            seen.cells += 1
            last = max(last, column)
            if has_formula and not calculated:
                seen.uncached[row, column] = f"={formula}"
        elif name == "row" and last:
            seen.rows += 1
            seen.padded += last

    def text(said: str) -> None:
        nonlocal formula, calculated
        if inside_formula:
            formula += said
        elif said.strip():
            calculated = True

    events(data, start, end, text)
    return seen
