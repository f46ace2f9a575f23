"""Reports, read back with other people's readers: the same numbers in each, Chinese that renders, tables that fit."""

import base64
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from fontTools.ttLib import TTFont

from tests.workbench.drawn import shown
from tests.workbench.report.reports import Made
from workbench.draw.fonts import packaged
from workbench.report.chapters.gains import compared
from workbench.report.formats import pdf as setting
from workbench.report.formats.docx import docx
from workbench.report.formats.pdf import pdf
from workbench.report.formats.xlsx import xlsx
from workbench.report.model import Paragraph, Picture, Report, Section, balanced, short, widths
from workbench.tables.palette import slot
from workbench.tables.table import Column, Table
from zoning.judge.figures import FIGURES, ZONE_FIGURES
from zoning.judge.names import zone_names
from zoning.texts.numbers import number

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def test_every_format_says_the_same_as_the_plan_file(made: Made) -> None:
    plan = json.loads((made.folder / "plan.json").read_text(encoding="utf-8"))
    names = made.solution.problem.county.short_names
    for text in made.texts.values():
        flat = re.sub(r"\s+", "", text)
        for zone in plan["zones"]:
            assert zone["name"] in flat
            assert all(names[code] in flat for code in zone["stations"])
        assert plan["county"]["digest"] in flat
        assert "虚构" in flat
        assert "zoningverifycounty.gpkgplan.json" in flat
    for text in (made.texts[key] for key in ("docx", "pdf", "html")):
        assert number(plan["points"]) in text
        for zone in plan["zones"]:
            shown = [figure for figure in ZONE_FIGURES if figure.key in ("officers", "workload", "p90_minutes")]
            assert all(figure.text(zone["figures"][figure.key]) in text for figure in shown)


def test_the_workbook_holds_the_very_numbers(made: Made) -> None:
    plan = json.loads((made.folder / "plan.json").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(made.folder / "report.xlsx")
    sheet = next(sheet for sheet in book if sheet["A1"].value == "防区")
    headings = [str(cell.value).split("（")[0].strip() for cell in sheet[1]]
    for row, zone in zip(sheet.iter_rows(min_row=2), plan["zones"], strict=False):
        for key, heading in (
            ("officers", "民警"),
            ("workload_per_officer", "人均工作量"),
            ("p90_minutes", "90% 分位车程"),
        ):
            cell = row[headings.index(heading)]
            if heading == "90% 分位车程" and len(zone["stations"]) == 1:
                assert cell.value is None, "one station has no way to another"
                continue
            assert cell.value == pytest.approx(zone["figures"][key], rel=1e-12)
            assert cell.number_format.startswith("#,##0")
        assert row[0].fill.start_color.rgb == "FF" + slot(int(row[0].value.split()[0]) - 1).colour[1:]


def test_differences_are_those_of_the_numbers_that_are_shown(made: Made) -> None:
    table = compared(made.material)
    assert len(table.rows) == 6
    for row in shown(table):
        was, now, difference = (float(re.sub(r"[%,+]| 个百分点", "", cell).replace("−", "-")) for cell in row[2:5])
        assert now - was == pytest.approx(difference, abs=1e-9)


def test_every_character_has_a_letter(made: Made) -> None:
    used = {ord(c) for c in "".join(made.report.texts()) if not c.isspace()}
    for path in packaged():
        with TTFont(path) as font:
            assert used <= set(font.getBestCmap())
    page = (made.folder / "report.html").read_text(encoding="utf-8")
    (data,) = re.findall(r"url\(data:font/woff;base64,([^)]+)\)", page)
    with TTFont(io.BytesIO(base64.b64decode(data))) as font:
        assert used <= set(font.getBestCmap())
    embedded = {
        entry.get_object()["/BaseFont"].split("+")[-1]
        for p in pypdf.PdfReader(made.folder / "report.pdf").pages
        for entry in p["/Resources"]["/Font"].values()
    }
    assert embedded == {"NotoSansSC-Regular-Identity-H", "NotoSerifSC-Regular-Identity-H"}


def test_the_word_document_has_the_form_of_official_documents(made: Made) -> None:
    word = Document(str(made.folder / "report.docx"))
    (section,) = word.sections
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert sizes == pytest.approx((Mm(210), Mm(297), Mm(37), Mm(35)), abs=Pt(0.1))
    assert (section.left_margin, section.right_margin) == pytest.approx((Mm(28), Mm(26)), abs=Pt(0.1))
    fonts = {name: word.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("Title", "Body")}
    fonts |= {name: word.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("Heading 1", "Heading 2")}
    assert fonts == {"Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体", "Body": "仿宋"}
    body = word.styles["Body"]
    assert (body.font.size, body.paragraph_format.line_spacing) == (Pt(16), Pt(28))
    feet = [section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]]
    assert word.settings.odd_and_even_pages_header_footer
    assert [int(foot.alignment) for foot in feet] == [2, 0], "on the right of odd pages, on the left of even ones"
    assert all("PAGE" in foot._p.xml and foot.text.startswith("— ") for foot in feet)
    for table in word.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)
        assert sum(column.width for column in table.columns) <= Mm(156.1)


def test_the_page_loads_nothing_and_its_maps_are_text(made: Made) -> None:
    page = (made.folder / "report.html").read_text(encoding="utf-8")
    assert "http" not in page
    links = re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?([^\"')]+)", page)
    assert {link for link in links if not (link.startswith("data:") or re.match(r"#p\d+s?-", link))} == set()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    (first, *_) = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
    words = set(re.findall(r"<text[^>]*>([^<]*)", first))
    names = zone_names(made.solution.problem, made.solution.score) if made.solution.score else ()
    assert {f"{z + 1} {name}" for z, name in enumerate(names)} <= words


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here to open the page with")
def test_a_browser_asks_for_nothing_and_shows_everything(made: Made, tmp_path: Path) -> None:
    """A picture that is not there is added, so that the test sees that it would notice a request."""
    page = (made.folder / "report.html").read_text(encoding="utf-8")
    spied = tmp_path / "spied.html"
    spied.write_text(page.replace("</body>", '<img src="http://zoning.invalid/spy.png"></body>'), encoding="utf-8")
    log = tmp_path / "net.json"
    assert CHROMIUM
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    options += ["--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={tmp_path / 'profile'}"]
    done = subprocess.run(
        [CHROMIUM, *options, f"--log-net-log={log}", "--dump-dom", spied.as_uri()],
        capture_output=True,
        timeout=300,
        check=True,
    )
    assert "各防区情况" in done.stdout.decode()
    content = json.loads(log.read_text(encoding="utf-8"))
    kind = content["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    jobs = [
        event["params"] for event in content["events"] if event["type"] == kind and "url" in event.get("params", {})
    ]
    asked = {job["url"] for job in jobs if job.get("initiator") != "not an origin"}  # not the browser's own affairs
    assert {url for url in asked if url.startswith(("http", "ws", "ftp"))} == {"http://zoning.invalid/spy.png"}


def tall(rows: int) -> Report:
    """A report of one table, far too long for a page and as wide as any."""
    officers = FIGURES["officers"]
    columns = (Column("派出所"), Column("类型"), *(Column.of(officers, "zh", f"指标{c}") for c in range(7)))
    cells = [(f"第{r:02}号很长的乡镇派出所", "城区", *[1234567.0 + r] * 7) for r in range(rows)]
    table = Table("一览", columns, cells, "zh", zones=tuple(range(rows)))
    return Report("长表", "", "", "zh", (Section("tall", "长表", (Paragraph("前言"), table)),))


def placed(page: pypdf.PageObject) -> tuple[float, str]:
    """About where the longest line of a page ends, in points from the left, and its text without blanks."""
    ends: list[float] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            ends.append(cm[0] * tm[4] + cm[4] + 0.5 * size * len(text.strip()))

    text = page.extract_text(visitor_text=visit)
    return max(ends), re.sub(r"\s", "", text)


def test_a_table_of_64_stations_stays_on_its_pages() -> None:
    report = tall(64)
    pages = pypdf.PdfReader(io.BytesIO(pdf(report))).pages
    assert len(pages) >= 2
    ends, texts = zip(*map(placed, pages), strict=True)
    assert all(500 < end < float(pages[0].mediabox.width) - 60 for end in ends), "as wide as the page, and no wider"
    assert all("指标6" in text for text in texts), "the heading is repeated"
    text = "".join(texts)
    for r in range(64):
        assert len(re.findall(rf"第{r:02}号", text)) == 1
        assert text.count(f"{1234567 + r:,}") == 7
    (grid,) = Document(io.BytesIO(docx(report))).tables
    assert len(grid.rows) == 65
    assert sum(column.width for column in grid.columns) <= Mm(156.1)


@pytest.mark.parametrize(
    ("title", "width", "lines"),
    [
        ("平均车程", 6, "平均\n车程"),
        ("民警人均接警", 8, "民警\n人均\n接警"),
        ("民警人均接警", 10, "民警人均\n接警"),
        ("人均工作量", 8, "人均\n工作量"),
        ("派出所", 8, "派出所"),
        ("90% 分位车程", 10, "90% 分位\n车程"),
        ("10 分钟内到场占比", 12, "10 分钟内\n到场占比"),
        ("“1+2”配齐数", 8, "“1+2”\n配齐数"),
        ("平均车程", 10, "平均车程"),
        ("Mean load", 6, "Mean load"),
    ],
)
def test_a_heading_is_broken_into_lines_of_one_length(title: str, width: float, lines: str) -> None:
    assert balanced(title, width) == lines


def test_a_short_table_stays_whole_with_what_introduces_it(made: Made) -> None:
    """Table and paragraph before it keep to each other in Word; a table of 64 rows may be broken."""
    (long,) = (block for block in tall(64).sections[0].blocks if isinstance(block, Table))
    assert not short(long)
    word = Document(str(made.folder / "report.docx"))
    table = next(t for t in word.tables if "派出所" in t.cell(0, 0).text and len(t.rows) < 9)
    rows = [cell.paragraphs[0].paragraph_format.keep_with_next for cell in (row.cells[0] for row in table.rows)]
    assert rows == [True] * (len(rows) - 1) + [None]
    caption = table._tbl.getprevious()
    assert "keepNext" in caption.getprevious().xml


def test_page_one_of_the_pdf_has_the_largest_letters_that_fit_and_a_drawing_that_fills_it(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid: list[tuple[Report, float]] = []
    kept = setting._set
    monkeypatch.setattr(setting, "_set", lambda report, size: laid.append((report, size)) or kept(report, size))
    first = made.report.sections[0]
    height = next(block.paper.height for block in first.blocks if isinstance(block, Picture))
    more = (*first.blocks, *(Paragraph(f"第{k}项，" + "说明" * 16, "point") for k in range(9)))
    sizes, heights = [], []
    for blocks in (first.blocks, more):
        setting.pdf(replace(made.report, sections=(replace(first, blocks=blocks), made.report.sections[1])))
        report, size = laid[-1]
        assert setting._end(replace(report, sections=report.sections[:1]), size) is not None, "it is one page"
        sizes.append(size)
        heights += [block.paper.height for block in report.sections[0].blocks if isinstance(block, Picture)]
    assert (sizes[0], heights[0] >= height, heights[1] >= height) == (max(setting.SIZES), True, True)
    assert sizes[1] <= sizes[0]
    assert heights[1] <= heights[0]


def test_columns_fill_the_room_and_numbers_keep_theirs() -> None:
    (table,) = (block for block in tall(3).sections[0].blocks if isinstance(block, Table))
    for room in (60.0, 84.0, 200.0):
        columns, scale = widths(table, room)
        assert sum(columns) * scale == pytest.approx(room)
        assert scale <= 1
        assert min(columns[2:]) >= len("1,234,567")


def test_equal_plans_give_equal_reports(made: Made) -> None:
    for suffix, render in (("pdf", pdf), ("xlsx", xlsx)):
        assert render(made.report) == (made.folder / f"report.{suffix}").read_bytes(), suffix
    with zipfile.ZipFile(made.folder / "report.docx") as package:
        assert {info.date_time for info in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_the_map_of_page_one_is_larger_on_a_screen_than_on_the_one_page_of_paper(made: Made) -> None:
    page = (made.folder / "report.html").read_text(encoding="utf-8")
    heights = {
        kind: float(found[1])
        for kind in ("screen", "sheet")
        if (found := re.search(rf'<div class="{kind}"><svg[^>]*?viewBox="0 0 [\d.]+ ([\d.]+)"', page))
    }
    assert heights["screen"] > 1.2 * heights["sheet"]
