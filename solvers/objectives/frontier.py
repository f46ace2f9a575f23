"""The trade-off between two measures: every plan that no other beats in both, by weighted sums and what lies near them.

Between two plans that are least under some weights, the weights are taken under which both cost the same. Either a plan
costs less, and parts the strip in two; or all plans are listed that cost no more than the corners of the stairs found
so far. Both measures carry weight in every search, so its bounds are sharp, and what no weights would find is found.

Duals of a weighted sum price a limit, too: for weights (a, b) every plan with no more than F of the first measure has
at least (bound − a·F)/b of the second. So every plan comes with the proof that it is efficient.

References
----------
E. Ulungu, J. Teghem, The two phases method, Foundations of Computing and Decision Sciences 20 (1995). A. Przybylski,
X. Gandibleux, M. Ehrgott, Two phase algorithms for the bi-objective assignment problem, EJOR 185 (2008). M. Ehrgott,
Multicriteria Optimization (2005), chapters 3 and 4.
"""

import math
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from solvers.engine import Engine
from solvers.exact.cover import Budget
from solvers.exact.duals import FRACTION, Duals
from solvers.exact.growth import TooMany
from solvers.exact.instance import Instance, Limit, only
from solvers.exact.masks import MOST_STATIONS
from solvers.exact.search import FIRST_GAP, Search
from solvers.exact.subproblem import Subproblem
from solvers.stop import OnProgress, Stop, Watch
from zoning.judge.measures import POINTS
from zoning.judge.score import score
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Certificate, Stage, Staged

WHOLE = round(1 / FRACTION)
"""The larger of two weights; the other is a whole number from 1 to this, so that duals of limits lose little."""
RIGHTMOST = ((0, WHOLE), (8, WHOLE), (64, WHOLE))
"""Weights under which the end of the second measure is sought, the next ones where it comes to no end."""
LEFTWARDS = ((WHOLE, WHOLE), (WHOLE, 64), (WHOLE, 8), (WHOLE, 1), (WHOLE, 0))
"""Weights from there to the end of the first measure."""
WIDEN = 1.5
"""Factor by which what a listed plan may cost above the bound grows."""
SAME = 1e-9
"""Shares no farther apart than this are equal."""
LAST = 1 << 62
"""Comes after every station."""


@dataclass(frozen=True)
class Point:
    """An efficient plan and what it has of the two measures, in points: millionths of a share.

    ``staged`` proves it: with no more of the first measure none has less of the second, and with no more of both none
    has less of the first.
    """

    plan: Plan
    first: int
    second: int
    staged: Staged | None = None


def frontier(
    problem: Problem,
    measures: tuple[str, str],
    *,
    step: int = 1,
    start: Plan | None = None,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    seed: int = 0,
    engine: Engine | None = None,
) -> Iterator[Point]:
    """Yield the efficient plans from the least of the second measure to that of the first, one for each pair of values.

    Of plans with the same values the first in the order of equal plans is taken (``solvers.exact.cover``). What the
    rounding of points alone would add at an end that no plan can pass in shares is left out.

    Parameters
    ----------
    measures : keys of two measures
        The bounds on the first may be the weaker ones: what is easy comes early.
    step : points by which the first is to fall from plan to plan, but for the last; 1 gives every efficient pair
    start : a plan to begin with; one that breaks a rule is not used

    Raises
    ------
    ValueError
        When the measures are unknown or the same, or ``step`` is below 1.
    InputError
        When the county has more than 64 stations.
    Stopped
        When time is over; the plans yielded before are efficient all the same.
    TooMany
        At the end, when some part was too large; the plans yielded before are efficient all the same.
    """
    known, (first, second) = problem.policy.weights.shares(), measures
    if first == second or first not in known or second not in known:
        raise ValueError(f"two measures of {', '.join(known)}, not {first} and {second}")
    if step < 1:
        raise ValueError(f"a step of 1 point or more, not {step}")
    if len(problem) > MOST_STATIONS:
        raise InputError([mistake("solvers.limit.stations", count=len(problem), most=MOST_STATIONS)])
    trade = _Trade(problem, measures, engine or Engine(), Watch(stop, on_progress), seed, start)
    below, left_out = math.inf, None
    for stair in trade.stairs():
        left_out = stair
        if stair.first <= below:
            below, left_out = stair.first - step, None
            yield trade.point(stair)
    if left_out is not None:
        yield trade.point(left_out)
    if trade.missed:
        raise TooMany


def knee(points: Sequence[Point]) -> int:
    """The position of the plan farthest below the line between the ends, both measures scaled to their range.

    It is −1 where no plan lies below that line: then all others cost more of the one than they save of the other.
    """
    values = np.array([(point.first, point.second) for point in points], dtype=np.float64)
    if len(points) < 3 or not np.ptp(values, axis=0).all():
        return -1
    scaled = (values - values.min(axis=0)) / np.ptp(values, axis=0)
    lowest = int(np.argmin(scaled.sum(axis=1)))
    return lowest if 0 < lowest < len(points) - 1 else -1


def efficient(shares: Sequence[tuple[float, float]]) -> list[int]:
    """Positions of those that no other beats in shares, too.

    Points are rounded zone by zone, so plans of the same shares may differ by some, and seem to be worth something.
    """
    values = np.array(shares, dtype=np.float64).reshape(-1, 2)
    no_worse = (values[:, None] <= values[None] + SAME).all(axis=2)
    better = (values[:, None] < values[None] - SAME).any(axis=2)
    return [int(k) for k in np.flatnonzero(~(no_worse & better).any(axis=0))]


@dataclass(frozen=True)
class _Weighted:
    """A search for the least of ``weights[0]`` · first + ``weights[1]`` · second, every subproblem solved."""

    weights: tuple[int, int]
    search: Search


@dataclass
class _Trade:
    """The frontier in the making: the stairs so far, by rising first measure, and the searches that priced them."""

    problem: Problem
    measures: tuple[str, str]
    engine: Engine
    watch: Watch
    seed: int
    start: Plan | None = None
    missed: bool = False
    _stairs: list[Point] = field(default_factory=list)
    _searches: dict[tuple[int, int], _Weighted] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.instances = tuple(Instance(only(self.problem, key)) for key in self.measures)

    def stairs(self) -> Iterator[Point]:
        """Efficient plans, unproved, by falling first measure; ``missed`` where there may be others."""
        right = self._right()
        if right is None:
            return
        least = self.instances[0].fixed + len(right.plan.zones)  # but for rounding no plan has less
        parted = listed = False
        for weights in LEFTWARDS:
            if right.first <= least:
                break
            try:
                left = self._least(weights)
            except TooMany:
                self.missed = self.missed or weights == LEFTWARDS[-1]
                continue
            if left is not None and left.first < right.first:
                listed = yield from self._strips(left, right)
                right, parted = left, True
        if not parted:  # the one plan that is best in both: its equals have not been listed
            listed = yield from self._strips(right, right)
        if listed:
            yield from reversed(self._efficient(-1, right.first))

    def _right(self) -> Point | None:
        """A plan with the least of the second measure, or under weights that lean to it where that is too much."""
        for weights in RIGHTMOST:
            try:
                return self._least(weights)
            except TooMany:
                self.missed = True
        return None

    def _strips(self, left: Point, right: Point) -> Generator[Point, None, bool]:
        """The efficient plans up to ``right`` that are right of ``left``; whether the last of them were listed."""
        lefts, listed = [left], True
        while lefts:
            left = lefts[-1]
            try:
                if between := self._between(left, right):
                    lefts.append(between)
                    continue
                yield from reversed(self._efficient(left.first, right.first))
                listed = True
            except TooMany:
                self.missed, listed = True, False
                self._stairs = [p for p in self._stairs if not left.first < p.first <= right.first]
            right = lefts.pop()
        return listed

    def _efficient(self, first: int, last: int) -> list[Point]:
        """The stairs above one value of the first measure, up to another, that none known beats in shares either."""
        judged = [score(self.problem, p.plan).measures for p in self._stairs]
        kept = efficient([(measures[self.measures[0]], measures[self.measures[1]]) for measures in judged])
        return [self._stairs[k] for k in kept if first < self._stairs[k].first <= last]

    def _least(self, weights: tuple[int, int]) -> Point | None:
        """A plan that is least under these weights, if there is any at all; it joins the stairs."""
        plan = self._weighted(weights).search.plan
        if plan is None:
            return None
        point = self._valued(plan)
        self._insert(point)
        return point

    def _between(self, left: Point, right: Point) -> Point | None:
        """A plan below the line between two, or ``None`` once all the stairs between them are found."""
        rise, run = left.second - right.second, right.first - left.first
        steep = min(rise, run) / max(rise, run) if rise > 0 and run > 0 else 1.0
        small = max(1, round(WHOLE * steep))
        weights = (small, WHOLE) if rise < run else (WHOLE, small)
        weighted = self._weighted(weights)
        assert weighted.search.plan is not None  # it was given those found before
        point = self._valued(weighted.search.plan)
        if left.first < point.first < right.first and _sum(weights, point) < min(
            _sum(weights, left), _sum(weights, right)
        ):
            self._insert(point)
            return point
        # A little more at a time: what is found cuts the corners down.
        best = weighted.search.best or 0
        bounds = [known.relaxation.bound for known in weighted.search.results.values()]
        reach = max(1, best - min(bounds), round(FIRST_GAP * best))
        while True:
            limit = Budget(min(self._corner(weights, left, right), min(bounds) + reach))
            for _, plan in weighted.search.plans(limit, ordered=False):
                if self._insert(self._valued(plan)):
                    limit.points = min(limit.points, self._corner(weights, left, right))
            if limit.points >= self._corner(weights, left, right):
                return None
            reach = round(WIDEN * reach)

    def _corner(self, weights: tuple[int, int], left: Point, right: Point) -> int:
        """Points of the weighted sum that no plan between two stairs can exceed unless one of them beats it.

        The points of a zone are rounded in each measure and in the sum; the difference is a point at the most.
        """
        begin = sum(p.first <= left.first for p in self._stairs) - 1
        stairs = [p for p in self._stairs[max(begin, 0) :] if p.first <= right.first]
        firsts = [*(p.first for p in stairs[1:]), right.first]
        most = max(weights[0] * f + weights[1] * p.second for f, p in zip(firsts, stairs, strict=True))
        return most // sum(weights) + 1 + self.problem.policy.zones.max

    def _weighted(self, weights: tuple[int, int]) -> _Weighted:
        if weights not in self._searches:
            shares = {f"weights.{key}": 0.0 for key in self.problem.policy.weights.shares()}
            shares |= {f"weights.{key}": float(w) for key, w in zip(self.measures, weights, strict=True)}
            problem = replace(self.problem, policy=self.problem.policy.override(shares))
            search = self.engine.prepare(problem, self.watch, self.seed, start=self.start)
            for point in self._stairs:
                search.offer(point.plan)
            self.engine.run(search, first=False)
            self._searches[weights] = _Weighted(weights, search)
        return self._searches[weights]

    def _valued(self, plan: Plan) -> Point:
        first, second = (int(instance.of_plan(plan).points.sum()) for instance in self.instances)
        return Point(plan, first, second)

    def _insert(self, new: Point) -> bool:
        """Keep a plan unless another beats it or comes before it, and only those that it does not beat."""
        for p in self._stairs:
            if p.first <= new.first and p.second <= new.second:
                same = (p.first, p.second) == (new.first, new.second)
                if not same or self._order(p.plan) <= self._order(new.plan):
                    return False
        kept = [p for p in self._stairs if p.first < new.first or p.second < new.second]
        self._stairs = sorted([*kept, new], key=lambda p: p.first)
        return True

    def _order(self, plan: Plan) -> tuple[int, list[list[int]]]:
        row = self.problem.county.index
        return len(plan.zones), sorted([*sorted(row[code] for code in zone), LAST] for zone in plan.zones)

    def point(self, stair: Point) -> Point:
        """The plan with the proof that it is efficient."""
        first, second = self.measures
        values = (stair.first, stair.second)
        limits = [Limit.on(self.problem, first, stair.first), Limit.on(self.problem, second, stair.second)]
        stages = tuple(
            Stage(self.measures[side], values[side], values[side], stair.plan, self._proof(side, values, tuple(within)))
            for side, within in ((1, limits[:1]), (0, limits))
        )
        staged = Staged("frontier", ((second, 0.0), (first, 0.0)), stages, stair.plan, {first: stair.first})
        return replace(stair, staged=staged)

    def _proof(self, side: int, values: tuple[int, int], limits: tuple[Limit, ...]) -> tuple[Certificate, ...]:
        """That no plan within the limits has less of one measure: for every number of zones the best duals there are.

        The last limit is that on the other measure; those before it are not needed.
        """
        instance = Instance(only(self.problem, self.measures[side]), limits)
        proof = []
        searches = [w for w in self._searches.values() if w.weights[side]]
        for k in (solved.k for solved in searches[0].search.subproblems):
            subproblem = Subproblem(instance, k)
            results = [(w, w.search.results[k]) for w in searches]
            priced = [_priced(w, r.relaxation.duals, side, len(limits)) for w, r in results]
            bounds = [subproblem.bound(duals) for duals in priced]
            best = int(np.argmax(bounds))
            known = results[best][1].certificate
            least = max(values[side], bounds[best])
            proof.append(subproblem.certificate(priced[best], least, known.zones_grown, known.candidates))
        return tuple(proof)


def _sum(weights: tuple[int, int], point: Point) -> int:
    return weights[0] * point.first + weights[1] * point.second


def _priced(weighted: _Weighted, duals: Duals, side: int, limits: int) -> Duals:
    """Duals of one measure with a limit on the other, from those of the weighted sum: divided by its weight.

    All are rounded to the side that lowers the bound, and the rounding of points to that of a zone.
    """
    own, other = weighted.weights[side], weighted.weights[1 - side]
    scale = (own + other) / own
    rounding = 1 + 1 / POINTS if other else 0.0
    over = np.zeros(limits)
    over[-1] = math.ceil(other / own / FRACTION) * FRACTION
    return Duals(
        np.floor(duals.stations * scale),
        math.floor((duals.zone - rounding) * scale),
        math.floor(duals.change * scale),
        np.ceil(duals.labels * scale),
        over,
    )
