"""``zoning posts``: police posts bound to stations, new ones sited, incidents diverted, units on duty (N1-N10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.county.build import Built
from workbench.line.options import Street
from workbench.line.saving import prepared
from workbench.line.screen import Misused, Screen
from workbench.line.sources import Source
from workbench.tables.answer import Answer, give, impossible
from workbench.tables.systems import posts as view
from workbench.tables.table import Table
from zoning.judge.figures import FIGURES
from zoning.model.county import County
from zoning.model.errors import Mistake, mistake
from zoning.result.digest import digest
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from systems.posts.diversion import Diversion


@dataclass(frozen=True)
class Part:
    """What one question gave: the objects for a program, a sentence, tables and warnings."""

    content: dict[str, Any]
    title: str
    tables: Sequence[Table]
    warnings: Sequence[str] = ()


def posts_county(screen: Screen, source: Source, street: Street, out: Path | None) -> int:
    """Bind posts, site new ones and count who is on duty: the parts for which there are data, and that were asked for.

    The exit code is 4 when no sites keep what was asked.

    Raises
    ------
    InputError
        When the county is wrong or ``out`` cannot be written.
    Misused
        When a share after ``--divert`` is none.
    """
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
    tables = [table for part in parts for table in part.tables]
    warnings = [warning for part in parts for warning in part.warnings]
    return give(screen, Answer("posts", content, title, tables, view.lines(county, screen.language), warnings), folder)


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
            view.binding(county, bound, moved, screen.language),
            view.stations(county, bound, minutes.tolist(), moved, screen.language),
            view.comparison(county, moved, screen.language),
        ],
        view.warnings(built, bound, screen.language),
    )


def _sited(screen: Screen, county: County, new: int, within: float) -> Part:
    """New posts (N10)."""
    from systems.posts.siting import new_posts

    sites = new_posts(county, new, within)
    share = FIGURES["in_reach"].text(sites.chosen.covered)
    return Part(
        {"sites": {"codes": [sites.beats.codes[row] for row in sites.chosen.sites], **vars(sites.chosen)}},
        screen.say("workbench.posts.sited", new=new, minutes=f"{within:g}", share=share),
        [view.sites(county, sites, within, screen.language)],
    )


def _on_duty(screen: Screen, county: County) -> Part:
    """Units and persons by hour of the day (N3, N8)."""
    from systems.shifts import shifts

    duty = shifts(county.bureau.units)
    empty = [f"{hour:02}" for hour in duty.empty]
    return Part(
        {"shifts": {"units": duty.units.tolist(), "crew": duty.crew.tolist(), "empty": list(duty.empty)}},
        "",
        [view.units(county, screen.language), view.shifts(duty, screen.language)],
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


def _diversion(county: County, moved: "Diversion") -> dict[str, Any]:
    parts = ("hours_before", "hours_after", "incidents_before", "incidents_after")
    by_station = {key: dict(zip(county.codes, getattr(moved, key).tolist(), strict=True)) for key in parts}
    return {
        "shares": moved.shares,
        **by_station,
        "post_hours": moved.post_hours.tolist(),
        "post_incidents": moved.post_incidents.tolist(),
    }
