"""All divisions of a map into connected parts that hold sums within limits, each once, compiled.

A division is built part by part: a part is grown from the lowest station that none holds yet, by the same steps as in
``solvers.sets.walk``, and may be *closed* wherever it stands, which begins the next one. The stack has a row for every
station joined. A row is given up where what is decided out can no longer be divided into the parts that are left: it
lies in more pieces than these, or some piece cannot be shared out so that each of its parts keeps the limits.

Checked by brute force, and by the divisions of n x n squares into n parts of n cells: 1, 2, 10, 117, 4006, 451206
(OEIS A172477).

References
----------
B. Fifield, K. Imai, J. Kawahara, C. Kenny, The essential role of empirical validation in legislative redistricting
simulation, Statistics and Public Policy 7 (2020): all divisions of small maps, to test samplers against.
"""

from typing import Any, NamedTuple

import numpy as np

from solvers.compiled import compiled
from solvers.sets.kernel import NONE, ONE, first, reached
from solvers.sets.masks import Bits
from zoning.model.county import Floats


class Map(NamedTuple):
    """What is divided.

    Parameters
    ----------
    parts : into how many
    neighbours, cannot_link, must_link : (n,) masks, a station each, as in ``growth.grow``
    values, most : (t, n), (t,): the sum of ``values[t]`` over a part is ``most[t]`` or less
    """

    parts: int
    neighbours: Bits
    cannot_link: Bits
    must_link: Bits
    values: Floats
    most: Floats


class Stack(NamedTuple):
    """The parts so far, a row a station.

    Parameters
    ----------
    inside, front, undecided, wanted, left : (n + 2,) masks: the part that grows, the undecided stations that border it,
        all that are undecided, those that must still join, and the stations of no part, those decided out included
    number, closed : (n + 2,) how many parts come before it, and whether it was closed here already
    sums, least : (n + 2, t) sums over it, and what they must reach, for the parts behind it to keep the limits
    """

    inside: Any
    front: Any
    undecided: Any
    wanted: Any
    left: Any
    number: Any
    closed: Any
    sums: Any
    least: Any

    @classmethod
    def of(cls, given: Map) -> "Stack":
        """An empty stack."""
        n, sums = len(given.neighbours) + 2, len(given.most)
        inside, front, undecided, wanted, left = (np.zeros(n, dtype=np.uint64) for _ in range(5))
        number, closed = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.bool_)
        totals, least = np.zeros((n, sums)), np.zeros((n, sums))
        return cls(inside, front, undecided, wanted, left, number, closed, totals, least)


@compiled
def shared(given: Any, piece: Any, sure: Any, parts: Any) -> Any:
    """Whether what comes of a piece may be shared out among at most ``parts`` parts; all ``sure`` stations remain."""
    for many in range(1, parts + 1):
        keeps = True
        for t in range(len(given.most)):
            total, rest = 0.0, piece
            while rest != NONE:
                v = first(rest)
                rest &= rest - ONE
                if given.values[t, v] < 0.0 or (sure >> np.uint64(v)) & ONE != NONE:
                    total += given.values[t, v]
            keeps &= total <= many * given.most[t]
        if keeps:
            return True
    return False


@compiled
def divisible(given: Any, sure: Any, within: Any, parts: Any) -> Any:
    """Whether the pieces of ``within`` that hold ``sure`` stations, which remain, may come to ``parts`` parts."""
    out, used = sure, 0
    while out != NONE:
        piece = reached(out & (~out + ONE), within, given.neighbours)
        out &= ~piece
        used += 1
        if used > parts or not shared(given, piece, sure, parts):
            return False
    return True


@compiled
def hopeful(given: Any, s: Any, d: Any) -> Any:
    """Whether the part at row d can still become one of a division."""
    if s.wanted[d] & ~s.undecided[d] != NONE:
        return False
    for t in range(len(given.most)):
        low = high = s.sums[d, t]
        rest = s.undecided[d]
        while rest != NONE:
            value = given.values[t, first(rest)]
            rest &= rest - ONE
            if value < 0.0:
                low += value
            else:
                high += value
        if low > given.most[t] or high < s.least[d, t]:
            return False
    return divisible(given, s.left[d] & ~s.undecided[d], s.left[d], given.parts - s.number[d] - 1)


@compiled
def begin(given: Any, s: Any, d: Any, rest: Any, number: Any) -> Any:
    """Put at row d the part that begins at the lowest of the stations ``rest``; whether it is hopeful."""
    root = first(rest)
    bit = ONE << np.uint64(root)
    s.inside[d], s.left[d], s.wanted[d] = bit, rest & ~bit, given.must_link[root]
    s.number[d], s.closed[d] = number, False
    free = rest & ~bit & ~given.cannot_link[root]
    s.undecided[d] = reached(given.neighbours[root] & free, free, given.neighbours)
    s.front[d] = given.neighbours[root] & free
    for t in range(len(given.most)):
        s.sums[d, t], s.least[d, t] = given.values[t, root], -(given.parts - number - 1) * given.most[t]
        while rest != NONE:
            s.least[d, t] += given.values[t, first(rest)]
            rest &= rest - ONE
        rest = bit | s.left[d]
    return hopeful(given, s, d)


@compiled
def join(given: Any, s: Any, depth: Any, u: Any) -> Any:
    """Put behind row ``depth`` its part with station u; whether it is hopeful."""
    d, bit = depth + 1, ONE << np.uint64(u)
    s.inside[d], s.left[d] = s.inside[depth] | bit, s.left[depth] & ~bit
    s.number[d], s.closed[d] = s.number[depth], False
    s.wanted[d] = (s.wanted[depth] | given.must_link[u]) & ~s.inside[d]
    free = s.undecided[depth] & ~bit & ~given.cannot_link[u]
    s.front[d] = (s.front[depth] | given.neighbours[u]) & free
    s.undecided[d] = reached(s.front[d], free, given.neighbours)
    for t in range(len(given.most)):
        s.sums[d, t], s.least[d, t] = s.sums[depth, t] + given.values[t, u], s.least[depth, t]
    return hopeful(given, s, d)


@compiled
def leave_out(given: Any, s: Any, depth: Any, u: Any) -> None:
    """Decide station u out, and with it all that must share its part or can no longer be reached."""
    out = (ONE << np.uint64(u)) | given.must_link[u]
    front = s.front[depth] & ~out
    s.undecided[depth] = reached(front, s.undecided[depth] & ~out, given.neighbours)
    s.front[depth] = front
    if front == NONE or not hopeful(given, s, depth):
        s.front[depth] = NONE


@compiled
def divide(given: Any, s: Any, depth: Any, budget: Any, chosen: Any, found: Any) -> Any:
    """Go on from the row at ``depth`` until all is done, ``budget`` steps were made or ``found`` is full.

    Parameters
    ----------
    given, s : a :class:`Map` of two parts or more, and a :class:`Stack`
    chosen : (parts,) masks of the parts closed so far
    found : (m, parts) masks, where divisions are written to

    Returns
    -------
    depth, steps, count
        where it stands (−1: at its end), steps made, and divisions found
    """
    steps, count = 0, 0
    while depth >= 0 and steps < budget and count < len(found):
        steps += 1
        number, rest = s.number[depth], s.left[depth]
        if not s.closed[depth]:
            s.closed[depth] = True
            more = given.parts - number - 1
            fits = s.wanted[depth] == NONE and rest != NONE
            for t in range(len(given.most)):
                fits &= s.sums[depth, t] <= given.most[t]
            if fits and divisible(given, rest, rest, more):
                chosen[number] = s.inside[depth]
                if more == 1:
                    chosen[number + 1] = rest
                    found[count] = chosen
                    count += 1
                elif begin(given, s, depth + 1, rest, number + 1):
                    depth += 1
        elif s.front[depth] == NONE:
            depth -= 1
        else:
            u = first(s.front[depth])
            joined = join(given, s, depth, u)
            if s.wanted[depth] & (ONE << np.uint64(u)) != NONE:
                s.front[depth] = NONE
            else:
                leave_out(given, s, depth, u)
            depth += joined
    return depth, steps, count
