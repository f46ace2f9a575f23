"""A made-up list of calls with every dirt is counted as a plain loop counts it, and no person of it comes out."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from openpyxl import Workbook

import geodata
from geodata.calls import stream
from geodata.calls.categories import read_categories
from geodata.calls.count import Wanted, count_calls, with_counts
from geodata.calls.small import cells, merged_classes
from tests.geodata.calls.made import CALLS, KINDS, PERSONS, Truth, make, rows_in
from zoning.judge.calendar import spans_of
from zoning.model.errors import InputError
from zoning.model.stations import DEFAULT_CLASSES

TODAY = date(2026, 1, 1)
MOMENT = datetime(2023, 1, 5, 13, 4, 9)  # noqa: DTZ001


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    path = tmp_path_factory.mktemp("calls") / "明细.csv"
    return path, make(path, 4000)


@pytest.mark.parametrize("rows", [700, stream.ROWS])
def test_every_cell_and_reason_is_that_of_a_plain_loop(
    rows: int, county: Path, listed: tuple[Path, Truth], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "ROWS", rows)
    calls, truth = listed
    found, sheets = count_calls(geodata.read_source(county), calls, Wanted(TODAY, points="gcj02"))
    assert +Counter({(str(s), str(c), str(p)): int(str(n)) for s, c, p, n in sheets.incidents[1:]}) == truth.cells
    hours = {(str(s), str(c), int(str(d)), int(str(h))): int(str(n)) for s, c, d, h, n in sheets.hours[1:]}
    assert Counter(hours) == truth.hours
    assert +Counter(found.not_counted) == truth.reasons
    assert (found.read, found.counted) == (4000, truth.cells.total())
    assert (found.years, len(found.periods)) == (1.0, 12)
    shown = Counter({one.word: one.count for one in found.kinds})
    assert shown == Counter({word: n for word, n in truth.kinds.items() if word != PERSONS[0]})
    assert found.hidden_kinds == truth.kinds[PERSONS[0]] > 0


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("盗窃", "criminal"),
        ("电信网络诈骗", "criminal"),
        ("交通事故逃逸", "traffic"),
        ("家庭暴力", "dispute"),
        ("群众求助-开锁", "help"),
        ("火灾", "disaster"),
        ("其它", "other"),
        ("治安", "public_order"),
        ("traffic", "traffic"),
        ("重复报警-交通事故", "repeated"),
        ("110系统测试", "test"),
        ("性骚扰", "public_order"),
        ("骚扰电话治安案件", "public_order"),
        ("骚扰电话", "nuisance"),
        ("合同无效纠纷", "dispute"),
        ("取消婚约", None),
        ("取消婚约纠纷", "dispute"),
        ("非重复报警-盗窃", "criminal"),
        ("消防火灾演练", "test"),
        ("酒精测试", None),
        ("飞碟", None),
        ("", None),
    ],
)
def test_the_usual_words_mean_the_usual_classes(kind: str, key: str | None) -> None:
    meant = read_categories(DEFAULT_CLASSES).of(kind)
    assert (DEFAULT_CLASSES[meant].key if isinstance(meant, int) else meant) == key


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("已撤销", "cancelled"),
        ("报警人自行取消", "cancelled"),
        ("无效警情", "nuisance"),
        ("办结（重复报警）", "repeated"),
        ("恶意骚扰电话", "nuisance"),
        ("系统测试", "test"),
        ("抢救无效死亡", None),
        ("调解无效", None),
        ("未撤销", None),
        ("取消婚约", None),
        ("非重复报警", None),
        ("撤销案件", None),
        ("", None),
    ],
)
def test_a_state_is_a_reason_where_it_says_nothing_else(state: str, reason: str | None) -> None:
    assert read_categories(DEFAULT_CLASSES).reason(state) == reason


def test_the_words_of_a_bureau_win_and_all_its_mistakes_are_told(tmp_path: Path) -> None:
    own = tmp_path / "kinds.toml"
    own.write_text('[classes]\n"治安" = ["盗窃", "飞碟"]\n[left_out]\ntest = ["联调"]\n', encoding="utf-8")
    words = read_categories(DEFAULT_CLASSES, own)
    meant = {kind: words.of(kind) for kind in ("盗窃", "飞碟目击", "诈骗", "联调")}
    assert meant == {"盗窃": 1, "飞碟目击": 1, "诈骗": 0, "联调": "test"}
    own.write_text('[classes]\n"治按" = ["a"]\ndispute = ["b"]\nhelp = ["b"]\n[left_out]\nwhy = ["c"]\n')
    with pytest.raises(InputError) as wrong:
        read_categories(DEFAULT_CLASSES, own)
    assert [one.column for one in wrong.value.mistakes] == ["classes.治按", "classes.help", "left_out.why"]
    own.write_text('[other]\nx = 1\n[classes]\nhelp = "b"\n')
    with pytest.raises(InputError) as wrong:
        read_categories(DEFAULT_CLASSES, own)
    assert [one.column for one in wrong.value.mistakes] == ["other", "classes.help"]


@given(arrays(np.int64, (2, 3, 4), elements=st.integers(0, 6)), st.integers(2, 6), st.sampled_from([None, 0, 2]))
def test_small_counts_join_others_and_none_is_lost(
    counts: np.ndarray[tuple[int, int, int], np.dtype[np.int64]], least: int, other: int | None
) -> None:
    rows = list(cells(merged_classes(counts, least, other), least))
    for row, station in enumerate(counts):
        own = [count for at, _, _, count in rows if at == row]
        assert sum(own) == station.sum()
        assert all(count == 0 or count >= least for count in own) or station.sum() < least
        assert sum(count > 0 for count in own) <= 1 or station.sum() >= least


@pytest.mark.parametrize("size", [7, stream.ROWS])
def test_numbers_that_a_spreadsheet_cut_off_are_no_numbers(
    size: int, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "ROWS", size)
    cut = ("370123202301050000", "3.70123E+17", "0", "无", "NULL")
    rows = [f"{cut[k % 5]},2023-01-05 13:{k:02d},东山,纠纷" for k in range(30)]
    again = ["B1,2023-02-01 10:00,东山,纠纷"] * 3 + ["B1,2023-02-01 10:00,西河,纠纷"]
    found, _ = count_calls(
        geodata.read_source(county), rows_in(tmp_path, "编号,报警时间,派出所,类别", *rows, *again), Wanted(TODAY)
    )
    assert (found.read, found.counted, found.not_counted["duplicate"]) == (34, 32, 2)
    assert found.same_number == 6  # the true number stands at six times, B1 at two stations


def test_the_words_behind_a_reason_are_listed_and_no_person_is(county: Path, tmp_path: Path) -> None:
    persons = ("青A12345", "韩乙卜拉", "才让卓玛", "冶某某", "马哈力麦")
    kinds = [kind for kind in (*persons, "虫草采挖", "盗窃") for _ in range(3)]
    states = ["已撤销"] * 3 + ["抢救无效死亡"] * 3
    rows = [f"2023-01-05 13:04:{k:02d},东山,{kind},办结" for k, kind in enumerate(kinds)]
    rows += [f"2023-01-06 13:04:{k:02d},东山,盗窃,{state}" for k, state in enumerate(states)]
    found, _ = count_calls(
        geodata.read_source(county), rows_in(tmp_path, "报警时间,派出所,类别,状态", *rows),
        Wanted(TODAY, kinds=_words(tmp_path)),
    )  # fmt: skip
    assert [(one.word, one.count) for one in found.kinds] == [("虫草采挖", 3)]
    assert found.hidden_kinds == 3 * len(persons)
    assert [(one.reason, [(word.word, word.count) for word in one.words]) for one in found.left_out] == [
        ("cancelled", [("已撤销", 3)])
    ]
    assert found.counted == 6


def test_names_beside_a_word_of_the_trade_are_in_no_word_of_the_record(county: Path, tmp_path: Path) -> None:
    rows = [
        f"2023-01-05 13:04:{second:02d},{unit},{kind},{state}"
        for second, (unit, kind, state) in enumerate(
            [
                ("东山", "嫌疑人马小明盗窃", "办结"),
                ("东山", "张三丰家", "办结"),
                ("民警马小明", "盗窃", "办结"),
                ("邻县公安局", "盗窃", "办结"),
                ("东山", "盗窃", "已撤销（张三丰）"),
            ]
            * 3
        )
    ]
    calls = rows_in(tmp_path, "报警时间,派出所,类别,状态", *rows)
    found, _ = count_calls(geodata.read_source(county), calls, Wanted(TODAY, kinds=_words(tmp_path)))
    assert not any(name in repr(found) for name in ("马小明", "张三丰"))
    assert [(one.word, one.count) for named in found.classes for one in named.kinds] == [("盗窃", 3)]
    assert [(one.word, one.count) for one in found.left_out[0].words] == [("撤销", 3)]
    assert [(one.word, one.count) for one in found.stations] == [("邻县公安局", 3)]
    assert (found.hidden_kinds, found.hidden_stations) == (3, 3)


def _words(tmp_path: Path) -> Path:
    """The classes of the drawn county are two; 盗窃 is counted in one of them."""
    path = tmp_path / "own.toml"
    path.write_text('[classes]\ndispute = ["盗窃"]\n', encoding="utf-8")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "、", "；"])
def test_text_of_every_encoding_and_delimiter(county: Path, tmp_path: Path, encoding: str, delimiter: str) -> None:
    calls = tmp_path / "calls.csv"
    calls.write_text("接警明细\n\n" + CALLS.replace(",", delimiter), encoding=encoding)
    found, _ = count_calls(geodata.read_source(county), calls, Wanted(TODAY))
    assert (found.read, found.counted) == (2, 2)


def test_a_workbook_with_a_title_and_true_dates(county: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("说明").append(["本表为虚构"])
    sheet = book.create_sheet("明细")
    sheet.append(["110明细"])
    sheet.append(["接警时间", "报警人", "派出所代码", "警情类别"])
    sheet.append([MOMENT, PERSONS[0], 101, "纠纷"])
    sheet.append([None, None, None, None])
    sheet.append([MOMENT.date(), PERSONS[1], "103", "交通"])
    book.save(tmp_path / "calls.xlsx")
    found, sheets = count_calls(geodata.read_source(county), tmp_path / "calls.xlsx", Wanted(TODAY))
    assert (found.read, found.counted, found.without_hour) == (2, 2, 1)
    assert dict(found.columns) == {"time": "接警时间", "station": "派出所代码", "kind": "警情类别"}
    assert sheets.hours[1:] == [("101", "dispute", 4, 13, 1)]


UPPER = (
    ["110明细"],
    ["编号", "报警时间", "管辖单位", "警情类别", "位置", None, "状态"],
    [None] * 4 + ["经度", "纬度", None],
)
LOWER = (
    ["接警", None, "处警", None, "位置", None, "状态"],
    ["编号", "报警时间", "管辖单位", "警情类别", "经度", "纬度", None],
)


@pytest.mark.parametrize("heads", [UPPER, LOWER])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_headings_over_two_rows_are_read_as_one(
    county: Path, tmp_path: Path, heads: tuple[list[str | None], ...], form: str
) -> None:
    calls = [
        ["A1", "2023-01-05 10:00:01", "东山", "纠纷", 107.02, 30.02, "已撤销"],
        ["A2", "2023-01-05 10:00:02", None, "纠纷", 107.02, 30.02, None],
    ]
    book, path = Workbook(), tmp_path / f"calls.{form}"
    rows = [*heads, *calls]
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    if form == "xlsx":
        book.save(path)
    else:
        path.write_text("\n".join(",".join("" if c is None else str(c) for c in row) for row in rows), encoding="utf-8")
    found, _ = count_calls(geodata.read_source(county), path, Wanted(TODAY))
    assert (found.read, found.counted, found.not_counted["cancelled"]) == (2, 1, 1)
    assert found.columns["lon"] == "经度"


def test_calls_with_a_point_belong_to_the_nearest_village_of_their_station(county: Path, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    for file in county.iterdir():
        (tmp_path / "x" / file.name).write_bytes(file.read_bytes())
    rows = [
        "code,name,station,lon,lat",
        "v1,一村,101,107.02,30.02",
        "v2,二村,101,107.08,30.08",
        "v3,三村,102,107.11,30.05",
    ]
    (tmp_path / "x" / "villages.csv").write_text("\n".join(rows))
    calls = tmp_path / "calls.csv"
    points = [(107.03, 30.03), (107.07, 30.09), (107.09, 30.05), (107.15, 30.05), (107.25, 30.25)]
    calls.write_text(
        "\n".join(["时间,类别,经度,纬度", *(f"2023-01-01 00:00:0{n},纠纷,{x},{y}" for n, (x, y) in enumerate(points))])
    )
    _, sheets = count_calls(geodata.read_source(tmp_path / "x"), calls, Wanted(TODAY))
    assert sheets.villages[1:] == [
        ("101", "v1", "dispute", 1),
        ("101", "v2", "dispute", 2),
        ("102", "v3", "dispute", 1),
    ]


def test_the_county_keeps_everything_but_its_incidents(county: Path, tmp_path: Path) -> None:
    calls = tmp_path / "calls.csv"
    calls.write_text(CALLS)
    tables = geodata.read_source(county)
    whole = with_counts(tables, *count_calls(tables, calls, Wanted(TODAY)))
    assert {key: table for key, table in whole.tables.items() if key != "incidents"} == dict(tables.tables)
    assert {one.key for one in geodata.build(whole).county.classes} == set(KINDS)


@pytest.mark.parametrize("by", ["weekday", "shift"])
def test_weekdays_and_shifts_are_sums_of_the_hours(by: str, county: Path, listed: tuple[Path, Truth]) -> None:
    calls, truth = listed
    found, sheets = count_calls(geodata.read_source(county), calls, Wanted(TODAY, points="gcj02", by=by))
    wanted: Counter[tuple[str, str, str]] = Counter()
    for (station, kind, day, hour), count in truth.hours.items():
        name = (
            f"{day}周{'一二三四五六日'[day - 1]}" if by == "weekday" else f"{hour // 8 * 8:02d}-{hour // 8 * 8 + 8:02d}"
        )
        wanted[station, kind, name] += count
    assert +Counter({(str(s), str(c), str(p)): int(str(n)) for s, c, p, n in sheets.incidents[1:]}) == wanted
    assert list(found.periods) == sorted({name for _, _, name in wanted})
    assert sum(one.count for one in found.classes) == found.counted == truth.cells.total()
    assert wanted.total() == found.counted


@pytest.mark.parametrize(
    ("by", "periods"), [("quarter", ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")), ("year", ("2023",))]
)
def test_quarters_and_years_are_called_as_every_command_reads_them(
    by: str, periods: tuple[str, ...], county: Path, listed: tuple[Path, Truth]
) -> None:
    calls, truth = listed
    found, sheets = count_calls(geodata.read_source(county), calls, Wanted(TODAY, points="gcj02", by=by))
    wanted: Counter[tuple[str, str, str]] = Counter()
    for (station, kind, month), count in truth.cells.items():
        year, number = month.split("-")
        wanted[station, kind, year if by == "year" else f"{year}-Q{(int(number) + 2) // 3}"] += count
    assert +Counter({(str(s), str(c), str(p)): int(str(n)) for s, c, p, n in sheets.incidents[1:]}) == wanted
    assert found.periods == periods
    assert spans_of(found.periods) is not None
