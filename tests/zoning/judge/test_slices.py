"""Incidents parted by time: periods in order, counts as they stand in the rows, months that are missing."""

import numpy as np
import pytest

from tests.zoning.drawn import CODES, county
from zoning.judge.slices import Slices, by_period
from zoning.model.bureau import Bureau, Period
from zoning.model.county import County


def with_periods(held: dict[str, dict[str, tuple[float, float]]]) -> County:
    rows = tuple(Period(name=name, station=code, counts=two) for name, own in held.items() for code, two in own.items())
    return county(bureau=Bureau(periods=rows))


def test_periods_stand_in_the_order_of_their_numbers_and_rows_that_are_not_there_count_as_none() -> None:
    given = with_periods({"2024年10月": {"A": (3, 1)}, "2024年2月": {"B": (2, 0), "A": (1, 5)}})
    held = by_period(given)
    assert held is not None
    assert held.names == ("2024年2月", "2024年10月")
    assert held.counts[:2].tolist() == [[[1, 3], [5, 1]], [[2, 0], [0, 0]]]
    assert not held.counts[2:].any()
    assert not held.whole(given)
    assert by_period(county()) is None
    assert by_period(county(bureau=Bureau(periods=(Period(name="x", station="A", counts=(1.0,)),)))) is None


def test_a_slice_of_a_county_has_its_counts_and_its_part_of_the_years() -> None:
    whole = county(years=2.0)
    rows = (
        Period(name=str(k), station=c, counts=tuple(whole.counts[i] / 4)) for k in range(4) for i, c in enumerate(CODES)
    )
    given = county(years=2.0, bureau=Bureau(periods=tuple(rows)))
    held = by_period(given)
    assert held is not None
    assert held.whole(given)
    one = held.county(given, 3)
    assert one.years == 0.5
    np.testing.assert_allclose(one.workload, given.workload)


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (("2023-11", "2023-12", "2024-01"), ()),
        (("2023-11", "2024-02"), ("2023-12", "2024-01")),
        (("2023年11月", "202402"), ("2023-12", "2024-01")),
        (("2023Q1", "2023Q3"), ()),
        (("2023", "2025"), ()),
    ],
)
def test_months_between_the_first_and_the_last_without_a_row_are_missing(
    names: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    assert Slices(names, np.zeros((1, 1, len(names)))).missing == missing


@pytest.mark.parametrize(
    ("names", "mixed"),
    [
        (("2023-11", "2023年12月", "202401"), ()),
        (("上半年", "下半年"), ()),
        (("2023", "2024-01", "2024-02"), ("2023", "2024-01")),
        (("2023Q1", "2023-04", "旺季"), ("2023Q1", "2023-04", "旺季")),
    ],
)
def test_of_periods_that_are_not_equally_long_one_of_each_length_is_named(
    names: tuple[str, ...], mixed: tuple[str, ...]
) -> None:
    assert Slices(names, np.zeros((1, 1, len(names)))).mixed == mixed
