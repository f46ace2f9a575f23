"""``zoning count``: what is written and shown, and what is refused; of a person nothing comes out."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

import geodata
from tests.geodata.calls.made import CALLS, PERSONS, Truth, cells_of, make, named
from tests.workbench.conftest import Said
from zoning.judge.calendar import TOGETHER

Zoning = Callable[..., Said]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return named(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    path = tmp_path_factory.mktemp("calls") / "明细.csv"
    return path, make(path, 2000)


def test_no_person_of_the_list_comes_out(
    county: Path, listed: tuple[Path, Truth], tmp_path: Path, zoning: Zoning
) -> None:
    calls, truth = listed
    words = ["count", str(calls), "--county", str(county), "--points", "gcj02", "--out", str(tmp_path / "警情.csv")]
    plain, json = zoning(*words), zoning(*words, "--json")
    assert (plain.code, json.code, plain.err, json.err) == (0, 0, "", "")
    written = [file.read_text("utf-8-sig") for file in tmp_path.iterdir()]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["警情.csv", "警情_时段.csv", "警情_网格.csv"]
    for person in PERSONS:
        assert not any(person in text for text in (plain.out, json.out, *written))
    assert cells_of(tmp_path / "警情.csv") == truth.cells
    assert json.json["counted"] == truth.cells.total()


def test_the_counts_go_into_the_county_and_what_was_there_is_kept(county: Path, tmp_path: Path, zoning: Zoning) -> None:
    calls, book = tmp_path / "calls.csv", tmp_path / "县.xlsx"
    calls.write_text(CALLS)
    said = zoning("count", str(calls), "--county", str(county), "--into", str(book), "--since", "2023-01-01",
                  "--until", "2023-06-30")  # fmt: skip
    assert said.code == 0
    read = geodata.read_county(book)
    assert read.years == 0.5
    assert read.counts.sum() == 2
    before = book.read_bytes()
    calls.write_text(CALLS + "2023-03-03 00:00:00,南坪镇,邻里矛盾\n")
    assert zoning("count", str(calls), "--county", str(book), "--into", str(book)).code == 0
    assert (tmp_path / "县_原.xlsx").read_bytes() == before
    assert geodata.read_county(book).counts.sum() == 3
    assert geodata.read_county(book).years == 0.25
    assert zoning("count", str(calls), "--county", str(book), "--into", str(book)).code == 0
    assert (tmp_path / "县_原.xlsx").read_bytes() == before, "the first copy is never written over"
    assert (tmp_path / "县_原2.xlsx").is_file()
    folder = zoning("count", str(calls), "--county", str(county), "--into", str(county))
    assert (folder.code, "--out" in folder.err) == (3, True)
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"not ours")
    assert zoning("count", str(calls), "--county", str(book), "--into", str(other)).code == 3
    assert other.read_bytes() == b"not ours"


def test_small_counts_are_merged_on_the_way_to_the_file(county: Path, tmp_path: Path, zoning: Zoning) -> None:
    calls, out = tmp_path / "calls.csv", tmp_path / "out.csv"
    rows = [f"2023-{month:02d}-02 03:04:0{second},101,纠纷" for second, month in enumerate((1, 1, 1, 2, 2, 3))]
    calls.write_text("\n".join(["报警时间,派出所,类别", *rows, "2023-01-02 03:04:05,101,交通"]))
    said = zoning("count", str(calls), "--county", str(county), "--out", str(out), "--at-least", "3", "--json")
    assert said.code == 0
    assert cells_of(out) == {("101", "dispute", "2023-01"): 4, ("101", "dispute", TOGETHER): 3}
    assert said.json["small_merged"] == 3  # traffic, two months


@pytest.mark.parametrize(
    ("content", "words", "place"),
    [
        ("a,b\n1,2\n", (), "--column time="),
        (
            "诸葛春雨13812345678,2025-01-02 10:00,东山,盗窃\n欧阳国强,2025-01-02 11:00,东山,盗窃\n",
            (),
            "缺少表头（共 4 列）",
        ),
        ("时刻x,管辖单位,警情类别,诸葛春雨\n2025-01-02,东山,纠纷,a\n", (), "管辖单位、警情类别、另有 2 列"),
        ("报警时间,类别\n2023-01-01,纠纷\n", (), "--column station="),
        (CALLS, ("--column", "kind=没有"), "没有这一列"),
        (CALLS, ("--column", "wish=报警时间"), "没有这样的列用途"),
        (CALLS, ("--column", "报警时间"), "time=报警时间"),
        (CALLS, ("--since", "2023-13-01"), "应为日期"),
        (CALLS, ("--until", "2099-12-31"), "今天之后"),
        (CALLS, ("--since", "1900-01-01"), "2023-01-02 至 2023-02-03"),
        (CALLS, ("--since", "2023-02-01", "--until", "2023-01-01"), "对调"),
        (CALLS, ("--points", "EPSG:1"), "--points"),
        (CALLS, ("--rest", "飞碟"), "飞碟"),
        (CALLS, ("--rest", "test"), "应为本县的警情类别：dispute 纠纷"),
        (CALLS, ("--out", "counts.txt"), ".csv"),
        ("报警时间,管辖派出所,警情类别\n", (), "没有"),
        ('报警时间,管辖派出所,警情类别\n2023-01-01,"东山,纠纷\n', (), "引号"),
        ("", (), "calls.csv"),
        ("110??????\n?????,???,????\n2023-01-01,??,??\n", (), "问号"),
        (",,\n,,\n", (), "没有"),
        (
            "报警时间,管辖派出所,报警人姓名\n2023-01-01 00:00:00,东山,诸葛春雨\n",
            ("--column", "kind=报警人姓名"),
            "姓名",
        ),
        (
            "报警时间,管辖派出所,警情类别,联系号码\n2023-01-01 00:00:00,东山,纠纷,13812345678\n",
            ("--column", "id=联系号码"),
            "联系号码",
        ),
    ],
)
def test_what_cannot_be_counted_is_told(
    county: Path, tmp_path: Path, zoning: Zoning, content: str, words: tuple[str, ...], place: str
) -> None:
    calls = tmp_path / "calls.csv"
    calls.write_text(content)
    said = zoning("count", str(calls), "--county", str(county), *words)
    assert said.code == 3
    assert place in said.err
    assert PERSONS[0] not in said.err


def test_a_damaged_workbook_is_bad_input(county: Path, tmp_path: Path, zoning: Zoning) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["接警时间", "派出所代码", "警情类别"])
    for row in range(300):
        sheet.append([f"2023-01-01 00:00:{row % 60:02d}", 101, "纠纷"])
    book.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(tmp_path / "cut.xlsx", "w") as cut:
        for name in whole.namelist():
            content = whole.read(name)
            cut.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    assert zoning("count", str(tmp_path / "whole.xlsx"), "--county", str(county), "--json").json["read"] == 300
    said = zoning("count", str(tmp_path / "cut.xlsx"), "--county", str(county))
    assert (said.code, "cut.xlsx" in said.err) == (3, True)


def test_places_need_areas_or_a_station(tmp_path: Path, zoning: Zoning) -> None:
    county, calls = named(tmp_path / "county"), tmp_path / "calls.csv"
    (county / "areas.geojson").unlink()
    calls.write_text("时间,类别,经度,纬度\n2023-01-01 00:00:00,纠纷,107.03,30.03\n")
    said = zoning("count", str(calls), "--county", str(county))
    assert said.code == 3
    assert "--areas" in said.err


def test_nothing_but_a_table_of_counts_is_written_over(county: Path, tmp_path: Path, zoning: Zoning) -> None:
    calls, out, beside = tmp_path / "calls.csv", tmp_path / "警情.csv", tmp_path / "别的_时段.csv"
    calls.write_text(CALLS)
    words = ["count", str(calls), "--county", str(county), "--out"]
    beside.write_text("foreign")
    (tmp_path / "link.csv").symlink_to(calls)
    foreign = tmp_path / "foreign.csv"
    foreign.write_text("station,class,period,count,note\n")
    kept = (calls, county / "stations.csv", beside, foreign)
    before = [file.read_bytes() for file in kept]
    for target in (calls, tmp_path / "link.csv", county / "stations.csv", tmp_path / "别的.csv", foreign):
        said = zoning(*words, str(target))
        assert (said.code, "不会覆盖" in said.err) == (3, True), target
    assert [file.read_bytes() for file in kept] == before
    assert not (tmp_path / "别的.csv").exists()
    assert zoning(*words, str(out)).code == 0
    assert zoning(*words, str(out), "--by", "year").code == 0
    assert ("101", "traffic", "2023 (01-01..02-28)") in cells_of(out)


def test_where_nothing_is_counted_nothing_is_written(county: Path, tmp_path: Path, zoning: Zoning) -> None:
    calls, out, book = tmp_path / "calls.csv", tmp_path / "警情.csv", tmp_path / "县.xlsx"
    calls.write_text(CALLS.replace("纠纷", "飞碟").replace("交通", "飞碟"))
    words = ["count", str(calls), "--county", str(county)]
    for more in (("--into", str(book)), ("--out", str(out)), ("--into", str(book), "--out", str(out))):
        said = zoning(*words, *more)
        assert (said.code, "类别不明 2 条" in said.err) == (3, True)
    assert [*tmp_path.iterdir()] == [calls]
    shown = zoning(*words)
    assert (shown.code, "没有一条计入" in shown.out, "共 0.00 年" in shown.out) == (0, True, False)


def test_what_was_put_together_is_told_and_periods_of_it_are_refused(
    county: Path, tmp_path: Path, zoning: Zoning
) -> None:
    calls, book = tmp_path / "calls.csv", tmp_path / "县.xlsx"
    months = [1] * 5 + [2] * 4 + [3] * 2 + [4]
    rows = [f"2023-{month:02d}-02 03:04:{second:02d},101,纠纷" for second, month in enumerate(months)]
    calls.write_text("\n".join(["报警时间,派出所,类别", *rows]))
    count = ("count", str(calls), "--county", str(county), "--at-least", "3", "--into", str(book))
    said = zoning(*count)
    assert (said.code, "只供交给外单位" in said.out + said.err) == (0, True)
    told = "12 起中有 3 起归入“合并”"
    for words in (("check", str(book)), ("density", str(book))):
        shown = zoning(*words)
        assert (shown.code, told in " ".join((shown.out + shown.err).split())) == (0, True), words
    for asked in (
        ("evaluate", str(book), "2023-01", "2023-02"),
        ("forecast", str(book)),
        ("solve", str(book), "--mode", "worst_period"),
    ):
        refused = zoning(*asked)
        assert refused.code == 3, (asked, refused.err)
        assert told in "".join(refused.err.split("\n")), asked
        assert "--at-least" in refused.err


def test_totals_long_codes_and_months_without_calls_are_told(tmp_path: Path, zoning: Zoning) -> None:
    county, calls = named(tmp_path / "county"), tmp_path / "calls.csv"
    for file in county.iterdir():
        text = file.read_text("utf-8").replace("101", "630225101")
        file.write_text(text, encoding="utf-8")
    days = [f"2023-{month:02d}-{day:02d} 03:04:05" for month in (1, 2, 4) for day in range(1, 11)]
    rows = [f"{day},{'630225101000' if day < '2023-02' else chr(39) + '630225101'},纠纷" for day in days]
    calls.write_text("\n".join(["报警时间,派出所,类别", *rows, "合 计,30,"]), encoding="utf-8")
    words = ["count", str(calls), "--county", str(county)]
    said, json = zoning(*words), zoning(*words, "--json").json
    assert (json["read"], json["counted"], json["by_town"], json["total_rows"]) == (30, 30, 10, 1)
    assert json["empty_months"] == ["2023-03"]
    assert all(word in said.out for word in ("按前 9 位", "1 行是合计", "2023-03 没有一条记录"))


def test_times_of_another_zone_are_moved_and_told(county: Path, tmp_path: Path, zoning: Zoning) -> None:
    calls = tmp_path / "calls.csv"
    times = ("2023-01-02 20:04:05Z", "2023-01-02T23:04:05+00:00", "2023-01-02T03:04:05.5-05:00", "2023-01-03 05:06:07")
    calls.write_text("\n".join(["报警时间,派出所,类别", *(f"{time},东山,纠纷" for time in times)]), encoding="utf-8")
    out = tmp_path / "警情.csv"
    said = zoning("count", str(calls), "--county", str(county), "--out", str(out))
    assert "3 条的时间带 Z 或时差" in " ".join(said.out.split())
    hours = {cells[2:] for cells in cells_of(tmp_path / "警情_时段.csv")}
    assert hours == {("2", "4"), ("2", "7"), ("1", "16"), ("2", "5")}
    assert zoning("count", str(calls), "--county", str(county), "--json").json["other_zone"] == 3


def test_periods_are_asked_for_in_chinese(county: Path, tmp_path: Path, zoning: Zoning) -> None:
    (calls := tmp_path / "calls.csv").write_text(CALLS, encoding="utf-8")
    words = ("count", str(calls), "--county", str(county), "--json", "--by")
    for word, key in (("月份", "month"), ("季度", "quarter"), ("按年", "year"), ("星期", "weekday"), ("班次", "shift")):
        assert zoning(*words, word).json["periods"] == zoning(*words, key).json["periods"]
    assert zoning(*words, "不分").json["periods"] == [""]
    refused = zoning("count", str(calls), "--county", str(county), "--by", "旬")
    assert (refused.code, "可写 月、季、年" in refused.err) == (2, True)


def test_a_table_that_this_count_does_not_have_is_taken_away_if_a_count_wrote_it(
    county: Path, tmp_path: Path, zoning: Zoning
) -> None:
    (calls := tmp_path / "calls.csv").write_text(CALLS, encoding="utf-8")
    (stale := tmp_path / "警情_村社区.csv").write_text("\ufeffstation,village,class,count\n", encoding="utf-8")
    (own := tmp_path / "警情_备注.csv").write_text("station,village,class,count\n", encoding="utf-8")
    said = zoning("count", str(calls), "--county", str(county), "--out", str(tmp_path / "警情.csv"))
    assert (said.code, f"已删除 {stale}" in "".join(said.out.split("\n"))) == (0, True), said.out
    assert (stale.exists(), own.exists()) == (False, True)


def test_check_and_count_tell_of_the_same_small_counts(county: Path, tmp_path: Path, zoning: Zoning) -> None:
    (calls := tmp_path / "calls.csv").write_text(CALLS + "2023-02-03 04:05:06,东山,纠纷\n", encoding="utf-8")
    book = tmp_path / "县.xlsx"
    found = zoning("count", str(calls), "--county", str(county), "--into", str(book), "--json").json
    assert f"有 {found['small_left']['incidents']} 处警情起数只有 1 至 2" in zoning("check", str(book)).out


def test_slips_on_the_command_line_are_told_with_what_there_is(county: Path, tmp_path: Path, zoning: Zoning) -> None:
    calls, kinds = tmp_path / "calls.csv", tmp_path / "kinds.toml"
    calls.write_text(CALLS)
    kinds.write_text('[classes]\ndispute = ["盗窃",\n', encoding="utf-8")
    by = zoning("count", str(calls), "--county", str(county), "--by", "week")
    assert (by.code, "month、quarter、year、weekday、shift、all" in by.err) == (2, True)
    assert "* .：是文件夹" in zoning("count", ".", "--county", str(county)).err
    assert "方括号没有写完" in zoning("count", str(calls), "--county", str(county), "--kinds", str(kinds)).err


@pytest.mark.parametrize(
    ("words", "code", "places"),
    [
        (("--by", "week"), 2, ("--by",)),
        (("--by", "week", "--column", "time", "--since", "2023-02-30"), 3, ("--by", "--column", "--since")),
        (
            ("--by", "week", "--points", "EPSG:1", "--rest", "飞碟", "--kinds", "没有.toml", "--until", "2099-12-31"),
            3,
            ("--by", "--points", "没有.toml", "--rest", "--until"),
        ),
        (
            (
                "--since", "2023-02-01", "--until", "2023-01-01", "--column", "kind=无此列", "--into", "县.txt",
                "--out", "数.txt",
            ),
            3,
            ("--into", "--out", "--since", "calls.csv"),
        ),
    ],
)  # fmt: skip
def test_every_slip_of_a_count_is_told_at_once(
    county: Path, tmp_path: Path, zoning: Zoning, words: tuple[str, ...], code: int, places: tuple[str, ...]
) -> None:
    (calls := tmp_path / "calls.csv").write_text(CALLS)
    said = zoning("count", str(calls), "--county", str(county), *words)
    assert (said.code, said.out) == (code, "")
    told = [line.removeprefix("* ") for line in said.err.splitlines() if line.startswith("* ")]
    assert len(told) == len(places)
    assert sorted(place for place in places for line in told if line.startswith(place)) == sorted(places)


def test_slips_of_a_count_are_told_beside_an_unreadable_county(tmp_path: Path, zoning: Zoning) -> None:
    (calls := tmp_path / "calls.csv").write_text(CALLS)
    said = zoning("count", str(calls), "--county", str(tmp_path / "无"), "--by", "week", "--out", "数.txt")
    assert (said.code, said.err.count("\n* ")) == (3, 3)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "工作表“2月”没有其他工作表有的列：派出所、状态；其 2 行读入时没有这些内容"),
        ("en", "Sheet 2月 has no column that other sheets have: station, state; its 2 rows were read without"),
    ],
)
def test_a_sheet_without_a_column_that_the_other_has_is_told(
    county: Path, tmp_path: Path, zoning: Zoning, language: str, told: str
) -> None:
    book = Workbook()
    whole, short = book.worksheets[0], book.create_sheet("2月")
    whole.title = "1月"
    whole.append(["接警时间", "派出所代码", "警情类别", "处警结果", "经度", "纬度"])
    short.append(["接警时间", "警情类别", "经度", "纬度"])
    for second in range(2):
        whole.append([f"2023-01-05 13:04:0{second}", 101, "纠纷", "已处置", 107.03, 30.03])
        short.append([f"2023-02-05 13:04:0{second}", "纠纷", 107.03, 30.03])
    book.save(tmp_path / "calls.xlsx")
    said = zoning("count", str(tmp_path / "calls.xlsx"), "--county", str(county), "--lang", language)
    assert said.code == 0
    assert "".join(told.split()) in "".join(said.out.split())
