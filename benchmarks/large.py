"""Large made-up counties: squares within zones and seconds, beside published programmes in the same run.

    python -m benchmarks.large [--only 400] [--seed 1] [--limit 60] [--json]

All measure density alone (``density_loss``), so that squares within zones are what is minimised; workload has to be
within 0.7 to 1.3 of the mean. A peer runs in a process of its own, ``--limit`` seconds at the most; one that is not
installed (``pip install --group peers``) is said. What peers do not know of is not held against their time: Ward knows
no bounds, METIS no density; see the columns.
"""

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import networkx as nx
import numpy as np

from benchmarks.counties import county
from benchmarks.measured import machine, table
from benchmarks.regions import PEERS, Task, ssd
from solvers import solve
from zoning.county import Ints
from zoning.policy import Policy, RuleLimits, Weights, ZoneLimits
from zoning.problem import Problem

SIZES = {400: 20, 1000: 25, 3000: 60}
"""Stations, and the zones they are to form."""
BAND = 0.3
HEAD = ("county", "method", "seconds", "SSD", "against ours", "load, least", "most", "parts too many", "bounds kept")


@dataclass(frozen=True)
class Row:
    """What one method reached: seconds, squares, loads as shares of the mean, parts beyond one a zone; or why not."""

    stations: int
    zones: int
    method: str
    seconds: float
    ssd: float | None = None
    least: float | None = None
    most: float | None = None
    parts: int | None = None
    failed: str = ""

    def cells(self, ours: float) -> list[str]:
        """As text, beside our squares."""
        name = f"{self.stations:,} units, {self.zones} zones"
        if self.ssd is None or self.least is None or self.most is None:
            return [name, self.method, f"{self.seconds:.1f}", self.failed, *["–"] * 5]
        kept = self.least >= 1 - BAND - 1e-9 and self.most <= 1 + BAND + 1e-9
        numbers = [f"{self.seconds:.1f}", f"{self.ssd:.1f}", f"{self.ssd / ours:.2f}", f"{self.least:.2f}"]
        return [name, self.method, *numbers, f"{self.most:.2f}", str(self.parts), "yes" if kept else "no"]


def task_of(stations: int, seed: int) -> Task:
    """A county of so many stations and its bounds."""
    made, zones = county(stations, seed), SIZES[stations]
    mean = float(made.workload.sum()) / zones
    return Task(made, zones, (1 - BAND) * mean, (1 + BAND) * mean, seed)


def regroup(task: Task) -> Ints:
    """The engine."""
    policy = Policy(
        zones=ZoneLimits(min=task.zones, max=task.zones, alone=(), min_stations=1),
        rules=RuleLimits(workload_band=BAND),
        weights=Weights(density_loss=1.0),
    )
    solution = solve(Problem(task.county, policy), seed=task.seed)
    if solution.plan is None:
        raise RuntimeError(solution.proof.status)
    return solution.plan.labels(task.county.codes)


def measure(task: Task, method: str, run: Callable[[Task], Ints], limit: float) -> Row:
    """One method, in a process of its own."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    began = time.perf_counter()
    process = context.Process(target=_answer, args=(there, run, task))
    process.start()
    answer: Any = here.recv() if here.poll(limit) else f"stopped after {limit:g} s"
    if process.is_alive():
        process.kill()
    process.join()
    size = len(task.county), task.zones
    if isinstance(answer, str):
        return Row(*size, method, time.perf_counter() - began, failed=answer)
    seconds, label = answer
    loads = np.array([task.county.workload[label == z].sum() for z in np.unique(label)])
    loads *= task.zones / task.county.workload.sum()
    graph = task.county.graph
    parts = sum(
        nx.number_connected_components(graph.subgraph(np.flatnonzero(label == z).tolist())) - 1
        for z in np.unique(label)
    )
    return Row(*size, method, seconds, ssd(task.x, label), float(loads.min()), float(loads.max()), parts)


def _answer(there: Any, run: Callable[[Task], Ints], task: Task) -> None:
    """Send (seconds, zones), or what went wrong: a peer may fail in ways of its own."""
    began = time.perf_counter()
    try:
        label = run(task)
    except ImportError as error:
        there.send(f"not installed ({error.name})")
    except Exception as error:  # noqa: BLE001 - whatever a peer raises is its result
        there.send(f"failed: {type(error).__name__}: {str(error)[:60]}")
    else:
        there.send((time.perf_counter() - began, label))


def main() -> None:
    """Measure and print; each method as soon as it is done, on stderr."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.large", description="measure large counties")
    options.add_argument("--only", type=int, choices=sorted(SIZES), help="only the county of so many units")
    options.add_argument("--seed", type=int, default=1, help="of the county and of every method")
    options.add_argument("--limit", type=float, default=60.0, help="seconds for a method")
    options.add_argument("--json", action="store_true", help="print one object")
    chosen = options.parse_args()
    solve(Problem(county(70, 0), Policy(weights=Weights(density_loss=1.0))), time_limit=1.0)  # compiles at first use
    rows: list[Row] = []
    cells: list[list[str]] = []
    for size in SIZES if chosen.only is None else (chosen.only,):
        task, ours = task_of(size, chosen.seed), float("nan")
        for method, run in {"zoning regroup": regroup, **PEERS}.items():
            rows.append(measure(task, method, run, chosen.limit))
            ours = rows[-1].ssd or ours if method == "zoning regroup" else ours
            cells.append(rows[-1].cells(ours))
            print("\t".join(cells[-1]), file=sys.stderr)
    if chosen.json:
        print(
            json.dumps({"machine": machine(), "limit": chosen.limit, "rows": [asdict(row) for row in rows]}, indent=1)
        )
    else:
        print(f"{table(HEAD, cells, left=2)}\n\n{machine()}")


if __name__ == "__main__":
    main()
