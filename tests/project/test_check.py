"""``python -m benchmarks check`` fails when an answer changes or work grows, and only then."""

import json
from typing import Any

import pytest

from benchmarks.check import FILE, WORK, compared, counted, counties
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

STORED: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
NAME = "xihe · haidong"


def changed(key: str, value: object) -> list[str]:
    found = {name: dict(one) for name, one in STORED.items()}
    found[NAME][key] = value
    return compared(STORED, found)[0]


def test_what_is_stored_differs_in_nothing_from_itself() -> None:
    assert compared(STORED, STORED) == ([], 0)


@pytest.mark.parametrize("key", ["points", "bound", "plan"])
def test_any_other_answer_fails(key: str) -> None:
    assert changed(key, None) == [f"{NAME}: {key} {STORED[NAME][key]} → None"]


@pytest.mark.parametrize("key", WORK)
def test_work_may_grow_by_little_and_not_by_much(key: str) -> None:
    was = STORED[NAME][key]
    assert changed(key, was + 50) == [] or was + 50 > 1.1 * was
    (said,) = changed(key, 2 * was + 60)
    assert said.startswith(f"{NAME}: {key} ")
    assert said.endswith("% more")
    found = {name: dict(one) for name, one in STORED.items()}
    found[NAME][key] = max(0, was // 2 - 60)
    assert compared(STORED, found)[0] == []


def test_a_case_that_is_missing_or_new_fails() -> None:
    less = {name: one for name, one in STORED.items() if name != NAME}
    assert compared(STORED, less)[0] == [f"{NAME}: stored, but no case"]
    assert compared(less, STORED)[0] == [f"{NAME}: not stored"]


def test_the_counts_are_those_of_the_engine() -> None:
    given, policies = counties()["xihe"]()
    problem = Problem(given, read_policy("haidong").override(policies["haidong"]))
    assert counted(problem) == STORED[NAME]
