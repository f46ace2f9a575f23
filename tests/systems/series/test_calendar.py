"""Names of periods as parts of years, and the whole years of a table."""

from datetime import date

import numpy as np
import pytest

from systems.series.series import gapless, without_parts, years_of
from zoning.judge.calendar import Span, in_part, length_of, span_of, spans_of, undated
from zoning.judge.slices import Slices


@pytest.mark.parametrize(
    ("name", "span"),
    [
        *((name, Span(2024, 0, 12)) for name in ("2024-01", "2024年1月", "202401", "2024/1", "2024.01")),
        *((name, Span(2024, 2, 4)) for name in ("2024-Q3", "2024Q3", "2024年第3季度", "2024年三季度")),
        *((name, Span(2024, 0, 1)) for name in ("2024", " 2024年 ")),
        *((name, None) for name in ("", "2024-13", "2024-00", "上半年", "1月", "2024-Q5", "12024", "2024-01-01")),
    ],
)
def test_a_name_is_a_month_a_quarter_or_a_year(name: str, span: Span | None) -> None:
    assert span_of(name) == span


def test_a_date_that_a_spreadsheet_made_of_a_month_is_the_month() -> None:
    names = ("2024-01-01", "2024/2/1", "2024-03-01 00:00:00", "2024-04", "")
    assert list(undated(names).values()) == ["2024-01", "2024-02", "2024-03", "2024-04", ""]
    assert undated(("2024-01-01", "2024-01-02")) == {name: name for name in ("2024-01-01", "2024-01-02")}
    assert undated(("2024-13-01",)) == {"2024-13-01": "2024-13-01"}


def test_names_are_parts_of_one_kind_each_once() -> None:
    assert spans_of(("2024-01", "2024-Q2")) is None
    assert spans_of(("2024-01", "2024年1月")) is None
    assert spans_of(("2023-12", "2024-01")) == (Span(2023, 11, 12), Span(2024, 0, 12))


def test_a_part_later_is_in_the_next_year_and_is_called_as_count_calls_it() -> None:
    assert Span(2023, 11, 12).later(1).name == "2024-01"
    assert Span(2023, 3, 4).later(2).name == "2024-Q2"
    assert Span(2023, 0, 1).later(1).name == "2024"


def test_only_years_with_all_their_parts_are_years() -> None:
    names = tuple(f"2022-{month:02d}" for month in range(3, 13)) + tuple(f"2023-{month:02d}" for month in range(1, 13))
    slices = Slices(names, np.arange(22.0).reshape(1, 1, 22))
    years = years_of(slices)
    assert (years.names, years.counts.tolist()) == (("2023",), [[[sum(range(10, 22))]]])
    assert length_of(slices.names) == pytest.approx(22 / 12)
    assert gapless(slices)
    assert not gapless(Slices(("2022-01", "2022-03"), np.zeros((1, 1, 2))))
    assert len(years_of(Slices(("甲", "乙"), np.zeros((1, 1, 2))))) == 0


def test_a_period_that_is_not_whole_says_its_days_and_lasts_as_long() -> None:
    part = span_of("2024-02 (02-10..02-29)")
    assert part is not None
    assert (part, part.days) == (Span(2024, 1, 12), (date(2024, 2, 10), date(2024, 2, 29)))
    assert part.years == pytest.approx(20 / 29 / 12)
    assert span_of(part.name) == part
    assert span_of("2024年2月（02-10至02-29）") == part
    assert part.later(1).name == "2024-03"
    assert Span(2024, 0, 4).within(date(2024, 2, 1), date(2024, 9, 9)).name == "2024-Q1 (02-01..03-31)"
    for name in ("2024-02 (02-10..02-30)", "2024-02 (02-10..03-01)", "2024-02 (02-20..02-10)", "甲 (02-01..02-02)"):
        assert span_of(name) is None
    names = ("2024-01", part.name, "2024-03")
    assert length_of(names) == pytest.approx((2 + 20 / 29) / 12)
    assert in_part(names) == (part.name,)
    slices = Slices(names, np.arange(3.0).reshape(1, 1, 3))
    assert without_parts(slices).names == ("2024-01", "2024-03")
    assert slices.mixed == ("2024-01", part.name)
    assert length_of(("2024-02", part.name)) is None, "one month twice"


def test_a_year_of_which_some_days_are_lacking_is_no_whole_year() -> None:
    months = [Span(2023, month, 12) for month in range(12)]
    names = tuple(one.name for one in months)
    cut = (months[0].within(date(2023, 1, 2), date(2023, 12, 31)).name, *names[1:])
    counts = np.ones((1, 1, 12))
    assert years_of(Slices(names, counts)).names == ("2023",)
    assert years_of(Slices(cut, counts)).names == ()
