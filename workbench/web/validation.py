"""What does not fit the description of a route, in our own words: each mistake with field, value and remedy."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from zoning.model.errors import Mistake, cut
from zoning.model.validation import mistake_of, remedy
from zoning.texts import Message

WORD = re.compile(r"'([^']*)'")
TYPES = re.compile(r".*[\[\]()].*|constrained-.*|int|str|bool|float|function-.*")
"""What the library names between a field and its value: the alternatives that it tried."""
SAYS = {
    "extra_forbidden": "no_field",
    "json_invalid": "no_json",
    "string_pattern_mismatch": "pattern",
    "string_unicode": "unreadable",
    "string_sub_type": "unreadable",
}
"""Sentences of our own by the type of an error; a broken JSON says at which character."""


def mistakes(errors: Iterable[Mapping[str, Any]]) -> list[Mistake]:
    """The errors of a validation as mistakes, one for each field even where several alternatives were tried."""
    found: dict[str, Mistake] = {}
    for detail in errors:
        one = _mistake(detail)
        found.setdefault(one.column or "", one)
    return list(found.values())


def _mistake(detail: Mapping[str, Any]) -> Mistake:
    loc, value, kind = detail["loc"], detail.get("input"), detail["type"]
    inside = loc[1:] if loc and loc[0] in ("body", "query") else loc
    field = ".".join(str(part) for part in inside if not TYPES.fullmatch(str(part))) or None
    told = None if kind in ("missing", "json_invalid") or isinstance(value, dict | list | bytes) else cut(str(value))
    at = inside[0] if kind == "json_invalid" and inside else None
    return mistake_of(_says(detail, at), None, None if kind == "json_invalid" else field, told)


def _says(detail: Mapping[str, Any], at: object) -> Message:
    kind, context = detail["type"], detail.get("ctx") or {}
    if kind in SAYS:
        return Message(f"workbench.refused.{SAYS[kind]}", {"at": at} if kind == "json_invalid" else {})
    if kind in ("literal_error", "enum"):
        return Message("zoning.value.choice", {"wanted": WORD.findall(str(context.get("expected", "")))})
    return remedy({**detail, "ctx": context})
