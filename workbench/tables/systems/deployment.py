"""Units over stations, persons over beats, cases over teams (B1-B7), before and after."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from systems.deployment.standing import Standing
from workbench.line.options import Force
from workbench.tables.table import Table, Value, against, compared
from zoning.judge.figures import FIGURES, Figure, by_key
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.policy import Policy, ZoneLimits
from zoning.model.problem import Problem
from zoning.texts import Language, say
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from systems.deployment.beats import Beats
    from systems.deployment.mexclp import Deployment
    from systems.deployment.routing import Route


Arrival = tuple[Figure, float, float]
"""Mean minutes until a unit is there, before and after."""


def lines(county: County, force: Force, language: Language) -> list[str]:
    """The model and the rules of the deployment, and the notice of the county."""
    return [
        say("workbench.deploy.model", language, busy=f"{force.busy:.0%}", minutes=f"{force.minutes:g}"),
        say("workbench.deploy.rule", language, zone=force.zone_least, station=force.station_least),
        *([say("workbench.applied.notice", language, notice=county.notice)] if county.notice else []),
    ]


def soon(plan: Plan, *cases: tuple[County, Sequence[int]]) -> list[Arrival]:
    """Expected minutes to the scene before and after, by who may be sent (N2); a county and its units each."""
    from systems.response.records import MODES
    from systems.response.response import response

    policy = Policy(zones=ZoneLimits(max=max(len(plan.zones), 1), alone=()))
    before, after = (response(Problem(at, policy), plan, units=units) for at, units in cases)
    return [
        (FIGURES[f"minutes_{key}"], before.mode(key).county.minutes, after.mode(key).county.minutes) for key in MODES
    ]


def comparison(
    county: County,
    force: Force,
    arrival: Sequence[Arrival],
    before: "Deployment",
    found: "Deployment",
    language: Language,
) -> Table:
    """Before is the same number of units shared out by officers; the note names period and base (B7)."""
    base = say(
        "workbench.deploy.base",
        language,
        hours=number(float(county.workload.sum())),
        years=f"{county.years:g}",
        units=force.units,
    )
    rows = [
        (FIGURES["covered"], before.covered, found.covered),
        (FIGURES["least_free"], min(before.free), min(found.free)),
        *arrival,
    ]
    return compared("deploy_comparison", language, [against(*row, language) for row in rows], base)


def slower(arrival: Sequence[Arrival], language: Language) -> list[str]:
    """Where mean minutes get longer, which the deployment does not look at, in one sentence."""
    longer = [
        say(
            "workbench.deploy.longer",
            language,
            mode=figure.name(language),
            before=figure.text(before),
            after=figure.text(after),
        )
        for figure, before, after in arrival
        if round(after - before, 1) > 0
    ]
    return [say("workbench.deploy.slower", language, longer=longer)] if longer else []


def zones(county: County, standing: Standing, before: "Deployment", found: "Deployment", language: Language) -> Table:
    """A row a zone: officers, work, units and what is free, before and after."""
    rows: list[list[Value]] = []
    for name, codes in zip(standing.names, standing.plan.zones, strict=True):
        at = [county.index[code] for code in codes]
        work = county.workload[at]
        share = work / work.sum() if work.sum() > 0 else np.zeros(len(at))
        was, now = (float((share * np.array(one.free)[at]).sum()) for one in (before, found))
        units = [float(sum(one.units[row] for row in at)) for one in (before, found)]
        rows.append([name, float(county.officers[at].sum()), float(work.sum()), *units, was, now])
    return Table.of(
        "deploy_zones",
        language,
        ("zone", *by_key("officers", "workload", "units_before", "units", "free_before", "free")),
        rows,
    )


def stations(
    county: County, standing: Standing, before: "Deployment", found: "Deployment", language: Language
) -> Table:
    """A row a station; the units of today are those of the units table, where there is one."""
    zone = {code: n for n, codes in zip(standing.names, standing.plan.zones, strict=True) for code in codes}
    bases = Counter(unit.base for unit in county.bureau.units)
    today = (FIGURES["units_today"],) if bases else ()
    rows: list[list[Value]] = []
    for i, station in enumerate(county.stations):
        known = [float(bases[station.code])] if bases else []
        counts = [*known, float(before.units[i]), float(found.units[i])]
        work = float(county.workload[i])
        rows.append([station.code, station.name, zone[station.code], work, *counts, before.free[i], found.free[i]])
    return Table.of(
        "deploy_stations",
        language,
        ("code", "name", "zone", *by_key("workload"), *today, *by_key("units_before", "units", "free_before", "free")),
        rows,
    )


def routes(county: County, cases: "tuple[Route, ...]", language: Language) -> Table:
    """Who handles which class, with shares and amounts (B4)."""
    names = {kind.key: kind.name for kind in county.classes}
    rows = [
        (
            names[route.key],
            route.branch or say(f"workbench.route.{route.to}", language),
            route.share,
            route.incidents,
            route.hours,
        )
        for route in cases
    ]
    return Table.of(
        "routes",
        language,
        ("class", "handled_by", *by_key("share", "incidents", "workload")),
        rows,
        say("workbench.route.note", language),
    )


def beats(county: County, beats: "Beats", persons: list[int], language: Language) -> Table:
    """A row a beat: its hours and its persons."""
    rows = [
        (code, name, county.names[station], hours, float(count))
        for code, name, station, hours, count in zip(
            beats.codes, beats.names, beats.stations, beats.hours.tolist(), persons, strict=True
        )
    ]
    return Table.of("beats", language, ("code", "beat", "name", *by_key("workload", "persons")), rows)
