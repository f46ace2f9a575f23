"""Scenarios as read: a name, a reason, and single overrides, each with its place in the file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenarios.spec.schema import BaseSpec
from zoning.model.county import Floats
from zoning.model.errors import Mistake
from zoning.texts import Message

BASE = "base"
"""Name of the base among the results; no scenario may be called so."""
NAME = re.compile(r"\w[\w+.\-]{0,79}")
"""Names of scenarios become names of files."""


@dataclass(frozen=True)
class Override:
    """One value overridden: ``kind`` and ``target`` say which, ``place`` is its dotted key within its scenario."""

    scenario: str
    place: str
    kind: str
    target: tuple[str, ...]
    value: Any

    @property
    def key(self) -> str:
        """Its dotted key within the file."""
        return f"scenarios.{self.scenario}.{self.place}"

    def __str__(self) -> str:
        return f"{self.place} = {worded(self.value)}"


@dataclass(frozen=True, eq=False)
class Scenario:
    """A what-if: its name, why, and its overrides after those of its ancestors.

    ``chain`` names the ancestors, the oldest first; ``content`` is the table as written; ``ask`` names the services
    whose figures it asks for, those of its ancestors first. :mod:`scenarios.whatif.study`
    fills in ``counts`` (n, c) and ``minutes`` (n, n) from other tables.
    """

    name: str
    why: str
    overrides: tuple[Override, ...] = ()
    chain: tuple[str, ...] = ()
    file: str = ""
    folder: Path = Path()
    content: Mapping[str, Any] = field(default_factory=dict)
    ask: tuple[str, ...] = ()
    counts: Floats | None = None
    minutes: Floats | None = None

    def find(self, kind: str) -> Override | None:
        """The first override of a kind."""
        return next((override for override in self.overrides if override.kind == kind), None)


@dataclass(frozen=True)
class ScenarioFile:
    """A file as read: every override well formed, none made twice along a chain of ancestors."""

    name: str
    base: BaseSpec | None
    scenarios: tuple[Scenario, ...]
    folder: Path = Path()


def worded(value: object) -> str:
    """A value as TOML would write it, for a sentence."""
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(worded(part) for part in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {worded(part)}" for key, part in value.items()) + "}"
    return str(value).lower() if isinstance(value, bool) or value is None else str(value)


def wrong(override: Override, file: str, key: str, /, **values: object) -> Mistake:
    """What is wrong with an override, at its place in the file."""
    return Mistake(Message(key, values), table=file, column=override.key, value=worded(override.value))
