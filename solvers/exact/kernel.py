"""The inner loop of growth, compiled: a depth-first walk over the connected sets that hold one root.

Every set is reached by exactly one sequence of choices. A state is a connected set S with the stations R that are still
undecided. A step takes the first u of R that borders S and branches: u joins S, or u is excluded for good, and with it
every station of R that S can then no longer reach. A bit of a word is a *position*: its place in the order in which the
walk decides on stations.

What it may get wrong: totals are 64-bit floating point, so a bound is to be raised by what they may lose.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

ONE, NONE = np.uint64(1), np.uint64(0)
EXTRA = 4
"""Columns of ``features`` behind those of the incident classes: their sum, mix terms, squared density, density."""


def _first(_context: Any, _word: Any) -> Any:
    """The position of the lowest bit of a word that is not 0."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


first: Any = intrinsic(_first)


@njit(nogil=True, cache=True)
def reordered(words: Any, rows: Any) -> Any:
    """(m,) words by position of (m,) words by station row; ``rows`` (n,) is the station row at each position."""
    out = np.zeros(len(words), dtype=np.uint64)
    for k in range(len(words)):
        for position in range(len(rows)):
            out[k] |= ((words[k] >> np.uint64(rows[position])) & ONE) << np.uint64(position)
    return out


@njit(nogil=True, cache=True)
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


@njit(nogil=True, cache=True)
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


@njit(nogil=True, cache=True)
def fitting(masks: Any, reduced: Any, left: Any, bound: Any, fewest: Any) -> Any:
    """Rows of ``masks`` (m,) inside ``left`` with ``reduced`` (m,) of at most ``bound``, and a station to branch on.

    The station is the lowest of ``left``; with ``fewest``, for which ``reduced`` must be ascending, the one that the
    fewest of these masks hold. It is −1, and there are no rows, where none of them holds some station of ``left``.
    """
    rows, many, counts = np.empty(len(masks), dtype=np.int64), 0, np.zeros(64, dtype=np.int64)
    for k in range(len(masks)):
        mask = masks[k]
        if reduced[k] > bound:
            if fewest:
                break
            continue
        if mask & ~left == NONE:
            rows[many] = k
            many += 1
            while mask != NONE:
                counts[first(mask)] += 1
                mask &= mask - ONE
    station = first(left)
    while left != NONE:
        v = first(left)
        left &= left - ONE
        if counts[v] == 0:
            return rows[:0].copy(), -1
        if fewest and counts[v] < counts[station]:
            station = v
    return rows[:many].copy(), station


@njit(nogil=True, cache=True)
def loss(sums: Any, size: Any, mix: Any, scales: Any) -> Any:
    """Points that mix_loss and density_loss of a set S cost; both are monotone: no larger set costs less.

    ``sums`` (c + 4,) are those of ``growth.MonotoneCost.features`` over the ``size`` stations of S; ``mix`` (c,) are
    shares, ``scales`` (3,) points, as there.
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


@njit(nogil=True, cache=True, error_model="numpy")
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
    risen: Any,
    own: Any,
) -> Any:
    """The prune test: whether for some resource t no set S ∪ T with T ⊆ ``left`` keeps the bound.

    A station v of ``left`` either is excluded, which adds ``exclude[t, v]`` to the total, or joins S and raises the
    monotone measures. Let y_v be the density of v less the mean of S: density_loss rises by
    Σ_T y² − (Σ_T y)² / (|S| + |T|), at least |S| / (|S| + |T|) · Σ_T y². With N incidents and shares p, q of the
    classes, mix_loss is a sum of terms N Σ_c p_c ln(p_c/q_c), each at least κ N Σ_c (√p_c − √q_c)², and rises likewise.
    With rise_v the sum of both for v, the total and the monotone cost rise together by Σ_v min(``exclude[t, v]``,
    rise_v) or more, which must not exceed ``room[t]``.

    Parameters
    ----------
    left : mask of the undecided stations with some ``exclude[t, v]`` > 0
    sums, size : of S, as in :func:`loss`
    room : (t,) what the bound of each resource leaves above its total; infinite where it is not ``with_monotone``
    exclude : (t, n) as in :func:`walk`
    features, roots, pull, scales : as in ``growth.MonotoneCost``
    risen, own : (t,) and (c,) arrays to work in
    """
    classes, resources = roots.shape[1], len(room)
    count, pulling = 0, 0.0
    rest = left
    while rest != NONE:
        v = first(rest)
        rest &= rest - ONE
        count += 1
        pulling += pull[v]
    inside = sums[classes]
    held = scales[2] * inside
    of_mix = held / (held + pulling) if held > 0.0 else 0.0
    of_density = scales[1] * size / (size + count)
    mean = sums[classes + 3] / size
    for c in range(classes):
        own[c] = np.sqrt(sums[c] / inside) if of_mix > 0.0 else 0.0
    risen[:] = 0.0
    while left != NONE:
        v = first(left)
        left &= left - ONE
        apart = 0.0
        for c in range(classes):
            apart += (roots[v, c] - own[c]) ** 2
        rise = of_mix * pull[v] * apart + of_density * (features[v, classes + 3] - mean) ** 2
        for t in range(resources):
            risen[t] += min(exclude[t, v], rise)
            if risen[t] > room[t]:
                return True
    return False


@njit(nogil=True, cache=True)
def walk(  # noqa: PLR0912, PLR0913, PLR0915, PLR0917 - one loop in one piece: a call a state would cost more
    depth: Any,
    budget: Any,
    inside: Any,
    front: Any,
    undecided: Any,
    wanted: Any,
    totals: Any,
    closed: Any,
    sums: Any,
    monotone: Any,
    stations: Any,
    neighbours: Any,
    cannot_link: Any,
    must_link: Any,
    include: Any,
    exclude: Any,
    bound: Any,
    with_monotone: Any,
    cheap: Any,
    features: Any,
    mix: Any,
    roots: Any,
    pull: Any,
    scales: Any,
    earning: Any,
    found: Any,
) -> Any:
    """Walk on from the state at ``depth`` until the walk ends, ``budget`` states were met or ``found`` is full.

    Parameters
    ----------
    inside, front, undecided, wanted : (n + 1,) masks, the stack, one row a station in S: S itself, by station rows;
        and by position the undecided stations that border S, all that are undecided, and those that must still join
    totals, closed : (n + 1, t) the total of each resource, and its total if all undecided stations were excluded
    sums, monotone : (n + 1, c + 4) and (n + 1,) sums of features over S, and the points that :func:`loss` makes of them
    stations : (n,) the station row at each position
    neighbours, cannot_link, must_link : (n,) masks by position
    include, exclude, bound : (t, n), (t, n), (t,) the resources
    with_monotone : (t,) 1.0 where ``monotone`` is added to the total of the resource, else 0.0
    cheap : (t,) lower bounds; sets that keep all of these are counted
    features, mix, roots, pull, scales : as in ``growth.MonotoneCost``
    earning : mask of the stations with some ``exclude[t, v]`` > 0 in a resource with the monotone cost
    found : (m,) where sets are written to, by station rows

    Returns
    -------
    depth, states, count, cheap_sets
        where the walk stands (−1: at its end), states met, sets found, and how many of these are cheap
    """
    resources, states, count, cheap_sets = len(bound), 0, 0, 0
    room, risen, own = np.zeros(resources), np.zeros(resources), np.zeros(len(mix))
    while depth >= 0 and states < budget and count < len(found):
        border = front[depth]
        if border == NONE:
            depth -= 1
            continue
        u = first(border)
        bit = ONE << np.uint64(u)
        border &= ~bit
        rest = undecided[depth] & ~bit
        states += 2
        # With u: the next row of the stack.
        d = depth + 1
        grows = True
        for t in range(resources):
            totals[d, t] = totals[depth, t] + include[t, u]
            closed[d, t] = closed[depth, t] + include[t, u] - exclude[t, u]
            grows &= totals[d, t] + with_monotone[t] * monotone[depth] <= bound[t]
        if grows:
            inside[d] = inside[depth] | (ONE << np.uint64(stations[u]))
            left = rest
            out = cannot_link[u] & left
            if out != NONE:
                left = reached((border | neighbours[u]) & left & ~out, left & ~out, neighbours)
                out = rest & ~left
            undecided[d] = left
            front[d] = (border | neighbours[u]) & left
            wanted[d] = wanted[depth] & ~bit if wanted[depth] & bit != NONE else wanted[depth] | must_link[u]
            grows &= wanted[d] & ~left == NONE
            while out != NONE:
                v = first(out)
                out &= out - ONE
                for t in range(resources):
                    totals[d, t] += exclude[t, v]
            for c in range(sums.shape[1]):
                sums[d, c] = sums[depth, c] + features[u, c]
            monotone[d] = loss(sums[d], d + 1.0, mix, scales)
            whole = low = wanted[d] == NONE
            for t in range(resources):
                extra = with_monotone[t] * monotone[d]
                grows &= totals[d, t] + extra <= bound[t]
                whole &= closed[d, t] + extra <= bound[t]
                low &= closed[d, t] + extra <= cheap[t]
            if grows and not whole and earning & left != NONE:
                for t in range(resources):
                    room[t] = bound[t] - totals[d, t] - monotone[d] if with_monotone[t] > 0.0 else np.inf
                grows = not prunable(
                    earning & left, sums[d], d + 1.0, room, exclude, features, roots, pull, scales, risen, own
                )
            if whole:
                found[count] = inside[d]
                count += 1
                cheap_sets += low
        # Without u: this row of the stack.
        if border != NONE and wanted[depth] & bit == NONE:
            out = bit | (must_link[u] & rest)
            rest &= ~out
            border &= rest
            if (neighbours[u] | must_link[u]) & rest & ~border != NONE or out != bit:
                left = reached(border, rest, neighbours)
                out |= rest & ~left
                rest = left
            while out != NONE:
                v = first(out)
                out &= out - ONE
                for t in range(resources):
                    totals[depth, t] += exclude[t, v]
            for t in range(resources):
                if totals[depth, t] + with_monotone[t] * monotone[depth] > bound[t]:
                    border = NONE
            if wanted[depth] & ~rest != NONE:
                border = NONE
        else:
            border = NONE
        front[depth], undecided[depth] = border, rest
        if grows:
            depth = d
    return depth, states, count, cheap_sets
