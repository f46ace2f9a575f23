"""The pair step, compiled: the units of two neighbouring zones, merged into few items, are split anew the best way.

Zones are numbers in ``label`` (n,), −1 for stations that stand alone. Every zone always hangs together. A *key* is what
a split is chosen by: points, a penalty for broken rules, and luck while the search is hot.

What it may get wrong: with many stations travel is priced from the offices that suit the two zones as they are, so a
new split may look dearer than it is, never cheaper. Sums are 64-bit floating point; the judge has the last word.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from solvers.exact.kernel import loss

ITEMS = 10
"""Items that two zones are merged into at the most: 512 splits."""
OFFICES = 20
"""Offices tried on either side where the two zones have more than twice as many stations."""
STEP = 0.02
"""A broken limit counts at least as so much of it."""
CLOSE = 5e-10
"""Relative room in workload and minutes: half of the judge's, so that what is kept here is kept there."""
LUCK = np.round(-np.log(-np.log((np.arange(4096) + 0.5) / 4096)), 9)
"""Quantiles of the Gumbel distribution; rounded, so that they are the same on every machine."""
WORK, STAFF, CASE, UNEVEN, LINEAR = range(4, 9)
"""Columns of ``features`` behind the incident classes and the four that ``kernel.loss`` needs."""
BORDER, WINDOW, CELLS = range(3)
"""How units are merged: those far from the common border, those far from a point of it, or round random seeds."""
TOGETHER, APART, ANCHORED = range(3)
"""Kinds of groups."""


class Terrain(NamedTuple):
    """A problem for one number of zones, as arrays over its n stations.

    Parameters
    ----------
    first, neighbours, bond : the free neighbours of station i are ``neighbours[first[i]:first[i + 1]]``; ``bond`` are
        the points that an inner border saves
    features, mix, scales : (n, c + 9), (c,), (2,) what ``kernel.loss`` needs, then workload, officers, case areas,
        points of unevenness with their sign, points that simply add up
    today, joined : (n,) number of the zone of today; points of a pair of stations in one zone, twice as much saved by
        one that shares a zone today
    weighted, travel : (n, n) weighted minutes at [station, office], and points for one
    minutes, chosen : (n, n) minutes at [office, station]; (n,) offices that the planner chose
    near, lonely : (n, n) whether j supports i at [i, j]; (n,) points of a station without support, none if it is free
    limits : lowest and highest workload, its mean, fewest stations, most minutes, fewest officers, 1 if a case area
    member_first, member, counts : the groups of station i are ``member[member_first[i]:member_first[i + 1]]``;
        ``counts`` is 0 where it is only anchored to the group
    kind, need, whole, anchor : of each group: :data:`TOGETHER`, :data:`APART` or :data:`ANCHORED`, members wanted in
        the zone of station ``anchor``, and all its members
    """

    first: Any
    neighbours: Any
    bond: Any
    features: Any
    mix: Any
    scales: Any
    today: Any
    joined: float
    weighted: Any
    travel: float
    minutes: Any
    chosen: Any
    near: Any
    lonely: Any
    limits: Any
    member_first: Any
    member: Any
    counts: Any
    kind: Any
    need: Any
    whole: Any
    anchor: Any


class State(NamedTuple):
    """A plan on its way: ``label`` (n,), points and breaches (k,) of every zone, and luck.

    ``name`` (k,) is the zone of today that a zone carries on, −1 for none; ``changed`` holds the stations that change
    zone and how many may.
    """

    label: Any
    points: Any
    breach: Any
    name: Any
    changed: Any
    luck: Any


@njit(nogil=True, cache=True, error_model="numpy")
def below(luck: Any, n: Any) -> Any:
    """A random whole number in [0, n), of splitmix64; ``luck`` (1,) is where it goes on."""
    luck[0] += np.uint64(0x9E3779B97F4A7C15)
    z = luck[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.int64(((z ^ (z >> np.uint64(31))) >> np.uint64(33)) % np.uint64(n))


@njit(nogil=True, cache=True, error_model="numpy")
def chance(luck: Any) -> Any:
    """A random number in [0, 1)."""
    return below(luck, 1 << 20) / (1 << 20)


@njit(nogil=True, cache=True, error_model="numpy")
def root(parent: Any, u: Any) -> Any:
    """The head of the item that unit u was merged into."""
    while parent[u] != u:
        parent[u] = parent[parent[u]]
        u = parent[u]
    return u


@njit(nogil=True, cache=True, error_model="numpy")
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


@njit(nogil=True, cache=True, error_model="numpy")
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


@njit(nogil=True, cache=True, error_model="numpy")
def merged(  # noqa: PLR0913, PLR0917 - compiled functions take arrays, not objects
    first: Any, neighbours: Any, label: Any, units: Any, place: Any, touching: Any, way: Any, pick: Any, luck: Any
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
            seeds[k] = below(luck, m)
        nearest = distances(first, neighbours, label, units, place, seeds, True)
        for u in range(m):
            parent[u] = seeds[nearest[u, 1]]
    elif m > ITEMS:
        seeds = touching[at : at + 2] if way == WINDOW else touching
        steps = distances(first, neighbours, label, units, place, seeds, False)
        key = np.empty(m)
        for u in range(m):
            key[u] = -(steps[u, 0] + chance(luck))
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


@njit(nogil=True, cache=True, error_model="numpy")
def promising(weighted: Any, label: Any, units: Any) -> Any:
    """Stations to be tried as offices, in order: all, or on either side those that suit the zone as it is best."""
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
    return units[keep]


@njit(nogil=True, cache=True, error_model="numpy")
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


@njit(nogil=True, cache=True, error_model="numpy")
def farthest(side: Any, cost: Any, chosen: Any, at: Any, far: Any) -> Any:
    """Most minutes to the items of a mask from its office: the first chosen, or the first of least weighted minutes."""
    best, office, picked = np.inf, 0, False
    for o in range(len(cost)):
        if picked or not (side >> at[o]) & 1:
            continue
        if chosen[o]:
            office, picked = o, True
            continue
        total = 0.0  # added up anew: what adding and taking away leaves behind would break ties
        for k in range(cost.shape[1]):
            if (side >> k) & 1:
                total += cost[o, k]
        if total < best * (1.0 - 2.0 * CLOSE):
            best, office = total, o
    most = 0.0
    for k in range(far.shape[1]):
        if (side >> k) & 1:
            most = max(most, far[office, k])
    return most


@njit(nogil=True, cache=True, error_model="numpy")
def unmet(side: Any, kind: Any, need: Any, whole: Any, inside: Any, anchor: Any) -> Any:
    """Stations by which the items of a mask miss what is wanted of groups; ``inside`` (g, m) are their members."""
    total = 0.0
    for g in range(len(kind)):
        held = 0.0
        for k in range(inside.shape[1]):
            if (side >> k) & 1:
                held += inside[g, k]
        if kind[g] == TOGETHER and held > 0.0:
            total += whole[g] - held
        elif kind[g] == APART:
            total += max(0.0, held - 1.0)
        elif kind[g] == ANCHORED and anchor[g] >= 0 and (side >> anchor[g]) & 1:
            total += max(0.0, need[g] - held)
    return total


@njit(nogil=True, cache=True, error_model="numpy")
def beyond(work: Any, staff: Any, case: Any, size: Any, limits: Any) -> Any:
    """By how much of their limits a zone breaks the rules on its sums."""
    total = 0.0
    if size < limits[3]:
        total += (limits[3] - size) / limits[3] + STEP
    if work > limits[1] * (1.0 + CLOSE):
        total += (work - limits[1]) / limits[2] + STEP
    elif work < limits[0] * (1.0 - CLOSE):
        total += (limits[0] - work) / limits[2] + STEP
    if staff < limits[5] - 0.5:
        total += (limits[5] - staff) / limits[5] + STEP
    if case < limits[6] - 0.5:
        total += 1.0
    return total


@njit(nogil=True, cache=True, error_model="numpy")
def resplit(t: Any, s: Any, a: Any, b: Any, way: Any, pick: Any, heat: Any, weight: Any) -> Any:  # noqa: PLR0912, PLR0915 - one loop, see kernel.walk
    """Split zones a and b anew, by the lowest key of all connected splits of their items; whether anything changed.

    Parameters
    ----------
    way, pick : how units are merged, and the place on the common border, in [0, 1), where that matters
    heat : points by which luck may outweigh the key; without it only a better split is taken
    weight : points of breaking a rule by its whole limit
    """
    label, luck, first, neighbours, features, mix = s.label, s.luck, t.first, t.neighbours, t.features, t.mix
    scales, limits, today, travel, joined, bond = t.scales, t.limits, t.today, t.travel, t.joined, t.bond
    weighted, choice, minutes, lonely, supports, kind = t.weighted, t.chosen, t.minutes, t.lonely, t.near, t.kind
    member_first, member, counts, anchored, needed, all_of = (
        t.member_first,
        t.member,
        t.counts,
        t.anchor,
        t.need,
        t.whole,
    )
    name, most = s.name, t.limits[4]
    place, count = np.full(len(label), -1), 0
    for i in range(len(label)):
        if label[i] == a or label[i] == b:
            place[i] = count
            count += 1
    units = np.empty(count, dtype=np.int64)
    for i in range(len(label)):
        if place[i] >= 0:
            units[place[i]] = i
    touching = border(first, neighbours, label, units, place)
    if not len(touching):
        return False
    item = merged(first, neighbours, label, units, place, touching, way, pick, luck)
    m, f = item.max() + 1, features.shape[1]
    everything = (np.int64(1) << m) - 1

    # What is known of the items.
    sums, size, bonds = np.zeros((m, f)), np.zeros(m), np.zeros((m, m))
    nearby, now = np.zeros(m, dtype=np.int64), np.int64(0)
    kept = np.zeros((2, m))  # stations that carry on the zone of today of a, of b
    for u in range(len(units)):
        i, k = units[u], item[u]
        size[k] += 1.0
        for c in range(f):
            sums[k, c] += features[i, c]
        for e in range(first[i], first[i + 1]):
            v = place[neighbours[e]]
            if v >= 0:
                bonds[k, item[v]] -= bond[e]
                nearby[k] |= np.int64(1) << item[v]
        if label[i] == a:
            now |= np.int64(1) << k
        kept[0, k] += today[i] == name[a]
        kept[1, k] += today[i] == name[b]
        if joined > 0.0:
            for v in range(len(units)):
                if u != v and today[i] == today[units[v]]:
                    bonds[k, item[v]] -= 2.0 * joined
    offices = units[:0]
    if most < np.inf:
        offices = units
    elif travel > 0.0:
        offices = promising(weighted, label, units)
    places = len(offices)
    cost, far = np.zeros((places, m)), np.zeros((places, m))
    at, chosen = np.zeros(places, dtype=np.int64), np.zeros(places, dtype=np.bool_)
    for o in range(places):
        at[o], chosen[o] = item[place[offices[o]]], choice[offices[o]]
        for u in range(len(units)):
            cost[o, item[u]] += weighted[units[u], offices[o]]
            far[o, item[u]] = max(far[o, item[u]], minutes[offices[o], units[u]])
    helped, helper, alone = np.zeros(len(units), np.int64), np.zeros(len(units), np.int64), np.zeros(len(units))
    unhelped = 0
    for u in range(len(units) if len(lonely) else 0):
        mask = np.int64(0)
        for v in range(len(units)):
            if supports[units[u], units[v]]:
                mask |= np.int64(1) << item[v]
        if not (mask >> item[u]) & 1:
            helped[unhelped], helper[unhelped], alone[unhelped] = item[u], mask, lonely[units[u]]
            unhelped += 1
    groups = len(kind)
    inside, anchor = np.zeros((groups, m)), np.full(groups, -1)
    for u in range(len(units) if groups else 0):
        for e in range(member_first[units[u]], member_first[units[u] + 1]):
            inside[member[e], item[u]] += counts[e]
    for g in range(groups):
        if anchored[g] >= 0 and place[anchored[g]] >= 0:
            anchor[g] = item[place[anchored[g]]]

    # All splits in Gray order: one item changes sides from each to the next.
    elsewhere = s.changed[0]
    for k in range(m):
        elsewhere += kept[0 if (now >> k) & 1 else 1, k]
    total, one = np.zeros(f), np.zeros(f)
    for k in range(m):
        for c in range(f):
            total[c] += sums[k, c]
    near, away, all_near = np.zeros(places), np.zeros(places), np.zeros(places)
    for o in range(places):
        for k in range(m):
            all_near[o] += cost[o, k]
    two = np.zeros(f)
    c = len(mix)
    work, staff, case, uneven, linear = c + WORK, c + STAFF, c + CASE, c + UNEVEN, c + LINEAR
    best, side, found, swap = np.inf, now, False, False
    points, breaches, moved = (0.0, 0.0), (0.0, 0.0), s.changed[0]
    mask, held, ties, cut = np.int64(0), 0.0, 0.0, 0.0
    stations, tied = size.sum(), bonds.sum() / 2.0
    start = 0 if heat > 0.0 else -1  # the split as it is comes first and sets the key to beat
    for n in range(start, 1 << (m - 1)):
        flips = now if n < 0 else mask ^ (np.int64(1) << (m - 1))
        if n > 0:
            flips = np.int64(n & -n)
        for k in range(m):
            if not (flips >> k) & 1:
                continue
            sign = -1.0 if (mask >> k) & 1 else 1.0
            mask ^= np.int64(1) << k
            held += sign * size[k]
            for c in range(f):
                one[c] += sign * sums[k, c]
            for o in range(places):
                near[o] += sign * cost[o, k]
            own, other = 0.0, 0.0
            for j in range(m):
                if j != k:
                    if (mask >> j) & 1:
                        own += bonds[k, j]
                    else:
                        other += bonds[k, j]
            ties += sign * (own + bonds[k, k] / 2.0)
            cut += sign * (other - own)
        rest = everything & ~mask
        if rest == 0:
            continue
        luck_now = heat * LUCK[below(luck, 4096)] if heat > 0.0 else 0.0
        goal = best + luck_now - (0.0 if heat > 0.0 else 0.5)
        size_two = stations - held
        p = abs(one[uneven]) + one[linear] + ties + joined * held * (held - 1.0) / 2.0
        q = abs(total[uneven] - one[uneven]) + total[linear] - one[linear]
        q += tied - ties - cut + joined * size_two * (size_two - 1.0) / 2.0
        g = beyond(one[work], one[staff], one[case], held, limits)
        h = beyond(total[work] - one[work], total[staff] - one[staff], total[case] - one[case], size_two, limits)
        if p + q + weight * (g + h) - 1.0 >= goal:
            continue
        if places:
            least, least_two = np.inf, np.inf
            for o in range(places):
                away[o] = all_near[o] - near[o]
                if (mask >> at[o]) & 1:
                    least = min(least, near[o])
                else:
                    least_two = min(least_two, away[o])
            if travel > 0.0:
                p, q = p + travel * least, q + travel * least_two
        for k in range(unhelped):
            if (mask >> helped[k]) & 1:
                if not mask & helper[k]:
                    p += alone[k]
            elif not rest & helper[k]:
                q += alone[k]
        if most < np.inf:
            one_far, two_far = farthest(mask, cost, chosen, at, far), farthest(rest, cost, chosen, at, far)
            if one_far > most * (1.0 + CLOSE):
                g += (one_far - most) / max(most, 1.0) + STEP
            if two_far > most * (1.0 + CLOSE):
                h += (two_far - most) / max(most, 1.0) + STEP
        if groups:
            g += unmet(mask, kind, needed, all_of, inside, anchor)
            h += unmet(rest, kind, needed, all_of, inside, anchor)
        straight, crossed = elsewhere, elsewhere
        for k in range(m):
            straight -= kept[0 if (mask >> k) & 1 else 1, k]
            crossed -= kept[1 if (mask >> k) & 1 else 0, k]
        excess = max(0.0, min(straight, crossed) - s.changed[1])
        if p + q + weight * (g + h + excess) - 1.0 >= goal:
            continue
        for c in range(f):
            two[c] = total[c] - one[c]
        p = np.rint(p + loss(one, held, mix, scales))
        q = np.rint(q + loss(two, size_two, mix, scales))
        key = p + q + weight * (g + h + excess)
        if key < goal and (n < 0 or (whole(mask, nearby) and whole(rest, nearby))):
            best, side, found = key - luck_now, mask, n >= 0
            points, breaches, moved, swap = (p, q), (g, h), min(straight, crossed), crossed < straight
    if not found:
        return False
    for u in range(len(units)):
        label[units[u]] = a if ((side >> item[u]) & 1 == 1) != swap else b
    s.points[a], s.points[b] = points[int(swap)], points[int(not swap)]
    s.breach[a], s.breach[b] = breaches[int(swap)], breaches[int(not swap)]
    s.changed[0] = moved
    return side not in (now, everything & ~now)
