"""Text tables that run nothing in a spreadsheet, wherever the program writes one."""

import csv
import io

import pytest

from tests.project.source import PACKAGES, ROOT, sources
from zoning.texts.formulas import bare, csv_text

FORMULAS = ['=HYPERLINK("http://x","y")', "@SUM(A1)", "+cmd|' /C calc'!A0", "-1+1", "\t=1", "'=1", "-- x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_written_as_text_and_read_back(text: str) -> None:
    ((cell,),) = csv.reader(io.StringIO(csv_text([[text]]), newline=""))
    assert cell.startswith("'")
    assert bare(cell) == text


@pytest.mark.parametrize("value", [-5, "-5", "+3.5", "-1e-7", "三合", "", "=", "a=b", 1.5, True])
def test_what_runs_nothing_stays_as_it_is(value: object) -> None:
    assert csv_text([[value, None]]) == f"{value},\n"


def test_no_module_writes_such_tables_by_itself() -> None:
    """One home: :func:`zoning.texts.formulas.csv_text`."""
    writers = ("csv.writer", "DictWriter", ".to_csv(")
    others = {
        path.relative_to(ROOT).as_posix()
        for path in sources(*PACKAGES)
        if any(word in path.read_text(encoding="utf-8") for word in writers)
    }
    assert others == {"zoning/texts/formulas.py"}
