"""Plans and their revisions: a step is added on the head it was made on, or not at all.

A revision has a key of its request. A key that is there gives its revision again, so a step whose reply was lost is
not doubled. What it may get wrong: contents are taken as they come; whoever adds a step has judged it.
"""

from importlib import metadata
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from scenarios.store import rows
from scenarios.store.kept import name_of, record
from scenarios.store.records import Closed, Conflict, Missing, PlanRow, Revision, State, Step, StoreError
from scenarios.store.schema import blob, county, person, plan, revision
from zoning.model.errors import mistake

CLOSED = ("approved", "archived")
REASONED = ("policy",)
"""Operations that need a reason."""


def create(
    connection: Connection, of_county: str, name: str, step: Step, by: int, key: str, forked: tuple[int, int] | None
) -> tuple[PlanRow, Revision]:
    """A plan with its first revision; a key that made one gives it again."""
    there = connection.execute(
        select(revision.c.plan).where(revision.c.key == key, revision.c.number == 1)
    ).scalar()  # fmt: skip
    if there is not None:
        return one_plan(connection, there), one(connection, there, 1)
    if connection.execute(select(county.c.code).where(county.c.digest == of_county)).scalar() is None:
        raise Missing(mistake("scenarios.store.no_county", value=of_county))
    origin = None if forked is None else one(connection, *forked)
    from_plan, from_number = forked or (None, None)
    at = rows.now()
    values = {"county": of_county, "name": name, "state": "draft", "head": 1, "by": by, "at": at}
    made = connection.execute(
        insert(plan).values(**values, forked_plan=from_plan, forked_number=from_number).returning(plan.c.id)
    ).scalar_one()
    before = rows.root(of_county, name_of(connection, by), at, None if origin is None else origin.digest)
    _insert(connection, made, 1, step, by, key, before)
    return one_plan(connection, made), one(connection, made, 1)


def append(connection: Connection, to: int, base: int, step: Step, by: int, key: str) -> Revision:
    """The step as revision ``base + 1``, or the revision that its key made before.

    Raises
    ------
    Conflict
        When the head is not ``base``.
    Closed
        When the plan is approved or archived.
    Missing
        When there is no such plan.
    """
    if step.op in REASONED and not step.why.strip():
        raise StoreError(mistake("scenarios.store.no_reason", value=step.op))
    if (made := by_key(connection, to, key)) is not None:
        return made
    moved = connection.execute(
        update(plan).where(plan.c.id == to, plan.c.head == base, plan.c.state.not_in(CLOSED)).values(head=base + 1)
    )
    if moved.rowcount != 1:
        raise _refusal(connection, to)
    before = connection.execute(
        select(revision.c.digest).where(revision.c.plan == to, revision.c.number == base)
    ).scalar_one()  # fmt: skip
    _insert(connection, to, base + 1, step, by, key, before)
    return one(connection, to, base + 1)


def _refusal(connection: Connection, to: int) -> StoreError:
    """Why nothing could be added to a plan."""
    row = one_plan(connection, to)
    if row.state in CLOSED:
        return Closed(mistake(f"scenarios.store.{row.state}", value=row.name))
    last = one(connection, to, row.head)
    says = mistake("scenarios.store.conflict", value=row.name, head=row.head, by=last.by, at=last.at)
    return Conflict(says, row.head, last.by, last.at, last.what)


def _insert(connection: Connection, to: int, number: int, step: Step, by: int, key: str, before: str) -> None:
    row: dict[str, Any] = {
        "number": number,
        "content": rows.put_json(connection, step.content),
        "op": step.op,
        "what": rows.canonical(dict(step.what)),
        "why": step.why,
        "undo_to": step.undo_to,
        "redo_to": step.redo_to,
        "points": step.points,
        "broken": step.broken,
        "problem": step.problem,
        "judge": metadata.version("zoning"),
        "at": rows.now(),
        "key": key,
    }
    digest = rows.chained(before, row | {"by": name_of(connection, by)})
    connection.execute(insert(revision).values(plan=to, by=by, digest=digest, **row))


def one(connection: Connection, of: int, number: int | None = None) -> Revision:
    """A revision of a plan, the head where no number is given."""
    wanted = select(plan.c.head).where(plan.c.id == of).scalar_subquery() if number is None else number
    row = connection.execute(_revisions().where(revision.c.plan == of, revision.c.number == wanted)).one_or_none()
    if row is None:
        raise Missing(mistake("scenarios.store.no_revision", value=f"{of}@{number or ''}".rstrip("@")))
    return _revision(row)


def by_key(connection: Connection, of: int, key: str) -> Revision | None:
    """The revision that a request made, where it made one."""
    row = connection.execute(_revisions().where(revision.c.plan == of, revision.c.key == key)).one_or_none()
    return None if row is None else _revision(row)


def history(connection: Connection, of: int, before: int | None, limit: int) -> list[Revision]:
    """Revisions with smaller numbers than ``before``, the newest first."""
    asked = _revisions().where(revision.c.plan == of)
    if before is not None:
        asked = asked.where(revision.c.number < before)
    return [_revision(row) for row in connection.execute(asked.order_by(revision.c.number.desc()).limit(limit))]


def heads(connection: Connection, *, archived: bool) -> list[tuple[PlanRow, Revision]]:
    """Every plan with its head, the newest plan first."""
    asked = _revisions().join(plan, (plan.c.id == revision.c.plan) & (plan.c.head == revision.c.number))
    last = {row.plan: _revision(row) for row in connection.execute(asked)}
    return [(row, last[row.id]) for row in plans(connection, archived=archived)]


def _revisions() -> Select[Any]:
    """Revisions with the bytes of their contents and the names of who made them."""
    named = revision.join(blob, blob.c.sha256 == revision.c.content).join(person, person.c.id == revision.c.by)
    return select(revision, blob.c.bytes, person.c.name.label("who")).select_from(named)


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        plan=row.plan, number=row.number, content=rows.parsed(rows.unpacked(row.bytes)), op=row.op,
        what=rows.parsed(row.what), why=row.why, undo_to=row.undo_to, redo_to=row.redo_to, points=row.points,
        broken=row.broken, problem=row.problem, judge=row.judge, by=row.who, at=row.at, key=row.key, digest=row.digest,
    )  # fmt: skip


def plans(connection: Connection, *, archived: bool) -> list[PlanRow]:
    """The plans, the newest first; those that are archived where they are asked for."""
    asked = _plans() if archived else _plans().where(plan.c.state != "archived")
    return [_plan(row) for row in connection.execute(asked.order_by(plan.c.id.desc()))]


def one_plan(connection: Connection, number: int) -> PlanRow:
    """A plan by its number; :class:`Missing` where there is none."""
    row = connection.execute(_plans().where(plan.c.id == number)).one_or_none()
    if row is None:
        raise Missing(mistake("scenarios.store.no_plan", value=number))
    return _plan(row)


def _plans() -> Select[Any]:
    return select(plan, person.c.name.label("who")).join(person, person.c.id == plan.c.by)


def _plan(row: Row[Any]) -> PlanRow:
    forked = None if row.forked_plan is None else (row.forked_plan, row.forked_number)
    return PlanRow(row.id, row.county, row.name, row.state, row.head, forked, row.who, row.at)


def rename(connection: Connection, number: int, name: str, by: int) -> PlanRow:
    """Give a plan another name."""
    before = one_plan(connection, number)
    if before.name != name:
        connection.execute(update(plan).where(plan.c.id == number).values(name=name))
        record(connection, "rename", f"plan:{number}", {"before": before.name, "after": name}, by)
    return one_plan(connection, number)


def set_state(connection: Connection, number: int, state: State, by: int, why: str) -> PlanRow:
    """Send a plan to review, approve it, archive it, or open it again.

    Raises
    ------
    StoreError
        When a plan is approved without a reason.
    """
    before = one_plan(connection, number)
    if state == "approved" and not why.strip():
        raise StoreError(mistake("scenarios.store.no_reason", value=state))
    if before.state != state:
        connection.execute(update(plan).where(plan.c.id == number).values(state=state))
        kind = "approve" if state == "approved" else "state"
        detail = {"before": before.state, "after": state, "why": why, "number": before.head}
        record(connection, kind, f"plan:{number}", detail, by)
    return one_plan(connection, number)
