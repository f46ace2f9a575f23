"""The borders of a county: the rows of ``borders.csv``, what they leave open derived, and stations left alone named.

What it may get wrong: a pair named by hand replaces the shared border, so a link without ``km`` counts as 0 km long.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.areas import Areas, in_belt
from geodata.borders import derive, groups, overlay, voronoi_cells
from geodata.cells import amount, border_kind
from geodata.crs import WGS84, belt, move_points
from geodata.findings import Findings
from geodata.settings import Settings
from geodata.table import Row, Table, Tables
from zoning.county import Border, BorderSource, Floats, Station
from zoning.texts import Message


@dataclass(frozen=True)
class Borders:
    """Rows for a county, and where the shared ones came from."""

    rows: list[Border]
    source: BorderSource


def find_borders(
    tables: Tables,
    settings: Settings | None,
    names: dict[str, str],
    stations: list[Station] | None,
    areas: Areas | None,
    found: Findings,
) -> Borders | None:
    """Borders from the table, else from polygons, else from Voronoi cells; ``None`` when what they need is wrong."""
    before = len(found.mistakes)
    table = tables.tables.get("borders")
    rows = [] if table is None else read_borders(table, names, found)
    if len(found.mistakes) > before or "borders" in tables.failed:
        return None
    by_hand = [row for row in rows if row.kind != "shared"]
    shared = [row for row in rows if row.kind == "shared"]
    stated = None if settings is None else settings.borders.source
    source = stated or ("table" if shared else "areas" if tables.areas is not None else "voronoi")
    if not shared and source != "table" and len(names) > 1:
        derived = _derive(source, tables, settings, stations, areas, found)
        if derived is None:
            return None
        shared = derived
    if source != "table":
        found.note(f"geodata.notice.borders_{source}")
    borders = overlay(shared, by_hand)
    _check_connected(borders, names, table, found)
    return Borders(borders, source)


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
    before = len(found.mistakes)
    a, b, km, kind = (table.cell(row, key) for key in ("a", "b", "km", "kind"))
    for key, code in (("a", a), ("b", b)):
        if table.has(key) and code not in names:
            says = Message("geodata.code.unknown", {"hint": found.hint(code, "code", names)})
            found.wrong(says, table.file, row.line, table.label(key), code)
    if a == b and a in names:
        found.wrong(Message("geodata.borders.self"), table.file, row.line, table.label("b"), b)
    sort = border_kind(kind) if kind else "shared"
    if isinstance(sort, Message):
        found.wrong(sort, table.file, row.line, table.label("kind"), kind)
        sort = ""
    if sort and len(found.mistakes) == before:
        line, other = seen.setdefault((frozenset((a, b)), sort == "shared"), (row.line, sort))
        if line != row.line:
            name = "duplicate" if other == sort else "contradiction"
            found.wrong(Message(f"geodata.borders.{name}", {"line": line, "a": a, "b": b}), table.file, row.line)
    length = amount(km) if km else Message("geodata.borders.no_km") if sort == "shared" else 0.0
    if isinstance(length, Message):
        found.wrong(length, table.file, row.line, table.label("km"), km or None)
        return None
    return _border(a, b, length, sort) if len(found.mistakes) == before else None


def _border(a: str, b: str, km: float, sort: str) -> Border:
    return Border(a, b, km, "link" if sort == "link" else "barred" if sort == "barred" else "shared")


def _derive(
    source: BorderSource,
    tables: Tables,
    settings: Settings | None,
    stations: list[Station] | None,
    areas: Areas | None,
    found: Findings,
) -> list[Border] | None:
    """Shared borders of the polygons or of the Voronoi cells of the seats; ``None`` when what they need is wrong."""
    if settings is not None and source == "areas" and tables.areas is None and "areas" not in tables.failed:
        found.wrong(Message("geodata.borders.no_areas"), tables.settings_file, None, "borders.from", source)
    if settings is None or stations is None or (source == "areas" and areas is None):
        return None
    lon, lat = (np.array([getattr(s, key) for s in stations]) for key in ("lon", "lat"))
    codes = [station.code for station in stations]
    rule = settings.borders
    if areas is not None and source == "areas":
        return derive(in_belt([areas.degrees[code] for code in codes], lon), codes, rule.tolerance_m, rule.min_m)
    x, y = move_points(lon, lat, WGS84, belt(lon))
    twins = _twins(stations, x, y)
    if twins:
        found.wrong(Message("geodata.borders.same_place", {"stations": twins}), tables.tables["stations"].file)
        return None
    return derive(voronoi_cells(x, y), codes, rule.tolerance_m, rule.min_m)


def _twins(stations: list[Station], x: Floats, y: Floats) -> list[str]:
    """Stations within a metre of another, which no cell can be drawn for."""
    points = [shapely.Point(*at) for at in zip(x.tolist(), y.tolist(), strict=True)]
    pairs = shapely.STRtree(points).query(points, predicate="dwithin", distance=1.0)
    return [f"{stations[i].code} {stations[i].name}" for i in sorted({int(i) for i, j in pairs.T if i != j})]


def _check_connected(borders: list[Border], names: dict[str, str], table: Table | None, found: Findings) -> None:
    """A station that touches nobody is a mistake; larger groups apart are a notice."""
    if len(names) < 2:
        return
    parts = groups(list(names), borders)
    for part in parts:
        if len(part) == 1:
            island = f"{part[0]} {names[part[0]]}".strip()
            found.wrong(Message("geodata.borders.island", {"station": island}), table.file if table else "borders.csv")
    larger = [part for part in parts if len(part) > 1]
    if len(larger) > 1:
        apart = [names[code] or code for part in larger[1:] for code in part]
        found.note("geodata.notice.components", groups=len(larger), stations=apart)
