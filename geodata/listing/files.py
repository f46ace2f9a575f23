"""A long text file: its beginning, what it is text in, and whether all of it is text."""

from pathlib import Path

from geodata.formats import guard
from geodata.formats.delimited import utf16
from geodata.tables.findings import Findings
from zoning.model.errors import InputError, Mistake, mistake, reason_of
from zoning.texts import Message

HEAD = 1 << 20
"""Bytes from which encoding, delimiter and headings are told."""


def beginning(path: Path) -> bytes:
    """The first bytes of a file that is one, cut behind its last whole line."""
    found = Findings()
    if not path.is_file():
        guard.read_bytes(path, found)  # which says why
        raise InputError(found.mistakes)
    try:
        with path.open("rb") as stream:
            data = stream.read(HEAD)
    except OSError as error:
        raise InputError([mistake("geodata.file.unreadable", table=path.name, reason=reason_of(error))]) from error
    says = Message("geodata.file.zero_bytes") if not data.strip() else guard.check(data, ".csv")
    if says is not None:
        raise InputError([Mistake(says, path.name)])
    if len(data) < HEAD:
        return data
    little = utf16(data) is not None and data[1:2] in (b"\x00", b"\xfe")
    end = data.rfind(b"\n\x00" if little else b"\n")
    return data[: end + 1] + (b"\x00" if little else b"") if end > 0 else data


def refuse_nul(path: Path, encoding: str) -> None:
    """Raise :class:`InputError` for a text with NUL bytes behind its beginning, which would be cut there in silence."""
    line = 1
    with path.open("rb") as stream:
        while encoding[:6] != "utf-16" and (piece := stream.read(HEAD)):
            if (at := piece.find(b"\x00")) >= 0:
                place = line + piece.count(b"\n", 0, at)
                wrong = mistake("geodata.file.nul", table=path.name, line=place, count=piece.count(b"\x00"))
                raise InputError([wrong])
            line += piece.count(b"\n")


def encoding_of(head: bytes) -> str | None:
    """What the bytes are text in."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None
