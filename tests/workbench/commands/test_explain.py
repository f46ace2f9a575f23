"""``explain`` and the relaxation of rules in conflict, on the command line, for people and for programs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

import geodata
from zoning.judge.figures import FIGURES
from zoning.judge.rules import violations
from zoning.judge.score import score
from zoning.model.plan import Plan
from zoning.model.policy import parse_value, read_policy
from zoning.model.problem import Problem

Zoning = Callable[..., Any]


@pytest.fixture
def plan(zoning: Zoning, tmp_path: Path) -> str:
    """The best plan of xunhua as a file."""
    path = tmp_path / "plan.json"
    path.write_text(zoning("solve", "sample:xunhua", "--json").out, encoding="utf-8")
    return str(path)


def test_a_station_has_a_price_in_every_neighbouring_zone(zoning: Zoning, plan: str) -> None:
    said = zoning("explain", "sample:xunhua", plan, "文都藏族乡")
    assert said.code == 0
    assert "文都乡 在 3 柏寨山防区" in said.out
    assert "把文都乡从 3 柏寨山防区 移到 2 银坡大桥防区：✗ 不可行" in said.out
    assert "随之调整：警情结构差异 +18.5 个百分点" in said.out
    alone = [line for line in said.out.splitlines() if line[:1].isdecimal() and "不可行" in line]
    assert len(alone) == 4, "three moves that break a rule, one that no plan keeps the rules with"
    assert not any("分" in line or "−" in line for line in alone), "what is forbidden has no price"
    assert "仅调该所不可行：比每个防区至少 2 个所少 1 个：街子镇" in said.out.replace("\n  ", "")
    assert "随之调整的还有 1 个所：查汗都斯乡" in said.out.replace("\n  ", "")
    assert "移到那里不可能有守规则的方案：积石镇、文都乡 须同在一个防区" in said.out.replace("\n  ", "")
    told = zoning("explain", "sample:xunhua", plan, "630225204", "--json").json
    assert [move["to"]["number"] for move in told["moves"]] == [1, 2, 4]
    barred, priced, _ = told["moves"]
    assert (barred["reoptimised"], barred["finished"], bool(barred["reasons"])) == (None, True, True)
    assert priced["alone"]["violations"][0]["amount"] == 1
    after = priced["reoptimised"]
    moving = {"630225204", *after["moved"]}
    assert {code for zone in after["zones"] for code in zone} >= moving
    assert abs(sum(after["measure_points"].values()) - after["points"]) < 10, "up to rounding zone by zone"


def test_points_of_a_move_are_those_of_the_plan_with_it(zoning: Zoning, plan: str) -> None:
    told = zoning("explain", "sample:xunhua", plan, "文都藏族乡", "--to", "2", "--json").json
    after = told["moves"][0]["reoptimised"]
    content = json.loads(Path(plan).read_text(encoding="utf-8"))
    content["zones"] = [{"stations": zone} for zone in after["zones"]]
    Path(plan).write_text(json.dumps(content), encoding="utf-8")
    assert zoning("score", "sample:xunhua", plan, "--json").json["points"] == told["points"] + after["points"]


@pytest.mark.parametrize("zone", ["2", "银坡大桥防区", "白庄镇", "清水乡", "630225200"])
def test_a_zone_is_named_by_number_name_or_any_station(zoning: Zoning, plan: str, zone: str) -> None:
    told = zoning("explain", "sample:xunhua", plan, "文都藏族乡", "--to", zone, "--json").json
    assert [move["to"]["number"] for move in told["moves"]] == [2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["文都藏族乡", "--to", "9"], "没有这个防区"),
        (["清水乡", "--to", "道帏藏族乡"], "已经在这个防区"),
        (["清水县"], "清水乡"),
        (["--to", "2"], "要先写明派出所"),
    ],
)
def test_what_cannot_be_asked_comes_with_a_remedy(zoning: Zoning, plan: str, words: list[str], said: str) -> None:
    refused = zoning("explain", "sample:xunhua", plan, *words)
    assert (refused.code, refused.out) == (3, "")
    assert said in refused.err
    assert zoning("explain", "sample:xunhua", plan, *words, "--json").json["exit"] == 3


def test_a_plan_is_explained_by_its_constraints_zones_and_stations(zoning: Zoning, plan: str) -> None:
    said = zoning("explain", "sample:xunhua", plan)
    assert said.code == 0
    assert "1. 每个防区至少 2 个所：23,446 分" in said.out
    told = zoning("explain", "sample:xunhua", plan, "--json").json
    assert [(c["key"], c["saves"]) for c in told["constraints"]] == [
        ("zones.min_stations", 23446),
        ("zones.alone", 13935),
    ]
    assert all(c["points"] == -c["saves"] for c in told["constraints"]), "of the best plan itself"
    assert sum(zone["points"] for zone in told["zones"]) == told["points"]
    assert told["unfinished"] == []
    assert "占" not in said.out.split("各防区")[0], "a price has one base, that of the decisions"


def test_a_change_is_that_of_the_shares_as_they_are_shown(zoning: Zoning, plan: str, tmp_path: Path) -> None:
    """The difference of two numbers is that of the numbers in the tables, also without a decision."""
    held = tmp_path / "held.json"
    held.write_text(zoning("solve", "sample:xunhua", "--office", "道帏", "--json").out, encoding="utf-8")
    here, free = (json.loads(Path(path).read_text(encoding="utf-8"))["measures"] for path in (held, plan))
    change = round(1000 * free["travel"]) - round(1000 * here["travel"])
    line = next(
        line for line in zoning("explain", "sample:xunhua", str(held)).out.splitlines() if "办公室：道帏" in line
    )
    assert f"支援路程 −{-change / 10:.1f} 个百分点" in line
    assert "去掉后防区不变" in line


def test_shares_without_the_alone_rule_are_told_where_they_are_others(zoning: Zoning, plan: str) -> None:
    """Without it the seat counts, too: a change may be larger than the share that stands everywhere else."""
    told = zoning("explain", "sample:xunhua", plan).out.replace("\n", "").replace(" ", "")
    line = told.split("2.城关所单设防区")[1]
    problem = Problem(geodata.read_county("sample:xunhua"), read_policy("haidong"))
    loose = Problem(problem.county, problem.policy.override({"zones.alone": []}))
    best = next(s["zones"] for s in zoning("explain", "sample:xunhua", plan, "--json").json["constraints"][1:])
    own = Plan.of(zone["stations"] for zone in json.loads(Path(plan).read_text(encoding="utf-8"))["zones"])
    was, now = (FIGURES["mismatch"].text(score(loose, one).measures["mismatch"]) for one in (own, Plan.of(best)))
    assert was != FIGURES["mismatch"].text(score(problem, own).measures["mismatch"])
    assert f"警力警情错配{was}→{now}" in line


@pytest.mark.parametrize("words", [["文都藏族乡"], []])
@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_screen(
    zoning: Zoning, plan: str, monkeypatch: pytest.MonkeyPatch, words: list[str], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for language in ("zh", "en"):
        said = zoning("explain", "sample:xunhua", plan, *words, "--lang", language)
        assert max(cell_len(line) for line in said.out.splitlines()) <= width


def test_what_a_time_limit_leaves_open_is_said(zoning: Zoning, plan: str) -> None:
    said = zoning("explain", "sample:xunhua", plan, "文都藏族乡", "--to", "2", "--time-limit", "0.001")
    assert said.code == 0
    assert "允许其他所随之调整的方案没有算完" in said.out
    assert "--time-limit" in said.err
    assert "没有算完" in zoning("explain", "sample:xunhua", plan, "--time-limit", "0.001").out


@pytest.mark.parametrize(
    "conflict",
    [
        {"rules.max_minutes": 10},
        {"zones.max": 1},
        {"zones.min": 6, "zones.max": 6},
        {"rules.workload_band": 0.0, "zones.min": 4},
    ],
)
def test_rules_in_conflict_come_with_values_that_do_not(
    zoning: Zoning, built: Callable[[str], Any], conflict: dict[str, object]
) -> None:
    policy = read_policy("haidong").override(conflict)
    words = [f"--set={key}={str(value).lower()}" for key, value in conflict.items()]
    refused = zoning("solve", "sample:xunhua", *words, "--json").json
    assert (refused["exit"], bool(refused["loosenings"])) == (4, True)
    for relaxation in refused["loosenings"]:
        assert relaxation["finished"]
        key, _, value = relaxation["set"].partition("=")
        loose = Problem(built("xunhua").county, policy.override({key: parse_value(value)}))
        assert violations(loose, Plan.of(relaxation["zones"])) == (), relaxation["set"]
    said = zoning("solve", "sample:xunhua", *words, "--lang", "en")
    assert all(f"--set {relaxation['set']}" in said.out for relaxation in refused["loosenings"])


def test_a_relaxation_that_was_not_finished_is_said(zoning: Zoning) -> None:
    words = ["solve", "sample:xunhua", "--set", "rules.max_minutes=10", "--time-limit", "0.001"]
    said = zoning(*words)
    assert said.code in (4, 5), "the proof itself may have been stopped"
    assert said.code == 5 or "没有查完" in said.out


def test_no_single_relaxation_may_be_enough(zoning: Zoning) -> None:
    words = ["--set", "rules.max_minutes=0", "--set", "rules.min_officers=500", "--set", "zones.max=3"]
    said = zoning("solve", "sample:xunhua", *words)
    assert said.code == 4
    assert "只放宽任何一条都不够" in said.out
