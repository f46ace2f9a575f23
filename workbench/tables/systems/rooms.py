"""Police rooms and workstations inside the stations of a county, and beats on three levels (G1-G9, H28)."""

from typing import TYPE_CHECKING

from systems.rooms.levels import areas
from systems.rooms.monthly import monthly
from workbench.line.options import Staffing
from workbench.tables.plan.limits import applied_weights
from workbench.tables.table import Columns, Table, Value
from zoning.judge.figures import FIGURES, by_key
from zoning.model.county import County
from zoning.model.policy import Policy
from zoning.texts import Language, say

if TYPE_CHECKING:
    from systems.rooms.records import Room, Rooms


STATION = (
    FIGURES["rooms"],
    FIGURES["workstations"],
    FIGURES["off"],
    FIGURES["officers"],
    FIGURES["officers_needed"],
    FIGURES["unstaffed"],
    FIGURES["auxiliaries_short"],
    FIGURES["proportional"],
)


def warnings(county: County, found: "Rooms", policy: Policy, language: Language) -> list[str]:
    """Where sizes cannot be kept, with the sizes there are (G1), and stations without villages."""
    said, alike = [], dict[tuple[int, tuple[int, ...]], list[str]]()
    for one in found.stations:
        sizes = tuple(sorted(len(room.serves) for room in one.rooms if room.off))
        if one.off:
            alike.setdefault((one.off, sizes), []).append(county.short_names[one.station])
    for (off, sizes), names in alike.items():
        limits = {"least": policy.zones.min_stations, "most": policy.zones.max_stations}
        values = {"stations": names, "off": off, "sizes": list(sizes)}
        key = "off" if len(names) == 1 else "off_several"
        said.append(say(f"workbench.beats.{key}", language, **values, **limits))
    if found.without:
        names = [county.short_names[code] for code in found.without]
        said.append(say("workbench.beats.without", language, count=len(names), stations=names))
    villages = {village.code: village.name for village in county.bureau.villages}
    rooms = [room for one in found.stations for room in one.rooms]
    unworked = [villages[room.village] for room in rooms if not room.can_be_worked]
    if unworked:
        said.append(say("workbench.beats.unworked", language, count=len(unworked), of=len(rooms), rooms=unworked))
    alone = [villages[code] for area in areas(county, rooms) for code in area.uncovered]
    if alone:
        said.append(say("workbench.beats.uncovered", language, count=len(alone), villages=alone))
    return said


def lines(county: County, policy: Policy, language: Language) -> list[str]:
    """The sizes, weights and assumptions behind the rooms, and the notice of the county."""
    return [
        say("workbench.beats.rule", language, least=policy.zones.min_stations, most=policy.zones.max_stations),
        say(
            "workbench.applied.weights",
            language,
            weights=say("workbench.list.clause", language).join(applied_weights(policy, language)),
        ),
        say("workbench.beats.cells", language),
        say("workbench.beats.shares", language),
        say("workbench.beats.advice", language),
        *([say("workbench.applied.notice", language, notice=county.notice)] if county.notice else []),
    ]


def rooms(county: County, rooms: "list[Room]", language: Language) -> Table:
    """A row a room: whom it serves and how far; workstations are in villages alone (G1-G3)."""
    names = {village.code: village.name for village in county.bureau.villages}
    rows: list[list[Value]] = []
    for room in rooms:
        others = tuple(names[code] for code in room.serves if code != room.village and room.kind == "community")
        rows.append(
            [
                county.short_names[room.station],
                names[room.village],
                say(f"workbench.beats.{room.kind}", language),
                float(len(room.serves)),
                room.hours,
                room.minutes,
                room.farthest,
                tuple(names[code] for code in room.workstations),
                others,
            ]
        )
    figures = by_key("beats", "workload", "mean_minutes", "farthest_minutes")
    return Table.of("rooms", language, ("name", "room", "kind", *figures, "workstations", "communities_served"), rows)


def hours(county: County, rooms: "list[Room]", staffing: Staffing, language: Language) -> Table:
    """A row a room: its people, and whether the hours of a week can be worked (G4-G6, G9)."""
    names = {village.code: village.name for village in county.bureau.villages}
    rows: list[list[Value]] = [
        [
            county.short_names[room.station],
            names[room.village],
            float(room.officers),
            None if room.auxiliaries is None else float(room.auxiliaries),
            room.manned,
            room.workstation_hours,
            room.workstation_short,
            room.open_short,
        ]
        for room in rooms
    ]
    note = say(
        "workbench.beats.hours",
        language,
        room=f"{staffing.room_hours:g}",
        workstation=f"{staffing.workstation_hours:g}",
        open=f"{staffing.open_hours:g}",
        week=f"{staffing.week_hours:g}",
    )
    figures = by_key("officers", "auxiliaries", "manned", "workstation_hours", "workstation_short", "open_short")
    return Table.of("room_hours", language, ("name", "room", *figures), rows, note)


def month(county: County, rooms: "list[Room]", language: Language) -> Table:
    """A row a room: the figures of a month that the table of villages holds (G7)."""
    names = {village.code: village.name for village in county.bureau.villages}
    rows: list[list[Value]] = [
        [
            county.short_names[one.station],
            names[one.village],
            one.visited_share,
            one.familiar_share,
            one.cases,
            one.collected,
            one.settled,
            one.satisfied_share,
        ]
        for one in monthly(county, rooms)
    ]
    figures = by_key("visited_share", "familiar_share", "monthly_cases", "collected", "settled", "satisfied_share")
    note = say("workbench.beats.month", language)
    return Table.of("room_month", language, ("name", "room", *figures), rows, note)


def levels(county: County, rooms: "list[Room]", language: Language) -> Table:
    """A row an area: officers, auxiliaries' villages, points, and villages nobody covers (H28)."""
    names = {village.code: village.name for village in county.bureau.villages}
    rows: list[list[Value]] = [
        [
            county.short_names[area.station],
            names[area.village],
            float(area.officers),
            float(area.villages),
            float(area.auxiliaries),
            tuple(names[code] for code in area.without_auxiliary),
            area.points,
            tuple(names[code] for code in area.uncovered),
        ]
        for area in areas(county, rooms)
    ]
    figures = by_key("officers", "beats", "auxiliaries")
    columns: Columns = ("name", "area", *figures, "without_auxiliary", "points", "uncovered")
    return Table.of("levels", language, columns, rows, say("workbench.beats.levels", language))


def stations(county: County, found: "Rooms", staffing: Staffing, language: Language) -> Table:
    """A row a station: rooms, and what it has and lacks for them (G2, G4-G6, G9)."""
    rows = [
        (
            county.short_names[one.station],
            float(len(one.rooms)),
            float(len(one.workstations)),
            float(one.off),
            float(one.officers),
            float(one.officers_needed),
            float(one.unstaffed),
            None if one.auxiliaries_short is None else float(one.auxiliaries_short),
            float(one.proportional),
        )
        for one in found.stations
    ]
    norms = say(
        "workbench.beats.norms",
        language,
        share=f"{staffing.room_share:.0%}",
        auxiliaries=staffing.room_auxiliaries,
    )
    return Table.of("room_stations", language, ("name", *STATION), rows, norms)


def coverage(found: "Rooms", staffing: Staffing, language: Language) -> Table:
    """Shares with what they are shares of (G8)."""
    rows = [
        (say(f"workbench.coverage.{kpi.key}", language, minutes=f"{staffing.minutes:g}"), kpi.count, kpi.of, kpi.share)
        for kpi in found.coverage
    ]
    return Table.of(
        "coverage",
        language,
        ("coverage", *by_key("part", "whole", "share")),
        rows,
        say("workbench.coverage.note", language),
    )
