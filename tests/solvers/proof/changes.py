"""Single changes of a plan file: one for every kind of field that stands in it, and those that a forger would think of.

A field is a path whose positions and station codes are left out (``zones.*.figures.gini``), so a new field is altered
without being named here. What is no claim stands in :data:`UNCLAIMED`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.solvers.proof.files import Content

Path = tuple[str | int, ...]
UNCLAIMED = re.compile(
    r"solver\b.*|overrides\b.*|.*\.says(_en)?|.*certificates\.\*\.(zones_grown|candidates)"
    r"|policy\b.*|alternatives(_gap|_by|_complete)?|mode\.wanted\.\*\.slack"
    r"|proof\.certificates(\.\*\.bound)?|mode\.stages\.\*\.certificates\.\*\.bound|schema"
)
"""Fields that state nothing which follows from county, policy and zones, or whose change may leave a file true."""


@dataclass(frozen=True)
class Change:
    """A change by name, the field that a mistake must name, and what it does to the content."""

    name: str
    field: str
    alter: Callable[[Content], None]


def fields(content: Content, met: set[str]) -> Iterator[Change]:
    """One change of every kind of field that is not among those ``met``, and one entry less of every kind of list."""
    for path, value in _walk(content, ()):
        kind = _kind(path)
        if kind not in met and not UNCLAIMED.fullmatch(kind):
            met.add(kind)
            yield Change(kind, _dotted(path), _setting(path, value))


def _walk(node: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Every path with what to put there instead."""
    if isinstance(node, dict):
        for key, part in node.items():
            yield from _walk(part, (*path, key))
    elif isinstance(node, list):
        if node and path:
            yield path, node[:-1]
        for k, part in enumerate(node):
            yield from _walk(part, (*path, k))
    else:
        yield path, _other(node)


def _other(value: Any) -> Any:
    """Another value of the same kind; a number where there is none."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value + 0.001
    return 1 if value is None else f"{value}x"


def _kind(path: Path) -> str:
    return re.sub(r"duals\.\d+", "duals.*", ".".join("*" if isinstance(part, int) else str(part) for part in path))


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))


def _setting(path: Path, value: Any) -> Callable[[Content], None]:
    def alter(content: Content) -> None:
        node: Any = content
        for part in path[:-1]:
            node = node[part]
        node[path[-1]] = value

    return alter


def named(field: str, columns: list[str | None], text: str) -> bool:
    """Whether a mistake names the field, its certificate, step or zone, or a station where no field can be named."""
    known = [column for column in columns if column]
    beside = ("proof.bound", "proof.status", "proof.gap") if field.startswith("proof.certificates") else ()
    own = [*known, *(field for column in known if column in beside)]
    return any(_meet(field, column) for column in own) or (not known and "station" in text)


def _meet(field: str, column: str) -> bool:
    """Whether they agree as far as both go, up to the certificate, the step or the zone."""
    a, b = field.split(".")[:3], column.split(".")[:3]
    return field.startswith(column) or column.startswith(field) or a == b or a[0] == b[0] == "mode"


def at(content: Content, dotted: str) -> Any:
    node: Any = content
    for part in dotted.split("."):
        node = node[int(part) if part.isdecimal() else part]
    return node


def put(dotted: str, value: Any) -> Callable[[Content], None]:
    """Set a field."""
    path = tuple(int(part) if part.isdecimal() else part for part in dotted.split("."))
    return _setting(path, value)


def both(*changes: Callable[[Content], None]) -> Callable[[Content], None]:
    def alter(content: Content) -> None:
        for change in changes:
            change(content)

    return alter


def add(dotted: str, by: int) -> Callable[[Content], None]:
    """Add to every number of a field, which may be a table or a list of numbers."""

    def alter(content: Content) -> None:
        *before, last = dotted.split(".")
        node = at(content, ".".join(before)) if before else content
        key: Any = int(last) if last.isdecimal() else last
        value = node[key]
        if isinstance(value, dict):
            node[key] = {name: number + by for name, number in value.items()}
        else:
            node[key] = [number + by for number in value] if isinstance(value, list) else value + by

    return alter


def pair(certificate: str, by: int) -> Callable[[Content], None]:
    """Move a sum from one station's dual to another's, so that the total stays."""

    def alter(content: Content) -> None:
        duals = at(content, certificate)["duals"]
        first, last = sorted(duals)[0], sorted(duals)[-1]
        duals[first] += by
        duals[last] -= by
        content["proof"].update({"duals": duals} if content["proof"].get("duals") else {})

    return alter


def emptied(content: Content) -> None:
    """The same problem, said to have no plan."""
    content["proof"] |= {"status": "infeasible", "bound": None, "gap": None}
    for key in ("duals", "zone_dual", "dual_bound", "change_dual", "label_duals", "limit_duals"):
        content["proof"].pop(key, None)
    content |= {"zones": [], "measures": {}, "points": None, "violations": []}
    content.pop("figures", None)
    for certificate in content["proof"]["certificates"]:
        certificate["bound"] = None


def swapped(field: str) -> Callable[[Content], None]:
    def alter(content: Content) -> None:
        at(content, field).reverse()

    return alter


def without(field: str) -> Callable[[Content], None]:
    def alter(content: Content) -> None:
        *before, last = field.split(".")
        del (at(content, ".".join(before)) if before else content)[int(last) if last.isdecimal() else last]

    return alter
