"""Large counties: two neighbouring zones at a time are recombined, until no two can be split better.

For some numbers of free zones a start is cut out of the county (``solvers.large.split``) and improved by steepest
descent (``solvers.large.annealing``); the number with the cheapest plan goes through simulated annealing: splits at
random borders under Gumbel noise that fades, and then descent again. A plan that breaks a rule is never returned.

What it may get wrong: nothing is proved of the plan but the bounds of ``solvers.bounds.by_measure`` and, by duals, of
``solvers.bounds.lagrangian``. That no plan was found does not mean that there is none.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import numpy as np

from solvers.bounds.by_measure import alone_points, lower_bound
from solvers.bounds.certificates import LARGEST, certified
from solvers.bounds.lagrangian import bounds, means_of, of_plan
from solvers.bounds.relaxed import Relaxed
from solvers.coverage import fewest_zones, says
from solvers.exact.search import Search
from solvers.infeasible.counts import counted
from solvers.infeasible.facts import Facts
from solvers.large.annealing import Annealing
from solvers.large.arrays import arrays_of, limited
from solvers.large.recombine import Arrays
from solvers.large.split import cut
from solvers.stop import OnProgress, Stop, Stopped, Watch, Why
from zoning.judge.rules import violations
from zoning.judge.score import Score, score
from zoning.model.county import Ints
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Certificate, Proof, Run, Solution
from zoning.texts import Message

NAME = "regroup"
STARTS = 2
"""Starts for every number of zones that is tried."""
PROBED = 6
"""Numbers of zones tried at the most, before the neighbours of the best of them."""
RUNS = 4
"""Runs of annealing for the best number of zones, each from the best plan of those before."""
STEPS = 12
"""Recombinations in a run of annealing for each station, and :data:`FEWEST` besides."""
FEWEST = 1200
HOT, COLD = 0.1, 0.001
"""Temperature at the beginning and at the end of a run of annealing, over the mean points of a zone.

Every second run begins at half of it.
"""
QUICK = 400
"""Stations up to which the first bound takes so little time that a search that is stopped has it all the same."""
KEPT = 24
"""Plans met on the way that are remembered for alternatives, the cheapest."""


def regroup(
    problem: Problem,
    *,
    start: Plan | None = None,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    gap: float | None = None,
    most: int = 100,
    seed: int = 0,
) -> Solution:
    """The best plan found, with a bound for every plan; infeasible only where a count shows it.

    Parameters are those of :func:`~solvers.solve.solve`; of the alternatives only plans met on the way are known.
    """
    watch = Watch(stop, on_progress)
    search, why = Regroup(problem, watch, seed), counted(problem)
    for plan in (start, problem.current):
        if plan is not None:
            search.offer(plan)
    stopped: Why = ""
    if not why:
        try:
            search.run_with_bounds()
        except Stopped as ending:
            stopped = ending.why
    told = () if why else says(problem, "recombination", "bound")
    run = Run(NAME, watch.seconds, seed, stopped=stopped, why=told)
    if why:
        return Solution(problem, Proof("infeasible", reasons=why), run)
    if search.plan is None or search.judged is None:
        proof = Proof("unknown", search.least, reasons=(Message("solvers.regroup.none", {}),))
        return Solution(problem, proof, run, alternatives_complete=gap is None, alternatives_gap=gap)
    proof = _proof(problem, search)
    other = search.alternatives(gap)[:most]
    return Solution(problem, proof, run, search.plan, search.judged, tuple(other), gap is None, gap)


def regrouped(search: Search) -> None:
    """Offer the best plan found in one run of annealing to an exact search, which then has one when it is stopped.

    Raises
    ------
    Stopped
        When its watch says so; what was found by then is offered.
    """
    watch = search.watch
    stage, zones, points = watch.stage, watch.zone_count, watch.points
    large = Regroup(search.instance.problem, watch, search.seed, runs=1)
    try:
        large.run()
    finally:
        watch.stage, watch.zone_count, watch.points = stage, zones, points
        if large.plan is not None:
            search.offer(large.plan)


def _proof(problem: Problem, search: "Regroup") -> Proof:
    """What the better of the two bounds proves: each measure at its least by itself, or the duals of a certificate."""
    assert search.best is not None
    plain, certificates = search.least, () if search.certificate is None else (search.certificate,)
    bound = plain
    if certificates and certificates[0].bound is not None and certificates[0].bound > (plain or 0):
        bound = certificates[0].bound
    else:
        certificates = ()
    if bound is None:
        return Proof("feasible", reasons=(Message("solvers.regroup.no_bound", {}),))
    if bound >= search.best:
        return Proof("optimal", search.best, 0.0, certificates, (Message("solvers.regroup.met", {}),))
    zones = search.numbers()[-1] + len(problem.alone_zones)
    key = "duals" if certificates else "bound"
    says = Message(f"solvers.regroup.{key}", {"bound": bound, "zones": zones})
    return Proof("feasible", bound, (search.best - bound) / search.best, certificates, (says,))


def _nothing() -> None:
    """Nobody to be told, nothing to be stopped."""


@dataclass
class Regroup:
    """The state of a search.

    ``best`` is the least points of a plan that keeps all rules, ``plan`` such a plan, ``judged`` its score;
    ``runs`` of annealing follow the descents. ``least`` is the bound of :meth:`bound`, ``certificate`` has the
    duals of a better one.
    """

    problem: Problem
    watch: Watch
    seed: int
    best: int | None = None
    plan: Plan | None = None
    judged: Score | None = None
    runs: int = field(default_factory=lambda: RUNS)
    least: int | None = None
    certificate: Certificate | None = None
    met: dict[Plan, int] = field(default_factory=dict)

    @cached_property
    def arrays(self) -> Arrays:
        return arrays_of(self.problem)

    @cached_property
    def parts(self) -> list[Ints]:
        """Free stations, as they hang together."""
        return [np.array(part) for part in Facts(self.problem).parts]

    def numbers(self) -> range:
        """Numbers of free zones that the limits and the simplest counts allow."""
        least = self.problem.policy.zones.min_stations
        most = sum(len(part) // least for part in self.parts)
        return self.problem.free_zones(sum(fewest_zones(self.problem, part.tolist()) for part in self.parts), most)

    def bound(self) -> int | None:
        """Points that no plan goes below, each measure at its least; ``None`` where no number of zones is possible.

        A county of up to :data:`QUICK` stations has it even when the search was stopped before.
        """
        if self.least is None and (numbers := self.numbers()):
            tick = self.watch.tick if len(self.problem) > QUICK else _nothing
            self.least = lower_bound(self.problem, numbers[-1], tick)
        return self.least

    def run_with_bounds(self) -> None:
        """As :meth:`run`, with a bound before, duals for a better one in between, and for still better ones at last.

        Raises
        ------
        Stopped
            When the watch says so; the best plan and the best bounds so far are kept.
        """
        self.bound()
        begun = self.descend()
        duals = self._certificates()
        next(duals, None)
        self.anneal(begun)
        deque(duals, maxlen=0)

    def alternatives(self, gap: float | None) -> list[Plan]:
        """Other plans met that cost at most this share more than the best one, the cheapest first."""
        if gap is None or self.best is None:
            return []
        limit = self.best + gap * abs(self.best)
        near = sorted((points, plan) for plan, points in self.met.items() if points <= limit and plan != self.plan)
        return [plan for _, plan in near]

    def run(self) -> None:
        """Try numbers of zones, then anneal the best.

        Raises
        ------
        Stopped
            When the watch says so; the best plan so far is kept.
        """
        self.anneal(self.descend())

    def descend(self) -> tuple[int, Ints] | None:
        """The number of free zones whose descents end best, and that end (n,); ``None`` if there is nothing to try."""
        tried: dict[int, tuple[float, Ints]] = {}
        for k in self._probes(tried):
            if k not in tried:
                tried[k] = self.descended(k)
        if not tried or 0 in tried:
            return None
        k = min(tried, key=lambda k: (tried[k][0], -k))
        return k, tried[k][1]

    def _certificates(self) -> Iterator[Certificate]:
        """Better and better certificates, each kept; none without a plan, or where the county is too large."""
        if self.plan is None or self.best is None or len(self.problem) > LARGEST or self.numbers()[-1] == 0:
            return
        relaxed = Relaxed(self.problem, self.numbers()[-1])
        label = self.plan.labels(self.problem.county.codes)[relaxed.free]
        points = self.best - sum(alone_points(self.problem))
        for bound, duals in bounds(relaxed, of_plan(relaxed, label), means_of(relaxed, label), points, self.watch.tick):
            self.certificate = certified(relaxed, bound, duals)
            yield self.certificate

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

    def recombination(self, k: int) -> Annealing:
        """Two-zone recombination of plans with k free zones, whose plans are kept."""
        t = limited(self.arrays, self.problem, k)
        return Annealing(self.problem, k, t, self.watch, self.offer, lambda: np.inf if self.best is None else self.best)

    def descended(self, k: int) -> tuple[float, Ints]:
        """(points and penalties, zones) of the best steepest descent of a few starts for k free zones."""
        ends = []
        rng = np.random.default_rng([self.seed, k])
        self.watch.stage, self.watch.zone_count = "regroup", k + len(self.problem.alone_zones)
        step = self.recombination(k)
        cuts = (self._cut(step.arrays, k, rng) for _ in range(STARTS if k else 1))
        for label in chain(cuts, self._today(k)):
            if label is None:
                break
            state = step.begin(label, rng)
            step.descend(state)
            ends.append((step.value(state), state.label))
        return min(ends, key=lambda end: end[0], default=(np.inf, np.zeros(0, dtype=np.int64)))

    def _cut(self, t: Arrays, k: int, rng: np.random.Generator) -> Ints | None:
        """(n,) k free zones to begin with, −1 elsewhere; ``None`` where so many cannot be cut."""
        if not k:
            return np.full(len(self.problem), -1, dtype=np.int64)
        return cut(t, self.parts, k, rng, self.watch.tick)

    def _today(self, k: int) -> Iterator[Ints]:
        """(n,) the zones of today, −1 for alone ones, where few may change and k free ones keep the rules."""
        today, alone = self.problem.current, self.problem.alone
        if k and today is not None and self.problem.policy.rules.max_changed is not None and today in self.met:
            numbers, label = np.unique(today.labels(self.problem.county.codes)[~alone], return_inverse=True)
            if len(numbers) == k:
                every = np.full(len(alone), -1, dtype=np.int64)
                every[~alone] = label
                yield every

    def anneal(self, begun: tuple[int, Ints] | None) -> None:
        """Runs of annealing from a plan (k, zones) of k free zones, each from the best before."""
        if begun is None:
            return
        k, label = begun
        rng = np.random.default_rng([self.seed, k, 1])
        step, value = self.recombination(k), np.inf
        for run in range(self.runs):
            state = step.begin(label, rng)
            hot = HOT * (0.5 ** (run % 2)) * max(state.points.mean(), 1.0)
            steps = STEPS * sum(map(len, self.parts)) + FEWEST
            step.anneal(state, np.geomspace(hot, hot * COLD / HOT, steps), rng)
            step.descend(state)
            if step.value(state) < value:
                value, label = step.value(state), state.label

    def offer(self, plan: Plan) -> None:
        """Judge a plan, and keep it if it breaks no rule."""
        if plan in self.met or violations(self.problem, plan):
            return
        judged = score(self.problem, plan)
        self.met[plan] = judged.points
        if len(self.met) > KEPT:
            del self.met[max(self.met, key=lambda known: (self.met[known], known))]
        if self.best is None or self.met.get(plan, self.best) < self.best:
            self.best, self.plan, self.judged = judged.points, plan, judged
            self.watch.points = self.best
