"""``zoning explain``: why a station is where it is, what its rules cost a plan, and who contributes most."""

from pathlib import Path

from workbench.line.decisions import station_of
from workbench.line.options import Pace
from workbench.line.progress import watched
from workbench.line.screen import DONE, INTERRUPTED, Screen
from workbench.line.sources import Source
from workbench.tables.plan.explanation import MoveView, show_constraints, show_contributions, show_move, show_prices
from zoning.judge.measures import POINTS
from zoning.judge.names import SUFFIX, called, zone_names
from zoning.judge.score import Score, ScoreDifference, score
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import moved
from zoning.model.problem import Problem
from zoning.result.codec import spoken
from zoning.result.plan_file import PlanFile, read_plan

DEAREST = 3
"""Constraints shown, the most expensive first."""


def explain_plan(screen: Screen, source: Source, path: Path, station: str | None, to: str | None, pace: Pace) -> int:
    """Say what moving ``station`` costs, or without one what the constraints of the plan cost and who contributes most.

    The exit code is 0, or 130 after Ctrl-C.

    Raises
    ------
    InputError
        When the county, the plan file, the station or the zone ``to`` is wrong.
    """
    county = source.read().county
    claim = read_plan(path)
    problem = claim.problem(county)
    judged = score(problem, claim.plan)
    if station is None:
        return _whole(screen, problem, judged, claim, to, pace)
    found: list[Mistake] = []
    code = station_of(county, station, "STATION", found)
    zones = None if to is None else [_zone(problem, judged, to, found)]
    own = next((z for z, zone in enumerate(judged.zones) if code in zone.stations), -1)
    if zones == [own] and not found:
        found.append(mistake("workbench.explain.already", table="--to", value=to))
    if found:
        raise InputError(found)
    return _station(screen, problem, judged, claim, code, zones, pace)


def _zone(problem: Problem, judged: Score, word: str, found: list[Mistake]) -> int:
    """The zone of this number or name, or with this station in it."""
    names, word = zone_names(problem, judged), word.strip()
    if word.isdecimal() and 1 <= int(word) <= len(names):
        return int(word) - 1
    of_zone = [z for z, name in enumerate(names) if word in (name, name.removesuffix(SUFFIX))]
    if len(of_zone) == 1:
        return of_zone[0]
    codes = called(problem.county, word)
    inside = sorted({z for z, zone in enumerate(judged.zones) if any(code in zone.stations for code in codes)})
    if len(inside) == 1:
        return inside[0]
    zones = [f"{z + 1} {name}" for z, name in enumerate(names)]
    found.append(mistake("workbench.explain.no_zone", table="--to", value=word, zones=zones))
    return -1


def _station(
    screen: Screen, problem: Problem, judged: Score, claim: PlanFile, code: str, zones: list[int] | None, pace: Pace
) -> int:
    from solvers.explain.moves import moves

    with watched(screen, pace) as (stop, progress):
        found = list(moves(problem, judged.plan, code, to=zones, stop=stop, on_progress=progress))
        interrupted = stop.requested()
    names, county = zone_names(problem, judged), problem.county
    exit_code = INTERRUPTED if interrupted else DONE
    views = []
    for move in found:
        others = () if move.optimum is None else tuple(c for c in moved(judged.plan, move.optimum) if c != code)
        views.append(MoveView(move, f"{move.zone + 1} {names[move.zone]}", tuple(county.names[c] for c in others)))
    own = next(z for z, zone in enumerate(judged.zones) if code in zone.stations)
    screen.emit(
        {
            "county": _county(county),
            "station": {"code": code, "name": county.names[code]},
            "zone": {"number": own + 1, "name": names[own], "office": judged.zones[own].office},
            "points": judged.points,
            "mode": _mode(claim),
            "moves": [_priced(problem, judged, view, code, names) for view in views],
        },
        exit_code,
    )
    _about_mode(screen, claim)
    where = f"{own + 1} {names[own]}"
    title = screen.say("workbench.explain.station", station=county.names[code], zone=where, count=len(views))
    screen.sentence(title, "bold")
    show_prices(screen, problem, views)
    for view in views:
        show_move(screen, problem, county.names[code], where, view)
    if not all(view.move.finished for view in views):
        screen.note(screen.say("workbench.explain.unfinished"))
    return exit_code


def _priced(problem: Problem, judged: Score, view: MoveView, code: str, names: tuple[str, ...]) -> dict[str, object]:
    """A move as one JSON object."""
    move = view.move
    after = None
    if move.optimum is not None and move.price is not None:
        others = [c for c in moved(judged.plan, move.optimum) if c != code]
        after = {**_difference(problem, move.price), "moved": others, "zones": [list(z) for z in move.optimum.zones]}
    return {
        "to": {"number": move.zone + 1, "name": names[move.zone], "office": judged.zones[move.zone].office},
        "alone": {
            **_difference(problem, move.difference),
            "violations": [
                {"rule": v.rule, "stations": list(v.stations), "amount": v.amount, **spoken(v.says)}
                for v in move.violations
            ],
        },
        "reoptimised": after,
        "reasons": [spoken(reason) for reason in move.reasons],
        "finished": move.finished,
    }


def _difference(problem: Problem, difference: ScoreDifference) -> dict[str, object]:
    """Points in all and by measure, and the measures as shares."""
    weights = problem.policy.weights.shares()
    by_measure = {k: POINTS * weights[k] * v for k, v in difference.measures.items() if weights[k] > 0}
    return {"points": difference.points, "measure_points": by_measure, "measures": difference.measures}


def _whole(screen: Screen, problem: Problem, judged: Score, claim: PlanFile, to: str | None, pace: Pace) -> int:
    """What the plan's constraints cost, and what its zones and stations contribute."""
    from solvers.exact.growth import TooMany
    from solvers.explain.moves import contributions, savings
    from solvers.stop import Stopped

    if to is not None:
        raise InputError([mistake("workbench.explain.no_station", table="--to", value=to)])
    with watched(screen, pace) as (stop, progress):
        try:
            saved = savings(problem, start=judged.plan, stop=stop, on_progress=progress)
        except (Stopped, TooMany):
            saved = None
        interrupted = stop.requested()
    exit_code = INTERRUPTED if interrupted else DONE
    by_station = contributions(problem, judged.plan)
    names, county = zone_names(problem, judged), problem.county
    weights = problem.policy.weights.shares()
    constraints = [s for s in saved or () if s.plan is not None][:DEAREST]
    screen.emit(
        {
            "county": _county(county),
            "points": judged.points,
            "mode": _mode(claim),
            "zones": [
                {
                    "number": z + 1,
                    "name": names[z],
                    "points": zone.points,
                    "measure_points": {k: POINTS * weights[k] * v for k, v in zone.measures.items() if weights[k] > 0},
                }
                for z, zone in enumerate(judged.zones)
            ],
            "stations": [{"code": c, "name": county.names[c], "points": p} for c, p in by_station.items()],
            "constraints": [
                {
                    "key": s.key,
                    "points": s.points,
                    **_difference(problem, score(problem, s.plan) - judged),
                    "saves": s.points,
                    "zones": [list(zone) for zone in s.plan.zones],
                    "moved": list(moved(judged.plan, s.plan)),
                }
                for s in constraints
                if s.plan is not None
            ],
            "unfinished": [s.key for s in saved if s.plan is None] if saved is not None else None,
        },
        exit_code,
    )
    _about_mode(screen, claim)
    title = screen.say("workbench.explain.plan", points=f"{judged.points:,}", zones=len(names))
    screen.sentence(title, "bold")
    show_constraints(screen, problem, judged, saved, DEAREST)
    show_contributions(screen, problem, judged, by_station)
    return exit_code


def _county(county: County) -> dict[str, str]:
    return {"code": county.code, "name": county.name}


def _mode(claim: PlanFile) -> str:
    return claim.document.mode.name if claim.document.mode else "weighted"


def _about_mode(screen: Screen, claim: PlanFile) -> None:
    """A plan of another mode is explained by its weighted points, which is said."""
    if claim.document.mode is not None and not screen.json:
        screen.note(screen.say("workbench.explain.other_mode"))
