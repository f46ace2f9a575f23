"""The shape of each station's area, as far as compactness needs it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from zoning.mathematics.ratios import Floats
from zoning.model.equality import ByValue
from zoning.model.errors import Mistake, mistake


@dataclass(frozen=True, eq=False)
class Outline(ByValue):
    """What the compactness figures need of each station's polygon, in a plane metric projection.

    ``perimeter_km`` (n,), ``centroid_km`` (n, 2) and ``polar_km4`` (n,), the second moment of area about the centroid.
    """

    perimeter_km: Floats
    centroid_km: Floats
    polar_km4: Floats


def outline_mistakes(outline: Outline, stations: int) -> Iterator[Mistake]:
    """Arrays of another shape than the stations ask for."""
    shapes = {"perimeter_km": (stations,), "centroid_km": (stations, 2), "polar_km4": (stations,)}
    for name, shape in shapes.items():
        got = np.shape(getattr(outline, name))
        if got != shape:
            yield mistake("zoning.county.shape", name=name, shape=shape, got=got)
