"""What each measure adds to the points of a zone in two-zone recombination, for ``weight`` points of a share of 1."""

import numpy as np

from solvers.forms.measures import Term, tolerated
from zoning.model.problem import Problem


def mismatch(problem: Problem, weight: float) -> Term:
    """Half the absolute value of a sum, with its sign until the zone is whole."""
    return Term(signed=weight / 2 * problem.mismatch_terms)


def overload(problem: Problem, weight: float) -> Term:
    """As :func:`mismatch`, less what the tolerance allows the officers of the zone."""
    return Term(signed=weight / 2 * problem.mismatch_terms, allowance=weight / 2 * tolerated(problem))


def mix_loss(problem: Problem, weight: float) -> Term:
    """Points of one unit of divergence."""
    total = problem.county.mix_total
    return Term(mix=weight / total if total else 0.0)


def density_loss(problem: Problem, weight: float) -> Term:
    """Points of one unit of squared logarithmic density."""
    total = problem.county.density_total
    return Term(density=weight / total if total else 0.0)


def travel(problem: Problem, weight: float) -> Term:
    """Points of one weighted minute."""
    total = problem.county.travel_total
    return Term(travel=weight / total if total else 0.0)


def unsupported(problem: Problem, weight: float) -> Term:
    """Points of every station where no other one of its zone supports it."""
    work = problem.county.workload
    return Term(lonely=weight * work / work.sum() if work.any() else 0 * work)


def border_cut(problem: Problem, weight: float) -> Term:
    """Half of all borders of the stations, less those between two stations of one zone."""
    km = problem.county.border_km
    border = weight / (km.sum() / 2) if km.any() else 0.0
    return Term(linear=border * km.sum(axis=1) / 2, bond=border * km)


def change(problem: Problem, weight: float) -> Term:
    """Pairs that share a zone, less twice those that do so today, and half of all pairs of today."""
    n, today = len(problem), problem.current_labels
    if today is None or n < 2:
        return Term()
    pair = weight / (n * (n - 1) / 2)
    return Term(linear=pair * (np.bincount(today, minlength=n)[today] - 1) / 2, joined=pair)
