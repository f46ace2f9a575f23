"""Files that are whole or not there: what was there stays where something goes wrong."""

import os
from pathlib import Path

import pytest

from tests.killed import killed_everywhere
from zoning.files.whole import write_all, write_whole
from zoning.model.errors import InputError


def test_a_file_is_written_with_the_folders_on_its_way(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b" / "plan.json", b"one")
    write_whole(tmp_path / "a" / "b" / "plan.json", b"two")
    assert (tmp_path / "a" / "b" / "plan.json").read_bytes() == b"two"
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["plan.json"]


def test_others_may_read_it_as_far_as_the_umask_lets_them(tmp_path: Path) -> None:
    write_whole(tmp_path / "ours", b"")
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("full", [1, 2, 3])
def test_a_disk_that_is_full_leaves_all_files_as_they_were(
    full: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: name.encode() for name in ("a", "b", "c")}
    write_all(tmp_path, before)
    flushed, done = os.fsync, 0

    def fails(handle: int) -> None:
        nonlocal done
        done += 1
        if done == full:
            raise OSError(28, "No space left on device")
        flushed(handle)

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(InputError, match=rf"{'abc'[full - 1]}: cannot be written \(No space left on device\)"):
        write_all(tmp_path, dict.fromkeys(before, b"new"))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(tmp_path / "file" / "plan.json", b"")


def test_a_file_that_another_program_holds_open_leaves_all_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a workbook that is open in a spreadsheet."""
    before = {"map.png": b"old", "plan.xlsx": b"old", "plan.json": b"old"}
    write_all(tmp_path, before)
    replace = os.replace

    def locked(source: Path, target: Path) -> None:
        if Path(target).name == "plan.xlsx" and Path(source).read_bytes() == b"new":
            error = PermissionError(13, "The process cannot access the file because it is being used")
            error.winerror = 32  # what Windows says of it
            raise error
        replace(source, target)

    monkeypatch.setattr(os, "replace", locked)
    new = dict.fromkeys(["map.png", "map.svg", "plan.xlsx", "plan.json"], b"new")
    with pytest.raises(InputError, match=r"plan.xlsx: cannot be written .*another program has it open"):
        write_all(tmp_path, new)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_it_is_the_same_where_a_disk_knows_no_second_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    test_a_file_that_another_program_holds_open_leaves_all_as_they_were(tmp_path, monkeypatch)


def test_a_disk_that_turns_read_only_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "open", read_only)
    monkeypatch.setattr(Path, "unlink", read_only)
    with pytest.raises(InputError, match="Read-only file system"):
        write_all(tmp_path, {"plan.json": b""})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_program_killed_at_any_write_leaves_no_new_plan_beside_old_files(tmp_path: Path) -> None:
    names = ["plan.json", "plan.gpkg", "organisation.json", "map.png"]
    seen = set()
    write_all(tmp_path, dict.fromkeys(names, b"old" * 100))

    def prepare() -> None:
        for name in names:
            (tmp_path / name).write_bytes(b"old" * 100)

    for _ in killed_everywhere(prepare, lambda: write_all(tmp_path, dict.fromkeys(names, b"new" * 100))):
        there = [(tmp_path / name).read_bytes()[:3].decode() for name in names]
        assert all((tmp_path / name).stat().st_size == 300 for name in names)
        assert there[0] == "old" or there == ["new"] * 4
        seen.add(tuple(there))
    assert {("old",) * 4, ("new",) * 4} < seen  # it was killed in between, too
    write_all(tmp_path, {"plan.json": b""})
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names), "what the killed left is gone"
