"""The pages of a report are sound, and the check that says so would notice; the same numbers stand in all that a plan
is shown in."""

import html
import io
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyogrio
import pytest
from docx import Document
from rich.cells import cell_len

from tests.reports import check
from tests.reports.faults import MARGINS, Page, Word, beyond, numbers_of, of_pages, overlapping, page_one, pages, split
from tests.workbench.drawn import on_screen
from tests.workbench.report.reports import Made
from workbench.draw.layers import field, package
from workbench.report.formats.docx import docx
from workbench.report.formats.html import html as web
from workbench.report.formats.pdf import pdf
from workbench.report.model import MOST_CELLS, PADDING, Report, Section, balanced, fitted, needed, widths
from workbench.tables.plan.measures import before_and_after
from workbench.tables.plan.solution import show_judged
from workbench.tables.plan.workbook import workbook
from workbench.tables.table import Change, Column, Table
from workbench.web.editing.content import Content
from workbench.web.editing.judging import judged as web_judged
from workbench.web.editing.judging import score_document
from zoning.judge.figures import FIGURES, MEASURE_FIGURES, by_key
from zoning.judge.score import score
from zoning.judge.values import WAYS
from zoning.texts import Language, say

SHOWN = by_key("officers", "workload", "workload_per_officer", "mean_minutes", "p90_minutes")


def page(*texts: str) -> Page:
    """A page of A4 with a line a word."""
    return Page(595, 842, tuple(Word(100, 100 + 20 * k, 150, 112 + 20 * k, text) for k, text in enumerate(texts)))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here to read pages with")
def test_the_pages_of_a_pdf_have_no_faults(made: Made) -> None:
    assert of_pages(made.folder / "report.pdf", made.report, MARGINS["pdf"]) == []


def test_half_a_number_is_found(made: Made) -> None:
    """Every number of page one is broken in two: neither half may be taken for one of the report's."""
    known = frozenset({"+56.3%", "267,411", "2026"})
    assert list(split([page("+56.3%", "267,411", "2026年")], known)) == []
    assert len(list(split([page("+56.3", "%", "267,41", "1")], known))) == 2
    minutes = {FIGURES["p90_minutes"].text(zone.figures["p90_minutes"]) for zone in made.material.judged.zones}
    assert numbers_of(made.report) >= minutes


def test_what_leaves_the_paper_and_a_second_page_one_are_found(made: Made) -> None:
    far = Page(595, 842, (Word(500, 100, 590, 112, "表"),))
    assert list(beyond([far])) == ["page 1: 表 stands in the margin"]
    wide = Page(595, 842, (Word(480, 100, 540, 112, "宽表"), Word(100, 838, 120, 841, "脚")))
    assert list(beyond([wide])) == ["page 1: 脚 reaches the edge"]
    assert next(beyond([wide], MARGINS["pdf"])) == "page 1: 宽表 stands in the margin"
    over = Page(595, 842, (Word(100, 100, 140, 112, "12,345"), Word(130, 101, 170, 113, "67.8%")))
    assert list(overlapping([over])) == ["page 1: 12,345 and 67.8% lie on each other"]
    assert list(overlapping([page("12,345", "67.8%")])) == []
    chapter = made.report.sections[1].title.replace(" ", "")
    assert list(page_one([page("摘要"), page(chapter)], made.report)) == []
    assert list(page_one([page("摘要"), page("仍是摘要"), page(chapter)], made.report)) != []
    assert list(page_one([page("摘要", chapter), page("表")], made.report)) != []


STAFFING = (
    *by_key("officers", "norm", "short", "spare", "can_give", "auxiliaries", "auxiliary_norm", "community_staff"),
    *by_key("community_hours", "case_hours", "capacity", "hours_per_capacity"),
)
"""Columns of the widest table there is."""


def english(*columns: Column) -> Report:
    """An English report of one table: three stations and their numbers."""
    rows = [("永清镇", "three posts", *[3024.0] * len(columns))] * 3
    table = Table("Stations", (Column("Station"), Column("Form"), *columns), rows, "en")
    return Report("Wide", "", "", "en", (Section("wide", "Wide", (table,)),))


def test_an_english_word_is_wider_than_half_of_it() -> None:
    """A Chinese heading is broken between words, an English word nowhere, in the broad letters of a stand-in font."""
    columns = tuple(Column(title, numeric=True) for title in ("Rooms", "Workstations", "工作站总数", "Of 白溪大桥"))
    table = Table("", columns, [(5.0, 12.0, 3.0, 1.0)], "en")
    assert needed(table) == [8, 15, 8, 10]
    headings = tuple(Column(title, numeric=True) for title in ("派出所", "人均工作量", "民警", "90% 分位车程"))
    seats = Table("", headings, [(5.0, 1.0, 3.0, 2.0)], "zh")
    assert needed(seats) == [8, 8, 6, 11]
    assert widths(table, 41) == ([8, 15, 8, 10], 1)
    assert widths(table, 20.5) == ([8, 15, 8, 10], 0.5)


def test_a_table_too_wide_for_letters_to_be_read_is_parted_with_its_first_column_in_every_part() -> None:
    titles = [f"Workload{k}" for k in range(14)]
    report = english(*(Column(title, "officers", numeric=True) for title in titles))
    (whole,), parts = report.sections[0].blocks, fitted(report).sections[0].blocks
    assert isinstance(whole, Table)
    assert [part.title for part in parts if isinstance(part, Table)] == ["Stations", "Stations, continued"]
    said = [column.title for part in parts if isinstance(part, Table) for column in part.columns[1:]]
    assert said == ["Form", *titles]
    for part in parts:
        assert isinstance(part, Table)
        assert part.columns[0].title == "Station"
        assert part.text(0, 0) == "永清镇"
        assert sum(needed(part)) <= MOST_CELLS < sum(needed(whole))
    few = english(*(Column(title, numeric=True) for title in titles[:4]))
    assert fitted(few) == few


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here to read pages with")
def test_headings_of_one_english_word_do_not_lie_on_each_other(tmp_path: Path) -> None:
    narrow = [Column.of(figure, "en") for figure in by_key("rooms", "workstations", "auxiliaries", "community_staff")]
    (tmp_path / "wide.pdf").write_bytes(pdf(english(*narrow * 3)))
    assert list(overlapping(pages(tmp_path / "wide.pdf"))) == []


@pytest.mark.skipif(check.CHROMIUM is None, reason="no browser here to see a page with")
def test_the_widest_table_is_no_wider_than_a_web_page_of_600_pixels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where it is not parted: its letters are smaller; those of a table that has room are not."""
    monkeypatch.setattr("workbench.report.formats.html.fitted", lambda report: report)
    wide = english(*(Column.of(figure, "en") for figure in STAFFING))
    page = web(wide)
    (table,) = wide.sections[0].blocks
    assert isinstance(table, Table)
    assert f"--cells:{sum(needed(table)):g}".encode() in page
    (tmp_path / "wide.html").write_bytes(page)
    assert list(check.on_screen(tmp_path / "wide.html")) == []
    (tmp_path / "large.html").write_bytes(re.sub(rb"--cells:\d+", b"--cells:9", page))
    assert {said[:9] for said in check.on_screen(tmp_path / "large.html")} == {"at 600 pi", "at 1400 p"}


def test_the_same_numbers_in_terminal_json_workbook_report_geopackage_and_page(made: Made, tmp_path: Path) -> None:
    own = made.material
    plan = json.loads((made.folder / "plan.json").read_text(encoding="utf-8"))
    judged = score(own.problem, own.judged.plan)
    terminal = on_screen(lambda screen: show_judged(screen, own.problem, judged, ()), 200)
    book = openpyxl.load_workbook(io.BytesIO(workbook(own.solution, judged, (), "zh")))
    cells = {
        cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)
    }
    path = tmp_path / "plan.gpkg"
    path.write_bytes(package(own.problem, judged, own.ground, "zh"))
    layer = pyogrio.read_dataframe(path, layer="zones")
    assert len(layer) == len(plan["zones"]) == len(own.names)
    for z, zone in enumerate(plan["zones"]):
        for figure in SHOWN:
            if figure.key in WAYS and len(zone["stations"]) == 1:
                continue  # one station has no way to another
            value = zone["figures"][figure.key]
            text = figure.text(value)
            assert text in terminal, figure.key
            assert all(text in made.texts[suffix] for suffix in ("docx", "pdf", "html")), figure.key
            assert any(abs(cell - value) < 1e-9 * max(1, abs(value)) for cell in cells), figure.key
            assert figure.text(float(layer[field(figure, "zh")].iloc[z])) == text, figure.key
    page_ = score_document(web_judged(own.problem, Content.started(own.problem, own.judged.plan)))
    assert (page_["points"], page_["measures"]) == (plan["points"], plan["measures"])
    of_page = {tuple(zone["stations"]): zone["figures"] | {"points": zone["points"]} for zone in plan["zones"]}
    for zone in page_["zones"]:
        ((codes, figures),) = [one for one in of_page.items() if zone["office"] in one[0]]
        told = {"officers": "officers", "workload_per_officer": "load", "mean_minutes": "mean", "points": "points"}
        shown = {key: figures[key] for key in told} | ({"mean_minutes": None} if len(codes) == 1 else {})
        assert {key: zone[name] for key, name in told.items()} == shown, "one station has no way to another"


def test_shares_differ_in_percentage_points_in_terminal_workbook_report_and_page(made: Made) -> None:
    """Layers hold no differences; those of other figures have their own units, or none."""
    own = made.material
    of = before_and_after(own.problem, own.judged, "zh")
    changes = [
        (row[3], of.text(r, 3)) for r, row in enumerate(of.rows) if isinstance(row[3], Change) and row[3].figure.share
    ]
    assert len(changes) == len(MEASURE_FIGURES)
    terminal = on_screen(lambda screen: show_judged(screen, own.problem, own.judged, ()), 200)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(own.solution, own.judged, (), "zh")))["前后对比"]
    cells = {str(row[0].value): row[3] for row in sheet.iter_rows(min_row=2)}
    for change, text in changes:
        assert text.endswith(" 个百分点")
        assert text in terminal
        cell = next(cell for name, cell in cells.items() if name.startswith(change.figure.name("zh")))
        assert cell.number_format.count("个百分点") == 3
        assert cell.value == pytest.approx(100 * change.value)
    (table,) = [b for s in made.report.sections for b in s.blocks if isinstance(b, Table) and "主要指标" in b.title]
    told = [table.text(r, 4) for r, row in enumerate(table.rows) if isinstance(row[4], Change) and row[4].figure.share]
    assert len(told) == 2
    page_ = re.sub(r"[\s\u2060]|<[^>]*>", "", html.unescape(made.texts["html"]))
    assert all(text.endswith(" 个百分点") and text.replace(" ", "") in page_ for text in told)
    assert say("workbench.page.difference", "zh").endswith("（百分点）")


def test_a_report_says_who_issues_it_and_when(made: Made) -> None:
    from workbench.report.issue import Issue
    from workbench.report.sections import build

    issue = Issue("循化县公安局", "2026-03-05", "内部", "循公〔2026〕5号")
    told: Report = build(replace(made.material, issue=issue))
    assert told.subtitle.endswith("循化县公安局 · 2026年3月5日")
    assert issue.head() == "内部　循公〔2026〕5号"
    assert issue.time.isoformat() == "2026-03-05T00:00:00+00:00"


@pytest.mark.parametrize("title", ["缺辅警", "警务工作站数", "与均值之差", "警组占用率", "超出或不足村数"])
def test_no_character_of_a_heading_stands_alone(title: str) -> None:
    table = Table("", (Column(title, numeric=True),), [(1.0,)], "zh")
    lines = balanced(title, needed(table)[0]).split("\n")
    assert "".join(lines) == title
    assert all(len(line) > 1 for line in lines)
    assert all(cell_len(line) <= needed(table)[0] - PADDING for line in lines)


@pytest.mark.parametrize(("language", "sizes"), [("zh", (22, 11, 13)), ("en", (18, 10, 12))])
def test_page_one_in_english_has_smaller_letters(made: Made, language: Language, sizes: tuple[float, ...]) -> None:
    styles = Document(io.BytesIO(docx(replace(made.report, language=language)))).styles
    assert tuple(styles[name].font.size.pt for name in ("Title", "Summary point", "Summary lead")) == sizes
