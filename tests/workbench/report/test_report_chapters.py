"""Chapters of a report: what is told, what is refused, and what is missing."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenarios.chance.stress import stress
from systems.organisation.organise import organise
from systems.organisation.records import Choice
from systems.posts.report import posts_report
from systems.response.response import response
from systems.staffing.staffing import staffing
from systems.teams.parameters import Parameters
from tests.workbench.conftest import Said
from tests.workbench.drawn import numbers, shown
from tests.workbench.report.reports import Made, Solved, material, written
from workbench.draw.frontier_chart import Axis, points
from workbench.draw.labels import Box
from workbench.draw.paper import Paper
from workbench.report.chapters.services import posts
from workbench.report.model import Block, Heading, Paragraph, Picture, Report
from workbench.report.pictures import WIDTH
from workbench.report.sections import SECTIONS, build
from workbench.tables.systems.deployment import CALLS
from workbench.tables.table import Table
from zoning.judge.figures import FIGURES
from zoning.judge.score import score
from zoning.judge.values import zone_values
from zoning.model.errors import InputError
from zoning.model.plan import Plan, moved
from zoning.model.policy import Policy, ZoneLimits
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import to_document

Zoning = Callable[..., Said]


def test_chapters_are_those_that_have_something_to_say(solved: Solved, tmp_path: Path) -> None:
    solution, _ = solved("qingshui", 3)
    report = build(material(written(tmp_path / "plan", solution), "qingshui", "en"))
    beside = ["staffing", "changes", "response", "deployment", "posts", "rooms"]
    keys = ["summary", "zones", "organisation", *beside, "sources", "measures", "record"]
    assert [section.key for section in report.sections] == keys
    assert {section.key for section in report.sections} < {chapter.key for chapter in SECTIONS}
    numbers = [section.title.split(".")[0] for section in report.sections[1:-2]]
    assert numbers == [str(k) for k in range(1, len(keys) - 2)]
    assert [section.title.split(":")[0] for section in report.sections[-2:]] == ["Appendix 1", "Appendix 2"]
    current, plan = solution.problem.current, solution.plan
    assert current
    assert plan
    (table,) = (block for block in report.sections[4].blocks if isinstance(block, Table))
    names = [solution.problem.county.names[code] for code in moved(current, plan, solution.problem.county.staff)]
    assert [row[0] for row in shown(table)] == names
    captions = [b.title for s in report.sections for b in s.blocks if isinstance(b, Table)]
    assert [c.split("  ")[0] for c in captions] == [f"Table {k + 1}" for k in range(len(captions))]


def test_every_zone_has_its_sheet_with_the_judge_s_numbers(made: Made) -> None:
    own = made.material
    zones = next(section for section in made.report.sections if section.key == "zones")
    tables = [block for block in zones.blocks if isinstance(block, Table)]
    assert len(tables) == 2 + len(own.judged.zones)
    for table, zone in zip(tables[2:], own.judged.zones, strict=True):
        county = own.problem.county
        names = [county.short_names[code] for code in zone.stations]
        assert [row[0].removesuffix("（办公室）") for row in shown(table)] == names
        minutes = [numbers(table, r)[-1] for r in range(len(table.rows))]
        farthest = zone_values(own.problem, zone)["farthest_minutes"]
        assert len(zone.stations) == 1 or max(m for m in minutes if m is not None) == farthest


def test_how_soon_help_is_there_is_what_the_model_says(made: Made) -> None:
    (chapter,) = (section for section in made.report.sections if section.key == "response")
    table, by_hour, sure = (block for block in chapter.blocks if isinstance(block, Table))
    modes = response(made.material.problem, made.material.judged.plan).modes
    assert [numbers(table, r)[1:4] for r in range(len(table.rows))] == [
        [mode.county.minutes, mode.county.p90, mode.county.within[0]] for mode in modes
    ]
    assert [numbers(by_hour, r)[2:5] for r in range(2)] == [[mode.bands[r].minutes for mode in modes] for r in range(2)]
    assert "模拟" in shown(sure)[0][-1]
    unmanned = [block.text for block in chapter.blocks if isinstance(block, Paragraph) and block.kind == "warning"]
    assert any(text.startswith("有派出所无人值班的时段：18–8 时") for text in unmanned)


def test_every_system_has_a_chapter_with_its_map_and_the_tables_of_its_command(made: Made) -> None:
    own = made.material
    county, language = own.problem.county, own.language
    chapters = {section.key: section.blocks for section in made.report.sections}
    for key in ("staffing", "response", "deployment", "posts", "rooms"):
        pictures = [block for block in chapters[key] if isinstance(block, Picture)]
        assert len(pictures) == 1
        assert any("虚构" in text.get_text() for text in pictures[0].paper.texts)
    bound = posts_report(county).binding
    assert bound is not None
    binding = next(block for block in chapters["posts"] if isinstance(block, Table))
    assert len(binding.rows) == len(county.bureau.posts)
    staff = staffing(county, own.judged.plan)
    zones = next(block for block in chapters["staffing"] if isinstance(block, Table))
    at = [column.title for column in zones.columns].index(FIGURES["short"].name(language))
    assert [numbers(zones, r)[at] for r in range(len(staff.zones))] == [zone.short for zone in staff.zones]


def test_b7_posts_are_compared_over_the_zones_of_the_plan_that_is_reported(made: Made) -> None:
    """Who may be sent within a zone depends on the zones: the row is that of the plan, not of today or of any other."""
    own, problem = made.material, made.material.problem
    county, codes = problem.county, problem.county.codes
    wanted = FIGURES["minutes_zone"].header(own.language)
    found = []
    for plan in (own.judged.plan, Plan.of([codes]), Plan.of([codes[:1], codes[1:]])):
        policy = Policy(zones=ZoneLimits(max=len(plan.zones), alone=()))
        minutes = response(Problem(county, policy), plan, calls=CALLS).mode("zone").county.minutes
        reported = replace(own, judged=score(problem, plan))
        tables = [block for block in posts(reported) if isinstance(block, Table)]
        cells = [(row[0], numbers(table, r)) for table in tables for r, row in enumerate(shown(table))]
        (row,) = (values for label, values in cells if label == wanted)
        assert next(value for value in row if value is not None) == pytest.approx(minutes)
        found.append(minutes)
    assert len(set(found)) == 3


def test_h18_the_party_branch_of_a_zone_is_a_line_with_every_post(made: Made) -> None:
    own = made.material
    blocks = next(section for section in made.report.sections if section.key == "organisation").blocks
    heads = {block.head.strip(): block.text for block in blocks if isinstance(block, Paragraph) and block.head}
    for zone in organise(own.problem, own.judged.plan).zones:
        if zone.party.secretary:
            assert f"书记：{zone.party.secretary}" in heads[zone.name]
        for member in zone.party.members:
            assert own.problem.county.short_names[member.station] in heads[zone.name]


def refused(report: Report, key: str, reason: str) -> None:
    """The chapter says why it could not be made, and all others are there."""
    (chapter,) = (section for section in report.sections if section.key == key)
    (said,) = chapter.blocks
    assert isinstance(said, Paragraph)
    assert reason in said.text
    assert said.kind == "warning"
    (lost,) = report.lost
    assert reason in lost
    assert {"summary", "zones", "response", "measures"} <= {section.key for section in report.sections}


@pytest.mark.parametrize("key", [chapter.key for chapter in SECTIONS])
def test_a_fault_in_one_chapter_costs_no_other(
    made: Made, key: str, monkeypatch: pytest.MonkeyPatch, zoning: Zoning, tmp_path: Path
) -> None:
    def fault(_: object) -> list[Block]:
        raise ZeroDivisionError("by nothing")

    kept = {section.key: list(section.blocks) for section in made.report.sections}
    before = {one.key: partial(lambda key, _: kept.get(key, []), one.key) for one in SECTIONS}
    chapters = tuple(replace(one, blocks=fault if one.key == key else before[one.key]) for one in SECTIONS)
    monkeypatch.setattr("workbench.report.sections.SECTIONS", chapters)
    report = build(made.material)
    was = {section.key: len(section.blocks) for section in made.report.sections}
    assert {section.key: len(section.blocks) for section in report.sections} == was | {key: 1}
    (lost,) = report.lost
    assert "ZeroDivisionError：by nothing" in lost.replace("）", "")
    if key == "response":
        said = zoning("report", str(made.folder), "--out", str(tmp_path), "--format", "html")
        assert said.code == 0
        assert "“出警用时与支援”一章未能生成" in said.err.replace("\n", "")
        assert "ZeroDivisionError" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_draws_beside_the_plan_are_told_and_those_of_another_refused(solved: Solved, tmp_path: Path) -> None:
    solution, _ = solved("xunhua", 2)
    folder = written(tmp_path / "plan", solution)
    assert solution.plan
    draws = stress(solution.problem, solution.plan, replicates=2)
    (folder / "stress.json").write_text(dumps(to_document(draws)), encoding="utf-8")
    report = build(material(folder, "xunhua"))
    (chapter,) = (section for section in report.sections if section.key == "chance")
    (table,) = (block for block in chapter.blocks if isinstance(block, Table))
    assert solution.score
    loads = [zone.figures["workload_per_officer"] for zone in solution.score.zones]
    assert [numbers(table, r)[1] for r in range(len(table.rows))] == pytest.approx(loads)
    spoilt(folder, file="stress.json", zones=list(reversed(to_document(draws)["zones"])))
    refused(build(material(folder, "xunhua", "en")), "chance", "another plan")
    spoilt(folder, file="stress.json", zones=[{}])
    refused(build(material(folder, "xunhua")), "chance", "zoning stress")


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
        assert [tuple(numbers(table, r)[1:3]) for r in range(len(table.rows))] == [
            tuple(plan["measures"][key] for key in asked["between"]) for plan in asked["plans"]
        ]
        assert [row[-1].startswith("★") for row in shown(table)].index(True) + 1 == asked["knee"]
    headings = [block.text for block in chapter.blocks if isinstance(block, Heading)]
    assert len({*headings}) == len(both), "each frontier is told by its measures"
    for heading, table in zip(headings, tables, strict=True):
        assert heading in table.title
    drawn = {block.paper.width for block in chapter.blocks if isinstance(block, Picture)}
    assert drawn == {WIDTH}, "as wide as the text of Word's page"
    moved = [{**plan, "measures": {"mismatch": 0.5, "travel": 0.5}} for plan in both[0]["plans"]]
    for changes in ({"policy": {**own, "zones": {**own["zones"], "max": 2}}}, {"plans": moved}, {"plans": [{}]}):
        whole = (folder / files[0]).read_bytes()
        spoilt(folder, file=files[0], **changes)
        refused(build(material(folder, "xunhua")), "frontier", "zoning frontier")
        (folder / files[0]).write_bytes(whole)


def test_a_staircase_beside_the_plan_is_told_and_one_of_another_policy_refused(zoning: Zoning, tmp_path: Path) -> None:
    assert zoning("solve", "sample:xunhua", "--out", str(tmp_path)).code == 0
    steps = zoning("frontier", "sample:xunhua", "--staircase", "--out", str(tmp_path), "--json").json["steps"]
    report = build(material(tmp_path, "xunhua"))
    (chapter,) = (section for section in report.sections if section.key == "staircase")
    (table,) = (block for block in chapter.blocks if isinstance(block, Table))
    assert [numbers(table, r)[2:4] for r in range(len(table.rows))] == [
        pytest.approx([step["deviation"], step["mean_minutes"]]) for step in steps
    ]
    first = chapter.blocks[0]
    assert isinstance(first, Paragraph)
    assert "本方案就是其中的第 1 级" in first.text
    assert "±37% 以内已证明做不到" in first.text
    (picture,) = (block for block in chapter.blocks if isinstance(block, Picture))
    assert picture.paper.width == WIDTH
    assert {"1", "2", "本方案"} <= {text.get_text() for text in picture.paper.texts}
    file = Path("staircase") / "staircase.json"
    policy = json.loads((tmp_path / file).read_bytes())["policy"]
    backwards = [{**steps[1], "band": None}, {**steps[0], "band": 0.5}]
    for changes in (
        {"policy": {**policy, "zones": {**policy["zones"], "max": 4}}},
        {"policy": {**policy, "weights": {**policy["weights"], "travel": 0.5}}},
        {"steps": [{**steps[0], "band": 0.38}]},
        {"steps": [{"band": step["band"], "zones": step["zones"]} for step in backwards]},
        {"steps": [{**steps[0], "mean_minutes": 1.0}]},
        {"steps": [{}]},
        {"steps": []},
    ):
        whole = (tmp_path / file).read_bytes()
        spoilt(tmp_path, file=str(file), **changes)
        refused(build(material(tmp_path, "xunhua")), "staircase", "--staircase")
        (tmp_path / file).write_bytes(whole)


def test_a_step_without_a_place_in_the_chart_is_left_out_and_the_others_keep_their_numbers() -> None:
    paper = Paper(WIDTH, 80.0)
    shares = np.array([[np.inf, 8.0], [20.0, 9.0], [10.0, 12.0]])
    points(paper, Box(22, 14, WIDTH - 8, 66), shares, (Axis("a", "%"), Axis("b", "")), "zh", stepped=False)
    words = {text.get_text() for text in paper.texts}
    assert {"2", "3"} <= words
    assert "1" not in words


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
    three, _ = solved("xunhua", 3)
    two = replace(three.problem, policy=three.problem.policy.override({"zones.max": 2}))
    assert three.plan is not None
    folder = written(tmp_path / "plan", replace(three, problem=two, score=score(two, three.plan)))
    said = zoning("report", str(folder), "--county", "sample:xunhua", "--format", "xlsx", "--json")
    assert (said.code, said.json["exit"], said.json["files"]) == (6, 6, ["report.xlsx"])
    second = build(material(folder, "xunhua")).sections[0].blocks[1]
    assert isinstance(second, Paragraph)
    assert second.kind == "warning"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--county", "sample:xunhua", "--format", "odt,rtf"], 2, "rtf"),
        (["--county", "sample:xunhua", "--format", ","], 2, "docx、pdf、html、xlsx、pptx"),
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
    tables = {block.title.split("  ")[-1]: block for block in chapter.blocks if isinstance(block, Table)}
    rows = shown(tables["责任表"])
    assert [row[2] for row in rows] == [(zone.leader or "–") + "*" * zone.leader_chosen for zone in found.zones]
    assert "政委*" in [row[2] for row in rows]
    assert any("机构、编制、职级不变" in block.text for block in chapter.blocks if isinstance(block, Paragraph))
    (folder / "organisation.json").write_text('{"schema": "zoning.organisation/1", "parameters": {"x": 1}}', "utf-8")
    with pytest.raises(InputError, match="x"):
        material(folder, "xunhua", "zh")
    assert built.county.bureau.leaders


def test_what_is_still_uneven_is_told_of_zones_that_a_plan_can_change(solved: Solved, tmp_path: Path) -> None:
    solution, _ = solved("qingshui", 3)
    told = material(written(tmp_path / "plan", solution), "qingshui", "zh")
    (alone,) = (name for name, zone in zip(told.names, told.judged.zones, strict=True) if zone.alone)
    texts = [block.text for block in build(told).sections[1].blocks if isinstance(block, Paragraph)]
    (said,) = (text for text in texts if text.startswith("忙闲仍有差别"))
    assert alone not in said
    deviations = [zone_values(told.problem, zone)["deviation"] for zone in told.judged.zones if not zone.alone]
    assert all(f"{100 * one:+.1f}%".replace("-", "−") in said for one in (max(deviations), min(deviations)))
