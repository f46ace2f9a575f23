"""Files are written in one room, where they are whole or not there; whoever writes elsewhere does so in a stage."""

import ast

from tests.project.source import PACKAGES, ROOT, sources, tree

WRITES = {"write_text", "write_bytes", "copyfile", "copy", "copy2", "copytree", "move"}
STAGED = {
    "geodata/county/export.py": "the stage beside the county",
    "geodata/sources/folder.py": "a new folder in that stage",
    "geodata/samples/__init__.py": "the stage beside the copy",
    "geodata/samples/make.py": "makes the samples of the project anew",
    "scenarios/store/upkeep/exporting.py": "its own stage",
}
"""Modules that write otherwise, and where to."""


def test_nothing_but_the_room_of_files_writes_files() -> None:
    found = set()
    for path in sources(*PACKAGES):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("zoning/files/") or name in STAGED:
            continue
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            of_shutil = isinstance(node.func.value, ast.Name) and node.func.value.id == "shutil"
            if node.func.attr in WRITES and (node.func.attr.startswith("write_") or of_shutil):
                found.add(f"{name}:{node.lineno}")
            modes = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if node.func.attr == "open" and any(set(mode) & set("wxa") and len(mode) < 4 for mode in modes):
                found.add(f"{name}:{node.lineno}")
    assert found == set(), "a program that is killed there leaves half a file"


def test_the_list_of_those_that_write_elsewhere_is_not_longer_than_need_be() -> None:
    for name in STAGED:
        assert any(f".{word}(" in (ROOT / name).read_text(encoding="utf-8") for word in WRITES), name
