"""A store with the county of six stations and plans of it; contents are drawn, for the store judges none of them."""

from pathlib import Path
from typing import Any

from geodata.county.describe import tables_of
from geodata.county.export import packed
from scenarios.store import PlanRow, Revision, Step, Store
from scenarios.store.records import Content
from tests.zoning.drawn import county
from zoning.judge.score import score
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

COUNTY = county()
ZONES = [["A"], ["B", "C"], ["D", "E", "F"]]


def content(zones: list[list[str]] = ZONES, **others: Any) -> Content:
    """A content as the workbench writes it."""
    return {"zones": zones, "locks": {}, "policy": {}, "names": {}} | others


def framing(of: County, held: Content) -> Problem:
    """The problem of a content under the policy of these tests."""
    return Problem(of, read_policy("haidong").override(held["policy"]))


def step(zones: list[list[str]] = ZONES, op: str = "move", **others: Any) -> Step:
    """A step judged as the workbench judges it."""
    held = content(zones)
    judged = score(framing(COUNTY, held), Plan.of(zones))
    return Step(held, op, {"op": op}, points=judged.points, broken=len(judged.violations), **others)


def package() -> bytes:
    return packed(tables_of(COUNTY))


def with_county(store: Store, bytes_: bytes) -> tuple[str, int]:
    """The digest of the county, and the number of the user."""
    me = store.local().id
    return store.add_county(bytes_, COUNTY, "county.gpkg", [], me).digest, me


def planned(store: Store, bytes_: bytes, name: str = "甲", key: str = "first") -> tuple[PlanRow, Revision, int]:
    """A plan with its first revision."""
    digest, me = with_county(store, bytes_)
    row, first = store.create(digest, name, step(op="new"), me, key)
    return row, first, me


def other_zones(number: int) -> list[list[str]]:
    """Zones of two kinds that take turns."""
    return [["A"], ["B", "C", "D"], ["E", "F"]] if number % 2 else ZONES


def edited(store: Store, bytes_: bytes, edits: int = 5) -> int:
    """A plan with so many edits after its first revision; gives its number."""
    row, _, me = planned(store, bytes_)
    for number in range(1, edits + 1):
        store.append(row.id, number, step(other_zones(number), why=f"为什么 {number}"), me, f"key{number}")
    return row.id


def digests(store: Store, plan: int) -> list[str]:
    return [one.digest for one in store.history(plan, limit=10_000)]


def file_of(folder: Path) -> Path:
    return folder / "store.db"
