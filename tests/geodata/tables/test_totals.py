"""Totals that are not the sums: both figures and the cell that one slip of the keyboard explains."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from geodata.tables.findings import Findings
from geodata.tables.table import Row, Table
from geodata.tables.totals import note_totals
from tests.geodata.drawn import adding, draw
from tests.geodata.tables.told import INCIDENTS, STATIONS, notices
from zoning.texts import Message


def likely(counts: Sequence[object], total: object) -> tuple[str, dict[str, object]]:
    """What is said of a column of officers and a total below it: a key, blank where nothing is said, and its values."""
    cells = [("1", str(count)) for count in counts] + [("合计", str(total))]
    rows = tuple(Row(row, line) for line, row in enumerate(cells, start=2))
    found = Findings()
    note_totals("stations", Table("stations.csv", ("code", "officers"), ("code", "officers"), rows), (), found)
    if not found.notices:
        return "", {}
    (notice,) = found.notices
    says = notice.values["likely"]
    assert isinstance(says, Message)
    for language in ("zh", "en"):
        assert str(notice.values["total"]) in notice.text(language)  # type: ignore[arg-type]
    return says.key.removeprefix("geodata.total."), dict(says.values)


@pytest.mark.parametrize(
    ("counts", "total", "key", "values"),
    [
        ([12, 40, 7], 59, "", {}),
        ([12, "", 7], 19, "", {}),
        (["1,200", 40, 7], "1,247", "", {}),
        ([1300, 415, 768], 1300 + 415 + 786, "cell", {"row": 4, "value": "768", "meant": "786"}),
        ([13, 4020, 768], 13 + 402 + 768, "cell", {"row": 3, "value": "4,020", "meant": "402"}),
        ([13, 402, 76], 13 + 402 + 768, "cell", {"row": 4, "value": "76", "meant": "768"}),
        ([13, "", 768], 13 + 402 + 768, "blank", {"row": 3, "value": "0", "meant": "402"}),
        ([131, 402, 768], 131 + 402, "counted", {"row": 4, "value": "768", "meant": "0"}),
        ([131, 402, 768], 1031, "itself", {"sum": "1,301"}),
        ([131, 402, 768], 1301 + 33, "none", {}),
        ([14, 14, 50], 14 + 41 + 50, "cell_several", {"rows": ["2 (14 → 41)", "3 (14 → 41)"]}),
    ],
)
def test_the_cell_that_explains_a_difference(
    counts: list[object], total: object, key: str, values: dict[str, object]
) -> None:
    assert likely(counts, total) == (key, values)


def test_areas_that_were_rounded_one_by_one_may_differ_by_that() -> None:
    assert likely(["38.1", "40.2", "7.7"], "86.1")[0] == ""
    assert likely(["38.1", "40.2", "7.7"], "68.0")[0] != ""


def of(rows: str) -> Table:
    cells = [tuple(line.split(",")) for line in rows.split()]
    held = tuple(Row(row, line) for line, row in enumerate(cells, start=2))
    return Table("incidents.csv", ("station", "class", "count"), ("station", "class", "count"), held)


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ("a,x,1 a,y,2 小计,,3 b,x,4 b,y,5 小计,,9 合计,,12", []),
        ("a,x,1 a,y,2 小计,,3 b,x,4 b,y,5 小计,,90 合计,,12", [7]),
        ("a,x,1 a,y,2 a,合计,3 b,x,4 b,y,5 b,合计,9", []),
        ("a,x,1 a,y,2 a,合计,4 b,x,4 b,y,5 b,合计,9", [4]),
        ("a,x,1 b,x,4 a,y,2 b,y,5 合计,x,5 合计,y,8", [7]),
        ("合计,,12 a,x,1 a,y,2 b,x,4 b,y,5", []),
    ],
    ids=["sections", "one section", "by station", "one station", "by class", "on top"],
)
def test_a_total_is_of_the_rows_that_it_says_it_is_of(rows: str, wrong: list[int]) -> None:
    found = Findings()
    note_totals("incidents", of(rows), (), found)
    assert [notice.values["row"] for notice in found.notices] == wrong


@pytest.mark.parametrize(
    ("table", "line", "sums"), [(STATIONS, "合计,,,,,900,90036,127,45", 126), (INCIDENTS, "合计,,738", 737)]
)
def test_the_total_of_a_table_of_the_county_is_compared(table: str, line: str, sums: int, tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    adding(table, line + ("," * 5 if table == STATIONS else ""))(at)
    told = notices(at)["totals_differ"].values
    assert (told["table"], told["sum"], told["difference"]) == (table, str(sums), "1")


def test_a_wide_table_has_totals_both_ways_that_meet_in_the_cell() -> None:
    header = ("派出所", "纠纷", "交通", "合计")
    cells = [("a", "14", "20", "34"), ("b", "15", "24", "49"), ("c", "14", "41", "55"), ("合计", "43", "95", "138")]
    rows = tuple(Row(row, line) for line, row in enumerate(cells, start=2))
    found = Findings()
    note_totals("incidents", Table("警情", header, ("station", None, None, None), rows), ("纠纷", "交通"), found)
    beside, column = found.notices
    assert beside.values["rows"] == [3]
    assert (column.values["column"], column.values["likely"].values["meant"]) == ("交通", "34")
