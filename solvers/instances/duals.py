"""Duals of the linear programme as whole numbers, the bound they prove, and reduced costs; all in points.

Weak duality needs no solver's word. Take any whole numbers π_i (stations), μ (zones), σ ≥ 0 (``max_changed``) and
ν_l ≥ 0 (zones l of today), and let *stay* be the number of stations that must keep their zone. A zone z may bear the
name of one zone l of today, of which it keeps |z ∩ l| stations. Its reduced cost is

    c(z) − Σ_{i∈z} π_i − μ − max_l (σ · |z ∩ l| − ν_l)⁺

and a plan of K zones costs at least Σ π + K · μ + σ · stay − Σ ν and the reduced costs of its zones.

A limit on the sum of another measure over the plan, Σ b(z) ≤ B, has a dual ρ ≥ 0: the reduced cost of z is ρ · b(z)
higher, and the bound ρ · B lower.
"""

from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from solvers.sets.masks import Bits, Tables, pack
from zoning.model.county import Bools, Floats, Ints
from zoning.model.problem import Problem
from zoning.result.solution import Certificate

FRACTION = 2.0**-10
"""Duals of limits are multiples of this, so that sums with them are exact in 64-bit floating point."""


@dataclass(frozen=True)
class Change:
    """The rule ``max_changed``: ``labels`` (L,) are the masks of today's zones, ``stay`` stations must keep theirs.

    ``most`` may change. So a zone of a plan and the zone of today whose name it bears differ by no more than ``most``
    stations, for those that only one of them has all change; and a zone that bears no name has no more than ``most``.
    """

    labels: Bits
    stay: int
    most: int = 0

    @classmethod
    def of(cls, problem: Problem) -> "Change":
        """The rule of a problem; without one, no labels and nobody who must stay."""
        limit, today = problem.policy.rules.max_changed, problem.current_labels
        if limit is None or today is None:
            return cls(np.zeros(0, dtype=np.uint64), 0)
        return cls(pack(today[None, :] == np.arange(today.max() + 1)[:, None]), len(problem) - limit, limit)

    def kept(self, masks: Bits) -> Ints:
        """(m, L) numbers of stations that each mask shares with each zone of today."""
        return np.asarray(np.bitwise_count(masks[:, None] & self.labels[None, :]), dtype=np.int64)

    def near(self, masks: Bits) -> Bools:
        """(m,) whether a plan may have the zone."""
        if not len(self.labels):
            return np.ones(len(masks), dtype=bool)
        differing = np.bitwise_count(masks[:, None] ^ self.labels[None, :]).min(axis=1)
        return np.asarray((np.bitwise_count(masks) <= self.most) | (differing <= self.most), dtype=bool)


@dataclass(frozen=True)
class Duals:
    """π ``stations`` (n,), μ ``zone``, σ ``change``, ν ``labels`` (L,) and ρ ``limits`` (r,) of the module's formulas.

    They are real numbers while the linear programme is being solved, and whole ones in a certificate.
    """

    stations: Floats
    zone: float
    change: float
    labels: Floats
    limits: Floats = field(default_factory=lambda: np.zeros(0))

    def bound(self, change: Change, zones: int, most: Ints | None = None) -> float:
        """Points that no plan of K = ``zones`` zones goes below, if no zone has a negative reduced cost.

        ``most`` (r,) are the limits B on other measures.
        """
        over = 0.0 if most is None else float(self.limits @ most)
        return float(self.stations.sum() + zones * self.zone + self.change * change.stay - self.labels.sum()) - over

    def reduced(self, tables: Tables, change: Change, masks: Bits, points: Ints, used: Ints | None = None) -> Floats:
        """(m,) reduced costs of zones of ``points`` (m,) and ``used`` (m, r) of the limits; exact for whole duals."""
        paid = tables.sums(self.stations, tables.rows(masks)) + self.zone
        over = 0.0 if used is None else used @ self.limits
        return np.asarray(points + over - paid - self.best_label(change, masks)[0])

    def best_label(self, change: Change, masks: Bits) -> tuple[Floats, Ints]:
        """(m,) max_l (σ · |z ∩ l| − ν_l)⁺ of each zone, and the zone l of today that gives it (−1 for none)."""
        if not len(change.labels):
            return np.zeros(len(masks)), np.full(len(masks), -1)
        gains = self.change * change.kept(masks) - self.labels[None, :]
        best = gains.argmax(axis=1)
        value = gains[np.arange(len(masks)), best]
        return np.maximum(value, 0), np.where(value > 0, best, -1)

    def towards(self, other: "Duals", share: float) -> "Duals":
        """The duals that lie a share of the way from these to others."""

        def part(a: Any, b: Any) -> Any:
            return (1 - share) * a + share * b

        return Duals(**{each.name: part(getattr(self, each.name), getattr(other, each.name)) for each in fields(self)})

    def rounded(self) -> "Duals":
        """The nearest whole duals; ρ, often below 1, to the nearest multiple of :data:`FRACTION`."""
        labels, limits = np.rint(self.labels), np.rint(self.limits / FRACTION) * FRACTION
        return Duals(np.rint(self.stations), round(self.zone), round(self.change), labels, limits)

    def lowered(self, by: float) -> "Duals":
        """These duals with μ + ``by``, ``by`` ≤ 0: every reduced cost rises by −``by``."""
        return replace(self, zone=self.zone + by)


def certified(duals: Duals, zones: int, bound: int | None, dual_bound: int) -> Certificate:
    """The certificate of whole duals for plans of so many zones: they prove ``dual_bound``, enumeration ``bound``."""
    return Certificate(
        zones=zones,
        bound=bound,
        dual_bound=dual_bound,
        duals=tuple(int(dual) for dual in duals.stations),
        zone_dual=int(duals.zone),
        change_dual=int(duals.change),
        label_duals=tuple(int(dual) for dual in duals.labels),
        limit_duals=tuple(duals.limits.tolist()),
    )


def stated(certificate: Certificate) -> Duals:
    """The duals of a certificate: the reverse of :func:`certified`."""
    return Duals(
        np.array(certificate.duals, dtype=np.float64),
        float(certificate.zone_dual),
        float(certificate.change_dual),
        np.array(certificate.label_duals, dtype=np.float64),
        np.array(certificate.limit_duals, dtype=np.float64),
    )
