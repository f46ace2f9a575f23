"""Comments added to a worksheet: comments of others stay, and ours on the same cell are appended.

Only the text is kept here; the shape of a comment is the matter of :mod:`geodata.marked.shapes`. What it may get wrong:
a comment appended to another keeps the size of its box.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from geodata.marked.sheet import Place
from geodata.openxml.package import address, span
from geodata.openxml.xml_bytes import MAIN, Attributes, Edit, events, opened, prefix_of, spliced, tag_at

AUTHOR = "zoning"


@dataclass
class Found:
    """A part of comments: the authors in order, and where its lists and the texts of some comments begin and end."""

    authors: list[str] = field(default_factory=list)
    lists: dict[str, tuple[int, int]] = field(default_factory=dict)
    texts: dict[Place, tuple[int, int, str]] = field(default_factory=dict)
    prefix: bytes = b""


def new_comments() -> bytes:
    """A part of comments without any."""
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return head + b'<comments xmlns="%b"><authors></authors><commentList></commentList></comments>' % MAIN.encode()


def locate(data: bytes) -> Found:
    """What a part of comments holds.

    Raises
    ------
    ValueError
        When it is none.
    """
    found = Found()
    path: list[tuple[str, int]] = []
    here, author = (0, 0), ""

    def start(name: str, attributes: Attributes, at: int) -> None:
        nonlocal here, author
        if not path:
            found.prefix = prefix_of(tag_at(data, at))
        path.append((name, at))
        if name == "author":
            found.authors.append("")
        elif name == "comment":
            here, number = span(attributes["ref"])[:2], int(attributes.get("authorId", 0))
            author = found.authors[number] if number < len(found.authors) else ""

    def end(name: str, at: int) -> None:
        _, began = path.pop()
        if name in ("authors", "commentList"):
            found.lists[name] = (began, at)
        elif name == "text" and path[-1][0] == "comment":
            found.texts[here] = (began, at, author)

    def text(said: str) -> None:
        if path[-1][0] == "author":
            found.authors[-1] += said

    events(data, start, end, text)
    if set(found.lists) != {"authors", "commentList"}:
        raise ValueError("no comments")
    return found


def with_comments(data: bytes, notes: Mapping[Place, str]) -> tuple[bytes, list[Place]]:
    """The comments with these added, and the places that had none before; our own of an earlier time are replaced.

    Raises
    ------
    ValueError
        When the part is no list of comments.
    """
    found = locate(data)
    edits: list[Edit] = []
    for place, (began, at, author) in found.texts.items():
        if place in notes and author == AUTHOR:
            first = began + len(tag_at(data, began))
            edits.append((first, max(first, at), _run(found.prefix, notes[place])))
        elif place in notes and _escaped(notes[place]) not in data[began:at]:
            edits.append(_added(data, began, at, _run(found.prefix, "\n" + notes[place])))
    fresh = sorted(place for place in notes if place not in found.texts)
    entries = b"".join(_comment(found.prefix, place, len(found.authors), notes[place]) for place in fresh)
    author_entry = b"<%bauthor>%b</%bauthor>" % (found.prefix, AUTHOR.encode(), found.prefix)
    edits.append(_added(data, *found.lists["authors"], author_entry))
    edits.append(_added(data, *found.lists["commentList"], entries))
    return spliced(data, edits), fresh


def _added(data: bytes, began: int, at: int, more: bytes) -> Edit:
    """The edit that puts something at the end of an element; ``at`` is where its end begins."""
    tag = tag_at(data, began)
    return (began, began + len(tag), opened(tag, more)) if tag.endswith(b"/>") else (at, at, more)


def _comment(prefix: bytes, place: Place, author: int, text: str) -> bytes:
    head = b'<%bcomment ref="%b" authorId="%d"><%btext>' % (prefix, address(*place).encode(), author, prefix)
    return head + _run(prefix, text) + b"</%btext></%bcomment>" % (prefix, prefix)


def _run(prefix: bytes, text: str) -> bytes:
    """A stretch of text of its own."""
    return b'<%br><%bt xml:space="preserve">%b</%bt></%br>' % (prefix, prefix, _escaped(text), prefix, prefix)


def _escaped(text: str) -> bytes:
    """The text as XML holds it; control characters and halves of characters are none of XML's."""
    safe = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    return escape(safe).encode("utf-8", "replace")
