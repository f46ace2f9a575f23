"""The whole trade-off between two measures on every sample: efficient plans, seconds, and proofs found true.

    python -m benchmarks frontier [--full]

Every sample is measured in a fresh process of its own. Some plans of each frontier are written as plan files, and these
read again and verified: the first, the knee and the last, or all with ``--full``. What may be wrong: a search is given
:data:`SECONDS`; a frontier that is not complete by then is shown as such.
"""

import time
from typing import Any

from benchmarks.measured import count, peak_mb, table
from benchmarks.samples import verified
from benchmarks.suite import Benchmark, Figures, apart, tell
from geodata import read_county, sample_names
from solvers.objectives.frontier import frontier
from solvers.objectives.nondominated import Point, knee
from solvers.sets.growth import TooMany
from solvers.stop import Progress, Stop, Stopped
from zoning.judge.score import score
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.solution import Proof, Run, Solution

POLICY, SECONDS = "haidong", 120.0
PAIRS = (("mismatch", "travel"), ("mismatch", "mix_loss"))
HEADS = {
    "en": (
        "sample",
        "stations",
        "between",
        "efficient plans",
        "complete",
        "seconds",
        "zones grown",
        "peak MB",
        "verified",
    ),
    "zh": ("示例县", "派出所", "指标", "有效方案", "已查完", "秒", "生成的候选防区", "内存峰值 MB", "复核"),
}
YES = {"en": ("no", "yes"), "zh": ("否", "是")}
NOTES = {
    "en": "Policy `{policy}`, at most {seconds:.0f} seconds each; seconds of the search, memory of the process.",
    "zh": "划分规则 `{policy}`，每项至多 {seconds:.0f} 秒。秒数为求解用时，内存为整个进程。",
}


def one(name: str, first: str, second: str, every: bool) -> dict[str, Any]:
    """One frontier, in this process."""
    problem = Problem(read_county(f"sample:{name}"), read_policy(POLICY))
    said, points, complete = list[Progress](), list[Point](), True
    began = time.perf_counter()
    try:
        points.extend(frontier(problem, (first, second), stop=Stop(SECONDS), on_progress=said.append))
    except (Stopped, TooMany):
        complete = False
    seconds, memory = time.perf_counter() - began, peak_mb()
    looked = range(len(points)) if every else sorted({0, knee(points), len(points) - 1} - {-1}) if points else []
    return {
        "sample": name,
        "county": problem.county.name,
        "stations": len(problem),
        "between": [first, second],
        "plans": len(points),
        "complete": complete,
        "seconds": seconds,
        "zones_grown": said[-1].zones_grown if said else 0,
        "peak_mb": memory,
        "looked_at": len(looked),
        "verified": sum(_true(problem, points[k]) for k in looked),
    }


def _true(problem: Problem, point: Point) -> bool:
    """Whether the plan file, written and read again, is found true and its proof holds."""
    run = Run("frontier", 0.0, 0)
    judged = score(problem, point.plan)
    solution = Solution(problem, Proof("optimal"), run, point.plan, judged, staged=point.staged)
    return bool(verified(solution)["verified"])


def measure(full: bool) -> dict[str, Any]:
    """Every sample between both pairs of measures."""
    found = []
    for name in sample_names():
        for pair in PAIRS:
            found.append(apart(one, name, *pair, full))
            tell(*_row(found[-1], "en"))
    return {"policy": POLICY, "limit": SECONDS, "frontiers": found}


def _row(result: Figures, language: str) -> list[str]:
    name = result["sample"] if language == "en" else f"{result['county']} `{result['sample']}`"
    return [
        name,
        str(result["stations"]),
        "–".join(f"`{key}`" for key in result["between"]),
        str(result["plans"]),
        YES[language][result["complete"]],
        f"{result['seconds']:.1f}",
        count(result["zones_grown"]),
        f"{result['peak_mb']:.0f}",
        f"{result['verified']}/{result['looked_at']}",
    ]


def written(figures: Figures, language: str) -> str:
    """A row a frontier."""
    rows = [_row(result, language) for result in figures["frontiers"]]
    note = NOTES[language].format(policy=figures["policy"], seconds=figures["limit"])
    return f"{table(HEADS[language], rows)}\n\n{note}"


BENCHMARK = Benchmark("frontier", measure, written)
