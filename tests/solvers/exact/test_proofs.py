"""What a solution says of itself is true: certificates, bounds, alternatives; and what must not change an answer."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.solve import solve
from tests.solvers.drawn import draw, problem_of, settle
from tests.solvers.oracle import Oracle
from tests.solvers.written import Case
from zoning.judge.score import score
from zoning.model.problem import Problem
from zoning.result.digest import digest
from zoning.result.solution import Certificate, Solution

NUMBERS = st.integers(0, 100_000)
METHODS = pytest.mark.parametrize("pool", [1_000_000, 0], ids=["pool", "growth"])


def answered(case: Case, **options: object) -> tuple[Oracle, Problem, Solution]:
    problem = problem_of(case)
    return Oracle(case, settle(problem)), problem, solve(problem, **options)  # type: ignore[arg-type]


def check(oracle: Oracle, certificate: Certificate) -> None:
    """The certificate by arithmetic alone, over every zone that brute force knows."""
    case, zones, n = oracle.case, certificate.zones, oracle.n
    labels = dict.fromkeys(("own", i) if label is None else label for i, label in enumerate(case.today))
    members = [{i for i in range(n) if (("own", i) if case.today[i] is None else case.today[i]) == k} for k in labels]
    names, stay = certificate.label_duals, 0
    if case.max_changed is None:
        assert names == ()
        assert certificate.change_dual == 0
    else:
        assert len(names) == len(members)
        stay = n - case.max_changed
    assert certificate.change_dual >= 0
    assert all(dual >= 0 for dual in names)
    others = zones - oracle.fixed
    for zone in oracle.zones(others):
        differing = min([len(zone), *(len(set(zone) ^ group) for group in members)])
        if case.max_changed is not None and differing > case.max_changed:
            continue  # so many of its stations, or of those of a zone of today, would change
        reduced = oracle.points(zone) - sum(certificate.duals[i] for i in zone) - certificate.zone_dual
        named = [
            certificate.change_dual * len(set(zone) & group) - name
            for group, name in zip(members, names or [0] * len(members), strict=True)
        ]
        assert reduced - max(0, *named) >= 0, (zones, zone, reduced)
    claimed = sum(certificate.duals) + zones * certificate.zone_dual + certificate.change_dual * stay - sum(names)
    assert certificate.dual_bound == claimed
    if certificate.bound is None:
        assert zones not in oracle.best_by_zones
    else:
        assert certificate.dual_bound <= certificate.bound
        assert certificate.bound <= oracle.best_by_zones.get(zones, certificate.bound)


@METHODS
@pytest.mark.parametrize("share", range(4))
def test_every_certificate_is_true_by_arithmetic_alone(share: int, pool: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", pool)
    checked = changes = 0
    for seed in range(30_000 + share, 30_160 if pool else 30_060, 4):
        oracle, _, solution = answered(draw(seed))
        for certificate in solution.proof.certificates:
            check(oracle, certificate)
            checked += 1
            changes += certificate.change_dual > 0
        proved = {certificate.zones for certificate in solution.proof.certificates}
        assert proved >= set(oracle.best_by_zones), "one certificate for every number of zones that can be"
        assert len(proved) == len(solution.proof.certificates)
    assert checked > 20
    assert changes > 0 or not pool, "max_changed should have a price somewhere"


@METHODS
@pytest.mark.parametrize("share", range(4))
def test_alternatives_are_exactly_the_plans_within_the_gap(
    share: int, pool: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", pool)
    listed = 0
    for seed in range(31_000 + share, 31_080 if pool else 31_040, 4):
        case = draw(seed, most=8)
        if seed % 3:
            case = case.but(band=None, most=5, fewest=1, min_stations=1, max_minutes=None, min_officers=None, alone=())
        gap = (0.0625, 0.25, 1.0)[seed // 4 % 3]
        oracle, problem, solution = answered(case, gap=gap, most=10**6)
        if oracle.best is None:
            assert solution.alternatives == ()
            continue
        best = oracle.best[0]
        others = list(oracle.legal(best * (1 + gap)))[1:]
        assert [plan.zones for plan in solution.alternatives] == [oracle.codes(plan) for _, plan in others], seed
        assert solution.alternatives_complete
        for plan in solution.alternatives:
            judged = score(problem, plan)
            assert not judged.violations
            assert best <= judged.points <= best * (1 + gap)
        listed += len(others)
        for most in {1, 2, max(1, len(others) - 1), len(others)} if others and pool else ():
            fewer = solve(problem, gap=gap, most=most)
            assert fewer.alternatives == solution.alternatives[:most], (seed, most)
            assert fewer.alternatives_complete == (most >= len(others)), (seed, most)
    assert listed > 10 or not pool


@settings(max_examples=40)
@given(NUMBERS, st.randoms(use_true_random=False))
def test_the_order_of_the_inputs_changes_nothing(seed: int, shuffle: object) -> None:
    case = draw(seed, most=8)
    order, lines = list(range(len(case.codes))), list(case.borders)
    shuffle.shuffle(order)  # type: ignore[attr-defined]
    shuffle.shuffle(lines)  # type: ignore[attr-defined]
    turned = tuple((j, i, km, kind) if k % 2 else (i, j, km, kind) for k, (i, j, km, kind) in enumerate(lines))
    first, second = problem_of(case), problem_of(case.but(borders=turned), order)
    assert digest(first.county) == digest(second.county)
    a, b = solve(first, gap=0.05), solve(second, gap=0.05)
    assert (a.plan, a.proof, a.alternatives) == (b.plan, b.proof, b.alternatives)


def relabelled(case: Case, to: list[int]) -> Case:
    """The same county with station i called by the code of station ``to[i]``."""
    at = {new: old for old, new in enumerate(to)}
    back = [at[i] for i in range(len(to))]

    def turn(values: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(values[i] for i in back)

    def group(rows: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(to[i] for i in rows)

    rows = {key: turn(getattr(case, key)) for key in ("kinds", "area", "officers", "has_case", "today", "counts")}
    return case.but(
        **rows,
        minutes=tuple(tuple(case.minutes[i][j] for j in back) for i in back),
        borders=tuple((to[i], to[j], km, kind) for i, j, km, kind in case.borders),
        together=tuple(map(group, case.together)),
        apart=tuple(map(group, case.apart)),
        pinned=tuple((to[s], to[t] if isinstance(t, int) else t) for s, t in case.pinned),
        offices=group(case.offices),
    )


@settings(max_examples=40)
@given(NUMBERS, st.randoms(use_true_random=False))
def test_what_stations_are_called_changes_no_points(seed: int, shuffle: object) -> None:
    case = draw(seed, most=8)
    if case.max_minutes is not None:  # of offices that are equally good the lowest code is taken
        case = case.but(max_minutes=None)
    to = list(range(len(case.codes)))
    shuffle.shuffle(to)  # type: ignore[attr-defined]
    a, b = solve(problem_of(case)), solve(problem_of(relabelled(case, to)))
    assert a.proof.status == b.proof.status
    assert a.proof.bound == b.proof.bound
    assert (a.score and a.score.points) == (b.score and b.score.points)


def tighter(case: Case, rng: np.random.Generator) -> Case:
    """The case with one of its rules drawn tighter."""
    n = len(case.codes)
    i, j = (int(x) for x in rng.choice(n, 2, replace=False))
    changes: list[dict[str, object]] = [
        {"most": max(case.fewest, case.most - 1)},
        {"fewest": min(case.most, case.fewest + 1)},
        {"min_stations": case.min_stations + 1},
        {"max_stations": case.min_stations + 2 if case.max_stations is None else max(1, case.max_stations - 1)},
        {"band": 0.9 if case.band is None else case.band * 0.7},
        {"max_minutes": 60.0 if case.max_minutes is None else case.max_minutes * 0.8},
        {"min_officers": 3 if case.min_officers is None else case.min_officers + 2},
        {"case_area": True},
        {"together": (*case.together, (i, j))},
        {"apart": (*case.apart, (i, j))},
        {"borders": case.borders[1:]} if case.weights.get("border_cut", 0) == 0 else {"case_area": True},
    ]
    if any(case.today):
        changes.append({"max_changed": n // 2 if case.max_changed is None else max(0, case.max_changed - 1)})
    return case.but(**changes[int(rng.integers(len(changes)))])


@settings(max_examples=120)
@given(NUMBERS)
def test_a_tighter_rule_is_never_better(seed: int) -> None:
    case = draw(seed, most=9)
    loose, tight = (solve(problem_of(c)) for c in (case, tighter(case, np.random.default_rng(seed))))
    if tight.score is not None:
        assert loose.score is not None
        assert loose.score.points <= tight.score.points
    else:
        assert tight.proof.status == "infeasible"


@settings(max_examples=60)
@given(NUMBERS, st.integers(0, 1000))
def test_every_plan_reported_passes_the_judge_and_keeps_above_the_bound(seed: int, start: int) -> None:
    problem = problem_of(draw(seed, fewest=2, most=12))
    solution = solve(problem, gap=0.1, most=20, seed=start)
    plans = [] if solution.plan is None else [solution.plan, *solution.alternatives]
    points = [score(problem, plan).points for plan in plans]
    assert all(not score(problem, plan).violations for plan in plans)
    assert points == sorted(points)
    assert len(set(plans)) == len(plans)
    if plans:
        assert solution.proof.status == "optimal"
        assert solution.proof.bound == points[0]
        assert solution.score == score(problem, plans[0])
        lowest = [c.bound for c in solution.proof.certificates if c.bound is not None]
        assert min(lowest) == points[0]


@settings(max_examples=20)
@given(NUMBERS)
def test_the_seed_does_not_change_a_proved_answer(seed: int) -> None:
    problem = problem_of(draw(seed))
    answers = [solve(problem, seed=k, gap=0.02) for k in (0, 1, 99)]
    assert len({(a.plan, a.proof.status, a.proof.bound, a.alternatives) for a in answers}) == 1


@settings(max_examples=20)
@given(NUMBERS)
def test_scaling_all_weights_changes_nothing(seed: int) -> None:
    case = draw(seed, most=8)
    doubled = case.but(weights={key: 4 * weight for key, weight in case.weights.items()})
    a, b = solve(problem_of(case)), solve(problem_of(doubled))
    assert a.plan == b.plan
    assert replace(a.proof, reasons=()) == replace(b.proof, reasons=())
