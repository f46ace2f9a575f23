"""Minutes of travel over roads: from a station straight to its road, along roads, and straight to the other station.

What it may get wrong: roads are driven at one speed each, whatever the hour; nothing is lost at junctions; a station
comes to the nearest road, even where a wall or a river lies between.
"""

from typing import Any

import numpy as np
import shapely

from geodata.coordinates.crs import WGS84, System, belt, move, move_points
from geodata.coordinates.lonlat import lonlat
from geodata.tables.findings import Findings
from geodata.tables.settings import Settings
from geodata.tables.table import Layer, Table
from geodata.travel.network import Lines, Network, join, shortest_minutes
from geodata.travel.roads import read_roads
from zoning.model.county import Bools, Floats, Ints
from zoning.model.stations import Station
from zoning.texts import LISTED, Message

FAR_M = 200.0
"""A station further than this from its road is worth a notice."""


def road_minutes(
    layer: Layer,
    system: System,
    settings: Settings,
    stations: list[Station],
    wanted: Bools,
    table: Table,
    found: Findings,
) -> Floats | None:
    """(n, n) minutes from row to column over the roads of a layer, or ``None`` with every mistake in ``found``.

    Parameters
    ----------
    system : that of the layer's coordinates
    wanted : (n, n) the pairs whose minutes are not given otherwise
    table : the stations as they were written, for the place of a mistake
    """
    lon, lat = lonlat(stations)
    places = np.column_stack(move_points(lon, lat, WGS84, belt(lon)))
    if not np.isfinite(places).all():
        found.wrong(Message("geodata.stations.no_plane"), table.file)
        return None
    default_kmh = settings.roads.speed_kmh or settings.travel.speed_kmh
    roads = read_roads(layer, system, settings.roads, default_kmh, (lon, lat), found)
    if roads is None:
        return None
    lines = np.array(move(list(roads.lines), WGS84, belt(lon)), dtype=object)
    network = join(lines, roads.speed_kmh, roads.ways, places, settings.roads.join_m, settings.roads.crossings)
    before = found.faults
    needed = (wanted | wanted.T).any(axis=0)
    _check_near(network.away_m, needed, settings, stations, table, found)
    minutes = shortest_minutes(network)
    access = 60 * network.away_m / 1000 / settings.roads.access_kmh
    minutes += access[:, None] + access[None, :]
    np.fill_diagonal(minutes, 0.0)
    _check_reached(np.isinf(minutes) & wanted, network, lines, stations, layer.file, found)
    if found.faults > before:
        return None
    access_kmh = settings.roads.access_kmh
    said = {"roads": len(lines), "km": f"{shapely.length(lines).sum() / 1000:,.0f}", "own": roads.own}
    found.note("geodata.notice.roads_read", **said, default=f"{default_kmh:g}", access=f"{access_kmh:g}")
    far = sorted((-metres, station.name) for metres, station in zip(network.away_m, stations, strict=True))
    listed = [f"{name} {-metres:.0f}" for metres, name in far if -metres > FAR_M]
    if listed:
        found.note("geodata.notice.roads_far", stations=listed, count=len(listed), metres=f"{FAR_M:g}")
    return minutes


def _check_near(
    away_m: Floats, needed: Any, settings: Settings, stations: list[Station], table: Table, found: Findings
) -> None:
    """A mistake for every station that is too far from any road."""
    lines = {table.cell(row, "code"): row.line for row in table.rows}
    most = f"{settings.roads.snap_m / 1000:g}"
    for i in np.flatnonzero(needed & (away_m > settings.roads.snap_m)):
        station = stations[i]
        values = {"station": f"{station.code} {station.name}", "km": f"{away_m[i] / 1000:.1f}", "most": most}
        found.wrong(Message("geodata.roads.too_far", values), table.file, lines.get(station.code), table.label("lon"))


def _check_reached(
    missing: Bools, network: Network, lines: Lines, stations: list[Station], file: str, found: Findings
) -> None:
    """A mistake for every group of stations whose roads lead nowhere else, and one for pairs that have no way back."""
    if not missing.any():
        return
    pieces, size = np.unique(network.piece, return_counts=True)
    main = int(pieces[size.argmax()])
    same = network.piece[:, None] == network.piece[None, :]
    others = pieces[pieces != main]
    lacking = (missing & ~same).any(axis=0) | (missing & ~same).any(axis=1)
    for piece, gap_m in zip(others.tolist(), _gaps(lines, network.line_piece, main, others), strict=True):
        inside = network.piece == piece
        if lacking[inside].any():
            named = [f"{stations[i].code} {stations[i].name}" for i in np.flatnonzero(inside)]
            key = "geodata.roads.apart" if gap_m > 0 else "geodata.roads.crossing"
            found.wrong(Message(key, {"stations": named, "count": len(named), "gap": f"{gap_m:,.1f}"}), file)
    oneway = np.argwhere(missing & same)
    if len(oneway):
        pairs = [f"{stations[i].name} → {stations[j].name}" for i, j in oneway[:LISTED]]
        found.wrong(Message("geodata.roads.no_way", {"count": len(oneway), "pairs": pairs}), file)


def _gaps(lines: Lines, piece: Ints, main: int, others: Ints) -> list[float]:
    """Metres from the ``main`` piece of the network to each of the ``others``."""
    chosen = np.flatnonzero(np.isin(piece, others))
    (line, _), metres = shapely.STRtree(lines[piece == main]).query_nearest(lines[chosen], return_distance=True)
    nearest = dict.fromkeys(others.tolist(), np.inf)
    for at, apart in zip(piece[chosen[line]].tolist(), metres.tolist(), strict=True):
        nearest[at] = min(nearest[at], apart)
    return list(nearest.values())
