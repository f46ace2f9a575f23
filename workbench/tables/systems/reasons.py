"""Why a zone is organised as it is, a sentence a decision, with the figures that decided and the next best."""

from collections.abc import Callable, Mapping
from typing import Any

from systems.organisation.records import Organisation, ZoneWork
from systems.teams.records import Candidate, Site
from workbench.tables.systems.organisation import sites_of
from workbench.tables.table import Table
from zoning.judge.names import zone_called
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent


def reasons(found: Organisation, language: Language) -> Table:
    """A row a zone: sites (H8, H19, H20, H23), leader (H13, H14) and branches (H15)."""
    separator = say("workbench.list.clause", language)
    rows = []
    for zone in found.zones:
        sites = sites_of(zone)
        said = [_site(found, key, site, language) for key, site in sites.items()]
        if len(zone.stations) == 1 and all(site.station for site in sites.values()):
            said = [say("workbench.because.single", language)]
        said += [*_leader(found, zone, language), *_branches(zone, language)]
        rows.append([zone_called(zone.name, language), separator.join(said)])
    return Table.of("reasons", language, ("zone", "why"), rows)


def _site(found: Organisation, key: str, site: Site, language: Language) -> str:
    def because(what: str, **values: Any) -> str:
        return say(f"workbench.because.{what}", language, site=say(f"workbench.field.{key}", language), **values)

    if site.station is None:
        return because("nowhere")
    names = {one.station: found.county.short_names[one.station] for one in site.ranking}
    first, *others = site.ranking
    if site.chosen or first.station != site.station:
        return because("chosen", station=names[site.station])
    if not others:
        return because("only", station=names[site.station])
    figures = {"figure": FIGURES[key](first, language), "other": FIGURES[key](others[0], language)}
    return because(key, station=names[first.station], next=names[others[0].station], **figures)


def _leader(found: Organisation, zone: ZoneWork, language: Language) -> list[str]:
    if zone.leader is None:
        return []
    head = any(leader.is_head and leader.post == zone.leader for leader in found.county.bureau.leaders)
    key = "leader_chosen" if zone.leader_chosen else "head" if head else "leader"
    return [say(f"workbench.because.{key}", language, leader=zone.leader, share=percent(zone.leader_fit))]


def _branches(zone: ZoneWork, language: Language) -> list[str]:
    if not zone.branches:
        return []
    fits = [f"{bound.branch} {percent(bound.fit)}" for bound in zone.branches]
    return [say("workbench.because.branches", language, fits=fits)]


def _minutes(one: Candidate, language: Language) -> str:
    return say("workbench.because.minutes", language, minutes=number(one.figures["mean_minutes"], 1))


def _points(one: Candidate, language: Language) -> str:
    return say("workbench.because.points", language, points=number(100 * one.score, 1))


def _counts(one: Candidate, language: Language) -> str:
    counts = {key: number(one.figures[key]) for key in ("communities", "villages")}
    return say("workbench.because.counts", language, **counts)


FIGURES: Mapping[str, Callable[[Candidate, Language], str]] = {
    "office": _minutes,
    "command_room": _points,
    "case_team": _minutes,
    "community_team": _counts,
}
"""What a candidate for a site is ranked by, in words."""
