"""Small integer programmes minimised lexicographically by CP-SAT: one worker, one seed.

Objectives have whole coefficients, so an optimum is exact and the same on every machine. What it may get wrong: without
a :class:`~solvers.stop.Stop` nothing bounds the time, so only small programmes belong here.

References
----------
M. Ehrgott, Multicriteria Optimization, 2nd edition, Springer (2005), chapter 5: lexicographic optimality.
"""

from collections.abc import Sequence
from typing import Any

from ortools.sat.python import cp_model

from solvers.infeasible.cpsat import watched
from solvers.stop import Watch
from zoning.model.errors import ClaimError


def lexicographic(
    model: cp_model.CpModel, objectives: Sequence[Any], watch: Watch | None = None, *, linear: bool = False
) -> tuple[cp_model.CpSolver, tuple[int, ...]]:
    """Minimise the objectives one after the other, each at the least value of those before it.

    Parameters
    ----------
    objectives : linear expressions with whole coefficients, the most important first
    linear : whether all constraints are put into the linear relaxation; for set packings, where it is nearly whole

    Returns
    -------
    solver, values : the solver holds the variables of the optimum; one value an objective

    Raises
    ------
    Stopped
        When ``watch`` says so; there is no incumbent to return.
    ClaimError
        When the model has no solution; every caller builds one that has.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.catch_sigint_signal = False
    solver.parameters.linearization_level = 2 if linear else 1
    values: list[int] = []
    for objective in objectives:
        model.minimize(objective)
        status = watched(solver, model, watch or Watch())
        if status != cp_model.OPTIMAL:
            raise ClaimError(f"a programme that has a solution by its making ended {solver.status_name(status)}")
        values.append(round(solver.objective_value))
        model.add(objective == values[-1])
        model.clear_hints()  # type: ignore[no-untyped-call]
        for index in range(len(model.proto.variables)):
            variable = model.get_int_var_from_proto_index(index)
            model.add_hint(variable, solver.value(variable))
    return solver, tuple(values)
