"""The pages of a report are sound, and the check that says so would notice; the same numbers stand in all that a plan
is shown in."""

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyogrio
import pytest

from tests.reports.faults import MARGINS, Page, Word, beyond, numbers_of, of_pages, overlapping, page_one, split
from tests.workbench.drawn import on_screen
from tests.workbench.report.reports import Made
from workbench.draw.layers import field, package
from workbench.report.model import Report
from workbench.tables.plan.solution import show_judged
from workbench.tables.plan.workbook import workbook
from zoning.judge.figures import FIGURES, by_key
from zoning.judge.score import score
from zoning.judge.values import WAYS

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


def test_the_same_numbers_in_terminal_json_workbook_report_and_geopackage(made: Made, tmp_path: Path) -> None:
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


def test_a_report_says_who_issues_it_and_when(made: Made) -> None:
    from workbench.report.issue import Issue
    from workbench.report.sections import build

    issue = Issue("循化县公安局", "2026-03-05", "内部", "循公〔2026〕5号")
    told: Report = build(replace(made.material, issue=issue))
    assert told.subtitle.endswith("循化县公安局 · 2026年3月5日")
    assert issue.head() == "内部　循公〔2026〕5号"
    assert issue.time.isoformat() == "2026-03-05T00:00:00+00:00"
