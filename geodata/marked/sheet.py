"""Cells of a worksheet given another style, byte by byte: nothing of the part changes but the cells that are marked.

A cell that is not there is put in, in the order a sheet wants, with the style its row or column would have given it.
What it may get wrong: a cell put in beyond the stated size of a sheet does not change what the sheet says of its size.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from geodata.openxml.package import LINKS, Span, address, place, span
from geodata.openxml.xml_bytes import Attributes, Edit, events, opened, prefix_of, spliced, tag_at, with_attribute

AFTER_DRAWING = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
    "http://schemas.openxmlformats.org/markup-compatibility/2006 AlternateContent",
)  # fmt: skip
"""Children of a worksheet that stand behind the reference to its comments' shapes."""
Place = tuple[int, int]
"""Row and column, from 1."""


@dataclass
class Found:
    """What a worksheet has: merged cells, styles of columns, the reference to the shapes of its comments.

    ``cells`` has offset and style of the cells looked for, ``lacking`` the offset at which one is to be put in and the
    style it would have, ``rows`` the offset for a row. ``behind`` is the offset behind which no such reference stands.
    """

    cells: dict[Place, tuple[int, int]] = field(default_factory=dict)
    lacking: dict[Place, tuple[int, int]] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    columns: list[tuple[int, int, int]] = field(default_factory=list)
    drawing: str | None = None
    behind: int = 0
    prefix: bytes = b""

    def column_style(self, column: int) -> int:
        return next((style for low, high, style in self.columns if low <= column <= high), 0)


def by_row(places: Collection[Place]) -> dict[int, list[int]]:
    """The columns of each row, in order."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(set(places)):
        rows.setdefault(row, []).append(column)
    return rows


def locate(data: bytes, wanted: Collection[Place] = ()) -> Found:
    """Where the wanted cells stand, or are to be put in; their rows, and the data, are not empty elements.

    Raises
    ------
    ValueError
        When the part is no XML.
    """
    found = Found()
    rows = by_row(wanted)
    waiting = sorted(rows, reverse=True)
    row = column = style = depth = 0
    pending: list[int] = []

    def pass_row(number: int, at: int) -> None:
        while waiting and waiting[-1] < number:
            found.rows[waiting.pop()] = at

    def pass_column(number: int, at: int) -> None:
        while pending and pending[-1] < number:
            lacking = pending.pop()
            found.lacking[row, lacking] = (at, style or found.column_style(lacking))

    def start(name: str, attributes: Attributes, at: int) -> None:
        nonlocal row, column, style, depth, pending
        depth += 1
        if name == "c":
            column = place(attributes["r"])[1] if "r" in attributes else column + 1
            pass_column(column, at)
            if pending and pending[-1] == column:
                found.cells[row, pending.pop()] = (at, int(attributes.get("s", 0)))
        elif name == "row":
            row, column = int(attributes["r"]) if "r" in attributes else row + 1, 0
            style = int(attributes.get("s", 0)) if attributes.get("customFormat") in ("1", "true") else 0
            pass_row(row, at)
            if waiting and waiting[-1] == row:
                pending = rows[waiting.pop()][::-1]
        elif name == "sheetData":
            found.prefix = prefix_of(tag_at(data, at))
        elif name == "col":
            found.columns.append((int(attributes["min"]), int(attributes["max"]), int(attributes.get("style", 0))))
        elif name == "mergeCell":
            found.merged.append(span(attributes["ref"]))
        elif name == "legacyDrawing":
            found.drawing = attributes.get(f"{LINKS} id")
        elif depth == 2 and name in AFTER_DRAWING and not found.behind:
            found.behind = at

    def end(name: str, at: int) -> None:
        nonlocal depth
        depth -= 1
        if name == "row":
            pass_column(2**31, at)
        elif name == "sheetData":
            pass_row(2**31, at)
        elif depth == 0 and not found.behind:
            found.behind = at

    events(data, start, end)
    return found


def restyled(data: bytes, wanted: Collection[Place], marked: Callable[[int], int]) -> bytes:
    """The worksheet with these cells in the style that ``marked`` makes of theirs."""
    rows = by_row(wanted)
    data = _with_ends(data, rows)
    found = locate(data, wanted)
    edits: list[Edit] = []
    for at, style in found.cells.values():
        tag = tag_at(data, at)
        edits.append((at, at + len(tag), with_attribute(tag, "s", str(marked(style)))))
    for (row, column), (at, style) in sorted(found.lacking.items()):
        edits.append((at, at, _cell(found.prefix, row, column, marked(style))))
    for row, at in sorted(found.rows.items()):
        cells = b"".join(_cell(found.prefix, row, c, marked(found.column_style(c))) for c in rows[row])
        edits.append((at, at, b'<%brow r="%d">%b</%brow>' % (found.prefix, row, cells, found.prefix)))
    return spliced(data, edits)


def _with_ends(data: bytes, rows: Collection[int]) -> bytes:
    """The worksheet with room for cells where an element that is to hold some is an empty one."""
    edits: list[Edit] = []
    row = 0

    def start(name: str, attributes: Attributes, at: int) -> None:
        nonlocal row
        if name == "row":
            row = int(attributes["r"]) if "r" in attributes else row + 1
        if name == "sheetData" or (name == "row" and row in rows):
            tag = tag_at(data, at)
            if tag.endswith(b"/>"):
                edits.append((at, at + len(tag), opened(tag, b"")))

    events(data, start)
    return spliced(data, edits)


def _cell(prefix: bytes, row: int, column: int, style: int) -> bytes:
    return b'<%bc r="%b" s="%d"/>' % (prefix, address(row, column).encode(), style)


def with_drawing(data: bytes, relation: str) -> bytes:
    """The worksheet with a reference to the shapes of its comments, in the place a sheet wants it."""
    found = locate(data)
    tag = f'legacyDrawing xmlns:r="{LINKS}" r:id="{relation}"/>'.encode()
    return spliced(data, [(found.behind, found.behind, b"<" + found.prefix + tag)])
