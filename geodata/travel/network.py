"""A network of roads: lines joined to a graph, places snapped to it, shortest minutes between them.

Lines meet where they have a vertex in common, and where the end of one comes within a tolerance of another. Lines that
cross anywhere else do not meet, because one may be a bridge, unless crossings are said to be junctions. What it may get
wrong: two ends that belong to different roads but lie closer than the tolerance are joined; no turn is forbidden.
"""

from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from zoning.model.county import Bools, Floats, Ints

PER_METRE = 1000
"""Vertices that are the same to the millimetre are one."""
CHUNK = 64
"""Places whose ways to all nodes are held at once."""
Lines = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Network:
    """k nodes, and the m lines and n places that lie on them.

    ``graph`` has the nodes 0 … k-1 and ``minutes`` on its arcs; ``at`` (n,) is the node where a place comes to its
    road, ``away_m`` (n,) how far that is. Connected pieces have numbers: ``piece`` (n,) of the places, ``line_piece``
    (m,) of the lines.
    """

    graph: "nx.DiGraph[int]"
    at: Ints
    away_m: Floats
    piece: Ints
    line_piece: Ints


@dataclass(frozen=True)
class Cuts:
    """Where lines are cut into arcs: (c,) the line, the metres along it, and the number of the node there."""

    line: Ints
    along_m: Floats
    node: Ints

    def with_(self, line: Ints, along_m: Floats, node: Ints) -> "Cuts":
        """These cuts and more."""
        return Cuts(
            np.concatenate([self.line, line]),
            np.concatenate([self.along_m, along_m]),
            np.concatenate([self.node, node]),
        )


def join(
    lines: Lines,
    speed_kmh: Floats,
    ways: Bools,
    places: Floats,
    join_m: float,
    crossings: bool = False,
) -> Network:
    """The network of m lines in a plane of metres, and the n places on it.

    Parameters
    ----------
    lines : (m,) LineStrings of some length
    speed_kmh : (m,)
    ways : (m, 2) whether each may be driven as drawn, and against
    places : (n, 2) points, each brought to the nearest point of any line
    join_m : an end this close to another end or to another line is joined to it
    crossings : whether lines that cross without a common vertex meet there
    """
    cuts = _at_vertices(lines, join_m)
    if crossings:
        cuts = _at_crossings(lines, cuts)
    points = shapely.points(places)
    (place, nearest), metres = shapely.STRtree(lines).query_nearest(points, return_distance=True)
    _, first = np.unique(place, return_index=True)  # of equally near lines the first
    nearest, own = nearest[first], int(cuts.node.max()) + 1 + np.arange(len(places))
    cuts = cuts.with_(nearest, shapely.line_locate_point(lines[nearest], points), own)
    _, node = np.unique(cuts.node, return_inverse=True)
    order = np.lexsort((node, cuts.along_m, cuts.line))
    line, along_m, ordered = cuts.line[order], cuts.along_m[order], node[order]
    step = np.flatnonzero(line[:-1] == line[1:])
    length_m = np.diff(along_m)[step]
    minutes = 60 * length_m / 1000 / speed_kmh[line[step]]
    at_once = length_m * PER_METRE < 1  # two nodes at one place: a junction and a station at it
    ahead, back = (ways[line[step]] | at_once[:, None]).T
    here, there = ordered[step], ordered[step + 1]
    graph = _graph(
        int(node.max()) + 1,
        np.concatenate([here[ahead], there[back]]),
        np.concatenate([there[ahead], here[back]]),
        np.concatenate([minutes[ahead], minutes[back]]),
    )
    _, piece = connected_components(_matrix(graph), directed=False)
    line_piece = piece[ordered[np.searchsorted(line, np.arange(len(lines)))]]
    at = node[-len(places) :]
    return Network(graph, at, metres[first], piece[at], line_piece)


def _at_vertices(lines: Lines, join_m: float) -> Cuts:
    """Cuts at the ends of lines, at vertices in common, and where an end comes close to another line."""
    xy, line = shapely.get_coordinates(lines, return_index=True)
    first = np.concatenate([[True], line[1:] != line[:-1]])
    end = first | np.append(first[1:], True)
    total = np.cumsum(np.where(first, 0.0, np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)))
    along_m = total - total[first][line]
    rounded = np.rint(xy * PER_METRE)
    _, vertex = np.unique(rounded[:, 0] + 1j * rounded[:, 1], return_inverse=True)
    tips, one = np.unique(vertex[end], return_index=True)
    points = shapely.points(xy[end][one])
    a, b = shapely.STRtree(points).query(points, predicate="dwithin", distance=join_m)
    size = int(vertex.max()) + 1
    close = coo_array((np.ones(len(a)), (tips[a], tips[b])), shape=(size, size))
    _, joined = connected_components(close, directed=False)
    node = joined[vertex].astype(np.int64)
    meets = end | (np.bincount(vertex)[vertex] > 1)
    cuts = Cuts(line[meets], along_m[meets], node[meets])
    tip, onto = shapely.STRtree(lines).query(points, predicate="dwithin", distance=join_m)
    node = joined[tips[tip]].astype(np.int64)
    new = ~np.isin(onto * size + node, cuts.line * size + cuts.node)
    tip, onto, node = tip[new], onto[new], node[new]
    return cuts.with_(onto, shapely.line_locate_point(lines[onto], points[tip]), node)


def _at_crossings(lines: Lines, cuts: Cuts) -> Cuts:
    """The cuts, and those where lines cross."""
    a, b = shapely.STRtree(lines).query(lines, predicate="crosses")
    a, b = a[a < b], b[a < b]
    points, pair = shapely.get_parts(shapely.intersection(lines[a], lines[b]), return_index=True)
    points, pair = (part[shapely.get_type_id(points) == shapely.GeometryType.POINT] for part in (points, pair))
    rounded = np.rint(shapely.get_coordinates(points) * PER_METRE)
    _, place = np.unique(rounded[:, 0] + 1j * rounded[:, 1], return_inverse=True)
    node = place + int(cuts.node.max()) + 1
    for one in (a[pair], b[pair]):
        cuts = cuts.with_(one, shapely.line_locate_point(lines[one], points), node)
    return cuts


def _graph(size: int, tail: Ints, head: Ints, minutes: Floats) -> "nx.DiGraph[int]":
    """The arcs as a graph, the quickest of several between the same two nodes."""
    order = np.lexsort((minutes, head, tail))
    tail, head, minutes = tail[order], head[order], minutes[order]
    quickest = np.concatenate([[True], (np.diff(tail) != 0) | (np.diff(head) != 0)])[: len(tail)] & (tail != head)
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(size))
    arcs = zip(tail[quickest].tolist(), head[quickest].tolist(), minutes[quickest].tolist(), strict=True)
    graph.add_weighted_edges_from(arcs, weight="minutes")
    return graph


def _matrix(graph: "nx.DiGraph[int]") -> Any:
    return nx.to_scipy_sparse_array(graph, nodelist=range(len(graph)), weight="minutes", format="csr")


def shortest_minutes(network: Network) -> Floats:
    """(n, n) minutes of the quickest way from the road of each place to that of each other; infinite where none is."""
    arcs = _matrix(network.graph)
    chunks = np.array_split(network.at, max(1, len(network.at) // CHUNK))
    return np.vstack([dijkstra(arcs, indices=chunk)[:, network.at] for chunk in chunks])
