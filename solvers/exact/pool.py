"""The pool: every free zone of a subproblem that keeps the rules, where there are few enough to be kept.

The other source of columns is bounded growth (``solvers.exact.pricing``), which grows only those of small reduced cost.
"""

from dataclasses import dataclass

import numpy as np

from solvers.instances.columns import Candidates, PricedColumns
from solvers.instances.duals import Duals
from solvers.instances.subproblem import Subproblem
from solvers.sets.growth import Partial, Root, TooMany, grow
from solvers.sets.masks import CHUNK, Bits
from solvers.stop import Watch
from zoning.model.county import Floats


@dataclass(frozen=True)
class Pool:
    """Every free zone of a subproblem that keeps the rules."""

    subproblem: Subproblem
    zones: Candidates

    whole = True

    @property
    def grown(self) -> int:
        return len(self.zones)

    def known_columns(self, duals: Duals, cutoff: float, most: int) -> PricedColumns:
        """The ``most`` columns of lowest reduced cost, none above ``cutoff``."""
        found = self.columns_below(duals, cutoff)
        rows = np.argsort(found.reduced, kind="stable")[:most]
        return PricedColumns(found.zones[rows], found.reduced[rows], complete=len(rows) == len(found.zones))

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
    roots = [  # each set from its lowest station, once for every zone of today whose name it may bear
        Root(row, (1 << row) - 1, resources)
        for resources in ([[own] for _, own in subproblem.names] or [[]])
        for row in instance.free.tolist()
    ]
    sets: list[Bits] = [np.zeros(0, dtype=np.uint64)]
    count = 0
    try:
        for grown in grow(
            instance.neighbours,
            instance.cannot_link_masks,
            roots,
            lambda masks: masks,
            subproblem.resources,
            must_link=instance.must_link,
            limit=6 * limit,
            tick=watch.tick,
            workers=workers,
        ):
            sets += grown.kept
            count += sum(map(len, grown.kept))
            if count > limit:
                return None
    except TooMany:
        return None
    watch.tick(count)
    return np.unique(np.concatenate(sets)) if subproblem.names else np.concatenate(sets)
