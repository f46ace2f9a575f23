"""The smallest loosening of a rule that lets a plan exist, where none keeps all rules.

Every limit by itself is loosened as far as it goes and then brought back by halving; each step is an exact search, and
what a plan found needs of the limit is read off the judge.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from solvers.engine import Engine
from solvers.explain.moves import changed, settled
from solvers.stop import OnProgress, Stop, Watch
from zoning.judge.score import Score, score
from zoning.model.plan import Plan, moved
from zoning.model.policy import policy_value
from zoning.model.problem import Problem


@dataclass(frozen=True)
class Loosening:
    """The value nearest to the one set under which there is a plan; at ``refused`` there is none.

    Unless ``finished`` there may be a nearer one, and without a ``plan`` it is not known whether there is any.
    """

    key: str
    value: Any
    refused: Any
    plan: Plan | None
    finished: bool = True


def loosenings(
    problem: Problem,
    *,
    proved: bool = False,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine | None = None,
) -> list[Loosening]:
    """For every limit whose loosening alone lets a plan exist, the value nearest to the one set that does.

    There is nothing to loosen where there is a plan; ``proved`` says that it is known already that there is none.

    Whole numbers are exact; a workload band is found to 0.01 % of the mean, minutes to 0.1. What was not settled when
    the run was stopped comes unfinished.

    Raises
    ------
    Stopped, TooMany
        As :meth:`~solvers.engine.Engine.search`, unless ``proved``.
    """
    engine, watch = engine or Engine(), Watch(stop, on_progress)
    if not proved and engine.search(problem, watch).plan is not None:
        return []
    found = [_nearest(problem, limit, engine, watch) for limit in LIMITS]
    found += [_switched(problem, key, value, engine, watch) for key, value in SWITCHES]
    return [loosening for loosening in found if loosening is not None]


@dataclass(frozen=True)
class Limit:
    """A limit that can be loosened: its key, how far, what a judged plan itself needs of it, and how fine to look."""

    key: str
    loosest: int | None
    needs: Callable[[Problem, Score], float]
    grain: float = 1.0

    def value(self, problem: Problem) -> float | None:
        """The limit as set, ``None`` where it is off."""
        value: Any = policy_value(problem.policy, self.key)
        limit: float | None = value
        return limit


def _nearest(problem: Problem, limit: Limit, engine: Engine, watch: Watch) -> Loosening | None:
    """The value of this limit nearest to the one set under which there is a plan, by halving the range."""
    refused = limit.value(problem)
    if refused is None or refused == limit.loosest:
        return None
    search = settled(engine, changed(problem, {limit.key: limit.loosest}), watch)
    if search is None:
        return Loosening(limit.key, None, refused, None, finished=False)
    if search.plan is None:
        return None
    plan, value = search.plan, limit.needs(problem, score(problem, search.plan))
    while abs(value - refused) > limit.grain:
        middle = (value + refused) / 2
        whole = math.floor(middle) if limit.grain == 1 else middle
        search = settled(engine, changed(problem, {limit.key: whole}), watch, plan)
        if search is None:
            return Loosening(limit.key, value, refused, plan, finished=False)
        if search.plan is None:
            refused = whole
        else:
            plan, value = search.plan, limit.needs(problem, score(problem, search.plan))
    return Loosening(limit.key, value, refused, plan)


def _switched(problem: Problem, key: str, value: object, engine: Engine, watch: Watch) -> Loosening | None:
    """A rule switched off, if there is a plan without it."""
    loose = changed(problem, {key: value})
    refused = policy_value(problem.policy, key)
    if refused == value or (key == "zones.alone_as" and len(problem.alone_zones) < 2):
        return None
    search = settled(engine, loose, watch)
    if search is None:
        return Loosening(key, None, refused, None, finished=False)
    return None if search.plan is None else Loosening(key, value, refused, search.plan)


def _uneven(problem: Problem, judged: Score) -> float:
    """The largest share by which the workload of a zone, other than an alone one, differs from their mean."""
    others = [zone.figures["workload"] for zone in judged.zones if not zone.alone]
    mean = problem.rest_workload / max(len(others), 1)
    return max((abs(work / mean - 1) for work in others), default=0.0) if mean else 0.0


def _least(judged: Score, figure: str, alone: bool) -> float:
    return min((zone.figures[figure] for zone in judged.zones if alone or not zone.alone), default=0.0)


def _most(judged: Score, figure: str) -> float:
    return max((zone.figures[figure] for zone in judged.zones if not zone.alone), default=0.0)


def _changed(problem: Problem, judged: Score) -> float:
    return 0.0 if problem.current is None else float(len(moved(problem.current, judged.plan)))


LIMITS: tuple[Limit, ...] = (
    Limit("zones.max", 64, lambda _, judged: len(judged.zones)),
    Limit("zones.min", 1, lambda _, judged: len(judged.zones)),
    Limit("zones.min_stations", 1, lambda _, judged: _least(judged, "stations", alone=False)),
    Limit("zones.max_stations", None, lambda _, judged: _most(judged, "stations")),
    Limit("rules.workload_band", None, _uneven, 1e-4),
    Limit("rules.max_minutes", None, lambda _, judged: max(z.figures["farthest_minutes"] for z in judged.zones), 0.1),
    Limit("rules.min_officers", None, lambda _, judged: _least(judged, "officers", alone=True)),
    Limit("rules.max_changed", None, _changed),
)

SWITCHES: tuple[tuple[str, object], ...] = (("zones.alone_as", "one"), ("zones.alone", ()), ("rules.case_area", None))
"""Rules that can only be switched off."""
