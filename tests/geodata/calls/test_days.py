"""Which sheets of a workbook are counted, which days they cover, and what is small in the tables."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

import geodata
from geodata.calls import stream
from geodata.calls.count import Wanted, count_calls
from geodata.calls.stream import Lacking
from geodata.density.parts import years_of as density_years
from tests.geodata.calls.made import rows_in
from zoning.judge.calendar import length_of
from zoning.model.errors import InputError

TODAY = date(2026, 1, 1)
MOMENT = datetime(2023, 1, 5, 13, 4, 9)  # noqa: DTZ001


@pytest.mark.parametrize("rows", [2, stream.ROWS])
def test_every_sheet_with_the_headings_is_read_and_the_others_are_named(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(stream, "ROWS", rows)
    book = Workbook()
    sheets = {"1月": 3, "2月": 5, "诸葛春雨": 4, "旧表": 6}
    for number, (name, count) in enumerate(sheets.items(), 1):
        sheet = book.create_sheet(name)
        sheet.append([f"{name}明细"])
        header = ["接警时间", "派出所代码", "警情类别"]
        sheet.append(header if number != 2 else header[::-1])
        for second in range(count):
            row = [datetime(2023, number, 5, 13, 4, second), 101, "纠纷"]  # noqa: DTZ001
            sheet.append(row if number != 2 else row[::-1])
    book["旧表"].sheet_state = "hidden"
    book.create_sheet("汇总").append(["合计", 12])
    book.create_sheet("空")
    book.save(tmp_path / "calls.xlsx")
    found, tables = count_calls(geodata.read_source(county), tmp_path / "calls.xlsx", Wanted(TODAY))
    assert (found.sheets, found.sheets_unread, found.sheets_hidden) == (("1月", "2月"), ("旧表", "汇总"), 1)
    assert (found.read, found.counted) == (12, 12)
    assert [(p, n) for _, c, p, n in tables.incidents[1:] if c == "dispute" and n] == [
        ("2023-01", 3), ("2023-02", 5), ("2023-03", 4),
    ]  # fmt: skip


def test_a_sheet_without_a_column_that_others_have_is_told_with_its_rows(county: Path, tmp_path: Path) -> None:
    book = Workbook()
    header = ["接警时间", "派出所代码", "警情类别", "处警结果", "经度", "纬度"]
    for name, left_out, count in (("1月", (), 3), ("2月", (1, 3), 2), ("诸葛春雨", (4, 5), 4), ("3月", (3,), 0)):
        sheet = book.create_sheet(name)
        for second in range(-1, count):
            when = datetime(2023, 1, 5, 13, 4, second % 60)  # noqa: DTZ001
            row = header if second < 0 else [when, 101, "纠纷", "已处置", 107.03, 30.03]
            sheet.append([cell for place, cell in enumerate(row) if place not in left_out])
    book.save(tmp_path / "calls.xlsx")
    found, _ = count_calls(geodata.read_source(county), tmp_path / "calls.xlsx", Wanted(TODAY))
    assert found.sheets_lacking == (Lacking("2月", ("station", "status"), 2), Lacking("", ("lon", "lat"), 4))
    assert found.read == 9


def test_persons_on_a_further_sheet_are_seen(county: Path, tmp_path: Path) -> None:
    book = Workbook()
    for name, kinds in (("1月", ["纠纷"] * 4), ("2月", ["13812345678找人"] * 4)):
        sheet = book.create_sheet(name)
        sheet.append(["接警时间", "派出所代码", "警情类别"])
        for kind in kinds:
            sheet.append([MOMENT, 101, kind])
    book.save(tmp_path / "calls.xlsx")
    with pytest.raises(InputError, match="警情类别"):
        count_calls(geodata.read_source(county), tmp_path / "calls.xlsx", Wanted(TODAY))


DAYS = ("2023-01-10", "2023-02-20")


@pytest.mark.parametrize(
    ("by", "since", "until", "names", "years"),
    [
        ("month", *DAYS, ("2023-01 (01-10..01-31)", "2023-02 (02-01..02-20)"), (22 / 31 + 20 / 28) / 12),
        ("month", "2023-01-10", None, ("2023-01 (01-10..01-31)", "2023-02"), (22 / 31 + 1) / 12),
        ("month", "2022-12-31", "2023-02-28", ("2022-12 (12-31..12-31)", "2023-01", "2023-02"), (1 / 31 + 2) / 12),
        ("quarter", *DAYS, ("2023-Q1 (01-10..02-20)",), 42 / 90 / 4),
        ("quarter", None, None, ("2023-Q1 (01-01..02-28)",), 59 / 90 / 4),
        ("year", None, "2023-12-31", ("2023 (01-01..12-31)",), 1.0),
        ("year", None, None, ("2023 (01-01..02-28)",), 59 / 365),
        ("month", None, None, ("2023-01", "2023-02"), 2 / 12),
    ],
)
def test_a_period_that_is_not_whole_says_so_and_lasts_as_many_days_everywhere(
    by: str, since: str | None, until: str | None, names: tuple[str, ...], years: float, county: Path, tmp_path: Path
) -> None:
    days = [None if day is None else date.fromisoformat(day) for day in (since, until)]
    rows = [f"2023-01-{10 + k},东山,纠纷" for k in range(20)] + [f"2023-02-{1 + k:02d},东山,纠纷" for k in range(20)]
    calls = rows_in(tmp_path, "报警时间,派出所,类别", *rows)
    found, sheets = count_calls(geodata.read_source(county), calls, Wanted(TODAY, by=by, since=days[0], until=days[1]))
    assert found.periods == tuple(name.replace(" (01-01..12-31)", "") for name in names)
    assert found.counted == sum(int(str(row[3])) for row in sheets.incidents[1:]) == 40
    assert length_of(found.periods) == density_years(found.periods) == pytest.approx(years)
    if by == "month":
        assert found.years == pytest.approx(years)


def test_a_list_that_begins_late_in_a_month_is_told_unless_days_were_asked_for(county: Path, tmp_path: Path) -> None:
    rows = [f"2023-01-{20 + k % 12} 10:{k:02d},东山,纠纷" for k in range(48)]
    calls, source = rows_in(tmp_path, "报警时间,派出所,类别", *rows), geodata.read_source(county)
    assert count_calls(source, calls, Wanted(TODAY))[0].assumed_whole == ("2023-01",)
    assert count_calls(source, calls, Wanted(TODAY, since=date(2023, 1, 20)))[0].assumed_whole == ()
    calls = rows_in(tmp_path, "报警时间,派出所,类别", *(f"2023-01-{day} 10:00,东山,纠纷" for day in (10, 20, 25)))
    assert count_calls(source, calls, Wanted(TODAY))[0].assumed_whole == (), "few calls leave weeks without"


def test_small_counts_are_told_of_every_table_and_shown_classes_are_those_of_the_file(
    county: Path, tmp_path: Path
) -> None:
    rows = [f"2023-01-05 {hour:02d}:04:09,东山,纠纷" for hour in range(4)] + ["2023-01-05 23:04:09,东山,交通"]
    calls, source = rows_in(tmp_path, "报警时间,派出所,类别", *rows), geodata.read_source(county)
    plain, _ = count_calls(source, calls, Wanted(TODAY))
    assert dict(plain.small_left) == {"incidents": 1, "hours": 5, "villages": 0, "grid": 0}
    assert {one.key: one.count for one in plain.classes} == {"dispute": 4, "traffic": 1}
    merged, _ = count_calls(source, calls, Wanted(TODAY, least=3))
    assert dict(merged.small_left) == {"incidents": 0, "hours": 0, "villages": 0, "grid": 0}
    assert {one.key: one.count for one in merged.classes} == {"dispute": 5, "traffic": 0}
