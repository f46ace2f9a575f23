"""The inner loop of growth, compiled: a depth-first walk over the connected sets that hold one root.

Every set is reached by exactly one sequence of choices. A state is a connected set S with the stations R that are still
undecided; all others, O, are decided out. A step takes the first u of R that borders S and branches: u joins S, or u is
excluded for good, and with it every station of R that S can then no longer reach.

What every larger set of the branch costs for certain, the *floor*, is the cost of the monotone measures for S, that of
the pairs joined in S or cut between S and O, and that of the stations of S without support in S ∪ R. A set that is
found is tested with all it is cut from.

What it may get wrong: totals are 64-bit floating point, so a bound is to be raised by what they may lose.
"""

from typing import Any

import numpy as np

from solvers.compiled import compiled
from solvers.sets.kernel import NONE, ONE, first, lonely, loss, over, prunable, reached


@compiled(_nrt=False)
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
    members: Any,
    touched: Any,
    pairs: Any,
    floor: Any,
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
    cost: Any,
    found: Any,
    room: Any,
    risen: Any,
    own: Any,
) -> Any:
    """Walk on from the state at ``depth`` until the walk ends, ``budget`` states were met or ``found`` is full.

    Parameters
    ----------
    inside, front, undecided, wanted : (n + 1,) masks, the stack, one row a station in S: S itself, by station rows;
        and by position the undecided stations that border S, all that are undecided, and those that must still join
    totals, closed : (n + 1, t) the total of each resource, and its total if all undecided stations were excluded
    sums, monotone : (n + 1, p, c + 4) and (n + 1,) sums of features over S, and the points that :func:`loss` makes of
        them, of all periods
    members, touched : (n + 1,) masks by position of S and of what it may be cut from; kept where pairs cost something
    pairs : (n + 1, 2) points of the pairs joined in S and cut: cut from the stations decided out, from all others
    floor : (n + 1,) points that every set of this branch costs: ``monotone``, the first of ``pairs``, lost support
    stations : (n,) the station row at each position
    neighbours, cannot_link, must_link : (n,) masks by position
    include, exclude, bound : (t, n), (t, n), (t,) the resources
    with_monotone : (t,) 1.0 where ``floor`` is added to the total of the resource, else 0.0
    cheap : (t,) lower bounds; sets that keep all of these are counted
    features, mix, roots, pull, scales : as in ``costs.MonotoneCost``
    cost : a ``costs.PairCost`` by position
    earning : mask of the stations with some ``exclude[t, v]`` > 0 in a resource with the monotone cost
    found : (m,) where sets are written to, by station rows
    room, risen, own : (t,), (t,) and (p, c + 3) arrays to work in; nothing is allocated here, so that machine
        code without counts of references will do, which is compiled in two thirds of the time

    Returns
    -------
    depth, states, count, cheap_sets
        where the walk stands (−1: at its end), states met, sets found, and how many of these are cheap
    """
    resources, states, count, cheap_sets = len(bound), 0, 0, 0
    paired = len(cost.cut) > 0
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
            grows &= totals[d, t] + with_monotone[t] * floor[depth] <= bound[t]
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
            if paired:
                within = members[depth]
                members[d], touched[d] = within | bit, touched[depth] | cost.apart[u]
                bond = over(cost.joined[u], within) if len(cost.joined) > 0 else 0.0
                pairs[d, 0] = pairs[depth, 0] + bond + over(cost.cut[u], cost.apart[u] & ~(within | rest))
                pairs[d, 1] = pairs[depth, 1] + bond + cost.degree[u]
                pairs[d, 1] -= 2.0 * over(cost.cut[u], cost.apart[u] & within)
            while out != NONE:
                v = first(out)
                out &= out - ONE
                for t in range(resources):
                    totals[d, t] += exclude[t, v]
                if paired:
                    pairs[d, 0] += over(cost.cut[v], cost.apart[v] & members[d])
            closing = 0.0
            for p in range(sums.shape[1]):
                for c in range(sums.shape[2]):
                    sums[d, p, c] = sums[depth, p, c] + features[u, p, c]
                closing += loss(sums[d, p], d + 1.0, mix[p], scales[p])
            monotone[d] = floor[d] = closing
            if paired:
                floor[d] += pairs[d, 0]
                closing += pairs[d, 1]
                if len(cost.near) > 0:
                    floor[d] += lonely(cost.lonely, cost.near, members[d], members[d] | left)
                    closing += lonely(cost.lonely, cost.near, members[d], members[d])
            whole = low = wanted[d] == NONE
            for t in range(resources):
                grows &= totals[d, t] + with_monotone[t] * floor[d] <= bound[t]
                whole &= closed[d, t] + with_monotone[t] * closing <= bound[t]
                low &= closed[d, t] + with_monotone[t] * closing <= cheap[t]
            if grows and not whole:
                tested = (earning | touched[d]) & left if paired else earning & left
                if tested != NONE:
                    for t in range(resources):
                        room[t] = bound[t] - totals[d, t] - floor[d] if with_monotone[t] > 0.0 else np.inf
                    grows = not prunable(
                        tested, sums[d], d + 1.0, room, exclude, features, roots, pull, scales,
                        cost, members[d], ~(members[d] | left), risen, own,
                    )  # fmt: skip
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
                if paired:
                    pairs[depth, 0] += over(cost.cut[v], cost.apart[v] & members[depth])
            if paired:
                floor[depth] = monotone[depth] + pairs[depth, 0]
                if len(cost.near) > 0:
                    floor[depth] += lonely(cost.lonely, cost.near, members[depth], members[depth] | rest)
            for t in range(resources):
                if totals[depth, t] + with_monotone[t] * floor[depth] > bound[t]:
                    border = NONE
            if wanted[depth] & ~rest != NONE:
                border = NONE
        else:
            border = NONE
        front[depth], undecided[depth] = border, rest
        if grows:
            depth = d
    return depth, states, count, cheap_sets
