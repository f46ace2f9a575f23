"""The digest that ties a plan to the county it was made for: equal counties have equal digests on every machine."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from zoning.model.county import County, Floats
from zoning.model.errors import InputError, mistake

DIGITS = 6
"""Decimals of kilometres and minutes in the digest: a millimetre is the same on every machine, the last bit is not."""
COMPUTED_DIGITS = 3
"""Decimals of minutes that are computed, and not given, in the digest."""


def digest(county: County) -> str:
    """``sha256:…`` over everything that a plan depends on; row order, notices and the bureau do not reach it."""
    content: dict[str, Any] = {
        "code": county.code,
        "name": county.name,
        "stations": [station.model_dump() for station in county.stations],
        "classes": [c.model_dump() for c in county.classes],
        "counts": [[float(x) for x in row] for row in county.counts],
        "years": float(county.years),
        "borders": [[b.a, b.b, round(float(b.km), DIGITS), b.kind] for b in county.borders],
        "travel": [county.travel, float(county.speed_kmh), float(county.detour)],
    }
    digits = DIGITS if county.travel == "matrix" else COMPUTED_DIGITS
    rows = (
        _compact(_rounded(row, digits)) for row in county.minutes
    )  # one at a time: there may be millions of numbers
    written = {key: [_compact(value)] for key, value in content.items()} | {"minutes": _joined(rows)}
    hashed = hashlib.sha256()
    for k, key in enumerate(sorted(written)):
        hashed.update(f"{',' if k else '{'}{_compact(key)}:".encode())
        for text in written[key]:
            hashed.update(text.encode())
    hashed.update(b"}")
    return "sha256:" + hashed.hexdigest()


def identity(county: County, *, notice: bool = False) -> dict[str, Any]:
    """How a document names the county it was made for."""
    named = {"code": county.code, "name": county.name, "digest": digest(county)}
    return named | ({"notice": county.notice} if notice else {})


def refuse_other(document: Mapping[str, Any], county: County) -> None:
    """Raise :class:`InputError` where a document says that it was made for other data than the county's."""
    stated = document.get("county")
    value = stated.get("digest") if isinstance(stated, Mapping) else None
    if not isinstance(value, str):
        raise InputError([mistake("zoning.value.missing", column="county.digest")])
    if value != digest(county):
        raise InputError([mistake("zoning.documents.other_county", column="county.digest", value=value)])


_compact = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def _joined(rows: Iterable[str]) -> Iterator[str]:
    """The JSON array of these texts, in pieces."""
    for i, row in enumerate(rows):
        yield ("," if i else "[") + row
    yield "]"


def _rounded(row: Floats, digits: int) -> list[float]:
    """What ``round`` makes of each number; by arrays where that is the same for sure."""
    scaled = row * 10.0**digits
    whole = np.rint(scaled) / 10.0**digits
    doubtful = (np.abs(scaled - np.floor(scaled) - 0.5) < 1e-3) | (scaled > 1e9)
    for k in np.flatnonzero(doubtful):
        whole[k] = round(float(row[k]), digits)
    rounded: list[float] = whole.tolist()
    return rounded
