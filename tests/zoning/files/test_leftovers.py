"""What killed programs left is removed by the next one; what belongs to a program that runs stays."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zoning.files import leftovers
from zoning.files.leftovers import alive, clear, part_name


def gone() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_only_those_whose_process_is_gone_are_removed(tmp_path: Path) -> None:
    ended, mine = gone(), part_name()
    host = mine.split("-")[2]
    for name in (mine, f".plan.json.{os.getpid()}", "plan.json", ".zoning", ".zoningrc", "zoning-1", ".plan.json.bak"):
        (tmp_path / name).write_bytes(b"")
    stay = names(tmp_path)
    (tmp_path / f".zoning-{ended}-{host}-00ff").write_bytes(b"")
    (tmp_path / f".plan.json.{ended}").write_bytes(b"")
    (tmp_path / f".zoning-{ended}-{host}-00fe").mkdir()
    (tmp_path / f".zoning-{ended}-{host}-00fe" / "areas.geojson").write_bytes(b"")
    clear(tmp_path)
    assert names(tmp_path) == stay


@pytest.mark.parametrize(
    "name",
    [".zoning-0123456789abcdef", ".zoning-k3v_x2aa", ".zoning-1-ffffff-00ff", f".plan.json.{os.getpid()}", part_name()],
    ids=["random", "temporary", "elsewhere", "plan", "own"],
)
def test_those_of_whom_nothing_is_known_are_removed_when_they_are_old(name: str, tmp_path: Path) -> None:
    """Of an earlier version, of another machine, or of a process whose number another one has by now."""
    part = tmp_path / name
    part.write_bytes(b"")
    clear(tmp_path)
    assert part.exists()
    os.utime(part, (time.time() - 4000,) * 2)
    clear(tmp_path)
    assert not part.exists()


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="links")
def test_a_link_is_removed_and_what_it_leads_to_is_not(tmp_path: Path) -> None:
    (tmp_path / "county").mkdir()
    (tmp_path / "county" / "stations.csv").write_bytes(b"")
    (tmp_path / f".plan.json.{gone()}").symlink_to(tmp_path / "county")
    clear(tmp_path)
    assert names(tmp_path) == ["county"]
    assert names(tmp_path / "county") == ["stations.csv"]


def test_a_folder_that_cannot_be_read_is_left_as_it_is(tmp_path: Path) -> None:
    clear(tmp_path / "nowhere")
    (tmp_path / "file").write_bytes(b"")
    clear(tmp_path / "file")
    assert names(tmp_path) == ["file"]


def test_a_process_that_runs_is_alive_and_on_windows_it_is_not_asked_by_a_signal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert alive(os.getpid())
    assert not alive(gone())
    asked: list[int] = []

    def found(process: int) -> bool:
        asked.append(process)
        return True

    def ends(*_: int) -> None:
        raise AssertionError("os.kill ends a process of Windows")

    monkeypatch.setattr(leftovers, "_alive_on_windows", found)
    monkeypatch.setattr(os, "kill", ends)
    monkeypatch.setattr(os, "name", "nt")
    assert alive(7)
    monkeypatch.setattr(os, "name", "posix")
    assert asked == [7]
