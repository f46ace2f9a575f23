"""Longitudes and latitudes of places as arrays: stations, posts, villages, whatever has both in degrees."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from zoning.model.county import Floats


class Located(Protocol):
    """Something with a place, in degrees."""

    @property
    def lon(self) -> float: ...

    @property
    def lat(self) -> float: ...


def lonlat(places: Sequence[Located]) -> tuple[Floats, Floats]:
    """(m,) longitudes and (m,) latitudes, degrees."""
    lon, lat = (np.array([getattr(place, axis) for place in places], dtype=np.float64) for axis in ("lon", "lat"))
    return lon, lat
