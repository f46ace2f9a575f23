"""The steps of a mode in a plan file are proved again, and whatever is altered in them is found."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geodata import read_county
from solvers.objectives.modes import solve_in_stages
from solvers.proof.verify import Verification, verify
from solvers.stop import Stop
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.result.plan_file import read_plan
from zoning.result.solution import Solution

ORDERS = ({"mismatch": 0.1, "travel": 0.0, "mix_loss": 0.0}, None)
PROBLEM = Problem(
    read_county("sample:xunhua"), read_policy("haidong").override({"zones.min_stations": 1, "zones.min": 4})
)


@pytest.fixture(scope="module", params=ORDERS, ids=["in order", "minimax"])
def solved(request: pytest.FixtureRequest) -> Solution:
    return solve_in_stages(PROBLEM, request.param)


def checked(solution: Solution, folder: Path, edit: Callable[[dict[str, Any]], None] | None = None) -> Verification:
    content = json.loads(dumps(to_document(solution)))
    if edit:
        edit(content)
    path = folder / "plan.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    claim = read_plan(path)
    return verify(claim.problem(PROBLEM.county), claim)


@pytest.mark.parametrize("limit", [1_000_000, 0], ids=["pool", "growth"])
def test_the_steps_of_a_mode_are_proved_again(
    solved: Solution, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", limit)
    assert solved.proof.status == "optimal"
    found = checked(solved, tmp_path)
    assert (found.mistakes, found.proved) == ((), True)


def test_the_largest_zone_is_proved_without_a_search_where_a_mean_shows_it(tmp_path: Path) -> None:
    """With one zone the cheapest plan's mean is its costliest zone."""
    one = {"zones.max": 1, "zones.min": 1, "zones.alone": (), "zones.min_stations": 1}
    problem = Problem(PROBLEM.county, PROBLEM.policy.override(one))
    found = checked(solve_in_stages(problem, None), tmp_path)
    assert (found.mistakes, found.proved) == ((), True)


def first(content: dict[str, Any]) -> dict[str, Any]:
    stage: dict[str, Any] = content["mode"]["stages"][0]
    return stage


def a_lower_least(content: dict[str, Any]) -> None:
    first(content)["points"] -= 1


def a_higher_least(content: dict[str, Any]) -> None:
    first(content)["points"] += 1


def more_allowed(content: dict[str, Any]) -> None:
    first(content)["allowed"] += 1


def another_slack(content: dict[str, Any]) -> None:
    content["mode"]["wanted"][0]["slack"] = 0.5


def no_certificate(content: dict[str, Any]) -> None:
    first(content)["certificates"].pop()


def a_higher_dual(content: dict[str, Any]) -> None:
    for certificate in first(content)["certificates"]:
        certificate["dual_bound"] += len(certificate["duals"]) * 500_000
        certificate["duals"] = {code: dual + 500_000 for code, dual in certificate["duals"].items()}


def a_price_of_no_limit(content: dict[str, Any]) -> None:
    first(content)["certificates"][0]["limit_duals"] = [0.5] * 3


def a_step_less(content: dict[str, Any]) -> None:
    content["mode"]["stages"].pop()


def steps_in_another_order(content: dict[str, Any]) -> None:
    content["mode"]["wanted"].reverse()


def another_plan_of_the_first_step(content: dict[str, Any]) -> None:
    first(content)["zones"] = [[code] for zone in first(content)["zones"] for code in zone]


@pytest.mark.parametrize(
    "edit",
    [
        a_lower_least,
        a_higher_least,
        more_allowed,
        another_slack,
        no_certificate,
        a_higher_dual,
        a_price_of_no_limit,
        a_step_less,
        steps_in_another_order,
        another_plan_of_the_first_step,
    ],
)
def test_whatever_is_altered_in_a_step_is_found(
    solved: Solution, tmp_path: Path, edit: Callable[[dict[str, Any]], None]
) -> None:
    found = checked(solved, tmp_path, edit)
    assert found.mistakes
    assert not found.proved


def test_the_plan_of_a_mode_is_that_of_its_last_step(solved: Solution, tmp_path: Path) -> None:
    def edit(content: dict[str, Any]) -> None:
        zones = first(content)["zones"] = content["mode"]["stages"][-1]["zones"]
        content["mode"]["stages"][-1]["zones"] = [[code for zone in zones for code in zone]]

    assert "not that of the last step" in " ".join(str(m) for m in checked(solved, tmp_path, edit).mistakes)


def test_a_mode_stopped_at_once_has_no_steps_and_one_without_plans_the_reasons_of_all() -> None:
    stopped = solve_in_stages(PROBLEM, {"travel": 0.0}, stop=Stop(asked=lambda: True))
    assert (stopped.proof.status, stopped.run.stopped) == ("unknown", "interrupt")
    barred = Problem(PROBLEM.county, PROBLEM.policy.override({"rules.max_minutes": 0, "zones.min_stations": 2}))
    answer = solve_in_stages(barred, None)
    assert (answer.proof.status, answer.staged) == ("infeasible", None)
    assert answer.proof.reasons


def test_a_file_without_a_mode_is_as_ever() -> None:
    from solvers.solve import solve

    assert "mode" not in to_document(solve(PROBLEM))
