"""Duals: duals of the linear programme as whole numbers, the bound they prove, and reduced costs.

Weak duality needs no solver's word: for any whole numbers π (stations), μ (zones), σ ≥ 0 (``max_changed``) and ν ≥ 0
(names of today's zones) every plan of K zones costs at least Σπ + K·μ + σ·stay − Σν plus the reduced costs of its
zones, where ``stay`` is the number of stations that must keep their zone. A zone may carry the name of one zone l of
today, of which it keeps |z ∩ l| stations, so its reduced cost is c(z) − Σ_{i∈z} π_i − μ − max_l (σ·|z ∩ l| − ν_l)⁺.

A limit on the sum of another measure over the plan, Σ b(z) ≤ B, is priced by ρ ≥ 0: zones cost ρ·b(z) more, and the
bound is ρ·B lower.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from solvers.exact.masks import Bits, Tables, pack
from zoning.model.county import Floats, Ints
from zoning.model.problem import Problem
from zoning.result.solution import Certificate

FRACTION = 2.0**-10
"""Duals of limits are multiples of this, so that sums with them are exact in 64-bit floating point."""


@dataclass(frozen=True)
class Change:
    """What ``max_changed`` asks: (L,) masks of today's zones, and how many stations must keep theirs."""

    labels: Bits
    stay: int

    @classmethod
    def of(cls, problem: Problem) -> "Change":
        """Nothing, when the problem sets no such rule."""
        limit, today = problem.policy.rules.max_changed, problem.current_labels
        if limit is None or today is None:
            return cls(np.zeros(0, dtype=np.uint64), 0)
        return cls(pack(today[None, :] == np.arange(today.max() + 1)[:, None]), len(problem) - limit)

    def kept(self, masks: Bits) -> Ints:
        """(m, L) stations of each zone of today that each mask keeps."""
        return np.asarray(np.bitwise_count(masks[:, None] & self.labels[None, :]), dtype=np.int64)


@dataclass(frozen=True)
class Duals:
    """Duals in points: ``stations`` (n,), ``zone``, ``change`` ≥ 0, ``labels`` (L,) ≥ 0 and ``limits`` (k,) ≥ 0.

    They are real numbers while the linear programme is being solved, and whole ones in a certificate.
    """

    stations: Floats
    zone: float
    change: float
    labels: Floats
    limits: Floats = field(default_factory=lambda: np.zeros(0))

    def bound(self, change: Change, zones: int, most: Ints | None = None) -> float:
        """Points below which no plan of ``zones`` zones can be whose zones have reduced costs of 0 or more.

        ``most`` (k,) are the limits on other measures.
        """
        over = 0.0 if most is None else float(self.limits @ most)
        return float(self.stations.sum() + zones * self.zone + self.change * change.stay - self.labels.sum()) - over

    def reduced(self, tables: Tables, change: Change, masks: Bits, points: Ints, used: Ints | None = None) -> Floats:
        """(m,) reduced costs; exact for whole duals. ``used`` (m, k) is what the zones take of each limit."""
        paid = tables.sums(self.stations, tables.rows(masks)) + self.zone
        over = 0.0 if used is None else used @ self.limits
        return np.asarray(points + over - paid - self.best_label(change, masks)[0])

    def best_label(self, change: Change, masks: Bits) -> tuple[Floats, Ints]:
        """(m,) what the best name of today is worth to each zone, and which one it is (−1 for none)."""
        if not len(change.labels):
            return np.zeros(len(masks)), np.full(len(masks), -1)
        worth = self.change * change.kept(masks) - self.labels[None, :]
        best = worth.argmax(axis=1)
        value = worth[np.arange(len(masks)), best]
        return np.maximum(value, 0), np.where(value > 0, best, -1)

    def rounded(self) -> "Duals":
        """The nearest whole duals; those of limits, which are often below 1, the nearest whole :data:`FRACTION`."""
        labels, limits = np.rint(self.labels), np.rint(self.limits / FRACTION) * FRACTION
        return Duals(np.rint(self.stations), round(self.zone), round(self.change), labels, limits)

    def lowered(self, by: float) -> "Duals":
        """These duals with ``by`` ≤ 0 added to that of a zone, so that a lowest reduced cost of ``by`` becomes 0."""
        return replace(self, zone=self.zone + by)


def certified(duals: Duals, zones: int, bound: int | None, dual_bound: int) -> Certificate:
    """What whole duals prove of plans with so many zones: ``dual_bound``, and by enumeration ``bound``."""
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
