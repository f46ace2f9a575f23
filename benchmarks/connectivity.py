"""Two ways to say in the compact model that zones hang together: cuts where a plan comes in parts, and levels.

    python -m benchmarks connectivity [--full]

Made-up counties, mismatch and travel alone (``solvers.infeasible.cpsat``); both ways one after the other on the same
problem, and the two must agree. ``minimise`` asks for the best plan, ``feasible`` for any plan under a band.
"""

import time
from typing import Any

from benchmarks.counties import county
from benchmarks.kinds import Kind, linear
from benchmarks.measured import count, table
from benchmarks.suite import Benchmark, Figures, tell
from solvers.infeasible.cpsat import feasible, minimise, switches
from zoning.model.problem import Problem

MINIMISED = (Kind(15), Kind(20), Kind(20, 5, 5, 0.3), Kind(25), Kind(15, travel=0.05), Kind(20, 5, 5, 0.2, travel=0.1))
FEASIBLE = (Kind(15, 5, 1, 0.1), Kind(20, 4, 4, 0.01), Kind(30, 4, 4, 0.01))
UNITS = 4
"""Seconds of the limit that a unit of work is given for; some take more."""
HEADS = {
    "en": ("question", "county", "cuts: seconds", "points", "levels: seconds", "points", "levels / cuts"),
    "zh": ("问题", "县", "割：秒", "综合代价", "层级：秒", "综合代价", "层级 / 割"),
}
QUESTIONS = {"en": {"best": "best plan", "any": "any plan"}, "zh": {"best": "最优方案", "any": "任一可行方案"}}
NOTES = {
    "en": "One worker; {limit:g} s at the most, or {units:g} units of the solver's work for any plan; "
    "≥ where that was not enough.",
    "zh": "单线程；每次至多 {limit:g} 秒（求任一可行方案时为求解器的 {units:g} 个工作单位），≥ 表示未能在限时内得出。",
}


def best(problem: Problem, levels: bool, limit: float) -> dict[str, Any]:
    """Seconds and points of the best plan of the model."""
    found = minimise(problem, limit, exact=False, levels=levels)
    return {"seconds": found.seconds, "points": found.points, "stopped": found.stopped}


def any_plan(problem: Problem, levels: bool, limit: float) -> dict[str, Any]:
    """Seconds until there is a plan or the proof that there is none; the limit counts the solver's units of work."""
    began = time.perf_counter()
    found = feasible(problem, frozenset(switches(problem)), limit, levels)
    return {"seconds": time.perf_counter() - began, "points": None, "stopped": found == "unknown"}


def compared(question: str, kind: Kind, seed: int, limit: float) -> dict[str, Any]:
    """One county, by cuts and by levels."""
    ask = best if question == "best" else any_plan
    limit = limit if question == "best" else limit / UNITS
    problem = Problem(county(kind.stations, seed), linear(kind.policy()))
    cuts, levels = (ask(problem, levels, limit) for levels in (False, True))
    run = {"question": question, "kind": kind.said(), "seed": seed, "cuts": cuts, "levels": levels}
    tell(*_row(run, "en"))
    return run


def measure(full: bool) -> dict[str, Any]:
    """All kinds; three counties each instead of one when ``full``."""
    limit, seeds = (60.0, (1, 2, 3)) if full else (10.0, (1,))
    asked = [("best", kind) for kind in MINIMISED] + [("any", kind) for kind in FEASIBLE]
    return {
        "limit": limit,
        "units": limit / UNITS,
        "runs": [compared(question, kind, seed, limit) for question, kind in asked for seed in seeds],
    }


def _row(run: Figures, language: str) -> list[str]:
    cells = [QUESTIONS[language][run["question"]], f"{run['kind'][language]} ({run['seed']})"]
    for way in (run["cuts"], run["levels"]):
        cells += [f"{'≥ ' if way['stopped'] else ''}{way['seconds']:.2f}", count(way["points"])]
    return [*cells, f"{run['levels']['seconds'] / run['cuts']['seconds']:.2f}"]


def written(figures: Figures, language: str) -> str:
    """A row a county."""
    rows = [_row(run, language) for run in figures["runs"]]
    return f"{table(HEADS[language], rows, left=2)}\n\n{NOTES[language].format(**figures)}"


BENCHMARK = Benchmark("connectivity", measure, written)
