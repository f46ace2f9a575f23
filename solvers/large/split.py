"""Starts for large counties: parts that hang together are cut along noisy spanning trees until there are enough zones.

A tree's edges join like stations first, with some noise, so a cut of one of its edges tends to part unlike ones. Of all
edges that is cut which costs least on both sides, its sides being fit for their shares of the zones.

References
----------
R. Assunção et al., Efficient regionalization techniques for socio-economic geographical units using minimum spanning
trees, Int. J. Geographical Information Science 20 (2006).
"""

from collections.abc import Callable, Sequence

import numpy as np

from solvers.exact.start import PENALTY
from solvers.large.recombine import SIGNED, WORK, Arrays
from zoning.mathematics.ratios import divergence
from zoning.model.county import Floats, Ints

UNFIT = 100.0
"""What a side that fits no whole number of zones counts, by whole zones' workloads, in :data:`PENALTY`."""
EVEN = 0.05
"""What a side counts whose zones have twice the mean workload, in :data:`PENALTY`."""


def cut(
    t: Arrays, parts: Sequence[Ints], zones: int, rng: np.random.Generator, tick: Callable[[], None] = lambda: None
) -> Ints | None:
    """(n,) zones from parts that hang together, −1 elsewhere; ``None`` if there are fewer zones than parts.

    ``tick`` is called before every cut; what it raises ends them.
    """
    room = np.array([len(part) for part in parts])
    if not 0 < len(parts) <= zones <= room.sum():
        return None
    work = np.array([max(float(t.features[part, len(t.mix) + WORK].sum()), 1e-9) for part in parts])
    share = np.ones(len(parts), dtype=np.int64)
    while share.sum() < zones:  # the part whose zones would be heaviest gets one more
        share[np.argmax(np.where(share < room, work / share, -1.0))] += 1
    label, number = np.full(len(t.first) - 1, -1, dtype=np.int64), 0
    waiting = [(part, int(k)) for part, k in zip(parts, share, strict=True)]
    while waiting:
        part, k = waiting.pop()
        if k > 1:
            tick()
            inside, own = halved(t, part, k, rng)
            waiting += [(part[inside], own), (part[~inside], k - own)]
        else:
            label[part] = number
            number += 1
    return label


def halved(t: Arrays, units: Ints, zones: int, rng: np.random.Generator) -> tuple[Ints, int]:
    """(m,) which of the units are cut off from the others, and for how many of the ``zones``."""
    m, work = len(units), len(t.mix) + WORK
    order, parent = _tree(t, units, rng)
    sums, size = t.features[units], np.ones(m)
    for u in order[:0:-1]:
        sums[parent[u]] += sums[u]
        size[parent[u]] += size[u]
    total = sums[order[0]]
    part = sums[:, work] / total[work] if total[work] > 0 else size / m
    best = np.inf, int(order[-1]), 1  # a leaf, where no edge's shares leave a station for every zone
    for above in (0, 1):
        own = np.floor(part * zones) + above
        able = (own >= 1) & (own < zones) & (own <= size) & (zones - own <= m - size) & (parent >= 0)
        if able.any():
            one, rest, few = sums[able], total - sums[able], own[able]
            key = _cost(t, one, size[able], few) + _cost(t, rest, m - size[able], zones - few)
            k = int(key.argmin())
            best = min(best, (float(key[k]), int(np.flatnonzero(able)[k]), int(few[k])))
    inside = np.zeros(m, dtype=bool)
    for u in order:
        inside[u] = u == best[1] or (parent[u] >= 0 and inside[parent[u]])
    return inside, best[2]


def _tree(t: Arrays, units: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """(m,) the units from a root outwards, and (m,) the parent of each in a noisy spanning tree, −1 at the root."""
    from scipy.sparse import csr_array  # imported where it is used, for it takes a third of a second
    from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

    m = len(units)
    place = np.full(len(t.first) - 1, -1)
    place[units] = np.arange(m)
    count = t.first[units + 1] - t.first[units]
    one = np.repeat(np.arange(m), count)
    at = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(t.first[units], count)
    two = place[t.neighbours[at]]
    one, two = one[two > one], two[two > one]
    i, j = units[one], units[two]
    unlike = loss(t, t.features[i] + t.features[j], np.full(len(i), 2.0)) + 1.0
    unlike += t.travel * np.minimum(t.weighted[i, j], t.weighted[j, i])
    tree = minimum_spanning_tree(csr_array((unlike * rng.uniform(0.25, 1.25, len(i)), (one, two)), shape=(m, m)))
    order, parent = breadth_first_order(tree, int(rng.integers(m)), directed=False)
    return order.astype(np.int64), np.where(parent < 0, -1, parent).astype(np.int64)


def _cost(t: Arrays, sums: Floats, size: Floats, zones: Floats) -> Floats:
    """(m,) points of sides as one zone each, and how far they are from being fit for so many, and even."""
    c = len(t.mix)
    work, unfit = sums[:, c + WORK], np.zeros(len(sums))
    for value, (_, _, low, high, whole, _, looked_at) in zip(
        sums[:, c + SIGNED + 2 * t.signed :].T, t.ranges, strict=True
    ):
        if looked_at:
            heavy = value - zones * high if np.isfinite(high) else 0.0
            unfit += np.maximum(np.maximum(heavy, zones * low - value), 0) / whole
    uneven = zones * (work / t.mean / zones - 1) ** 2
    signed = sums[:, c + SIGNED : c + SIGNED + 2 * t.signed]
    off = np.abs(signed[:, : t.signed]) - signed[:, t.signed :]
    points = loss(t, sums, size) + np.maximum(off, 0).sum(axis=1)
    return np.asarray(points + PENALTY * (UNFIT * unfit + EVEN * uneven))


def loss(t: Arrays, sums: Floats, size: Floats) -> Floats:
    """(m,) points of mix_loss and density_loss, as ``kernel.loss``."""
    c = len(t.mix)
    apart = np.maximum(sums[:, c + 1] - divergence(sums[:, :c], t.mix), 0)
    return np.asarray(t.scales[0] * apart + t.scales[1] * np.maximum(sums[:, c + 2] - sums[:, c + 3] ** 2 / size, 0))
