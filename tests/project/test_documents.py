"""The documents tell what the code does: the same keys, rows, values, and examples that run."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project import rows as rows_of_code
from tests.project.source import ROOT
from workbench.cli import main
from zoning.judge.measures import MEASURES
from zoning.judge.rules import RULES
from zoning.model.policy import keys, parse_value, read_policy

DOCUMENTS = sorted([*ROOT.glob("README*.md"), ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RULE_IDS = {rule.key: set(rule.rules) for rule in RULES} | {"zone_count": {"H1"}, "max_changed": {"H9"}}
WALKED = ("tutorial.md", "tutorial.zh.md")
"""Walked through in both languages by tests/workbench/commands/test_tutorial.py."""
LANGUAGES = pytest.mark.parametrize("language", ["", ".zh"], ids=["en", "zh"])


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(name: str, header: str) -> Iterator[list[str]]:
    """Cells of the one table of a document that has ``header`` among its column titles."""
    (table,) = (
        part for part in re.split(r"\n\s*\n", text(name)) if part.startswith("|") and header in part.split("\n")[0]
    )
    for line in table.strip().split("\n")[2:]:
        yield [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def key(cell: str) -> str:
    found = re.match(r"`([^`]+)`", cell)
    assert found, cell
    return found[1]


def commands(block: str) -> list[str]:
    """The commands of a console block, ``$ zoning …`` and others, without their remarks but with their ``# exit N``."""
    lines = (line for line in block.replace("\\\n", " ").split("\n") if line.startswith("$ "))
    return [re.sub(r"\s+# (?!exit \d).*", "", line).removeprefix("$ ") for line in lines]


def examples(path: Path) -> list[str | list[str]]:
    """The fenced blocks that can be run: Python as it stands, console blocks as their commands."""
    found = BLOCK.finditer(path.read_text(encoding="utf-8"))
    return [b[2] if b[1] == "python" else commands(b[2]) for b in found if b[1] in ("console", "python")]


def own_examples(path: Path) -> list[str | list[str]]:
    """Those that the English document of the same name does not have already."""
    english = path.with_name(path.name.replace(".zh.md", ".md"))
    known = examples(english) if english != path and english.exists() else []
    return [example for example in examples(path) if example not in known]


@LANGUAGES
def test_measures_are_documented(language: str) -> None:
    table = [
        (key(cells[0]), cells[-1])
        for cells in rows(f"docs/measures{language}.md", "规则编号" if language else "rule ids")
    ]
    assert table == [(m.key, ("、" if language else ", ").join(m.rules)) for m in MEASURES]


def test_no_table_lacks_a_row_and_all_stand_in_the_order_of_the_code() -> None:
    lacking = [path.name for path, text in rows_of_code.documents().items() if path.read_text(encoding="utf-8") != text]
    assert lacking == [], "python -m tests.project.rows writes what is missing"


@LANGUAGES
def test_rules_are_documented(language: str) -> None:
    table = {
        key(cells[0]): set(re.findall(r"[A-Z]\d+", cells[1]))
        for cells in rows(f"docs/rules{language}.md", "限值" if language else "limit")
    }
    assert table == RULE_IDS
    sources = {cells[0] for cells in rows(f"docs/rules{language}.md", "原文" if language else "source phrase")}
    assert sources == {id_ for ids in RULE_IDS.values() for id_ in ids} | {id_ for m in MEASURES for id_ in m.rules}


@LANGUAGES
def test_policy_keys_are_documented_with_their_defaults(language: str) -> None:
    table = list(rows(f"docs/policy{language}.md", "`haidong`"))
    assert [key(cells[0]) for cells in table] == keys()
    policy = read_policy("haidong")
    stated = {key(cells[0]): parse_value(key(cells[3])) for cells in table}
    assert policy.override(stated) == policy


@LANGUAGES
def test_every_policy_example_is_accepted_and_changes_its_key(language: str) -> None:
    policy = read_policy("haidong")
    for cells in rows(f"docs/policy{language}.md", "`haidong`"):
        name, _, value = key(cells[4]).partition("=")
        assert name == key(cells[0])
        assert policy.override({name: parse_value(value)}) != policy, name


@LANGUAGES
def test_the_policy_file_of_the_document_is_one(language: str, tmp_path: Path) -> None:
    (block,) = (b[2] for b in BLOCK.finditer(text(f"docs/policy{language}.md")) if b[1] == "toml")
    file = tmp_path / "three-zones.toml"
    file.write_text(block, encoding="utf-8")
    policy = read_policy(file)
    assert policy.zones.max == 4
    assert policy.weights.travel == read_policy("haidong").weights.travel


@pytest.mark.parametrize(
    "path", [p for p in DOCUMENTS if own_examples(p) and p.name not in WALKED], ids=lambda p: p.name
)
def test_examples_run(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In order and in one folder: ``$ zoning …`` in console blocks, with the exit code of a following ``# exit N``.

    In this process, which has the libraries loaded; the installed program is tried in tests/workbench/line.
    """
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example in own_examples(path):
        if isinstance(example, str):
            exec(compile(example, str(path), "exec"), names)
            continue
        for command in example:
            if command.startswith("zoning "):
                code = main(shlex.split(command, comments=True)[1:])
                said = capsys.readouterr()
                wanted = re.search(r"# exit (\d+)$", command)
                assert code == (int(wanted[1]) if wanted else 0), f"{command}\n{said.out}{said.err}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
    dead = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert dead == []


@pytest.mark.parametrize(
    "path", [p for p in DOCUMENTS if not p.stem.endswith(".zh") and p.stem != "CONTRIBUTING"], ids=lambda p: p.name
)
def test_documents_stand_in_both_languages(path: Path) -> None:
    chinese = path.with_suffix(".zh.md")
    assert chinese.exists()
    assert examples(path) == examples(chinese)
