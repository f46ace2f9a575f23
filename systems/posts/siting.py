"""Where new posts go (N10): as much workload as can be within T minutes of a post, then as near to it as can be.

Between equal coverage the median decides: workload times whole minutes to the nearest post, no further than T.

References
----------
R. Church, C. ReVelle, The maximal covering location problem, Papers of the Regional Science Association 32 (1974).
S. García, M. Labbé, A. Marín, Solving large p-median problems with a radius formulation, INFORMS J. Computing 23
(2011).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from systems.integer import Impossible
from zoning.judge.measures import POINTS
from zoning.model.county import Floats, Ints
from zoning.model.errors import ClaimError
from zoning.texts import Message


@dataclass(frozen=True)
class Siting:
    """Rows of the sites chosen, and before and after them the share of workload covered and the mean minutes to a post.

    ``points`` is the share covered in millionths, as the programme adds it up. Without a post before there are no
    minutes (infinite).
    """

    sites: tuple[int, ...]
    covered_before: float
    covered: float
    minutes_before: float
    minutes: float
    points: int


def site(workload: Floats, minutes: Floats, now: Floats, new: int, within: float) -> Siting:
    """The ``new`` sites that cover most workload; of those the ones nearest to it, then the first by rank.

    Parameters
    ----------
    workload : (d,) of the points to be served
    minutes : (s, d) from every possible site to every point
    now : (d,) minutes from the nearest post there is, infinite without one
    within : T, minutes within which a point is covered

    Raises
    ------
    Impossible
        When there are fewer sites than posts.
    """
    sites = len(minutes)
    if new > sites:
        raise Impossible(Message("systems.posts.sites", {"new": new, "sites": sites}))
    program = pywraplp.Solver.CreateSolver("SCIP")
    built = [program.BoolVar(f"site {k}") for k in range(sites)]
    program.Add(sum(built) == new)
    covered = _covered(program, built, _points(workload), minutes, now, within)
    travel = _travel(program, built, _points(workload), _whole(minutes), _whole(np.minimum(now, within)))
    rank = sum(k * one for k, one in enumerate(built))
    to_the_end = pywraplp.MPSolverParameters()
    to_the_end.SetDoubleParam(to_the_end.RELATIVE_MIP_GAP, 0.0)  # it stops at 1e-4 otherwise, a hundred points
    for objective in (-covered, travel, rank):
        program.Minimize(objective)
        if program.Solve(to_the_end) != pywraplp.Solver.OPTIMAL:
            raise ClaimError("a programme that has a solution by its making was not solved to its end")
        value = round(program.Objective().Value())
        chosen = [k for k, one in enumerate(built) if one.solution_value() > 0.5]
        program.Add(objective <= value + 0.5)  # whole numbers
    return judged(workload, minutes, now, chosen, within)


def judged(workload: Floats, minutes: Floats, now: Floats, chosen: list[int], within: float) -> Siting:
    """What a choice of sites is worth, counted plainly: no model is asked."""
    after = np.minimum(now, minutes[chosen].min(axis=0, initial=np.inf))
    total = float(workload.sum())
    share = workload / total if total > 0 else workload
    reached = after <= within
    return Siting(
        tuple(chosen),
        float(share[now <= within].sum()),
        float(share[reached].sum()),
        _mean(share, now),
        _mean(share, after),
        int(_points(workload)[reached].sum()),
    )


def near_travel(workload: Floats, minutes: Floats, now: Floats, chosen: list[int], within: float) -> int:
    """What decides between equal coverage: workload points times whole minutes to the nearest post, T at the most."""
    nearest = np.minimum(now, minutes[chosen].min(axis=0, initial=np.inf))
    return int((_points(workload) * _whole(np.minimum(nearest, within))).sum())


def _covered(program: Any, built: Sequence[Any], gains: Ints, minutes: Floats, now: Floats, within: float) -> Any:
    """Points of the workload that new posts bring within reach."""
    terms = []
    for d in np.flatnonzero((now > within) & (gains > 0)).tolist():
        one = program.NumVar(0, 1, f"covered {d}")
        program.Add(sum(built[k] for k in np.flatnonzero(minutes[:, d] <= within).tolist()) >= one)
        terms.append(int(gains[d]) * one)
    return program.Sum(terms)


def _travel(program: Any, built: Sequence[Any], gains: Ints, away: Ints, far: Ints) -> Any:
    """Points times whole minutes to the nearest post: for each radius about a point, whether no post is within it."""
    terms = []
    for d in np.flatnonzero(gains > 0).tolist():
        radii = np.unique(np.append(away[away[:, d] < far[d], d], far[d]))
        for radius, beyond in zip(radii[:-1].tolist(), radii[1:].tolist(), strict=True):
            empty = program.NumVar(0, 1, f"none within {radius} of {d}")
            program.Add(empty + sum(built[k] for k in np.flatnonzero(away[:, d] <= radius).tolist()) >= 1)
            terms.append(int(gains[d]) * (beyond - radius) * empty)
    return program.Sum(terms)


def _points(workload: Floats) -> Ints:
    total = float(workload.sum())
    return np.asarray(np.rint(POINTS * workload / total) if total > 0 else 0 * workload, dtype=np.int64)


def _whole(minutes: Floats) -> Ints:
    return np.asarray(np.ceil(np.round(minutes, 6)), dtype=np.int64)


def _mean(share: Floats, minutes: Floats) -> float:
    held = share > 0
    return float((share[held] * minutes[held]).sum())
