"""What would go wrong on Windows, which none of the checks' machines is, as far as it can be seen from here."""

import ast
import re
import subprocess
from pathlib import PurePosixPath

from tests.project.source import PACKAGES, ROOT, sources, tree

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
MODE = re.compile(r"[rwax]\+?t?")
"""Modes in which a file is opened as text."""
LONGEST = 120
"""Characters of a path inside the project: an installation has 260 less its own folder."""


def files() -> list[PurePosixPath]:
    said = subprocess.run(
        ["git", "-c", "core.quotepath=off", "ls-files"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    return [PurePosixPath(line) for line in said.stdout.splitlines()]


def test_names_of_files_are_possible_there() -> None:
    paths = [path for path in files() if path.parts[0] in PACKAGES]
    assert paths
    folded = [str(path).lower() for path in paths]
    assert len(set(folded)) == len(folded), "names that differ in case only are one file"
    assert [path for path in paths if len(str(path)) > LONGEST] == []
    for part in {part for path in paths for part in path.parts}:
        assert part.isascii()
        assert not set('<>:"|?*\\') & set(part), part
        assert part.split(".")[0].lower() not in RESERVED
        assert part == part.strip(" .") or part.startswith("."), part


def test_texts_are_read_and_written_as_utf_8_whatever_the_system_takes_them_for() -> None:
    found = []
    for path in sources(*PACKAGES):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                modes = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                opened = name == "open" and any(MODE.fullmatch(mode) for mode in modes)
                said = any(word.arg == "encoding" for word in node.keywords) or encoded(name, node)
                if (opened or name in ("read_text", "write_text")) and not said:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def encoded(name: str, node: ast.Call) -> bool:
    """Whether the encoding is the first argument, as ``read_text("utf-8")`` has it, or a flag of the system's open."""
    first = node.args[0] if node.args else None
    if name == "read_text":
        return isinstance(first, ast.Constant)
    return isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "os"


def test_no_module_asks_for_what_posix_alone_has_without_looking() -> None:
    """``os.getuid`` and the like stand only where it was asked whether they are there."""
    only = {"getuid", "geteuid", "fork", "setsid", "killpg", "mkfifo", "chown", "umask_", "getpgid"}
    found = []
    for path in sources(*PACKAGES):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr in only and isinstance(node.value, ast.Name):
                asked = (
                    f'hasattr(os, "{node.attr}")' in text or 'os.name == "posix"' in text or 'os.name != "nt"' in text
                )
                found += [] if asked else [f"{path.relative_to(ROOT)}: {node.attr}"]
    assert found == []
