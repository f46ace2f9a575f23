"""``zoning density``: from a list of calls to rates, finds and grid; what is shown, written and refused."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import geodata
from tests.geodata.calls.made import CODES, NAMES, PERSONS, corner, named
from tests.workbench.conftest import Said
from workbench.given.sources import Layers
from workbench.report.chapters import services
from workbench.report.material import read_material
from workbench.report.model import Paragraph, Picture
from workbench.tables.table import Table
from zoning.model.errors import InputError
from zoning.texts import Language

Zoning = Callable[..., Said]
SAMPLE = "sample:fengdu"


def planted(folder: Path) -> tuple[Path, Path]:
    """The drawn county with four villages a station, and a list of calls: one village and one evening are hot."""
    county, rnd = named(folder / "county"), random.Random(1)
    rows = ["code,name,station,kind,lon,lat,population"]
    spots: list[tuple[str, float, float]] = []
    for square, code in enumerate(CODES):
        x, y = corner(square)
        for k in range(4):
            lon, lat = round(x + 0.02 + 0.05 * (k % 2), 3), round(y + 0.02 + 0.05 * (k // 2), 3)
            rows.append(f"{code}{k},{NAMES[code]}{k}村,{code},村,{lon},{lat},1000")
            spots.append((code, lon, lat))
    (county / "villages.csv").write_text("\n".join(rows), encoding="utf-8")
    lines = ["报警时间,管辖派出所,警情类别,经度,纬度,报警人"]
    for k in range(2400):
        hot = k % 12 == 0
        code, lon, lat = spots[5] if hot else rnd.choice(spots)
        month, day = rnd.randint(1, 12), rnd.randint(1, 28)
        hour = rnd.randint(18, 23) if rnd.random() < 0.4 else rnd.randint(0, 23)
        when = f"2023-{month:02d}-{day:02d} {hour:02d}:{rnd.randint(0, 59):02d}:{rnd.randint(1, 59):02d}"
        point = f"{lon + rnd.uniform(-0.01, 0.01):.5f},{lat + rnd.uniform(-0.01, 0.01):.5f}"
        lines.append(f"{when},{NAMES[code]},{rnd.choice(('纠纷', '交通'))},{point},{rnd.choice(PERSONS)}")
    calls = folder / "明细.csv"
    calls.write_text("\n".join(lines), encoding="utf-8")
    return county, calls


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return planted(tmp_path_factory.mktemp("planted"))


def test_from_a_list_of_calls_to_what_is_more_than_chance(
    given: tuple[Path, Path], tmp_path: Path, zoning: Zoning
) -> None:
    county, calls = given
    table, out = tmp_path / "警情.csv", tmp_path / "out"
    assert zoning("count", str(calls), "--county", str(county), "--out", str(table)).code == 0
    said = zoning("density", str(county), "--counts", str(table), "--out", str(out))
    assert (said.code, said.err) == (0, said.err)
    document = json.loads((out / "density.json").read_text(encoding="utf-8"))
    assert document["schema"] == "zoning.density/1"
    assert [one["place"]["code"] for one in document["villages"]] == ["1021"]
    assert {(one["place"]["kind"], one["band"]) for one in document["hours"]} == {("county", "evening")}
    whole = document["densities"][0]
    assert (whole["count"], document["years"]) == (2400, 1.0)
    parts = {(one["part"]["by"], one["part"]["key"]) for one in document["densities"]}
    assert {("band", "night"), ("season", "winter"), ("class", "traffic")} <= parts
    assert "西河1村" in said.out
    for person in PERSONS:
        assert person not in said.out
        assert not any(
            person.encode() in file.read_bytes() for file in [*tmp_path.iterdir(), *out.iterdir()] if file.is_file()
        )
    sheets = openpyxl.load_workbook(out / "density.xlsx").sheetnames
    assert len(sheets) == 9
    assert len(document["grid"]["squares"]) > 0


def test_a_county_alone_has_rates_and_villages_and_says_what_is_missing(zoning: Zoning) -> None:
    said = zoning("density", SAMPLE, "--lang", "zh")
    assert said.code == 0
    for part in ("每平方公里", "明显偏多的村（社区）", "银坡社区", "没有时段表", "不知道警情是否成串发生"):
        assert part in said.out
    strict = zoning("density", SAMPLE, "--false-share", "0", "--json").json
    assert strict["villages"] == []
    halved = zoning("density", SAMPLE, "--years", "0.5", "--json").json
    assert halved["densities"][0]["incidents"] == pytest.approx(2 * halved["densities"][0]["count"])


def test_counts_without_months_are_told_to_be_dated_by_the_county(zoning: Zoning, tmp_path: Path) -> None:
    county, table = geodata.read_county(SAMPLE), tmp_path / "警情.csv"
    rows = [f"{code},{kind.key},9" for code in county.codes for kind in county.classes]
    table.write_text("\n".join(["station,class,count", *rows]), encoding="utf-8")
    words = ("density", SAMPLE, "--counts", str(table), "--lang", "zh")
    assert "没有月份，统计期按县数据取" in zoning(*words).out
    assert "没有月份" not in zoning(*words, "--years", "2").out


def test_the_report_of_a_plan_has_a_chapter_where_a_density_lies_beside_it(zoning: Zoning, tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    assert zoning("solve", "sample:xunhua", "--out", str(folder)).code == 0
    assert zoning("density", "sample:xunhua", str(folder), "--out", str(folder)).code == 0
    language: Language = "zh"
    material = read_material(folder, None, Layers(), language)
    blocks = services.density(material)
    assert [type(block) for block in blocks[:3]] == [Picture, Table, Table]
    said = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert not any("--" in text for text in said), "a report names no option"
    other = (folder / "density.json").read_text(encoding="utf-8").replace("630225100", "630225999")
    (folder / "density.json").write_text(other, encoding="utf-8")
    with pytest.raises(InputError):
        services.density(material)


def test_counts_from_elsewhere_bring_no_villages_and_months_that_they_lack_are_told(
    zoning: Zoning, tmp_path: Path
) -> None:
    county, table = geodata.read_county(SAMPLE), tmp_path / "警情.csv"
    rows = [f"{code},{kind.key},2023-{m},9" for code in county.codes for kind in county.classes for m in ("01", "04")]
    table.write_text("\n".join(["station,class,period,count", *rows]), encoding="utf-8")
    said = zoning("density", SAMPLE, "--counts", str(table), "--out", str(tmp_path / "out"), "--lang", "zh")
    document = json.loads((tmp_path / "out" / "density.json").read_text(encoding="utf-8"))
    assert document["tested"]["villages"] + document["tested"]["villages_untested"] == 0
    assert "没有各村（社区）的警情数" in said.out
    assert document["years"] == pytest.approx(2 / 12)
    assert "缺 2023-02、2023-03" in said.out + said.err
    refused = zoning("density", SAMPLE, "--counts", str(table), "--of", "Spring", "--lang", "zh")
    assert refused.code == 3
    assert "四季" in refused.err


def test_zones_of_a_plan_keep_their_names_whatever_is_counted(zoning: Zoning, tmp_path: Path) -> None:
    county, table, plan = geodata.read_county("sample:xunhua"), tmp_path / "警情.csv", tmp_path / "plan"
    assert zoning("solve", "sample:xunhua", "--out", str(plan)).code == 0
    rows = [f"{code},{kind.key},{9 + 40 * k}" for k, code in enumerate(county.codes) for kind in county.classes]
    table.write_text("\n".join(["station,class,count", *rows]), encoding="utf-8")
    own = zoning("density", "sample:xunhua", str(plan), "--json").json
    said = zoning("density", "sample:xunhua", str(plan), "--counts", str(table), "--lang", "zh")
    assert "不是按现在的" not in said.err + said.out
    other = zoning("density", "sample:xunhua", str(plan), "--counts", str(table), "--json").json
    names = [
        {one["place"]["name"] for one in found["densities"] if one["place"]["kind"] == "zone"} for found in (own, other)
    ]
    assert names[0] == names[1]
    assert names[0]


def test_parts_that_nothing_was_counted_of_are_refused_and_case_does_not_matter(zoning: Zoning) -> None:
    for part, why in (("凌晨", "没有时段表"), ("Evening", "没有时段表"), ("春", "四季")):
        said = zoning("density", SAMPLE, "--of", part, "--lang", "zh")
        assert said.code == 3
        assert why in said.err
    assert zoning("density", SAMPLE, "--of", "TRAFFIC", "--json").json["part"] == {"by": "class", "key": "traffic"}
    assert zoning("density", SAMPLE, "--at-least", "0").code == 2


def test_no_such_part_and_no_such_table_are_refused(zoning: Zoning, tmp_path: Path) -> None:
    said = zoning("density", SAMPLE, "--of", "午夜", "--lang", "zh")
    assert said.code == 3
    assert "凌晨" in said.err
    assert zoning("density", SAMPLE, "--counts", str(tmp_path / "没有.csv")).code == 3
    assert zoning("density", SAMPLE, "--false-share", "2").code == 2


def test_a_class_has_a_grid_of_its_own(given: tuple[Path, Path], tmp_path: Path, zoning: Zoning) -> None:
    county, calls = given
    table = tmp_path / "counts.csv"
    assert zoning("count", str(calls), "--county", str(county), "--out", str(table), "--lang", "en").code == 0
    words = ("density", str(county), "--counts", str(table), "--json")
    every, traffic = zoning(*words).json, zoning(*words, "--of", "交通").json
    assert traffic["part"] == {"by": "class", "key": "traffic"}
    assert 0 < len(traffic["grid"]["squares"]) <= len(every["grid"]["squares"])
    assert traffic["grid"]["bandwidth_m"] == every["grid"]["bandwidth_m"], "maps of parts can be held side by side"
    evening = zoning(*words[:-1], "--of", "evening", "--lang", "zh").out
    assert "没有时段表" not in evening
    assert "看某一时段或季节时不检验" in evening


@pytest.mark.parametrize("counts", ["absent", "wrong"])
def test_every_slip_of_a_density_is_told_at_once(
    zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counts: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    if counts == "wrong":
        Path("数.csv").write_text("station,class,period,count\n999,criminal,2024-01,1\n", encoding="utf-8")
    said = zoning("density", SAMPLE, "无.json", "--counts", "数.csv", "--of", "午夜", "--out", "file")
    assert (said.code, said.out) == (3, "")
    for place in ("* 数.csv", "* --of", "* 无.json", "* --out"):
        assert place in said.err


def test_a_part_that_was_not_counted_is_told_beside_a_plan_that_is_none(zoning: Zoning) -> None:
    said = zoning("density", SAMPLE, "无.json", "--of", "凌晨", "--lang", "zh")
    assert (said.code, "没有时段表" in said.err, "* 无.json" in said.err) == (3, True, True)
