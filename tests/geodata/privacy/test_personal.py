"""Cells and columns told as personal or not: identity numbers, names, phones, homes, posts."""

import time
from collections.abc import Sequence

import pytest

import geodata
from geodata.privacy.personal import is_holder, is_identity, is_name, personal
from tests.geodata.privacy.persons import HOMES, IDENTITIES, PEOPLE, PHONES

NUMBERS = ["11010519491231002X", "440524188001010014", "110105194912310021"]
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


@pytest.mark.parametrize("sign", ["9", "一", "路一", "1-", "0571-", "姓名 "])
def test_the_search_takes_time_in_proportion_to_the_cell(sign: str) -> None:
    """Of 70,000 digits it once took 26 s."""
    began = time.process_time()
    personal("备注", [sign * (200_000 // len(sign))])
    assert time.process_time() - began < 30, "a seventh of a second; minutes where it is not in proportion"


def test_houses_of_many_digits_are_addresses_still() -> None:
    assert personal("x", ["123456789012栋3单元"] * 3) is not None
