"""Ways to spoil the bytes of a file: single bits, whole chunks, encodings, the members of a zip.

Every function gives new bytes and draws from the generator it is given.
"""

import io
import re
import zipfile
from collections.abc import Callable, Sequence

from tests.geodata.odd import TEXTS, Rng, pick

NUMBER = re.compile(rb"(?<=[\">= ,])-?\d+(?:\.\d+)?(?=[\"<, ])")
STAMP = re.compile(rb"(?<=W3CDTF\">)[^<]*")
ENCODINGS = ("gb18030", "gbk", "big5", "utf-16", "utf-16-be", "utf-32", "utf-8-sig", "utf-7", "shift_jis")
FIGURES = (b"0", b"-1", b"999999999", b"4294967296", b"1e308", b"NaN", b"", b"9" * 400, b"x", b"1048577")
XML = (
    b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', b"&b;", b"<![CDATA[x]]>", b"<!-- -->", b"</row>",
    b"<c/>", b'<c r="XFD1048576"><v>1</v></c>', b'<c r="A0" t="s"><v>99999</v></c>', b'<c r="?" t="d"><v>x</v></c>',
    b"\x00", b"<",
    b'<mergeCell ref="A1:XFD1048576"/>', b'<c r="B3" t="e"><v>#N/A</v></c>', b'<f t="shared" si="0"/>',
)  # fmt: skip


def spoil_bytes(data: bytes, rng: Rng) -> bytes:
    """One change that knows nothing of what the bytes mean."""
    return pick(rng, BYTES)(bytearray(data), rng)


def _at(data: bytearray, rng: Rng) -> int:
    """A place in the bytes, as often as not among the first, where a file says what it is."""
    return int(rng.integers(min(len(data), 200) if rng.random() < 0.3 else len(data))) if data else 0


def _flips(data: bytearray, rng: Rng) -> bytes:
    for _ in range(int(rng.integers(1, 12))):
        if data:
            data[_at(data, rng)] ^= 1 << int(rng.integers(8))
    return bytes(data)


def _truncated(data: bytearray, rng: Rng) -> bytes:
    return bytes(data[: _at(data, rng)])


def _inserted(data: bytearray, rng: Rng) -> bytes:
    at = _at(data, rng)
    data[at:at] = pick(
        rng, (rng.bytes(int(rng.integers(1, 64))), b"\x00" * 8, b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"\r", b"\n\n")
    )
    return bytes(data)


def _chunk(data: bytearray, rng: Rng) -> bytes:
    a, b = sorted((_at(data, rng), _at(data, rng)))
    b = min(b, a + 4096)
    piece, how = data[a:b], int(rng.integers(3))
    to = _at(data, rng)
    if how:
        del data[a:b]
    if how < 2:
        data[to:to] = piece
    return bytes(data)


def _noise(data: bytearray, rng: Rng) -> bytes:
    at = _at(data, rng)
    data[at : at + 16] = rng.bytes(16)
    return bytes(data)


def _again(data: bytearray, rng: Rng) -> bytes:
    return bytes(data * 2 if rng.random() < 0.5 else data[::-1])


def _reencoded(data: bytearray, rng: Rng) -> bytes:
    try:
        return data.decode().encode(pick(rng, ENCODINGS), "replace")
    except UnicodeDecodeError:
        return _flips(data, rng)


def _other_figure(data: bytearray, rng: Rng) -> bytes:
    places = list(NUMBER.finditer(data))
    if places:
        start, end = pick(rng, places).span()
        data[start:end] = pick(rng, FIGURES)
    return bytes(data)


def _other_marks(data: bytearray, rng: Rng) -> bytes:
    return bytes(
        data.replace(*pick(rng, ((b",", b";"), (b",", b"\t"), (b"\n", b"\r\n"), (b"\n", b"\r"), (b",", "，".encode()))))
    )


BYTES: tuple[Callable[[bytearray, Rng], bytes], ...] = (
    _flips, _flips, _truncated, _inserted, _chunk, _noise, _again, _reencoded, _other_figure, _other_marks,
)  # fmt: skip


def spoil_zip(data: bytes, rng: Rng) -> bytes:
    """One member of a zip spoilt, lost, doubled or called something else; its check sums are right again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    at, how = int(rng.integers(len(members))), rng.random()
    name, content = members[at]
    if how < 0.1:
        del members[at]
    elif how < 0.2:
        members[at] = (pick(rng, ("../../x", "/x", "a\\b", "x" * 300, "辖区.shp", name.upper())), content)
    elif how < 0.6 and (places := [m.start() for m in re.finditer(rb"[<>]", content)]):
        cut = pick(rng, places)
        members[at] = (name, content[:cut] + pick(rng, (*XML, pick(rng, TEXTS).encode())) + content[cut:])
    elif how < 0.8:
        members[at] = (name, _other_figure(bytearray(content), rng))
    else:
        members[at] = (name, spoil_bytes(content, rng))
    return zipped(members)


def zipped(members: Sequence[tuple[str, bytes]]) -> bytes:
    """The members as a zip of no certain time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def timeless(data: bytes) -> bytes:
    """A workbook without the time at which it was written."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped([(name, STAMP.sub(b"2024-01-01T00:00:00Z", archive.read(name))) for name in archive.namelist()])
