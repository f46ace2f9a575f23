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


class Source(Protocol):
    """Where zones of small reduced cost come from."""

    ground: Ground
    others: int

    def below(self, prices: Prices, ceiling: float, enough: int | None = None) -> Found:
        """The zones whose reduced cost is at most ``ceiling``; see :meth:`solvers.pool.Pool.below`."""

    def lowest(self, prices: Prices, known: float) -> float:
        """A lower bound on every zone's reduced cost, ``known`` being one: exact where that costs nothing."""


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

    It is left unfinished as soon as its bound is proved to lie above ``cap``, where no plan is of interest.

    Raises
    ------
    Stopped, TooMany
        When ``watch`` or ``source`` says so.
    """
    ground = source.ground
    zones = source.others + len(ground.alone)
    programme = _Programme(ground, zones)
    first = Candidates.joined([ground.alone, start])
    programme.add(first, np.full(len(first), -1))
    rounding = len(ground.problem) + 2.0  # rounding the prices moves no reduced cost by more
    while True:
        watch.tick()
        prices = programme.solve()
        # Where the bound is above the cap by so much a zone, zones less cheap than that cannot bring it below.
        spare = (prices.bound(ground.change, zones) - cap - 1) / max(zones, 1) - rounding
        ceiling = min(NEGATIVE, -spare)
        found = source.below(prices, ceiling, BATCH)
        if not programme.add(found.zones, prices.best_label(ground.change, found.zones.masks)[1]):
            break
    prices = prices.rounded()
    lowest = source.lowest(prices, math.floor(ceiling - rounding))
    alone = prices.reduced(ground.tables, ground.change, ground.alone.masks, ground.alone.points)
    prices = prices.lowered(min(0.0, lowest, *alone.tolist()))
    return Relaxation(prices, round(prices.bound(ground.change, zones)))
