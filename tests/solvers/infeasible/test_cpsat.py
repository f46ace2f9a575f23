"""The constraint model against every partition of small random counties, and against the exact solver on larger ones.

Stations stand on a grid of three columns; borders between neighbouring squares are there or not by chance:

    s6 s7 s8
    s3 s4 s5
    s0 s1 s2

Workloads, minutes and officers are small whole numbers, so that exact ties and values exactly on a limit are common.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from solvers.infeasible.cpsat import broken, feasible, minimise, switches
from solvers.infeasible.formulation import constraints
from solvers.solve import solve
from solvers.stop import Stop, Stopped, Watch
from tests.solvers.drawn import problem_of, wide
from zoning.judge.rules import outside, zone_rules
from zoning.judge.score import score
from zoning.judge.zones import MemberZones
from zoning.model.county import County
from zoning.model.plan import Plan, moved
from zoning.model.policy import Pins, Policy, RuleLimits, Weights, ZoneLimits
from zoning.model.problem import Problem
from zoning.model.stations import Border, IncidentClass, Station

PLAIN = IncidentClass(key="call", name="报警", minutes=60, officers=1, team="community")
SECONDS = 30.0


def station(i: int, rng: np.random.Generator, today: str | None) -> Station:
    kind = "county_seat" if rng.random() < 0.2 else "town"
    return Station(
        code=f"s{i}",
        name=f"所{i}",
        kind=kind,
        lon=107,
        lat=30,
        area_km2=1,
        officers=int(rng.integers(0, 6)),
        has_case_area=bool(rng.random() < 0.5),
        current_zone=today,
    )


def random_county(n: int, rng: np.random.Generator, today: bool = False) -> County:
    pairs = [(i, j) for i in range(n) for j in range(i) if i - j == 3 or (i - j == 1 and i % 3)]
    kept = [pair for pair in pairs if rng.random() < 0.85]
    minutes = rng.integers(1, 5, (n, n)) * 10.0
    if rng.random() < 0.5:
        minutes = np.minimum(minutes, minutes.T)
    np.fill_diagonal(minutes, 0)
    return County(
        code="1",
        name="小县",
        stations=tuple(station(i, rng, f"z{rng.integers(0, 3)}" if today else None) for i in range(n)),
        counts=rng.integers(0, 8, (n, 1)).astype(float),
        minutes=minutes,
        borders=tuple(Border(f"s{j}", f"s{i}", 1.0) for i, j in kept),
        classes=(PLAIN,),
    )


def random_policy(n: int, rng: np.random.Generator, today: bool) -> Policy:
    def maybe(share: float, value: Any) -> Any:
        return value if rng.random() < share else None

    def pick(k: int) -> tuple[str, ...]:
        return tuple(f"s{i}" for i in sorted(rng.choice(n, k, replace=False)))

    low = int(rng.integers(1, 3))
    return Policy(
        zones=ZoneLimits(
            min=low,
            max=int(low + rng.integers(0, 3)),
            alone=("county_seat",) if rng.random() < 0.7 else (),
            alone_as="each" if rng.random() < 0.7 else "one",
            min_stations=int(rng.integers(1, 4)),
            max_stations=maybe(0.25, int(rng.integers(2, 5))),
        ),
        rules=RuleLimits(
            workload_band=maybe(0.5, float(rng.choice([0.1, 0.25, 0.5, 1.0]))),
            max_minutes=maybe(0.4, float(rng.choice([10, 20, 30]))),
            min_officers=maybe(0.3, int(rng.integers(2, 9))),
            case_area=maybe(0.3, True),
            max_changed=maybe(0.5, int(rng.integers(0, 3))) if today else None,
        ),
        weights=Weights(mismatch=0.6, travel=0.4),
        pins=Pins(
            together=(pick(2),) if rng.random() < 0.3 else (),
            apart=(pick(int(rng.integers(2, 4))),) if rng.random() < 0.4 else (),
            pinned=((pick(1)[0], "z0"),) if today and rng.random() < 0.4 else (),
            offices=pick(2) if rng.random() < 0.4 else (),
        ),
    )


def random_problem(seed: int, n: int) -> Problem:
    rng = np.random.default_rng([seed, n])
    today = bool(rng.random() < 0.4)
    county = random_county(n, rng, today)
    if not any(s.current_zone == "z0" for s in county.stations):
        today = False
    return Problem(county, random_policy(n, rng, today))


KEYS = [constraint.key for constraint in constraints()]


def partitions(rows: list[int]) -> Iterator[list[list[int]]]:
    if not rows:
        yield []
        return
    first, rest = rows[0], rows[1:]
    for size in range(len(rest) + 1):
        for others in combinations(rest, size):
            for more in partitions([i for i in rest if i not in others]):
                yield [[first, *others], *more]


def every_plan(problem: Problem) -> list[tuple[Plan, frozenset[str]]]:
    """Every partition with the keys of the rules it breaks, each set of stations judged once a number of others."""
    n, codes = len(problem), problem.county.codes
    zones = MemberZones(problem, (np.arange(1 << n)[:, None] >> np.arange(n)) & 1 == 1)
    other = outside(zones)
    bad = [{rule.key: rule.breach(zones, k) > 0 for rule in zone_rules(problem)} for k in range(n + 1)]
    found = []
    for parts in partitions(list(range(n))):
        masks = [sum(1 << i for i in part) for part in parts]
        keys = {key for key, breach in bad[int(other[masks].sum())].items() if breach[masks].any()}
        keys |= {"zones_max"} if len(parts) > problem.policy.zones.max else set()
        keys |= {"zones_min"} if len(parts) < problem.policy.zones.min else set()
        plan = Plan.of([codes[i] for i in part] for part in parts)
        most = problem.policy.rules.max_changed
        if (
            most is not None
            and problem.current is not None
            and len(moved(problem.current, plan, problem.county.staff)) > most
        ):
            keys.add("max_changed")
        found.append((plan, frozenset(keys)))
    return found


def test_partitions_are_as_many_as_bell_says() -> None:
    assert [len(list(partitions(list(range(n))))) for n in range(7)] == [1, 1, 2, 5, 15, 52, 203]


@pytest.mark.parametrize("seed", range(40))
def test_a_plan_is_found_exactly_where_a_partition_keeps_the_rules(seed: int) -> None:
    problem = random_problem(seed, 5 + seed % 3)
    plans = dict(every_plan(problem))
    rng = np.random.default_rng(seed)
    for share in (1.0, 0.7, 0.4):
        rules = frozenset(key for key in KEYS if rng.random() < share)
        plan = feasible(problem, rules, SECONDS)
        assert plan != "unknown"
        if plan is None:
            assert all(keys & rules for keys in plans.values()), sorted(rules)
        else:
            assert isinstance(plan, Plan)
            assert not plans[plan] & rules
            assert broken(problem, plan) == plans[plan]


@pytest.mark.parametrize("seed", range(24))
def test_fewest_points_are_those_of_the_solver(seed: int) -> None:
    problem = random_problem(100 + seed, 6 + seed % 5)
    solution, minimum = solve(problem), minimise(problem, SECONDS)
    assert minimum.status == solution.proof.status
    assert minimum.points == (solution.score.points if solution.score else None)
    if minimum.plan is not None:
        judged = score(problem, minimum.plan)
        assert (judged.points, judged.violations) == (minimum.points, ())
        assert minimum.bound == minimum.points


@pytest.mark.parametrize("nothing", ["workload", "officers", "minutes"])
def test_a_county_with_nothing_to_share_has_no_such_cost(nothing: str) -> None:
    policy = Policy(zones=ZoneLimits(max=3, min=2, alone=()), weights=Weights(mismatch=0.6, travel=0.4))
    county = random_county(7, np.random.default_rng(1))
    if nothing == "workload":
        county = replace(county, counts=0 * county.counts)
    elif nothing == "officers":
        county = replace(county, stations=tuple(s.model_copy(update={"officers": 0}) for s in county.stations))
    else:
        county = replace(county, minutes=0 * county.minutes)
    problem = Problem(county, policy)
    solution, minimum = solve(problem), minimise(problem, SECONDS)
    assert solution.score is not None
    assert (minimum.status, minimum.points) == ("optimal", solution.score.points)


def test_the_first_optimum_of_the_model_is_within_half_a_point_a_zone() -> None:
    problem = next(p for p in (random_problem(seed, 9) for seed in range(100)) if minimise(p, SECONDS).points)
    exact, first = minimise(problem, SECONDS), minimise(problem, SECONDS, exact=False)
    assert exact.points is not None
    assert first.points is not None
    assert first.bound is not None
    assert first.bound <= exact.points <= first.points <= exact.points + problem.policy.zones.max


def test_time_that_is_over_leaves_the_answer_open() -> None:
    problem = random_problem(0, 9)
    assert feasible(problem, frozenset(KEYS), 0.0) == "unknown"
    nothing = minimise(problem, 0.0)
    assert (nothing.status, nothing.plan, nothing.stopped) == ("unknown", None, True)


def test_measures_that_are_not_linear_are_refused() -> None:
    problem = random_problem(0, 6)
    policy = problem.policy.model_copy(update={"weights": Weights(mismatch=1, mix_loss=1, change=1)})
    with pytest.raises(ValueError, match="not change, mix_loss"):
        minimise(Problem(problem.county, policy), SECONDS)


def test_only_rules_that_are_set_can_be_switched() -> None:
    bare = Policy(zones=ZoneLimits(max=3, alone=(), min_stations=1))
    county = random_county(5, np.random.default_rng(0))
    assert switches(Problem(county, bare)) == ("zones_max", "contiguous")
    assert set(switches(random_problem(3, 6))) <= set(KEYS)


def test_a_question_ends_when_the_run_is_stopped() -> None:
    problem = problem_of(wide(3).but(alone=(), most=3, fewest=3, band=0.0))
    asked = iter([False] * 2)
    with pytest.raises(Stopped):
        feasible(problem, frozenset(KEYS), 1e6, watch=Watch(Stop(asked=lambda: next(asked, True))))
