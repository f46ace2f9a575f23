"""A workbook as the readers here expect it: in the transitional form of the format, its parts under regular names.

Excel also saves as “Strict Open XML”, the same elements in other namespaces, and other programs name parts with
backslashes or in other case. Of a workbook that is only to be read, everything is left out that holds no values, so
that odd metadata (dates of properties, names, views, links) stop nothing. What it may get wrong: a Strict part that is
not in UTF-8 stays as it is. Reference: ISO/IEC 29500, parts 1 and 4.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from geodata.openxml.package import LINKS, SheetPart, relations, workbook_part
from geodata.openxml.xml_bytes import MAIN, Attributes, events

STRICT = b"http://purl.oclc.org/ooxml/"
NAMESPACE = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/")
TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    '<fonts><font/></fonts><fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders>'
    '<cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
)


def transitional(data: bytes) -> bytes:
    """The workbook with its parts under regular names and in the transitional namespaces; itself where it is so."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        regular = {name: name.replace("\\", "/").lstrip("/") for name in names}
        root = archive.read("_rels/.rels") if "_rels/.rels" in names else b""
        if STRICT not in root and all(name == other for name, other in regular.items()):
            return data
        parts = [
            (regular[name], _rewritten(regular[name], archive.read(name))) for name in names if not name.endswith("/")
        ]
        return _packed(parts, archive.comment)


def _rewritten(name: str, content: bytes) -> bytes:
    """A part in the transitional namespaces."""
    return NAMESPACE.sub(TRANSITIONAL, content) if name.lower().endswith((".xml", ".rels", ".vml")) else content


def _packed(parts: Iterable[tuple[str, bytes]], comment: bytes = b"") -> bytes:
    """The parts as an archive, not compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in parts:
            target.writestr(zipfile.ZipInfo(name), content)
        target.comment = comment
    return stream.getvalue()


def values_alone(data: bytes, sheets: Sequence[SheetPart]) -> bytes:
    """A workbook of these sheets in their order, called ``1``, ``2`` …, with values and formats of numbers alone.

    Raises
    ------
    ValueError, KeyError
        When the formats of its numbers cannot be read.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = workbook_part(archive)
        linked = {relation.kind: relation.target for relation in relations(archive, book).values()}
        kept = {f"xl/worksheets/sheet{number}.xml": part.path for number, part in enumerate(sheets, start=1)}
        contents = {name: archive.read(path) for name, path in kept.items()}
        if "sharedStrings" in linked:
            contents["xl/sharedStrings.xml"] = archive.read(linked["sharedStrings"])
        styles = archive.read(linked["styles"]) if "styles" in linked else b""
        contents["xl/styles.xml"] = _styles(styles).encode()
        counted = _counts_from_1904(archive.read(book))
    numbers = range(1, len(sheets) + 1)
    tabs = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    contents["xl/workbook.xml"] = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr date1904="{int(counted)}"/>'
        f"<sheets>{tabs}</sheets></workbook>"
    ).encode()
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{LINKS}/worksheet" Target="/xl/worksheets/sheet{n}.xml"/>' for n in numbers
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    contents["xl/_rels/workbook.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{package}/relationships">{links}</Relationships>'.encode()
    )
    types = {"workbook": "sheet.main", "styles": "styles", "sharedStrings": "sharedStrings"}
    said = [f'<Override PartName="/xl/{n}.xml" ContentType="{CONTENT}.{t}+xml"/>' for n, t in types.items()]
    said = [one for one, name in zip(said, types, strict=True) if f"xl/{name}.xml" in contents]
    said += [f'<Override PartName="/{name}" ContentType="{CONTENT}.worksheet+xml"/>' for name in kept]
    head = f'{HEAD}<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    return _packed([("[Content_Types].xml", (head + "".join(said) + "</Types>").encode()), *contents.items()])


def _counts_from_1904(workbook: bytes) -> bool:
    """Whether the days of a workbook are counted from 1904, as on old Macintoshes."""
    found: list[bool] = []

    def start(name: str, attributes: Attributes, _at: int) -> None:
        if name == "workbookPr":
            found.append(attributes.get("date1904", "0").lower() in ("1", "true", "on"))

    events(workbook, start)
    return any(found)


def _styles(styles: bytes) -> str:
    """The formats of numbers of every style of cells, by which dates are known."""
    formats: dict[int, str] = {}
    cells: list[int] = []
    inside = [False]

    def start(name: str, attributes: Attributes, _at: int) -> None:
        if name == "numFmt" and not inside[0]:
            formats[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "General")
        elif name == "cellXfs":
            inside[0] = True
        elif name == "xf" and inside[0]:
            cells.append(int(attributes.get("numFmtId", "0")))

    def end(name: str, _at: int) -> None:
        inside[0] = inside[0] and name != "cellXfs"

    if styles:
        events(styles, start, end)
    written = "".join(f'<numFmt numFmtId="{key}" formatCode={quoteattr(code)}/>' for key, code in formats.items())
    styled = "".join(f'<xf numFmtId="{key}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for key in cells or [0])
    some = f"<numFmts>{written}</numFmts>" if written else ""
    return f'{HEAD}<styleSheet xmlns="{MAIN}">{some}{STYLES}<cellXfs>{styled}</cellXfs></styleSheet>'
