"""A store verified, believing none of it: the file, the bytes, the chain of every plan, its head, every proof.

What it may get wrong: names of plans and people, the progress of runs and events are covered by no digest, so only the
database itself says whether they are whole.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any

from sqlalchemy import Connection, Row, select, text

from scenarios.store import rows
from scenarios.store.connecting import Database
from scenarios.store.kept import one_answer, package
from scenarios.store.plans import heads
from scenarios.store.records import Content, Revision, StoredAnswer, StoreError, Verified
from scenarios.store.schema import answer, blob, county, person, plan, revision
from zoning.judge.score import score
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.digest import digest
from zoning.result.plan_file import plan_file
from zoning.texts import Message
from zoning.texts.numbers import number

Framing = Callable[[County, Content], Problem]
"""The problem that the content of a revision is judged by."""


@dataclass
class Findings:
    """What was looked at, and what differs."""

    checked: dict[str, int] = field(default_factory=dict)
    different: list[Mistake] = field(default_factory=list)
    unproved: list[Mistake] = field(default_factory=list)
    rejudged: list[Mistake] = field(default_factory=list)

    def differs(self, key: str, value: object, **values: object) -> None:
        self.different.append(Mistake(Message(f"scenarios.store.{key}", values), value=str(value)))

    def count(self, kind: str) -> None:
        self.checked[kind] = self.checked.get(kind, 0) + 1


def verify(database: Database, framing: Framing | None, stop: Callable[[], bool]) -> Verified:
    """Check everything that can be checked; heads are judged anew where ``framing`` is given.

    ``stop`` is asked before each proof; what was not checked by then is not counted.

    Raises
    ------
    StoreRefused
        When the file is so damaged that it cannot be read.
    """
    found = Findings()
    with database.read() as connection:
        _file(connection, found)
        _blobs(connection, found)
        _chains(connection, found)
        if found.different:  # what follows rests on it
            return _verified(database, found)
        known = dict(_counties(connection, found))
        last = heads(connection, archived=True)
        keys = connection.execute(select(answer.c.key).order_by(answer.c.at, answer.c.key)).scalars().all()
        answers = list(_answers(connection, keys, found))
    for row, head in last if framing else ():
        if row.county in known and framing is not None and not stop():
            _head(known[row.county], head, framing, found)
    for kept in answers:
        if kept.county not in known:  # a what-if's own county, which is not kept: its answer is proved where it is used
            found.count("answer_elsewhere")
        elif not stop():
            _answer(known[kept.county], kept, found, stop)
    return _verified(database, found)


def _verified(database: Database, found: Findings) -> Verified:
    lists = (tuple(part) for part in (found.different, found.unproved, found.rejudged))
    return Verified(database.shown, found.checked, *lists)


def quick(connection: Connection) -> str:
    """What is wrong with the structure of the file, in the words of the database; empty where nothing is."""
    told = [str(line) for line in connection.execute(text("PRAGMA quick_check(1)")).scalars()]
    return "" if told == ["ok"] else told[0]


def _file(connection: Connection, found: Findings) -> None:
    """The structure of the file, and rows that point at others."""
    told = [str(line) for line in connection.execute(text("PRAGMA integrity_check")).scalars()]
    for line in told if told != ["ok"] else ():
        found.differs("file_damaged", line)
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        found.differs("row_alone", f"{row[0]} {row[1]}", other=row[2])


def _blobs(connection: Connection, found: Findings) -> None:
    """Every piece of content against its sha256."""
    count = 0
    for row in connection.execute(select(blob.c.sha256, blob.c.size, blob.c.bytes)):
        count += 1
        try:
            content = zlib.decompress(row.bytes)
            whole = hashlib.sha256(content).hexdigest() == row.sha256 and len(content) == row.size
        except (zlib.error, TypeError):
            whole = False
        if not whole:
            found.differs("blob_changed", row.sha256)
    found.checked["blob"] = count


def _chains(connection: Connection, found: Findings) -> None:
    """Every plan from its first revision to its head."""
    people = {row.id: row.name for row in connection.execute(select(person.c.id, person.c.name))}
    digests: dict[tuple[int, int], str] = {}
    count = 0
    for one in connection.execute(select(plan).order_by(plan.c.id)):
        forked = None if one.forked_plan is None else digests.get((one.forked_plan, one.forked_number), "")
        before = rows.root(one.county, people.get(one.by, ""), one.at, forked)
        number = 0
        for row in connection.execute(select(revision).where(revision.c.plan == one.id).order_by(revision.c.number)):
            number, count = number + 1, count + 1
            place = f"{one.id}@{row.number}"
            if row.number != number:
                found.differs("chain_gap", place, number=number)
                number = row.number
            if row.digest != rows.chained(before, _row(row, people)):
                found.differs("chain_broken", place)
            before = digests[one.id, row.number] = row.digest
        if number != one.head:
            found.differs("head_wrong", one.id, head=one.head, number=number)
    found.checked |= {"plan": len({key[0] for key in digests}), "revision": count}


def _row(row: Row[Any], people: Mapping[int, str]) -> dict[str, Any]:
    """A revision as its digest covers it."""
    return {**row._mapping, "by": people.get(row.by, "")}


def _counties(connection: Connection, found: Findings) -> Iterator[tuple[str, County]]:
    """Every county read again from its package."""
    import geodata

    keys = connection.execute(select(county.c.digest)).scalars().all()
    for key in keys:
        try:
            made = geodata.read_county(package(connection, key), name="county.gpkg")
        except InputError as error:
            found.differs("county_unread", key, reason=str(error.mistakes[0]))
            continue
        if digest(made) != key:
            found.differs("county_changed", key)
        else:
            yield key, made
    found.checked["county"] = len(keys)


def _head(of: County, head: Revision, framing: Framing, found: Findings) -> None:
    """The points and broken rules of a head, judged anew; another version of the judge may say otherwise."""
    place = f"{head.plan}@{head.number}"
    try:
        problem = framing(of, head.content)
        judged = score(problem, plan_of(head.content))
    except InputError as error:
        found.differs("head_unjudged", place, reason=str(error.mistakes[0]))
        return
    found.count("head")
    broken = len(judged.violations)
    if (head.points, head.broken) == (judged.points, broken):
        return
    told = mistake(
        "scenarios.store.head_changed",
        value=place,
        stated=number(head.points),
        points=number(judged.points),
        before=head.broken,
        broken=broken,
        judge=head.judge,
    )
    same = head.judge == metadata.version("zoning")
    (found.different if same else found.rejudged).append(told)


def plan_of(content: Content) -> Plan:
    """The plan of a content: its slots that have stations."""
    return Plan.of(zone for zone in content["zones"] if zone)


def _answers(connection: Connection, keys: Sequence[str], found: Findings) -> Iterator[StoredAnswer]:
    """The answers that can be read."""
    for key in keys:
        try:
            kept = one_answer(connection, key)
        except StoreError as error:
            found.differs("answer_unread", key, reason=str(error.mistakes[0]))
            continue
        if kept is not None:
            yield kept


def _answer(of: County, kept: StoredAnswer, found: Findings, stop: Callable[[], bool]) -> None:
    """The claims of an answer, and its proof."""
    from solvers.proof.verify import verify as prove  # OR-Tools comes with it
    from solvers.stop import Stop

    try:
        claim = plan_file(kept.document, kept.key)
        again = prove(claim.problem(of), claim, stop=Stop(asked=stop))
    except InputError as error:
        found.differs("answer_unread", kept.key, reason=str(error.mistakes[0]))
        return
    found.count("answer")
    stated = claim.document
    if (kept.status, kept.points, kept.bound) != (stated.proof.status, stated.points, stated.proof.bound):
        found.differs("answer_changed", kept.key)
    for wrong in again.mistakes:
        found.differs("answer_false", kept.key, reason=wrong)
    if again.unproved:
        found.unproved.append(mistake("scenarios.store.answer_unproved", value=kept.key, reason=again.unproved[0]))
