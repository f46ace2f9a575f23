"""``docs/documents.md`` has every kind of document, every name of a field, and the fields of every object."""

import re

import pytest

from tests.project.fields import names, page, written
from zoning.result.kinds import KINDS
from zoning.texts import LANGUAGES, Language

ROW = re.compile(r"^\| `([^`]+)` \| (.+) \|$", re.MULTILINE)


def table(language: Language, title: str) -> dict[str, list[str]]:
    """Cells by key of the first table after a heading."""
    text = page(language).read_text(encoding="utf-8")
    after = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return {key: [cell.strip() for cell in cells.split(" | ")] for key, cells in ROW.findall(after)}


@pytest.mark.parametrize(("language", "title"), [("en", "Kinds"), ("zh", "种类")])
def test_every_kind_says_what_it_is_who_writes_it_and_what_its_reader_needs(language: Language, title: str) -> None:
    told = table(language, title)
    assert list(told) == [kind.schema for kind in KINDS]
    for kind in KINDS:
        what, who, needs = told[kind.schema]
        assert min(len(what), len(who)) > 2
        assert re.findall(r"`(\w+)`", needs) == list(kind.shape.needs if kind.shape else ())


@pytest.mark.parametrize(("language", "title"), [("en", "Names"), ("zh", "字段名")])
def test_every_name_of_a_field_has_its_unit_and_meaning(language: Language, title: str) -> None:
    told = table(language, title)
    assert list(told) == names()
    assert all(len(cells) == 2 and all(cells) for cells in told.values())


def test_the_same_fields_have_a_unit_in_both_languages() -> None:
    en, zh = table("en", "Names"), table("zh", "字段名")
    assert {name for name, (unit, _) in en.items() if unit == "–"} == {
        name for name, (unit, _) in zh.items() if unit == "–"
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fields_are_those_of_the_documents(language: Language) -> None:
    assert page(language).read_text(encoding="utf-8") == written(language), "python -m tests.project.fields writes them"
