"""What a run leaves: one record a scenario, and the folder that holds them all and stands alone.

===================  ================================================================================================
``results.jsonl``    one object a scenario, the base first: name, why, what was applied, status, the plan document
``plans/NAME.json``  the plan of each as ``zoning solve`` writes it
``table.csv``        every figure of every zone, a number a row (:mod:`scenarios.runs.longtable`);
                     ``table.parquet`` as well where pyarrow is installed
``county.gpkg``      the base county, ``policy.toml`` its policy, ``scenarios.toml`` all scenarios on these two, and
                     ``tables/`` the other tables that they name
===================  ================================================================================================

:func:`read` believes none of it: plans are judged anew, on problems made anew.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import geodata
from geodata.tables.settings import render_toml
from scenarios.runs.longtable import as_csv, as_parquet, rows_of
from scenarios.runs.record import Record, Said
from scenarios.spec.reading import read_file
from scenarios.spec.scenario import BASE, NAME, Scenario
from scenarios.whatif.study import Study, opened
from zoning.judge.score import score
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import moved
from zoning.model.policy import Policy, policy_from
from zoning.result.codec import dumps
from zoning.result.digest import digest
from zoning.result.plan_file import PlanDocument, PlanFile
from zoning.result.whole import write_whole
from zoning.texts import Message

SCHEMA = "zoning.scenario/1"
RESULTS, TABLE, PARQUET, PLANS = "results.jsonl", "table.csv", "table.parquet", "plans"
COUNTY, POLICY, SCENARIOS, TABLES = "county.gpkg", "policy.toml", "scenarios.toml", "tables"


@dataclass(frozen=True, eq=False)
class Results:
    """The study of a folder and its records, that of the base first; scenarios without a result have no record."""

    study: Study
    records: tuple[Record, ...]

    def __getitem__(self, name: str) -> Record:
        return next(record for record in self.records if record.name == name)


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
    file = PlanFile(f"{name}.json", PlanDocument.model_validate(document), policy_from(document["policy"], name))
    return replace(
        record,
        status=document["proof"]["status"],
        reasons=tuple(Said(r["says"], r["says_en"]) for r in document["proof"].get("reasons", ())),
        key=key,
        seconds=seconds,
        plan=file,
        score=score(problem, file.plan) if file.document.zones else None,
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
    base = next((record.score for record in records if record.name == BASE), None)
    return tuple(
        replace(record, moved=moved(base.plan, record.score.plan)) if base and record.score else record
        for record in records
    )


# ----------------------------------------------------------------------------------------------------------- writing


def write_study(folder: Path, study: Study) -> None:
    """The base county, its policy, the scenarios on them and the tables they name.

    Raises
    ------
    InputError
        When something cannot be written, or the county holds what a GeoPackage cannot keep.
    """
    geodata.write_county(study.tables, folder / COUNTY, overwrite=True)
    write_whole(folder / POLICY, _policy_text(study.base.policy).encode())
    written: dict[str, Any] = {}
    for scenario in study.scenarios:
        content = dict(scenario.content)
        if "incidents_table" in content:
            content["incidents_table"] = _copied(folder, scenario, content["incidents_table"])
        if "table" in content.get("travel", {}):
            content["travel"] = {**content["travel"], "table": _copied(folder, scenario, content["travel"]["table"])}
        written[scenario.name] = content
    base = {"county": COUNTY, "policy": POLICY, "why": study.why}
    write_whole(folder / SCENARIOS, render_toml({"base": base, "scenarios": written}).encode())


def _copied(folder: Path, scenario: Scenario, name: str) -> str:
    """Copy a table beside the results; its path from there."""
    source = scenario.folder / name
    copy = f"{TABLES}/{scenario.name}-{source.name}"
    if source.is_file() and source.resolve() != (folder / copy).resolve():
        write_whole(folder / copy, source.read_bytes())
    return copy


def _policy_text(policy: Policy) -> str:
    """The policy as a file that names every value, so that no default can change it."""
    tables = policy.model_dump(mode="json")
    return render_toml(
        {
            key: {k: "none" if v is None else v for k, v in held.items()} if isinstance(held, dict) else held
            for key, held in tables.items()
        }
    )


def write_results(folder: Path, records: Sequence[Record]) -> list[Path]:
    """All files of the results; plans of the results before are dropped where their scenarios are no more.

    Raises
    ------
    InputError
        When a file cannot be written.
    """
    files: list[Path] = []

    def put(name: str, content: bytes) -> None:
        write_whole(folder / name, content)
        files.append(folder / name)

    before = _names(folder)
    for record in records:
        if record.document is not None:
            put(f"{PLANS}/{record.name}.json", dumps(record.document).encode())
    lines = [json.dumps(as_object(record), ensure_ascii=False, allow_nan=False) + "\n" for record in records]
    put(RESULTS, "".join(lines).encode())
    rows = [row for record in records for row in rows_of(record)]
    put(TABLE, as_csv(rows))
    parquet = as_parquet(rows)
    if parquet is not None:
        put(PARQUET, parquet)
    for name in before:
        if (old := folder / PLANS / f"{name}.json") not in files:
            old.unlink(missing_ok=True)
    return files


def _names(folder: Path) -> list[str]:
    """Names of the scenarios whose results are in the folder now; none where these are not ours."""
    try:
        lines = (folder / RESULTS).read_text(encoding="utf-8").splitlines()
        names = [json.loads(line)["name"] for line in lines]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [name for name in names if isinstance(name, str) and NAME.fullmatch(name)]


def as_object(record: Record) -> dict[str, Any]:
    """The record as one line of ``results.jsonl``."""
    return {
        "schema": SCHEMA,
        "name": record.name,
        "why": record.why,
        "extends": list(record.extends),
        "applied": [{"scenario": s.scenario, "key": s.key, "says": s.zh, "says_en": s.en} for s in record.applied],
        "merged": [list(pair) for pair in record.merged],
        "key": record.key,
        "seconds": record.seconds,
        "status": record.status,
        "reasons": [{"says": s.zh, "says_en": s.en} for s in record.reasons],
        "moved_against_base": None if record.moved is None else list(record.moved),
        "plan": record.document,
    }


# ----------------------------------------------------------------------------------------------------------- reading


def read(folder: Path | str) -> Results:
    """The results in a folder; every plan is judged anew on the problem of its scenario.

    Raises
    ------
    InputError
        When it is no such folder, a line is broken, or results do not belong to the county and scenarios beside them.
    """
    folder = Path(folder)
    missing = [name for name in (RESULTS, COUNTY, POLICY, SCENARIOS) if not (folder / name).is_file()]
    if missing:
        raise InputError([mistake("scenarios.results.no_folder", table=str(folder), file=missing[0])])
    study = opened([read_file(folder / SCENARIOS)], lenient=True)
    scenarios = {scenario.name: scenario for scenario in study.scenarios}
    records: list[Record] = []
    found: list[Mistake] = []
    for line, text in enumerate((folder / RESULTS).read_text(encoding="utf-8").splitlines(), start=1):
        try:
            content = json.loads(text)
            records.append(_record(study, scenarios, content))
        except InputError as error:
            found += error.mistakes
        except (ValueError, KeyError, TypeError, ValidationError) as error:
            reason = f"{type(error).__name__}: {error}"
            found.append(mistake("scenarios.results.broken", table=RESULTS, line=line, reason=reason))
    if found:
        raise InputError(found)
    return Results(study, compared(records))


def _record(study: Study, scenarios: Mapping[str, Scenario], content: Mapping[str, Any]) -> Record:
    """The record of one line."""
    name = str(content["name"])
    scenario = None if name == BASE else scenarios.get(name)
    if scenario is None and name != BASE:
        raise InputError([mistake("scenarios.results.stale", table=RESULTS, value=name)])
    record = described(study, scenario)
    if content["plan"] is None:
        said = tuple(Said(str(r["says"]), str(r["says_en"])) for r in content["reasons"])
        return replace(record, status="refused", reasons=said)
    record = planned(study, scenario, content["plan"], float(content["seconds"]), str(content["key"]))
    assert record.plan is not None
    assert record.problem is not None
    claimed = record.plan.document.county.digest, record.plan.policy
    if claimed != (digest(record.problem.county), record.problem.policy):
        raise InputError([mistake("scenarios.results.stale", table=RESULTS, value=name)])
    return record
