"""Headings: a text that is far too long is none, and is not looked at once for every column."""

from collections import Counter
from pathlib import Path

import pytest

import geodata
from geodata.tables import columns
from geodata.tables.columns import LONGEST, find
from geodata.tables.kinds import KINDS
from tests.geodata.books import sheets, write

LONG = "".join(map(chr, range(0x4E00, 0x4E00 + 2_000)))
"""Twenty times longer, and all in one row, headings took minutes."""
OFTEN = 5
"""A table may look at its headings so many times, however many columns it has."""


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each long text was simplified."""
    counts: Counter[str] = Counter()
    normalize = columns.unicodedata.normalize

    def counted(form: str, text: str) -> str:
        if len(text) >= len(LONG):
            counts[text] += 1
        return normalize(form, text)

    monkeypatch.setattr("unicodedata.normalize", counted)
    return counts


def test_a_heading_that_is_too_long_means_no_column() -> None:
    known = KINDS["stations"].columns
    assert find("民警" + " " * (LONGEST - 2), known)[0] is not None
    assert find("民警" + " " * LONGEST, known) == (None, "")


def test_long_headings_of_a_workbook_are_not_looked_at_for_every_column(
    tmp_path: Path, looked_at: Counter[str]
) -> None:
    content = sheets()
    content["派出所"][0] += [LONG + str(k) for k in range(20)]
    content["备注"] = [[LONG + f"{k} {row}" for k in range(20)] for row in range(10)]
    geodata.read(write(tmp_path / "县.xlsx", content))
    assert max(looked_at.values(), default=0) <= OFTEN
