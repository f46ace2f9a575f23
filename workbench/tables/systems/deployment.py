"""Units over stations, persons over beats, cases over teams (B1-B7), before and after."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from systems.deployment.checks import SCREENS, check_sums, video_levels
from systems.deployment.standing import Standing
from workbench.tables.table import Column, Columns, Table, Value, against, compared
from zoning.judge.figures import FIGURES, Figure, by_key
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.policy import Policy, ZoneLimits
from zoning.model.problem import Problem
from zoning.texts import Language, say
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from systems.deployment.beats import Beats
    from systems.deployment.mexclp import Deployment, Fleet
    from systems.deployment.report import DeploymentReport
    from systems.deployment.routing import Route


CALLS = 200_000
"""Calls simulated of every mode, before and after."""
Arrival = tuple[Figure, float, float]
"""Mean minutes until a unit is there, before and after."""


def lines(county: County, fleet: "Fleet", language: Language) -> list[str]:
    """The model and the rules of the deployment, and the notice of the county."""
    return [
        say("workbench.deploy.model", language, busy=f"{fleet.busy:.0%}", minutes=f"{fleet.minutes:g}"),
        say("workbench.deploy.rule", language, zone=fleet.zone_least, station=fleet.station_least),
        say("workbench.deploy.crew", language, crew=fleet.crew, share=f"{fleet.pooled_share:.0%}"),
        *([say("workbench.applied.notice", language, notice=county.notice)] if county.notice else []),
    ]


def soon(plan: Plan, *cases: tuple[County, Sequence[int] | None]) -> list[Arrival]:
    """Expected minutes to the scene before and after, by who may be sent (N2); a county and its units each.

    Without units they are those of the county's table, as in the chapter on responses; deployed ones have figures of
    their own name.
    """
    from systems.response.records import MODES
    from systems.response.response import response

    policy = Policy(zones=ZoneLimits(max=max(len(plan.zones), 1), alone=()))
    before, after = (response(Problem(at, policy), plan, units=units, calls=CALLS) for at, units in cases)
    zones = any(len(zone) > 1 for zone in plan.zones)  # else a zone is no more than its station
    whose = "" if all(units is None for _, units in cases) else "unit_"
    return [
        (FIGURES[f"{whose}minutes_{key}"], before.mode(key).county.minutes, after.mode(key).county.minutes)
        for key in MODES
        if zones or key != "zone"
    ]


def changed(arrival: Sequence[Arrival], language: Language) -> tuple[list[Arrival], str]:
    """The minutes that differ as they are shown, and a sentence on those that do not, empty where all do."""
    same = [one for one in arrival if one[0].text(one[1]) == one[0].text(one[2])]
    told = [f"{figure.name(language)} {figure.text(value)}" for figure, value, _ in same]
    says = say("workbench.deploy.same", language, figures=told) if told else ""
    return [one for one in arrival if one not in same], says


def comparison(
    county: County,
    fleet: "Fleet",
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
        units=fleet.units,
    )
    differing, same = changed(arrival, language)
    rows = [
        (FIGURES["covered"], before.covered, found.covered),
        (FIGURES["least_free"], min(before.free), min(found.free)),
        *differing,
    ]
    return compared("deploy_comparison", language, [against(*row, language) for row in rows], base + same)


def crews(made: "DeploymentReport", language: Language) -> list[str]:
    """Fewer units than the source's where officers are too few to crew them, in one sentence."""
    from systems.deployment.mexclp import UNITS

    fleet, officers = made.fleet, int(made.county.officers.sum())
    if fleet.units >= UNITS:
        return []
    return [say("workbench.deploy.fewer", language, most=UNITS, crew=fleet.crew, officers=officers, units=fleet.units)]


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
    from systems.response.crews import base_stations

    zone = {code: n for n, codes in zip(standing.names, standing.plan.zones, strict=True) for code in codes}
    at = base_stations(county)
    bases = Counter(at[unit.base] for unit in county.bureau.units)
    today = (FIGURES["units_today"],) if bases else ()
    rows: list[list[Value]] = []
    for i, station in enumerate(county.stations):
        known = [float(bases[station.code])] if bases else []
        counts = [*known, float(before.units[i]), float(found.units[i])]
        work = float(county.workload[i])
        rows.append(
            [
                station.code,
                county.short_names[station.code],
                zone[station.code],
                work,
                *counts,
                before.free[i],
                found.free[i],
            ]
        )
    return Table.of(
        "deploy_stations",
        language,
        ("code", "name", "zone", *by_key("workload"), *today, *by_key("units_before", "units", "free_before", "free")),
        rows,
    )


def secondments(made: "DeploymentReport", language: Language) -> Table:
    """Who sends officers to crew units of others (B1, H31)."""
    names = [made.county.short_names[code] for code in made.county.codes]
    rows: list[list[Value]] = [
        [names[one.origin], names[one.target], float(one.officers), one.minutes] for one in made.secondments
    ]
    return Table.of("deploy_secondments", language, ("from", "to", *by_key("officers", "way")), rows)


def checks(county: County, language: Language) -> tuple[Table, Table]:
    """The video patrol by level (B5), and the items of check-lists (B6)."""
    levels: list[list[Value]] = [
        [
            say(f"workbench.video.{one.level}", language),
            float(one.video_rooms),
            float(one.cameras),
            float(one.seats),
            one.seat_hours,
            one.camera_hours,
            one.watched,
            float(one.unknown),
        ]
        for one in video_levels(county.bureau)
    ]
    figures = by_key("video_rooms", "cameras", "seats", "seat_hours", "camera_hours", "watched", "unknown")
    note = say("workbench.video.note", language, screens=SCREENS)
    items: list[list[Value]] = [
        [one.checklist, one.item, float(one.done), float(len(one.missing)), float(one.unknown), one.share, one.missing]
        for one in check_sums(county.bureau)
    ]
    counts: Columns = (*by_key("done", "not_done", "unknown", "share"), "missing")
    return (
        Table.of("video", language, ("level", *figures), levels, note),
        Table.of("checks", language, ("checklist", "item", *counts), items, say("workbench.video.checks", language)),
    )


def routes(county: County, cases: "tuple[Route, ...]", language: Language) -> Table:
    """Who handles which class, with shares and amounts (B4)."""
    names = {kind.key: kind.name for kind in county.classes}
    rows = [
        (
            names[route.key],
            _handler(route, language),
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


def _handler(route: "Route", language: Language) -> str:
    if route.branch is None:
        return say(f"workbench.route.{route.to}", language)
    return say("workbench.route.bound", language, branch=route.branch) if route.bound else route.branch


def beats(county: County, beats: "Beats", persons: "Mapping[str, Mapping[str, int]]", language: Language) -> Table:
    """A row a beat of the urban area: its hours, its persons and those of every kind (B3)."""
    kinds = [kind for kind in next(iter(persons.values())) if kind]
    rows: list[list[Value]] = [
        [code, name, county.short_names[station], hours, float(sum(persons[code].values()))]
        + [float(persons[code][kind]) for kind in kinds]
        for code, name, station, hours in zip(
            beats.codes, beats.names, beats.stations, beats.hours.tolist(), strict=True
        )
    ]
    columns: Columns = ("code", "beat", "name", *by_key("workload", "persons"))
    of_kind = [Column.of(FIGURES["persons"], language, kind) for kind in kinds]
    return Table.of("beats", language, (*columns, *of_kind), rows, say("workbench.deploy.urban", language))
