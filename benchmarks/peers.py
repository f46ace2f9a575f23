"""Other libraries that make regions, asked to group the units of a :class:`Case` into connected zones.

Each function gives the number of a zone for every unit, as the library gave it. A peer is asked for what it can be
asked: number of zones, fewest units of a zone, balance of the workload. All are used as their documents say.
"""

import json
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

SIDE = 1000.0
"""Metres of a unit's square."""
SECONDS = 20
"""Of the processor's time that a peer has for a case, its libraries read included; plain cases take a quarter of it."""


@dataclass(frozen=True)
class Case:
    """Squares on a grid: place (column, row), value and workload of each, and what is asked of the zones.

    ``zones`` of at least ``fewest`` units each and, where ``band`` is given, a workload within this share of the mean.
    """

    name: str
    places: tuple[tuple[int, int], ...]
    values: tuple[float, ...]
    workload: tuple[float, ...]
    zones: int
    fewest: int = 1
    band: float | None = None

    def neighbours(self) -> list[list[int]]:
        """Rows of the units that share a side, for each unit."""
        row = {place: i for i, place in enumerate(self.places)}
        steps = ((1, 0), (-1, 0), (0, 1), (0, -1))
        return [sorted(row[x + a, y + b] for a, b in steps if (x + a, y + b) in row) for x, y in self.places]


def _frame(case: Case) -> Any:
    import geopandas  # type: ignore[import-untyped]
    import shapely

    squares = [shapely.box(x * SIDE, y * SIDE, (x + 1) * SIDE, (y + 1) * SIDE) for x, y in case.places]
    columns = {"value": case.values, "workload": case.workload, "one": [1] * len(squares)}
    return geopandas.GeoDataFrame(columns, geometry=squares, crs="EPSG:32648")


def _pygeoda(method: str, case: Case) -> list[int]:
    import pygeoda

    layer = pygeoda.open(_frame(case))
    weights = pygeoda.rook_weights(layer)
    values = layer[["value"]]
    bounds = {"bound_variable": layer["one"], "min_bound": case.fewest} if case.fewest > 1 else {}
    if method == "redcap":
        found = pygeoda.redcap(case.zones, weights, values, "fullorder-wardlinkage", **bounds)
    else:
        found = getattr(pygeoda, method)(case.zones, weights, values, **bounds)
    return [int(zone) for zone in found["Clusters"]]


def _pygeoda_maxp(case: Case) -> list[int]:
    import pygeoda

    layer = pygeoda.open(_frame(case))
    least = max(case.fewest, len(case.places) // case.zones)
    found = pygeoda.maxp_greedy(pygeoda.rook_weights(layer), layer[["value"]], layer["one"], least)
    return [int(zone) for zone in found["Clusters"]]


def _spopt(method: str, case: Case) -> list[int]:
    import spopt.region
    from libpysal.weights import Rook

    frame = _frame(case)
    weights = Rook.from_dataframe(frame, use_index=False)
    if method == "MaxPHeuristic":
        least = max(case.fewest, len(case.places) // case.zones)
        model = spopt.region.MaxPHeuristic(frame, weights, ["value"], "one", least)
    elif method == "Skater":
        model = spopt.region.Skater(frame, weights, ["value"], n_clusters=case.zones, floor=case.fewest)
    else:
        model = getattr(spopt.region, method)(frame, weights, ["value"], n_clusters=case.zones)
    model.solve()
    return [int(zone) for zone in model.labels_]


def _pymetis(case: Case) -> list[int]:
    import pymetis

    whole = [round(work) for work in case.workload]
    found = pymetis.part_graph(case.zones, adjacency=case.neighbours(), vweights=whole, contiguous=True)
    return [int(zone) for zone in found.vertex_part]


def _gerrychain(case: Case) -> list[int]:
    import random

    import networkx as nx
    from gerrychain import Graph
    from gerrychain.partition import recursive_tree_part

    random.seed(0)
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from((i, {"workload": work}) for i, work in enumerate(case.workload))
    plain.add_edges_from((i, j) for i, others in enumerate(case.neighbours()) for j in others)
    mean = sum(case.workload) / case.zones
    graph, zones = Graph.from_networkx(plain), range(case.zones)
    found = recursive_tree_part(graph, zones, mean, "workload", case.band or 0.5)
    return [zones.index(found[i]) for i in range(len(case.places))]


@dataclass(frozen=True)
class Peer:
    """The distribution it comes with, how it is asked, for what it can be asked, and the number of its first zone."""

    distribution: str
    ask: Callable[[Case], list[int]]
    can: frozenset[str]
    first: int = 0


PEERS = {
    "pygeoda azp_greedy": Peer("pygeoda", partial(_pygeoda, "azp_greedy"), frozenset({"zones", "fewest", "gaps"}), 1),
    "pygeoda skater": Peer("pygeoda", partial(_pygeoda, "skater"), frozenset({"zones", "fewest", "gaps"}), 1),
    "pygeoda redcap": Peer("pygeoda", partial(_pygeoda, "redcap"), frozenset({"zones", "fewest", "gaps"}), 1),
    "pygeoda maxp_greedy": Peer("pygeoda", _pygeoda_maxp, frozenset({"fewest", "gaps"}), 1),
    "spopt MaxPHeuristic": Peer("spopt", partial(_spopt, "MaxPHeuristic"), frozenset({"fewest", "gaps"}), 1),
    "spopt Skater": Peer("spopt", partial(_spopt, "Skater"), frozenset({"zones", "fewest", "gaps"})),
    "spopt WardSpatial": Peer("spopt", partial(_spopt, "WardSpatial"), frozenset({"zones", "gaps"})),
    "spopt AZP": Peer("spopt", partial(_spopt, "AZP"), frozenset({"zones", "gaps"})),
    "pymetis": Peer("pymetis", _pymetis, frozenset({"zones", "band"})),
    "gerrychain": Peer("gerrychain", _gerrychain, frozenset({"zones", "band", "gaps"})),
}
"""``zones``: their number. ``fewest``: units of each. ``band``: of workload. ``gaps``: values that may be NaN."""


def main(arguments: Sequence[str]) -> None:
    """``PEER CASE``, the case as JSON; the last line is the answer. What goes wrong, goes wrong as the peer has it."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    name, given = arguments
    fields: dict[str, Any] = json.loads(given)
    fields["places"] = tuple(map(tuple, fields["places"]))
    print(json.dumps(PEERS[name].ask(Case(**fields))))


if __name__ == "__main__":
    main(sys.argv[1:])
