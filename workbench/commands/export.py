"""``zoning export``: a county in another form, as a folder of plain tables, a workbook or a GeoPackage.

A county is checked before it is written, so that nothing wrong, and nothing personal, is carried on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geodata
from workbench.given.sources import Source
from workbench.line.screen import DONE, Screen
from workbench.tables.table import Columns, Table, Value
from workbench.tables.terminal import indented, show_rows
from zoning.judge.figures import FIGURES
from zoning.model.equality import ByValue
from zoning.result.digest import digest
from zoning.result.documents import to_document

LEFT_OUT = ("geodata.notice.unread", "geodata.notice.binary_columns", "geodata.notice.layer_unused")
"""Notices of what was there and is not written."""


@dataclass(frozen=True)
class CountyName:
    """A county and the digest of its data."""

    code: str
    name: str
    digest: str


@dataclass(frozen=True, eq=False)
class Exported(ByValue):
    """A county that was written: records by table and layer, and the notices of what was left out."""

    county: CountyName
    target: Path
    tables: Mapping[str, int]
    layers: Mapping[str, int]
    left_out: tuple[str, ...]


def export_county(screen: Screen, source: Source, target: Path, *, overwrite: bool) -> int:
    """Read a county, check it, write it and say what was written."""
    tables = source.tables()
    built = geodata.build(tables)
    geodata.write_county(tables, target, overwrite=overwrite)
    rows = {key: len(table.rows) for key, table in tables.tables.items()}
    layers = {"areas": tables.areas, "roads": tables.roads}
    features = {key: len(layer.features) for key, layer in layers.items() if layer is not None}
    left_out = tuple(notice.text(screen.language) for notice in built.notices if notice.key in LEFT_OUT)
    county = built.county
    named = CountyName(county.code, county.name, digest(county))
    screen.emit(to_document(Exported(named, target, rows, features, left_out)))
    counts: list[list[Value]] = [[key, count] for key, count in {**rows, **features}.items()]
    columns: Columns = ("table", FIGURES["records"])
    screen.sentence(screen.say("workbench.export.written", name=county.name, target=str(target)), "bold")
    show_rows(screen, Table.of("exported", screen.language, columns, counts))
    screen.show(*(indented(f"* {line}", screen.width) for line in left_out))
    return DONE
