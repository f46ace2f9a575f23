"""The borders of a county: the rows of ``borders.csv``, what they leave open derived, and where each came from.

``borders.csv`` wins over geometry. Its shared rows, when there are any, are all the shared borders there are: none is
derived beside them, but where polygons are at hand the two are compared and a notice says how they differ. Its links
and bars lie over the shared borders of either kind. What it may get wrong: a pair named by hand replaces the shared
border, so a link without ``km`` counts as 0 km long.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import WGS84, belt, move_points
from geodata.coordinates.lonlat import lonlat
from geodata.naming.codes import unknown_code
from geodata.space.borders import derive, overlay, voronoi_cells
from geodata.space.connected import Ground, check_connected
from geodata.tables.cells import amount, border_kind
from geodata.tables.findings import Findings
from geodata.tables.settings import Settings
from geodata.tables.table import Row, Table, Tables
from zoning.model.stations import Border, BorderSource, Station
from zoning.texts import Message

Pair = tuple[str, str]
KM_TOLERANCE = 0.2
"""A stated border this far from that of the polygons is worth a notice."""


@dataclass(frozen=True)
class Origins:
    """Where this reading took each border from.

    ``shared`` is where the shared ones came from; ``overruled`` holds the kilometres of those that a link or a bar
    took the place of, by the two codes in order.
    """

    shared: BorderSource = "table"
    overruled: Mapping[Pair, float] = field(default_factory=dict)

    def of(self, border: Border) -> Literal["hand", "table", "areas", "voronoi"]:
        """A link or a bar is made by hand; a shared border stood in the table or was derived."""
        return self.shared if border.kind == "shared" else "hand"


@dataclass(frozen=True)
class Borders:
    """Rows for a county; where the shared ones once came from; and where this reading took each from."""

    rows: list[Border]
    source: BorderSource
    origins: Origins


def find_borders(
    tables: Tables,
    settings: Settings | None,
    names: dict[str, str],
    stations: list[Station] | None,
    polygons: list[BaseGeometry] | None,
    found: Findings,
) -> Borders | None:
    """Borders from the table, else from polygons, else from Voronoi cells; ``None`` when what they need is wrong.

    ``polygons`` are those of the stations in a plane of metres, in the order of ``names``.
    """
    before = found.faults
    table = tables.tables.get("borders")
    rows = [] if table is None else read_borders(table, names, found)
    whole = table is None or (table.has("a") and table.has("b"))
    if found.faults > before or "borders" in tables.failed or not whole:
        return None
    if stations is not None:
        stations = list({station.code: station for station in stations}.values())  # a code twice is told elsewhere
    by_hand = [row for row in rows if row.kind != "shared"]
    shared = [row for row in rows if row.kind == "shared"]
    stated = None if settings is None else settings.borders.source
    source = stated or ("table" if shared else "areas" if tables.areas is not None else "voronoi")
    origin: BorderSource = "table" if shared else source
    if shared and polygons is not None and settings is not None and tables.areas is not None:
        _compare(shared, derive(polygons, list(names), settings.borders), by_hand, names, found)
    elif not shared and source != "table" and len(names) > 1:
        derived = _derive(source, tables, settings, stations, polygons, found)
        if derived is None:
            return None
        shared = derived
    if source != "table":
        found.note(f"geodata.notice.borders_{source}")
    overruled = _overruled(shared, by_hand, names, found)
    borders = overlay(shared, by_hand)
    seats = [station.code for station in stations or () if station.kind == "county_seat"]
    file = "borders.csv" if table is None else table.file
    check_connected(borders, names, _ground(stations, polygons), seats, file, found)
    return Borders(borders, source, Origins(origin, overruled))


def _compare(
    stated: list[Border], drawn: list[Border], by_hand: list[Border], names: dict[str, str], found: Findings
) -> None:
    """Notices of how the table and the polygons differ; pairs named by hand are as the hand says."""
    table, areas = ({_pair(border): border.km for border in rows} for rows in (stated, drawn))
    decided = {_pair(border) for border in by_hand}
    unlisted = [_said(pair, names, km) for pair, km in areas.items() if pair not in table and pair not in decided]
    apart = [_said(pair, names, km) for pair, km in table.items() if pair not in areas and pair not in decided]
    differ = [
        f"{_said(pair, names, km)} / {areas[pair]:.2f}"
        for pair, km in table.items()
        if pair in areas and abs(km - areas[pair]) > KM_TOLERANCE * max(km, areas[pair])
    ]
    for key, pairs in (("unlisted", unlisted), ("apart", apart), ("differ", differ)):
        if pairs:
            percent = {"percent": round(100 * KM_TOLERANCE)} if key == "differ" else {}
            found.note(f"geodata.notice.borders_{key}", pairs=pairs, count=len(pairs), **percent)


def _overruled(
    shared: list[Border], by_hand: list[Border], names: dict[str, str], found: Findings
) -> dict[Pair, float]:
    """Kilometres of the shared borders that a link or a bar takes the place of, which is said."""
    km = {_pair(border): border.km for border in shared}
    taken = [border for border in by_hand if _pair(border) in km]
    if taken:
        pairs = [f"{_said(_pair(border), names, km[_pair(border)])} → {border.kind}" for border in taken]
        found.note("geodata.notice.borders_overruled", pairs=pairs, count=len(pairs))
    return {_pair(border): km[_pair(border)] for border in taken}


def _pair(border: Border) -> Pair:
    return min(border.a, border.b), max(border.a, border.b)


def _said(pair: Pair, names: dict[str, str], km: float) -> str:
    a, b = (names[code] or code for code in pair)
    return f"{a} – {b} {km:.2f}"


def _ground(stations: list[Station] | None, polygons: list[BaseGeometry] | None) -> Ground | None:
    """Where the stations are; ``None`` when that is not known, or too far apart to lie in one plane."""
    if polygons is not None:
        return Ground(np.array(polygons, dtype=object), by_areas=True)
    if stations is None:
        return None
    lon, lat = lonlat(stations)
    places = np.column_stack(move_points(lon, lat, WGS84, belt(lon)))
    return (
        Ground(np.asarray(shapely.points(places), dtype=object), by_areas=False) if np.isfinite(places).all() else None
    )


def read_borders(table: Table, names: dict[str, str], found: Findings) -> list[Border]:
    """The rows that are right."""
    seen: dict[tuple[frozenset[str], bool], tuple[int, str]] = {}
    drafts = [_read_row(row, table, names, seen, found) for row in table.rows if row.whole]
    return [border for border in drafts if border is not None]


def _read_row(
    row: Row,
    table: Table,
    names: dict[str, str],
    seen: dict[tuple[frozenset[str], bool], tuple[int, str]],
    found: Findings,
) -> Border | None:
    """One border; a pair may be shared once and be named by hand once."""
    before = found.faults
    a, b, km, kind = (table.cell(row, key) for key in ("a", "b", "km", "kind"))
    for key, code in (("a", a), ("b", b)):
        if table.has(key) and code not in names:
            found.wrong(unknown_code(code, names, found), table.file, row.line, table.label(key), code)
    if a == b and a in names:
        found.wrong(Message("geodata.borders.self"), table.file, row.line, table.label("b"), b)
    sort = border_kind(kind) if kind else "shared"
    if isinstance(sort, Message):
        found.wrong(sort, table.file, row.line, table.label("kind"), kind)
        sort = ""
    if sort and found.faults == before:
        line, other = seen.setdefault((frozenset((a, b)), sort == "shared"), (row.line, sort))
        if line != row.line:
            name = "duplicate" if other == sort else "contradiction"
            found.wrong(Message(f"geodata.borders.{name}", {"line": line, "a": a, "b": b}), table.file, row.line)
    length = amount(km) if km else Message("geodata.borders.no_km") if sort == "shared" else 0.0
    if isinstance(length, Message):
        found.wrong(length, table.file, row.line, table.label("km"), km or None)
        return None
    return _border(a, b, length, sort) if found.faults == before else None


def _border(a: str, b: str, km: float, sort: str) -> Border:
    return Border(a, b, km, "link" if sort == "link" else "barred" if sort == "barred" else "shared")


def _derive(
    source: BorderSource,
    tables: Tables,
    settings: Settings | None,
    stations: list[Station] | None,
    polygons: list[BaseGeometry] | None,
    found: Findings,
) -> list[Border] | None:
    """Shared borders of the polygons or of the Voronoi cells of the seats; ``None`` when what they need is wrong."""
    if settings is not None and source == "areas" and tables.areas is None and "areas" not in tables.failed:
        found.wrong(Message("geodata.borders.no_areas"), tables.settings_file, None, "borders.from", source)
    if settings is None or stations is None or (source == "areas" and polygons is None):
        return None
    codes = [station.code for station in stations]
    if polygons is not None and (source == "areas" or tables.areas is None):
        return derive(polygons, codes, settings.borders)
    seats = _ground(stations, None)
    if seats is None:
        found.wrong(Message("geodata.stations.no_plane"), tables.tables["stations"].file)
        return None
    twins = _twins(stations, seats)
    if twins:
        found.wrong(Message("geodata.borders.same_place", {"stations": twins}), tables.tables["stations"].file)
        return None
    x, y = shapely.get_coordinates(seats.shapes).T
    return derive(voronoi_cells(x, y), codes, settings.borders)


def _twins(stations: list[Station], seats: Ground) -> list[str]:
    """Stations within a metre of another, which no cell can be drawn for."""
    pairs = shapely.STRtree(seats.shapes).query(seats.shapes, predicate="dwithin", distance=1.0)
    return [f"{stations[i].code} {stations[i].name}" for i in sorted({int(i) for i, j in pairs.T if i != j})]
