"""A county read once, a plan made by hand, and the command line run inside the test."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from geodata.county.build import Built
from tests.workbench.drawn import grown
from workbench.cli import main
from zoning.judge.score import score
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.solution import Proof, Run, Solution


@pytest.fixture(scope="session")
def solved(built: Callable[[str], Built]) -> Callable[..., tuple[Solution, Built]]:
    """A solution of a sample made without a solver, with as many alternatives as asked for."""

    def one(name: str, zones: int = 4, alternatives: int = 0) -> tuple[Solution, Built]:
        problem = Problem(built(name).county, read_policy("haidong"))
        plan = grown(problem, zones)
        others = tuple(grown(problem, zones - 1 - k) for k in range(alternatives))
        judged = score(problem, plan)
        run, gap = Run("hand", 0.5, 0), 10.0 if others else None
        return Solution(problem, Proof("feasible"), run, plan, judged, others, not others, gap, "difference"), built(
            name
        )

    return one


@dataclass(frozen=True)
class Said:
    """What a command line said: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def zoning(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Run a command line in this process."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def one(*words: str) -> Said:
        code = main(list(words))
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return one


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch, solved: Callable[..., tuple[Solution, Built]]) -> Callable[..., Solution]:
    """Put an answer in the solver's place: the plan made by hand, with its proof or its run replaced."""

    def one(name: str = "xunhua", zones: int = 3, alternatives: int = 0, **changes: Any) -> Solution:
        solution = replace(solved(name, zones, alternatives)[0], **changes)

        def solve(problem: Problem, **_options: object) -> Solution:
            judged = score(problem, solution.plan) if solution.plan else None
            return replace(solution, problem=problem, score=judged)

        monkeypatch.setattr("solvers.solve.solve", solve)
        return solution

    return one
