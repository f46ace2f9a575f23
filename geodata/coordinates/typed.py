"""Coordinates that a slip of the keyboard put far away, and what was probably meant.

One point among many is a slip where it lies many times as far from their middle as most of them do. What was meant is
guessed only where one slip alone leads there: a point in the wrong place, a sign, a digit lost, added, exchanged or
wrong. What it may get wrong: a real place that lies many times as far away as all others.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from zoning.model.county import Floats
from zoning.texts import Message

SLIPPED = 8.0
"""How many times as far from the middle a slipped point lies as most points do."""
DIGITS = "0123456789"
LONGEST = 20


def away_of(xy: Floats) -> Floats:
    """(n,) how far each of (n, 2) points lies from the median, along x or y, whichever is more."""
    away: Floats = np.abs(xy - np.sort(xy, axis=0)[len(xy) // 2]).max(axis=1)
    return away


def reach_of(away: Floats, share: float) -> float:
    """How far this share of the points lies from the middle at most."""
    return float(np.sort(away)[int(share * (len(away) - 1))])


def likely(point: Sequence[float], low: Sequence[float], high: Sequence[float]) -> Message | str:
    """Half a sentence that says what was meant by (x, y), which should lie between ``low`` and ``high``."""
    x, y = point
    if low[0] <= y <= high[0] and low[1] <= x <= high[1]:
        return Message("geodata.hint.swapped_point", {"x": f"{y:.10g}", "y": f"{x:.10g}"})
    meant = [[point[k]] if low[k] <= point[k] <= high[k] else list(_meant(point[k], low[k], high[k])) for k in range(2)]
    if any(len(options) != 1 for options in meant):
        return ""
    return Message("geodata.hint.typed_point", {"x": f"{meant[0][0]:.10g}", "y": f"{meant[1][0]:.10g}"})


def _meant(value: float, low: float, high: float) -> list[float]:
    """The numbers between ``low`` and ``high`` that one slip makes ``value`` of: of the likeliest kind of slip."""
    text = f"{value:.10g}"
    if len(text) > LONGEST or not np.isfinite(value):
        return []
    for slips in (_moved, _sign, _digit_lost, _digit_more, _exchanged, _digit_wrong):
        fits = sorted({number for number in map(_number, slips(text)) if number is not None and low <= number <= high})
        if fits:
            return fits
    return []


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:  # a point or sign left alone
        return None


def _moved(text: str) -> Iterator[str]:
    """The point elsewhere."""
    yield from (f"{text}e{power}" for power in (-3, -2, -1, 1, 2, 3))


def _sign(text: str) -> Iterator[str]:
    yield text.removeprefix("-") if text.startswith("-") else f"-{text}"


def _digit_lost(text: str) -> Iterator[str]:
    yield from (text[:at] + digit + text[at:] for at in range(len(text) + 1) for digit in DIGITS)


def _digit_more(text: str) -> Iterator[str]:
    yield from (text[:at] + text[at + 1 :] for at in range(len(text)))


def _exchanged(text: str) -> Iterator[str]:
    for at, (a, b) in enumerate(pairwise(text)):
        yield text[:at] + b + a + text[at + 2 :]


def _digit_wrong(text: str) -> Iterator[str]:
    yield from (text[:at] + digit + text[at + 1 :] for at in range(len(text)) for digit in DIGITS)
