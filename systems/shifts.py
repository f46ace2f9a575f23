"""Units and crew on duty by hour of the day (N3, N8), from the shifts of the units table.

What it may get wrong: every day of the week is taken to be alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zoning.model.bureau import Unit
from zoning.model.county import Floats

HOURS = 24


@dataclass(frozen=True)
class Shifts:
    """``units`` and ``crew`` (24,) on duty in every hour of the day, by length of the overlap."""

    units: Floats
    crew: Floats

    @property
    def empty(self) -> tuple[int, ...]:
        """Hours with less than one unit on duty, and so with a time without any."""
        return tuple(int(hour) for hour in np.flatnonzero(self.units < 1 - 1e-9))


def shifts(units: Sequence[Unit]) -> Shifts:
    """Units and crew by hour; a shift that ends before it starts passes midnight, equal hours are all day."""
    on_duty = [_overlap(unit) for unit in units]
    crew = [unit.crew * hours for unit, hours in zip(units, on_duty, strict=True)]
    nobody = np.zeros((1, HOURS))
    return Shifts(np.vstack([*on_duty, nobody]).sum(axis=0), np.vstack([*crew, nobody]).sum(axis=0))


def _overlap(unit: Unit) -> Floats:
    """(24,) share of every hour that a unit is on duty."""
    start, end = unit.start_hour, unit.end_hour
    length = (end - start) % HOURS or HOURS
    hour = np.arange(2 * HOURS)
    inside = np.clip(np.minimum(hour + 1, start + length) - np.maximum(hour, start), 0, 1)
    return np.asarray(inside[:HOURS] + inside[HOURS:], dtype=np.float64)
