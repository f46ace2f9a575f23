"""``zoning response``: what is said in both languages, and the words after ``--units`` and ``--within``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Zoning = Callable[..., Any]


def test_response_is_told_for_county_zones_and_stations(zoning: Zoning, xunhua_plan: str) -> None:
    said = zoning("response", "sample:xunhua", xunhua_plan)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("由各所自派改为防区统一派警后，10 分钟内到场的警情由")
    for part in ("只派本所", "全县就近派", "各防区的到场情况", "白庄镇", "全天值班巡组共 9 个", "从积石镇出发"):
        assert part in said.out
    english = zoning("response", "sample:xunhua", xunhua_plan, "--lang", "en", "--within", "12", "--within", "30").out
    assert "Within 12 min  Within 30 min" in english


def test_n3_units_are_those_of_the_table_unless_others_are_given(
    zoning: Zoning, xunhua_plan: str, tmp_path: Path
) -> None:
    """Patrols at 积石镇 by day and by night make two units round the clock there, with the two the sample has."""
    at = tmp_path / "county"
    zoning("sample", "xunhua", str(at))
    with (at / "units.csv").open("a", encoding="utf-8") as table:
        table.write("U08,巡组08,巡组,630225100,3,18,8,虚构\nU09,巡组09,巡组,630225200,3,0,0,虚构\n")
    said = zoning("response", str(at), xunhua_plan).out.replace("\n  ", "")
    assert "按班次折成全天值班，每所至少 1 个（N3）：积石镇 2、道帏藏族乡 2，其余 7 个所各 1。" in said
    told = zoning("response", str(at), xunhua_plan, "--json").json["units"]
    assert [told[code] for code in ("630225100", "630225200", "630225101")] == [2, 2, 1]
    assert "积石镇 2、白庄镇 5、道帏" in zoning("response", str(at), xunhua_plan, "--units", "白庄镇=5").out
    assert "巡组数取自 --units：每所 3 个" in zoning("response", str(at), xunhua_plan, "--units", "3").out
    (at / "units.csv").unlink()
    assert "没有巡组表，每所按 1 个计。" in zoning("response", str(at), xunhua_plan).out


def test_units_are_given_for_all_and_for_one(zoning: Zoning, xunhua_plan: str) -> None:
    told = zoning("response", "sample:xunhua", xunhua_plan, "--units", "积石镇=4", "--units", "2", "--json").json
    assert sorted(told["units"].values()) == [2] * 8 + [4]
    assert told["modes"]["own"]["county"]["overflow"] > told["modes"]["county"]["county"]["overflow"]


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
        (["--units", "白庄=1"], 3, "--units：“白庄”：不是本县派出所的代码或名称；是否指 白庄镇"),
        (["--within", "0"], 2, "0.1–1,000"),
    ],
)
def test_wrong_units_and_targets_are_refused(
    zoning: Zoning, xunhua_plan: str, words: list[str], code: int, said: str
) -> None:
    refused = zoning("response", "sample:xunhua", xunhua_plan, *words)
    assert (refused.code, refused.out) == (code, "")
    assert said in refused.err
