"""Where candidate zones come from: the zones of a problem that keep every rule, for one number of zones.

:class:`Pool` holds them all. :class:`Found` is what a source of zones answers when asked for those of small reduced
cost; the pool filters, the bounded growth (``solvers.exact.pricing``) grows just them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np

from solvers.exact.duals import Change, Prices
from solvers.exact.growth import Floor, Root, Tally, TooMany, grow
from solvers.exact.masks import CHUNK, Bits, Masks, Tables, mask_of, pack, points, unpack
from solvers.stop import Watch
from zoning.judge.measures import MEASURES, POINTS
from zoning.judge.rules import zone_rules
from zoning.judge.zones import TIE, MemberZones
from zoning.model.county import Bools, Floats, Ints
from zoning.model.parts import merged
from zoning.model.plan import Plan
from zoning.model.problem import Problem

BY_GROWTH = ("alone", "contiguous")
"""Rules that hold for every set grown: the alone stations are left out, and sets grow along borders."""


@dataclass(frozen=True)
class Candidates:
    """Zones as masks (m,) with their points (m,), and what they take (m, k) of the limits on other measures."""

    masks: Bits
    points: Ints
    used: Ints

    def __len__(self) -> int:
        return len(self.masks)

    def __getitem__(self, which: Any) -> "Candidates":
        return Candidates(self.masks[which], self.points[which], self.used[which])

    @classmethod
    def joined(cls, parts: Sequence["Candidates"]) -> "Candidates":
        """All of these together; there must be one at least, which may be empty."""
        first, *_ = parts
        if len(parts) == 1:
            return first
        columns = ("masks", "points", "used")
        return cls(*(np.concatenate([getattr(part, column) for part in parts]) for column in columns))


@dataclass(frozen=True)
class Found:
    """Zones of small reduced cost; ``complete`` unless the search stopped because enough had been found."""

    zones: Candidates
    reduced: Floats
    complete: bool

    def cheapest(self, ceiling: float, most: int) -> "Found":
        """Of the zones, which come the lowest first, the first ``most`` with a reduced cost of at most ``ceiling``."""
        rows = np.flatnonzero(self.reduced <= ceiling)[:most]
        return Found(self.zones[rows], self.reduced[rows], self.complete)


@dataclass(frozen=True)
class Limit:
    """A limit on a whole plan: the points it may have at the most under the weights of ``problem``."""

    problem: Problem
    most: int

    @classmethod
    def on(cls, problem: Problem, measure: str, most: int) -> "Limit":
        """A limit on one measure, in millionths of its share."""
        return cls(only(problem, measure), most)


def only(problem: Problem, measure: str) -> Problem:
    """The problem with all the weight on one measure."""
    weights = {f"weights.{key}": float(key == measure) for key in problem.policy.weights.shares()}
    return replace(problem, policy=problem.policy.override(weights))


@dataclass(frozen=True, eq=False)
class Ground:
    """A problem made ready for masks: tables, the field zones grow in, the zones H2 fixes.

    ``limits`` are on whole plans; ``cap`` is the points one zone may have at the most.
    """

    problem: Problem
    limits: tuple[Limit, ...] = ()
    cap: int | None = None

    @cached_property
    def tables(self) -> Tables:
        return Tables(len(self.problem))

    @cached_property
    def change(self) -> Change:
        return Change.of(self.problem)

    @cached_property
    def free(self) -> Ints:
        """Rows of the stations outside the alone zones."""
        return np.flatnonzero(~self.problem.alone)

    @cached_property
    def alone(self) -> Candidates:
        """The zones that H2 fixes."""
        return self.costed(np.array([mask_of(zone) for zone in self.problem.alone_zones], dtype=np.uint64))

    @cached_property
    def none(self) -> Candidates:
        """No zones."""
        return self.costed(np.zeros(0, dtype=np.uint64))

    @cached_property
    def most(self) -> Ints:
        """(k,) the limits in points."""
        return np.array([limit.most for limit in self.limits], dtype=np.int64)

    def costed(self, masks: Bits) -> Candidates:
        """The masks with their points and what they take of the limits."""
        used = np.zeros((len(masks), len(self.limits)), dtype=np.int64)
        for k, limit in enumerate(self.limits):
            used[:, k] = points(limit.problem, self.tables, masks)
        return Candidates(masks, points(self.problem, self.tables, masks), used)

    def of_plan(self, plan: Plan) -> Candidates:
        """The zones of a plan."""
        row = self.problem.county.index
        return self.costed(np.array([mask_of([row[code] for code in zone]) for zone in plan.zones], dtype=np.uint64))

    def reduced(self, prices: Prices, zones: Candidates) -> Floats:
        """(m,) reduced costs; exact for rounded prices."""
        return prices.reduced(self.tables, self.change, zones.masks, zones.points, zones.used)

    @cached_property
    def alone_kept(self) -> bool:
        """Whether the zones that H2 fixes keep every rule, judged plainly: they are not grown."""
        zones = MemberZones(self.problem, unpack(self.alone.masks, len(self.problem)))
        fits = self.cap is None or bool((self.alone.points <= self.cap).all())
        return fits and all(not rule.breach(zones, 0).any() for rule in zone_rules(self.problem))

    @cached_property
    def adjacent(self) -> Bools:
        """(n, n) borders and links between the stations outside the alone zones."""
        outside = ~self.problem.alone
        return np.asarray(self.problem.county.adjacent & outside[:, None] & outside[None, :])

    @cached_property
    def neighbours(self) -> Bits:
        """(n,) mask of each station's neighbours outside the alone zones."""
        return pack(self.adjacent)

    @cached_property
    def rivals(self) -> Bools:
        """(n, n) pairs that can never share a zone: kept apart, two chosen offices, or no office near both."""
        problem, n = self.problem, len(self.problem)
        rivals = np.zeros((n, n), dtype=bool)
        for group in (*problem.apart, problem.offices):
            rivals[np.ix_(group, group)] = True
        limit = problem.policy.rules.max_minutes
        if limit is not None:
            near = (problem.county.minutes <= limit * (1 + TIE)).astype(np.float64)
            rivals |= near.T @ near == 0
        np.fill_diagonal(rivals, False)
        return rivals

    @cached_property
    def barring(self) -> Bits:
        """(n,) mask of each station's rivals."""
        return pack(self.rivals)

    @cached_property
    def leaves(self) -> dict[int, list[int]]:
        """Stations that have one neighbour only, by that neighbour, which has others.

        Where a zone has two stations at the least, every plan has a leaf and its neighbour in one zone.
        """
        degree = self.adjacent.sum(axis=1)
        leaves: dict[int, list[int]] = {}
        if self.problem.policy.zones.min_stations > 1:
            for row in self.free[degree[self.free] == 1].tolist():
                (neighbour,) = np.flatnonzero(self.adjacent[row]).tolist()
                if degree[neighbour] > 1:
                    leaves.setdefault(neighbour, []).append(row)
        return leaves

    @cached_property
    def groups(self) -> Bits:
        """Masks of stations that share a zone in every plan: those put together, and leaves with their neighbour."""
        leaves = ((row, *leaves) for row, leaves in self.leaves.items())
        return np.array(sorted(map(mask_of, merged((*self.problem.together, *leaves)))), dtype=np.uint64)

    @cached_property
    def mates(self) -> Bits:
        """(n,) mask of those that share a zone with each station in every plan."""
        own = np.uint64(1) << np.arange(len(self.problem), dtype=np.uint64)
        held = np.where(self.groups[:, None] & own != 0, self.groups[:, None], np.uint64(0))
        return np.asarray(np.bitwise_or.reduce(held, axis=0) & ~own)

    def balanced(self, duals: Floats) -> Floats:
        """(n,) whole prices with that of a leaf and its neighbour shared out between them by their workload.

        No zone of a plan has one without the other, so any share is as good; far from what they cost, bounds are weak.
        """
        even = duals.copy()
        for row, leaves in self.leaves.items():
            group = [row, *leaves]
            work = self.problem.county.workload[group] + 1e-9
            even[group] = np.floor(duals[group].sum() * work / work.sum())
            even[row] += duals[group].sum() - even[group].sum()
        return even

    def published(self, prices: Prices, others: int) -> Prices:
        """Prices as good, under which zones that no plan has, have no negative reduced cost either.

        The engine grows no zone that leaves a leaf behind, and as the one zone outside the alone ones none but that of
        all stations; who checks a bound by the rules alone will.
        """
        duals, zone = prices.stations.copy(), prices.zone
        far = float(np.abs(duals).sum() + abs(zone) + len(duals) * prices.change)
        for row, leaves in self.leaves.items():
            duals[leaves] += far
            duals[row] -= far * len(leaves)
        if others == 1:
            duals[self.free] += far
            duals[[rows[0] for rows in self.problem.alone_zones]] += far * len(self.free)
            zone -= far * len(self.free)
        return replace(prices, stations=duals, zone=zone)

    def weights(self, prices: Prices) -> dict[str, float]:
        """What a share of 1 in each measure costs, in points: its weight, and what its limits cost at these prices."""
        parts = [
            (1.0, self.problem),
            *zip(prices.limits.tolist(), (limit.problem for limit in self.limits), strict=True),
        ]
        total = dict.fromkeys((measure.key for measure in MEASURES), 0.0)
        for price, problem in parts:
            for key, share in problem.policy.weights.shares().items():
                total[key] += POINTS * price * share
        return total

    @cached_property
    def uneven(self) -> Floats:
        """(n,) the share of the workload of each station less its share of the officers; no zone's mismatch without."""
        work, officers = self.problem.county.workload, self.problem.county.officers
        if not (work.any() and officers.any()):
            return np.zeros(len(work))
        return np.asarray(work / work.sum() - officers / officers.sum())

    @cached_property
    def fixed(self) -> float:
        """Points that every plan has: those of the alone zones, and of the mismatch that the others have in all."""
        return float(self.alone.points.sum()) + self._even * self.problem.policy.weights.shares()["mismatch"]

    @cached_property
    def _even(self) -> float:
        return POINTS * abs(float(self.uneven[self.free].sum())) / 2

    def open(self, prices: Prices, zones: int) -> float:
        """Points that the prices prove, less those that every plan has: gaps are taken as shares of this."""
        fixed = float((self.alone.points + self.alone.used @ prices.limits).sum())
        over = float(prices.limits @ self.most)
        even = self._even * self.weights(prices)["mismatch"] / POINTS
        return max(1.0, prices.bound(self.change, zones, self.most) + over - fixed - even)

    def floor(self, weights: Mapping[str, float]) -> Floor:
        """What the measures that only grow (``Measure.grows``) cost a set at the least, from sums over its stations."""
        county = self.problem.county
        totals = {"mix_loss": county.mix_total, "density_loss": county.density_total}
        scales = [weights[key] / total if total else 0.0 for key, total in totals.items()]
        incidents, x = county.smoothed, county.log_density - county.log_density.mean()
        features = np.column_stack([incidents, incidents.sum(axis=1), county.mix_terms, x**2, x])
        mix = incidents.sum(axis=0) / max(float(incidents.sum()), 1e-300)
        shares = incidents / np.maximum(incidents.sum(axis=1, keepdims=True), 1e-300)
        most = shares.max(axis=0)
        kappa = curvature((shares[:, most > 0] / most[most > 0]).min(axis=1, initial=1.0))
        return Floor(
            np.ascontiguousarray(features),
            mix,
            np.sqrt(shares),
            scales[0] * kappa * incidents.sum(axis=1),
            np.array([*scales, scales[0] * float(kappa.min())]),
        )

    def tallies(self, others: int) -> list[Tally]:
        """The caps on workload and stations, and the workload and officers that a zone must still be able to reach."""
        outside = (~self.problem.alone).astype(np.float64)
        work, officers = outside * self.problem.county.workload, outside * self.problem.county.officers
        nothing = np.zeros(len(work))
        low, high = self.problem.band(others)
        tallies = []
        if np.isfinite(high):
            tallies.append(Tally(work, nothing, high * (1 + TIE) + TIE))
        if low > 0:
            tallies.append(Tally(nothing, work, float(work.sum()) - low * (1 - TIE) + TIE))
        fewest, largest = self.problem.policy.rules.min_officers, self.problem.policy.zones.max_stations
        if largest is not None:
            tallies.append(Tally(outside, nothing, float(largest)))
        if others == 1:  # one zone holds them all
            tallies.append(Tally(nothing, outside, 0.0))
        if fewest:
            tallies.append(Tally(nothing, officers, float(officers.sum()) - fewest))
        if self.problem.policy.rules.case_area:
            areas = outside * np.array([station.has_case_area for station in self.problem.county.stations])
            tallies.append(Tally(nothing, areas, float(areas.sum()) - 1))
        return tallies

    def fingerprint(self, others: int) -> bytes:
        """All that the sets grown for a pool depend on."""
        tallies = [(t.include, t.exclude, np.array([t.ceiling])) for t in self.tallies(others)]
        parts = (self.neighbours, self.barring, self.mates, self.free, *chain.from_iterable(tallies))
        return b"".join(part.tobytes() for part in parts)

    def allowed(self, masks: Bits, others: int) -> Bools:
        """(m,) zones that keep every rule when there are ``others`` zones outside the alone ones."""
        keep = np.ones(len(masks), dtype=bool)
        for rule in zone_rules(self.problem):
            if rule.key not in BY_GROWTH and keep.any():
                keep[keep] = rule.breach(Masks(self.problem, self.tables, masks[keep]), others) == 0
        for group in self.groups:
            keep &= (masks & group == 0) | (masks & group == group)
        return keep

    def candidates(self, masks: Bits, others: int) -> Candidates:
        """Those of the masks that keep every rule, with their points."""
        parts = [masks[k : k + CHUNK] for k in range(0, len(masks), CHUNK)]
        kept = [part[self.allowed(part, others)] for part in parts]
        zones = self.costed(np.concatenate([masks[:0], *kept]))
        return zones if self.cap is None else zones[zones.points <= self.cap]


def curvature(quotient: Floats) -> Floats:
    """The largest κ with p ln(p/q) − p + q ≥ κ (√p − √q)² wherever p/q is at least ``quotient``, which is at most 1."""
    t = np.clip(quotient, 1e-12, 1 - 1e-6)  # κ rises with t, and is 2 at 1
    return np.asarray((t * np.log(t) - t + 1) / (1 - np.sqrt(t)) ** 2)


@dataclass(frozen=True)
class Pool:
    """Every zone that keeps the rules, outside the alone ones."""

    ground: Ground
    zones: Candidates
    others: int

    whole = True

    @property
    def grown(self) -> int:
        return len(self.zones)

    def at_hand(self, prices: Prices, ceiling: float, most: int) -> Found:
        """Of the zones with a reduced cost of at most ``ceiling``, the ``most`` lowest."""
        found = self.below(prices, ceiling)
        rows = np.argsort(found.reduced, kind="stable")[:most]
        return Found(found.zones[rows], found.reduced[rows], complete=len(rows) == len(found.zones))

    def below(self, prices: Prices, ceiling: float, enough: tuple[int, int] | None = None, cheap: float = 0.0) -> Found:
        """All zones whose reduced cost is at most ``ceiling``."""
        reduced = self._reduced(prices)
        rows = np.flatnonzero(reduced <= ceiling)
        return Found(self.zones[rows], reduced[rows], complete=True)

    def _reduced(self, prices: Prices) -> Floats:
        parts = [self.zones[k : k + CHUNK] for k in range(0, len(self.zones), CHUNK)]
        return np.concatenate([np.zeros(0), *(self.ground.reduced(prices, part) for part in parts)])


def grow_sets(ground: Ground, others: int, limit: int, watch: Watch, workers: int | None = None) -> Bits | None:
    """(m,) all sets that zones of a plan with ``others`` zones are among, or ``None`` where they are over ``limit``."""
    roots = [Root(row, (1 << row) - 1) for row in ground.free.tolist()]  # each set from its lowest station
    sets: list[Bits] = [np.zeros(0, dtype=np.uint64)]
    count = 0
    try:
        for grown in grow(
            ground.neighbours,
            ground.barring,
            roots,
            lambda masks: masks,
            ground.tallies(others),
            mates=ground.mates,
            limit=6 * limit,
            tick=watch.tick,
            workers=workers,
        ):
            sets += grown.kept
            count += sum(map(len, grown.kept))
            if count > limit:
                return None
    except TooMany:
        return None
    watch.tick(count)
    return np.concatenate(sets)
