"""Zip archives from strangers: looked into, counted and inflated within limits.

Sizes are those that come out of the compressed bytes, never those a header claims. A member is inflated in pieces, so
that a bomb is refused after its first megabytes. What it may get wrong: its limits are guesses, far
above any county's files.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from zoning.texts import Message

MAX_MEMBERS = 2_000
MAX_INFLATED = 600_000_000
"""Bytes of all members together."""
MAX_RATIO, RATIO_FROM = 200, 20_000_000
"""How many times its compressed bytes an archive may hold, once it holds more than ``RATIO_FROM``."""
PIECE, FED = 1 << 20, 1 << 16
ENCRYPTED, UTF8 = 0x1, 0x800
"""Bits of a member's flags."""
ARCHIVES = (".zip", ".xlsx", ".7z", ".rar", ".gz", ".tar", ".kmz")
XML = (".xml", ".rels", ".vml")
HEAD = 400
"""Bytes within which an XML declaration has to end."""
DECLARED = re.compile(rb"<\?xml\s[^>]*?\?>")
ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)["']""")
DOCTYPE = (b"<!DOCTYPE", b"<!ENTITY")
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00\x00<", b"\x4c\x6f\xa7\x94")
"""First bytes of XML in UTF-16, UTF-32 or EBCDIC, where a plain search finds nothing."""
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, OverflowError, EOFError)
"""What a damaged archive makes of the libraries that look into it."""


class Refused(Exception):
    """An archive that must not be opened, and why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.says = Message(key, values)


def inspect(data: bytes, *, xml: bool = False, nested: bool = True) -> list[str] | Message:
    """The names of all members, or why the archive must not be opened.

    Parameters
    ----------
    data : the bytes of the archive
    xml : whether members that a parser may take for XML are refused when they declare a document type, entities or
        an encoding in which these could hide
    nested : whether archives within are left alone; else they are refused
    """
    try:
        with _open(data) as archive:
            for info, pieces in _members(data, archive):
                watched = _watched(info.filename, pieces) if xml else pieces
                first = next(watched, b"")
                if not nested and (info.filename.lower().endswith(ARCHIVES) or first.startswith(b"PK\x03\x04")):
                    raise Refused("geodata.zip.nested", member=member_name(info))
                for _ in watched:
                    pass
            return [member_name(info) for info in archive.infolist()]
    except Refused as error:
        return error.says
    except DAMAGE:
        return Message("geodata.zip.damaged")


def listed(data: bytes) -> list[str]:
    """The names of the members as the directory has them; none where it cannot be read."""
    try:
        return [] if data.count(b"PK\x01\x02") > MAX_MEMBERS else zipfile.ZipFile(io.BytesIO(data)).namelist()
    except DAMAGE:
        return []


def unpack(data: bytes, *, nested: bool = False) -> dict[str, bytes] | Message:
    """The bytes of every file in an archive, by its name, or why it must not be opened; ``nested`` as above."""
    says = inspect(data, nested=nested)
    if isinstance(says, Message):
        return says
    with _open(data) as archive:
        return {member_name(info): b"".join(pieces) for info, pieces in _members(data, archive) if not info.is_dir()}


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; archives made on Chinese Windows hold it in GBK without saying so."""
    if info.flag_bits & UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _open(data: bytes) -> zipfile.ZipFile:
    """The archive, its directory checked: members counted, names that stay inside, nothing twice or overlapping."""
    count = data.count(b"PK\x01\x02")
    if count > MAX_MEMBERS:
        raise Refused("geodata.zip.members", count=count, limit=MAX_MEMBERS)
    archive = zipfile.ZipFile(io.BytesIO(data))
    end = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        name = member_name(info)
        if _climbs(name) or _climbs(info.orig_filename):
            raise Refused("geodata.zip.path", member=name)
        if info.flag_bits & ENCRYPTED:
            raise Refused("geodata.file.password")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("geodata.zip.method", member=name)
        if info.header_offset < end:
            raise Refused("geodata.zip.bomb")
        end = _start(data, info) + info.compress_size
    names = [member_name(info) for info in archive.infolist()]
    if len({name.casefold() for name in names}) < len(names) or end > archive.start_dir:
        raise Refused("geodata.zip.damaged")
    return archive


def _climbs(name: str) -> bool:
    """Whether a path is absolute, names a drive or leaves the folder it is unpacked in."""
    parts = name.replace("\\", "/").split("/")
    return "" in parts[:-1] or ".." in parts or ":" in name or "\x00" in name


def _start(data: bytes, info: zipfile.ZipInfo) -> int:
    """Where the compressed bytes of a member begin, behind its local header."""
    mark, name, extra = struct.unpack_from("<4s22xHH", data, info.header_offset)
    if mark != b"PK\x03\x04":
        raise Refused("geodata.zip.damaged")
    return int(info.header_offset + 30 + name + extra)


def _members(data: bytes, archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, Iterator[bytes]]]:
    """Every member with its bytes in pieces, counted over the whole archive; pieces are to be taken to the end."""
    total = 0

    def counted(info: zipfile.ZipInfo) -> Iterator[bytes]:
        nonlocal total
        size = crc = 0
        for piece in _inflated(data, info):
            size, total, crc = size + len(piece), total + len(piece), zlib.crc32(piece, crc)
            if total > MAX_INFLATED or size > info.file_size:
                raise Refused("geodata.zip.bomb")
            if total > max(RATIO_FROM, MAX_RATIO * len(data)):
                raise Refused("geodata.zip.bomb")
            yield piece
        if size != info.file_size or crc != info.CRC:
            raise Refused("geodata.zip.damaged")

    for info in archive.infolist():
        yield info, counted(info)


def _inflated(data: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member in pieces of at most a megabyte."""
    start = _start(data, info)
    raw = memoryview(data)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(raw[at : at + PIECE]) for at in range(0, len(raw), PIECE))
        return
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(raw), FED):
        waiting: bytes | memoryview = raw[at : at + FED]
        while waiting and not engine.eof:
            if piece := engine.decompress(waiting, PIECE):
                yield piece
            waiting = engine.unconsumed_tail
    if rest := engine.flush():
        yield rest


def _watched(name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of a member; one that may be parsed as XML is refused where it declares a document type or entity.

    The name does not say what is parsed: a workbook may call its sheets as it likes.
    """
    head = tail = b""
    for piece in pieces:
        if len(head) < HEAD:
            head = (head + piece)[:HEAD]
            _check_head(name, head)
        seen = tail + piece
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"<", b"") and any(mark in seen for mark in DOCTYPE):
            raise Refused("geodata.zip.entities", member=name)
        tail = seen[-16:]
        yield piece
    if name.lower().endswith(XML) and not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise Refused("geodata.zip.damaged")


def _check_head(name: str, head: bytes) -> None:
    """Refuse XML that is neither UTF-8 nor ASCII, or whose declaration does not end where declarations end."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = DECLARED.match(start)
    encoding = ENCODING.search(declared[0]) if declared else None
    unclear = start.startswith(b"<?xml") and declared is None and len(head) == HEAD
    strange = encoding is not None and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii")
    if head.startswith(WIDE) or unclear or strange:
        raise Refused("geodata.zip.encoding", member=name)
