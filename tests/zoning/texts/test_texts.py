"""Sentences in both languages, and names of zones that are each given once."""

import pytest

from tests.zoning.drawn import changed, county, plan, problem
from zoning.judge.names import zone_names
from zoning.judge.score import score
from zoning.model.errors import mistake
from zoning.texts import Message, joined, say, table


def names(by_code: dict[str, str], *zones: str) -> tuple[str, ...]:
    given = problem(county(stations=changed(**{code: {"name": name} for code, name in by_code.items()})))
    return zone_names(given, score(given, plan(*zones)))


def test_a_zone_is_called_after_the_station_of_its_office() -> None:
    assert names({"B": "石壕派出所", "E": "永新"}, "ABC", "DEF") == ("石壕防区", "永新防区")


@pytest.mark.parametrize(
    "by_code",
    [
        dict.fromkeys("ABCDEF", "派出所"),
        {"A": "甲", "B": "甲派出所", "C": "乙", "D": "甲防区（A）", "E": "乙派出所", "F": "甲防区"},
        {"A": "甲", "B": "甲", "C": "甲", "D": "甲", "E": "甲", "F": "甲"},
    ],
)
def test_no_two_zones_have_the_same_name(by_code: dict[str, str]) -> None:
    found = names(by_code, *"ABCDEF")
    assert len(set(found)) == 6
    assert all(found)


def test_both_languages_have_the_same_sentences_and_the_same_placeholders() -> None:
    zh, en = table("zoning", "zh"), table("zoning", "en")
    assert zh.keys() == en.keys()


def test_a_long_list_is_cut_and_counted() -> None:
    assert joined(list(range(8)), "en") == "0, 1, 2, 3, 4, 5, 6, 7"
    assert joined(list(range(20)), "en") == "0, 1, 2, 3, 4, 5, 6, 7 … (20 in all)"
    assert joined("甲乙", "zh") == "甲、乙"
    assert joined([], "en") == ""


def test_a_message_within_a_message_is_spoken_in_the_same_language() -> None:
    inner = Message("zoning.plan.empty_zone")
    outer = Message("zoning.files.not_json", {"reason": inner})
    assert inner.text("zh") in outer.text("zh")
    assert str(inner) in str(outer)


def test_a_sentence_without_its_values_or_without_a_key_is_a_fault() -> None:
    with pytest.raises(KeyError):
        say("zoning.plan.twice")
    with pytest.raises(KeyError):
        say("zoning.plan.no_such_sentence")


def test_a_value_with_braces_or_many_lines_stays_a_value() -> None:
    told = str(mistake("zoning.plan.twice", code="{x}", table="a.csv", row=3, column="b", value="one\ntwo " + "x" * 99))
    assert "{x}" in told
    assert "\n" not in told
    assert "…" in told
    assert told.startswith("a.csv row 3 column b: ")


@pytest.mark.parametrize("value", [1, "1", 1.0])
def test_one_is_told_in_the_singular_in_english(value: object) -> None:
    assert say("zoning.limit.zones_min", "en", value=value) == f"at least {value} zone"
    assert say("zoning.limit.rules_max_changed", "en", value=value) == f"at most {value} station changes zone"


@pytest.mark.parametrize("value", [0, 2, 21, "11", 1.5])
def test_any_other_number_is_told_in_the_plural(value: object) -> None:
    assert say("zoning.limit.zones_min", "en", value=value) == f"at least {value} zones"


def test_a_colon_still_formats_numbers() -> None:
    assert say("zoning.rule.min_stations", "en", amount=1.0, limit=3, stations=[]).startswith(
        "1 station short of the 3"
    )
