"""Steps of a long command, and what an earlier run left in a folder: files with their digests, and what of.

A step need not be done again where its key is the same and its files are still those that were written. What it may
get wrong: a file that somebody changed is made anew, and what they wrote in it is lost.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

import shapely

from geodata.county.build import Built
from zoning.files.whole import write_whole
from zoning.model.equality import ByValue
from zoning.model.problem import Problem
from zoning.result.codec import dumps as written
from zoning.result.digest import digest
from zoning.texts import Language, Message

FILE = "all.json"
SCHEMA = "zoning.steps/1"


State = Literal["done", "kept", "left_out", "unfinished"]


@dataclass(frozen=True)
class StepDone:
    """A step: whether it was done now, kept from an earlier run, left out or not finished; its files; why."""

    name: str
    state: State
    files: tuple[str, ...] = ()
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class Everything(ByValue):
    """What ``zoning all`` has done, step by step, in its folder."""

    folder: Path
    steps: tuple[StepDone, ...]


@dataclass
class Ledger:
    """The steps done in a folder, each with its key and the SHA-256 of its files by name."""

    folder: Path
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> "Ledger":
        """The ledger of a folder; an empty one where there is none, or none that can be read."""
        try:
            content = json.loads((folder / FILE).read_bytes())
            steps = dict(content["steps"]) if content["schema"] == SCHEMA else {}
            sound = all(isinstance(step["key"], str) and isinstance(step["files"], dict) for step in steps.values())
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return cls(folder)
        return cls(folder, steps if sound else {})

    def holds(self, step: str, key: str) -> list[str] | None:
        """The files of a step that need not be done again; ``None`` where it has to be."""
        known = self.steps.get(step)
        if known is None or known["key"] != key:
            return None
        files: Mapping[str, str] = known["files"]
        return list(files) if all(hashed(self.folder / name) == value for name, value in files.items()) else None

    def note(self, step: str, key: str, names: Iterable[str]) -> None:
        """Write down that a step is done."""
        self.steps[step] = {"key": key, "files": {name: hashed(self.folder / name) for name in names}}
        content = written({"schema": SCHEMA, "steps": self.steps})
        write_whole(self.folder / FILE, content.encode())


def hashed(path: Path) -> str | None:
    """SHA-256 of a file; ``None`` where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def key_of(*parts: object) -> str:
    """One key for all that a step depends on."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def base_key(problem: Problem, built: Built, language: Language) -> str:
    """The key of a county as it was read, the policy, the decisions, and how results are written."""
    county = problem.county
    areas = [(code, shapely.to_wkb(area)) for code, area in sorted(built.areas.items())]
    decisions = [(one.what, one.reason) for one in problem.overrides]
    read = (digest(county), county.bureau.model_dump_json(), county.notice, areas, [*map(repr, built.notices)])
    return key_of(read, problem.policy.model_dump_json(), decisions, language, metadata.version("zoning"))
