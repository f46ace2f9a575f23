"""Times as exports and people write them, read as they are meant; what cannot be read is told by its form."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

import geodata
from geodata.calls.count import Wanted, count_calls
from geodata.calls.moments import moments
from geodata.listing.cells import Cells

TODAY = date(2026, 1, 1)
MOMENT = datetime(2023, 1, 5, 13, 4, 9)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "value", "clock"),
    [
        ("2023-01-05 13:04:09", MOMENT, True),
        ("2023/1/5 13:04:09", MOMENT, True),
        ("2023-01-05 13:04", MOMENT.replace(second=0), True),
        ("20230105130409", MOMENT, True),
        ("202301051304", MOMENT.replace(second=0), True),
        ("2023-01-05T13:04:09.123+08:00", MOMENT, True),
        ("2023年1月5日13时04分09秒", MOMENT, True),
        ("2023年1月5日 13时04分", MOMENT.replace(second=0), True),
        ("2023.1.5 13:04:09", MOMENT, True),
        ("44931.54454861111", MOMENT, True),
        ("'2023-01-05 13:04:09", MOMENT, True),
        ("2023-01-05", MOMENT.replace(hour=0, minute=0, second=0), False),
        ("20230105", MOMENT.replace(hour=0, minute=0, second=0), False),
        ("2023年1月5日", MOMENT.replace(hour=0, minute=0, second=0), False),
        ("05/01/2023 13:04:09", None, False),
        ("2023-02-30 10:00:00", None, False),
        ("２０２３－０１－０５　１３：０４：０９", MOMENT, True),
        ("2023-01-05 下午1:04", MOMENT.replace(second=0), True),
        ("2023/1/5 1:04:09 PM", MOMENT, True),
        ("2023/1/5 12:04:09 AM", MOMENT.replace(hour=0), True),
        ("2023/1/5 上午12:04:09", MOMENT.replace(hour=0), True),
        ("2023/1/5 12:04:09 pm", MOMENT.replace(hour=12), True),
        ("2023-01-05 中午12:04:09", MOMENT.replace(hour=12), True),
        ("2023-01-05 晚上8:04:09", MOMENT.replace(hour=20), True),
        ("2023-01-05 晚上12:04:09", None, True),
        ("2023-01-05 上午13:04:09", None, True),
        ("\u200b2023-01-05 13:04:09", MOMENT, True),
        ("\ufeff20230105130409", MOMENT, True),
        ("2023-01-05 13：04", MOMENT.replace(second=0), True),
        ("2023-01-05T05:04:09Z", MOMENT, True),
        ("2023-01-05T20:04:09.5Z", MOMENT.replace(day=6, hour=4), True),
        ("2023年1月5日下午1点4分", MOMENT.replace(second=0), True),
        ("2023年1月5日下午1点半", MOMENT.replace(minute=30, second=0), True),
        ("2023-01-05 13.04.09", MOMENT, True),
        ("2023.1.5 13.04", MOMENT.replace(second=0), True),
        ("13:04", None, False),
        ("", None, False),
    ],
)  # fmt: skip
def test_times_as_they_are_written(text: str, value: datetime | None, clock: bool) -> None:
    read = moments(Cells.of([text, "2020-01-01 00:00:00"]))
    found, clocked = read.when, read.clocked
    assert found[0].item() == value
    assert bool(clocked[0]) is clock
    assert found[1] == np.datetime64("2020-01-01T00:00:00")


def listed(tmp_path: Path, header: str, *rows: str) -> Path:
    path = tmp_path / "calls.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("headings", "day", "clock"),
    [
        ("报警日期,报警时间", "2023-01-05", "13:04:09"),
        ("报警日期,报警时间", "2023年1月5日", "13时04分09秒"),
        ("日期,时间", "2023/1/5 0:00:00", "'13:04:09"),
        ("接警日期,时间", "20230105", "13：04"),
        ("报警日期,报警时间", "2023/1/5", "下午1:04"),
        ("报警日期,报警时间", "２０２３/1/5", "1:04:09 PM"),
        ("报警日期,报警时间", "2023.1.5", "13.04.09"),
        ("报警日期,报警时间", "2022-12-31", "2023-01-05 13:04:09"),
    ],
)
def test_a_date_and_a_clock_in_two_columns_are_one_time(
    county: Path, tmp_path: Path, headings: str, day: str, clock: str
) -> None:
    calls = listed(tmp_path, f"{headings},派出所,类别", f"{day},{clock},东山,纠纷")
    found, sheets = count_calls(geodata.read_source(county), calls, Wanted(TODAY))
    assert (found.counted, found.first) == (1, "2023-01-05")
    assert sheets.hours[1:] == [("101", "dispute", 4, 13, 1)]


@pytest.mark.parametrize("clock", ["", " ", "无", "--", "NULL"])
def test_a_day_without_a_clock_counts_in_its_period_and_weekday_but_in_no_hour(
    county: Path, tmp_path: Path, clock: str
) -> None:
    rows = [f"2023-01-05,{clock},东山,纠纷", "2023-02-06,10:00,东山,纠纷", f"2023-02-30,{clock},东山,纠纷"]
    calls, tables = listed(tmp_path, "报警日期,报警时间,派出所,类别", *rows), geodata.read_source(county)
    found, sheets = count_calls(tables, calls, Wanted(TODAY))
    assert (found.counted, found.without_hour, found.not_counted["time"]) == (2, 1, 1)
    months = {(s, c, str(p)): n for s, c, p, n in sheets.incidents[1:] if n}
    assert months == {("101", "dispute", "2023-01"): 1, ("101", "dispute", "2023-02"): 1}
    assert sheets.hours[1:] == [("101", "dispute", 1, 10, 1)]
    assert [(word.word, word.count) for word in found.left_out[0].words] == [("9999-99-99", 1)]
    _, by_day = count_calls(tables, calls, Wanted(TODAY, by="weekday"))
    assert {str(p) for _, _, p, n in by_day.incidents[1:] if n} == {"1周一", "4周四"}
    _, by_shift = count_calls(tables, calls, Wanted(TODAY, by="shift"))
    assert {str(p): n for _, _, p, n in by_shift.incidents[1:] if n} == {"08-16": 1}


def test_clocks_that_are_shares_of_a_day_are_read(county: Path, tmp_path: Path) -> None:
    shares = ("0.544548611111111", "0.25", "0.5", "0")
    rows = [f"44931,{share},东山,纠纷" for share in shares]
    calls = listed(tmp_path, "报警日期,报警时间,派出所,类别", *rows)
    found, sheets = count_calls(geodata.read_source(county), calls, Wanted(TODAY))
    assert found.counted == 4
    assert [row[2:] for row in sheets.hours[1:]] == [(4, 0, 1), (4, 6, 1), (4, 12, 1), (4, 13, 1)]
    dotted = listed(tmp_path, "报警日期,报警时间,派出所,类别", "44931,0.25,东山,纠纷")
    _, sheets = count_calls(geodata.read_source(county), dotted, Wanted(TODAY))
    assert [row[2:] for row in sheets.hours[1:]] == [(4, 0, 1)], "alone it is 0:25"


def test_many_calls_at_midnight_sharp_are_told(county: Path, tmp_path: Path) -> None:
    header = "报警时间,编号,派出所,类别"
    rows = [f"2023-01-{1 + k % 28:02d} 00:00:00,A{k},东山,纠纷" for k in range(21)]
    found, _ = count_calls(geodata.read_source(county), listed(tmp_path, header, *rows), Wanted(TODAY))
    assert (found.counted, found.at_midnight) == (21, 21)
    found, _ = count_calls(geodata.read_source(county), listed(tmp_path, header, *rows[:20]), Wanted(TODAY))
    assert (found.counted, found.at_midnight) == (20, 0)


def test_times_that_nobody_can_read_are_told_by_their_form(county: Path, tmp_path: Path) -> None:
    times = ("", "无", "05/01/2023 13:04", "06/01/2023 13:04", "2023-02-30", "诸葛春雨13812345678")
    rows = [f"{time},东山,纠纷" for time in times]
    found, _ = count_calls(geodata.read_source(county), listed(tmp_path, "报警时间,派出所,类别", *rows), Wanted(TODAY))
    assert (found.not_counted["no_time"], found.not_counted["time"]) == (2, 4)
    (said,) = found.left_out
    forms = {(word.word, word.count) for word in said.words}
    assert (said.reason, forms) == ("time", {("99/99/9999 99:99", 2), ("9999-99-99", 1), ("…99999999999", 1)})
