"""Small integer programmes solved to the end by CP-SAT, the same way on every machine: one worker, one seed, no clock.

Objectives are whole numbers, so an optimum is exact. What it may get wrong: nothing bounds the time of a programme, so
only those that are small by their nature belong here.
"""

from collections.abc import Sequence
from typing import Any

from ortools.sat.python import cp_model

from zoning.model.errors import ClaimError
from zoning.texts import Message


class Impossible(Exception):
    """No answer keeps what was asked; ``reasons`` say so with numbers."""

    def __init__(self, *reasons: Message) -> None:
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = reasons


def least(model: cp_model.CpModel, objectives: Sequence[Any]) -> tuple[cp_model.CpSolver, tuple[int, ...]]:
    """Bring the objectives to their least one after the other; the solver holds the values of the variables.

    Parameters
    ----------
    objectives : linear expressions with whole coefficients, the first of them first

    Returns
    -------
    solver, values : and the least value of each objective, given those before it

    Raises
    ------
    KeyboardInterrupt
        When the user interrupts: there is no second best answer to a programme of this size.
    ClaimError
        When the model has no solution: whoever states one makes sure that it has.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    values: list[int] = []
    for objective in objectives:
        model.minimize(objective)
        status = solver.solve(model)
        if status != cp_model.OPTIMAL:
            if status == cp_model.INFEASIBLE:
                raise ClaimError("a programme that has a solution by its making was found to have none")
            raise KeyboardInterrupt
        values.append(round(solver.objective_value))
        model.add(objective == values[-1])
        model.clear_hints()  # type: ignore[no-untyped-call]
        for index in range(len(model.proto.variables)):
            variable = model.get_int_var_from_proto_index(index)
            model.add_hint(variable, solver.value(variable))
    return solver, tuple(values)
