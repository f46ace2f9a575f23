"""Long lists are parted as a reader of RFC 4180 parts them, at whatever byte a block ends; what it cannot is left."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.listing import lines
from geodata.listing.cells import Cells, Words
from geodata.listing.lines import blocks, column, filled, parted

CELLS = st.lists(st.sampled_from(["a", "7", ",", '"', "\r\n", "\n", "派", "（", " "]), max_size=6).map("".join)


def read(text: str, encoding: str, width: int) -> list[tuple[str, ...]] | None:
    """The rows of a text; ``None`` where it is irregular."""
    found: list[tuple[str, ...]] = []
    for _, rows in blocks(io.BytesIO(text.encode(encoding)), ","):
        if rows is None:
            return None
        where, count = filled(rows, list(range(width)))
        texts = [Words.of(column(rows, where[place], encoding, bare=False)).head(count) for place in range(width)]
        found += zip(*texts, strict=True)
    return found


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8), st.sampled_from(["utf-8", "gb18030"]))
def test_rows_are_those_of_a_plain_reader_at_any_size_of_block(rows: list[list[str]], encoding: str) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    meant = [stripped for row in rows if any(stripped := tuple(cell.strip(" \r\n") for cell in row))]
    for size in (1, 7, 1 << 16):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(lines, "BLOCK", size)
            patch.setattr(lines, "LONGEST", 1000)
            assert read(stream.getvalue(), encoding, 3) == meant


@pytest.mark.parametrize("text", ['a,5" pipe,b\n', 'a,"b,c\n', "a,b\rc,d\n", '"a" ,b\n', 'a,"b"c"\n'])
def test_what_is_against_the_standard_is_left_to_another_reader(text: str) -> None:
    assert read(f"1,2\n{text}", "utf-8", 2) is None


def test_short_rows_have_blank_cells_and_long_ones_are_cut() -> None:
    assert read("1\n1,2,3\n\n  \n,\n4,5", "utf-8", 2) == [("1", ""), ("1", "2"), ("4", "5")]


def test_a_row_that_never_ends_is_left_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BLOCK", 4)
    assert read("1,2\n" + "x" * 100, "utf-8", 2) is None


def test_a_cell_longer_than_the_table_is_kept_as_it_is() -> None:
    texts = ["8" * 64, "8" * 65, "8" * 65, "八" * 40, 'say ""']
    cells = Cells.of(texts)
    assert cells.head(9) == [*texts[:4], 'say "']
    assert Words.of(cells).counts(cells.hashed() == cells.hashed()[1]) == {"8" * 65: 2}


def test_a_number_is_told_from_what_stands_for_none() -> None:
    cells = Cells.of(["J0001", "000", "null", "3.7E+17", "ab1", "1-2", ""])
    assert cells.numbered().tolist() == [True, False, False, False, True, False, False]


def test_whole_rows_end_at_the_last_line_end_outside_of_quotes() -> None:
    rows = parted(b'1,2\n3,"a\nb', ",")
    assert rows is not None
    assert rows.used == 4
