"""``zoning solve``: what is said, what is written, and the exit code of every end."""

import json
import struct
from pathlib import Path

import pytest

from tests.workbench.commands.plans import Zoning
from zoning.model.errors import InputError, mistake
from zoning.model.plan import moved
from zoning.result.solution import Proof, Run
from zoning.texts import Message, say

FILES = {"plan.json", "plan.gpkg", "plan.xlsx", "map.png", "map.svg", "county.gpkg"}


def test_solve_says_how_good_then_the_zones_then_what_changes(zoning: Zoning, answered: Zoning) -> None:
    answered(proof=Proof("optimal", bound=1, gap=0.0))
    said = zoning("solve", "sample:xunhua")
    assert said.code == 0
    assert said.out.startswith("已证明最优：没有更好的方案（综合代价 236,065 分，用时 0.50 秒）")
    zones, today, basis = (said.out.index(title) for title in ("防区（4 个）", "与现状相比", "说明"))
    assert zones < today < basis
    assert "虚构" in said.out
    assert said.err == "要把结果存成文件：zoning solve sample:xunhua --out 方案\n", "progress is for terminals"


def test_solve_writes_every_file_and_names_them(zoning: Zoning, answered: Zoning, tmp_path: Path) -> None:
    answered()
    said = zoning("solve", "sample:xunhua", "--out", str(tmp_path / "a" / "b"))
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == FILES
    assert all(name in said.out for name in FILES)
    alone = [str(tmp_path / "a" / "b" / name) for name in ("county.gpkg", "plan.json")]
    assert zoning("score", *alone, "--json").json["points"] == zoning("solve", "sample:xunhua", "--json").json["points"]


def test_where_todays_zones_are_known_the_change_is_drawn(zoning: Zoning, answered: Zoning, tmp_path: Path) -> None:
    answered("qingshui", 4)
    said = zoning("solve", "sample:qingshui", "--out", str(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == FILES | {"change.png", "change.svg"}
    assert "change.png" in said.out


def test_the_map_is_drawn_for_the_paper_that_is_asked_for(zoning: Zoning, answered: Zoning, tmp_path: Path) -> None:
    answered()
    longer = {}
    for paper in ("a4", "a3"):
        zoning("solve", "sample:xunhua", "--out", str(tmp_path), "--paper", paper)
        longer[paper] = max(struct.unpack(">II", (tmp_path / "map.png").read_bytes()[16:24]))
    assert longer == {"a4": round(297 / 25.4 * 200 - 0.5), "a3": round(420 / 25.4 * 200 - 0.5)}
    assert zoning("solve", "sample:xunhua", "--paper", "a5").code == 2


def test_a_county_that_cannot_be_packed_costs_no_plan(
    zoning: Zoning, answered: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered()

    def refuse(_tables: object) -> bytes:
        raise InputError([mistake("geodata.export.lossy", table="roads", form=".gpkg")])

    monkeypatch.setattr("workbench.report.files.packed", refuse)
    said = zoning("solve", "sample:xunhua", "--out", str(tmp_path))
    assert said.code == 0
    assert "county.gpkg" in said.err
    assert {path.name for path in tmp_path.iterdir()} == FILES - {"county.gpkg"}


def test_the_object_on_stdout_is_the_plan_file(zoning: Zoning, answered: Zoning, tmp_path: Path) -> None:
    answered()
    said = zoning("solve", "sample:xunhua", "--json", "--out", str(tmp_path))
    assert said.json == {**json.loads((tmp_path / "plan.json").read_text(encoding="utf-8")), "exit": 0}
    (tmp_path / "again.json").write_text(said.out, encoding="utf-8")
    assert (
        zoning("score", "sample:xunhua", str(tmp_path / "again.json"), "--json").json["points"] == said.json["points"]
    )


def test_alternatives_stand_beside_the_best(zoning: Zoning, answered: Zoning) -> None:
    answered("fengdu", 4, 2)
    said = zoning("solve", "sample:fengdu", "--plans", "3")
    assert "相近的方案" in said.out
    assert "本方案" in said.out


def test_a_file_in_the_place_of_the_folder_is_bad_input(zoning: Zoning, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    said = zoning("solve", "sample:xunhua", "--out", str(tmp_path / "taken"))
    assert said.code == 3
    assert "不是文件夹" in said.err
    assert zoning("solve", "sample:xunhua", "--out", str(tmp_path / "taken" / "below")).code == 3


def test_an_infeasible_problem_says_every_reason(zoning: Zoning, answered: Zoning, tmp_path: Path) -> None:
    reasons = (Message("zoning.plan.missing", {"codes": ["A"]}), Message("zoning.plan.missing", {"codes": ["B"]}))
    answered(proof=Proof("infeasible", reasons=reasons), plan=None, score=None)
    said = zoning("solve", "sample:xunhua", "--out", str(tmp_path))
    assert said.code == 4
    assert said.out.count("\n* ") == 2
    assert {path.name for path in tmp_path.iterdir()} == {"plan.json"}
    refused = zoning("solve", "sample:xunhua", "--json").json
    assert (refused["exit"], len(refused["reasons"]), refused["proof"]["status"]) == (4, 2, "infeasible")


def test_without_proof_the_exit_code_depends_on_whether_it_was_required(zoning: Zoning, answered: Zoning) -> None:
    answered(run=Run("hand", 1.0, 0, stopped="time"))
    said = zoning("solve", "sample:xunhua")
    assert said.code == 0
    assert "到时停止" in said.out
    assert "与最优的差距尚不清楚" in said.out  # a bound without certificates is not told
    required = zoning("solve", "sample:xunhua", "--require-proof")
    assert required.code == 5
    assert "--require-proof" in required.err


def test_a_search_that_found_nothing_is_not_called_infeasible(zoning: Zoning, answered: Zoning) -> None:
    answered(proof=Proof("unknown"), plan=None, score=None, run=Run("hand", 1.0, 0, stopped="time"))
    said = zoning("solve", "sample:xunhua")
    assert said.code == 5
    assert "未找到方案，也未证明无解" in said.out


def test_an_interrupted_search_keeps_its_plan(zoning: Zoning, answered: Zoning, tmp_path: Path) -> None:
    answered(run=Run("hand", 1.0, 0, stopped="interrupt"))
    said = zoning("solve", "sample:xunhua", "--out", str(tmp_path))
    assert said.code == 130
    assert "已中断，这是已找到的最好方案" in said.out
    assert {path.name for path in tmp_path.iterdir()} == FILES


def test_solve_names_who_moves_against_today_the_first_ten_and_where_the_rest_are(
    zoning: Zoning, answered: Zoning, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    most = 3
    monkeypatch.setattr("workbench.tables.plan.solution.MOVERS", most)
    solution = answered("qingshui", 3)
    names = solution.problem.county.names
    movers = [names[code] for code in moved(solution.problem.current, solution.plan, solution.problem.county.staff)]
    assert len(movers) > most
    said = zoning("solve", "sample:qingshui").out
    said = said[said.index(say("workbench.sheet.changes", "zh")) :]
    rows = [line.split()[0] for line in said.splitlines() if line.split()[:1] and line.split()[0] in movers]
    assert rows == movers[:most]
    assert f"另有 {len(movers) - most} 个所未列出" in said
    told = zoning("solve", "sample:qingshui", "--out", str(tmp_path / "p")).out.replace("\n  ", "")
    assert f"见 {tmp_path / 'p' / 'plan.xlsx'}" in told
    assert "另有" not in zoning("solve", "sample:fengdu").out, "its zones of today are not known"
