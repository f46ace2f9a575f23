"""``zoning score`` and ``verify``: plans that break a rule, are of other data or claim too much."""

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from solvers.proof.verify import Verification
from tests.workbench.commands.plans import Zoning
from zoning.judge.score import score
from zoning.model.errors import mistake
from zoning.model.problem import Problem
from zoning.result.plan_file import PlanFile


@pytest.fixture
def plan(zoning: Zoning, answered: Zoning, tmp_path: Path) -> Path:
    """A plan file of xunhua that breaks the workload band."""
    answered()
    zoning("solve", "sample:xunhua", "--out", str(tmp_path / "plan"))
    return tmp_path / "plan" / "plan.json"


def test_a_plan_that_breaks_a_rule_is_judged_with_code_6(zoning: Zoning, plan: Path) -> None:
    said = zoning("score", "sample:xunhua", str(plan))
    assert said.code == 6
    assert "违反硬性规则" in said.out
    judged = zoning("score", "sample:xunhua", str(plan), "--json").json
    assert judged["violations"][0]["rule"] == "min_stations"
    assert judged["same_county"]


def test_a_plan_of_other_data_is_judged_with_a_warning(zoning: Zoning, plan: Path) -> None:
    content = json.loads(plan.read_text(encoding="utf-8"))
    content["county"]["digest"] = "sha256:0"
    plan.write_text(json.dumps(content), encoding="utf-8")
    assert "摘要不同" in zoning("score", "sample:xunhua", str(plan)).err


def test_a_plan_of_another_county_is_bad_input(zoning: Zoning, plan: Path) -> None:
    assert zoning("score", "sample:qingshui", str(plan)).code == 3


def test_a_file_that_is_no_plan_is_bad_input(zoning: Zoning, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[1, 2")
    assert zoning("score", "sample:xunhua", str(tmp_path / "x.json")).code == 3
    assert zoning("verify", "sample:xunhua", str(tmp_path / "none.json")).code == 3


def test_verify_that_is_interrupted_says_so_and_claims_nothing(
    zoning: Zoning, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    @contextlib.contextmanager
    def pressed() -> Iterator[Callable[[], bool]]:
        yield lambda: True

    zoning("solve", "sample:xunhua", "--out", str(tmp_path))
    monkeypatch.setattr("workbench.commands.verify.interruptible", pressed)
    said = zoning("verify", "sample:xunhua", str(tmp_path / "plan.json"), "--json")
    assert said.code == 130
    assert "proved" not in said.json


@pytest.mark.parametrize(("mistakes", "code"), [((), 6), ((mistake("zoning.plan.empty_zone"),), 6)])
def test_verify_refuses_a_plan_that_breaks_a_rule(
    zoning: Zoning, plan: Path, monkeypatch: pytest.MonkeyPatch, mistakes: tuple[Any, ...], code: int
) -> None:
    def verified(problem: Problem, claim: PlanFile, **_: Any) -> Verification:
        return Verification(mistakes, False, 0.1, score(problem, claim.plan).violations)

    monkeypatch.setattr("solvers.proof.verify.verify", verified)
    said = zoning("verify", "sample:xunhua", str(plan), "--json")
    assert (said.code, said.json["exit"], said.json["proved"]) == (code, code, False)
