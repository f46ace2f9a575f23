"""Bounded growth: grow only the zones whose reduced cost can still be small, and never the whole pool.

Every zone is grown from its best office, its *centre*. From there travel adds up over stations, and with multipliers λ
for the workload limits and |θ| ≤ 1 for the mismatch the whole reduced cost has a lower bound that adds up too:

    ω_j = λ_travel · w_j t_oj / T + θ · λ_mismatch · ½ (w_j/W − p_j/P) − π_j − σ_j + λ · w_j
    V(S, R) = Σ_S ω + Σ_R min(0, ω) − (λ · highest if λ ≥ 0 else λ · lowest) − μ

for every zone between S and S ∪ R, with R the undecided stations and σ_j what a station could at most earn under
``max_changed``. Measures that only grow (``Measure.grows``) are added as they stand for S. Including a station adds
max(0, ω), excluding it max(0, −ω): a :class:`~solvers.exact.growth.Resource`. Several (λ, θ) give several resources.

The bound holds for real numbers; points are rounded, so a ceiling is raised by one point a zone. What is found is
costed exactly before it is believed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from solvers.exact.columns import Candidates, PricedColumns
from solvers.exact.duals import Duals
from solvers.exact.growth import Grown, Resource, Root, TooMany, grow
from solvers.exact.instance import Instance
from solvers.exact.masks import Bits
from solvers.exact.subproblem import Subproblem
from solvers.stop import Watch
from zoning.model.county import Floats
from zoning.model.problem import Problem

ROUNDING = 1.0
"""Points by which rounding and the last bits may lower a cost below its real value; half a point is the truth."""
MOST_KEPT = 10_000_000
"""Zones one question may bring together, several times each: 0.3 GB while they are sorted."""
FEW = 4096
"""Sets that are kept as they are found; more at a time are costed first, for memory's sake."""
BOUNDED = ("mismatch", "mix_loss", "density_loss", "travel")
"""Measures that the bounds see; what the others cost is known only of whole zones."""
SLOPES = (-1.0, 1.0)
"""The θ of the resources: officers to spare, and workload to spare. Values between them hardly prune anything more."""


@dataclass
class Bounded:
    """A source of columns that grows them anew for every question; see ``pool.Pool``.

    ``limit`` bounds the states of one question, after which :class:`TooMany` is raised. ``seen`` are zones met so far:
    while some of them are cheap enough, a question that needs only some is answered from them.
    """

    subproblem: Subproblem
    limit: int
    watch: Watch
    seen: Candidates
    workers: int | None = None
    grown: int = field(default=0)

    whole = False

    @property
    def instance(self) -> Instance:
        return self.subproblem.instance

    @property
    def problem(self) -> Problem:
        return self.subproblem.problem

    def known_columns(self, duals: Duals, ceiling: float, most: int) -> PricedColumns:
        """Of the zones met so far with a reduced cost of at most ``ceiling``, the ``most`` lowest."""
        met = self._cheap(self.seen, duals, ceiling)
        rows = np.argsort(met.reduced, kind="stable")[:most]
        return PricedColumns(met.zones[rows], met.reduced[rows], complete=False)

    def columns_below(
        self, duals: Duals, ceiling: float, enough: tuple[int, int] | None = None, cheap: float = 0.0
    ) -> PricedColumns:
        """All zones whose reduced cost is at most ``ceiling``, the lowest first.

        ``enough``, zones of at most ``cheap`` and states: from a centre it may stop, and say so, after so many.

        Raises
        ------
        TooMany
            When more than ``limit`` states were met, or more than :data:`MOST_KEPT` zones kept.
        Stopped
            When the watch says so.
        """
        parts: list[Bits] = [self.instance.none.masks]
        kept, complete = 0, True
        for grown in self._grown(duals, ceiling, enough, ceiling - cheap):
            self.grown += grown.states
            self.watch.tick(grown.states)
            complete = complete and grown.complete
            parts += grown.kept
            kept += sum(map(len, grown.kept))
            if kept > MOST_KEPT:
                raise TooMany
        masks = np.unique(np.concatenate(parts))  # a zone may be grown from several centres
        found = self._cheap(self.subproblem.candidates(masks), duals, ceiling)
        if enough is not None:
            self.seen = _unique(Candidates.joined([self.seen, found.zones]))
        order = np.argsort(found.reduced, kind="stable")
        return PricedColumns(found.zones[order], found.reduced[order], complete)

    def _cheap(self, zones: Candidates, duals: Duals, ceiling: float) -> PricedColumns:
        reduced = self.instance.reduced(duals, zones)
        keep = np.flatnonzero(reduced <= ceiling)
        return PricedColumns(zones[keep], reduced[keep], complete=True)

    def _grown(
        self, duals: Duals, ceiling: float, enough: tuple[int, int] | None, margin: float
    ) -> Iterator[Grown[Bits]]:
        def keep(masks: Bits) -> Bits:
            if len(masks) < FEW:
                return masks
            return self._cheap(self.subproblem.candidates(masks), duals, ceiling).zones.masks

        return grow(
            self.instance.neighbours,
            self.instance.cannot_link_masks,
            self._roots(duals, ceiling),
            keep,
            self.subproblem.resources,
            self.instance.monotone_cost(self.instance.weights(duals)),
            self.instance.must_link,
            limit=self.limit,
            enough=enough,
            margin=margin,
            tick=self.watch.tick,
            workers=self.workers,
        )

    def _roots(self, duals: Duals, ceiling: float) -> list[Root]:
        """Every centre with its lower bounds V: for each θ with the λ that makes it largest at the root, and without.

        Stations are decided on in the order of what they weigh in these: the sooner totals rise, the fewer sets.
        """
        outside = ~self.problem.alone
        centres = []
        weights = self.instance.weights(duals)
        once = weights["travel"] == 0  # the bounds are the same from every centre: each zone is grown from one of them
        slopes = SLOPES if weights["mismatch"] > 0 else (0.0,)
        bounds = [self._bounds(duals, weights, slope, tilted) for slope in slopes for tilted in self._tilts]
        slack = ROUNDING * (1 + float(duals.limits.sum()))
        flat, cap = [], self.instance.cap
        if cap is not None:  # what a zone itself may cost, whatever the duals
            nothing = Duals(np.zeros(len(outside)), 0.0, 0.0, np.zeros(0))
            weights = self.instance.weights(replace(nothing, limits=0 * duals.limits))
            flat = [self._bounds(nothing, weights, slope, tilted=False) for slope in slopes]
        rows = self.instance.free
        order, barred = range(len(rows)), 0
        if once:
            steep = np.max([np.abs(np.diag(omega[:, rows])) for omega, _ in bounds], axis=0)
            order = np.argsort(-steep, kind="stable").tolist()
        for k in order:
            resources = [
                Resource(np.maximum(omega[k], 0), np.maximum(-omega[k], 0), most, float(start[k]), floored)
                for part, most, floored in (
                    (bounds, ceiling + slack, True),
                    (flat, (cap or 0) + ROUNDING, not self.instance.limits),  # the floor holds what limits cost, too
                )
                for omega, start in part
            ]
            weight = np.max([np.abs(omega[k]) for omega, _ in bounds], axis=0)
            weight[rows[k]] = np.inf
            centres.append(Root(int(rows[k]), barred, resources, np.argsort(-weight, kind="stable")))
            barred |= once << int(rows[k])
        return centres

    @property
    def _tilts(self) -> tuple[bool, ...]:
        return (True, False) if np.isfinite(self.subproblem.band[1]) else (False,)

    def _bounds(self, duals: Duals, weights: Mapping[str, float], slope: float, tilted: bool) -> tuple[Floats, Floats]:
        """ω (v, n) of every centre and V (v,) of its empty set, for θ = ``slope``; with the best λ if ``tilted``."""
        problem = self.problem
        county, outside = problem.county, ~problem.alone
        work = county.workload
        same = (
            slope * weights["mismatch"] * self.instance.problem.county.mismatch_terms / 2
            - duals.stations
            - duals.change
        )
        minutes = county.weighted_minutes.T / county.travel_total if county.travel_total else 0 * county.minutes
        price = np.where(outside, weights["travel"] * minutes[self.instance.free] + same, 0.0)  # (v, n) by row
        omega, start = price, np.minimum(price, 0).sum(axis=1) - duals.zone
        if not tilted:
            return omega, start
        low, high = self.subproblem.band
        load = np.where(outside, work, 0.0)
        rows = self.instance.free[:, None]
        best = start + np.maximum(np.take_along_axis(omega, rows, axis=1)[:, 0], 0)
        for factor in (-price[:, load > 0] / load[load > 0]).T:  # λ worth trying: where a station's ω changes sign
            leant = price + factor[:, None] * load
            empty = np.minimum(leant, 0).sum(axis=1) - duals.zone - factor * np.where(factor > 0, high, low)
            value = empty + np.maximum(np.take_along_axis(leant, rows, axis=1)[:, 0], 0)
            better = value > best
            best, start = np.where(better, value, best), np.where(better, empty, start)
            omega = np.where(better[:, None], leant, omega)
        return omega, start


def _unique(zones: Candidates) -> Candidates:
    return zones[np.unique(zones.masks, return_index=True)[1]]
