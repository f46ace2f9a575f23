"""Boxes of the mean density and the mix of incidents that a zone may have, and what each station costs in them.

With x_i the logarithmic density and p_i the shares of the classes in the ñ_i incidents of a station, both losses of a
zone are least sums over its stations, over a mean m and a mix q that all of them share:

    Σ (x_i − x̄)² = min_m Σ (x_i − m)²        D = min_q Σ ñ_i Σ_c [p_ic ln(p_ic / q_c) − p_ic + q_c]

So in a box of (m, q) a station costs at least what it costs at the value of the box nearest to its own, dimension by
dimension: additive, and the tighter the smaller the box. Boxes are split in two; together they hold every zone.

References
----------
A. Banerjee, S. Merugu, I. Dhillon, J. Ghosh, Clustering with Bregman divergences, Journal of Machine Learning Research
6 (2005): the mean is the least of every Bregman divergence. C. Lance, W. Williams, A general theory of classificatory
sorting strategies, Computer Journal 9 (1967).
"""

from dataclasses import dataclass, field

import numpy as np

from solvers.coverage import MEASURES
from solvers.forms.measures import Loss
from zoning.judge.measures import POINTS
from zoning.model.county import Bools, Floats, Ints
from zoning.model.problem import Problem

GAIN = 100.0
"""Points that a split must promise: by so much the members of a zone cost more at their own mean than in the box."""
EDGE = 0.2
"""Share of its side that a split leaves on both sides."""


@dataclass
class Boxes:
    """A binary tree of boxes, the first of which holds every (m, q): a box is whole, or split into its two parts.

    Parameters
    ----------
    at : (n, 1 + c) x_i and p_i of the stations
    unit : (n, 2) points for a squared difference in density, and for a unit of divergence of all incidents
    """

    at: Floats
    unit: Floats
    low: list[Floats] = field(default_factory=list)
    high: list[Floats] = field(default_factory=list)
    _cost: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    _parts: Ints = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))

    @classmethod
    def of(cls, problem: Problem, free: Ints) -> "Boxes":
        """One box that holds all zones of the stations ``free`` (rows)."""
        county, shares = problem.county, problem.policy.weights.shares()
        weights = {row.key: POINTS * shares[row.key] for row in MEASURES if isinstance(row.growth, Loss)}
        incidents = county.smoothed[free]
        total = incidents.sum(axis=1)
        mix = (incidents / np.maximum(total, 1e-300)[:, None])[:, incidents.any(axis=0)]
        divergence = weights["mix_loss"] / county.mix_total * total if county.mix_total else 0 * total
        square = weights["density_loss"] / county.density_total if county.density_total else 0.0
        at = np.column_stack([county.log_density[free], mix])
        boxes = cls(at, np.column_stack([np.full(len(free), square), divergence]))
        boxes._add(at.min(axis=0), at.max(axis=0))
        return boxes

    def __len__(self) -> int:
        return len(self.low)

    @property
    def cost(self) -> Floats:
        """(m, n) points of each station in each box."""
        return self._cost[: len(self)]

    @property
    def parts(self) -> Ints:
        """(m, 2) the two parts of each box, −1 where it is whole."""
        return self._parts[: len(self)]

    def at_mean(self, members: Ints) -> Floats:
        """(m,) points of the members (rows) of a zone at its own mean."""
        mean = self._mean(members)
        return np.asarray(self._by_side(mean, mean, members).sum(axis=1))

    def _mean(self, members: Bools | Ints) -> Floats:
        """(1 + c,) mean density and mix of a zone of these stations."""
        weight = self.unit[members, 1] + 1e-9
        return np.concatenate(([self.at[members, 0].mean()], np.average(self.at[members, 1:], axis=0, weights=weight)))

    def split(self, box: int, members: Bools) -> bool:
        """Split a whole box where the ``members`` (n,) of a zone cost less in it than at their own mean, if they do.

        The two parts are then the last boxes.
        """
        low, high = self.low[box], self.high[box]
        mean = np.clip(self._mean(members), low, high)
        gain = (self._by_side(mean, mean, members) - self._by_side(low, high, members)).sum(axis=0)
        side = int(gain.argmax())
        if gain[side] < GAIN:
            return False
        width = high[side] - low[side]
        cut = min(max(mean[side], low[side] + EDGE * width), high[side] - EDGE * width)
        lower, upper = high.copy(), low.copy()
        lower[side] = upper[side] = cut
        self._parts[box] = len(self), len(self) + 1
        self._add(low, lower)
        self._add(upper, high)
        return True

    def _add(self, low: Floats, high: Floats) -> None:
        if len(self) == len(self._cost):
            room = max(64, 2 * len(self))
            cost, parts = np.zeros((room, len(self.at))), np.full((room, 2), -1)
            if len(self):
                cost[: len(self)], parts[: len(self)] = self.cost, self.parts
            self._cost, self._parts = cost, parts
        self._cost[len(self)] = self._by_side(low, high).sum(axis=1)
        self.low.append(low)
        self.high.append(high)

    def _by_side(self, low: Floats, high: Floats, rows: Bools | Ints | slice = slice(None)) -> Floats:
        """(n, 1 + c) points of each station at the value nearest to its own between ``low`` and ``high``, by side."""
        at, unit = self.at[rows], self.unit[rows]
        near = np.clip(at, low, high)
        p, q = at[:, 1:], near[:, 1:]
        far = p * np.log(np.maximum(p, 1e-300) / np.maximum(q, 1e-300)) - p + q
        return np.column_stack([unit[:, 0] * (at[:, 0] - near[:, 0]) ** 2, unit[:, 1:] * np.maximum(far, 0.0)])
