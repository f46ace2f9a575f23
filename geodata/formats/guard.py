"""What every reader asks before it believes a file: one read of its bytes, and whether they are what the name says.

The limits of all files stand here. Nothing is parsed that could be a trap: sizes are counted while inflating, never
taken from a header (:mod:`geodata.formats.zipped`). What it may get wrong: a format is known by its first bytes, so a
damaged file of the right kind passes here and is named by its reader.
"""

import io
import os
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from geodata.formats import zipped
from geodata.formats.held import File, Held
from geodata.formats.ole import stream_names
from geodata.tables.findings import Findings
from zoning.model.errors import reason_of
from zoning.texts import Message

MAX_BYTES = 200_000_000
"""A larger file is not read."""
MAX_ROWS = 2_000_000
"""Rows of a text table."""
MAX_COLUMNS = 16_384
"""Columns of any table; Excel has no more."""
MAX_SHEETS = 200
"""Sheets of a workbook."""
MAX_SHEET_ROWS = 200_000
"""Rows of a sheet that hold something."""
MAX_SHEET_CELLS = 4_000_000
"""Cells of a workbook that hold something."""
MAX_SQL_STEPS = 400_000_000
"""Steps of the database engine while a GeoPackage is read: some seconds, so that a query without end has one."""
SNIFFED = 4096
TYPES = "[Content_Types].xml"
MAGIC = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "ole",
    b"SQLite format 3\x00": "sqlite",
    b"\x00\x00\x27\x0a": "shp",
    b"%PDF-": "pdf",
    b"Rar!": "rar",
    b"7z\xbc\xaf\x27\x1c": "rar",
    b"\x1f\x8b": "rar",
    b"BZh": "rar",
    b"\xfd7zXZ\x00": "rar",
    b"\x28\xb5\x2f\xfd": "rar",
    b"%TSD-Header": "locked",
    b"\x00\x01\x00\x00Standard": "access",
    b"\x89PNG\r\n\x1a\n": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"II*\x00": "picture",
    b"MM\x00*": "picture",
    b"MZ": "program",
    b"\x7fELF": "program",
    b"ID3": "media",
    b"OggS": "media",
    b"RIFF": "media",
}
"""First bytes of what a planner may send; ``rar`` stands for every archive that is not read."""
INSIDE = {
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "content.xml": "ods",
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
}
"""What an archive is, by a member of it."""
NO_TABLES = ("pdf", "picture", "program", "media", "pptx")
"""Kinds of files that nothing saves as a table."""
PACKED = ("zip", "rar")
"""Kinds of files that hold others."""
TABLES = (".csv", ".txt", ".tsv")
JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*[\[{"])')
"""How JSON begins, and no table does."""
HTML = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<style", b"<head", b"mime-version:")


def load(path: File, found: Findings, suffix: str | None = None) -> bytes | None:
    """The bytes of a file that is what its suffix says, or ``None`` with the mistake in ``found``."""
    data = read_bytes(path, found)
    if data is None:
        return None
    says = check(data, suffix or path.suffix)
    if says is None and isinstance(path, Path) and container(data) == "sqlite" and _has_journal(path):
        says = Message("geodata.file.open_elsewhere")
    if says is not None:
        found.wrong(says, path.name)
        return None
    return data


def read_bytes(path: File, found: Findings) -> bytes | None:
    """The whole of a file in one read; ``None`` when it is empty, too large, changes meanwhile or cannot be read."""
    if isinstance(path, Held):
        says = _size(len(path.data))
        if says is not None:
            found.wrong(says, path.name)
        return path.data if says is None else None
    try:
        if not path.is_file():
            key = "not_a_file" if os.path.lexists(path) else "missing"
            found.wrong(
                Message(f"geodata.file.{key}"), (path.name or str(path)) if os.path.lexists(path) else str(path)
            )
            return None
        with path.open("rb") as stream:
            before = os.fstat(stream.fileno())
            data = stream.read(MAX_BYTES + 1) if before.st_size <= MAX_BYTES else b""
            after = os.fstat(stream.fileno())
    except OSError as error:
        found.wrong(Message("geodata.file.unreadable", {"reason": reason_of(error)}), path.name)
        return None
    size = max(before.st_size, after.st_size)
    steady = before.st_size == after.st_size and len(data) == size and before.st_mtime_ns == after.st_mtime_ns
    says = _size(size) if steady or size > MAX_BYTES else Message("geodata.file.changing")
    if says is not None:
        found.wrong(says, path.name)
    return data if says is None else None


def _size(count: int) -> Message | None:
    """Why a file of so many bytes is not read."""
    if count > MAX_BYTES:
        return Message("geodata.file.too_large", {"mb": count // 10**6, "limit": MAX_BYTES // 10**6})
    return None if count else Message("geodata.file.zero_bytes")


def check(data: bytes, suffix: str) -> Message | None:
    """Why these bytes are no file of that suffix, or one that must not be opened; ``None`` when nothing is wrong."""
    suffix = suffix.lower()
    expected, look = FORMATS.get(suffix, ("text", None))
    actual = container(data)
    if actual == "ole" and "EncryptedPackage" in stream_names(data):
        return Message("geodata.file.password")
    if actual == "locked":
        return Message("geodata.file.locked")
    if actual == expected:
        if actual == "text" and suffix in TABLES and JSON.match(data):
            return other("json", suffix)
        return None if look is None else look(data)
    if expected == "text" and actual in ("utf16", "binary"):
        return None  # said by the reader of the text
    return other(_inside(data) if actual == "zip" else actual, suffix)


def _inside(data: bytes) -> str:
    """What an archive is by the names of its members, read from its directory alone."""
    names = zipped.listed(data)
    return next((kind for name, kind in INSIDE.items() if name in names), "zip")


def other(actual: str, suffix: str) -> Message:
    """The mistake of a file whose content does not go with its suffix: its true kind, and the remedy."""
    wanted = "rename" if (actual, suffix) == ("xlsx", ".csv") else REMEDIES.get(suffix, "csv")
    wanted = "source" if actual in NO_TABLES else "unpack" if actual in PACKED and wanted != "zip" else wanted
    values = {"actual": Message(f"geodata.container.{actual}"), "remedy": Message(f"geodata.remedy.{wanted}")}
    return Message("geodata.file.other", values)


def container(data: bytes) -> str:
    """The kind of a file by its first bytes: a word of ``[container]`` in the texts."""
    head = data[:SNIFFED]
    for magic, name in MAGIC.items():
        if data.startswith(magic) and (not magic.isalnum() or name == "rar" or b"\x00" in head):
            return name  # letters alone may begin a text, too
    if b"E-SafeNet" in head[:64]:
        return "locked"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf16"
    if b"\x00" in head:
        return "binary"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(HTML):
        return "html"
    return "xml" if start.startswith(b"<?xml") else "text"


def _check_workbook(data: bytes) -> Message | None:
    """What is wrong with the zip of an ``.xlsx``, each XML part included."""
    names = zipped.inspect(data, xml=True)
    if isinstance(names, Message):
        return names
    names = [name.replace("\\", "/").lstrip("/").lower() for name in names]
    if "xl/workbook.xml" in names or _says_workbook(data):
        return None
    return other(next((kind for name, kind in INSIDE.items() if name in names), "zip"), ".xlsx")


def _says_workbook(data: bytes) -> bool:
    """Whether a package has a workbook under another name than the usual one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        said = archive.read(TYPES) if TYPES in archive.namelist() else b""
    return b"spreadsheetml.sheet.main+xml" in said or b"ms-excel.sheet.macroEnabled.main+xml" in said


def _check_archive(data: bytes) -> Message | None:
    """What is wrong with a zip of layers."""
    names = zipped.inspect(data, nested=False)
    return names if isinstance(names, Message) else None


def _check_sqlite(data: bytes) -> Message | None:
    """Whether all the pages that the header counts are there; the count is valid when its two stamps agree."""
    if len(data) < 100:
        return Message("geodata.file.truncated")
    size = struct.unpack_from(">H", data, 16)[0]
    changed, pages, valid = (struct.unpack_from(">I", data, at)[0] for at in (24, 28, 92))
    whole = pages * (65536 if size == 1 else size)
    return Message("geodata.file.truncated") if changed == valid and len(data) < whole else None


def _check_shape(data: bytes) -> Message | None:
    """Whether a ``.shp`` or ``.shx`` is as long as its header says, in words of 16 bits."""
    whole = 2 * struct.unpack_from(">I", data, 24)[0] if len(data) >= 100 else 100
    return Message("geodata.file.truncated") if len(data) < whole else None


def _check_dbf(data: bytes) -> Message | None:
    """Whether all the records that the header counts are there."""
    if len(data) < 32:
        return Message("geodata.file.truncated")
    records, start, width = struct.unpack_from("<IHH", data, 4)
    return Message("geodata.file.truncated") if len(data) < start + records * width else None


def _has_journal(path: Path) -> bool:
    """Whether another program holds changes to a database that are not in the file yet."""
    beside = (path.with_name(f"{path.name}-{end}") for end in ("wal", "journal"))
    try:
        return any(file.stat().st_size > 0 for file in beside if file.is_file())
    except OSError:  # gone since it was seen: its changes are in the file
        return False


FORMATS: dict[str, tuple[str, Callable[[bytes], Message | None]]] = {
    ".xlsx": ("zip", _check_workbook),
    ".xlsm": ("zip", _check_workbook),
    ".zip": ("zip", _check_archive),
    ".gpkg": ("sqlite", _check_sqlite),
    ".shp": ("shp", _check_shape),
    ".shx": ("shp", _check_shape),
    ".dbf": ("binary", _check_dbf),
}
"""Kind of file behind a suffix, and what more is asked of it. Everything else is text."""
REMEDIES = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".zip": "zip",
    ".gpkg": "gpkg",
    ".shp": "shp",
    ".shx": "shp",
    ".dbf": "shp",
    ".geojson": "geojson",
    ".json": "geojson",
    ".toml": "toml",
}
