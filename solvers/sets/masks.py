"""Zones as bit masks: station i is bit i of a whole number, and a sum over a mask is a few table look-ups.

An array of masks (:data:`Bits`) holds 64-bit words where no station has a row above 63, else Python's integers (dtype
object), for which the same operators and functions of NumPy hold: nothing but this module need know which.

:class:`Masks` answers the same questions as the judge's plain membership (``zoning.judge.zones``), many times faster
and equal up to rounding of the last bits. :func:`points` makes them equal exactly: a zone whose cost lies within
:data:`DOUBT` of half a point is costed again by plain membership.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from zoning.judge.measures import points as plain_points
from zoning.judge.measures import weighted
from zoning.judge.zones import MemberZones
from zoning.model.answering import STEPS, Steps
from zoning.model.county import Bools, Floats, Ints
from zoning.model.problem import Problem

Bits = npt.NDArray[Any]
MOST_STATIONS = 64
"""Stations whose masks are 64-bit words."""
BLOCK = 10
"""Bits a look-up table covers at the most: 1,024 rows stay in the processor's cache, and are soon made."""
FEW = 64
"""Masks up to which sums are products with the memberships: a table would take longer to make."""
CHUNK = 1 << 15
"""Masks costed at a time: bounds the memory of a costing pass to some 30 MB at 64 stations."""
DOUBT = 1e-4
"""Points from a half within which rounding is left to the plain sums; fast and plain sums differ by under 1e-6."""


class Tables:
    """Look-up tables of sums over masks, kept for arrays that are frozen."""

    def __init__(self, n: int) -> None:
        blocks = max(1, -(-n // BLOCK))
        edges = [round(n * k / blocks) for k in range(blocks + 1)]
        self.n = n
        self.blocks = [(low, high) for low, high in pairwise(edges)]
        self._kept: dict[tuple[int, bool], tuple[object, list[np.ndarray]]] = {}

    def rows(self, masks: Bits) -> list[npt.NDArray[np.int64]]:
        """Row of each mask in the table of each block."""
        parts = words(masks, self.n).T
        return [_between(parts, low, high).astype(np.int64) for low, high in self.blocks]

    def sums(self, values: np.ndarray, rows: list[npt.NDArray[np.int64]], members_only: bool = False) -> np.ndarray:
        """Sums of ``values`` (n,) or (n, k) over each mask; with ``members_only`` infinite where k is no member."""
        tables = self._tables(values, members_only)
        total = tables[0][rows[0]]
        for table, row in zip(tables[1:], rows[1:], strict=True):
            total += table[row]
        return total

    def _tables(self, values: np.ndarray, members_only: bool) -> list[np.ndarray]:
        key = (id(values), members_only)
        if key in self._kept:
            return self._kept[key][1]
        tables = []
        for low, high in self.blocks:
            table = np.zeros((1 << (high - low), *values.shape[1:]), dtype=values.dtype)
            for bit in range(high - low):
                table[1 << bit : 2 << bit] = table[: 1 << bit] + values[low + bit]
            if members_only:
                absent = (np.arange(len(table))[:, None] >> np.arange(high - low)) & 1 == 0
                table[:, low:high][absent] = np.inf
            tables.append(table)
        if not values.flags.writeable:  # frozen, so the table stays true; holding it keeps its id from being used again
            self._kept[key] = (values, tables)
        return tables


class Masks:
    """A batch of connected zones as masks (m,); see :class:`zoning.judge.zones.Zones` for what may be asked."""

    def __init__(self, problem: Problem, tables: Tables, masks: Bits) -> None:
        self.problem = problem
        self.masks = masks
        self._tables = tables
        self._sums: dict[int, tuple[Floats, Floats]] = {}

    def __len__(self) -> int:
        return len(self.masks)

    def sum(self, values: Floats) -> Floats:
        if len(self) <= FEW and np.isfinite(values).all():
            return np.asarray(self._members @ values)
        if values.ndim > 1 or values.flags.writeable:
            return self._tables.sums(values, self._rows)
        if id(values) not in self._sums:  # several measures and rules ask for the same; holding values keeps their id
            self._sums[id(values)] = values, self._tables.sums(values, self._rows)
        return self._sums[id(values)][1]

    def costs(self, values: Floats) -> Floats:
        if len(self) <= FEW:
            return np.where(self.member, self._members @ values, np.inf)
        return self._tables.sums(values, self._rows, members_only=True)

    def pairs(self, values: Floats) -> Floats:
        return np.asarray((self.sum(values) * self.member).sum(axis=1) / 2)

    def lonely(self, values: Floats, near: Bools) -> Floats:
        total = np.zeros(len(self))
        for i, mask in enumerate(pack(near)):
            alone = (self.masks & mask == 0) & (self.masks & (1 << i) != 0)
            total += np.where(alone, values[i], 0.0)
        return total

    def steps_alone(self, values: Floats, steps: Steps) -> Floats:
        return np.asarray(sum(self.lonely(values, steps <= k) for k in range(STEPS)))

    def farthest(self, values: Floats, origin: Ints) -> Floats:
        return np.asarray(np.where(self.member, values[origin], -np.inf).max(axis=1, initial=-np.inf))

    def connected(self) -> Bools:
        """All of them: masks are only ever grown along borders."""
        return np.ones(len(self), dtype=bool)

    @cached_property
    def _rows(self) -> list[npt.NDArray[np.int64]]:
        return self._tables.rows(self.masks)

    @cached_property
    def _members(self) -> Floats:
        return self.member.astype(np.float64)

    @cached_property
    def member(self) -> Bools:
        return unpack(self.masks, len(self.problem))


def bits(masks: Sequence[int], n: int) -> Bits:
    """The array of these masks of n stations."""
    return np.array(masks, dtype=np.uint64 if n <= MOST_STATIONS else object)


def words(masks: Bits, n: int) -> npt.NDArray[np.uint64]:
    """(m, w) words of 64 stations each of (m,) masks of n stations, those of the first stations first."""
    if masks.dtype != object:
        return masks[:, None]
    parts = [masks >> low & ((1 << 64) - 1) for low in range(0, max(n, 1), 64)]
    return np.stack(parts, axis=1).astype(np.uint64)


def _between(parts: npt.NDArray[np.uint64], low: int, high: int) -> npt.NDArray[np.uint64]:
    """(m,) the bits from ``low`` up to ``high`` of masks, given as the rows of their words (w, m)."""
    at, shift = divmod(low, 64)
    found = parts[at] >> np.uint64(shift)
    if high > 64 * (at + 1):
        found = found | parts[at + 1] << np.uint64(64 - shift)
    return np.asarray(found & np.uint64((1 << (high - low)) - 1))


def pack(member: Bools) -> Bits:
    """(m,) masks of (m, n) memberships."""
    n = member.shape[1]
    if n > MOST_STATIONS:
        low, high = pack(member[:, :MOST_STATIONS]), pack(member[:, MOST_STATIONS:])
        return np.asarray(low.astype(object) | high.astype(object) << MOST_STATIONS)
    bit = np.uint64(1) << np.arange(n, dtype=np.uint64)
    return np.asarray(np.where(member, bit, np.uint64(0)).sum(axis=1, dtype=np.uint64))


def unpack(masks: Bits, n: int) -> Bools:
    """(m, n) memberships of (m,) masks."""
    if masks.dtype == object:
        parts = enumerate(words(masks, n).T)
        return np.hstack([unpack(part, min(n - 64 * k, 64)) for k, part in parts])
    return np.asarray((masks[:, None] >> np.arange(n, dtype=np.uint64)) & np.uint64(1) == 1)


def mask_of(rows: Sequence[int]) -> int:
    """The mask of some station rows, as a Python integer."""
    return sum(1 << int(row) for row in rows)


def rows_of(mask: int) -> tuple[int, ...]:
    """The station rows of a mask."""
    rows = []
    while mask:
        low = mask & -mask
        rows.append(low.bit_length() - 1)
        mask ^= low
    return tuple(rows)


def points(problem: Problem, tables: Tables, masks: Bits) -> Ints:
    """(m,) c(z) of each mask, equal to the judge's to the last point."""
    parts = [_points(problem, tables, masks[k : k + CHUNK]) for k in range(0, len(masks), CHUNK)]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _points(problem: Problem, tables: Tables, masks: Bits) -> Ints:
    cost = weighted(Masks(problem, tables, masks))
    whole = np.rint(cost).astype(np.int64)
    doubtful = np.flatnonzero(np.abs(cost - np.floor(cost) - 0.5) < DOUBT)
    if len(doubtful):
        whole[doubtful] = plain_points(MemberZones(problem, unpack(masks[doubtful], len(problem))))
    return whole
