"""The trade-off between two measures: every plan that no other beats in both, by the ε-constraint method.

From the plan that is best in the first measure, the second is asked for one point less than it has, and so on until
there is no plan. Each step is an exact search with the limit as a row of its master, so plans that no weighted sum
would find are found too.

References
----------
Y. Haimes, L. Lasdon, D. Wismer, On a bicriterion formulation, IEEE Trans. SMC 1 (1971). M. Ehrgott, Multicriteria
Optimization (2005), chapter 4.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solvers.engine import Engine
from solvers.modes import Staging
from solvers.watch import Watch
from zoning.plan import Plan
from zoning.problem import Problem
from zoning.solution import Staged


@dataclass(frozen=True)
class Point:
    """An efficient plan and what it has of the two measures, in points: millionths of a share.

    ``staged`` proves it: under a limit on the second measure none has less of the first, and with no more of the first
    none has less of the second.
    """

    plan: Plan
    first: int
    second: int
    staged: Staged | None = None


def frontier(
    problem: Problem,
    first: str,
    second: str,
    *,
    step: int = 1,
    engine: Engine | None = None,
    watch: Watch | None = None,
    seed: int = 0,
) -> Iterator[Point]:
    """Yield the efficient plans from the least of ``first`` to the least of ``second``, one for each pair of values.

    Parameters
    ----------
    first, second : keys of two measures
    step : points by which ``second`` is to fall from plan to plan; with 1 every efficient pair of values is found

    Raises
    ------
    ValueError
        When the measures are unknown or the same, or ``step`` is below 1.
    Stopped, TooMany
        As :meth:`~solvers.engine.Engine.search`; the plans yielded before are efficient all the same.
    """
    known = problem.policy.weights.shares()
    if first == second or first not in known or second not in known:
        raise ValueError(f"two measures of {', '.join(known)}, not {first} and {second}")
    if step < 1:
        raise ValueError(f"a step of 1 point or more, not {step}")
    engine = engine or Engine()
    wanted, within = ((first, 0.0), (second, 0.0)), dict[str, int]()
    while True:
        staging = Staging(Staged("frontier", wanted, within=within), engine, watch, seed)
        staging.decide(problem)
        staged = staging.staged
        if staged.plan is None:
            return
        one, other = (stage.points for stage in staged.stages)
        yield Point(staged.plan, one, other, staged)
        if other < step:
            return
        within = {second: other - step}


def knee(points: list[Point]) -> int:
    """The position of the plan farthest below the line between the ends, both measures scaled to their range."""
    values = np.array([(point.first, point.second) for point in points], dtype=np.float64)
    span = np.ptp(values, axis=0)
    if len(points) < 3 or not span.all():
        return 0
    scaled = (values - values.min(axis=0)) / span
    return int(np.argmin(scaled.sum(axis=1)))
