"""Objectives minimised one after the other, and a model without a solution."""

import pytest
from ortools.sat.python import cp_model

from systems.lexicographic import lexicographic
from zoning.model.errors import ClaimError


def test_a_later_objective_decides_between_equals_only() -> None:
    model = cp_model.CpModel()
    x, y = (model.new_int_var(0, 9, name) for name in "xy")
    model.add(x + y >= 7)
    solver, values = lexicographic(model, [x + y, -x, y])
    assert values == (7, -7, 0)
    assert (solver.value(x), solver.value(y)) == (7, 0)


def test_a_model_without_a_solution_is_a_fault_of_its_author() -> None:
    model = cp_model.CpModel()
    x = model.new_int_var(0, 1, "x")
    model.add(x >= 2)
    with pytest.raises(ClaimError):
        lexicographic(model, [x])
