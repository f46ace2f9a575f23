"""What the measure ``response`` is made of, station by station: calls, hours that a unit is busy, minutes to others.

Formulas and assumptions stand in docs/measures.md. Arrays are read-only, so that tables of their sums stay true.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zoning.model.equality import frozen

Floats = npt.NDArray[np.float64]
STEP_MINUTES, FARTHEST_MINUTES = 5.0, 60.0
"""Minutes to the nearest other station are rounded up to steps, and none is more than the farthest."""
YEAR_HOURS = 8760.0


@dataclass(frozen=True, eq=False)
class Answering:
    """Of n stations.

    ``calls`` (n,) is incidents a year, ``unit_hours`` (n,) hours a year that one unit a call is busy, ``call_minutes``
    (n,) calls times the minutes inside the station, and ``near`` (n, n) each, for every step below the farthest,
    whether another station j is within so many minutes of i at [i, j].
    """

    calls: Floats
    unit_hours: Floats
    call_minutes: Floats
    near: tuple[npt.NDArray[np.bool_], ...]


def answering(incidents: Floats, scene: Sequence[float], inside: Floats, minutes: Floats) -> Answering:
    """Of incidents (n, c) a year, minutes on scene (c,), inside stations (n,) and between them (n, n)."""
    calls = incidents.sum(axis=1)
    hours = (incidents * (np.asarray(scene) + 2 * inside[:, None])).sum(axis=1) / 60
    others = ~np.eye(len(minutes), dtype=bool)
    near = tuple(frozen((step >= minutes.T) & others) for step in np.arange(0, FARTHEST_MINUTES, STEP_MINUTES).tolist())
    return Answering(frozen(calls), frozen(hours), frozen(calls * np.minimum(inside, FARTHEST_MINUTES)), near)
