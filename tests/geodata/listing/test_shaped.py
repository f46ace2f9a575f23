"""Times and numbers that are read by shape are those that a reader of single texts finds."""

import math
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.listing.cells import Cells
from geodata.listing.shaped import clocks, numbers, times

FORMS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y.%m.%d %H:%M:%S", "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S+08:00")
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001


@given(st.lists(st.tuples(MOMENTS, st.sampled_from(FORMS)), min_size=1, max_size=20))
def test_times_of_many_forms_are_read_beside_each_other(written: list[tuple[datetime, str]]) -> None:
    found, clocked = times(Cells.of([moment.strftime(form) for moment, form in written]))
    assert found.tolist() == [moment.replace(microsecond=0) for moment, _ in written]
    assert clocked.all()


@pytest.mark.parametrize(
    "text", ["2023-02-29 10:00:00", "2023-13-01", "2023-01-00", "2023-01-05 24:00:00", "20230105106000", "2023-1/5"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert np.isnat(times(Cells.of([text]))[0][0])


def test_another_zone_is_left_to_those_who_tell_it() -> None:
    assert np.isnat(times(Cells.of(["2023-01-05T13:04:09+09:00"]))[0][0])


@given(st.lists(st.floats(-180, 180).map(repr) | st.decimals(-180, 180, places=6).map(str), min_size=1, max_size=20))
def test_degrees_are_read_to_the_last_bit_but_one(texts: list[str]) -> None:
    for text, value in zip(texts, numbers(Cells.of(texts)).tolist(), strict=True):
        assert value == pytest.approx(float(text), rel=3e-16, abs=1e-300)


def test_what_is_no_number_is_none() -> None:
    found = numbers(Cells.of(["", "E101.5", "1.2.3", "无", "8" * 70, "1e2"])).tolist()
    assert [None if math.isnan(value) else value for value in found] == [None, None, None, None, float("8" * 70), 100.0]


def test_a_clock_alone_is_seconds_since_midnight() -> None:
    assert clocks(Cells.of(["13:04:09", "1:04", "25:00", "2023-01-05 13:04"])).tolist() == [47049, 3840, -1, -1]
