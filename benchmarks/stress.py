"""How fast incidents are drawn anew and solved, and how often the intervals hold what they should.

    python -m benchmarks.stress [--samples xunhua xihe] [--replicates 40] [--counties 100] [--draws 100]

First table: replicates a second of one core (time of the processor, so that other work beside does not count), each a
county with other incidents solved to its proved optimum. Second table: counts are drawn from known rates, an interval
of 90 % is made from the counts alone, and it is looked whether it holds the figure of the *true rates* and that of
*another period* drawn from the same rates. Rates are drawn from the model itself (``model``) or are a sample county's
counts (``county``), whose neighbours are alike, which the model does not know. The plan is the same throughout.
"""

import argparse
import time
from dataclasses import replace

import numpy as np

from benchmarks.measured import machine, table
from geodata import read_county
from scenarios.redraw import prior, rates
from scenarios.stress import stress
from solvers import solve
from zoning.county import Floats
from zoning.measures import MEASURES
from zoning.plan import Plan
from zoning.policy import read_policy
from zoning.problem import Problem
from zoning.zones import MemberZones

SPEED = ("sample", "stations", "replicates", "a second of a core", "plan stays best", "regret, mean")
COVERED = ("figure", "model: true rates", "model: another period", "county: true rates", "county: another period")
KEYS = ("mismatch", "mix_loss", "density_loss", "travel", "unsupported")


def problem_of(sample: str) -> Problem:
    """The sample under ``haidong``."""
    return Problem(read_county(f"sample:{sample}"), read_policy("haidong"))


def figures(problem: Problem, plan: Plan, counts: Floats) -> Floats:
    """Measures of the plan on these counts, and the workload of its first zone, in hours and as a share."""
    zones = MemberZones.of(replace(problem, county=replace(problem.county, counts=counts)), plan)
    work = zones.sum(zones.problem.county.workload)
    shares = {m.key: float(m.share(zones).sum()) for m in MEASURES if m.key in KEYS}
    return np.array([*(shares[key] for key in KEYS), work[0], work[0] / work.sum()])


def coverage(problem: Problem, plan: Plan, counties: int, draws: int, *, model: bool) -> Floats:
    """(figures, 2) share of the intervals that hold the true rates and another period."""
    counts, held = problem.county.counts, np.zeros((len(KEYS) + 2, 2))
    known = prior(counts)
    for seed in range(counties):
        rng = np.random.default_rng(seed)
        truth = np.maximum(counts, 0.3)
        if model:
            size = rng.gamma(known.size_weight, known.size / known.size_weight, len(counts))
            truth = size[:, None] * rng.dirichlet(known.mix_weight * known.mix, len(counts))
        given = rng.poisson(truth).astype(np.float64)
        seen = prior(given)
        drawn = [rates(given, seen, rng) for _ in range(draws)]
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
    chosen = options.parse_args()
    rows: list[list[str]] = []
    plans: dict[str, Plan] = {}
    for sample in chosen.samples:
        problem = problem_of(sample)
        plan = solve(problem).plan
        assert plan is not None, sample
        plans[sample] = plan
        began = time.process_time()
        found = stress(problem, plan, replicates=chosen.replicates)
        rate = chosen.replicates / (time.process_time() - began)
        told = found.document()
        best = f"{found.optimal / found.judged:.0%}"
        regret = f"{told['regret']['mean']:,.0f}"
        rows.append([sample, str(len(problem)), str(chosen.replicates), f"{rate:.1f}", best, regret])
    print(table(SPEED, rows))
    print(f"\n{machine()}\n")
    sample = chosen.samples[-1]
    held = [
        coverage(problem_of(sample), plans[sample], chosen.counties, chosen.draws, model=model)
        for model in (True, False)
    ]
    cells = np.hstack(held)
    names = [*KEYS, "workload of a zone", "share of the workload"]
    print(table(COVERED, [[name, *(f"{x:.0%}" for x in row)] for name, row in zip(names, cells, strict=True)]))
    print(f"\nsample:{sample}, {chosen.counties} drawn counties, {chosen.draws} draws each; wanted: 90 %")


if __name__ == "__main__":
    main()
