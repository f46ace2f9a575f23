"""The pool: every free zone of a subproblem that keeps the rules, where there are few enough to be kept.

The other source of columns is bounded growth (``solvers.exact.pricing``), which grows only those of small reduced cost.
"""

from dataclasses import dataclass

import numpy as np

from solvers.coverage import MEASURES
from solvers.exact.start import connected
from solvers.forms.measures import Median, Pairs
from solvers.instances.columns import Candidates, PricedColumns
from solvers.instances.duals import Duals
from solvers.instances.subproblem import Subproblem
from solvers.sets.growth import Partial, Root, TooMany, grow
from solvers.sets.masks import CHUNK, Bits, mask_of
from solvers.stop import Watch
from zoning.model.county import Floats
from zoning.model.problem import Problem

LOCAL = (Median, Pairs)
"""Forms of the measures whose bounds tell near stations from far ones, so that growth stays local."""


@dataclass(frozen=True)
class Pool:
    """Every free zone of a subproblem that keeps the rules."""

    subproblem: Subproblem
    zones: Candidates

    whole = True

    @property
    def grown(self) -> int:
        return len(self.zones)

    def cheapest(self, most: int) -> Candidates:
        """The ``most`` zones of fewest points a station."""
        each = self.zones.points / np.bitwise_count(self.zones.masks)
        return self.zones[np.argsort(each, kind="stable")[:most]]

    def known_columns(self, duals: Duals, cutoff: float, most: int) -> PricedColumns:
        """The ``most`` columns of lowest reduced cost, none above ``cutoff``."""
        found = self.columns_below(duals, cutoff)
        rows = np.argsort(found.reduced, kind="stable")[:most]
        return PricedColumns(found.zones[rows], found.reduced[rows], complete=len(rows) == len(found.zones))

    def widen(self, duals: Duals, cutoff: float) -> bool:
        """None is unknown."""
        return False

    def columns_below(self, duals: Duals, cutoff: float, partial: Partial | None = None) -> PricedColumns:
        """All columns of reduced cost ``cutoff`` or less, in the order of the pool."""
        reduced = self._reduced(duals)
        rows = np.flatnonzero(reduced <= cutoff)
        return PricedColumns(self.zones[rows], reduced[rows], complete=True)

    def _reduced(self, duals: Duals) -> Floats:
        parts = [self.zones[k : k + CHUNK] for k in range(0, len(self.zones), CHUNK)]
        return np.concatenate([np.zeros(0), *(self.subproblem.instance.reduced(duals, part) for part in parts)])


def grow_sets(subproblem: Subproblem, limit: int, watch: Watch, workers: int | None = None) -> Bits | None:
    """(m,) connected sets among which are all free zones of plans, or ``None`` where they are over ``limit``."""
    instance = subproblem.instance
    if subproblem.whole:
        whole = instance.masks([mask_of(instance.free.tolist())])
        return whole[connected(instance.neighbours, whole)]
    roots = [  # each set from its lowest station, once for every zone of today whose name it may bear
        Root(row, (1 << row) - 1, resources)
        for resources in ([[own] for _, own in subproblem.names] or [[]])
        for row in instance.free.tolist()
    ]
    sets: list[Bits] = [instance.none.masks]
    count = 0

    def keep(masks: Bits) -> Bits:
        nonlocal count
        count += len(masks)
        if count > limit:
            raise TooMany
        return masks

    try:
        for grown in grow(
            instance.neighbours,
            instance.cannot_link_masks,
            roots,
            keep,
            subproblem.resources,
            must_link=instance.must_link,
            limit=6 * limit,
            tick=watch.tick,
            workers=workers,
        ):
            sets += grown.kept
    except TooMany:
        return None
    watch.tick(count)
    return np.unique(np.concatenate(sets)) if subproblem.names else np.concatenate(sets)


def bounded_shares(problem: Problem) -> tuple[float, float]:
    """Shares of the weights on measures that growth bounds, and on those of :data:`LOCAL` forms among them."""
    shares = problem.policy.weights.shares()
    seen = sum(shares[row.key] for row in MEASURES if row.growth is not None)
    return seen, sum(shares[row.key] for row in MEASURES if isinstance(row.growth, LOCAL))
