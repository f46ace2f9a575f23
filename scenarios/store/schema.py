"""The tables, as the code asks them. The migrations made them; a test holds both against each other.

Columns of JSON are text in one canonical form, for digests are taken of them. Bytes are compressed by zlib.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

HEAD = "0002"
"""The revision of the schema that this program works with."""
TABLES = MetaData()


def _key(name: str) -> Column[Any]:
    return Column(name, Text, primary_key=True)


def _number(name: str) -> Column[Any]:
    return Column(name, Integer, primary_key=True)


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False)


def _whole(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False)


def _to(name: str, place: str, *, must: bool = True) -> Column[Any]:
    return Column(name, ForeignKey(place), nullable=not must)


def _perhaps(name: str, kind: Any = Integer) -> Column[Any]:
    return Column(name, kind, nullable=True)


blob = Table(
    "blob",
    TABLES,
    _key("sha256"),
    _text("media"),
    Column("size", BigInteger, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)
person = Table(
    "person", TABLES, _number("id"), Column("name", Text, nullable=False, unique=True), _text("role"),
    _perhaps("scrypt", Text), _whole("disabled"), _text("at"),
)  # fmt: skip
county = Table(
    "county", TABLES, _key("digest"), _text("code"), _text("name"), _whole("stations"),
    _to("package", "blob.sha256"), _text("source"), _text("notices"), _to("by", "person.id"), _text("at"),
)  # fmt: skip
plan = Table(
    "plan", TABLES, _number("id"), _to("county", "county.digest"), _text("name"), _text("state"), _whole("head"),
    _perhaps("forked_plan"), _perhaps("forked_number"), _to("by", "person.id"), _text("at"),
)  # fmt: skip
revision = Table(
    "revision", TABLES, Column("plan", ForeignKey("plan.id"), primary_key=True), _number("number"),
    _to("content", "blob.sha256"), _text("op"), _text("what"), _text("why"), _perhaps("undo_to"), _perhaps("redo_to"),
    _perhaps("points", BigInteger), _whole("broken"), _text("problem"), _text("judge"),
    _to("by", "person.id"), _text("at"), _text("key"), _text("digest"),
    UniqueConstraint("plan", "key"), Index("revision_key", "key"),
)  # fmt: skip
answer = Table(
    "answer", TABLES, _key("key"), _text("county"), _text("status"), _perhaps("points", BigInteger),
    _perhaps("bound", BigInteger), Column("seconds", Float, nullable=False), _to("document", "blob.sha256"),
    _text("version"), _text("at"),
)  # fmt: skip
run = Table(
    "run", TABLES, _key("id"), _text("kind"), _to("plan", "plan.id", must=False), _perhaps("number"),
    _text("request"), _text("state"), _text("progress"), _text("host"), _text("beat"),
    _to("answer", "answer.key", must=False), _text("says"), _to("by", "person.id"), _text("at"),
    _perhaps("ended", Text), Index("run_plan", "plan"), Index("run_at", "at"),
)  # fmt: skip
batch_item = Table(
    "batch_item", TABLES, Column("run", ForeignKey("run.id"), primary_key=True), _key("item"), _text("source"),
    _to("answer", "answer.key", must=False), _text("state"), _text("says"), Index("batch_item_source", "source"),
    Index("batch_item_item", "item"),
)  # fmt: skip
event = Table(
    "event", TABLES, _number("id"), _text("at"), _to("by", "person.id", must=False), _text("kind"), _text("subject"),
    _text("detail"),
)  # fmt: skip
server = Table(
    "server", TABLES, _number("id"), _text("token"), _text("name"), _text("host"), _whole("process"), _text("since"),
    _text("beat"),
)  # fmt: skip
