"""Published regionalisation programmes on the same county: each a function that gives a zone for every station.

They are no dependency of the project but a group of their own, ``peers`` in ``pyproject.toml``. What they are asked:
zones alike in density, as many as wanted, and where they can be told so, within the bounds of workload.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.counties import KM2_A_STATION, LAT, LON, cells_of
from zoning.model.county import County, Floats, Ints

RECOM_SECONDS = 25.0
"""How long the chain of gerrychain runs."""


@dataclass(frozen=True)
class Task:
    """``zones`` zones of a county, of a workload of ``low`` to ``high`` each; ``seed`` of what is drawn."""

    county: County
    zones: int
    low: float
    high: float
    seed: int

    @property
    def x(self) -> Floats:
        return np.asarray(self.county.log_density - self.county.log_density.mean())

    def table(self) -> Any:
        """A GeoDataFrame of the cells with density and workload."""
        import geopandas  # type: ignore[import-untyped]

        seats = np.array([((s.lon - LON) * 100, (s.lat - LAT) * 100) for s in self.county.stations])
        cells = cells_of(seats, float(np.sqrt(len(seats) * KM2_A_STATION)))
        return geopandas.GeoDataFrame({"x": self.x, "work": self.county.workload}, geometry=cells)

    def neighbours(self) -> list[list[int]]:
        """Neighbours of every station, in order."""
        return [np.flatnonzero(row).tolist() for row in self.county.adjacent]


def azp(task: Task) -> Ints:
    """pygeoda: AZP, a greedy descent."""
    import pygeoda

    frame = pygeoda.open(task.table())
    found = pygeoda.azp_greedy(task.zones, pygeoda.rook_weights(frame), frame[["x"]], random_seed=task.seed)
    return np.array(found["Clusters"])


def redcap(task: Task) -> Ints:
    """pygeoda: REDCAP, full order and Ward's linkage, no zone below the lowest workload."""
    import pygeoda

    frame = pygeoda.open(task.table())
    found = pygeoda.redcap(
        task.zones,
        pygeoda.rook_weights(frame),
        frame[["x"]],
        "fullorder-wardlinkage",
        bound_variable=task.county.workload.tolist(),
        min_bound=task.low,
    )
    return np.array(found["Clusters"])


def skater(task: Task) -> Ints:
    """pygeoda: SKATER, no zone below the lowest workload."""
    import pygeoda

    frame = pygeoda.open(task.table())
    bound = {"bound_variable": task.county.workload.tolist(), "min_bound": task.low}
    found = pygeoda.skater(task.zones, pygeoda.rook_weights(frame), frame[["x"]], **bound)
    return np.array(found["Clusters"])


def ward(task: Task) -> Ints:
    """spopt: Ward's linkage over neighbours, no bounds."""
    from libpysal.weights import W
    from spopt.region import WardSpatial

    model = WardSpatial(task.table(), W(dict(enumerate(task.neighbours()))), ["x"], n_clusters=task.zones)
    model.solve()
    return np.array(model.labels_)


def metis(task: Task) -> Ints:
    """pymetis: short borders between zones of even workload, density unseen."""
    import pymetis

    weights = np.maximum(1, np.rint(1000 * task.county.workload / task.county.workload.mean())).astype(int).tolist()
    options = pymetis.Options(seed=task.seed)
    _, label = pymetis.part_graph(task.zones, task.neighbours(), vweights=weights, contiguous=True, options=options)
    return np.array(label)


def recom(task: Task) -> Ints:
    """gerrychain: recombination within the bounds, the best of its short bursts in so many seconds."""
    from functools import partial

    from gerrychain import Graph, Partition, constraints, updaters
    from gerrychain.optimization import SingleMetricOptimizer
    from gerrychain.proposals import recom as recombine

    began = time.perf_counter()
    graph = Graph.from_networkx(task.county.graph.copy())
    for i in range(len(task.county)):
        graph.node_data(i)["work"], graph.node_data(i)["x"] = float(task.county.workload[i]), float(task.x[i])
    mean = float(task.county.workload.sum()) / task.zones

    def inside(part: Partition) -> float:
        return ssd(task.x, np.array([part.assignment[i] for i in range(len(task.county))]))

    start = Partition.from_random_assignment(
        graph,
        n_parts=task.zones,
        epsilon=0.25,
        pop_col="work",
        updaters={"work": updaters.Tally("work")},
    )
    even = constraints.within_percent_of_ideal_population(start, 0.3, "work")
    step = partial(recombine, pop_col="work", pop_target=mean, epsilon=0.3, rng=random.Random(task.seed))
    chain = SingleMetricOptimizer(step, [even], start, inside, maximize=False, rng=task.seed)
    for _ in chain.short_bursts(10, 100_000, with_progress_bar=False):
        if time.perf_counter() - began > RECOM_SECONDS:
            break
    return np.array([chain.best_part.assignment[i] for i in range(len(task.county))])


def ssd(x: Floats, label: Ints) -> float:
    """Squares about the means of zones, of values whose variance is 1."""
    groups = [x[label == z] for z in np.unique(label)]
    return float(sum(((g - g.mean()) ** 2).sum() for g in groups) / x.var())


PEERS: dict[str, Callable[[Task], Ints]] = {
    "pygeoda azp": azp,
    "pygeoda redcap": redcap,
    "pygeoda skater": skater,
    "spopt Ward": ward,
    "METIS": metis,
    "gerrychain": recom,
}
