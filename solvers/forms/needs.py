"""What a judged plan itself needs of a limit: the tightest value under which it keeps the rule."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from zoning.judge.rules import PlanRule, Rule, violations
from zoning.judge.score import Score
from zoning.model.plan import Plan, moved
from zoning.model.policy import policy_value
from zoning.model.problem import Problem

SAME = 1e-6
"""Of a step between two values of a limit, what is lost to floating point."""


@dataclass(frozen=True)
class Relaxable:
    """A setting that can be relaxed: its key, how far, and what a plan needs of it.

    Without ``needs``, and for plans of which that is not known (``None``), it can only be set to ``loosest(problem)``.
    Unless ``priced`` it is no constraint of its own.
    """

    key: str
    loosest: Callable[[Problem], object]
    needs: Callable[[Problem, Score], float | None] | None
    priced: bool = True


def off(problem: Problem) -> None:
    """The rule is not set."""


def zones(_: Problem, judged: Score) -> float:
    """Zones of the plan, the alone ones included."""
    return len(judged.zones)


def uneven(problem: Problem, judged: Score) -> float:
    """The largest share by which the workload of a free zone differs from their mean."""
    free = [zone.figures["workload"] for zone in judged.zones if not zone.alone]
    mean = problem.rest_workload / max(len(free), 1)
    return max((abs(work / mean - 1) for work in free), default=0.0) if mean else 0.0


def least(figure: str, *, of_alone: bool) -> Callable[[Problem, Score], float]:
    """The least figure of a zone, or of a free one."""
    return lambda _, judged: min(_figures(judged, figure, of_alone), default=0.0)


def most(figure: str, *, of_alone: bool) -> Callable[[Problem, Score], float]:
    """The largest figure of a zone, or of a free one."""
    return lambda _, judged: max(_figures(judged, figure, of_alone), default=0.0)


def _figures(judged: Score, figure: str, of_alone: bool) -> list[float]:
    return [zone.figures[figure] for zone in judged.zones if of_alone or not zone.alone]


def changed(problem: Problem, judged: Score) -> float:
    """Stations that change zone."""
    return 0.0 if problem.current is None else float(len(moved(problem.current, judged.plan, problem.county.staff)))


def judged(rule: Rule | PlanRule, setting: str) -> Callable[[Problem, Score], float | None]:
    """The limit under which a plan just keeps a rule, from the amount by which the judge says that it breaks it.

    The amount is added to the limit or taken from it, whichever the judge accepts; ``None`` where it accepts neither,
    because amounts are no units of the limit.
    """
    grain = 10.0**-rule.digits

    def needed(problem: Problem, score: Score) -> float | None:
        limit = policy_value(problem.policy, setting)
        if isinstance(limit, bool) or not isinstance(limit, int | float):
            return None
        amounts = [found.amount for found in violations(problem, score.plan) if found.rule == rule.key]
        by = max(amounts, default=0.0)
        for value in (limit + by, limit - by):
            steps = value / grain
            whole = math.ceil(steps - SAME) if value > limit else math.floor(steps + SAME)
            rounded = type(limit)(round(whole * grain, rule.digits))
            if rounded >= 0 and not _breaks(problem, score.plan, rule.key, {setting: rounded}):
                return rounded
        return None

    return needed


def _breaks(problem: Problem, plan: Plan, key: str, values: dict[str, object]) -> bool:
    loose = replace(problem, policy=problem.policy.override(values))
    return any(found.rule == key for found in violations(loose, plan))
