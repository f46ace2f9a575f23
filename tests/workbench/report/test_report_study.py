"""Reports of a study: every scenario and every plan, zones that look the same wherever they go on."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont

from scenarios.runs.run import run
from scenarios.spec.reading import parsed
from scenarios.whatif.study import opened
from tests.workbench.conftest import Said
from tests.workbench.drawn import numbers, shown
from workbench.draw.before_after import continued
from workbench.draw.fonts import packaged
from workbench.given.sources import Layers
from workbench.report.material import Material, read_material, spoken
from workbench.report.model import Paragraph, Picture, Report
from workbench.report.sections import build
from workbench.tables.table import Table
from zoning.model.plan import Plan

SCENARIOS = """
[base]
county = "sample:xunhua"
[scenarios.fewer]
why = "只设三个防区 · three zones only"
set = { "zones.max" = 3 }
[scenarios.merged]
why = "撤并最闲的所"
close = ["least workload"]
[scenarios.crowded]
why = "九个防区"
set = { "zones.min" = 9, "zones.max" = 9 }
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of a small county, solved."""
    folder = tmp_path_factory.mktemp("study")
    run(opened([parsed(SCENARIOS, "study.toml", folder)]), folder)
    return folder


@pytest.fixture(scope="module")
def material(folder: Path) -> Material:
    return read_material(folder, None, Layers(), "zh")


@pytest.fixture(scope="module")
def report(material: Material) -> Report:
    return build(material)


def tables(report: Report, key: str) -> list[Table]:
    (section,) = (section for section in report.sections if section.key == key)
    return [block for block in section.blocks if isinstance(block, Table)]


def test_every_scenario_is_told_with_what_became_of_it(material: Material, report: Report) -> None:
    asked, cross, robust = tables(report, "scenarios")
    assert [(row[0], row[-1]) for row in shown(asked)] == [
        ("0 基准", "已证明最优"),
        ("1 只设三个防区", "已证明最优"),
        ("2 撤并最闲的所", "已证明最优"),
        ("3 九个防区", "无解"),
    ]
    assert material.results
    for r, record in enumerate(material.results.records):
        assert numbers(asked, r)[2] == (record.score.points if record.score else None)
    comparison = material.comparison
    assert comparison
    plans = [f"方案 {material.number(candidate.name)}" for candidate in comparison.candidates]
    assert [column.title.removesuffix(" ★") for column in cross.columns[2:]] == plans
    assert [row[0].removesuffix(" ★") for row in shown(robust)] == plans
    assert sum("★" in column.title for column in cross.columns) == sum("★" in row[0] for row in shown(robust)) == 1
    for s, (texts, keeps) in enumerate(zip(shown(cross), comparison.keeps.T, strict=True)):
        assert [not text.startswith("×") for text in texts[2:]] == keeps.tolist()
        if np.isfinite(comparison.best[s]):
            shares = comparison.regret[:, s] / comparison.best[s]
            assert numbers(cross, s)[1:] == pytest.approx([comparison.best[s], *shares])
        else:
            assert numbers(cross, s)[2:] == comparison.points[:, s].tolist()


def test_page_one_says_how_the_plan_stands_in_all_scenarios_those_without_a_plan_too(report: Report) -> None:
    assert told(report) == (
        "情景检验：另设 3 个情景，本方案在其中 1 个仍遵守全部规则，在 1 个与该情景已知最好的方案相差不超过 5%。"
    )


def test_page_one_says_that_the_plan_breaks_rules_in_every_scenario(tmp_path: Path) -> None:
    without_merged = SCENARIOS.replace('[scenarios.merged]\nwhy = "撤并最闲的所"\nclose = ["least workload"]\n', "")
    run(opened([parsed(without_merged, "study.toml", tmp_path)]), tmp_path)
    report = build(read_material(tmp_path, None, Layers(), "zh"))
    assert told(report) == "情景检验：另设 2 个情景，本方案在每个情景中都会违反硬性规则，须另作调整。"


def told(report: Report) -> str:
    said = [block.text for block in report.sections[0].blocks if isinstance(block, Paragraph)]
    (sentence,) = (text for text in said if text.startswith("情景检验"))
    return sentence


def test_every_character_of_a_study_has_a_letter(report: Report) -> None:
    used = {ord(c) for c in "".join(report.texts()) if not c.isspace()}
    for path in packaged():
        with TTFont(path) as font:
            assert used <= set(font.getBestCmap())


def test_small_maps_show_every_plan_by_the_numbers_of_the_base(material: Material, report: Report) -> None:
    (section,) = (section for section in report.sections if section.key == "scenarios")
    maps = next(block for block in section.blocks if isinstance(block, Picture))
    words = [text.get_text() for text in maps.paper.texts]
    assert {"0 基准", "1 只设三个防区", "2 撤并最闲的所"} <= set(words)
    assert material.results
    counts = [len(record.score.zones) for record in material.results.records if record.score]
    assert sum(word.isdecimal() for word in words) == sum(counts)


def test_a_zone_keeps_its_number_where_most_of_its_stations_stay() -> None:
    base = Plan.of([["A", "B", "C"], ["D", "E"], ["F"]])
    staff = dict.fromkeys("ABCDEF", 1)
    assert continued(base, base, staff) == (0, 1, 2)
    assert continued(base, Plan.of([["A"], ["B", "C"], ["D", "E", "F"]]), staff) == (3, 0, 1)
    assert continued(base, Plan.of([["A", "B"], ["C", "D", "E", "F"]]), staff) == (0, 1), "the nearest of its zones"
    assert continued(base, Plan.of([["B", "C"], ["D"], ["X"]]), staff) == (0, 1, 3), "a new station is nobody's heir"


@pytest.mark.parametrize(
    ("why", "zh", "en"),
    [
        ("先求均匀 · even load", "先求均匀", "even load"),
        ("断路（汛期）· a flood", "断路（汛期）", "a flood"),
        ("甲 · 乙", "甲 · 乙", "甲 · 乙"),
    ],
)
def test_a_question_in_both_languages_is_asked_in_one(why: str, zh: str, en: str) -> None:
    assert (spoken(why, "zh"), spoken(why, "en")) == (zh, en)


def test_a_study_has_its_own_county(zoning: Callable[..., Said], folder: Path) -> None:
    said = zoning("report", str(folder), "--county", "sample:xunhua", "--format", "xlsx")
    assert said.code == 3
    assert "--county" in said.err
