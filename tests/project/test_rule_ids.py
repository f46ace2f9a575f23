"""Every requirement of docs/systems.md stands in the code and in the name of a test."""

import re

import pytest

from tests.project.source import PACKAGES, ROOT, sources

ROW = re.compile(r"^\| ([HCGNB]\d+) \|", re.MULTILINE)
IDS = ROW.findall((ROOT / "docs/systems.md").read_text(encoding="utf-8"))
PENDING: set[str] = set()
"""Requirements whose row says that they are not there yet."""
TESTS = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py")))
NAMES = re.findall(r"def (test_\w+)", TESTS)
CODE = "".join(path.read_text(encoding="utf-8") for path in sources(*PACKAGES))


def told(text: str) -> set[str]:
    """Ids in a text; G4-G6 names three."""
    found = set(re.findall(r"\b[HCGNB]\d+\b", text))
    for letter, first, last in re.findall(r"\b([HCGNB])(\d+)-\1(\d+)\b", text):
        found |= {f"{letter}{number}" for number in range(int(first), int(last) + 1)}
    return found


def has_test(rule: str) -> bool:
    """Whether a test is named after the id."""
    return any(re.search(rf"_{rule.lower()}(_|$)", name) for name in NAMES)


def test_both_documents_list_the_same_requirements() -> None:
    assert len(IDS) == len(set(IDS)) == 70
    assert ROW.findall((ROOT / "docs/systems.zh.md").read_text(encoding="utf-8")) == IDS


@pytest.mark.parametrize("rule", [rule for rule in IDS if rule not in PENDING])
def test_a_requirement_has_its_code_and_its_test(rule: str) -> None:
    assert rule in told(CODE)
    assert has_test(rule)


def test_what_is_not_there_yet_has_no_test_and_is_no_longer_pending_once_it_has_one() -> None:
    assert set(IDS) > PENDING
    assert [rule for rule in PENDING if has_test(rule)] == []
