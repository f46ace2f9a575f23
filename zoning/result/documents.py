"""Every result as one JSON object: a table of kinds, and what writes each.

A row names its record class as ``package.module:Class`` and never imports it, so the ground floor knows the results of
the floors above without reaching for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A kind of document: its schema id, its record class, and the function that makes the object, by name."""

    schema: str
    record: str
    written: str


KINDS = (Kind("zoning.plan/1", "zoning.result.solution:Solution", "zoning.result.plan_document:written"),)
"""One row a result."""
_BY_RECORD: Mapping[str, Kind] = {kind.record: kind for kind in KINDS}


def to_document(result: object) -> dict[str, Any]:
    """The JSON object of a result.

    Raises
    ------
    TypeError
        When it is none of the records of :data:`KINDS`.
    """
    kind = _BY_RECORD.get(f"{type(result).__module__}:{type(result).__qualname__}")
    if kind is None:
        raise TypeError(f"no kind of document holds a {type(result).__name__}")
    content: dict[str, Any] = _named(kind.written)(result)
    return content


def _named(place: str) -> Any:
    """What ``package.module:name`` stands for."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
