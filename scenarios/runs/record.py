"""The record of a scenario: what was applied, its status, its plan as judged anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from scenarios.runs.services import Services, services
from scenarios.spec.scenario import BASE, Scenario
from scenarios.whatif.study import Study
from zoning.judge.score import Score, score
from zoning.model.equality import ByValue
from zoning.model.errors import Mistake
from zoning.model.plan import moved
from zoning.model.problem import Problem
from zoning.result.plan_file import PlanFile, plan_file
from zoning.texts import Language, Message

Status = Literal["optimal", "feasible", "infeasible", "unknown", "refused"]
"""The status of a solution, or ``refused``: the scenario cannot be applied to this county, or not be solved."""


@dataclass(frozen=True)
class Said:
    """A sentence in both languages; of an override also its scenario and its dotted key."""

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
class Record(ByValue):
    """One scenario with its result.

    ``applied`` tells the overrides, its ancestors' first. ``merged`` has (code, heir) in order; the areas of a map
    follow from it. ``problem`` is ``None`` where the scenario is refused, ``plan`` and ``score`` without a plan.
    ``moved`` are the stations in another zone than in the base's plan, ``None`` without both plans. ``services`` has
    the figures that the scenario asks for; the base has those that any scenario asks for. ``document`` is the
    object of ``plan.json``.
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
    services: Services = field(default_factory=Services)
    document: Mapping[str, Any] | None = field(default=None, repr=False)


def planned(study: Study, scenario: Scenario | None, plan: Mapping[str, Any], seconds: float, key: str = "") -> Record:
    """The record of a scenario, or of the base, from the document of its plan, which is judged anew.

    Raises
    ------
    InputError
        When the document holds no plan of this problem.
    """
    name = scenario.name if scenario else BASE
    record = described(study, scenario)
    problem = record.problem
    assert problem is not None
    decisions = [{"what": o.what, "reason": o.reason} for o in problem.overrides]
    document = {**plan, "overrides": decisions}
    file = plan_file(document, f"{name}.json")
    judged = score(problem, file.plan) if file.document.zones else None
    asked = scenario.ask if scenario else tuple(dict.fromkeys(one for other in study.scenarios for one in other.ask))
    return replace(
        record,
        status=document["proof"]["status"],
        reasons=tuple(Said(r["says"], r["says_en"]) for r in document["proof"].get("reasons", ())),
        key=key,
        seconds=seconds,
        plan=file,
        score=judged,
        services=services(problem, judged.plan, asked) if judged and asked else Services(),
        document=document,
    )


def described(study: Study, scenario: Scenario | None, reasons: Sequence[Message | Mistake] = ()) -> Record:
    """The record of a scenario, or of the base, before anything is solved; with reasons it is refused."""
    if scenario is None:
        said = tuple(Said.of(one) for one in reasons)
        return Record(BASE, study.why, "refused" if said else "unknown", reasons=said, problem=study.base)
    done = study.applied.get(scenario.name)
    mistakes = (*study.refused.get(scenario.name, ()), *reasons)
    return Record(
        name=scenario.name,
        why=scenario.why,
        status="refused" if mistakes else "unknown",
        extends=scenario.chain,
        applied=tuple(Said.of(c.says, c.scenario, c.key) for c in done.effects) if done else (),
        merged=done.merged if done else (),
        reasons=tuple(Said.of(one) for one in mistakes),
        problem=done.problem if done else None,
    )


def compared(records: Sequence[Record]) -> tuple[Record, ...]:
    """The records with the stations that are in another zone than in the plan of the base."""
    base = next((record for record in records if record.name == BASE), None)
    if base is None or base.score is None or base.problem is None:
        return tuple(replace(record, moved=None) for record in records)
    plan, staff = base.score.plan, base.problem.county.staff
    return tuple(
        replace(record, moved=moved(plan, record.score.plan, staff) if record.score else None) for record in records
    )
