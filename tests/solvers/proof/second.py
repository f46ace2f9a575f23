"""The second verifier, ``docs/verifier/check_plan.py``, run in this process."""

import contextlib
import importlib.util
import io
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import geodata
from tests.project.source import ROOT
from tests.solvers.proof.files import Content
from zoning.model.problem import Problem

SOURCE = ROOT / "docs/verifier/check_plan.py"
TRUE, FALSE, UNREADABLE, OPEN = range(4)
"""Its exit codes."""


def load() -> ModuleType:
    """The file as a module."""
    spec = importlib.util.spec_from_file_location("check_plan", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def verdict(module: ModuleType, folder: Path, problem: Problem, content: Content | str) -> tuple[int, str]:
    """Exit code and words on the content of a file, or its text; the county is written into ``folder`` once."""
    county = folder / "county"
    if not county.exists():
        geodata.write_county(problem.county, county)
    plan = folder / "plan.json"
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    plan.write_text(text, encoding="utf-8")
    said = io.StringIO()
    run: Callable[[list[str]], int] = module.main
    with contextlib.redirect_stdout(said):
        code = run([str(county), str(plan)])
    return code, said.getvalue()
