"""All sample counties with the policy ``haidong``: seconds, memory, points, bound, and whether ``verify`` agrees.

    python -m benchmarks samples [--full]

Every sample is solved in a fresh process of its own; seconds are those of ``solve`` alone, memory is the peak of that
process, libraries and county included, before verification begins. The project has to be installed, for a plan file
names its version.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measured import STATUS_WORDS, count, peak_mb, shown, spread, table
from benchmarks.suite import Benchmark, Figures, apart, tell
from geodata import read_county, sample_names
from solvers.proof.verify import verify
from solvers.solve import solve
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.result.plan_file import read_plan

POLICY = "haidong"
HEADS = {
    "en": ("sample", "stations", "zones grown", "seconds", "peak MB", "status", "points", "bound", "verified"),
    "zh": ("示例县", "派出所", "生成的候选防区", "秒", "内存峰值 MB", "状态", "综合代价", "下界", "复核"),
}
NOTES = {
    "en": "Policy `{policy}`; seconds of solving alone, {runs}; memory of the whole process.",
    "zh": "划分规则 `{policy}`；秒数只计求解，{runs}；内存为整个进程。",
}
RUNS = {
    "en": ("one run", "median of {runs} runs (least–most)"),
    "zh": ("运行 1 次", "取 {runs} 次的中位数（最小–最大）"),
}
AGREES = {"en": ("no", "yes"), "zh": ("未通过", "通过")}


def one(name: str, runs: int) -> dict[str, Any]:
    """One sample, in this process."""
    problem = Problem(read_county(f"sample:{name}"), read_policy(POLICY))
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        solution = solve(problem)
        seconds.append(time.perf_counter() - began)
    memory = peak_mb()
    return {
        "sample": name,
        "county": problem.county.name,
        "stations": len(problem),
        "zones_grown": solution.run.zones_grown,
        "seconds": spread(seconds),
        "peak_mb": memory,
        "status": solution.proof.status,
        "points": None if solution.score is None else solution.score.points,
        "bound": solution.proof.bound,
        "zones": None if solution.plan is None else len(solution.plan.zones),
        **verified(solution),
    }


def verified(solution: Any) -> dict[str, Any]:
    """Whether the plan file, written and read again, is found true and its proof holds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        path.write_text(dumps(to_document(solution)), encoding="utf-8")
        checked = verify(solution.problem, read_plan(path))
    return {"verified": checked.proved and not checked.mistakes, "verify_seconds": checked.seconds}


def measure(full: bool) -> dict[str, Any]:
    """Every sample once; three times when ``full``."""
    runs, found = 3 if full else 1, []
    for name in sample_names():
        found.append(apart(one, name, runs))
        tell(*_row(found[-1], "en"))
    return {"policy": POLICY, "runs": runs, "samples": found}


def _row(result: Figures, language: str) -> list[str]:
    name = result["sample"] if language == "en" else f"{result['county']} `{result['sample']}`"
    return [
        name,
        str(result["stations"]),
        count(result["zones_grown"]),
        shown(result["seconds"]),
        f"{result['peak_mb']:.0f}",
        STATUS_WORDS[language][result["status"]],
        count(result["points"]),
        count(result["bound"]),
        AGREES[language][result["verified"]],
    ]


def written(figures: Figures, language: str) -> str:
    """A row a sample."""
    rows = [_row(result, language) for result in figures["samples"]]
    runs = RUNS[language][figures["runs"] > 1].format(**figures)
    return f"{table(HEADS[language], rows)}\n\n{NOTES[language].format(policy=figures['policy'], runs=runs)}"


BENCHMARK = Benchmark("samples", measure, written, "README")
