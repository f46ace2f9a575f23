"""A store written as plain files, and what can be saved of a damaged one.

``person.csv`` … ``event.csv`` hold the rows of a table each, with people by name; ``plans/3/history.csv`` the revisions
of plan 3 and ``plan.json`` its head; ``files`` the bytes behind them, named by their sha256. What it may get wrong: an
empty cell is nothing known where the table allows that, else an empty text; passwords are not written.
"""

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Table, select

from scenarios.store import rows
from scenarios.store.connecting import Database, translated
from scenarios.store.kept import PACKAGE
from scenarios.store.records import Content, Moved, StoreError, StoreFull
from scenarios.store.schema import answer, batch_item, blob, county, event, person, plan, revision, run
from scenarios.store.upkeep.checking import Framing, plan_of
from zoning.judge.score import score
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake, reason_of
from zoning.result.documents import rendered
from zoning.result.solution import Proof, Run, Solution
from zoning.texts.formulas import csv_text

Record = dict[str, Any]
Rows = Callable[[Table], Iterable[Mapping[str, Any]]]
"""The rows of a table, as far as they can be read."""
MOVED = (person, county, plan, revision, answer, run, batch_item, event)
"""The tables that are written as rows, each after those it points at."""
SECRET = {"scrypt", "bytes"}
SUFFIXES = {rows.JSON: ".json", PACKAGE: ".gpkg"}
"""Suffixes of files by what they hold; others are called ``.bin``."""
ABOUT, FILES, PLANS, HISTORY, HEAD = "store.json", "files", "plans", "history.csv", "plan.json"


def export(database: Database, folder: Path, framing: Framing | None) -> Moved:
    """Write a store as files into a folder that is new or empty, whole or not at all.

    Raises
    ------
    InputError
        When the folder holds something, or cannot be written.
    """
    with database.read() as connection:

        def of(table: Table) -> Iterator[Record]:
            return (dict(row._mapping) for row in connection.execute(select(table)))

        return _written(database.shown, folder, of, "export", framing, [])


def salvage(database: Database, folder: Path, framing: Framing | None) -> Moved:
    """Write what can still be read of a damaged store; ``lost`` says what cannot.

    Raises
    ------
    StoreRefused
        When nothing can be read.
    """
    lost: list[Mistake] = []
    with (
        translated(database.shown),
        closing(sqlite3.connect(f"{database.path.as_uri()}?mode=ro", uri=True)) as raw,
    ):
        raw.text_factory = lambda data: data.decode("utf-8", "replace")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return _written(database.shown, folder, lambda table: _readable(raw, table, lost), "salvage", framing, lost)


def _written(
    shown: str, folder: Path, of: Rows, work: Literal["export", "salvage"], framing: Framing | None, lost: list[Mistake]
) -> Moved:
    """The files of a store, in a stage that becomes the folder."""
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError([mistake("scenarios.store.occupied", table=str(folder))])
    stage = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".zoning-"))
        held = {table.name: [dict(row) for row in of(table)] for table in MOVED}
        counts = {name: len(part) for name, part in held.items()}
        counts["blob"] = _write_files(stage, of(blob), lost)
        _write_rows(stage, held)
        _write_heads(stage, held, framing, lost)
        moved = Moved(shown, work, str(folder), counts, tuple(lost))
        (stage / ABOUT).write_bytes(rendered(replace(moved, store=Path(shown).name, target=folder.name)))
        if folder.exists():
            folder.rmdir()
        stage.chmod(0o755)
        stage.rename(folder)
    except OSError as error:
        reason = reason_of(error)
        raise StoreFull(mistake("scenarios.store.unreached", table=str(folder), reason=reason)) from error
    finally:
        if stage is not None:
            shutil.rmtree(stage, ignore_errors=True)
    return moved


def _write_files(stage: Path, blobs: Iterable[Mapping[str, Any]], lost: list[Mistake]) -> int:
    """The bytes of the store, each a file; those that are not what their name says are lost."""
    (stage / FILES).mkdir()
    listed = []
    for row in blobs:
        try:
            content = zlib.decompress(row["bytes"])
        except (zlib.error, TypeError):
            content = b""
        if hashlib.sha256(content).hexdigest() != row["sha256"]:
            lost.append(mistake("scenarios.store.blob_changed", value=row["sha256"]))
            continue
        name = row["sha256"] + SUFFIXES.get(row["media"], ".bin")
        (stage / FILES / name).write_bytes(content)
        listed.append({"sha256": row["sha256"], "media": row["media"], "size": row["size"]})
    (stage / "blob.csv").write_bytes(_csv(columns_of(blob), listed))
    return len(listed)


def _write_rows(stage: Path, held: Mapping[str, list[Record]]) -> None:
    """The tables; the revisions a plan each."""
    people = {row["id"]: row["name"] for row in held["person"]}
    for table in MOVED:
        for row in held[table.name]:
            if "by" in row:
                row["by"] = people.get(row["by"], "")
        if table is not revision:
            (stage / f"{table.name}.csv").write_bytes(_csv(columns_of(table), held[table.name]))
    for one in held["plan"]:
        own = sorted((row for row in held["revision"] if row["plan"] == one["id"]), key=lambda row: row["number"])
        (stage / PLANS / str(one["id"])).mkdir(parents=True)
        (stage / PLANS / str(one["id"]) / HISTORY).write_bytes(_csv(columns_of(revision), own))


def _write_heads(stage: Path, held: Mapping[str, list[Record]], framing: Framing | None, lost: list[Mistake]) -> None:
    """The head of each plan as a plan file, judged anew."""
    import geodata

    packages = {row["digest"]: row["package"] for row in held["county"]}
    heads = {(row["plan"], row["number"]): row for row in held["revision"]}
    counties: dict[str, Any] = {}
    for one in held["plan"] if framing else ():
        head = heads.get((one["id"], one["head"]))
        try:
            if head is None:
                raise StoreError(mistake("scenarios.store.no_revision", value=f"{one['id']}@{one['head']}"))
            key = one["county"]
            if key not in counties:
                counties[key] = geodata.read_county(_file(stage, packages.get(key, ""), ".gpkg"), name="county.gpkg")
            content = json.loads(_file(stage, head["content"], ".json"))
            assert framing is not None
            made = as_solution(counties[key], content, framing)
            (stage / PLANS / str(one["id"]) / HEAD).write_bytes(rendered(made))
        except InputError as error:
            lost.append(mistake("scenarios.store.head_lost", value=one["id"], reason=error.mistakes[0]))


def as_solution(of: County, content: Content, framing: Framing) -> Solution:
    """The plan of a content, judged anew, with nothing proved of it."""
    problem, zones = framing(of, content), plan_of(content)
    return Solution(problem, Proof("feasible"), Run("edit", 0.0, 0), zones, score(problem, zones))


def _file(folder: Path, sha256: str, suffix: str) -> bytes:
    try:
        return (folder / FILES / f"{sha256}{suffix}").read_bytes()
    except OSError as error:
        raise StoreError(mistake("scenarios.store.no_file", value=sha256)) from error


def columns_of(table: Table) -> list[str]:
    """The columns of a table that are written."""
    return [column.name for column in table.columns if column.name not in SECRET]


def _csv(names: list[str], records: Iterable[Mapping[str, Any]]) -> bytes:
    return csv_text((names, *([row.get(name) for name in names] for row in records)), "\r\n").encode("utf-8-sig")


def _readable(raw: sqlite3.Connection, table: Table, lost: list[Mistake]) -> Iterator[Record]:
    """The rows of a table from both ends up to what is damaged, and those in between that can be read one by one."""
    if raw.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table.name]).fetchone() is None:
        return iter(())  # a store of before there was such a table
    names = [column.name for column in table.columns]
    listed = ", ".join(f'"{name}"' for name in names)
    asked = f'SELECT rowid, {listed} FROM "{table.name}"'
    found: dict[int, Record] = {}

    def take(condition: str, order: str) -> bool:
        """Whether all rows could be read."""
        try:
            for row in raw.execute(f"{asked} {condition} ORDER BY rowid {order}"):
                found[row[0]] = dict(zip(names, row[1:], strict=True))
        except sqlite3.DatabaseError:
            return False
        return True

    def between(low: int, high: int) -> int:
        """Read rows from ``low`` to ``high``; gives how many numbers of rows are lost."""
        if low > high or take(f"WHERE rowid BETWEEN {low} AND {high}", "ASC"):
            return 0
        if low == high:
            return 1
        middle = (low + high) // 2
        return between(low, middle) + between(middle + 1, high)

    if not take("", "ASC"):
        low = max(found, default=0)
        take(f"WHERE rowid > {low}", "DESC")
        high = min((number for number in found if number > low), default=low + 1)
        count = between(low + 1, high - 1)
        lost.append(mistake("scenarios.store.rows_lost", value=table.name, count=count, first=low + 1))
    return iter(list(found.values()))
