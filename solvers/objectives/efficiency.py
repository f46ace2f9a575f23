"""The proof that a plan is efficient, by the ε-constraint method, from the duals of weighted sums.

Take whole duals that are valid for a · first + b · second, with b > 0, and a plan with no more than F of the first
measure. Divided by b they are duals of the second measure with a limit F on the first, whose own dual is a/b: the plan
has at least (bound − a·F)/b of the second. So no search is made for a proof; the best of the duals at hand is taken.

References
----------
Y. Haimes, L. Lasdon, D. Wismer, On a bicriterion formulation of the problems of integrated system identification and
system optimization, IEEE Trans. Systems, Man, and Cybernetics 1 (1971).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from solvers.exact.search import Search
from solvers.instances.duals import FRACTION, Duals
from solvers.instances.instance import Instance, Limit, only
from solvers.instances.subproblem import Subproblem
from solvers.objectives.nondominated import Point
from zoning.judge.measures import POINTS
from zoning.model.problem import Problem
from zoning.result.solution import Certificate, Stage, Staged


@dataclass(frozen=True)
class WeightedSum:
    """A search for the least of ``weights[0]`` · first + ``weights[1]`` · second, every subproblem solved."""

    weights: tuple[int, int]
    search: Search


def proved(problem: Problem, measures: tuple[str, str], point: Point, sums: Sequence[WeightedSum]) -> Point:
    """The point with its proof: a stage for the least of the second measure, and one for the least of the first.

    Parameters
    ----------
    sums : whose duals prove it; at least one has a weight on each measure
    """
    first, second = measures
    limits = [Limit.on(problem, first, point.first), Limit.on(problem, second, point.second)]
    stages = (
        _stage(problem, measures, 1, point, sums, tuple(limits[:1])),
        _stage(problem, measures, 0, point, sums, tuple(limits)),
    )
    staged = Staged("frontier", ((second, 0.0), (first, 0.0)), stages, point.plan, {first: point.first})
    return replace(point, staged=staged)


def _stage(
    problem: Problem,
    measures: tuple[str, str],
    side: int,
    point: Point,
    sums: Sequence[WeightedSum],
    limits: tuple[Limit, ...],
) -> Stage:
    """The stage of ``measures[side]``: for each number of zones the certificate with the best bound.

    The last of the ``limits`` is that on the other measure; those before it are not needed.
    """
    instance, value = Instance(only(problem, measures[side]), limits), (point.first, point.second)[side]
    weighted = [one for one in sums if one.weights[side]]
    proof: list[Certificate] = []
    for k in (solved.k for solved in weighted[0].search.subproblems):
        subproblem = Subproblem(instance, k)
        results = [(one, one.search.results[k]) for one in weighted]
        duals = [_divided(one, result.relaxation.duals, side, len(limits)) for one, result in results]
        bounds = [subproblem.bound(each) for each in duals]
        best = int(np.argmax(bounds))
        known = results[best][1].certificate
        least = max(value, bounds[best])
        proof.append(subproblem.certificate(duals[best], least, known.zones_grown, known.candidates))
    return Stage(measures[side], value, value, point.plan, tuple(proof))


def _divided(weighted: WeightedSum, duals: Duals, side: int, limits: int) -> Duals:
    """Duals of one measure under ``limits``, from those of the weighted sum: divided by the weight of the measure.

    All are rounded to the side that lowers the bound, and μ is lowered by the rounding of points.
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
