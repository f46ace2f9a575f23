"""The exact search: for every number of zones the best plan or the proof that it cannot win.

One number of zones after the other, the largest first: its plans bound those of fewer zones, whose pools are larger.
For each, a source of zones (pool or bounded growth), the master's duals, and covers within a growing budget.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from solvers.exact.columns import Candidates, PricedColumns
from solvers.exact.cover import Budget, Cover
from solvers.exact.duals import FRACTION, Duals
from solvers.exact.instance import Instance
from solvers.exact.masks import Bits, mask_of
from solvers.exact.master import Relaxation, Source, generate_columns
from solvers.exact.pool import Pool, grow_sets
from solvers.exact.pricing import BOUNDED, Bounded
from solvers.exact.start import steepest_descents
from solvers.exact.subproblem import Subproblem, subproblems
from solvers.stop import Watch
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
class ResultForK:
    """One number of zones, decided: its duals, the zones within ``reach`` of them, and its certificate."""

    relaxation: Relaxation
    found: PricedColumns
    reach: int
    certificate: Certificate


@dataclass
class Search:
    """The state of a search; ``best`` is the least points found so far and ``plan`` a plan that has them.

    By number k of free zones, ``hints`` are zones to begin with, connected on this county's borders, in place of
    descents, and ``near`` are duals to begin with. ``sets`` keeps the connected sets of pools, ``None`` where they are
    too many. ``methods`` says by name which source of columns was taken, and why.
    """

    instance: Instance
    watch: Watch
    seed: int
    best: int | None = None
    plan: Plan | None = None
    workers: int | None = None
    hints: Mapping[int, Bits] = field(default_factory=dict)
    near: Mapping[int, Duals] = field(default_factory=dict)
    sets: dict[bytes, Bits | None] = field(default_factory=dict)
    results: dict[int, ResultForK] = field(default_factory=dict)
    dual_bounds: dict[int, int] = field(default_factory=dict)
    methods: dict[str, Message] = field(default_factory=dict)
    _pools: dict[tuple[float, float, bool], Pool | None] = field(default_factory=dict)

    @cached_property
    def subproblems(self) -> tuple[Subproblem, ...]:
        """One for every number of free zones in range, the largest first."""
        return tuple(subproblems(self.instance))

    def run(self) -> None:
        """Solve every subproblem.

        Raises
        ------
        Stopped, TooMany
            As :meth:`solve_for_k`.
        """
        self.begin()
        for subproblem in self.subproblems:
            self.solve_for_k(subproblem)

    def begin(self) -> None:
        """Look for a first plan, so that there is one to show when time is short."""
        self.watch.stage = "start"
        for subproblem in self.subproblems:
            if subproblem.k and self.best is None:
                for end in steepest_descents(subproblem, self.seed, 1, self.watch)[1]:
                    self._offer_legal(end)

    def bound(self) -> int | None:
        """Points that no plan goes below, as far as is proved; ``None`` while a number of zones has no bound."""
        bounds = []
        for k in (subproblem.k for subproblem in self.subproblems):
            if k in self.results:
                bound = self.results[k].certificate.bound
            elif k in self.dual_bounds:
                bound = self.dual_bounds[k]
            else:
                return None
            if bound is not None:
                bounds.append(bound)
        return min(bounds, default=None)

    def solve_for_k(self, subproblem: Subproblem) -> None:
        """Find the best plan with k free zones, or prove that it costs more than the best so far or is none.

        Raises
        ------
        Stopped, TooMany
            When time is over, or more zones would have to be grown than the limits allow.
        """
        watch, k = self.watch, subproblem.k
        watch.zone_count = subproblem.zones
        if known := self._excluded(subproblem):
            self.results[k] = known
            return
        watch.stage = "pool"
        source = self.source(subproblem)
        start = self._start(source)
        grown = watch.zones_grown
        watch.stage = "master"
        cap = subproblem.worst if self.best is None else self.best
        relaxation = generate_columns(source, start, cap, watch, self.near.get(k))
        self._relaxed(relaxation)
        watch.stage = "cover"
        room = cap - relaxation.bound
        first = round(FIRST_GAP * subproblem.open_points(relaxation.duals))
        reach = min(max(1, first, relaxation.reach), room)
        found, fewest = self._found(relaxation, min(reach, relaxation.reach)), None
        while room >= 0:
            if reach > relaxation.reach:
                found = source.columns_below(relaxation.duals, self._up_to(reach))
            fewest = self._cheapest(relaxation, found, reach)
            if fewest is not None or reach >= room:
                break
            reach = min(max(reach + 1, round(WIDEN * reach)), room)
        bound = fewest if fewest is not None else None if self.best is None else max(cap + 1, relaxation.bound)
        grown = source.grown if isinstance(source, Pool) else watch.zones_grown - grown
        certificate = subproblem.certificate(relaxation.duals, bound, grown, len(found.zones))
        self.results[k] = ResultForK(relaxation, found, reach, certificate)

    def _relaxed(self, relaxation: Relaxation) -> None:
        """Note what the duals prove of k free zones, and of fewer, should the search be stopped before these."""
        solved = relaxation.subproblem
        for fewer in self.subproblems:
            if fewer.k not in self.results and (fewer is solved or fewer.narrows(solved)):
                self.dual_bounds[fewer.k] = fewer.bound(relaxation.duals)

    def _excluded(self, subproblem: Subproblem) -> ResultForK | None:
        """The result, if the duals of more zones already prove that k free ones cost too much.

        Duals are good for any number of zones, for they speak of each zone by itself; it only has to be among those
        that they were proved for, and those depend on the number where there is a band.
        """
        for known in self.results.values():
            bound = subproblem.bound(known.relaxation.duals)
            if subproblem.narrows(known.relaxation.subproblem) and self.best is not None and bound > self.best:
                none = self.instance.none
                relaxation = replace(known.relaxation, subproblem=subproblem, bound=bound, found=none, reach=-1)
                found = PricedColumns(none, np.zeros(0), complete=True)
                return ResultForK(relaxation, found, -1, subproblem.certificate(relaxation.duals, bound, 0, 0))
        return None

    def plans(self, limit: Budget, *, ordered: bool = True) -> Iterator[tuple[int, Plan]]:
        """Every plan of at most ``limit`` points over all subproblems solved, fewest zones first.

        Plans of one number of zones come in the order of equal plans, unless ``ordered`` is false, which is faster;
        the limit may be lowered on the way.
        """
        for _, known in sorted(self.results.items()):
            relaxation, found = known.relaxation, known.found
            reach = limit.points - relaxation.bound
            if known.certificate.bound is None or known.certificate.bound > limit.points:
                continue
            if reach > known.reach:
                self.watch.zone_count = relaxation.subproblem.zones
                found = self.source(relaxation.subproblem).columns_below(relaxation.duals, self._up_to(reach))
            yield from self.covers(relaxation, found, limit, ordered)

    def certificates(self) -> tuple[Certificate, ...]:
        """One for every subproblem solved."""
        return tuple(result.certificate for result in self.results.values())

    def offer(self, plan: Plan) -> int:
        """Keep a plan that keeps all rules if it is the best so far; its points."""
        zones = self.instance.of_plan(plan)
        cost = int(zones.points.sum())
        cap = cost if self.instance.cap is None else self.instance.cap
        keeps = (zones.used.sum(axis=0) <= self.instance.most).all() and zones.points.max() <= cap
        if keeps and (self.best is None or cost < self.best):
            self.best, self.plan = cost, plan
            self.watch.points = cost
        return cost

    def _up_to(self, reach: int) -> float:
        """The largest reduced cost whose whole part is at most ``reach``: duals of limits are fractions."""
        return reach + 1 - FRACTION if self.instance.limits else reach

    def _found(self, relaxation: Relaxation, reach: int) -> PricedColumns:
        """Of the zones that came with the duals those whose reduced cost is at most ``reach``."""
        reduced = self.instance.reduced(relaxation.duals, relaxation.found)
        near = reduced <= self._up_to(reach)
        return PricedColumns(relaxation.found[near], reduced[near], complete=True)

    def _offer_legal(self, zones: tuple[int, ...]) -> None:
        """Offer a plan of zones that keep the rules, if it keeps those on whole plans and the alone ones do too."""
        plan = self.instance.plan(zones)
        if not violations(self.instance.problem, plan):
            self.offer(plan)

    def source(self, subproblem: Subproblem) -> Source:
        """The pool where it is small enough, else bounded growth."""
        kind = (*subproblem.band, subproblem.whole)  # all that a pool's zones depend on
        limit = self._pool_limit()
        if kind not in self._pools:
            # Fewer zones are larger ones: where the pool of more zones is large, theirs is too large.
            hopeless = subproblem.k > 1 and any(p is None or len(p.zones) > limit / 8 for p in self._pools.values())
            self._pools[kind] = None if hopeless else self._pool(subproblem, limit)
        pool = self._pools[kind]
        name, count = ("growth", limit) if pool is None else ("pool", len(pool.zones))
        why = Message(f"solvers.why.{name}", {"zones": subproblem.zones, "count": count})
        self.methods.setdefault(name, why)
        if pool is None:
            return Bounded(subproblem, GROWTH_LIMIT, self.watch, self.instance.none, self.workers)
        return Pool(subproblem, pool.zones)

    def _pool_limit(self) -> int:
        """How many zones are better costed all than grown under bounds."""
        shares = self.instance.problem.policy.weights.shares()
        if shares["travel"] < WEAK_TRAVEL:
            return 8 * POOL_LIMIT
        return min(SMALL_POOL, POOL_LIMIT) if sum(shares[key] for key in BOUNDED) > SEEN else POOL_LIMIT

    def _pool(self, subproblem: Subproblem, limit: int) -> Pool | None:
        field_ = subproblem.fingerprint() + limit.to_bytes(8, "big")
        if field_ not in self.sets:
            self.sets[field_] = grow_sets(subproblem, limit, self.watch, self.workers)
        sets = self.sets[field_]
        return None if sets is None else Pool(subproblem, subproblem.candidates(sets))

    def _start(self, source: Source) -> Candidates:
        """Zones for the master to begin with: where zones are grown, those of descents, whose plans are offered."""
        met, subproblem = self.instance.none, source.subproblem
        if subproblem.k in self.hints:
            met = subproblem.candidates(self.hints[subproblem.k])
            if isinstance(source, Bounded):
                source.seen = met
        elif isinstance(source, Bounded):
            source.seen, ends = steepest_descents(subproblem, self.seed, DESCENTS, self.watch)
            for end in ends:
                self._offer_legal(end)
            zones = {zone for end in ends for zone in end}
            met = source.seen[np.isin(source.seen.masks, np.array(sorted(zones), dtype=np.uint64))]
        return met

    def _cheapest(self, relaxation: Relaxation, found: PricedColumns, reach: int) -> int | None:
        """The fewest points of a plan from these zones within ``reach`` of the bound; it is offered as the best."""
        limit, fewest = Budget(relaxation.bound + reach), None
        for cost, plan in self.covers(relaxation, found, limit, ordered=False):
            fewest = cost
            self.offer(plan)
            limit.points = cost - 1
        return fewest

    def covers(
        self, relaxation: Relaxation, found: PricedColumns, limit: Budget, ordered: bool
    ) -> Iterator[tuple[int, Plan]]:
        """(points, plan) of the covers of at most ``limit`` points that keep the rules on whole plans too."""
        instance, problem = self.instance, self.instance.problem
        alone = int(np.floor(instance.reduced(relaxation.duals, instance.alone)).sum())
        free, k = mask_of(instance.free.tolist()), relaxation.subproblem.k
        budget = Budget(limit.points - relaxation.bound - alone)
        reduced = np.floor(found.reduced).astype(np.int64)  # whole already, but for the duals of limits
        cover = Cover(free, k, found.zones.masks, reduced, budget, self.watch, ordered)
        row = {mask: k for k, mask in enumerate(found.zones.masks.tolist())}
        left = instance.most - instance.alone.used.sum(axis=0)
        most = problem.policy.rules.max_changed
        for _, masks in cover.plans():
            zones = found.zones[[row[mask] for mask in masks]]
            total = int(zones.points.sum() + instance.alone.points.sum())
            if total > limit.points or (zones.used.sum(axis=0) > left).any():
                continue
            plan = instance.plan(masks)
            if most is None or len(moved(_today(problem), plan)) <= most:
                yield total, plan
                budget.points = limit.points - relaxation.bound - alone


def _today(problem: Problem) -> Plan:
    assert problem.current is not None  # Problem refuses max_changed without it
    return problem.current
