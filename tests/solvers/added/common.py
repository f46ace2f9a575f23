"""Counties with residents for what is added, and the best plan of small ones by brute force and the judge's rows."""

import os
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.counties import county
from solvers.bounds import lagrangian
from tests.solvers.drawn import draw, problem_of
from tests.solvers.infeasible.test_cpsat import every_plan
from zoning.judge.measures import points
from zoning.judge.zones import MemberZones
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.problem import Problem

lagrangian.STAGES = ((10, 60, 0.5),)  # these tests, each in a process of its own, are not about the bound
KNOWN = os.environ.get("ADDED_KNOWN") == "1"
"""Whether the searches have an entry for what is added."""


def peopled(of: County, seed: int) -> County:
    """The county with residents drawn for every station."""
    people = np.random.default_rng([7, seed]).integers(1, 40, len(of)) * 500
    stations = zip(of.stations, people.tolist(), strict=True)
    return replace(of, stations=tuple(station.model_copy(update={"population": p}) for station, p in stations))


def small(seed: int, **values: object) -> Problem:
    """A drawn problem of at most eight stations."""
    problem = problem_of(draw(seed, most=8))
    policy = problem.policy.override({key.replace("__", "."): value for key, value in values.items()})
    return Problem(peopled(problem.county, seed), policy)


def large(seed: int, n: int = 70, policy: str = "haidong", **values: object) -> Problem:
    """A made-up county beyond the exact search."""
    from zoning.model.policy import read_policy

    wanted = read_policy(policy).override({key.replace("__", "."): value for key, value in values.items()})
    return Problem(peopled(county(n, seed), seed), wanted)


def people_of(problem: Problem, plan: Plan) -> int:
    """Residents of the zone that has most."""
    row = problem.county.index
    return max(sum(problem.county.stations[row[code]].population or 0 for code in zone) for zone in plan.zones)


def cheapest(problem: Problem, plans: Sequence[Plan] | None = None) -> int | None:
    """The fewest points of these plans, or of all that keep the rules on zones; ``None`` without one: brute force."""
    if plans is None:
        plans = [plan for plan, broken in every_plan(problem) if not broken]
    costs: dict[tuple[str, ...], int] = {}
    for zone in {zone for plan in plans for zone in plan.zones}:
        member = np.isin(np.array(problem.county.codes), zone)[None, :]
        costs[zone] = int(points(MemberZones(problem, member))[0])
    return min((sum(costs[zone] for zone in plan.zones) for plan in plans), default=None)
