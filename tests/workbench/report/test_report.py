"""Reports, read back with other people's readers: the same numbers in each, Chinese that renders, tables that fit."""

import base64
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from fontTools.ttLib import TTFont

import geodata
from geodata.county.build import Built
from scenarios.chance.stress import stress
from systems.organisation.organise import organise
from systems.organisation.parameters import Parameters
from systems.organisation.records import Choice
from systems.response.response import response
from tests.workbench.conftest import Said
from workbench.cli import main
from workbench.draw.fonts import packaged
from workbench.line.screen import plain
from workbench.line.sources import Layers
from workbench.report.docx import docx
from workbench.report.material import Material, read_material
from workbench.report.model import Cell, Column, Heading, Paragraph, Picture, Report, Section, Table, widths
from workbench.report.pdf import pdf
from workbench.report.pictures import WIDTH
from workbench.report.sections import SECTIONS, build
from workbench.report.xlsx import xlsx
from workbench.tables.palette import slot
from zoning.judge.figures import ZONE_FIGURES
from zoning.judge.names import zone_names
from zoning.judge.values import zone_values
from zoning.model.errors import InputError
from zoning.model.plan import moved
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.result.solution import Solution
from zoning.texts import Language
from zoning.texts.numbers import number

Solved = Callable[..., tuple[Solution, Built]]
Zoning = Callable[..., Said]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@dataclass(frozen=True)
class Made:
    """A folder with a plan, its report in every format and the words in each; and the model of one made anew."""

    folder: Path
    solution: Solution
    texts: dict[str, str]
    material: Material
    report: Report


def written(folder: Path, solution: Solution) -> Path:
    """The folder as ``zoning solve --out`` leaves it."""
    folder.mkdir(exist_ok=True)
    (folder / "plan.json").write_text(dumps(to_document(solution)), encoding="utf-8")
    return folder


def material(folder: Path, sample: str, language: Language = "zh") -> Material:
    return read_material(folder, f"sample:{sample}", Layers(), language)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, solved: Solved) -> Made:
    """The report of a small county in every format, by the command, from a folder that stands alone."""
    solution, built = solved("xunhua", 2, 1)
    folder = written(tmp_path_factory.mktemp("plan"), solution)
    geodata.write_county(built.county, folder / "county.gpkg")
    assert main(["report", str(folder), "--lang", "zh"]) == 0
    word = Document(str(folder / "report.docx"))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    pages = pypdf.PdfReader(folder / "report.pdf").pages
    page = (folder / "report.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(folder / "report.xlsx")
    values = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = {
        "docx": "\n".join([*(p.text for p in word.paragraphs), *cells]),
        "pdf": "\n".join(p.extract_text() for p in pages),
        "html": re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL),
        "xlsx": "\n".join(values),
    }
    own = read_material(folder, None, Layers(), "zh")
    return Made(folder, solution, texts, own, build(own))


def test_every_format_says_the_same_as_the_plan_file(made: Made) -> None:
    plan = json.loads((made.folder / "plan.json").read_text(encoding="utf-8"))
    names = made.solution.problem.county.names
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
    headings = [str(cell.value).split("\n")[0] for cell in sheet[1]]
    for row, zone in zip(sheet.iter_rows(min_row=2), plan["zones"], strict=False):
        for key, heading in (("officers", "民警"), ("workload_per_officer", "人均工作量"), ("p90_minutes", "九成到场")):
            cell = row[headings.index(heading)]
            assert cell.value == pytest.approx(zone["figures"][key], rel=1e-12)
            assert cell.number_format.startswith("#,##0")
        assert row[0].fill.start_color.rgb == "FF" + slot(int(row[0].value.split()[0]) - 1).colour[1:]


def test_differences_are_those_of_the_numbers_that_are_shown(made: Made) -> None:
    (five,) = (b for b in made.report.sections[0].blocks if isinstance(b, Table))
    assert len(five.rows) == 5
    for row in five.rows:
        was, now, difference = (float(re.sub(r"[%,+]| 个百分点", "", cell.text).replace("−", "-")) for cell in row[2:5])
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
    assert {link for link in links if not link.startswith(("data:", "#p1-", "#p2-"))} == set()
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
        timeout=60,
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
    columns = (Column("派出所"), Column("类型"), *(Column(f"指标{c}", "警时/年", number=True) for c in range(7)))
    cells = [
        (
            Cell(f"第{r:02}号很长的乡镇派出所"),
            Cell("城区"),
            *(Cell(f"{1234567 + r:,}", 1234567 + r, "#,##0") for _ in range(7)),
        )
        for r in range(rows)
    ]
    table = Table("一览", columns, tuple(cells), tuple(slot(r) for r in range(rows)))
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


def test_chapters_are_those_that_have_something_to_say(solved: Solved, tmp_path: Path) -> None:
    solution, _ = solved("qingshui", 3)
    report = build(material(written(tmp_path / "plan", solution), "qingshui", "en"))
    keys = ["summary", "zones", "organisation", "changes", "response", "measures", "sources"]
    assert [section.key for section in report.sections] == keys
    assert {section.key for section in report.sections} < {chapter.key for chapter in SECTIONS}
    numbers = [section.title.split(".")[0] for section in report.sections[1:]]
    assert numbers == ["1", "2", "3", "4", "5", "6"]
    current, plan = solution.problem.current, solution.plan
    assert current
    assert plan
    (table,) = (block for block in report.sections[3].blocks if isinstance(block, Table))
    names = [solution.problem.county.names[code] for code in moved(current, plan)]
    assert [row[0].text for row in table.rows] == names
    captions = [b.caption for s in report.sections for b in s.blocks if isinstance(b, Table | Picture)]
    assert [c.split("  ")[0] for c in captions if c.startswith("Table")] == [
        f"Table {k + 1}" for k in range(sum(c.startswith("Table") for c in captions))
    ]


def test_every_zone_has_its_sheet_with_the_judge_s_numbers(made: Made) -> None:
    own = made.material
    zones = next(section for section in made.report.sections if section.key == "zones")
    tables = [block for block in zones.blocks if isinstance(block, Table)]
    assert len(tables) == 1 + len(own.judged.zones)
    for table, zone in zip(tables[1:], own.judged.zones, strict=True):
        county = own.problem.county
        assert [row[0].text.removesuffix("（办公室）") for row in table.rows] == [
            county.names[c] for c in zone.stations
        ]
        minutes = [row[-1].value for row in table.rows]
        assert max(m for m in minutes if m is not None) == zone_values(own.problem, zone)["farthest_minutes"]


def test_how_soon_help_is_there_is_what_the_model_says(made: Made) -> None:
    (chapter,) = (section for section in made.report.sections if section.key == "response")
    (table,) = (block for block in chapter.blocks if isinstance(block, Table))
    modes = response(made.material.problem, made.material.judged.plan).modes
    shown = [[cell.value for cell in row[1:3]] for row in table.rows]
    assert shown == [[mode.county.minutes, mode.county.within[0]] for mode in modes]


def test_draws_beside_the_plan_are_told_and_those_of_another_refused(solved: Solved, tmp_path: Path) -> None:
    solution, _ = solved("xunhua", 2)
    folder = written(tmp_path / "plan", solution)
    assert solution.plan
    draws = stress(solution.problem, solution.plan, replicates=2)
    (folder / "stress.json").write_text(dumps(plain(draws.document())), encoding="utf-8")
    report = build(material(folder, "xunhua"))
    (chapter,) = (section for section in report.sections if section.key == "chance")
    (table,) = (block for block in chapter.blocks if isinstance(block, Table))
    assert solution.score
    loads = [zone.figures["workload_per_officer"] for zone in solution.score.zones]
    assert [row[1].value for row in table.rows] == pytest.approx(loads)
    spoilt(folder, file="stress.json", zones=list(reversed(draws.document()["zones"])))
    with pytest.raises(InputError, match="another plan"):
        build(material(folder, "xunhua"))
    spoilt(folder, file="stress.json", zones=[{}])
    with pytest.raises(InputError, match="zoning stress"):
        build(material(folder, "xunhua"))


def test_a_frontier_beside_the_plan_is_told_and_one_of_other_rules_refused(
    zoning: Zoning, solved: Solved, tmp_path: Path
) -> None:
    folder = written(tmp_path / "plan", solved("xunhua", 3)[0])
    both = zoning("frontier", "sample:xunhua", "--set", "zones.max=3", "--out", str(folder), "--json").json["frontiers"]
    own = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["policy"]
    files = [f"{'-'.join(asked['between'])}/frontier.json" for asked in both]
    for file in files:
        spoilt(folder, file=file, policy=own)
    report = build(material(folder, "xunhua"))
    (chapter,) = (section for section in report.sections if section.key == "frontier")
    tables = [block for block in chapter.blocks if isinstance(block, Table)]
    for table, asked in zip(tables, reversed(both), strict=True):
        assert [tuple(cell.value for cell in row[1:3]) for row in table.rows] == [
            tuple(plan["measures"][key] for key in asked["between"]) for plan in asked["plans"]
        ]
        assert [row[-1].text.startswith("★") for row in table.rows].index(True) + 1 == asked["knee"]
    headings = [block.text for block in chapter.blocks if isinstance(block, Heading)]
    assert len({*headings}) == len(both), "each frontier is told by its measures"
    for heading, table in zip(headings, tables, strict=True):
        assert heading in table.caption
    drawn = {block.paper.width for block in chapter.blocks if isinstance(block, Picture)}
    assert drawn == {WIDTH}, "as wide as the text of Word's page"
    moved = [{**plan, "measures": {"mismatch": 0.5, "travel": 0.5}} for plan in both[0]["plans"]]
    for changes in ({"policy": {**own, "zones": {**own["zones"], "max": 2}}}, {"plans": moved}, {"plans": [{}]}):
        whole = (folder / files[0]).read_bytes()
        spoilt(folder, file=files[0], **changes)
        with pytest.raises(InputError, match="zoning frontier"):
            build(material(folder, "xunhua"))
        (folder / files[0]).write_bytes(whole)


def spoilt(folder: Path, file: str = "plan.json", **changes: Any) -> None:
    path = folder / file
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")


def test_a_plan_that_claims_too_much_is_not_reported(zoning: Zoning, solved: Solved, tmp_path: Path) -> None:
    folder = written(tmp_path / "plan", solved("xunhua", 3)[0])
    spoilt(folder, points=1)
    said = zoning("report", str(folder), "--county", "sample:xunhua")
    assert said.code == 3
    assert "points" in said.err
    assert not (folder / "report.pdf").exists()


def test_a_plan_that_breaks_a_rule_says_so_first(zoning: Zoning, solved: Solved, tmp_path: Path) -> None:
    folder = written(tmp_path / "plan", solved("xunhua", 3)[0])
    policy = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["policy"]
    spoilt(folder, policy=policy | {"zones": policy["zones"] | {"max": 2}})
    said = zoning("report", str(folder), "--county", "sample:xunhua", "--format", "xlsx", "--json")
    assert (said.code, said.json["exit"], said.json["files"]) == (6, 6, ["report.xlsx"])
    second = build(material(folder, "xunhua")).sections[0].blocks[1]
    assert isinstance(second, Paragraph)
    assert second.kind == "warning"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--county", "sample:xunhua", "--format", "odt,rtf"], 2, "rtf"),
        (["--county", "sample:xunhua", "--format", ","], 2, "docx、pdf、html、xlsx"),
        ([], 3, "--county"),
    ],
)
def test_what_is_missing_or_unknown_is_told(
    zoning: Zoning, solved: Solved, tmp_path: Path, words: list[str], code: int, says: str
) -> None:
    said = zoning("report", str(written(tmp_path / "plan", solved("xunhua", 3)[0])), *words)
    assert said.code == code
    assert says in said.err


def test_a_folder_without_a_plan_is_told(zoning: Zoning, tmp_path: Path) -> None:
    said = zoning("report", str(tmp_path), "--county", "sample:xunhua")
    assert said.code == 3
    assert "plan.json" in said.err


def test_h12_the_zones_at_work_are_a_chapter_that_keeps_what_the_planner_chose(solved: Solved, tmp_path: Path) -> None:
    solution, built = solved("xunhua", 3)
    folder = written(tmp_path / "plan", solution)
    own = Choice(what="leader", value="政委", stations=solution.plan.zones[0] if solution.plan else (), reason="x")
    assert solution.plan
    found = organise(solution.problem, solution.plan, Parameters(case_team=4), (own,))
    (folder / "organisation.json").write_text(dumps(to_document(found)), encoding="utf-8")
    report = build(material(folder, "xunhua", "zh"))
    (chapter,) = (section for section in report.sections if section.key == "organisation")
    tables = {block.caption.split("  ")[-1]: block for block in chapter.blocks if isinstance(block, Table)}
    rows = tables["责任表（H12）"].rows
    assert [row[2].text for row in rows] == [(zone.leader or "–") + "*" * zone.leader_chosen for zone in found.zones]
    assert "政委*" in [row[2].text for row in rows]
    assert any("H29" in block.text for block in chapter.blocks if isinstance(block, Paragraph))
    (folder / "organisation.json").write_text('{"schema": "zoning.organisation/1", "parameters": {"x": 1}}', "utf-8")
    with pytest.raises(InputError, match="x"):
        material(folder, "xunhua", "zh")
    assert built.county.bureau.leaders
