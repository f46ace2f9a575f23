"""All sample counties with the policy ``haidong``: seconds, memory, points, bound, and whether ``verify`` agrees.

    python -m benchmarks.samples            a Markdown table
    python -m benchmarks.samples --json     the figures as one object
    python -m benchmarks.samples --readme   also writes the table into README.md and README.zh.md
    python -m benchmarks.samples xunhua     some samples only

Every sample is solved in a fresh process of its own, ``--runs`` times; seconds are the median of ``solve`` alone,
memory is the peak of that process, libraries and county included, before verification begins. The project has to be
installed, for a plan file names its version.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measured import machine, peak_mb, table

ROOT = Path(__file__).parents[1]
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh.md"}
BEGIN, END = "<!-- table:samples -->", "<!-- /table:samples -->"
POLICY = "haidong"
HEADS = {
    "en": ("sample", "stations", "zones grown", "seconds", "peak MB", "status", "points", "bound", "verified"),
    "zh": ("样例", "派出所", "生成的候选防区", "秒", "内存峰值 MB", "状态", "点数", "下界", "复核"),
}
WORDS = {
    "en": {"optimal": "optimal", "feasible": "feasible", "infeasible": "infeasible", "unknown": "unknown"},
    "zh": {"optimal": "最优", "feasible": "可行", "infeasible": "无可行方案", "unknown": "未定"},
}
NOTES = {
    "en": "Policy `{policy}`; seconds of solving alone, median of {runs} runs; memory of the whole process. {machine}.",
    "zh": "策略 `{policy}`；秒数只计求解，取 {runs} 次的中位数；内存为整个进程。{machine}。",
}
AGREES = {"en": ("yes", "no"), "zh": ("通过", "未通过")}


def measure(name: str, runs: int) -> dict[str, Any]:
    """One sample, in this process."""
    from geodata import read_county
    from solvers import solve
    from zoning.policy import read_policy
    from zoning.problem import Problem

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
        "seconds": statistics.median(seconds),
        "peak_mb": memory,
        "status": solution.proof.status,
        "points": None if solution.score is None else solution.score.points,
        "bound": solution.proof.bound,
        "zones": None if solution.plan is None else len(solution.plan.zones),
        **verified(solution),
    }


def verified(solution: Any) -> dict[str, Any]:
    """Whether the plan file, written and read again, is found true and its proof holds."""
    from solvers import verify
    from zoning.files import document, dumps, read_plan

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        path.write_text(dumps(document(solution)), encoding="utf-8")
        checked = verify(solution.problem, read_plan(path))
    return {"verified": checked.proved and not checked.mistakes, "verify_seconds": checked.seconds}


def measured_apart(name: str, runs: int) -> dict[str, Any]:
    """One sample, in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.samples", "--one", name, "--runs", str(runs)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True, encoding="utf-8")
    figures: dict[str, Any] = json.loads(done.stdout)
    print("\t".join(_row(figures, "en")), file=sys.stderr)
    return figures


def written(results: list[dict[str, Any]], runs: int, language: str) -> str:
    """The table and what it was measured on."""
    rows = [_row(result, language) for result in results]
    note = NOTES[language].format(policy=POLICY, runs=runs, machine=machine())
    return f"{table(HEADS[language], rows)}\n\n{note}"


def _row(result: dict[str, Any], language: str) -> list[str]:
    name = result["sample"] if language == "en" else f"{result['county']} `{result['sample']}`"
    return [
        name,
        str(result["stations"]),
        _count(result["zones_grown"]),
        f"{result['seconds']:.2f}",
        f"{result['peak_mb']:.0f}",
        WORDS[language][result["status"]],
        _count(result["points"]),
        _count(result["bound"]),
        AGREES[language][0 if result["verified"] else 1],
    ]


def _count(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"


def fill(text: str, filling: str) -> str:
    """The text with ``filling`` between the two marks.

    Raises
    ------
    ValueError
        When a mark is missing.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{BEGIN} … {END} is not there to be filled")
    return f"{before}{BEGIN}\n{filling}\n{END}{after}"


def main() -> None:
    """Measure and print; each sample as soon as it is done, on stderr."""
    from geodata import sample_names

    options = argparse.ArgumentParser(prog="python -m benchmarks.samples", description="measure the sample counties")
    options.add_argument("names", nargs="*", metavar="NAME", help="samples to measure; all, unless some are named")
    options.add_argument("--runs", type=int, default=3, help="times each is solved")
    options.add_argument("--readme", action="store_true", help="write the table into both READMEs")
    options.add_argument("--json", action="store_true", help="print one object")
    options.add_argument("--one", metavar="NAME", help="measure one sample in this process and print its figures")
    chosen = options.parse_args()
    if chosen.one:
        print(json.dumps(measure(chosen.one, chosen.runs), ensure_ascii=False))
        return
    if chosen.readme and chosen.names:
        options.error("--readme wants all samples")
    results = [measured_apart(name, chosen.runs) for name in chosen.names or sample_names()]
    if chosen.readme:
        for language, path in READMES.items():
            text = fill(path.read_text(encoding="utf-8"), written(results, chosen.runs, language))
            path.write_text(text, encoding="utf-8")
    if chosen.json:
        print(json.dumps({"machine": machine(), "policy": POLICY, "samples": results}, ensure_ascii=False, indent=1))
    else:
        print(written(results, chosen.runs, "en"))


if __name__ == "__main__":
    main()
