"""How fast incidents are drawn anew and solved, and how often the intervals hold what they should.

    python -m benchmarks.stress [--samples xunhua xihe] [--replicates 40] [--counties 100] [--draws 100]
        [--worlds model county strangers]

First table: replicates a second of one core (time of the processor, so that other work beside does not count), each a
county with other incidents solved to its proved optimum. Then a table a sample: counts are drawn from known rates, an
interval of 90 % is made from the counts alone, and it is looked whether it holds the figure of the *true rates* and
that of *another period* drawn from the same rates. Rates are drawn from the model itself (``model``), are a sample
county's counts, whose neighbours are alike (``county``), or those with mixes dealt to other stations, so that
neighbours are strangers (``strangers``). The plan is the same throughout. ``--replicates 0`` or ``--counties 0``
leaves one out.
"""

import argparse
import time
from dataclasses import replace

import numpy as np

from benchmarks.measured import machine, table
from geodata import read_county
from scenarios.chance.redraw import chord_km, mix_covariance, rates
from scenarios.chance.stress import stress
from solvers.solve import solve
from zoning.judge.measures import MEASURES, points
from zoning.judge.zones import MemberZones
from zoning.model.county import County, Floats
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

SPEED = ("sample", "stations", "replicates", "a second of a core", "plan stays best", "regret, mean")
WORLDS = ("model", "county", "strangers")
SOUGHT = ("true rates", "another period")
KEYS = ("mismatch", "mix_loss", "density_loss", "travel", "unsupported")
NAMES = (*KEYS, "points", "workload of a zone", "share of the workload")


def problem_of(sample: str) -> Problem:
    """The sample under ``haidong``."""
    return Problem(read_county(f"sample:{sample}"), read_policy("haidong"))


def figures(problem: Problem, plan: Plan, counts: Floats) -> Floats:
    """Measures and points of the plan on these counts, and the workload of its first zone, in hours and as a share."""
    zones = MemberZones.of(replace(problem, county=replace(problem.county, counts=counts)), plan)
    work = zones.sum(zones.problem.county.workload)
    shares = {m.key: float(m.share(zones).sum()) for m in MEASURES if m.key in KEYS}
    return np.array([*(shares[key] for key in KEYS), points(zones).sum(), work[0], work[0] / work.sum()])


def truths(county: County, world: str, rng: np.random.Generator) -> Floats:
    """(n, c) known rates of a world."""
    counts = np.maximum(county.counts, 0.3)
    totals = counts.sum(axis=1, keepdims=True)
    if world == "county":
        return counts
    if world == "strangers":
        return np.asarray(totals * (counts / totals)[rng.permutation(len(counts))])
    km = chord_km(county)
    seen = rates(counts, km)
    mixes = np.linalg.cholesky(mix_covariance(km, seen.mix_spread, seen.reach_km) + 1e-9 * np.eye(len(km)))
    sizes = seen.size_spread * rng.standard_normal((len(km), 1))
    level = np.log(counts.mean(axis=0)) - (seen.size_spread**2 + seen.mix_spread**2) / 2
    return np.asarray(np.exp(level + sizes + mixes @ rng.standard_normal(counts.shape)))


def coverage(problem: Problem, plan: Plan, counties: int, draws: int, world: str) -> Floats:
    """(figures, 2) share of the intervals that hold the true rates and another period."""
    km, held = chord_km(problem.county), np.zeros((len(NAMES), 2))
    for seed in range(counties):
        rng = np.random.default_rng(seed)
        truth = truths(problem.county, world, rng)
        seen = rates(rng.poisson(truth).astype(np.float64), km)
        drawn = [seen.draw(rng) for _ in range(draws)]
        ahead = [rng.poisson(one).astype(np.float64) for one in drawn]
        for k, (sought, sets) in enumerate(((truth, drawn), (rng.poisson(truth).astype(np.float64), ahead))):
            low, high = np.percentile([figures(problem, plan, one) for one in sets], [5, 95], axis=0)
            value = figures(problem, plan, sought)
            held[:, k] += (low <= value) & (value <= high)
    return held / counties


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.stress", description="speed and coverage of stress")
    options.add_argument("--samples", nargs="+", default=["xunhua", "xihe"], help="sample counties")
    options.add_argument("--replicates", type=int, default=40, help="replicates a sample")
    options.add_argument("--counties", type=int, default=100, help="drawn counties whose intervals are checked")
    options.add_argument("--draws", type=int, default=100, help="draws an interval is made of")
    options.add_argument("--worlds", nargs="+", default=WORLDS, choices=WORLDS, help="where known rates come from")
    chosen = options.parse_args()
    plans: dict[str, Plan] = {}
    rows: list[list[str]] = []
    for sample in chosen.samples:
        problem = problem_of(sample)
        plan = solve(problem).plan
        assert plan is not None, sample
        plans[sample] = plan
        if not chosen.replicates:
            continue
        began = time.process_time()
        found = stress(problem, plan, replicates=chosen.replicates)
        rate = chosen.replicates / (time.process_time() - began)
        best = f"{found.optimal / found.judged:.0%}"
        regret = f"{found.regret['mean']:,.0f}"
        rows.append([sample, str(len(problem)), str(chosen.replicates), f"{rate:.1f}", best, regret])
    if rows:
        print(table(SPEED, rows), f"\n\n{machine()}", flush=True)
    heads = ["figure", *(f"{world}: {what}" for world in chosen.worlds for what in SOUGHT)]
    for sample, plan in plans.items() if chosen.counties else ():
        held = [coverage(problem_of(sample), plan, chosen.counties, chosen.draws, world) for world in chosen.worlds]
        cells = [[name, *(f"{x:.0%}" for x in row)] for name, row in zip(NAMES, np.hstack(held), strict=True)]
        print(f"\n{table(heads, cells)}")
        what = f"{chosen.counties} drawn counties, {chosen.draws} draws each; wanted: 90 %"
        print(f"\nsample:{sample}, {what}", flush=True)


if __name__ == "__main__":
    main()
