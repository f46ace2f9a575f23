"""The measure ``response`` beside the simulation it stands for: minutes and order of drawn plans.

    python -m benchmarks.response_measure [--plans 8]

Stations go to the nearest of some drawn centres; one unit a station round the clock, incidents times a factor.
"""

import argparse
from dataclasses import replace

import numpy as np

from benchmarks.measured import table
from geodata import read_county, sample_names
from systems.response.response import response
from zoning.judge.score import score
from zoning.model.answering import FARTHEST_MINUTES
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

FACTORS, CALLS = (0.5, 1.0, 2.0), 100_000
HEAD = ("sample", "incidents ×", "plans", "measure / simulation", "rank correlation")


def compared(county: County, plans: int) -> tuple[int, float, float]:
    """Plans with a mean, the mean of measure over simulation, and the rank correlation of the two."""
    problem, rng = Problem(county, read_policy("haidong")), np.random.default_rng(1)
    minutes = []
    for _ in range(plans):
        zones = int(rng.integers(2, max(3, len(county) // 3)))
        centres = rng.choice(len(county), zones, replace=False)
        plan = Plan.from_labels(county.codes, [str(k) for k in county.minutes[centres].argmin(axis=0)])
        simulated = response(problem, plan, units=1, calls=CALLS).mode("zone").county.minutes
        if not np.isnan(simulated):
            minutes.append((FARTHEST_MINUTES * score(problem, plan).measures["response"], simulated))
    judged, seen = (np.array(column) for column in zip(*minutes, strict=True))
    ranks = [values.argsort().argsort() for values in (judged, seen)]
    return len(minutes), float((judged / seen).mean()), float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.response_measure", description="measure and simulation"
    )
    options.add_argument("--plans", type=int, default=8, help="drawn plans a row")
    chosen = options.parse_args()
    rows = []
    for name in sample_names():
        county = read_county(f"sample:{name}")
        for factor in FACTORS:
            plans, ratio, rank = compared(replace(county, counts=county.counts * factor), chosen.plans)
            rows.append([name, f"{factor:g}", str(plans), f"{ratio:.2f}", f"{rank:.2f}"])
    print(table(HEAD, rows))


if __name__ == "__main__":
    main()
