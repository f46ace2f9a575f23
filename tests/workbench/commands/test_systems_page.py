"""Every row of the document of the systems names a command, and a fragment of what that command prints."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import geodata
from tests.project.source import ROOT
from tests.workbench.languages import foreign
from zoning.texts import Language

Zoning = Callable[..., Any]
LAST = {"H": 31, "C": 13, "G": 9, "N": 10, "B": 7}
IDS = [f"{letter}{number}" for letter, last in LAST.items() for number in range(1, last + 1)]
COUNTIES = {name: geodata.read_county(name) for name in ("sample:xunhua", "sample:dianjiang")}
WITHOUT: dict[str, str] = {}
"""Ids whose row says so instead of naming a command, and why."""
PAGES = {"en": "systems.md", "zh": "systems.zh.md"}
ROW = re.compile(r"^\| ([HCGNB]\d+) \|.*\| (`[^`|]+`|–) \| (`[^`|]+`|–) \|$", re.MULTILINE)
LANGUAGES = pytest.mark.parametrize("language", PAGES)


def rows(language: str) -> list[tuple[str, str, str]]:
    """Id, command and fragment of every row, in the order of the page; – where there is none."""
    text = (ROOT / "docs" / PAGES[language]).read_text(encoding="utf-8")
    return [(found[1], found[2].strip("`"), found[3].strip("`")) for found in ROW.finditer(text)]


def closed(text: str) -> str:
    """The text without white space, so that neither columns nor folded lines matter."""
    return "".join(text.split())


@LANGUAGES
def test_every_id_has_one_row_with_a_command_and_a_fragment(language: str) -> None:
    found = rows(language)
    assert [rule for rule, _, _ in found] == IDS
    assert {rule for rule, command, said in found if "–" in (command, said)} == set(WITHOUT)
    assert [rule for rule, command, _ in found if rule not in WITHOUT and not command.startswith("zoning ")] == []
    assert [rule for rule, _, said in found if rule not in WITHOUT and len(closed(said)) < 3] == []


def test_both_pages_name_the_same_commands() -> None:
    assert [row[:2] for row in rows("en")] == [row[:2] for row in rows("zh")]


@LANGUAGES
def test_each_command_prints_the_fragments_of_its_rows(
    language: Language, zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the first command leaves the plan that others read
    shown = [row for row in rows(language) if row[0] not in WITHOUT]
    told = {}
    for command in dict.fromkeys(command for _, command, _ in shown):
        said = zoning(*shlex.split(command)[1:], "--lang", language)
        assert said.code == (4 if "--rooms" in command else 0), command  # rooms that cannot work their hours
        told[command] = closed(said.out)
        words = shlex.split(command)
        assert "--json" in words or {*foreign(said.out, language, COUNTIES[words[2]])} <= {*words}, command
    assert [rule for rule, command, fragment in shown if closed(fragment) not in told[command]] == []
