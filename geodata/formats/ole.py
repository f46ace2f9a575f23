"""The names in an OLE2 container, the file system in which old and password-protected workbooks are kept.

Only the directory is read. Reference: Microsoft, [MS-CFB] Compound File Binary File Format, sections 2.2 to 2.6. What
it may get wrong: in a damaged container only the names up to the damage are found.
"""

import struct
from collections.abc import Iterator

HEADER = 512
"""Bytes of the header; sectors begin behind it, whole sectors counted."""
IN_HEADER = 109
"""Sectors of the allocation table that the header itself names."""
ENTRY = 128
"""Bytes of a directory entry: 64 of name, then the length of the name."""
LAST = 0xFFFFFFFA
"""From here on a sector number is a mark: end of chain, free."""


def stream_names(data: bytes) -> set[str]:
    """Names of all streams and storages of an OLE2 container; none when it is too short to be one."""
    if len(data) < HEADER:
        return set()
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    table = [number for sector in _table_sectors(data, size) for number in _numbers(data, size, sector)]
    names = set()
    for sector in _chain(struct.unpack_from("<I", data, 48)[0], table):
        block = _sector(data, size, sector)
        for at in range(0, len(block) - ENTRY + 1, ENTRY):
            length = min(struct.unpack_from("<H", block, at + 64)[0], 64)
            names.add(block[at : at + max(length - 2, 0)].decode("utf-16-le", "replace"))
    return names - {""}


def _sector(data: bytes, size: int, number: int) -> bytes:
    start = max(HEADER, size) + number * size
    return data[start : start + size]


def _numbers(data: bytes, size: int, sector: int) -> tuple[int, ...]:
    block = _sector(data, size, sector)
    return struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])


def _table_sectors(data: bytes, size: int) -> Iterator[int]:
    """Sectors of the allocation table, in order: named in the header, then chained behind it."""
    yield from (number for number in struct.unpack_from(f"<{IN_HEADER}I", data, 76) if number < LAST)
    sector = struct.unpack_from("<I", data, 68)[0]
    for _ in range(len(data) // size):
        numbers = _numbers(data, size, sector) if sector < LAST else ()
        if not numbers:
            return
        yield from (number for number in numbers[:-1] if number < LAST)
        sector = numbers[-1]


def _chain(sector: int, table: list[int]) -> Iterator[int]:
    """The sectors of a chain from its first on, each once."""
    seen: set[int] = set()
    while sector < LAST and sector not in seen:
        seen.add(sector)
        yield sector
        sector = table[sector] if sector < len(table) else LAST
