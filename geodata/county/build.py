"""Tables to a county: every check, all mistakes at once, and the notices a planner should hear.

The arrow of the floor ends here: whoever holds a :class:`Built` reads no file and cleans no value. What it may get
wrong is said in its notices.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import System, parse
from geodata.coordinates.placing import note_datum
from geodata.coordinates.seats import on_wgs84, seats_of, without_slips
from geodata.county.bureau import Reading, read_bureau
from geodata.county.incidents import as_written, class_columns, note_years, read_counts
from geodata.county.periods import read_periods
from geodata.county.stations import complete, names_of, note_stations, read_drafts
from geodata.county.tidying import tidied
from geodata.naming.codes import Names
from geodata.naming.named import with_codes
from geodata.privacy.screening import note_small, screened
from geodata.space.areas import Areas, as_bytes, in_belt, note_areas, read_areas
from geodata.space.makeshift import makeshift_areas
from geodata.space.neighbours import Origins, find_borders
from geodata.space.outline import outline, read_outline
from geodata.tables.cleaning import cleaned
from geodata.tables.columns import is_spread
from geodata.tables.findings import Findings, by_importance, nearest
from geodata.tables.kinds import KINDS
from geodata.tables.settings import AreaSettings, Settings, read_settings
from geodata.tables.table import Draft, Tables
from geodata.tables.totals import note_totals
from geodata.travel.minutes import find_minutes
from zoning.model.county import County, Floats
from zoning.model.equality import ByValue
from zoning.model.errors import InputError
from zoning.model.outline import Outline
from zoning.model.stations import Station
from zoning.texts import Message


@dataclass(frozen=True, eq=False)
class Built(ByValue):
    """A county, what a planner should know of how it came about, and the polygons for maps.

    ``areas`` holds a polygon in degrees (WGS 84) by station code, and is empty when none were given; ``origins`` says
    where each border came from.
    """

    county: County
    notices: tuple[Message, ...] = ()
    areas: Mapping[str, BaseGeometry] = field(default_factory=dict)
    origins: Origins = field(default_factory=Origins)


@dataclass(frozen=True)
class _Places:
    """Where the stations are, as far as that could be read: names by code, system of the county, areas, stations."""

    names: Names
    system: System | None
    areas: Areas | None
    stations: list[Station] | None


def build(tables: Tables) -> Built:
    """The county behind the tables.

    Raises
    ------
    InputError
        With every mistake of the tables, each with its table, row, column, value and remedy.
    """
    given, found = _prepared(tables)
    tables = tidied(given, found)
    settings = None
    if tables.settings is not None:
        settings = read_settings(tables.settings, tables.settings_file, found)
    _note_unknown(tables, settings, found)
    _note_totals(given, tables, settings, found)
    at = _places(tables, settings, found)
    tables = with_codes(tables, at.names, found)
    counts = _counts(tables, settings, at.names, found)
    if at.stations is not None and settings is not None:
        note_stations(at.stations, tables.tables["stations"], found)
    minutes = borders = shape = bureau = None
    if at.names:
        minutes = find_minutes(tables, settings, at.names, at.stations, at.system, found)
        polygons = None if at.areas is None or at.stations is None else _in_metres(at.areas, at.names, at.stations)
        borders = find_borders(tables, settings, at.names, at.stations, polygons, found)
        shape = _outline(tables, at.names, polygons, found)
    if at.names and settings is not None:
        bureau = read_bureau(tables, settings.bureau.officers, settings.classes, Reading(at.names, at.system, found))
    if found.mistakes:
        raise InputError(tables.placed(found.mistakes))
    stations = at.stations
    if bureau is not None and settings is not None:
        periods = read_periods(tables.tables["incidents"], at.names, settings.classes)
        bureau = bureau.model_copy(update={"periods": periods})
    if settings is None or stations is None or counts is None or minutes is None or borders is None or bureau is None:
        raise AssertionError("a part of the county is missing although nothing was found wrong")
    drawn = {} if at.areas is None else {code: at.areas.degrees[code] for code in sorted(at.names)}
    county = County(
        code=settings.code,
        name=settings.name,
        stations=tuple(stations),
        counts=counts,
        minutes=minutes,
        borders=tuple(borders.rows),
        classes=tuple(settings.classes),
        years=settings.years,
        travel=settings.travel.mode,
        speed_kmh=settings.travel.speed_kmh,
        detour=settings.travel.detour,
        notice=_notice(settings.notice, at.areas),
        borders_from=borders.source,
        outline=shape,
        bureau=bureau,
        areas=as_bytes(drawn),
    )
    return Built(county, _notices(county, at.areas, found), MappingProxyType(drawn), borders.origins)


def _notices(county: County, areas: Areas | None, found: Findings) -> tuple[Message, ...]:
    """What was found and what the finished county tells, the most important first."""
    note_small(county, found)
    if not county.counts.any():
        found.note("geodata.notice.no_incidents")
    if areas is not None:
        note_areas(areas, list(county.stations), found)
    return tuple(by_importance(found.notices))


def _prepared(tables: Tables) -> tuple[Tables, Findings]:
    """The tables without personal data, and what their reading found."""
    reported = frozenset((m.table, m.row, m.column) for m in tables.mistakes if m.row is not None)
    found = Findings(list(tables.mistakes), list(tables.notices), reported=reported)
    tables = screened(cleaned(tables, found), found)
    _check_present(tables, found)
    return tables, found


def _places(tables: Tables, settings: Settings | None, found: Findings) -> _Places:
    """The stations and their areas."""
    drafts: list[Draft] = []
    if "stations" in tables.tables:
        drafts = without_slips(read_drafts(tables.tables["stations"], found), tables.tables["stations"], found)
    names = names_of(drafts)
    system = _system(settings, tables.settings_file, found)
    drafts = on_wgs84(drafts, system)
    areas = stations = None
    if tables.areas is not None and names:
        asked = AreaSettings() if settings is None else settings.areas
        areas = read_areas(tables.areas, names, asked, system, seats_of(drafts), tables.settings_file, found)
        if tables.outline is not None:
            found.note("geodata.notice.outline_unused", file=tables.outline.file, areas=tables.areas.file)
    elif _need_cells(tables, drafts) and names:
        layer, seats = tables.outline, seats_of(drafts)
        areas = makeshift_areas(layer, names, settings, system, seats, tables.settings_file, found)
    if "stations" in tables.tables:
        usable = areas is not None or (tables.areas is None and not {"areas", "outline"} & tables.failed)
        usable = usable and not (areas is None and found.mistakes and _need_cells(tables, drafts))
        km2 = None if not usable else {} if areas is None else areas.km2
        stations = complete(drafts, km2, areas is not None and areas.makeshift, tables.tables["stations"], found)
    return _Places(names, system, areas, stations)


def _need_cells(tables: Tables, drafts: Sequence[Draft]) -> bool:
    """Whether cells have to stand in for polygons: there is an outline to cut them, or an area is blank."""
    if tables.areas is not None or {"areas", "outline"} & tables.failed:
        return False
    blank = any("area_km2" not in {*draft.values, *draft.wrong} for draft in drafts)
    return tables.outline is not None or blank


def _counts(tables: Tables, settings: Settings | None, names: Names, found: Findings) -> Floats | None:
    """(n, c) incidents of the whole period, by station in the order of ``names`` and by class."""
    if "incidents" not in tables.tables or not names:
        return None
    table = tables.tables["incidents"]
    counts = read_counts(table, names, settings.classes if settings is not None else as_written(table), found)
    if settings is not None:
        note_years(table, settings.years, found)
    return counts


def _check_present(tables: Tables, found: Findings) -> None:
    """Required tables that are not there, with the file that may have been meant."""
    required = [kind.key for kind in KINDS.values() if kind.required]
    for key in required:
        if key not in tables.tables and key not in tables.failed:
            called = tables.naming.format(key=key, name=KINDS[key].name)
            hint = nearest(called, tables.unread)
            found.wrong(Message("geodata.table.missing", {"hint": hint, "zh": KINDS[key].name}), called)
    if tables.settings is None and "county" not in tables.failed:
        found.wrong(Message("geodata.settings.missing"), tables.settings_file)


def _note_unknown(tables: Tables, settings: Settings | None, found: Findings) -> None:
    """Columns and files nothing here knows: kept, not used, and named."""
    for key, table in tables.tables.items():
        classes = class_columns(table, settings.classes if settings else ()) if key == "incidents" else {}
        unknown = [heading for heading in table.unknown() if heading not in classes]
        if unknown and not KINDS[key].free and not (key == "travel" and is_spread(KINDS[key], table.keys)):
            found.note("geodata.notice.unknown_columns", table=table.file, columns=unknown)
    if tables.unread:
        found.note("geodata.notice.unread", files=list(tables.unread))


def _note_totals(given: Tables, tables: Tables, settings: Settings | None, found: Findings) -> None:
    """Totals that are not the sums, of tables that have any; ``given`` still holds their rows."""
    for key, table in given.tables.items():
        classes = class_columns(table, settings.classes) if key == "incidents" and settings else {}
        if classes or len(table.rows) != len(tables.tables[key].rows):
            note_totals(key, table, classes, found)


def _system(settings: Settings | None, file: str, found: Findings) -> System | None:
    """The coordinate system of the county, or ``None`` with the mistake in ``found`` where it is not known."""
    if settings is None:
        return None
    system = parse(settings.crs)
    if isinstance(system, Message):
        found.wrong(system, file, None, "crs", str(settings.crs))
        return None
    note_datum(system, file, found)
    return system


def _in_metres(areas: Areas, names: dict[str, str], stations: list[Station]) -> list[BaseGeometry]:
    """The polygons in the order of ``names``, in metres."""
    return in_belt([areas.degrees[code] for code in names], np.array([station.lon for station in stations]))


def _notice(own: str, areas: Areas | None) -> str:
    """The sentence for every output, with a word on areas that are a makeshift."""
    if areas is None or not areas.makeshift:
        return own
    says = Message("geodata.notice.makeshift").text("zh")
    return own if says in own else "；".join(part for part in (own, says) if part)


def _outline(
    tables: Tables, names: dict[str, str], polygons: list[BaseGeometry] | None, found: Findings
) -> Outline | None:
    """What compactness needs, from the polygons, else from a table of outlines."""
    if polygons is not None:
        return outline(polygons)
    table = tables.tables.get("outlines")
    return None if table is None or tables.areas is not None else read_outline(table, names, found)
