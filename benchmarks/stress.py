"""How fast incidents are drawn anew and solved, and how often the intervals hold what they should.

    python -m benchmarks.stress [--samples xunhua xihe] [--replicates 40] [--counties 100] [--draws 200]
        [--worlds model county strangers] [--histories 1 4]

First table: replicates a second of one core (time of the processor, so that other work beside does not count), each a
county with other incidents solved to its proved optimum. Then a table a sample: incidents of some years are drawn from
known rates, which differ from year to year; from these counts alone an interval of 90 % is made for the next year, and
it is looked whether it holds the figure of that year. Rates are drawn from the model itself (``model``), are a sample
county's counts, whose neighbours are alike (``county``), or those with mixes dealt to other stations, so that
neighbours are strangers (``strangers``). With a history of one year the variation from year to year is the usual one,
as it is assumed; with several it is another one in every county, half to twice the usual, and is estimated. The plan is
the same throughout. ``--replicates 0`` or ``--counties 0`` leaves one out.
"""

import argparse
import time

import numpy as np

from benchmarks.measured import machine, table
from geodata import read_county
from scenarios.chance.redraw import chord_km, mix_covariance, rates
from scenarios.chance.stress import stress
from solvers.solve import solve
from systems.series.variation import USUAL, assumed, estimated, shocks
from zoning.mathematics.ratios import divergence
from zoning.model.county import MIX_PRIOR, County, Floats
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

SPEED = ("sample", "stations", "replicates", "a second of a core", "plan stays best", "regret, mean")
WORLDS = ("model", "county", "strangers")
NAMES = ("incidents of a zone", "workload of a zone", "share of the workload", "mismatch", "mix_loss", "density_loss")


def problem_of(sample: str) -> Problem:
    """The sample under ``haidong``."""
    return Problem(read_county(f"sample:{sample}"), read_policy("haidong"))


def figures(problem: Problem, plan: Plan, counts: Floats) -> Floats:
    """(d, figures) of the plan on counts (d, n, c); the last three are the judge's measures, all draws at once."""
    county = problem.county
    sent, minutes = (np.array([getattr(kind, key) for kind in county.classes]) for key in ("officers", "minutes"))
    work = (counts * sent * (minutes + 2 * county.inside_minutes[:, None]) / 60).sum(axis=2)
    labels = plan.labels(county.codes)
    member = (labels[:, None] == np.arange(len(plan.zones))).astype(float)
    rest = ~np.array([station.kind in problem.policy.zones.alone for station in county.stations])
    apart = member[:, member[rest].sum(axis=0) > 0] * rest[:, None]
    share = work @ apart / (work @ rest)[:, None] - county.officers @ apart / (county.officers @ rest)
    dense = np.log((counts.sum(axis=2) + 0.5) / county.area_km2)
    centred = dense - dense.mean(axis=1, keepdims=True)
    between = ((centred @ member) ** 2 / member.sum(axis=0)).sum(axis=1)
    zone = work @ member[:, -1]
    found = (
        counts.sum(axis=2) @ member[:, -1],
        zone,
        zone / work.sum(axis=1),
        np.abs(share).sum(axis=1) / 2,
        np.array([_mix_loss(one, member) for one in counts]),
        1 - between / (centred**2).sum(axis=1),
    )
    return np.stack(found, axis=1)


def _mix_loss(counts: Floats, member: Floats) -> float:
    mix = counts.sum(axis=0)
    smoothed = counts + MIX_PRIOR * mix / mix.sum()
    whole = divergence(smoothed, smoothed.sum(axis=0)).sum()
    return float(1 - divergence(member.T @ smoothed, smoothed.sum(axis=0)).sum() / whole)


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


def coverage(problem: Problem, plan: Plan, counties: int, draws: int, world: str, history: int) -> Floats:
    """(figures,) share of the intervals that hold the year after a history of so many years."""
    km, held = chord_km(problem.county), np.zeros(len(NAMES))
    for seed in range(counties):
        rng = np.random.default_rng(seed)
        truth = truths(problem.county, world, rng)
        v = np.square(USUAL) * (4.0 ** rng.uniform(-1, 1) if history > 1 else 1.0)
        years = rng.poisson(truth * np.exp(shocks(rng, v, (history + 1, *truth.shape)))).astype(np.float64)
        known = estimated(years[:-1]) if history > 1 else assumed()
        seen = rates(years[-2], km)
        ahead = [rng.poisson(seen.draw(rng) * known.another(rng, truth.shape, 1.0)) for _ in range(draws)]
        low, high = np.percentile(figures(problem, plan, np.array(ahead, dtype=np.float64)), [5, 95], axis=0)
        value = figures(problem, plan, years[-1:])[0]
        held += (low <= value) & (value <= high)
    return held / counties


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.stress", description="speed and coverage of stress")
    options.add_argument("--samples", nargs="+", default=["xunhua", "xihe"], help="sample counties")
    options.add_argument("--replicates", type=int, default=40, help="replicates a sample")
    options.add_argument("--counties", type=int, default=100, help="drawn counties whose intervals are checked")
    options.add_argument("--draws", type=int, default=200, help="draws an interval is made of")
    options.add_argument("--worlds", nargs="+", default=WORLDS, choices=WORLDS, help="where known rates come from")
    options.add_argument("--histories", nargs="+", type=int, default=[1, 4], help="years of incidents that are known")
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
    cases = [(world, history) for world in chosen.worlds for history in chosen.histories]
    heads = ["figure", *(f"{world}, {history} years" for world, history in cases)]
    for sample, plan in plans.items() if chosen.counties else ():
        given = problem_of(sample)
        held = np.stack([coverage(given, plan, chosen.counties, chosen.draws, *case) for case in cases], axis=1)
        cells = [[name, *(f"{x:.1%}" for x in row)] for name, row in zip(NAMES, held, strict=True)]
        cells.append(["all", *(f"{x:.1%}" for x in held.mean(axis=0))])
        print(f"\n{table(heads, cells)}")
        what = f"{chosen.counties} drawn counties, {chosen.draws} draws each; wanted: 90 %"
        print(f"\nsample:{sample}, {what}", flush=True)


if __name__ == "__main__":
    main()
