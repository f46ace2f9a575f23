"""A folder of results read again, believing none of it: plans are verified anew, on problems made anew."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from scenarios.runs.files import COUNTY, POLICY, RESULTS, SCENARIOS
from scenarios.runs.record import Record, compared
from scenarios.spec.reading import read_file
from scenarios.whatif.study import Study, opened
from zoning.model.errors import InputError, Mistake, mistake
from zoning.result.documents import from_document


@dataclass(frozen=True, eq=False)
class Results:
    """The study of a folder and its records, the base first; a scenario without a result has no record."""

    study: Study
    records: tuple[Record, ...]

    def __getitem__(self, name: str) -> Record:
        return next(record for record in self.records if record.name == name)


def read(folder: Path | str) -> Results:
    """The results in a folder; every plan is judged and its proof checked anew on the problem of its scenario.

    Raises
    ------
    InputError
        When it is no such folder, a line is broken, results do not belong to the county and scenarios beside them, or
        a plan file claims what is not so.
    """
    folder = Path(folder)
    missing = [name for name in (RESULTS, COUNTY, POLICY, SCENARIOS) if not (folder / name).is_file()]
    if missing:
        raise InputError([mistake("scenarios.results.no_folder", table=str(folder), file=missing[0])])
    from solvers.proof.verify import verify  # OR-Tools comes with it

    study = opened([read_file(folder / SCENARIOS)], lenient=True)
    records: list[Record] = []
    found: list[Mistake] = []
    for line, text in enumerate((folder / RESULTS).read_text(encoding="utf-8").splitlines(), start=1):
        try:
            record: Record = from_document(json.loads(text), name=RESULTS, study=study)
            records.append(record)
            false = verify(record.problem, record.plan).mistakes if record.plan and record.problem else ()
            found += [replace(one, row=line) for one in false]
        except InputError as error:
            found += [replace(one, row=line) for one in error.mistakes]
        except ValueError as error:
            found.append(mistake("zoning.files.not_json", table=RESULTS, row=line, reason=str(error)))
    if found:
        raise InputError(found)
    return Results(study, compared(records))
