"""People, counties, answers and events: what is added once and stays as it was."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select

from scenarios.store import rows
from scenarios.store.records import CountyRow, Event, Missing, Person, StoredAnswer
from scenarios.store.schema import answer, county, event, person
from zoning.model.county import County
from zoning.model.errors import mistake
from zoning.result.codec import encode
from zoning.result.digest import digest

PACKAGE = "application/geopackage+sqlite3"


def local_person(connection: Connection, name: str) -> Person:
    """The one user of this computer, added where it is new."""
    row = connection.execute(select(person).where(person.c.name == name)).one_or_none()
    if row is None:
        values = {"name": name, "role": "admin", "disabled": 0, "at": rows.now()}
        row = connection.execute(insert(person).values(values).returning(person)).one()
    return Person(row.id, row.name, row.role)


def name_of(connection: Connection, number: int) -> str:
    """The name of a person; :class:`Missing` where there is none."""
    name = connection.execute(select(person.c.name).where(person.c.id == number)).scalar()
    if name is None:
        raise Missing(mistake("scenarios.store.no_person", value=number))
    return str(name)


def add_county(
    connection: Connection, package: bytes, added: County, source: str, notices: Sequence[object], by: int
) -> CountyRow:
    """The county under its digest; one that is there stays as it was first added."""
    key = digest(added)
    if (there := _county_row(connection, key)) is not None:
        return there
    values = {
        "digest": key, "code": added.code, "name": added.name, "stations": len(added.stations),
        "package": rows.put(connection, package, PACKAGE), "source": re.split(r"[\\/]", source)[-1],
        "notices": rows.canonical([_spoken(notice) for notice in notices]), "by": by, "at": rows.now(),
    }  # fmt: skip
    connection.execute(insert(county).values(values))
    record(connection, "upload", f"county:{key}", {"source": values["source"]}, by)
    return one_county(connection, key)


def _spoken(notice: object) -> Any:
    """A notice as JSON, a sentence in both languages."""
    return encode(notice)


def one_county(connection: Connection, key: str) -> CountyRow:
    """A county by its digest; :class:`Missing` where there is none."""
    row = _county_row(connection, key)
    if row is None:
        raise Missing(mistake("scenarios.store.no_county", value=key))
    return row


def _county_row(connection: Connection, key: str) -> CountyRow | None:
    row = connection.execute(_counties().where(county.c.digest == key)).one_or_none()
    return None if row is None else _county(row)


def counties(connection: Connection) -> list[CountyRow]:
    """Every county, the one added last first."""
    return [_county(row) for row in connection.execute(_counties().order_by(county.c.at.desc(), county.c.digest))]


def _counties() -> Select[Any]:
    return select(county, person.c.name.label("who")).join(person, person.c.id == county.c.by)


def _county(row: Row[Any]) -> CountyRow:
    notices = rows.parsed(row.notices)
    return CountyRow(row.digest, row.code, row.name, row.stations, row.source, notices, row.who, row.at)


def package(connection: Connection, key: str) -> bytes:
    """The GeoPackage of a county."""
    sha256 = connection.execute(select(county.c.package).where(county.c.digest == key)).scalar()
    if sha256 is None:
        raise Missing(mistake("scenarios.store.no_county", value=key))
    return rows.got(connection, sha256)


def one_answer(connection: Connection, key: str) -> StoredAnswer | None:
    """The answer kept under a key."""
    row = connection.execute(select(answer).where(answer.c.key == key)).one_or_none()
    if row is None:
        return None
    document = rows.parsed(rows.got(connection, row.document))
    return StoredAnswer(
        row.key, row.county, row.status, row.points, row.bound, row.seconds, document, row.version, row.at
    )


def keep(connection: Connection, kept: StoredAnswer) -> StoredAnswer:
    """Keep an answer; the first under a key stays."""
    there = one_answer(connection, kept.key)
    if there is not None:
        return there
    values = {
        "key": kept.key, "county": kept.county, "status": kept.status, "points": kept.points, "bound": kept.bound,
        "seconds": kept.seconds, "document": rows.put_json(connection, kept.document), "version": kept.version,
        "at": kept.at or rows.now(),
    }  # fmt: skip
    connection.execute(insert(answer).values(values))
    made = one_answer(connection, kept.key)
    assert made is not None  # in the same transaction
    return made


def record(connection: Connection, kind: str, subject: str, detail: Mapping[str, Any], by: int | None) -> Event:
    """Write down that something happened."""
    values = {"at": rows.now(), "by": by, "kind": kind, "subject": subject, "detail": rows.canonical(dict(detail))}
    number = connection.execute(insert(event).values(values).returning(event.c.id)).scalar_one()
    return _event(connection.execute(_events().where(event.c.id == number)).one())


def events(connection: Connection, before: int | None, limit: int) -> list[Event]:
    """Events with smaller numbers than ``before``, the newest first."""
    asked = _events() if before is None else _events().where(event.c.id < before)
    return [_event(row) for row in connection.execute(asked.order_by(event.c.id.desc()).limit(limit))]


def _events() -> Select[Any]:
    return select(event, person.c.name.label("who")).join(person, person.c.id == event.c.by, isouter=True)


def _event(row: Row[Any]) -> Event:
    return Event(row.id, row.at, row.who or "", row.kind, row.subject, rows.parsed(row.detail))
