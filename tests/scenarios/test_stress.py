"""Incidents drawn anew: the model, its coverage on known rates, optima equal to cold solves, many processes."""

from dataclasses import replace

import numpy as np
import pytest

from scenarios.redraw import CERTAIN, Prior, prior, rates, redrawn
from scenarios.stress import ZONE_KEYS, Stress, mean, percentiles, stress
from solvers import solve
from tests.zoning.drawn import county, plan, problem
from zoning.county import County, Floats
from zoning.errors import InputError
from zoning.files import dumps
from zoning.plan import Plan
from zoning.problem import Problem
from zoning.score import score

KNOWN = Prior(size=60.0, size_weight=3.0, mix=np.array([0.7, 0.3]), mix_weight=20.0)
WEIGHTS = {"weights__travel": 0.5, "zones__max": 3, "zones__min_stations": 2}


def problem_of(given: County | None = None) -> Problem:
    return problem(given or county(), **WEIGHTS)


@pytest.fixture(scope="module")
def found() -> Stress:
    given = problem_of()
    best = solve(given).plan
    assert best is not None
    return stress(given, best, replicates=30, seed=7)


def truths(rng: np.random.Generator, stations: int) -> Floats:
    """(stations, 2) rates as :data:`KNOWN` has them."""
    size = rng.gamma(KNOWN.size_weight, KNOWN.size / KNOWN.size_weight, stations)
    return np.asarray(size[:, None] * rng.dirichlet(KNOWN.mix_weight * KNOWN.mix, stations))


def test_weights_of_the_prior_are_found_again_in_a_large_county() -> None:
    rng = np.random.default_rng(0)
    known = prior(rng.poisson(truths(rng, 4000)).astype(float))
    assert known.size == pytest.approx(60, rel=0.05)
    assert known.size_weight == pytest.approx(3, rel=0.1)
    assert known.mix == pytest.approx([0.7, 0.3], abs=0.01)
    assert known.mix_weight == pytest.approx(20, rel=0.1)


def test_stations_that_differ_no_more_than_chance_are_taken_to_be_alike() -> None:
    counts = np.tile([70.0, 30.0], (50, 1))
    known = prior(counts)
    assert (known.size_weight, known.mix_weight) == (CERTAIN, CERTAIN)
    assert rates(counts, known, np.random.default_rng(0)) == pytest.approx(counts, rel=0.05)


def test_rates_stay_at_the_counts_on_average_and_a_zero_may_become_more() -> None:
    given = np.array([[0.0, 5.0], *([10.0 * i, 5.0] for i in range(2, 7))])
    known, rng = prior(given), np.random.default_rng(0)
    drawn = np.mean([rates(given, known, rng) for _ in range(2000)], axis=0)
    assert drawn.sum() == pytest.approx(given.sum(), rel=0.02)
    assert drawn[0, 0] > 0
    assert drawn[1:, 0] == pytest.approx(given[1:, 0], rel=0.15)


def test_a_county_without_incidents_stays_without() -> None:
    empty = county(counts=np.zeros((6, 2)))
    assert redrawn(empty, prior(empty.counts), np.random.default_rng(0)).counts.sum() == 0


def test_nine_of_ten_intervals_hold_the_true_rates_and_nine_of_ten_the_next_period() -> None:
    """Share of the workload of three of 40 stations: 5-95 % of the draws from counts drawn from known rates."""
    rng, inside, tries = np.random.default_rng(1), np.arange(40) < 3, 200

    def share(counts: Floats) -> Floats:
        work = counts @ np.array([2.0, 8.0])
        return np.asarray(work[..., inside].sum(axis=-1) / work.sum(axis=-1))

    held = np.zeros(2)
    for _ in range(tries):
        truth = truths(rng, 40)
        given = rng.poisson(truth).astype(float)
        known = prior(given)
        draws = np.array([rates(given, known, rng) for _ in range(80)])
        for k, (sought, drawn) in enumerate(((truth, draws), (rng.poisson(truth), rng.poisson(draws)))):
            low, high = np.percentile(share(drawn), [5, 95])
            held[k] += low <= share(sought) <= high
    assert held / tries == pytest.approx(np.array([0.9, 0.9]), abs=0.05)


def test_every_optimum_is_that_of_a_cold_solve_and_the_plan_is_judged_on_the_same_draw(found: Stress) -> None:
    known = prior(found.problem.county.counts)
    for r in found.replicates[:10]:
        rng = np.random.default_rng(np.random.SeedSequence(7).spawn(30)[r.index])
        drawn = replace(found.problem, county=redrawn(found.problem.county, known, rng))
        cold = solve(drawn)
        assert cold.score is not None
        assert (r.best, r.optimum) == (cold.score.points, cold.plan)
        judged = score(drawn, found.plan)
        assert (r.points, r.keeps) == (judged.points, not judged.violations)
        assert r.figures["mismatch"] == judged.measures["mismatch"]
        assert r.zones[0][ZONE_KEYS.index("workload")] == judged.zones[0].figures["workload"]


def test_counts_of_optima_regret_and_pairs_agree(found: Stress) -> None:
    assert found.judged == 30 == sum(times for _, times in found.optima)
    assert (found.regret >= 0).all()
    assert found.optimal >= dict(found.optima).get(found.plan, 0)
    assert 0 < found.optimal < 30, "a county in which nothing or everything changes shows little"
    pairs = found.together
    assert pairs is not None
    a, b = pairs.codes.index("A"), pairs.codes.index("D")
    both = sum(times for p, times in found.optima if any({"A", "D"} <= set(zone) for zone in p.zones))
    assert pairs.counts[a, b] == both
    told = found.document()
    assert told["regret"]["p100"] == found.regret.max()
    low, high = (told["figures"]["mismatch"][key] for key in ("p5", "p95"))
    inside = (found.figure("mismatch") >= low) & (found.figure("mismatch") <= high)
    assert inside.mean() >= 0.9
    assert dumps(told)


def test_replicates_depend_on_their_number_and_the_seed_alone(found: Stress) -> None:
    fewer = stress(found.problem, found.plan, replicates=5, seed=7)
    assert fewer.replicates == found.replicates[:5]
    other = stress(found.problem, found.plan, replicates=5, seed=8)
    assert [r.points for r in other.replicates] != [r.points for r in fewer.replicates]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_done_is_kept_on_a_stop_and_is_the_same_for_any_number_of_processes(found: Stress, jobs: int) -> None:
    seen: list[int] = []
    cut = stress(
        found.problem,
        found.plan,
        replicates=3000,
        seed=7,
        jobs=jobs,
        report=seen.append,
        stop=lambda: len(seen) >= 30,
    )
    assert 30 <= len(cut.replicates) < 3000
    assert seen == list(range(1, len(cut.replicates) + 1))
    assert [r.index for r in cut.replicates] == sorted(r.index for r in cut.replicates)
    known = {r.index: r for r in found.replicates}
    again = [r for r in cut.replicates if r.index in known]
    assert len(again) > 15
    assert all(r == known[r.index] for r in again)
    assert cut.jobs == jobs


def test_a_plan_that_breaks_rules_and_draws_without_a_plan_have_no_regret() -> None:
    given = problem(county(), **WEIGHTS)
    lone = stress(given, plan("A", "BCDEF"), replicates=3)
    assert (lone.optimal, int(lone.keeps.sum()), lone.judged) == (0, 0, 3)
    assert np.isnan(lone.regret).all()
    assert lone.document()["regret"] == {"mean": None, "p50": None, "p90": None, "p100": None}
    hopeless = stress(problem(county(), zones__max=1, rules__max_minutes=1), plan("ABCDEF"), replicates=3)
    assert (hopeless.count("infeasible"), hopeless.judged, hopeless.together, hopeless.optima) == (3, 0, None, ())


def test_percentiles_are_values_that_occur_and_unknown_ones_do_not_count() -> None:
    values = np.array([3.0, 1.0, np.nan, 2.0])
    assert percentiles(values, (50, 90)) == {"p50": 2.0, "p90": 3.0}
    assert mean(values) == 2.0
    assert np.isnan(mean(np.array([np.nan])))


def test_a_plan_of_another_county_is_refused() -> None:
    with pytest.raises(InputError):
        stress(problem_of(), Plan.of([["X"]]), replicates=1)
