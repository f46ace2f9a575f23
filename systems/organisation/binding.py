"""Leaders and branches bound to zones, as well as can be: two small programmes solved to the end (H13-H16).

A speciality fits a zone by the share that its incident classes have in the zone's workload. Of equally good answers the
one is taken in which the first leader, then the second and so on, has the first zone. What it may get wrong: the fit is
known only as far as specialities are named after incident classes.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from systems.integer import least
from systems.organisation.records import Role
from zoning.model.bureau import Branch, Leader
from zoning.model.county import County, Floats

SCALE = 10_000
"""Whole units of a share."""


@dataclass(frozen=True)
class Binding:
    """Zone of each row, ``None`` for none, and (rows, zones) how well every row would fit every zone."""

    zones: tuple[int | None, ...]
    fits: Floats


def class_hours(county: County) -> Floats:
    """(n, c) officer-hours a year of each incident class at each station; they add up to its workload."""
    sent = np.array([entry.officers for entry in county.classes])
    minutes = np.array([entry.minutes for entry in county.classes])
    return np.asarray(county.incidents * sent * (minutes + 2 * county.inside_minutes[:, None]) / 60)


def work_shares(county: County, zones: Sequence[Sequence[int]]) -> Floats:
    """(z, c) share of each incident class in the workload of each zone, officer-hours; rows of 0 without workload."""
    hours = class_hours(county)
    sums = np.array([hours[list(rows)].sum(axis=0) for rows in zones])
    total = sums.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(sums, total, out=np.zeros_like(sums), where=total > 0))


def fits(county: County, shares: Floats, rows: Sequence[Leader | Branch]) -> Floats:
    """(rows, z) share of each zone's workload that is in the classes a row names as its specialities."""
    named = [[c for c in range(len(county.classes)) if _is_named(county, c, row)] for row in rows]
    return np.array([shares[:, classes].sum(axis=1) for classes in named]).reshape(len(rows), len(shares))


def _is_named(county: County, c: int, row: Leader | Branch) -> bool:
    return bool({county.classes[c].key, county.classes[c].name} & set(row.specialities))


def bind_leaders(
    leaders: Sequence[Leader], fit: Floats, seat: int | None, loads: Floats, fixed: Mapping[int, int]
) -> Binding:
    """One leader to a zone and one zone to a leader (H13, H14), as many zones led as can be, of the best total fit.

    Parameters
    ----------
    fit : (leaders, zones)
    seat : the zone of the county government, which the head takes, ``None`` when no station has it
    loads : (zones,) workload; of equally well led plans the one is taken in which the zones led have most of it
    fixed : zone by leader, as the planner chose
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
    whole, share = _whole(fit), _whole(loads / max(float(loads.sum()), 1e-300))
    cells = [(i, z) for i in range(count) for z in range(zones)]
    objectives: list[Any] = [
        -sum(x[i][z] for i, z in cells),
        -sum(int(whole[i, z]) * x[i][z] for i, z in cells),
        -sum(int(share[z]) * x[i][z] for i, z in cells),
        *_first_come(x),
    ]
    solver, _ = least(model, objectives)
    return Binding(tuple(_zone_of(solver, row) for row in x), fit)


def bind_branches(
    branches: Sequence[Branch], fit: Floats, loads: Floats, balance: float, fixed: Mapping[int, int]
) -> Binding:
    """Every branch to exactly one zone, every zone at least one as far as there are branches (H15).

    Least is ``balance`` · imbalance + (1 − ``balance``) · misfit. Imbalance is ½ Σ_z |b_z − w_z| with b_z the zone's
    share of the branches' officers and w_z its share of the workload; misfit is the officer-weighted mean of how far a
    branch stays behind its best zone. Officers count as 1 a branch where those of any are unknown.
    """
    count, zones = fit.shape
    people = officers(branches)
    total = max(int(people.sum()), 1)
    model = cp_model.CpModel()
    x = [[model.new_bool_var("") for _ in range(zones)] for _ in range(count)]
    for i in range(count):
        model.add_exactly_one(x[i])
    served = [model.new_bool_var("") for _ in range(zones)]
    for z in range(zones):
        model.add(served[z] <= sum(x[i][z] for i in range(count)))
    for i, z in fixed.items():
        model.add(x[i][z] == 1)
    share = _whole(loads / max(float(loads.sum()), 1e-300))
    off = [model.new_int_var(0, 2 * total * SCALE, "") for _ in range(zones)]
    for z in range(zones):
        held = sum(int(people[i]) * SCALE * x[i][z] for i in range(count))
        model.add(off[z] >= held - total * int(share[z]))
        model.add(off[z] >= total * int(share[z]) - held)
    behind = _whole(fit.max(axis=1, keepdims=True, initial=0.0) - fit)
    even, apt = round(balance * SCALE), round((1 - balance) * SCALE)
    misfit = sum(int(people[i]) * int(behind[i, z]) * x[i][z] for i in range(count) for z in range(zones))
    objectives: list[Any] = [-sum(served), even * sum(off) + 2 * apt * misfit, *_first_come(x)]
    solver, _ = least(model, objectives)
    return Binding(tuple(_zone_of(solver, row) for row in x), fit)


def officers(branches: Sequence[Branch]) -> np.ndarray:
    """(branches,) officers, 1 each where those of any are unknown."""
    if any(branch.officers is None for branch in branches):
        return np.ones(len(branches), dtype=np.int64)
    return np.array([branch.officers for branch in branches], dtype=np.int64)


def roles(
    county: County, shares: Floats, branches: Sequence[Branch], zone_of: Sequence[int | None]
) -> tuple[Role, ...]:
    """Case or community for each branch (H16): by the greater part of its specialities' workload in its zone.

    A branch that names none joins the side that is further behind its share of the zone's workload.
    """
    case = np.array([entry.team == "case" for entry in county.classes])
    people = officers(branches)
    given: list[Role | None] = []
    for branch, z in zip(branches, zone_of, strict=True):
        named = np.array([_is_named(county, c, branch) for c in range(len(county.classes))])
        if z is None or not named.any():
            given.append(None)
        else:
            given.append("case" if shares[z, named & case].sum() >= shares[z, named & ~case].sum() else "community")
    for i, z in enumerate(zone_of):
        if given[i] is None:
            there = [k for k in range(len(branches)) if zone_of[k] == z and given[k] is not None]
            on_case = sum(int(people[k]) for k in there if given[k] == "case")
            all_there = sum(int(people[k]) for k in there)
            wanted = float(shares[z, case].sum()) if z is not None else 0.0
            given[i] = "case" if all_there and on_case < wanted * all_there else "community"
    return tuple("case" if role == "case" else "community" for role in given)


def _whole(shares: Floats) -> np.ndarray:
    return np.rint(shares * SCALE).astype(np.int64)


def _first_come(x: Sequence[Sequence[Any]]) -> list[Any]:
    """Each row in its first zone, the first row first; no zone at all comes last.

    Rows are digits of one number, as many as it may have without leaving whole numbers exact.
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
