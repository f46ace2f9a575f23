"""How far the response model is from the exact hypercube and from a simulation call by call.

    python -m benchmarks.response [--pools 20] [--calls 200000] [--sample fengdu] [--json]

First table: drawn pools of 2 to 10 units under three loads, each unit with a service time of its own; the greatest
error over all pools of a row against the exact chain of 2^u states, the way inside an area counted. Second table: a
sample county with its incidents times a factor, one unit a station, all in one pool; service times differ by unit and
call; against SimPy.
"""

import argparse
import json
from typing import Any

import numpy as np

from benchmarks.measured import machine, table
from benchmarks.queues import exact, simulated
from systems.response.hypercube import Pool, pooled
from systems.response.response import HOURS, on_scene
from systems.response.travel import ways
from zoning.model.county import MEAN_DISC_DISTANCE, Floats, Ints

UNITS, LOADS, FACTORS = (2, 4, 6, 8, 10), (0.1, 0.3, 0.6), (1, 3, 10)
EXACT = ("units", "busy", "pools", "error of busy", "of answers", "of calls lost", "of the way, %")
SIMULATED = ("incidents ×", "busy", "error of busy", "of answers", "of calls lost", "of minutes, %")


def against_exact(units: int, load: float, pools: int) -> dict[str, Any]:
    """The greatest errors over so many drawn pools; ``load`` is the offered load of a unit."""
    worst = np.zeros(4)
    busy = []
    for seed in range(pools):
        rng = np.random.default_rng([seed, units])
        at = rng.uniform(0, 1, (units, 2))
        way = np.hypot(np.linalg.norm(at[:, None] - at[None], axis=2), MEAN_DISC_DISTANCE / np.sqrt(units))
        order = np.argsort(way, axis=1, kind="stable")
        rates, hours = rng.uniform(0.3, 1.7, units), rng.uniform(0.8, 1.2, units)
        rates *= load * units / (rates @ hours)
        truth, found = exact(rates, hours, order), pooled(rates, np.tile(hours, (units, 1)), order)
        worst = np.maximum(worst, _errors(truth, found, rates, way))
        busy.append(truth.busy.mean())
    return {"units": units, "busy": float(np.mean(busy)), "pools": pools, "errors": worst.tolist()}


def against_simulation(name: str, factor: float, calls: int) -> dict[str, Any]:
    """The errors for one sample county, a unit a station, all of them in one pool."""
    from geodata import read_county

    county = read_county(f"sample:{name}")
    minutes, _ = ways(county, (10.0,))
    rates, hours = factor * county.incidents.sum(axis=1) / HOURS, (on_scene(county)[:, None] + 2 * minutes.T) / 60
    order: Ints = np.argsort(minutes.T, axis=1, kind="stable")
    truth, found = simulated(rates, hours, order, calls, 0), pooled(rates, hours, order)
    errors = _errors(truth, found, rates, minutes.T).tolist()
    return {"factor": factor, "busy": float(truth.busy.mean()), "calls": calls, "errors": errors}


def _errors(truth: Pool, found: Pool, rates: Floats, way: Floats) -> Floats:
    """(4,) greatest error of busy shares and of shares answered, error of calls lost, relative one of the mean way."""
    means = [
        (rates[:, None] * pool.answers * way).sum() / (rates @ pool.answers.sum(axis=1)) for pool in (truth, found)
    ]
    busy, answers = np.abs(found.busy - truth.busy).max(), np.abs(found.answers - truth.answers).max()
    return np.array([busy, answers, abs(found.lost - truth.lost), abs(means[1] / means[0] - 1)])


def _cells(errors: list[float]) -> list[str]:
    *shares, way = errors
    return [*(f"{share:.3f}" for share in shares), f"{100 * way:.1f}"]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.response", description="errors of the response model")
    options.add_argument("--pools", type=int, default=20, help="drawn pools a row")
    options.add_argument("--calls", type=int, default=200_000, help="calls simulated")
    options.add_argument("--sample", default="fengdu", help="sample county to be simulated")
    options.add_argument("--json", action="store_true", help="print one object")
    chosen = options.parse_args()
    drawn = [against_exact(units, load, chosen.pools) for units in UNITS for load in LOADS]
    runs = [against_simulation(chosen.sample, factor, chosen.calls) for factor in FACTORS]
    if chosen.json:
        print(json.dumps({"machine": machine(), "exact": drawn, "simulated": runs}, ensure_ascii=False, indent=1))
        return
    rows = [[str(r["units"]), f"{r['busy']:.0%}", str(r["pools"]), *_cells(r["errors"])] for r in drawn]
    print(table(EXACT, rows))
    print(f"\nsample:{chosen.sample}, {chosen.calls:,} calls simulated\n")
    print(table(SIMULATED, [[f"{r['factor']}", f"{r['busy']:.0%}", *_cells(r["errors"])] for r in runs]))


if __name__ == "__main__":
    main()
