"""Coordinates that a slip of the keyboard put far away, and what was probably meant.

One point among many is a slip where it lies many times as far from their middle as most of them do. What was meant is
guessed only where one slip alone leads there: a point in the wrong place, a sign, a digit lost, added, exchanged or
wrong. What it may get wrong: a real place that lies many times as far away as all others.
"""

from collections.abc import Sequence

import numpy as np

from geodata.tables.keyboard import SLIPS, numbers
from zoning.model.county import Floats
from zoning.texts import Message

SLIPPED = 8.0
"""How many times as far from the middle a slipped point lies as most points do."""


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
    if not np.isfinite(value):
        return []
    for slip in SLIPS:
        fits = sorted(number for number in numbers(value, slip) if low <= number <= high)
        if fits:
            return fits
    return []
