"""What is wrong with a text that should be TOML or JSON: line, character and cause, in both languages."""

import json

import pytest

from zoning.model.reading import NotToml, toml
from zoning.texts import LANGUAGES, Message
from zoning.texts.syntax import Fault, json_fault


def of_toml(text: str) -> Fault:
    with pytest.raises(NotToml) as caught:
        toml(text)
    return caught.value.fault


def of_json(text: str) -> Fault:
    with pytest.raises((ValueError, RecursionError)) as caught:
        json.loads(text)
    return json_fault(text, caught.value)


def key_of(says: Message) -> str:
    inner = says.values.get("cause", says)
    assert isinstance(inner, Message)
    return inner.key.removeprefix("zoning.syntax.")


@pytest.mark.parametrize(
    ("text", "line", "column", "key", "words"),
    [
        ("a = 1\nname = 街子", 2, 8, "bare_text", {"word": "街子"}),
        ("a = 1\r\nname = 街子", 2, 8, "bare_text", {"word": "街子"}),
        ("name ＝ 1", 1, 6, "wide", {"sign": "＝", "plain": "="}),
        ("name = “街子”", 1, 8, "wide", {"sign": "“", "plain": '"'}),
        ('name = "街子”', 1, 8, "wide", {"sign": "”", "plain": '"'}),
        ("a = [1，2]", 1, 7, "wide", {"sign": "，", "plain": ","}),
        ("［zones］", 1, 1, "wide", {"sign": "［", "plain": "["}),
        ("max = ４", 1, 7, "wide", {"sign": "４", "plain": "4"}),
        ("name: 1", 1, 5, "colon", {"sign": ":"}),
        ("name： 1", 1, 5, "colon", {"sign": "："}),
        ("max = 4\n防区数 = 4", 2, 1, "bare_key", {"word": "防区数"}),
        ("最多x = 4", 1, 1, "bare_key", {"word": "最多x"}),
        ("max防区 = 4", 1, 4, "bare_key", {"word": "max防区"}),
        ("[scenarios.节假日]", 1, 12, "bare_key", {"word": "节假日"}),
        ("[scenarios.a节]", 1, 13, "bare_key", {"word": "a节"}),
        ("max", 1, 4, "equals", {"word": "…"}),
        ("max zones = 1", 1, 5, "equals", {"word": "zones"}),
        ("= 4", 1, 1, "statement", {"word": "…"}),
        ("[]", 1, 2, "key", {}),
        ("max =", 1, 6, "no_value", {}),
        ("max = # 4", 1, 7, "no_value", {}),
        ("x = True", 1, 5, "truth", {"word": "True", "plain": "true"}),
        ("x = 否", 1, 5, "truth", {"word": "否", "plain": "false"}),
        ("x = .5", 1, 5, "point", {"word": ".5", "plain": "0.5"}),
        ("code = 0123", 1, 9, "zeros", {"word": "0123"}),
        ("x = 4个", 1, 6, "behind", {"word": "4个"}),
        ("x = 1,000", 1, 6, "behind", {"word": "1,000"}),
        ("x = 30%", 1, 7, "behind", {"word": "30%"}),
        ('x = "abc\ny = 1', 1, 9, "open_string", {}),
        ("a = 1\nx = 'abc\ny = 1", 2, 5, "open_string", {}),
        ('x = """abc', 1, 7, "open_string", {}),
        ('x = "a\x00b"', 1, 7, "control", {"word": "U+0000"}),
        ('x = "C:\\data"', 1, 10, "backslash", {}),
        ('x = "C:\\Users"', 1, 10, "backslash", {}),
        ("x = [1, 2", 1, 10, "open_list", {}),
        ("x = [1 2]", 1, 8, "open_list", {}),
        ("x = {a = 1", 1, 11, "open_table", {}),
        ("[zones\nmax = 1", 1, 7, "open_heading", {}),
        ("[a]\n[a]", 2, 3, "heading_twice", {}),
        ("a = 1\na = 2", 2, 6, "key_twice", {"word": "a"}),
        ("[a.b]\nx = 1\n[a]\nb.y = 1", 4, 8, "table_twice", {}),
        ("x = 2026-02-30", 1, 5, "date", {}),
    ],
)  # fmt: skip
def test_the_line_the_character_and_the_cause_are_told(
    text: str, line: int, column: int, key: str, words: dict[str, str]
) -> None:
    fault = of_toml(text)
    assert (fault.line, key_of(fault.says)) == (line, key)
    assert fault.says.values["column"] == column
    cause = fault.says.values["cause"]
    assert {name: cause.values[name] for name in words} == words
    for language in LANGUAGES:
        said = fault.says.text(language)
        assert "Expected" not in said
        assert "Invalid" not in said
        assert {"zh": "；", "en": "; "}[language] in said, "what is wrong, then what to do"


def test_a_number_of_thousands_of_digits_is_placed() -> None:
    assert of_toml("a = 1\nx = " + "9" * 5000) == Fault(Message("zoning.syntax.digits"), 2)


@pytest.mark.parametrize(
    ("text", "line", "column", "key"),
    [
        ("", 1, 1, "json_end"),
        ('{"a": [1,', 1, 10, "json_end"),
        ('{"a": 1,\n\n', 1, 9, "json_end"),
        ('{"a": 1,\n"b": "cut of', 2, 13, "json_end"),
        ('{"a": 1,\n "b": 2,}', 2, 9, "json_comma"),
        ("[1, 2,]", 1, 7, "json_comma"),
        ('{"a": None}', 1, 7, "json_value"),
        ("{'a': 1}", 1, 2, "json_key"),
        ('{“a”: 1}', 1, 2, "wide"),
        ('{"a"： 1}', 1, 5, "wide"),
        ('{"a" 1}', 1, 6, "json_colon"),
        ('{"a": 1\n"b": 2}', 2, 1, "json_between"),
        ('{"a": 1} {"b": 2}', 1, 10, "json_more"),
        ('{"a": "x\ny"}', 1, 9, "json_string"),
        ('{"a": "C:\\data"}', 1, 10, "json_backslash"),
    ],
)  # fmt: skip
def test_what_is_no_json_is_told_alike(text: str, line: int, column: int, key: str) -> None:
    fault = of_json(text)
    assert (fault.line, key_of(fault.says)) == (line, key)
    # Python 3.13 places a trailing comma at the comma
    assert abs(fault.says.values["column"] - column) <= (key == "json_comma")
    assert all(fault.says.text(language) for language in LANGUAGES)


def test_json_nested_without_end_is_told() -> None:
    assert key_of(of_json("[" * 100_000).says) == "nested"
