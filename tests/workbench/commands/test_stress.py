"""``zoning stress``: what is said in both languages, the files, and what is kept when it is interrupted."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import geodata
import workbench.commands.stress
from scenarios.chance.stress import stress
from solvers.stop import Stop
from systems.series.series import years_of
from tests.project.source import ROOT
from workbench.commands.stress import _years
from zoning.judge.slices import Slices, by_period
from zoning.model.errors import InputError

Zoning = Callable[..., Any]


def test_stress_is_told_in_both_languages_and_written(zoning: Zoning, xunhua_plan: str, tmp_path: Path) -> None:
    words = ("stress", "sample:xunhua", xunhua_plan, "--replicates", "6", "--jobs", "1")
    said = zoning(*words, "--out", str(tmp_path / "out"))
    assert (said.code, said.err.count("zoning "), said.err.count("\n")) == (0, 1, 1)
    assert said.out.startswith("稳定性检验：警情随机模拟 6 次，方案在其中")
    for part in ("各次模拟的最优方案", "警力警情错配", "白庄镇", "种子 0", "replicates.csv"):
        assert part in said.out
    written = json.loads((tmp_path / "out" / "stress.json").read_text(encoding="utf-8"))
    told = zoning(*words, "--json").json
    assert written["schema"] == "zoning.stress/1"
    timed = ("seconds", "per_second")
    assert {k: v for k, v in told.items() if k not in (*timed, "exit")} == {
        k: v for k, v in written.items() if k not in timed
    }
    with (tmp_path / "out" / "replicates.csv").open(encoding="utf-8") as table:
        lines = list(csv.DictReader(table))
    assert [line["replicate"] for line in lines] == list("012345")
    assert all(int(line["best"]) <= int(line["points"]) for line in lines if line["keeps_rules"] == "1")
    assert "draws of the incidents" in zoning(*words, "--lang", "en").out


def test_how_far_from_the_best_is_told_even_where_nothing_costs_a_point(zoning: Zoning, tmp_path: Path) -> None:
    weights = dict.fromkeys(("mismatch", "mix_loss", "density_loss", "travel"), 0) | {"change": 1}
    words = [word for key, value in weights.items() for word in ("--set", f"weights.{key}={value}")]
    assert zoning("solve", "sample:xunhua", *words, "--out", str(tmp_path)).code == 0
    said = zoning("stress", "sample:xunhua", str(tmp_path / "plan.json"), "--replicates", "2", "--jobs", "1")
    assert (said.code, said.err.count("zoning "), said.err.count("\n")) == (0, 2, 2)
    assert "最多 0 (0.00%)" in said.out


@pytest.mark.parametrize(("after", "said"), [(2, "做完 2 次"), (0, "一次模拟也没有做完")])
def test_what_is_done_is_kept_when_it_is_interrupted(
    zoning: Zoning, xunhua_plan: str, monkeypatch: pytest.MonkeyPatch, after: int, said: str
) -> None:
    def cut(*given: Any, **options: Any) -> Any:
        done: list[int] = []
        return stress(*given, **{**options, "on_progress": done.append, "stop": Stop(asked=lambda: len(done) >= after)})

    monkeypatch.setattr(workbench.commands.stress, "stress", cut)
    stopped = zoning("stress", "sample:xunhua", xunhua_plan, "--replicates", "9", "--jobs", "1")
    assert stopped.code == 130
    assert said in stopped.out + stopped.err


def test_a_wrong_number_of_draws_is_a_matter_of_usage(zoning: Zoning, xunhua_plan: str) -> None:
    refused = zoning("stress", "sample:xunhua", xunhua_plan, "--replicates", "0")
    assert (refused.code, refused.out) == (2, "")
    assert "--replicates" in refused.err


def test_years_are_taken_from_the_whole_years_of_earlier_tables_and_other_lengths_are_refused(tmp_path: Path) -> None:
    county = geodata.read_county("sample:xunhua")
    known = _years(county, [ROOT / "docs" / "examples" / "made-up-months.csv"])
    own = years_of(by_period(county) or Slices((), county.counts[:, :, :0])).names
    assert known.periods == 1 + len({"2023", "2024", "2025"} - set(own))
    assert 0.02 < known.spread < 0.3
    rows = [f"{code},{kind.key},1" for code in county.codes for kind in county.classes]
    (tmp_path / "month.csv").write_text("\n".join(["station,class,count", *rows]) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        _years(county, [tmp_path / "month.csv"])
    assert refused.value.mistakes[0].says.key == "workbench.stress.other_length"
