"""What stations and zones are called: 道帏乡 and 道帏防区, as people say."""

import pytest

from zoning.judge.names import zone_called
from zoning.texts.stems import bare, called, short_names


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("道帏藏族乡派出所", "道帏乡"),
        ("道帏藏族乡", "道帏乡"),
        ("叶赫满族镇", "叶赫镇"),
        ("杏山蒙古族达斡尔族乡", "杏山乡"),
        ("大坪侗族土家族苗族乡", "大坪乡"),
        ("河口瑶族民族乡", "河口乡"),
        ("唐汪东乡族乡", "唐汪乡"),
        ("长白朝鲜族派出所", "长白"),
        ("白庄镇派出所", "白庄镇"),
        ("回族乡", "回族乡"),
        ("龙水族乡", "龙水族乡"),
        ("瀍河回族区派出所", "瀍河回族区"),
        ("循化撒拉族自治县", "循化撒拉族自治县"),
        ("派出所", "派出所"),
    ],
)
def test_a_name_loses_the_peoples_of_an_ethnic_township_and_nothing_else(name: str, short: str) -> None:
    assert short_names({"1": name}) == {"1": short}


def test_two_stations_of_one_short_name_keep_the_longer_ones() -> None:
    names = {"1": "道帏藏族乡派出所", "2": "道帏乡派出所", "3": "清水藏族乡"}
    assert short_names(names) == {"1": "道帏藏族乡", "2": "道帏乡", "3": "清水乡"}


def test_a_short_name_is_understood() -> None:
    names = {"1": "道帏藏族乡派出所", "2": "白庄镇派出所"}
    assert [called(names, word) for word in ("道帏乡", "道帏", "道帏藏族乡")] == [("1",)] * 3


def test_a_zone_is_called_in_the_language_of_the_reader() -> None:
    assert [bare(name) for name in ("道帏乡", "白庄镇", "城关街道", "A镇")] == ["道帏", "白庄", "城关", "A镇"]
    assert zone_called("RA 2A06防区", "en") == "Zone RA 2A06"
    assert zone_called("道帏防区（630225205）", "en") == "Zone 道帏 (630225205)"
    assert zone_called("道帏防区（630225205）", "zh") == "道帏防区（630225205）"
    assert zone_called("县城", "en") == "县城", "a name that somebody gave stays"
