"""The two verifiers on the samples: seconds of a processor to prove a plan again, and what the second one says.

    python -m benchmarks verifiers [--full]

Every sample is solved, its plan file and its county are written, and both verifiers prove it: ``zoning.verify`` in this
process, ``docs/verifier/check_plan.py`` by itself, as whoever trusts nobody would run it.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import geodata
import zoning
from benchmarks.measured import shown, spread, table
from benchmarks.suite import ROOT, Benchmark, Figures, tell
from solvers.proof.verify import verify
from solvers.solve import solve
from zoning.model.county import County
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.plan_file import read_plan

SOURCE = ROOT / "docs/verifier/check_plan.py"
SOME, ALL = 30, 64
"""Stations of the largest sample, and with ``--full``."""
SAYS = {
    "en": ("all is so", "something is not so", "unreadable", "takes about {seconds} s"),
    "zh": ("属实", "有不实之处", "无法读取", "约需 {seconds} 秒"),
}
"""By exit code."""
HEADS = {
    "en": ("sample", "stations", "`zoning verify`, CPU seconds", "second verifier, CPU seconds", "it says"),
    "zh": ("示例县", "派出所", "`zoning verify`，处理器秒", "另一个核验程序，处理器秒", "其结论"),
}
NOTES = {
    "en": "Policy `haidong`, the optimum with its proof. The second verifier is plain Python on one core, its start "
    "included; after a minute it says how long it would take. The file has {lines} lines.",
    "zh": "划分规则 `haidong`，最优方案及其证明。"
    "另一个核验程序为普通 Python、单核，含启动时间；超过一分钟即说明约需多久。"
    "文件共 {lines} 行。",
}


def proved(name: str, county: County, folder: Path) -> dict[str, Any]:
    """Both verifiers on the plan of a sample."""
    problem = Problem(county, read_policy("haidong"))
    zoning.dump(solve(problem), folder / "plan.json")
    geodata.write_county(county, folder / "county")
    began = time.process_time()
    found = verify(problem, read_plan(folder / "plan.json"))
    first = time.process_time() - began
    assert found.proved
    call = [sys.executable, "-I", str(SOURCE), str(folder / "county"), str(folder / "plan.json")]
    before = _children()
    done = subprocess.run(call, capture_output=True, text=True, encoding="utf-8", check=False)
    seconds = _children() - before
    estimates = [int(number) for number in re.findall(r"takes about (\d+) s", done.stdout)]
    figures = {
        "sample": name,
        "stations": len(county),
        "first": spread([first]),
        "second": spread([seconds]),
        "code": done.returncode,
        "estimate": max(estimates, default=None),
    }
    tell(*_row(figures, "en"))
    return figures


def _children() -> float:
    """Seconds that processes started here have had of a processor: the limit of the second verifier counts these."""
    times = os.times()
    return times.children_user + times.children_system


def measure(full: bool) -> dict[str, Any]:
    """The samples of up to 30 stations, and larger ones when ``full``."""
    runs, given = [], {name: geodata.read_county(f"sample:{name}") for name in geodata.sample_names()}
    for name, county in sorted(given.items(), key=lambda one: len(one[1])):
        if len(county) <= (ALL if full else SOME):
            with tempfile.TemporaryDirectory() as folder:
                runs.append(proved(name, county, Path(folder)))
    return {"lines": len(SOURCE.read_text(encoding="utf-8").splitlines()), "runs": runs}


def _row(found: Figures, language: str) -> list[str]:
    says = SAYS[language][found["code"]].format(seconds=found["estimate"])
    return [found["sample"], str(found["stations"]), shown(found["first"]), shown(found["second"], 1), says]


def written(figures: Figures, language: str) -> str:
    """A row a sample."""
    rows = [_row(found, language) for found in figures["runs"]]
    return f"{table(HEADS[language], rows)}\n\n{NOTES[language].format(**figures)}"


BENCHMARK = Benchmark("verifiers", measure, written, "docs/verifier/README")
