"""``zoning beats``: police rooms and workstations inside the stations of a county (G1-G9)."""

import functools
from pathlib import Path

from workbench.draw.services import service_files
from workbench.given.decisions import policy_of, station_of
from workbench.given.sources import Source
from workbench.line.options import Staffing, Wishes
from workbench.line.progress import status
from workbench.line.saving import prepared
from workbench.line.screen import Screen
from workbench.tables.answer import Answer, give
from workbench.tables.systems import rooms as view
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake


def beats_county(
    screen: Screen, source: Source, station: str | None, wishes: Wishes, staffing: Staffing, out: Path | None
) -> int:
    """Group the villages of every station, or of one, round police rooms; write and show the rooms.

    Raises
    ------
    InputError
        When the county, the policy or the station named is wrong, or ``out`` cannot be written.
    """
    from systems.rooms.records import Norms
    from systems.rooms.rooms import rooms_of

    built = source.read()
    county = built.county
    policy = policy_of(wishes)
    stations = None if station is None else (_named(county, station),)
    folder = None if out is None else prepared(out)
    with status(screen, "", functools.partial(_running, screen)) as tick:
        found = rooms_of(built, policy, Norms(**vars(staffing)), stations, tick)
    rooms = [room for one in found.stations for room in one.rooms]
    workstations = sum(len(one.workstations) for one in found.stations)
    title = screen.say(
        "workbench.beats.title", stations=len(found.stations), rooms=len(rooms), workstations=workstations
    )
    tables = [
        view.rooms(county, rooms, screen.language),
        view.hours(county, rooms, staffing, screen.language),
        view.stations(county, found, staffing, screen.language),
        view.levels(county, rooms, screen.language),
        view.month(county, rooms, screen.language),
        view.coverage(found, staffing, screen.language),
    ]
    answer = Answer(
        "beats",
        found,
        title,
        tables,
        view.lines(county, policy, screen.language),
        view.warnings(county, found, policy, screen.language),
    )
    drawn = functools.partial(service_files, "beats", found, built, screen.language)
    return give(screen, answer, folder, drawn)


def _named(county: County, word: str) -> str:
    """The code of a station named by code or name; raises :class:`InputError` where there is none."""
    found: list[Mistake] = []
    code = station_of(county, word, "STATION", found)
    if found:
        raise InputError(found)
    return code


def _running(screen: Screen, done: int, of: int) -> str:
    """What is said of the stations done so far."""
    return screen.say("workbench.beats.progress", done=done, of=of)
