"""Uploads read in a process of their own: what comes back, and what it cannot reach."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import geodata
from geodata.samples import folder
from solvers.stop import Stop
from tests.project.source import ROOT
from tests.workbench.web.desk.tasks import SHELF
from tests.workbench.web.desk.test_desk import Heard
from workbench.web.desk import Desk, Task
from workbench.web.desk.child import ended
from workbench.web.desk.jobs import checking
from workbench.web.desk.task import Event
from zoning.result.digest import digest


@pytest.fixture(scope="module")
def counter() -> Iterator[tuple[Desk, Heard]]:
    """A desk whose slots are never begun: uploads have processes of their own."""
    heard = Heard()
    desk = Desk(1, heard)
    yield desk, heard
    desk.close()


def upload(counter: tuple[Desk, Heard], data: bytes, **request: object) -> Event:
    desk, heard = counter
    desk.submit(Task("u", "check", package=data, request=request))
    return heard.until("u", "done", "failed", "stopped")


def read_here(data: bytes, **request: object) -> dict[str, Any]:
    """The result of an upload that is read in this process."""
    last = ended(Task("u", "check", package=data, request=request), SHELF, Stop(), lambda _: None)
    assert last["event"] == "done", last
    found: dict[str, Any] = last["result"]
    return found


def zipped(**changed: str) -> bytes:
    """The sample as a zip, some of its files replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder("xunhua").iterdir()):
            archive.writestr(path.name, changed.get(path.stem, path.read_text(encoding="utf-8")))
    return stream.getvalue()


def test_a_county_comes_back_as_its_package(counter: tuple[Desk, Heard]) -> None:
    county = geodata.read_county("sample:xunhua")
    last = upload(counter, zipped(), name="../../循化.zip")
    found = last["result"]
    assert found["mistakes"] == []
    assert (found["digest"], found["name"], found["stations"]) == (digest(county), county.name, len(county))
    assert all(notice["says"] for notice in found["notices"])
    assert digest(geodata.read_county(last["files"]["county.gpkg"], name="county.gpkg")) == digest(county)


def test_several_files_are_a_folder() -> None:
    parts = {f"xunhua/{path.name}": path.read_bytes() for path in folder("xunhua").iterdir()}
    assert read_here(b"", parts=parts)["stations"] == 9
    twice = {"a/stations.csv": b"", "b/Stations.csv": b""}
    assert len(read_here(b"", parts=twice)["mistakes"]) == 1


def test_every_mistake_of_a_workbook_is_told_and_marked(counter: tuple[Desk, Heard], tmp_path: Path) -> None:
    book = tmp_path / "县.xlsx"
    geodata.write_county(geodata.read_county("sample:xunhua"), book)
    import openpyxl

    opened = openpyxl.load_workbook(book)
    sheet = next(one for one in opened if any(cell.value == "630225101" for row in one for cell in row))
    for row in list(sheet)[1:3]:
        row[0].value = "630225999"
    opened.save(book)
    last = upload(counter, book.read_bytes(), name="县.xlsx")
    found = last["result"]
    assert found["mistakes"]
    assert all(one["says_zh"] and one["says_en"] for one in found["mistakes"])
    assert found["marked"] in last["files"]
    assert zipfile.is_zipfile(io.BytesIO(last["files"][found["marked"]]))


def test_what_is_too_large_or_no_county_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, data in (("x.exe", b"MZ"), ("", b"x"), ("x.gpkg", b"SQLite format 3\0" + b"\0" * 200), ("x.zip", b"PK")):
        found = read_here(data, name=name)
        assert found["mistakes"], name
        assert found["marked"] is None
    monkeypatch.setattr(checking, "UNPACKED", 1000)
    monkeypatch.setattr(checking, "ENTRIES", 3)
    assert len(read_here(zipped(), name="x.zip")["mistakes"]) == 2


def test_a_file_that_names_another_of_the_disk_does_not_get_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.geojson"
    secret.write_text((folder("xunhua") / "areas.geojson").read_text(encoding="utf-8"), encoding="utf-8")
    settings = (folder("xunhua") / "county.toml").read_text(encoding="utf-8")
    named = settings + f'\n[roads]\nfile = "{secret.as_posix()}"\n'
    found = read_here(zipped(county=named), name="x.zip")
    assert any(secret.name in json.dumps(one, ensure_ascii=False) for one in found["mistakes"])


INSIDE = """
import os, socket, sqlite3, subprocess, sys, tempfile
from workbench.web.desk.confined import confine

secret = sys.argv[1]
confine(sys.argv[2])

def refused(act):
    try:
        act()
    except PermissionError:
        return True
    return False

assert refused(lambda: open(secret))
assert refused(lambda: open(secret + ".new", "w"))
assert refused(lambda: os.listdir(os.path.dirname(secret)))
assert refused(lambda: os.remove(secret))
assert refused(lambda: sqlite3.connect(secret))
assert refused(lambda: subprocess.run(["true"]))
assert refused(lambda: os.system("true"))
assert refused(lambda: socket.create_connection(("127.0.0.1", 9)))
with tempfile.TemporaryDirectory() as made:
    with open(os.path.join(made, "own"), "w") as stream:
        stream.write("x")
sqlite3.connect(":memory:").close()
import decimal, wave
try:
    bytearray(8_000_000_000)
except MemoryError:
    print("short of memory")
print("shut in")
"""


def test_the_process_reaches_nothing_but_its_folder(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    said = subprocess.run(
        [sys.executable, "-c", INSIDE, str(secret), str(own)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert said.stdout.splitlines()[-1:] == ["shut in"], said.stderr
    assert not sys.platform.startswith("linux") or "short of memory" in said.stdout
    assert secret.read_text() == "secret"


def test_a_reader_that_takes_too_long_is_ended_and_its_folder_removed(
    counter: tuple[Desk, Heard], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    desk, heard = counter
    monkeypatch.setitem(checking_kind(), "seconds", 0.05)
    desk.submit(Task("late", "check", package=zipped(), request={"name": "x.zip"}))
    last = heard.until("late", "done", "failed", "stopped")
    assert last["event"] == "failed"
    assert "什么也没有保存" in last["says"]


def checking_kind() -> dict[str, object]:
    """The fields of the row of uploads."""
    from workbench.web.desk.kinds import KINDS

    return KINDS["check"].__dict__
