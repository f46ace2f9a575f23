"""A workbook with its mistakes marked: the cells filled, their mistakes as comments, and nothing else changed.

Only marked sheets, their comments and the styles change; every other part (charts, pictures, pivot tables, rules) is
the same byte for byte. What it may get wrong: a cell with a threaded conversation cannot have a comment, so its mistake
stands at the head of the sheet; a signature of the file is no longer valid; the copy of a “Strict” workbook is an
ordinary one.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from geodata.marked.comments import new_comments, with_comments
from geodata.marked.shapes import free_block, new_shapes, with_shapes
from geodata.marked.sheet import Place, locate, restyled, with_drawing
from geodata.marked.styles import Twins
from geodata.openxml.package import (
    LINKS,
    SheetPart,
    Span,
    address,
    place,
    relations,
    relations_path,
    sheet_parts,
    workbook_part,
)
from geodata.openxml.plain_book import transitional
from geodata.openxml.xml_bytes import Attributes, events, opened, prefix_of, spliced, tag_at
from geodata.tables.table import Tables
from zoning.model.errors import Mistake
from zoning.texts import Language, say

MARK = b"zoning: marked copy"
"""The comment of the archive, by which a copy of ours is known and may be replaced."""
MOST_COMMENTS = 1_000
"""Comments on one sheet; cells beyond are filled alone, as a spreadsheet grows slow with thousands of boxes."""
MOST_SAID = 10
"""Mistakes told in one comment."""
TYPES = "[Content_Types].xml"
COMMENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
Notes = dict[str, dict[str, list[str]]]
"""What is to be said, by sheet and cell."""


def notes_on(mistakes: Iterable[Mistake], tables: Tables, sheets: Sequence[str], language: Language) -> Notes:
    """Where each mistake is told: in its cell, else at the head of its table, else at the head of the workbook."""
    heads = {table.file: anchor for table in tables.tables.values() if (anchor := table.anchor())}
    notes: Notes = {}
    for mistake in mistakes:
        at_home = mistake.table is not None and mistake.table in sheets
        sheet = mistake.table if at_home and mistake.table else sheets[0]
        cell = mistake.cell or heads.get(sheet, "A1") if at_home else "A1"
        said = mistake.says.text(language) if at_home and mistake.cell else mistake.text(language)
        notes.setdefault(sheet, {}).setdefault(cell, []).append(said)
    return notes


def sheet_names(data: bytes) -> list[str]:
    """The names of the worksheets in a workbook."""
    with zipfile.ZipFile(io.BytesIO(transitional(data))) as archive:
        return [part.name for part in sheet_parts(archive)]


def is_marked(data: bytes) -> bool:
    """Whether a file is a copy that was made here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.comment == MARK
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


@dataclass
class Package:
    """The parts of a workbook: those of the original, and those that are changed or new."""

    archive: zipfile.ZipFile
    changed: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        return self.changed[name] if name in self.changed else self.archive.read(name)

    def has(self, name: str) -> bool:
        return name in self.changed or name in self.archive.namelist()

    def free(self, pattern: str) -> str:
        """The first name of a pattern that no part has, whatever the case of its letters."""
        taken = {name.lower() for name in (*self.archive.namelist(), *self.changed)}
        return next(name for n in range(1, len(taken) + 2) if (name := pattern.format(n)).lower() not in taken)

    def written(self) -> bytes:
        """The archive: the parts in their order, then the new ones."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self.archive.infolist():
                kept = zipfile.ZipInfo(info.filename, info.date_time)
                kept.external_attr = info.external_attr
                target.writestr(kept, self.read(info.filename), info.compress_type)
            for name in sorted(set(self.changed) - set(self.archive.namelist())):
                target.writestr(zipfile.ZipInfo(name), self.changed[name], zipfile.ZIP_DEFLATED)
            target.comment = MARK
        return stream.getvalue()


def marked(data: bytes, notes: Mapping[str, Mapping[str, Sequence[str]]], language: Language = "zh") -> bytes:
    """The workbook with these cells filled and commented.

    ``data`` has passed :func:`geodata.formats.guard.check`; sheets and cells that it does not have are left out.

    Raises
    ------
    ValueError
        When a part of the workbook is not what it should be.
    """
    with zipfile.ZipFile(io.BytesIO(transitional(data))) as archive:
        package = Package(archive)
        try:
            styles = next(r.target for r in relations(archive, workbook_part(archive)).values() if r.kind == "styles")
            twins = Twins(package.read(styles))
            for part in sheet_parts(archive):
                if notes.get(part.name):
                    _mark_sheet(package, part, notes[part.name], twins, language)
        except (KeyError, StopIteration) as error:
            raise ValueError(f"no {error}" if isinstance(error, KeyError) else "no styles") from error
        package.changed[styles] = twins.written()
        return package.written()


def _mark_sheet(
    package: Package, part: SheetPart, notes: Mapping[str, Sequence[str]], twins: Twins, language: Language
) -> None:
    sheet = package.read(part.path)
    merged = locate(sheet).merged
    said: dict[Place, list[str]] = {}
    for cell, sentences in notes.items():
        said.setdefault(_shown(place(cell), merged), []).extend(sentences)
    package.changed[part.path] = restyled(sheet, list(said), twins.marked)
    comments = _movable(package, part, said)
    texts = {at: _text(comments[at], language) for at in sorted(comments)[:MOST_COMMENTS]}
    if texts:
        _comment(package, part, texts)


def _shown(at: Place, merged: Sequence[Span]) -> Place:
    """The cell that is seen in place of one that is merged away."""
    row, column = at
    inside = ((t, left) for t, left, b, right in merged if t <= row <= b and left <= column <= right)
    return next(inside, at)


def _movable(package: Package, part: SheetPart, said: Mapping[Place, list[str]]) -> dict[Place, list[str]]:
    """What is said, that of cells with a conversation moved to a cell above all others that has none."""
    threads: set[Place] = set()

    def start(name: str, attributes: Attributes, _at: int) -> None:
        if name.endswith(" threadedComment") and "ref" in attributes:
            threads.add(place(attributes["ref"].partition(":")[0]))

    for relation in relations(package.archive, part.path).values():
        if relation.kind == "threadedComment" and package.has(relation.target):
            events(package.read(relation.target), start)
    comments = {at: sentences for at, sentences in said.items() if at not in threads}
    moved = [f"{address(*at)}: {sentence}" for at in sorted(said) if at in threads for sentence in said[at]]
    if moved:
        head = next((1, column) for column in range(1, len(threads) + 2) if (1, column) not in threads)
        comments[head] = [*comments.get(head, []), *moved]
    return comments


def _text(sentences: Sequence[str], language: Language) -> str:
    """The text of a comment; what is too much for one is counted."""
    lines = list(dict.fromkeys(sentences))
    more = len(lines) - MOST_SAID
    rest = [say("geodata.book.more", language, count=more)] if more > 0 else []
    return "\n".join([*lines[:MOST_SAID], *rest])


def _comment(package: Package, part: SheetPart, texts: Mapping[Place, str]) -> None:
    """Add comments to a sheet: their texts, their shapes, and what leads from the sheet to both."""
    known = relations(package.archive, part.path)
    own = next((r.target for r in known.values() if r.kind == "comments" and package.has(r.target)), None)
    path = own or package.free("xl/comments{}.xml")
    package.changed[path], fresh = with_comments(package.read(path) if own else new_comments(), texts)
    if own is None:
        _relate(package, part.path, "comments", path)
        _declare(package, f'Override PartName="/{path}" ContentType="{COMMENT_TYPE}"')
    drawing = known.get(locate(package.read(part.path)).drawing or "")
    shapes = drawing.target if drawing and package.has(drawing.target) else None
    if shapes is None:
        others = [
            package.read(name) for name in (*package.archive.namelist(), *package.changed) if name.endswith(".vml")
        ]
        shapes = package.free("xl/drawings/vmlDrawing{}.vml")
        package.changed[shapes] = new_shapes(free_block(others))
        relation = _relate(package, part.path, "vmlDrawing", shapes)
        package.changed[part.path] = with_drawing(package.read(part.path), relation)
        _declare(package, f'Override PartName="/{shapes}" ContentType="{VML_TYPE}"')
    package.changed[shapes] = with_shapes(package.read(shapes), texts, fresh)


def _relate(package: Package, part: str, kind: str, target: str) -> str:
    """Add a relation of a part and give its id."""
    path = relations_path(part)
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="%b"></Relationships>'
    data = package.read(path) if package.has(path) else head % RELATIONS.encode()
    name = next(n for i in range(1, len(data)) if (n := f"rIdZ{i}").encode() not in data)
    relative = posixpath.relpath(target, posixpath.dirname(part))
    package.changed[path] = _with_child(data, f'Relationship Id="{name}" Type="{LINKS}/{kind}" Target="{relative}"')
    return name


def _declare(package: Package, child: str) -> None:
    """Say what a new part is."""
    package.changed[TYPES] = _with_child(package.read(TYPES), child)


def _with_child(data: bytes, child: str) -> bytes:
    """The XML with an empty element more at the end of its root."""
    bounds: list[int] = []
    events(data, lambda _name, _attributes, at: bounds.append(at), lambda _name, at: bounds.append(at))
    tag, end = tag_at(data, bounds[0]), bounds[-1]
    element = b"<%b%b/>" % (prefix_of(tag), child.encode())
    if tag.endswith(b"/>"):
        return spliced(data, [(bounds[0], bounds[0] + len(tag), opened(tag, element))])
    return spliced(data, [(end, end, element)])
