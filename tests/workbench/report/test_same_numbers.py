"""A number is one number: terminal, JSON, workbook, report, layers, maps, comparison and page, whatever was decided."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas  # type: ignore[import-untyped]
import openpyxl
import pytest

from tests.workbench.conftest import Said
from tests.workbench.report.reports import Solved, material, written
from tests.workbench.web.served import served
from workbench.draw.before_after import change
from workbench.draw.layers import field, package
from workbench.draw.mapping.sheet import Sheet
from workbench.report.chapters.gains import compared as of_report
from workbench.tables.plan.workbook import workbook
from zoning.judge.figures import FIGURES, by_key
from zoning.judge.score import score
from zoning.judge.values import plan_values
from zoning.result.solution import Solution

Zoning = Callable[..., Said]
OFFICE = "620521104"
"""A station at the rim of its zone of today, where nobody would put the office."""
SHOWN = by_key("mean_minutes", "p90_minutes", "travel", "unsupported", "mismatch", "border_cut")


@pytest.fixture
def decided(solved: Solved) -> Solution:
    """A plan of a county with zones of today, with an office that was chosen."""
    found, _ = solved("qingshui", 4)
    problem = replace(found.problem, policy=found.problem.policy.override({"pins.offices": (OFFICE,)}))
    assert found.plan is not None
    return replace(found, problem=problem, score=score(problem, found.plan))


def rows_of(book: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for sheet in book for row in sheet]


def test_todays_zones_have_one_value_in_every_output_whatever_was_decided(
    decided: Solution, zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, judged = decided.problem, decided.score
    assert judged is not None
    assert problem.current is not None
    was, now = plan_values(score(problem.undecided, problem.current)), plan_values(judged)
    moving = plan_values(score(problem, problem.current))
    assert moving["mean_minutes"] > was["mean_minutes"] + 0.5, "the decision would move it"
    folder = written(tmp_path / "plan", decided)
    drawn = tmp_path / "today.csv"
    rows = [f"{station.code},{station.current_zone}" for station in problem.county.stations]
    drawn.write_text("\n".join(["派出所,防区", *rows]), encoding="utf-8")

    monkeypatch.setenv("COLUMNS", "200")
    terminal = zoning("score", "sample:qingshui", str(folder / "plan.json")).out.splitlines()
    book = rows_of(openpyxl.load_workbook(io.BytesIO(workbook(decided, judged, (), "zh"))))
    said = zoning("compare", "sample:qingshui", str(folder / "plan.json"), str(drawn), "--json").json
    compared = {one["name"]: one["cases"][0] for one in said["plans"]}
    for name, values in (("plan", now), ("today", was)):
        assert compared[name]["points"] == values["points"]
    own = material(folder, "qingshui")
    table = of_report(own)
    report = {row[0]: [table.text(r, c) for c in (2, 3)] for r, row in enumerate(table.rows)}
    for figure in SHOWN:
        key, name = figure.key, figure.name("zh")
        (line,) = [line.split() for line in terminal if line.startswith(name) and "→" not in line]
        assert figure.text(was[key]) == line[-4 if "个百分点" in line[-1] else -3], line
        held = next(row for row in book if str(row[0]).startswith(name) and isinstance(row[1], float))
        assert held[1:3] == pytest.approx([was[key], now[key]]), key
        assert (compared["today"]["figures"] | compared["today"]["measures"])[key] == was[key]
        if key not in ("travel", "border_cut"):  # page one leaves these to the tables behind it
            assert report[figure.header("zh")] == [figure.text(was[key]), figure.text(now[key])]

    beside = change(Sheet(own.problem, judged, own.ground, "", (), "zh"))
    assert beside is not None
    assert plan_values(beside.today) == was, "the map of today has the offices of today"
    (tmp_path / "plan.gpkg").write_bytes(package(problem, judged, own.ground, "zh"))
    layer = geopandas.read_file(tmp_path / "plan.gpkg", layer="zones")
    assert layer[field(FIGURES["points"], "zh")].sum() == now["points"]


def test_a_page_says_how_far_a_plan_is_from_todays_zones_as_they_are(decided: Solution, tmp_path: Path) -> None:
    """Today's zones with an office that somebody chose cost more than today's zones."""
    problem = decided.problem
    assert problem.current is not None
    was, moving = (score(one, problem.current) for one in (problem.undecided, problem))
    with served(tmp_path) as page:
        plan = page.plan("today", "qingshui")
        assert plan["score"]["delta"]["current"] == 0
        done = page.edit(plan, op="office", station=OFFICE)
    assert done["score"]["points"] == moving.points
    assert done["score"]["delta"]["current"] == moving.points - was.points > 0
