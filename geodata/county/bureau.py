"""The rows of the bureau's tables, from leaders to patrol units, as the records of :mod:`zoning.model.bureau`.

All are optional, and a county is zoned without them. A table that lacks a column its records need is carried along,
which a notice says; what stands in the rows of one that is read is checked like any other. What it may get wrong: a
speciality that is no incident class is kept as a word and fits no zone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from geodata.coordinates.angles import degrees
from geodata.coordinates.crs import System
from geodata.coordinates.seats import on_wgs84
from geodata.county.stations import Parser, read_row
from geodata.naming.codes import unknown_code
from geodata.tables.cells import (
    amount,
    boolean,
    code,
    hour,
    listed,
    people,
    square_km,
    unit_kind,
    video_level,
    village_kind,
    whole,
    words,
)
from geodata.tables.findings import Findings
from geodata.tables.settings import explain
from geodata.tables.table import Draft, Row, Table, Tables
from zoning.model.bureau import (
    KEYS,
    STATIONS,
    Branch,
    Bureau,
    Check,
    Experience,
    Forces,
    Leader,
    Place,
    Post,
    Unit,
    Video,
    Village,
)
from zoning.model.stations import IncidentClass
from zoning.texts import Message

PARSERS: Mapping[str, Parser] = {
    "code": code,
    "name": words,
    "post": words,
    "station": words,
    "base": words,
    "kind": words,
    "lon": degrees,
    "lat": degrees,
    "is_head": boolean,
    "is_room": boolean,
    "specialities": listed,
    "population": people,
    "area_km2": square_km,
    "incidents": amount,
    "start_hour": hour,
    "end_hour": hour,
    "weight": amount,
    "level": video_level,
    "hours": amount,
    "checklist": words,
    "item": words,
    "at": words,
    "done": boolean,
    **dict.fromkeys(("officers", "auxiliaries", "households", "roles", "others", "stations", "crew"), whole),
    **dict.fromkeys(("visited", "familiar", "collected", "settled", "asked", "satisfied", "cameras", "seats"), whole),
    **dict.fromkeys(("village_police", "guards", "militia"), whole),
}
"""What the cells of a field mean, whatever the table."""
KIND_PARSERS: Mapping[str, Parser] = {"villages": village_kind, "units": unit_kind}
RECORDS: Mapping[str, type[BaseModel]] = {
    "leaders": Leader,
    "branches": Branch,
    "places": Place,
    "villages": Village,
    "posts": Post,
    "units": Unit,
    "experience": Experience,
    "video": Video,
    "checks": Check,
    "forces": Forces,
}


@dataclass(frozen=True)
class Reading:
    """What the rows are read against: the stations' names by code, and the county's coordinate system."""

    names: Mapping[str, str]
    system: System | None
    found: Findings


def read_bureau(
    tables: Tables, officers: int | None, classes: Iterable[IncidentClass], reading: Reading
) -> Bureau | None:
    """The bureau behind the tables, ``None`` when a row is wrong; ``officers`` are those of the settings."""
    found, before = reading.found, reading.found.faults
    records: dict[str, Any] = {}
    for key, record in RECORDS.items():
        table = tables.tables.get(key)
        if table is None or not table.rows:
            continue
        lacking = [field for field, info in record.model_fields.items() if info.is_required() and not table.has(field)]
        if lacking:
            found.note("geodata.notice.table_unused", table=table.file, columns=lacking)
        else:
            records[key] = _records(key, record, table, reading, tables)
    if found.faults > before:
        return None
    bureau = Bureau(officers=officers, **records)
    _note_specialities(bureau, classes, found)
    return bureau


def _records(key: str, record: type[BaseModel], table: Table, reading: Reading, tables: Tables) -> list[BaseModel]:
    """The records of a table, those that are right."""
    fields = record.model_fields
    parsers = {field: PARSERS[field] for field in fields} | ({"kind": KIND_PARSERS[key]} if key in KIND_PARSERS else {})
    _check_once(key, table, reading.found)
    rows = [row for row in table.rows if row.whole]
    drafts = on_wgs84([read_row(row, table, parsers, reading.found) for row in rows], reading.system)
    if key in STATIONS:
        posts = tables.tables.get("posts") if key == "units" else None
        codes = {posts.cell(row, "code") for row in posts.rows} if posts is not None else set()
        for row in rows:
            if table.cell(row, STATIONS[key]) not in codes:
                _check_station(table, row, STATIONS[key], reading)
    made = (_record(record, draft, table, reading.found) for draft in drafts)
    return [one for one in made if one is not None]


def _check_once(key: str, table: Table, found: Findings) -> None:
    """What tells the rows apart stands there once, and there is one head of the bureau."""
    lines: dict[str, int] = {}
    field = KEYS.get(key, "")
    for row in table.rows:
        name = table.cell(row, field)
        if name and name in lines:
            says = Message("geodata.bureau.twice", {"line": lines[name]})
            found.wrong(says, table.file, row.line, table.label(field), name)
        lines.setdefault(name, row.line)
    heads = [row for row in table.rows if table.cell(row, "is_head") and boolean(table.cell(row, "is_head")) is True]
    for row in heads[1:]:
        says = Message("geodata.bureau.heads", {"line": heads[0].line})
        found.wrong(says, table.file, row.line, table.label("is_head"), table.cell(row, "is_head"))


def _check_station(table: Table, row: Row, field: str, reading: Reading) -> None:
    value = table.cell(row, field)
    if value and value not in reading.names:
        says = unknown_code(value, reading.names, reading.found)
        reading.found.wrong(says, table.file, row.line, table.label(field), value)


def _record(record: type[BaseModel], draft: Draft, table: Table, found: Findings) -> BaseModel | None:
    """The record of a row, or ``None`` with its mistakes."""
    try:
        made = record.model_validate(draft.values)
    except ValidationError as error:
        for detail in error.errors():
            field = str(detail["loc"][0])
            if field not in draft.wrong:
                value = table.cell(draft.row, field) or None
                found.wrong(explain(detail), table.file, draft.row.line, table.label(field), value)
        return None
    return None if draft.wrong else made


def _note_specialities(bureau: Bureau, classes: Iterable[IncidentClass], found: Findings) -> None:
    """Specialities that are no class of incidents, and so speak for no zone."""
    known = {word for entry in classes for word in (entry.key, entry.name)}
    held = [row.specialities for row in bureau.leaders] + [row.specialities for row in bureau.branches]
    named = [word for several in held for word in several]
    unknown = [word for word in dict.fromkeys(named) if word not in known]
    if unknown:
        found.note("geodata.notice.specialities", words=unknown, count=len(unknown))
