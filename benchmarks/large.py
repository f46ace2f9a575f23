"""Large made-up counties: squares within zones and seconds, beside published programmes in the same run.

    python -m benchmarks large [--full]

400 and 1,000 units; 3,000 too with ``--full``. All measure density alone (``density_loss``), so that squares within
zones are what is minimised; workload has to be within 0.7 to 1.3 of the mean. A peer runs in a process of its own, for
:data:`SECONDS` at the most; one that is not installed (``pip install --group peers``) is said. What peers do not know
of is not held against their time: Ward knows no bounds, METIS no density; see the columns.
"""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import networkx as nx
import numpy as np

from benchmarks.counties import county
from benchmarks.measured import table
from benchmarks.regions import PEERS, Task, ssd
from benchmarks.suite import Benchmark, Figures, tell
from solvers.solve import solve
from solvers.stop import Stop
from zoning.model.county import Ints
from zoning.model.policy import Policy, RuleLimits, Weights, ZoneLimits
from zoning.model.problem import Problem

SIZES = {400: 20, 1000: 25, 3000: 60}
"""Stations, and the zones they are to form."""
OURS = "zoning"
BAND, SEED, CLOSE = 0.3, 1, 1e-9
SECONDS, SPARE = 120.0, 30.0
"""What a method has, and what a process may take beyond for reading and ending."""
HEADS = {
    "en": (
        "units",
        "zones",
        "method",
        "seconds",
        "SSD",
        "of ours",
        "least load",
        "most",
        "parts too many",
        "bounds kept",
    ),
    "zh": ("单元", "分区", "方法", "秒", "离差平方和", "与本项目之比", "最小工作量", "最大", "多余的块", "上下限"),
}
KEPT = {"en": ("no", "yes"), "zh": ("未守住", "守住")}
NOTES = {
    "en": "Loads as shares of the mean; they are to be within 0.7 to 1.3. At most {seconds:.0f} seconds a method.",
    "zh": "工作量为其与均值之比，要求在 0.7 至 1.3 之间。每种方法至多 {seconds:.0f} 秒。",
}


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


def task_of(stations: int) -> Task:
    """A county of so many stations and its bounds."""
    made, zones = county(stations, SEED), SIZES[stations]
    mean = float(made.workload.sum()) / zones
    return Task(made, zones, (1 - BAND) * mean, (1 + BAND) * mean, SEED)


def regroup(task: Task) -> Ints:
    """The engine."""
    policy = Policy(
        zones=ZoneLimits(min=task.zones, max=task.zones, alone=(), min_stations=1),
        rules=RuleLimits(workload_band=BAND),
        weights=Weights(density_loss=1.0),
    )
    solution = solve(Problem(task.county, policy), seed=task.seed, stop=Stop(SECONDS))
    if solution.plan is None:
        raise RuntimeError(solution.proof.status)
    return solution.plan.labels(task.county.codes)


def timed(task: Task, method: str, run: Callable[[Task], Ints]) -> Row:
    """One method, in a process of its own."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    began = time.perf_counter()
    process = context.Process(target=_answer, args=(there, run, task))
    process.start()
    answer: Any = here.recv() if here.poll(SECONDS + SPARE) else "stopped"
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


def measure(full: bool) -> dict[str, Any]:
    """Every county by every method, one after the other."""
    solve(Problem(county(70, 0), Policy(weights=Weights(density_loss=1.0))), stop=Stop(1.0))  # compiles at first use
    found = []
    for size in sorted(SIZES)[: None if full else -1]:
        task = task_of(size)
        for method, run in {OURS: regroup, **PEERS}.items():
            found.append(asdict(timed(task, method, run)))
            tell(*found[-1].values())
    return {"limit": SECONDS, "runs": found}


def _cells(row: Figures, ours: float | None, language: str) -> list[str]:
    """As text, beside our squares."""
    first = [f"{row['stations']:,}", str(row["zones"]), row["method"], f"{row['seconds']:.1f}"]
    if row["ssd"] is None:
        return [*first, row["failed"], *["–"] * 5]
    kept = row["least"] >= 1 - BAND - CLOSE and row["most"] <= 1 + BAND + CLOSE and row["parts"] == 0
    against = f"{row['ssd'] / ours:.2f}" if ours else "–"
    loads = f"{row['least']:.2f}", f"{row['most']:.2f}", str(row["parts"])
    return [*first, f"{row['ssd']:.1f}", against, *loads, KEPT[language][kept]]


def written(figures: Figures, language: str) -> str:
    """A row a county and a method."""
    ours = {row["stations"]: row["ssd"] for row in figures["runs"] if row["method"] == OURS}
    rows = [_cells(row, ours[row["stations"]], language) for row in figures["runs"]]
    return f"{table(HEADS[language], rows, left=3)}\n\n{NOTES[language].format(seconds=figures['limit'])}"


BENCHMARK = Benchmark("large", measure, written)
