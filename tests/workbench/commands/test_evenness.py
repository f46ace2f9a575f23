"""How even zones can be: the staircase, the line of ``solve``, the band as a rule, and a chosen office that costs."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.workbench.commands.plans import Zoning

STAIRS = ["frontier", "sample:xunhua", "--staircase"]
BAND = ["--set", "rules.officer_band=0.2"]


def test_every_step_is_written_and_proved_again_and_so_is_the_end(zoning: Zoning, tmp_path: Path) -> None:
    told = zoning(*STAIRS, "--out", str(tmp_path), "--json").json
    steps, folder = told["steps"], tmp_path / "staircase"
    assert (told["exit"], told["schema"], told["complete"]) == (0, "zoning.staircase/1", True)
    plans = [f"plan-{k + 1}.json" for k in range(len(steps))]
    written = {path.name for path in folder.iterdir()}
    assert written == {*plans, "none.json", *(f"staircase.{form}" for form in ("json", "csv", "png", "svg"))}
    with (folder / "staircase.csv").open(encoding="utf-8-sig") as table:
        rows = list(csv.DictReader(table))
    assert [int(row["points"]) for row in rows] == [step["points"] for step in steps]
    assert [row["file"] for row in rows] == plans
    for name in plans:
        verified = zoning("verify", "sample:xunhua", str(folder / name), "--json").json
        assert (verified["exit"], verified["proved"]) == (0, True)
    none = zoning("verify", "sample:xunhua", str(folder / "none.json"), "--json").json
    assert (none["exit"], none["proved"]) == (0, True)
    stated = json.loads((folder / "none.json").read_bytes())
    assert stated["proof"]["status"] == "infeasible"
    assert stated["policy"]["rules"]["officer_band"] == told["none"] == 0.37


def test_files_are_written_before_anything_is_shown(
    zoning: Zoning, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def looked_for(*_words: Any) -> None:
        assert (tmp_path / "staircase" / "none.json").exists()

    monkeypatch.setattr("workbench.tables.studies.staircase.show", looked_for)
    assert zoning(*STAIRS, "--out", str(tmp_path)).code == 0


def test_the_staircase_is_told_in_both_languages(zoning: Zoning) -> None:
    chinese, english = zoning(*STAIRS), zoning(*STAIRS, "--lang", "en")
    assert chinese.out.startswith("从最优到最均匀：2 级，各级均已证明最优")
    assert english.out.startswith("From best to most even: 2 steps, each proved best")
    assert (
        "人均工作量（单设防区除外）最均匀可做到均值的 ±38% 以内（平均车程 11.0 分钟）；±37% 以内已证明做不到"
        in chinese.out
    )
    assert "within ±38% of the mean (mean way 11.0 min); within ±37% it is proved impossible" in english.out.replace(
        "\n", " "
    )
    rows = [line.split() for line in chinese.out.splitlines() if line.strip()[:1].isdecimal()]
    assert [row[1] for row in rows[:2]] == ["不限", "38%"]


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_of_it_is_wider_than_the_screen(
    zoning: Zoning, monkeypatch: pytest.MonkeyPatch, language: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert max(cell_len(line) for line in zoning(*STAIRS, "--lang", language).out.splitlines()) <= width


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--between", "mismatch,travel"], 2),
        (["--step", "5"], 2),
        (["--set", "rules.max_minutes=0"], 4),
        (["--time-limit", "0.001"], 5),
    ],
)
def test_what_gives_no_staircase_ends_with_its_code(zoning: Zoning, words: list[str], code: int) -> None:
    refused = zoning(*STAIRS, *words)
    assert (refused.code, refused.out) == (code, "")
    assert refused.err
    assert zoning(*STAIRS, *words, "--json").json["exit"] == code


def test_solve_says_how_even_as_many_zones_could_be(zoning: Zoning) -> None:
    said = zoning("solve", "sample:xunhua").out
    second = said.splitlines()[1]
    assert "+38.8%" in said, "the zone of which it speaks, as the table has it"
    ends = "4 个防区时最小可在 ±38% 以内（平均车程 11.0 分钟），本方案最大 38.8%（8.3 分钟），均已证明。"
    assert second == f"人均工作量与均值之差（单设防区除外）：{ends}"
    spoken = " ".join(zoning("solve", "sample:xunhua", "--lang", "en").out.split())
    ends = "with 4 zones ±38% is possible (mean way 11.0 min), this plan: 38.8% (8.3 min), both proved."
    assert f"Workload per officer (zones that stand alone aside) off the mean: {ends}" in spoken
    told, stairs = zoning("solve", "sample:xunhua", "--json").json["evenness"], zoning(*STAIRS, "--json").json
    assert (told["tightest"], told["none"]) == (stairs["tightest"], stairs["none"]) == (0.38, 0.37)
    assert told["zones"] == 4
    assert told["of_plan"] == stairs["steps"][0]["deviation"]
    assert told["mean_minutes"] == stairs["steps"][-1]["mean_minutes"]


@pytest.mark.parametrize("words", [["solve", "sample:xunhua"], STAIRS])
def test_zones_that_stand_alone_are_excepted_only_where_one_does(zoning: Zoning, words: list[str]) -> None:
    joined = [*words, "--set", "zones.alone=[]"]
    for language, aside in (("zh", "单设防区"), ("en", "stand alone")):
        said = [zoning(*given, "--lang", language).out for given in (words, joined)]
        lines = [[line for line in one.splitlines() if "38%" in line or "37.1%" in line] for one in said]
        assert all(lines), "how even zones are is told"
        assert [any(aside in line for line in one) for one in lines] == [True, False]


def test_where_the_time_is_up_how_even_zones_could_be_stays_open_and_the_plan_is_told(
    zoning: Zoning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.given.besides.EVEN_STATES", 0)
    said = zoning("solve", "sample:xunhua")
    assert said.code == 0
    assert said.out.startswith("已证明最优")
    assert "--staircase" in said.out.splitlines()[1]
    told = zoning("solve", "sample:xunhua", "--json").json
    assert (told["proof"]["status"], told["evenness"]["tightest"], told["evenness"]["mean_minutes"]) == (
        "optimal",
        None,
        None,
    )


def test_an_impatient_ctrl_c_while_evenness_is_sought_costs_no_plan(
    zoning: Zoning, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def pressed_again(*_words: Any, **_options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("solvers.objectives.staircase.most_even", pressed_again)
    said = zoning("solve", "sample:xunhua", "--out", str(tmp_path))
    assert said.code == 0
    assert said.out.startswith("已证明最优")
    assert (tmp_path / "plan.json").exists()
    assert "evenness" not in zoning("solve", "sample:xunhua", "--json").json


@pytest.mark.parametrize("limit", [0.5, 2])
def test_evenness_takes_no_more_than_the_time_that_is_left(
    zoning: Zoning, monkeypatch: pytest.MonkeyPatch, limit: float
) -> None:
    from solvers.objectives import staircase as module

    given = list[float | None]()
    whole = module.most_even

    def noted(solution: Any, *, stop: Any, **options: Any) -> Any:
        given.append(stop.seconds + solution.run.seconds)
        return whole(solution, stop=stop, **options)

    monkeypatch.setattr(module, "most_even", noted)
    zoning("solve", "sample:xunhua", "--time-limit", str(limit))
    assert given == [pytest.approx(limit)]


def test_a_band_that_no_plan_keeps_is_in_conflict_with_named_rules(zoning: Zoning) -> None:
    said = zoning("solve", "sample:xunhua", *BAND, "--set", "zones.min=4")
    assert said.code == 4
    assert "人均工作量在均值的 ±20% 以内" in said.out.replace("\n", "")
    assert "--set 人均工作量偏差=0.3756" in said.out
    english = zoning("solve", "sample:xunhua", *BAND, "--set", "zones.min=4", "--lang", "en")
    assert "workload per officer within ±20% of the mean" in english.out.replace("\n", " ")


def test_a_band_is_kept_by_the_plan_found_under_it_and_a_plan_that_breaks_it_is_told(
    zoning: Zoning, tmp_path: Path
) -> None:
    kept = zoning("solve", "sample:xunhua", *BAND, "--json").json
    assert (kept["exit"], len(kept["zones"])) == (0, 3)
    assert kept["evenness"]["of_plan"] <= 0.2
    path = tmp_path / "plan.json"
    zoning("solve", "sample:xunhua", "--out", str(tmp_path))
    claim = json.loads(path.read_bytes())
    claim["policy"]["rules"]["officer_band"] = 0.2
    path.write_text(json.dumps(claim), encoding="utf-8")
    broken = zoning("score", "sample:xunhua", str(path), "--json").json
    assert [one["rule"] for one in broken["violations"]] == ["officer_band"] * 2
    said = zoning("score", "sample:xunhua", str(path))
    assert said.code == 6
    assert "工作量超出按民警数应有的 ±20.0%" in said.out


def test_a_chosen_office_costs_the_travel_from_it(zoning: Zoning, tmp_path: Path) -> None:
    free = zoning("solve", "sample:xunhua", "--json").json
    chosen = zoning("solve", "sample:xunhua", "--office", "道帏藏族乡", "--json", "--out", str(tmp_path)).json
    assert chosen["measures"]["travel"] > free["measures"]["travel"] + 0.01
    assert chosen["points"] > free["points"]
    assert [zone["stations"] for zone in chosen["zones"]] == [zone["stations"] for zone in free["zones"]]
    verified = zoning("verify", "sample:xunhua", str(tmp_path / "plan.json"), "--json").json
    assert (verified["exit"], verified["proved"]) == (0, True)


def test_the_proof_of_an_earlier_run_goes_with_its_plans(zoning: Zoning, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert zoning(*STAIRS, "--out", str(out)).code == 0
    assert (out / "staircase" / "none.json").is_file()
    assert zoning(*STAIRS, "--set", "zones.max=2", "--out", str(out)).code == 0
    assert sorted(path.name for path in (out / "staircase").glob("*.json")) == ["plan-1.json", "staircase.json"]
