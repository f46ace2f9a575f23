"""A list of calls and a county to counts, and the county with these as its incidents.

The county needs no incidents of its own: those that it has play no part. What it may get wrong: see the other files of
this room.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from geodata.calls.categories import Categories, read_categories
from geodata.calls.counting import Tally, Window
from geodata.calls.headings import shown
from geodata.calls.places import Places
from geodata.calls.result import CallCount, Sheets, counted
from geodata.calls.stream import Calls, open_calls
from geodata.coordinates.crs import System, parse
from geodata.county.build import Built, build
from geodata.density.grid import Gridded, grid_of
from geodata.space.ground import ground
from geodata.tables.kinds import KINDS
from geodata.tables.table import Row, Table, Tables
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, Slips, mistake
from zoning.model.stations import DEFAULT_CLASSES
from zoning.texts import Message

WGS84 = "EPSG:4326"
BEYOND = timedelta(days=366)
"""Days asked for that reach further beyond the calls are a mistake."""


@dataclass(frozen=True)
class Wanted:
    """How calls are counted.

    ``columns`` is the heading by role (:data:`geodata.calls.headings.ROLES`), ``kinds`` a bureau's table of words,
    ``by`` a period of :data:`geodata.calls.result.BY`, one of its ``SLOTS``, or ``all``, ``least`` the smallest count
    that may stand alone, ``rest`` the class of kinds that nobody knows, ``points`` the system of the calls' points
    (that of the county unless given), ``today`` the last day that a call can be of. Where it is ``gridded``, calls with
    points are counted on a grid, too.
    """

    today: date
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    kinds: Path | None = None
    by: str = "month"
    since: date | None = None
    until: date | None = None
    least: int = 0
    rest: str | None = None
    points: str | None = None
    gridded: bool = False


@dataclass(frozen=True)
class Opened:
    """A county and a list of calls that can be counted for it as is wanted."""

    wanted: Wanted
    built: Built
    system: System
    categories: Categories
    rest: int | None
    calls: Calls

    def count(self) -> tuple[CallCount, Sheets]:
        """The calls, counted, and the tables that hold the counts; once only, since a list is read once.

        Raises
        ------
        InputError
            When the list breaks off, or days that are asked for lie beyond it.
        """
        wanted, calls = self.wanted, self.calls
        window = Window(wanted.today, wanted.since, wanted.until)
        places, grid = Places.of(self.built, self.system), _grid(self.built, calls.headings, wanted)
        tally = Tally(places, self.categories, window, self.rest, grid)
        for chunk in calls.chunks:
            tally.add(chunk)
        if wrong := [*_beyond(tally, wanted)]:
            raise InputError(wrong)
        return counted(tally, calls, wanted.by, wanted.least)


def opened(tables: Tables, path: Path, wanted: Wanted) -> Opened:
    """The list in a file, ready to be counted for a county.

    Raises
    ------
    InputError
        With every mistake of the county, or else of the list and of what is wanted.
    """
    built, slips = build(_without_incidents(tables)), Slips()
    with slips:
        system = _system(tables, wanted)
    with slips:
        categories = read_categories(built.county.classes, wanted.kinds)
    with slips:
        rest = None if wanted.rest is None else _class(built.county, wanted.rest)
    with slips:
        _refuse_days(wanted)
    with slips:
        calls = open_calls(path, wanted.columns)
        if "station" not in calls.headings and not built.areas:
            headings = shown(list(calls.headings.values()))
            raise InputError([mistake("geodata.calls.no_areas", table=calls.file, headings=headings)])
    slips.refuse()
    return Opened(wanted, built, system, categories, rest, calls)


def count_calls(tables: Tables, path: Path, wanted: Wanted) -> tuple[CallCount, Sheets]:
    """The calls in a file, counted for a county, and the tables that hold the counts.

    Raises
    ------
    InputError
        With the mistakes of the county, of the list, or of what is wanted.
    """
    return opened(tables, path, wanted).count()


def _system(tables: Tables, wanted: Wanted) -> System:
    """The system of the calls' points; raises :class:`InputError` where it is none."""
    system = parse(wanted.points or str((tables.settings or {}).get("crs", WGS84)))
    if isinstance(system, Message):
        raise InputError([Mistake(system, "--points", value=wanted.points)])
    return system


def _refuse_days(wanted: Wanted) -> None:
    """Refuse days that end before they begin, and those to come, which no list can hold."""
    wrong = []
    if wanted.since and wanted.until and wanted.since > wanted.until:
        wrong.append(mistake("geodata.calls.backwards", table="--since", value=wanted.since))
    if wanted.until and wanted.until > wanted.today:
        wrong.append(mistake("geodata.calls.to_come", table="--until", value=wanted.until, today=wanted.today))
    if wrong:
        raise InputError(wrong)


def _beyond(tally: Tally, wanted: Wanted) -> Iterator[Mistake]:
    """Days asked for that lie so far beyond the calls that the years would be wrong."""
    if tally.days is None:
        return
    first, last = (date.fromisoformat(str(day)) for day in tally.days)
    if wanted.since and first - wanted.since > BEYOND:
        yield mistake("geodata.calls.beyond", table="--since", value=wanted.since, first=first, last=last)
    if wanted.until and last + BEYOND < wanted.until:
        yield mistake("geodata.calls.beyond", table="--until", value=wanted.until, first=first, last=last)


def _grid(built: Built, headings: Mapping[str, str], wanted: Wanted) -> Gridded | None:
    """A grid over the county, where it is wanted, there are areas and calls have points."""
    if not wanted.gridded or not built.areas or not {"lon", "lat"} <= headings.keys():
        return None
    county = built.county
    return Gridded(grid_of(ground(county, built.areas)), [one.key for one in county.classes])


def with_counts(tables: Tables, count: CallCount, sheets: Sheets) -> Tables:
    """The county with the counts as its incidents, and the years that they cover."""
    header, *rows = [tuple("" if cell is None else str(cell) for cell in row) for row in sheets.incidents]
    table = Table(
        tables.naming.format(key="incidents", name=KINDS["incidents"].name),
        header,
        header,
        tuple(Row(row, line) for line, row in enumerate(rows, 2)),
    )
    settings = {**(tables.settings or {}), "years": count.years}
    return replace(tables, tables={**tables.tables, "incidents": table}, settings=settings)


def _without_incidents(tables: Tables) -> Tables:
    """The county with no incident anywhere, so that it is whole without a table of them."""
    stations = tables.tables.get("stations")
    given = (tables.settings or {}).get("classes")
    keys = [one.get("key") for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    codes = [] if stations is None else [stations.cell(row, "code") for row in stations.rows]
    header = tuple(column.key for column in KINDS["incidents"].columns[:3])
    known = [str(key) for key in keys if key] or [one.key for one in DEFAULT_CLASSES]
    rows = tuple(Row((code, key, "0")) for code in codes if code for key in known)
    table = Table("incidents.csv", header, header, rows)
    return replace(tables, tables={**tables.tables, "incidents": table}, failed=tables.failed - {"incidents"})


def _class(county: County, word: str) -> int:
    """The class of this key or name."""
    for place, one in enumerate(county.classes):
        if word in (one.key, one.name):
            return place
    known = [f"{one.key} {one.name}" for one in county.classes]
    raise InputError([mistake("geodata.calls.no_such_class", table="--rest", value=word, known=known)])
