"""Errors of the schema as mistakes of the file: dotted key, value, remedy."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from scenarios.spec.scenario import worded
from scenarios.spec.schema import BaseSpec, ClassSpec, FileSpec, ScenarioSpec, StationSpec, TightestSpec, TravelSpec
from zoning.model.errors import Mistake, mistake
from zoning.model.policy import Pins
from zoning.model.validation import mistake_of, remedy, unknown_key

FIELDS: dict[str, type[BaseModel]] = {
    "base": BaseSpec,
    "travel": TravelSpec,
    "tightest": TightestSpec,
    "classes": ClassSpec,
    "stations": StationSpec,
    "pins": Pins,
}
"""The model of a table by its name."""


def translated(error: Mapping[str, Any], file: str) -> Mistake:
    """One pydantic error as a mistake with its dotted key, its value and the remedy."""
    parts = [p for p in error["loc"] if not (isinstance(p, str) and "[" in p)]
    column = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in parts).lstrip(".")
    kind, value = error["type"], error["input"]
    if kind == "extra_forbidden":
        table = next((p for p in reversed(parts[:-1]) if p in FIELDS), None)
        model = FIELDS[str(table)] if table else FileSpec if len(parts) == 1 else ScenarioSpec
        return unknown_key(str(parts[-1]), list(model.model_fields), file, worded(value), column=column)
    if (kind == "missing" and parts[-1] == "scenarios") or (kind == "too_short" and parts == ["scenarios"]):
        return mistake("scenarios.spec.no_scenarios", table=file, column=column)
    if kind == "missing":
        key = "scenarios.spec.no_why" if parts[-1] == "why" else "zoning.value.missing"
        return mistake(key, table=file, column=column)
    return mistake_of(remedy(error), file, column, worded(value))
