"""The figures of a plan that depend on incidents, for many draws of incidents at once.

The judge takes some milliseconds a draw, and the coverage of intervals needs hundreds of thousands of draws. So the
formulas of docs/measures.md stand here a second time; a test holds them to the judge's.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zoning.model.answering import FARTHEST_MINUTES, STEP_MINUTES, STEPS, YEAR_HOURS
from zoning.model.county import MIX_PRIOR, Bools, Floats, Ints
from zoning.model.plan import Plan
from zoning.model.problem import Problem


@dataclass(frozen=True)
class Figures:
    """Of a plan of z zones, the figures of :meth:`of`: those of the plan, then incidents, workload and mean minutes of
    its first zone that does not stand alone. Points are in shares, and without what no incidents move.
    """

    problem: Problem
    plan: Plan

    @cached_property
    def rows(self) -> tuple[Ints, ...]:
        labels = self.plan.labels(self.problem.county.codes)
        return tuple(np.flatnonzero(labels == z) for z in range(len(self.plan.zones)))

    @cached_property
    def rest(self) -> Bools:
        """(z,) zones that do not stand alone."""
        return np.array([not self.problem.alone[rows].any() for rows in self.rows])

    @property
    def unmoved(self) -> dict[str, float]:
        """Weights of the measures that no incidents move."""
        weights = self.problem.policy.weights.shares()
        return {key: weights[key] for key in ("border_cut", "change")}

    def of(self, counts: Floats) -> dict[str, Floats]:
        """By key (d,) the figures on counts (d, n, c) of a year."""
        problem, rows = self.problem, self.rows
        county, weights = problem.county, problem.policy.weights.shares()
        classes = county.classes
        sent, scene = (np.array([getattr(kind, key) for kind in classes]) for key in ("officers", "minutes"))
        busy = counts * (scene + 2 * county.inside_minutes[:, None]) / 60
        work, hours, calls = (busy * sent).sum(axis=2), busy.sum(axis=2), counts.sum(axis=2)
        by_zone = np.stack([work[:, part].sum(axis=1) for part in rows], axis=1)
        staff = np.array([county.officers[part].sum() for part in rows])
        costs = [work[:, part] @ county.minutes[np.ix_(part, part)].T for part in rows]
        ways = [_way(county.minutes, part, cost, self.problem.offices) for part, cost in zip(rows, costs, strict=True)]
        travelled = np.stack([(way * work[:, part]).sum(axis=1) for way, part in zip(ways, rows, strict=True)], axis=1)
        apart = by_zone[:, self.rest] / by_zone[:, self.rest].sum(axis=1, keepdims=True)
        apart = np.abs(apart - staff[self.rest] / staff[self.rest].sum())
        allowed = problem.policy.measures.tolerance * staff[self.rest] / staff[self.rest].sum()
        found = {
            "mismatch": apart.sum(axis=1) / 2,
            "overload": np.maximum(apart - allowed, 0).sum(axis=1) / 2,
            "mix_loss": self._mix_loss(counts),
            "density_loss": self._density_loss(calls),
            "travel": travelled.sum(axis=1) / (work @ county.minutes.T).min(axis=1),
            "unsupported": work[:, ~self._near()].sum(axis=1) / work.sum(axis=1),
            "response": self._response(calls, hours),
        }
        whole = sum(weights[key] * value for key, value in found.items())
        loads = by_zone / staff
        gaps = np.abs(loads[:, :, None] - loads[:, None]).sum(axis=(1, 2))
        zone = int(self.rest.argmax())
        return {
            "points": np.asarray(whole),
            **found,
            "max_over_mean": loads.max(axis=1) * staff.sum() / work.sum(axis=1),
            "gini": gaps / (2 * len(rows) * loads.sum(axis=1)),
            "cv": loads.std(axis=1) / loads.mean(axis=1),
            "mean_minutes": travelled.sum(axis=1) / work.sum(axis=1),
            "incidents": calls[:, rows[zone]].sum(axis=1),
            "workload": by_zone[:, zone],
            "zone_minutes": travelled[:, zone] / by_zone[:, zone],
        }

    def _mix_loss(self, counts: Floats) -> Floats:
        mix = counts.sum(axis=1, keepdims=True)
        smoothed = counts + MIX_PRIOR * mix / mix.sum(axis=2, keepdims=True)
        zones = np.stack([smoothed[:, part].sum(axis=1) for part in self.rows], axis=1)
        whole = smoothed.sum(axis=1, keepdims=True)
        return 1 - _entropy(zones, whole) / _entropy(smoothed, whole)

    def _density_loss(self, calls: Floats) -> Floats:
        dense = np.log((calls + 0.5) / self.problem.county.area_km2)
        inside = sum(_squares(dense[:, part]) for part in self.rows)
        return np.asarray(inside / _squares(dense))

    def _near(self) -> Bools:
        """(n,) whether another station of the zone is near."""
        near = np.zeros(len(self.problem), dtype=bool)
        for part in self.rows:
            near[part] = self.problem.county.near[np.ix_(part, part)].any(axis=1)
        return near

    def _response(self, calls: Floats, hours: Floats) -> Floats:
        county, total = self.problem.county, np.zeros(len(calls))
        inside = np.minimum(county.inside_minutes, FARTHEST_MINUTES)
        for part in self.rows:
            away = STEP_MINUTES * county.answering.steps[np.ix_(part, part)].min(axis=1, initial=STEPS)
            busy = np.minimum(hours[:, part].sum(axis=1) / (len(part) * YEAR_HOURS), 1.0)[:, None]
            minutes = (1 - busy) * (inside[part] + busy * away) + busy**2 * FARTHEST_MINUTES
            total += (calls[:, part] * minutes).sum(axis=1)
        return np.asarray(total / (FARTHEST_MINUTES * calls.sum(axis=1)))


def _squares(values: Floats) -> Floats:
    """(d,) Σ (x_i − x̄)² of values (d, n)."""
    return np.asarray(((values - values.mean(axis=1, keepdims=True)) ** 2).sum(axis=1))


def _entropy(counts: Floats, whole: Floats) -> Floats:
    """(d,) Σ n_kc ln[(n_kc / n_k) / (n_c / n)] of counts (d, k, c) with the sums ``whole`` (d, 1, c)."""
    mix = whole / whole.sum(axis=2, keepdims=True)
    share = counts / counts.sum(axis=2, keepdims=True)
    logs = np.log(np.divide(share, mix, out=np.ones_like(share), where=(share > 0) & (mix > 0)))
    return np.asarray((counts * logs).sum(axis=(1, 2)))


def _way(minutes: Floats, part: Ints, costs: Floats, chosen: tuple[int, ...]) -> Floats:
    """(d, k) minutes from the office of a zone of k stations: the chosen one, else that of least ``costs`` (d, k)."""
    office = part[costs.argmin(axis=1)]
    for row in reversed(chosen):
        if row in part:
            office = np.full(len(costs), row)
    return np.asarray(minutes[office[:, None], part])
