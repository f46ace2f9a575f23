"""A station that is its zone has no way to its office, wherever it is shown."""

import io
from pathlib import Path

import openpyxl
import pyogrio
import pytest

import geodata
from solvers.solve import solve
from tests.zoning.drawn import county, plan, problem
from workbench.draw.ground import ground
from workbench.draw.layers import field, package
from workbench.tables.plan.workbook import workbook
from workbench.tables.plan.zones import stations, zone_stations
from workbench.web.service.shapes import areas_of
from zoning.judge.figures import FIGURES
from zoning.judge.score import score
from zoning.judge.values import office_minutes
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.solution import Solution

LONE = plan("A", "BCDEF")


def test_one_alone_has_no_minutes_and_an_office_among_others_has_none_to_go() -> None:
    judged = score(problem(), LONE)
    found = office_minutes(county(), judged)
    assert found["A"] != found["A"]
    assert found[judged.zones[1].office] == 0
    assert max(found[code] for code in "BCDEF") == judged.zones[1].figures["farthest_minutes"]


def test_tables_have_a_dash() -> None:
    judged = score(problem(), LONE)
    whole = stations(problem(), judged, "zh")
    lone, rest = (zone_stations(problem(), judged, z, "zh") for z in (0, 1))
    at = [column.title for column in whole.columns].index(FIGURES["office_minutes"].name("zh"))
    assert [whole.text(r, at) == "–" for r in range(6)] == [True, *[False] * 5]
    assert [row[-1] for row in lone.rows] != [0.0]
    assert lone.text(0, len(lone.columns) - 1) == "–"
    assert {rest.text(r, len(rest.columns) - 1) for r in range(5)} >= {"0.0", "20.0"}


@pytest.fixture(scope="module")
def solution() -> Solution:
    return solve(Problem(geodata.read_county("sample:xunhua"), read_policy("haidong")))


def test_a_workbook_and_a_package_leave_it_empty(solution: Solution, tmp_path: Path) -> None:
    assert solution.score is not None
    lone = {zone.office for zone in solution.score.zones if len(zone.stations) == 1}
    assert lone
    book = openpyxl.load_workbook(io.BytesIO(workbook(solution, solution.score, [], "zh")))
    head, *rows = list(book["派出所"].iter_rows(values_only=True))
    while "代码" not in head:
        head, *rows = rows
    at = next(k for k, title in enumerate(head) if str(title).startswith(FIGURES["office_minutes"].name("zh")))
    shown = {str(row[head.index("代码")]): row[at] for row in rows if row[head.index("代码")] is not None}
    assert {code for code in solution.problem.county.codes if shown[code] in (None, "–")} == lone
    path = tmp_path / "plan.gpkg"
    built = solution.problem.county
    path.write_bytes(package(solution.problem, solution.score, ground(built, areas_of(built)), "zh"))
    layer = pyogrio.read_dataframe(path, layer="stations", read_geometry=False)
    assert set(layer["代码"][layer[field(FIGURES["office_minutes"], "zh")].isna()]) == lone
