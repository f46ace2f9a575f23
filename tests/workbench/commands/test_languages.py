"""What commands say is in one language, names of the data and a few proper words aside; it would be noticed if not."""

from collections.abc import Callable
from typing import Any

import pytest

import geodata
from tests.workbench.languages import foreign
from zoning.texts import LANGUAGES

Zoning = Callable[..., Any]
COUNTY = geodata.read_county("sample:xunhua")
SAID = (
    ("sample",),
    ("score", "sample:xunhua", "PLAN"),
    ("verify", "sample:xunhua", "PLAN"),
    ("explain", "sample:xunhua", "PLAN"),
    ("explain", "sample:xunhua", "PLAN", "清水乡"),
    ("frontier", "sample:xunhua", "--between", "mismatch,travel", "--step", "900000"),
    ("stress", "sample:xunhua", "PLAN", "--replicates", "2", "--jobs", "1"),
    ("scenarios", "zones-3-4-5", "traffic+30", "--county", "sample:xunhua", "--jobs", "1"),
    ("solve", "sample:xunhua", "--set", "rules.officer_band=0.2", "--set", "zones.min=4"),
)
"""Commands whose rows in docs/systems.md, which are looked at there, do not name them."""
ELSEWHERE = {"丰都县", "石柱土家族自治县", "垫江县", "开州区", "西和县", "清水县", "吉水县"}
"""Counties of the samples."""


@pytest.mark.parametrize("words", SAID, ids=lambda words: " ".join(words[:2]))
def test_a_command_speaks_one_language(zoning: Zoning, xunhua_plan: str, words: tuple[str, ...]) -> None:
    for language in LANGUAGES:
        said = zoning(*(xunhua_plan if word == "PLAN" else word for word in words), "--lang", language)
        assert said.code in (0, 4, 6), "the plan that is taken breaks a rule"
        assert {*foreign(said.out, language, COUNTY)} - ELSEWHERE == set(), language


def test_words_of_the_other_language_are_found() -> None:
    assert list(foreign("规则：zones.max，见 plan.json 和 --out", "zh", COUNTY)) == ["zones", "max"]
    assert list(foreign("Zone 黄滩山: 积石镇, 没有翻译", "en", COUNTY)) == ["没有翻译"]
    assert list(foreign(f"密级及声明：{COUNTY.notice}", "zh", COUNTY)) == []
