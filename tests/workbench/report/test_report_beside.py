"""Page one of a plan that is not the best one: its distance, what differs, what to change; decisions move no base."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from geodata.county.build import Built
from solvers.objectives.tradeoff import trade_off
from solvers.solve import solve
from tests.workbench.conftest import Said
from tests.workbench.report.reports import Solved, material, written
from workbench.line.onward import quoted
from workbench.report.beside import better
from workbench.report.chapters.summary import proposal, summary
from workbench.report.model import Heading, Paragraph
from workbench.web.editing.repair import drafted
from zoning.judge.figures import FIGURES
from zoning.judge.score import score
from zoning.judge.values import plan_values
from zoning.model.plan import Plan, moved
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.solution import Proof, Run, Solution
from zoning.texts.numbers import number, percent


@pytest.fixture(scope="module")
def best(built: Callable[[str], Built]) -> Solution:
    return solve(Problem(built("xunhua").county, read_policy("haidong")))


@pytest.fixture(scope="module")
def other(best: Solution) -> Solution:
    """A plan that keeps the rules, 45,050 points (22.7%) above the best, which has 198,356."""
    codes = best.problem.county.codes
    plan = Plan.from_labels(codes, [0, 1, 2, 1, 1, 2, 2, 2, 2])
    judged = score(best.problem, plan)
    assert not judged.violations
    return Solution(best.problem, Proof("feasible"), Run("hand", 0.0, 0), plan, judged)


def test_another_plan_of_a_search_says_how_far_it_is_from_the_best(
    best: Solution, other: Solution, tmp_path: Path
) -> None:
    assert best.plan is not None
    assert other.plan is not None
    (tmp_path / "plans").mkdir()
    told = proposal(material(written(tmp_path / "plans" / "plan-02", other), "xunhua"))
    assert "第 2 个方案，综合代价比已证明的最优方案高 45,050（22.7%）" in told
    assert f"{len(moved(best.plan, other.plan, best.problem.county.staff))} 个派出所归属不同" in told
    assert "最好方案" not in told
    alone = proposal(material(written(tmp_path / "plan-02", other), "xunhua"))
    assert "第 2 个方案" not in alone


def test_a_plan_of_a_frontier_is_called_a_trade_off_with_its_price(best: Solution, tmp_path: Path) -> None:
    found = trade_off(best.problem, ("mismatch", "mix_loss"))
    assert best.score is not None
    k = max(range(len(found.scores)), key=lambda k: found.scores[k].points)
    judged, staged = found.scores[k], found.proofs[k]
    plan = Solution(best.problem, Proof("optimal"), Run("frontier", 0.0, 0), judged.plan, judged, staged=staged)
    told = proposal(material(written(tmp_path / "plan", plan), "xunhua"))
    above = found.scores[k].points - best.score.points
    assert above > 0
    first, second = (FIGURES[key].name("zh") for key in found.between)
    price = f"综合代价比已证明的最优方案高 {number(above)}（{percent(above / best.score.points, 1)}）"
    assert f"“{first}”与“{second}”之间的一个取舍方案，{price}" in told
    assert "→" not in told


def test_page_one_of_a_draft_says_what_to_change(other: Solution, tmp_path: Path) -> None:
    assert other.plan is not None
    own = material(written(tmp_path / "plan", other), "xunhua")
    assert better(own) == []
    draft = drafted(own.problem, other.plan)
    heading, *lines = better(replace(own, drawn=True, draft=draft))
    assert isinstance(heading, Heading)
    saving = [one.points for one in draft.differences if one.points < 0 and not one.broken]
    all_ = [draft.best.score.points - draft.judged.points] if draft.best.score else []
    assert [line.text for line in lines if isinstance(line, Paragraph)]
    for line, points in zip(lines, saving[:3] or all_, strict=True):
        assert isinstance(line, Paragraph)
        assert number(points, signed=True) in line.text


def test_page_one_of_a_plan_that_breaks_rules_has_a_line_a_rule_and_the_repair(
    solved: Solved, zoning: Callable[..., Said], tmp_path: Path
) -> None:
    three, _ = solved("xunhua", 3)
    assert three.plan is not None
    two = replace(three.problem, policy=three.problem.policy.override({"zones.max": 2}))
    folder = written(tmp_path / "plan", replace(three, problem=two, score=score(two, three.plan)))
    own = material(folder, "xunhua")
    draft = drafted(own.problem, three.plan)
    lead, warning, *rest = summary(replace(own, draft=draft))
    assert isinstance(lead, Paragraph)
    assert isinstance(warning, Paragraph)
    assert "最好方案" not in lead.text
    assert warning.text == f"违反硬性规则 {len(own.judged.violations)} 处，不能直接采用："
    points = [block.text for block in rest if isinstance(block, Paragraph)][: len(own.judged.violations) + 1]
    assert [v.says.text("zh").split("（H")[0] for v in own.judged.violations] == points[:-1]
    assert f"移动 {len(draft.moves)} 个派出所即可合规" in points[-1]
    said = zoning("report", str(folder), "--county", "sample:xunhua", "--format", "xlsx")
    assert said.code == 6
    assert f"zoning solve sample:xunhua --start {quoted(str(folder))}" in said.out + said.err
    assert "zoning organise" not in said.out + said.err


def test_a_decision_moves_no_baseline(solved: Solved, tmp_path: Path) -> None:
    three, built = solved("xunhua", 3)
    assert three.plan is not None
    codes = built.county.codes
    free = material(written(tmp_path / "free", three), "xunhua").baselines
    pinned = replace(three.problem, policy=three.problem.policy.override({"pins.offices": (codes[-1],)}))
    moving = plan_values(score(pinned, Plan.of([codes])))
    assert moving["mean_minutes"] != free["one"]["mean_minutes"], "the decision would move it"
    held = replace(three, problem=pinned, score=score(pinned, three.plan))
    assert material(written(tmp_path / "held", held), "xunhua").baselines == free
