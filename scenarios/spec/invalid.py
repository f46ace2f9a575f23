"""Errors of the schema as mistakes of the file: dotted key, value, remedy."""

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from scenarios.spec.scenario import worded
from scenarios.spec.schema import BaseSpec, FileSpec, ScenarioSpec, StationSpec, TravelSpec
from zoning.model.errors import Mistake, mistake
from zoning.model.policy import Pins
from zoning.texts import Message

FIELDS: dict[str, type[BaseModel]] = {"base": BaseSpec, "travel": TravelSpec, "stations": StationSpec, "pins": Pins}
"""The model of a table by its name."""
KINDS: Mapping[str, str] = {
    "string": "text",
    "float": "number",
    "finite": "number",
    "bool": "boolean",
    "tuple": "list",
    "list": "list",
    "dict": "table",
    "model": "table",
}
"""The kind of value wanted, by the beginning of the error type."""

LENGTHS = ("too_short", "too_long", "string_too_short", "string_too_long")
"""Errors of lists and texts that are too short or too long."""


def translated(error: Mapping[str, Any], file: str) -> Mistake:
    """One pydantic error as a mistake with its dotted key, its value and the remedy."""
    parts = [p for p in error["loc"] if not (isinstance(p, str) and "[" in p)]
    column = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in parts).lstrip(".")
    kind, limits, value = error["type"], error.get("ctx", {}), error["input"]
    if kind == "missing":
        key = {"why": "no_why", "scenarios": "no_scenarios"}.get(str(parts[-1]), "missing")
        return mistake(f"scenarios.spec.{key}", table=file, column=column)
    if kind == "extra_forbidden":
        table = next((p for p in reversed(parts[:-1]) if p in FIELDS), None)
        model = FIELDS[str(table)] if table else FileSpec if len(parts) == 1 else ScenarioSpec
        close = difflib.get_close_matches(str(parts[-1]), model.model_fields, 1, 0.4) or list(model.model_fields)
        return mistake("scenarios.spec.unknown_key", table=file, column=column, value=worded(value), nearest=close)
    stated = str(limits.get("error", ""))
    if stated.startswith("scenarios."):
        return mistake(stated, table=file, column=column, value=worded(value))
    if "expected" in limits:
        return mistake("scenarios.spec.choice", table=file, column=column, value=value, wanted=limits["expected"])
    bound = next((f"{s} {limits[n]:,g}" for n, s in (("ge", "≥"), ("gt", ">"), ("le", "≤")) if n in limits), None)
    if bound and kind.startswith(("greater", "less")):
        return mistake("scenarios.spec.out_of_range", table=file, column=column, value=value, wanted=bound)
    if kind == "too_short" and parts == ["scenarios"]:
        return mistake("scenarios.spec.no_scenarios", table=file, column=column)
    if kind in LENGTHS:
        limit = limits.get("min_length", limits.get("max_length"))
        return mistake(f"scenarios.spec.{kind}", table=file, column=column, value=worded(value), limit=limit)
    known = KINDS.get(kind.partition("_")[0])
    wanted = Message(f"scenarios.spec.{known}") if known else error["msg"]
    return mistake("scenarios.spec.wrong_kind", table=file, column=column, value=worded(value), wanted=wanted)
