"""``--plans``: every plan of a study is a plan, with map, workbook, layers and the county that it is of."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Zoning = Callable[..., Any]
WHOLE = {"plan.json", "plan.xlsx", "plan.gpkg", "map.png", "map.svg", "county.gpkg"}


def verified(zoning: Zoning, folder: Path, names: list[str]) -> list[tuple[bool, int, int | None]]:
    """Of each plan of these folders, verified on the county beside it: whether proved, its points and its bound."""
    assert sorted(one.name for one in (folder / "plans").iterdir() if one.is_dir()) == names
    told = []
    for name in names:
        one = folder / "plans" / name
        assert {path.name for path in one.iterdir()} == WHOLE
        said = zoning("verify", str(one / "county.gpkg"), str(one), "--json")
        assert said.code == 0, said.json
        plan = json.loads((one / "plan.json").read_bytes())
        assert date.fromisoformat(plan["solver"]["made"]) <= date.today(), "its report is dated"  # noqa: DTZ011
        told.append((said.json["proved"], plan["points"], plan["proof"]["bound"]))
    return told


def test_other_plans_of_solve_are_plans_with_the_bound_of_the_best(zoning: Zoning, tmp_path: Path) -> None:
    said = zoning("solve", "sample:xunhua", "--plans", "2", "--gap", "0.2", "--out", str(tmp_path))
    assert said.code == 0
    assert "plans/  plan-2（" in said.out
    assert verified(zoning, tmp_path, ["plan-2"]) == [(True, 205_500, 198_356)]


def test_plans_of_scenarios_lie_beside_their_own_county(zoning: Zoning, tmp_path: Path) -> None:
    words = ["scenarios", "merge-smallest", "--county", "sample:xunhua", "--jobs", "1", "--plans"]
    assert zoning(*words, "--out", str(tmp_path)).code == 0
    told = verified(zoning, tmp_path, ["base", "merge-smallest"])
    assert told == [(True, 198_356, 198_356), (True, 198_077, 198_077)]


def test_the_optima_of_stress_are_plans_under_the_data_as_given(
    zoning: Zoning, xunhua_plan: str, tmp_path: Path
) -> None:
    words = ["stress", "sample:xunhua", xunhua_plan, "--replicates", "1", "--jobs", "1", "--plans"]
    assert zoning(*words, "--out", str(tmp_path)).code == 0
    assert verified(zoning, tmp_path, ["plan-1"]) == [(False, 198_356, None)]


@pytest.mark.parametrize("words", [("scenarios", "traffic+30", "--county"), ("stress",), ("frontier",)])
def test_plans_need_a_folder(zoning: Zoning, xunhua_plan: str, words: tuple[str, ...]) -> None:
    plan = [xunhua_plan] if words == ("stress",) else []
    said = zoning(*words, "sample:xunhua", *plan, "--plans")
    assert (said.code, said.out) == (2, "")
    assert "--out" in said.err
