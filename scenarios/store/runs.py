"""Runs: what is being worked on, how far it is, and what came of it. A run that has ended is moved no more."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from scenarios.store import rows
from scenarios.store.lock import here, is_gone
from scenarios.store.records import Missing, Run, RunState
from scenarios.store.schema import person, run
from zoning.model.errors import mistake

ENDED = ("done", "failed", "stopped", "lost")


def begin(
    connection: Connection, kind: str, plan: int | None, number: int | None, request: Mapping[str, Any], by: int
) -> Run:
    """A run that waits for its turn."""
    key, time = uuid.uuid4().hex, rows.now()
    values = {
        "id": key, "kind": kind, "plan": plan, "number": number, "request": rows.canonical(dict(request)),
        "state": "queued", "progress": "{}", "host": here(), "beat": time, "says": "{}", "by": by, "at": time,
    }  # fmt: skip
    connection.execute(insert(run).values(values))
    return one(connection, key)


def move(
    connection: Connection,
    key: str,
    state: RunState | None,
    progress: Mapping[str, Any] | None,
    answer: str | None,
    says: Mapping[str, Any] | None,
) -> Run:
    """Change what moves of a run, and give it; one that has ended stays as it is."""
    time = rows.now()
    values: dict[str, Any] = {"beat": time}
    given = {"state": state, "answer": answer}
    values |= {name: value for name, value in given.items() if value is not None}
    spoken = {"progress": progress, "says": says}
    values |= {name: rows.canonical(dict(value)) for name, value in spoken.items() if value is not None}
    if state in ENDED:
        values["ended"] = time
    connection.execute(update(run).where(run.c.id == key, run.c.ended.is_(None)).values(values))
    return one(connection, key)


def beat(connection: Connection, keys: Sequence[str]) -> None:
    """Say that this process still works on these runs."""
    connection.execute(update(run).where(run.c.id.in_(keys), run.c.ended.is_(None)).values(beat=rows.now()))


def lose(connection: Connection) -> list[Run]:
    """The runs whose processes have ended without a word, which are lost from now on."""
    left = connection.execute(_runs().where(run.c.ended.is_(None))).all()
    gone = [row.id for row in left if is_gone(row.host, row.beat)]
    for key in gone:
        connection.execute(update(run).where(run.c.id == key).values(state="lost", ended=rows.now()))
    return [one(connection, key) for key in gone]


def one(connection: Connection, key: str) -> Run:
    """A run by its id; :class:`Missing` where there is none."""
    row = connection.execute(_runs().where(run.c.id == key)).one_or_none()
    if row is None:
        raise Missing(mistake("scenarios.store.no_run", value=key))
    return _run(row)


def newest(connection: Connection, plan: int | None, limit: int, *, unfinished: bool) -> list[Run]:
    """The runs of a plan, or all of them, the newest first; those that have not ended where these are asked for."""
    asked = _runs()
    if plan is not None:
        asked = asked.where(run.c.plan == plan)
    if unfinished:
        asked = asked.where(run.c.ended.is_(None))
    return [_run(row) for row in connection.execute(asked.order_by(run.c.at.desc(), run.c.id).limit(limit))]


def _runs() -> Select[Any]:
    return select(run, person.c.name.label("who")).join(person, person.c.id == run.c.by)


def _run(row: Row[Any]) -> Run:
    return Run(
        id=row.id, kind=row.kind, plan=row.plan, number=row.number, request=rows.parsed(row.request), state=row.state,
        progress=rows.parsed(row.progress), host=row.host, beat=row.beat, answer=row.answer, says=rows.parsed(row.says),
        by=row.who, at=row.at, ended=row.ended,
    )  # fmt: skip
