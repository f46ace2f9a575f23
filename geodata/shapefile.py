"""Shapefiles, on disk or in a zip: which parts belong together, whether they are whole, how their text is encoded.

The parts are taken as bytes and handed on under plain names, so that neither the case of a suffix, nor Chinese names
in a zip, nor a stale index beside the file misleads the reader. What it may get wrong: almost any bytes are some text
in GB18030, so a third encoding that neither the ``.cpg`` nor the language byte of the ``.dbf`` names comes out garbled.
"""

import codecs
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from geodata.findings import Findings
from zoning.texts import Message

NEEDED = (".shp", ".shx", ".dbf")
PARTS = (*NEEDED, ".prj", ".cpg")
MAX_BYTES = 200_000_000
MAGIC = struct.pack(">i", 9994)
LANGUAGES = {
    0x4D: "gb18030",
    0x7A: "gb18030",
    0x4E: "cp949",
    0x79: "cp949",
    0x4F: "cp950",
    0x78: "cp950",
    0x7B: "cp932",
}
"""Encoding by the language byte of a ``.dbf``; the Western ones say nothing, since programs write them unasked."""
CHINESE = ("gbk", "gb2312", "gb18030", "936", "cp936", "54936")
WESTERN = ("ascii", "iso8859-1", "iso8859-15", "cp1252", "cp437", "cp850")
CODEPAGE = re.compile(r"(?:ansi|windows|cp|ms|oem)?([0-9]{3,5})")
BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, EOFError, OSError, ValueError,
)  # fmt: skip
Parts = Mapping[str, bytes]


def members(data: bytes, file: str, found: Findings) -> dict[str, Parts]:
    """The parts by suffix of every Shapefile in a zip, by name; empty, with the mistake in ``found``, when it has none.

    Nothing is written anywhere; a zip with a path that climbs out is refused all the same.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [(_name(entry), entry) for entry in archive.infolist() if not entry.is_dir()]
            refused = _refused(entries)
            if refused is not None:
                found.wrong(refused[0], file, value=refused[1])
                return {}
            groups: dict[str, dict[str, bytes]] = {}
            names: dict[str, PurePosixPath] = {}
            for path, entry in entries:
                suffix, stem = path.suffix.lower(), str(path.with_suffix("")).casefold()
                if suffix in PARTS and not any(part.startswith((".", "__MACOSX")) for part in path.parts):
                    groups.setdefault(stem, {})[suffix] = archive.read(entry)
                    if suffix == ".shp":
                        names[stem] = path.with_suffix("")
    except BROKEN_ZIP:
        found.wrong(Message("geodata.layer.bad_zip"), file)
        return {}
    if not names:
        found.wrong(Message("geodata.layer.no_shapefile"), file)
    last = [path.name for path in names.values()]
    return {path.name if last.count(path.name) == 1 else str(path): groups[stem] for stem, path in names.items()}


def _name(entry: zipfile.ZipInfo) -> PurePosixPath:
    """The path of a member; one not marked as UTF-8 is UTF-8 all the same, or GB18030, as Windows in Chinese writes."""
    text = entry.filename
    if not entry.flag_bits & 0x800 and (raw := _encoded(text)) is not None:
        text = _decoded(raw, "utf-8") or _decoded(raw, "gb18030") or text
    return PurePosixPath(text.replace("\\", "/"))


def _encoded(text: str) -> bytes | None:
    """The bytes behind a name of a zip, unless a field of its own gave the name."""
    try:
        return text.encode("cp437")
    except UnicodeEncodeError:
        return None


def _refused(entries: Sequence[tuple[PurePosixPath, zipfile.ZipInfo]]) -> tuple[Message, str | None] | None:
    """Why a zip is not to be opened, and the member that is the reason."""
    for path, entry in entries:
        if path.is_absolute() or ".." in path.parts or any(":" in part for part in path.parts[:1]):
            return Message("geodata.layer.climbs_out"), str(path)
        if entry.flag_bits & 0x1:
            return Message("geodata.layer.encrypted"), str(path)
    size = sum(entry.file_size for _, entry in entries)
    limit = {"mb": size // 10**6, "limit": MAX_BYTES // 10**6}
    return (Message("geodata.file.too_large", limit), None) if size > MAX_BYTES else None


def whole(parts: Parts, file: str, found: Findings) -> bool:
    """Whether the needed parts are there, complete, and of one Shapefile; what is wrong is added to ``found``."""
    missing = [suffix for suffix in NEEDED if suffix not in parts]
    if missing:
        found.wrong(Message("geodata.layer.missing_parts", {"parts": missing}), file)
        return False
    for suffix in (".shp", ".shx"):
        data = parts[suffix]
        if len(data) < 100 or not data.startswith(MAGIC):
            found.wrong(Message("geodata.layer.not_shapefile", {"part": suffix}), file)
            return False
        if len(data) < 2 * int.from_bytes(data[24:28], "big"):
            found.wrong(Message("geodata.layer.truncated", {"part": suffix}), file)
            return False
    table = parts[".dbf"]
    records, header, width = struct.unpack_from("<IHH", table, 4) if len(table) >= 32 else (0, 0, 0)
    if header < 32:
        found.wrong(Message("geodata.layer.not_shapefile", {"part": ".dbf"}), file)
    elif len(table) < header + records * width:
        found.wrong(Message("geodata.layer.truncated", {"part": ".dbf"}), file)
    elif (shapes := (2 * int.from_bytes(parts[".shx"][24:28], "big") - 100) // 8) != records:
        found.wrong(Message("geodata.layer.parts_differ", {"shapes": shapes, "records": records}), file)
    else:
        return True
    return False


def bundled(parts: Parts) -> bytes:
    """The needed parts as a zip of their own, under the name ``layer``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for suffix in NEEDED:
            archive.writestr(f"layer{suffix}", parts[suffix])
    return stream.getvalue()


def text_encoding(texts: Sequence[bytes], parts: Parts, file: str, found: Findings) -> str:
    """What the text of the ``.dbf`` is encoded in; a guess, or a ``.cpg`` that cannot be right, is told.

    The first that can decode all of it: what the ``.cpg`` says, UTF-8, what the language byte says, GB18030. A ``.cpg``
    that names a Western encoding comes last, since that decodes any bytes. A character cut off at the end of a field is
    no reason against an encoding, once none fits without.
    """
    if all(text.isascii() for text in texts):
        return "ascii"
    claimed = _claimed(parts.get(".cpg", b""))
    believed: tuple[str, ...] = () if claimed is None or claimed in WESTERN else (claimed,)
    tried = (
        *believed,
        "utf-8",
        LANGUAGES.get(parts[".dbf"][29], "gb18030"),
        "gb18030",
        claimed or "latin-1",
        "latin-1",
    )
    fits = ((code, cut) for cut in (False, True) for code in tried)
    encoding = next(code for code, cut in fits if all(_decoded(text, code, cut) is not None for text in texts))
    if claimed is None:
        found.note("geodata.notice.encoding_guessed", file=file, encoding=encoding.upper())
    elif encoding != claimed:
        found.note("geodata.notice.encoding_wrong", file=file, claimed=claimed.upper(), encoding=encoding.upper())
    return encoding


def _claimed(cpg: bytes) -> str | None:
    """The encoding a ``.cpg`` names, by Python's name for it; ``None`` when it names none known here."""
    text = re.sub(r"[\s_-]", "", cpg.decode("ascii", "ignore")).casefold()
    if text in CHINESE or (text.startswith("ansi") and text[4:] in CHINESE):
        return "gb18030"
    page = CODEPAGE.fullmatch(text)
    options = (
        (f"cp{page[1]}", page[1]) if page else (text,) if re.fullmatch(r"utf8|iso8859[0-9]{1,2}|big5", text) else ()
    )
    for option in (*options, *(f"iso8859-{option[4:]}" for option in options if option.startswith("8859"))):
        try:
            return str(codecs.lookup(option).name)
        except LookupError:
            continue
    return None


def _decoded(data: bytes, encoding: str, cut: bool = False) -> str | None:
    """The text, or ``None`` when it is none; ``cut`` allows for an unfinished character at the end."""
    try:
        text: str = codecs.getincrementaldecoder(encoding)().decode(data, final=not cut)
    except UnicodeDecodeError:
        return None
    return text
