"""Ratios and divergences of arrays that may hold zeros and unknowns."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def ratio(top: Floats, bottom: Floats) -> Floats:
    """``top / bottom``, NaN where the bottom is zero or unknown."""
    known = np.where(bottom > 0, bottom, np.nan)
    return np.asarray(top / known, dtype=np.float64)


def divergence(incidents: Floats, county: Floats) -> Floats:
    """(m,) Σ_c n_c ln[(n_c / n) / π_c] for incidents (m, c), π being the mix of ``county`` (c,); 0 ln 0 = 0.

    Summed as Σ_c n π_c [(1+δ_c) ln(1+δ_c) − δ_c] with δ_c = n_c / (n π_c) − 1, whose terms are as small as their sum:
    of nearly equal mixes the plain sum would leave little but rounding.
    """
    even = incidents.sum(axis=1, keepdims=True) * (county / max(float(county.sum()), 1e-300))
    delta = np.divide(incidents, even, out=np.ones_like(incidents), where=even > 0) - 1
    logs = np.log1p(delta, out=np.zeros_like(delta), where=delta > -1)
    return np.asarray((even * ((1 + delta) * logs - delta)).sum(axis=1), dtype=np.float64)
