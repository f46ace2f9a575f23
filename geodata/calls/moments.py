"""The time of each call from what stands in its cell: dates of spreadsheets, of databases, and written in Chinese.

Cells of the usual shapes are read as numbers (:mod:`geodata.listing.shaped`), others rewritten first, each different
one once. A time is that of the clock on the wall. What it may get wrong: 05/06/2023 may be of May or June, so a date
that does not begin with its year is not read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geodata.calls.clocks import BLANK, CLOCK, SHARE, SURE_SHARE, clock_of_share, hour_of, tidied, typed
from geodata.listing.cells import Bools, Cells, Ints
from geodata.listing.shaped import Moments, clocks, times

NONE = np.datetime64("NaT", "s")


@dataclass(frozen=True)
class Read:
    """(n,) times to the second, NaT where a cell is none; whether each has a time of day; whether it had another zone.

    Those of another zone are moved to the clock on the wall. ``shares`` is whether clocks are shares of a day.
    """

    when: Moments
    clocked: Bools
    moved: Bools
    shares: bool = False


def moments(cells: Cells, dates: Cells | None = None, *, shares: bool = False) -> Read:
    """The times of a column; those that are a clock alone, or nothing, have their day in another one.

    Clocks are taken for ``shares`` of a day from where the first of them can be nothing else.
    """
    when, clocked = times(cells)
    moved = np.zeros(len(cells), dtype=bool)
    days = None if dates is None else moments(dates).when.astype("datetime64[D]")
    if days is not None:
        seconds = clocks(cells)
        bare = np.isnat(when) & (seconds >= 0)
        when[bare] = days[bare].astype("datetime64[s]") + seconds[bare].astype("timedelta64[s]")
        clocked[bare] = True
    left = np.flatnonzero(np.isnat(when))
    if len(left):
        texts = cells.texts(left)
        if days is not None:
            shares = shares or any(SURE_SHARE.fullmatch(text) for text in texts)
            texts = [_dated(text, day, shares) for text, day in zip(texts, days[left], strict=True)]
        words = list(dict.fromkeys(texts))
        place = {word: at for at, word in enumerate(words)}
        read, at = _typed(words), np.array([place[text] for text in texts])
        when[left], clocked[left], moved[left] = read.when[at], read.clocked[at], read.moved[at]
    return Read(when, clocked, moved, shares)


def _dated(text: str, day: np.datetime64, shares: bool) -> str:
    """A time with its day before it where it is a clock alone, the day where it is none; ``shares`` of a day, too."""
    if np.isnat(day):
        return text
    clock = tidied(text)
    if BLANK.fullmatch(clock):
        return str(day)
    if shares and SHARE.fullmatch(clock):
        return f"{day} {clock_of_share(clock)}"
    return f"{day} {clock}" if CLOCK.fullmatch(clock) else text


def _typed(words: Sequence[str]) -> Read:
    """Times that are rewritten first."""
    told = [typed(word) for word in words]
    when, clocked = times(Cells.of([one.text for one in told]))
    behind: Ints = np.array([one.behind for one in told]) * clocked
    when += behind.astype("timedelta64[m]")
    hours = when.astype("datetime64[h]").astype(np.int64) % 24
    for row, one in enumerate(told):
        if one.half and clocked[row]:
            hour, meant = int(hours[row]), hour_of(int(hours[row]), one.half)
            when[row] = NONE if meant is None else when[row] + np.timedelta64(meant - hour, "h")
    return Read(when, clocked, (behind != 0) & ~np.isnat(when))
