"""Incidents drawn anew: the model, its coverage on known rates, optima equal to cold solves, many processes."""

import multiprocessing
import os
import signal
from dataclasses import replace

import numpy as np
import pytest

from scenarios.chance.records import ZONE_KEYS, Replicate, Stress, mean, percentiles
from scenarios.chance.redraw import LEVEL, SPREADS, _laplace, chord_km, fitted, mix_covariance, rates, redrawn
from scenarios.chance.stress import stress
from solvers.solve import solve
from solvers.stop import Stop
from systems.series.variation import assumed
from tests.zoning.drawn import county, plan, problem
from zoning.judge.score import score
from zoning.mathematics.ratios import divergence
from zoning.model.county import County, Floats, Ints
from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.documents import to_document

WEIGHTS = {"weights__travel": 0.5, "zones__max": 3, "zones__min_stations": 2}


def problem_of(given: County | None = None) -> Problem:
    return problem(given or county(), **WEIGHTS)


@pytest.fixture(scope="module")
def found() -> Stress:
    given = problem_of()
    best = solve(given).plan
    assert best is not None
    return stress(given, best, replicates=30, seed=7)


def scattered(rng: np.random.Generator, stations: int) -> Floats:
    """(n, n) km between stations anywhere on 60 × 60 km."""
    xy = rng.uniform(0, 60, (stations, 2))
    return np.asarray(np.hypot(*(xy[:, None] - xy).transpose(2, 0, 1)))


def truths(rng: np.random.Generator, km: Floats) -> Floats:
    """(n, 3) rates: sizes spread by 0.6, mixes by 0.4 and alike over 20 km."""
    mixes = np.linalg.cholesky(mix_covariance(km, 0.4, 20.0) + 1e-9 * np.eye(len(km))) @ rng.standard_normal(
        (len(km), 3)
    )
    return np.asarray(np.array([60.0, 30.0, 15.0]) * np.exp(0.6 * rng.standard_normal((len(km), 1)) + mixes))


def test_spreads_and_reach_are_found_again_in_a_large_county() -> None:
    rng = np.random.default_rng(0)
    km = 3 * scattered(rng, 80)
    seen = rates(rng.poisson(truths(rng, km)).astype(float), km)
    assert 0.5 < seen.size_spread < 0.8
    assert 0.3 <= seen.mix_spread <= 0.5
    assert 14 <= seen.reach_km <= 28


def test_stations_that_differ_no_more_than_chance_are_taken_to_be_alike() -> None:
    counts, km = np.tile([70.0, 30.0], (50, 1)), scattered(np.random.default_rng(0), 50)
    seen = rates(counts, km)
    assert (seen.size_spread, seen.mix_spread) == (0.0, SPREADS[0])
    assert seen.draw(np.random.default_rng(0)) == pytest.approx(counts, rel=0.15)


def test_the_likeliest_rates_and_their_evidence_are_those_of_the_whole_matrix() -> None:
    """Small matrices by class against the covariance of all rates at once."""
    counts, km = np.array([[3.0, 8.0, 1.0], [0.0, 2.0, 5.0], [30.0, 9.0, 4.0]]), scattered(np.random.default_rng(3), 3)
    near, far = mix_covariance(km, 0.5, 20.0), mix_covariance(km, 0.2, 80.0)
    (evidence, _), (beside, other) = _laplace(counts, 0.3 * np.eye(3), np.array([near, far]), np.zeros((3, 3)))
    assert other == pytest.approx(_laplace(counts, 0.3 * np.eye(3), far[None], np.zeros((3, 3)))[1][0], abs=1e-5)
    weight, prior = counts.mean() * np.exp(beside), np.kron(0.3 * np.eye(3), np.ones((3, 3)))
    prior += np.kron(LEVEL + mix_covariance(km, 0.5, 20.0), np.eye(3))
    assert prior @ (counts - weight).ravel() == pytest.approx(beside.ravel(), abs=1e-5), "the slope is zero there"
    likely = (counts * beside - weight).sum() - beside.ravel() @ np.linalg.solve(prior, beside.ravel()) / 2
    determinant = np.linalg.slogdet(np.eye(9) + prior * weight.ravel())[1]
    assert evidence == pytest.approx(likely - determinant / 2)


@pytest.mark.parametrize("count", [1.0, 4.0, 30.0])
def test_a_count_alone_gives_rates_with_its_own_mean_and_spread(count: float) -> None:
    """Of one station and class all is level, and the rate is nearly Gamma(n): mean n, variance n."""
    seen, rng = rates(np.array([[count]]), np.zeros((1, 1))), np.random.default_rng(0)
    drawn = np.array([seen.draw(rng)[0, 0] for _ in range(20_000)])
    assert drawn.mean() == pytest.approx(count, rel=0.05)
    assert drawn.std() == pytest.approx(count**0.5, rel=0.35 if count == 1 else 0.15)


def test_rates_stay_at_the_counts_on_average_and_a_zero_may_become_more() -> None:
    given = np.array([[0.0, 5.0], *([10.0 * i, 5.0] for i in range(2, 7))])
    seen, rng = rates(given, chord_km(county())), np.random.default_rng(0)
    drawn = np.mean([seen.draw(rng) for _ in range(2000)], axis=0)
    assert drawn.sum() == pytest.approx(given.sum(), rel=0.02)
    assert drawn[0, 0] > 0
    assert drawn[1:, 0] == pytest.approx(given[1:, 0], rel=0.15)


def test_what_never_happened_stays_so() -> None:
    empty = county(counts=np.zeros((6, 2)))
    rng = np.random.default_rng(0)
    assert redrawn(empty, rates(empty.counts, chord_km(empty)), assumed(), rng).counts.sum() == 0
    half = county(counts=np.array([[10.0, 0.0]] * 6))
    assert (redrawn(half, rates(half.counts, chord_km(half)), assumed(), rng).counts.sum(axis=0) > 0).tolist() == [
        True,
        False,
    ]


def test_sizes_go_by_area_and_officers_where_those_of_the_county_do() -> None:
    """A station whose luck is large is drawn towards what its like have: not towards the mean of all."""
    about = np.repeat([-1.0, 1.0], 10)[:, None]
    counts = np.rint(1000 * np.exp(0.8 * about)) * np.ones((20, 2))
    counts[0] *= 1.5
    km, luck = 1e6 * (1 - np.eye(20)), (0.04, 0.0)
    with_officers, alone = rates(counts, km, luck, about), rates(counts, km, luck)
    assert with_officers.size_spread < 0.1
    assert alone.size_spread > 0.7
    sizes = [found.fields[0].mean.mean(axis=1) for found in (with_officers, alone)]
    like = np.log(1000) - 0.8
    assert abs(sizes[0][0] - like) < 0.1
    assert sizes[1][0] > like + 0.3


def test_luck_of_the_period_seen_does_not_stay_but_as_far_as_it_was_none() -> None:
    """Counts so large that log-rates are known: of a deviation x of the mix σ² / (σ² + v) x stays, ± the root of
    σ² v / (σ² + v). Stations are far apart and σ is that of the likeliest field.
    """
    rng, km = np.random.default_rng(0), 1e6 * (1 - np.eye(40))
    deviation = 0.5 * rng.standard_normal((40, 3))
    counts = np.rint(1e6 * np.exp(deviation))
    field = rates(counts, km, (0.0, 0.09)).fields[0]
    part = field.mix_spread**2 / (field.mix_spread**2 + 0.09)
    logs = np.log(counts)
    totals = logs - logs.mean(axis=1, keepdims=True)  # the size of a station has no luck here
    beside = field.mean - field.mean.mean(axis=1, keepdims=True)
    centred = totals - totals.mean(axis=0)
    assert beside - beside.mean(axis=0) == pytest.approx(part * centred, abs=0.01)
    apart = np.array([1.0, -1.0, 0.0]) / np.sqrt(2)
    spread = apart @ (field.root @ field.root.T)[:3, :3] @ apart
    assert spread == pytest.approx(part * 0.09, rel=0.1)
    known = rates(counts, km).fields[0]
    assert known.mean == pytest.approx(logs, abs=0.01)


def test_kilometres_are_those_between_the_seats() -> None:
    km = chord_km(county())
    assert km[0, 3] == pytest.approx(11.12, abs=0.01), "a tenth of a degree of latitude"
    assert km[0, 1] == pytest.approx(11.12 * np.cos(np.radians(30)), abs=0.01)
    assert (km == km.T).all()


def test_nine_of_ten_intervals_hold_the_true_rates_and_nine_of_ten_the_next_period() -> None:
    """5-95 % of the draws from counts drawn from known rates, of six of 25 stations that lie together.

    Share of the workload, and of the difference in mix that lies inside. Where near stations are taken for strangers
    the second is missed: chance that is left to every station by itself makes them differ.
    """
    rng, tries = np.random.default_rng(1), 30

    def of(counts: Floats, inside: Ints) -> Floats:
        work, county_mix = counts @ np.array([2.0, 8.0, 4.0]), counts.sum(axis=0)
        together = divergence(counts[inside].sum(axis=0, keepdims=True), county_mix).sum()
        apart = divergence(counts, county_mix)
        return np.array([work[inside].sum() / work.sum(), (apart[inside].sum() - together) / apart.sum()])

    def poisson(expected: Floats) -> Floats:
        return rng.poisson(expected).astype(float)

    held, strange = np.zeros((2, 2)), 0
    for _ in range(tries):
        km = scattered(rng, 25)
        inside, truth = np.argsort(km[0])[:6], truths(rng, km)
        given = poisson(truth)
        seen = rates(given, km)
        draws = [seen.draw(rng) for _ in range(60)]
        for k, (sought, drawn) in enumerate(((truth, draws), (poisson(truth), [poisson(x) for x in draws]))):
            low, high = np.percentile([of(x, inside) for x in drawn], [5, 95], axis=0)
            held[k] += (low <= of(sought, inside)) & (of(sought, inside) <= high)
        alone = rates(given, km * 1e6)
        low, high = np.percentile([of(alone.draw(rng), inside)[1] for _ in range(60)], [5, 95])
        strange += low <= of(truth, inside)[1] <= high
    assert held / tries == pytest.approx(np.full((2, 2), 0.9), abs=0.1)
    assert strange / tries < 0.75


def replicates(stress: Stress) -> tuple[Replicate, ...]:
    assert stress.draws is not None
    return stress.draws.replicates


def test_every_optimum_is_that_of_a_cold_solve_and_the_plan_is_judged_on_the_same_draw(found: Stress) -> None:
    seen = fitted(found.problem.county, assumed())
    for r in replicates(found)[:10]:
        rng = np.random.default_rng(np.random.SeedSequence(7).spawn(30)[r.index])
        drawn = replace(found.problem, county=redrawn(found.problem.county, seen, assumed(), rng))
        cold = solve(drawn)
        assert cold.score is not None
        assert (r.best, r.optimum) == (cold.score.points, cold.plan)
        judged = score(drawn, found.plan)
        assert (r.points, r.keeps) == (judged.points, not judged.violations)
        assert r.figures["mismatch"] == judged.measures["mismatch"]
        assert r.zones[0][ZONE_KEYS.index("workload")] == judged.zones[0].figures["workload"]


def test_counts_of_optima_regret_and_pairs_agree(found: Stress) -> None:
    assert found.judged == 30 == sum(times for _, times in found.optima)
    assert found.draws is not None
    assert (found.draws.regret >= 0).all()
    assert found.optimal >= dict(found.optima).get(found.plan, 0)
    assert 0 < found.optimal < 30, "a county in which nothing or everything changes shows little"
    pairs = found.together
    assert pairs is not None
    a, b = pairs.codes.index("A"), pairs.codes.index("D")
    both = sum(times for p, times in found.optima if any({"A", "D"} <= set(zone) for zone in p.zones))
    assert pairs.counts[a, b] == both
    assert found.regret["p100"] == found.draws.regret.max()
    low, high = (found.figures["mismatch"][key] for key in ("p5", "p95"))
    inside = (found.draws.figure("mismatch") >= low) & (found.draws.figure("mismatch") <= high)
    assert inside.mean() >= 0.9
    assert found.zones[0]["workload"]["given"] == found.given.zones[0].figures["workload"]


def test_replicates_depend_on_their_number_and_the_seed_alone(found: Stress) -> None:
    fewer = stress(found.problem, found.plan, replicates=5, seed=7)
    assert replicates(fewer) == replicates(found)[:5]
    other = stress(found.problem, found.plan, replicates=5, seed=8)
    assert [r.points for r in replicates(other)] != [r.points for r in replicates(fewer)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_done_is_kept_on_a_stop_and_is_the_same_for_any_number_of_processes(found: Stress, jobs: int) -> None:
    seen: list[int] = []
    cut = stress(
        found.problem,
        found.plan,
        replicates=3000,
        seed=7,
        jobs=jobs,
        stop=Stop(asked=lambda: len(seen) >= 30),
        on_progress=seen.append,
    )
    assert 30 <= cut.replicates == len(replicates(cut)) < 3000
    assert seen == list(range(1, cut.replicates + 1))
    assert [r.index for r in replicates(cut)] == sorted(r.index for r in replicates(cut))
    known = {r.index: r for r in replicates(found)}
    again = [r for r in replicates(cut) if r.index in known]
    assert len(again) > 15
    assert all(r == known[r.index] for r in again)
    assert cut.jobs == jobs


def test_a_killed_process_costs_no_replicate(found: Stress) -> None:
    killed: list[int] = []

    def kill(_done: int) -> None:
        if not killed:
            killed.append(multiprocessing.active_children()[0].pid or 0)
            os.kill(killed[0], signal.SIGKILL)

    again = stress(found.problem, found.plan, replicates=30, seed=7, jobs=2, on_progress=kill)
    assert killed
    assert replicates(again) == replicates(found)


def test_a_plan_that_breaks_rules_and_draws_without_a_plan_have_no_regret() -> None:
    given = problem(county(), **WEIGHTS)
    lone = stress(given, plan("A", "BCDEF"), replicates=3)
    assert (lone.optimal, lone.keeps, lone.judged) == (0, 0, 3)
    assert lone.draws is not None
    assert np.isnan(lone.draws.regret).all()
    assert to_document(lone)["regret"] == {"mean": None, "p50": None, "p90": None, "p100": None}
    hopeless = stress(problem(county(), zones__max=1, rules__max_minutes=1), plan("ABCDEF"), replicates=3)
    assert (hopeless.infeasible, hopeless.judged, hopeless.together, hopeless.optima) == (3, 0, None, ())


def test_percentiles_are_values_that_occur_and_unknown_ones_do_not_count() -> None:
    values = np.array([3.0, 1.0, np.nan, 2.0])
    assert percentiles(values, (50, 90)) == {"p50": 2.0, "p90": 3.0}
    assert mean(values) == 2.0
    assert np.isnan(mean(np.array([np.nan])))


def test_a_plan_of_another_county_is_refused() -> None:
    with pytest.raises(InputError):
        stress(problem_of(), Plan.of([["X"]]), replicates=1)
