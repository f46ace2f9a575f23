"""A scenario with its result as one object, a line of ``results.jsonl``, both ways; and a whole run.

A reader makes the problem of a scenario anew from its study and judges the plan anew; results that do not belong to the
county and the scenarios of the study are refused.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict

from scenarios.runs.record import Record, Said, described, planned
from scenarios.runs.run import Outcome
from scenarios.runs.services import Services
from scenarios.runs.worker import Answer
from scenarios.spec.scenario import BASE
from scenarios.whatif.study import Study
from zoning.model.errors import InputError, mistake
from zoning.result.decoding import decode
from zoning.result.digest import digest
from zoning.result.documents import from_document, to_document
from zoning.result.kinds import Shape
from zoning.result.plan_file import plan_file
from zoning.texts import Message


class Fields(TypedDict):
    """What is read of a scenario; the rest follows from its study."""

    name: str
    key: str
    seconds: float
    reasons: tuple[Message, ...]
    moved_against_base: tuple[str, ...] | None
    plan: dict[str, Any] | None


class RunFields(TypedDict):
    """What is read of a run."""

    scenarios: tuple[dict[str, Any], ...]
    files: tuple[Path, ...]
    solved: int
    kept: int
    interrupted: bool


class AnswerFields(TypedDict):
    """What is read of an answer."""

    plan: dict[str, Any]
    seconds: float


def _written(record: Record) -> dict[str, Any]:
    return {
        "name": record.name,
        "why": record.why,
        "extends": record.extends,
        "applied": [{"scenario": s.scenario, "key": s.key, **_spoken(s)} for s in record.applied],
        "merged": record.merged,
        "key": record.key,
        "seconds": record.seconds,
        "status": record.status,
        "reasons": [_spoken(s) for s in record.reasons],
        "moved_against_base": record.moved,
        **_services(record.services),
        "plan": record.document,
    }


def _services(found: Services) -> dict[str, Any]:
    """The figures of services, where some are asked for; a reader works them out anew."""
    if not (found.figures or found.reasons):
        return {}
    reasons = {key: [_spoken(Said.of(one)) for one in said] for key, said in found.reasons.items()}
    return {"services": {"figures": found.figures, "reasons": reasons}}


def _spoken(said: Said) -> dict[str, str]:
    return {"says": said.zh, "says_en": said.en}


def _read(document: Mapping[str, Any], *, study: Study) -> Record:
    fields = decode(Fields, document)
    name, plan = fields["name"], fields["plan"]
    scenario = next((one for one in study.scenarios if one.name == name), None)
    if scenario is None and name != BASE:
        raise _stale(name)
    if plan is None and name not in study.refused:
        raise _stale(name)  # it could be applied, so it has an answer
    if plan is None:
        return described(study, scenario)
    if name != BASE and name not in study.applied:
        raise _stale(name)
    record = planned(study, scenario, plan, fields["seconds"], fields["key"])
    assert record.plan is not None
    assert record.problem is not None
    claimed = record.plan.document.county.digest, record.plan.policy
    if claimed != (digest(record.problem.county), record.problem.policy):
        raise _stale(name)
    return replace(record, moved=fields["moved_against_base"])


def _stale(name: str) -> InputError:
    return InputError([mistake("scenarios.results.stale", column="name", value=name)])


def _written_run(outcome: Outcome) -> dict[str, Any]:
    return {
        "county": {"code": outcome.county.code, "name": outcome.county.name},
        "scenarios": [to_document(record) for record in outcome.records],
        "solved": outcome.solved,
        "kept": outcome.kept,
        "interrupted": outcome.interrupted,
        "files": outcome.files,
    }


def _read_run(document: Mapping[str, Any], *, study: Study) -> Outcome:
    fields = decode(RunFields, document)
    records = tuple(from_document(one, name=f"scenarios.{k}", study=study) for k, one in enumerate(fields["scenarios"]))
    return Outcome(study.base.county, records, fields["files"], fields["solved"], fields["kept"], fields["interrupted"])


def _written_answer(answer: Answer) -> dict[str, Any]:
    return {"seconds": answer.seconds, "plan": answer.plan}


def _read_answer(document: Mapping[str, Any], *, key: str) -> Answer:
    fields = decode(AnswerFields, document)
    plan_file(fields["plan"], "plan.json")
    return Answer(key, fields["plan"], fields["seconds"])


RECORD = Shape(_written, _read, ("study",))
"""Of a scenario."""
RUN = Shape(_written_run, _read_run, ("study",))
"""Of a run."""
ANSWER = Shape(_written_answer, _read_answer, ("key",))
"""Of an answer that a run goes on from, kept under its key."""
