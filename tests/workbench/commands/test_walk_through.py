"""What the walk-through of the data document shows is what the commands say, in both languages."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.project.source import ROOT

Zoning = Callable[..., Any]
SHOWN = re.compile(r"<!-- output:(\w+) -->\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DOCUMENTS = pytest.mark.parametrize(("document", "language"), [("data.md", "en"), ("data.zh.md", "zh")])
SLIPS: dict[str, dict[str, str | float | None]] = {
    "派出所": {"H4": "17人", "D7": 30.10461, "E7": 107.65182, "G10": 2.1, "H13": None},
    "警情": {"C3": "无", "A5": "三河口", "B12": "打架", "A13": "5.0023E+11"},
}
"""What the pictures and the document show: the filled template of fengdu, spoilt in eight places."""


def lines(document: str) -> dict[str, list[str]]:
    """The lines of each output that a document shows, without those that stand for others left out."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return {
        found[1]: [line.strip() for line in found[2].splitlines() if line.strip() not in ("", "…")]
        for found in SHOWN.finditer(text)
    }


@DOCUMENTS
def test_the_outputs_shown_are_those_of_the_commands(
    document: str, language: str, zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert zoning("template", "县.xlsx").code == 0
    assert zoning("template", "样板.xlsx", "--filled", "sample:fengdu").code == 0
    book = load_workbook("样板.xlsx")
    for sheet, cells in SLIPS.items():
        for address, value in cells.items():
            book[sheet][address] = value
    book.save("错.xlsx")
    said = {
        "empty": zoning("check", "县.xlsx", "--lang", language).err,
        "slips": zoning("check", "错.xlsx", "--lang", language).err,
        "good": zoning("check", "样板.xlsx", "--lang", language).out,
    }
    shown = lines(document)
    assert set(shown) == set(said)
    for name, expected in shown.items():
        told = {line.strip() for line in said[name].splitlines()}
        assert [line for line in expected if line not in told] == [], name
