"""``zoning beats``: police rooms and workstations inside the stations of a county (G1-G9)."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from workbench.line.decisions import policy_of, station_of
from workbench.line.options import Staffing, Wishes
from workbench.line.saving import prepared
from workbench.line.screen import Screen
from workbench.line.sources import Source
from workbench.tables.figures import Figure
from workbench.tables.sheets import Answer, Sheet, give
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake
from zoning.model.policy import Policy
from zoning.result.digest import digest

if TYPE_CHECKING:
    from systems.rooms.records import Room, Rooms

SIZE, OFF = Figure("beats", "beats"), Figure("off", "beats")
HOURS, MEAN, FARTHEST = (
    Figure("workload", "hours"),
    Figure("mean_minutes", "minutes", 1),
    Figure("farthest_minutes", "minutes", 1),
)
OFFICERS, MANNED = Figure("officers", "officers"), Figure("manned", "hours_a_week")
STATION = (
    Figure("rooms"),
    Figure("workstations"),
    OFF,
    OFFICERS,
    Figure("officers_needed", "officers"),
    Figure("unstaffed"),
    Figure("auxiliaries_short", "officers"),
    Figure("proportional", "officers"),
)
PART, WHOLE, SHARE = Figure("part"), Figure("whole"), Figure("share", digits=1, share=True)


def beats_county(
    screen: Screen, source: Source, station: str | None, wishes: Wishes, staffing: Staffing, out: Path | None
) -> int:
    """The whole command."""
    from systems.rooms.records import Norms
    from systems.rooms.rooms import rooms_of

    built = source.read()
    county = built.county
    policy = policy_of(wishes)
    stations = None if station is None else (_named(county, station),)
    folder = None if out is None else prepared(out)
    with _told(screen) as tick:
        found = rooms_of(built, policy, Norms(**vars(staffing)), stations, tick)
    rooms = [room for one in found.stations for room in one.rooms]
    workstations = sum(len(one.workstations) for one in found.stations)
    title = screen.say(
        "workbench.beats.title", stations=len(found.stations), rooms=len(rooms), workstations=workstations
    )
    sheets = [
        _rooms(screen, county, rooms),
        _stations(screen, county, found, staffing),
        _coverage(screen, found, staffing),
    ]
    content: dict[str, Any] = {
        "county": {"code": county.code, "name": county.name, "digest": digest(county)},
        "sizes": [policy.zones.min_stations, policy.zones.max_stations],
        "norms": vars(staffing),
        **found.document(),
    }
    answer = Answer(
        "beats", content, title, sheets, _lines(screen, county, policy), _warnings(screen, county, found, policy)
    )
    return give(screen, answer, folder)


def _named(county: County, word: str) -> str:
    """The code of a station named by code or name; raises :class:`InputError` where there is none."""
    found: list[Mistake] = []
    code = station_of(county, word, "STATION", found)
    if found:
        raise InputError(found)
    return code


@contextlib.contextmanager
def _told(screen: Screen) -> Iterator[Callable[[int, int], None] | None]:
    """A line on how far it is, on a terminal only."""
    if not screen.err.is_terminal or screen.json:
        yield None
        return
    with screen.err.status(Text("")) as status:
        yield lambda done, of: status.update(Text(screen.say("workbench.beats.progress", done=done, of=of)))


def _warnings(screen: Screen, county: County, found: "Rooms", policy: Policy) -> list[str]:
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


def _lines(screen: Screen, county: County, policy: Policy) -> list[str]:
    weights = [f"{key} {share:.0%}" for key, share in policy.weights.shares().items() if share > 0]
    return [
        screen.say("workbench.beats.rule", least=policy.zones.min_stations, most=policy.zones.max_stations),
        screen.say("workbench.applied.weights", weights="  ".join(weights)),
        screen.say("workbench.beats.cells"),
        screen.say("workbench.beats.shares"),
        screen.say("workbench.beats.advice"),
        *([screen.say("workbench.applied.notice", notice=county.notice)] if county.notice else []),
    ]


def _rooms(screen: Screen, county: County, rooms: "list[Room]") -> Sheet:
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


def _stations(screen: Screen, county: County, found: "Rooms", staffing: Staffing) -> Sheet:
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


def _coverage(screen: Screen, found: "Rooms", staffing: Staffing) -> Sheet:
    """Shares with what they are shares of (G8)."""
    rows = [
        (screen.say(f"workbench.coverage.{kpi.key}", minutes=f"{staffing.minutes:g}"), kpi.count, kpi.of, kpi.share)
        for kpi in found.coverage
    ]
    return Sheet("coverage", ("coverage", PART, WHOLE, SHARE), rows, screen.say("workbench.coverage.note"))
