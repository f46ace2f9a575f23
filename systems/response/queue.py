"""A pool of units call by call, compiled: the nearest free unit goes, calls that find none wait, first come first.

Everything in it is addition, multiplication, division, comparison and square root of 64-bit numbers, which are the same
on every machine, and so are its figures for a seed. What it may get wrong: nothing but chance; the model is that of
docs/response.md.

References
----------
J. von Neumann, Various techniques used in connection with random digits, NBS Applied Math. Series 12 (1951):
exponential numbers by comparisons alone. G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number
generators, OOPSLA (2014): the 64-bit words.
"""

from typing import Any

import numpy as np

from solvers.compiled import compiled

ONE = np.uint64(1)
GAPS, KINDS, TIMES, PLACES = 0, 1, 2, 3
"""Streams of random words: gaps between calls, their stations, how long a unit is busy, places. One each, so that the
same calls come whatever the load and the units: differences between pools and loads are then hardly chance."""
FINE, MIDDLE, COARSE = 120.0, 720.0, 7200.0
"""Minutes up to which minutes are counted in steps of ¼, 5 and 60; the last step is open."""
STEPS = 480 + 120 + 108 + 1
EDGES = np.concatenate([np.arange(480) / 4, FINE + 5 * np.arange(120), MIDDLE + 60 * np.arange(108), [COARSE, np.inf]])
"""(STEPS + 1,) where the steps begin and end."""


@compiled
def word(state: Any, stream: int) -> Any:
    """The next word of a stream (splitmix64); ``state`` (4,) is the state of each."""
    state[stream] += np.uint64(0x9E3779B97F4A7C15)
    z = state[stream]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@compiled
def uniform(state: Any, stream: int) -> Any:
    """A number above 0, at most 1."""
    return np.float64((word(state, stream) >> np.uint64(11)) + ONE) * (1.0 / 9007199254740992.0)


@compiled
def exponential(state: Any, stream: int) -> Any:
    """An exponential number of mean 1, −ln u by halves and the series of the inverse hyperbolic tangent."""
    u, halves = uniform(state, stream), 0.0
    while u < 0.7071067811865476:
        u *= 2.0
        halves += 1.0
    s = (u - 1.0) / (u + 1.0)  # |s| < 0.172
    q = s * s
    series = 1.0 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11 + q * (1 / 13 + q / 15))))))
    return 0.6931471805599453 * halves - 2.0 * s * series


@compiled
def push(ends: Any, bases: Any, size: int, end: float, base: int) -> None:
    """Put a unit that is busy until ``end`` into the heap of ``size`` units, least end first."""
    at = size
    while at > 0 and ends[(at - 1) // 2] > end:
        ends[at], bases[at] = ends[(at - 1) // 2], bases[(at - 1) // 2]
        at = (at - 1) // 2
    ends[at], bases[at] = end, base


@compiled
def pop(ends: Any, bases: Any, size: int) -> None:
    """Take the first unit out of the heap of ``size`` units."""
    end, base, at = ends[size - 1], bases[size - 1], 0
    while 2 * at + 1 < size - 1:
        below = 2 * at + 1
        if below + 1 < size - 1 and ends[below + 1] < ends[below]:
            below += 1
        if ends[below] >= end:
            break
        ends[at], bases[at] = ends[below], bases[below]
        at = below
    ends[at], bases[at] = end, base


@compiled
def step(minutes: float) -> int:
    """The step of :data:`EDGES` in which minutes lie."""
    if minutes < FINE:
        return int(minutes * 4)
    if minutes < MIDDLE:
        return 480 + int((minutes - FINE) / 5)
    return 600 + int((minutes - MIDDLE) / 60) if minutes < COARSE else STEPS - 1


@compiled
def lengthened(waiting: Any, head: int) -> Any:
    """The ring of waiting calls at twice its length, its first call in front."""
    size = len(waiting)
    longer = np.empty((2 * size, waiting.shape[1]))
    for k in range(size):
        longer[k] = waiting[(head + k) % size]
    return longer


@compiled
def sent(call: Any, now: float, base: int, pool: Any, counts: Any, targets: Any, state: Any) -> Any:
    """Send a unit of ``base`` to a call (arrival, kind, stretch, batch) at ``now``, count it; when the unit is free."""
    way, seat, radius, service = pool
    number, minutes, within, steps, answers, _, worked = counts
    kind, batch = int(call[1]), int(call[3])
    time = call[2] * service[kind, base]
    x, y = 1.0, 1.0
    while x * x + y * y > 1.0:
        x, y = 2 * uniform(state, PLACES) - 1, 2 * uniform(state, PLACES) - 1
    if batch >= 0:
        waited = now - call[0]
        along, across = seat[kind, base] + radius[kind] * x, radius[kind] * y
        until = waited + np.sqrt(along * along + across * across)
        number[batch, kind] += 1
        minutes[batch, kind] += waited + way[kind, base]
        steps[batch, kind, step(until)] += 1
        answers[kind, base] += 1
        worked[batch, base] += time
        for k in range(len(targets)):
            if until <= targets[k]:
                within[batch, kind, k] += 1
    return now + time


@compiled
def counters(batches: int, m: int, b: int, targets: int) -> Any:
    """Calls, minutes, calls within targets, by minutes and by base, calls that found none, and work: all 0."""
    return (
        np.zeros((batches, m)),
        np.zeros((batches, m)),
        np.zeros((batches, m, targets)),
        np.zeros((batches, m, STEPS), dtype=np.int32),
        np.zeros((m, b)),
        np.zeros(batches),
        np.zeros((batches, b)),
    )


@compiled
def run(state: Any, rate: float, share: Any, order: Any, pool: Any, units: Any, targets: Any, length: Any) -> Any:
    """Let ``batches · size`` calls come after ``warm`` others, ``length`` being (warm, batches, size).

    Parameters
    ----------
    state : (4,) of the streams
    rate : calls a minute
    share : (m,) share of the calls of the kinds up to each, the last one 1
    order : (m, b) bases by nearness for every kind of call
    pool : way (m, b), the mean minutes counted; seat (m, b) and radius (m,), for the place of a call in its disc;
        service (m, b), mean minutes that a unit is busy, the times being exponential
    units : (b,) of every base
    targets : (t,) minutes

    Returns
    -------
    What :func:`counters` names, and minutes gone by (batches,).
    """
    warm, batches, size = length
    counts = counters(batches, order.shape[0], order.shape[1], len(targets))
    span, waits = np.zeros(batches), counts[5]
    free, idle = units.copy(), units.sum()
    ends, bases, busy = np.empty(idle), np.empty(idle, dtype=np.int64), 0
    waiting, head, queue = np.empty((1024, 4)), 0, 0
    call, now, calls = np.empty(4), 0.0, warm + batches * size
    for serial in range(calls + 1):
        last = serial == calls  # nobody else comes: whoever waits is served
        gap = np.inf if last else exponential(state, GAPS) / rate
        batch = (serial - warm) // size if serial >= warm else -1
        now += gap
        while busy > 0 and ends[0] <= now and not (last and queue == 0):
            end, base = ends[0], bases[0]
            pop(ends, bases, busy)
            if queue > 0:
                push(ends, bases, busy - 1, sent(waiting[head], end, base, pool, counts, targets, state), base)
                head, queue = (head + 1) % len(waiting), queue - 1
            else:
                free[base], idle, busy = free[base] + 1, idle + 1, busy - 1
        if last:
            break
        if batch >= 0:
            span[batch] += gap
        kind = np.searchsorted(share, uniform(state, KINDS))
        call[0], call[1], call[2], call[3] = now, kind, exponential(state, TIMES), batch
        if idle == 0:
            if queue == len(waiting):
                waiting, head = lengthened(waiting, head), 0
            waiting[(head + queue) % len(waiting)], queue = call, queue + 1
            if batch >= 0:
                waits[batch] += 1
            continue
        place = 0
        while free[order[kind, place]] == 0:
            place += 1
        base = order[kind, place]
        push(ends, bases, busy, sent(call, now, base, pool, counts, targets, state), base)
        free[base], idle, busy = free[base] - 1, idle - 1, busy + 1
    return counts, span
