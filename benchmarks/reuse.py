"""New incidents every time: full exact solves a second by an engine that has met the county, and by one that has not.

    python -m benchmarks reuse [--full]

A month of new incidents is drawn from the seed, Poisson round the county's own; nothing else changes. Both engines
solve the same problems, one after the other, and must find the same points. Then counties of 12 to 20 stations, each
solved once and from nothing.
"""

import time
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.counties import county
from benchmarks.kinds import Kind
from benchmarks.measured import shown, spread, table
from benchmarks.suite import Benchmark, Figures, tell
from solvers.engine import Engine
from solvers.solve import solve
from zoning.model.problem import Problem

SIZES = (20, 25, 30, 37)
SMALL = range(12, 21)
HEADS = {
    "en": ("stations", "again: solves a second", "seconds each", "from nothing: seconds each", "ratio", "same points"),
    "zh": ("派出所", "重解：次/秒", "每次秒数", "从头求解：每次秒数", "倍数", "综合代价一致"),
}
NOTES = {
    "en": "Medians with least and most of {months} months of new incidents a county, policy `haidong`, up to 5 zones. "
    "From nothing, {count} counties of 12 to 20 stations: {rate:.1f} a second; seconds each {seconds}.",
    "zh": "每县 {months} 组新警情，中位数（最小–最大）；划分规则 `haidong`，至多 5 个防区。"
    "从头求解 {count} 个 12 至 20 个所的县：每秒 {rate:.1f} 个；每个县用时 {seconds} 秒。",
}
PROVED = ("optimal", "infeasible")
WORDS = {"en": ("no", "yes"), "zh": ("否", "是")}


def months(stations: int, number: int, seed: int = 1) -> list[Problem]:
    """One county and so many redrawings of its incidents."""
    own, policy = county(stations, seed), Kind(stations).policy()
    drawn = [np.random.default_rng([seed, month]).poisson(own.counts).astype(np.float64) for month in range(number)]
    return [Problem(replace(own, counts=counts), policy) for counts in drawn]


def timed(problem: Problem, engine: Engine) -> tuple[float, int | None]:
    """Seconds and points; no points where it is proved that there is no plan.

    Raises
    ------
    RuntimeError
        When the answer is not proved, as it always is without a time limit.
    """
    began = time.perf_counter()
    solution = solve(problem, engine=engine)
    seconds = time.perf_counter() - began
    if solution.proof.status not in PROVED:
        raise RuntimeError(f"{len(problem)} stations: {solution.proof.status}")
    return seconds, None if solution.score is None else solution.score.points


def again(stations: int, number: int) -> dict[str, Any]:
    """The same county month by month, by an engine that goes on and by new ones."""
    first, *others = months(stations, number + 1)
    engine = Engine()
    timed(first, engine)
    runs = [(timed(problem, engine), timed(problem, Engine())) for problem in others]
    warm, cold = ([pair[k][0] for pair in runs] for k in (0, 1))
    found = {
        "stations": stations,
        "warm": spread(warm),
        "cold": spread(cold),
        "rate": len(warm) / sum(warm),
        "same": all(a[1] == b[1] for a, b in runs),
    }
    tell(*_row(found, "en"))
    return found


def afresh(counties: int) -> dict[str, Any]:
    """Different counties, each from nothing."""
    sizes = [SMALL[k % len(SMALL)] for k in range(counties)]
    problems = [Problem(county(n, 100 + k), Kind(n).policy()) for k, n in enumerate(sizes)]
    seconds = [timed(problem, Engine())[0] for problem in problems]
    return {"counties": counties, "rate": counties / sum(seconds), "seconds": spread(seconds)}


def measure(full: bool) -> dict[str, Any]:
    """Five months a county and 18 small counties; 20 and 90 when ``full``."""
    timed(months(8, 1)[0], Engine())  # what is loaded at first use is no part of solving
    number, counties = (20, 90) if full else (5, 18)
    return {"months": number, "again": [again(n, number) for n in SIZES], "afresh": afresh(counties)}


def _row(found: Figures, language: str) -> list[str]:
    warm, cold = found["warm"], found["cold"]
    cells = [str(found["stations"]), f"{found['rate']:.1f}", shown(warm, 3), shown(cold, 3)]
    return [*cells, f"{cold['median'] / warm['median']:.1f}", WORDS[language][found["same"]]]


def written(figures: Figures, language: str) -> str:
    """A row a county, and a sentence on the small ones."""
    rows = [_row(found, language) for found in figures["again"]]
    small = figures["afresh"]
    note = NOTES[language].format(
        months=figures["months"], count=small["counties"], rate=small["rate"], seconds=shown(small["seconds"], 3)
    )
    return f"{table(HEADS[language], rows)}\n\n{note}"


BENCHMARK = Benchmark("reuse", measure, written)
