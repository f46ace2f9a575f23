"""``zoning posts``: police posts bound to stations, new ones sited, incidents diverted, units on duty (N1-N10)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.county.build import Built
from workbench.draw.services import service_files
from workbench.given.sources import Source
from workbench.line.options import Street
from workbench.line.saving import prepared
from workbench.line.screen import Misused, Screen
from workbench.tables.answer import Answer, give, impossible
from workbench.tables.systems import posts as view
from workbench.tables.table import Table
from zoning.judge.figures import FIGURES
from zoning.model.errors import Mistake, mistake
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from systems.posts.report import PostsReport


@dataclass(frozen=True)
class Part:
    """What one question gave: a sentence, tables and warnings."""

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
    from systems.posts.report import posts_report

    shares = None if street.divert is None else _shares(street.divert)
    built = source.read()
    county = built.county
    folder = None if out is None else prepared(out)
    try:
        found = posts_report(
            county,
            each=street.each,
            shares=shares,
            hand_back=street.hand_back,
            new=street.new,
            within=street.minutes,
        )
    except Impossible as refused:
        return impossible(screen, refused.reasons)
    parts = [*_bound(screen, built, found), *_sited(screen, found, street.minutes), *_on_duty(screen, found)]
    title = " ".join(part.title for part in parts if part.title)
    tables = [table for part in parts for table in part.tables]
    warnings = [warning for part in parts for warning in part.warnings]
    lines = view.lines(county, found.diversion, street.minutes, screen.language)
    drawn = partial(service_files, "posts", found, built, screen.language)
    return give(screen, Answer("posts", found, title, tables, lines, warnings), folder, drawn)


def _bound(screen: Screen, built: Built, found: "PostsReport") -> Iterator[Part]:
    """Posts bound to stations (N1) and what they take over (N4-N6)."""
    from systems.response.crews import post_minutes

    county, bound, moved, language = built.county, found.binding, found.diversion, screen.language
    if bound is None or moved is None:
        return
    title = screen.say("workbench.posts.bound", posts=len(bound.wanted), minutes=number(bound.minutes, 1))
    tables = [
        view.binding(county, bound, moved, language),
        view.stations(county, bound, post_minutes(county).tolist(), moved, language),
        view.comparison(county, bound, moved, language),
    ]
    if found.placement is not None:
        tables.append(view.experience(county, found.placement, language))
    yield Part(title, tables, view.warnings(built, bound, language))


def _sited(screen: Screen, found: "PostsReport", within: float) -> Iterator[Part]:
    """New posts (N10)."""
    if found.sites is not None:
        chosen, share = found.sites.chosen, FIGURES["in_reach"].text(found.sites.chosen.covered)
        title = screen.say("workbench.posts.sited", new=len(chosen.sites), minutes=f"{within:g}", share=share)
        yield Part(title, [view.sites(found.county, found.sites, within, screen.language)])


def _on_duty(screen: Screen, found: "PostsReport") -> Iterator[Part]:
    """Units and persons by hour of the day (N3, N8)."""
    if found.duty is not None:
        empty = [f"{hour:02}" for hour in found.duty.empty]
        said = [screen.say("workbench.posts.nobody", hours=empty)] if empty else []
        said += view.overcrewed(found.county, screen.language)
        county, language = found.county, screen.language
        yield Part(
            "", [view.units(county, language), view.held(county, language), view.shifts(found.duty, language)], said
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
