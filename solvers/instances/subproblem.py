"""One number of zones at a time: a subproblem is an instance and the number k of its free zones.

A zone is *free* unless H2 fixes it, so every plan of a subproblem has k + a zones, where a is the number of alone ones.
Which zones keep the rules, what growth may prune, and what duals prove all depend on k.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

import numpy as np

from solvers.coverage import fewest_zones, rule_row
from solvers.forms.rules import Kept, Range
from solvers.instances.columns import Candidates
from solvers.instances.duals import Duals, certified
from solvers.instances.instance import Instance
from solvers.sets.growth import Resource
from solvers.sets.masks import CHUNK, Bits, Masks, words
from zoning.judge.measures import POINTS
from zoning.judge.zones import TIE
from zoning.model.county import Bools, Floats
from zoning.model.problem import Problem
from zoning.result.solution import Certificate


@dataclass(frozen=True, eq=False)
class Subproblem:
    """``instance`` with k free zones."""

    instance: Instance
    k: int

    @property
    def problem(self) -> Problem:
        return self.instance.problem

    @property
    def zones(self) -> int:
        """Zones of a plan, the alone ones included."""
        return self.k + len(self.instance.alone)

    @cached_property
    def band(self) -> tuple[float, float]:
        """Least and most workload of a free zone; (0, inf) without a band."""
        return self.problem.band(self.k)

    @cached_property
    def by_number(self) -> tuple[object, ...]:
        """What the rules of free zones depend on k by: limits of a sum, or else k itself."""
        forms = [rule_row(rule.key).growth for rule in self.instance.rules if rule.by_number]
        return tuple(form.limits(self.problem, self.k) if isinstance(form, Range) else self.k for form in forms)

    @property
    def whole(self) -> bool:
        """Whether one zone holds all free stations."""
        return self.k == 1

    def narrows(self, more: "Subproblem") -> bool:
        """Whether a zone of this subproblem is always one of ``more``, which has more free zones."""
        return more.k > self.k > 0 and more.by_number == self.by_number

    @cached_property
    def one_sided(self) -> list[tuple[Floats, float, bool]]:
        """v (n,), 0 for alone stations, h, and whether sums are whole: Σ_{i∈z} v_i ≤ h for free zones z, by the rules.

        The limits are wider by the tolerance of the judge where sums are not whole numbers.
        """
        outside, found = ~self.problem.alone, []
        for form in self.instance.ranges:
            values, (low, high) = np.where(outside, form.values(self.problem), 0.0), form.limits(self.problem, self.k)
            part, slack = (0.0, 0.0) if form.whole else (TIE, TIE)
            if np.isfinite(high):
                found.append((values, high * (1 + part) + slack, form.whole))
            if low > np.minimum(values, 0).sum():
                found.append((-values, slack - low * (1 - part), form.whole))
        return found

    @cached_property
    def resources(self) -> list[Resource]:
        """What a sum of a free zone may not pass, and what it must still be able to reach, by the rules in force."""
        outside = (~self.problem.alone).astype(np.float64)
        nothing = np.zeros(len(outside))
        resources = []
        for values, high, _ in self.one_sided:
            least = np.minimum(values, 0)
            resources.append(Resource(np.maximum(values, 0), -least, high, start=float(least.sum())))
        if self.whole:
            resources.append(Resource(nothing, outside, 0.0))
        return resources

    @cached_property
    def names(self) -> list[tuple[int, Resource]]:
        """Under ``max_changed``: each zone of today, −1 for none, and how far a zone of its name may differ from it.

        A set keeps one of these resources or no plan has it. Without the rule there are none.
        """
        change, outside = self.instance.change, ~self.problem.alone
        held = np.array([[bool(mask >> i & 1) for i in range(len(outside))] for mask in change.labels.tolist()])
        found = []
        for label, members in enumerate(held):
            gone = float((members & ~outside).sum())
            parts = (~members).astype(np.float64), (members & outside).astype(np.float64)
            found.append((label, Resource(*parts, float(change.most), start=gone)))
        if found:
            nothing = np.zeros(len(outside))
            found.append((-1, Resource(nothing + 1, nothing, float(change.most))))
        return found

    def fingerprint(self) -> bytes:
        """All that the sets grown for a pool depend on."""
        instance = self.instance
        known = [*self.resources, *(resource for _, resource in self.names)]
        resources = [(r.include, r.exclude, np.array([r.bound])) for r in known]
        masks = (instance.neighbours, instance.cannot_link_masks, instance.must_link)
        fixed = (*(words(part, len(self.problem)) for part in masks), instance.free)
        return b"".join(part.tobytes() for part in chain(fixed, *resources))

    def allowed(self, masks: Bits) -> Bools:
        """(m,) zones that keep every rule, and that ``max_changed`` leaves to some plan."""
        keep = np.ones(len(masks), dtype=bool)
        for rule in self.instance.rules:
            if not isinstance(rule_row(rule.key).growth, Kept) and keep.any():
                keep[keep] = rule.breach(Masks(self.problem, self.instance.tables, masks[keep]), self.k) == 0
        for group in self.instance.groups:
            keep &= (masks & group == 0) | (masks & group == group)
        return keep & self.instance.change.near(masks)

    def candidates(self, masks: Bits) -> Candidates:
        """Those of the masks that keep every rule, with their points."""
        parts = [masks[k : k + CHUNK] for k in range(0, len(masks), CHUNK)]
        zones = self.instance.costed(np.concatenate([masks[:0], *(part[self.allowed(part)] for part in parts)]))
        return zones if self.instance.cap is None else zones[zones.points <= self.instance.cap]

    @cached_property
    def worst(self) -> int:
        """Points that no plan can exceed: travel at its farthest, every other measure at its whole share."""
        if not self.instance.sought:
            return 0
        county, shares = self.problem.county, self.problem.policy.weights.shares()
        far = float((county.workload * county.minutes.max(axis=0)).sum())
        travel = far / county.travel_total if county.travel_total else 0.0
        worst = sum(share * (travel if key == "travel" else 1.0) for key, share in shares.items())
        return int(np.ceil(POINTS * worst)) + self.zones

    def dual_value(self, duals: Duals) -> float:
        """The bound of these duals, if no zone has a negative reduced cost; a real number of points."""
        return duals.bound(self.instance.change, self.zones, self.instance.most)

    def bound(self, duals: Duals) -> int:
        """:meth:`dual_value` as a whole number: points of a plan are whole."""
        return math.ceil(self.dual_value(duals))

    def open_points(self, duals: Duals) -> float:
        """:meth:`dual_value` less what every plan costs: gaps are taken as shares of this."""
        instance = self.instance
        fixed = float((instance.alone.points + instance.alone.used @ duals.limits).sum())
        over = float(duals.limits @ instance.most)
        even = instance.even(instance.weights(duals)) / POINTS
        return max(1.0, self.dual_value(duals) + over - fixed - even)

    def valid_without_dominance(self, duals: Duals) -> Duals:
        """Duals of the same bound under which zones that growth leaves out have no negative reduced cost either.

        Growth leaves out two kinds of zones that no plan has: those with a leaf or its neighbour only, and, where k is
        1, those without some free station. Whoever checks a bound by the rules alone meets both. Let F be more than any
        sum of these duals. A leaf gets π + F and its neighbour π − F a leaf; where k is 1, every free station gets
        π + F, and μ and the first station of each alone zone make up for it.
        """
        stations, zone, free = duals.stations.copy(), duals.zone, self.instance.free
        far = float(np.abs(stations).sum() + abs(zone) + len(stations) * duals.change)
        for row, leaves in self.instance.leaves.items():
            stations[leaves] += far
            stations[row] -= far * len(leaves)
        if self.whole:
            stations[free] += far
            stations[[rows[0] for rows in self.problem.alone_zones]] += far * len(free)
            zone -= far * len(free)
        return replace(duals, stations=stations, zone=zone)

    def certificate(self, duals: Duals, bound: int | None, zones_grown: int, candidates: int) -> Certificate:
        """What is proved of this subproblem: ``bound`` points, ``None`` where it has no plan, by these whole duals."""
        valid = self.valid_without_dominance(duals)
        certificate = certified(valid, self.zones, bound, self.bound(duals))
        return replace(certificate, zones_grown=zones_grown, candidates=candidates)


def subproblems(instance: Instance) -> Iterator[Subproblem]:
    """The numbers of free zones that the limits and the simplest counts allow, the largest first."""
    free, limits = len(instance.free), instance.problem.policy.zones
    if instance.alone_kept:
        fewest = fewest_zones(instance.problem, instance.free.tolist())
        for k in reversed(instance.problem.free_zones(fewest, free // limits.min_stations)):
            yield Subproblem(instance, k)
