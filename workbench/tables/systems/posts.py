"""Police posts bound to stations, new ones sited, incidents diverted, units on duty (N1-N10)."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from geodata.county.build import Built
from workbench.line.claims import standing_of
from workbench.line.screen import Screen
from workbench.tables.sheets import Sheet, Value, compared
from workbench.tables.systems.deployment import soon
from zoning.judge.figures import FIGURES
from zoning.model.county import County
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from systems.posts.binding import Binding
    from systems.posts.diversion import Diversion
    from systems.posts.siting import Sites
    from systems.shifts import Shifts


HOURS = FIGURES["workload"]


AFTER, PER_OFFICER = FIGURES["hours_left"], FIGURES["workload_per_officer"]


INCIDENTS, LOAD = FIGURES["incidents"], FIGURES["stations"]


UNITS, CREW = FIGURES["units_on_duty"], FIGURES["crew"]


PERSONS, COVERED = FIGURES["officers"], FIGURES["in_reach"]


TO_POST = FIGURES["post_minutes"]


def given_way(screen: Screen, county: County, bound: "Binding") -> list[str]:
    """What could not be kept of N1, with numbers."""
    said = []
    if bound.off:
        posts, wanted = county.bureau.posts, sum(bound.wanted)
        odd = [screen.say("workbench.posts.load", post=posts[k].name, stations=load)
               for k, load in enumerate(bound.loads) if load != bound.wanted[k]]  # fmt: skip
        said.append(screen.say("workbench.posts.off", posts=len(posts), room=wanted, stations=len(county), odd=odd))
    if bound.pieces:
        said.append(screen.say("workbench.posts.pieces", count=bound.pieces))
    return said


def elsewhere(screen: Screen, built: Built, bound: "Binding") -> list[str]:
    """Posts that do not serve the station they stand in (N1), in one line."""
    from systems.posts.location import stands_at

    county = built.county
    posts = [
        screen.say("workbench.posts.stands", post=post.name, station=county.names[code])
        for k, (post, code) in enumerate(zip(county.bureau.posts, stands_at(built), strict=True))
        if bound.post[county.index[code]] != k
    ]
    return [screen.say("workbench.posts.elsewhere", count=len(posts), posts=posts)] if posts else []


def conflicts(screen: Screen, county: County, bound: "Binding") -> list[str]:
    """H2 against N1: a county-seat station is a zone by itself, and yet shares a post."""
    said = []
    for k, post in enumerate(county.bureau.posts):
        stations = [county.stations[row] for row in bound.stations(k)]
        seats = [station.name for station in stations if station.kind == "county_seat"]
        others = [station.name for station in stations if station.kind != "county_seat"]
        if seats and others:
            said.append(screen.say("workbench.posts.conflict", post=post.name, seats=seats, others=others))
    return said


def lines(screen: Screen, county: County) -> list[str]:
    """The rule, what ways are, where the shares are from, and the notice of the county."""
    return [
        screen.say("workbench.posts.rule"),
        screen.say("workbench.posts.straight", speed=f"{county.speed_kmh:g}", detour=f"{county.detour:g}"),
        screen.say("workbench.posts.source"),
        *([screen.say("workbench.applied.notice", notice=county.notice)] if county.notice else []),
    ]


def binding(screen: Screen, county: County, bound: "Binding", moved: "Diversion") -> Sheet:
    """A row a post: its stations and what it takes over (N1, N4-N6)."""
    separator = screen.say("workbench.list.separator")
    rows = [
        (
            post.code,
            post.name,
            separator.join(county.stations[row].name for row in bound.stations(k)),
            float(bound.loads[k]),
            float(moved.post_incidents[k]),
            float(moved.post_hours[k]),
        )
        for k, post in enumerate(county.bureau.posts)
    ]
    return Sheet("posts", ("code", "post", "members", LOAD, INCIDENTS, HOURS), rows)


def stations(county: County, bound: "Binding", minutes: list[list[float]], moved: "Diversion") -> Sheet:
    """A row a station: its post, and its hours before and after (N4-N6)."""
    rows: list[list[Value]] = []
    for row, station in enumerate(county.stations):
        post = bound.post[row]
        officers = float(station.officers) or float("nan")
        before, after = float(moved.hours_before[row]), float(moved.hours_after[row])
        near = minutes[post][row]
        rows.append([station.name, county.bureau.posts[post].name, near, before, after, after / officers])
    return Sheet("post_stations", ("name", "post", TO_POST, HOURS, AFTER, PER_OFFICER), rows)


def comparison(screen: Screen, county: County, moved: "Diversion") -> Sheet:
    """Stations before and after posts take their share, with shares, period and base (N4-N6, B7)."""
    names = {kind.key: kind.name for kind in county.classes}
    shares = [f"{names[key]} {share:.0%}" for key, share in moved.shares.items()]
    base = screen.say("workbench.posts.base", shares=shares, years=f"{county.years:g}")
    kept = replace(county, counts=county.counts * (1 - np.array([moved.shares.get(k.key, 0) for k in county.classes])))
    one = [1] * len(county)
    rows = [
        (INCIDENTS, float(moved.incidents_before.sum()), float(moved.incidents_after.sum())),
        (HOURS, float(moved.hours_before.sum()), float(moved.hours_after.sum())),
        *soon(standing_of(county, None).plan, (county, one), (kept, one)),
    ]
    return compared("diversion", rows, base, screen.language)


def sites(screen: Screen, county: County, sites: "Sites", within: float) -> Sheet:
    """A row a new post; the note says what is in reach (N10)."""
    beats, chosen = sites.beats, sites.chosen
    rows = [
        (str(k + 1), beats.codes[row], beats.names[row], county.names[beats.stations[row]])
        for k, row in enumerate(chosen.sites)
    ]
    note = screen.say(
        "workbench.posts.reach",
        minutes=f"{within:g}",
        before=COVERED.text(chosen.covered_before),
        after=COVERED.text(chosen.covered),
        mean=number(chosen.minutes, 1),
    )
    return Sheet("sites", ("number", "code", "beat", "name"), rows, note)


def units(screen: Screen, county: County) -> Sheet:
    """A row a unit: kind, base, crew and the hours it is on duty (N3)."""
    rows = [
        (
            unit.name,
            screen.say(f"workbench.posts.{unit.kind}"),
            county.names[unit.base],
            float(unit.crew),
            f"{unit.start_hour:g}–{unit.end_hour:g}",
        )
        for unit in county.bureau.units
    ]
    return Sheet("units", ("unit", "kind", "base", PERSONS, "hour"), rows)


def shifts(screen: Screen, duty: "Shifts") -> Sheet:
    """Units and persons on duty by hour of the day (N3, N8)."""
    pairs = zip(duty.units.tolist(), duty.crew.tolist(), strict=True)
    rows = [(f"{hour:02}–{hour + 1:02}", units, crew) for hour, (units, crew) in enumerate(pairs)]
    return Sheet("shifts", ("hour", UNITS, CREW), rows, screen.say("workbench.posts.shifts"))


def warnings(screen: Screen, built: "Built", bound: "Binding") -> list[str]:
    """Everything of the binding that a planner has to know."""
    county = built.county
    return given_way(screen, county, bound) + elsewhere(screen, built, bound) + conflicts(screen, county, bound)
