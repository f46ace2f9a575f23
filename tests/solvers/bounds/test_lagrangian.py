"""Bounds by duals at any size: no duals prove more than the best plan has, and a certificate is proved again."""

import json
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from benchmarks.counties import county
from solvers.bounds.boxes import Traits, costs, slack, traits_of, weighed
from solvers.bounds.branching import Branching
from solvers.bounds.by_measure import alone_points
from solvers.bounds.lagrangian import bounds, means_of, of_plan, proved
from solvers.bounds.offices import Borders
from solvers.bounds.relaxed import Relaxed
from solvers.instances.instance import Instance
from solvers.instances.subproblem import subproblems
from solvers.proof.verify import Verification, verify
from solvers.solve import solve
from tests.solvers.drawn import draw, problem_of
from zoning.judge.measures import MEASURES, POINTS, points
from zoning.judge.zones import MemberZones
from zoning.model.county import Ints
from zoning.model.plan import Plan
from zoning.model.policy import Policy
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.result.plan_file import plan_file
from zoning.result.solution import Solution

WEIGHTS = {"weights.mismatch": 0.4, "weights.mix_loss": 0.15, "weights.travel": 0.17, "weights.border_cut": 0.08}


def nothing() -> None:
    """Nobody to be told."""


def known(seed: int) -> tuple[Problem, int, Plan | None, int]:
    """A drawn problem, its largest number of free zones, its best plan, and the points of that in free zones."""
    problem = problem_of(draw(seed))
    best = solve(problem)
    numbers = [one.k for one in subproblems(Instance(problem))]
    points_ = best.score.points if best.score else 0
    return problem, max(numbers, default=0), best.plan, points_ - sum(alone_points(problem))


@pytest.mark.parametrize("seed", range(120))
def test_no_duals_prove_more_than_the_best_plan_has(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solvers.bounds.lagrangian.STAGES", ((20, 10, 0.5), (10, 20, 0.1)))
    problem, k, plan, least = known(seed)
    if plan is None or k == 0:
        return
    relaxed, rng = Relaxed(problem, k), np.random.default_rng(seed)
    label = plan.labels(problem.county.codes)[relaxed.free]
    own = np.rint(of_plan(relaxed, label))
    for duals in (own, np.rint(own * rng.uniform(0.5, 1.5, len(own))), np.rint(rng.normal(0, 1e5, len(own)))):
        assert proved(relaxed, duals, np.inf, nothing, 20) <= least
    stages = list(bounds(relaxed, of_plan(relaxed, label), means_of(relaxed, label), least, nothing))
    assert stages == sorted(stages, key=lambda stage: stage[0])
    assert stages[-1][0] <= least
    assert proved(Relaxed(problem, k), stages[-1][1], stages[-1][0], nothing) >= stages[-1][0]


@pytest.mark.parametrize("seed", range(40))
def test_the_duals_of_a_plan_add_up_to_what_it_costs(seed: int) -> None:
    problem = problem_of(draw(seed).but(today=(None,) * len(draw(seed).codes), max_changed=None, pinned=()))
    plan = solve(problem).plan
    shares = problem.policy.weights.shares()
    if plan is None or shares["unsupported"] > 0:
        return
    relaxed = Relaxed(problem, 1)
    if len(relaxed.free):
        label = plan.labels(problem.county.codes)[relaxed.free]
        member = np.zeros((len(np.unique(label)), len(problem)), dtype=bool)
        member[np.unique(label, return_inverse=True)[1], relaxed.free] = True
        cost = points(MemberZones(problem, member)).sum()
        assert of_plan(relaxed, label).sum() == pytest.approx(cost, abs=len(member) + 1e-6 * POINTS)


@pytest.mark.parametrize("seed", range(24))
def test_what_an_office_costs_is_no_more_than_any_zone_of_it_and_in_the_end_as_much(seed: int) -> None:
    rng, n = np.random.default_rng(seed), 7
    cut = np.triu(rng.integers(0, 400, (n, n)) * (rng.random((n, n)) < 0.5), 1).astype(float) * (seed % 2)
    cut += cut.T
    rows, neighbours = np.nonzero(cut)
    borders = Borders(np.searchsorted(rows, np.arange(n + 1)), neighbours, cut[rows, neighbours])
    base = rng.normal(-2_000, 3_000, (1 + seed % 3, n, n))
    traits = traits_of(problem_of(draw(seed, n, n)), np.arange(n))
    traits = traits._replace(unit=traits.unit * 0.1)
    order = np.array([[o, *rng.permutation([i for i in range(n) if i != o])] for o in range(n)])
    trees = Branching(base, traits, order, borders, n, 4_000)
    zones = [np.isin(range(n), some) for size in range(1, n + 1) for some in combinations(range(n), size)]
    losses = [losses_of(traits, np.flatnonzero(zone)) for zone in zones]
    cuts = [cut[np.ix_(zone, ~zone)].sum() for zone in zones]
    truth = np.zeros(n)
    for zone, loss, borders_cut in zip(zones, losses, cuts, strict=True):
        points_ = (base[:, :, zone].sum(axis=2)).max(axis=0) + loss + borders_cut
        truth[zone] = np.minimum(truth, points_)[zone]
    while not trees.done:
        trees.grow(7)
        assert (trees.value <= truth + 1e-6).all()
    if len(base) == 1 and not seed % 2:
        assert (trees.value >= truth - 10 * traits.at.shape[1]).all()


def losses_of(traits: Traits, rows: Ints) -> float:
    """What a zone loses at its own mean, by the formula."""
    at, convex, unit = (part[rows] for part in traits)
    mean = (unit * at).sum(axis=0) / np.maximum(unit.sum(axis=0), 1e-300)
    curve = np.append(mean[:1] ** 2, mean[1:] * np.log(np.maximum(mean[1:], 1e-300)))
    return float((unit * (convex - curve)).sum())


@pytest.mark.parametrize("seed", range(40))
def test_a_box_with_the_mean_of_a_zone_costs_no_more_than_its_losses(seed: int) -> None:
    problem = problem_of(draw(seed))
    shares, rng = problem.policy.weights.shares(), np.random.default_rng(seed)
    free = Relaxed(problem, 1).free
    n = len(free)
    if not n:
        return
    traits = traits_of(problem, free)
    floor, every, cost = slack(traits), np.arange(n), np.zeros(n)
    for _ in range(60):
        zone = rng.random(n) < rng.uniform(0.2, 1)
        zone[rng.integers(n)] = True
        rows = np.flatnonzero(zone)
        member = np.zeros((1, len(problem)), dtype=bool)
        member[0, free[zone]] = True
        zones = MemberZones(problem, member)
        keys = [row for row in MEASURES if row.key in ("mix_loss", "density_loss")]
        points_ = POINTS * sum(shares[row.key] * float(row.share(zones)[0]) for row in keys)
        assert losses_of(traits, rows) == pytest.approx(points_, abs=1e-3)
        at, unit = traits.at[rows], traits.unit[rows]
        mean = np.where(unit.sum(axis=0) > 0, (unit * at).sum(axis=0) / np.maximum(unit.sum(axis=0), 1e-300), 0)
        width = rng.choice([0, 1e-3, 0.1, 1], len(mean)) * rng.random(len(mean))
        low, high = mean - width * rng.random(len(mean)), mean + width * rng.random(len(mean))
        low[1:] = np.maximum(low[1:], 0)
        for _ in range(3):
            chords = (rng.random(len(mean)) < 0.5) & (high - low > 1e-6)
            costs(traits, low, high, chords, every, cost)
            assert cost[rows].sum() <= points_ + 1e-3
        _, gain, _ = weighed(traits, rows, low, high, chords)
        assert points_ - cost[rows].sum() <= max(gain, 0) * len(mean) + 1e-3
        before = cost[rows].sum()
        costs(traits, low, high, chords, rows, cost)
        assert before - 1e-6 <= cost[rows].sum() <= points_ + 1e-3
        within_low, within_high = traits.at.min(axis=0), traits.at.max(axis=0)
        costs(traits, np.maximum(low, within_low), np.minimum(high, within_high), chords, every, cost)
        assert (cost >= -floor - 1e-6).all()


@pytest.fixture(scope="module")
def solved() -> Solution:
    """A plan of 66 stations with a certificate, from little work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("solvers.bounds.lagrangian.STAGES", ((40, 60, 0.2),))
        patch.setattr("solvers.large.regroup.RUNS", 1)
        return solve(Problem(county(66, 2), Policy().override(WEIGHTS)))


def altered(solution: Solution, edit: Callable[[dict[str, Any]], None]) -> Verification:
    content = json.loads(dumps(to_document(solution)))
    edit(content)
    claim = plan_file(content, "plan.json")
    return verify(claim.problem(solution.problem.county), claim)


def test_the_bound_of_a_large_county_is_proved_again_by_its_certificate(solved: Solution) -> None:
    (certificate,) = solved.proof.certificates
    assert solved.proof.bound == certificate.bound
    assert solved.proof.gap is not None
    assert solved.proof.gap < 0.35  # of sixty boxes a station; 0.55 without duals
    found = verify(solved.problem, solved)
    assert (found.mistakes, found.unproved, found.proved) == ((), (), True)


def more_duals(content: dict[str, Any]) -> None:
    own = content["proof"]["certificates"][0]
    own["duals"] = {code: dual + 2_000 for code, dual in own["duals"].items()}
    own["dual_bound"] = sum(own["duals"].values())
    own["bound"] += 50_000
    content["proof"]["bound"] = own["bound"]


def twice(content: dict[str, Any]) -> None:
    content["proof"]["certificates"] *= 2


def put(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    def edit(content: dict[str, Any]) -> None:
        own = content["proof"]["certificates"][0]
        own[key] = own[key] + value if isinstance(value, int) else value

    return edit


@pytest.mark.parametrize(
    "edit",
    [
        more_duals,
        twice,
        put("dual_bound", 1),
        put("zones", -1),
        put("zones", 1),
        put("bound", None),
        put("bound", 1),
        put("zone_dual", 1),
        put("change_dual", 1),
        put("label_duals", [1]),
        put("limit_duals", [1.0]),
        put("duals", {}),
        put("duals", {"nobody": 1}),
    ],
)
def test_a_false_certificate_of_a_large_county_is_found(
    solved: Solution, edit: Callable[[dict[str, Any]], None]
) -> None:
    found = altered(solved, edit)
    assert found.mistakes
    assert not found.proved
    columns = " ".join(str(mistake.column) for mistake in found.mistakes)
    assert "certificates" in columns or "proof.bound" in columns
