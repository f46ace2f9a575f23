"""The least that a zone with a given office costs above its duals, over all boxes, compiled.

A zone with office o in a box costs Σ_{i∈z} ω_i, ω additive, and half a border for each pair that it cuts. Any flow f
along borders, no larger than what they cost, turns the cut into a sum, too: a border that is cut is paid at least what
flows out over it (weak duality of cut and flow). Flows go outward from the office, from stations that a zone gains by
to those that it does not. What is left is Σ_{i ≠ o} min(0, ω_i) + ω_o.

What it may get wrong: sums are 64-bit floating point, so the bound is to be lowered by what they may lose.

References
----------
L. Ford, D. Fulkerson, Maximal flow through a network, Canadian Journal of Mathematics 8 (1956).
"""

from typing import Any

import numpy as np

from solvers.compiled import compiled


@compiled
def swept(w: Any, office: Any, local: Any, place: Any, first: Any, neighbours: Any, cut: Any) -> Any:
    """Let ω ``w`` (n,) flow outward in place over the stations ``local``; what a zone of the office costs at the least.

    ``local`` are stations in the order from the office, ``place`` (n,) the place of each of them there, −1 for others.
    """
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
def surrounding(office: Any, base: Any, order: Any, first: Any, neighbours: Any, place: Any) -> Any:
    """The office, stations with some ω < 0, and what borders them, in their order; sets their ``place`` (n,)."""
    n = len(order)
    place[:] = -1
    for j in range(n):
        if j == office or base[:, j].min() < 0.0:
            place[j] = 0
            for e in range(first[j], first[j + 1]):
                place[neighbours[e]] = 0
    local, many = np.empty(n, dtype=np.int64), 0
    for j in order:
        if place[j] == 0:
            place[j] = many
            local[many] = j
            many += 1
    return local[:many]


@compiled
def in_box(office: Any, base: Any, box: Any, gains: Any, empty: Any, below: Any) -> Any:
    """(most, which) over the lines t of Σ min(0, ω), of the ``gains`` sorted; given up at ``below`` or more."""
    most, which = -np.inf, 0
    for t in range(len(base)):
        total = empty[t] + box[office]
        for j in gains:
            if base[t, j] < 0.0:
                total += min(box[j], -base[t, j])
                if total >= below:
                    break
        if total > most:
            most, which = total, t
        if most >= below:
            break
    return most, which


@compiled
def gaining(office: Any, own: Any, empty: Any) -> Any:
    """Stations other than the office with some ω < 0, the least first; sets ``empty`` (t,), the sum by line."""
    least = np.zeros(own.shape[1])
    for j in range(len(least)):
        least[j] = 0.0 if j == office else own[:, j].min()
    gains = np.argsort(least)[: int((least < 0.0).sum())]
    for t in range(len(own)):
        empty[t] = own[t, office]
        for j in gains:
            empty[t] += min(0.0, own[t, j])
    return gains


@compiled
def flowed(  # noqa: PLR0913, PLR0917 - compiled
    office: Any, own: Any, box: Any, line: Any, local: Any, place: Any, first: Any, neighbours: Any, cut: Any, w: Any
) -> Any:
    """What :func:`swept` leaves of one line in one box, in ``w`` (n,)."""
    for j in local:
        w[j] = own[line, j] + box[j]
    return swept(w, office, local, place, first, neighbours, cut)


@compiled
def leant(  # noqa: PLR0913, PLR0917 - compiled
    office: Any, own: Any, box: Any, local: Any, place: Any, first: Any, neighbours: Any, cut: Any, w: Any
) -> Any:
    """ω (t, n) after the flow that one box asks for: a lower bound in every box."""
    after = own.copy()
    for t in range(len(own)):
        flowed(office, own, box, t, local, place, first, neighbours, cut, w)
        for j in local:
            after[t, j] = w[j] - box[j]
    return after


@compiled
def each(base: Any, boxes: Any, order: Any, first: Any, neighbours: Any, cut: Any) -> Any:
    """(m, n) what a zone costs above its duals at the least, for every box and office; 0 where that is above 0.

    Parameters are those of :func:`least`.
    """
    n, lines = base.shape[1], base.shape[0]
    value = np.zeros((len(boxes), n))
    w, place, empty = np.zeros(n), np.zeros(n, dtype=np.int64), np.zeros(lines)
    for o in range(n):
        own = base[:, o]
        local = surrounding(o, own, order[o], first, neighbours, place)
        gains = gaining(o, own, empty)
        for b in range(len(boxes)):
            total, _ = in_box(o, own, boxes[b], gains, empty, 0.0)
            for t in range(lines if len(cut) > 0 else 0):
                if total >= 0.0:
                    break
                total = max(total, flowed(o, own, boxes[b], t, local, place, first, neighbours, cut, w))
            value[b, o] = min(total, 0.0)
    return value


@compiled
def lowest(  # noqa: PLR0913, PLR0917 - compiled
    o: Any,
    own: Any,
    boxes: Any,
    parts: Any,
    guess: Any,
    best: Any,
    local: Any,
    place: Any,
    first: Any,
    neighbours: Any,
    cut: Any,
    stack: Any,
    w: Any,
    empty: Any,
) -> Any:
    """(least, box, line) of an office over the whole boxes of the tree, the box −1 where none is below ``best``.

    ``own`` (t, n) is ω but for boxes, ``stack``, ``w`` and ``empty`` are arrays to work in, the others as in
    :func:`swept` and :func:`least`.
    """
    steady = leant(o, own, boxes[guess], local, place, first, neighbours, cut, w) if len(cut) > 0 else own
    gains = gaining(o, steady, empty)
    at, line, high = -1, 0, 2
    stack[0], stack[1] = 0, guess
    while high > 0:
        high -= 1
        b = stack[high]
        total, which = in_box(o, steady, boxes[b], gains, empty, best)
        for t in range(len(own) if len(cut) > 0 and parts[b, 0] < 0 else 0):
            if total >= best:
                break
            more = flowed(o, own, boxes[b], t, local, place, first, neighbours, cut, w)
            if more > total:
                total, which = more, t
        if total < best and parts[b, 0] >= 0:
            stack[high], stack[high + 1], high = parts[b, 0], parts[b, 1], high + 2
        elif total < best:
            best, at, line = total, b, which
    return best, at, line


@compiled
def insert(ascending: Any, value: Any) -> None:
    """Put a value in its place among those ``ascending``, whose last one drops out."""
    k = len(ascending) - 1
    while k > 0 and ascending[k - 1] > value:
        ascending[k] = ascending[k - 1]
        k -= 1
    ascending[k] = value


@compiled
def least(  # noqa: PLR0913, PLR0917 - compiled
    base: Any,
    boxes: Any,
    parts: Any,
    order: Any,
    first: Any,
    neighbours: Any,
    cut: Any,
    offices: Any,
    most: Any,
    guess: Any,
) -> Any:
    """(value, box, members): what a zone costs above its duals at the least, in which box, and a set that costs it.

    Values are those of the ``most`` offices of least value below 0; another office has a lower bound of its own that is
    no less than theirs, and ``box`` −1.

    Parameters
    ----------
    base : (t, n, n) ω at [line, office, station] but for boxes; every line is a lower bound
    boxes, parts : (m, n) ≥ 0, added to ω in each box, and (m, 2) its two parts, −1 for a whole box
    order : (n, n) at [office]: the stations in the order in which they flow
    first, neighbours, cut : points of the borders of station i: those from ``first[i]`` to ``first[i + 1]``
    offices, guess : (v,) offices to be looked at, and for every station (n,) a box to begin with
    """
    n = base.shape[1]
    value, box, members = np.zeros(n), np.full(n, -1), np.zeros((n, n), dtype=np.bool_)
    top = np.zeros(most)
    w, place, empty = np.zeros(n), np.zeros(n, dtype=np.int64), np.zeros(len(base))
    stack = np.zeros(len(boxes) + 2, dtype=np.int64)
    for o in offices:
        own = base[:, o]
        local = surrounding(o, own, order[o], first, neighbours, place)
        best, at, line = lowest(
            o, own, boxes, parts, guess[o], top[most - 1], local, place, first, neighbours, cut, stack, w, empty
        )
        value[o], box[o] = best, at
        if at < 0:
            continue
        flowed(o, own, boxes[at], line, local, place, first, neighbours, cut, w)
        for j in local:
            members[o, j] = j == o or w[j] < 0.0
        insert(top, best)
    return value, box, members
