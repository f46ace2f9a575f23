"""Files, functions and rooms can be read at once: 350 lines a module, 60 a function, 12 files a room."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.project.source import PACKAGES, ROOT, sources, tree

MODULE, FUNCTION, ROOM = 350, 60, 12
FILES = sorted(
    path
    for folder in (*PACKAGES, "tests", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)
COMPILED = {"solvers/sets/walk.py:walk", "solvers/large/recombine.py:split"}
"""One compiled loop each: numba inlines nothing across functions that share so many arrays without a cost."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file, by name, with its lines."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def long() -> set[str]:
    modules = {name(path) for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > MODULE}
    return modules | {function for path in FILES for function, lines in functions(path) if lines > FUNCTION}


def test_no_module_has_more_than_350_lines_and_no_function_more_than_60() -> None:
    assert long() - COMPILED == set()


def test_what_is_excepted_is_long() -> None:
    assert COMPILED - long() == set()


def test_no_room_has_more_than_12_files() -> None:
    files = (path.parent for path in sources(*PACKAGES) if path.name != "__init__.py")
    rooms = Counter(folder.relative_to(ROOT).as_posix() for folder in files)
    assert {room for room, count in rooms.items() if count > ROOM} == {"workbench/commands"}, "a file a command"
