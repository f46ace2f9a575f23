"""Whether the stations hang together: those that touch nobody, groups apart, and those that others depend on.

A station that touches nobody is a mistake; all else is worth a notice, with the stations named. What it may get wrong:
the link it suggests is the shortest, between the areas or else as the crow flies between the seats, and knows neither
river nor ridge; that stations of kind county_seat stand alone is the usual policy, not necessarily the one applied.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse.csgraph import connected_components

from geodata.tables.findings import Findings
from zoning.model.county import Floats
from zoning.model.stations import Border
from zoning.texts import LISTED, Message


@dataclass(frozen=True)
class Ground:
    """The (n,) areas of the stations in a plane of metres, or their seats where ``by_areas`` is false."""

    shapes: npt.NDArray[np.object_]
    by_areas: bool


def check_connected(
    borders: Iterable[Border],
    names: Mapping[str, str],
    ground: Ground | None,
    seats: Iterable[str],
    file: str,
    found: Findings,
) -> None:
    """Look for islands, groups apart and cut stations.

    Parameters
    ----------
    borders : every border of the county
    names : name of every station by code, in the order of ``ground``
    ground : where the stations are, ``None`` when that is not known
    seats : codes of the stations of kind county_seat
    file : the table a link would be added to
    """
    if len(names) < 2:
        return
    graph = neighbours(names, borders)
    groups = sorted(map(sorted, nx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    _check_islands([part[0] for part in groups if len(part) == 1], names, ground, file, found)
    _note_groups([part for part in groups if len(part) > 1], names, ground, found)
    _note_cuts(graph, set(seats), names, found)


def neighbours(codes: Iterable[str], borders: Iterable[Border]) -> "nx.Graph[str]":
    """The stations in the order of their codes, joined where a border is not barred."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(codes))
    graph.add_edges_from((border.a, border.b) for border in borders if border.kind != "barred")
    return graph


def _check_islands(
    islands: Sequence[str], names: Mapping[str, str], ground: Ground | None, file: str, found: Findings
) -> None:
    """A mistake for every station that touches nobody, with the nearest other one."""
    codes, row = list(names), {code: i for i, code in enumerate(names)}
    nearest: dict[str, tuple[float, str]] = {}
    if ground is not None and islands:
        rows = [row[code] for code in islands]
        near = shapely.STRtree(ground.shapes).query_nearest(ground.shapes[rows], exclusive=True, return_distance=True)
        for at, other, km in zip(*near[0].tolist(), _as_said(near[1]), strict=True):
            nearest[islands[at]] = min(nearest.get(islands[at], (np.inf, "")), (km, codes[other]))
    for code in islands:
        says = Message("geodata.borders.island", {"station": _titled(code, names)})
        if ground is not None and code in nearest:
            link = _link(code, nearest[code][1], nearest[code][0], names, ground)
            says = Message("geodata.borders.island_near", {**says.values, **link})
        found.wrong(says, file)


def _note_groups(
    groups: Sequence[Sequence[str]], names: Mapping[str, str], ground: Ground | None, found: Findings
) -> None:
    """A notice for every group but the largest, with the shortest link to a station outside it."""
    codes = np.array(list(names), dtype=object)
    for part in groups[1 : 1 + LISTED]:
        said = {"stations": [names[code] or code for code in part], "count": len(part), "groups": len(groups)}
        if ground is None:
            found.note("geodata.notice.components", **said)
            continue
        inside = np.isin(codes, np.array(part, dtype=object))
        mine, others = np.flatnonzero(inside), np.flatnonzero(~inside)
        tree = shapely.STRtree(ground.shapes[others])
        (at, other), metres = tree.query_nearest(ground.shapes[mine], return_distance=True)
        km, a, b = min(zip(_as_said(metres), codes[mine[at]], codes[others[other]], strict=True))
        found.note("geodata.notice.components_near", **said, near=_titled(a, names), **_link(a, b, km, names, ground))


def _as_said(metres: Floats) -> list[float]:
    """Kilometres to the decimal that is told, so that the last bits of a distance choose nobody."""
    return [round(part / 1000, 1) for part in metres.tolist()]


def _link(a: str, b: str, km: float, names: Mapping[str, str], ground: Ground) -> dict[str, object]:
    """What a sentence says of a link that may be missing: the other station, the way to it, and the row to add."""
    between = Message("geodata.borders.between_areas" if ground.by_areas else "geodata.borders.between_seats")
    return {"other": _titled(b, names), "km": f"{km:.1f}", "between": between, "row": f"{min(a, b)},{max(a, b)},,link"}


def _titled(code: str, names: Mapping[str, str]) -> str:
    return f"{code} {names[code]}".strip()


def _note_cuts(graph: "nx.Graph[str]", seats: set[str], names: Mapping[str, str], found: Findings) -> None:
    """Notices of the stations that others depend on: county seats, only neighbours, only ways to several others."""
    codes = list(graph)
    name = {code: names[code] or code for code in codes}
    links = nx.to_scipy_sparse_array(graph, format="csr")
    for part in cut_off(links, [code in seats for code in codes]):
        off = [name[codes[row]] for row in part]
        found.note(
            "geodata.notice.cut_by_seats", seats=[name[code] for code in sorted(seats)], stations=off, count=len(off)
        )
    leaves = [(code, next(iter(graph[code]))) for code in codes if graph.degree(code) == 1]
    enclaves = [f"{name[code]} ({name[only]})" for code, only in leaves if only not in seats and graph.degree(only) > 1]
    if enclaves:
        found.note("geodata.notice.enclaves", stations=enclaves, count=len(enclaves))
    ways = []
    for cut in sorted(set(nx.articulation_points(graph)) - seats):
        parts = cut_off(links, [code == cut for code in codes])
        held = sorted(name[codes[row]] for part in parts if len(part) > 1 for row in part)
        if held:
            ways.append(f"{name[cut]} ({', '.join(held[:LISTED])}{'…' * (len(held) > LISTED)})")
    if ways:
        found.note("geodata.notice.cut_stations", stations=ways, count=len(ways))


def cut_off(links: Any, taken: Sequence[bool]) -> list[list[int]]:
    """The parts that fall off the largest one of their group when some stations are taken out.

    Parameters
    ----------
    links : (n, n) sparse matrix of neighbours
    taken : (n,) whether a station is taken out

    Returns
    -------
    parts, each a list of rows in order
    """
    group = connected_components(links, directed=False)[1]
    rows = np.flatnonzero(~np.array(taken, dtype=bool))
    label = connected_components(links[rows][:, rows], directed=False)[1]
    order = np.argsort(label, kind="stable")
    parts = np.split(rows[order], np.flatnonzero(np.diff(label[order])) + 1) if len(rows) else []
    largest: dict[int, int] = {}
    for at, part in enumerate(parts):
        best = largest.setdefault(int(group[part[0]]), at)
        if len(part) > len(parts[best]):
            largest[int(group[part[0]])] = at
    stay = set(largest.values())
    return [part.tolist() for at, part in enumerate(parts) if at not in stay]
