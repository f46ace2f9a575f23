"""What was probably meant by a word that nobody knows."""

import pytest

from zoning.texts.alike import alike

STATIONS = ["清水乡", "清湖派出所", "白庄镇", "道帏藏族乡", "630225100"]


@pytest.mark.parametrize(
    ("word", "options", "meant"),
    [
        ("slove", ["solve", "score"], ["solve"]),
        ("防区树", ["防区数", "最多分钟"], ["防区数"]),
        ("白壮", STATIONS, ["白庄镇"]),
        ("道韦乡", STATIONS, ["道帏藏族乡"]),
        ("630225101", STATIONS, ["630225100"]),
        ("胡说", STATIONS, []),
        ("xyz", STATIONS, []),
        ("白", STATIONS, []),
    ],
)
def test_a_slip_leads_to_the_word_that_was_meant(word: str, options: list[str], meant: list[str]) -> None:
    assert alike(word, options) == meant


def test_where_several_are_one_slip_away_nobody_can_tell() -> None:
    assert alike("青水", ["清水乡", "赤水镇"]) == []
    assert alike("青水", ["清水乡", "赤水镇"], 3) == ["清水乡", "赤水镇"]
