"""The chapter on the periods of a report, and the sheet of the workbook: the very points of every period."""

import io
from dataclasses import replace
from pathlib import Path

import openpyxl

from solvers.objectives.modes import solve_in_stages
from solvers.solve import solve
from tests.workbench.drawn import shown
from tests.workbench.report.reports import Solved, material, written
from workbench.report.beside import beside_best
from workbench.report.chapters.periods import by_period
from workbench.report.model import Paragraph
from workbench.tables.plan.stages import periods
from workbench.tables.plan.workbook import workbook
from workbench.tables.table import Table
from zoning.judge.slices import periods_of, points_by_period


def test_points_of_every_period_stand_beside_those_of_the_plan_best_over_all(solved: Solved, tmp_path: Path) -> None:
    plain, _ = solved("xunhua", 2, 1)
    problem = plain.problem
    answer, usual = solve_in_stages(problem, None, worst_period=True), solve(problem).plan
    assert answer.plan is not None
    assert answer.score is not None
    assert usual is not None
    says, table = by_period(material(written(tmp_path / "worst", answer), "xunhua", "en"))
    assert isinstance(says, Paragraph)
    assert "which is proved" in says.text
    assert isinstance(table, Table)
    own, other = (points_by_period(periods_of(problem), plan) for plan in (answer.plan, usual))
    assert [row[0] for row in shown(table)] == list(own)
    assert [row[2:] for row in table.rows] == [[own[name], other[name]] for name in own]
    worst = [max(points, key=points.__getitem__) for points in (own, other)]
    assert {(row, column): table.rows[row][0] for row, column in table.strong} == {
        (list(own).index(name), 2 + k): name for k, name in enumerate(worst)
    }
    assert answer.staged is not None
    first = replace(answer.staged, stages=answer.staged.stages[:1])
    less = replace(answer.proof, status="feasible", bound=None, gap=None, certificates=())
    stopped = written(tmp_path / "stopped", replace(answer, staged=first, proof=less))
    said, _ = by_period(material(stopped, "xunhua", "en"))
    assert said == says, "the worst period is decided, ways to break the tie are not"
    assert "1 step is proved" in beside_best(material(stopped, "xunhua", "en"))
    none = written(tmp_path / "none", replace(answer, staged=replace(first, stages=()), proof=less))
    said, _ = by_period(material(none, "xunhua", "en"))
    assert isinstance(said, Paragraph)
    assert "not proved" in said.text
    assert by_period(material(written(tmp_path / "plain", plain), "xunhua", "en")) == []
    book = openpyxl.load_workbook(io.BytesIO(workbook(answer, answer.score, [], "zh")))
    cells = [cell.value for row in book["各时段"].iter_rows() for cell in row]
    assert set(own.values()) <= set(cells)


def test_one_plan_that_is_both_stands_alone(solved: Solved) -> None:
    problem, usual = solved("xunhua", 2, 1)[0].problem, solve(solved("xunhua", 2, 1)[0].problem).plan
    assert usual is not None
    both, alone = periods(problem, usual, usual, "en"), periods(problem, usual, None, "en")
    assert [len(table.columns) for table in (both, alone)] == [3, 3]
    assert "also the plan best over all" in both.note
    assert "also" not in alone.note
