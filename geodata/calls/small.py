"""Small counts put together with others, so that none tells of single persons (``--at-least``); no call is lost.

Within a station, a class of fewer calls than asked is added to the class 其他, or to the largest where there is none;
then periods of fewer are put together under one name. What it may get wrong: a station with fewer calls in all keeps
its one small count.
"""

from collections.abc import Iterator, Sequence

import numpy as np

Counts = np.ndarray[tuple[int, int, int], np.dtype[np.int64]]


def merged_classes(counts: Counts, least: int, other: int | None) -> Counts:
    """(n, c, p) counts in which every class of a station has none, or at least so many, over all periods."""
    kept = counts.copy()
    for station in kept:
        while (totals := station.sum(axis=1)).astype(bool).sum() > 1:
            small = np.flatnonzero((totals > 0) & (totals < least)).tolist()
            if not small:
                break
            one = min(small, key=lambda place: (place == other, totals[place], place))
            rest = np.where(np.arange(len(totals)) == one, -1, totals)
            into = int(rest.argmax()) if other is None or one == other else other
            station[into] += station[one]
            station[one] = 0
    return kept


def pooled(values: Sequence[int], least: int) -> tuple[list[int], int]:
    """Counts of periods that are none or at least so many, and what was put together out of the others.

    Where the others together are too few, the next larger periods join them.
    """
    kept = list(values)
    pool = 0
    for place in sorted(range(len(kept)), key=lambda place: (kept[place], place)):
        if kept[place] > 0 and (kept[place] < least or 0 < pool < least):
            pool += kept[place]
            kept[place] = 0
    return kept, pool


def cells(counts: Counts, least: int) -> Iterator[tuple[int, int, int | None, int]]:
    """Station, class, period (``None``: several together) and count of every cell, zeros among them."""
    for row, station in enumerate(counts):
        for column, values in enumerate(station):
            kept, pool = pooled(values.tolist(), least)
            yield from ((row, column, period, count) for period, count in enumerate(kept))
            if pool:
                yield row, column, None, pool
