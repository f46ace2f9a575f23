"""A first plan by steepest descent: the best move of one station to a neighbouring zone, until no move pays.

It is quick and proves nothing. It gives a plan to show when time is short, and columns for the master to begin with;
:func:`around` finds more of them near known ones.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from solvers.coverage import rule_row, whole_amount
from solvers.forms.rules import Kept, Range, Ratio
from solvers.instances.columns import Candidates
from solvers.instances.instance import Instance
from solvers.instances.subproblem import Subproblem
from solvers.sets.masks import Bits, Masks, mask_of, points, unpack
from solvers.stop import Watch
from zoning.model.county import Floats

PENALTY = 1_000_000
"""Points for breaking a rule by its whole limit: more than any measure can save."""


def steepest_descents(
    subproblem: Subproblem, seed: int, starts: int, watch: Watch
) -> tuple[Candidates, list[tuple[int, ...]]]:
    """Zones met in ``starts`` steepest descents that keep the rules, and the plans (masks) in which they ended.

    Raises
    ------
    Stopped
        When ``watch`` says so.
    """
    rng = np.random.default_rng([seed, subproblem.k])
    known: dict[int, float] = {}
    grown = [zones for _ in range(starts) if (zones := _grown(subproblem, rng)) is not None]
    ends = _descended(subproblem, grown, known, watch)
    met = sorted(mask for mask, value in known.items() if value < np.inf)
    feasible = subproblem.candidates(subproblem.instance.masks(met))
    legal = set(feasible.masks.tolist())
    return feasible, [end for end in dict.fromkeys(ends) if legal.issuperset(end)]


def _grown(subproblem: Subproblem, rng: np.random.Generator) -> tuple[int, ...] | None:
    """k zones (masks) from random seeds: the zone of least workload takes the station nearest to its seed, and so on.

    ``None`` where seeds are missing or a station is left over.
    """
    instance = subproblem.instance
    neighbours, free = instance.neighbours.tolist(), mask_of(instance.free.tolist())
    work, minutes = instance.problem.county.workload.tolist(), instance.problem.county.minutes
    seeds = _seeds(subproblem, rng)
    if len(seeds) < subproblem.k:
        return None
    zones, beside = [1 << seed for seed in seeds], [neighbours[seed] for seed in seeds]
    left = free & ~mask_of(seeds)
    load, away = [work[seed] for seed in seeds], minutes[seeds].tolist()
    growing = set(range(subproblem.k))
    while left and growing:
        z = min(growing, key=lambda k: (load[k], k))
        frontier = beside[z] & left
        if not frontier:
            growing.discard(z)
            continue
        _, i = min((away[z][j], j) for j in _bits(frontier))
        zones[z] |= 1 << i
        beside[z] |= neighbours[i]
        left &= ~(1 << i)
        load[z] += work[i]
    return None if left else tuple(zones)


def _seeds(subproblem: Subproblem, rng: np.random.Generator) -> list[int]:
    """k station rows: one in every component, then by chance ∝ (minutes from the nearest seed)²; none if k is too few.

    D. Arthur, S. Vassilvitskii, k-means++: the advantages of careful seeding, SODA 2007.
    """
    instance, k = subproblem.instance, subproblem.k
    neighbours, left = instance.neighbours.tolist(), mask_of(instance.free.tolist())
    seeds: list[int] = []
    while left:
        part = flood(neighbours, left & -left, left)
        seeds.append(int(rng.choice(list(_bits(part)))))
        left &= ~part
    free, minutes = instance.free, instance.problem.county.minutes
    while 0 < len(seeds) < k:
        away = minutes[seeds][:, free].min(axis=0) ** 2
        if away.sum() == 0:
            break
        seeds.append(int(rng.choice(free, p=away / away.sum())))
    return seeds[:k] if len(seeds) == k else []


def _descended(
    subproblem: Subproblem, starts: Sequence[Sequence[int]], known: dict[int, float], watch: Watch
) -> list[tuple[int, ...]]:
    """The plans, masks in ascending order, in which steepest descents from ``starts`` end, side by side.

    ``known`` keeps the value of every mask met, infinite where it does not hang together. It ends: every step saves
    half a point or more, so no plan is met twice.
    """
    plans = [list(zones) for zones in starts]
    going = list(plans)
    while going:
        watch.tick()
        moves = [list(_moves(subproblem.instance, current)) for current in going]
        _part(subproblem.instance, (without for part in moves for _, _, without, _ in part), known)
        moves = [[move for move in part if known.get(move[2], 0.0) < np.inf] for part in moves]
        met = [mask for part in moves for _, _, *changed in part for mask in changed]
        _learn(subproblem, (*(mask for current in going for mask in current), *met), known)
        going = [current for current, part in zip(going, moves, strict=True) if _stepped(current, part, known)]
    return [tuple(sorted(current)) for current in plans]


def _stepped(current: list[int], moves: Sequence[tuple[int, int, int, int]], known: Mapping[int, float]) -> bool:
    """Make the move that saves most; whether one saves half a point."""
    best = min(
        (
            (known[without] + known[with_it] - known[current[source]] - known[current[target]], k)
            for k, (source, target, without, with_it) in enumerate(moves)
        ),
        default=(0.0, -1),
    )
    if best[0] >= -0.5:
        return False
    source, target, without, with_it = moves[best[1]]
    current[source], current[target] = without, with_it
    return True


def _moves(instance: Instance, zones: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """(source, target, mask of source without i, mask of target with i) for every station i that borders target."""
    neighbours = instance.neighbours.tolist()
    for source, zone in enumerate(zones):
        for i in _bits(zone):
            if zone != 1 << i:
                for target, other in enumerate(zones):
                    if target != source and neighbours[i] & other:
                        yield source, target, zone & ~(1 << i), other | 1 << i


def _part(instance: Instance, masks: Iterable[int], known: dict[int, float]) -> None:
    """Note in ``known`` which of these masks do not hang together."""
    fresh = instance.masks([mask for mask in dict.fromkeys(masks) if mask not in known])
    if len(fresh):
        known.update(dict.fromkeys(fresh[~connected(instance.neighbours, fresh)].tolist(), np.inf))


def _learn(subproblem: Subproblem, masks: Iterable[int], known: dict[int, float]) -> None:
    """Add to ``known`` the points of masks that hang together and their penalties for broken rules, if not known."""
    fresh = subproblem.instance.masks([mask for mask in dict.fromkeys(masks) if mask not in known])
    known.update(zip(fresh.tolist(), _value(subproblem, fresh).tolist(), strict=True))


def _value(subproblem: Subproblem, masks: Bits) -> Floats:
    """(m,) points and penalties for broken rules of masks that hang together."""
    problem, tables, k = subproblem.problem, subproblem.instance.tables, subproblem.k
    total = points(problem, tables, masks).astype(np.float64)
    batch = Masks(problem, tables, masks)
    for rule in subproblem.instance.rules:
        form = rule_row(rule.key).growth
        if not isinstance(form, Kept):
            by_limit = form is None or isinstance(form, Ratio) or (isinstance(form, Range) and not form.whole)
            scale = whole_amount(rule, problem, k) if by_limit else 1.0
            total += PENALTY * rule.breach(batch, k) / (scale or 1.0)
    return total


def connected(neighbours: Bits, masks: Bits) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    """(m,) whether each mask is connected; the empty mask is not."""
    if masks.dtype == object:
        own = neighbours.tolist()
        return np.array([mask != 0 and flood(own, mask & -mask, mask) == mask for mask in masks], dtype=bool)
    reached = masks & (~masks + np.uint64(1))
    member = unpack(masks, len(neighbours))
    while True:
        near = np.where(unpack(reached, len(neighbours)) & member, neighbours, np.uint64(0))
        wider = (reached | np.bitwise_or.reduce(near, axis=1)) & masks
        if np.array_equal(wider, reached):
            return np.asarray((reached == masks) & (masks != 0))
        reached = wider


def around(instance: Instance, masks: Bits) -> Bits:
    """(m,) the sets near ``masks``, each once and ascending; those given are not among them but by chance."""
    n = len(instance.problem)
    each, member = instance.masks([1 << row for row in range(n)]), unpack(masks, n)
    beside = (member.astype(np.int64) @ instance.adjacent > 0) & ~member
    found = [instance.none.masks]
    for mask, inside, outside in zip(masks, member, beside, strict=True):
        less, more = mask ^ each[inside], mask | each[outside]
        found += [less, more, (less[:, None] | each[outside][None, :]).ravel()]
    sets = np.unique(np.concatenate(found))
    return sets[connected(instance.neighbours, sets)]


def flood(neighbours: Sequence[int], start: int, within: int) -> int:
    """The stations of ``within`` connected within it to ``start``, all as masks."""
    part = start
    while True:
        wider = part
        for i in _bits(part):
            wider |= neighbours[i] & within
        if wider == part:
            return part
        part = wider


def _bits(mask: int) -> Iterable[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
