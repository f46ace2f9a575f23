"""Growth bounded by minimum cuts, compiled: connected sets of small cost where a cost is a cut and a sum.

A set S that holds the root costs Σ_{i∈S, j∉S} c_ij + Σ_{i∈S} a_i, c ≥ 0 and a of either sign. Once some stations are
decided in and some out, no set costs less than the minimum cut between these, in a network whose source feeds every
station of a < 0 by −a, and whose sink drains every station of a > 0 by a; Σ min(0, a) is added. Deciding on a station
feeds or drains it without limit, so flows only rise, and each state goes on from the flow of the one before.

A sum that must not pass a limit, Σ_{i∈S} v_i ≤ h, is paid for at some multipliers: a = a⁰ + λ v costs λ h more at the
most than a⁰ does. Each λ is a network of its own, and a state ends as soon as one of them has more flow than it may.

All numbers are whole, so nothing is lost in sums.

References
----------
P. Hammer, Some network flow problems solved with pseudo-Boolean programming, Operations Research 13 (1965). J. Edmonds,
R. Karp, Theoretical improvements in algorithmic efficiency for network flow problems, Journal of the ACM 19 (1972).
"""

from typing import Any, NamedTuple

import numpy as np

from solvers.compiled import compiled

UNDECIDED, IN, OUT = 0, 1, 2
UNLIMITED = np.int64(1) << 58
"""More than any flow."""
UNSEEN, START = -2, -1


class Graph(NamedTuple):
    """Arcs by station: those of v are ``first[v]:first[v + 1]``, lead to ``head`` and have a reverse ``back``.

    ``joins`` tells arcs along which sets hang together, ``cut`` is c; ``load`` (r, n) and ``high`` (r,) are sums that a
    set must keep. ``near`` (n,) is the order in which stations are decided on, the lowest first.
    """

    first: Any
    head: Any
    back: Any
    joins: Any
    cut: Any
    load: Any
    high: Any
    near: Any


class Stack(NamedTuple):
    """A row a station in S: what is decided (n,), whether the row is open, and of each network the arcs' residual
    capacities (m,), what is left to feed and to drain (n,), and its flow.
    """

    decided: Any
    open: Any
    room: Any
    feed: Any
    drain: Any
    flow: Any

    @classmethod
    def of(cls, n: int, networks: int, arcs: int) -> "Stack":
        """An empty stack."""
        rows = n + 2
        room, flow = (np.zeros(shape, dtype=np.int64) for shape in ((rows, networks, arcs), (rows, networks)))
        feed, drain = np.zeros((2, rows, networks, n), dtype=np.int64)
        return cls(np.zeros((rows, n), dtype=np.int8), np.zeros(rows, dtype=np.bool_), room, feed, drain, flow)


@compiled
def pushed(g: Any, u: Any, room: Any, begin: Any, end: Any, onward: Any, most: Any, work: Any) -> Any:
    """Push flow between station u and those with ``end`` left, ``most`` at the most; how much was pushed.

    Parameters
    ----------
    begin, end : (n,) what is left at u, and at the other ends: to feed and to drain where flow goes ``onward``, else
        to drain and to feed
    work : (2, n) to work in: the arc by which each station is reached, and a queue
    """
    via, queue = work
    total = np.int64(0)
    while total < most and begin[u] > 0:
        via[:] = UNSEEN
        via[u], queue[0] = START, u
        low, high, at = 0, 1, u if end[u] > 0 else -1
        while low < high and at < 0:
            v = queue[low]
            low += 1
            for e in range(g.first[v], g.first[v + 1]):
                w = g.head[e]
                if via[w] == UNSEEN and room[e if onward else g.back[e]] > 0:
                    via[w] = e
                    if end[w] > 0:
                        at = w
                        break
                    queue[high] = w
                    high += 1
        if at < 0:
            break
        least, w = min(begin[u], end[at]), at
        while w != u:
            e = via[w]
            least = min(least, room[e if onward else g.back[e]])
            w = g.head[g.back[e]]
        begin[u] -= least
        end[at] -= least
        total += least
        w = at
        while w != u:
            e = via[w]
            room[e] += -least if onward else least
            room[g.back[e]] += least if onward else -least
            w = g.head[g.back[e]]
    return total


@compiled
def decide(g: Any, s: Any, d: Any, u: Any, what: Any, most: Any, work: Any) -> Any:
    """Decide on station u in row d; whether no network has more flow than ``most`` (f,) then."""
    s.decided[d, u] = what
    for f in range(len(most)):
        feed, drain = s.feed[d, f], s.drain[d, f]
        spare = most[f] - s.flow[d, f] + 1
        if what == IN:
            feed[u] += UNLIMITED
            s.flow[d, f] += pushed(g, u, s.room[d, f], feed, drain, True, spare, work)
        else:
            drain[u] += UNLIMITED
            s.flow[d, f] += pushed(g, u, s.room[d, f], drain, feed, False, spare, work)
        if s.flow[d, f] > most[f]:
            return False
    return True


@compiled
def begin(g: Any, s: Any, root: Any, barred: Any, worth: Any, most: Any, work: Any) -> Any:
    """The first row of the stack: the root is in, ``barred`` (n,) out, ``worth`` (f, n) is a; whether it is open."""
    n = len(g.near)
    s.decided[0], s.flow[0] = UNDECIDED, 0
    for f in range(len(most)):
        s.room[0, f] = g.cut
        s.feed[0, f], s.drain[0, f] = np.maximum(-worth[f], 0), np.maximum(worth[f], 0)
        for v in range(n):
            spare = most[f] - s.flow[0, f] + 1
            s.flow[0, f] += pushed(g, v, s.room[0, f], s.feed[0, f], s.drain[0, f], True, spare, work)
    goes = decide(g, s, 0, root, IN, most, work)
    for v in range(n):
        goes = goes and (not barred[v] or decide(g, s, 0, v, OUT, most, work))
    s.open[0] = goes
    return goes


@compiled
def reach(g: Any, decided: Any, reached: Any, queue: Any) -> Any:
    """Mark in ``reached`` (n,) what the set can still reach; of the undecided beside it the first, or −1."""
    reached[:] = False
    top, low, u = 0, 0, -1
    for v in range(len(decided)):
        if decided[v] == IN:
            reached[v], queue[top] = True, v
            top += 1
    while low < top:
        v = queue[low]
        low += 1
        for e in range(g.first[v], g.first[v + 1]):
            w = g.head[e]
            if g.joins[e] and decided[w] == UNDECIDED:
                if not reached[w]:
                    reached[w], queue[top] = True, w
                    top += 1
                if decided[v] == IN and (u < 0 or g.near[w] < g.near[u]):
                    u = w
    return u


@compiled
def kept(g: Any, decided: Any, reached: Any) -> Any:
    """Whether every sum can still be kept, by the best choice of the stations in reach."""
    for r in range(len(g.high)):
        total = np.int64(0)
        for v in range(len(decided)):
            if decided[v] == IN or (reached[v] and g.load[r, v] < 0):
                total += g.load[r, v]
        if total > g.high[r]:
            return False
    return True


@compiled
def walk_cuts(g: Any, s: Any, depth: Any, budget: Any, most: Any, found: Any, work: Any) -> Any:
    """Walk on from row ``depth`` until the walk ends, ``budget`` states were met or ``found`` is full.

    A step takes the nearest undecided station beside the set and branches: it joins, or it is out for good, and with it
    every station that the set can then no longer reach.

    Parameters
    ----------
    most : (f,) flow that each network may have
    found : (m, n) where the members of the sets found are written to

    Returns
    -------
    depth, states, count
        where the walk stands (−1: at its end), states met, sets found
    """
    count, states, reached = 0, 0, np.zeros(len(g.near), dtype=np.bool_)
    while depth >= 0 and states < budget and count < len(found):
        if not s.open[depth]:
            depth -= 1
            continue
        decided = s.decided[depth]
        u = reach(g, decided, reached, work[1])
        goes = kept(g, decided, reached)
        if goes and u < 0:
            found[count] = decided == IN
            count += 1
            goes = False
        for v in range(len(decided)):
            if goes and decided[v] == UNDECIDED and not reached[v]:
                goes = decide(g, s, depth, v, OUT, most, work)
        if not goes:
            s.open[depth] = False
            continue
        states += 2
        d = depth + 1
        s.decided[d], s.room[d], s.feed[d], s.drain[d] = s.decided[depth], s.room[depth], s.feed[depth], s.drain[depth]
        s.flow[d] = s.flow[depth]
        s.open[d] = decide(g, s, d, u, IN, most, work)
        s.open[depth] = decide(g, s, depth, u, OUT, most, work)
        depth = d
    return depth, states, count
