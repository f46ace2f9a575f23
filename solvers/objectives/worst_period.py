"""The plan that is best in its worst period: max over the periods of its points with the incidents of the period.

That is no sum over zones, so zones have no points here: each period is a limit on the plan, one below the best worst
period so far. Duals ρ_t of the limits, π of the stations and μ of a zone come from the linear programme of the worst
period (``solvers.objectives.epigraph``). A plan within all limits has Σ_z (Σ_t ρ_t c_t(z) − Σ_{i∈z} π_i − μ) at most
Σ_t ρ_t · limit − Σ π − K μ, and no zone of it has a negative part in that sum. So all plans within the limits are made
of zones with little, and are enumerated; each one found lowers the limits. When there are none, the duals are the
certificate: no plan is better in its worst period.

Zones come from a pool, or from bounded growth, which knows what they cost in every period (``solvers.exact.pricing``).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from solvers.engine import Engine
from solvers.exact.cover import Budget, Cover
from solvers.exact.pool import Pool
from solvers.exact.search import BUDGET_FACTOR, FIRST_GAP, Search
from solvers.instances.columns import Candidates
from solvers.instances.duals import FRACTION, Duals
from solvers.instances.instance import Instance, Limit
from solvers.instances.subproblem import Subproblem
from solvers.objectives.epigraph import epigraph, priced
from solvers.sets.masks import mask_of
from solvers.solve import solve
from solvers.stop import Stop, Watch
from zoning.judge.rules import violations
from zoning.judge.slices import periods_of, points_by_period
from zoning.model.county import Ints
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Certificate

BY_INCIDENTS = ("rules.workload_band", "rules.officer_band", "rules.max_minutes")
"""Settings of the rules that go by incidents; the last because the office does."""


def within(problem: Problem, periods: Mapping[str, Problem], most: int) -> Instance:
    """The question whether a plan has at most so many points in every period."""
    return Instance(problem, limits_of(periods, most), sought=False)


def limits_of(periods: Mapping[str, Problem], most: int) -> tuple[Limit, ...]:
    """A limit for each period."""
    return tuple(Limit(one, most) for one in periods.values())


@dataclass
class WorstPeriod:
    """The search; ``plan`` is the best so far, with ``points`` in its worst period.

    Parameters
    ----------
    periods : by name the problem with the incidents of the period alone
    proofs : by number of free zones, the duals and how many zones there are and were within the budget
    """

    problem: Problem
    periods: Mapping[str, Problem]
    engine: Engine
    watch: Watch
    plan: Plan
    points: int = 0
    proofs: dict[int, tuple[Duals, int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.points = max(points_by_period(self.periods, self.plan).values())

    def run(self) -> tuple[Certificate, ...]:
        """Find the best plan; the certificates, by number of zones, that none has a point less in every period.

        Raises
        ------
        Stopped, TooMany
            When time is over, or there are more zones than can be held.
        """
        search = self.engine.prepare(
            self.problem, self.watch, 0, limits=limits_of(self.periods, self.points), sought=False, start=self.plan
        )
        for subproblem in search.subproblems:
            self._solve_for_k(search, subproblem)
        instance = within(self.problem, self.periods, self.points - 1)
        return tuple(
            Subproblem(instance, k).certificate(duals, None, grown, candidates)
            for k, (duals, grown, candidates) in self.proofs.items()
        )

    def _solve_for_k(self, search: Search, subproblem: Subproblem) -> None:
        """Find all plans with k free zones that are better than the best so far, or that there are none."""
        watch = self.watch
        watch.zone_count, watch.stage = subproblem.zones, "pool"
        for more in search.subproblems:  # of more zones the duals may be proof enough
            duals, _, _ = self.proofs.get(more.k, (None, 0, 0))
            if duals is not None and subproblem.narrows(more) and self._room(subproblem, duals) < 0:
                self.proofs[subproblem.k] = duals, 0, 0
                return
        source, grown = search.source(subproblem), watch.zones_grown
        known = subproblem.candidates(search.known.get(subproblem.k, subproblem.instance.none.masks))
        watch.stage = "master"
        duals = epigraph(source, known, self.points, watch)
        watch.stage = "cover"
        reach, near = max(1, round(FIRST_GAP * float(duals.limits.sum()) * self.points)), 0
        while (room := self._room(subproblem, duals)) >= 0:
            budget = Budget(min(reach, room))
            found = source.columns_below(duals, budget.points + 1 - FRACTION)
            near = len(found.zones)
            self._cover(subproblem, duals, found.zones, np.floor(found.reduced).astype(np.int64), budget, reach)
            if reach >= self._room(subproblem, duals):
                break
            reach = max(reach + 1, round(BUDGET_FACTOR * reach))
        grown = source.grown if isinstance(source, Pool) else watch.zones_grown - grown
        self.proofs[subproblem.k] = duals, grown, near

    def _room(self, subproblem: Subproblem, duals: Duals) -> int:
        """What the reduced costs of the free zones of a better plan may add up to."""
        instance = subproblem.instance
        alone = np.floor(priced(subproblem, duals, instance.alone)).sum()
        paid = float(duals.stations.sum()) + subproblem.zones * duals.zone
        return math.floor(float(duals.limits.sum()) * (self.points - 1) - paid) - int(alone)

    def _cover(
        self,
        subproblem: Subproblem,
        duals: Duals,
        zones: Candidates,
        reduced: Ints,
        budget: Budget,
        reach: int,
    ) -> None:
        """Take every better plan that these zones make up within the budget, which each of them lowers."""
        instance = subproblem.instance
        row = {mask: k for k, mask in enumerate(zones.masks.tolist())}
        fixed = instance.alone.used.sum(axis=0)
        free = mask_of(instance.free.tolist())
        n = len(instance.problem)
        for _, masks in Cover(n, free, subproblem.k, zones.masks, reduced, budget, self.watch).plans():
            worst = int((zones.used[[row[mask] for mask in masks]].sum(axis=0) + fixed).max())
            if worst < self.points and self._keeps(plan := instance.plan(masks)):
                self.plan, self.points = plan, worst
                self.watch.points = worst
                budget.points = min(reach, self._room(subproblem, duals))

    def _keeps(self, plan: Plan) -> bool:
        return not violations(self.problem, plan)


def least_in_one(
    problem: Problem, plan: Plan, *, stop: Stop | None = None, engine: Engine | None = None
) -> tuple[str, int] | None:
    """The period in which the plan is worst, and points that no plan goes below in it; ``None`` where time is short.

    They are those of the best plan for this period alone. Rules that go by incidents, and by those of the whole, are
    left out, so that no plan is missed. It is a bound for counties whose zones are too many to be known.
    """
    periods = periods_of(problem)
    points = points_by_period(periods, plan)
    name = max(points, key=points.__getitem__)
    free = periods[name].policy.override(dict.fromkeys(BY_INCIDENTS))
    bound = solve(replace(periods[name], policy=free), stop=stop, engine=engine).proof.bound
    return None if bound is None else (name, bound)
