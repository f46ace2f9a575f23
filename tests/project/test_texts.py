"""The sentences: the same in both languages, none missing, none left over."""

import ast
import re
import string
import tomllib
from functools import cache

import pytest

from tests.project.source import PACKAGES, ROOT, sources, tree

SPEAKING = [package for package in PACKAGES if (ROOT / package / "texts").is_dir()]
KEY = re.compile(rf"(?:{'|'.join(SPEAKING)})\.[a-z_0-9]+\.[A-Za-z_0-9-]+")
PREFIX = re.compile(rf"(?:{'|'.join(SPEAKING)})\.[a-z_0-9]+\.[a-z_0-9.-]*")


@cache
def sentences(package: str, language: str) -> dict[str, str]:
    tables = tomllib.loads((ROOT / package / "texts" / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{package}.{section}.{name}": text for section, texts in tables.items() for name, text in texts.items()}


def known() -> set[str]:
    return {key for package in SPEAKING for key in sentences(package, "zh")}


def placeholders(text: str) -> set[str]:
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@cache
def named() -> tuple[set[str], set[str]]:
    """Keys written out in the code, and the fixed beginnings of those that are put together (f"zoning.rule.{key}")."""
    keys: set[str] = set()
    prefixes: set[str] = set()
    for path in sources(*PACKAGES):
        parts = set()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                parts |= {id(value) for value in node.values}
                first = node.values[0] if node.values else None
                if isinstance(first, ast.Constant) and PREFIX.fullmatch(str(first.value)):
                    prefixes.add(str(first.value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
                keys |= {node.value} if KEY.fullmatch(node.value) else set()
    return keys, prefixes


@pytest.mark.parametrize("package", SPEAKING)
def test_both_languages_say_the_same(package: str) -> None:
    zh, en = sentences(package, "zh"), sentences(package, "en")
    assert list(zh) == list(en), "the same keys in the same order"
    assert {key for key in zh if placeholders(zh[key]) != placeholders(en[key])} == set()
    assert {key for key in zh if bool(zh[key].strip()) != bool(en[key].strip())} == set(), "silent in one language only"


@pytest.mark.parametrize("package", SPEAKING)
def test_placeholders_have_names_and_english_is_english(package: str) -> None:
    for language in ("zh", "en"):
        for key, text in sentences(package, language).items():
            assert "" not in placeholders(text), f"{key}: placeholders have names"
    unspoken = {key for key, text in sentences(package, "en").items() if re.search(r"[\u4e00-\u9fff]", text)}
    assert {key for key in unspoken if not key.endswith("_zh")} == set(), "English sentences are in English"


def test_every_key_in_the_code_has_its_sentence() -> None:
    keys, prefixes = named()
    assert keys - known() == set()
    assert {prefix for prefix in prefixes if not any(key.startswith(prefix) for key in known())} == set()


def test_every_sentence_is_used() -> None:
    keys, prefixes = named()
    assert {key for key in known() - keys if not key.startswith(tuple(prefixes))} == set()
