"""The exact search: for every number of zones the best plan or the proof that it cannot win.

One number of zones after the other, the largest first: its plans bound those of fewer zones, whose pools are larger.
For each, a source of zones (pool or bounded growth), the master's prices, and covers within a growing budget.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from solvers.exact.cover import Budget, Cover
from solvers.exact.duals import FRACTION, Prices
from solvers.exact.instance import Candidates, Found, Ground, Pool, grow_sets
from solvers.exact.masks import Bits, mask_of, rows_of
from solvers.exact.master import Relaxation, Source, relax
from solvers.exact.pricing import BOUNDED, Bounded
from solvers.exact.start import descents
from solvers.stop import Watch
from zoning.judge.measures import POINTS
from zoning.judge.rules import violations
from zoning.model.plan import Plan, moved
from zoning.model.problem import Problem
from zoning.result.solution import Certificate
from zoning.texts import Message

SMALL_POOL, POOL_LIMIT = 30_000, 1_000_000
"""Zones of a pool above which zones are grown under bounds instead: where bounds see most of what zones cost, and where
they do not. A pool of a million takes 0.1 GB."""
SEEN = 0.9
"""Share of the weights on measures that bounds see above which they see most."""
WEAK_TRAVEL = 0.05
"""Share of the weights below which travel tells zones too little apart for bounds: pools may then be 8 times larger."""
GROWTH_LIMIT = 4_000_000_000
"""States of one bounded growth above which the search gives up; some minutes of work."""
DESCENTS = 12
"""Descents from random starts that give a growth its first zones."""
FIRST_GAP, WIDEN = 0.005, 2.0
"""The first budget as a share of the bound, and the factor by which it grows until a plan is found."""


@dataclass(frozen=True)
class Settled:
    """One number of zones, decided: its prices, the zones within ``reach`` of them, and its certificate."""

    relaxation: Relaxation
    found: Found
    reach: int
    certificate: Certificate


@dataclass
class Search:
    """The state of a search; ``best`` is the least points found so far and ``plan`` a plan that has them.

    By number of zones, ``hints`` are zones to begin with, connected on this county's borders, in place of descents, and
    ``near`` are prices to begin with. ``sets`` keeps the connected sets of pools, ``None`` where they are too many.
    ``methods`` says by name which source of zones was taken, and why.
    """

    ground: Ground
    watch: Watch
    seed: int
    best: int | None = None
    plan: Plan | None = None
    workers: int | None = None
    hints: Mapping[int, Bits] = field(default_factory=dict)
    near: Mapping[int, Prices] = field(default_factory=dict)
    sets: dict[bytes, Bits | None] = field(default_factory=dict)
    settled: dict[int, Settled] = field(default_factory=dict)
    relaxed: dict[int, int] = field(default_factory=dict)
    methods: dict[str, Message] = field(default_factory=dict)
    _pools: dict[tuple[float, float, bool], Pool | None] = field(default_factory=dict)

    def numbers(self) -> list[int]:
        """Numbers of zones outside the alone ones that the limits and the simplest counts allow, largest first."""
        limits, fixed = self.ground.problem.policy.zones, len(self.ground.alone)
        free = len(self.ground.free)
        if not self.ground.alone_kept:
            return []
        if free == 0:
            return [0] if limits.min <= fixed <= limits.max else []
        fewest = max(limits.min - fixed, 1, -(-free // (limits.max_stations or free)))
        return list(range(min(limits.max - fixed, free // limits.min_stations), fewest - 1, -1))

    def begin(self) -> None:
        """Look for a first plan, so that there is one to show when time is short."""
        self.watch.stage = "start"
        for others in self.numbers():
            if others and self.best is None:
                for end in descents(self.ground, others, self.seed, 1, self.watch)[1]:
                    self._offer_legal(end)

    def bound(self) -> int | None:
        """Points that no plan goes below, as far as is proved; ``None`` while a number of zones has no bound."""
        bounds = []
        for others in self.numbers():
            if others in self.settled:
                bound = self.settled[others].certificate.bound
            elif others in self.relaxed:
                bound = self.relaxed[others]
            else:
                return None
            if bound is not None:
                bounds.append(bound)
        return min(bounds, default=None)

    def settle(self, others: int) -> None:
        """Find the best plan of so many zones, or prove that it costs more than the best so far or is none.

        Raises
        ------
        Stopped, TooMany
            When time is over, or more zones would have to be grown than the limits allow.
        """
        watch, ground = self.watch, self.ground
        watch.zone_count = others + len(ground.alone)
        if known := self._excluded(others):
            self.settled[others] = known
            return
        watch.stage = "pool"
        source = self.source(others)
        start = self._start(source)
        grown = watch.zones_grown
        watch.stage = "master"
        cap = self.worst(others) if self.best is None else self.best
        relaxation = relax(source, start, cap, watch, self.near.get(others))
        self._relaxed(others, relaxation)
        watch.stage = "cover"
        room = cap - relaxation.bound
        first = round(FIRST_GAP * ground.open(relaxation.prices, watch.zone_count))
        reach = min(max(1, first, relaxation.reach), room)
        found, fewest = self._found(relaxation.found, relaxation, min(reach, relaxation.reach)), None
        while room >= 0:
            if reach > relaxation.reach:
                found = source.below(relaxation.prices, self._up_to(reach))
            fewest = self._cheapest(others, relaxation, found, reach)
            if fewest is not None or reach >= room:
                break
            reach = min(max(reach + 1, round(WIDEN * reach)), room)
        bound = fewest if fewest is not None else None if self.best is None else max(cap + 1, relaxation.bound)
        grown = source.grown if isinstance(source, Pool) else watch.zones_grown - grown
        self.settled[others] = Settled(
            relaxation, found, reach, self._certificate(others, relaxation, bound, grown, found)
        )

    def _relaxed(self, others: int, relaxation: Relaxation) -> None:
        """Note what the prices prove of so many zones, and of fewer, should the search be stopped before these."""
        for fewer in [n for n in self.numbers() if n <= others and n not in self.settled]:
            if fewer == others or self._same_zones(others, fewer):
                self.relaxed[fewer] = self._bound_of(relaxation, fewer)

    def _same_zones(self, more: int, others: int) -> bool:
        """Whether the zones that ``others`` zones may have are among those that ``more`` may have."""
        return more > others > 0 and self.ground.problem.band(more) == self.ground.problem.band(others)

    def _bound_of(self, relaxation: Relaxation, others: int) -> int:
        zones = others + len(self.ground.alone)
        return math.ceil(relaxation.prices.bound(self.ground.change, zones, self.ground.most))

    def _excluded(self, others: int) -> Settled | None:
        """So many zones, if the prices of more zones already prove that they cost too much.

        Prices are good for any number of zones, for they speak of each zone by itself; it only has to be among those
        that they were proved for, and those depend on the number where there is a band.
        """
        for more, known in self.settled.items():
            bound = self._bound_of(known.relaxation, others)
            if self._same_zones(more, others) and self.best is not None and bound > self.best:
                relaxation = replace(known.relaxation, bound=bound, found=self.ground.none, reach=-1)
                found = Found(self.ground.none, np.zeros(0), complete=True)
                return Settled(relaxation, found, -1, self._certificate(others, relaxation, bound, 0, found))
        return None

    def plans(self, limit: Budget, *, in_order: bool = True) -> Iterator[tuple[int, Plan]]:
        """Every plan of at most ``limit`` points over all numbers of zones settled, fewest zones first.

        Plans of one number of zones come in the order of equal plans, unless ``in_order`` is false, which is faster;
        the limit may be lowered on the way.
        """
        for others in sorted(self.settled):
            known = self.settled[others]
            reach = limit.points - known.relaxation.bound
            if known.certificate.bound is None or known.certificate.bound > limit.points:
                continue
            found = known.found
            if reach > known.reach:
                self.watch.zone_count = others + len(self.ground.alone)
                found = self.source(others).below(known.relaxation.prices, self._up_to(reach))
            yield from self.covers(others, known.relaxation, found, limit, in_order)

    def certificates(self) -> tuple[Certificate, ...]:
        """One for every number of zones settled."""
        return tuple(settled.certificate for settled in self.settled.values())

    def offer(self, plan: Plan) -> int:
        """Keep a plan that keeps all rules if it is the best so far; its points."""
        zones = self.ground.of_plan(plan)
        cost = int(zones.points.sum())
        cap = cost if self.ground.cap is None else self.ground.cap
        keeps = (zones.used.sum(axis=0) <= self.ground.most).all() and zones.points.max() <= cap
        if keeps and (self.best is None or cost < self.best):
            self.best, self.plan = cost, plan
            self.watch.points = cost
        return cost

    def _up_to(self, reach: int) -> float:
        """The largest reduced cost whose whole part is at most ``reach``: prices of limits are fractions."""
        return reach + 1 - FRACTION if self.ground.limits else reach

    def _found(self, zones: Candidates, relaxation: Relaxation, reach: int) -> Found:
        """Those of the zones whose reduced cost is at most ``reach``."""
        reduced = self.ground.reduced(relaxation.prices, zones)
        near = reduced <= self._up_to(reach)
        return Found(zones[near], reduced[near], complete=True)

    def _offer_legal(self, zones: tuple[int, ...]) -> None:
        """Offer a plan of zones that keep the rules, if it keeps those on whole plans and the alone ones do too."""
        plan = self._plan(zones)
        if not violations(self.ground.problem, plan):
            self.offer(plan)

    def source(self, others: int) -> Source:
        """The pool where it is small enough, else bounded growth."""
        kind = (*self.ground.problem.band(others), others == 1)  # all that a pool's zones depend on
        limit = self._pool_limit()
        if kind not in self._pools:
            # Fewer zones are larger ones: where the pool of more zones is large, theirs is too large.
            hopeless = others > 1 and any(p is None or len(p.zones) > limit / 8 for p in self._pools.values())
            self._pools[kind] = None if hopeless else self._pool(others, limit)
        pool = self._pools[kind]
        name, count = ("growth", limit) if pool is None else ("pool", len(pool.zones))
        why = Message(f"solvers.why.{name}", {"zones": others + len(self.ground.alone), "count": count})
        self.methods.setdefault(name, why)
        if pool is None:
            return Bounded(self.ground, others, GROWTH_LIMIT, self.watch, self.ground.none, self.workers)
        return Pool(self.ground, pool.zones, others)

    def _pool_limit(self) -> int:
        """How many zones are better costed all than grown under bounds."""
        shares = self.ground.problem.policy.weights.shares()
        if shares["travel"] < WEAK_TRAVEL:
            return 8 * POOL_LIMIT
        return min(SMALL_POOL, POOL_LIMIT) if sum(shares[key] for key in BOUNDED) > SEEN else POOL_LIMIT

    def _pool(self, others: int, limit: int) -> Pool | None:
        field_ = self.ground.fingerprint(others) + limit.to_bytes(8, "big")
        if field_ not in self.sets:
            self.sets[field_] = grow_sets(self.ground, others, limit, self.watch, self.workers)
        sets = self.sets[field_]
        return None if sets is None else Pool(self.ground, self.ground.candidates(sets, others), others)

    def _start(self, source: Source) -> Candidates:
        """Zones for the master to begin with: where zones are grown, those of descents, whose plans are offered."""
        met = self.ground.none
        if source.others in self.hints:
            met = self.ground.candidates(self.hints[source.others], source.others)
            if isinstance(source, Bounded):
                source.seen = met
        elif isinstance(source, Bounded):
            source.seen, ends = descents(self.ground, source.others, self.seed, DESCENTS, self.watch)
            for end in ends:
                self._offer_legal(end)
            zones = {zone for end in ends for zone in end}
            met = source.seen[np.isin(source.seen.masks, np.array(sorted(zones), dtype=np.uint64))]
        return met

    def _cheapest(self, others: int, relaxation: Relaxation, found: Found, reach: int) -> int | None:
        """The fewest points of a plan from these zones within ``reach`` of the bound; it is offered as the best."""
        limit, fewest = Budget(relaxation.bound + reach), None
        for cost, plan in self.covers(others, relaxation, found, limit, in_order=False):
            fewest = cost
            self.offer(plan)
            limit.points = cost - 1
        return fewest

    def covers(
        self, others: int, relaxation: Relaxation, found: Found, limit: Budget, in_order: bool
    ) -> Iterator[tuple[int, Plan]]:
        """(points, plan) of the covers of at most ``limit`` points that keep the rules on whole plans too."""
        ground, problem, prices = self.ground, self.ground.problem, relaxation.prices
        alone = int(np.floor(ground.reduced(prices, ground.alone)).sum())
        free = mask_of(ground.free.tolist())
        budget = Budget(limit.points - relaxation.bound - alone)
        reduced = np.floor(found.reduced).astype(np.int64)  # whole already, but for the prices of limits
        cover = Cover(free, others, found.zones.masks, reduced, budget, self.watch, in_order)
        row = {mask: k for k, mask in enumerate(found.zones.masks.tolist())}
        left = ground.most - ground.alone.used.sum(axis=0)
        most = problem.policy.rules.max_changed
        for _, masks in cover.plans():
            zones = found.zones[[row[mask] for mask in masks]]
            total = int(zones.points.sum() + ground.alone.points.sum())
            if total > limit.points or (zones.used.sum(axis=0) > left).any():
                continue
            plan = self._plan(masks)
            if most is None or len(moved(_today(problem), plan)) <= most:
                yield total, plan
                budget.points = limit.points - relaxation.bound - alone

    def _plan(self, masks: tuple[int, ...]) -> Plan:
        codes = self.ground.problem.county.codes
        return Plan.of([codes[i] for i in rows_of(mask)] for mask in (*masks, *self.ground.alone.masks.tolist()))

    def worst(self, others: int) -> int:
        """Points that no plan can exceed: travel at its farthest, every other measure at its whole share."""
        county, shares = self.ground.problem.county, self.ground.problem.policy.weights.shares()
        far = float((county.workload * county.minutes.max(axis=0)).sum())
        travel = far / county.travel_total if county.travel_total else 0.0
        worst = sum(share * (travel if key == "travel" else 1.0) for key, share in shares.items())
        return int(np.ceil(POINTS * worst)) + others + len(self.ground.alone)

    def _certificate(
        self, others: int, relaxation: Relaxation, bound: int | None, grown: int, found: Found
    ) -> Certificate:
        prices = self.ground.published(relaxation.prices, others)
        return Certificate(
            zones=others + len(self.ground.alone),
            bound=bound,
            dual_bound=relaxation.bound,
            duals=tuple(int(dual) for dual in prices.stations),
            zone_dual=int(prices.zone),
            change_dual=int(prices.change),
            label_duals=tuple(int(dual) for dual in prices.labels),
            limit_duals=tuple(prices.limits.tolist()),
            zones_grown=grown,
            candidates=len(found.zones),
        )


def _today(problem: Problem) -> Plan:
    assert problem.current is not None  # Problem refuses max_changed without it
    return problem.current
