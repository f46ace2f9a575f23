"""Counts on a grid smoothed by a Gaussian kernel, so that places of many incidents show and no single one does.

A cell's density is λ(u) = Σ_x n(x) g(u − x) / e(x), with g the Gaussian of bandwidth h on the grid and e(x) the share
of g round x that lies within the county: nothing is lost over the edge, and Σ λ is the number of incidents (the edge
correction of Jones 1993 and Diggle 2010). What it may get wrong: one bandwidth for town and mountains, so streets of a
town run into one and lonely farms into a haze.

References
----------
D. W. Scott, *Multivariate Density Estimation* (1992), §6.3; B. W. Silverman, *Density Estimation* (1986), §3.4.2;
M. Rudemo, Scandinavian Journal of Statistics 9 (1982); A. W. Bowman, Biometrika 71 (1984);
M. C. Jones, Statistics and Computing 3 (1993); P. J. Diggle, in *Handbook of Spatial Statistics* (2010), ch. 18.
"""

import math

import numpy as np

from zoning.model.county import Bools, Floats

TRIED = 9
"""Bandwidths that are tried."""
REACH = 4.0
"""The kernel ends so many bandwidths away."""


def bandwidth(counts: Floats, inside: Bools, cell: float) -> float:
    """h in metres, of :data:`TRIED` widths from one cell to :func:`widest` that of the least :func:`error`."""
    cells = np.geomspace(1.0, widest(counts), TRIED)
    if counts.sum() < 2:
        return cell
    errors = [error(counts, inside, float(width)) for width in cells]
    return float(cells[int(np.argmin(errors))] * cell)


def error(counts: Floats, inside: Bools, cells: float) -> float:
    """Σ f² − 2 / n Σ f₋ᵢ(xᵢ), the estimate of a bandwidth's squared error by leaving out (Rudemo 1982, Bowman 1984).

    f is λ / n and f₋ᵢ the same without incident i, on the grid.
    """
    total = float(counts.sum())
    within = _blurred(inside.astype(np.float64), cells)
    density = smoothed(counts, inside, cells)
    own = np.divide(_top(cells), within, out=np.zeros_like(within), where=inside)
    left = float((counts * (density - own)).sum())
    return float((density**2).sum()) / total**2 - 2 * left / (total * (total - 1))


def widest(counts: Floats) -> float:
    """Scott's rule for a plane, h = σ n^(−1/6) in cells, at least one; too wide where a county has several towns.

    σ is the lesser of the standard deviation of a coordinate and of the median distance from the mean centre over
    √(2 ln 2), which are equal for a normal cloud; a few far ones do not widen the second.
    """
    rows, columns = np.nonzero(counts)
    weights = counts[rows, columns]
    total = float(weights.sum())
    if total < 2:
        return 1.0
    y, x = (at - float((weights * at).sum()) / total for at in (rows, columns))
    deviation = math.sqrt(float((weights * (x**2 + y**2)).sum()) / total / 2)
    away = np.hypot(x, y)
    order = np.argsort(away, kind="stable")
    middle = int(np.searchsorted(np.cumsum(weights[order]), total / 2))
    median = float(away[order][middle]) / math.sqrt(2 * math.log(2))
    spread = min(deviation, median) if median > 0 else deviation
    return float(max(spread * total ** (-1 / 6), 1.0))


def smoothed(counts: Floats, inside: Bools, cells: float) -> Floats:
    """λ, (r, c) incidents a cell, for ``counts`` (r, c) in the cells ``inside`` and a bandwidth of so many cells."""
    within = _blurred(inside.astype(np.float64), cells)
    lent = np.divide(counts, within, out=np.zeros_like(within), where=inside)
    return np.asarray(_blurred(lent, cells) * inside)


def contributing(counts: Floats, cells: float) -> Floats:
    """(r, c) Σ_x n(x) g(u − x) / g(0): at least so many incidents stand behind the density of a cell."""
    return np.asarray(_blurred(counts.astype(np.float64), cells) / _top(cells))


def _top(cells: float) -> float:
    """g(0)."""
    return float(_weights(cells)[0] ** 2)


def _blurred(values: Floats, cells: float) -> Floats:
    """Σ_x values(x) g(u − x); nothing lies beyond the edge."""
    above, left = (_band(length, cells) for length in values.shape)
    return np.asarray(above @ values @ left)


def _band(length: int, cells: float) -> Floats:
    """(length, length) g along a line, from each cell to each."""
    weights, at = _weights(cells), np.arange(length)
    away = np.abs(at[:, None] - at)
    return np.asarray(np.where(away < len(weights), weights[np.minimum(away, len(weights) - 1)], 0.0))


def _weights(cells: float) -> Floats:
    """g by the number of cells along a line; over both sides they sum to 1."""
    half = np.exp(-0.5 * (np.arange(int(REACH * cells + 0.5) + 1) / cells) ** 2)
    return np.asarray(half / (2 * half.sum() - half[0]))
