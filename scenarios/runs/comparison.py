"""The plans of a study of scenarios side by side: every plan under every scenario that could be applied."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scenarios.compare.compare import Case, Comparison, compare, gathered
from scenarios.runs.record import Record
from scenarios.runs.results import read
from zoning.model.errors import InputError, mistake


def of_results(folder: Path) -> Comparison:
    """The plan of every scenario under every scenario; a station merged in one follows its heir in the others.

    Raises
    ------
    InputError
        When it is no folder of results, or no scenario has a plan.
    """
    return of_records(records_of(folder))


def records_of(folder: Path) -> tuple[Record, ...]:
    """The records of a folder of results; raises as :func:`of_results`."""
    records = read(folder).records
    if not any(record.score for record in records):
        raise InputError([mistake("scenarios.compare.no_plan", table=str(folder))])
    return records


def of_records(records: Sequence[Record]) -> Comparison:
    """The same of records; at least one has a plan."""
    merged = {record.name: dict(record.merged) for record in records}
    cases = [Case(one.name, one.problem, merged[one.name]) for one in records if one.problem is not None]
    planned = [(r.name, r.problem, r.score.plan) for r in records if r.problem is not None and r.score is not None]
    _, candidates = gathered(planned)
    return compare(cases, [replace(candidate, follows=merged[candidate.name]) for candidate in candidates])
