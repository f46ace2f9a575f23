"""Police rooms and workstations inside the stations of a county (G1-G9)."""

from typing import TYPE_CHECKING

from workbench.line.options import Staffing
from workbench.line.screen import Screen
from workbench.tables.sheets import Sheet
from zoning.judge.figures import FIGURES
from zoning.model.county import County
from zoning.model.policy import Policy

if TYPE_CHECKING:
    from systems.rooms.records import Room, Rooms


SIZE, OFF = FIGURES["beats"], FIGURES["off"]


HOURS, MEAN, FARTHEST = (
    FIGURES["workload"],
    FIGURES["mean_minutes"],
    FIGURES["farthest_minutes"],
)


OFFICERS, MANNED = FIGURES["officers"], FIGURES["manned"]


STATION = (
    FIGURES["rooms"],
    FIGURES["workstations"],
    OFF,
    OFFICERS,
    FIGURES["officers_needed"],
    FIGURES["unstaffed"],
    FIGURES["auxiliaries_short"],
    FIGURES["proportional"],
)


PART, WHOLE, SHARE = FIGURES["part"], FIGURES["whole"], FIGURES["share"]


def warnings(screen: Screen, county: County, found: "Rooms", policy: Policy) -> list[str]:
    """Where sizes cannot be kept, with the sizes there are (G1), and stations without villages."""
    said = []
    for one in found.stations:
        sizes = [len(room.serves) for room in one.rooms if room.off]
        if one.off:
            said.append(screen.say("workbench.beats.off", station=county.names[one.station], off=one.off, sizes=sizes,
                                   least=policy.zones.min_stations, most=policy.zones.max_stations))  # fmt: skip
    if found.without:
        names = [county.names[code] for code in found.without]
        said.append(screen.say("workbench.beats.without", count=len(names), stations=names))
    return said


def lines(screen: Screen, county: County, policy: Policy) -> list[str]:
    """The sizes, weights and assumptions behind the rooms, and the notice of the county."""
    weights = [f"{key} {share:.0%}" for key, share in policy.weights.shares().items() if share > 0]
    return [
        screen.say("workbench.beats.rule", least=policy.zones.min_stations, most=policy.zones.max_stations),
        screen.say("workbench.applied.weights", weights="  ".join(weights)),
        screen.say("workbench.beats.cells"),
        screen.say("workbench.beats.shares"),
        screen.say("workbench.beats.advice"),
        *([screen.say("workbench.applied.notice", notice=county.notice)] if county.notice else []),
    ]


def rooms(screen: Screen, county: County, rooms: "list[Room]") -> Sheet:
    """A row a room: whom it serves, how far, and its officers (G1, G9)."""
    names = {village.code: village.name for village in county.bureau.villages}
    separator = screen.say("workbench.list.separator")
    rows = [
        (
            county.names[room.station],
            names[room.village],
            screen.say(f"workbench.beats.{room.kind}"),
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
    return Sheet("rooms", ("name", "room", "kind", SIZE, HOURS, MEAN, FARTHEST, OFFICERS, MANNED, "workstations"), rows)


def stations(screen: Screen, county: County, found: "Rooms", staffing: Staffing) -> Sheet:
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
    norms = screen.say(
        "workbench.beats.norms",
        share=f"{staffing.room_share:.0%}",
        auxiliaries=staffing.room_auxiliaries,
        hours=f"{staffing.room_hours:g}",
        total=f"{sum(one.officers_needed for one in found.stations) * staffing.room_hours:,g}",
    )
    return Sheet("room_stations", ("name", *STATION), rows, norms)


def coverage(screen: Screen, found: "Rooms", staffing: Staffing) -> Sheet:
    """Shares with what they are shares of (G8)."""
    rows = [
        (screen.say(f"workbench.coverage.{kpi.key}", minutes=f"{staffing.minutes:g}"), kpi.count, kpi.of, kpi.share)
        for kpi in found.coverage
    ]
    return Sheet("coverage", ("coverage", PART, WHOLE, SHARE), rows, screen.say("workbench.coverage.note"))
