"""Two-zone recombination, compiled: the units of two neighbouring zones, merged into few items, are split anew.

Zones are numbers in ``label`` (n,), −1 for stations that stand alone. Every zone always hangs together. A *key* is what
a split is chosen by: points, a penalty for broken rules, and Gumbel noise while the search is hot.

What it may get wrong: with many stations only the best offices of the two zones before the split are tried, so a new
split may look costlier than it is, never cheaper. Sums are 64-bit floating point; the judge has the last word.
Compiled code is kept by file: after a change in ``items``, ``limits`` or ``exact.kernel`` touch this one, too.
"""

from typing import Any, NamedTuple

import numpy as np

from solvers.compiled import compiled
from solvers.large.items import below, items_of, promising, whole
from solvers.large.limits import CLOSE, STEP, beyond, farthest, unmet
from solvers.sets.kernel import loss

GUMBEL = np.round(-np.log(-np.log((np.arange(4096) + 0.5) / 4096)), 9)
"""Quantiles of the Gumbel distribution; rounded, so that they are the same on every machine."""
WORK, LINEAR, SIGNED = range(4, 7)
"""Columns of ``features`` behind the incident classes and the four that ``kernel.loss`` needs."""
NOTHING = np.zeros(0)
"""What is added to a split where no search needs more than the arrays: for :func:`split`."""


class Arrays(NamedTuple):
    """A problem for one number of zones, as arrays over its n stations.

    Parameters
    ----------
    first, neighbours, bond : the free neighbours of station i are ``neighbours[first[i]:first[i + 1]]``; ``bond`` are
        the points that an inner border saves
    features, mix, scales : (n, c + 6 + 2 s + r), (c,), (2,) what ``kernel.loss`` needs, then workload, points that
        simply add up, s columns of points that count by their absolute value, s of what is allowed of these, and the
        values of r ranges
    signed, ranges : s; (r, 7) ``limits.beyond``, the last column 1 where starts look at the range
    mean : workload of a free zone on average
    today, joined : (n,) number of the zone of today; points of a pair of stations in one zone, twice as much saved by
        one that shares a zone today
    weighted, travel : (n, n) weighted minutes at [station, office], and points for one
    minutes, chosen, most : (n, n) minutes at [office, station]; (n,) offices that the planner chose; minutes allowed
    near, lonely : (n, n) whether j supports i at [i, j]; (n,) points of a station without support, none if it is free
    member_first, member, counts : the groups of station i are ``member[member_first[i]:member_first[i + 1]]``;
        ``counts`` is 0 where it is only anchored to the group
    kind, need, whole, anchor : of each group: its kind (``solvers.forms.rules.Group``), members wanted in the zone of
        station ``anchor``, and all its members
    """

    first: Any
    neighbours: Any
    bond: Any
    features: Any
    mix: Any
    scales: Any
    signed: int
    ranges: Any
    mean: float
    today: Any
    joined: float
    weighted: Any
    travel: float
    minutes: Any
    chosen: Any
    most: float
    near: Any
    lonely: Any
    member_first: Any
    member: Any
    counts: Any
    kind: Any
    need: Any
    whole: Any
    anchor: Any


class State(NamedTuple):
    """A plan on its way: ``label`` (n,), points and breaches (k,) of every zone, and the state of ``random`` (1,).

    ``name`` (k,) is the zone of today that a zone carries on, −1 for none; ``changed`` holds the stations that change
    zone and how many may.
    """

    label: Any
    points: Any
    breach: Any
    name: Any
    changed: Any
    random: Any


@compiled(error_model="numpy")
def recombine(t: Any, s: Any, a: Any, b: Any, way: Any, pick: Any, temperature: Any, weight: Any) -> Any:
    """Split zones a and b anew by what the arrays say; whether anything changed.

    Parameters
    ----------
    way, pick : how units are merged, and the place on the common border, in [0, 1), where that matters
    temperature, weight : see :func:`split`
    """
    place, units, item = items_of(t.first, t.neighbours, s.label, a, b, way, pick, s.random)
    if not len(item):
        return False
    return split(t, s, a, b, place, units, item, NOTHING, NOTHING, temperature, weight)


@compiled(error_model="numpy")
def split(  # noqa: PLR0912, PLR0913, PLR0915, PLR0917 - one loop, see kernel.walk
    t: Any,
    s: Any,
    a: Any,
    b: Any,
    place: Any,
    units: Any,
    item: Any,
    extra: Any,
    broken: Any,
    temperature: Any,
    weight: Any,
) -> Any:
    """Split zones a and b anew, by the lowest key of all connected splits of their items; whether anything changed.

    Parameters
    ----------
    place, units, item : ``items.items_of``
    extra, broken : (2^m,) points and breaches of a zone of these items, by mask, that the arrays do not hold; or empty
    temperature : points by which noise may outweigh the key; without it only a better split is taken
    weight : points of breaking a rule by its whole limit
    """
    label, random, first, neighbours, features, mix = s.label, s.random, t.first, t.neighbours, t.features, t.mix
    scales, ranges, today, travel, joined, bond = t.scales, t.ranges, t.today, t.travel, t.joined, t.bond
    weighted, choice, minutes, lonely, supports, kind = t.weighted, t.chosen, t.minutes, t.lonely, t.near, t.kind
    member_first, member, counts, anchored, needed, all_of = (
        t.member_first,
        t.member,
        t.counts,
        t.anchor,
        t.need,
        t.whole,
    )
    name, most = s.name, t.most
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
        offices = promising(weighted, choice, label, units)
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
    linear, signed, allowed, column, nil = (
        c + LINEAR, c + SIGNED, c + SIGNED + t.signed, c + SIGNED + 2 * t.signed, np.zeros(f),
    )  # fmt: skip
    best, side, found, swap = np.inf, now, False, False
    points, breaches, moved = (0.0, 0.0), (0.0, 0.0), s.changed[0]
    mask, held, ties, cut = np.int64(0), 0.0, 0.0, 0.0
    stations, tied = size.sum(), bonds.sum() / 2.0
    start = 0 if temperature > 0.0 else -1  # the split as it is comes first and sets the key to beat
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
        noise = temperature * GUMBEL[below(random, 4096)] if temperature > 0.0 else 0.0
        goal = best + noise - (0.0 if temperature > 0.0 else 0.5)
        size_two = stations - held
        p, q = 0.0, 0.0
        for k in range(t.signed):
            u, v = one[signed + k], one[allowed + k]
            p += max(0.0, abs(u) - v)
            q += max(0.0, abs(total[signed + k] - u) - (total[allowed + k] - v))
        p = p + one[linear] + ties + joined * held * (held - 1.0) / 2.0
        q = q + total[linear] - one[linear]
        q += tied - ties - cut + joined * size_two * (size_two - 1.0) / 2.0
        g, h = beyond(one, nil, column, ranges), beyond(total, one, column, ranges)
        if len(extra):
            p, q, g, h = p + extra[mask], q + extra[rest], g + broken[mask], h + broken[rest]
        if p + q + weight * (g + h) - 1.0 >= goal:
            continue
        if places:
            least, least_two, fixed, fixed_two = np.inf, np.inf, False, False
            for o in range(places):
                away[o] = all_near[o] - near[o]
                if (mask >> at[o]) & 1:
                    if not fixed:
                        least = near[o] if chosen[o] else min(least, near[o])
                        fixed = chosen[o]
                elif not fixed_two:
                    least_two = away[o] if chosen[o] else min(least_two, away[o])
                    fixed_two = chosen[o]
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
            best, side, found = key - noise, mask, n >= 0
            points, breaches, moved, swap = (p, q), (g, h), min(straight, crossed), crossed < straight
    if not found:
        return False
    for u in range(len(units)):
        label[units[u]] = a if ((side >> item[u]) & 1 == 1) != swap else b
    s.points[a], s.points[b] = points[int(swap)], points[int(not swap)]
    s.breach[a], s.breach[b] = breaches[int(swap)], breaches[int(not swap)]
    s.changed[0] = moved
    return side not in (now, everything & ~now)
