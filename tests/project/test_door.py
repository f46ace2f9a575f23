"""The front door: every name leads to its home, as fast and as typed as if it were imported from there."""

import ast
import re
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, assert_type

import pytest

import geodata
import zoning
from tests.project.source import ROOT

HEAVY = ("numpy", "networkx", "pydantic", "pandas", "geopandas", "shapely", "scipy", "numba", "ortools")
STUB = ast.parse((ROOT / "zoning/__init__.pyi").read_text(encoding="utf-8"))


def fresh(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    """What a new Python says that runs this."""
    return subprocess.run(
        [sys.executable, *options, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )


@pytest.mark.parametrize("name", zoning.HOMES)
def test_a_name_is_what_its_home_calls_it(name: str) -> None:
    module, _, attribute = zoning.HOMES[name].partition(":")
    assert getattr(zoning, name) is getattr(import_module(module), attribute)


def test_type_checkers_are_told_the_same_homes() -> None:
    lines = [line for line in STUB.body if isinstance(line, ast.ImportFrom)]
    told = {alias.asname or alias.name: f"{line.module}:{alias.name}" for line in lines for alias in line.names}
    assert {name: home for name, home in told.items() if name in zoning.__all__} == zoning.HOMES
    assert zoning.__all__ == list(zoning.HOMES)
    (exported,) = (line.value for line in STUB.body if isinstance(line, ast.Assign))
    assert ast.literal_eval(exported) == zoning.__all__


@pytest.mark.parametrize("document", ["docs/python.md", "docs/python.zh.md"])
def test_every_name_is_documented(document: str) -> None:
    rows = re.findall(r"^\| [^|`]+ \| (`.+) \|$", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(listed) == sorted(zoning.HOMES)


def test_no_name_hides_a_module_of_the_package() -> None:
    """The import of such a module would put it in the place of the name."""
    assert {module.name for module in iter_modules(zoning.__path__)}.isdisjoint(zoning.HOMES)


def test_names_are_listed_and_others_refused() -> None:
    assert set(zoning.HOMES) <= set(dir(zoning))
    with pytest.raises(AttributeError, match="module 'zoning' has no attribute 'sovle'"):
        zoning.sovle  # type: ignore[attr-defined]  # noqa: B018


def test_the_door_alone_loads_none_of_what_lies_behind_it() -> None:
    loaded = fresh("import zoning, sys; print(*sys.modules)").stdout.split()
    behind = {*HEAVY, "solvers", "geodata", "systems", "scenarios", "workbench", "zoning.model"}
    assert behind.isdisjoint(loaded)
    used = fresh("import zoning, sys; zoning.Plan.of([['a']]); print(*sys.modules)").stdout.split()
    assert {"pandas", "geopandas", "shapely", "scipy", "numba", "ortools", "networkx"}.isdisjoint(used)


def test_the_door_opens_in_60_milliseconds() -> None:
    spent = []
    for _ in range(3):
        told = fresh("import zoning", "-X", "importtime").stderr.splitlines()
        spent.append(int(re.split(r"[|:]", told[-1])[2]))
    assert told[-1].split()[-1] == "zoning"
    assert min(spent) < 60_000


CONTRACT = """\
county  = zoning.read_county("县.xlsx")
problem = zoning.Problem(county, zoning.read_policy("haidong"))
solution = zoning.solve(problem, start=None, stop=zoning.Stop(seconds=10), on_progress=None)
solution.zones_frame(); solution.stations_frame()
zoning.score(problem, plan); zoning.verify(problem, solution)
zoning.explain(problem, plan, station); zoning.frontier(problem, ("mismatch", "travel"))
edit = zoning.Edit(problem, plan); edit.move("500230108", to=2); edit.undo(); edit.score; edit.gap
zoning.load(path); zoning.dump(solution, path)
"""
"""How the door is to be used, with a plan, a station and a path of one's own."""


def test_the_door_is_used_as_was_agreed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = geodata.copy_sample("xunhua", tmp_path / "county")
    for file in folder.iterdir():  # a county with a station of that code
        file.write_text(file.read_text(encoding="utf-8").replace("630225201", "500230108"), encoding="utf-8")
    geodata.write_county(geodata.read_source(folder), "县.xlsx")
    first = zoning.solve(zoning.Problem(zoning.read_county("县.xlsx"), zoning.read_policy("haidong")))
    zoning.dump(first, "plan.json")
    names: dict[str, Any] = {"zoning": zoning, "plan": first.plan, "station": "清水乡", "path": "plan.json"}
    exec(compile(CONTRACT, "contract", "exec"), names)
    assert names["solution"] == replace(first, run=names["solution"].run)
    assert zoning.load("plan.json", county=names["county"]) == names["solution"]
    assert names["edit"].plan == first.plan


def test_a_county_is_solved_by_what_the_door_offers() -> None:
    county = zoning.read_county("sample:xunhua")
    problem = zoning.Problem(county, zoning.read_policy("haidong"))
    solution = zoning.solve(problem)
    assert_type(county, zoning.County)
    assert_type(solution, zoning.Solution)
    assert solution.plan is not None
    judged = zoning.score(problem, solution.plan)
    assert_type(judged, zoning.Score)
    assert_type(zoning.explain(problem, solution.plan, "清水乡"), zoning.StationExplanation)
    assert_type(zoning.explain(problem, solution.plan), zoning.PlanExplanation)
    assert_type(zoning.frontier(problem, ("mismatch", "travel")), zoning.Frontier)
    with pytest.raises(zoning.InputError, match="无此乡"):
        zoning.explain(problem, solution.plan, "无此乡")
    assert judged == solution.score
