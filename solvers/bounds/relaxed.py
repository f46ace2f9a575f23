"""A zone with a given office, relaxed until the least it can cost above its duals is soon found: bounds at any size.

Left out are that zones hang together and every rule on zones. What is left of the points of a zone z with office o is

    Σ_{i∈z} (c_io + l_i + v_ti + b_i) + Σ_{i∈z, j∉z} cut_ij    for every line t, in the box of its density and mix

c the way to the office, l points that simply add up, v the lines below the signed measures, b what the losses cost in a
box (``solvers.bounds.boxes``), cut the borders (``solvers.bounds.offices``). For any numbers π of the stations let r_o
be the least of this less Σ_{i∈z} π_i. Zones have different offices, so a plan of at most k free zones costs

    Σ_i π_i + Σ (the k least of min(0, r_o))    or more.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solvers.bounds.boxes import Boxes
from solvers.coverage import MEASURES
from solvers.forms.measures import Lonely, Median, Pairs, Signed
from zoning.judge.measures import POINTS
from zoning.model.county import Bools, Floats, Ints
from zoning.model.problem import Problem

NEVER = 1e9
"""Points of a zone that cannot be: more than any plan has."""


@dataclass(frozen=True)
class Least:
    """Of duals: the bound, and by office r (n,), its box (n,) and the members (n, n) of a zone that has it."""

    bound: float
    value: Floats
    box: Ints
    members: Bools

    def chosen(self, most: int) -> Ints:
        """The offices of the ``most`` least values, those below 0."""
        rows = np.argsort(self.value, kind="stable")[:most]
        return rows[(self.value[rows] < 0) & (self.box[rows] >= 0)]


@dataclass(eq=False)
class Relaxed:
    """Zones of at most ``k`` free ones, relaxed; all arrays are over the n free stations."""

    problem: Problem
    k: int

    @cached_property
    def free(self) -> Ints:
        """Rows of the stations outside alone zones."""
        return np.flatnonzero(~self.problem.alone)

    @cached_property
    def weights(self) -> dict[str, float]:
        """Points for a share of 1 in each measure."""
        return {key: POINTS * share for key, share in self.problem.policy.weights.shares().items()}

    @cached_property
    def way(self) -> Floats:
        """(n, n) points at [office, station] of the measure that adds up from the office.

        A zone with an office that the planner chose has no other one: :data:`NEVER` points.
        """
        n = len(self.free)
        for row in MEASURES:
            if isinstance(row.growth, Median) and self.weights[row.key] > 0:
                chosen = np.isin(self.free, self.problem.offices)
                points = self.weights[row.key] * row.growth.costs(self.problem).T[np.ix_(self.free, self.free)]
                return np.where(chosen & ~np.eye(n, dtype=bool), NEVER, points)
        return np.zeros((n, n))

    @cached_property
    def lines(self) -> Floats:
        """(t, n) points of each station; the sum of each row over a zone is no more than its signed measures cost.

        The rows are 0 and, for either sign of the sum, the measures one after the other added up, those without an
        allowance first: a zone that has an allowance at its end has passed where the others begin.
        """
        forms = [(self.weights[row.key], row.growth) for row in MEASURES if isinstance(row.growth, Signed)]
        forms.sort(key=lambda one: one[1].allowance is not None)
        found = [np.zeros(len(self.free))]
        for sign in (-1, 1):
            line = found[0]
            for weight, form in forms:
                if weight > 0:
                    signed = sign * form.values(self.problem) - form.allowed(self.problem)
                    line = line + weight / 2 * signed[self.free]
                    found.append(line)
        return np.array(found)

    @cached_property
    def _cut(self) -> Floats:
        """(n, all stations) points for each pair that a zone of the first cuts."""
        total = np.zeros((len(self.problem), len(self.problem)))
        for row in MEASURES:
            if isinstance(row.growth, Pairs) and self.weights[row.key] > 0:
                total += self.weights[row.key] * row.growth.cut(self.problem)
        return np.asarray(total[self.free])

    @cached_property
    def linear(self) -> Floats:
        """(n,) points of each station in any free zone: cut from alone stations, or without support by free ones."""
        total = self._cut[:, self.problem.alone].sum(axis=1)
        for row in MEASURES:
            if isinstance(row.growth, Lonely) and self.weights[row.key] > 0:
                lonely = ~row.growth.near(self.problem)[np.ix_(self.free, self.free)].any(axis=1)
                total = total + self.weights[row.key] * np.where(lonely, row.growth.values(self.problem)[self.free], 0)
        return np.asarray(total)

    @cached_property
    def edges(self) -> tuple[Ints, Ints, Floats]:
        """first (n + 1,), neighbours and points of the borders between free stations."""
        cut = self._cut[:, self.free]
        rows, neighbours = np.nonzero(cut > 0)
        return np.searchsorted(rows, np.arange(len(cut) + 1)), neighbours, cut[rows, neighbours]

    @cached_property
    def order(self) -> Ints:
        """(n, n) at [office]: the stations by minutes from it, itself first."""
        away = self.problem.county.minutes[np.ix_(self.free, self.free)].copy()
        np.fill_diagonal(away, -1.0)
        return np.argsort(away, axis=1, kind="stable")

    @cached_property
    def boxes(self) -> Boxes:
        """One box that holds every zone, to be split."""
        return Boxes.of(self.problem, self.free)

    def base(self, duals: Floats) -> Floats:
        """(t, n, n) ω at [line, office, station] but for boxes, under duals π (n,)."""
        return np.asarray(self.way[None] + (self.lines + self.linear - duals)[:, None, :])

    def least(self, duals: Floats, before: Least | None = None) -> Least:
        """What duals π (n,) prove in the boxes.

        ``before`` are those of duals like these: looked at in that order, few boxes have to be added up.
        """
        from solvers.bounds.offices import least

        offices, guess = np.arange(len(duals)), np.zeros(len(duals), dtype=np.int64)
        if before is not None:
            offices, guess = np.argsort(before.value, kind="stable"), np.maximum(before.box, 0)
        most = min(self.k, len(duals))
        boxes = self.boxes
        found = least(self.base(duals), boxes.cost, boxes.parts, self.order, *self.edges, offices, most, guess)
        return Least(self.bound_by(duals, found[0]), *found)

    def members(self, base: Floats, office: int, box: Floats) -> Bools:
        """(n,) the members of a zone of least value of an office in a box of these costs (n,)."""
        from solvers.bounds.offices import least

        one, whole = np.array([office]), np.full((1, 2), -1)
        return np.asarray(least(base, box[None], whole, self.order, *self.edges, one, 1, 0 * self.free)[2][office])

    def values(self, base: Floats, boxes: Floats) -> Floats:
        """(m, n) min(0, r) of every office in each of the boxes of these costs (m, n)."""
        from solvers.bounds.offices import each

        return np.asarray(each(base, boxes, self.order, *self.edges))

    def bound_by(self, duals: Floats, value: Floats) -> float:
        """Σ π + Σ of the k least r, r (n,) ≤ 0."""
        return float(duals.sum() + np.sort(value)[: self.k].sum())
