"""A folder of results read again, believing none of it: plans are judged anew, on problems made anew."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios.runs.files import COUNTY, POLICY, RESULTS, SCENARIOS
from scenarios.runs.record import Record, Said, compared, described, planned
from scenarios.spec.reading import read_file
from scenarios.spec.scenario import BASE, Scenario
from scenarios.whatif.study import Study, opened
from zoning.model.errors import InputError, Mistake, mistake
from zoning.result.digest import digest


@dataclass(frozen=True, eq=False)
class Results:
    """The study of a folder and its records, the base first; a scenario without a result has no record."""

    study: Study
    records: tuple[Record, ...]

    def __getitem__(self, name: str) -> Record:
        return next(record for record in self.records if record.name == name)


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
