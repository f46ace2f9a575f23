"""A layer as a plain table, to be kept in a workbook: one feature a row, its geometry in pieces that fit a cell.

A column of plain text is written as it is, blank for ``null``. One whose values are anything else (numbers, truth
values, blank text, attributes that some features lack) is marked ``{json}`` and holds them as JSON, blank where a
feature has no such attribute. Geometries are well-known text where that gives back every bit, else hexadecimal binary.
What it may get wrong: a layer without any feature forgets its coordinate system.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geodata.tables.findings import Findings
from geodata.tables.table import Feature, Layer, Row, Table
from zoning.texts import Language, Message

PIECE = 30_000
"""Characters of a geometry in one cell; Excel's own limit is 32,767."""
CRS, GEOMETRY = {"en": "crs", "zh": "坐标系"}, {"en": "geometry", "zh": "几何"}
PIECES = re.compile(r"(?:geometry|几何)([0-9]{0,5})")
JSON = " {json}"
NULL = "null"
"""Stands for a geometry that is not there."""
SHOWN = 80
"""Characters of a value that is wrong; a geometry may have millions."""
HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")


def layer_table(layer: Layer, file: str, language: Language = "en") -> Table:
    """The features as rows of text: coordinate system, attributes, pieces of the geometry."""
    attributes = list(dict.fromkeys(key for feature in layer.features for key in feature.properties))
    columns = [_column(name, [feature.properties for feature in layer.features]) for name in attributes]
    pieces = [_pieces(feature.geometry) for feature in layer.features]
    width = max(map(len, pieces), default=1)
    crs = [] if layer.crs is None else [layer.crs]
    header = [CRS[language]] * len(crs) + [heading for heading, _ in columns]
    header += [f"{GEOMETRY[language]}{number}" for number in range(1, width + 1)]
    rows = (
        Row((*crs, *(cells[i] for _, cells in columns), *shape, *[""] * (width - len(shape))), i + 2)
        for i, shape in enumerate(pieces)
    )
    return Table(file, tuple(header), (None,) * len(header), tuple(rows))


def read_layer_table(table: Table, found: Findings) -> Layer | None:
    """The layer behind a table, ``None`` when a cell of it cannot be understood; the mistakes are in ``found``."""
    before = found.faults
    places = [_meaning(heading) for heading in table.header]
    pieces = sorted((place, i) for i, (kind, place, _) in enumerate(places) if kind == "geometry")
    if not pieces:
        found.wrong(Message("geodata.layer.no_column", {"columns": list(GEOMETRY.values())}), table.file, table.line)
    features: list[Feature] = []
    systems: dict[str, int] = {}
    for row in table.rows:
        properties: dict[str, Any] = {}
        for (kind, _, name), heading, cell in zip(places, table.header, row.cells, strict=True):
            if kind == "crs" and cell:
                systems.setdefault(cell, row.line)
            elif kind == "text":
                properties[name] = cell or None
            elif kind == "json" and cell:
                properties[name] = _parsed(cell, table, row, heading, found)
        text = "".join(row.cells[i] for _, i in pieces)
        heading = table.header[pieces[0][1]] if pieces else GEOMETRY["en"]
        features.append(Feature(properties, _geometry(text, table, row, heading, found)))
    if len(systems) > 1:
        says = Message("geodata.layer.two_systems", {"systems": list(systems)})
        found.wrong(
            says, table.file, list(systems.values())[1], next(h for h in table.header if _meaning(h)[0] == "crs")
        )
    return Layer(table.file, tuple(features), next(iter(systems), None)) if found.faults == before else None


def _column(name: str, records: list[Mapping[str, Any]]) -> tuple[str, list[str]]:
    """The heading of an attribute and its cells, as plain text where that loses nothing."""
    heading = name if _meaning(name) == ("text", 0, name) and name == name.strip() else json.dumps(name)
    values = [record.get(name) for record in records]
    if all(name in record for record in records) and all(v is None or _is_plain(v) for v in values):
        return heading, [value or "" for value in values]
    return heading + JSON, [dumped(record[name]) if name in record else "" for record in records]


def _is_plain(value: object) -> bool:
    """Whether a cell keeps the value as text."""
    return isinstance(value, str) and bool(value) and value == value.strip() and all(c.isprintable() for c in value)


def dumped(value: Any) -> str:
    """The value as JSON without characters that a cell may lose."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value)


def _meaning(heading: str) -> tuple[str, int, str]:
    """What stands under a heading: ``crs``, ``geometry`` and the number of its piece, ``text`` or ``json`` and of what.

    A name in double quotes is that of an attribute, whatever it says.
    """
    kind, name = ("json", heading.removesuffix(JSON)) if heading.endswith(JSON) else ("text", heading)
    if name.startswith('"'):
        try:
            quoted = json.loads(name)
        except ValueError:
            return kind, 0, name
        return (kind, 0, quoted) if isinstance(quoted, str) else (kind, 0, name)
    plain = "".join(unicodedata.normalize("NFKC", name).casefold().replace("_", "").split())
    if plain in CRS.values():
        return "crs", 0, ""
    piece = PIECES.fullmatch(plain)
    return ("geometry", int(piece[1] or 0), "") if piece else (kind, 0, name)


def _pieces(shape: BaseGeometry | None) -> list[str]:
    """The text of a geometry, cut behind commas so that no piece begins or ends with a space."""
    text = NULL if shape is None else shapely.to_wkt(shape, rounding_precision=-1).replace(", ", ",")
    if shape is not None and shapely.to_wkb(_from_text(text)) != shapely.to_wkb(shape):
        text = str(shapely.to_wkb(shape, hex=True))
    return list(_cut(text))


def _cut(text: str) -> Iterator[str]:
    while len(text) > PIECE:
        at = text.rfind(",", 0, PIECE) + 1 or PIECE
        yield text[:at]
        text = text[at:]
    yield text


def _from_text(text: str) -> BaseGeometry | None:
    """The geometry in well-known text or binary, ``None`` when it is neither."""
    try:
        with np.errstate(all="ignore"):  # figures beyond all bounds become infinite
            return shapely.from_wkb(text) if HEX.fullmatch(text) else shapely.from_wkt(text)
    except (ShapelyError, ValueError):
        return None


def _geometry(text: str, table: Table, row: Row, heading: str, found: Findings) -> BaseGeometry | None:
    shape = None if text in ("", NULL) else _from_text(text)
    if shape is None and text not in ("", NULL):
        found.wrong(Message("geodata.layer.not_geometry"), table.file, row.line, heading, text[:SHOWN])
    return shape


def _parsed(cell: str, table: Table, row: Row, heading: str, found: Findings) -> Any:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        found.wrong(Message("geodata.layer.not_json"), table.file, row.line, heading, cell[:SHOWN])
        return None
