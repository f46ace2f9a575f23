"""An instance: a problem made ready for bit masks, with what of it does not depend on the number of zones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np

from solvers.coverage import MEASURES as COVERED
from solvers.coverage import RuleForm, rule_row, rules_in_force
from solvers.forms.measures import Lonely, Pairs, Signed
from solvers.forms.rules import CannotLink, Leaves, MustLink, Range, Ratio
from solvers.instances.columns import Candidates
from solvers.instances.duals import Change, Duals
from solvers.sets.costs import MonotoneCost, PairCost
from solvers.sets.masks import Bits, Tables, bits, mask_of, pack, points, rows_of, unpack
from zoning.judge.measures import MEASURES, POINTS
from zoning.judge.rules import Rule, zone_rules
from zoning.judge.zones import TIE, MemberZones
from zoning.mathematics.parts import merged
from zoning.model.county import Bools, County, Floats, Ints
from zoning.model.plan import Plan
from zoning.model.problem import Problem

Part = tuple[Problem, dict[str, float]]
"""A county, or a period of it, with points for a share of 1 in each measure."""


@dataclass(frozen=True)
class Limit:
    """A limit on a whole plan: at most ``most`` points under the weights of ``problem``."""

    problem: Problem
    most: int

    @classmethod
    def on(cls, problem: Problem, measure: str, most: int) -> "Limit":
        """A limit on one measure; ``most`` is in millionths of its share."""
        return cls(only(problem, measure), most)


def only(problem: Problem, measure: str) -> Problem:
    """The problem with all the weight on one measure."""
    weights = {f"weights.{key}": float(key == measure) for key in problem.policy.weights.shares()}
    return replace(problem, policy=problem.policy.override(weights))


@dataclass(frozen=True, eq=False)
class Instance:
    """A problem made ready for masks: tables of sums, borders, links, and the alone zones (H2).

    ``limits`` (r of them) are on whole plans; ``cap`` is the most points that a single zone may have. Where nothing is
    ``sought``, zones have no points of their own, and all there is to find is a plan within the limits. ``wide`` has
    masks longer than a word however few the stations are.
    """

    problem: Problem
    limits: tuple[Limit, ...] = ()
    cap: int | None = None
    sought: bool = True
    wide: bool = False

    def masks(self, known: Sequence[int]) -> Bits:
        """The array of these masks."""
        return self._long(bits(known, len(self.problem)))

    def _long(self, masks: Bits) -> Bits:
        return masks.astype(object) if self.wide else masks

    @cached_property
    def tables(self) -> Tables:
        return Tables(len(self.problem))

    @cached_property
    def change(self) -> Change:
        return Change.of(self.problem)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules on zones in force."""
        return zone_rules(self.problem)

    @cached_property
    def free(self) -> Ints:
        """Rows of the stations outside the alone zones."""
        return np.flatnonzero(~self.problem.alone)

    @cached_property
    def alone(self) -> Candidates:
        """The alone zones (H2), in the order of ``Problem.alone_zones``."""
        return self.costed(self.masks([mask_of(zone) for zone in self.problem.alone_zones]))

    @cached_property
    def none(self) -> Candidates:
        """No zones."""
        return self.costed(self.masks([]))

    @cached_property
    def most(self) -> Ints:
        """(r,) the limits in points."""
        return np.array([limit.most for limit in self.limits], dtype=np.int64)

    def costed(self, masks: Bits) -> Candidates:
        """The masks with their points under the problem's weights and under those of each limit."""
        used = np.zeros((len(masks), len(self.limits)), dtype=np.int64)
        for k, limit in enumerate(self.limits):
            used[:, k] = points(limit.problem, self.tables, masks)
        nothing = np.zeros(len(masks), dtype=np.int64)
        return Candidates(masks, points(self.problem, self.tables, masks) if self.sought else nothing, used)

    def of_plan(self, plan: Plan) -> Candidates:
        """The zones of a plan."""
        row = self.problem.county.index
        return self.costed(self.masks([mask_of([row[code] for code in zone]) for zone in plan.zones]))

    def plan(self, free: Iterable[int]) -> Plan:
        """The plan of these free zones (masks) and the alone zones."""
        codes = self.problem.county.codes
        return Plan.of([codes[i] for i in rows_of(mask)] for mask in (*free, *self.alone.masks.tolist()))

    def reduced(self, duals: Duals, zones: Candidates) -> Floats:
        """(m,) reduced costs; exact for rounded duals."""
        return duals.reduced(self.tables, self.change, zones.masks, zones.points, zones.used)

    @cached_property
    def alone_kept(self) -> bool:
        """Whether the alone zones keep every rule and ``cap``; growth never meets them, so the judge is asked."""
        zones = MemberZones(self.problem, unpack(self.alone.masks, len(self.problem)))
        fits = self.cap is None or bool((self.alone.points <= self.cap).all())
        return fits and all(not rule.breach(zones, 0).any() for rule in self.rules)

    @cached_property
    def adjacent(self) -> Bools:
        """(n, n) borders and links between free stations: those outside the alone zones."""
        outside = ~self.problem.alone
        return np.asarray(self.problem.county.adjacent & outside[:, None] & outside[None, :])

    @cached_property
    def neighbours(self) -> Bits:
        """(n,) masks of ``adjacent``."""
        return self._long(pack(self.adjacent))

    @cached_property
    def forms(self) -> list[RuleForm]:
        """The forms in which growth knows the rules in force."""
        return [rule_row(key).growth for key in rules_in_force(self.problem)]

    @cached_property
    def ranges(self) -> list[Range]:
        """The ranges of sums among them; a ratio has two."""
        parts = ((form.sides(TIE) if isinstance(form, Ratio) else (form,)) for form in self.forms)
        return [form for part in parts for form in part if isinstance(form, Range)]

    @cached_property
    def cannot_link(self) -> Bools:
        """(n, n) pairs that share no zone: apart, two chosen offices, or no office within ``max_minutes`` of both."""
        n = len(self.problem)
        cannot_link = np.zeros((n, n), dtype=bool)
        for form in self.forms:
            if isinstance(form, CannotLink):
                cannot_link |= form.pairs(self.problem)
        return cannot_link

    @cached_property
    def cannot_link_masks(self) -> Bits:
        """(n,) masks of ``cannot_link``."""
        return self._long(pack(self.cannot_link))

    @cached_property
    def leaves(self) -> dict[int, list[int]]:
        """Leaves by their neighbour: free stations with one neighbour only, which has more than one itself.

        Where ``min_stations`` is 2 or more, a leaf shares the zone of its neighbour in every plan; else there are none.
        """
        degree = self.adjacent.sum(axis=1)
        leaves: dict[int, list[int]] = {}
        if any(isinstance(form, Leaves) for form in self.forms):
            for row in self.free[degree[self.free] == 1].tolist():
                (neighbour,) = np.flatnonzero(self.adjacent[row]).tolist()
                if degree[neighbour] > 1:
                    leaves.setdefault(neighbour, []).append(row)
        return leaves

    @cached_property
    def groups(self) -> Bits:
        """(g,) disjoint masks of stations in one zone in every plan: together, or leaves and their neighbour."""
        linked = [group for form in self.forms if isinstance(form, MustLink) for group in form.groups(self.problem)]
        leaves = ((row, *leaves) for row, leaves in self.leaves.items())
        return self.masks(sorted(map(mask_of, merged((*linked, *leaves)))))

    @cached_property
    def must_link(self) -> Bits:
        """(n,) masks: for each station the others of its group."""
        masks = [0] * len(self.problem)
        for group in self.groups.tolist():
            for row in rows_of(group):
                masks[row] = group & ~(1 << row)
        return self.masks(masks)

    def balanced(self, duals: Floats) -> Floats:
        """(n,) π with the sum over a neighbour and its leaves shared out between them by workload, in whole points.

        No zone of a plan parts them, so any share proves the same bound. GLOP's own may lie far from what the stations
        cost, which makes the bounds of growth weak.
        """
        even = duals.copy()
        for row, leaves in self.leaves.items():
            group = [row, *leaves]
            work = self.problem.county.workload[group] + 1e-9
            even[group] = np.floor(duals[group].sum() * work / work.sum())
            even[row] += duals[group].sum() - even[group].sum()
        return even

    def weights(self, duals: Duals) -> dict[str, float]:
        """Points for a share of 1 in each measure: its weight and, for each limit, ρ times its weight there."""
        return {measure.key: sum(part[measure.key] for _, part in self.parts(duals)) for measure in MEASURES}

    def parts(self, duals: Duals) -> "list[Part]":
        """:meth:`weights` by what they are of: this county, and each of its periods that has a limit with ρ > 0."""
        nothing = dict.fromkeys((measure.key for measure in MEASURES), 0.0)
        found: list[Part] = [(self.problem, dict(nothing))]
        limits = zip(duals.limits.tolist(), (limit.problem for limit in self.limits), strict=True)
        for dual, problem in ((float(self.sought), self.problem), *limits):
            if dual > 0:
                own = problem.county is self.problem.county
                found += [] if own else [(problem, dict(nothing))]
                part = found[0 if own else -1][1]
                for key, share in problem.policy.weights.shares().items():
                    part[key] += POINTS * dual * share
        return found if len(found) == 1 or any(found[0][1].values()) else found[1:]

    @cached_property
    def fixed(self) -> float:
        """Points that every plan has: those of the alone zones, and what the free zones together are off by."""
        return float(self.alone.points.sum()) + self.even(self.problem.policy.weights.shares())

    def even(self, weights: Mapping[str, float]) -> float:
        """Points that the free zones have at the least in signed measures: Σ_m λ_m · ½ max(0, |Σ u_i| − Σ g_i)."""
        total = 0.0
        for row in COVERED:
            if isinstance(row.growth, Signed):
                off, allowed = (
                    float(part[self.free].sum())
                    for part in (row.growth.values(self.problem), row.growth.allowed(self.problem))
                )
                total += POINTS * max(0.0, abs(off) - allowed) / 2 * weights[row.key]
        return total

    def monotone_cost(self, parts: "Sequence[Part]") -> MonotoneCost:
        """The cost of the monotone measures (``Measure.grows``) of these :meth:`parts`."""
        return MonotoneCost.joined([self._monotone(problem.county, weights) for problem, weights in parts])

    @staticmethod
    def _monotone(county: County, weights: Mapping[str, float]) -> MonotoneCost:
        """That of one part, without an axis of periods."""
        totals = {"mix_loss": county.mix_total, "density_loss": county.density_total}
        scales = [weights[key] / total if total else 0.0 for key, total in totals.items()]
        incidents, x = county.smoothed, county.centred_density
        features = np.column_stack([incidents, incidents.sum(axis=1), county.mix_terms, x**2, x])
        mix = incidents.sum(axis=0) / max(float(incidents.sum()), 1e-300)
        shares = incidents / np.maximum(incidents.sum(axis=1, keepdims=True), 1e-300)
        most = shares.max(axis=0)
        kappa = curvature((shares[:, most > 0] / most[most > 0]).min(axis=1, initial=1.0))
        return MonotoneCost(
            np.ascontiguousarray(features),
            mix,
            np.sqrt(shares),
            scales[0] * kappa * incidents.sum(axis=1),
            np.array([*scales, scales[0] * float(kappa.min())]),
        )

    def pair_cost(self, parts: "Sequence[Part]") -> PairCost:
        """The cost of pairs and of stations without support of these :meth:`parts`; who is near is the same in all."""
        n = len(self.problem)
        cut, joined, alone, near = np.zeros((n, n)), np.zeros((n, n)), np.zeros(n), np.zeros((n, n), dtype=bool)
        for (problem, weights), row in product(parts, COVERED):
            form, weight = row.growth, weights[row.key]
            if isinstance(form, Pairs) and weight > 0:
                cut, joined = cut + weight * form.cut(problem), joined + weight * form.joined(problem)
            elif isinstance(form, Lonely) and weight > 0:
                alone, near = alone + weight * form.values(problem), form.near(problem)
        return PairCost.of(cut, joined, alone, near)


def curvature(quotient: Floats) -> Floats:
    """(n,) the largest κ with p ln(p/q) − p + q ≥ κ (√p − √q)² for all p, q with p/q ≥ ``quotient`` (n,), at most 1."""
    t = np.clip(quotient, 1e-12, 1 - 1e-6)  # κ rises with t, and is 2 at 1
    return np.asarray((t * np.log(t) - t + 1) / (1 - np.sqrt(t)) ** 2)
