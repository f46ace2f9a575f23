"""Two-zone recombination of plans with k free zones: steepest descent, and simulated annealing with Gumbel noise.

Rules may be broken on the way, at a penalty. Plans that keep them are offered to whoever called.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solvers.exact.start import PENALTY
from solvers.large import recombine
from solvers.large.items import BORDER, CELLS, ITEMS, WINDOW
from solvers.large.judged import Judged
from solvers.large.recombine import Arrays, State
from solvers.large.state import numbered, renamed, state_of
from solvers.stop import Watch
from zoning.model.county import Bools, Floats, Ints
from zoning.model.plan import Plan
from zoning.model.problem import Problem

SPACING = 5
"""Borders between stations to each place along a common border that is split at in a descent."""


@dataclass(eq=False)
class Annealing:
    """Plans of a problem with k free zones, by its :class:`~solvers.large.recombine.Arrays` for k.

    ``offer`` takes every plan that keeps the rules as far as they are known here, ``best`` says the fewest points of
    such a plan so far.
    """

    problem: Problem
    k: int
    arrays: Arrays
    watch: Watch
    offer: Callable[[Plan], None]
    best: Callable[[], float]

    @cached_property
    def judged(self) -> Judged:
        return Judged(self.problem, self.k)

    @cached_property
    def edges(self) -> Ints:
        """(e, 2) neighbouring stations."""
        rows = np.repeat(np.arange(len(self.problem)), np.diff(self.arrays.first))
        return np.asarray(np.column_stack([rows, self.arrays.neighbours])[rows < self.arrays.neighbours])

    def begin(self, label: Ints, rng: np.random.Generator) -> State:
        """The state of a plan ``label`` (n,), which is left as it is."""
        return state_of(self.problem, label.copy(), rng.integers(0, 1 << 63, 1).astype(np.uint64))

    def anneal(self, state: State, temperatures: Floats, rng: np.random.Generator) -> None:
        """A recombination of two zones at a random border for each temperature, in points; the best plan is offered."""
        best, kept = self.best(), None
        ways = np.array([BORDER, WINDOW, WINDOW, CELLS])[rng.integers(0, 4, len(temperatures))]
        at = rng.integers(0, max(len(self.edges), 1), (len(temperatures), 64))
        picks = rng.random(len(temperatures))
        try:
            for step, temperature in enumerate(temperatures):
                if step % 16 == 0:
                    self.watch.tick()
                ends = state.label[self.edges[at[step]]]
                cutting = np.flatnonzero(ends[:, 0] != ends[:, 1])
                if not len(cutting):
                    continue
                a, b = sorted(ends[cutting[0]].tolist())
                if self.split(state, a, b, int(ways[step]), picks[step], temperature, PENALTY) and self.legal(state):
                    total = float(state.points.sum())
                    if total < best:
                        best, kept = total, state.label.copy()
        finally:
            if kept is not None:
                self._offer(kept)

    def descend(self, state: State) -> None:
        """Recombinations that pay, until no two zones have one; then with rules before points, if need be."""
        try:
            for weight in (PENALTY, 1000 * PENALTY):
                self._descend(state, weight)
                if self.legal(state):
                    return
        finally:  # also when the run is stopped
            if self.legal(state):
                self._offer(state.label)

    def _descend(self, state: State, weight: float) -> None:
        dirty = np.ones(len(state.points), dtype=bool)
        while dirty.any():
            renamed(self.problem, state)
            touched = np.zeros_like(dirty)
            for a, b, borders in self._pairs(state, dirty):
                self.watch.tick()
                if self._everywhere(state, a, b, borders, weight):
                    touched[[a, b]] = True
            dirty = touched

    def _everywhere(self, state: State, a: int, b: int, borders: int, weight: float) -> bool:
        """Split two zones anew over their whole border, at places along it and round random seeds; whether it paid."""
        paid = self.split(state, a, b, BORDER, 0.0, 0.0, weight)
        units = int(np.isin(state.label, (a, b)).sum())
        if units <= ITEMS:
            return paid
        places = 1 + min(borders, 2 * units) // SPACING  # on a map two zones of m stations have fewer than 2 m borders
        for k in range(places):
            self.watch.tick()
            paid |= self.split(state, a, b, WINDOW, (k + 0.5) / places, 0.0, weight)
        return paid | self.split(state, a, b, CELLS, 0.5, 0.0, weight)

    def split(self, state: State, a: int, b: int, way: int, pick: float, temperature: float, weight: float) -> bool:
        """Split zones a and b anew (``solvers.large.recombine.recombine``); whether anything changed."""
        return bool(self._recombine(self.arrays, state, a, b, way, pick, temperature, weight))

    @cached_property
    def _recombine(self) -> Callable[..., bool]:
        """The compiled recombination; the judge's where a rule or measure in force is not compiled."""
        chosen: Callable[..., bool] = self.judged.recombine if self.judged.some else recombine.recombine
        return chosen

    def _pairs(self, state: State, dirty: Bools) -> list[tuple[int, int, int]]:
        """Neighbouring zones of which one changed lately, and how many borders between stations they have in common."""
        ends = np.sort(state.label[self.edges], axis=1)
        ends = ends[(ends[:, 0] != ends[:, 1]) & dirty[ends].any(axis=1)]
        pairs, count = np.unique(ends, axis=0, return_counts=True)
        return [(int(a), int(b), int(c)) for (a, b), c in zip(pairs, count, strict=True)]

    def _offer(self, label: Ints) -> None:
        self.offer(Plan.from_labels(self.problem.county.codes, numbered(self.problem, label).tolist()))

    def legal(self, state: State) -> bool:
        """Whether a plan keeps the rules."""
        kept = bool(state.breach.sum() == 0 and state.changed[0] <= state.changed[1])
        return kept and (not self.judged.some or self.judged.beyond(state) == 0)

    def value(self, state: State) -> float:
        """Points, and a penalty for broken rules."""
        excess = max(0.0, float(state.changed[0] - state.changed[1])) + self.judged.beyond(state)
        return float(state.points.sum() + PENALTY * (state.breach.sum() + excess))
