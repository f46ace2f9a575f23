"""An organisation as tables: the responsibility table first (H12), then what it rests on."""

from collections.abc import Sequence
from dataclasses import replace

from systems.organisation.records import Organisation, ZoneWork
from systems.teams.records import Member, Site
from workbench.tables.table import Columns, Table, Value
from zoning.judge.figures import FIGURES, Figure
from zoning.judge.names import zone_called
from zoning.texts import Language, say

SITES = ("office", "command_room", "case_team", "community_team")
CANDIDATE = ("mean_minutes", "population", "area_km2", "complexity", "officers", "communities", "villages")
"""Figures behind the ranking of a site, in the order of the columns."""


def responsibility(found: Organisation, language: Language) -> Table:
    """Zone, leader, branches, stations (H12), and the workload each has to carry (H10)."""
    columns: Columns = (
        "zone",
        "mode",
        "leader",
        "branches",
        "stations",
        FIGURES["officers"],
        FIGURES["branch_officers"],
        FIGURES["workload_per_officer"],
    )
    rows: list[list[Value]] = []
    for z, zone in enumerate(found.zones):
        names = [found.county.short_names[code] for code in zone.stations]
        bound = [f"{b.branch}{say(f'workbench.role.{b.role}', language)}{_mark(b.chosen)}" for b in zone.branches]
        rows.append(
            [
                f"{z + 1} {_zone(zone, language)}",
                say(f"workbench.mode.{zone.mode}", language),
                zone.leader and zone.leader + _mark(zone.leader_chosen),
                _joined(bound, language),
                _joined(names, language),
                zone.officers,
                zone.branch_officers,
                zone.workload / zone.officers if zone.officers else None,
            ]
        )
    return Table.of("responsibility", language, columns, rows)


def places(found: Organisation, language: Language) -> Table:
    """Where office, command room and teams sit (H8, H19, H20, H23)."""
    rows: list[list[Value]] = [
        [_zone(zone, language), *(_site(found, site) for site in sites_of(zone).values())] for zone in found.zones
    ]
    return Table.of("places", language, ("zone", *SITES), rows)


def teams(found: Organisation, language: Language) -> Table:
    """Persons of command room and teams: wanted, there, of the site's own station, seconded (H21, H31)."""
    figures = ("wanted", "team_officers", "own_officers", "seconded")
    columns: Columns = ("zone", "team", "site", *(FIGURES[key] for key in figures))
    rows: list[list[Value]] = [
        [
            _zone(zone, language),
            say(f"systems.subject.{key}", language),
            _site(found, team.site),
            team.wanted,
            team.officers if team.site.station else None,
            team.own if team.site.station else None,
            team.officers - team.own if team.site.station else None,
        ]
        for zone in found.zones
        for key, team in zone.teams.items()
    ]
    return Table.of("teams", language, columns, rows)


def grounds(found: Organisation, language: Language) -> Table:
    """Area, patches and points of each zone's community team (H24)."""
    villages = {village.code: village.name for village in found.county.bureau.villages}
    columns: Columns = ("zone", "stations", FIGURES["area_km2"], FIGURES["population"], "patches", "watched")
    rows: list[list[Value]] = [
        [
            _zone(zone, language),
            _joined([found.county.short_names[code] for code in zone.stations], language),
            zone.ground.area_km2,
            zone.ground.residents,
            _joined([villages[code] for code in zone.ground.patches], language),
            _joined([point.name for point in zone.ground.points], language),
        ]
        for zone in found.zones
    ]
    return Table.of("grounds", language, columns, rows)


def readiness(found: Organisation, language: Language) -> Table:
    """What each zone can handle and bring together (H22, H25-H27); minutes are those of its worst station."""
    counts = list(found.zones[0].arrivals[0].minutes)
    columns: tuple[str | Figure, ...] = (
        "zone",
        FIGURES["handled"],
        FIGURES["handled_share"],
        FIGURES["to_branches"],
        FIGURES["per_branch_officer"],
        *(replace(FIGURES["minutes_until"], count=count) for count in counts),
        FIGURES["villages_known"],
        FIGURES["villages_complete"],
    )
    rows: list[list[Value]] = []
    for zone in found.zones:
        team, covered = zone.cases, zone.coverage
        worst = [_worst(zone, count) for count in counts]
        rows.append(
            [
                _zone(zone, language),
                team.handled,
                team.handled / team.incidents if team.incidents else None,
                team.case_incidents - team.handled,
                zone.workload / zone.branch_officers if zone.branch_officers else None,
                *worst,
                covered.known if covered.villages else None,
                covered.complete if covered.villages else None,
            ]
        )
    return Table.of("readiness", language, columns, rows)


def rankings(found: Organisation, language: Language) -> Table:
    """Every candidate for every site, best first (H19)."""
    columns: Columns = (
        "zone",
        "site",
        FIGURES["rank"],
        "name",
        "taken",
        FIGURES["score"],
        FIGURES["mean_travel"],
        FIGURES["population"],
        FIGURES["area_km2"],
        FIGURES["complexity"],
        FIGURES["officers"],
        FIGURES["communities"],
        FIGURES["villages"],
    )
    rows: list[list[Value]] = []
    for zone in found.zones:
        for key, site in sites_of(zone).items():
            for rank, candidate in enumerate(site.ranking, start=1):
                here = candidate.station == site.station
                taken = say(f"workbench.taken.{'chosen' if site.chosen else 'ranked'}", language) if here else ""
                rows.append(
                    [
                        _zone(zone, language),
                        say(f"workbench.field.{key}", language),
                        rank,
                        found.county.short_names[candidate.station],
                        taken,
                        100 * candidate.score if key == "command_room" else None,
                        *(candidate.figures.get(figure) for figure in CANDIDATE),
                    ]
                )
    return Table.of("rankings", language, columns, rows)


def party(found: Organisation, language: Language) -> Table:
    """The party branch of each zone, by posts (H18)."""
    rows: list[list[Value]] = [[_zone(zone, language), *_branch(found, zone, language)] for zone in found.zones]
    return Table.of("party", language, ("zone", *PARTY), rows)


PARTY = ("secretary", "deputy", "organiser", "publicity", "party_members")
"""Posts of a party branch."""


def party_lines(found: Organisation, language: Language) -> list[tuple[str, str]]:
    """The same as a line a zone, by its name: a branch of many members is too wide for a table on a page."""
    parts = say("workbench.organise.party_separator", language)
    titles = [say(f"workbench.field.{post}", language) for post in PARTY]
    return [
        (
            _zone(zone, language),
            parts.join(
                say("workbench.organise.party_post", language, post=title, holder=holder)
                for title, holder in zip(titles, _branch(found, zone, language), strict=True)
                if holder
            ),
        )
        for zone in found.zones
    ]


def _branch(found: Organisation, zone: ZoneWork, language: Language) -> tuple[str | None, ...]:
    """Who holds the posts of :data:`PARTY` in a zone, the members together."""

    def post(member: Member | None) -> str | None:
        if member is None:
            return None
        return say(f"workbench.organise.{member.post}_of", language, station=found.county.short_names[member.station])

    named = (post(one) for one in (zone.party.deputy, zone.party.organiser, zone.party.publicity))
    return zone.party.secretary, *named, _joined([post(one) or "" for one in zone.party.members], language)


def emergency(found: Organisation, language: Language) -> Table:
    """Minutes until so many persons stand at each station, of all forces and of each alone (H27)."""
    counts = list(found.zones[0].arrivals[0].minutes)
    columns: tuple[str | Figure, ...] = (
        "zone",
        "name",
        "force",
        *(replace(FIGURES["minutes_until"], count=count) for count in counts),
    )
    rows: list[list[Value]] = [
        [
            _zone(zone, language),
            found.county.short_names[arrival.station],
            say(f"systems.force.{kind}", language),
            *(minutes[count] for count in counts),
        ]
        for zone in found.zones
        for arrival in zone.arrivals
        for kind, minutes in {"all": arrival.minutes, **arrival.by_force}.items()
    ]
    return Table.of("emergency", language, columns, rows)


def forces(found: Organisation, language: Language) -> Table:
    """Persons and persons on call of each force of a zone (H27)."""
    columns: Columns = ("zone", "force", *(FIGURES[key] for key in ("force_persons", "on_call", "turnout")))
    rows: list[list[Value]] = [
        [
            _zone(zone, language),
            say(f"systems.force.{force.kind}", language),
            force.persons,
            force.on_call,
            force.turnout,
        ]
        for zone in found.zones
        for force in zone.forces
        if force.persons is not None
    ]
    return Table.of("forces", language, columns, rows)


def villages(found: Organisation, language: Language) -> Table:
    """The check-list 1+2+N, village by village (H26)."""
    zone_of = {code: _zone(zone, language) for zone in found.zones for code in zone.stations}
    lacking = {code for zone in found.zones for code in zone.coverage.lacking}
    columns: Columns = (
        "zone",
        "name",
        "beat",
        FIGURES["village_officers"],
        FIGURES["village_roles"],
        FIGURES["village_others"],
        "check",
    )
    rows: list[list[Value]] = []
    for village in found.county.bureau.villages:
        unknown = village.officers is None or village.roles is None
        check = "unknown" if unknown else "lacking" if village.code in lacking else "complete"
        rows.append(
            [
                zone_of[village.station],
                found.county.short_names[village.station],
                village.name,
                village.officers,
                village.roles,
                village.others,
                say(f"workbench.checklist.{check}", language),
            ]
        )
    return Table.of("villages", language, columns, rows)


def secondments(found: Organisation, language: Language) -> Table:
    """Officers of one station on a team at another (H31)."""
    names = found.county.short_names
    columns: Columns = ("zone", "from", "to", FIGURES["sent"], FIGURES["way"])
    rows: list[list[Value]] = [
        [_zone(zone, language), names[sent.station], names[sent.to], sent.officers, sent.minutes]
        for zone in found.zones
        for sent in zone.secondments
    ]
    return Table.of("secondments", language, columns, rows)


def sites_of(zone: ZoneWork) -> dict[str, Site]:
    """The sites of a zone by key."""
    return {"office": zone.office} | {key: team.site for key, team in zone.teams.items()}


def _site(found: Organisation, site: Site) -> str | None:
    return None if site.station is None else found.county.short_names[site.station] + _mark(site.chosen)


def _mark(chosen: bool) -> str:
    """An asterisk at what the planner chose."""
    return "*" if chosen else ""


def _worst(zone: ZoneWork, count: int) -> float | None:
    minutes = [arrival.minutes[count] for arrival in zone.arrivals]
    known = [value for value in minutes if value is not None]
    return max(known) if len(known) == len(minutes) else None


def _joined(parts: Sequence[str], language: Language) -> str:
    return say("workbench.list.separator", language).join(parts)


def _zone(zone: ZoneWork, language: Language) -> str:
    return zone_called(zone.name, language)
