"""What pydantic finds, in our own words: the place, the value and what to write instead.

A validator of ours states its mistake as a ``ValueError`` of a text key (``zoning.policy.no_weight``).
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from zoning.model.errors import Mistake
from zoning.texts import Message, written
from zoning.texts.alike import alike

M = TypeVar("M", bound=BaseModel)
Detail = Mapping[str, Any]
"""One of ``ValidationError.errors()``."""
LIMITS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
LENGTHS = ("too_short", "too_long", "string_too_short", "string_too_long")
KINDS = {
    "int": "whole",
    "float": "number",
    "finite": "number",
    "decimal": "number",
    "string": "text",
    "bool": "boolean",
    "tuple": "list",
    "list": "list",
    "dict": "table",
    "model": "table",
}
"""What a value should have been, by how the type of its error begins."""
_KEY = re.compile(r"[a-z]+\.[a-z_0-9]+\.[A-Za-z_0-9-]+")


def mistakes_of(
    error: ValidationError, table: str | None, unknown: Callable[[str, object], Mistake] | None = None
) -> list[Mistake]:
    """Every mistake with its dotted key.

    Parameters
    ----------
    unknown : what to say of a key that is none, given the key and its value
    """
    found = []
    for detail in error.errors():
        key, value = dotted(detail["loc"]), detail["input"]
        if unknown is not None and detail["type"] == "extra_forbidden":
            found.append(unknown(key, value))
        else:
            shown = None if detail["type"] == "missing" or isinstance(value, dict) else value
            found.append(mistake_of(remedy(detail), table, key or None, shown))
    return found


def salvaged(kind: type[M], content: object, table: str | None, place: str, found: list[Mistake]) -> M | None:
    """A record of what is right in the content, ``None`` where a part that it must have is not.

    Parameters
    ----------
    place : the dotted key of the content, which goes before those of its mistakes
    found : gets every mistake
    """

    def unknown(key: str, value: object) -> Mistake:
        return unknown_key(key, list(kind.model_fields), table, value)

    try:
        return kind.model_validate(content)
    except ValidationError as error:
        told = mistakes_of(error, table, unknown)
        found += [replace(one, column=".".join(filter(None, (place, one.column))) or None) for one in told]
        wrong = {detail["loc"][0] for detail in error.errors() if detail["loc"]}
    try:
        right = content.items() if isinstance(content, Mapping) else ()
        return kind.model_validate({key: value for key, value in right if key not in wrong})
    except ValidationError:  # told already
        return None


def mistake_of(says: Message, table: str | None, column: str | None, value: object = None) -> Mistake:
    """A mistake with a sentence that is made already."""
    return Mistake(says, table, None, column, _written(value))


def _written(value: object) -> str | None:
    """A value as a file has it; ``None`` for tables, alone or in a list, of which the place is enough."""
    if isinstance(value, list | tuple):
        parts = [_written(part) for part in value]
        return None if None in parts else json.dumps(value, ensure_ascii=False, default=str)
    return None if value is None or isinstance(value, Mapping) else written(value)


def unknown_key(
    key: str, known: Sequence[str], table: str | None, value: object = None, *, column: str = ""
) -> Mistake:
    """A key that is none of the known ones: with the nearest, else with all, of dotted ones their sections.

    Parameters
    ----------
    column : the whole key, where ``key`` is only its last part
    """
    last = {one.rpartition(".")[2]: one for one in known}
    close = alike(key, known) or [last[one] for one in alike(key.rpartition(".")[2], last)]
    sections = dict.fromkeys(f"{one.partition('.')[0]}.…" if "." in one else one for one in known)
    says = Message("zoning.value.unknown_key", {"nearest": close})
    if not close:
        says = Message("zoning.value.no_key", {"known": list(sections)})
    return mistake_of(says, table, column or key, value)


def dotted(loc: tuple[int | str, ...]) -> str:
    """``("zones", 0, "stations")`` as ``zones.0.stations``; the marks that pydantic leaves of unions are dropped."""
    return ".".join(str(part) for part in loc if not (isinstance(part, str) and "[" in part))


def remedy(detail: Detail) -> Message:
    """What is wrong with one value and what to write instead."""
    kind, context = detail["type"], detail.get("ctx", {})
    stated = str(context.get("error", ""))
    if _KEY.fullmatch(stated):
        return Message(stated)
    if kind == "missing":
        return Message("zoning.value.missing")
    if kind in LENGTHS:
        return Message(f"zoning.value.{kind}", {"limit": context.get("min_length", context.get("max_length"))})
    bounds = [f"{sign} {_figure(context[name])}" for name, sign in LIMITS.items() if name in context]
    if bounds:
        return Message("zoning.value.out_of_range", {"wanted": " ".join(bounds)})
    if "expected" in context:
        return Message("zoning.value.choice", {"wanted": _options(context["expected"])})
    known = next((name for start, name in KINDS.items() if kind.startswith(start)), None)
    return Message("zoning.value.wrong_type", {"wanted": wanted(known) if known else stated or detail["msg"]})


def wanted(kind: str) -> Message:
    """What a value should be: a ``whole`` number, a ``number``, a ``text``, ``boolean``, a ``list``, a ``table``."""
    return Message(f"zoning.value.{kind}")


def _options(expected: object) -> list[str]:
    """The values that may stand there; of ``Literal`` pydantic says them in English: ``'a', 'b' or 'c'``."""
    parts = expected if isinstance(expected, list) else re.split(r", | or ", str(expected))
    return [{"True": "true", "False": "false"}.get(part, part) for part in (str(part).strip("'") for part in parts)]


def _figure(limit: float) -> str:
    return f"{int(limit) if limit == int(limit) else limit:,}"
