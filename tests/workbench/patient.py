"""The program with a solver that searches until it is told to stop, so that a test can interrupt it at its leisure.

``python patient.py FLAG ARGUMENTS…`` writes the file FLAG once it searches and FLAG.stopped once it was told to stop;
with FLAG.go it ends.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import solvers.solve
from solvers.stop import Stop
from tests.workbench.drawn import grown
from workbench.cli import main
from zoning.judge.score import score
from zoning.model.problem import Problem
from zoning.result.solution import Proof, Run, Solution


def solve(problem: Problem, *, stop: Stop, on_progress: Callable[[Any], None] | None, **_: object) -> Solution:
    flag = Path(sys.argv[1])
    flag.touch()
    began = time.perf_counter()
    told = SimpleNamespace(stage="cover", zone_count=4, zones_grown=1000, points=20, bound=10, seconds=1.0)
    while not stop.requested() and time.perf_counter() - began < 60:
        if on_progress:
            on_progress(told)
        time.sleep(0.02)
    flag.with_suffix(".stopped").touch()
    while not flag.with_suffix(".go").exists() and time.perf_counter() - began < 60:
        time.sleep(0.02)
    plan = grown(problem, 3)
    return Solution(problem, Proof("feasible"), Run("patient", 1.0, 0, stopped="interrupt"), plan, score(problem, plan))


if __name__ == "__main__":
    solvers.solve.solve = solve  # type: ignore[assignment]
    sys.exit(main(sys.argv[2:]))
