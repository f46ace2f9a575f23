"""A folder of results written: each file whole or not there."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geodata
from geodata.tables.settings import render_toml
from scenarios.runs.files import COUNTY, PARQUET, PLANS, POLICY, RESULTS, SCENARIOS, TABLE, TABLES
from scenarios.runs.longtable import as_csv, as_parquet, rows_of
from scenarios.runs.record import Record
from scenarios.spec.scenario import NAME, Scenario
from scenarios.spec.schema import leaves
from scenarios.whatif.study import Study
from zoning.files.whole import write_whole
from zoning.model.policy import Policy
from zoning.result.codec import dumps
from zoning.result.documents import to_document


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
        for kind in {"set", "incidents"} & content.keys():  # in the order in which they stand, however they are spelt
            content[kind] = {".".join(path): value for path, value in leaves(content[kind])}
        done = study.applied.get(scenario.name)
        if done is not None and done.band is not None:
            content["tightest"] = {"band": done.band.tightest, "zones": done.band.zones}
        written[scenario.name] = content
    base = {"county": COUNTY, "policy": POLICY, "why": study.why}
    write_whole(folder / SCENARIOS, render_toml({"base": base, "scenarios": written}).encode())


def _copied(folder: Path, scenario: Scenario, name: str) -> str:
    """Copy a table into the folder; gives its path from there."""
    source = scenario.folder / name
    copy = f"{TABLES}/{scenario.name}-{source.name}"
    if source.is_file() and source.resolve() != (folder / copy).resolve():
        write_whole(folder / copy, source.read_bytes())
    return copy


def _policy_text(policy: Policy) -> str:
    """The policy as a file with every value, independent of later defaults."""
    tables = policy.model_dump(mode="json")
    return render_toml(
        {
            key: {k: "none" if v is None else v for k, v in held.items()} if isinstance(held, dict) else held
            for key, held in tables.items()
        }
    )


def write_results(folder: Path, records: Sequence[Record]) -> list[Path]:
    """Write the results; plans of scenarios of an earlier run that are no longer in the study are removed.

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
    lines = [json.dumps(to_document(record), ensure_ascii=False, allow_nan=False) + "\n" for record in records]
    put(RESULTS, "".join(lines).encode())
    rows = rows_of(records)
    put(TABLE, as_csv(rows))
    parquet = as_parquet(rows)
    if parquet is not None:
        put(PARQUET, parquet)
    for name in before:
        if (old := folder / PLANS / f"{name}.json") not in files:
            old.unlink(missing_ok=True)
    return files


def _names(folder: Path) -> list[str]:
    """Names of the scenarios with results in the folder; none where the file is not ours."""
    try:
        lines = (folder / RESULTS).read_text(encoding="utf-8").splitlines()
        names = [json.loads(line)["name"] for line in lines]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [name for name in names if isinstance(name, str) and NAME.fullmatch(name)]
