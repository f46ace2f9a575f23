"""How well leaders and branches suit a zone, by the share of its workload in their specialities (H14, H16).

What it may get wrong: the fit is known only as far as specialities are named after incident classes.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from zoning.model.bureau import Branch, Leader
from zoning.model.county import Bools, County, Floats, Ints

Role = Literal["case", "community"]


def work_shares(county: County, zones: Sequence[Sequence[int]]) -> Floats:
    """(z, c) share of each incident class in the workload of each zone; rows of 0 without workload.

    Parameters
    ----------
    zones : the rows of the stations of each zone
    """
    hours = county.class_workload
    sums = np.array([hours[list(rows)].sum(axis=0) for rows in zones])
    total = sums.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(sums, total, out=np.zeros_like(sums), where=total > 0))


def fits(county: County, shares: Floats, rows: Sequence[Leader | Branch]) -> Floats:
    """(rows, z) share of each zone's workload in the specialities of each leader or branch."""
    named = [shares[:, named_classes(county, row)].sum(axis=1) for row in rows]
    return np.array(named).reshape(len(rows), len(shares))


def named_classes(county: County, row: Leader | Branch) -> Bools:
    """(c,) whether a leader or a branch names the class, by key or by name, as a speciality."""
    own = set(row.specialities)
    return np.array([bool({entry.key, entry.name} & own) for entry in county.classes], dtype=bool)


def officers(branches: Sequence[Branch]) -> Ints:
    """(branches,) officers; 1 each where any number is unknown."""
    if any(branch.officers is None for branch in branches):
        return np.ones(len(branches), dtype=np.int64)
    return np.array([branch.officers for branch in branches], dtype=np.int64)


def roles(
    county: County, shares: Floats, branches: Sequence[Branch], zone_of: Sequence[int | None]
) -> tuple[Role, ...]:
    """Case or community for each branch (H16): by the greater part of its specialities' workload in its zone.

    A branch that names none joins the side that is further behind its share of the zone's workload.
    """
    case = county.case_classes
    people = officers(branches)
    given: list[Role | None] = []
    for branch, z in zip(branches, zone_of, strict=True):
        named = named_classes(county, branch)
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
