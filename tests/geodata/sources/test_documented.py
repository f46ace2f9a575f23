"""The document of the data names every table, column, setting and sample, in both languages."""

import re
from pathlib import Path

import pytest

from geodata.samples import NAMES
from geodata.tables.kinds import KINDS
from geodata.tables.settings import VALID_KEYS

DOCS = Path(__file__).parents[3] / "docs"
LANGUAGES = pytest.mark.parametrize("language", ["", ".zh"], ids=["en", "zh"])


def named(language: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", (DOCS / f"data{language}.md").read_text(encoding="utf-8")))


@LANGUAGES
def test_every_table_and_column_is_documented(language: str) -> None:
    words = named(language)
    assert {column.key for kind in KINDS.values() for column in kind.columns} - words == set()
    assert {f"{key}.csv" for key in KINDS} - words == set()


@LANGUAGES
def test_every_setting_is_documented(language: str) -> None:
    parts = ("travel", "borders", "areas", "roads", "bureau")
    plain = set(VALID_KEYS[()]) - {*parts, "classes"}
    nested = {f"{part}.{key}" for part in parts for key in VALID_KEYS[(part,)]}
    assert (plain | nested | {"[[classes]]"} | set(VALID_KEYS[("classes",)])) - named(language) == set()


@LANGUAGES
def test_every_sample_is_documented(language: str) -> None:
    assert {key if key != "fengdu" else "sample:fengdu" for key in NAMES} - named(language) == set()
