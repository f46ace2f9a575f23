"""Ways to an incident anywhere in the area of a station, taken as a disc round its seat in a plane of minutes.

What it may get wrong: areas are no discs, and minutes are no plane.
"""

from collections.abc import Sequence

import numpy as np

from zoning.model.county import County, Floats

RINGS, SECTORS = 24, 48
"""Points of a disc over which the mean way is integrated."""


def ways(county: County, targets: Sequence[float]) -> tuple[Floats, Floats]:
    """(n, n) mean minutes from seat i to an incident at station j, and (n, n, t) the share within each target.

    The disc of station j has the radius 1.5 r_j, so that the mean from its own seat is r_j (docs/measures.md). The
    share within a target is the part of the disc inside the circle of that radius round seat i.
    """
    radius = 1.5 * county.inside_minutes
    nodes, weights = np.polynomial.legendre.leggauss(RINGS)
    along, weight = (nodes + 1) / 2, weights * (nodes + 1) / 2  # the further out, the more area a ring has
    turn = np.cos(np.pi * (np.arange(SECTORS) + 0.5) / SECTORS)
    ring = along[:, None] * radius  # (rings, n)
    minutes = np.empty_like(county.minutes)
    for i, way in enumerate(county.minutes):
        square = way**2 + ring[:, None, :] ** 2 + 2 * way * ring[:, None, :] * turn[None, :, None]
        minutes[i] = weight @ np.sqrt(np.maximum(square, 0)).mean(axis=1)
    shares = [_shared(county.minutes, np.broadcast_to(radius, county.minutes.shape), target) for target in targets]
    return minutes, np.stack(shares, axis=2)


def _shared(way: Floats, radius: Floats, target: float) -> Floats:
    """Share of a disc of ``radius`` within ``target`` of a point at distance ``way`` from its centre: a lens."""
    apart, inside = way >= radius + target, way <= np.abs(target - radius)
    d = np.where(apart | inside, radius + target, way)
    far = (d**2 + radius**2 - target**2) / (2 * d * radius)
    near = (d**2 + target**2 - radius**2) / (2 * d * target)
    kite = (radius + target - d) * (d + radius - target) * (d - radius + target) * (d + radius + target)
    lens = radius**2 * np.arccos(np.clip(far, -1, 1)) + target**2 * np.arccos(np.clip(near, -1, 1))
    share = (lens - np.sqrt(np.maximum(kite, 0)) / 2) / (np.pi * radius**2)
    return np.where(apart, 0.0, np.where(inside, np.minimum(1.0, (target / radius) ** 2), share))
