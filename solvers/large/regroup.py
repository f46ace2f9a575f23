"""Large counties: neighbouring zones are split anew, pair by pair, until no pair can be split better.

For some numbers of zones a start is cut out of the county (``solvers.large.split``) and improved by pair steps
(``solvers.large.recombine``); the number with the cheapest plan goes through heat baths: pair steps at random borders
in which luck outweighs points, less and less, and then only better splits again. Rules may be broken on the way, at a
penalty; a plan that breaks one is never returned.

What it may get wrong: nothing is proved of the plan but the bound of ``solvers.large.bounds``. That no plan was found
does not mean that there is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solvers.exact.start import PENALTY
from solvers.infeasible.clash import Facts, counted
from solvers.large.arrays import limited, numbered, renamed, state_of, terrain
from solvers.large.bounds import lower_bound
from solvers.large.recombine import BORDER, CELLS, ITEMS, WINDOW, State, Terrain, resplit
from solvers.large.split import cut
from solvers.stop import Stopped, Watch, Why
from zoning.judge.rules import violations
from zoning.judge.score import score
from zoning.model.county import Bools, Floats, Ints
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Proof, Run, Solution
from zoning.texts import Message

NAME = "regroup"
STARTS = 2
"""Starts for every number of zones that is tried."""
PROBED = 6
"""Numbers of zones tried at the most, before the neighbours of the best of them."""
BATHS = 4
"""Heat baths of the best number of zones, each from the best plan of those before."""
STEPS = 12
"""Pair steps of a bath for each station, and :data:`FEWEST` besides."""
FEWEST = 1200
HOT, COLD = 0.1, 0.001
"""First and last heat, in points of a mean zone; every other bath begins with half the heat."""
SPACING = 5
"""Borders between stations to each place along a common border that is split at in a descent."""
KEPT = 24
"""Plans met on the way that are remembered for alternatives, the cheapest."""


def regroup(
    problem: Problem, watch: Watch, seed: int, gap: float | None, most: int, start: Plan | None = None
) -> Solution:
    """The best plan found, with a bound for every plan; infeasible only where a count shows it.

    Parameters
    ----------
    gap, most : list at most so many of the other plans met that cost at most this share more than the best one
    start : a plan to begin with; one that breaks a rule is not used
    """
    search, why, bound = Regroup(problem, watch, seed), counted(problem), None
    if start is not None:
        search.offer(start)
    stopped: Why = ""
    if not why:
        try:
            bound = search.bound()
            search.run()
        except Stopped as ending:
            stopped = ending.why
    run = Run(NAME, watch.seconds, seed, stopped=stopped)
    if why:
        return Solution(problem, Proof("infeasible", reasons=why), run)
    if search.plan is None or search.best is None:
        return Solution(problem, Proof("unknown", bound, reasons=(Message("solvers.regroup.none", {}),)), run)
    proof = _proof(problem, search, bound)
    others = search.others_within(gap)[:most]
    return Solution(problem, proof, run, search.plan, score(problem, search.plan), tuple(others), gap is None)


def _proof(problem: Problem, search: "Regroup", bound: int | None) -> Proof:
    assert search.best is not None
    if bound is None:
        return Proof("feasible", reasons=(Message("solvers.regroup.no_bound", {}),))
    if bound >= search.best:
        return Proof("optimal", search.best, 0.0, reasons=(Message("solvers.regroup.met", {}),))
    zones = search.numbers()[-1] + len(problem.alone_zones)
    says = Message("solvers.regroup.bound", {"bound": bound, "zones": zones})
    return Proof("feasible", bound, (search.best - bound) / search.best, reasons=(says,))


@dataclass
class Regroup:
    """The state of a search; ``best`` is the least points of a plan that keeps all rules, ``plan`` such a plan."""

    problem: Problem
    watch: Watch
    seed: int
    best: int | None = None
    plan: Plan | None = None
    met: dict[Plan, int] = field(default_factory=dict)

    @cached_property
    def land(self) -> Terrain:
        return terrain(self.problem)

    @cached_property
    def edges(self) -> Ints:
        """(e, 2) neighbouring stations."""
        rows = np.repeat(np.arange(len(self.problem)), np.diff(self.land.first))
        return np.asarray(np.column_stack([rows, self.land.neighbours])[rows < self.land.neighbours])

    @cached_property
    def parts(self) -> list[Ints]:
        """Stations outside the alone zones, as they hang together."""
        return [np.array(part) for part in Facts(self.problem).parts]

    def numbers(self) -> range:
        """Numbers of zones outside the alone ones that the limits and the simplest counts allow."""
        least = self.problem.policy.zones.min_stations
        return self.problem.free_zones(len(self.parts), sum(len(part) // least for part in self.parts))

    def bound(self) -> int | None:
        """Points that no plan goes below; ``None`` where no number of zones is possible."""
        numbers = self.numbers()
        return lower_bound(self.problem, numbers[-1], self.watch.tick) if numbers else None

    def others_within(self, gap: float | None) -> list[Plan]:
        """Other plans met that cost at most this share more than the best one, the cheapest first."""
        if gap is None or self.best is None:
            return []
        limit = self.best + gap * abs(self.best)
        near = sorted((points, plan) for plan, points in self.met.items() if points <= limit and plan != self.plan)
        return [plan for _, plan in near]

    def run(self) -> None:
        """Try numbers of zones, then bathe the best.

        Raises
        ------
        Stopped
            When the watch says so; the best plan so far is kept.
        """
        tried: dict[int, tuple[float, Ints]] = {}
        for others in self._probes(tried):
            if others not in tried:
                tried[others] = self._tried(others)
        if not tried or 0 in tried:
            return
        others = min(tried, key=lambda k: (tried[k][0], -k))
        self._bathed(others, tried[others][1])

    def _probes(self, tried: dict[int, tuple[float, Ints]]) -> Iterator[int]:
        """Numbers of zones spread over the range, the largest first, then the neighbours of the best while they win."""
        numbers = self.numbers()
        if not numbers:
            return
        low, high = numbers[0], numbers[-1]
        spread = np.rint(np.geomspace(max(high, 1), max(low, 1), min(PROBED, len(numbers)))).astype(int).tolist()
        yield from dict.fromkeys(min(max(k, low), high) for k in spread)
        stride = max(1, (high - low) // (2 * PROBED)) if high > 0 else 0
        while stride:
            best = min(tried, key=lambda k: (tried[k][0], -k))
            yield from (k for k in (best + stride, best - stride) if k in numbers)
            if best == min(tried, key=lambda k: (tried[k][0], -k)):
                stride //= 2

    def _tried(self, others: int) -> tuple[float, Ints]:
        """(points and penalties, zones) of the best descent of a few starts for so many zones."""
        ends = []
        rng = np.random.default_rng([self.seed, others])
        self.watch.stage, self.watch.zone_count = "regroup", others + len(self.problem.alone_zones)
        land = limited(self.land, self.problem, others)
        for _ in range(STARTS if others else 1):
            label = cut(land, self.parts, others, rng) if others else np.full(len(self.problem), -1, dtype=np.int64)
            if label is None:
                break
            state = self._begun(label, rng)
            self._descended(land, state)
            ends.append((_value(state), state.label))
        return min(ends, key=lambda end: end[0], default=(np.inf, np.zeros(0, dtype=np.int64)))

    def _begun(self, label: Ints, rng: np.random.Generator) -> State:
        return state_of(self.problem, label.copy(), rng.integers(0, 1 << 63, 1).astype(np.uint64))

    def _bathed(self, others: int, label: Ints) -> None:
        """Heat baths from a plan of so many zones, each from the best before."""
        rng = np.random.default_rng([self.seed, others, 1])
        land = limited(self.land, self.problem, others)
        value = np.inf
        for k in range(BATHS):
            state = self._begun(label, rng)
            hot = HOT * (0.5 ** (k % 2)) * max(state.points.mean(), 1.0)
            steps = STEPS * sum(map(len, self.parts)) + FEWEST
            self._heated(land, state, np.geomspace(hot, hot * COLD / HOT, steps), rng)
            self._descended(land, state)
            if _value(state) < value:
                value, label = _value(state), state.label

    def _heated(self, land: Terrain, state: State, heats: Floats, rng: np.random.Generator) -> None:
        """Pair steps at random borders; a better plan met on the way is kept."""
        best, kept = np.inf if self.best is None else float(self.best), None
        ways = np.array([BORDER, WINDOW, WINDOW, CELLS])[rng.integers(0, 4, len(heats))]
        at, picks = rng.integers(0, max(len(self.edges), 1), (len(heats), 64)), rng.random(len(heats))
        try:
            for k, heat in enumerate(heats):
                if k % 16 == 0:
                    self.watch.tick()
                ends = state.label[self.edges[at[k]]]
                cutting = np.flatnonzero(ends[:, 0] != ends[:, 1])
                if not len(cutting):
                    continue
                a, b = sorted(ends[cutting[0]].tolist())
                if resplit(land, state, a, b, int(ways[k]), picks[k], heat, PENALTY) and _legal(state):
                    total = float(state.points.sum())
                    if total < best:
                        best, kept = total, state.label.copy()
        finally:
            if kept is not None:
                self._offered(kept)

    def _descended(self, land: Terrain, state: State) -> None:
        """Pair steps that pay, until no pair of zones has one; then the same with rules before points, if need be."""
        try:
            self._descending(land, state)
        finally:  # also when the run is stopped
            if _legal(state):
                self._offered(state.label)

    def _descending(self, land: Terrain, state: State) -> None:
        for weight in (PENALTY, 1000 * PENALTY):
            dirty = np.ones(len(state.points), dtype=bool)
            while dirty.any():
                renamed(self.problem, state)
                touched = np.zeros_like(dirty)
                for a, b, borders in self._pairs(state, dirty):
                    self.watch.tick()
                    if _pair_split(land, state, a, b, borders, weight):
                        touched[[a, b]] = True
                dirty = touched
            if _legal(state):
                return

    def _pairs(self, state: State, dirty: Bools) -> list[tuple[int, int, int]]:
        """Neighbouring zones of which one changed lately, and how many borders between stations they have in common."""
        ends = np.sort(state.label[self.edges], axis=1)
        ends = ends[(ends[:, 0] != ends[:, 1]) & dirty[ends].any(axis=1)]
        pairs, count = np.unique(ends, axis=0, return_counts=True)
        return [(int(a), int(b), int(c)) for (a, b), c in zip(pairs, count, strict=True)]

    def _offered(self, label: Ints) -> None:
        self.offer(Plan.from_labels(self.problem.county.codes, numbered(self.problem, label).tolist()))

    def offer(self, plan: Plan) -> None:
        """Judge a plan, and keep it if it breaks no rule."""
        if plan in self.met or violations(self.problem, plan):
            return
        self.met[plan] = score(self.problem, plan).points
        if len(self.met) > KEPT:
            del self.met[max(self.met, key=lambda known: (self.met[known], known))]
        if self.best is None or self.met.get(plan, self.best) < self.best:
            self.best, self.plan = self.met[plan], plan
            self.watch.points = self.best


def _pair_split(land: Terrain, state: State, a: int, b: int, borders: int, weight: float) -> bool:
    """Split two zones anew over their whole border, at places along it and round random seeds; whether that paid."""
    paid = bool(resplit(land, state, a, b, BORDER, 0.0, 0.0, weight))
    if np.isin(state.label, (a, b)).sum() <= ITEMS:
        return paid
    places = 1 + borders // SPACING
    for k in range(places):
        paid |= bool(resplit(land, state, a, b, WINDOW, (k + 0.5) / places, 0.0, weight))
    return paid | bool(resplit(land, state, a, b, CELLS, 0.5, 0.0, weight))


def _legal(state: State) -> bool:
    return bool(state.breach.sum() == 0 and state.changed[0] <= state.changed[1])


def _value(state: State) -> float:
    """Points, and a penalty for broken rules."""
    excess = max(0.0, float(state.changed[0] - state.changed[1]))
    return float(state.points.sum() + PENALTY * (state.breach.sum() + excess))
