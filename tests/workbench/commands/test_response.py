"""``zoning response``: what is said in both languages, and the words after ``--units`` and ``--within``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Zoning = Callable[..., Any]


def test_response_is_told_for_county_zones_and_stations(zoning: Zoning, xunhua_plan: str) -> None:
    said = zoning("response", "sample:xunhua", xunhua_plan)
    assert said.code == 0
    assert said.out.startswith("由本所自行处警改为防区联动派警后，10 分钟内到场的警情由")
    for part in (
        "本所自行处警",
        "全县就近派警",
        "各防区的出警用时",
        "白庄镇",
        "从积石镇出发",
        "各时段的出警用时",
        "模拟 ",
    ):
        assert part in said.out
    assert "有派出所无人值班的时段：18–8 时" in said.out
    english = zoning("response", "sample:xunhua", xunhua_plan, "--lang", "en", "--within", "12", "--within", "30").out
    assert "Within 12 min  Within 30 min" in english
    assert "95% intervals" in english


def test_n3_n8_units_are_those_of_the_table_by_shift_unless_others_are_given(
    zoning: Zoning, xunhua_plan: str, tmp_path: Path
) -> None:
    """A night patrol at 白庄 beside the day patrol that the sample has, then one unit at a post alone."""
    at = tmp_path / "county"
    zoning("sample", "xunhua", str(at))
    with (at / "units.csv").open("a", encoding="utf-8") as table:
        table.write("U09,巡组09,巡组,630225101,3,18,8,虚构\n")
    said = zoning("response", str(at), xunhua_plan)
    assert "按巡组表的驻地和班次" in said.out.replace("\n  ", "")
    unmanned = said.out[: said.out.index("出警用时")]
    assert "白庄镇" not in unmanned
    told = zoning("response", str(at), xunhua_plan, "--json").json
    assert {unit["base"]: unit["units"] for unit in told["units"] if unit["start_hour"] == 18} == {
        "630225100": 1,
        "630225101": 1,
    }
    assert [(band["start_hour"], band["end_hour"]) for band in told["bands"]] == [(8, 18), (18, 8)]
    assert "白庄镇 5" in zoning("response", str(at), xunhua_plan, "--units", "白庄镇=5").out
    assert "巡组数取自 --units，全天值班：每所 3 个" in zoning("response", str(at), xunhua_plan, "--units", "3").out
    post = (at / "posts.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    (at / "units.csv").write_text(f"code,name,base\nU1,站组,{post}\n", encoding="utf-8")
    bases = zoning("response", str(at), xunhua_plan, "--json").json["units"]
    assert [unit["base"] for unit in bases if unit["base"] != unit["station"]] == [post]
    assert zoning("posts", str(at)).code == 0
    (at / "units.csv").write_text("code,name,base\nU1,站组,P99\n", encoding="utf-8")
    assert "P99" in zoning("response", str(at), xunhua_plan).err
    (at / "units.csv").unlink()
    assert "没有巡组表，每所按 1 个全天值班巡组计。" in zoning("response", str(at), xunhua_plan).out


def test_units_are_given_for_all_and_for_one(zoning: Zoning, xunhua_plan: str) -> None:
    told = zoning("response", "sample:xunhua", xunhua_plan, "--units", "积石镇=4", "--units", "2", "--json").json
    assert sorted(unit["units"] for unit in told["units"]) == [2] * 8 + [4]
    assert told["modes"]["own"]["county"]["overflow"] > told["modes"]["county"]["county"]["overflow"]


def test_n2_an_overloaded_county_is_told_so_and_no_fault(zoning: Zoning, xunhua_plan: str, tmp_path: Path) -> None:
    """A year's incidents in a fortnight: no command fails, and every pool that cannot keep up is named."""
    at = tmp_path / "county"
    zoning("sample", "xunhua", str(at))
    settings = at / "county.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("years = 1", "years = 0.04", 1), encoding="utf-8")
    said = zoning("response", str(at), xunhua_plan, "--units", "1")
    assert said.code == 0
    assert "超负荷（本所自行处警）：" in said.out
    assert "每天多积压" in said.out.replace("\n    ", "")
    told = zoning("response", str(at), xunhua_plan, "--units", "1", "--json")
    assert told.code == 0
    assert told.json["modes"]["own"]["county"]["minutes"] is None
    assert told.json["modes"]["own"]["county"]["growing"] > 0.5
    assert zoning("posts", str(at)).code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--units", "two", "--units", "积石镇=-1"], 2, "积石镇=-1"),
        (["--units", "0"], 2, "--units：“0”：不是巡组数；请写 1 至 100 的整数"),
        (["--units", "积石镇=0"], 2, "“积石镇=0”：不是巡组数"),
        (["--units", "1.5"], 2, "“1.5”：不是巡组数"),
        (["--units", "101"], 2, "“101”：不是巡组数"),
        (["--units", "2", "--units", "3"], 2, "同一项写了两次"),
        (["--units", "=2"], 2, "“=2”：不是巡组数"),
        (["--units", "白桩镇=1"], 3, "--units：“白桩镇”：不是本县派出所的代码或名称；是否指 白庄镇"),
        (["--within", "0"], 2, "0.1–1,000"),
    ],
)
def test_wrong_units_and_targets_are_refused(
    zoning: Zoning, xunhua_plan: str, words: list[str], code: int, said: str
) -> None:
    refused = zoning("response", "sample:xunhua", xunhua_plan, *words)
    assert (refused.code, refused.out) == (code, "")
    assert said in refused.err


def test_the_answer_is_written_with_its_map(zoning: Zoning, xunhua_plan: str, tmp_path: Path) -> None:
    said = zoning("response", "sample:xunhua", xunhua_plan, "--units", "1", "--out", str(tmp_path / "r"))
    assert said.code == 0
    files = {path.name for path in (tmp_path / "r").iterdir()}
    assert files == {f"response.{kind}" for kind in ("json", "xlsx", "png", "svg", "gpkg")}
    assert all(name in said.out for name in files)
