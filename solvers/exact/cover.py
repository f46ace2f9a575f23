"""The cover: every plan within a budget, depth first, from the columns whose reduced cost the budget allows.

What a plan costs above the bound of the duals is the sum of the reduced costs of its zones, all of them 0 or more. So a
plan within a budget has only zones within it, and of millions there remain tens to hundreds.

Order of equal plans: fewer zones first; then the plan whose first zone (that of the first station, in the order of
codes) comes first, then its next zone, and so on. Of two zones that begin at the same station, the one that holds the
first station on which they differ comes first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from solvers.sets.kernel import fitting
from solvers.sets.masks import Bits, words
from solvers.stop import Watch
from zoning.model.county import Ints

ALL = (1 << 64) - 1
"""All bits of a word."""
SWAPPED = {np.uint64(width): np.uint64(ALL // ((1 << width) + 1)) for width in (1, 2, 4)}
"""Widths of the neighbouring bits that are swapped in turn, and a word with the lower ones of each pair set."""


@dataclass
class Budget:
    """Points that a plan may cost; whoever takes the plans may lower it on the way."""

    points: int


@dataclass(frozen=True)
class Cover:
    """A search for the partitions of a set of stations into columns.

    Parameters
    ----------
    n : stations
    whole : mask of those to be covered
    zones : number of columns in a partition
    masks, reduced : (m,) columns and their reduced costs in whole points
    budget : of the sum of reduced costs
    ordered : yield plans in the order of equal plans (see above); else branch on the station that fewest columns hold,
        which finds and excludes plans fastest
    """

    n: int
    whole: int
    zones: int
    masks: Bits
    reduced: Ints
    budget: Budget
    watch: Watch
    ordered: bool = False
    _chosen: list[int] = field(default_factory=list)

    def plans(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield (sum of reduced costs, masks) of every plan within the budget, each once."""
        parts = words(self.masks, self.n)
        order = np.lexsort((*reversed_bits(parts).T[::-1], self.reduced)) if not self.ordered else first_to_last(parts)
        yield from self._search(self.masks[order], parts[order], self.reduced[order], self.whole, self.zones, 0)

    def _search(
        self, masks: Bits, parts: Bits, reduced: Ints, left: int, zones: int, spent: int
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        self.watch.tick()
        if zones == 0 or left == 0:
            if zones == 0 and left == 0:
                yield spent, tuple(self._chosen)
            return
        cheapest = int(reduced.min(initial=0)) * (zones - 1)
        room = self.budget.points - spent - cheapest
        within = np.array([left >> 64 * k & ALL for k in range(parts.shape[1])], dtype=np.uint64)
        fit, station = fitting(parts, reduced, within, room, not self.ordered)
        if station < 0:
            return
        masks, parts, reduced = masks[fit], parts[fit], reduced[fit]
        here = np.flatnonzero(parts[:, station // 64] >> np.uint64(station % 64) & np.uint64(1) == 1)
        if zones == 2:
            yield from self._last_two(masks, reduced, here, left, spent)
            return
        for k in here:
            if spent + reduced[k] + cheapest > self.budget.points:
                continue
            self._chosen.append(int(masks[k]))
            yield from self._search(masks, parts, reduced, left & ~int(masks[k]), zones - 1, spent + int(reduced[k]))
            self._chosen.pop()

    def _last_two(
        self, masks: Bits, reduced: Ints, here: Ints, left: int, spent: int
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The last two zones: one of the columns ``here``, and its complement in ``left`` if that is a column."""
        order = np.argsort(masks, kind="stable")
        rest = left ^ masks[here]
        at = np.minimum(np.searchsorted(masks[order], rest), len(masks) - 1)
        match = order[at]
        total = spent + reduced[here] + reduced[match]
        good = np.flatnonzero((masks[match] == rest) & (rest != 0) & (total <= self.budget.points))
        if not self.ordered:
            good = good[np.argsort(total[good], kind="stable")]
        for k in good:
            if total[k] <= self.budget.points:
                yield int(total[k]), (*self._chosen, int(masks[here[k]]), int(rest[k]))


def reversed_bits(parts: Bits) -> Bits:
    """(m, w) words with their 64 bits in reverse, so that the first station is the highest bit."""
    out = parts
    for width, low in SWAPPED.items():
        out = (out >> width) & low | (out & low) << width
    return np.asarray(out.byteswap())


def first_to_last(parts: Bits) -> Ints:
    """(m,) rows of masks in the order of equal plans: of two, the one with the first that only one holds.

    They are given by their words (m, w).
    """
    return np.asarray(np.lexsort(~reversed_bits(parts).T[::-1]), dtype=np.int64)
