"""What is saved of a plan: the plan in any case, and files of an earlier one told and marked."""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.killed import killed_everywhere
from workbench.line.saving import STALE, kept, save, save_plan
from zoning.files.whole import temporary_folder
from zoning.model.errors import InputError


def plan(*zones: list[str], digest: str = "d", policy: object = None, **beside: Any) -> bytes:
    content = {"county": {"digest": digest}, "policy": policy, "zones": [{"stations": zone} for zone in zones]}
    return json.dumps({**content, **beside}).encode()


def listed(folder: Path) -> list[str]:
    path = folder / STALE
    return [line[2:] for line in path.read_text("utf-8").splitlines() if line.startswith("- ")] if path.exists() else []


ONE, TWO = plan(["a", "b"], ["c"]), plan(["a"], ["b", "c"])


@pytest.mark.parametrize(
    ("new", "stale"),
    [
        (ONE, []),
        (plan(["a", "b"], ["c"], seconds=3), []),
        (TWO, ["organisation.json", "report.pdf"]),
        (plan(["a", "b"], ["c"], digest="e"), ["organisation.json", "report.pdf"]),
        (plan(["a", "b"], ["c"], policy={"zones": 2}), ["organisation.json", "report.pdf"]),
    ],
    ids=["the same", "other seconds", "other zones", "other data", "other policy"],
)
def test_files_of_an_earlier_plan_are_told_and_marked(new: bytes, stale: list[str], tmp_path: Path) -> None:
    save_plan(tmp_path, {"plan.json": ONE, "map.png": b"1"})
    for name in ("organisation.json", "report.pdf", "notes.txt", "stations.csv"):
        (tmp_path / name).write_bytes(b"")
    assert save_plan(tmp_path, {"plan.json": new, "map.png": b"2"})[1] == stale
    assert listed(tmp_path) == stale


def test_a_file_that_is_made_anew_is_struck_off_and_the_list_goes_with_the_last(tmp_path: Path) -> None:
    save_plan(tmp_path, {"plan.json": ONE})
    save(tmp_path, {"organisation.json": b"", "report.pdf": b""})
    save_plan(tmp_path, {"plan.json": TWO})
    save(tmp_path, {"organisation.json": b""})
    assert listed(tmp_path) == ["report.pdf"]
    assert save_plan(tmp_path, {"plan.json": TWO})[1] == ["report.pdf"], "still not of this plan"
    (tmp_path / "report.pdf").unlink()
    assert save_plan(tmp_path, {"plan.json": TWO})[1] == []
    assert not (tmp_path / STALE).exists()


def test_a_plan_file_that_cannot_be_read_is_of_another_plan(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(b"{")
    (tmp_path / "map.svg").write_bytes(b"")
    assert save_plan(tmp_path, {"plan.json": ONE})[1] == ["map.svg"]


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), RuntimeError("sqlite3_exec failed"), MemoryError()], ids=repr
)
def test_a_plan_is_kept_where_nothing_else_can_be_made(error: Exception, tmp_path: Path) -> None:
    save_plan(tmp_path, {"plan.json": ONE, "map.png": b"1"})
    with pytest.raises(InputError) as refused, kept(tmp_path, TWO):
        raise error
    assert str(tmp_path / "plan.json") in str(refused.value)
    assert (tmp_path / "plan.json").read_bytes() == TWO
    assert listed(tmp_path) == ["map.png"], "a picture of the old plan must not pass for one of the new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.png", "plan.json", STALE]


def test_a_fault_of_the_program_keeps_the_plan_and_stays_a_fault(tmp_path: Path) -> None:
    with pytest.raises(TypeError), kept(tmp_path, ONE):
        raise TypeError
    assert (tmp_path / "plan.json").read_bytes() == ONE


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_kill_at_any_write_leaves_no_new_plan_beside_unmarked_old_files(tmp_path: Path) -> None:
    def prepare() -> None:
        for path in tmp_path.iterdir():
            path.unlink()
        for name, content in {"plan.json": ONE, "map.png": b"1", "report.pdf": b"1"}.items():
            (tmp_path / name).write_bytes(content)

    def act() -> None:
        with kept(tmp_path, TWO):
            save_plan(tmp_path, {"map.png": b"2", "plan.json": TWO})

    seen = set()
    for _ in killed_everywhere(prepare, act):
        found = (tmp_path / "plan.json").read_bytes()
        seen.add(found)
        assert found in (ONE, TWO)
        if found == TWO:
            assert (tmp_path / "map.png").read_bytes() == b"2"
            assert listed(tmp_path) == ["report.pdf"]
    assert seen == {ONE, TWO}


def test_temporary_files_go_to_the_results_where_they_have_no_other_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_get_default_tempdir", none)
    with kept(tmp_path, ONE):
        assert tempfile.gettempdir() == str(tmp_path)
    with pytest.raises(FileNotFoundError):
        tempfile.gettempdir()


def test_a_full_temporary_folder_is_named_and_not_what_the_library_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    free = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free._replace(free=4096))
    (tmp_path / "out").mkdir()
    with pytest.raises(InputError) as refused, kept(tmp_path / "out", ONE), temporary_folder():
        raise RuntimeError("Could not add feature to layer at index 0: sqlite3_exec(INSERT …")
    kept_at, reason = (mistake.text("zh") for mistake in refused.value.mistakes)
    assert str(tmp_path / "out" / "plan.json") in kept_at
    assert reason.startswith(f"临时文件夹 {tmp_path} 写不进（磁盘已满）")
    assert "TMPDIR" in reason
    assert "sqlite" not in kept_at + reason


def test_what_a_library_says_of_anything_else_stays_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(RuntimeError, match="no such driver"), temporary_folder():
        raise RuntimeError("no such driver")
