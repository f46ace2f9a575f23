"""The stations of two neighbouring zones merged into few items, compiled: what a split of the two is made of.

Stations of the two zones are *units*, numbered in station order; ``place`` (n,) is the number of a station, −1 outside.
An item hangs together and lies in one of the two zones.
"""

from typing import Any

import numpy as np

from solvers.compiled import compiled

ITEMS = 10
"""Items that two zones are merged into at the most: 512 splits."""
OFFICES = 20
"""Offices tried on either side where the two zones have more than twice as many stations."""
BORDER, WINDOW, CELLS = range(3)
"""How units are merged: far from the common border, far from one point of it, or round random seeds."""


@compiled(error_model="numpy")
def below(random: Any, n: Any) -> Any:
    """A random whole number in [0, n), of splitmix64, whose state is ``random`` (1,)."""
    random[0] += np.uint64(0x9E3779B97F4A7C15)
    z = random[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.int64(((z ^ (z >> np.uint64(31))) >> np.uint64(33)) % np.uint64(n))


@compiled(error_model="numpy")
def chance(random: Any) -> Any:
    """A random number in [0, 1)."""
    return below(random, 1 << 20) / (1 << 20)


@compiled(error_model="numpy")
def root(parent: Any, u: Any) -> Any:
    """The head of the item that unit u was merged into."""
    while parent[u] != u:
        parent[u] = parent[parent[u]]
        u = parent[u]
    return u


@compiled(error_model="numpy")
def distances(first: Any, neighbours: Any, label: Any, units: Any, place: Any, seeds: Any, apart: Any) -> Any:
    """(m, 2) steps from the nearest seed and which one it is; with ``apart`` no step leads from zone to zone."""
    m = len(units)
    found, waiting = np.full((m, 2), -1), np.empty(m, dtype=np.int64)
    begin, end = 0, 0
    for s in range(len(seeds)):
        if found[seeds[s], 0] < 0:
            found[seeds[s], 0], found[seeds[s], 1] = 0, s
            waiting[end] = seeds[s]
            end += 1
    while begin < end:
        u = waiting[begin]
        begin += 1
        for e in range(first[units[u]], first[units[u] + 1]):
            v = place[neighbours[e]]
            if v >= 0 and found[v, 0] < 0 and not (apart and label[units[u]] != label[units[v]]):
                found[v, 0], found[v, 1] = found[u, 0] + 1, found[u, 1]
                waiting[end] = v
                end += 1
    return found


@compiled(error_model="numpy")
def border(first: Any, neighbours: Any, label: Any, units: Any, place: Any) -> Any:
    """(2 e,) units that touch across the border of the two zones, pair after pair."""
    found, count = np.empty(2 * len(neighbours), dtype=np.int64), 0
    for u in range(len(units)):
        for e in range(first[units[u]], first[units[u] + 1]):
            v = place[neighbours[e]]
            if v > u and label[units[v]] != label[units[u]]:
                found[count], found[count + 1] = u, v
                count += 2
    return found[:count]


@compiled(error_model="numpy")
def merged(  # noqa: PLR0913, PLR0917 - compiled functions take arrays, not objects
    first: Any, neighbours: Any, label: Any, units: Any, place: Any, touching: Any, way: Any, pick: Any, random: Any
) -> Any:
    """(m,) number of the item of every unit, at most :data:`ITEMS`; an item hangs together and lies in one zone."""
    m = len(units)
    parent = np.arange(m)
    count = m
    at = 2 * np.int64(pick * (len(touching) // 2))
    if m > ITEMS and way == CELLS:
        seeds = np.empty(ITEMS, dtype=np.int64)
        seeds[:2] = touching[at : at + 2]  # one in each zone at the least
        for k in range(2, ITEMS):
            seeds[k] = below(random, m)
        nearest = distances(first, neighbours, label, units, place, seeds, True)
        for u in range(m):
            parent[u] = seeds[nearest[u, 1]]
    elif m > ITEMS:
        seeds = touching[at : at + 2] if way == WINDOW else touching
        steps = distances(first, neighbours, label, units, place, seeds, False)
        key = np.empty(m)
        for u in range(m):
            key[u] = -(steps[u, 0] + chance(random))
        done = np.zeros(m, dtype=np.bool_)
        for u in np.argsort(key):
            if count <= ITEMS:
                break
            done[u] = True
            for e in range(first[units[u]], first[units[u] + 1]):
                v = place[neighbours[e]]
                if v >= 0 and done[v] and label[units[v]] == label[units[u]]:
                    one, two = root(parent, u), root(parent, v)
                    if one != two:
                        parent[one] = two
                        count -= 1
    number, item = np.full(m, -1), np.empty(m, dtype=np.int64)
    count = 0
    for u in range(m):
        head = root(parent, u)
        if number[head] < 0:
            number[head] = count
            count += 1
        item[u] = number[head]
    return item


@compiled(error_model="numpy")
def promising(weighted: Any, chosen: Any, label: Any, units: Any) -> Any:
    """Stations to be tried as offices, in order: all, or in each zone the :data:`OFFICES` of least
    weighted minutes. Stations ``chosen`` (n,) as offices by the planner are always tried.
    """
    m = len(units)
    if m <= 2 * OFFICES:
        return units
    cost, keep = np.zeros(m), np.zeros(m, dtype=np.bool_)
    for u in range(m):
        for o in range(m):
            if label[units[u]] == label[units[o]]:
                cost[o] += weighted[units[u], units[o]]
    for side in range(2):
        for _ in range(OFFICES):
            best = -1
            for o in range(m):
                same = (label[units[o]] == label[units[0]]) == (side == 0)
                if same and not keep[o] and (best < 0 or cost[o] < cost[best]):
                    best = o
            if best >= 0:
                keep[best] = True
    for u in range(m):
        keep[u] |= chosen[units[u]]
    return units[keep]


@compiled(error_model="numpy")
def whole(left: Any, nearby: Any) -> Any:
    """Whether the items of a mask hang together, ``nearby`` being the neighbours of each."""
    reach = left & -left
    front = reach
    while front:
        step, k = np.int64(0), 0
        while front:
            if front & 1:
                step |= nearby[k]
            front >>= 1
            k += 1
        front = step & left & ~reach
        reach |= front
    return reach == left


@compiled(error_model="numpy")
def units_of(label: Any, a: Any, b: Any) -> Any:
    """(n,) numbers of the units of zones a and b, and (m,) their stations."""
    place, count = np.full(len(label), -1), 0
    for i in range(len(label)):
        if label[i] == a or label[i] == b:
            place[i] = count
            count += 1
    units = np.empty(count, dtype=np.int64)
    for i in range(len(label)):
        if place[i] >= 0:
            units[place[i]] = i
    return place, units


@compiled(error_model="numpy")
def items_of(first: Any, neighbours: Any, label: Any, a: Any, b: Any, way: Any, pick: Any, random: Any) -> Any:
    """``place``, the units of zones a and b, and the item of each; no items where the zones do not touch."""
    place, units = units_of(label, a, b)
    touching = border(first, neighbours, label, units, place)
    if not len(touching):
        return place, units, units[:0]
    return place, units, merged(first, neighbours, label, units, place, touching, way, pick, random)
