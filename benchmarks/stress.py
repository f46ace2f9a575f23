"""How fast incidents are drawn anew and solved, and how often the intervals hold what they should.

    python -m benchmarks.stress [--samples xunhua xihe] [--replicates 40] [--cases 1500] [--first 0] [--draws 200]

First table: replicates a second of one core (time of the processor, so that other work beside does not count), each a
county with other incidents solved to its proved optimum.

Then how often intervals of 90 % hold the figures of the next year, over all cases and over those of each kind. A case
is a county of 9 to 37 stations with a tenth of a sample's incidents, as many or four times as many; known rates, which
are drawn from the model itself (``model``), are the sample's counts, whose neighbours are alike (``county``), or those
with mixes dealt to other stations, so that neighbours are strangers (``strangers``); a plan, whose stations lie with
the nearest of some drawn centres (``drawn``), or which is the best for the counts known (``best``: proved up to
25 stations, above of 32 drawn ones); and one known year or four. With one the variation from year to year is the usual
one, as it is assumed; with four it is none, half the usual, the usual or twice as much, and is estimated. Rates differ
from year to year, incidents are drawn from them, an interval is made from the known years alone, and it is looked
whether it holds each figure of the next year, for some such years. ``--replicates 0`` or ``--cases 0`` leaves one out.
"""

import argparse
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np

from benchmarks.measured import machine, table
from benchmarks.stress_figures import Figures
from geodata import read_county
from scenarios.chance.redraw import chord_km, fitted, mix_covariance, next_counts, rates
from scenarios.chance.stress import stress
from solvers.solve import solve
from systems.series.variation import USUAL, assumed, estimated, shocks
from zoning.model.county import County, Floats
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

SPEED = ("sample", "stations", "replicates", "a second of a core", "plan stays best", "regret, mean")
COUNTIES = {"xunhua": 9, "jishui": 18, "dianjiang": 25, "kaizhou": 37}
"""Sample counties and their stations."""
INCIDENTS = {"a tenth": 0.1, "as many": 1.0, "fourfold": 4.0}
WORLDS = ("model", "county", "strangers")
CHOICES = ("drawn", "best")
YEARS = {
    "1 year": (1, 1.0),
    "4 years, none": (4, 0.0),
    "4 years, half": (4, 0.5),
    "4 years, usual": (4, 1.0),
    "4 years, twice": (4, 2.0),
}
"""Known years, and the standard deviations from year to year over the usual ones."""
KINDS = {
    "county": tuple(COUNTIES),
    "incidents": tuple(INCIDENTS),
    "world": WORLDS,
    "plan": CHOICES,
    "years": tuple(YEARS),
}
"""What cases differ in."""
PLANS, SOLVED, AHEAD = 32, 25, 3
"""Drawn plans of a county, stations up to which the best one is sought, and next years of a case."""


@dataclass(frozen=True)
class Case:
    """One of each kind."""

    county: str
    incidents: str
    world: str
    plan: str
    years: str

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> "Case":
        return cls(*(kind[int(rng.integers(len(kind)))] for kind in KINDS.values()))


Found = tuple[Case, dict[str, list[int]]]
"""A case, and by figure for each next year whether it lies below (−1), in (0) or above the interval (1)."""


def problem_of(sample: str) -> Problem:
    """The sample under ``haidong``."""
    return Problem(read_county(f"sample:{sample}"), read_policy("haidong"))


@cache
def given(sample: str, incidents: str) -> tuple[Problem, tuple[Figures, ...]]:
    """The problem of a case, and drawn plans."""
    problem, rng = problem_of(sample), np.random.default_rng(COUNTIES[sample])
    county = problem.county
    county = replace(county, counts=np.rint(county.counts * INCIDENTS[incidents]))
    plans = []
    for _ in range(PLANS):
        centres = rng.choice(len(county), int(rng.integers(2, max(4, len(county) // 3))), replace=False)
        near = np.where(problem.alone, -1 - np.arange(len(county)), county.minutes[centres].argmin(axis=0))
        plans.append(Plan.from_labels(county.codes, [str(k) for k in near.tolist()]))
    problem = replace(problem, county=county)
    return problem, tuple(Figures(problem, plan) for plan in plans)


def plan_of(case: Case, problem: Problem, plans: tuple[Figures, ...], counts: Floats, seed: int) -> Figures:
    """The plan of a case with these known counts."""
    if case.plan == "drawn":
        return plans[seed % PLANS]
    if len(problem) > SOLVED:
        return min(plans, key=lambda one: float(one.of(counts[None])["points"][0]))
    plan = solve(replace(problem, county=replace(problem.county, counts=counts))).plan
    assert plan is not None, case
    return Figures(problem, plan)


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


def tried(seed: int, draws: int) -> Found:
    """The case of a seed."""
    rng = np.random.default_rng(seed)
    case = Case.drawn(rng)
    problem, plans = given(case.county, case.incidents)
    known, spread = YEARS[case.years]
    truth = truths(problem.county, case.world, rng)
    years = truth * np.exp(shocks(rng, np.square(USUAL) * spread**2, (known + AHEAD, *truth.shape)))
    counts = rng.poisson(years).astype(np.float64)
    variation = estimated(counts[:known]) if known > 1 else assumed()
    county = replace(problem.county, counts=counts[known - 1])
    seen = fitted(county, variation)
    ahead = np.stack([next_counts(seen, variation, county.years, rng) for _ in range(draws)])
    plan = plan_of(case, problem, plans, county.counts, seed)
    drawn, actual = plan.of(ahead), plan.of(counts[known:])
    found = {}
    for key, values in drawn.items():
        low, high = np.percentile(values, [5, 95], method="inverted_cdf")
        found[key] = [int(value > high) - int(value < low) for value in actual[key].tolist()]
    return case, found


def coverage(cases: int, draws: int, processes: int = 1, first: int = 0) -> list[Found]:
    """What so many cases give, with seeds from ``first`` on; the same for any number of processes."""
    work, seeds = partial(tried, draws=draws), range(first, first + cases)
    if processes == 1:
        return list(map(work, seeds))
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(work, seeds, chunksize=8))


def held(found: list[Found]) -> dict[str, float]:
    """By figure the share of the intervals that hold it."""
    return {key: float(np.mean([np.equal(sides[key], 0) for _, sides in found])) for key in found[0][1]}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.stress", description="speed and coverage of stress")
    options.add_argument("--samples", nargs="+", default=["xunhua", "xihe"], help="sample counties")
    options.add_argument("--replicates", type=int, default=40, help="replicates a sample")
    options.add_argument("--cases", type=int, default=1500, help="drawn counties whose intervals are checked")
    options.add_argument("--first", type=int, default=0, help="seed of the first of them")
    options.add_argument("--draws", type=int, default=200, help="draws an interval is made of")
    options.add_argument("--processes", type=int, default=1, help="processes that share the cases")
    chosen = options.parse_args()
    rows: list[list[str]] = []
    for sample in chosen.samples if chosen.replicates else ():
        problem = problem_of(sample)
        plan = solve(problem).plan
        assert plan is not None, sample
        began = time.process_time()
        found = stress(problem, plan, replicates=chosen.replicates)
        rate = chosen.replicates / (time.process_time() - began)
        best = f"{found.optimal / found.judged:.0%}"
        regret = f"{found.regret['mean']:,.0f}"
        rows.append([sample, str(len(problem)), str(chosen.replicates), f"{rate:.1f}", best, regret])
    if rows:
        print(table(SPEED, rows), f"\n\n{machine()}", flush=True)
    if chosen.cases:
        _show(coverage(chosen.cases, chosen.draws, chosen.processes, chosen.first))
        print(f"\n{chosen.cases} cases, {AHEAD} next years each, {chosen.draws} draws; wanted: 90 %")


def _show(found: list[Found]) -> None:
    """A table over all cases, and one for each kind."""
    shown = {"": {"all": held(found)}}
    for kind, values in KINDS.items():
        of = {value: [one for one in found if getattr(one[0], kind) == value] for value in values}
        shown[kind] = {value: held(some) for value, some in of.items() if some}
    for kind, columns in shown.items():
        rows = [[key, *(f"{x[key]:.1%}" for x in columns.values())] for key in next(iter(columns.values()))]
        means = [f"{np.mean(list(x.values())):.1%}" for x in columns.values()]
        print(f"\n{table([kind or 'figure', *columns], [*rows, ['mean', *means]])}")


if __name__ == "__main__":
    main()
