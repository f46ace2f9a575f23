"""A folder of results read again, believing none of it: plans are verified anew, on problems made anew.

What it may get wrong: seconds, and the sentences that say why there is no plan, are those of the file.
"""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from scenarios.runs.files import COUNTY, POLICY, RESULTS, SCENARIOS
from scenarios.runs.record import Record, compared
from scenarios.spec.reading import read_file
from scenarios.whatif.study import Study, opened
from zoning.model.errors import InputError, Mistake, mistake
from zoning.result.documents import from_document, parsed


@dataclass(frozen=True, eq=False)
class Results:
    """The study of a folder and its records, the base first; a scenario without a result has no record."""

    study: Study
    records: tuple[Record, ...]

    def __getitem__(self, name: str) -> Record:
        return next(record for record in self.records if record.name == name)


def read(folder: Path | str) -> Results:
    """The results in a folder; every plan is judged and its proof checked anew on the problem of its scenario.

    A plan whose proof would take more zones than are compared is no longer called proved.

    Raises
    ------
    InputError
        When it is no such folder, a line is broken, results do not belong to the county and scenarios beside them, a
        scenario has two, or a plan file claims what is not so.
    """
    folder = Path(folder)
    missing = [name for name in (RESULTS, COUNTY, POLICY, SCENARIOS) if not (folder / name).is_file()]
    if missing:
        raise InputError([mistake("scenarios.results.no_folder", table=str(folder), file=missing[0])])
    study = opened([read_file(folder / SCENARIOS)], lenient=True)
    records: list[Record] = []
    found: list[Mistake] = []
    for line, text in enumerate((folder / RESULTS).read_text(encoding="utf-8").splitlines(), start=1):
        try:
            record: Record = from_document(parsed(text.encode(), RESULTS), name=RESULTS, study=study)
            records.append(_verified(record))
        except InputError as error:
            found += [replace(one, table=RESULTS, row=line) for one in error.mistakes]
    names = Counter(record.name for record in records)
    found += [mistake("scenarios.results.twice", table=RESULTS, value=name) for name, n in names.items() if n > 1]
    if found:
        raise InputError(found)
    return Results(study, compared(records))


def _verified(record: Record) -> Record:
    """The record if all that its plan file claims is so; what of it was not proved again is not called proved.

    Raises
    ------
    InputError
        With every claim that is not so.
    """
    from solvers.proof.verify import verify  # OR-Tools comes with it

    if record.plan is None or record.problem is None:
        return record
    found = verify(record.problem, record.plan)
    mistakes = [*found.mistakes]
    if record.plan.document.mode is not None:
        mistakes.append(mistake("scenarios.results.mode", table=RESULTS, column="plan.mode", value=record.name))
    if mistakes:
        raise InputError(mistakes)
    return replace(record, status="feasible" if record.score else "unknown") if found.unproved else record
