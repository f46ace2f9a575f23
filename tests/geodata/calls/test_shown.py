"""Words of a list that are shown are those of several calls that tell of nobody."""

from collections import Counter

import pytest

from geodata.calls.shown import Word, shown


@pytest.mark.parametrize(
    "name",
    [
        "韩乙卜拉",
        "马哈力麦",
        "马尤素夫",
        "马法土麦",
        "何麦热亥木",
        "马穆萨",
        "冶海比布",
        "马小明",
        "高伟",
        "张小明打架",
        "马小明报警",
        "才让卓玛",
        "欧阳春雨",
    ],
)
def test_what_may_be_a_name_is_not_shown(name: str) -> None:
    assert shown(Counter({name: 9, "虫草采挖": 3})) == ((Word("虫草采挖", 3),), 9)


@pytest.mark.parametrize(
    "kind",
    [
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
    ],
)
def test_kinds_that_begin_as_names_do_are_shown(kind: str) -> None:
    assert shown(Counter({kind: 3})) == ((Word(kind, 3),), 0)
    assert shown(Counter({kind: 3}), 4) == ((), 3), "nor is a word of fewer calls than were asked"
