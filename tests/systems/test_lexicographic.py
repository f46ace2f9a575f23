"""Objectives minimised one after the other, and a model without a solution."""

import pytest
from ortools.sat.python import cp_model

from solvers.stop import Stop, Stopped, Watch
from systems.lexicographic import lexicographic
from zoning.model.errors import ClaimError


def test_a_later_objective_decides_between_equals_only() -> None:
    model = cp_model.CpModel()
    x, y = (model.new_int_var(0, 9, name) for name in "xy")
    model.add(x + y >= 7)
    solver, values = lexicographic(model, [x + y, -x, y])
    assert values == (7, -7, 0)
    assert (solver.value(x), solver.value(y)) == (7, 0)


def test_it_ends_when_it_is_asked_to() -> None:
    model = cp_model.CpModel()
    # Pigeons: 40 in 39 holes, which takes CP-SAT for ever by clauses alone.
    holes = [[model.new_bool_var(f"{i} {j}") for j in range(39)] for i in range(40)]
    for one in holes:
        model.add_bool_or(one)
    for j in range(39):
        for i in range(40):
            for k in range(i):
                model.add_bool_or(~holes[i][j], ~holes[k][j])
    with pytest.raises(Stopped):
        lexicographic(model, [holes[0][0]], Watch(Stop(asked=lambda: True)))


def test_a_model_without_a_solution_is_a_fault_of_its_author() -> None:
    model = cp_model.CpModel()
    x = model.new_int_var(0, 1, "x")
    model.add(x >= 2)
    with pytest.raises(ClaimError):
        lexicographic(model, [x])
