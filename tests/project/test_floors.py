"""The floors hold, and a step upward is noticed: each contract is broken once in a copy of the packages."""

import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.project.source import PACKAGES, ROOT, imported, sources

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINTED = PROJECT["tool"]["importlinter"]["contracts"]
CONTRACTS = [contract["id"] for contract in LINTED]
ROOMS = [
    f"{package}/{room}"
    for contract in LINTED
    for package in contract.get("containers", ())
    for layer in contract["layers"]
    for room in layer.split(" | ")
]
IMPORTED_AS = {
    "pylopdf-fonts-zh-cn": "pylopdf_fonts_zh_cn",
    "python-docx": "docx",
    "python-pptx": "pptx",
    "fonttools": "fontTools",
    "python-multipart": "python_multipart",
}
PARTS = {"pydantic_core": "pydantic", "mpl_toolkits": "matplotlib"}
"""Modules that come with a library under another name."""


def lint(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    program = Path(sysconfig.get_path("scripts")) / "lint-imports"
    chosen = ["--contract", contract] if contract else []
    return subprocess.run(
        [program, "--no-cache", *chosen], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_floors_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("contract", "package", "line"),
    [
        ("floors", "zoning", "import solvers"),
        ("floors", "solvers", "import geodata"),
        ("floors", "geodata", "import solvers"),
        ("floors", "scenarios", "import workbench"),
        ("rooms-zoning", "zoning/model", "import zoning.judge"),
        ("rooms-solvers", "solvers/exact", "import solvers.engine"),
        ("rooms-systems", "systems/errors", "import systems.posts"),
        ("rooms-geodata", "geodata/tables", "import geodata.county"),
        ("rooms-scenarios", "scenarios/spec", "import scenarios.runs"),
        ("rooms-workbench", "workbench/line", "import workbench.commands"),
        ("ground", "zoning", "import geopandas"),
        ("ground", "zoning", "from ortools.linear_solver import pywraplp"),
        ("solvers", "solvers", "from shapely import Point"),
        ("store", "scenarios/runs", "import sqlalchemy"),
        ("spread", "scenarios/runs", "import distributed"),
        ("web", "workbench/line", "import fastapi"),
        ("outside", "workbench", "import tests.run"),
        ("outside", "solvers", "import highspy"),
    ],
)
def test_a_step_upward_is_noticed(contract: str, package: str, line: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in (*PACKAGES, *ROOMS):  # empty packages and rooms, but for the one line
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"{line}\n" if name == package else "", encoding="utf-8")
    result = lint(tmp_path, contract)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout


def test_every_contract_is_broken_once() -> None:
    marks = test_a_step_upward_is_noticed.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in marks[0].args[1]} == set(CONTRACTS)


def test_the_ground_needs_three_libraries() -> None:
    """Pydantic's own core comes with it, and is no library of its own."""
    used = {name for path in sources("zoning") for name in imported(path)} - set(sys.stdlib_module_names)
    assert used - {"pydantic_core"} == {"zoning", "numpy", "networkx", "pydantic"}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    extras = [text for needs in PROJECT["project"]["optional-dependencies"].values() for text in needs]
    names = [Requirement(text).name for text in PROJECT["project"]["dependencies"] + extras]
    declared = {IMPORTED_AS.get(name, name) for name in names}
    used = {PARTS.get(name, name) for path in sources(*PACKAGES) for name in imported(path)}
    assert used - set(sys.stdlib_module_names) - set(PACKAGES) == declared


def test_the_lock_answers_every_need() -> None:
    lines = (ROOT / "requirements" / "ci.txt").read_text(encoding="utf-8").splitlines()
    assert all("://" not in line for line in lines)
    locked = {r.name.lower(): r for r in (Requirement(line) for line in lines if not line.startswith("#"))}
    for text in PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]:
        need = Requirement(text)
        (pin,) = locked[need.name.lower()].specifier
        assert pin.operator == "==", text
        assert need.specifier.contains(pin.version), text
