"""The restricted master: the linear programme of covering every station once, over the columns found so far.

min Σ c(z) x_z, every station in exactly one zone, so many zones in all, 0 ≤ x ≤ 1; with ``max_changed`` a zone may bear
the name of a zone of today, every name at most once, and enough stations keep theirs. GLOP solves it; its duals are
rounded to whole numbers (``solvers.instances.duals``), so nothing it says has to be believed.

A degenerate programme leaves many duals free (those of a station and of the only neighbour it has, say), and values far
from the others make the lower bounds of growth useless. Penalties for stations left out or covered twice keep them in a
box (boxstep), which is widened while the programme pays a penalty and its value is not above the cap all the same.

References
----------
A. Mehrotra, E. Johnson, G. Nemhauser, An optimization based heuristic for political districting, Management Science 44
(1998): districting as set partitioning with priced columns. R. Marsten, W. Hogan, J. Blankenship, The boxstep method
for large-scale optimization, Operations Research 23 (1975).
"""

from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from solvers.instances.columns import Candidates
from solvers.instances.duals import Duals
from solvers.instances.subproblem import Subproblem
from solvers.sets.masks import rows_of
from zoning.judge.measures import POINTS
from zoning.model.county import Floats

BOXSTEPS = (0.08, 0.1, 0.13, 0.17, 0.22, 0.3, 0.4, 0.6, 1.0, 10.0, 300.0)
"""Sizes of the box: the penalty for a station left out as a multiple of the cap; covered twice, the square of it."""
UNIT = 1e6
"""Points that a plan may cost at the most in the numbers given to GLOP: larger ones are scaled."""


class RestrictedMaster:
    """The linear programme of a subproblem over the columns so far, its duals in a box.

    Parameters
    ----------
    cap : points above which no plan is of interest; the box is scaled by it
    """

    def __init__(self, subproblem: Subproblem, cap: int) -> None:
        instance, zones = subproblem.instance, float(subproblem.zones)
        self.cap, self.free, self.demand = cap, instance.free, zones
        self.unit = max(1.0, cap / UNIT)
        self.n, self.change = len(instance.problem), instance.change
        self.solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        self.solved = False
        self.cover = [self.solver.Constraint(1.0, 1.0) for _ in range(self.n)]
        self.count = self.solver.Constraint(zones, zones)
        infinity = self.solver.infinity()
        self.names = [self.solver.Constraint(-infinity, 1.0) for _ in self.change.labels]
        self.stay = [self.solver.Constraint(float(self.change.stay), infinity)] if self.names else []
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.known: set[tuple[int, int]] = set()
        self.zones: list[Candidates] = []
        self.taken: list[tuple[int, Any]] = []
        self.short = [self._column(0.0, [(row, 1.0)]) for row in self.cover]
        self.twice = [self._column(0.0, [(row, -1.0)]) for row in self.cover]
        self.other = [self._column(0.0, [(row, sign)]) for row, sign in ((self.count, 1.0), (self.count, -1.0))]
        self.other += [self._column(0.0, [(row, 1.0)]) for row in self.stay]
        self.most = [self.solver.Constraint(-infinity, most / POINTS) for most in instance.most.tolist()]
        self.beyond = [self._column(0.0, [(row, -1.0)]) for row in self.most]
        self._steps = iter(BOXSTEPS)
        self.stabilise()

    def stabilise(self) -> bool:
        """Take the next boxstep, a larger box for the duals; false where there is none."""
        if share := next(self._steps, None):
            self._within(share)
            return True
        return False

    def tilt(self, stations: Floats, zones: float) -> None:
        """Ask for so much less of every free station (v,), and of zones, than a plan has."""
        for row, less in zip(self.free.tolist(), stations.tolist(), strict=True):
            self.cover[row].SetBounds(1.0 - less, 1.0 - less)
        self.count.SetBounds(self.demand - zones, self.demand - zones)

    def pays(self) -> bool:
        """Whether the solved programme pays a penalty: its duals lie at a side of the box."""
        columns = (*self.short, *self.twice, *self.other, *self.beyond)
        return any(column.solution_value() > 1e-7 for column in columns)

    def plan(self, cap: int) -> list[int]:
        """The zones (masks) of the solved programme, if they are a plan of fewer points than ``cap``; else none."""
        if not self.solved or self.objective.Value() * self.unit > cap - 0.5:
            return []
        zones = [mask for mask, column in self.taken if column.solution_value() > 0.5]
        once = sum(zones) == (1 << self.n) - 1 and sum(map(int.bit_count, zones)) == self.n
        return zones if once and len(zones) == self.demand else []

    def add(self, zones: Candidates, labels: np.ndarray) -> int:
        """Add columns under names of today ``labels`` (m,), −1 for none; how many of them are new."""
        self.zones.append(zones)
        kept = self.change.kept(zones.masks)
        before = len(self.known)
        for k, (mask, cost, label) in enumerate(
            zip(zones.masks.tolist(), zones.points.tolist(), labels.tolist(), strict=True)
        ):
            if (mask, label) in self.known:
                continue
            self.known.add((mask, label))
            entries = [(self.cover[i], 1.0) for i in rows_of(mask)] + [(self.count, 1.0)]
            if label >= 0:
                entries += [(self.names[label], 1.0), (self.stay[0], float(kept[k, label]))]
            entries += [(row, used / POINTS) for row, used in zip(self.most, zones.used[k].tolist(), strict=True)]
            self.taken.append((mask, self._column(float(cost), entries)))
        return len(self.known) - before

    def solve(self) -> Duals | None:
        """The duals, or ``None`` where GLOP finds no end: costs may differ by more than its numbers can hold."""
        self.solved = self.solver.Solve() == pywraplp.Solver.OPTIMAL
        if not self.solved:  # GLOP may lose its way from the last basis, hardly from none
            afresh = pywraplp.MPSolverParameters()
            afresh.SetIntegerParam(afresh.INCREMENTALITY, afresh.INCREMENTALITY_OFF)
            self.solved = self.solver.Solve(afresh) == pywraplp.Solver.OPTIMAL
        if not self.solved:
            return None
        stations, zone, stay, names = (
            self.unit * np.array([row.dual_value() for row in rows])
            for rows in (self.cover, [self.count], self.stay, self.names)
        )
        limits = np.array([self.unit / POINTS * row.dual_value() for row in self.most])
        change, labels = float(stay.max(initial=0)), np.maximum(-names, 0)
        return Duals(stations, float(zone[0]), change, labels, np.maximum(-limits, 0))

    def _within(self, share: float) -> None:
        """Penalties of ``share`` · cap for a station left out, of its square for one covered twice."""
        parts = ((self.short, share), (self.twice, share**2), (self.other, 3 * share), (self.beyond, 100 * share))
        for columns, points in parts:
            for column in columns:
                self.objective.SetCoefficient(column, self.cap * points / self.unit)

    def _column(self, cost: float, entries: list[tuple[Any, float]]) -> Any:
        variable = self.solver.NumVar(0.0, self.solver.infinity(), "")
        self.objective.SetCoefficient(variable, cost / self.unit)
        for row, value in entries:
            row.SetCoefficient(variable, value)
        return variable
