"""Data on persons is refused in every table and layer, named and counted, and no value of it goes any further."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import geodata
from geodata.marked.book import notes_on, sheet_names
from geodata.privacy.personal import is_holder, is_identity, is_name, personal
from geodata.sources.packing import render_geopackage
from geodata.tables.table import Row, Table, Tables
from geodata.workbook.writing import render_workbook
from tests.geodata.drawn import CODES, adding, change, draw, get, put
from tests.geodata.everything import everything
from workbench.cli import main
from zoning.model.errors import InputError, Mistake
from zoning.texts import Message

PEOPLE = ["张伟", "王秀英", "李 娜", "刘洋", "陈建国", "欧阳娜娜", "买买提·艾力", "马某某", "赵敏"]
NUMBERS = ["11010519491231002X", "440524188001010014", "110105194912310021"]


def born(serial: int) -> str:
    """An identity number with the right check digit."""
    head = f"50023019800101{serial:03}"
    return next(head + last for last in "0123456789X" if is_identity(head + last))


IDENTITIES = [born(i) for i in range(9)]
PHONES = [f"1380972{i:04}" for i in range(9)]
HOMES = [f"解放路{i}号3单元{i}01室" for i in range(1, 10)]
VILLAGERS = list(zip(CODES, PEOPLE, PHONES, strict=True))
BLANK = [""] * 9
WITH_ONE = ["", "", "其他", "", "", "", "", "", ""]


def one(values: Sequence[str], value: str) -> list[str]:
    return [*values[:4], value, *values[5:]]


def test_the_check_digit_of_an_identity_number_is_reckoned() -> None:
    assert [is_identity(number) for number in NUMBERS] == [True, True, False]
    assert not is_identity("110105194913310027"), "no month 13"
    assert not is_identity("990105194912310028"), "no region 99"


@pytest.mark.parametrize("word", [*PEOPLE, "司马懿", "韩·札西", "张　伟"])
def test_names_of_persons_are_names(word: str) -> None:
    assert is_name(word)


@pytest.mark.parametrize(
    "word",
    [
        "高家镇",
        "王家村",
        "石家庄",
        "白沙街道",
        "龙河派出所",
        "江边",
        "李子坝",
        "局长",
        "政委",
        "城关",
        "张",
        "ABC",
        "黄色",
        "2024",
    ],
)
def test_places_bodies_and_posts_are_no_names(word: str) -> None:
    assert not is_name(word)


HOLDERS = ("张伟", "张局长", "王副局长", "李政委", "欧阳娜娜")
POSTS = ("局长", "副局长甲", "常务副局长", "政委", "党委书记", "纪委书记", "局领导A", "指挥中心主任")


@pytest.mark.parametrize(("post", "held"), [*((post, False) for post in POSTS), *((post, True) for post in HOLDERS)])
def test_a_post_is_no_holder_of_it(post: str, held: bool) -> None:
    assert is_holder(post) is held


@pytest.mark.parametrize(
    ("heading", "values", "kind"),
    [
        # the heading decides
        ("姓名", one(BLANK, "某"), "names"),
        ("报警人", PEOPLE, "names"),
        ("报警人姓名（必填）", PEOPLE, "names"),
        ("当 事 人", one(BLANK, "阿依古丽"), "names"),
        ("联系人", ["A", *BLANK[1:]], "names"),
        ("犯罪嫌疑人", one(BLANK, "穆罕默德"), "names"),
        ("受害人", PEOPLE, "names"),
        ("XM", PEOPLE, "names"),
        ("victim", ["John"], "names"),
        ("身份证号", one(BLANK, "500230********1234"), "identity"),
        ("公民身份号码", IDENTITIES, "identity"),
        ("SFZH", IDENTITIES, "identity"),
        ("联系电话", PHONES, "phones"),
        ("手机", one(BLANK, "138****0001"), "phones"),
        ("Mobile phone", PHONES, "phones"),
        ("家庭住址", one(BLANK, "丰都县三合街道"), "addresses"),
        ("地址", HOMES, "addresses"),
        # values decide, whatever the heading
        ("列1", PEOPLE, "names"),
        ("备注", ["张伟、王秀英", "李娜", "陈建国；刘洋", "赵小敏", "孙大山"], "names"),
        ("负责人", ["张伟", "局长", "李娜", "未定"], "names"),
        ("说明", one(WITH_ONE, "填表人：张伟"), "names"),
        ("说明", one(WITH_ONE, "联系人: 李 娜 科室自填"), "names"),
        ("序列", IDENTITIES, "identity"),
        ("编号", one(BLANK, IDENTITIES[0]), "identity"),
        ("x", one(WITH_ONE, f"见{IDENTITIES[3]}卷"), "identity"),
        ("x", ["１１０１０５１９４９１２３１００２Ｘ", "", "无"], "identity"),
        ("x", ["500230800101123", "500230810101123", "无"], "identity"),
        ("x", PHONES, "phones"),
        ("x", one(WITH_ONE, "138-0972-0001"), "phones"),
        ("x", one(WITH_ONE, "急事打13809720001"), "phones"),
        ("x", ["+86 13809720001", "无", "无", "无", "无"], "phones"),
        ("x", ["0972-8812345", "(0972)8812345", "无"], "phones"),
        ("x", HOMES, "addresses"),
        ("x", one(WITH_ONE, "5栋2单元301"), "addresses"),
        ("x", ["人民路12号", "东门巷3号", "无", "三组12号"], "addresses"),
    ],
)  # fmt: skip
def test_a_personal_column_is_known(heading: str, values: list[str], kind: str) -> None:
    found = personal(heading, values)
    assert found is not None
    assert found.kind == kind
    assert 0 < len(found.rows) <= sum(bool(value) for value in values)


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("姓名", BLANK),
        ("报警人数", ["12", "3"]),
        ("受害人数（人）", ["1", "2"]),
        ("当事人次", ["1", "2"]),
        ("身份证办理数", ["120", "35000"]),
        ("电话报警", ["1200", "35000"]),
        ("电话诈骗损失（元）", ["1234567", "12345678901"]),
        ("XM", ["高标准农田", "饮水工程", "金鸡产业园"]),
        ("手机盗窃", ["3", "0"]),
        ("地址类型", ["城区", "农村"]),
        ("IP地址", ["内网", "外网专线"]),
        ("机构代码", ["500230104000", "138009720001", "500230104001"]),
        ("统计用区划代码", ["500230104001", "500230104002"]),
        ("村组编码", ["500230101201001", "500230101201002"]),
        ("面积", ["13809720001.5", "13909720001.5"]),
        ("人口", ["12345", "67890"]),
        ("地名", ["高家", "龙河", "江池", "武平", "白沙"]),
        ("重点村", ["张湾", "李渡", "王台", "马鞍山", "黄草坪"]),
        ("所属乡镇", ["高家镇", "龙河镇", "江池镇"]),
        ("风险", ["高风险", "中风险", "低风险", "高风险"]),
        ("河流", ["龙河", "长江", "渠溪河"]),
        ("备注", ["常住", "流动", "白天", "夜间"]),
        ("特长", ["刑事", "经侦", "治安"]),
        ("道路", ["G348", "人民路", "G65高速12号桥"]),
        ("时间", ["2024-01-01 08:00", "2024-01-02 09:30"]),
        ("坐标", ["107.7312,29.8663", "107.7312,29.8664"]),
        ("楼层", ["一层", "二楼"]),
        ("x", ["张伟"]),
        ("x", ["12号桥", "3号桩"]),
    ],
)
def test_what_is_not_personal_passes(heading: str, values: list[str]) -> None:
    assert personal(heading, values) is None


@pytest.mark.parametrize("name", geodata.sample_names())
def test_places_and_stations_of_the_samples_are_no_persons(name: str) -> None:
    tables = geodata.read_source(f"sample:{name}")
    stations = tables.tables["stations"]
    names = [stations.cell(row, "name") for row in stations.rows]
    for values in (names, [name.removesuffix("镇").removesuffix("乡").removesuffix("街道") for name in names]):
        assert personal("备用", values) is None
    assert geodata.build(tables).county.name


# ------------------------------------------------------------------------------------------------------ in every table


def column(name: str, heading: str, values: Sequence[str]) -> Callable[[Path], None]:
    """Add a column to a table of a folder."""

    def edit(at: Path) -> None:
        header, *rows = get(at, name).splitlines()
        filled = [*values, *[""] * len(rows)]
        put(
            at,
            name,
            "\n".join([f"{header},{heading}", *(f"{r},{v}" for r, v in zip(rows, filled, strict=False))]) + "\n",
        )

    return edit


def attribute(heading: str, values: Sequence[str]) -> Callable[[Path], None]:
    """Add an attribute to the polygons of a folder."""

    def edit(at: Path) -> None:
        content = json.loads(get(at, "areas.geojson"))
        for feature, value in zip(content["features"], values, strict=True):
            feature["properties"][heading] = value
        put(at, "areas.geojson", json.dumps(content, ensure_ascii=False))

    return edit


Edit = Callable[[Path], None]
Told = tuple[str, str | None, str | None, int]
"""Kind, table, column and rows of a refusal."""
TABLES: dict[str, tuple[Edit, list[Told], Sequence[str]]] = {
    "unknown column of stations": (
        column("stations.csv", "负责人姓名", PEOPLE),
        [("names", "stations.csv", "负责人姓名", 9)],
        PEOPLE,
    ),
    "note of incidents": (column("incidents.csv", "备注", PHONES), [("phones", "incidents.csv", "备注", 9)], PHONES),
    "borders": (column("borders.csv", "x", IDENTITIES), [("identity", "borders.csv", "x", 9)], IDENTITIES),
    "free table": (
        lambda at: put(at, "villages.csv", "\n".join(["名称,支书,电话", *map(",".join, VILLAGERS)])),
        [("names", "villages.csv", "支书", 9), ("phones", "villages.csv", "电话", 9)],
        [*PEOPLE, *PHONES],
    ),
    "post that is a person": (
        lambda at: put(at, "leaders.csv", "职务,一把手\n局长,是\n张伟,否\n"),
        [("names", "leaders.csv", "职务", 1)],
        ["张伟"],
    ),
    "home in the table of posts": (
        lambda at: put(at, "posts.csv", "名称,位置\n" + "\n".join(f"点{i},{home}" for i, home in enumerate(HOMES))),
        [("addresses", "posts.csv", "位置", 9)],
        HOMES,
    ),
    "attribute of the areas": (
        attribute("户主", PEOPLE),
        [("names", "areas.geojson", "户主", 9)],
        PEOPLE,
    ),
    "attribute known by its values": (
        attribute("X1", IDENTITIES),
        [("identity", "areas.geojson", "X1", 9)],
        IDENTITIES,
    ),
    "codes that are identity numbers": (
        lambda at: change(at, "stations.csv", "\n105,E,", f"\n{IDENTITIES[4]},E,"),
        [("identity", "stations.csv", "code", 1)],
        IDENTITIES[4:5],
    ),
    "a name that is a phone number": (
        lambda at: change(at, "stations.csv", "\n105,E,", f"\n105,值班电话{PHONES[4]},"),
        [("phones", "stations.csv", "name", 1)],
        PHONES[4:5],
    ),
    "an identity number for a number": (
        lambda at: change(at, "stations.csv", ",10004,", f",{IDENTITIES[4]},"),
        [("identity", "stations.csv", "population", 1)],
        IDENTITIES[4:5],
    ),
    "the foot of a form": (
        adding("stations.csv", f"填表人：张伟 电话：{PHONES[0]},,,,,,,,,,,,,"),
        [("phones", "stations.csv", "code", 1)],
        ["张伟", PHONES[0]],
    ),
    "codes of the polygons": (
        attribute("code", IDENTITIES),
        [("identity", "areas.geojson", "code", 9)],
        IDENTITIES,
    ),
    "a notice for every output": (
        lambda at: change(at, "county.toml", "years = 1", f'years = 1\nnotice = "有误请致电{PHONES[0]}"'),
        [("phones", "county.toml", "notice", 1)],
        PHONES[:1],
    ),
    "an unknown setting": (
        lambda at: change(at, "county.toml", "[travel]", '[travel]\n"联系人" = "张伟"'),
        [("names", "county.toml", "travel.联系人", 1)],
        ["张伟"],
    ),
    "a table without header": (
        lambda at: put(at, "units.csv", f"{PHONES[0]},{IDENTITIES[0]}\n{PHONES[1]},{IDENTITIES[1]}\n"),
        [("identity", "units.csv", "#1", 1), ("identity", "units.csv", "#2", 1)],
        [*PHONES[:2], *IDENTITIES[:2]],
    ),
}  # fmt: skip


def mistakes(tables: Tables) -> list[Mistake]:
    with pytest.raises(InputError) as caught:
        geodata.build(tables)
    return list(caught.value.mistakes)


def told(mistake: Mistake) -> Told:
    return (
        mistake.says.key.removeprefix("geodata.privacy."),
        mistake.table,
        mistake.column,
        int(mistake.says.values["count"]),
    )


@pytest.fixture(params=TABLES)
def spoiled(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, list[Told], Sequence[str]]:
    """A county with personal data, what has to be said of it, and what must never be."""
    edit, expected, secrets = TABLES[request.param]
    edit(draw(tmp_path / "county"))
    return tmp_path / "county", expected, secrets


def test_every_table_is_looked_at(spoiled: tuple[Path, list[Told], Sequence[str]]) -> None:
    at, expected, secrets = spoiled
    found = mistakes(geodata.read_source(at))
    assert sorted(map(told, found)) == sorted(expected)
    for mistake in found:
        assert mistake.value is None
        for language in ("zh", "en"):
            text = mistake.text(language)
            assert str(mistake.column) in text
            assert not [secret for secret in secrets if secret in text]


def forms(tables: Tables, at: Path) -> list[Path]:
    """The same tables as a workbook and as a GeoPackage, written past the check of :func:`geodata.write_county`."""
    (at / "county.xlsx").write_bytes(render_workbook(tables))
    (at / "county.gpkg").write_bytes(render_geopackage(tables))
    return [at / "county.xlsx", at / "county.gpkg"]


def test_a_workbook_and_a_package_are_looked_at_alike(
    spoiled: tuple[Path, list[Told], Sequence[str]], tmp_path: Path
) -> None:
    at, expected, secrets = spoiled
    for path in forms(geodata.read_source(at), tmp_path):
        tables = geodata.read_source(path)
        found = mistakes(tables)
        assert sorted((kind, rows) for kind, _, _, rows in map(told, found)) == sorted(
            (k, r) for k, _, _, r in expected
        )
        assert not [secret for mistake in found for secret in secrets if secret in repr(mistake)]
        if path.suffix == ".xlsx":
            assert all(mistake.cell for mistake in found if mistake.table != "辖区")
            notes = [notes_on(found, tables, sheet_names(path.read_bytes()), language) for language in ("zh", "en")]
            assert any(notes[0].values())
            assert not [secret for secret in secrets if secret in repr(notes)]


@pytest.mark.parametrize("json_", [True, False])
@pytest.mark.parametrize("command", ["check", "solve", "export"])
def test_no_command_prints_or_writes_a_value(
    command: str,
    json_: bool,
    spoiled: tuple[Path, list[Told], Sequence[str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Not even when everything else is wrong, too."""
    at, _, secrets = spoiled
    adding("incidents.csv", "999,theft,-1")(at)
    adding("borders.csv", "101,109,,river")(at)
    change(at, "county.toml", "years = 1", 'years = "x"\ncolour = 1')
    before = {file for file in tmp_path.rglob("*") if file.is_file()}
    words = [command, str(at), *([str(tmp_path / "out.gpkg")] if command == "export" else [])]
    assert main([*words, *(["--json"] if json_ else [])]) == 3
    captured = capsys.readouterr()
    said = captured.out + captured.err
    assert [secret for secret in secrets if secret in said] == []
    assert "个人信息" in said
    assert {file for file in tmp_path.rglob("*") if file.is_file()} == before


def test_other_mistakes_are_told_beside_a_refused_column(tmp_path: Path) -> None:
    at = draw(tmp_path)
    column("stations.csv", "民警姓名", PEOPLE)(at)
    change(at, "stations.csv", ",14,", ",十四,")
    attribute("电话", PHONES)(at)
    keys = {(mistake.says.key, mistake.column) for mistake in mistakes(geodata.read_source(at))}
    assert keys == {
        ("geodata.privacy.names", "民警姓名"),
        ("geodata.privacy.phones", "电话"),
        ("geodata.slip.numeral", "officers"),
    }


def test_mistakes_of_the_reading_lose_their_value_in_a_personal_column(tmp_path: Path) -> None:
    """A refused column takes its mistakes along; where the table could not be read, the heading has to do."""
    tables, says = geodata.read_source(draw(tmp_path)), Message("geodata.cell.whole")
    wrong = (
        Mistake(says, "villages.csv", 2, "联系电话", PHONES[0]),
        Mistake(says, "posts.csv", 2, "x", PHONES[1]),
        Mistake(says, "units.csv", 2, "x", f"见 {IDENTITIES[1]}"),
        Mistake(says, "units.csv", 2, "y", "十二"),
    )
    rows = tuple(Row((phone,), line) for line, phone in enumerate(PHONES, start=2))
    posts = Table("posts.csv", ("x",), (None,), rows)
    found = mistakes(replace(tables, tables={**tables.tables, "posts": posts}, mistakes=wrong))
    assert [(m.table, m.column, m.value) for m in found] == [
        ("villages.csv", "联系电话", None),
        ("units.csv", "x", None),
        ("units.csv", "y", "十二"),
        ("posts.csv", "x", None),
    ]
    assert told(found[-1]) == ("phones", "posts.csv", "x", 9)


def test_nothing_personal_is_written(spoiled: tuple[Path, list[Told], Sequence[str]], tmp_path: Path) -> None:
    at, expected, _ = spoiled
    for name in ("out", "out.xlsx", "out.gpkg"):
        with pytest.raises(InputError) as caught:
            geodata.write_county(geodata.read_source(at), tmp_path / name)
        assert sorted(map(told, caught.value.mistakes)) == sorted(expected)
        assert not (tmp_path / name).exists()


def test_a_county_with_everything_holds_nothing_personal(tmp_path: Path) -> None:
    assert geodata.read(everything(tmp_path / "county")).county.codes == tuple(CODES)


def test_small_counts_are_told_without_saying_where(tmp_path: Path) -> None:
    at = draw(tmp_path)
    for old, new in (
        ("101,traffic,9", "101,traffic,2"),
        ("102,dispute,10", "102,dispute,0.5"),
        ("102,traffic,11", "102,traffic,0"),
    ):
        change(at, "incidents.csv", old, new)
    (notice,) = geodata.read(at).notices
    assert (notice.key, notice.values) == ("geodata.notice.small_counts", {"count": 2, "most": 2})
    for language in ("zh", "en"):
        text = notice.text(language)
        assert "2" in text
        assert not [name for name in ("101", "102", "traffic", "交通") if name in text]
