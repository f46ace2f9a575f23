"""Other objectives than the weighted sum: measures one after the other, and the dearest zone as cheap as can be.

*In order*: the first measure is brought to its least; each next one to its least among the plans that keep those before
within their slack. *Minimax*: the zone of most points has as few as any plan allows, and among those plans the weighted
sum is least. Both are exact, stage by stage, with the engine's own proofs.

References
----------
M. Ehrgott, Multicriteria Optimization (2005), chapters 4 (ε-constraint) and 5 (lexicographic, max-ordering).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from solvers.engine import Engine
from solvers.pool import Ground, Limit, only
from solvers.watch import Watch
from zoning.plan import Plan
from zoning.problem import Problem
from zoning.solution import Certificate


@dataclass(frozen=True)
class Stage:
    """A step decided: the least ``points`` of its objective, what later steps allow it, and why no plan has fewer.

    The points of a measure are millionths of its share. ``certificates`` prove the step, one for each number of zones.
    """

    objective: str
    points: int
    allowed: int
    certificates: tuple[Certificate, ...]


@dataclass(frozen=True)
class Staged:
    """The plan that the last stage decided on, ``None`` where no plan keeps the rules."""

    plan: Plan | None
    stages: tuple[Stage, ...]


def in_order(
    problem: Problem,
    slacks: Mapping[str, float],
    *,
    engine: Engine | None = None,
    watch: Watch | None = None,
    seed: int = 0,
) -> Staged:
    """Bring one measure after the other to its least, the later ones within what the earlier ones allow.

    Parameters
    ----------
    slacks : measures in their order, each with the share of its least value by which later ones may exceed it

    Raises
    ------
    ValueError
        When a measure is unknown or a slack is negative.
    Stopped, TooMany
        As :meth:`~solvers.engine.Engine.search`.
    """
    known = problem.policy.weights.shares()
    if not slacks or not all(key in known and slack >= 0 for key, slack in slacks.items()):
        raise ValueError(f"measures of {', '.join(known)} with slacks of 0 or more, not {dict(slacks)}")
    engine = engine or Engine()
    stages: list[Stage] = []
    limits: list[Limit] = []
    plan: Plan | None = None
    for measure, slack in slacks.items():
        search = engine.search(only(problem, measure), watch, seed, limits=tuple(limits), plan=plan)
        if search.best is None:
            return Staged(None, tuple(stages))
        allowed = math.floor(search.best * (1 + slack))
        stages.append(Stage(measure, search.best, allowed, search.certificates()))
        limits.append(Limit.on(problem, measure, allowed))
        plan = search.plan
    return Staged(plan, tuple(stages))


def minimax(problem: Problem, *, engine: Engine | None = None, watch: Watch | None = None, seed: int = 0) -> Staged:
    """Bring the dearest zone to the fewest points any plan allows, then the sum of all zones to its least.

    The number sought lies between what proof and plan show, and that range is halved until it is one number. The first
    stage's certificates show that there is no plan within one point less; or they are those of the sum, where a zone of
    the cheapest plan costs no more than the mean or than a zone that stands alone.

    Raises
    ------
    Stopped, TooMany
        As :meth:`~solvers.engine.Engine.search`.
    """
    engine = engine or Engine()
    best = engine.search(problem, watch, seed)
    if best.plan is None:
        return Staged(None, ())
    means = [-(-c.bound // c.zones) for c in best.certificates() if c.bound is not None]
    low, high = max(int(best.ground.alone.points.max(initial=0)), min(means)), _dearest(best.ground, best.plan)
    plan, proof, cheapest = best.plan, best.certificates(), best
    while low < high:
        middle = (low + high) // 2
        search = engine.search(problem, watch, seed, cap=middle, plan=plan)
        if search.plan is None:
            low, proof = middle + 1, search.certificates()
        else:
            high, plan, cheapest = _dearest(search.ground, search.plan), search.plan, search
    return Staged(
        plan,
        (
            Stage("largest", high, high, proof),
            Stage("weighted", cheapest.best or 0, cheapest.best or 0, cheapest.certificates()),
        ),
    )


def _dearest(ground: Ground, plan: Plan) -> int:
    return int(ground.of_plan(plan).points.max())
