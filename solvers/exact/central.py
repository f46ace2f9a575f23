"""Duals from the middle of the optimal face: of those that prove a bound, ones under which growth meets few sets.

The restricted master is degenerate: its optimal duals are a face, and GLOP gives a corner of it, where some stations
are dear and μ makes up for it. Growth from a centre o begins with the bound V_o = Σ_j min(0, ω_oj) − μ for zones of any
stations (``solvers.exact.pricing``), which such duals make low. The sum of V_o over all centres is concave in (π, μ),
and is raised by steps of Frank and Wolfe: its gradient, a thousandth and less of the demand for each station and for
zones, tilts the programme, whose new corner lies on the same face; the duals go on towards it as far as the sum rises.
Any duals between two that price all columns out do so, too.

References
----------
M. Frank, P. Wolfe, An algorithm for quadratic programming, Naval Research Logistics Quarterly 3 (1956). L. Rousseau,
M. Gendreau, D. Feillet, Interior point stabilization for column generation, Operations Research Letters 35 (2007).
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from solvers.exact.master import RestrictedMaster
from solvers.exact.pricing import BoundedGrowth
from solvers.instances.duals import Duals
from solvers.instances.subproblem import Subproblem
from solvers.stop import Watch
from zoning.model.county import Floats

STEPS = 8
"""Steps at the most: more save fewer states than the programmes take time."""
TILT = 1e-3
"""The largest change of a demand: so small that the corner stays on the face."""
SHARES = np.array([1.0, 0.7, 0.5, 0.35, 0.2, 0.1])
"""Of the way to a corner, the shares tried."""
GAIN = 0.01
"""Share of Σ |V_o| below which a step is the last one."""


def central_duals(
    master: RestrictedMaster, subproblem: Subproblem, duals: Duals, priced_out: Callable[[Duals], Duals | None]
) -> Duals:
    """Duals of the optimal face that raise Σ V_o, from those of a corner of it; the same where V_o has no centre.

    Parameters
    ----------
    priced_out : of duals before, those of the master as it is tilted, once no known column prices out
    """
    growth, free = BoundedGrowth(subproblem, 0, Watch(), subproblem.instance.none), master.free
    if growth.to_centre(subproblem.instance.parts(duals)) is None:
        return duals
    attraction = growth.attraction(duals)
    ways, centres, _ = attraction.shape

    def value(stations: Floats, zone: Floats) -> Floats:
        """Σ V_o (m,) of duals (m, v) and (m,)."""
        least = np.minimum(attraction - stations[:, None, None, :], 0)
        return np.asarray(least.sum(axis=(1, 2, 3)) - ways * centres * zone)

    best = float(value(duals.stations[None, free], np.array([duals.zone]))[0])
    for _ in range(STEPS):
        wanted = (attraction < duals.stations[free]).sum(axis=(0, 1)) / (
            ways * centres
        )  # at how many centres, as shares
        master.tilt(TILT * wanted, TILT)
        corner = priced_out(duals)
        if corner is None:
            break
        stations = duals.stations + SHARES[:, None] * (corner.stations - duals.stations)
        zone = duals.zone + SHARES * (corner.zone - duals.zone)
        found = value(stations[:, free], zone)
        at = int(found.argmax())
        if found[at] <= best + GAIN * abs(best):
            break
        best, share = float(found[at]), float(SHARES[at])
        duals = replace(
            duals,
            stations=stations[at],
            zone=float(zone[at]),
            change=duals.change + share * (corner.change - duals.change),
            labels=duals.labels + share * (corner.labels - duals.labels),
            limits=duals.limits + share * (corner.limits - duals.limits),
        )
    master.tilt(np.zeros(len(free)), 0.0)
    return duals
