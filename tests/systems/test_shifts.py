"""Units on duty by hour of the day (N3, N8)."""

from dataclasses import replace

import pytest

from systems.shifts import shifts
from zoning.model.bureau import Unit


def test_n3_n8_units_with_crew_are_on_duty_by_their_shifts() -> None:
    day = Unit(code="1", name="巡组", base="A", crew=3, start_hour=8, end_hour=18)
    night = Unit(code="2", name="冲锋车", kind="response_car", base="A", crew=4, start_hour=22.5, end_hour=6)
    found = shifts((day, night))
    assert found.units[[7, 8, 17, 18, 22, 23, 0, 5, 6]].tolist() == [0, 1, 1, 0, 0.5, 1, 1, 1, 0]
    assert found.crew.sum() == pytest.approx(3 * 10 + 4 * 7.5)
    assert found.empty == (6, 7, 18, 19, 20, 21, 22)
    always = replace(shifts((Unit(code="3", name="巡组", base="A", start_hour=5, end_hour=5),)))
    assert always.empty == ()
