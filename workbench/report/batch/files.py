"""The files of a batch as bytes: tables, report, layer of all zones, and the one object that programs read."""

from collections.abc import Callable, Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import WGS84, belt, move
from scenarios.batch.records import Batch
from scenarios.batch.rollup import rolled
from workbench.draw.layers import Layer, field, named, packaged
from workbench.draw.qgis import looks
from workbench.draw.qgis.project import Project
from workbench.report.batch.maps import shapes_of
from workbench.report.batch.report import build
from workbench.report.issue import Issue
from workbench.report.model import Report
from workbench.tables.book import Book
from workbench.tables.palette import slot
from workbench.tables.studies import batch as tables
from workbench.tables.table import Table
from zoning.judge.figures import ZONE_FIGURES
from zoning.judge.names import zone_called
from zoning.result.documents import rendered
from zoning.texts import Language, say


def files(batch: Batch, language: Language, issue: Issue) -> dict[str, bytes]:
    """Every file by name."""
    from workbench.report.formats.docx import docx
    from workbench.report.formats.html import html
    from workbench.report.formats.pdf import pdf

    report = build(batch, language, issue)
    makers: Mapping[str, Callable[[Report], bytes]] = {"html": html, "docx": docx, "pdf": pdf}
    made = {f"batch.{suffix}": make(report) for suffix, make in makers.items()}
    made |= {"batch.xlsx": book(batch, language), "batch.csv": as_csv(tables.full(batch, language))}
    layer = zones_layer(batch, language)
    return made | ({"batch.gpkg": layer} if layer else {}) | {"batch.json": rendered(batch)}


def book(batch: Batch, language: Language) -> bytes:
    """The workbook: sums, counties, zones, scenarios, mistakes."""
    rollup, made = rolled(batch), Book(language)
    sheets = [("summary", tables.statuses(rollup, batch, language)), ("counties", tables.full(batch, language)),
              ("zones", tables.zones(batch, language))]  # fmt: skip
    changed, short = tables.changes(rollup, language), tables.shortfalls(rollup, batch, language)
    sheets += [("scenarios", changed)] if changed else []
    sheets += [("mistakes", tables.mistakes(batch, language))]
    for key, table in sheets:
        made.add(table, say(f"workbench.rollup.sheet_{key}", language), frozen=2 if key in ("counties", "zones") else 1)
    for sums in rollup.scenarios:
        name = say("workbench.rollup.sheet_spreads", language, scenario=tables.called(sums.scenario, language))
        made.add(tables.spreads(sums, language), name)
    others = {"shortfalls": short, "looks": tables.looks(rollup, language), "widest": tables.widest(rollup, language)}
    for key, extra in others.items():
        if extra is not None:
            made.add(extra, say(f"workbench.rollup.sheet_{key}", language))
    return made.done()


def as_csv(table: Table) -> bytes:
    """A table as comma-separated text that opens in a spreadsheet; numbers are plain, unknown ones empty."""
    from zoning.texts.formulas import csv_text

    lines: list[tuple[str, ...]] = [tuple(f"{c.title} ({c.unit})" if c.unit else c.title for c in table.columns)]
    columns = range(len(table.columns))
    lines += [tuple(_plain(table, r, c) for c in columns) for r in range(len(table.rows))]
    return csv_text(lines).encode("utf-8-sig")


def _plain(table: Table, row: int, column: int) -> str:
    found = table.number(row, column)
    if found is None:
        return "" if table.rows[row][column] is None else table.text(row, column)
    return "" if found[0] is None else f"{found[0]:.12g}"


def zones_layer(batch: Batch, language: Language) -> bytes | None:
    """The zones of all counties as one GeoPackage; ``None`` where none is solved."""
    records: list[dict[str, object]] = []
    shapes: list[BaseGeometry] = []
    figures = [(f.key, field(f, language)) for f in ZONE_FIGURES if f.key not in ("points", "deviation")]
    origins = {drawn: say(f"workbench.map.{key}", language) for drawn, key in ((True, "areas"), (False, "cells"))}
    for county in batch.counties:
        for number, (zone, shape) in enumerate(zip(county.zones, shapes_of(county), strict=True)):
            texts: dict[str, object] = {
                "code": county.code, "county": county.title, "number": number + 1,
                "zone": zone_called(zone.name, language),
                "office_code": zone.office, "member_codes": ",".join(zone.stations), "colour": slot(number).colour,
            }  # fmt: skip
            given = {name: zone.figures.get(key) for key, name in figures}
            notes: dict[str, object] = {"shapes": origins[county.drawn], "notice": county.notice or None}
            records.append({**named(texts, language), **given, **named(notes, language)})
            shapes.append(shape)
    if not records:
        return None
    most = max(len(county.zones) for county in batch.counties)
    numbered, called = (next(iter(named({key: 0}, language))) for key in ("number", "zone"))
    plane = belt(np.array([seat.lon for county in batch.counties for seat in county.seats]))
    west, south, east, north = shapely.total_bounds(np.array(move(shapes, WGS84, plane), dtype=object)).tolist()
    project = Project(say("workbench.rollup.maps", language), "batch.gpkg", plane, (west, south, east, north))
    layer = Layer("zones", records, shapes, looks.zones([""] * most, numbered, called))
    return packaged([layer], project, language)
