"""Made-up counties of 15 to 62 stations, with all to 88: time, states, memory, proof; beside it CP-SAT and HiGHS.

    python -m benchmarks exact [--full]

The solver is measured on all the measures of the policy ``haidong``, and up to :data:`RIVALS` stations on mismatch,
overload and travel alone: a linear model can hold neither mix_loss nor density_loss. These are given to CP-SAT, as one
compact model (``solvers.infeasible.cpsat``, one worker, linearisation 2, cuts where zones do not hang together), and to
HiGHS (``benchmarks.mip``, separators where they are needed): the strongest forms of both that are known here. Those
models add up points before they are rounded, so their optimum may differ from the best by a few points. Every county is
measured in a fresh process; its peak is the whole process's, without the rivals.
"""

import time
from dataclasses import asdict
from typing import Any

from benchmarks.counties import county
from benchmarks.kinds import Kind, linear
from benchmarks.measured import STATUS_WORDS, count, peak_mb, table
from benchmarks.mip import minimise as mip
from benchmarks.suite import Benchmark, Figures, apart, tell
from solvers.infeasible.cpsat import minimise as compact
from solvers.solve import solve
from solvers.stop import Stop
from zoning.model.problem import Problem
from zoning.result.solution import Solution

RIVALS = 62
"""Stations up to which the linear models are solved as well."""
KINDS = (
    Kind(15),
    Kind(25),
    Kind(30),
    Kind(30, 6, 6, 0.3),
    Kind(40, 6, 6, 0.2),
    Kind(40, 6, 6, 0.2, travel=0.2),
    Kind(50, 6, 6, 0.2),
    Kind(62, 9, 9, 0.3),
)
MORE = (
    Kind(40),
    Kind(60, 6, 6, 0.2),
    Kind(60, 9, 9, 0.3),
    Kind(62, 6, 6, 0.2),
    Kind(50, 6, 6, 0.2, travel=0.2),
    Kind(72, 10, 10, 0.3),
    Kind(80, 11, 11, 0.3),
    Kind(88, 12, 12, 0.3),
)
"""Measured as well when asked for all; some take minutes."""
HEADS = {
    "en": ("county", "states", "seconds", "peak MB", "status", "LP gap"),
    "zh": ("县", "状态数", "秒", "内存峰值 MB", "状态", "线性松弛差距"),
}
LINEAR_HEADS = {
    "en": ("county", "seconds", "points", "CP-SAT: seconds", "points", "ratio", "HiGHS: seconds", "points", "ratio"),
    "zh": ("县", "秒", "综合代价", "CP-SAT：秒", "综合代价", "倍数", "HiGHS：秒", "综合代价", "倍数"),
}
NOTES = {
    "en": "All measures of `haidong`, {ours:g} s a county at most.",
    "zh": "`haidong` 的全部指标，每县至多 {ours:g} 秒。",
}
LINEAR_NOTES = {
    "en": "Mismatch, overload and travel alone, the solver beside CP-SAT (one worker, linearisation 2) and HiGHS "
    "(separators where needed), {limit:g} s each at most. "
    "A ratio is the rival's seconds over the solver's; ≥ where the rival had not proved its plan by then. "
    "The rivals add points up before these are rounded zone by zone, so that theirs may be a point lower or higher.",
    "zh": "只计警力警情错配、忙闲超限与支援路程：本引擎与 CP-SAT（单线程，线性化级别 2）、HiGHS（按需加分隔约束）对比，"
    "每次至多 {limit:g} 秒。"
    "倍数为对方用时与本引擎用时之比；≥ 表示对方到时仍未证明其方案最优。"
    "对方先相加后取整，本引擎逐区取整后相加，综合代价可能相差一点。",
}


def timed(problem: Problem, limit: float) -> tuple[Solution, float]:
    """The solution and its seconds."""
    began = time.perf_counter()
    solution = solve(problem, stop=Stop(limit))
    return solution, time.perf_counter() - began


def one(kind: dict[str, Any], seed: int, ours: float, limit: float) -> dict[str, Any]:
    """A county: all measures, then, up to :data:`RIVALS` stations, those of a linear model, by all three."""
    asked = Kind(**kind)
    made, whole = county(asked.stations, seed), asked.policy()
    timed(Problem(county(8, 0), Kind(8).policy()), ours)  # what is loaded at first use is no part of solving
    solution, seconds = timed(Problem(made, whole), ours)
    run = {
        "kind": asked.said(),
        "seed": seed,
        "states": solution.run.zones_grown,
        "seconds": seconds,
        "peak_mb": peak_mb(),
        "status": solution.proof.status,
        "lp_gap": lp_gap(solution),
    }
    if asked.stations > RIVALS:
        return run
    problem = Problem(made, linear(whole))
    alike, alike_seconds = timed(problem, ours)
    cpsat, highs = compact(problem, limit, exact=False), mip(problem, limit)
    return run | {
        "linear": {"seconds": alike_seconds, "points": None if alike.score is None else alike.score.points},
        "cpsat": {"seconds": cpsat.seconds, "points": cpsat.points, "stopped": cpsat.stopped},
        "highs": {"seconds": highs.seconds, "points": highs.points, "stopped": highs.stopped},
    }


def lp_gap(solution: Solution) -> float | None:
    """How far below the best plan the linear programme of its number of zones ends, as a share."""
    proof = solution.proof
    bounds = [c.dual_bound for c in proof.certificates if c.dual_bound is not None and c.bound == proof.bound]
    return None if not bounds or not solution.score else 1 - min(bounds) / solution.score.points


def measure(full: bool) -> dict[str, Any]:
    """All kinds, one county each; more kinds, three counties each and longer limits when ``full``."""
    kinds, seeds, ours, limit = ((*KINDS, *MORE), (1, 2, 3), 600.0, 60.0) if full else (KINDS, (1,), 60.0, 15.0)
    runs = []
    for kind in kinds:
        for seed in seeds:
            runs.append(apart(one, asdict(kind), seed, ours, limit))
            tell(*_row(runs[-1], "en"), *(_linear_row(runs[-1], "en")[1:] if "linear" in runs[-1] else ()))
    return {"ours": ours, "limit": limit, "runs": runs}


def _named(run: Figures, language: str) -> str:
    return f"{run['kind'][language]} ({run['seed']})"


def _row(run: Figures, language: str) -> list[str]:
    gap = "–" if run["lp_gap"] is None else f"{run['lp_gap']:.2%}"
    cells = [_named(run, language), count(run["states"]), f"{run['seconds']:.2f}", f"{run['peak_mb']:.0f}"]
    return [*cells, STATUS_WORDS[language][run["status"]], gap]


def _linear_row(run: Figures, language: str) -> list[str]:
    ours = run["linear"]
    cells = [_named(run, language), f"{ours['seconds']:.2f}", count(ours["points"])]
    for rival in (run["cpsat"], run["highs"]):
        ratio = f"{'≥ ' if rival['stopped'] else ''}{rival['seconds'] / ours['seconds']:.1f}"
        cells += [f"{rival['seconds']:.1f}", count(rival["points"]), ratio]
    return cells


def written(figures: Figures, language: str) -> str:
    """A table of all measures, and one of the linear ones beside the rivals."""
    runs = figures["runs"]
    whole = table(HEADS[language], [_row(run, language) for run in runs])
    alike = table(LINEAR_HEADS[language], [_linear_row(run, language) for run in runs if "linear" in run])
    notes = [note[language].format(**figures) for note in (NOTES, LINEAR_NOTES)]
    return f"{notes[0]}\n\n{whole}\n\n{notes[1]}\n\n{alike}"


BENCHMARK = Benchmark("exact", measure, written)
