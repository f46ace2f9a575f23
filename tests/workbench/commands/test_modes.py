"""``solve --mode`` on the command line: what it shows, what it stores, and that ``verify`` proves it again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import geodata
from solvers.exact.every import every_plan
from solvers.sets.growth import TooMany
from zoning.judge.slices import periods_of
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

Zoning = Callable[..., Any]


@pytest.mark.parametrize(
    ("words", "mode", "name"),
    [
        (["--order", "警力警情错配:10%，travel"], "order", "警力警情错配 → 支援路程"),
        (["--mode", "minimax"], "minimax", "综合代价最高的防区 → 综合代价"),
        (["--mode", "worst_period"], "worst_period", "最差时段的综合代价 → 综合代价"),
    ],
)
def test_a_mode_is_shown_stored_and_proved_again(
    zoning: Zoning, tmp_path: Path, words: list[str], mode: str, name: str
) -> None:
    said = zoning("solve", "sample:xunhua", *words)
    assert said.code == 0
    assert said.out.startswith("已证明（")
    assert name in said.out
    assert "逐步求解（已定 2 步，共 2 步）" in said.out
    stored = zoning("solve", "sample:xunhua", *words, "--json").json
    (tmp_path / "plan.json").write_text(json.dumps(stored), encoding="utf-8")
    assert (stored["mode"]["name"], len(stored["mode"]["stages"])) == (mode, 2)
    assert stored["points"] == sum(zone["points"] for zone in stored["zones"]), "points stay the weighted ones"
    verified = zoning("verify", "sample:xunhua", str(tmp_path / "plan.json"))
    assert (verified.code, "2 步" in verified.out) == (0, True)
    assert name in verified.out


def test_the_worst_period_stands_beside_the_plan_that_is_best_over_all(zoning: Zoning) -> None:
    said = zoning("solve", "sample:xunhua", "--mode", "worst_period", "--json").json
    own, other = said["mode"]["periods"], said["over_all"]
    assert list(own) == list(other["periods"]) == [f"2024-{month:02d}" for month in range(1, 13)]
    assert max(own.values()) == said["mode"]["stages"][0]["points"] < max(other["periods"].values())
    assert other["points"] == zoning("solve", "sample:xunhua", "--json").json["points"] < said["points"]


def test_of_a_county_too_large_for_the_worst_period_a_bound_is_told(
    zoning: Zoning, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object) -> None:
        raise TooMany

    monkeypatch.setattr("solvers.objectives.worst_period.epigraph", endless)
    february = periods_of(Problem(geodata.read_county("sample:xunhua"), read_policy("haidong")))["2024-02"]
    least = every_plan(february).points.min()
    said = zoning("solve", "sample:xunhua", "--mode", "worst_period")
    assert (said.code, "未证明最优" in said.out) == (0, True)
    assert f"任何方案在 2024-02 都不低于 {least:,} 分" in said.out


def test_without_periods_the_worst_one_cannot_be_sought(zoning: Zoning) -> None:
    said = zoning("solve", "sample:jishui", "--mode", "worst_period")
    assert (said.code, "zoning count" in said.err) == (3, True)


def test_a_step_that_is_altered_is_refused(zoning: Zoning, tmp_path: Path) -> None:
    stored = zoning("solve", "sample:xunhua", "--order", "travel", "--json").json
    stored["mode"]["stages"][0]["points"] -= 1
    (tmp_path / "plan.json").write_text(json.dumps(stored), encoding="utf-8")
    refused = zoning("verify", "sample:xunhua", str(tmp_path / "plan.json"), "--json").json
    assert (refused["exit"], refused["mistakes"][0]["column"]) == (3, "mode.stages.0.allowed")


def test_a_mode_that_is_stopped_says_which_steps_are_decided(
    zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from solvers.exact.search import Search
    from solvers.instances.subproblem import Subproblem

    begun = iter(range(100))
    solve_for_k = Search.solve_for_k

    def slow(search: Search, subproblem: Subproblem) -> None:
        if next(begun) == 6:  # xunhua has four numbers of zones: in the second step
            from solvers.stop import Stopped

            raise Stopped("time")
        solve_for_k(search, subproblem)

    monkeypatch.setattr(Search, "solve_for_k", slow)
    said = zoning("solve", "sample:xunhua", "--order", "travel,mismatch", "--out", str(tmp_path))
    assert said.code == 0
    assert "到时停止" in said.out
    assert "已定 1 步，共 2 步" in said.out
    assert "未完" in said.out
    monkeypatch.setattr(Search, "solve_for_k", solve_for_k)
    verified = zoning("verify", "sample:xunhua", str(tmp_path / "plan.json"))
    assert (verified.code, "没有声称各步都已证明" in verified.out) == (0, True)
