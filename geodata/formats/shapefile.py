"""Shapefiles, on disk or in a zip: which parts belong together, whether they are whole, how their text is encoded.

The parts are taken as bytes and handed on under plain names, so that neither the case of a suffix, nor Chinese names
in a zip, nor a stale index beside the file misleads the reader. What it may get wrong: almost any bytes are some text
in GB18030, so a third encoding that neither the ``.cpg`` nor the language byte of the ``.dbf`` names comes out garbled.
"""

import codecs
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from geodata.formats.guard import check, load, read_bytes
from geodata.formats.held import File, Held
from geodata.formats.zipped import unpack
from geodata.tables.findings import Findings
from zoning.texts import Message

NEEDED = (".shp", ".shx", ".dbf")
PARTS = (*NEEDED, ".prj", ".cpg")
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
NAME_BYTES = 10
"""Bytes of the name of a field, at most."""
LATIN = re.compile(r"(?:iso)?8859([0-9]{1,2})")
CODEPAGE = re.compile(r"(?:ansi|windows|cp|ms|oem)?([0-9]{3,5})")
Parts = Mapping[str, bytes]


def beside(path: File, found: Findings) -> Parts | None:
    """The parts of a Shapefile that lie beside its ``.shp``, by suffix; ``None`` when one cannot be read."""
    files: Iterable[File] = path.beside.values() if isinstance(path, Held) else sorted(path.parent.iterdir())
    near = [other for other in files if other.stem.casefold() == path.stem.casefold()]
    paths = {other.suffix.lower(): other for other in near if other.suffix.lower() in PARTS} | {".shp": path}
    read = {part: load(paths[part], found) for part in NEEDED if part in paths}
    said = {part: read_bytes(paths[part], Findings()) for part in PARTS if part in paths and part not in NEEDED}
    held = {part: data for part, data in (read | said).items() if data is not None}
    return held if all(part in held for part in read) else None


def members(data: bytes, file: str, found: Findings) -> dict[str, Parts]:
    """The parts by suffix of every Shapefile in a zip, by name; nothing, with a mistake, when it has none."""
    files = unpack(data)
    if isinstance(files, Message):
        found.wrong(files, file)
        return {}
    groups: dict[str, dict[str, bytes]] = {}
    names: dict[str, PurePosixPath] = {}
    for name, content in files.items():
        path = PurePosixPath(name.replace("\\", "/"))
        suffix, stem = path.suffix.lower(), path.with_suffix("")
        if suffix in PARTS and not any(part.startswith((".", "__MACOSX")) for part in path.parts):
            groups.setdefault(str(stem).casefold(), {})[suffix] = content
            if suffix == ".shp":
                names[str(stem).casefold()] = stem
    if not names:
        found.wrong(Message("geodata.layer.no_shapefile"), file)
    last = [path.name for path in names.values()]
    return {path.name if last.count(path.name) == 1 else str(path): groups[stem] for stem, path in names.items()}


def whole(parts: Parts, file: str, found: Findings) -> bool:
    """Whether the needed parts are there, complete, and of one Shapefile; what is wrong is added to ``found``."""
    missing = [part for part in NEEDED if part not in parts]
    if missing:
        found.wrong(Message("geodata.layer.missing_parts", {"parts": missing}), file)
        return False
    damaged = {part: says for part in NEEDED if (says := check(parts[part], part)) is not None}
    for part, says in damaged.items():
        found.wrong(says, f"{file}:{part}")
    if damaged:
        return False
    shapes = (2 * int.from_bytes(parts[".shx"][24:28], "big") - 100) // 8
    records = int.from_bytes(parts[".dbf"][4:8], "little")
    if shapes != records:
        found.wrong(Message("geodata.layer.parts_differ", {"shapes": shapes, "records": records}), file)
    return shapes == records


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
    that names a Western encoding comes last, since that decodes any bytes. A character cut off where a field ends is no
    reason against an encoding, once none fits without.
    """
    if all(text.isascii() for text in texts):
        return "ascii"
    claimed = _claimed(parts.get(".cpg", b""))
    believed: tuple[str, ...] = () if claimed is None or claimed in WESTERN else (claimed,)
    tried = (*believed, "utf-8", LANGUAGES.get(parts[".dbf"][29], "gb18030"), "gb18030")
    table = parts[".dbf"]
    start = int.from_bytes(table[8:10], "little")
    full = {NAME_BYTES, *(table[at + 16] for at in range(32, start - 31, 32))}
    passes = ((code, ends) for ends in (set(), full) for code in tried)
    good = (code for code, ends in passes if all(_is_text(text, code, len(text) in ends) for text in texts))
    encoding = next(good, claimed or "latin-1")
    if claimed is None:
        found.note("geodata.notice.encoding_guessed", file=file, encoding=encoding.upper())
    elif encoding != claimed:
        found.note("geodata.notice.encoding_wrong", file=file, claimed=claimed.upper(), encoding=encoding.upper())
    return encoding


def _claimed(cpg: bytes) -> str | None:
    """The encoding a ``.cpg`` names, by Python's name for it; ``None`` when it names none known here."""
    text = re.sub(r"[\s_-]", "", cpg.decode("ascii", "ignore")).casefold()
    if text.removeprefix("ansi") in CHINESE:
        return "gb18030"
    latin, page = LATIN.fullmatch(text), CODEPAGE.fullmatch(text)
    name = f"iso8859-{latin[1]}" if latin else f"cp{page[1]}" if page else text
    try:
        return codecs.lookup(name).name if latin or page or text in ("utf8", "big5", "ascii") else None
    except LookupError:
        return None


def _is_text(data: bytes, encoding: str, cut: bool) -> bool:
    """Whether the bytes are text in an encoding; ``cut`` allows for an unfinished character at the end."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(data, final=not cut)
    except UnicodeDecodeError:
        return False
    return True
