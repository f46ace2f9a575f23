"""Amounts as a scenario writes them."""

import pytest

from scenarios.spec.amounts import amount


@pytest.mark.parametrize(
    ("written", "of_ten"),
    [
        (7, 7),
        (2.5, 2.5),
        ("x1.3", 13),
        ("×0.5", 5),
        ("+2", 12),
        ("-2", 8),
        ("−2", 8),
        ("+30%", 13),
        ("-10 %", 9),
        (0, 0),
    ],
)
def test_amounts_are_numbers_or_changes(written: object, of_ten: float) -> None:
    assert amount(written).of(10) == pytest.approx(of_ten)


@pytest.mark.parametrize("written", ["", "1.3x", "x", "x-1", "30%", "x10%", True, -1, float("nan"), [2], "y2", "+1e9"])
def test_anything_else_is_no_amount(written: object) -> None:
    with pytest.raises(ValueError, match=r"scenarios\.spec\.amount"):
        amount(written)
