"""``zoning batch``: what it leaves, what it shows, and what it tells a shell."""

import csv
import io
import json
import os
import re
import signal
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from benchmarks.many import FIRST
from scenarios.batch import run as running
from scenarios.batch.records import Batch, CountyResult, Done, Item, Seat, Task, Way
from scenarios.batch.rollup import against, rolled
from scenarios.spec.scenario import BASE
from scenarios.spread.records import Place, SchedulerLost
from tests.scenarios.batch.work import begin, prefecture
from tests.workbench.conftest import Said
from workbench.commands.batch import exit_code
from workbench.report.batch.files import book
from workbench.report.batch.report import build
from workbench.report.issue import Issue
from workbench.report.model import Paragraph
from workbench.tables.studies import batch as tables
from workbench.tables.table import Amount
from zoning.model.errors import mistake
from zoning.model.policy import Departure
from zoning.texts import LANGUAGES, Message

Zoning = Callable[..., Said]
ISSUED = ("--unit", "某市公安局", "--date", "2026-11-30", "--secrecy", "内部", "--number", "某公〔2026〕5号")
FILES = ["batch.csv", "batch.docx", "batch.gpkg", "batch.html", "batch.json", "batch.pdf", "batch.xlsx", "plans"]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Four counties: one infeasible, one bad."""
    return str(prefecture(tmp_path_factory.mktemp("六县"), 4, poison=False).parent)


@pytest.fixture
def ran(zoning: Zoning, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Said, Path]:
    monkeypatch.setattr(running, "begin", begin)
    words = ("batch", source, "--out", str(tmp_path), "--jobs", "1", "--systems", "staffing", *ISSUED)
    return zoning(*words), tmp_path


def test_every_file_holds_every_county(ran: tuple[Said, Path], zoning: Zoning, source: str) -> None:
    said, out = ran
    assert said.code == 3, "one county has mistakes, and the others are solved"
    assert [path.name for path in sorted(out.iterdir()) if path.name[0] != "."] == FILES
    document = json.loads((out / "batch.json").read_text(encoding="utf-8"))
    assert document["schema"] == "zoning.batch/1"
    counted = {key: document[key] for key in ("counties", "stations", "solved", "infeasible", "bad", "died", "known")}
    assert counted == {"counties": 4, "stations": 21, "solved": 2, "infeasible": 1, "bad": 1, "died": 0, "known": 0}
    rows = list(csv.DictReader(io.StringIO((out / "batch.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(document["items"]) == 3 * 2 + 1
    for row, item in zip(rows, document["items"], strict=True):
        assert (row["代码"], row["综合代价 (分)"]) == (
            item["code"],
            "" if item["points"] is None else str(item["points"]),
        )
    book = openpyxl.load_workbook(out / "batch.xlsx")
    assert book.sheetnames[:5] == ["汇总", "县", "防区", "情景", "问题"]
    assert [row[0] for row in book["县"].iter_rows(min_row=2, values_only=True)] == [row["代码"] for row in rows]
    problems = [row for row in book["问题"].iter_rows(min_row=2, values_only=True) if row[0] == str(FIRST + 1)]
    assert ("stations.csv", "2", "area_km2", "abc") in [row[2:6] for row in problems]
    with sqlite3.connect(out / "batch.gpkg") as layer:
        ((zones,),) = layer.execute("SELECT count(*) FROM zones").fetchall()
    plans = [json.loads(p.read_text(encoding="utf-8")) for p in (out / "plans").glob("*/base.json")]
    assert zones == sum(len(plan["zones"]) for plan in plans) > 0
    again = zoning("batch", source, "--out", str(out), "--jobs", "1", "--systems", "staffing", "--json")
    assert again.json["known"] == 4
    assert (out / "batch.csv").read_text(encoding="utf-8-sig").count("\n") == 8


def test_page_and_screen_say_who_needs_a_look_and_rank_no_points(ran: tuple[Said, Path]) -> None:
    page = (ran[1] / "batch.html").read_text(encoding="utf-8")
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*"|url\((?!#|data:)[^)]*\)|@import', page)
    assert "不相加，也不排名" in page
    assert "需要关注的县" in page
    assert page.count('class="fresh"') == 4, "a page a county"
    assert "内部　某公〔2026〕5号" in page
    assert "某市公安局 · 2026年11月30日" in page
    said, out = ran
    assert "4 个县：2 个已证明最优，0 个沿用已有结果" in said.out
    assert f"{FIRST}县" in said.out
    assert "数据有" in said.out
    assert str(out) in said.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--engine", "dask=tcp://10.0.0.1:8786"), 2),
        (("--engine", "ray"), 2),
        (("--systems", "patrols"), 2),
        (("--set", "zones.max"), 2),
        (("--set", "zones.most=3"), 3),
        (("--scenarios", "no-such"), 3),
        (("--only", "999999"), 3),
        (("--date", "2026-02-30"), 3),
    ],
)
def test_what_is_wrong_with_the_words_is_told_before_work(
    zoning: Zoning, source: str, tmp_path: Path, words: tuple[str, str], code: int
) -> None:
    said = zoning("batch", source, "--out", str(tmp_path / "out"), *words)
    assert (said.code, (tmp_path / "out").exists()) == (code, False)
    assert words[1].partition("=")[2] in said.err


def test_a_source_that_is_not_there_is_told(zoning: Zoning, tmp_path: Path) -> None:
    said = zoning("batch", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out"))
    assert said.code == 3
    assert "没有这个文件或文件夹" in said.err


def test_a_scheduler_that_is_gone_is_a_fault_and_what_was_done_is_kept(
    zoning: Zoning, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise SchedulerLost

    monkeypatch.setattr(running, "spread", lost)
    said = zoning("batch", source, "--out", str(tmp_path), "--jobs", "1")
    assert said.code == 1
    assert "重新执行同一命令" in said.err


@pytest.mark.parametrize("times", [1, 2])
def test_one_interrupt_sums_up_what_is_done_and_two_end_at_once(
    zoning: Zoning, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Ctrl-C comes while the second county is worked on."""
    met: list[str] = []

    def interrupted(place: Place) -> Callable[[Task], Done | None]:
        work = begin(place)

        def one(task: Task) -> Done | None:
            met.append(task.wanted.called)
            for _ in range(times if len(met) == 2 else 0):
                os.kill(os.getpid(), signal.SIGINT)
            return work(task)

        return one

    monkeypatch.setattr(running, "begin", interrupted)
    words = ("batch", source, "--out", str(tmp_path), "--jobs", "1")
    said = zoning(*words)
    assert (said.code, len(met)) == (130, 2)
    kept = {path.stem for path in (tmp_path / ".finished").glob("*.json")}
    assert kept == {met[0]}, "what was interrupted is not kept, and what was done before is"
    assert (tmp_path / "batch.json").exists() == (times == 1)
    if times == 1:
        assert json.loads((tmp_path / "batch.json").read_text(encoding="utf-8"))["interrupted"]
        assert "已中断" in said.out + said.err
    else:
        assert "已算完的已保存" in said.err
    monkeypatch.setattr(running, "begin", begin)
    again = zoning(*words, "--json")
    assert (again.json["known"], again.json["counties"], again.json["interrupted"]) == (1, 4, False)


def county(called: str, *statuses: str, state: str = "solved") -> CountyResult:
    items = tuple(Item(f"s{k}", status) for k, status in enumerate(statuses))  # type: ignore[arg-type]
    return CountyResult(called, "", "", "", state, called, items=items)  # type: ignore[arg-type]


def test_a_shell_is_told_the_first_that_holds() -> None:
    optimal, open_, none = county("a", "optimal"), county("b", "feasible"), county("c", "optimal", "infeasible")
    bad, fault = county("d", state="bad"), county("e", state="fault")
    told = [
        (Batch((optimal, open_, none, bad, fault), 6, interrupted=True), 130),
        (Batch((optimal, open_, none, bad, fault), 5), 1),
        (Batch((optimal, open_, none, bad), 4), 3),
        (Batch((optimal, open_, none, county("f", state="died")), 4), 3),
        (Batch((optimal, open_, none), 3), 4),
        (Batch((optimal, open_), 2), 5),
        (Batch((optimal,), 1), 0),
    ]
    assert [exit_code(batch, require_proof=True) for batch, _ in told] == [code for _, code in told]
    assert exit_code(Batch((optimal, open_), 2), require_proof=False) == 0


def test_a_report_on_a_country_ends_and_says_where_the_rest_is() -> None:
    report = build(Batch(tuple(county(f"c{k}", "feasible") for k in range(250)), 250), "zh", Issue())
    words = list(report.texts())
    assert words.count("另有 50 个县，见随附的工作簿。") == 2, "of counties that need a look, and of all"
    assert len([one for one in report.sections if one.key.startswith("county-")]) == 60


def test_a_report_on_counties_of_which_none_is_solved_says_so() -> None:
    report = build(Batch((county("d", state="bad"),), 1), "zh", Issue())
    words = list(report.texts())
    assert any("没有方案的县：数据有误 1" in text for text in words)


def test_page_one_says_nothing_of_none_and_calls_the_whole_by_its_name() -> None:
    """A county that is better, one without zones of today: no counts of nought, no index that only scholars know."""
    before, after = {"max_over_mean": 1.8, "gini": 0.3}, {"max_over_mean": 1.524, "gini": 0.2}
    figures = {**{f"today_{key}": value for key, value in before.items()}, **after}
    one, other = (county(called, "optimal") for called in ("a", "b"))
    one, other = (replace(c, items=(Item(BASE, "optimal", figures=figures),), today=c is one) for c in (one, other))
    batch = Batch((one, other), 2, name="某市")
    report = build(batch, "zh", Issue())
    words = [block.text for block in report.sections[0].blocks if isinstance(block, Paragraph)]
    assert report.title == "某市多所连片防区划分汇总报告"
    assert words[0] == "2 个县（区）、0 个派出所：2 个县的防区方案已证明最优。"
    assert words[1:3] == [
        "人均工作量最高/全县平均：与现状相比，1 个县改善（−0.28）。",
        "1 个县没有现行防区，不与现状比较。",
    ]
    assert not any("基尼" in text or " 0 个县" in text for text in words)
    assert build(replace(batch, name=""), "zh", Issue()).title == "各县多所连片防区划分汇总报告"


def ruled(called: str, *changed: tuple[str, str], policy: str = "haidong") -> CountyResult:
    """A county under a policy with values changed."""
    return replace(county(called, "optimal"), policy=policy, departures=tuple(Departure(*one, "") for one in changed))


def test_page_one_says_the_rules_of_most_and_a_county_that_has_others_says_its_own() -> None:
    usual, own = ("zones.max", "4"), (("zones.max", "5"), ("pins.apart", '[["a1", "a2"]]'))
    seats = (Seat("a1", "甲镇派出所", 0, 0), Seat("a2", "乙乡派出所", 0, 0))
    other = replace(ruled("a", *own), seats=seats)
    filed = ruled("d", usual, ("source", '""'), policy="某市规则")
    batch = Batch((other, ruled("b", usual), ruled("c", usual), filed, ruled("e")), 5)
    first, *pages = [
        [block.text for block in section.blocks if isinstance(block, Paragraph) and "划分规则" in block.text]
        for section in build(batch, "zh", Issue()).sections
        if section.key == "summary" or section.key.startswith("county-")
    ]
    assert first == ["划分规则：海东 2023；防区不多于 4 个（本次改动）；3 个县规则不同，见各县页"]
    assert pages == [
        ["划分规则：海东 2023；防区不多于 5 个、不同区：甲镇+乙乡（本次改动）"], [], [],
        ["划分规则：某市规则（在“海东 2023”上改动：防区不多于 4 个）"], ["划分规则：海东 2023"],
    ]  # fmt: skip
    many = [(f"weights.{key}", "0.1") for key in ("mismatch", "overload", "mix_loss", "travel", "border_cut")]
    texts = list(build(Batch((ruled("a", *many),), 1), "zh", Issue()).texts())
    assert sum("；另有 1 项改动，见汇总数据" in text for text in texts) == 1
    assert len([text for text in texts if text.startswith("划分规则")]) == 2, "the whole list stands behind"


def test_page_one_counts_stations_of_the_counties_that_could_be_read() -> None:
    read = replace(county("a", "infeasible"), stations=9)
    sizes = {
        (read,): "1 个县（区）、9 个派出所",
        (read, county("b", state="bad")): "2 个县（区）；可读的 1 个县（区）共 9 个派出所",
        (county("b", state="bad"),): "1 个县（区）",
    }
    for counties, size in sizes.items():
        report = build(Batch(counties, len(counties)), "zh", Issue())
        assert report.subtitle == size
        assert next(b.text for b in report.sections[0].blocks if isinstance(b, Paragraph)).startswith(f"{size}：")


def test_page_one_has_no_words_of_the_command_line_and_the_appendix_says_them() -> None:
    for language in LANGUAGES:
        bad = replace(county("b", state="bad"), mistakes=(mistake("zoning.value.missing"),))
        report = build(Batch((county("a", "optimal"), bad), 2), language, Issue())
        first, behind = (list(replace(report, sections=(one,)).texts()) for one in report.sections[:2])
        assert not any(word in text for text in first for word in ("--", ".xlsx", "zoning "))
        assert any("--systems" in text for text in behind)


def test_a_difference_is_that_of_the_figures_as_they_are_shown() -> None:
    """20.06 and 23.675 minutes are shown as 20.1 and 23.7: 3.6, not 3.615; 10.04 to 13.66 is 10.0 to 13.7: 3.7."""
    found = [against([pair], "p90_minutes") for pair in ((20.06, 23.675), (10.04, 13.66), (10.01, 10.04))]
    assert [one.difference.median for one in found if one] == [3.6, 3.7, 0.0]
    assert [(one.better, one.worse, one.same) for one in found if one] == [(0, 1, 0), (0, 1, 0), (0, 0, 1)]


def test_sheets_of_spreads_are_called_after_their_scenario() -> None:
    long = "a-scenario-with-a-name-of-more-than-31-letters"
    items = tuple(Item(n, "optimal", figures={"gini": 0.2}) for n in (BASE, "traffic+30", f"{long}-1", f"{long}-2"))
    batch = Batch((CountyResult("a", "", "", "", code="a", items=items),), 1)
    names = openpyxl.load_workbook(io.BytesIO(book(batch, "zh"))).sheetnames
    assert {"基准：分布", "交通警情上升三成：分布"} <= set(names)
    assert len({name.lower() for name in names}) == len(names)
    assert len([name for name in names if name.startswith(long[:27])]) == 2


def test_an_infeasible_county_says_once_which_rules_clash_and_what_relaxing_takes() -> None:
    clash, way = Message.of("两条规则冲突", "two clash"), Way(Message.of("“甲”改为“乙”", "a becomes b"), "zones.max=5")
    items = tuple(Item(name, "infeasible", reasons=(clash,), relaxed=(way,)) for name in (BASE, "traffic+30"))
    batch = Batch((CountyResult("a", "", "", "", code="a", items=items),), 1)
    looks = tables.looks(rolled(batch), "zh")
    assert looks is not None
    said = "各情景：没有方案能满足全部规则；两条规则冲突；放宽以下任何一条即有方案：“甲”改为“乙”"
    assert looks.rows[0][2] == said
    page = [block for block in build(batch, "zh", Issue()).sections[-1].blocks if isinstance(block, Paragraph)]
    assert [block.head for block in page[1:]] == ["基准、交通警情上升三成："] * 2
    assert page[-1].text == '“甲”改为“乙”（在 batch.toml 中给该县加 set = { "zones.max" = 5 }）'


def test_scenarios_are_summed_over_the_same_counties_and_a_look_says_why() -> None:
    """Persons short in base and what-if: 3 and 5 of the one county that has both; the other's 40 is in neither sum."""
    key, why = "staffing.short", Message.of("时限内到不了", "too far")
    figures = {key: 40.0, "max_over_mean": 2.684}
    first = (Item(BASE, "optimal", figures={key: 3.0}), Item("traffic+30", "optimal", figures={key: 5.0}))
    second = (Item(BASE, "optimal", figures=figures), Item("traffic+30", "infeasible", reasons=(why,)))
    solved = [CountyResult(code, "", "", "", code=code, items=items) for code, items in (("a", first), ("b", second))]
    batch = Batch((*solved, county("c", state="bad")), 3)
    rollup = rolled(batch)
    table = tables.shortfalls(rollup, batch, "zh")
    assert table is not None
    assert [value.value if isinstance(value, Amount) else value for value in table.rows[0][2:]] == [1.0, 3.0, 5.0]
    looks = tables.looks(rollup, "zh")
    assert looks is not None
    said = str(looks.rows[0][2])
    assert "traffic" not in said
    assert "没有方案能满足全部规则" in said
    assert "时限内到不了" in said
    assert "2.68 倍" in said
    bad = next(k for k, column in enumerate(tables.statuses(rollup, batch, "zh").columns) if "数据有误" in column.title)
    assert [row[bad] for row in tables.statuses(rollup, batch, "zh").rows] == [1.0, 1.0]
