"""``zoning forecast``: what is said in both languages, its files, and the scenario that they are."""

from collections.abc import Callable
from pathlib import Path

import pytest

import geodata
from geodata.county.other import other_incidents
from scenarios.spec.reading import read_file
from tests.project.source import ROOT
from tests.workbench.conftest import Said
from zoning.judge.slices import by_period

Zoning = Callable[..., Said]
MONTHS = ROOT / "docs" / "examples" / "made-up-months.csv"


def test_the_next_months_are_told_and_written_as_a_scenario(zoning: Zoning, tmp_path: Path) -> None:
    words = ("forecast", "sample:xunhua", "--counts", str(MONTHS), "--periods", "2")
    said = zoning(*words, "--out", str(tmp_path / "out"))
    assert said.code == 0, said.err
    for part in ("预测 2026-01 至 2026-02", "均方根误差", "照去年同期", "历史平均", "共 36 期", "虚构"):
        assert part in said.out
    county = geodata.read_county("sample:xunhua")
    told = by_period(other_incidents(tmp_path / "out" / "forecast.csv", county))
    assert told is not None
    assert told.names == ("2026-01", "2026-02")
    cells = zoning(*words, "--json").json["cells"]
    assert told.counts.sum() == pytest.approx(sum(cell["mean"] for cell in cells), abs=1)
    assert {"forecast.json", "forecast.xlsx"} <= {file.name for file in (tmp_path / "out").iterdir()}
    (scenario,) = read_file(tmp_path / "out" / "forecast.toml").scenarios
    assert (scenario.name, "2026-01" in scenario.why) == ("forecast", True)


def test_the_scenario_may_have_a_name_of_its_own_and_its_county_is_found_from_there(
    zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert zoning("sample", "xunhua", "county").code == 0
    said = zoning("forecast", "county", "--incidents", str(MONTHS), "--out", "study/情景.toml", "--lang", "en")
    assert (said.code, "Forecast of 2026-01:" in said.out) == (0, True), said.err
    assert 'county = "../county"' in (tmp_path / "study" / "情景.toml").read_text(encoding="utf-8")
    assert (tmp_path / "study" / "情景.csv").is_file()


def test_a_county_whose_incidents_have_no_periods_is_refused_with_the_remedy(zoning: Zoning) -> None:
    said = zoning("forecast", "sample:qingshui", "--periods", "40")
    assert (said.code, "时段" in said.err) == (3, True)


def test_every_slip_of_a_forecast_is_told_at_once(
    zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    said = zoning("forecast", "sample:qingshui", "--incidents", "无.csv", "--out", "file")
    assert (said.code, said.out) == (3, "")
    assert [line.partition("：")[0] for line in said.err.splitlines()[1:]] == ["* --out", "* 无.csv"]
