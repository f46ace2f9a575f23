"""Values as rows hold them: canonical JSON, compressed bytes, times, and the digest that chains revisions."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from scenarios.store.records import Missing, StoreRefused
from scenarios.store.schema import blob
from zoning.model.errors import mistake

LEVEL = 6
"""How hard zlib tries: beyond it bytes hardly shrink."""
JSON = "application/json"
CHAINED = (
    "number", "content", "op", "what", "why", "undo_to", "redo_to", "points", "broken", "problem", "judge", "by", "at",
    "key",
)  # fmt: skip
"""What the digest of a revision covers; ``by`` is the name of the person, for numbers are a store's own."""


def now() -> str:
    """The time as rows hold it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds_since(time: str) -> float:
    """Seconds since a time that a row holds; never less than 0, even where clocks differ."""
    return max((datetime.now(UTC) - datetime.fromisoformat(time)).total_seconds(), 0.0)


def local(time: str) -> str:
    """A time that a row holds, as people of this machine read it."""
    return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M")


def canonical(value: object) -> str:
    """JSON in its one form: keys in order, no spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def chained(before: str, row: Mapping[str, Any]) -> str:
    """The digest of a revision from that of the one before and its own row, where ``content`` is a sha256."""
    return hashlib.sha256((before + canonical([row[name] for name in CHAINED])).encode()).hexdigest()


def root(county: str, by: str, at: str, forked: str | None) -> str:
    """What the chain of a plan begins with: its county, who made it and when, and the digest it was forked from."""
    return hashlib.sha256(canonical([county, by, at, forked]).encode()).hexdigest()


def put(connection: Connection, content: bytes, media: str) -> str:
    """Keep bytes; gives their sha256, under which equal bytes are kept once."""
    sha256 = hashlib.sha256(content).hexdigest()
    if connection.execute(select(blob.c.size).where(blob.c.sha256 == sha256)).scalar() is None:
        values = {"sha256": sha256, "media": media, "size": len(content), "bytes": zlib.compress(content, LEVEL)}
        connection.execute(insert(blob).values(values))
    return sha256


def put_json(connection: Connection, value: object) -> str:
    """Keep a JSON value in its canonical form."""
    return put(connection, canonical(value).encode(), JSON)


def got(connection: Connection, sha256: str) -> bytes:
    """The bytes behind a sha256.

    Raises
    ------
    Missing
        When there are none.
    """
    packed = connection.execute(select(blob.c.bytes).where(blob.c.sha256 == sha256)).scalar()
    if packed is None:
        raise Missing(mistake("scenarios.store.no_file", value=sha256))
    return unpacked(packed)


def unpacked(packed: bytes) -> bytes:
    """Bytes as they were before they were compressed; :class:`StoreRefused` where they are damaged."""
    try:
        return zlib.decompress(packed)
    except zlib.error as error:
        raise StoreRefused(mistake("scenarios.store.damaged", reason=str(error))) from error


def parsed(content: str | bytes) -> Any:
    """The JSON value of a row or of bytes; :class:`StoreRefused` where it is damaged."""
    try:
        return json.loads(content)
    except ValueError as error:
        raise StoreRefused(mistake("scenarios.store.damaged", reason=str(error))) from error
