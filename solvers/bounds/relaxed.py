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

from solvers.bounds.boxes import Traits, traits_of
from solvers.bounds.branching import Branching
from solvers.bounds.offices import Borders, near_zones
from solvers.coverage import MEASURES
from solvers.forms.measures import Lonely, Median, Pairs, Signed
from zoning.judge.measures import POINTS
from zoning.model.county import Bools, Floats, Ints
from zoning.model.problem import Problem

NEVER = 1e9
"""Points of a zone that cannot be: more than any plan has."""


TURNS = 2
"""Times that members and mean of a cheap zone are found in turn."""


@dataclass(frozen=True)
class Near:
    """Of duals: by office the points r (n,) of a cheap zone above them and its members (n, n), and their bound.

    It is no bound of all plans, for there may be cheaper zones.
    """

    bound: float
    value: Floats
    members: Bools

    def chosen(self, most: int) -> Ints:
        """The offices of the ``most`` least values, those below 0."""
        rows = np.argsort(self.value, kind="stable")[:most]
        return np.asarray(rows[self.value[rows] < 0])


@dataclass(eq=False)
class Relaxed:
    """Zones of at most ``k`` free ones, relaxed; all arrays are over the n free stations."""

    problem: Problem
    k: int
    part: float = 1.0
    """Of the losses, that counts: fewer points are a bound, too."""

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
    def borders(self) -> Borders:
        """Borders between free stations that cost something where they are cut."""
        cut = self._cut[:, self.free]
        rows, neighbours = np.nonzero(cut > 0)
        return Borders(np.searchsorted(rows, np.arange(len(cut) + 1)), neighbours, cut[rows, neighbours])

    @cached_property
    def order(self) -> Ints:
        """(n, n) at [office]: the stations by minutes from it, itself first."""
        away = self.problem.county.minutes[np.ix_(self.free, self.free)].copy()
        np.fill_diagonal(away, -1.0)
        return np.argsort(away, axis=1, kind="stable")

    @cached_property
    def traits(self) -> Traits:
        """What the losses of zones come from."""
        found = traits_of(self.problem, self.free)
        return found._replace(unit=self.part * found.unit)

    def base(self, duals: Floats) -> Floats:
        """(t, n, n) ω at [line, office, station] but for losses, under duals π (n,)."""
        return np.asarray(self.way[None] + (self.lines + self.linear - duals)[:, None, :])

    def branching(self, duals: Floats, most: int) -> Branching:
        """Trees of boxes, ``most`` at the most, under duals π (n,)."""
        return Branching(self.base(duals), self.traits, self.order, self.borders, self.k, most)

    def near(self, duals: Floats, means: Floats, slot: int = 0, look: int = 0) -> Near:
        """Cheap zones of the offices under duals π (n,); the others as in :func:`solvers.bounds.offices.near_zones`."""
        found = near_zones(self.base(duals), means, slot, look, TURNS, self.traits, self.order, self.borders)
        return Near(self.bound_by(duals, found[0]), *found)

    def bound_by(self, duals: Floats, value: Floats) -> float:
        """Σ π + Σ of the k least min(0, r), r (n,)."""
        return float(duals.sum() + np.minimum(np.sort(value)[: self.k], 0.0).sum())
