"""``solve --different``: of the plans within the gap those that differ most, side by side."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from rich.cells import cell_len

Zoning = Callable[..., Any]
Plan = list[list[str]]
WORDS = ["solve", "sample:xunhua", "--gap", "0.4", "--different"]


def pairs(plan: Plan) -> set[frozenset[str]]:
    return {frozenset(pair) for zone in plan for pair in combinations(zone, 2)}


def test_the_plans_chosen_are_farther_apart_than_the_cheapest(zoning: Zoning) -> None:
    told = zoning(*WORDS, "--plans", "4", "--json").json
    best = [zone["stations"] for zone in told["zones"]]
    chosen = [plan["zones"] for plan in told["different"]]
    assert told["alternatives"] == chosen, "the file holds those that are shown"
    assert not told["alternatives_complete"], "there are others within the gap"
    cheapest = zoning("solve", "sample:xunhua", "--gap", "0.4", "--plans", "4", "--json").json["alternatives"]
    spread, near = (min(len(pairs(a) ^ pairs(b)) for a, b in combinations([best, *p], 2)) for p in (chosen, cheapest))
    assert spread > near
    assert told["different"][0]["pairs"] == len(pairs(best) ^ pairs(chosen[0]))
    for plan in told["different"]:
        assert all(abs(plan["measures"][k] - told["measures"][k] - d) < 1e-12 for k, d in plan["difference"].items())


def test_every_plan_says_what_it_is_better_at_and_who_moves(zoning: Zoning) -> None:
    said = zoning(*WORDS).out
    assert "差别最大的好方案：从差距之内的" in said
    assert said.count("\n方案 ") == 3
    assert said.count("不及最优方案：") == 3, "no plan is cheaper in all"
    assert said.count("涉及调整的派出所 ") == 3
    assert "没有别的方案" in zoning("solve", "sample:xunhua", "--gap", "0", "--different").out


@pytest.mark.parametrize("width", [40, 80])
def test_the_plans_fit_the_screen(zoning: Zoning, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for language in ("zh", "en"):
        assert max(cell_len(line) for line in zoning(*WORDS, "--lang", language).out.splitlines()) <= width
