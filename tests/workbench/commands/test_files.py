"""The files of a plan, read back with other people's readers."""

import contextlib
import errno
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from math import nan
from pathlib import Path
from xml.etree import ElementTree

import geopandas
import openpyxl
import pyogrio
import pytest
from shapely.geometry.base import BaseGeometry

from geodata.county.build import Built
from geodata.grouping import read_grouping
from workbench.draw.ground import ground
from workbench.draw.layers import field, package
from workbench.draw.paper import Paper
from workbench.line.saving import prepared, save
from workbench.tables.book import Book
from workbench.tables.plan.words import applied
from workbench.tables.plan.workbook import workbook
from workbench.tables.plan.zones import FIRST, FURTHER, OF_COUNTY, OF_PLAN
from workbench.tables.table import Column, Table
from zoning.files.whole import write_all
from zoning.judge.figures import FIGURES, INDICES, MEASURE_FIGURES, SHOWN_FIGURES, STATION_FIGURES, ZONE_FIGURES
from zoning.judge.names import zone_names
from zoning.judge.values import WAYS, plan_values, station_values, today, zone_values
from zoning.model.errors import InputError
from zoning.model.plan import Plan, moved
from zoning.result.solution import Solution

Solved = Callable[..., tuple[Solution, Built]]


def layered(solved: Solved, name: str, areas: bool = True) -> bytes:
    solution, built = solved(name, 3)
    assert solution.score
    shapes = ground(built.county, built.areas if areas else None)
    return package(solution.problem, solution.score, shapes, "zh")


def booked(solved: Solved, name: str, alternatives: int = 0) -> openpyxl.Workbook:
    solution, _ = solved(name, 4, alternatives)
    assert solution.score
    return openpyxl.load_workbook(io.BytesIO(workbook(solution, solution.score, ["=1+1", "甲"], "zh")))


@pytest.mark.parametrize("areas", [True, False])
def test_layers_hold_zones_areas_and_seats_in_degrees(solved: Solved, tmp_path: Path, areas: bool) -> None:
    path = tmp_path / "plan.gpkg"
    path.write_bytes(layered(solved, "fengdu", areas))
    found = pyogrio.list_layers(path)
    assert [name for name, kind in found if kind] == ["zones", "stations", "seats"]
    assert [name for name, kind in found if not kind] == ["layer_styles"], "a table that QGIS knows"
    solution, built = solved("fengdu", 3)
    assert solution.score
    zones, stations, seats = (geopandas.read_file(path, layer=name) for name in ("zones", "stations", "seats"))
    assert [len(layer) for layer in (zones, stations, seats)] == [len(solution.score.zones), 30, 30]
    assert all(layer.crs.to_epsg() == 4326 and layer.geometry.is_valid.all() for layer in (zones, stations, seats))
    assert set(seats.geom_type) == {"Point"}
    for station, point in zip(built.county.stations, seats.geometry, strict=True):
        assert (point.x, point.y) == pytest.approx((station.lon, station.lat), abs=1e-6)
    for _, zone in zones.iterrows():
        inside = stations[stations["防区"] == zone["防区"]].geometry.union_all()
        assert _differ(zone.geometry, inside) < 1e-3


def _differ(a: BaseGeometry, b: BaseGeometry) -> float:
    return float(a.symmetric_difference(b).area / b.area)


def test_layers_hold_every_figure_of_the_judge_under_its_chinese_name(solved: Solved, tmp_path: Path) -> None:
    path = tmp_path / "plan.gpkg"
    path.write_bytes(layered(solved, "fengdu"))
    solution, _ = solved("fengdu", 3)
    assert solution.score
    zones = geopandas.read_file(path, layer="zones")
    assert list(zones["防区"]) == list(zone_names(solution.problem, solution.score))
    for z, zone in enumerate(solution.score.zones):
        values = zone_values(solution.problem, zone)
        for figure in ZONE_FIGURES:
            assert zones[field(figure, "zh")][z] == pytest.approx(figure.shown(values[figure.key]), nan_ok=True)


def test_equal_plans_give_equal_layers_and_workbooks(solved: Solved) -> None:
    assert layered(solved, "xunhua") == layered(solved, "xunhua")
    solution, _ = solved("xunhua", 3)
    assert solution.score
    assert workbook(solution, solution.score, [], "zh") == workbook(solution, solution.score, [], "zh")


def test_layers_have_their_style_and_a_project_that_opens_them(solved: Solved, tmp_path: Path) -> None:
    path = tmp_path / "plan.gpkg"
    path.write_bytes(layered(solved, "fengdu"))
    solution, _ = solved("fengdu", 3)
    assert solution.score
    names = [f"{z + 1} {name}" for z, name in enumerate(zone_names(solution.problem, solution.score))]
    with contextlib.closing(sqlite3.connect(path)) as held:
        styles = held.execute("SELECT f_table_name, useAsDefault, styleQML FROM layer_styles ORDER BY id").fetchall()
        ((_, about, content),) = held.execute("SELECT name, metadata, content FROM qgis_projects").fetchall()
    assert [(name, default) for name, default, _ in styles] == [("zones", 1), ("stations", 1), ("seats", 1)]
    rules = ElementTree.fromstring(styles[0][2]).iter("rule")
    assert [rule.get("label") for rule in rules] == names
    assert json.loads(about)["last_modified_time"] == "2000-01-01T00:00:00Z"
    with zipfile.ZipFile(io.BytesIO(bytes.fromhex(content))) as archive:
        project = ElementTree.fromstring(archive.read("project.qgs"))
    sources = [layer.findtext("datasource") for layer in project.iter("maplayer")]
    assert sources == [f"./plan.gpkg|layername={name}" for name in ("seats", "stations", "zones")]
    for layer in project.iter("maplayer"):
        fields = pyogrio.read_info(path, layer=str(layer.findtext("datasource")).partition("=")[2])["fields"]
        said = ["zone", *(rule.get("filter") or "" for rule in layer.iter("rule"))]
        named = {name for words in said for name in re.findall('"([^"]+)"', words)}
        assert named <= set(fields), "a rule asks for a field that there is"


def test_the_workbook_holds_the_figures_of_the_judge(solved: Solved) -> None:
    solution, built = solved("fengdu", 4, 2)
    assert solution.score
    book = booked(solved, "fengdu", 2)
    assert book.sheetnames == [
        "防区",
        "派出所",
        "防区指标",
        "派出所指标",
        "指标",
        "前后对比",
        "备选方案",
        "附录",
        "说明",
    ]
    assert {*FIRST, *FURTHER} == {*ZONE_FIGURES} - {*MEASURE_FIGURES, FIGURES["moment_index"]}
    assert {*OF_PLAN, *OF_COUNTY} == {*STATION_FIGURES}
    for sheet, figures in (("防区", FIRST), ("防区指标", FURTHER)):
        rows = list(book[sheet].iter_rows(values_only=True))
        for row, zone in zip(rows[1:], solution.score.zones, strict=True):
            values = zone_values(solution.problem, zone)
            for cell, figure in zip(row[4:], figures, strict=True):
                shown = nan if cell is None else cell
                assert shown == pytest.approx(figure.shown(values[figure.key]), nan_ok=True)
    for sheet, figures in (("派出所", OF_PLAN), ("派出所指标", OF_COUNTY)):
        rows = list(book[sheet].iter_rows(values_only=True))
        for row, values in zip(rows[1:], station_values(built.county), strict=True):
            for cell, figure in zip(row[-len(figures) :], figures, strict=True):
                assert cell == pytest.approx(figure.shown(values[figure.key]))
    comparison = list(book["前后对比"].iter_rows(values_only=True))
    before, after = plan_values(today(solution.problem)), plan_values(solution.score)
    for row, figure in zip(comparison[1 : 1 + len(SHOWN_FIGURES)], SHOWN_FIGURES, strict=True):
        assert row[2] == pytest.approx(after[figure.key])
        known = None if figure.key in WAYS else pytest.approx(before[figure.key])
        assert row[1] == known, "by themselves stations have no way between them"
    indices = list(book["附录"].iter_rows(values_only=True))[1:]
    assert [row[2] for row in indices] == pytest.approx(
        [after[figure.key] for figure in INDICES] + [zone.figures["moment_index"] for zone in solution.score.zones]
    )
    assert book["派出所"].max_row == len(built.county) + 1
    assert book["备选方案"].max_row == 4


def test_codes_are_text_and_nothing_becomes_a_formula(solved: Solved) -> None:
    book = booked(solved, "xunhua")
    assert isinstance(book["派出所"]["A2"].value, str)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert any("=1+1" in str(row[1]) for row in book["说明"].iter_rows(values_only=True))


def test_a_workbook_has_frozen_headings_prints_across_and_fits_its_text(solved: Solved) -> None:
    for sheet in booked(solved, "fengdu", 1):
        assert sheet.freeze_panes
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.print_area
        wide = sum(part.width * (part.max - part.min + 1) for part in sheet.column_dimensions.values())
        assert wide <= 200, f"{sheet.title} prints in letters that nobody can read"
    unknown = booked(solved, "xunhua")["防区指标"]
    heading = [str(cell.value).replace("\n", "") for cell in unknown[1]]
    assert unknown.cell(2, heading.index("人口（人）") + 1).value is None, "unknown is an empty cell"


def test_a_wide_table_goes_on_on_the_next_page_with_its_first_columns() -> None:
    book = Book("zh", "甲县")
    columns = tuple(Column(f"第{k}个很长的标题", numeric=False) for k in range(30))
    book.add(Table("宽", columns, [["甲乙丙丁"] * 30], "zh"), frozen=2)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(book.done()))
    assert sheet.page_setup.fitToWidth == 3
    assert sheet.print_title_cols == "$A:$B"


def test_the_map_has_a_sheet_of_its_own_and_the_policy_is_told_in_words(solved: Solved, tmp_path: Path) -> None:
    solution, _ = solved("qingshui", 4)
    assert solution.score
    png = Paper(210, 297).png()
    lines = applied(solution.problem, (), "zh")
    book = openpyxl.load_workbook(io.BytesIO(workbook(solution, solution.score, lines, "zh", png)))
    sheet = book["地图"]
    assert len(sheet._images) == 1
    assert sheet.page_setup.orientation == "portrait"
    said = [str(cell.value) for row in book["说明"] for cell in row]
    assert any("城关所单设防区" in words for words in said)
    assert not any("['" in words or words == "[]" for words in said)
    changed = list(book["涉及调整的派出所"].iter_rows(min_row=2, values_only=True))
    assert solution.problem.current
    assert len(changed) == len(moved(solution.problem.current, solution.score.plan, solution.problem.county.staff))
    (tmp_path / "plan.xlsx").write_bytes(workbook(solution, solution.score, lines, "zh", png))
    again = read_grouping(tmp_path / "plan.xlsx", solution.problem.county.names)
    assert Plan.of(codes for _, codes in again) == solution.plan, "the sheet of the stations is the plan"


def test_a_workbook_has_no_date_of_today(solved: Solved) -> None:
    solution, _ = solved("xunhua", 3)
    assert solution.score
    with zipfile.ZipFile(io.BytesIO(workbook(solution, solution.score, [], "en"))) as archive:
        assert b"2000-01-01" in archive.read("docProps/core.xml")


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a").write_bytes(b"before")
    with pytest.raises(InputError):
        write_all(tmp_path, {"a": b"after", "b": b"cannot replace a folder"})
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")], "no half file is left"


def test_a_folder_is_made_with_all_its_parents_once_there_is_something_to_put_into_it(tmp_path: Path) -> None:
    folder = prepared(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []
    save(folder, {"x.json": b"{}"})
    assert (tmp_path / "a" / "b" / "x.json").read_bytes() == b"{}"


def test_a_full_disk_has_its_own_remedy_and_leaves_no_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "mine").mkdir()
    monkeypatch.setattr("os.fsync", full)
    for folder in (tmp_path / "a" / "b", tmp_path / "mine"):
        with pytest.raises(InputError) as refused:
            save(folder, {"x.json": b"{}"})
        assert refused.value.mistakes[0].text("zh").endswith("无法写入（磁盘已满）；请腾出空间，或写到另一个磁盘")
    assert [path.name for path in tmp_path.rglob("*")] == ["mine"]
