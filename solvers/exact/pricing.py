"""Pricing by bounded growth: grow only zones whose reduced cost can still be below a cutoff, never the whole pool.

Every zone is grown from its office o, its *centre*: the one that the planner chose, or else its best. From there travel
is a sum over stations. With u_j = w_j/W_r − p_j/P_r, a multiplier λ of a limit Σ v_j ≤ h on sums (of workload, say),
and multipliers |θ|, |θ'| ≤ 1 of one sign for mismatch and overload, the reduced cost has an additive lower bound:

    ω_j = λ_travel · w_j t_oj / T + ½ (θ · λ_mismatch + θ' · λ_overload) · u_j − ½ |θ'| · λ_overload · t p_j/P_r
          − π_j − σ_j + λ · v_j
    V(S, R) = Σ_S ω + Σ_R min(0, ω) − λ · h − μ

for every zone between S and S ∪ R, with R the undecided stations. Under ``max_changed`` every zone is grown once for
each zone l of today whose name it may bear, with σ_j = σ for the stations of l, else 0, and V higher by ν_l. Including
a station adds max(0, ω), excluding it max(0, −ω): an additive resource (:class:`~solvers.sets.growth.Resource`) with
the cutoff as its bound, one for each (λ, θ, θ'). The cost of monotone measures (``Measure.grows``) counts in it as it
is for S; so do pairs of stations joined in S or cut between S and what is decided out (border_cut, change), and
stations of S that nobody left can support (unsupported).

Where limits are of periods (``solvers.objectives.worst_period``), each with incidents of its own, ω is a sum over them
but for travel, as their offices may differ: with g_it what a minute of station i costs in period t, and any
v ≥ 0, Σ_t min_o Σ_{i∈z} g_it t_oi ≥ G · min_o Σ_{i∈z} v_i t_oi for G = Σ_t min_i (g_it / v_i), and o is the best office
by v.

V holds for real numbers; points are rounded, so the bound is the cutoff and one point more. Zones found are costed
exactly before they are believed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

import numpy as np

from solvers.coverage import MEASURES, measure_row
from solvers.exact.start import around
from solvers.forms.measures import Median, Signed, shared
from solvers.instances.columns import Candidates, PricedColumns
from solvers.instances.duals import Duals
from solvers.instances.instance import Instance, Part
from solvers.instances.subproblem import Subproblem
from solvers.sets.growth import Grown, Partial, Resource, Root, TooMany, grow
from solvers.sets.masks import MOST_STATIONS, Bits, mask_of
from solvers.stop import Watch
from zoning.model.county import Floats
from zoning.model.problem import Problem

ROUNDING = 1.0
"""Points by which rounding and the last bits may lower a cost below its real value; half a point is the truth."""
MOST_KEPT = 10_000_000
"""Columns that one call may find, each from several centres: 0.3 GB while they are sorted."""
GROWTH_LIMIT, LARGE_LIMIT = 4_000_000_000, 200_000_000
"""States of one growth above which a search gives up: some minutes of work, less above 64 stations."""
LARGE_ZONE = 12
"""Stations of a zone, in the mean, above which nothing is grown above 64 stations."""
WIDENED, AS_LONG = 200, 200_000
"""Known columns that are looked around at a time, those of least reduced cost, and states between two such times:
in counties soon solved, looking around takes longer than what it saves."""
FEW = 4096
"""Sets below which a batch is kept as grown; a larger one is priced first, to save memory."""
SLOPES = (-1.0, 1.0)
"""The θ of the resources: −1 where a zone has officers to spare, 1 where it lacks them. Others hardly prune more."""
FIRM = 0.5
"""Weight of the signed measures without allowance, over that of one with, from which the θ of the latter is 0 only: on
the samples of 30 to 37 stations 10 to 30 per cent less time than with all slopes."""


def most_states(subproblem: Subproblem) -> int:
    """The ``limit`` of :class:`BoundedGrowth` in a search.

    Raises
    ------
    TooMany
        When zones are large and so are masks.
    """
    instance = subproblem.instance
    large = len(instance.problem) > MOST_STATIONS
    if large and len(instance.free) > LARGE_ZONE * subproblem.k:
        raise TooMany
    return LARGE_LIMIT if large else GROWTH_LIMIT


@dataclass
class BoundedGrowth:
    """A source of columns that grows them anew for every call; the other source is ``pool.Pool``.

    Parameters
    ----------
    limit : states of one call, above which :class:`TooMany` is raised
    known, widened : columns met so far, and those of them that were looked around
    looks : times that some were
    workers : threads, by default as many as there are cores
    grown : states met so far
    last : duals of the last call that was not for all columns, of which nothing is proved
    """

    subproblem: Subproblem
    limit: int
    watch: Watch
    known: Candidates
    workers: int | None = None
    grown: int = field(default=0)
    looks: int = field(default=0)
    widened: set[int] = field(default_factory=set)
    last: Duals | None = None

    whole = False

    @property
    def instance(self) -> Instance:
        return self.subproblem.instance

    @property
    def problem(self) -> Problem:
        return self.subproblem.problem

    def attraction(self, duals: Duals) -> Floats:
        """(s, v, v) points ω + π of each free station [station] from each centre, for each of the s choices of θ.

        The weights are those under the duals ρ; a λ of 0 is taken, and no name.
        """
        free, parts = self.instance.free, self.instance.parts(duals)
        nothing = replace(duals, stations=np.zeros(len(self.problem)))
        bounds = [self._bounds(nothing, parts, slope, tilted=False) for slope in self._slopes(parts)]
        return np.array([omega[:, free] for omega, _ in bounds])

    def known_columns(self, duals: Duals, cutoff: float, most: int) -> PricedColumns:
        """Of the columns met so far the ``most`` of lowest reduced cost, none above ``cutoff``."""
        met = self._cheap(self.known, duals, cutoff)
        rows = np.argsort(met.reduced, kind="stable")[:most]
        return PricedColumns(met.zones[rows], met.reduced[rows], complete=False)

    def widen(self, duals: Duals, cutoff: float) -> bool:
        """Get to know the columns near the :data:`WIDENED` known ones of least reduced cost, none above ``cutoff``.

        Whether there were any that had not been looked around: each is once, so this ends. There is none to do before
        growth has begun, nor soon after the last time (:data:`AS_LONG`).
        """
        if self.grown <= AS_LONG * self.looks:
            return False
        self.looks += 1
        near = self.known_columns(duals, cutoff, WIDENED)
        fresh = [mask for mask in near.zones.masks.tolist() if mask not in self.widened]
        self.widened.update(fresh)
        if not fresh:
            return False
        masks = np.setdiff1d(around(self.instance, self.instance.masks(fresh)), self.known.masks)
        found = self.subproblem.candidates(masks)
        self.known = _unique(Candidates.joined([self.known, found]))
        return True

    def columns_below(self, duals: Duals, cutoff: float, partial: Partial | None = None) -> PricedColumns:
        """All columns of reduced cost ``cutoff`` or less, ascending; with ``partial`` perhaps not all (``complete``).

        Raises
        ------
        TooMany
            When more than ``limit`` states were met, or more than :data:`MOST_KEPT` columns kept.
        Stopped
            When the watch says so.
        """
        if partial is not None:
            self.last = duals
        parts: list[Bits] = [self.instance.none.masks]
        kept, complete = 0, True
        for grown in self._grown(duals, cutoff, partial):
            self.grown += grown.states
            self.watch.tick(grown.states)
            complete = complete and grown.complete
            parts += grown.kept
            kept += sum(map(len, grown.kept))
            if kept > MOST_KEPT:
                raise TooMany
        masks = np.unique(np.concatenate(parts))  # a zone may be grown from several centres
        found = self._cheap(self.subproblem.candidates(masks), duals, cutoff)
        if partial is not None:
            self.known = _unique(Candidates.joined([self.known, found.zones]))
        order = np.argsort(found.reduced, kind="stable")
        return PricedColumns(found.zones[order], found.reduced[order], complete)

    def _cheap(self, zones: Candidates, duals: Duals, cutoff: float) -> PricedColumns:
        reduced = self.instance.reduced(duals, zones)
        keep = np.flatnonzero(reduced <= cutoff)
        return PricedColumns(zones[keep], reduced[keep], complete=True)

    def _grown(self, duals: Duals, cutoff: float, partial: Partial | None) -> Iterator[Grown[Bits]]:
        def keep(masks: Bits) -> Bits:
            if len(masks) < FEW:
                return masks
            return self._cheap(self.subproblem.candidates(masks), duals, cutoff).zones.masks

        return grow(
            self.instance.neighbours,
            self.instance.cannot_link_masks,
            self._roots(duals, cutoff),
            keep,
            self.subproblem.resources,
            self.instance.monotone_cost(parts := self.instance.parts(duals)),
            self.instance.pair_cost(parts),
            self.instance.must_link,
            limit=self.limit,
            partial=partial,
            tick=self.watch.tick,
            workers=self.workers,
        )

    def _roots(self, duals: Duals, cutoff: float) -> list[Root]:
        """A root for every centre, its resources the bounds V: for each θ with the best λ at the root, and with λ = 0.

        Stations are decided on by falling max |ω| over these bounds: the sooner totals rise, the fewer sets are met.
        """
        outside = ~self.problem.alone
        centres = []
        parts = self.instance.parts(duals)
        once = self.to_centre(parts) is None  # the bounds are the same from every centre: each zone is grown once
        slopes = self._slopes(parts)
        named = self._named(duals, parts, slopes)
        bounds = [bound for _, part in named for bound in part]
        slack = ROUNDING * (1 + float(duals.limits.sum()))
        flat, cap = [], self.instance.cap
        if cap is not None:  # what a zone itself may cost, whatever the duals
            nothing = Duals(np.zeros(len(outside)), 0.0, 0.0, np.zeros(0))
            alone = self.instance.parts(replace(nothing, limits=0 * duals.limits))
            flat = [self._bounds(nothing, alone, slope, tilted=False) for slope in slopes]
        rows = self.instance.free
        order, barred, chosen = range(len(rows)), 0, mask_of(self.problem.offices)
        if once:
            steep = np.max([np.abs(np.diag(omega[:, rows])) for omega, _ in bounds], axis=0)
            order = np.argsort(-steep, kind="stable").tolist()
        for k in order:
            resources = [
                [
                    *own,
                    *_additive(part, k, cutoff + slack, floored=True),
                    # the floor holds what limits cost, too
                    *_additive(flat, k, (cap or 0) + ROUNDING, floored=not self.instance.limits),
                ]
                for own, part in named
            ]
            weight = np.max([np.abs(omega[k]) for omega, _ in bounds], axis=0)
            weight[rows[k]] = np.inf
            own = 1 << int(rows[k])
            others = barred if once else chosen & ~own
            centres += [Root(int(rows[k]), others, some, np.argsort(-weight, kind="stable")) for some in resources]
            barred |= own
        return centres

    def _named(
        self, duals: Duals, parts: Sequence[Part], slopes: list[dict[str, float]]
    ) -> list[tuple[list[Resource], list[tuple[Floats, Floats]]]]:
        """For each zone of today whose name a zone may bear: what holds it near to that, and the bounds under its name.

        Without ``max_changed`` there is one entry, of no name.
        """
        if not self.subproblem.names:
            return [([], [self._bounds(duals, parts, slope, tilted) for slope in slopes for tilted in self._tilts])]
        found = []
        for label, near in self.subproblem.names:
            kept, due = (near.include == 0, float(duals.labels[label])) if label >= 0 else (False, 0.0)
            own = replace(duals, stations=duals.stations + duals.change * np.asarray(kept), zone=duals.zone - due)
            part = [self._bounds(own, parts, slope, tilted) for slope in slopes for tilted in self._tilts]
            found.append(([near], part))
        return found

    def root_bounds(self, duals: Duals) -> Floats:
        """(v,) points that the reduced cost of no zone with each centre goes below, as seen before any is grown."""
        parts, rows = self.instance.parts(duals), np.arange(len(self.instance.free))
        best = np.full(len(rows), -np.inf)
        for slope in self._slopes(parts):
            for tilted in self._tilts:
                omega, start = self._bounds(duals, parts, slope, tilted)
                best = np.maximum(best, start + np.maximum(omega[rows, self.instance.free], 0))
        return best

    @property
    def _tilts(self) -> tuple[bool, ...]:
        return (True, False) if self._limits else (False,)

    @cached_property
    def _limits(self) -> list[tuple[Floats, float]]:
        """Those of ``Subproblem.one_sided`` on sums that are not whole numbers: workload, or that of the officers."""
        return [(values, high) for values, high, whole in self.subproblem.one_sided if not whole]

    def to_centre(self, parts: Sequence[Part]) -> Floats | None:
        """(n, n) points at [office, station] of the measure that adds up from the centre; ``None`` if it is free."""
        for row in MEASURES:
            if isinstance(row.growth, Median) and any(weights[row.key] > 0 for _, weights in parts):
                costs = [weights[row.key] * row.growth.costs(problem).T for problem, weights in parts]
                return costs[0] if len(costs) == 1 else shared(costs)
        return None

    def _slopes(self, parts: Sequence[Part]) -> list[dict[str, float]]:
        """Every choice of a θ for each of the signed measures that weigh, of one sign: others bound no zone better.

        A measure with an allowance is 0 where the sum is small, so its θ may be 0, and is nothing else where those
        without one weigh enough (:data:`FIRM`): more resources would cost more than they prune.
        """
        weights = {row.key: sum(part[row.key] for _, part in parts) for row in MEASURES}
        forms = {row.key: row.growth for row in MEASURES if isinstance(row.growth, Signed) and weights[row.key] > 0}
        firm = sum(weights[key] for key, form in forms.items() if form.allowance is None)
        options = []
        for key, form in forms.items():
            weak = (0.0,) if firm >= FIRM * weights[key] else (*SLOPES, 0.0)
            options.append(SLOPES if form.allowance is None else weak)
        return [dict(zip(forms, slopes, strict=True)) for slopes in product(*options) if not {*SLOPES} <= {*slopes}]

    def _bounds(
        self, duals: Duals, parts: Sequence[Part], slopes: Mapping[str, float], tilted: bool
    ) -> tuple[Floats, Floats]:
        """ω (v, n) of the v centres and V (v,) of their empty sets, for θ by measure; with the best λ if ``tilted``.

        The best λ makes V largest at the root. It is sought among the breakpoints of V, where some ω_j changes sign.
        """
        outside = ~self.problem.alone
        uneven = np.zeros(len(outside))
        for (problem, weights), (key, slope) in product(parts, slopes.items()):
            form = measure_row(key).growth
            assert isinstance(form, Signed)
            signed = slope * form.values(problem) - abs(slope) * form.allowed(problem)
            uneven = uneven + weights[key] * signed / 2
        minutes = self.to_centre(parts)
        way = 0.0 if minutes is None else minutes[self.instance.free]
        plain = np.where(outside, way + (uneven - duals.stations), 0.0)  # (v, n) by row
        plain = np.broadcast_to(plain, (len(self.instance.free), len(outside)))
        omega, start = plain, np.minimum(plain, 0).sum(axis=1) - duals.zone
        if not tilted:
            return omega, start
        rows = self.instance.free[:, None]
        best = start + np.maximum(np.take_along_axis(omega, rows, axis=1)[:, 0], 0)
        for load, high in self._limits:
            for factor in np.maximum(-plain[:, load != 0] / load[load != 0], 0).T:
                leant = plain + factor[:, None] * load
                empty = np.minimum(leant, 0).sum(axis=1) - duals.zone - factor * high
                value = empty + np.maximum(np.take_along_axis(leant, rows, axis=1)[:, 0], 0)
                better = value > best
                best, start = np.where(better, value, best), np.where(better, empty, start)
                omega = np.where(better[:, None], leant, omega)
        return omega, start


def _additive(bounds: list[tuple[Floats, Floats]], k: int, most: float, *, floored: bool) -> list[Resource]:
    """The resources of these bounds (ω, V) for the centre in row k."""
    return [
        Resource(np.maximum(omega[k], 0), np.maximum(-omega[k], 0), most, float(start[k]), floored)
        for omega, start in bounds
    ]


def _unique(zones: Candidates) -> Candidates:
    return zones[np.unique(zones.masks, return_index=True)[1]]
