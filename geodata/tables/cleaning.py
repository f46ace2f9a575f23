"""What a cell holds besides its text: characters that nobody sees, and the wrapping that keeps a code from spoiling.

Web pages, chat programs and joined files leave zero-width spaces, direction marks and byte order marks in cells;
spreadsheets are kept from spoiling a code by ``="500230"`` or ``'500230``. Both are taken off for the reckoning and
told; tables are written as they were given. A control character is a mistake, since no cell can be meant to hold one.
What it may get wrong: the joiners U+200C and U+200D belong to some scripts and are left in cells with such letters.
"""

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from geodata.tables.findings import Findings
from geodata.tables.kinds import NOTE
from geodata.tables.table import Row, Table, Tables
from zoning.texts import Message
from zoning.texts.signs import UNSEEN

JOINERS = "\u200c\u200d"
JOINED = re.compile("[\u0590-\u0fff\u1700-\u18af\ua800-\uabff]")
"""Letters of scripts that need the joiners."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
"""What no text holds: control characters but line ends and tabs, and halves of characters."""
WRAPPED = re.compile(r'=\s*(?:T\s*\(\s*)?"((?:[^"]|"")*)"\s*\)?', re.IGNORECASE)
QUOTED = re.compile(r"['‘’`´＇](?=[0-9A-Za-z])(.*)", re.DOTALL)
ENTITY = re.compile(r"&(?:#[0-9]{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")
"""How web pages write signs."""
SUSPECT = re.compile(f"{UNSEEN.pattern}|{CONTROL.pattern}|\xa0|^[='‘’`´＇]|{ENTITY.pattern}", re.MULTILINE)
"""Whether a cell, or one of many in lines, is worth a look at all."""


def seen(text: str) -> str:
    """The text without what nobody sees, at its ends without spaces; no-break spaces become spaces."""
    if not SUSPECT.search(text):
        return text.strip()
    kept = JOINERS if JOINED.search(text) else ""
    return UNSEEN.sub(lambda match: match[0] if match[0] in kept else "", text).replace("\xa0", " ").strip()


def unwrapped(text: str) -> str:
    """The text behind ``="…"`` or a leading apostrophe."""
    formula = WRAPPED.fullmatch(text)
    if formula is not None:
        return formula[1].replace('""', '"').strip()
    quoted = QUOTED.fullmatch(text)
    return text if quoted is None else quoted[1].strip().removesuffix("'")


def cleaned(tables: Tables, found: Findings) -> Tables:
    """The tables with clean cells in the columns that are used; what was taken off is told by table."""
    return replace(tables, tables={key: clean_table(table, found) for key, table in tables.tables.items()})


def clean_table(table: Table, found: Findings) -> Table:
    """A table with clean cells in the columns that are used."""
    used = [place for place, key in enumerate(table.keys) if key is not None and key != NOTE.key]
    if not SUSPECT.search("\n".join(row.cells[place] for row in table.rows for place in used)):
        return table
    places = {place: table.header[place] for place in used}
    unseen: dict[int, Counter[str]] = {}
    wrapped: list[int] = []
    rows = tuple(_clean_row(row, table, places, unseen, wrapped, found) for row in table.rows)
    if unseen:
        signs = sorted({sign for counted in unseen.values() for sign in counted})
        found.note("geodata.notice.unseen", table=table.file, rows=list(unseen), count=len(unseen), signs=signs)
    if wrapped:
        found.note("geodata.notice.unwrapped", table=table.file, rows=wrapped, count=len(wrapped))
    return replace(table, rows=rows)


def _clean_row(
    row: Row,
    table: Table,
    places: Mapping[int, str],
    unseen: dict[int, Counter[str]],
    wrapped: list[int],
    found: Findings,
) -> Row:
    """The row with clean cells; what was taken off is remembered by line."""
    cells = list(row.cells)
    for place, heading in places.items():
        text = cells[place]
        if not SUSPECT.search(text):
            continue
        plain = html.unescape(text) if ENTITY.search(text) else text
        if plain != text and row.line not in wrapped:
            wrapped.append(row.line)
        text = plain
        if (control := CONTROL.search(text)) is not None:
            says = Message("geodata.cell.control", {"sign": sign_of(control[0])})
            found.wrong(says, table.file, row.line, heading, text)
            text = CONTROL.sub("", text)
        bare = seen(text)
        if len(bare) < len(text.replace("\xa0", " ").strip()):
            unseen.setdefault(row.line, Counter()).update(map(sign_of, UNSEEN.findall(text)))
        cells[place] = unwrapped(bare)
        if cells[place] != bare and row.line not in wrapped:
            wrapped.append(row.line)
    return replace(row, cells=tuple(cells))


def sign_of(character: str) -> str:
    """``U+200B``."""
    return f"U+{ord(character):04X}"
