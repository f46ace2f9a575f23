"""Leaders assigned to zones by a small integer programme solved to its optimum (H13, H14).

Of equally good assignments the lexicographically first is taken: the first leader has the first zone, then the second.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from systems.lexicographic import lexicographic
from zoning.model.bureau import Leader
from zoning.model.county import Floats, Ints

SCALE = 10_000
"""Whole units of a share; fits and loads that differ by less are ties."""


@dataclass(frozen=True)
class Assignment:
    """The zone of each row, ``None`` for none; ``fits`` (rows, zones) is the fit of every row with every zone."""

    zones: tuple[int | None, ...]
    fits: Floats


def assign_leaders(
    leaders: Sequence[Leader], fit: Floats, seat: int | None, loads: Floats, fixed: Mapping[int, int]
) -> Assignment:
    """One leader to a zone and one zone to a leader (H13, H14): most zones led, then the greatest sum of fits.

    Parameters
    ----------
    fit : (leaders, zones)
    seat : zone of the county government, for the head; ``None`` without one
    loads : (zones,) workload; of equal sums the greatest workload led is taken
    fixed : zone by leader, the planner's choice
    """
    count, zones = fit.shape
    head = next((i for i, leader in enumerate(leaders) if leader.is_head), None)
    wanted = dict(fixed)
    if head is not None and seat is not None and head not in wanted and seat not in wanted.values():
        wanted[head] = seat
    model = cp_model.CpModel()
    x = [[model.new_bool_var("") for _ in range(zones)] for _ in range(count)]
    for i in range(count):
        model.add_at_most_one(x[i])
    for z in range(zones):
        model.add_at_most_one(x[i][z] for i in range(count))
    for i, z in wanted.items():
        model.add(x[i][z] == 1)
    whole, share = whole_shares(fit), whole_shares(loads / max(float(loads.sum()), 1e-300))
    cells = [(i, z) for i in range(count) for z in range(zones)]
    objectives: list[Any] = [
        -sum(x[i][z] for i, z in cells),
        -sum(int(whole[i, z]) * x[i][z] for i, z in cells),
        -sum(int(share[z]) * x[i][z] for i, z in cells),
        *_first_come(x),
    ]
    solver, _ = lexicographic(model, objectives)
    return Assignment(tuple(_zone_of(solver, row) for row in x), fit)


def whole_shares(shares: Floats) -> Ints:
    """Shares in whole units of 1 / :data:`SCALE`."""
    return np.rint(shares * SCALE).astype(np.int64)


def _first_come(x: Sequence[Sequence[Any]]) -> list[Any]:
    """Objectives for the lexicographically first assignment: zone numbers by row, no zone last.

    Rows are digits of one number to the base zones + 1, as many as fit into 40 bits.
    """
    zones = len(x[0]) if x else 0
    digits = max(1, int(40 / math.log2(zones + 1))) if zones else 1
    objectives: list[Any] = []
    for first in range(0, len(x) if zones else 0, digits):
        part = x[first : first + digits]
        places = [(zones + 1) ** (len(part) - 1 - k) for k in range(len(part))]
        objectives.append(
            sum(place * (z - zones) * row[z] for place, row in zip(places, part, strict=True) for z in range(zones))
        )
    return objectives


def _zone_of(solver: cp_model.CpSolver, row: Sequence[Any]) -> int | None:
    return next((z for z, cell in enumerate(row) if solver.boolean_value(cell)), None)
