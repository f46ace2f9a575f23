"""What a zone with a given office costs above its duals at the least, for one additive cost of the losses, compiled.

A zone with office o costs Σ_{i∈z} ω_i, ω additive, and half a border for each pair that it cuts. Any flow f
along borders, no larger than what they cost, turns the cut into a sum, too: a border that is cut is paid at least what
flows out over it (weak duality of cut and flow). Flows go outward from the office, from stations that a zone gains by
to those that it does not. What is left is Σ_{i ≠ o} min(0, ω_i) + ω_o.

What it may get wrong: sums are 64-bit floating point, so the bound is to be lowered by what they may lose.

References
----------
L. Ford, D. Fulkerson, Maximal flow through a network, Canadian Journal of Mathematics 8 (1956).
"""

from typing import Any, NamedTuple

import numpy as np

from solvers.bounds.boxes import costs, mean_of
from solvers.compiled import compiled
from zoning.model.county import Floats, Ints


class Borders(NamedTuple):
    """Points ``cut`` of the borders of station i with ``neighbours``: those from ``first[i]`` to ``first[i + 1]``."""

    first: Ints
    neighbours: Ints
    cut: Floats


@compiled
def swept(w: Any, office: Any, local: Any, place: Any, borders: Any) -> Any:
    """Let ω ``w`` (n,) flow outward in place over the stations ``local``; what a zone of the office costs at the least.

    ``local`` are stations in the order from the office, ``place`` (n,) the place of each of them there, −1 for others.
    """
    first, neighbours, cut = borders
    for here in range(len(local)):
        i = local[here]
        supply = np.inf if i == office else -w[i]
        if supply <= 0.0:
            continue
        for e in range(first[i], first[i + 1]):
            j = neighbours[e]
            if place[j] > here and supply > 0.0:
                flow = min(cut[e], supply)
                w[i] += flow
                w[j] -= flow
                supply -= flow
    total = w[office]
    for i in local:
        if i != office:
            total += min(0.0, w[i])
    return total


@compiled
def surrounding(office: Any, own: Any, slack: Any, order: Any, borders: Any, place: Any) -> Any:
    """The office, stations whose ω may be below 0, and what borders them, in their order; sets their ``place`` (n,).

    Parameters
    ----------
    own : (t, n) ω at [line, station] but for losses
    slack : (n,) by how much losses may be below 0
    order : (n,) the stations in the order in which they flow
    """
    first, neighbours, _ = borders
    place[:] = -1
    for j in range(len(order)):
        if j == office or own[:, j].min() < slack[j]:
            place[j] = 0
            for e in range(first[j], first[j + 1]):
                place[neighbours[e]] = 0
    local, many = np.empty(len(order), dtype=np.int64), 0
    for j in order:
        if place[j] == 0:
            place[j] = many
            local[many] = j
            many += 1
    return local[:many]


@compiled
def cheapest(office: Any, own: Any, cost: Any, local: Any, place: Any, borders: Any, w: Any) -> Any:
    """(value, members): the best bound over the lines t of ``own`` (t, n), losses ``cost`` (n,), and a set that has it.

    ``w`` (n,) is an array to work in.
    """
    best, members = -np.inf, local[:0]
    for t in range(len(own)):
        for j in local:
            w[j] = own[t, j] + cost[j]
        total = swept(w, office, local, place, borders)
        if total > best:
            best, many = total, 0
            members = np.empty(len(local), dtype=np.int64)
            for j in local:
                if j == office or w[j] < 0.0:
                    members[many] = j
                    many += 1
            members = members[:many]
    return best, members


@compiled
def settled(  # noqa: PLR0913, PLR0917 - compiled
    office: Any, own: Any, mean: Any, turns: Any, traits: Any, local: Any, place: Any, borders: Any, work: Any
) -> Any:
    """(value, members) of a zone that is cheapest at its own mean, from this ``mean`` (1 + c,) on, which it changes.

    Members and mean are found in turn, as in k-means: no bound, but the points of a zone that soon is a cheap one.
    """
    cost, w = work
    none = np.zeros(len(mean), dtype=np.bool_)
    costs(traits, mean, mean, none, local, cost)
    value, members = cheapest(office, own, cost, local, place, borders, w)
    for _ in range(turns):
        for c in range(len(mean)):
            mean[c] = mean_of(traits, members, c)
        costs(traits, mean, mean, none, local, cost)
        better, members = cheapest(office, own, cost, local, place, borders, w)
        done = better > value - 1.0
        value = min(value, better)
        if done:
            break
    return value, members


@compiled
def near_zones(base: Any, means: Any, slot: Any, look: Any, turns: Any, traits: Any, order: Any, borders: Any) -> Any:
    """(value, members): for every office a cheap zone, from the mean of its last one and from another mean.

    Parameters
    ----------
    base : (t, n, n) ω at [line, office, station] but for losses; every line is a lower bound
    means : (s, n, 1 + c) of zones of each office, the first that of the cheapest one, which changes place when one from
        another mean is cheaper
    slot, look : which other mean, and of which office, in the order of ``order`` (n, n)
    """
    n = base.shape[1]
    value, members = np.zeros(n), np.zeros((n, n), dtype=np.bool_)
    place, work, flat = np.zeros(n, dtype=np.int64), (np.zeros(n), np.zeros(n)), np.zeros(n)
    before = means[slot].copy()
    for o in range(n):
        own = base[:, o]
        local = surrounding(o, own, flat, order[o], borders, place)
        mean, other = means[0, o].copy(), before[order[o, look]].copy()
        best, rows = settled(o, own, mean, turns, traits, local, place, borders, work)
        means[0, o] = mean
        if slot + look > 0:
            more, others = settled(o, own, other, turns, traits, local, place, borders, work)
            if more < best:
                best, rows = more, others
                if slot > 0:
                    means[slot, o] = mean
                means[0, o] = other
        value[o] = best
        for j in rows:
            members[o, j] = True
    return value, members
