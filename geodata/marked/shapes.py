"""The boxes of comments, in the older language (VML) that spreadsheets still keep them in.

Such a part is not always XML, so that it is changed by adding at its end alone. What it may get wrong: the height of a
box is guessed from the length of its text.
"""

import re
from collections.abc import Mapping, Sequence

from geodata.marked.sheet import Place

SHAPE_ID = re.compile(rb"_x0000_s([0-9]{1,9})")
BLOCKS = re.compile(rb"idmap[^>]*?data=[\"']([0-9, ]+)[\"']")
BLOCK = 1024
"""Shapes are numbered in blocks of so many; no two drawings of a workbook share one."""
PER_LINE, LINE_PT, WIDTH_PT, ROW_PT = 34, 14, 216, 15
"""Characters of a line of a box, wide ones counting two; points of a line, of the width of a box, of a row."""
NAMESPACES = (
    b'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
SHAPE = """\
<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:{width}pt;height:{height}pt;\
z-index:{layer};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>\
<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>\
<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>\
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>\
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""


def new_shapes(block: int) -> bytes:
    """A part of shapes without any, numbered from a block of its own."""
    layout = b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/></o:shapelayout>' % block
    return b"<xml %b>%b%b</xml>" % (NAMESPACES, layout, SHAPE_TYPE)


def free_block(drawings: Sequence[bytes]) -> int:
    """A block of numbers that no drawing uses."""
    return max([0, *(number for data in drawings for number in _blocks(data))]) + 1


def _blocks(data: bytes) -> list[int]:
    return [int(number) for found in BLOCKS.findall(data) for number in found.split(b",") if number.strip()]


def with_shapes(data: bytes, notes: Mapping[Place, str], fresh: Sequence[Place]) -> bytes:
    """The shapes with one for each new comment.

    Raises
    ------
    ValueError
        When the part does not begin and end as such parts do.
    """
    end, root = data.rindex(b"</xml>"), data.index(b"<xml")
    declared = data[root : data.index(b">", root)]
    used = [int(number) for number in SHAPE_ID.findall(data)]
    first = max([BLOCK * min(_blocks(data), default=1), *used]) + 1
    shapes = b"".join(_shape(first + i, place, notes[place]) for i, place in enumerate(fresh))
    more = shapes if b"_x0000_t202" in data else SHAPE_TYPE + shapes
    if any(name.split(b"=")[0] not in declared for name in NAMESPACES.split()):
        more = more.replace(b"<v:shape ", b"<v:shape %b " % NAMESPACES).replace(
            b"<v:shapetype ", b"<v:shapetype %b " % NAMESPACES
        )
    return data[:end] + more + data[end:]


def _shape(number: int, place: Place, text: str) -> bytes:
    """The hidden yellow box of a comment, beside its cell and high enough for its text."""
    row, column = place[0] - 1, place[1] - 1
    lines = sum(1 + sum(2 if ord(c) > 0x2E7F else 1 for c in line) // PER_LINE for line in text.split("\n"))
    height = LINE_PT * (lines + 1)
    top = max(row - 1, 0)
    anchor = (column + 1, 15, top, 10, column + 4, 15, top + 1 + height // ROW_PT, 4)
    filled = SHAPE.format(
        number=number,
        layer=number % BLOCK,
        width=WIDTH_PT,
        height=height,
        anchor=", ".join(map(str, anchor)),
        row=row,
        column=column,
    )
    return filled.encode()
