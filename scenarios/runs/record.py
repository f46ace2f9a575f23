"""One scenario and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from zoning.judge.score import Score
from zoning.model.errors import Mistake
from zoning.model.problem import Problem
from zoning.result.plan_file import PlanFile
from zoning.texts import Language, Message

Status = Literal["optimal", "feasible", "infeasible", "unknown", "refused"]
"""``refused``: the scenario cannot be applied to this county or not be solved; the others are those of a solution."""


@dataclass(frozen=True)
class Said:
    """A sentence in both languages; of something applied also the scenario and the dotted key it comes from."""

    zh: str
    en: str
    scenario: str = ""
    key: str = ""

    @classmethod
    def of(cls, says: Message | Mistake, scenario: str = "", key: str = "") -> "Said":
        """What a message or a mistake says."""
        return cls(says.text("zh"), says.text("en"), scenario, key)

    def text(self, language: Language = "en") -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, eq=False)
class Record:
    """One scenario and what came of it.

    ``applied`` is what was changed against the base, those of the scenarios it extends first. ``merged`` has (code,
    into) of the stations that are no more, in order: the areas of a map follow from it. ``problem`` is ``None`` where
    the scenario is refused, ``plan`` and ``score`` where there is no plan. ``moved`` are the stations whose zone is
    another than in the base's plan, ``None`` where there is no such pair. ``document`` is that of ``plan.json``.
    """

    name: str
    why: str
    status: Status
    extends: tuple[str, ...] = ()
    applied: tuple[Said, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    reasons: tuple[Said, ...] = ()
    key: str = ""
    seconds: float = 0.0
    problem: Problem | None = None
    plan: PlanFile | None = None
    score: Score | None = None
    moved: tuple[str, ...] | None = None
    document: Mapping[str, Any] | None = field(default=None, repr=False)
