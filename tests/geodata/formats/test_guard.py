"""No file is believed before its bytes are: what is refused, and that what is right passes."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from geodata.formats import guard
from geodata.formats.guard import check, load
from geodata.formats.ole import stream_names
from geodata.tables.findings import Findings
from tests.geodata.formats.packed import layer, mistakes, packed, repacked, workbook

SHEET = "xl/worksheets/sheet1.xml"


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        return repacked(**{SHEET: change(archive.read(SHEET))})


def declaring(text: str, encoding: str = "utf-8") -> bytes:
    """A sheet with a document type before its root element."""
    return with_sheet(lambda xml: xml.decode().replace("<worksheet", text + "<worksheet", 1).encode(encoding))


def ole(*names: str, free: int = 0) -> bytes:
    """A container with these names in its directory, whose chain is scattered behind ``free`` unused sectors."""
    blocks = -(-len(names) // 4)
    places = [1 + free + 2 * i for i in range(blocks)]
    table = [0xFFFFFFFF] * 128
    table[0] = 0xFFFFFFFD
    for here, there in zip(places, [*places[1:], 0xFFFFFFFE], strict=True):
        table[here] = there
    sectors = [b"\x00" * 512] * (places[-1] + 1)
    sectors[0] = struct.pack("<128I", *table)
    for i, place in enumerate(places):
        entries = [
            name.encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<H", 2 * len(name) + 2) + bytes(62)
            for name in names[4 * i : 4 * i + 4]
        ]
        sectors[place] = b"".join(entries).ljust(512, b"\x00")
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHH", header, 26, 3, 0xFFFE, 9)
    struct.pack_into("<I", header, 48, places[0])
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    return bytes(header) + b"".join(sectors)


OLD = ole("Root Entry", "Workbook", "\x05SummaryInformation")
LOCKED = ole("Root Entry", "\x06DataSpaces", "Version", "DataSpaceMap", "EncryptionInfo", "EncryptedPackage", free=3)
NOISE = random.Random(7).randbytes(200_000)


def flagged(data: bytes, bit: int) -> bytes:
    """The archive with a flag set on its first member, in both of its headers."""
    edited = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        edited[data.index(mark) + at] |= bit
    return bytes(edited)


def claiming(data: bytes, size: int) -> bytes:
    """The archive whose directory states another size for its first member."""
    edited = bytearray(data)
    struct.pack_into("<I", edited, data.index(b"PK\x01\x02") + 24, size)
    return bytes(edited)


def overlapping(copies: int) -> bytes:
    """A directory that names one and the same compressed member over and over."""
    data = packed({"000.csv": bytes(1_000_000)})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entries = [data[start:end].replace(b"000.csv", b"%03d.csv" % i) for i in range(copies)]
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, copies, copies, sum(map(len, entries)))
    return data[:start] + b"".join(entries) + bytes(tail)


BILLION = '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "an old workbook": (".xlsx", OLD, "file.other"),
    "a workbook with a password": (".xlsx", LOCKED, "file.password"),
    "a workbook under a document security system": (".xlsx", b"%TSD-Header-###%" + NOISE, "file.locked"),
    "another such system": (".csv", b"b\x14#e\x00\x01\x00\x00E-SafeNet\x00LOCK" + NOISE, "file.locked"),
    "a web page called xlsx": (".xlsx", b'\xef\xbb\xbf\n<HTML xmlns:x="urn"><table><tr>', "file.other"),
    "a table of HTML called xlsx": (".xlsx", b"<table><tr><td>1</td></tr></table>", "file.other"),
    "a table of XML called xlsx": (".xlsx", b'<?xml version="1.0"?><Workbook/>', "file.other"),
    "a text called xlsx": (".xlsx", "代码,名称\n".encode(), "file.other"),
    "a workbook called csv": (".csv", workbook(), "file.other"),
    "a workbook called gpkg": (".gpkg", workbook(), "file.other"),
    "an old workbook called csv": (".csv", OLD, "file.other"),
    "a web page called csv": (".csv", b"<html><body>", "file.other"),
    "a PDF called geojson": (".geojson", b"%PDF-1.7\n", "file.other"),
    "an archive of another kind": (".zip", b"Rar!\x1a\x07\x01\x00", "file.other"),
    "noise called xlsx": (".xlsx", b"\x01\x00" + NOISE, "file.other"),
    "noise called gpkg": (".gpkg", b"\x01\x00" + NOISE, "file.other"),
    "a Word document called xlsx": (".xlsx", packed({"word/document.xml": b"<w/>"}), "file.other"),
    "an OpenDocument sheet called xlsx": (".xlsx", packed({"content.xml": b"<office/>"}), "file.other"),
    "a binary workbook called xlsx": (".xlsx", packed({"xl/workbook.bin": b"\x83\x01"}), "file.other"),
    "half a workbook": (".xlsx", workbook()[: len(workbook()) // 2], "zip.damaged"),
    "a workbook without its end": (".xlsx", workbook()[:-10], "zip.damaged"),
    "half a GeoPackage": (".gpkg", b"SQLite format 3\x00" + bytes(50), "file.truncated"),
    "half a Shapefile": (".shp", b"\x00\x00\x27\x0a" + bytes(60), "file.truncated"),
    "half a dBase table": (".dbf", b"\x03" + bytes(10), "file.truncated"),
    # bombs
    "a bomb": (".xlsx", repacked(big_xml=b"<a/>" + bytes(30_000_000)), "zip.bomb"),
    "a bomb that states a small size": (".zip", claiming(packed({"a.csv": bytes(3_000_000)}), 100), "zip.bomb"),
    "a bomb that states a large size": (".zip", claiming(packed({"a.csv": b"1"}), 100), "zip.damaged"),
    "a bomb of overlapping members": (".zip", overlapping(200), "zip.bomb"),
    "too many members": (".zip", packed({f"{i}.csv": b"" for i in range(2001)}), "zip.members"),
    # what should not be in an archive
    "a path that climbs out": (".zip", packed({"../../etc/areas.shp": b"1"}), "zip.path"),
    "a path that climbs out the other way": (".zip", packed({"a\\..\\..\\areas.shp": b"1"}), "zip.path"),
    "an absolute path": (".zip", packed({"/etc/areas.shp": b"1"}), "zip.path"),
    "a path on a drive": (".zip", packed({"C:areas.shp": b"1"}), "zip.path"),
    "a path that climbs out of a workbook": (".xlsx", repacked(**{"xl/../../x.xml": b"<a/>"}), "zip.path"),
    "a zip in a zip": (".zip", packed({"inner.zip": packed({"areas.shp": b"1"})}), "zip.nested"),
    "a zip in a zip under another name": (".zip", packed({"areas.shp": packed({"areas.shp": b"1"})}), "zip.nested"),
    "a zip with a password": (".zip", flagged(packed({"areas.shp": b"1"}), 1), "file.password"),
    "an unusual compression": (".zip", packed({"areas.shp": b"1"}, zipfile.ZIP_LZMA), "zip.method"),
    "two members of one name": (".zip", packed({"a.shp": b"1", "A.shp": b"2"}), "zip.damaged"),
    "a wrong checksum": (
        ".zip",
        packed({"a.shp": b"abcdef"}, zipfile.ZIP_STORED).replace(b"abcdef", b"abcdeg"),
        "zip.damaged",
    ),
    # XML
    "entities": (".xlsx", declaring(BILLION), "zip.entities"),
    "a document type elsewhere": (".xlsx", declaring('<!DOCTYPE x SYSTEM "file:///etc/hostname">'), "zip.entities"),
    "entities behind a long comment": (".xlsx", declaring(f"<!--{'x' * 3_000_000}-->{BILLION}"), "zip.entities"),
    "entities in a part of another name": (
        ".xlsx",
        repacked(xl__sheet_bin=b" <?xml?>" + BILLION.encode()),
        "zip.entities",
    ),
    "entities in UTF-16": (".xlsx", declaring(BILLION, "utf-16"), "zip.encoding"),
    "entities in another code": (
        ".xlsx",
        with_sheet(lambda _: b'<?xml version="1.0" encoding="cp037"?>' + BILLION.encode("cp037")),
        "zip.encoding",
    ),
    "entities in a code named late": (
        ".xlsx",
        with_sheet(lambda _: b"<?xml version='1.0'" + b" " * 500 + b"encoding='cp037'?>" + BILLION.encode("cp037")),
        "zip.encoding",
    ),
    "a sheet that is no XML": (".xlsx", with_sheet(lambda _: b"\x00\x01"), "zip.damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_what_it_seems_is_refused(name: str) -> None:
    suffix, data, key = REFUSED[name]
    says = check(data, suffix)
    assert says is not None
    assert says.key == f"geodata.{key}"
    assert "；" in says.text("zh")
    assert ";" in says.text("en")


@pytest.mark.parametrize("name", REFUSED)
def test_no_beginning_of_a_bad_file_is_a_fault(name: str) -> None:
    suffix, data, _ = REFUSED[name]
    for cut in (1, 4, 8, 30, 31, 100, 512, 700, len(data) - 1):
        says = check(data[:cut], suffix)
        assert says is None or says.text("zh")


def test_every_kind_of_file_has_its_words() -> None:
    for kind in {*guard.MAGIC.values(), "html", "xml", "text", "utf16", "binary", "xlsb", "ods", "docx"} - {"locked"}:
        for suffix in (*guard.REMEDIES, ".csv"):
            assert all(guard.other(kind, suffix).text(language) for language in ("zh", "en"))


def test_files_as_programs_write_them_pass(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    layer(tmp_path / "areas.gpkg")
    layer(tmp_path / "areas.shp")
    layer(tmp_path / "areas.geojson")
    parts = [tmp_path / f"areas.{end}" for end in ("shp", "shx", "dbf", "prj", "cpg")]
    (tmp_path / "areas.zip").write_bytes(packed({part.name: part.read_bytes() for part in parts}))
    (tmp_path / "mine.xlsx").write_bytes(workbook())
    (tmp_path / "a.csv").write_text("代码,名称\n", encoding="gb18030")
    (tmp_path / "county.toml").write_text("code = 1\n", encoding="utf-8")
    found = Findings()
    for path in tmp_path.iterdir():
        assert load(path, found) == path.read_bytes(), path.name
    assert found.mistakes == []


@pytest.mark.parametrize("suffix", [".xlsx", ".gpkg", ".shp", ".dbf", ".zip"])
def test_a_file_cut_anywhere_is_refused(suffix: str, tmp_path: Path) -> None:
    if suffix in (".gpkg", ".shp", ".dbf"):
        layer(tmp_path / f"areas.{'shp' if suffix == '.dbf' else suffix[1:]}")
        data = (tmp_path / f"areas{suffix}").read_bytes().rstrip(b"\x1a")  # dBase ends with a mark that may be missing
    else:
        data = workbook() if suffix == ".xlsx" else packed({"areas.shp": NOISE})
    for cut in range(1, len(data), max(1, len(data) // 97)):
        assert check(data[:cut], suffix) is not None, cut


@pytest.mark.parametrize("suffix", [".csv", ".toml", ".geojson", ".xlsx", ".gpkg", ".zip", ".shp", ".dbf"])
def test_a_file_of_no_bytes_is_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"county{suffix}"
    path.write_bytes(b"")
    assert mistakes(lambda found: load(path, found)) == [("geodata.file.zero_bytes", path.name)]


def test_the_directory_of_a_container_is_read_along_its_chain() -> None:
    assert stream_names(LOCKED) >= {"Root Entry", "EncryptionInfo", "EncryptedPackage"}
    assert "Workbook" in stream_names(OLD)
    assert stream_names(OLD[:100]) == set()
    looped = bytearray(LOCKED)
    struct.pack_into("<I", looped, 512 + 4 * 6, 4)  # the second block of the chain points back to the first
    assert "EncryptedPackage" in stream_names(bytes(looped))
