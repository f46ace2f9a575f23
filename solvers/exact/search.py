"""The exact search: for every number k of free zones the best plan, or the proof that none of them is better.

One k after the other, the largest first: its plans bound those of fewer zones, whose pools are larger. For each k come
a source of columns (pool or bounded growth), column generation for the duals, and covers within a growing budget.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from solvers.coverage import rule_row
from solvers.exact.column_generation import Relaxation, Source, generate_columns
from solvers.exact.cover import Budget, Cover
from solvers.exact.cutting import by_cuts, caps, growth
from solvers.exact.pool import Pool, bounded_shares, grow_sets
from solvers.exact.pricing import BoundedGrowth
from solvers.exact.root import root_duals
from solvers.exact.start import steepest_descents
from solvers.forms.rules import Kept
from solvers.instances.columns import Candidates, PricedColumns
from solvers.instances.duals import FRACTION, Duals
from solvers.instances.instance import Instance
from solvers.instances.subproblem import Subproblem, subproblems
from solvers.sets.masks import Bits, mask_of, rows_of
from solvers.stop import Stop, Stopped, Watch
from zoning.judge.rules import PLAN_RULES, violations
from zoning.model.plan import Plan
from zoning.result.solution import Certificate
from zoning.texts import Message

SMALL_POOL, POOL_LIMIT = 30_000, 1_000_000
"""Zones of a pool above which columns are grown instead: the first where measures that growth knows have more than a
share of :data:`SEEN` in the weights, the second elsewhere. A pool of a million takes 0.1 GB."""
MOST_POINTS = 40_000_000
"""Points of a large pool, those of its zones in all limits: some 0.4 GB."""
SEEN = 0.9
"""Share of the weights on measures that growth bounds, above which growth beats a large pool."""
WEAK = 0.05
"""Share of the weights on ``pool.LOCAL`` measures below which bounds are weak: pools may then be 8 times larger."""
FIRST_COLUMNS = 120
"""Columns of a pool, those of fewest points a station, that a first master has: half of the rounds are saved."""
DESCENTS = 12
"""Steepest descents from random starts that give growth its first columns."""
GRACE = 0.3
"""Seconds that a search gets for a first plan when it was stopped before it had one."""
FIRST_GAP, BUDGET_FACTOR = 0.005, 2.0
"""The first budget as a share of the bound, and the factor by which it grows until a plan is found."""


@dataclass(frozen=True)
class ResultForK:
    """A subproblem, decided: its linear programme, all columns of reduced cost ``reach`` or less, its certificate."""

    relaxation: Relaxation
    found: PricedColumns
    reach: int
    certificate: Certificate


@dataclass
class Search:
    """The state of a search: ``best`` is the least points found so far, ``plan`` a plan of so many points.

    Parameters
    ----------
    workers : threads of growth, by default as many as there are cores
    known : by k, masks of columns to begin with in place of steepest descents; connected on this county's borders
    sets : by ``Subproblem.fingerprint`` and limit, the connected sets of pools; ``None`` where they are too many
    results, relaxed, early : by k, what is decided; what the duals prove where nothing more is; and duals before any
    grows_from, methods : the last source of columns; which was taken, and why, by name
    heuristic : offers plans to begin with
    """

    instance: Instance
    watch: Watch
    seed: int
    best: int | None = None
    plan: Plan | None = None
    workers: int | None = None
    known: Mapping[int, Bits] = field(default_factory=dict)
    sets: dict[bytes, Bits | None] = field(default_factory=dict)
    results: dict[int, ResultForK] = field(default_factory=dict)
    relaxed: dict[int, Certificate] = field(default_factory=dict)
    early: dict[int, Duals] = field(default_factory=dict)
    grows_from: Source | None = None
    methods: dict[str, Message] = field(default_factory=dict)
    heuristic: "Callable[[Search], None] | None" = None
    _pools: dict[tuple[object, ...], Pool | None] = field(default_factory=dict)

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
        """Look for a first plan where it takes long, so that there is one to show when time is short."""
        self.watch.stage = "start"
        self.watch.tick()
        if self.heuristic is not None:
            self._descend(self.watch)
            self.heuristic(self)
            if self.plan is not None and self.best is not None:
                from solvers.exact.early import early_duals  # not needed by small counties, and compiled

                self.early = early_duals(self.subproblems, self.plan, self.best, self.watch)

    def end_early(self) -> None:
        """Of a search that was stopped: a plan if it has none, and duals for every k of which nothing is proved.

        The plan is that of the first descents, which get :data:`GRACE` seconds; the duals take little growth.
        """
        with suppress(Stopped):
            self._descend(Watch(Stop(GRACE)))
        if self.early and self.best is not None:
            from solvers.exact.early import later_duals

            self.early = later_duals(self.subproblems, self.grows_from, self.early, self.best)
        for subproblem in self.subproblems:
            if subproblem.k not in self.results and subproblem.k not in self.relaxed:
                known = (self.early[subproblem.k],) if subproblem.k in self.early else ()
                duals = max((root_duals(subproblem), *known), key=subproblem.bound)
                self.relaxed[subproblem.k] = subproblem.certificate(duals, subproblem.bound(duals), 0, 0)

    def _descend(self, watch: Watch) -> None:
        """Offer the plan of one descent for each k, the largest first, until one keeps all rules."""
        for subproblem in self.subproblems:
            if subproblem.k and self.best is None:
                for end in steepest_descents(subproblem, self.seed, 1, watch)[1]:
                    self._offer_legal(end)

    def bound(self) -> int | None:
        """Points that no plan goes below, as far as is proved; ``None`` while some subproblem has no bound."""
        if len(certificates := self.certificates()) < len(self.subproblems):
            return None
        return min((c.bound for c in certificates if c.bound is not None), default=None)

    def solve_for_k(self, subproblem: Subproblem) -> None:
        """Find the best plan with k free zones, or prove that there is none, or none better than the best so far.

        It ends, because column generation does, and because each further cover has a budget of a point more at least,
        up to the points of the best plan so far.

        Raises
        ------
        Stopped, TooMany
            When time is over, or growth would pass its limits.
        """
        watch, k = self.watch, subproblem.k
        watch.zone_count = subproblem.zones
        if known := self._excluded(subproblem):
            self.results[k] = known
            return
        watch.stage = "pool"
        self.grows_from = source = self.source(subproblem)
        start, grown = self._start(source), watch.zones_grown
        for cap in caps(source, self.best):
            watch.stage = "master"
            relaxation = generate_columns(source, start, cap, watch, self._offer_whole, warm=k in self.known)
            self._relaxed(relaxation)
            watch.stage = "cover"
            room = (cap if self.best is None else self.best) - relaxation.bound
            first = round(FIRST_GAP * subproblem.open_points(relaxation.duals))
            reach = min(max(1, first, relaxation.reach), room)
            found, fewest = self._found(relaxation, min(reach, relaxation.reach)), None
            while room >= 0:
                if reach > relaxation.reach:
                    found = source.columns_below(relaxation.duals, self._up_to(reach))
                fewest = self._cheapest(relaxation, found, reach)
                if fewest is not None or reach >= room:
                    break
                reach = min(max(reach + 1, round(BUDGET_FACTOR * reach)), room)
            if fewest is not None:
                break
        bound = fewest if fewest is not None else None if self.best is None else max(self.best + 1, relaxation.bound)
        grown = source.grown if isinstance(source, Pool) else watch.zones_grown - grown
        certificate = subproblem.certificate(relaxation.duals, bound, grown, len(found.zones))
        self.results[k] = ResultForK(relaxation, found, reach, certificate)

    def _relaxed(self, relaxation: Relaxation) -> None:
        """Note what the duals prove, of fewer zones, too, should the search be stopped before these."""
        solved = relaxation.subproblem
        for fewer in self.subproblems:
            if fewer.k not in self.results and (fewer is solved or fewer.narrows(solved)):
                bound = fewer.bound(relaxation.duals)
                self.relaxed[fewer.k] = fewer.certificate(relaxation.duals, bound, 0, 0)

    def _excluded(self, subproblem: Subproblem) -> ResultForK | None:
        """The result, if the duals of a larger k already prove that these plans cost more than the best one.

        A reduced cost does not depend on k. So the duals are valid for every subproblem whose zones are among those of
        the subproblem solved (:meth:`Subproblem.narrows`).
        """
        for known in self.results.values():
            bound = subproblem.bound(known.relaxation.duals)
            if subproblem.narrows(known.relaxation.subproblem) and self.best is not None and bound > self.best:
                found = PricedColumns(self.instance.none, np.zeros(0), complete=True)
                relaxation = replace(known.relaxation, subproblem=subproblem, bound=bound, found=found.zones, reach=-1)
                return ResultForK(relaxation, found, -1, subproblem.certificate(relaxation.duals, bound, 0, 0))
        return None

    def plans(self, limit: Budget, *, ordered: bool = True) -> Iterator[tuple[int, Plan]]:
        """Every plan of at most ``limit`` points over all subproblems solved, fewest zones first.

        Plans with equally many zones come in the order of equal plans, unless ``ordered`` is false, which is faster.
        The limit may be lowered on the way.
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
        """One for every subproblem that is solved, or whose duals are known, the largest number of zones first."""
        known = {**self.relaxed, **{k: result.certificate for k, result in self.results.items()}}
        return tuple(known[subproblem.k] for subproblem in self.subproblems if subproblem.k in known)

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
        """The cutoff for columns whose reduced cost rounds down to ``reach`` or less: ρ may be a fraction."""
        return reach + 1 - FRACTION if self.instance.limits else reach

    def _found(self, relaxation: Relaxation, reach: int) -> PricedColumns:
        """Of the columns that came with the duals, those of reduced cost ``reach`` or less."""
        reduced = self.instance.reduced(relaxation.duals, relaxation.found)
        near = reduced <= self._up_to(reach)
        return PricedColumns(relaxation.found[near], reduced[near], complete=True)

    def _offer_legal(self, zones: tuple[int, ...]) -> None:
        """Offer a plan of legal free zones, if its alone zones and the plan as a whole keep the rules as well."""
        plan = self.instance.plan(zones)
        if not violations(self.instance.problem, plan):
            self.offer(plan)

    def _offer_whole(self, zones: list[int]) -> int | None:
        """Offer a plan of all zones, by the masks; the points of the best plan so far."""
        codes = self.instance.problem.county.codes
        plan = Plan.of([codes[i] for i in rows_of(mask)] for mask in zones)
        if not violations(self.instance.problem, plan):
            self.offer(plan)
        return self.best

    def source(self, subproblem: Subproblem) -> Source:
        """The pool where it is small enough, else bounded growth."""
        kind = (*subproblem.by_number, subproblem.whole)  # all that a pool's zones depend on
        limit = self._pool_limit()
        if kind not in self._pools:
            # Fewer zones are larger ones: where the pool of more zones is large, theirs is too large.
            hopeless = subproblem.k > 1 and any(p is None or len(p.zones) > limit / 8 for p in self._pools.values())
            self._pools[kind] = None if hopeless else self._pool(subproblem, limit)
        pool = self._pools[kind]
        grown = "cuts" if by_cuts(self.instance) else "growth"
        name, count = (grown, limit) if pool is None else ("pool", len(pool.zones))
        why = Message(f"solvers.why.{name}", {"zones": subproblem.zones, "count": count})
        self.methods.setdefault(name, why)
        return growth(subproblem, self.watch, self.workers) if pool is None else Pool(subproblem, pool.zones)

    def _pool_limit(self) -> int:
        """Zones up to which a pool is faster than growth."""
        seen, local = bounded_shares(self.instance.problem)
        if local < WEAK:
            return min(8 * POOL_LIMIT, MOST_POINTS // (1 + len(self.instance.limits)))
        return min(SMALL_POOL, POOL_LIMIT) if seen > SEEN else POOL_LIMIT

    def _pool(self, subproblem: Subproblem, limit: int) -> Pool | None:
        field_ = subproblem.fingerprint() + limit.to_bytes(8, "big")
        if field_ not in self.sets:
            self.sets[field_] = grow_sets(subproblem, limit, self.watch, self.workers)
        sets = self.sets[field_]
        return None if sets is None else Pool(subproblem, subproblem.candidates(sets))

    def _start(self, source: Source) -> Candidates:
        """Columns to begin with: known ones, cheap ones of a pool, or those of descents, whose plans are offered."""
        subproblem, known = source.subproblem, source.subproblem.k in self.known
        met = subproblem.candidates(self.known[subproblem.k]) if known else self.instance.none
        if isinstance(source, Pool):
            return met if known else source.cheapest(FIRST_COLUMNS)
        if isinstance(source, BoundedGrowth):
            source.known = met
            if not known or self.best is None:  # a decision may rule out the plan before, and half of the columns
                zones, ends = steepest_descents(subproblem, self.seed, DESCENTS, self.watch)
                for end in ends:
                    self._offer_legal(end)
                reached = self.instance.masks(sorted({zone for end in ends for zone in end}))
                source.known = Candidates.joined([met, zones[~np.isin(zones.masks, met.masks)]])
                met = source.known[np.isin(source.known.masks, np.union1d(met.masks, reached))]
        return met

    def _cheapest(self, relaxation: Relaxation, found: PricedColumns, reach: int) -> int | None:
        """The least points of a plan of these columns within ``reach`` of the bound; each better one is offered."""
        limit, fewest = Budget(relaxation.bound + reach), None
        for cost, plan in self.covers(relaxation, found, limit, ordered=False):
            fewest = cost
            self.offer(plan)
            limit.points = cost - 1
        return fewest

    def covers(
        self, relaxation: Relaxation, found: PricedColumns, limit: Budget, ordered: bool
    ) -> Iterator[tuple[int, Plan]]:
        """(points, plan) for each cover by ``found`` of at most ``limit`` points that keeps the rules on plans, too."""
        instance, problem = self.instance, self.instance.problem
        alone = int(np.floor(instance.reduced(relaxation.duals, instance.alone)).sum())
        free, k = mask_of(instance.free.tolist()), relaxation.subproblem.k
        budget = Budget(limit.points - relaxation.bound - alone)
        reduced = np.floor(found.reduced).astype(np.int64)  # whole already, but for the duals of limits
        cover = Cover(len(problem), free, k, found.zones.masks, reduced, budget, self.watch, ordered)
        row = {mask: k for k, mask in enumerate(found.zones.masks.tolist())}
        left = instance.most - instance.alone.used.sum(axis=0)
        rules = [r for r in PLAN_RULES if r.on(problem) and not isinstance(rule_row(r.key).growth, Kept)]
        for _, masks in cover.plans():
            zones = found.zones[[row[mask] for mask in masks]]
            total = int(zones.points.sum() + instance.alone.points.sum())
            if total > limit.points or (zones.used.sum(axis=0) > left).any():
                continue
            plan = instance.plan(masks)
            if all(rule.violation(problem, plan) is None for rule in rules):
                yield total, plan
                budget.points = limit.points - relaxation.bound - alone
