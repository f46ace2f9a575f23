"""A run that is stopped says what it has proved and no more; and the answers at the edges of the input."""

import itertools
import math
import time
from collections.abc import Callable

import numpy as np
import pytest

from solvers.sets.masks import MOST_STATIONS
from solvers.solve import solve
from solvers.stop import Progress, Stop
from tests.solvers.drawn import draw, problem_of, settle, square, wide
from tests.solvers.oracle import Oracle
from tests.solvers.written import Case
from zoning.judge.score import score
from zoning.result.solution import Solution

METHODS = pytest.mark.parametrize("pool", [1_000_000, 0], ids=["pool", "growth"])


def ticking() -> Callable[[], float]:
    """A clock that is a second further each time it is asked."""
    clock = itertools.count(time.perf_counter() + 1)
    return lambda: next(clock)


def middling() -> Case:
    """Eight stations with several hundred plans."""
    case = draw(1)
    seed = 1
    while len(case.codes) != 8 or len(Oracle(case).plans) < 100 or case.max_changed is not None:
        seed += 1
        case = draw(seed)
    return case


def stopping_after(many: int) -> Callable[[], bool]:
    asked = [0]

    def stop() -> bool:
        asked[0] += 1
        return asked[0] > many

    return stop


def is_honest(solution: Solution, oracle: Oracle) -> None:
    """What is claimed is true, whatever the search had time for."""
    assert oracle.best is not None
    best = oracle.best[0]
    proof = solution.proof
    assert proof.status != "infeasible"
    if proof.bound is not None:
        assert proof.bound <= best
    if solution.plan is None:
        assert proof.status == "unknown"
        assert proof.gap is None
        return
    assert solution.score is not None
    assert not score(solution.problem, solution.plan).violations
    assert solution.score.points >= best
    if proof.status == "optimal":
        assert solution.score.points == proof.bound == best
    else:
        assert proof.status == "feasible"
        if proof.bound is not None and proof.gap is not None:
            assert math.isclose(proof.gap, (solution.score.points - proof.bound) / solution.score.points)


@METHODS
def test_a_run_stopped_anywhere_claims_only_what_is_true(pool: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", pool)
    case = middling()
    problem = problem_of(case)
    oracle = Oracle(case, settle(problem))
    whole = [0]

    def count() -> bool:
        whole[0] += 1
        return False

    assert solve(problem, stop=Stop(asked=count)).proof.status == "optimal"
    statuses = set()
    for many in np.unique(np.geomspace(1, whole[0] + 2, 40).astype(int) - 1):
        solution = solve(problem, stop=Stop(asked=stopping_after(int(many))))
        is_honest(solution, oracle)
        statuses.add(solution.proof.status)
        assert solution.proof.gap is not None
        assert solution.run.stopped == ("interrupt" if many < whole[0] else "")
    assert statuses == {"feasible", "optimal"}


@pytest.mark.parametrize("how", ["interrupted", "time", "most 0"])
def test_alternatives_are_complete_only_when_all_were_looked_for(how: str) -> None:
    problem = problem_of(middling())
    whole = solve(problem, gap=0.5)
    assert len(whole.alternatives) > 2
    asked = [0]

    def count() -> bool:
        asked[0] += 1
        return False

    if how == "interrupted":
        solve(problem, stop=Stop(asked=count))
        cut = solve(problem, gap=0.5, stop=Stop(asked=stopping_after(asked[0])))
        assert cut.run.stopped == "interrupt"
    elif how == "time":
        cut = solve(problem, gap=0.5, stop=Stop(0))
    else:
        cut = solve(problem, gap=0.5, most=0)
    assert cut.alternatives == ()
    assert not cut.alternatives_complete


def test_no_time_at_all_is_a_plan_with_a_bound_and_no_fault() -> None:
    case = middling()
    solution = solve(problem_of(case), stop=Stop(0))
    assert solution.run.stopped == "time"
    is_honest(solution, Oracle(case))
    assert solution.proof.status == "feasible"
    assert solution.proof.gap is not None


@METHODS
def test_a_clock_that_runs_ahead_stops_the_run_and_its_claims_stay_true(
    pool: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", pool)
    case = middling()
    oracle = Oracle(case, settle(problem_of(case)))
    ended = set()
    for limit in (1.0, 10.0, 40.0, 100.0, 300.0, 1e9):
        with monkeypatch.context() as patch:
            patch.setattr("time.perf_counter", ticking())
            solution = solve(problem_of(case), stop=Stop(limit))
        is_honest(solution, oracle)
        ended.add(solution.run.stopped)
    assert ended == {"", "time"}


def test_progress_is_reported_while_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.perf_counter", ticking())
    said: list[Progress] = []
    problem = problem_of(square(4).but(most=4, fewest=3))
    solution = solve(problem, on_progress=said.append)
    assert said
    assert {p.stage for p in said} <= {"start", "pool", "growth", "master", "cover", "alternatives"}
    assert {"start", "pool"} <= {p.stage for p in said}
    assert {p.zone_count for p in said if p.zone_count} <= {3, 4}
    seconds, grown = [p.seconds for p in said], [p.zones_grown for p in said]
    assert seconds == sorted(seconds)
    assert grown == sorted(grown)
    assert solution.score is not None
    assert all(p.points is None or p.points >= solution.score.points for p in said)


def test_a_fault_of_the_caller_in_stop_is_not_swallowed() -> None:
    def stop() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve(problem_of(middling()), stop=Stop(asked=stop))


@METHODS
@pytest.mark.parametrize("lacking", ["officers", "counts"])
def test_a_county_without_officers_or_without_incidents_is_solved(
    lacking: str, pool: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", pool)
    nothing: dict[str, object] = {"officers": (0,) * 9} if lacking == "officers" else {"counts": ((0.0, 0.0),) * 9}
    case = square(3).but(weights={"mismatch": 0.5, "border_cut": 0.5}, most=3, **nothing)
    oracle = Oracle(case)
    solution = solve(problem_of(case))
    assert oracle.best is not None
    assert solution.score is not None
    assert (solution.score.points, solution.plan and solution.plan.zones) == (0, oracle.codes(oracle.best[1]))


def test_64_stations_are_solved() -> None:
    """A path of 64 equal stations into four stretches of sixteen: the cut borders are three of 63."""
    n = MOST_STATIONS
    case = square(8)
    path = tuple((i, i + 1, 1.0, "shared") for i in range(n - 1))
    minutes = tuple(tuple(float(abs(i - j)) for j in range(n)) for i in range(n))
    case = case.but(borders=path, minutes=minutes, most=4, fewest=4, band=0.0, weights={"border_cut": 1.0})
    solution = solve(problem_of(case))
    assert solution.proof.status == "optimal"
    assert solution.plan is not None
    assert [len(zone) for zone in solution.plan.zones] == [16] * 4
    assert solution.score is not None
    assert solution.score.points == sum(round(1e6 * km / 2 / 63) for km in (1, 2, 2, 1))


def test_one_station_is_one_zone() -> None:
    case = square(1)
    solution = solve(problem_of(case))
    assert solution.plan is not None
    assert solution.plan.zones == (("100",),)
    assert solution.proof.status == "optimal"
    assert solve(problem_of(case.but(min_stations=2))).proof.status == "infeasible"


@pytest.mark.parametrize("alone_as", ["each", "one"])
def test_a_county_of_alone_stations_only_has_one_plan_at_most(alone_as: str) -> None:
    case = square(2).but(alone=("town",), alone_as=alone_as, most=4)
    solution = solve(problem_of(case), gap=1.0)
    assert solution.plan is not None
    assert len(solution.plan.zones) == (4 if alone_as == "each" else 1)
    assert solution.alternatives == ()
    assert solve(problem_of(case.but(most=3))).proof.status == ("infeasible" if alone_as == "each" else "optimal")


@pytest.mark.parametrize(
    "conflict",
    [
        {"most": 1, "apart": ((0, 8),)},
        {"fewest": 5, "most": 9, "min_stations": 2},
        {"together": ((0, 1),), "apart": ((1, 0),)},
        {"together": ((0, 8),), "offices": (0, 8)},
        {"max_minutes": 0.0, "most": 8},
        {"min_officers": 91},
        {"case_area": True},
        {"band": 0.0, "fewest": 2, "most": 2},
        {"borders": (), "most": 8},
        {"alone": ("town",), "most": 8},
        {"today": ("a",) * 9, "max_changed": 0, "fewest": 2},
        {"today": ("a", "a", *(["b"] * 7)), "pinned": ((8, "a"),), "apart": ((1, 8),)},
    ],
)
def test_rules_in_conflict_leave_no_plan(conflict: dict[str, object]) -> None:
    case = square(3).but(**conflict)
    assert Oracle(case).best is None
    solution = solve(problem_of(case))
    assert solution.proof.status == "infeasible"
    assert solution.plan is None
    assert solution.score is None
    assert solution.alternatives == ()
    assert all(certificate.bound is None for certificate in solution.proof.certificates)


def test_three_stations_without_borders_and_with_wild_minutes_have_no_plan() -> None:
    minutes = ((0.0, 1e4, 1.0), (10.0, 0.0, 1e4), (100.0, 1e3, 0.0))
    case = Case(
        codes=("19", "22", "28"),
        kinds=("town",) * 3,
        area=(100.0,) * 3,
        officers=(1,) * 3,
        has_case=(False,) * 3,
        today=(None,) * 3,
        counts=((1e4,), (0.01,), (0.01,)),
        classes=((60.0, 2.0),),
        minutes=minutes,
        borders=(),
        most=2,
        weights={"travel": 1.0},
    )
    assert solve(problem_of(case)).proof.status == "infeasible"


def wild(seed: int, low: int, high: int) -> Case:
    """A drawn county with minutes of 10^low to 10^high and counts from a ten-thousandth to ten thousand."""
    rng = np.random.default_rng(seed)
    case = draw(900 + seed, most=8)
    n = len(case.codes)
    minutes = 10.0 ** rng.integers(low, high, (n, n))
    np.fill_diagonal(minutes, 0)
    counts = 10.0 ** rng.integers(-4, 5, (n, len(case.classes)))
    return case.but(
        minutes=tuple(map(tuple, minutes.tolist())),
        counts=tuple(map(tuple, counts.tolist())),
        max_minutes=None,
        weights={"travel": 0.7, "mismatch": 0.3},
    )


@pytest.mark.parametrize(("low", "high"), [(-1, 3), (-2, 4), (-3, 6)])
@pytest.mark.parametrize("seed", range(12))
def test_minutes_and_workloads_of_wildly_different_size_do_not_mislead(low: int, high: int, seed: int) -> None:
    """Travel shares far above 1, and stations with a millionth of the others' work."""
    case = wild(seed, low, high)
    problem = problem_of(case)
    oracle = Oracle(case, settle(problem))
    solution = solve(problem)
    assert (solution.plan and solution.plan.zones) == (oracle.best and oracle.codes(oracle.best[1]))


def test_stations_of_nearly_the_same_mix_are_solved() -> None:
    """Counts as sample data have them: residents times one rate a class, made whole."""
    rng = np.random.default_rng(9)
    case, rates = wide(9, 18), rng.random(4)
    counts = np.rint(np.outer(rng.uniform(0.5, 1.5, 18) * 20_000, rates))
    case = case.but(
        counts=tuple(map(tuple, counts.tolist())),
        classes=((60.0, 2.0),) * 4,
        weights={"mix_loss": 0.5, "travel": 0.5},
        most=4,
        fewest=4,
        today=(None,) * 18,
    )
    assert solve(problem_of(case)).proof.status == "optimal"
