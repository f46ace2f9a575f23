"""Runs: what is being worked on, how far it is, and what came of it; the counties of a batch, each with its answers.

A run that has ended is moved no more.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, insert, select, update

from scenarios.store import kept, rows
from scenarios.store.lock import here, is_gone
from scenarios.store.records import BatchItem, Missing, Run, RunState, StoredAnswer
from scenarios.store.schema import batch_item, person, run
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


def keep_item(connection: Connection, item: BatchItem, answers: Sequence[StoredAnswer]) -> None:
    """Keep a county of a batch with its answers; one that is there is what moves. The run is heard of by it."""
    for answer in answers:
        kept.keep(connection, answer)
    says = {"result": rows.put_json(connection, item.result), "answers": item.answers}
    first = next(iter(item.answers.values()), None)
    values = {"source": item.source, "answer": first, "state": item.state, "says": rows.canonical(says)}
    own = (batch_item.c.run == item.run, batch_item.c.item == item.item)
    if not connection.execute(update(batch_item).where(*own).values(values)).rowcount:
        connection.execute(insert(batch_item).values(run=item.run, item=item.item, **values))
    beat(connection, [item.run])


def by_source(connection: Connection, source: str) -> BatchItem | None:
    """The county that was kept last with all that it depends on as it is."""
    return _item(connection, batch_item.c.source == source)


def by_name(connection: Connection, item: str) -> BatchItem | None:
    """The county that was kept last under a name."""
    return _item(connection, batch_item.c.item == item)


def _item(connection: Connection, condition: ColumnElement[bool]) -> BatchItem | None:
    asked = select(batch_item).join(run, run.c.id == batch_item.c.run).where(condition)
    row = connection.execute(asked.order_by(run.c.at.desc(), run.c.id).limit(1)).one_or_none()
    if row is None:
        return None
    says = rows.parsed(row.says)
    result = rows.parsed(rows.got(connection, says["result"]))
    return BatchItem(row.run, row.item, row.source, row.state, result, says["answers"])


def _runs() -> Select[Any]:
    return select(run, person.c.name.label("who")).join(person, person.c.id == run.c.by)


def _run(row: Row[Any]) -> Run:
    return Run(
        id=row.id, kind=row.kind, plan=row.plan, number=row.number, request=rows.parsed(row.request), state=row.state,
        progress=rows.parsed(row.progress), host=row.host, beat=row.beat, answer=row.answer, says=rows.parsed(row.says),
        by=row.who, at=row.at, ended=row.ended,
    )  # fmt: skip
