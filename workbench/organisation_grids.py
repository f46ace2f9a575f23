"""An organisation as tables: the responsibility table first (H12), then what it rests on."""

from collections.abc import Sequence

from workbench.grids import Grid, Head, Value
from workbench.plan_view import shortened
from zoning.organisation import Organisation, Site, ZoneWork
from zoning.texts import Language, say

SITES = ("office", "command_room", "case_team", "community_team")
FIGURES = ("mean_minutes", "population", "area_km2", "complexity", "officers", "communities", "villages")
"""Figures behind the ranking of a site, in the order of the columns."""


def responsibility(found: Organisation, language: Language) -> Grid:
    """Zone, leader, branches, stations (H12), and the workload each has to carry (H10)."""
    heads = (
        Head("zone"),
        Head("mode"),
        Head("leader"),
        Head("branches"),
        Head("stations"),
        Head("officers", "whole", "officers"),
        Head("branch_officers", "whole", "officers"),
        Head("workload_per_officer", "whole", "hours_per_officer"),
    )
    rows: list[list[Value]] = []
    for z, zone in enumerate(found.zones):
        names = [shortened(found.county.names[code]) for code in zone.stations]
        bound = [f"{b.branch}{say(f'workbench.role.{b.role}', language)}{_mark(b.chosen)}" for b in zone.branches]
        rows.append(
            [
                f"{z + 1} {zone.name}",
                say(f"workbench.mode.{zone.mode}", language),
                zone.leader and zone.leader + _mark(zone.leader_chosen),
                _joined(bound, language),
                _joined(names, language),
                zone.officers,
                zone.branch_officers,
                zone.workload / zone.officers if zone.officers else None,
            ]
        )
    return Grid("responsibility", heads, rows)


def places(found: Organisation) -> Grid:
    """Where office, command room and teams sit (H8, H19, H20, H23), and how many are on the case team (H21)."""
    heads = (Head("zone"), *(Head(site) for site in SITES), Head("team_officers", "whole", "officers"))
    rows: list[list[Value]] = [
        [
            zone.name,
            *(_site(found, site) for site in sites_of(zone).values()),
            zone.case_team.officers if zone.case_team.site.station else None,
        ]
        for zone in found.zones
    ]
    return Grid("places", heads, rows)


def readiness(found: Organisation) -> Grid:
    """What each zone can handle and bring together (H22, H25-H27); minutes are those of its worst station."""
    counts = list(found.zones[0].arrivals[0].minutes)
    heads = (
        Head("zone"),
        Head("handled", "whole", "incidents"),
        Head("handled_share", "share"),
        Head("to_branches", "whole", "incidents"),
        Head("per_branch_officer", "whole", "hours_per_officer"),
        *(Head("minutes_until", "tenth", "minutes", count) for count in counts),
        Head("villages_known", "whole"),
        Head("villages_complete", "whole"),
    )
    rows: list[list[Value]] = []
    for zone in found.zones:
        team, covered = zone.case_team, zone.coverage
        worst = [_worst(zone, count) for count in counts]
        rows.append(
            [
                zone.name,
                team.handled,
                team.handled / team.incidents if team.incidents else None,
                team.case_incidents - team.handled,
                zone.workload / zone.branch_officers if zone.branch_officers else None,
                *worst,
                covered.known,
                covered.complete,
            ]
        )
    return Grid("readiness", heads, rows)


def rankings(found: Organisation, language: Language) -> Grid:
    """Every candidate for every site, best first (H19)."""
    heads = (
        Head("zone"),
        Head("site"),
        Head("rank", "whole"),
        Head("station"),
        Head("taken"),
        Head("score", "tenth"),
        Head("mean_minutes", "tenth", "minutes"),
        Head("population", "whole", "residents"),
        Head("area_km2", "tenth", "km2"),
        Head("complexity", "whole", "incidents"),
        Head("officers", "whole", "officers"),
        Head("communities", "whole"),
        Head("villages", "whole"),
    )
    rows: list[list[Value]] = []
    for zone in found.zones:
        for key, site in sites_of(zone).items():
            for rank, candidate in enumerate(site.ranking, start=1):
                here = candidate.station == site.station
                taken = say(f"workbench.taken.{'chosen' if site.chosen else 'ranked'}", language) if here else ""
                rows.append(
                    [
                        zone.name,
                        say(f"workbench.head.{key}", language),
                        rank,
                        found.county.names[candidate.station],
                        taken,
                        100 * candidate.score if key == "command_room" else None,
                        *(candidate.figures.get(figure) for figure in FIGURES),
                    ]
                )
    return Grid("rankings", heads, rows)


def party(found: Organisation, language: Language) -> Grid:
    """The party branch of each zone, by posts (H18)."""
    names = found.county.names
    rows: list[list[Value]] = []
    for zone in found.zones:
        members = [say("workbench.organise.head_of", language, station=shortened(names[code])) for code in zone.members]
        deputy = say(
            "workbench.organise.head_of", language, station=shortened(names[zone.office.station or zone.stations[0]])
        )
        rows.append([zone.name, zone.leader, deputy, _joined(members, language)])
    return Grid("party", (Head("zone"), Head("secretary"), Head("deputy"), Head("party_members")), rows)


def emergency(found: Organisation) -> Grid:
    """Minutes until so many officers stand at each station (H27)."""
    counts = list(found.zones[0].arrivals[0].minutes)
    heads = (
        Head("zone"),
        Head("station"),
        *(Head("minutes_until", "tenth", "minutes", count) for count in counts),
    )
    rows: list[list[Value]] = [
        [zone.name, found.county.names[arrival.station], *(arrival.minutes[count] for count in counts)]
        for zone in found.zones
        for arrival in zone.arrivals
    ]
    return Grid("emergency", heads, rows)


def villages(found: Organisation, language: Language) -> Grid:
    """The check-list 1+2+N, village by village (H26)."""
    zone_of = {code: zone.name for zone in found.zones for code in zone.stations}
    lacking = {code for zone in found.zones for code in zone.coverage.lacking}
    heads = (
        Head("zone"),
        Head("station"),
        Head("village"),
        Head("village_officers", "whole", "officers"),
        Head("village_roles", "whole", "officers"),
        Head("village_others", "whole", "officers"),
        Head("check"),
    )
    rows: list[list[Value]] = []
    for village in found.county.bureau.villages:
        unknown = village.officers is None or village.roles is None
        check = "unknown" if unknown else "lacking" if village.code in lacking else "complete"
        rows.append(
            [
                zone_of[village.station],
                found.county.names[village.station],
                village.name,
                village.officers,
                village.roles,
                village.others,
                say(f"workbench.checklist.{check}", language),
            ]
        )
    return Grid("villages", heads, rows)


def secondments(found: Organisation) -> Grid:
    """Officers of one station on a team at another (H31)."""
    names = found.county.names
    heads = (Head("zone"), Head("from"), Head("to"), Head("sent", "whole", "officers"), Head("way", "tenth", "minutes"))
    rows: list[list[Value]] = [
        [zone.name, names[sent.station], names[sent.to], sent.officers, sent.minutes]
        for zone in found.zones
        for sent in zone.case_team.secondments
    ]
    return Grid("secondments", heads, rows)


def sites_of(zone: ZoneWork) -> dict[str, Site]:
    """The sites of a zone by key."""
    sites = (zone.office, zone.command_room, zone.case_team.site, zone.community_team)
    return dict(zip(SITES, sites, strict=True))


def _site(found: Organisation, site: Site) -> str | None:
    return None if site.station is None else shortened(found.county.names[site.station]) + _mark(site.chosen)


def _mark(chosen: bool) -> str:
    """An asterisk at what the planner chose."""
    return "*" if chosen else ""


def _worst(zone: ZoneWork, count: int) -> float | None:
    minutes = [arrival.minutes[count] for arrival in zone.arrivals]
    known = [value for value in minutes if value is not None]
    return max(known) if len(known) == len(minutes) else None


def _joined(parts: Sequence[str], language: Language) -> str:
    return say("workbench.list.separator", language).join(parts)
