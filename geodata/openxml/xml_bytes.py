"""XML looked at and changed byte by byte: where every element begins, and stretches put in the place of others.

Whatever is not replaced stays as it was written: prefixes, order of attributes, white space. What it may get wrong:
nothing is checked against a schema, so an element put in a wrong place is found by nobody here.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
"""The namespace of spreadsheets, whose elements go by their local names."""
TAG = re.compile(rb"<[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*>")
"""A tag whole, with whatever its attributes hold."""
Attributes = Mapping[str, str]
Edit = tuple[int, int, bytes]
"""Bytes from, up to, and what stands in their place."""


def events(
    data: bytes,
    start: Callable[[str, Attributes, int], None],
    end: Callable[[str, int], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse XML; ``start`` and ``end`` get local names of the spreadsheet's own elements and the byte each begins at.

    Elements and attributes of any namespace but the main one keep it in front, parted by a space.

    Raises
    ------
    ValueError
        When the bytes are no XML.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    own = f"{MAIN} "

    def begin(name: str, attributes: dict[str, str]) -> None:
        start(name.removeprefix(own), attributes, parser.CurrentByteIndex)

    parser.StartElementHandler = begin
    if end is not None:
        ended = end
        parser.EndElementHandler = lambda name: ended(name.removeprefix(own), parser.CurrentByteIndex)
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def tag_at(data: bytes, at: int) -> bytes:
    """The tag that begins at a byte."""
    match = TAG.match(data, at)
    if match is None:
        raise ValueError(f"no tag at byte {at}")
    return match[0]


def prefix_of(tag: bytes) -> bytes:
    """``x:`` of ``<x:row>``, blank where the namespace has no prefix."""
    prefix, colon, _ = tag[1:].split(None, 1)[0].strip(b"/>").partition(b":")
    return prefix + colon if colon else b""


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """The tag with one attribute set; ``value`` needs no escaping."""
    given = re.compile(rb"(\s" + name.encode() + rb"\s*=\s*)(\"[^\"]*\"|'[^']*')")
    if given.search(tag):
        return given.sub(lambda match: match[1] + b'"' + value.encode() + b'"', tag, count=1)
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + f' {name}="{value}"'.encode() + tag[end:]


def opened(tag: bytes, content: bytes) -> bytes:
    """An empty element, such as ``<row/>``, with ``content`` put into it."""
    name = tag[1:].split(None, 1)[0].strip(b"/>")
    return tag[:-2].rstrip() + b">" + content + b"</" + name + b">"


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with some stretches replaced; edits at one place stand in the order they are given."""
    pieces, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[0]):
        pieces += [data[at:start], new]
        at = end
    return b"".join([*pieces, data[at:]])
