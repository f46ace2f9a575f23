"""Evenness against travel, step by step: the proved best plan for every band of workload per officer.

The *staircase* begins with the best plan, as a rule without ``rules.officer_band``. The band is then narrowed in steps
of :data:`STEP` percentage points, with as many zones as that plan has, until no plan keeps it; the narrowest band that
one keeps is found to the percentage point. A plan that keeps a narrower band than it was asked for is best under that
one, too, so bands that change nothing are passed over. Every plan comes with its own proof, and so does the answer that
a band of one point less has none.

Zones are as many in every step because fewer are always more even: a single zone has the mean load.

References
----------
``rules.officer_band`` is H10; the ε-constraint method: M. Ehrgott, Multicriteria Optimization (2005), chapter 4.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from solvers.engine import Engine
from solvers.sets.masks import MOST_STATIONS
from solvers.solve import searched, solve
from solvers.stop import OnProgress, Stop, Watch
from zoning.judge.score import Score, score
from zoning.judge.values import worst_deviation
from zoning.model.equality import ByValue
from zoning.model.errors import InputError, expect, mistake
from zoning.model.problem import Problem
from zoning.result.solution import Solution

STEP = 5
"""Percentage points from band to band."""
WIDEST = 100_000
"""Percentage points of the widest band."""
SAME = 1e-7
"""Percentage points that a deviation may lie above a whole number of them and still keep that band."""


@dataclass(frozen=True, eq=False)
class Staircase(ByValue):
    """The steps from the best plan to the most even one.

    Parameters
    ----------
    problem : as it was asked, with the band it may have
    bands : by step, the widest first; the first has that of the problem, if any; no steps where there is no plan
    scores : the best plan under each band, judged under the problem
    none : the widest band of which it is proved that no plan keeps it; ``None`` where the last step keeps 1 %
    complete : whether every band was decided
    proofs : the answers that prove each step, and ``none`` at the end; they are in plan files, and empty where the
        record was read from a file
    """

    problem: Problem
    bands: tuple[float | None, ...]
    scores: tuple[Score, ...]
    none: float | None
    complete: bool
    proofs: tuple[Solution, ...] = field(default=(), compare=False, repr=False)

    @property
    def own(self) -> float:
        """The narrowest band that the first plan keeps, to the percentage point."""
        return _kept(self.deviation(0)) / 100

    def deviation(self, k: int) -> float:
        """The largest share by which the workload per officer of a zone of step ``k`` differs from the mean."""
        return worst_deviation(self.problem, self.scores[k])

    @property
    def tightest(self) -> float | None:
        """The narrowest band that some plan keeps, to the percentage point.

        ``None`` where that is not decided, or no plan keeps any: some zone has work and no officers in all of them.
        """
        known = self.complete and self.scores and math.isfinite(self.deviation(-1))
        return _kept(self.deviation(-1)) / 100 if known else None


def farthest(judged: Score) -> float:
    """The most minutes from the office of a zone to one of its stations."""
    return max((zone.figures["farthest_minutes"] for zone in judged.zones), default=0.0)


def staircase(
    problem: Problem,
    *,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine | None = None,
) -> Staircase:
    """All steps; when it is stopped, those proved by then.

    Raises
    ------
    InputError
        When the county has more than 64 stations.
    """
    expect(problem=(problem, Problem), stop=(stop, Stop | None), engine=(engine, Engine | None))
    if len(problem) > MOST_STATIONS:
        raise InputError([mistake("solvers.limit.stations", count=len(problem), most=MOST_STATIONS)])
    engine = engine or Engine()
    first = solve(problem, stop=stop, on_progress=on_progress, engine=engine)
    if first.proof.status != "optimal":
        return Staircase(problem, (), (), None, complete=first.proof.status == "infeasible", proofs=(first,))
    descent = _Descent(first, engine, stop, on_progress)
    steps = [first, *descent.down(STEP)]
    return _staircase(descent, [*steps, *descent.between()])


def most_even(
    solution: Solution,
    *,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine | None = None,
) -> Staircase:
    """The two ends of the staircase: a proved plan, and the best one under the narrowest band that some plan keeps."""
    descent = _Descent(solution, engine or Engine(), stop, on_progress)
    return _staircase(descent, [solution, *list(descent.between())[-1:]])


def _staircase(descent: "_Descent", steps: list[Solution]) -> Staircase:
    problem = descent.first.problem
    bands = tuple(step.problem.policy.rules.officer_band for step in steps)
    scores = tuple(score(problem, step.plan) for step in steps if step.plan is not None)
    none = descent.none
    proofs = (*steps, none) if none is not None else tuple(steps)
    narrower = None if none is None else none.problem.policy.rules.officer_band
    return Staircase(problem, bands, scores, narrower, descent.decided, proofs)


@dataclass
class _Descent:
    """Bands narrowed from a plan that is best under a wider one.

    ``low`` is a band in percentage points that no plan keeps, 0 until one is known; ``high`` the narrowest known that
    one does; ``none`` the answer under ``low``; ``decided`` turns false where an answer is not proved.
    """

    first: Solution
    engine: Engine
    stop: Stop | None
    on_progress: OnProgress | None
    low: int = 0
    none: Solution | None = None
    decided: bool = True

    def __post_init__(self) -> None:
        self.high = _of(self.first)

    def down(self, step: int) -> Iterator[Solution]:
        """The best plans under every band that is a multiple of ``step`` points, until no plan keeps it."""
        while (band := step * (math.ceil(self.high / step) - 1)) > self.low and self.decided:
            solution = self._under(band)
            if solution is None:
                return
            yield solution

    def between(self) -> Iterator[Solution]:
        """Better and better ones: bands are halved between the narrowest kept and the widest that none keeps."""
        while self.high - self.low > 1 and self.decided:
            solution = self._under((self.low + self.high) // 2)
            if solution is not None:
                yield solution

    def _under(self, band: int) -> Solution | None:
        """The best plan under a band of so many percentage points, where there is one."""
        assert self.first.plan is not None
        wanted = _with_band(self.first.problem, band / 100, len(self.first.plan.zones))
        search = self.engine.prepare(wanted, Watch(self.stop, self.on_progress), seed=0)
        solution = searched(self.engine, search, reasoned=False)
        if solution.proof.status == "infeasible":
            self.low, self.none = band, solution
            return None
        if solution.proof.status != "optimal":
            self.decided = False
            return None
        self.high = min(_of(solution), band)  # the rule has a tolerance, so that it may lie a hair above the band
        return solution


def _with_band(problem: Problem, band: float, zones: int) -> Problem:
    """The problem with this band and exactly so many zones."""
    values = {"rules.officer_band": band, "zones.min": zones, "zones.max": zones}
    return replace(problem, policy=problem.policy.override(values))


def _of(solution: Solution) -> int:
    """The narrowest band in whole percentage points that the plan of a solution keeps."""
    assert solution.score is not None
    return _kept(worst_deviation(solution.problem, solution.score))


def _kept(deviation: float) -> int:
    """The deviation in whole percentage points, rounded up; at the most the widest band that a policy may have."""
    return 0 if math.isnan(deviation) else math.ceil(min(100 * deviation - SAME, WIDEST))
