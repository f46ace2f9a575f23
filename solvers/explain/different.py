"""Of many good plans the few that differ most: a planner wants other answers, not near-copies of the best.

Two plans differ by the pairs of stations that share a zone in one of them only. Plans are taken one after the other,
each as far as can be from those taken before, the best plan first. What it may get wrong: that is a choice by greed;
the smallest distance within it is at least half of the largest that any choice of so many plans has.

References
----------
T. Gonzalez, Clustering to minimize the maximum intercluster distance, Theoretical Computer Science 38 (1985).
B. Mirkin, L. Cherny, On a distance measure between partitions of a finite set, Automation and Remote Control 31 (1970).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zoning.model.county import Bools
from zoning.model.equality import ByValue
from zoning.model.plan import Plan, moved
from zoning.result.solution import Solution


@dataclass(frozen=True, eq=False)
class DifferentPlan(ByValue):
    """A good plan beside the best: its points and measures, what they differ by, and who changes zone.

    ``pairs`` of stations share a zone in it or in the nearest plan taken before it, but not in both.
    """

    points: int
    pairs: int
    measures: Mapping[str, float]
    difference: Mapping[str, float]
    moved: tuple[str, ...]
    zones: Plan


def compared(solution: Solution, distances: Sequence[int]) -> tuple[DifferentPlan, ...]:
    """The alternatives of a solution beside its plan, each with its distance to the nearest before it."""
    if solution.score is None:
        return ()
    best, staff = solution.score, solution.problem.county.staff
    return tuple(
        DifferentPlan(
            judged.points,
            pairs,
            judged.measures,
            (judged - best).measures,
            moved(best.plan, judged.plan, staff),
            judged.plan,
        )
        for judged, pairs in zip(solution.alternative_scores, distances, strict=True)
    )


def different(best: Plan, plans: Sequence[Plan], most: int) -> list[tuple[Plan, int]]:
    """The ``most`` plans that differ most from the best and from one another, with their distance to the nearest.

    Parameters
    ----------
    plans : to choose from, the cheapest first: of plans equally far the first is taken

    Returns
    -------
    list of (plan, distance)
        In the order they were taken; the distance is in pairs of stations, to the nearest plan taken before.
    """
    codes = sorted(code for zone in best.zones for code in zone)
    pool = [plan for plan in plans if plan != best]
    if not pool:
        return []
    pairs = np.array([_together(plan, codes) for plan in pool])
    away = (pairs ^ _together(best, codes)).sum(axis=1)
    taken: list[tuple[Plan, int]] = []
    while len(taken) < most and away.max() > 0:
        k = int(away.argmax())
        taken.append((pool[k], int(away[k])))
        away = np.minimum(away, (pairs ^ pairs[k]).sum(axis=1))
    return taken


def _together(plan: Plan, codes: Sequence[str]) -> Bools:
    """(n(n−1)/2,) pairs of stations that share a zone."""
    labels = plan.labels(codes)
    i, j = np.triu_indices(len(codes), 1)
    return np.asarray(labels[i] == labels[j])
