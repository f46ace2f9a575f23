"""Why a plan is as it is: the price of moving a station, the price of a rule, what every station contributes.

Prices are differences of proved optima, so they are exact. A station's move is priced twice: as it stands, with every
other station where it is, and re-optimised around it. What was not proved when a run was stopped says so. What it may
get wrong: nothing is priced for ``contiguous``, which the search cannot do without.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from solvers.coverage import relaxable
from solvers.engine import Engine
from solvers.exact.search import Search
from solvers.infeasible.unsatisfiable import reasons
from solvers.sets.growth import TooMany
from solvers.stop import OnProgress, Stop, Stopped, Watch
from zoning.judge.measures import points
from zoning.judge.rules import Violation
from zoning.judge.score import Score, ScoreDifference, score
from zoning.judge.zones import MemberZones
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.texts import Message


@dataclass(frozen=True)
class Move:
    """A station moved into another zone of the plan, alone and with everything else re-optimised.

    ``zone`` is the zone's position in the plan. ``difference`` and ``violations`` belong to the move alone. ``optimum``
    is the best plan with the station in one zone with that zone's office, and ``price`` its points above the plan's.
    Where no such plan exists ``reasons`` say why. All three are empty where the search was stopped.
    """

    zone: int
    plan: Plan
    difference: ScoreDifference
    violations: tuple[Violation, ...]
    optimum: Plan | None
    price: ScoreDifference | None
    reasons: tuple[Message, ...]

    @property
    def finished(self) -> bool:
        return self.optimum is not None or bool(self.reasons)


@dataclass(frozen=True)
class Saving:
    """A constraint by the key of its setting, the best plan without it, and how many points fewer that one has.

    Both are ``None`` where the search was stopped. Points are those of :func:`judged_without`.
    """

    key: str
    points: int | None
    plan: Plan | None


def moves(
    problem: Problem,
    plan: Plan,
    station: str,
    *,
    to: Sequence[int] | None = None,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine | None = None,
) -> Iterator[Move]:
    """Yield the price of moving a station to each zone it borders on, or to those at the positions ``to`` in the plan.

    Raises
    ------
    KeyError
        When the county has no such station.
    """
    county, engine, watch = problem.county, engine or Engine(), Watch(stop, on_progress)
    judged = score(problem, plan)
    labels = plan.labels(county.codes)
    row = county.index[station]
    own = int(labels[row])
    beside = sorted({int(labels[k]) for k in np.flatnonzero(county.adjacent[row])} - {own})
    for zone in beside if to is None else to:
        after = moved_to(problem, plan, station, zone)
        stands = score(problem, after)
        office = judged.zones[zone].office
        wanted = changed(problem, {"pins.together": [*problem.policy.pins.together, (station, office)]})
        search = searched(engine, wanted, watch, after)
        if search is None:
            yield Move(zone, after, stands - judged, stands.violations, None, None, ())
            continue
        price = None if search.plan is None else score(problem, search.plan) - judged
        why = reasons(wanted, watch=watch) if search.plan is None else ()
        yield Move(zone, after, stands - judged, stands.violations, search.plan, price, why)


def moved_to(problem: Problem, plan: Plan, station: str, zone: int) -> Plan:
    """The plan with one station in the zone at a position, every other where it is."""
    codes, labels = problem.county.codes, plan.labels(problem.county.codes).tolist()
    return Plan.from_labels(codes, [zone if codes[k] == station else label for k, label in enumerate(labels)])


def contributions(problem: Problem, plan: Plan) -> dict[str, int]:
    """For each station, points of its zone less points of the zone without it (none for a zone of one)."""
    county, n = problem.county, len(problem)
    labels = plan.labels(county.codes)
    whole = labels[:, None] == labels[None, :]
    left = whole & ~np.eye(n, dtype=bool)
    some = left.any(axis=1)
    cost = points(MemberZones(problem, whole))
    cost[some] -= points(MemberZones(problem, left[some]))
    return dict(zip(county.codes, cost.tolist(), strict=True))


def savings(
    problem: Problem,
    *,
    start: Plan | None = None,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine | None = None,
) -> list[Saving]:
    """What every constraint costs the best plan, the costliest first; those that cost nothing are left out.

    ``start`` is a plan to begin with; one that breaks a rule is not used. What was not proved stands at the end.

    Raises
    ------
    Stopped, TooMany
        As :meth:`~solvers.engine.Engine.search`, when not even the best plan is known.
    """
    engine, watch = engine or Engine(), Watch(stop, on_progress)
    best = engine.search(problem, watch, start=start)
    found = []
    for key, loose in _without(problem):
        search = searched(engine, loose, watch, best.plan)
        if search is None:
            found.append(Saving(key, None, None))
        elif search.plan is not None and best.plan is not None:
            before, after = judged_without(problem, key, score(problem, best.plan), search.plan)
            saved = before.points - after.points
            found += [Saving(key, saved, search.plan)] if saved > 0 else []
    return sorted(found, key=lambda saving: (-(saving.points or 0), saving.key))


def judged_without(problem: Problem, key: str, before: Score, after: Plan) -> tuple[Score, Score]:
    """A plan, and the one ``after`` that there is without a constraint, as they are compared.

    Both are judged without the constraint, for measures leave out alone zones: without ``zones.alone`` they are of
    other zones. Only a chosen office stays with the plan for which it was chosen, since its travel is what it costs.
    """
    loose = dict(_without(problem)).get(key, problem)
    return before if key.startswith("pins.") else score(loose, before.plan), score(loose, after)


def searched(engine: Engine, problem: Problem, watch: Watch, start: Plan | None = None) -> Search | None:
    """The search, or ``None`` where it was stopped or would have to grow too many zones."""
    try:
        return engine.search(problem, watch, start=start)
    except (Stopped, TooMany):
        return None


def _without(problem: Problem) -> Iterator[tuple[str, Problem]]:
    """The problem without each of its constraints, under the key that sets it."""
    policy = problem.policy
    for one in relaxable(problem):
        loose = changed(problem, {one.key: one.loosest(problem)})
        if one.priced and loose.policy != policy:
            yield one.key, loose
    for pin, entries in policy.pins:
        for k, entry in enumerate(entries):
            yield f"pins.{pin}: {_words(entry)}", changed(problem, {f"pins.{pin}": [*entries[:k], *entries[k + 1 :]]})


def _words(entry: object) -> str:
    return entry if isinstance(entry, str) else ", ".join(map(str, entry)) if isinstance(entry, tuple) else str(entry)


def changed(problem: Problem, values: dict[str, object]) -> Problem:
    """The problem with values of its policy replaced."""
    return replace(problem, policy=problem.policy.override(values))
