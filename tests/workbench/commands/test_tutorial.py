"""Every command of the tutorial works, in order, and in both languages it says what the tutorial shows."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.project.source import ROOT

Zoning = Callable[..., Any]
WORDS = ["template", "check", "solve", "verify", "score", "explain", "solve", "compare", "scenarios", "report"]
BLOCK = re.compile(r'^(<!-- output -->\n)?```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)


def blocks(document: str) -> list[tuple[str, str, str, str]]:
    """The fenced blocks of a document: whether it is an output, its kind, its title, its text."""
    return [found.groups("") for found in BLOCK.finditer((ROOT / "docs" / document).read_text(encoding="utf-8"))]  # type: ignore[misc]


def commands(text: str) -> list[list[str]]:
    """The words of every command of a console block."""
    return [shlex.split(line)[1:] for line in text.removeprefix("$ ").strip().split("\n$ ")]


def walk(found: list[tuple[str, str, str, str]], language: str, zoning: Zoning) -> list[str]:
    """Do what the blocks say; gives the commands that were run."""
    said: set[str] = set()
    ran = []
    for output, kind, title, text in found:
        if title:
            Path(title).write_text(text, encoding="utf-8")
        elif kind == "console":
            for words in commands(text):
                answer = zoning(*words, "--lang", language)
                assert answer.code == 0, f"{words}\n{answer.err}"
                said = {told.strip() for told in answer.out.splitlines()}
                ran.append(words[0])
        elif output:
            assert [wanted for wanted in text.splitlines() if wanted.strip() not in said] == [], ran[-1]
    return ran


def test_the_tutorial_can_be_walked_through(zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen seconds, half of them for the report: it is what a new planner does first."""
    monkeypatch.chdir(tmp_path)
    assert walk(blocks("tutorial.zh.md"), "zh", zoning) == WORDS
    assert Path("方案", "change.png").exists()
    assert Path("报告", "report.docx").exists()


def test_the_english_tutorial_has_the_same_commands_and_shows_what_they_say(
    zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = blocks("tutorial.md")
    last = max(number for number, (output, *_) in enumerate(found) if output)
    assert [words[0] for _, kind, _, text in found if kind == "console" for words in commands(text)] == WORDS
    assert walk(found[: last + 1], "en", zoning) == WORDS[:2]
