"""Why a plan is as it is: the price of moving a station, the price of a rule, the smallest loosening of a rule.

Prices are differences of proved optima, so they are exact. A station's move is priced twice: as it stands, with every
other station where it is, and re-optimised around it. What it may get wrong: nothing is priced for ``contiguous``,
which the search cannot do without.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from solvers.engine import Engine
from solvers.infeasible import reasons
from solvers.watch import Watch
from zoning.plan import Plan, moved
from zoning.problem import Problem
from zoning.rules import Violation
from zoning.score import Score, ScoreDifference, score
from zoning.texts import Message


@dataclass(frozen=True)
class Move:
    """What it costs to put a station into a neighbouring zone, against the plan as it is.

    ``zone`` is the zone's position in the plan. ``difference`` and ``violations`` are those of the one move;
    ``optimum`` is the best plan with the station in the zone of that zone's office, ``price`` what it costs more, and
    ``reasons`` say why there is none, where there is none.
    """

    zone: int
    plan: Plan
    difference: ScoreDifference
    violations: tuple[Violation, ...]
    optimum: Plan | None
    price: ScoreDifference | None
    reasons: tuple[Message, ...]


@dataclass(frozen=True)
class Saving:
    """A constraint, by the key it is set with, and the points that the best plan without it costs less."""

    key: str
    points: int
    plan: Plan


@dataclass(frozen=True)
class Loosening:
    """The value nearest to the one set under which there is a plan; at ``refused`` there is none."""

    key: str
    value: float
    refused: float
    plan: Plan


def moves(
    problem: Problem, plan: Plan, station: str, *, engine: Engine | None = None, watch: Watch | None = None
) -> Iterator[Move]:
    """Yield the price of moving a station to each zone it borders on.

    Raises
    ------
    KeyError
        When the county has no such station.
    Stopped, TooMany
        As :meth:`~solvers.engine.Engine.search`.
    """
    county, engine = problem.county, engine or Engine()
    judged = score(problem, plan)
    labels = plan.labels(county.codes)
    row = county.index[station]
    own = int(labels[row])
    for zone in sorted({int(labels[k]) for k in np.flatnonzero(county.adjacent[row])} - {own}):
        after = Plan.from_labels(county.codes, [zone if k == row else int(label) for k, label in enumerate(labels)])
        stands = score(problem, after)
        office = judged.zones[zone].office
        wanted = _with(problem, {"pins.together": [*problem.policy.pins.together, (station, office)]})
        search = engine.search(wanted, watch, plan=after)
        price = None if search.plan is None else score(problem, search.plan) - judged
        why = reasons(wanted) if search.plan is None else ()
        yield Move(zone, after, stands - judged, stands.violations, search.plan, price, why)


def savings(problem: Problem, *, engine: Engine | None = None, watch: Watch | None = None) -> list[Saving]:
    """What every constraint costs the best plan, the dearest first; those that cost nothing are left out.

    Raises
    ------
    Stopped, TooMany
        As :meth:`~solvers.engine.Engine.search`.
    """
    engine = engine or Engine()
    best = engine.search(problem, watch)
    found = []
    for key, loose in _without(problem):
        search = engine.search(loose, watch, plan=best.plan)
        if search.plan is not None and best.best is not None and search.best is not None and search.best < best.best:
            found.append(Saving(key, best.best - search.best, search.plan))
    return sorted(found, key=lambda saving: (-saving.points, saving.key))


def loosenings(problem: Problem, *, engine: Engine | None = None, watch: Watch | None = None) -> list[Loosening]:
    """For every limit whose loosening alone lets a plan exist, the value nearest to the one set that does.

    There is nothing to loosen where there is a plan.

    Whole numbers are exact; a workload band is found to 0.01 % of the mean, minutes to 0.1.

    Raises
    ------
    Stopped, TooMany
        As :meth:`~solvers.engine.Engine.search`.
    """
    engine = engine or Engine()
    if engine.search(problem, watch).plan is not None:
        return []
    found = (_nearest(problem, limit, engine, watch) for limit in LIMITS)
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
        table, name = self.key.split(".")
        value: float | None = getattr(getattr(problem.policy, table), name)
        return value


def _nearest(problem: Problem, limit: Limit, engine: Engine, watch: Watch | None) -> Loosening | None:
    """The value of this limit nearest to the one set under which there is a plan, by halving the range."""
    refused = limit.value(problem)
    if refused is None or refused == limit.loosest:
        return None
    search = engine.search(_with(problem, {limit.key: limit.loosest}), watch)
    if search.plan is None:
        return None
    plan, value = search.plan, limit.needs(problem, score(problem, search.plan))
    while abs(value - refused) > limit.grain:
        middle = (value + refused) / 2
        whole = math.floor(middle) if limit.grain == 1 else middle
        search = engine.search(_with(problem, {limit.key: whole}), watch, plan=plan)
        if search.plan is None:
            refused = whole
        else:
            plan, value = search.plan, limit.needs(problem, score(problem, search.plan))
    return Loosening(limit.key, value, refused, plan)


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


def _without(problem: Problem) -> Iterator[tuple[str, Problem]]:
    """The problem without each of its constraints, under the key that sets it."""
    policy = problem.policy
    loosest: dict[str, object] = {
        "zones.max": len(problem),
        "zones.min": 1,
        "zones.alone": (),
        "zones.min_stations": 1,
        "zones.max_stations": None,
        "rules.workload_band": None,
        "rules.max_minutes": None,
        "rules.min_officers": None,
        "rules.case_area": None,
        "rules.max_changed": None,
    }
    for key, value in loosest.items():
        loose = _with(problem, {key: value})
        if loose.policy != policy:
            yield key, loose
    for pin, entries in policy.pins:
        for k, entry in enumerate(entries):
            yield f"pins.{pin}: {_words(entry)}", _with(problem, {f"pins.{pin}": [*entries[:k], *entries[k + 1 :]]})


def _words(entry: object) -> str:
    return entry if isinstance(entry, str) else ", ".join(map(str, entry)) if isinstance(entry, tuple) else str(entry)


def _with(problem: Problem, values: dict[str, object]) -> Problem:
    """The problem with values of its policy replaced."""
    return replace(problem, policy=problem.policy.override(values))
