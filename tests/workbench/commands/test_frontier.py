"""``zoning frontier`` on the command line: the table, the plot, the files, and what a time limit leaves open."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from geodata import read_county
from solvers.objectives.tradeoff import trade_off
from workbench.draw.frontier_chart import chart
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

Zoning = Callable[..., Any]
SMALL = ["frontier", "sample:xunhua", "--set", "zones.max=3"]


def test_every_plan_is_written_and_proved_again(zoning: Zoning, tmp_path: Path) -> None:
    said = zoning("frontier", "sample:xunhua", "--out", str(tmp_path), "--json")
    assert said.code == 0
    assert (said.json["exit"], said.json["frontiers"][0]["schema"]) == (0, "zoning.frontier/1")
    assert [one["between"] for one in said.json["frontiers"]] == [["mismatch", "travel"], ["mismatch", "mix_loss"]]
    for one, count in zip(said.json["frontiers"], (7, 5), strict=True):
        plans, folder = one["plans"], tmp_path / "-".join(one["between"])
        assert (one["complete"], len(plans)) == (True, count)
        first, second = ([round(plan["measures"][key], 9) for plan in plans] for key in one["between"])
        assert first == sorted(set(first)), "each is truly better in one, not by the rounding of points"
        assert second == sorted(set(second), reverse=True)
        names = {f"plan-{k}.json" for k in range(1, count + 1)}
        names |= {f"frontier.{suffix}" for suffix in ("json", "csv", "png", "svg")}
        assert {path.name for path in folder.iterdir()} == names
        with (folder / "frontier.csv").open(encoding="utf-8-sig") as table:
            rows = list(csv.DictReader(table))
        assert [int(row["points"]) for row in rows] == [plan["points"] for plan in plans]
        assert [row["knee"] for row in rows].index("1") + 1 == one["knee"]
        for k in (1, one["knee"], count):
            verified = zoning("verify", "sample:xunhua", str(folder / f"plan-{k}.json"), "--json").json
            assert (verified["exit"], verified["proved"], verified["mode"]) == (0, True, "frontier")


def test_every_plan_gets_its_map_and_tables_where_that_is_asked_for(zoning: Zoning, tmp_path: Path) -> None:
    words = [*SMALL, "--between", "mismatch,travel", "--step", "900000"]
    assert zoning(*words, "--plans").code == 2, "there is no folder for them"
    old = tmp_path / "mismatch-travel" / "plans" / "plan-9"
    old.mkdir(parents=True)
    (old / "plan.json").write_text("{}", encoding="utf-8")
    assert zoning(*words, "--plans", "--out", str(tmp_path)).code == 0
    folder = tmp_path / "mismatch-travel"
    files = sorted(folder.glob("plan-*.json"))
    assert files
    for file in files:
        whole = folder / "plans" / file.stem
        assert {"plan.json", "plan.xlsx", "plan.gpkg", "map.png", "county.gpkg"} <= {
            one.name for one in whole.iterdir()
        }
        zones = [
            [zone["stations"] for zone in json.loads(one.read_bytes())["zones"]] for one in (file, whole / "plan.json")
        ]
        assert zones[0] == zones[1]
        assert json.loads((whole / "plan.json").read_bytes())["solver"]["made"], "its report is dated"
    assert zoning("verify", "sample:xunhua", str(whole)).code == 0, "the proof came along"
    assert "plan.json" in (old / "stale.txt").read_text(encoding="utf-8")


def test_a_proof_of_more_than_is_true_is_refused(zoning: Zoning, tmp_path: Path) -> None:
    zoning(*SMALL, "--between", "mismatch,travel", "--out", str(tmp_path))
    path = tmp_path / "mismatch-travel" / "plan-2.json"
    claim = json.loads(path.read_bytes())
    claim["mode"]["within"]["mismatch"] += 500_000  # with so much more allowed, other plans have less travel
    path.write_text(json.dumps(claim), encoding="utf-8")
    refused = zoning("verify", "sample:xunhua", str(path))
    assert (refused.code, refused.out) == (3, "")
    assert "mode.stages.0" in refused.err


def test_measures_may_be_named_in_either_order_and_language(zoning: Zoning) -> None:
    one = zoning(*SMALL, "--between", "mismatch,travel", "--json").json["frontiers"]
    turned = (
        "--between",
        "支援路程，警力警情错配",
        "--between",
        "mismatch,travel",
    )  # the same pair again: once is enough
    other = zoning(*SMALL, *turned, "--json").json["frontiers"]
    assert len(one) == len(other) == 1
    assert [plan["zones"] for plan in one[0]["plans"]] == [plan["zones"] for plan in reversed(other[0]["plans"])]


def test_a_step_leaves_plans_out_but_not_the_ends_and_says_so(zoning: Zoning, tmp_path: Path) -> None:
    asked = ("frontier", "sample:xunhua", "--between", "mismatch,travel", "--out", str(tmp_path), "--json")
    (whole,), (part,) = (zoning(*asked, *step).json["frontiers"] for step in ((), ("--step", "90000")))
    zones = [[plan["zones"] for plan in one["plans"]] for one in (whole, part)]
    assert len(zones[1]) == 3
    assert (zones[1][0], zones[1][-1]) == (zones[0][0], zones[0][-1])
    assert part["knee"] is None, "it may have been left out"
    own = tmp_path / "mismatch-travel" / "plan-mine.json"
    own.write_text("{}", encoding="utf-8")
    zoning(*asked, "--step", "90000")
    own.unlink()  # it is still there: only numbered plans are the command's
    left = {path.name for path in (tmp_path / "mismatch-travel").glob("plan-*.json")}
    assert left == {"plan-1.json", "plan-2.json", "plan-3.json"}, "those of the run before mean others"
    said = zoning(*SMALL, "--between", "mismatch,travel", "--step", "300000")
    assert "按步长取 2 个，两端之间可能还有别的" in said.out
    assert "拐点" not in said.out, "two ends have no knee between them"


def test_the_chart_speaks_of_a_knee_only_where_there_is_one() -> None:
    problem = Problem(read_county("sample:xunhua"), read_policy("haidong"))
    whole = trade_off(problem, ("mismatch", "travel"))
    for scores, knee in ((whole.scores, True), (whole.scores[:: len(whole.scores) - 1], False)):
        found = replace(whole, scores=scores)
        words = "".join(drawn.get_text() for drawn in chart(found, "zh").texts)
        assert ("★" in words) == ("拐点" in words) == knee


@pytest.mark.parametrize("width", [40, 80])
def test_the_table_and_the_plot_fit_the_screen(zoning: Zoning, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = zoning(*SMALL)
    assert said.code == 0
    assert max(cell_len(line) for line in said.out.splitlines()) <= width
    assert "|o" in said.out or "|*" in said.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--between", "travel"], 2),
        (["--between", "travel,beauty"], 2),
        (["--step", "0"], 2),
        (["--step", "1.5"], 2),
        (["--set", "rules.max_minutes=0"], 4),
        (["--time-limit", "0.001"], 5),
    ],
)
def test_what_gives_no_frontier_ends_with_its_code(zoning: Zoning, words: list[str], code: int) -> None:
    refused = zoning("frontier", "sample:xunhua", *words)
    assert (refused.code, refused.out) == (code, "")
    assert refused.err
    assert zoning("frontier", "sample:xunhua", *words, "--json").json["exit"] == code


def test_plans_found_before_a_stop_are_kept_and_called_a_part(zoning: Zoning, monkeypatch: pytest.MonkeyPatch) -> None:
    from solvers.objectives import tradeoff as module
    from solvers.sets.growth import TooMany
    from solvers.stop import Stopped

    whole = module.frontier
    for ending, left in ((Stopped("time"), 1), (TooMany(), 1), (TooMany(), 0)):

        def cut(*words: Any, ending: Exception = ending, left: int = left, **options: Any) -> Any:
            for k, point in enumerate(whole(*words, **options)):
                if k == left:
                    raise ending
                yield point

        monkeypatch.setattr(module, "frontier", cut)
        said = zoning(*SMALL, "--between", "mismatch,travel")
        assert ("已找到 1 个，还可能有别的" in said.out) == (left == 1)
        assert ("候选防区超出" in said.out + said.err) == isinstance(ending, TooMany)
