"""``zoning posts``: police posts bound to stations, new ones sited, incidents diverted, units on duty (N1-N10)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geodata.county.build import Built
from workbench.commands.deploy import soon, standing_of
from workbench.line.options import Street
from workbench.line.saving import prepared
from workbench.line.screen import Misused, Screen
from workbench.line.sources import Source
from workbench.line.speech import number
from workbench.tables.figures import Figure
from workbench.tables.sheets import Answer, Sheet, Value, compared, give, impossible
from zoning.model.county import County
from zoning.model.errors import Mistake, mistake
from zoning.result.digest import digest

if TYPE_CHECKING:
    from systems.posts.binding import Binding
    from systems.posts.diversion import Diversion
    from systems.posts.siting import Sites

HOURS = Figure("workload", "hours")
AFTER, PER_OFFICER = Figure("hours_left", "hours"), Figure("workload_per_officer", "hours_per_officer")
INCIDENTS, LOAD = Figure("incidents", "incidents"), Figure("stations", "stations")
UNITS, CREW = Figure("units_on_duty", "units", 1), Figure("crew", "officers", 1)
PERSONS, COVERED = Figure("officers", "officers"), Figure("in_reach", digits=1, share=True)
TO_POST = Figure("post_minutes", "minutes", 1)


@dataclass(frozen=True)
class Part:
    """What one question gave: the objects for a program, a sentence, tables and warnings."""

    content: dict[str, Any]
    title: str
    sheets: Sequence[Sheet]
    warnings: Sequence[str] = ()


def posts_county(screen: Screen, source: Source, street: Street, out: Path | None) -> int:
    """The whole command: the parts for which there are data, and that were asked for."""
    from systems.errors import Impossible

    shares = None if street.divert is None else _shares(street.divert)
    built = source.read()
    county = built.county
    folder = None if out is None else prepared(out)
    parts: list[Part] = []
    if county.bureau.posts or not street.new:
        parts.append(_bound(screen, built, street.each, shares))
    if street.new:
        try:
            parts.append(_sited(screen, county, street.new, street.minutes))
        except Impossible as refused:
            return impossible(screen, refused.reasons)
    if county.bureau.units:
        parts.append(_on_duty(screen, county))
    content: dict[str, Any] = {"county": {"code": county.code, "name": county.name, "digest": digest(county)}}
    for part in parts:
        content |= part.content
    title = " ".join(part.title for part in parts if part.title)
    sheets = [sheet for part in parts for sheet in part.sheets]
    warnings = [warning for part in parts for warning in part.warnings]
    return give(screen, Answer("posts", content, title, sheets, _lines(screen, county), warnings), folder)


def _bound(screen: Screen, built: Built, each: int | None, shares: dict[str, float] | None) -> Part:
    """Posts bound to stations (N1) and what they take over (N4-N6)."""
    from systems.posts.binding import bind
    from systems.posts.diversion import DIVERTED, divert
    from systems.posts.location import post_minutes

    county = built.county
    minutes = post_minutes(county)
    bound = bind(county, minutes, [each or post.stations for post in county.bureau.posts])
    known = {kind.key for kind in county.classes}
    assumed = {key: share for key, share in DIVERTED.items() if key in known}
    moved = divert(county, bound.post, len(bound.wanted), assumed if shares is None else shares)
    return Part(
        {"binding": bound.document(county), "diversion": _diversion(county, moved)},
        screen.say("workbench.posts.bound", posts=len(bound.wanted), minutes=number(bound.minutes, 1)),
        [
            _binding(screen, county, bound, moved),
            _stations(county, bound, minutes.tolist(), moved),
            _comparison(screen, county, moved),
        ],
        _given_way(screen, county, bound) + _elsewhere(screen, built, bound) + _conflicts(screen, county, bound),
    )


def _sited(screen: Screen, county: County, new: int, within: float) -> Part:
    """New posts (N10)."""
    from systems.posts.siting import new_posts

    sites = new_posts(county, new, within)
    share = COVERED.text(sites.chosen.covered)
    return Part(
        {"sites": {"codes": [sites.beats.codes[row] for row in sites.chosen.sites], **vars(sites.chosen)}},
        screen.say("workbench.posts.sited", new=new, minutes=f"{within:g}", share=share),
        [_sites(screen, county, sites, within)],
    )


def _on_duty(screen: Screen, county: County) -> Part:
    """Units and persons by hour of the day (N3, N8)."""
    from systems.shifts import shifts

    duty = shifts(county.bureau.units)
    pairs = zip(duty.units.tolist(), duty.crew.tolist(), strict=True)
    rows = [(f"{hour:02}–{hour + 1:02}", units, crew) for hour, (units, crew) in enumerate(pairs)]
    empty = [f"{hour:02}" for hour in duty.empty]
    units = [
        (
            unit.name,
            screen.say(f"workbench.posts.{unit.kind}"),
            county.names[unit.base],
            float(unit.crew),
            f"{unit.start_hour:g}–{unit.end_hour:g}",
        )
        for unit in county.bureau.units
    ]
    return Part(
        {"shifts": {"units": duty.units.tolist(), "crew": duty.crew.tolist(), "empty": list(duty.empty)}},
        "",
        [
            Sheet("units", ("unit", "kind", "base", PERSONS, "hour"), units),
            Sheet("shifts", ("hour", UNITS, CREW), rows, screen.say("workbench.posts.shifts")),
        ],
        [screen.say("workbench.posts.nobody", hours=empty)] if empty else [],
    )


def _shares(words: Sequence[str]) -> dict[str, float]:
    """The shares after ``--divert``; raises :class:`Misused` with every one that is none."""
    found: list[Mistake] = []
    shares = {}
    for word in words:
        key, _, value = word.partition("=")
        try:
            shares[key.strip()] = float(value)
        except ValueError:
            shares[key.strip()] = -1.0
        if not 0 <= shares[key.strip()] <= 1:
            found.append(mistake("workbench.posts.share", table="--divert", value=word))
    if found:
        raise Misused(found)
    return shares


def _given_way(screen: Screen, county: County, bound: "Binding") -> list[str]:
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


def _elsewhere(screen: Screen, built: Built, bound: "Binding") -> list[str]:
    """Posts that do not serve the station they stand in (N1), in one line."""
    from systems.posts.location import stands_at

    county = built.county
    posts = [
        screen.say("workbench.posts.stands", post=post.name, station=county.names[code])
        for k, (post, code) in enumerate(zip(county.bureau.posts, stands_at(built), strict=True))
        if bound.post[county.index[code]] != k
    ]
    return [screen.say("workbench.posts.elsewhere", count=len(posts), posts=posts)] if posts else []


def _conflicts(screen: Screen, county: County, bound: "Binding") -> list[str]:
    """H2 against N1: a county-seat station is a zone by itself, and yet shares a post."""
    said = []
    for k, post in enumerate(county.bureau.posts):
        stations = [county.stations[row] for row in bound.stations(k)]
        seats = [station.name for station in stations if station.kind == "county_seat"]
        others = [station.name for station in stations if station.kind != "county_seat"]
        if seats and others:
            said.append(screen.say("workbench.posts.conflict", post=post.name, seats=seats, others=others))
    return said


def _lines(screen: Screen, county: County) -> list[str]:
    return [
        screen.say("workbench.posts.rule"),
        screen.say("workbench.posts.straight", speed=f"{county.speed_kmh:g}", detour=f"{county.detour:g}"),
        screen.say("workbench.posts.source"),
        *([screen.say("workbench.applied.notice", notice=county.notice)] if county.notice else []),
    ]


def _binding(screen: Screen, county: County, bound: "Binding", moved: "Diversion") -> Sheet:
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


def _stations(county: County, bound: "Binding", minutes: list[list[float]], moved: "Diversion") -> Sheet:
    rows: list[list[Value]] = []
    for row, station in enumerate(county.stations):
        post = bound.post[row]
        officers = float(station.officers) or float("nan")
        before, after = float(moved.hours_before[row]), float(moved.hours_after[row])
        near = minutes[post][row]
        rows.append([station.name, county.bureau.posts[post].name, near, before, after, after / officers])
    return Sheet("post_stations", ("name", "post", TO_POST, HOURS, AFTER, PER_OFFICER), rows)


def _comparison(screen: Screen, county: County, moved: "Diversion") -> Sheet:
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


def _diversion(county: County, moved: "Diversion") -> dict[str, Any]:
    parts = ("hours_before", "hours_after", "incidents_before", "incidents_after")
    by_station = {key: dict(zip(county.codes, getattr(moved, key).tolist(), strict=True)) for key in parts}
    return {
        "shares": moved.shares,
        **by_station,
        "post_hours": moved.post_hours.tolist(),
        "post_incidents": moved.post_incidents.tolist(),
    }


def _sites(screen: Screen, county: County, sites: "Sites", within: float) -> Sheet:
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
