"""Attributes of layers in every encoding, stated or not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.geodata.drawn import CODES
from tests.geodata.formats.reading_layers import held, layer_of, told
from tests.geodata.layered import NAMES, shapefile


# --- encodings
def language(path: Path, byte: int) -> Path:
    """Set the language byte of the table beside a ``.shp``."""
    table = path.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    data[29] = byte
    table.write_bytes(data)
    return path


def says(path: Path, encoding: str | bytes) -> Path:
    path.with_suffix(".cpg").write_bytes(encoding if isinstance(encoding, bytes) else encoding.encode())
    return path


ENCODED: dict[str, tuple[Callable[[Path], Path], dict[str, Any]]] = {
    "what the .cpg says": (shapefile, {}),
    "what the .cpg says in figures": (lambda at: says(shapefile(at), "936"), {}),
    "what the .cpg says in Windows' words": (lambda at: says(shapefile(at), "ANSI 936"), {}),
    "UTF-8 with a byte order mark in the .cpg": (
        lambda at: says(shapefile(at, encoding="UTF-8"), b"\xef\xbb\xbfUTF-8\n"),
        {},
    ),
    "no .cpg": (lambda at: shapefile(at, cpg=False), {"encoding_guessed": "GB18030"}),
    "no .cpg, UTF-8": (lambda at: shapefile(at, encoding="UTF-8", cpg=False), {"encoding_guessed": "UTF-8"}),
    "a .cpg that cannot be right": (lambda at: says(shapefile(at), "UTF-8"), {"encoding_wrong": "GB18030"}),
    "a Western .cpg, which programs write unasked": (
        lambda at: says(shapefile(at), "ISO-8859-1"),
        {"encoding_wrong": "GB18030"},
    ),
    "a .cpg of nonsense": (lambda at: says(shapefile(at), "zlib"), {"encoding_guessed": "GB18030"}),
    "an empty .cpg": (lambda at: says(shapefile(at), b""), {"encoding_guessed": "GB18030"}),
    "a language byte that says Western": (
        lambda at: language(shapefile(at, cpg=False), 0x57),
        {"encoding_guessed": "GB18030"},
    ),
    "a language byte that says Chinese over UTF-8": (
        lambda at: language(shapefile(at, encoding="UTF-8", cpg=False), 0x4D),
        {"encoding_guessed": "UTF-8"},
    ),
}


@pytest.mark.parametrize("how", ENCODED)
def test_text_is_read_in_its_own_encoding(how: str, tmp_path: Path) -> None:
    make, expected = ENCODED[how]
    path = make(tmp_path)
    assert held(layer_of(path), "名称") == NAMES
    assert {key: values["encoding"] for key, values in told(path).items()} == expected


def test_big5_is_read_where_the_language_byte_says_so(tmp_path: Path) -> None:
    names = ["東勢派出所"] * 9
    path = language(shapefile(tmp_path, encoding="Big5", cpg=False, attributes={"code": CODES, "名": names}), 0x4F)
    assert held(layer_of(path), "名") == names
    assert told(path)["encoding_guessed"]["encoding"] == "CP950"


def test_western_text_is_western_where_nothing_else_fits(tmp_path: Path) -> None:
    path = shapefile(tmp_path, encoding="ISO-8859-1", attributes={"code": CODES, "name": ["Nordö"] * 9})
    assert held(layer_of(path), "name") == ["Nordö"] * 9
    assert told(path) == {}


def test_text_cut_within_a_character_loses_that_character_alone(tmp_path: Path) -> None:
    """A field of a ``.dbf`` is at most 254 bytes wide, whatever that does to its last character."""
    path = shapefile(tmp_path, encoding="UTF-8", attributes={"code": CODES, "note": ["县" * 84 + "ab"] * 9})
    table = path.with_suffix(".dbf")
    cut = table.read_bytes().replace("县".encode() * 84 + b"ab", b"a" + "县".encode() * 84 + b"\xe5")
    table.write_bytes(cut)
    assert held(layer_of(path), "note") == ["a" + "县" * 84] * 9


def test_ascii_needs_no_encoding(tmp_path: Path) -> None:
    path = shapefile(tmp_path, cpg=False, attributes={"code": CODES})
    assert held(layer_of(path), "code") == CODES
    assert told(path) == {}
