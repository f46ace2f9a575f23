"""``zoning deploy``: units over stations, persons over beats, cases over teams (B1-B7)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from workbench.line.options import Force, Orders
from workbench.line.saving import prepared
from workbench.line.screen import Screen
from workbench.line.sources import Source
from workbench.line.speech import number
from workbench.tables.figures import Figure
from workbench.tables.sheets import Answer, Sheet, Value, compared, give, impossible
from zoning.judge.names import zone_names
from zoning.judge.score import score
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.policy import Policy, ZoneLimits
from zoning.model.problem import Problem
from zoning.result.digest import digest
from zoning.result.plan_file import read_plan

if TYPE_CHECKING:
    from systems.deployment.beats import Beats
    from systems.deployment.mexclp import Deployment
    from systems.deployment.routing import Route

TODAY, BEFORE, UNITS = (Figure(key, "units") for key in ("units_today", "units_before", "units"))
FREE_BEFORE, FREE = (Figure(key, digits=1, share=True) for key in ("free_before", "free"))
COVERED, LEAST_FREE = Figure("covered", digits=2, share=True), Figure("least_free", digits=1, share=True)
HOURS, INCIDENTS, OFFICERS = (
    Figure("workload", "hours"),
    Figure("incidents", "incidents"),
    Figure("officers", "officers"),
)
Arrival = tuple[Figure, float, float]
"""Mean minutes until a unit is there, before and after."""
PERSONS, SHARE = Figure("persons", "officers"), Figure("share", digits=0, share=True)


@dataclass(frozen=True)
class Standing:
    """The zones a fleet is deployed over, with their names."""

    plan: Plan
    names: tuple[str, ...]


def deploy_county(
    screen: Screen, source: Source, plan: Path | None, force: Force, orders: Orders, out: Path | None
) -> int:
    """The whole command."""
    from systems.apportion import apportion
    from systems.deployment.beats import beats_of
    from systems.deployment.mexclp import Fleet, deploy, in_proportion
    from systems.deployment.routing import routes
    from systems.errors import Impossible

    county = source.read().county
    standing = standing_of(county, plan)
    folder = None if out is None else prepared(out)
    fleet, beats = Fleet(**vars(force)), beats_of(county)
    try:
        before, found = in_proportion(county, fleet), deploy(county, standing.plan, fleet)
        persons = [] if orders.persons is None else apportion(beats.hours, orders.persons, orders.beat_least).tolist()
    except Impossible as refused:
        return impossible(screen, refused.reasons)
    cases = routes(county, standing.plan, orders.team_share)
    arrival = soon(standing.plan, (county, before.units), (county, found.units))
    title = screen.say("workbench.deploy.title", units=force.units, covered=COVERED.text(found.covered))
    sheets = [
        _comparison(screen, county, force, arrival, before, found),
        _zones(county, standing, before, found),
        _stations(county, standing, before, found),
        _routes(screen, county, cases),
    ]
    if persons:
        sheets.append(_beats(county, beats, persons))
    content = {
        "county": {"code": county.code, "name": county.name, "digest": digest(county)},
        "fleet": vars(fleet),
        "zones": [{"name": n, "stations": list(z)} for n, z in zip(standing.names, standing.plan.zones, strict=True)],
        "before": before.document(county),
        "deployment": found.document(county),
        "persons": dict(zip(beats.codes, persons, strict=True)) if persons else {},
        "routes": [vars(route) for route in cases],
    }
    answer = Answer("deploy", content, title, sheets, _lines(screen, county, force), _slower(screen, arrival))
    return give(screen, answer, folder)


def standing_of(county: County, path: Path | None) -> Standing:
    """The zones of the plan file, else those of today, else every station by itself."""
    if path is not None:
        claim = read_plan(path)
        problem = claim.problem(county)
        return Standing(claim.plan, tuple(zone_names(problem, score(problem, claim.plan))))
    labels = [station.current_zone for station in county.stations]
    plan = Plan.from_labels(county.codes, labels)
    first = [county.stations[county.index[zone[0]]] for zone in plan.zones]
    return Standing(plan, tuple(station.current_zone or station.name for station in first))


def _lines(screen: Screen, county: County, force: Force) -> list[str]:
    return [
        screen.say("workbench.deploy.model", busy=f"{force.busy:.0%}", minutes=f"{force.minutes:g}"),
        screen.say("workbench.deploy.rule", zone=force.zone_least, station=force.station_least),
        *([screen.say("workbench.applied.notice", notice=county.notice)] if county.notice else []),
    ]


def soon(plan: Plan, *cases: tuple[County, Sequence[int]]) -> list[Arrival]:
    """Expected minutes to the scene before and after, by who may be sent (N2); a county and its units each."""
    from systems.response.records import MODES
    from systems.response.response import response

    policy = Policy(zones=ZoneLimits(max=max(len(plan.zones), 1), alone=()))
    before, after = (response(Problem(at, policy), plan, units=units) for at, units in cases)
    return [
        (Figure(f"minutes_{key}", "minutes", 1), before.mode(key).county.minutes, after.mode(key).county.minutes)
        for key in MODES
    ]


def _comparison(
    screen: Screen, county: County, force: Force, arrival: Sequence[Arrival], before: "Deployment", found: "Deployment"
) -> Sheet:
    """Before is the same number of units shared out by officers; the note names period and base (B7)."""
    base = screen.say(
        "workbench.deploy.base",
        hours=number(float(county.workload.sum())),
        years=f"{county.years:g}",
        units=force.units,
    )
    rows = [(COVERED, before.covered, found.covered), (LEAST_FREE, min(before.free), min(found.free)), *arrival]
    return compared("deploy_comparison", rows, base, screen.language)


def _slower(screen: Screen, arrival: Sequence[Arrival]) -> list[str]:
    """Where mean minutes get longer, which the deployment does not look at, in one sentence."""
    longer = [
        screen.say(
            "workbench.deploy.longer",
            mode=figure.name(screen.language),
            before=figure.text(before),
            after=figure.text(after),
        )
        for figure, before, after in arrival
        if round(after - before, 1) > 0
    ]
    return [screen.say("workbench.deploy.slower", longer=longer)] if longer else []


def _zones(county: County, standing: Standing, before: "Deployment", found: "Deployment") -> Sheet:
    rows: list[list[Value]] = []
    for name, codes in zip(standing.names, standing.plan.zones, strict=True):
        at = [county.index[code] for code in codes]
        work = county.workload[at]
        share = work / work.sum() if work.sum() > 0 else np.zeros(len(at))
        was, now = (float((share * np.array(one.free)[at]).sum()) for one in (before, found))
        units = [float(sum(one.units[row] for row in at)) for one in (before, found)]
        rows.append([name, float(county.officers[at].sum()), float(work.sum()), *units, was, now])
    return Sheet("deploy_zones", ("zone", OFFICERS, HOURS, BEFORE, UNITS, FREE_BEFORE, FREE), rows)


def _stations(county: County, standing: Standing, before: "Deployment", found: "Deployment") -> Sheet:
    """A row a station; the units of today are those of the units table, where there is one."""
    zone = {code: n for n, codes in zip(standing.names, standing.plan.zones, strict=True) for code in codes}
    bases = Counter(unit.base for unit in county.bureau.units)
    today = (TODAY,) if bases else ()
    rows: list[list[Value]] = []
    for i, station in enumerate(county.stations):
        known = [float(bases[station.code])] if bases else []
        counts = [*known, float(before.units[i]), float(found.units[i])]
        work = float(county.workload[i])
        rows.append([station.code, station.name, zone[station.code], work, *counts, before.free[i], found.free[i]])
    return Sheet("deploy_stations", ("code", "name", "zone", HOURS, *today, BEFORE, UNITS, FREE_BEFORE, FREE), rows)


def _routes(screen: Screen, county: County, cases: "tuple[Route, ...]") -> Sheet:
    """Who handles which class, with shares and amounts (B4)."""
    names = {kind.key: kind.name for kind in county.classes}
    rows = [
        (
            names[route.key],
            route.branch or screen.say(f"workbench.route.{route.to}"),
            route.share,
            route.incidents,
            route.hours,
        )
        for route in cases
    ]
    return Sheet("routes", ("class", "handled_by", SHARE, INCIDENTS, HOURS), rows, screen.say("workbench.route.note"))


def _beats(county: County, beats: "Beats", persons: list[int]) -> Sheet:
    rows = [
        (code, name, county.names[station], hours, float(count))
        for code, name, station, hours, count in zip(
            beats.codes, beats.names, beats.stations, beats.hours.tolist(), persons, strict=True
        )
    ]
    return Sheet("beats", ("code", "beat", "name", HOURS, PERSONS), rows)
