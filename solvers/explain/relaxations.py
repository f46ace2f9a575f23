"""The smallest relaxation of a rule that lets a plan exist, where none keeps all rules.

Every limit by itself is relaxed as far as it goes and then brought back by halving; each step is an exact search, and
what a plan found needs of the limit is read off the judge.
"""

import math
from dataclasses import dataclass
from typing import Any

from solvers.coverage import relaxable
from solvers.engine import Engine
from solvers.explain.moves import changed, searched
from solvers.forms.needs import Relaxable
from solvers.stop import OnProgress, Stop, Watch
from zoning.judge.score import score
from zoning.judge.settings import rule_of
from zoning.model.plan import Plan
from zoning.model.policy import Policy, parse_value, policy_value
from zoning.model.problem import Problem

OFF = "none"
SURE = 1e-6
"""A value this near to one with few digits is that one."""


@dataclass(frozen=True)
class Relaxation:
    """The value nearest to the one set under which there is a plan; at ``refused`` there is none.

    Unless ``finished`` there may be a nearer one, and without a ``plan`` it is not known whether there is any.
    """

    key: str
    value: Any
    refused: Any
    plan: Plan | None
    finished: bool = True

    @property
    def option(self) -> str:
        """``KEY=VALUE`` as ``--set`` takes it, with a plan; a fraction is rounded away from the value refused."""
        counted = isinstance(self.refused, int) and isinstance(self.value, float)
        value = int(self.value) if counted else self.value
        if value in (None, ()):
            return f"{self.key}={OFF if value is None else '[]'}"
        if not isinstance(value, float) or not isinstance(self.refused, float):
            return f"{self.key}={value}"
        rule = rule_of(self.key)
        scale = 10 ** (0 if rule is None else rule.digits)
        near = round(value * scale)
        looser = math.ceil if value > self.refused else math.floor
        whole = near if abs(near - value * scale) < SURE else looser(value * scale)
        return f"{self.key}={whole / scale:g}"

    def loose(self, policy: Policy) -> Any:
        """The value of the limit in the policy that :attr:`option` makes of this one."""
        key, _, value = self.option.partition("=")
        return policy_value(policy.override({key: parse_value(value)}), key)


def relaxations(
    problem: Problem,
    *,
    proved: bool = False,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine | None = None,
) -> list[Relaxation]:
    """For every limit whose relaxation alone lets a plan exist, the value nearest to the one set that does.

    There is nothing to relax where there is a plan; ``proved`` says that it is known already that there is none.

    Whole numbers are exact; a workload band is found to 0.01 % of the mean, minutes to 0.1. What was not proved when
    the run was stopped comes unfinished.

    Raises
    ------
    Stopped, TooMany
        As :meth:`~solvers.engine.Engine.search`, unless ``proved``.
    """
    engine, watch = engine or Engine(), Watch(stop, on_progress)
    if not proved and engine.search(problem, watch).plan is not None:
        return []
    known = relaxable(problem)
    found = [_nearest(problem, one, engine, watch) for one in known if one.needs is not None]
    found += [_switched(problem, one, engine, watch) for one in known if one.needs is None]
    return [relaxation for relaxation in found if relaxation is not None]


def grain(setting: str) -> float:
    """How finely a value of a setting is sought."""
    rule = rule_of(setting)
    return 1.0 if rule is None else 10.0**-rule.digits


def _nearest(problem: Problem, limit: Relaxable, engine: Engine, watch: Watch) -> Relaxation | None:
    """The value of this limit nearest to the one set under which there is a plan, by halving the range."""
    assert limit.needs is not None
    key, fine = limit.key, grain(limit.key)
    refused: Any = policy_value(problem.policy, key)
    if refused is None or refused == limit.loosest(problem):
        return None
    search = searched(engine, changed(problem, {key: limit.loosest(problem)}), watch)
    if search is None:
        return Relaxation(key, None, refused, None, finished=False)
    if search.plan is None:
        return None
    plan, value = search.plan, limit.needs(problem, score(problem, search.plan))
    if value is None:
        return Relaxation(key, limit.loosest(problem), refused, plan)
    while abs(value - refused) > fine:
        middle = (value + refused) / 2
        whole = math.floor(middle) if fine == 1 else middle
        search = searched(engine, changed(problem, {key: whole}), watch, plan)
        if search is None:
            return Relaxation(key, value, refused, plan, finished=False)
        if search.plan is None:
            refused = whole
            continue
        needed = limit.needs(problem, score(problem, search.plan))
        plan, value = search.plan, whole if needed is None else needed
    return Relaxation(key, value, refused, plan)


def _switched(problem: Problem, limit: Relaxable, engine: Engine, watch: Watch) -> Relaxation | None:
    """A rule switched off, if there is a plan without it."""
    key, value = limit.key, limit.loosest(problem)
    loose = changed(problem, {key: value})
    refused = policy_value(problem.policy, key)
    if refused == value or (key == "zones.alone_as" and len(problem.alone_zones) < 2):
        return None
    search = searched(engine, loose, watch)
    if search is None:
        return Relaxation(key, None, refused, None, finished=False)
    return None if search.plan is None else Relaxation(key, value, refused, search.plan)
