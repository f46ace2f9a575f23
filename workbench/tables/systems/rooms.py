"""Police rooms and workstations inside the stations of a county (G1-G9)."""

from typing import TYPE_CHECKING

from workbench.line.options import Staffing
from workbench.tables.table import Table
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
    said = []
    for one in found.stations:
        sizes = [len(room.serves) for room in one.rooms if room.off]
        if one.off:
            limits = {"least": policy.zones.min_stations, "most": policy.zones.max_stations}
            values = {"station": county.names[one.station], "off": one.off, "sizes": sizes}
            said.append(say("workbench.beats.off", language, **values, **limits))
    if found.without:
        names = [county.names[code] for code in found.without]
        said.append(say("workbench.beats.without", language, count=len(names), stations=names))
    return said


def lines(county: County, policy: Policy, language: Language) -> list[str]:
    """The sizes, weights and assumptions behind the rooms, and the notice of the county."""
    weights = [f"{key} {share:.0%}" for key, share in policy.weights.shares().items() if share > 0]
    return [
        say("workbench.beats.rule", language, least=policy.zones.min_stations, most=policy.zones.max_stations),
        say("workbench.applied.weights", language, weights="  ".join(weights)),
        say("workbench.beats.cells", language),
        say("workbench.beats.shares", language),
        say("workbench.beats.advice", language),
        *([say("workbench.applied.notice", language, notice=county.notice)] if county.notice else []),
    ]


def rooms(county: County, rooms: "list[Room]", language: Language) -> Table:
    """A row a room: whom it serves, how far, and its officers (G1, G9)."""
    names = {village.code: village.name for village in county.bureau.villages}
    separator = say("workbench.list.separator", language)
    rows = [
        (
            county.names[room.station],
            names[room.village],
            say(f"workbench.beats.{room.kind}", language),
            float(len(room.serves)),
            room.hours,
            room.minutes,
            room.farthest,
            float(room.officers),
            room.manned,
            separator.join(names[code] for code in room.serves if code != room.village),
        )
        for room in rooms
    ]
    return Table.of(
        "rooms",
        language,
        (
            "name",
            "room",
            "kind",
            *by_key("beats", "workload", "mean_minutes", "farthest_minutes", "officers", "manned"),
            "workstations",
        ),
        rows,
    )


def stations(county: County, found: "Rooms", staffing: Staffing, language: Language) -> Table:
    """A row a station: rooms, and what it has and lacks for them (G2, G4-G6, G9)."""
    rows = [
        (
            county.names[one.station],
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
        hours=f"{staffing.room_hours:g}",
        total=f"{sum(one.officers_needed for one in found.stations) * staffing.room_hours:,g}",
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
