"""The linear programme of the worst period: the least θ that no period's points of a mix of zones exceed.

min θ with Σ_z c_t(z) x_z ≤ θ for every period t, every station in exactly one zone, so many zones in all, x ≥ 0; its
columns are generated from a pool, or grown. Its duals are λ_t ≥ 0 of the periods, which add up to 1, π_i of the
stations and μ of a zone: under Σ_t λ_t c_t(z) no zone costs less than Σ_{i∈z} π_i + μ, and what a plan costs in its
worst period is never less than its mean over the periods with the weights λ. GLOP solves it; its duals are rounded to
whole numbers, so nothing it says has to be believed.

References
----------
M. Ehrgott, Multicriteria Optimization (2005), chapter 5 (max-ordering). A. Mehrotra, E. Johnson, G. Nemhauser, An
optimization based heuristic for political districting, Management Science 44 (1998).
"""

from dataclasses import replace
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from solvers.exact.column_generation import FEW, MORE, PRICING_TOLERANCE, STATE_LIMIT, Source
from solvers.instances.columns import Candidates
from solvers.instances.duals import FRACTION, Duals
from solvers.instances.subproblem import Subproblem
from solvers.sets.growth import Partial
from solvers.sets.masks import rows_of
from solvers.stop import Watch
from zoning.model.county import Floats

THOUSAND = 1000.0
"""Points of a unit in the numbers given to GLOP."""
SCALE = 64.0
"""What the duals of the periods add up to, so that whole duals of stations lose little by rounding."""
BATCH = 300
"""Columns added a round."""
NEGATIVE = -0.5
"""Reduced cost, in points, of a column worth adding."""
PENALTIES = (1.0, 10.0, 1000.0)
"""Points for a station left out or covered twice, as multiples of the cap."""


class EpigraphMaster:
    """The linear programme over the columns so far."""

    def __init__(self, subproblem: Subproblem, cap: int) -> None:
        instance, zones = subproblem.instance, float(subproblem.zones)
        self.cap, self.zones = cap, zones
        self.solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        infinity = self.solver.infinity()
        self.cover = [self.solver.Constraint(1.0, 1.0) for _ in range(len(instance.problem))]
        self.count = self.solver.Constraint(zones, zones)
        self.periods = [self.solver.Constraint(0.0, infinity) for _ in instance.limits]
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.known: set[int] = set()
        worst = self.solver.NumVar(0.0, infinity, "")
        self.objective.SetCoefficient(worst, 1.0)
        for row in self.periods:
            row.SetCoefficient(worst, 1.0)
        self.off = [self._off(row, sign) for row in (*self.cover, self.count) for sign in (1.0, -1.0)]

    def _off(self, row: Any, sign: float) -> Any:
        variable = self.solver.NumVar(0.0, self.solver.infinity(), "")
        row.SetCoefficient(variable, sign)
        return variable

    def penalise(self, share: float) -> None:
        """Stations left out or covered twice, and zones too many or too few, cost this multiple of the cap each."""
        for variable in self.off:
            self.objective.SetCoefficient(variable, share * self.cap / THOUSAND)

    def pays(self) -> bool:
        return any(variable.solution_value() > 1e-7 for variable in self.off)

    def add(self, zones: Candidates) -> int:
        """Add columns; how many of them are new."""
        before = len(self.known)
        for mask, used in zip(zones.masks.tolist(), zones.used.tolist(), strict=True):
            if mask in self.known:
                continue
            self.known.add(mask)
            variable = self.solver.NumVar(0.0, self.solver.infinity(), "")
            for i in rows_of(mask):
                self.cover[i].SetCoefficient(variable, 1.0)
            self.count.SetCoefficient(variable, 1.0)
            for row, points in zip(self.periods, used, strict=True):
                row.SetCoefficient(variable, -points / THOUSAND)
        return len(self.known) - before

    def solve(self) -> Duals | None:
        """The duals, those of the periods adding up to 1; ``None`` where GLOP finds no end."""
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        stations = THOUSAND * np.array([row.dual_value() for row in self.cover])
        weights = np.maximum([row.dual_value() for row in self.periods], 0.0)
        return Duals(stations, THOUSAND * self.count.dual_value(), 0.0, np.zeros(0), np.asarray(weights))

    @property
    def value(self) -> float:
        """θ in points."""
        return THOUSAND * float(self.objective.Value())


def epigraph(source: Source, start: Candidates, cap: int, watch: Watch) -> Duals:
    """Whole duals under which no free zone and no alone zone has a negative reduced cost, of a bound near θ.

    It ends: every round adds columns that the programme had not, takes the next of a few penalties, or raises how far a
    growth may go that was left early.

    Parameters
    ----------
    source : of a subproblem whose instance has a limit for every period and no objective
    start : columns to begin with
    cap : points of the worst period above which no plan is of interest

    Raises
    ------
    Stopped, TooMany
        When ``watch`` or ``source`` says so.
    """
    subproblem, instance = source.subproblem, source.subproblem.instance
    master, known, states, sets = EpigraphMaster(subproblem, cap), start, STATE_LIMIT, BATCH
    master.add(Candidates.joined([instance.alone, start]))
    labels = np.zeros(len(instance.change.labels))
    duals = Duals(np.zeros(len(instance.problem)), 0.0, 0.0, labels, np.full(len(instance.limits), 1.0))
    steps, lowest, passed = iter(PENALTIES), 0.0, False
    master.penalise(next(steps))
    while True:
        watch.tick()
        watch.rounds += 1
        solved = master.solve()
        if solved is None:
            break
        duals = replace(solved, labels=labels, stations=instance.balanced(solved.stations))
        if master.add(_cheapest(subproblem, duals, known, NEGATIVE)):
            continue
        lowest, passed = _lowest(source, duals, cap)
        found = source.columns_below(duals, lowest, Partial(sets, states))
        if new := master.add(_cheapest(subproblem, duals, found.zones, lowest)):
            known = known if source.whole else Candidates.joined([known, found.zones])
        if not found.complete:
            states, sets = (states * MORE, sets * MORE) if new < FEW else (states, sets)
        elif not new:
            share = next(steps, None) if master.pays() and master.value <= cap else None
            if share is None:
                break
            master.penalise(share)
    return whole(source, duals, lowest if passed else 0.0)


def _cheapest(subproblem: Subproblem, duals: Duals, zones: Candidates, most: float) -> Candidates:
    """The :data:`BATCH` zones of lowest reduced cost, none of ``most`` or more."""
    reduced = priced(subproblem, duals, zones)
    rows = np.argsort(reduced, kind="stable")[:BATCH]
    return zones[rows[reduced[rows] < most]]


def _lowest(source: Source, duals: Duals, cap: int) -> tuple[float, bool]:
    """The reduced cost below which a column must be added, and whether the bound stays above the cap without others."""
    zones = source.subproblem.zones
    value = float(duals.stations.sum()) + zones * duals.zone
    spare = (value - cap) / zones - 1
    if source.whole or spare <= -NEGATIVE:
        return NEGATIVE if source.whole else -max(PRICING_TOLERANCE * value / zones, -NEGATIVE), False
    return -spare, True


def priced(subproblem: Subproblem, duals: Duals, zones: Candidates) -> Floats:
    """(m,) reduced costs."""
    tables = subproblem.instance.tables
    paid = tables.sums(duals.stations, tables.rows(zones.masks)) + duals.zone
    return np.asarray(zones.used @ duals.limits - paid)


def whole(source: Source, duals: Duals, lowest: float) -> Duals:
    """The duals times :data:`SCALE` as whole numbers, μ lowered by ``lowest`` and until no reduced cost is negative."""
    subproblem, instance = source.subproblem, source.subproblem.instance
    limits = np.rint(duals.limits * SCALE / FRACTION) * FRACTION
    labels = np.zeros(len(instance.change.labels))
    made = Duals(np.rint(duals.stations * SCALE), float(round(duals.zone * SCALE)), 0.0, labels, limits)
    made = replace(
        made.lowered(np.floor(SCALE * lowest)), stations=instance.balanced(made.stations)
    )  # as whoever reads them will have them
    negative = source.columns_below(made, 0.0).zones
    least = min(float(priced(subproblem, made, zones).min(initial=0.0)) for zones in (negative, instance.alone))
    return made.lowered(float(np.floor(least)))
