"""Loops over the bits of words, compiled: what a set of stations reaches and costs, and the prune test of growth.

A bit of a word is a *position*: its place in the order in which a walk (``solvers.sets.walk``) decides on stations.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from solvers.compiled import compiled

ONE, NONE = np.uint64(1), np.uint64(0)
EXTRA = 4
"""Columns of ``features`` behind those of the incident classes: their sum, mix terms, squared density, density."""


def _first(_context: Any, _word: Any) -> Any:
    """The position of the lowest bit of a word that is not 0."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


first: Any = intrinsic(_first)


@compiled(_nrt=False)
def reached(front: Any, within: Any, neighbours: Any) -> Any:
    """The stations of the mask ``within`` connected within it to ``front``, a part of it."""
    part = front
    while front != NONE:
        v = first(front)
        front &= front - ONE
        fresh = neighbours[v] & within & ~part
        part |= fresh
        front |= fresh
    return part


@compiled
def hanging(near: Any, first: Any, neighbours: Any) -> Any:
    """(n, n) whether station j is connected to station i over stations k with ``near[i, k]`` only; true for j = i.

    ``near`` is (n, n); the neighbours of station i are ``neighbours[first[i]:first[i + 1]]``.
    """
    n = len(near)
    found, waiting = np.zeros((n, n), dtype=np.bool_), np.zeros(n, dtype=np.int64)
    for origin in range(n):
        found[origin, origin] = True
        waiting[0], many = origin, 1
        while many > 0:
            many -= 1
            i = waiting[many]
            for e in range(first[i], first[i + 1]):
                j = neighbours[e]
                if near[origin, j] and not found[origin, j]:
                    found[origin, j] = True
                    waiting[many] = j
                    many += 1
    return found


@compiled
def fitting(words: Any, reduced: Any, left: Any, bound: Any, fewest: Any) -> Any:
    """Rows of masks inside ``left`` with ``reduced`` (m,) of at most ``bound``, and a station to branch on.

    Masks are given by their words (m, w), ``left`` by its own (w,). The station is the lowest of ``left``; with
    ``fewest``, for which ``reduced`` must be ascending, the one that the fewest of these masks hold. It is −1, and
    there are no rows, where none of them holds some station of ``left``.
    """
    size = words.shape[1]
    rows, many, counts = np.empty(len(words), dtype=np.int64), 0, np.zeros(64 * size, dtype=np.int64)
    for k in range(len(words)):
        if reduced[k] > bound:
            if fewest:
                break
            continue
        outside = NONE
        for w in range(size):
            outside |= words[k, w] & ~left[w]
        if outside == NONE:
            rows[many] = k
            many += 1
            for w in range(size):
                mask = words[k, w]
                while mask != NONE:
                    counts[64 * w + first(mask)] += 1
                    mask &= mask - ONE
    station = -1
    for w in range(size):
        rest = left[w]
        while rest != NONE:
            v = 64 * w + first(rest)
            rest &= rest - ONE
            if counts[v] == 0:
                return rows[:0].copy(), -1
            if station < 0 or (fewest and counts[v] < counts[station]):
                station = v
    return rows[:many].copy(), station


@compiled(_nrt=False)
def size_of(mask: Any) -> Any:
    """The number of stations of a mask."""
    count = 0
    while mask != NONE:
        count += 1
        mask &= mask - ONE
    return count


@compiled(_nrt=False)
def over(values: Any, mask: Any) -> Any:
    """The sum of ``values`` (n,) over a mask."""
    total = 0.0
    while mask != NONE:
        total += values[first(mask)]
        mask &= mask - ONE
    return total


@compiled(_nrt=False)
def lonely(values: Any, near: Any, mask: Any, possible: Any) -> Any:
    """The sum of ``values`` (n,) over the stations of a mask that have none of ``near`` (n,) among ``possible``."""
    total = 0.0
    while mask != NONE:
        v = first(mask)
        mask &= mask - ONE
        if near[v] & possible == NONE:
            total += values[v]
    return total


@compiled(_nrt=False)
def loss(sums: Any, size: Any, mix: Any, scales: Any) -> Any:
    """Points that mix_loss and density_loss of a set S cost; both are monotone: no larger set costs less.

    ``sums`` (c + 4,) are those of ``costs.MonotoneCost.features`` over the ``size`` stations of S; ``mix`` (c,) are
    shares, ``scales`` (3,) points, as there, of one period.
    """
    classes = len(mix)
    points = 0.0
    if scales[0] > 0.0:
        whole = 0.0
        for c in range(classes):
            even = sums[classes] * mix[c]
            if even > 0.0:
                delta = sums[c] / even - 1.0
                if delta > -1.0:
                    whole += even * ((1.0 + delta) * np.log1p(delta) - delta)
                else:
                    whole += even
        points += scales[0] * max(0.0, sums[classes + 1] - whole)
    if scales[1] > 0.0:
        points += scales[1] * max(0.0, sums[classes + 2] - sums[classes + 3] ** 2 / size)
    return points


@compiled(no_cpython_wrapper=True, _nrt=False)
def tied(cost: Any, v: Any, inside: Any, outside: Any) -> Any:
    """What the pairs of a station v cost for certain: v excluded, cut from S; v in S, joined with it and cut from O.

    ``cost`` is a ``costs.PairCost`` by position, ``inside`` and ``outside`` are the masks of S and of O, decided out.
    """
    if len(cost.cut) == 0:
        return 0.0, 0.0
    joins = over(cost.joined[v], inside) if len(cost.joined) > 0 else 0.0
    return over(cost.cut[v], cost.apart[v] & inside), joins + over(cost.cut[v], cost.apart[v] & outside)


@compiled(error_model="numpy", no_cpython_wrapper=True, _nrt=False)
def prunable(  # noqa: PLR0913, PLR0917 - compiled
    left: Any,
    sums: Any,
    size: Any,
    room: Any,
    exclude: Any,
    features: Any,
    roots: Any,
    pull: Any,
    scales: Any,
    cost: Any,
    inside: Any,
    outside: Any,
    risen: Any,
    own: Any,
) -> Any:
    """The prune test: whether for some resource t no set S ∪ T with T ⊆ ``left`` keeps the bound.

    A station v of ``left`` either is excluded, which adds ``exclude[t, v]`` to the total, or joins S and raises the
    monotone measures. Let y_v be the density of v less the mean of S: density_loss rises by
    Σ_T y² − (Σ_T y)² / (|S| + |T|), at least |S| / (|S| + |T|) · Σ_T y². With N incidents and shares p, q of the
    classes, mix_loss is a sum of terms N Σ_c p_c ln(p_c/q_c), each at least κ N Σ_c (√p_c − √q_c)², and rises likewise.
    With rise_v both for v, of all periods, the total and the monotone cost rise together by Σ_v min(``exclude[t, v]``,
    rise_v) or more, which must not exceed ``room[t]``. What pairs cost (:func:`tied`) joins both sides.

    Parameters
    ----------
    left : mask of the undecided stations that cost something excluded: some ``exclude[t, v]`` > 0, or cut from S
    sums, size : of S, as in :func:`walk`, by period
    room : (t,) what the bound of each resource leaves above its total; infinite where it is not ``with_monotone``
    exclude : (t, n) as in :func:`walk`
    features, roots, pull, scales : as in ``costs.MonotoneCost``
    cost, inside, outside : as in :func:`tied`
    risen, own : (t,) and (p, c + 3) arrays to work in
    """
    (periods, classes), resources, count = roots.shape[1:], len(room), size_of(left)
    for p in range(periods):
        weight = scales[p, 2] * sums[p, classes]
        own[p, classes] = weight / (weight + over(pull[p], left)) if weight > 0.0 else 0.0
        own[p, classes + 1] = scales[p, 1] * size / (size + count)
        own[p, classes + 2] = sums[p, classes + 3] / size
        for c in range(classes):
            own[p, c] = np.sqrt(sums[p, c] / sums[p, classes]) if weight > 0.0 else 0.0
    risen[:] = 0.0
    while left != NONE:
        v = first(left)
        left &= left - ONE
        rise = 0.0
        for p in range(periods):
            apart = 0.0
            for c in range(classes):
                apart += (roots[v, p, c] - own[p, c]) ** 2
            far = features[v, p, classes + 3] - own[p, classes + 2]
            rise += own[p, classes] * pull[p, v] * apart + own[p, classes + 1] * far**2
        parted, bond = tied(cost, v, inside, outside)
        for t in range(resources):
            risen[t] += min(exclude[t, v] + parted, rise + bond)
            if risen[t] > room[t]:
                return True
    return False
