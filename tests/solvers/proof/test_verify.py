"""``verify`` believes nothing: what is altered in a plan file is found, and what is true is proved again."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import solvers.exact.search
from geodata import read_county
from solvers.proof.verify import Verification, verify
from solvers.solve import solve
from solvers.stop import Stop
from zoning.judge.score import score
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import dump, to_document
from zoning.result.plan_file import read_plan
from zoning.result.solution import Solution

Edit = Callable[[dict[str, Any]], None]
BANDS = (0.4, None)


@pytest.fixture(scope="module", params=BANDS, ids=["with a band", "without a band"])
def solved(request: pytest.FixtureRequest) -> Solution:
    policy = read_policy("haidong").override({"rules.workload_band": request.param})
    return solve(Problem(read_county("sample:jishui"), policy))


def checked(solution: Solution, folder: Path, edit: Edit | None = None) -> Verification:
    content = json.loads(dumps(to_document(solution)))
    if edit:
        edit(content)
    path = folder / "plan.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    claim = read_plan(path)
    return verify(claim.problem(solution.problem.county), claim)


@pytest.mark.parametrize("limit", [solvers.exact.search.POOL_LIMIT, 0], ids=["pool", "growth"])
def test_a_true_plan_is_proved_again(
    solved: Solution, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(solvers.exact.search, "POOL_LIMIT", limit)
    found = checked(solved, tmp_path)
    assert found.mistakes == ()
    assert found.proved


def test_a_solution_and_the_path_of_its_file_are_checked_like_the_file(solved: Solution, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    dump(solved, path)
    for claim in (solved, path, str(path)):
        found = verify(solved.problem, claim)
        assert (found.mistakes, found.proved) == ((), True)
    assert solved.proof.bound is not None
    lying = replace(solved, proof=replace(solved.proof, bound=solved.proof.bound + 1))
    found = verify(solved.problem, lying)
    assert not found.proved
    assert {mistake.table for mistake in found.mistakes} == {"solution"}


def second_best(solution: Solution) -> dict[str, Any]:
    """The file of the second-best plan, called optimal with the bounds raised to its own points."""
    plan = solve(solution.problem, gap=0.1, most=1).alternatives[0]
    judged = score(solution.problem, plan)
    content = to_document(Solution(solution.problem, solution.proof, solution.run, plan, judged))
    content["proof"]["bound"] = judged.points
    for certificate in content["proof"]["certificates"]:
        if certificate["bound"] is not None:
            certificate["bound"] = max(certificate["bound"], judged.points)
    return content


def test_a_plan_that_is_not_the_best_is_not_proved_to_be(solved: Solution, tmp_path: Path) -> None:
    better = second_best(solved)

    def edit(content: dict[str, Any]) -> None:
        content.clear()
        content.update(json.loads(dumps(better)))

    found = checked(solved, tmp_path, edit)
    assert not found.proved
    assert "exists, below the bound" in " ".join(str(m) for m in found.mistakes)


def own(content: dict[str, Any]) -> dict[str, Any]:
    """The certificate of the plan's own number of zones."""
    return next(c for c in content["proof"]["certificates"] if c["zones"] == len(content["zones"]))


def a_higher_dual(content: dict[str, Any]) -> None:
    """Duals a little too high: the bound would rise, but a zone then has a negative reduced cost."""
    certificate = own(content)
    for code in certificate["duals"]:
        certificate["duals"][code] += 500
    certificate["dual_bound"] += 500 * len(certificate["duals"])


def a_wrong_sum(content: dict[str, Any]) -> None:
    own(content)["dual_bound"] += 1


def a_missing_certificate(content: dict[str, Any]) -> None:
    content["proof"]["certificates"].remove(own(content))


def a_higher_bound(content: dict[str, Any]) -> None:
    content["proof"]["bound"] += 1


def fewer_points(content: dict[str, Any]) -> None:
    content["points"] -= 1


def points_of_a_zone(content: dict[str, Any]) -> None:
    content["zones"][1]["points"] += 1


def a_measure(content: dict[str, Any]) -> None:
    content["measures"]["travel"] += 1e-6


def a_measure_of_a_zone(content: dict[str, Any]) -> None:
    content["zones"][1]["measures"]["mix_loss"] += 1e-6


def an_unknown_measure(content: dict[str, Any]) -> None:
    content["measures"]["beauty"] = 0.0


def another_office(content: dict[str, Any]) -> None:
    zone = content["zones"][1]
    zone["office"] = next(code for code in zone["stations"] if code != zone["office"])


def another_digest(content: dict[str, Any]) -> None:
    content["county"]["digest"] = "sha256:0"


def labels_of_nothing(content: dict[str, Any]) -> None:
    own(content)["label_duals"] = [1]


def duals_beside_the_certificates(content: dict[str, Any]) -> None:
    content["proof"]["duals"] = dict.fromkeys(content["proof"]["duals"], 0)


def another_zone_dual(content: dict[str, Any]) -> None:
    content["proof"]["zone_dual"] += 1


def another_gap(content: dict[str, Any]) -> None:
    content["proof"]["gap"] = 0.5


def called_infeasible(content: dict[str, Any]) -> None:
    content["proof"]["status"] = "infeasible"


@pytest.mark.parametrize(
    "edit",
    [
        a_higher_dual,
        a_wrong_sum,
        a_missing_certificate,
        a_higher_bound,
        fewer_points,
        points_of_a_zone,
        a_measure,
        a_measure_of_a_zone,
        an_unknown_measure,
        another_office,
        another_digest,
        labels_of_nothing,
        called_infeasible,
        duals_beside_the_certificates,
        another_zone_dual,
        another_gap,
    ],
)
def test_whatever_is_altered_is_found(solved: Solution, tmp_path: Path, edit: Edit) -> None:
    found = checked(solved, tmp_path, edit)
    assert found.mistakes
    assert not found.proved
    assert all(m.text("zh") != m.text("en") for m in found.mistakes)


def test_an_infeasible_answer_is_proved_again(tmp_path: Path) -> None:
    policy = read_policy("haidong").override({"rules.workload_band": 0.001, "zones.min": 4})
    solution = solve(Problem(read_county("sample:xunhua"), policy))
    assert solution.proof.status == "infeasible"
    found = checked(solution, tmp_path)
    assert (found.mistakes, found.proved) == ((), True)


def test_a_feasible_problem_called_infeasible_is_found(tmp_path: Path) -> None:
    solution = solve(Problem(read_county("sample:xunhua"), read_policy("haidong")))

    def edit(content: dict[str, Any]) -> None:
        content["zones"] = []
        content["points"] = None
        content["proof"] |= {"status": "infeasible", "bound": None}
        for certificate in content["proof"]["certificates"]:
            certificate["bound"] = None

    found = checked(solution, tmp_path, edit)
    assert not found.proved
    assert found.mistakes


def test_of_a_plan_that_was_not_proved_the_bound_is_proved(tmp_path: Path) -> None:
    problem = Problem(read_county("sample:xunhua"), read_policy("haidong"))
    solution = solve(problem, start=solve(problem).plan, stop=Stop(0.0))
    assert solution.proof.status == "feasible"
    assert solution.proof.bound is not None
    found = checked(solution, tmp_path)
    assert (found.mistakes, found.proved) == ((), True)


def test_changes_allowed_are_part_of_the_proof(tmp_path: Path) -> None:
    policy = read_policy("haidong").override({"rules.max_changed": 2, "rules.workload_band": None})
    solution = solve(Problem(read_county("sample:qingshui"), policy))
    assert isinstance(solution.plan, Plan)
    assert any(c.label_duals for c in solution.proof.certificates)
    assert checked(solution, tmp_path).proved
