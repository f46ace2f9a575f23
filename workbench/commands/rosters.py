"""``zoning rosters``: duty rosters over a month, nights of linked stations, weekly rotas of rooms (N7, N8, G6, H30)."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.draw.rosters.grid import roster_files
from workbench.given.claims import standing_of
from workbench.given.roster.duty import Duty
from workbench.given.sources import Source
from workbench.line.progress import status
from workbench.line.saving import prepared
from workbench.line.screen import DONE, INFEASIBLE, NO_PROOF, Screen
from workbench.tables.answer import Answer, give
from workbench.tables.systems import rosters as view
from workbench.tables.systems import rosters_said as said
from zoning.model.errors import InputError, Slips, mistake

if TYPE_CHECKING:
    from geodata.county.build import Built
    from systems.rooms.records import Rooms
    from systems.rosters.report import Hours, RostersReport
    from zoning.model.county import County


def show_rosters(screen: Screen, source: Source, plan: Path | None, duty: Duty, out: Path | None) -> int:
    """Make the rosters of a county's stations, show and write them.

    The exit code is 4 where not everything that is asked can be manned, 5 where the time was too short to know; what
    can be manned is shown all the same.

    Raises
    ------
    InputError
        When the county, a station, the plan file or the table of hours is wrong, or ``out`` cannot be written.
    Misused
        When nothing but the form of a month, a shift or a number is wrong.
    """
    from solvers.stop import Stop
    from systems.rosters.report import rosters_report

    built = source.read()
    county = built.county
    slips = Slips()
    with slips:
        wanted = duty.wanted(county)
    with slips:
        stations = duty.stations(county)
    with slips:
        hours = _hours(duty.hours, county)
    with slips:
        standing = standing_of(screen, county, plan)
    with slips:
        folder = None if out is None else prepared(out)
    slips.refuse()
    with status(screen, "", partial(_running, screen)) as tick:
        rooms = _rooms(built, stations) if duty.weekly else None
        stop = None if duty.time_limit is None else Stop(seconds=duty.time_limit)
        found = rosters_report(county, standing, wanted, hours, stations=stations, rooms=rooms, tick=tick, stop=stop)
    language = screen.language
    answer = Answer(
        "rosters",
        found,
        view.title(found, language),
        view.shown(found, language),
        said.lines(found, language),
        said.warnings(found, language),
        view.sheets(found, language),
        _code(found),
    )
    return give(screen, answer, folder, partial(roster_files, found, language))


def _code(found: "RostersReport") -> int:
    """What the command ends with: whether everything can be manned, or that nobody knows."""
    if found.works:
        return DONE
    undecided = all(one.works or one.undecided for one in found.final) and not found.short_rooms
    return NO_PROOF if undecided else INFEASIBLE


def _hours(path: Path | None, county: "County") -> "Hours":
    """The calls of a table of hours; raises :class:`InputError`, also where no call in it has an hour."""
    from geodata.density.kept import read_kept
    from systems.rosters.report import Hours

    if path is None:
        return Hours()
    counts = read_kept(county, {"hours": path}).hours
    if counts is None or not counts.any():
        raise InputError([mistake("workbench.rosters.no_calls", table=path.name)])
    return Hours(counts, path.name)


def _rooms(built: "Built", stations: tuple[str, ...] | None) -> "Rooms":
    """The rooms of the stations, by the usual rules; raises :class:`InputError` where there are no villages."""
    from systems.rooms.rooms import rooms_of
    from zoning.model.policy import read_policy

    return rooms_of(built, read_policy("hengshan"), stations=stations)


def _running(screen: Screen, done: int, of: int) -> str:
    """What is said of the rosters made so far."""
    return screen.say("workbench.rosters.progress", done=done, of=of)
