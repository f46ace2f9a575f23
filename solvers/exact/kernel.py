"""The inner loop of growth, compiled: a depth-first walk over the connected sets that hold one root.

Every set is reached by exactly one sequence of choices. A step takes the first undecided neighbour of the set and
branches: into the set, or out for good; stations that can then no longer be reached are out as well. A bit of a word is
a *position*, in the order the walk decides on stations.

What it may get wrong: totals are 64-bit floating point, so a ceiling is to be raised by what they may lose.
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
    """(m, n) bits: those of (m,) words by station row as words by position, ``rows`` (n,) being the row at each."""
    out = np.zeros(len(words), dtype=np.uint64)
    for k in range(len(words)):
        for position in range(len(rows)):
            out[k] |= ((words[k] >> np.uint64(rows[position])) & ONE) << np.uint64(position)
    return out


@njit(nogil=True, cache=True)
def reached(front: Any, within: Any, neighbours: Any) -> Any:
    """The part of ``within`` that hangs together with ``front``, which lies in it."""
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
    """(n, n) for every station those that hang together with it over stations ``near`` (n, n) to it, itself included.

    The neighbours of station i are ``neighbours[first[i]:first[i + 1]]``.
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
def fitting(masks: Any, reduced: Any, left: Any, ceiling: Any, fewest: Any) -> Any:
    """Positions of the (m,) masks within ``left`` whose ``reduced`` (m,) is at most ``ceiling``, and a station of it.

    It is the lowest; or with ``fewest``, where ``reduced`` rises, the one that fewest hold. −1: one is in none.
    """
    rows, many, counts = np.empty(len(masks), dtype=np.int64), 0, np.zeros(64, dtype=np.int64)
    for k in range(len(masks)):
        mask = masks[k]
        if reduced[k] > ceiling:
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
    """Points that mix_loss and density_loss of a set with these sums of features cost; they only grow."""
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
def dear(  # noqa: PLR0913, PLR0917 - compiled
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
    """Whether a set has no ``room`` (t,) below some ceiling for any of the sets that ``left`` may still make of it.

    Stations T that join S earn at most what excluding them costs, but raise the measures that only grow. Let y be what
    a station's density differs by from the mean of S: density_loss rises by Σ_T y² − (Σ_T y)² / (|S| + |T|), at least
    |S| / (|S| + |T|) · Σ_T y². With N incidents and shares p, q of classes, mix_loss adds up N Σ_c p_c ln(p_c/q_c), at
    least κ N Σ_c (√p_c − √q_c)², and so rises likewise. A station is worth no more than it earns less what it raises,
    or nothing. Only those that earn something need be thought of: any other would but raise the cost.
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
        price = of_mix * pull[v] * apart + of_density * (features[v, classes + 3] - mean) ** 2
        for t in range(resources):
            risen[t] += min(exclude[t, v], price)
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
    floor: Any,
    stations: Any,
    neighbours: Any,
    cannot_link: Any,
    must_link: Any,
    include: Any,
    exclude: Any,
    ceiling: Any,
    floored: Any,
    cheap: Any,
    features: Any,
    mix: Any,
    roots: Any,
    pull: Any,
    scales: Any,
    earning: Any,
    found: Any,
) -> Any:
    """Walk on from the state at ``depth`` until it ends, ``budget`` states were met or ``found`` is full.

    Parameters
    ----------
    inside, front, undecided, wanted, totals, closed, sums, floor : the stack, a row a station in the set. The set by
        station rows; of the undecided those at its border, all that can be reached, and those that have to come in;
        each resource's total, and its total if all others were out; sums of features; points of the measures that only
        grow
    stations, neighbours, cannot_link, must_link : by position: station row, neighbours, and those that may not share
        a set with it or have to
    include, exclude, ceiling, floored : the resources (t, n), (t,); ``floored`` (t,) is 1.0 where the floor is added
    cheap : (t,) ceilings of sets that are counted as cheap
    features, mix, roots, pull, scales : what :func:`loss` and :func:`dear` need
    earning : the stations that some resource with a floor would rather have in than out

    Returns
    -------
    depth, states, count, bargains
        where the walk stands (−1: at its end), states met, sets found, and how many of these are cheap
    """
    resources, states, count, bargains = len(ceiling), 0, 0, 0
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
            grows &= totals[d, t] + floored[t] * floor[depth] <= ceiling[t]
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
            floor[d] = loss(sums[d], d + 1.0, mix, scales)
            whole = bargain = wanted[d] == NONE
            for t in range(resources):
                extra = floored[t] * floor[d]
                grows &= totals[d, t] + extra <= ceiling[t]
                whole &= closed[d, t] + extra <= ceiling[t]
                bargain &= closed[d, t] + extra <= cheap[t]
            if grows and not whole and earning & left != NONE:
                for t in range(resources):
                    room[t] = ceiling[t] - totals[d, t] - floor[d] if floored[t] > 0.0 else np.inf
                grows = not dear(
                    earning & left, sums[d], d + 1.0, room, exclude, features, roots, pull, scales, risen, own
                )
            if whole:
                found[count] = inside[d]
                count += 1
                bargains += bargain
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
                if totals[depth, t] + floored[t] * floor[depth] > ceiling[t]:
                    border = NONE
            if wanted[depth] & ~rest != NONE:
                border = NONE
        else:
            border = NONE
        front[depth], undecided[depth] = border, rest
        if grows:
            depth = d
    return depth, states, count, bargains
