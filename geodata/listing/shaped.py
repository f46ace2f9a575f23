"""Times and degrees of a column by the shapes of its cells; what is of no usual shape is left to those who read texts.

A time is that of the clock on the wall; one of another zone than +08:00 is left.
"""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from geodata.listing.cells import Bools, Cells, Ints

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Moments = np.ndarray[tuple[int], np.dtype[np.datetime64]]
DAY = r"(?P<year>9999)(?P<mark>[-/.])(?P<month>99?)(?P=mark)(?P<day>99?)"
CLOCK = r"(?P<hour>99?):(?P<minute>99?)(?::(?P<second>99?))?"
ZONED = r"(?P<hour>99):(?P<minute>99):(?P<second>99)(?:\.9+)?(?:\+(?P<ahead>99):?(?P<more>99))?"
TIMES = tuple(
    map(
        re.compile,
        (
            rf"{DAY}(?: {CLOCK})?",
            rf"{DAY}[ T]{ZONED}",
            r"(?P<year>9999)(?P<month>99)(?P<day>99)(?:(?P<hour>99)(?P<minute>99)(?P<second>99)?)?",
            r"(?P<year>9999)年(?P<month>99?)月(?P<day>99?)日 ?(?P<hour>99?)时(?P<minute>99?)分(?:(?P<second>99?)秒)?",
        ),
    )
)
HIGHEST = {"month": 12, "hour": 23, "minute": 59, "second": 59}
NUMBER = re.compile(r"(-?)(9{1,9})(?:\.(9{0,18}))?")
"""Shapes of decimal numbers whose figures before the point, and behind it, fit into 64 bits."""


def times(cells: Cells) -> tuple[Moments, Bools]:
    """(n,) times to the second, NaT where a cell is of no such shape or no such time, and whether each has a clock."""
    found = np.full(len(cells), np.datetime64("NaT", "s"), dtype="datetime64[s]")
    clocked = np.zeros(len(cells), dtype=bool)
    for shape, own, rows in cells.shapes():
        fits = next((fit for form in TIMES if (fit := form.fullmatch(shape))), None)
        if fits is not None:
            parts = dict(_parts(own, fits))
            read = _moments(parts, len(rows))
            found[rows] = read
            clocked[rows] = ("hour" in parts) & ~np.isnat(read)
    return found, clocked


def clocks(cells: Cells) -> Ints:
    """(n,) seconds since midnight where a cell is a time of day alone, -1 elsewhere."""
    found = np.full(len(cells), -1, dtype=np.int64)
    for shape, own, rows in cells.shapes():
        if fits := re.fullmatch(CLOCK, shape):
            parts = dict(_parts(own, fits))
            fine = np.logical_and.reduce([parts[name] <= HIGHEST[name] for name in parts])
            found[rows] = np.where(fine, _seconds(parts, len(rows)), -1)
    return found


def _parts(cells: Cells, fits: "re.Match[str]") -> Iterator[tuple[str, Ints]]:
    for name, text in fits.groupdict().items():
        if text is not None and name != "mark":
            yield name, cells.figures(fits.string, *fits.span(name))


def _moments(parts: dict[str, Ints], count: int) -> Any:
    """(n,) times of these parts, NaT where there is no such one."""
    months = (parts["year"] - 1970) * 12 + parts["month"] - 1
    month = months.astype("datetime64[M]")
    days = month.astype("datetime64[D]") + (parts["day"] - 1).astype("timedelta64[D]")
    fine = (parts["year"] > 0) & (parts["month"] > 0) & (parts["day"] > 0) & (days.astype("datetime64[M]") == month)
    for name, highest in HIGHEST.items():
        fine &= parts.get(name, np.zeros(count)) <= highest
    if "ahead" in parts:
        fine &= (parts["ahead"] == 8) & (parts["more"] == 0)
    clock = _seconds(parts, count).astype("timedelta64[s]")
    return np.where(fine, days.astype("datetime64[s]") + clock, np.datetime64("NaT", "s"))


def _seconds(parts: dict[str, Ints], count: int) -> Ints:
    zero = np.zeros(count, dtype=np.int64)
    return (parts.get("hour", zero) * 60 + parts.get("minute", zero)) * 60 + parts.get("second", zero)


def numbers(cells: Cells) -> Floats:
    """(n,) the numbers that stand in cells, NaN where there is none."""
    found = np.full(len(cells), np.nan)
    rest = [*cells.longer]
    for shape, own, rows in cells.shapes():
        fits = NUMBER.fullmatch(shape)
        if fits is None:
            rest += rows.tolist() if shape else []
            continue
        whole = own.figures(shape, *fits.span(2)).astype(np.float64)
        start, end = fits.span(3)
        if end > start:
            whole += own.figures(shape, start, end) / 10.0 ** (end - start)
        found[rows] = -whole if fits[1] else whole
    left = np.array(rest, dtype=np.int64)
    found[left] = [_number(text) for text in cells.texts(left)]
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return np.nan
