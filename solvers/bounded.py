"""Bounded growth: grow only the zones whose reduced cost can still be small, and never the whole pool.

Every zone is grown from its best office, its *centre*. From there travel adds up over stations, and with multipliers λ
for the workload limits and |θ| ≤ 1 for the mismatch the whole reduced cost has a lower bound that adds up too:

    ω_j = λ_travel · w_j t_oj / T + θ · λ_mismatch · ½ (w_j/W − p_j/P) − π_j − σ_j + λ · w_j
    V(S, R) = Σ_S ω + Σ_R min(0, ω) − (λ · highest if λ ≥ 0 else λ · lowest) − μ

for every zone between S and S ∪ R, with R the undecided stations and σ_j what a station could at most earn under
``max_changed``. Measures that only grow (``Measure.grows``) are added as they stand for S. Including a station adds
max(0, ω), excluding it max(0, −ω): a :class:`~solvers.growth.Tally`. Several (λ, θ) give several tallies.

The bound holds for real numbers; points are rounded, so a ceiling is raised by one point a zone. What is found is
costed exactly before it is believed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solvers.growth import Field, Tally, grow
from solvers.masks import Bits, Masks, mask_of
from solvers.pool import Candidates, Found, Ground
from solvers.prices import Prices
from solvers.start import flood
from solvers.watch import Watch
from zoning.county import Floats, Ints
from zoning.measures import MEASURES, POINTS

ROUNDING = 1.0
"""Points by which rounding and the last bits may lower a cost below its real value; half a point is the truth."""
MOST_KEPT = 10_000_000
"""Zones one question may bring together, several times each: 0.3 GB while they are sorted."""
SLOPES = (-1.0, 1.0)
"""The θ of the tallies: officers to spare, and workload to spare. Values between them hardly prune anything more."""


class TooMany(Exception):
    """A growth met more states than it may."""


@dataclass
class Bounded:
    """A source of zones for ``others`` zones, which grows them anew for every question; see :class:`solvers.pool.Pool`.

    ``limit`` bounds the states of one question, after which :class:`TooMany` is raised. ``seen`` are zones met so far:
    while some of them are cheap enough, a question that needs only some is answered from them.
    """

    ground: Ground
    others: int
    limit: int
    watch: Watch
    seen: Candidates
    grown: int = field(default=0)

    whole = False

    def at_hand(self, prices: Prices, ceiling: float, most: int) -> Found:
        """Of the zones met so far with a reduced cost of at most ``ceiling``, the ``most`` lowest."""
        met = self._cheap(self.seen, prices, ceiling)
        rows = np.argsort(met.reduced, kind="stable")[:most]
        return Found(met.zones[rows], met.reduced[rows], complete=False)

    def below(self, prices: Prices, ceiling: float, enough: int | None = None, cheap: float = 0.0) -> Found:
        """All zones whose reduced cost is at most ``ceiling``, the lowest first.

        With ``enough`` it may stop, and say so, once it has found fifty times that many of at most ``cheap``.

        Raises
        ------
        TooMany
            When more than ``limit`` states were met, or more than :data:`MOST_KEPT` zones kept.
        Stopped
            When the watch says so.
        """
        parts: list[Candidates] = []
        count = states = kept = 0
        complete = True
        for grown, masks in self._sets(prices, ceiling):
            states += grown
            self.watch.tick(grown)
            if states > self.limit:
                raise TooMany
            part = self._cheap(self.ground.candidates(masks, self.others), prices, ceiling)
            parts.append(part.zones)
            count += int((part.reduced <= cheap).sum())
            kept += len(part.zones)
            if kept > MOST_KEPT:
                raise TooMany
            if enough is not None and count > 50 * enough:
                complete = False
                break
        self.grown += states
        zones = _unique(Candidates.joined(parts))  # a zone may be grown from several centres
        if enough is not None:
            self.seen = _unique(Candidates.joined([self.seen, zones]))
        found = self._cheap(zones, prices, ceiling)
        order = np.argsort(found.reduced, kind="stable")
        return Found(found.zones[order], found.reduced[order], complete)

    def _cheap(self, zones: Candidates, prices: Prices, ceiling: float) -> Found:
        reduced = prices.reduced(self.ground.tables, self.ground.change, zones.masks, zones.points)
        keep = np.flatnonzero(reduced <= ceiling)
        return Found(zones[keep], reduced[keep], complete=True)

    def _sets(self, prices: Prices, ceiling: float) -> Iterator[tuple[int, Bits]]:
        tallies = [*self._limits, *(self._tally(prices, slope, ceiling) for slope in self._slopes)]
        return grow(self._field, self._roots, tallies, self._floor if self._growing else None)

    @cached_property
    def _orders(self) -> Ints:
        """(v, n) a view a centre: its stations by minutes from it, itself first."""
        minutes = self.ground.problem.county.minutes.copy()
        np.fill_diagonal(minutes, -1)
        return np.argsort(minutes[self.ground.free], axis=1, kind="stable")

    @cached_property
    def _field(self) -> Field:
        return self.ground.field(self._orders)

    @cached_property
    def _limits(self) -> list[Tally]:
        return self.ground.tallies(self.others, self._orders)

    @cached_property
    def _roots(self) -> list[tuple[int, int, int]]:
        """Every centre, barred from the stations that it cannot reach."""
        neighbours, free = self.ground.neighbours.tolist(), mask_of(self.ground.free.tolist())
        roots = []
        for view, order in enumerate(self._orders.tolist()):
            reach = flood(neighbours, 1 << order[0], free)
            roots.append((view, 0, mask_of([k for k, row in enumerate(order) if not reach >> row & 1])))
        return roots

    @cached_property
    def _growing(self) -> list[tuple[float, int]]:
        """Weight in points and row of the measures that only grow."""
        shares = self.ground.problem.policy.weights.shares()
        return [(POINTS * shares[m.key], k) for k, m in enumerate(MEASURES) if m.grows and shares[m.key] > 0]

    def _floor(self, masks: Bits) -> Floats:
        zones = Masks(self.ground.problem, self.ground.tables, masks)
        total = np.zeros(len(masks))
        for weight, row in self._growing:
            total += weight * MEASURES[row].share(zones)
        return total

    @property
    def _slopes(self) -> tuple[float, ...]:
        return SLOPES if self.ground.problem.policy.weights.mismatch > 0 else (0.0,)

    def _tally(self, prices: Prices, slope: float, ceiling: float) -> Tally:
        """The lower bound V for θ = ``slope``, in every view with the λ that makes it largest at the root."""
        problem = self.ground.problem
        county, shares, outside = problem.county, problem.policy.weights.shares(), ~problem.alone
        work = county.workload
        uneven = np.zeros(len(work))
        if work.any() and county.officers.any():  # else no zone has a mismatch
            uneven = work / work.sum() - county.officers / county.officers.sum()
        same = POINTS * slope * shares["mismatch"] * uneven / 2 - prices.stations - prices.change
        minutes = county.weighted_minutes.T / county.travel_total if county.travel_total else 0 * county.minutes
        price = POINTS * shares["travel"] * minutes[self.ground.free] + same  # (v, n) by row
        low, high = problem.band(self.others)
        best = np.full(len(price), -np.inf)
        omega, start = np.zeros_like(price), np.zeros(len(price))
        for factor in self._factors(price, low, high).T:
            tilted = np.where(outside, price + factor[:, None] * work, 0.0)
            base = (
                -prices.zone - np.where(factor > 0, factor * high, factor * low) if np.isfinite(high) else -prices.zone
            )
            root = np.take_along_axis(tilted, self.ground.free[:, None], axis=1)[:, 0]
            value = base + np.minimum(tilted, 0).sum(axis=1) + np.maximum(root, 0)
            better = value > best
            best = np.where(better, value, best)
            omega[better], start[better] = tilted[better], (base + np.minimum(tilted, 0).sum(axis=1))[better]
        omega = np.take_along_axis(omega, self._orders, axis=1)
        return Tally(np.maximum(omega, 0), np.maximum(-omega, 0), ceiling + ROUNDING, start, floored=True)

    def _factors(self, price: Floats, low: float, high: float) -> Floats:
        """(v, f) λ worth trying: 0 and, with a band, where a station's ω changes sign."""
        nothing = np.zeros((len(price), 1))
        if not np.isfinite(high):
            return nothing
        work = self.ground.problem.county.workload
        turns = -price[:, work > 0] / work[work > 0]
        return np.hstack((nothing, turns))


def _unique(zones: Candidates) -> Candidates:
    return zones[np.unique(zones.masks, return_index=True)[1]]
