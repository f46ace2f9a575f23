"""The fields of every kind of document, as the cases of ``tests.project.cases`` have them.

An object whose keys are data (codes of stations, keys of classes or of figures) has the one field ``*``.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from tests.project.cases import CASES, cases
from zoning.judge.figures import FIGURES
from zoning.result.documents import to_document

NAME = re.compile(r"[a-z][a-z_0-9]*")
DATA = frozenset(("classes", "measure_points", "measures", "rates", "shares", "stations", "targets", "teams", "weights"))
"""Objects by key: of classes, measures, stations, teams."""
TYPES = {"bool": "boolean", "int": "whole", "float": "number", "str": "text", "NoneType": "null"}
Objects = dict[str, dict[str, set[str]]]


@cache
def objects(schema: str) -> Objects:
    """The objects of a kind by their place, each with its fields and the types of these."""
    found: Objects = {}
    for case in cases(schema):
        _walk(to_document(case.result), "", found)
    return found


def names() -> list[str]:
    """Every name of a field that is no figure, in order."""
    told = {name for schema in CASES for fields in objects(schema).values() for name in fields}
    return sorted(told - {"*", *FIGURES})


def _walk(value: Any, at: str, found: Objects) -> None:
    if isinstance(value, list):
        for part in value:
            _walk(part, at if at.endswith("[]") else f"{at}[]", found)
    elif isinstance(value, dict):
        fields = found.setdefault(at, {})
        for key, part in value.items():
            name = "*" if _by_data(at, value) else key
            fields.setdefault(name, set()).update(_types(part))
            _walk(part, f"{at}.{name}" if at else name, found)


def _types(value: Any) -> Iterable[str]:
    """The types of a value; of a list those of its parts, each with ``[]``."""
    if isinstance(value, list):
        parts = {one for part in value for one in _types(part)} or {""}
        return {f"{part.removesuffix('[]')}[]" for part in parts}
    return {"object" if isinstance(value, dict) else TYPES[type(value).__name__]}


def _by_data(at: str, value: Mapping[str, Any]) -> bool:
    """Whether the keys of an object are data and no names of fields."""
    last = at.rpartition(".")[2]
    figures = [key for key in value if key in FIGURES]
    return bool(at) and (
        not all(map(NAME.fullmatch, value))
        or (last in DATA and all(not isinstance(part, dict | list) for part in value.values()))
        or last in {"figures", "points", "changes"}
        or len(figures) > max(3, 0.8 * len(value))
    )
