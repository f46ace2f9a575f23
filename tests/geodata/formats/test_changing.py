"""Files that change, grow, are open elsewhere or unpack to more than they should."""

import io
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from geodata.formats import guard, zipped
from geodata.formats.guard import check, load, read_bytes
from geodata.tables.findings import Findings
from tests.geodata.formats.packed import layer, mistakes, packed, repacked
from zoning.texts import Message


@pytest.mark.parametrize("change", ["grows", "shrinks", "is rewritten"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "stations.csv"
    path.write_bytes(b"x" * 1000)
    stat, calls = os.fstat, []

    def fstat(handle: int) -> os.stat_result:
        if calls:
            size = {"grows": 1500, "shrinks": 500, "is rewritten": 1000}[change]
            path.write_bytes(b"y" * size)
            os.utime(path, ns=(0, 1))
        calls.append(handle)
        return stat(handle)

    monkeypatch.setattr(os, "fstat", fstat)
    assert mistakes(lambda found: read_bytes(path, found)) == [("geodata.file.changing", "stations.csv")]


def test_a_file_that_outgrows_the_limit_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MAX_BYTES", 1000)
    path = tmp_path / "stations.csv"
    path.write_bytes(b"x" * 1000)
    assert read_bytes(path, Findings()) == b"x" * 1000
    path.write_bytes(b"x" * 1001)
    assert mistakes(lambda found: read_bytes(path, found)) == [("geodata.file.too_large", "stations.csv")]


def test_folders_pipes_and_nothing_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    for name in ("pipe.csv", "folder.csv"):
        assert mistakes(lambda found, name=name: load(tmp_path / name, found)) == [("geodata.file.not_a_file", name)]
    nowhere = tmp_path / "nothing.csv"
    assert mistakes(lambda found: load(nowhere, found)) == [("geodata.file.missing", str(nowhere))]


def test_a_geopackage_open_in_another_program_is_refused(tmp_path: Path) -> None:
    layer(tmp_path / "areas.gpkg")
    other = sqlite3.connect(tmp_path / "areas.gpkg")
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE more (a)")
    other.commit()
    assert mistakes(lambda found: load(tmp_path / "areas.gpkg", found)) == [
        ("geodata.file.open_elsewhere", "areas.gpkg")
    ]
    other.close()
    assert load(tmp_path / "areas.gpkg", Findings()) is not None


def test_an_archive_is_unpacked_with_names_in_gbk() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("AAAAAA.shp", b"1")
        archive.writestr("folder/", b"")
        archive.writestr("folder/areas.dbf", b"2")
    data = stream.getvalue().replace(b"AAAAAA", "派出所".encode("gbk"))
    assert zipped.unpack(data) == {"派出所.shp": b"1", "folder/areas.dbf": b"2"}
    named = packed({"派出所.shp": b"1", "辖区.cpg": b"UTF-8"})
    assert zipped.unpack(named) == {"派出所.shp": b"1", "辖区.cpg": b"UTF-8"}
    bad = zipped.unpack(packed({"../a": b""}))
    assert isinstance(bad, Message)
    assert bad.values["member"] == "../a"


def test_a_bomb_is_refused_before_it_is_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_INFLATED", 10_000_000)
    data, taken = packed({"a.csv": bytes(400_000_000)}), 0
    whole = zipped._inflated

    def counted(*words: object) -> object:
        nonlocal taken
        for piece in whole(*words):  # type: ignore[arg-type]
            taken += len(piece)
            yield piece

    monkeypatch.setattr(zipped, "_inflated", counted)
    says = zipped.inspect(data)
    assert isinstance(says, Message)
    assert (says.key, taken < 12_000_000) == ("geodata.zip.bomb", True)


def test_much_that_is_plausible_is_no_bomb() -> None:
    rows = b"".join(
        b"<row r='%d'><c r='A%d' t='n'><v>%d</v></c></row>" % (i, i, i * 7919 % 9973) for i in range(400_000)
    )
    assert check(repacked(xl__worksheets__sheet2_xml=b"<worksheet>" + rows + b"</worksheet>"), ".xlsx") is None
