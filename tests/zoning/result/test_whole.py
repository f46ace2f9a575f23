"""Files that are whole or not there: what was there stays where something goes wrong."""

import os
from pathlib import Path

import pytest

from zoning.model.errors import InputError
from zoning.result.whole import write_all, write_whole


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
