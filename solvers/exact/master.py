"""The master: the linear programme of covering every station once, solved over few zones and priced against all.

min Σ c(z) x_z, every station in exactly one zone, so many zones in all, 0 ≤ x ≤ 1; with ``max_changed`` a zone may bear
the name of a zone of today, every name at most once, and enough stations keep theirs. GLOP solves it; its duals are
rounded to whole numbers (``solvers.exact.duals``), so nothing it says has to be believed.

References
----------
A. Mehrotra, E. Johnson, G. Nemhauser, An optimization based heuristic for political districting, Management Science 44
(1998): districting as set partitioning with priced columns.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from ortools.linear_solver import pywraplp

from solvers.exact.columns import Candidates, PricedColumns
from solvers.exact.duals import FRACTION, Duals
from solvers.exact.instance import Instance
from solvers.exact.masks import Bits, rows_of
from solvers.exact.subproblem import Subproblem
from solvers.stop import Watch
from zoning.judge.measures import POINTS
from zoning.model.county import Floats

BOXES = (0.08, 0.1, 0.13, 0.17, 0.22, 0.3, 0.4, 0.6, 1.0, 10.0, 300.0)
"""Penalty for a station left out, as a multiple of what a plan may cost; for one covered twice the square of it.

They keep the duals in a box. A degenerate master leaves many of them free (those of a station and of the only
neighbour it has, say), and values far from the others make every bound on zones useless. The box is widened while the
programme pays a penalty at its end and is not above the cap all the same."""
NEAR = (0.003, 0.01, 0.03)
"""Half the width of the first boxes, as a share of what a plan may cost, where duals of a problem like this one are
known: they lie around these. So close to good duals few zones are missing, and those are grown quickly."""
UNIT = 1e6
"""Points that a plan may cost at the most in the numbers given to GLOP: larger ones are scaled."""
BATCH = 300
"""Columns added a round."""
FEW = 30
"""Columns below which all zones up to the ceiling are asked for: the duals hardly move any more."""
KEPT = 400
"""Columns handed on to problems like this one."""
PATIENCE, MORE_PATIENCE = 100_000, 64
"""States of a centre after which it is left for the time being, and the factor for when that gave no column."""
NEGATIVE = -0.5
"""A zone is worth a column when its reduced cost is at most this: less is lost to rounding costs to points anyway."""
ENOUGH = 0.004
"""Share of the bound, for all zones of a plan together, by which zones that have to be grown may undercut it. It is not
0: the dual optimum is a face, and growing zones until its last corner is cut off costs more than a larger budget."""
AHEAD = 0.006
"""Share of the bound up to which zones are grown while duals are sought: they are at hand for the next duals, and
for the first covers."""


class Source(Protocol):
    """Where zones of small reduced cost come from."""

    @property
    def subproblem(self) -> Subproblem:
        """What the columns are zones of."""

    whole: bool
    """Whether all zones are at hand, so that nothing has to be grown."""

    def known_columns(self, duals: Duals, ceiling: float, most: int) -> PricedColumns:
        """Of the zones at hand with a reduced cost of at most ``ceiling``, the ``most`` lowest."""

    def columns_below(
        self, duals: Duals, ceiling: float, enough: tuple[int, int] | None = None, cheap: float = 0.0
    ) -> PricedColumns:
        """All zones whose reduced cost is at most ``ceiling``, the lowest first.

        ``enough``, zones of at most ``cheap`` and states: it may stop, and say so, after that many times over.
        """


@dataclass(frozen=True)
class Relaxation:
    """The solved linear programme: whole duals under which no zone has a negative reduced cost, and their bound.

    ``bound`` is a whole number of points below which there is no plan with so many zones. ``found`` are all zones
    whose reduced cost is at most ``reach``, where they came with the duals. ``columns`` are the zones of the programme
    that were cheap at the end: a start for problems like this one.
    """

    subproblem: Subproblem
    duals: Duals
    bound: int
    found: Candidates
    reach: int
    columns: Bits


class RestrictedMaster:
    """The linear programme over the columns so far."""

    def __init__(self, subproblem: Subproblem, cap: int) -> None:
        instance, zones = subproblem.instance, float(subproblem.zones)
        self.unit = max(1.0, cap / UNIT)
        self.n, self.change = len(instance.problem), instance.change
        self.solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        self.cover = [self.solver.Constraint(1.0, 1.0) for _ in range(self.n)]
        self.count = self.solver.Constraint(zones, zones)
        infinity = self.solver.infinity()
        self.names = [self.solver.Constraint(-infinity, 1.0) for _ in self.change.labels]
        self.stay = [self.solver.Constraint(float(self.change.stay), infinity)] if self.names else []
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.known: set[tuple[int, int]] = set()
        self.zones: list[Candidates] = []
        self.short = [self._column(0.0, [(row, 1.0)]) for row in self.cover]
        self.twice = [self._column(0.0, [(row, -1.0)]) for row in self.cover]
        self.other = [self._column(0.0, [(row, sign)]) for row, sign in ((self.count, 1.0), (self.count, -1.0))]
        self.other += [self._column(0.0, [(row, 1.0)]) for row in self.stay]
        self.most = [self.solver.Constraint(-infinity, most / POINTS) for most in instance.most.tolist()]
        self.beyond = [self._column(0.0, [(row, -1.0)]) for row in self.most]

    def widen(self, near: Duals | None, close: Iterator[float], boxes: Iterator[float], cap: float) -> Duals | None:
        """Set the next box; ``None`` once it no longer lies around ``near``."""
        if near is not None and (width := next(close, None)):
            self.around(near, width * cap)
            return near
        self.box(cap, next(boxes))
        return None

    def box(self, cap: float, share: float) -> None:
        """Set the penalties for a station left out, and one covered twice, to this share of ``cap`` and its square."""
        short, twice = np.full(self.n, cap * share), np.full(self.n, cap * share**2)
        self._penalties(short, twice, [3 * cap * share] * 2)
        for columns, points in ((self.other[2:], 3 * share), (self.beyond, 100 * share)):
            for column in columns:
                self.objective.SetCoefficient(column, cap * points / self.unit)

    def around(self, duals: Duals, width: float) -> None:
        """Set the penalties so that the duals differ from these by ``width`` at the most, that of a zone by thrice."""
        zone = duals.zone
        self._penalties(duals.stations + width, width - duals.stations, [zone + 3 * width, 3 * width - zone])

    def _penalties(self, short: Floats, twice: Floats, other: Sequence[float]) -> None:
        for columns, points in ((self.short, short), (self.twice, twice), (self.other, other)):
            for column, value in zip(columns, points, strict=False):
                self.objective.SetCoefficient(column, float(value) / self.unit)

    def pays(self) -> bool:
        """Whether the solved programme pays a penalty."""
        columns = (*self.short, *self.twice, *self.other, *self.beyond)
        return any(column.solution_value() > 1e-7 for column in columns)

    def _column(self, cost: float, entries: list[tuple[Any, float]]) -> Any:
        variable = self.solver.NumVar(0.0, self.solver.infinity(), "")
        self.objective.SetCoefficient(variable, cost / self.unit)
        for row, value in entries:
            row.SetCoefficient(variable, value)
        return variable

    def add(self, zones: Candidates, labels: np.ndarray) -> int:
        """Add these zones under these names; how many of them are new."""
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
            self._column(float(cost), entries)
        return len(self.known) - before

    def solve(self) -> Duals | None:
        """The duals, or ``None`` where GLOP finds no end: costs may differ by more than its numbers can hold."""
        if (
            self.solver.Solve() != pywraplp.Solver.OPTIMAL
        ):  # GLOP may lose its way from the last basis, hardly from none
            afresh = pywraplp.MPSolverParameters()
            afresh.SetIntegerParam(afresh.INCREMENTALITY, afresh.INCREMENTALITY_OFF)
            if self.solver.Solve(afresh) != pywraplp.Solver.OPTIMAL:
                return None
        stations, zone, stay, names = (
            self.unit * np.array([row.dual_value() for row in rows])
            for rows in (self.cover, [self.count], self.stay, self.names)
        )
        limits = np.array([self.unit / POINTS * row.dual_value() for row in self.most])
        change, labels = float(stay.max(initial=0)), np.maximum(-names, 0)
        return Duals(stations, float(zone[0]), change, labels, np.maximum(-limits, 0))


def generate_columns(
    source: Source, start: Candidates, cap: int, watch: Watch, near: Duals | None = None
) -> Relaxation:
    """Solve the linear programme over all zones of ``source`` and the alone ones, beginning with those of ``start``.

    ``near`` are duals of a problem like this one, to begin with.

    It is left as soon as its bound is proved to lie above ``cap``, where no plan is of interest. Where zones have to be
    grown, it is left when no more than :data:`ENOUGH` is to be gained.

    Raises
    ------
    Stopped, TooMany
        When ``watch`` or ``source`` says so.
    """
    subproblem, instance = source.subproblem, source.subproblem.instance
    master = RestrictedMaster(subproblem, cap)
    master.add(first := Candidates.joined([instance.alone, start]), np.full(len(first), -1))
    boxes, close = iter(BOXES), iter(NEAR if near is not None and not source.whole else ())
    near = master.widen(near, close, boxes, cap)
    labels, limits = np.zeros(len(instance.change.labels)), np.zeros(len(instance.limits))
    duals = Duals(np.zeros(len(instance.problem)), 0.0, 0.0, labels, limits)
    # Zones up to the ceiling are grown when few columns are missing: under poor duals they are many. Should they be
    # many all the same, none is at hand for the covers; that no column is missing is then proved by itself.
    ahead, patience, few = near is not None, PATIENCE, True
    while True:
        watch.tick()
        solved = master.solve()
        if solved is None and near is not None:  # some zone is cheap under all duals so near
            near = master.widen(near, close, boxes, cap)
            continue
        if solved is not None:
            duals = replace(solved, stations=instance.balanced(solved.stations))
        if _added(master, instance, duals, source.known_columns(duals, NEGATIVE, BATCH)):
            continue
        bound = subproblem.dual_value(duals) - rounding(instance)
        spare = (bound - cap - 1) / subproblem.zones - rounding(instance)
        pays = solved is not None and spare <= 0 and master.pays()
        if near is None and pays and (wider := next(boxes, None)):
            master.box(cap, wider)
            continue
        if source.whole:
            return _whole(source, duals, NEGATIVE, instance.none, 0.0, master)
        # To pass the cap, zones that bring the bound back below it must not exist; else none that undercut it by much.
        open_ = subproblem.open_points(duals)
        ceiling = -spare if spare > 0 else AHEAD * open_
        lowest = -spare if spare > 0 else -max(ENOUGH * open_ / subproblem.zones, -NEGATIVE)
        found = source.columns_below(duals, ceiling if ahead else lowest, (BATCH, patience), lowest)
        new = _added(master, instance, duals, found.cheapest(lowest, BATCH))
        if new:
            few, ahead = True, new < FEW and found.complete
        elif not found.complete:
            few = few and (not ahead or patience == PATIENCE)
            ahead, patience = ahead and few, patience * MORE_PATIENCE
        elif few and not ahead and ceiling > lowest:
            ahead = True
        elif near is not None and pays:
            near = master.widen(near, close, boxes, cap)
        else:
            break
    return _whole(
        source,
        duals,
        min(lowest, float(found.reduced.min(initial=lowest))),
        found.zones,
        ceiling if ahead else lowest,
        master,
    )


def rounding(instance: Instance) -> float:
    """Points that no reduced cost moves by more when duals are rounded."""
    return len(instance.problem) + 8.0 + FRACTION * float(instance.most.sum())


def _added(master: RestrictedMaster, instance: Instance, duals: Duals, found: PricedColumns) -> int:
    return master.add(found.zones, duals.best_label(instance.change, found.zones.masks)[1])


def _whole(
    source: Source, duals: Duals, lowest: float, found: Candidates, reach: float, master: RestrictedMaster
) -> Relaxation:
    """The duals as whole numbers; that of a zone is lowered by what rounding and stopping early have left below 0.

    ``found`` are all zones with a reduced cost of at most ``reach``, and none has one of ``lowest`` or less.
    """
    subproblem, instance, duals = source.subproblem, source.subproblem.instance, duals.rounded()
    duals = replace(duals, stations=instance.balanced(duals.stations))  # as whoever reads them will have them
    alone = instance.reduced(duals, instance.alone)
    if source.whole:
        lowest = math.floor(source.known_columns(duals, 0.0, 1).reduced.min(initial=0.0))
    else:
        lowest = math.floor(lowest - rounding(instance))
    lowered = min(0.0, lowest, *np.floor(alone).tolist())
    duals = duals.lowered(lowered)
    covered = math.floor(reach - rounding(instance) - lowered) if len(found) else -1
    known = Candidates.joined(master.zones)
    columns = np.unique(known.masks[np.argsort(instance.reduced(duals, known), kind="stable")[:KEPT]])
    return Relaxation(subproblem, duals, subproblem.bound(duals), found, covered, columns)
