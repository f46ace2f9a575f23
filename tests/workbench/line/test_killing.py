"""Commands killed at each of their writes; ``python -m tests.killing`` does it to every command."""

import os
from pathlib import Path

import pytest

from tests.killing import given, kills, wrong

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")


@pytest.mark.parametrize("name", ["template", "check"])
def test_a_command_that_is_killed_leaves_the_old_file_or_the_new_one(name: str, tmp_path: Path) -> None:
    found = list(kills(name, tmp_path, given(tmp_path, heavy=False)))
    assert len(found) > 4, "written beside, then renamed"
    assert [one for after in found for one in after] == []


def test_what_is_neither_old_nor_new_is_found() -> None:
    old, new = {"plan.json": b"{1}", "a.png": b"old"}, {"plan.json": b"{2}", "a.png": b"new", "b.png": b"new"}
    assert wrong(old, old, new, exact=True) == wrong(new, old, new, exact=True) == []
    assert wrong(old | {"a.png": b"new"}, old, new, exact=True) == []
    assert wrong(new | {"b.png": b"ne"}, old, new, exact=True) == ["half: b.png"]
    assert wrong({"plan.json": b"{1}"}, old, new, exact=True) == ["lost: a.png"]
    assert wrong(old | {"plan.json": b"{2}"}, old, new, exact=True) == [
        "old beside a new plan: a.png",
        "missing beside a new plan: b.png",
    ]
    assert wrong(old | {"plan.json": b"{3"}, old, new, exact=False)[0] == "half: plan.json"
    told = new | {"a.png": b"old", "stale.txt": b"...\n- a.png\n"}
    assert wrong(told, old, new, exact=True) == [], "listed as one of an earlier plan"
    told["stale.txt"] = b"...\n- b.png\n"
    assert wrong(told, old, new, exact=True) == ["old beside a new plan: a.png"]
