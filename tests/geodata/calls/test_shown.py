"""What is shown of a list is made of known words alone; else the word that decides stands for it, or nothing."""

from collections import Counter

import pytest

from geodata.calls.headings import is_known
from geodata.calls.shown import Word, shown, vocabulary

NAMED = (
    "嫌疑人马小明盗窃",
    "盗窃-李建国",
    "家庭纠纷：王桂芬",
    "赌博(韩乙卜拉等5人)",
    "马五十六酒驾",
    "张三丰测试",
    "Ma Xiaoming",
    "ZhangSan",
    "尾号5678",
    "张三丰与李建国纠纷",
    "索南才让家庭纠纷",
    "王某与李某纠纷",
    "已撤销（马小明）",
    "交通事故青B12345",
    "民警李建国",
    "高伟",
    "刘",
    "才让卓玛",
    "积石派出所马小明",
    "盗窃 和",
    "13812345678",
)
KINDS = (
    "噪声扰民",
    "走失人员",
    "犬只伤人",
    "消防救助",
    "马路积水",
    "马路不平",
    "马蜂窝",
    "马匹走失",
    "何处有危险",
    "韩语翻译",
    "米面变质",
    "沙石滑落",
    "高空坠物",
    "水管破损",
    "白蚁",
    "牛羊走失",
    "虫草采挖",
    "其他纠纷类",
    "家庭、邻里纠纷",
    "道路交通-剐蹭",
    "非警务警情",
    "物品丢失",
    "经济纠纷案件",
    "外单位移交",
    "已撤销",
)


@pytest.mark.parametrize("name", NAMED)
def test_what_may_hold_a_name_is_not_shown(name: str) -> None:
    assert shown(Counter({name: 9, "虫草采挖": 3}), vocabulary()) == ((Word("虫草采挖", 3),), 9)


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_of_the_trade_are_shown(kind: str) -> None:
    assert shown(Counter({kind: 3}), vocabulary()) == ((Word(kind, 3),), 0)
    assert shown(Counter({kind: 3}), vocabulary(), 4) == ((), 3), "nor is a word of fewer calls than were asked"


def test_the_word_that_decides_stands_for_what_is_hidden() -> None:
    words = Counter({"张三丰盗窃": 2, "盗窃-李建国": 2, "盗窃": 1, "入室盗窃": 3, "马小明": 4})
    assert shown(words, vocabulary(), deciding=["盗窃"]) == ((Word("盗窃", 5), Word("入室盗窃", 3)), 4)


def test_a_bureaus_own_words_are_known_and_single_characters_are_none() -> None:
    assert not vocabulary().knows("飞碟纠纷")
    assert vocabulary().more(["飞碟"]).knows("飞碟纠纷")
    assert not vocabulary().more(["刘"]).knows("刘")


@pytest.mark.parametrize(
    "name", ["1月", "2023年", "7月明细", "Sheet1", "2023年第1季度", "汇总", "报警人姓名", "联系电话", "接警编号"]
)
def test_periods_and_known_headings_are_shown(name: str) -> None:
    assert is_known(name)


@pytest.mark.parametrize(
    "name", ["马小明台账", "7月（张三丰汇总）", "李建国13812345678", "632127198001011234", "尾号5678", "时间（马小明）"]
)
def test_headings_and_sheets_that_may_name_somebody_are_not(name: str) -> None:
    assert not is_known(name)
