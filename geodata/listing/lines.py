"""Delimited text of any length to the places of its cells, block by block, without a text of what is not asked for.

In UTF-8 and in GB18030 delimiters, quotes and line ends are no part of another character, so the bytes are parted as
they stand. What is not as the standard has it (RFC 4180: a quote within a plain cell, one that never ends, lines that
end in CR alone) is *irregular* and left to a reader that knows such files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from geodata.listing.cells import QUOTE, WIDTH, Bools, Bytes, Cells, Ints

BLOCK = 1 << 24
"""Bytes that are parted at once."""
LONGEST = 4
"""Blocks in which a row has to end."""
RETURN, NEWLINE = b"\r\n"


def _those(signs: bytes) -> Bools:
    """(256,) whether a byte is one of these."""
    return np.isin(np.arange(256), list(signs))


BLANK, APOSTROPHE = _those(b" \t\r\n"), _those(b"'")
ABOUT = BLANK | _those(b'"')


@dataclass(frozen=True)
class Rows:
    """Whole rows of a text: ``marks`` behind each cell, ``ends`` those of them that end a row, up to byte ``used``."""

    data: Bytes
    marks: Ints
    ends: Ints
    used: int

    def cells(self, place: int) -> tuple[Ints, Ints]:
        """Where the cell of a column starts and ends in each row, without its quotes and blanks about it."""
        first = np.concatenate([[0], self.ends[:-1] + 1]) + place
        at = np.minimum(first, self.ends)
        ends = self.marks[at]
        starts = np.where(at > 0, self.marks[at - 1] + 1, 0)
        lacking = first > self.ends
        starts[lacking] = ends[lacking]
        odd = np.flatnonzero((starts < ends) & (ABOUT[self.data[starts]] | ABOUT[self.data[ends - 1]]))
        if len(odd):
            starts[odd], ends[odd] = self._bared(starts[odd], ends[odd])
        return starts, ends

    def _bared(self, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """Where cells start and end without their quotes and blanks about them."""
        ends = ends - (self.data[ends - 1] == RETURN)
        quoted = (starts < ends) & (self.data[starts] == QUOTE)
        starts, ends = starts + quoted, ends - quoted
        while (behind := (starts < ends) & BLANK[self.data[ends - 1]]).any():
            ends = ends - behind
        return self.without(starts, ends, BLANK), ends

    def without(self, starts: Ints, ends: Ints, signs: Bools) -> Ints:
        """Where cells start behind such signs."""
        while (before := (starts < ends) & signs[self.data[starts]]).any():
            starts = starts + before
        return starts


def blocks(stream: BinaryIO, delimiter: str) -> Iterator[tuple[int, Rows | None]]:
    """Where each block of whole rows begins, and these; ``None`` is the last where the text is irregular from there."""
    begun, held, size = stream.tell(), b"", BLOCK
    while True:
        more = stream.read(size)
        held += more
        if not more and held[-1:] not in (b"\n", b""):
            held += b"\n"
        rows = parted(held, delimiter) if held else None
        if rows is None or (not rows.used and (not more or len(held) > LONGEST * BLOCK)):
            if held:
                yield begun, None
            return
        if rows.used:
            yield begun, rows
            begun, held = begun + rows.used, held[rows.used :]
        if not more:
            if held:
                yield begun, None
            return


def parted(text: bytes, delimiter: str) -> Rows | None:
    """The whole rows at the beginning of a text, ``None`` where it is irregular."""
    delimiting = bytes(byte in (ord(delimiter), NEWLINE, QUOTE) for byte in range(256))
    data = np.frombuffer(text + bytes(WIDTH), dtype=np.uint8)
    marks = np.flatnonzero(np.frombuffer(text.translate(delimiting), dtype=bool))
    signs = data[marks]
    ends, quotes = signs == NEWLINE, signs == QUOTE
    outside = ~quotes
    if quotes.any():
        outside &= np.cumsum(quotes) % 2 == 0
        ends &= outside
    last = len(ends) - int(ends[::-1].argmax()) if ends.any() else 0
    used = int(marks[last - 1]) + 1 if last else 0
    returns = text.count(b"\r", 0, used)
    if (returns and returns != text.count(b"\r\n", 0, used)) or not _sound(
        data, marks[:last][quotes[:last]], delimiter
    ):
        return None
    kept = outside[:last]
    return Rows(data, marks[:last][kept], np.flatnonzero(ends[:last][kept]), used)


def _sound(data: Bytes, quotes: Ints, delimiter: str) -> bool:
    """Whether every quote opens a cell, closes one, or is one of two beside each other."""
    if not len(quotes):
        return True
    opening, closing = quotes[0::2], quotes[1::2]
    about = [ord(delimiter), NEWLINE, QUOTE]
    before: Bools = np.isin(data[opening - 1], about) | (opening == 0)
    return bool(before.all() and np.isin(data[closing + 1], [*about, RETURN]).all())


def filled(rows: Rows, places: list[int]) -> tuple[dict[int, tuple[Ints, Ints]], int]:
    """Where the cells of these columns start and end in the rows that hold something in them; how many rows."""
    found = {place: rows.cells(place) for place in places}
    held = np.zeros(len(rows.ends), dtype=bool)
    for starts, ends in found.values():
        held |= starts < ends
    count = int(np.count_nonzero(held))
    if count < len(held):
        found = {place: (starts[held], ends[held]) for place, (starts, ends) in found.items()}
    return found, count


def column(rows: Rows, where: tuple[Ints, Ints], encoding: str, *, bare: bool) -> Cells:
    """The cells of a column, without a leading ' where they are ``bare``."""
    starts, ends = where
    return Cells.between(rows.data, rows.without(starts, ends, APOSTROPHE) if bare else starts, ends, encoding)
