"""What the measure ``response`` is made of, station by station: calls, hours that a unit is busy, minutes to others.

Formulas and assumptions stand in docs/measures.md. Arrays are read-only, so that tables of their sums stay true.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zoning.model.equality import frozen

Floats = npt.NDArray[np.float64]
Steps = npt.NDArray[np.int8]
STEP_MINUTES, FARTHEST_MINUTES = 5.0, 60.0
"""Minutes to the nearest other station are rounded up to steps, and none is more than the farthest."""
STEPS = int(FARTHEST_MINUTES / STEP_MINUTES)
YEAR_HOURS = 8760.0


@dataclass(frozen=True, eq=False)
class Answering:
    """Of n stations.

    ``calls`` (n,) is incidents a year, ``unit_hours`` (n,) hours a year that one unit a call is busy, ``call_minutes``
    (n,) calls times the minutes inside the station, and ``steps`` (n, n) at [i, j] the steps that another station j
    takes to i, ``STEPS`` at most; no station helps itself.
    """

    calls: Floats
    unit_hours: Floats
    call_minutes: Floats
    steps: Steps


def answering(incidents: Floats, scene: Sequence[float], inside: Floats, minutes: Floats) -> Answering:
    """Of incidents (n, c) a year, minutes on scene (c,), inside stations (n,) and between them (n, n)."""
    calls = incidents.sum(axis=1)
    hours = (incidents * (np.asarray(scene) + 2 * inside[:, None])).sum(axis=1) / 60
    steps = np.zeros(minutes.shape, dtype=np.int8)
    for k in range(STEPS):
        steps += ~(k * STEP_MINUTES >= minutes.T)
    np.fill_diagonal(steps, STEPS)
    return Answering(frozen(calls), frozen(hours), frozen(calls * np.minimum(inside, FARTHEST_MINUTES)), frozen(steps))
