"""Rules and measures that two-zone recombination does not know: the judge's rows say what every split makes of them.

Of two zones merged into m items every split is a set of items, so 2^m zones are asked about at once
(:class:`ItemZones`). A rule on whole plans is asked about the chosen split only; a split that does not pay is undone.
That is slow beside the compiled arrays, and exact.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solvers.coverage import measure_row, measures_in_force, rule_row
from solvers.large.items import items_of
from solvers.large.recombine import GUMBEL, Arrays, State, split
from solvers.large.state import breaches, numbered
from zoning.judge.measures import MEASURES, POINTS, Measure
from zoning.judge.rules import PLAN_RULES, PlanRule, Rule, zone_rules
from zoning.model.answering import STEPS, Steps
from zoning.model.county import Bools, Floats, Ints
from zoning.model.plan import Plan
from zoning.model.problem import Problem


class ItemZones:
    """Every union of m items as a zone, by mask (2^m, m); the sums of the members of an item are taken once."""

    def __init__(self, problem: Problem, units: Ints, item: Ints) -> None:
        self.problem, self.units, self.item = problem, units, item
        m = int(item.max()) + 1
        self.holds = (np.arange(1 << m)[:, None] >> np.arange(m)) & 1 == 1
        self.weights = self.holds.astype(np.float64)
        self.of = np.zeros((m, len(units)))
        self.of[item, np.arange(len(units))] = 1.0

    def __len__(self) -> int:
        return len(self.holds)

    def sum(self, values: Floats) -> Floats:
        return np.asarray(self.weights @ (self.of @ values[self.units]))

    def costs(self, values: Floats) -> Floats:
        total = np.full((len(self), len(self.problem)), np.inf)
        sums = self.weights @ (self.of @ values[np.ix_(self.units, self.units)])
        total[:, self.units] = np.where(self.member, sums, np.inf)
        return total

    def pairs(self, values: Floats) -> Floats:
        between = self.of @ values[np.ix_(self.units, self.units)] @ self.of.T
        single = self.of @ np.diag(values)[self.units]
        return np.asarray((((self.weights @ between) * self.weights).sum(axis=1) - self.weights @ single) / 2)

    def lonely(self, values: Floats, near: Bools) -> Floats:
        return self._lonely(values, near[np.ix_(self.units, self.units)])

    def steps_alone(self, values: Floats, steps: Steps) -> Floats:
        between = steps[np.ix_(self.units, self.units)]
        return np.asarray(sum(self._lonely(values, between <= k) for k in range(STEPS)))

    def _lonely(self, values: Floats, near: Bools) -> Floats:
        """(2^m,) the same, of ``near`` (u, u) between the units."""
        supports = near @ self.of.T  # (u, m): of an item, for the unit
        helped = self.weights @ supports.T > 0
        return np.asarray(np.where(self.member & ~helped, values[self.units], 0.0).sum(axis=1))

    def farthest(self, values: Floats, origin: Ints) -> Floats:
        way = values[origin][:, self.units]
        return np.asarray(np.where(self.member, way, -np.inf).max(axis=1, initial=-np.inf))

    def connected(self) -> Bools:
        near = self.of @ self.problem.county.adjacent[np.ix_(self.units, self.units)] @ self.of.T > 0
        reach: Bools = self.holds & (np.cumsum(self.holds, axis=1) == 1)
        for _ in range(len(near)):
            reach |= self.holds & (reach.astype(np.float64) @ near > 0)
        return np.asarray((reach == self.holds).all(axis=1) & self.holds.any(axis=1))

    @cached_property
    def member(self) -> Bools:
        """(2^m, u) units of each zone."""
        return np.asarray(self.holds[:, self.item])


@dataclass(frozen=True, eq=False)
class Judged:
    """What of a problem with k free zones the arrays do not hold."""

    problem: Problem
    k: int

    @cached_property
    def measures(self) -> list[tuple[float, Measure]]:
        """Measures and the points of a share of 1."""
        shares, on = self.problem.policy.weights.shares(), measures_in_force(self.problem)
        return [
            (POINTS * shares[m.key], m) for m in MEASURES if m.key in on and measure_row(m.key).recombination is None
        ]

    @cached_property
    def rules(self) -> list[Rule]:
        return [rule for rule in zone_rules(self.problem) if rule_row(rule.key).recombination is None]

    @cached_property
    def plan_rules(self) -> list[PlanRule]:
        return [r for r in PLAN_RULES if r.on(self.problem) and rule_row(r.key).recombination is None]

    @property
    def some(self) -> bool:
        """Whether there is anything."""
        return bool(self.measures or self.rules or self.plan_rules)

    def recombine(
        self, t: Arrays, s: State, a: int, b: int, way: int, pick: float, temperature: float, weight: float
    ) -> bool:
        """``recombine.recombine`` with all that the arrays do not hold; whether anything changed."""
        place, units, item = items_of(t.first, t.neighbours, s.label, a, b, way, pick, s.random)
        if not len(item):
            return False
        before = [part.copy() for part in (s.label, s.points, s.breach, s.name, s.changed)]
        worth = self._worth(s, weight)
        done = bool(split(t, s, a, b, place, units, item, *self._extra(units, item), temperature, weight))
        noise = temperature * GUMBEL[int(s.random[0] >> np.uint64(52))] if temperature > 0.0 else 0.0
        if done and self.plan_rules and self._worth(s, weight) > worth + noise:
            for part, kept in zip((s.label, s.points, s.breach, s.name, s.changed), before, strict=True):
                part[:] = kept
            return False
        return done

    def _extra(self, units: Ints, item: Ints) -> tuple[Floats, Floats]:
        """(2^m,) points and breaches of every zone of these items that the arrays do not hold."""
        zones = ItemZones(self.problem, units, item)
        total = np.zeros(len(zones))
        with np.errstate(divide="ignore", invalid="ignore"):  # the zone of no items
            for points, measure in self.measures:
                total += points * measure.share(zones)
            broken = breaches(zones, self.rules, self.k)
        total[0] = broken[0] = 0.0
        return total, broken

    def _worth(self, s: State, weight: float) -> float:
        """Points and penalties of a plan, those of unknown rules on whole plans among them."""
        if not self.plan_rules:
            return 0.0
        excess = max(0.0, float(s.changed[0] - s.changed[1])) + self.beyond(s)
        return float(s.points.sum() + weight * (s.breach.sum() + excess))

    def beyond(self, s: State) -> float:
        """By how much a plan breaks the rules on whole plans that recombination does not know."""
        if not self.plan_rules:
            return 0.0
        plan = Plan.from_labels(self.problem.county.codes, numbered(self.problem, s.label).tolist())
        found = [rule.violation(self.problem, plan) for rule in self.plan_rules]
        return sum(violation.amount for violation in found if violation is not None)
