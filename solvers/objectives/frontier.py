"""The frontier of two measures: every efficient plan, by the two-phase method.

First come plans that are least under some weights: between two of them the weights are taken under which both cost the
same, and either a plan costs less and parts the range in two, or (second phase) all plans are listed that cost no more
than the local nadirs of the points found so far. Both measures carry weight in every search, so its bounds are sharp,
and what no weights would find is found.

The duals of a weighted sum also price a limit, so every plan comes with the proof that it is efficient
(``solvers.objectives.efficiency``).

References
----------
E. Ulungu, J. Teghem, The two phases method, Foundations of Computing and Decision Sciences 20 (1995). A. Przybylski,
X. Gandibleux, M. Ehrgott, Two phase algorithms for the bi-objective assignment problem, EJOR 185 (2008). M. Ehrgott,
Multicriteria Optimization (2005), chapters 3 and 4.
"""

import math
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from numbers import Integral

from solvers.engine import Engine
from solvers.exact.cover import Budget
from solvers.exact.search import FIRST_GAP
from solvers.instances.duals import FRACTION
from solvers.instances.instance import Instance, only
from solvers.objectives.efficiency import WeightedSum, proved
from solvers.objectives.nondominated import Nondominated, Point, efficient
from solvers.sets.growth import TooMany
from solvers.sets.masks import MOST_STATIONS
from solvers.stop import OnProgress, Stop, Watch
from zoning.judge.score import score
from zoning.model.errors import InputError, Mistake, expect, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem

WHOLE = round(1 / FRACTION)
"""The larger of two weights; the other is a whole number from 1 to this, so that duals of limits lose little."""
RIGHTMOST = ((0, WHOLE), (8, WHOLE), (64, WHOLE))
"""Weights under which the end of the second measure is sought, each where growth under those before is too much."""
LEFTWARDS = ((WHOLE, WHOLE), (WHOLE, 64), (WHOLE, 8), (WHOLE, 1), (WHOLE, 0))
"""Weights from there to the end of the first measure."""
BUDGET_FACTOR = 1.5
"""Factor by which the budget of a list of plans above its bound grows."""


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
    InputError
        When the measures are not two known ones, ``step`` is below 1, or the county has more than 64 stations.
    Stopped
        When time is over; the plans yielded before are efficient all the same.
    TooMany
        At the end, when some part was too large; the plans yielded before are efficient all the same.
    """
    measures = pair(problem, measures, step)
    phases = _TwoPhases(problem, measures, engine or Engine(), Watch(stop, on_progress), seed, start)
    below, left_out = math.inf, None
    for point in phases.points():
        left_out = point
        if point.first <= below:
            below, left_out = point.first - step, None
            yield phases.proved(point)
    if left_out is not None:
        yield phases.proved(left_out)
    if phases.missed:
        raise TooMany


def pair(problem: Problem, measures: Sequence[str], step: int) -> tuple[str, str]:
    """The two measures of a frontier, checked together with its other arguments.

    Raises
    ------
    InputError
        As :func:`frontier`.
    """
    expect(problem=(problem, Problem), measures=(measures, tuple | list), step=(step, Integral))
    known, found = list(problem.policy.weights.shares()), list[Mistake]()
    if len(set(measures)) != 2 or len(measures) != 2 or not set(measures) <= set(known):
        value = ", ".join(map(str, measures))
        found.append(mistake("solvers.frontier.measures", table="measures", value=value, known=known))
    if step < 1:
        found.append(mistake("zoning.value.out_of_range", table="step", value=step, wanted="≥ 1"))
    if len(problem) > MOST_STATIONS:
        found.append(mistake("solvers.limit.stations", count=len(problem), most=MOST_STATIONS))
    if found:
        raise InputError(found)
    return measures[0], measures[1]


@dataclass
class _TwoPhases:
    """The frontier in the making: the points found so far, and the weighted sums solved for them, by their weights."""

    problem: Problem
    measures: tuple[str, str]
    engine: Engine
    watch: Watch
    seed: int
    start: Plan | None = None
    missed: bool = False
    _sums: dict[tuple[int, int], WeightedSum] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.instances = tuple(Instance(only(self.problem, key)) for key in self.measures)
        self.found = Nondominated(self.problem)

    def points(self) -> Iterator[Point]:
        """Efficient plans, unproved, by falling first measure; ``missed`` where there may be others."""
        right = self._rightmost()
        if right is None:
            return
        least = self.instances[0].fixed + len(right.plan.zones)  # but for rounding no plan has less
        parted = listed = False
        for weights in LEFTWARDS:
            if right.first <= least:
                break
            try:
                left = self._supported(weights)
            except TooMany:
                self.missed = self.missed or weights == LEFTWARDS[-1]
                continue
            if left is not None and left.first < right.first:
                listed = yield from self._right_of(left, right)
                right, parted = left, True
        if not parted:  # the one plan that is best in both: its equals have not been listed
            listed = yield from self._right_of(right, right)
        if listed:
            yield from reversed(self._efficient(-1, right.first))

    def proved(self, point: Point) -> Point:
        """The point with the proof that its plan is efficient."""
        return proved(self.problem, self.measures, point, list(self._sums.values()))

    def _rightmost(self) -> Point | None:
        """The plan of least second measure; where that is too large a search, one under weights that favour it."""
        for weights in RIGHTMOST:
            try:
                return self._supported(weights)
            except TooMany:
                self.missed = True
        return None

    def _right_of(self, left: Point, right: Point) -> Generator[Point, None, bool]:
        """The efficient plans right of ``left`` up to ``right``; whether the leftmost of them were listed.

        It ends: every new point lies between two others in whole points, so ranges shrink until they are listed.
        """
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
                self.found.drop(left, right)
            right = lefts.pop()
        return listed

    def _efficient(self, first: int, last: int) -> list[Point]:
        """The points found with a first value in (``first``, ``last``] that none found dominates in shares either."""
        points = self.found.points
        judged = [score(self.problem, p.plan).measures for p in points]
        kept = efficient([(measures[self.measures[0]], measures[self.measures[1]]) for measures in judged])
        return [points[k] for k in kept if first < points[k].first <= last]

    def _supported(self, weights: tuple[int, int]) -> Point | None:
        """A plan that is least under these weights, if there is any at all; it is inserted."""
        plan = self._sum(weights).search.plan
        if plan is None:
            return None
        point = self._valued(plan)
        self.found.insert(point)
        return point

    def _between(self, left: Point, right: Point) -> Point | None:
        """A plan below the line between two points, or ``None`` once all points between them are found."""
        rise, run = left.second - right.second, right.first - left.first
        steep = min(rise, run) / max(rise, run) if rise > 0 and run > 0 else 1.0
        small = max(1, round(WHOLE * steep))
        weights = (small, WHOLE) if rise < run else (WHOLE, small)
        weighted = self._sum(weights)
        assert weighted.search.plan is not None  # it was given those found before
        point = self._valued(weighted.search.plan)
        below = point.weighted(weights) < min(left.weighted(weights), right.weighted(weights))
        if left.first < point.first < right.first and below:
            self.found.insert(point)
            return point
        self._list(weighted, left, right)
        return None

    def _list(self, weighted: WeightedSum, left: Point, right: Point) -> None:
        """Insert every plan between two points, a little more at a time: what is found lowers the local nadirs.

        It ends: the budget grows by a point or more, and the local nadirs only fall.
        """
        search, best = weighted.search, weighted.search.best or 0
        bound = min(known.relaxation.bound for known in search.results.values())
        reach = max(1, best - bound, round(FIRST_GAP * best))
        while True:
            limit = Budget(min(self._most(weighted, left, right), bound + reach))
            for _, plan in search.plans(limit, ordered=False):
                if self.found.insert(self._valued(plan)):
                    limit.points = min(limit.points, self._most(weighted, left, right))
            if limit.points >= self._most(weighted, left, right):
                return
            reach = round(BUDGET_FACTOR * reach)

    def _most(self, weighted: WeightedSum, left: Point, right: Point) -> int:
        """Points of the weighted sum that a plan between two points must not exceed to be nondominated.

        The points of a zone are rounded in each measure and in the sum; the difference is a point a zone at the most.
        """
        worst = self.found.worst_nadir(weighted.weights, left, right)
        return worst // sum(weighted.weights) + 1 + self.problem.policy.zones.max

    def _sum(self, weights: tuple[int, int]) -> WeightedSum:
        if weights not in self._sums:
            shares = {f"weights.{key}": 0.0 for key in self.problem.policy.weights.shares()}
            shares |= {f"weights.{key}": float(w) for key, w in zip(self.measures, weights, strict=True)}
            problem = replace(self.problem, policy=self.problem.policy.override(shares))
            search = self.engine.prepare(problem, self.watch, self.seed, start=self.start)
            for point in self.found.points:
                search.offer(point.plan)
            self.engine.run(search, first=False)
            self._sums[weights] = WeightedSum(weights, search)
        return self._sums[weights]

    def _valued(self, plan: Plan) -> Point:
        first, second = (int(instance.of_plan(plan).points.sum()) for instance in self.instances)
        return Point(plan, first, second)
