"""No command builds JSON: it prints the document of a result that a server or a notebook may have as well."""

import ast
from pathlib import Path

import pytest

from tests.project.source import ROOT, sources, tree

SPOKEN = [path for path in sources("workbench") if path.name != "screen.py"]
DOCUMENT_AT = {"emit": 0, "refuse": 3, "refuse_plan": 3}
"""The argument of a screen's method that is a document."""
JSON = [ROOT / "workbench/line/screen.py", ROOT / "workbench/report/formats/pdf.py"]
"""What writes JSON: a screen, and what is handed to the typesetter."""


def handed(path: Path) -> list[str]:
    """What is handed to a screen as a document, as it stands in the source."""
    calls = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    methods = ((call, call.func.attr) for call in calls if isinstance(call.func, ast.Attribute))
    return [
        ast.unparse(call.args[DOCUMENT_AT[name]])
        for call, name in methods
        if name in DOCUMENT_AT and len(call.args) > DOCUMENT_AT[name]
    ]


def test_screens_are_handed_documents_of_results_and_nothing_else() -> None:
    given = {text for path in SPOKEN for text in handed(path)}
    assert len(given) > 15
    assert {text for text in given if not text.startswith("to_document(")} == set()


def test_nothing_but_a_screen_writes_json() -> None:
    """The page's server aside: JSON is what it speaks."""
    writers = [
        path
        for path in sources("workbench")
        if path.relative_to(ROOT).parts[1] != "web"
        and any(isinstance(node, ast.Attribute) and node.attr in ("dump", "dumps") for node in ast.walk(tree(path)))
    ]
    assert writers == JSON


@pytest.mark.parametrize("name", ["emit({'a': 1})", "emit(plain(found), code)", "refuse('no', 3, [], {'a': 1})"])
def test_a_command_that_builds_json_is_found(name: str, tmp_path: Path) -> None:
    path = tmp_path / "command.py"
    path.write_text(f"screen.{name}\n", encoding="utf-8")
    assert [text.startswith("to_document(") for text in handed(path)] == [False]
