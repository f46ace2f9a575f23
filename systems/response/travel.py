"""Ways to an incident anywhere in the area of a station, taken as a disc round its seat in a plane of minutes.

What it may get wrong: areas are no discs, and minutes are no plane.
"""

import numpy as np

from zoning.model.county import County, Floats

RINGS, SECTORS = 24, 48
"""Points of a disc over which the mean way is integrated."""


def disc_radius(county: County) -> Floats:
    """(n,) minutes: 1.5 r_j, so that the mean way from the own seat is r_j (docs/measures.md)."""
    return 1.5 * county.inside_minutes


def mean_ways(seats: Floats, radius: Floats) -> Floats:
    """(b, n) mean minutes to an incident from bases that are ``seats`` (b, n) minutes away; ``radius`` is (n,)."""
    nodes, weights = np.polynomial.legendre.leggauss(RINGS)
    along, weight = (nodes + 1) / 2, weights * (nodes + 1) / 2  # the further out, the more area a ring has
    turn = np.cos(np.pi * (np.arange(SECTORS) + 0.5) / SECTORS)
    ring = along[:, None] * radius  # (rings, n)
    minutes = np.empty_like(seats)
    for i, way in enumerate(seats):
        square = way**2 + ring[:, None, :] ** 2 + 2 * way * ring[:, None, :] * turn[None, :, None]
        minutes[i] = weight @ np.sqrt(np.maximum(square, 0)).mean(axis=1)
    return minutes
