"""``zoning explain``: why a station is where it is, what its rules cost a plan, and who contributes most."""

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.given.claims import claim_of, warn_of_other_county
from workbench.given.decisions import station_of
from workbench.given.sources import Source
from workbench.line.options import Pace
from workbench.line.progress import watched
from workbench.line.screen import DONE, INTERRUPTED, Screen
from workbench.tables.plan.explanation import show_plan, show_station
from workbench.tables.plan.solution import show_violations
from zoning.judge.kept import SUFFIX
from zoning.judge.names import zone_names
from zoning.judge.score import Score, score
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.problem import Problem
from zoning.result.documents import to_document
from zoning.result.plan_file import PlanFile
from zoning.texts.stems import called

if TYPE_CHECKING:
    from solvers.explain.explanation import Sought


def explain_plan(screen: Screen, source: Source, path: Path, station: str | None, to: str | None, pace: Pace) -> int:
    """Say what moving ``station`` costs, or without one what the constraints of the plan cost and who contributes most.

    The exit code is 0, or 130 after Ctrl-C.

    Raises
    ------
    InputError
        When the county, the plan file, the station or the zone ``to`` is wrong.
    """
    county = source.read().county
    claim = claim_of(path, county)
    problem = claim.problem(county)
    judged = score(problem, claim.plan)
    warn_of_other_county(screen, claim, county)
    if station is None:
        return _whole(screen, problem, claim, to, pace)
    found: list[Mistake] = []
    code = station_of(county, station, "STATION", found)
    zones = None if to is None else [_zone(problem, judged, to, found)]
    own = next((z for z, zone in enumerate(judged.zones) if code in zone.stations), -1)
    if zones == [own] and not found:
        found.append(mistake("workbench.explain.already", table="--to", value=to))
    if found:
        raise InputError(found)
    return _station(screen, problem, claim, code, zones, pace)


def _zone(problem: Problem, judged: Score, word: str, found: list[Mistake]) -> int:
    """The zone of this number or name, or with this station in it."""
    names, word = zone_names(problem, judged), word.strip()
    english = zone_names(problem, judged, "en")
    if word.isdecimal() and 1 <= int(word) <= len(names):
        return int(word) - 1
    of_zone = [z for z, name in enumerate(names) if word in (name, name.removesuffix(SUFFIX), english[z])]
    if len(of_zone) == 1:
        return of_zone[0]
    codes = called(problem.county.names, word)
    inside = sorted({z for z, zone in enumerate(judged.zones) if any(code in zone.stations for code in codes)})
    if len(inside) == 1:
        return inside[0]
    zones = [f"{z + 1} {name}" for z, name in enumerate(names)]
    found.append(mistake("workbench.explain.no_zone", table="--to", value=word, zones=zones))
    return -1


def _station(screen: Screen, problem: Problem, claim: PlanFile, code: str, zones: list[int] | None, pace: Pace) -> int:
    from solvers.explain.explanation import explain_station

    with watched(screen, pace) as (stop, progress):
        mode = _mode(claim)
        found = explain_station(problem, claim.plan, code, to=zones, mode=mode, stop=stop, on_progress=progress)
        exit_code = INTERRUPTED if stop.requested() else DONE
    screen.emit(to_document(found), exit_code)
    _about_mode(screen, claim)
    show_station(screen, found)
    if not found.finished:
        screen.note(screen.say("workbench.explain.unfinished"))
    return exit_code


def _whole(screen: Screen, problem: Problem, claim: PlanFile, to: str | None, pace: Pace) -> int:
    """What the plan's constraints cost, and what its zones and stations contribute."""
    from solvers.explain.explanation import explain_plan

    if to is not None:
        raise InputError([mistake("workbench.explain.no_station", table="--to", value=to)])
    with watched(screen, pace) as (stop, progress):
        found = explain_plan(problem, claim.plan, mode=_mode(claim), stop=stop, on_progress=progress)
        exit_code = INTERRUPTED if stop.requested() else DONE
    screen.emit(to_document(found), exit_code)
    _about_mode(screen, claim)
    show_plan(screen, found)
    if found.judged.violations and not screen.json:
        show_violations(screen, found.judged)
    return exit_code


def _mode(claim: PlanFile) -> "Sought":
    return claim.document.mode.name if claim.document.mode else "weighted"


def _about_mode(screen: Screen, claim: PlanFile) -> None:
    """A plan of another mode is explained by its weighted points, which is said."""
    if claim.document.mode is not None and not screen.json:
        screen.note(screen.say("workbench.explain.other_mode"))
