"""A store read from the files of an export, into one that may hold plans already; nothing of them is believed.

Bytes are hashed, the chain of every plan is computed anew. A plan that is there, known by the digest of its first
revision, gets what it lacks; numbers of plans and people may change, digests do not. What is wrong refuses the whole
import, unless the files were saved from a damaged store: then each plan ends with its last revision that is whole.
"""

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Float, Integer, Table, insert, select, update

from scenarios.store import rows
from scenarios.store.connecting import Database
from scenarios.store.kept import local_person, record
from scenarios.store.lock import refuse_taken
from scenarios.store.records import Moved
from scenarios.store.runs import ENDED
from scenarios.store.schema import answer, batch_item, blob, county, event, person, plan, revision, run
from scenarios.store.upkeep.exporting import ABOUT, FILES, HISTORY, PLANS, Record, columns_of
from zoning.model.errors import InputError, Mistake, mistake, reason_of
from zoning.model.reading import content_of
from zoning.result.documents import load
from zoning.texts import Message
from zoning.texts.formulas import bare

MOST_BYTES = 10_000_000_000
"""Of one table; a larger file is none of ours."""


def read_rows(path: Path, table: Table) -> list[Record]:
    """The rows of a file as values of the table's columns.

    Raises
    ------
    InputError
        With every mistake of the file: it is not there, lacks a column, or holds what is no number.
    """
    try:
        content = content_of(path, MOST_BYTES).decode("utf-8-sig")
        records = list(csv.DictReader(io.StringIO(content, newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        says = Message(
            "zoning.files.json_letters" if isinstance(error, UnicodeDecodeError) else "geodata.table.broken_row"
        )
        reason = reason_of(error) if isinstance(error, OSError) else says
        raise InputError([mistake("scenarios.store.unreadable", table=str(path), reason=reason)]) from error
    names = columns_of(table)
    wanted = [column for column in table.columns if column.name in names]
    made, found = [], []
    for line, row in enumerate(records, start=2):
        values: Record = {}
        for column in wanted:
            cell = row.get(column.name)
            cell = cell if cell is None else bare(cell)
            kind = float if isinstance(column.type, Float) else int if isinstance(column.type, Integer) else str
            kind = str if column.name == "by" else kind
            try:
                values[column.name] = None if not cell and column.nullable else kind(cell)  # type: ignore[arg-type]
            except (ValueError, TypeError):
                found.append(
                    mistake("scenarios.store.bad_cell", table=str(path), row=line, column=column.name, value=cell)
                )
        made.append(values)
    if found:
        raise InputError(found)
    return made


@dataclass
class Import:
    """An import under way: its folder, numbers here by those of the files, what is wrong, and rows added by table."""

    folder: Path
    salvaged: bool
    people: dict[str, int] = field(default_factory=dict)
    plans: dict[int, int] = field(default_factory=dict)
    lost: list[Mistake] = field(default_factory=list)
    added: dict[str, int] = field(default_factory=dict)

    def read(self, table: Table) -> list[Record]:
        return read_rows(self.folder / f"{table.name}.csv", table)

    def add(self, connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
        connection.execute(insert(table).values(dict(row)))
        self.added[table.name] = self.added.get(table.name, 0) + 1


def import_(database: Database, folder: Path, by: str) -> Moved:
    """Add what the files hold to a store, in one transaction.

    Raises
    ------
    InputError
        With everything that is wrong with the files; nothing is added then.
    StoreTaken
        When a server works on the store.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError([mistake("zoning.files.not_a_folder", table=str(folder))])
    about: Moved = load(folder / ABOUT)
    work = Import(folder, about.work == "salvage")
    with database.write() as connection:
        refuse_taken(connection, database.shown)
        for step in (_people, _files, _counties, _plans, _answers, _runs, _items, _events):
            step(connection, work)
        if work.lost and not work.salvaged:
            raise InputError(work.lost)
        user = local_person(connection, by)
        record(connection, "maintenance", "import", {"folder": folder.name, "rows": work.added}, user.id)
    return Moved(database.shown, "import", str(folder), work.added, tuple(work.lost))


def _people(connection: Connection, work: Import) -> None:
    work.people = {row.name: row.id for row in connection.execute(select(person.c.id, person.c.name))}
    for row in work.read(person):
        if row["name"] not in work.people:
            del row["id"]
            work.add(connection, person, row)
            found = connection.execute(select(person.c.id).where(person.c.name == row["name"]))
            work.people[row["name"]] = found.scalar_one()


def _files(connection: Connection, work: Import) -> None:
    """The bytes, each under the sha256 that they have."""
    there = {path.stem: path for path in sorted((work.folder / FILES).glob("*")) if path.is_file()}
    for row in work.read(blob):
        path = there.get(row["sha256"])
        content = b"" if path is None else path.read_bytes()
        if path is None or hashlib.sha256(content).hexdigest() != row["sha256"]:
            work.lost.append(mistake("scenarios.store.blob_changed", value=row["sha256"]))
            continue
        if not _there(connection, blob, row["sha256"]):
            rows.put(connection, content, row["media"])
            work.added["blob"] = work.added.get("blob", 0) + 1


def _there(connection: Connection, table: Table, key: object) -> bool:
    """Whether a table has a row of this primary key."""
    (column,) = table.primary_key.columns
    return connection.execute(select(column).where(column == key)).first() is not None


def _whole(connection: Connection, work: Import, row: Record, needs: Mapping[str, Table]) -> bool:
    """Whether all is there that a row points at; else it is lost."""
    missing = [
        name for name, table in needs.items() if row[name] is not None and not _there(connection, table, row[name])
    ]
    if "by" in row and row["by"] is not None and row["by"] not in work.people:
        missing.append("by")
    work.lost += [
        mistake("scenarios.store.row_alone", value=str(next(iter(row.values()))), other=row[name]) for name in missing
    ]
    return not missing


def _counties(connection: Connection, work: Import) -> None:
    for row in work.read(county):
        if not _there(connection, county, row["digest"]) and _whole(connection, work, row, {"package": blob}):
            work.add(connection, county, row | {"by": work.people[row["by"]]})


def _plans(connection: Connection, work: Import) -> None:
    """The plans, each up to its last revision that is whole; those copied from another come after it."""
    digests: dict[tuple[int, int], str] = {}
    for row in sorted(work.read(plan), key=lambda row: row["id"]):
        path = work.folder / PLANS / str(row["id"]) / HISTORY
        history = _chained(connection, work, row, read_rows(path, revision), digests)
        if history and _whole(connection, work, row, {"county": county}):
            _plan(connection, work, row, history)
            digests |= {(row["id"], one["number"]): one["digest"] for one in history}


def _chained(
    connection: Connection, work: Import, row: Record, history: list[Record], digests: Mapping[tuple[int, int], str]
) -> list[Record]:
    """The revisions of a plan from the first one on whose digests are right and whose contents are there."""
    forked = None if row["forked_plan"] is None else digests.get((row["forked_plan"], row["forked_number"]), "")
    before = rows.root(row["county"], row["by"] or "", row["at"], forked)
    whole: list[Record] = []
    for number, one in enumerate(history, start=1):
        right = one["number"] == number and one["digest"] == rows.chained(before, one)
        if not (right and one["by"] in work.people and _there(connection, blob, one["content"])):
            break
        whole.append(one)
        before = one["digest"]
    if len(whole) < max(row["head"], len(history)):
        work.lost.append(mistake("scenarios.store.plan_cut", value=row["id"], number=len(whole), head=row["head"]))
    return whole


def _plan(connection: Connection, work: Import, row: Record, history: list[Record]) -> None:
    """A plan that is new, or what one that is there lacks."""
    first = (revision.c.number == 1) & (revision.c.digest == history[0]["digest"])
    number = connection.execute(select(revision.c.plan).where(first)).scalar()
    if number is None:
        values = {key: value for key, value in row.items() if key != "id"}
        values |= {"by": work.people[row["by"]], "head": len(history)}
        values["forked_plan"] = work.plans.get(row["forked_plan"])
        made = connection.execute(insert(plan).values(values).returning(plan.c.id)).scalar_one()
        work.added["plan"] = work.added.get("plan", 0) + 1
        number, head = made, 0
    else:
        head = connection.execute(select(plan.c.head).where(plan.c.id == number)).scalar_one()
        shared = min(head, len(history))
        last = (revision.c.plan == number) & (revision.c.number == shared)
        if connection.execute(select(revision.c.digest).where(last)).scalar() != history[shared - 1]["digest"]:
            work.lost.append(mistake("scenarios.store.plan_diverged", value=row["id"], name=row["name"], other=number))
            return
    work.plans[row["id"]] = number
    for one in history[head:]:
        if head:
            connection.execute(update(plan).where(plan.c.id == number).values(head=one["number"]))
        work.add(connection, revision, one | {"plan": number, "by": work.people[one["by"]]})


def _answers(connection: Connection, work: Import) -> None:
    for row in work.read(answer):
        if not _there(connection, answer, row["key"]) and _whole(connection, work, row, {"document": blob}):
            work.add(connection, answer, row)


def _runs(connection: Connection, work: Import) -> None:
    """The runs; one that had not ended is lost, for nobody works on it here."""
    for row in work.read(run):
        if row["plan"] is not None and row["plan"] not in work.plans:
            row["plan"] = row["number"] = None
        if not _there(connection, run, row["id"]) and _whole(connection, work, row, {"answer": answer}):
            if row["state"] not in ENDED:
                row |= {"state": "lost", "ended": rows.now()}
            work.add(connection, run, row | {"by": work.people[row["by"]], "plan": work.plans.get(row["plan"])})


def _items(connection: Connection, work: Import) -> None:
    """The counties of batches; files of before there was such a table hold none."""
    for row in work.read(batch_item) if (work.folder / f"{batch_item.name}.csv").exists() else ():
        own = select(batch_item.c.item).where(batch_item.c.run == row["run"], batch_item.c.item == row["item"])
        if connection.execute(own).first() is None and _whole(connection, work, row, {"run": run, "answer": answer}):
            work.add(connection, batch_item, row)


def _events(connection: Connection, work: Import) -> None:
    """The events that are not there, under new numbers; those of a plan name it by its number here."""
    for row in work.read(event):
        named = re.fullmatch(r"plan:(\d+)", row["subject"])
        if named and int(named[1]) in work.plans:
            row["subject"] = f"plan:{work.plans[int(named[1])]}"
        same = [event.c[name] == row[name] for name in ("at", "kind", "subject", "detail")]
        if connection.execute(select(event.c.id).where(*same)).first() is None and _whole(connection, work, row, {}):
            del row["id"]
            work.add(connection, event, row | {"by": work.people.get(row["by"])})
