"""A county in memory as tables, so that it can be written and read again without loss.

Minutes by road are kept as they were computed, under the same mode, for the roads themselves are no part of a county.
What it may get wrong: minutes in mode ``straight`` that differ from :func:`geodata.travel.minutes.straight_minutes`
are written as a matrix, and the county read back has the mode ``matrix``.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from pydantic import BaseModel
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.lonlat import lonlat
from geodata.county.bureau import RECORDS
from geodata.tables.cells import as_cell
from geodata.tables.kinds import KINDS
from geodata.tables.table import Feature, Layer, Row, Table, Tables
from geodata.travel.minutes import straight_minutes
from zoning.judge.slices import by_period
from zoning.model.county import County
from zoning.model.stations import Station

LONG = 1000
"""Stations whose pairs, each way, still fit the rows of a sheet."""


def tables_of(county: County, areas: Mapping[str, BaseGeometry] | None = None) -> Tables:
    """The tables of a county; reading them gives the same county again.

    Parameters
    ----------
    county : any county
    areas : polygons in degrees (WGS 84) by station code; written in place of the county's outline
    """
    straight = _is_straight(county)
    tables = {"stations": _stations(county), "incidents": _incidents(county), "borders": _borders(county)}
    if not straight:
        tables["travel"] = _travel(county)
    if county.outline is not None and not areas:
        tables["outlines"] = _outlines(county)
    tables |= {
        key: _records(key, record, rows) for key, record in RECORDS.items() if (rows := getattr(county.bureau, key))
    }
    layer = None
    if areas:
        layer = Layer("areas.geojson", tuple(Feature({"code": code}, areas[code]) for code in county.codes))
    return Tables(_settings(county, county.travel if straight or county.travel == "roads" else "matrix"), tables, layer)


def _is_straight(county: County) -> bool:
    if county.travel != "straight":
        return False
    return np.array_equal(county.minutes, straight_minutes(*lonlat(county.stations), county.speed_kmh, county.detour))


def _settings(county: County, mode: str) -> dict[str, object]:
    officers = county.bureau.officers
    return {
        "code": county.code,
        "name": county.name,
        "crs": 4326,
        "years": float(county.years),
        "notice": county.notice,
        "travel": {"mode": mode, "speed_kmh": float(county.speed_kmh), "detour": float(county.detour)},
        "borders": {"from": county.borders_from},
        **({} if officers is None else {"bureau": {"officers": officers}}),
        "classes": [entry.model_dump() for entry in county.classes],
    }


def _table(key: str, columns: Iterable[str], rows: Iterable[Iterable[object]], keyed: int | None = None) -> Table:
    """The table; all its headings are keys of columns, or the first ``keyed`` of them."""
    header = tuple(columns)
    keys = tuple(name if keyed is None or at < keyed else None for at, name in enumerate(header))
    filled = (Row(tuple(as_cell(value) for value in row), line) for line, row in enumerate(rows, start=2))
    return Table(f"{key}.csv", header, keys, tuple(filled))


def _stations(county: County) -> Table:
    return _records("stations", Station, county.stations)


def _records(key: str, record: type[BaseModel], rows: Iterable[object]) -> Table:
    """Records of pydantic, a field a column."""
    columns = [column.key for column in KINDS[key].columns if column.key in record.model_fields]
    assert len(columns) == len(record.model_fields), "every field of a record has its column"
    return _table(key, columns, ([getattr(row, column) for column in columns] for row in rows))


def _incidents(county: County) -> Table:
    if _by_period(county):
        by_period = (
            (row.station, entry.key, count, row.name)
            for row in county.bureau.periods
            for entry, count in zip(county.classes, row.counts, strict=True)
        )
        return _table("incidents", ("station", "class", "count", "period"), by_period)
    rows = (
        (code, entry.key, count)
        for code, counts in zip(county.codes, county.counts.tolist(), strict=True)
        for entry, count in zip(county.classes, counts, strict=True)
    )
    return _table("incidents", ("station", "class", "count"), rows)


def _by_period(county: County) -> bool:
    """Whether the periods of the bureau add up to the counts, so that they may be written in their place."""
    held = by_period(county)
    return (
        held is not None and {row.station for row in county.bureau.periods} == set(county.codes) and held.whole(county)
    )


def _borders(county: County) -> Table:
    rows = ((border.a, border.b, float(border.km), border.kind) for border in county.borders)
    return _table("borders", ("a", "b", "km", "kind"), rows)


def _travel(county: County) -> Table:
    """A pair a row, or a station a row and a column where that would be more rows than a sheet has."""
    minutes = county.minutes.tolist()
    if len(county) > LONG:
        square = ((code, *row) for code, row in zip(county.codes, minutes, strict=True))
        return _table("travel", ("from", *county.codes), square, keyed=1)
    rows = ((a, b, minutes[i][j]) for i, a in enumerate(county.codes) for j, b in enumerate(county.codes) if i != j)
    return _table("travel", ("from", "to", "minutes"), rows)


def _outlines(county: County) -> Table:
    outline = county.outline
    assert outline is not None
    values = np.column_stack([outline.perimeter_km, outline.centroid_km, outline.polar_km4]).tolist()
    rows = ([code, *row] for code, row in zip(county.codes, values, strict=True))
    return _table("outlines", ("code", "perimeter_km", "x_km", "y_km", "polar_km4"), rows)
