"""Every requirement of docs/systems.md stands in the code and in the name of a test."""

import re

import pytest

from tests.project.source import PACKAGES, ROOT, sources

ROW = re.compile(r"^\| ([HCGNB]\d+) \|", re.MULTILINE)
IDS = ROW.findall((ROOT / "docs/systems.md").read_text(encoding="utf-8"))
TESTS = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py")))
NAMES = re.findall(r"def (test_\w+)", TESTS)
CODE = "".join(path.read_text(encoding="utf-8") for path in sources(*PACKAGES))


def told(text: str) -> set[str]:
    """Ids in a text; G4-G6 names three."""
    found = set(re.findall(r"\b[HCGNB]\d+\b", text))
    for letter, first, last in re.findall(r"\b([HCGNB])(\d+)-\1(\d+)\b", text):
        found |= {f"{letter}{number}" for number in range(int(first), int(last) + 1)}
    return found


def test_both_documents_list_the_same_requirements() -> None:
    assert len(IDS) == len(set(IDS)) >= 54
    assert ROW.findall((ROOT / "docs/systems.zh.md").read_text(encoding="utf-8")) == IDS


@pytest.mark.parametrize("rule", IDS)
def test_a_requirement_has_its_code_and_its_test(rule: str) -> None:
    assert rule in told(CODE)
    assert any(re.search(rf"_{rule.lower()}(_|$)", name) for name in NAMES)
