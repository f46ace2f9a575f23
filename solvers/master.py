"""The master: the linear programme of covering every station once, solved over few zones and priced against all.

min Σ c(z) x_z, every station in exactly one zone, so many zones in all, 0 ≤ x ≤ 1; with ``max_changed`` a zone may carry
the name of a zone of today, every name at most once, and enough stations keep theirs. GLOP solves it; its duals are
rounded to whole numbers (``solvers.prices``), so nothing it says has to be believed.

References
----------
A. Mehrotra, E. Johnson, G. Nemhauser, An optimization based heuristic for political districting, Management Science 44
(1998): districting as set partitioning with priced columns.
"""

import math
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from ortools.linear_solver import pywraplp

from solvers.masks import rows_of
from solvers.pool import Candidates, Found, Ground
from solvers.prices import Prices
from solvers.watch import Watch

ARTIFICIAL = 1e8
"""Points a station left uncovered costs: far above any plan, so that it is only paid where there is no plan."""
BATCH = 300
"""Columns added a round."""
NEGATIVE = -0.5
"""A zone is worth a column when its reduced cost is at most this: less is lost to rounding costs to points anyway."""
LEVELS = (0.03, 0.01, 0.004)
"""Shares of the bound, for all zones of a plan together, down to which zones are grown: the coarse passes are the quick
ones. The last is not 0: the dual optimum is a face, and growing zones until its last corner is cut off costs more than
covers within a budget that is larger by so much."""


class Source(Protocol):
    """Where zones of small reduced cost come from."""

    ground: Ground
    others: int
    whole: bool
    """Whether all zones are at hand, so that nothing has to be grown."""

    def at_hand(self, prices: Prices, ceiling: float, most: int) -> Found:
        """Of the zones at hand with a reduced cost of at most ``ceiling``, the ``most`` lowest."""

    def below(self, prices: Prices, ceiling: float, enough: int | None = None) -> Found:
        """All zones whose reduced cost is at most ``ceiling``; with ``enough`` it may stop once so many are found."""


@dataclass(frozen=True)
class Relaxation:
    """The solved linear programme: prices under which no zone has a negative reduced cost, and their bound.

    ``bound`` is a whole number of points below which there is no plan with so many zones.
    """

    prices: Prices
    bound: int


class _Programme:
    """The linear programme over the columns so far."""

    def __init__(self, ground: Ground, zones: int) -> None:
        self.n, self.change = len(ground.problem), ground.change
        self.solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        self.cover = [self.solver.Constraint(1.0, 1.0) for _ in range(self.n)]
        self.count = self.solver.Constraint(float(zones), float(zones))
        infinity = self.solver.infinity()
        self.names = [self.solver.Constraint(-infinity, 1.0) for _ in self.change.labels]
        self.stay = [self.solver.Constraint(float(self.change.stay), infinity)] if self.names else []
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.known: set[tuple[int, int]] = set()
        for row in (*self.cover, self.count, *self.stay):
            self._column(ARTIFICIAL, [(row, 1.0)])
        self._column(ARTIFICIAL, [(self.count, -1.0)])

    def _column(self, cost: float, entries: list[tuple[Any, float]]) -> None:
        variable = self.solver.NumVar(0.0, self.solver.infinity(), "")
        self.objective.SetCoefficient(variable, cost)
        for row, value in entries:
            row.SetCoefficient(variable, value)

    def add(self, zones: Candidates, labels: np.ndarray) -> int:
        """Add these zones under these names; how many of them are new."""
        kept = self.change.kept(zones.masks)
        before = len(self.known)
        for k, (mask, cost, label) in enumerate(zip(zones.masks.tolist(), zones.points.tolist(), labels.tolist(), strict=True)):
            if (mask, label) in self.known:
                continue
            self.known.add((mask, label))
            entries = [(self.cover[i], 1.0) for i in rows_of(mask)] + [(self.count, 1.0)]
            if label >= 0:
                entries += [(self.names[label], 1.0), (self.stay[0], float(kept[k, label]))]
            self._column(float(cost), entries)
        return len(self.known) - before

    def solve(self) -> Prices:
        status = self.solver.Solve()
        if status != pywraplp.Solver.OPTIMAL:  # the artificial columns make it feasible and the costs bound it
            raise RuntimeError(f"GLOP ended with status {status} on a feasible and bounded programme")
        stations, zone, stay, names = (
            np.array([row.dual_value() for row in rows]) for rows in (self.cover, [self.count], self.stay, self.names)
        )
        return Prices(stations, float(zone[0]), float(stay.max(initial=0)), np.maximum(-names, 0))


def relax(source: Source, start: Candidates, cap: int, watch: Watch) -> Relaxation:
    """Solve the linear programme over all zones of ``source`` and the alone ones, beginning with those of ``start``.

    It is left as soon as its bound is proved to lie above ``cap``, where no plan is of interest. Where zones have to be
    grown, it is left when no more than the last of :data:`LEVELS` is to be gained.

    Raises
    ------
    Stopped, TooMany
        When ``watch`` or ``source`` says so.
    """
    ground, zones = source.ground, source.others + len(source.ground.alone)
    programme = _Programme(ground, zones)
    programme.add(first := Candidates.joined([ground.alone, start]), np.full(len(first), -1))
    levels = iter(LEVELS)
    level = next(levels)
    while True:
        watch.tick()
        prices = programme.solve()
        found = source.at_hand(prices, NEGATIVE, BATCH)
        if _added(programme, ground, prices, found):
            continue
        if source.whole:
            return _whole(source, prices, float(NEGATIVE))
        # A zone counts when it can bring the bound back to the cap, or down by the level's share.
        bound = prices.bound(ground.change, zones)
        ceiling = -max((bound - cap - 1) / zones - rounding(ground), level * abs(bound) / zones, -NEGATIVE)
        found = source.below(prices, ceiling, BATCH)
        if _added(programme, ground, prices, found):
            continue
        if bound + zones * (ceiling - rounding(ground)) > cap or level == LEVELS[-1]:
            return _whole(source, prices, ceiling)
        level = next(levels)


def rounding(ground: Ground) -> float:
    """Points that no reduced cost moves by more when prices are rounded."""
    return len(ground.problem) + 3.0


def _added(programme: _Programme, ground: Ground, prices: Prices, found: Found) -> int:
    return programme.add(found.zones, prices.best_label(ground.change, found.zones.masks)[1])


def _whole(source: Source, prices: Prices, lowest: float) -> Relaxation:
    """The prices as whole numbers; that of a zone is lowered by what rounding and stopping early have left below 0."""
    ground, prices = source.ground, prices.rounded()
    zones = source.others + len(ground.alone)
    alone = prices.reduced(ground.tables, ground.change, ground.alone.masks, ground.alone.points)
    if source.whole:
        lowest = float(source.at_hand(prices, 0.0, 1).reduced.min(initial=0.0))
    else:
        lowest = math.floor(lowest - rounding(ground))
    prices = prices.lowered(min(0.0, lowest, *alone.tolist()))
    return Relaxation(prices, round(prices.bound(ground.change, zones)))
