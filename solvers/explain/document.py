"""Explanations as objects, both ways; a reader judges anew every plan that an object states."""

from collections.abc import Mapping
from typing import Any, TypedDict

from solvers.explain.explanation import PlanExplanation, Sought, StationExplanation
from solvers.explain.moves import Move, Saving, contributions, judged_without, moved_to
from zoning.judge.measures import POINTS
from zoning.judge.names import zone_names
from zoning.judge.score import Score, ScoreDifference, score
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan, moved
from zoning.model.problem import Problem
from zoning.result.decoding import decode
from zoning.result.kinds import Shape
from zoning.texts import Message


class ZoneFields(TypedDict):
    """A zone by its number, from 1."""

    number: int


class BestFields(TypedDict):
    """The best plan with a station in a zone."""

    zones: Plan


class MoveFields(TypedDict):
    """A move; its prices follow from the plans."""

    to: ZoneFields
    reoptimised: BestFields | None
    reasons: tuple[Message, ...]


class StationFields(TypedDict):
    """The station by its code."""

    code: str


class OfStation(TypedDict):
    """What is read of the explanation of a station."""

    plan: Plan
    station: StationFields
    mode: Sought
    moves: tuple[MoveFields, ...]


class ConstraintFields(TypedDict):
    """A constraint, the points it costs the best plan, and the best plan without it."""

    key: str
    saves: int
    zones: Plan


class OfPlan(TypedDict):
    """What is read of the explanation of a plan."""

    plan: Plan
    mode: Sought
    constraints: tuple[ConstraintFields, ...]
    unfinished: tuple[str, ...] | None


def written_station(found: StationExplanation) -> dict[str, Any]:
    """The object of ``zoning explain COUNTY PLAN STATION --json``."""
    county, names = found.problem.county, zone_names(found.problem, found.judged)
    return {
        "county": {"code": county.code, "name": county.name},
        "plan": found.judged.plan,
        "station": {"code": found.station, "name": county.names[found.station]},
        "zone": _zone(found.judged, names, found.zone),
        "points": found.judged.points,
        "mode": found.mode,
        "moves": [_move(found, move, names) for move in found.moves],
    }


def _zone(judged: Score, names: tuple[str, ...], z: int) -> dict[str, Any]:
    return {"number": z + 1, "name": names[z], "office": judged.zones[z].office}


def _move(found: StationExplanation, move: Move, names: tuple[str, ...]) -> dict[str, Any]:
    best = None
    if move.optimum is not None and move.price is not None:
        others = [
            code for code in moved(found.judged.plan, move.optimum, found.problem.county.staff) if code != found.station
        ]
        best = {**_difference(found.problem, move.price), "moved": others, "zones": move.optimum}
    return {
        "to": _zone(found.judged, names, move.zone),
        "alone": {**_difference(found.problem, move.difference), "violations": move.violations},
        "reoptimised": best,
        "reasons": move.reasons,
        "finished": move.finished,
    }


def _difference(problem: Problem, difference: ScoreDifference) -> dict[str, Any]:
    """Points in all and by measure, and the measures as shares."""
    by_measure = _points(problem, difference.measures)
    return {"points": difference.points, "measure_points": by_measure, "measures": difference.measures}


def _points(problem: Problem, measures: Mapping[str, float]) -> dict[str, float]:
    """Points of the measures that have a weight."""
    weights = problem.policy.weights.shares()
    return {key: POINTS * weights[key] * value for key, value in measures.items() if weights[key] > 0}


def read_station(document: Mapping[str, Any], *, problem: Problem) -> StationExplanation:
    """The explanation of a station that an object states."""
    fields, codes = decode(OfStation, document), problem.county.codes
    judged, station = score(problem, fields["plan"]), fields["station"]["code"]
    wrong = []
    if station not in codes:
        wrong.append(mistake("zoning.problem.unknown_station", column="station.code", value=station))
    for k, move in enumerate(fields["moves"]):
        if not 1 <= (number := move["to"]["number"]) <= len(judged.zones):
            wanted = list(range(1, len(judged.zones) + 1))
            wrong.append(mistake("zoning.value.choice", column=f"moves.{k}.to.number", value=number, wanted=wanted))
    if wrong:
        raise InputError(wrong)
    moves = tuple(_read_move(problem, judged, station, move) for move in fields["moves"])
    return StationExplanation(problem, judged, station, moves, fields["mode"])


def _read_move(problem: Problem, judged: Score, station: str, stated: MoveFields) -> Move:
    zone, best = stated["to"]["number"] - 1, stated["reoptimised"]
    after = moved_to(problem, judged.plan, station, zone)
    stands = score(problem, after)
    optimum = None if best is None else best["zones"]
    price = None if optimum is None else score(problem, optimum) - judged
    return Move(zone, after, stands - judged, stands.violations, optimum, price, stated["reasons"])


def written_plan(found: PlanExplanation) -> dict[str, Any]:
    """The object of ``zoning explain COUNTY PLAN --json``."""
    county, judged = found.problem.county, found.judged
    zones = zip(zone_names(found.problem, judged), judged.zones, strict=True)
    return {
        "county": {"code": county.code, "name": county.name},
        "plan": judged.plan,
        "points": judged.points,
        "mode": found.mode,
        "zones": [
            {"number": z, "name": name, "points": zone.points, "measure_points": _points(found.problem, zone.measures)}
            for z, (name, zone) in enumerate(zones, start=1)
        ],
        "stations": [
            {"code": code, "name": county.names[code], "points": points} for code, points in found.contributions.items()
        ],
        "constraints": [_constraint(found, saving) for saving in found.constraints],
        "unfinished": found.unfinished,
    }


def _constraint(found: PlanExplanation, saving: Saving) -> dict[str, Any]:
    assert saving.plan is not None  # those whose cost was proved
    before, after = judged_without(found.problem, saving.key, found.judged, saving.plan)
    return {
        "key": saving.key,
        **_difference(found.problem, after - before),
        "saves": saving.points,
        "zones": saving.plan,
        "moved": moved(found.judged.plan, saving.plan, found.problem.county.staff),
    }


def read_plan(document: Mapping[str, Any], *, problem: Problem) -> PlanExplanation:
    """The explanation of a plan that an object states."""
    fields = decode(OfPlan, document)
    judged = score(problem, fields["plan"])
    constraints = tuple(Saving(one["key"], one["saves"], one["zones"]) for one in fields["constraints"])
    added = contributions(problem, judged.plan)
    return PlanExplanation(problem, judged, added, constraints, fields["unfinished"], fields["mode"])


STATION = Shape(written_station, read_station, ("problem",))
"""Of the explanation of a station."""
PLAN = Shape(written_plan, read_plan, ("problem",))
"""Of the explanation of a plan."""
