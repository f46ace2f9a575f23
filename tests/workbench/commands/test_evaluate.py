"""``zoning evaluate``: two tables of incidents, what is said of them, and what is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import geodata
from tests.workbench.conftest import Said

Zoning = Callable[..., Said]
SAMPLE = "sample:qingshui"


@pytest.fixture
def periods(tmp_path: Path) -> tuple[Path, Path]:
    """Two years of the sample's stations: 20 of every class, and 10."""
    county = geodata.read_county(SAMPLE)
    files = []
    for name, count in (("2023", 20), ("2024", 10)):
        rows = [f"{code},{kind.key},{count}" for code in county.codes for kind in county.classes]
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text("\n".join(["station,class,count", *rows]) + "\n", encoding="utf-8")
    return files[0], files[1]


def test_b7_base_period_interval_and_no_cause_are_said(
    zoning: Zoning, periods: tuple[Path, Path], tmp_path: Path
) -> None:
    words = ("evaluate", SAMPLE, str(periods[0]), str(periods[1]))
    said = zoning(*words, "--out", str(tmp_path / "out"))
    assert said.code == 0
    assert "全县警情：2023 2,880 起/年，2024 1,440 起/年，变化 −50.0%（95% 区间" in said.out
    for part in ("基数：两个时期各自的全部警情", "2023（1 年）与 2024（1 年）", "不说明因果", "县城防区", "下降"):
        assert part in said.out
    document = json.loads((tmp_path / "out" / "evaluate.json").read_text(encoding="utf-8"))
    assert document["schema"] == "zoning.evaluate/1"
    assert len(document["changes"]) == (1 + len(document["zones"])) * 9
    sheets = openpyxl.load_workbook(tmp_path / "out" / "evaluate.xlsx").sheetnames
    assert sheets[0].startswith("两个时期：各防区")
    halved = zoning(*words, "--years-after", "0.5", "--json").json["changes"][0]
    assert (halved["change"], halved["verdict"]) == (0, "open")


def test_b7_a_table_with_mistakes_is_refused_with_its_place(zoning: Zoning, periods: tuple[Path, Path]) -> None:
    periods[1].write_text("station,class,count\n999,criminal,1\n", encoding="utf-8")
    said = zoning("evaluate", SAMPLE, str(periods[0]), str(periods[1]))
    assert said.code == 3
    assert "999" in said.err
    assert zoning("evaluate", SAMPLE, str(periods[0])).code == 2


def test_b7_periods_of_the_county_itself_are_named_and_comparison_stations_are_beside(
    zoning: Zoning, tmp_path: Path
) -> None:
    assert zoning("sample", "qingshui", str(tmp_path / "county")).code == 0
    county = geodata.read_county(SAMPLE)
    rows = [
        f"{code},{kind.key},{20 + 3 * (i % 2) - 2 * y},{2021 + y}-Q{q}"
        for i, code in enumerate(county.codes)
        for kind in county.classes
        for y in range(4)
        for q in range(1, 5)
    ]
    table = tmp_path / "county" / "incidents.csv"
    table.write_text("\n".join(["station,class,count,period", *rows]) + "\n", encoding="utf-8")
    words = ("evaluate", str(tmp_path / "county"), "2021..2022", "2023..2024")
    said = zoning(*words, "--comparison", county.codes[-1], "--comparison", county.names[county.codes[-2]])
    assert said.code == 0, said.err
    for part in ("2021..2022（2 年）与 2023..2024（2 年）", "各整年之间", "与对照派出所相比", "Holm", "双重差分"):
        assert part in said.out
    english = zoning(*words, "--lang", "en", "--comparison", county.codes[-1])
    assert "Two periods beside the comparison stations" in english.out
    document = zoning(*words, "--json").json
    assert (document["basis"], document["before"]["years"], document["after"]["parts"][0]) == ("years", 2, "2023-Q1")
    overlap = zoning("evaluate", str(tmp_path / "county"), "2021..2022", "2022")
    assert (overlap.code, "重叠" in overlap.err) == (3, True)
    unknown = zoning("evaluate", str(tmp_path / "county"), "2019", "2022")
    assert (unknown.code, "2021-Q1" in unknown.err) == (3, True)
    none = zoning("evaluate", SAMPLE, "2021", "2022")
    assert (none.code, "时段" in none.err) == (3, True)
    stranger = zoning(*words, "--comparison", "没有的所")
    assert (stranger.code, "没有的所" in stranger.err) == (3, True)


def written(path: Path, periods: dict[str, int]) -> str:
    """A table with so many incidents of every station and class in each period."""
    county = geodata.read_county(SAMPLE)
    rows = [f"{s},{kind.key},{n},{p}" for p, n in periods.items() for s in county.codes for kind in county.classes]
    path.write_text("\n".join(["station,class,count,period", *rows]) + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("names", [("3月",), ("2022", "2023-01"), ("旺季", "2022-01")])
def test_periods_that_do_not_tell_their_length_are_refused_until_it_is_said(
    zoning: Zoning, tmp_path: Path, names: tuple[str, ...]
) -> None:
    before = written(tmp_path / "before.csv", dict.fromkeys(names, 6))
    after = written(tmp_path / "after.csv", {"2024-01": 3})
    said = zoning("evaluate", SAMPLE, before, after)
    assert (said.code, "--years-before" in said.err, names[0] in said.err) == (3, True, True)
    document = zoning("evaluate", SAMPLE, before, after, "--years-before", "0.5", "--json").json
    assert document["after"]["years"] == pytest.approx(1 / 12)
    total = document["changes"][0]
    assert total["after"] / total["before"] == pytest.approx((3 * 12) / (6 * len(names) / 0.5))


def test_two_periods_that_share_months_or_are_one_table_are_refused(zoning: Zoning, tmp_path: Path) -> None:
    before = written(tmp_path / "before.csv", {"2023-01": 3, "2023-02": 3})
    copy = written(tmp_path / "copy.csv", {"2023-01": 3, "2023-02": 3})
    for after in (before, copy):
        same = zoning("evaluate", SAMPLE, before, after)
        assert (same.code, "同一张表" in same.err) == (3, True)
    for name in ("2023年2月", "2023-Q1", "2023"):
        shared = zoning("evaluate", SAMPLE, before, written(tmp_path / "after.csv", {name: 2}))
        assert (shared.code, f"重叠：{name}" in shared.err) == (3, True)
    assert zoning("evaluate", SAMPLE, before, written(tmp_path / "after.csv", {"2023-03": 2})).code == 0
    every = [word for code in geodata.read_county(SAMPLE).codes for word in ("--comparison", code)]
    none = zoning("evaluate", SAMPLE, before, str(tmp_path / "after.csv"), *every)
    assert (none.code, "全部派出所都成了对照所" in none.err) == (3, True)


def test_check_says_where_periods_are_not_equally_long(zoning: Zoning, tmp_path: Path) -> None:
    assert zoning("sample", "qingshui", str(tmp_path / "county")).code == 0
    written(tmp_path / "county" / "incidents.csv", {"2023": 3, "2024-01": 3})
    assert "时段长短不一（如 2023、2024-01）" in zoning("check", str(tmp_path / "county")).out
    written(tmp_path / "county" / "incidents.csv", {"2023-12": 3, "2024-01": 3})
    assert "长短不一" not in zoning("check", str(tmp_path / "county")).out


def test_days_and_months_that_are_lacking_are_reckoned_with_and_told_alike(zoning: Zoning, tmp_path: Path) -> None:
    before = written(tmp_path / "before.csv", {"2023-01": 6, "2023-04": 6})
    after = written(tmp_path / "after.csv", {"2024-01": 6, "2024-02 (02-01..02-10)": 3})
    said = zoning("evaluate", SAMPLE, before, after)
    assert "before：警情缺 2023-02、2023-03：按没有统计处理" in said.out
    assert "after：2024-02 (02-01..02-10) 只统计了部分日期，按所覆盖的天数计，时长共 0.1121 年" in said.out
    document = zoning("evaluate", SAMPLE, before, after, "--json").json
    assert document["after"]["years"] == pytest.approx((1 + 10 / 29) / 12)
    assert zoning("density", SAMPLE, "--counts", after, "--json").json["years"] == pytest.approx((1 + 10 / 29) / 12)
    assert "2024-02 (02-01..02-10) 只统计了部分日期" in zoning("density", SAMPLE, "--counts", after).out
    months = {f"2023-{m:02d}": 5 for m in range(1, 13)} | {"2024-01 (01-01..01-09)": 1}
    forecast = zoning("forecast", SAMPLE, "--incidents", written(tmp_path / "all.csv", months), "--periods", "1")
    assert "2024-01 (01-01..01-09) 只统计了部分日期，不用作预测的依据" in forecast.out
    assert "2024-01 " in forecast.out
    gap = written(tmp_path / "gap.csv", {f"2023-{m:02d}": 5 for m in range(1, 13) if m != 5})
    refused = zoning("forecast", SAMPLE, "--incidents", gap)
    assert (refused.code, "2023-05" in refused.err) == (3, True)


def test_every_slip_of_an_evaluation_is_told_at_once(
    zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    said = zoning("evaluate", SAMPLE, "无.csv", "1999", "无.json", "--comparison", "甲所", "--out", "file")
    assert (said.code, said.out) == (3, "")
    told = [line.partition("：")[0] for line in said.err.splitlines()[1:]]
    assert sorted(told) == ["* --comparison", "* --out", "* “1999”", "* 无.csv", "* 无.json"]
