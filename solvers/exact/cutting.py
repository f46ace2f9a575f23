"""Pricing by growth that minimum cuts bound, where all that weighs is what a zone is cut from (``border_cut``).

Bounded growth (``solvers.exact.pricing``) knows of a cut only what is decided: nothing until neighbours are out. Where
nothing else weighs that is no bound for zones of fifteen stations and more. The reduced cost of a zone S is then a cut
and a sum, Σ_{i∈S, j∉S} c_ij − Σ_{i∈S} π_i − μ, and the least of it over all sets that hold those decided in and none
decided out is a minimum cut (``solvers.sets.cuts``). Without more, no station at all and all of them would be cheap
sets, so the band of workload is paid for at several multipliers λ, multiples of Σ π over the workload of all.

The reduced cost holds for real numbers; points are rounded, so the bound is the cutoff and one point more. Zones found
are costed and judged exactly before they are believed.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cached_property
from threading import Event

import numpy as np

from solvers.coverage import measure_row, measures_in_force
from solvers.exact.column_generation import Source
from solvers.exact.pricing import GROWTH_LIMIT, ROUNDING, BoundedGrowth, most_states
from solvers.forms.measures import Pairs
from solvers.instances.duals import Duals
from solvers.instances.instance import Instance
from solvers.instances.subproblem import Subproblem
from solvers.sets.cuts import UNLIMITED, Graph, Stack, begin, walk_cuts
from solvers.sets.growth import Grown, Partial, TooMany
from solvers.sets.masks import Bits, pack
from solvers.stop import Watch
from zoning.judge.zones import TIE
from zoning.model.county import Ints

FINE, LOADS = 64, float(1 << 40)
"""Whole units of a point, and of the sum over all stations of what a rule limits."""
SLOPES = (-0.5, 0.5, 1.0, 1.5, 2.5)
"""λ of the networks. 55 counties in three zones take a fiftieth of the states that 0, ½, 1 and 1½ take."""
CAPS = (0.05, 0.1, 0.2, 0.4)
"""First caps on the points of a plan where none is known, as shares of what no plan can exceed."""
SLICE, ROOM = 10_000, 1 << 11
"""States between two looks at whether to go on, and sets that a slice has room for."""


def by_cuts(instance: Instance) -> bool:
    """Whether the reduced cost of a zone is a cut and a sum: only borders weigh, and sums over plans have no limits."""
    forms = [measure_row(key).growth for key in measures_in_force(instance.problem)]
    cuts = [isinstance(form, Pairs) and not form.joined(instance.problem).any() for form in forms]
    return instance.sought and all(cuts) and not instance.limits and not len(instance.change.labels)


def growth(subproblem: Subproblem, watch: Watch, workers: int | None) -> BoundedGrowth:
    """The source that grows columns of this policy.

    Raises
    ------
    TooMany
        As ``pricing.most_states``.
    """
    if by_cuts(subproblem.instance):
        return CutGrowth(subproblem, GROWTH_LIMIT, watch, subproblem.instance.none, workers)
    return BoundedGrowth(subproblem, most_states(subproblem), watch, subproblem.instance.none, workers)


def caps(source: Source, best: int | None) -> Iterator[int]:
    """Points above which no plan is of interest: those of the ``best``, or else more and more until there is one.

    Where cuts bound growth, duals are soon found once a cap is near the points of a plan, and hardly far above it.
    """
    if best is not None:
        yield best
        return
    worst = source.subproblem.worst
    if isinstance(source, CutGrowth):
        yield from (cap for share in CAPS if (cap := round(share * worst)) < worst)
    yield worst


@dataclass
class CutGrowth(BoundedGrowth):
    """A source of columns like its parent, grown from each station without those that were roots before it."""

    def _grown(self, duals: Duals, cutoff: float, partial: Partial | None) -> Iterator[Grown[Bits]]:
        """For each root what it gave; roots are walked side by side."""
        instance, halt, met = self.instance, Event(), 0
        worth, most = self._networks(duals, cutoff)
        order = instance.free[np.argsort(-self.problem.county.workload[instance.free], kind="stable")]

        def walked(k: int) -> Grown[Bits]:
            barred = self.problem.alone.copy()
            barred[order[:k]] = True
            graph, n = self.graph._replace(near=self.hops[order[k]]), len(barred)
            stack, found = Stack.of(n, len(most), len(graph.head)), np.zeros((ROOM, n), dtype=np.bool_)
            work = np.zeros((2, n), dtype=np.int64)
            kept: list[Bits] = []
            states, sets = 1, 0
            depth = 0 if begin(graph, stack, order[k], barred, worth, most, work) else -1
            while depth >= 0 and not halt.is_set():
                depth, more, count = walk_cuts(graph, stack, depth, SLICE, most, found, work)
                states += more
                if count:
                    masks = instance.masks(pack(found[:count]).tolist())
                    new = self._cheap(self.subproblem.candidates(masks), duals, cutoff)
                    kept.append(new.zones.masks)
                    sets += int((new.reduced <= cutoff - (partial.margin if partial else 0.0)).sum())
                if states > self.limit or (partial and (states > partial.states or sets > partial.sets)):
                    break
            return Grown(kept, states, depth < 0)

        with ThreadPoolExecutor(self.workers or os.cpu_count()) as threads:
            answers = [threads.submit(walked, k) for k in range(len(order))]
            try:
                for answer in answers:
                    while not wait((answer,), timeout=0.05).done:
                        self.watch.tick()
                    met += answer.result().states
                    if met > self.limit:
                        raise TooMany
                    yield answer.result()
            finally:
                halt.set()

    def _networks(self, duals: Duals, cutoff: float) -> tuple[Ints, Ints]:
        """(f, n) what a station adds in each network, and (f,) the flow that it may have, in units of 1 / ``FINE``."""
        (low, high), load = self.subproblem.band, np.where(self.problem.alone, 0.0, self.problem.county.workload)
        paid = [(0.0, 0.0)]
        if np.isfinite(high) and load.any():
            unit = max(float(duals.stations.sum()), 1.0) / float(load.sum())
            paid = [(unit * s, unit * s * (high * (1 + TIE) if s > 0 else low * (1 - TIE))) for s in SLOPES]
        worth = np.array([np.floor(FINE * (slope * load - duals.stations)) for slope, _ in paid]).astype(np.int64)
        slack = np.array([FINE * (ROUNDING + cutoff + duals.zone + price) for _, price in paid])
        most = np.ceil(np.minimum(slack, float(UNLIMITED) / 2)).astype(np.int64)
        return worth, most - np.minimum(worth, 0).sum(axis=1)

    @cached_property
    def graph(self) -> Graph:
        """Borders and links, and what the rules say of sums; ``near`` is that of no root yet."""
        instance, n = self.instance, len(self.problem)
        parts = instance.parts(Duals(np.zeros(n), 0.0, 0.0, np.zeros(0)))
        cut = np.floor(FINE * instance.pair_cost(parts).cut).astype(np.int64)
        if not len(cut):
            cut = np.zeros((n, n), dtype=np.int64)
        tail, head = np.nonzero((cut > 0) | instance.adjacent)
        at = np.zeros((n, n), dtype=np.int64)
        at[tail, head] = np.arange(len(tail))
        sums, load, highest = self.subproblem.one_sided, np.zeros((0, n)), np.zeros(0)
        if sums:
            values, highs = np.array([one for one, _, _ in sums]), np.array([high for _, high, _ in sums])
            whole = np.maximum(np.abs(values).sum(axis=1), 1e-9)
            load = np.floor(LOADS * values / whole[:, None])
            highest = np.ceil(LOADS * np.minimum(highs / whole, 1.0))
        joins, first = instance.adjacent[tail, head], np.searchsorted(tail, np.arange(n + 1))
        return Graph(
            first,
            head,
            at[head, tail],
            joins,
            cut[tail, head],
            load.astype(np.int64),
            highest.astype(np.int64),
            self.hops[0],
        )

    @cached_property
    def hops(self) -> Ints:
        """(n, n) borders to cross from one station to another, n where there is no way."""
        adjacent, n = self.instance.adjacent, len(self.problem)
        hops, reached = np.where(np.eye(n, dtype=bool), 0, n), np.eye(n, dtype=bool)
        for step in range(1, n):
            wider = reached | (reached @ adjacent)
            if (wider == reached).all():
                break
            hops[wider & ~reached], reached = step, wider
        return hops
