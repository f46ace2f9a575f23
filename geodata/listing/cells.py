"""A column of a long list as bytes, and its words, of which each is a text once.

Columns of which nearly every cell differs (times, numbers, degrees) are looked at by *shape*: a cell with 9 for every
figure. A million cells have a dozen shapes, and what one of a shape says is read of all of them at once. What it may
get wrong: two cells of one 64-bit hash count as equal.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import numpy as np

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Numbers = np.ndarray[tuple[int], np.dtype[np.uint64]]
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
WIDTH, WORD = 64, 8
"""Bytes of a cell that are kept in the table of its column, in words of eight; longer ones are kept beside it."""
ZERO, ONE, NINE, QUOTE, FIRST = b'019"a'
LOWER = ord("a") - ord("A")
FACTORS = np.random.default_rng(110).integers(1, 2**63, WIDTH // WORD, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
"""By which the words of a cell are multiplied; blank words behind it add nothing, whatever the width of the table."""


@dataclass(frozen=True)
class Cells:
    """A column: (n, w) bytes in ``encoding``, 0 behind the end of each; ``longer`` has by row what does not fit."""

    table: Bytes
    encoding: str = "utf-8"
    longer: Mapping[int, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Cells":
        """The column of these texts."""
        whole = [text.encode() for text in texts]
        data = np.frombuffer(b"".join(whole) + bytes(WIDTH), dtype=np.uint8)
        ends = np.cumsum([0, *map(len, whole)])
        return cls.between(data, ends[:-1], ends[1:], "utf-8")

    @classmethod
    def between(cls, data: Bytes, starts: Ints, ends: Ints, encoding: str) -> "Cells":
        """The cells from each of the ``starts`` to its end; behind the last there are at least 64 more bytes."""
        lengths = np.minimum(ends - starts, WIDTH + 1).astype(np.uint8)
        longest = int(lengths.max(initial=1))
        width = WORD * -(-min(longest, WIDTH) // WORD)
        table = np.lib.stride_tricks.sliding_window_view(data, width)[starts]
        table *= np.arange(width, dtype=np.uint8) < lengths[:, None]
        odd = lengths > WIDTH
        quoted = (table == QUOTE).any()
        if quoted:
            odd |= (table == QUOTE).any(axis=1)
        cells = ((row, data[starts[row] : ends[row]].tobytes()) for row in np.flatnonzero(odd).tolist())
        return cls(table, encoding, {row: cell.replace(b'""', b'"') for row, cell in cells})

    def __len__(self) -> int:
        return len(self.table)

    def texts(self, rows: Ints, errors: str = "replace") -> list[str]:
        """The texts of these rows."""
        whole = (self.longer.get(row) or self.table[row].tobytes().rstrip(b"\0") for row in rows.tolist())
        return [cell.decode(self.encoding, errors) for cell in whole]

    def head(self, count: int) -> list[str]:
        """The texts of the first rows."""
        return self.texts(np.arange(min(count, len(self))))

    def hashed(self) -> Numbers:
        """(n,) numbers that stand for the cells and give none of them away."""
        found = _hashed(self.table)
        if self.longer:
            rows = np.array(sorted(self.longer))
            found[rows] = hashes(self.texts(rows))
        return found

    def numbered(self) -> Bools:
        """(n,) whether there are figures above 0 in a cell, and else figures and plain letters alone."""
        figure, letter = self.table - ZERO < 10, (self.table | LOWER) - FIRST < 26
        lone = (figure | letter | (self.table == 0)).all(axis=1)
        return np.asarray((self.table - ONE < 9).any(axis=1) & lone, dtype=bool)

    def shapes(self) -> Iterator[tuple[str, "Cells", Ints]]:
        """Every shape of the cells that fit, these, and their rows; figures keep their places in bytes."""
        shape = np.where(self.table - ZERO < 10, np.uint8(NINE), self.table)  # bytes below 0 turn into large ones
        for rows in groups(_hashed(shape)):
            own = rows if not self.longer else rows[[row not in self.longer for row in rows.tolist()]]
            if len(own):
                text = shape[own[0]].tobytes().rstrip(b"\0").decode(self.encoding, "replace")
                yield text, Cells(self.table[own], self.encoding), own

    def figures(self, shape: str, start: int, end: int) -> Ints:
        """(n,) the number that stands from ``start`` to ``end`` in the shape that all cells have."""
        at = len(shape[:start].encode(self.encoding))
        found = np.zeros(len(self), dtype=np.int64)
        for place in range(at, at + end - start):
            found *= 10
            found += self.table[:, place] - np.uint8(ZERO)
        return found


@dataclass(frozen=True)
class Words:
    """A column whose cells are of few words: (n,) the place of each among ``words``."""

    places: Ints
    words: tuple[str, ...]

    @classmethod
    def of(cls, cells: Cells) -> "Words":
        """The words of a column; raises :class:`UnicodeDecodeError` where one is none."""
        rows = groups(cells.hashed())
        places = np.zeros(len(cells), dtype=np.int64)
        for place, own in enumerate(rows):
            places[own] = place
        return cls(places, tuple(cells.texts(np.array([own[0] for own in rows], dtype=np.int64), "strict")))

    def __len__(self) -> int:
        return len(self.places)

    def head(self, count: int) -> list[str]:
        """The texts of the first rows."""
        return [self.words[place] for place in self.places[:count].tolist()]

    def are(self, says: Callable[[str], bool]) -> Bools:
        """(n,) whether the word of each row is such a one."""
        return np.array([says(word) for word in self.words], dtype=bool)[self.places]

    def counts(self, asked: Bools) -> dict[str, int]:
        """How often each word stands in the rows that are asked for."""
        held = np.bincount(self.places[asked], minlength=len(self.words)).tolist()
        return {word: count for word, count in zip(self.words, held, strict=True) if count}

    def hashed(self) -> Numbers:
        """(n,) numbers that stand for the words."""
        return hashes(self.words)[self.places]


def groups(numbers: Numbers) -> list[Ints]:
    """The rows of each different number, in order."""
    if not len(numbers):
        return []
    order = np.argsort((numbers >> np.uint64(48)).astype(np.uint16), kind="stable")  # by counting, as 16 bits are
    held = numbers[order]
    runs = np.split(order, np.flatnonzero(held[1:] != held[:-1]) + 1)
    together: dict[int, list[Ints]] = {}
    for number, run in zip(numbers[[run[0] for run in runs]].tolist(), runs, strict=True):
        together.setdefault(number, []).append(run)
    return [same[0] if len(same) == 1 else np.sort(np.concatenate(same)) for same in together.values()]


def hashes(texts: Sequence[str]) -> Numbers:
    """(n,) numbers that stand for texts of any length."""
    whole = b"".join(blake2b(text.encode(), digest_size=WORD).digest() for text in texts)
    return np.frombuffer(whole, dtype=np.uint64)


def _hashed(table: Bytes) -> Numbers:
    words = np.ascontiguousarray(table).view(np.uint64)
    found = np.zeros(len(table), dtype=np.uint64)
    for place in range(words.shape[1]):
        found += words[:, place] * FACTORS[place]
    return found
