"""Each hard rule as constraints of the compact model (``formulation``): a row and a function each, to be switched.

Workload and minutes are scaled to whole units with slack, so that no plan is lost that keeps a rule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from zoning.judge.zones import TIE
from zoning.model.county import Floats, Ints
from zoning.model.problem import Problem

RULES = (
    "zones_max",
    "zones_min",
    "alone",
    "contiguous",
    "min_stations",
    "max_stations",
    "workload_band",
    "max_minutes",
    "min_officers",
    "case_area",
    "together",
    "apart",
    "pinned",
    "offices",
    "max_changed",
)
"""Keys of the rules that can be switched: those of the judge, ``zone_count`` as its two ends."""
SCALE = 10**8
"""Whole units that the largest sum of workloads or of weighted minutes is divided into."""
SMALL = 40
"""Stations up to which every number of zones has a band of its own in the model. Even numbers that cannot be help: a
county of 30 stations is solved five times faster than with one pair of constraints a zone, which larger ones get."""


@dataclass
class Draft:
    """A model in the making.

    ``inside[i][j]`` says that station i is in the zone of label j, ``inside[j][j]`` that there is such a zone,
    ``other[j]`` that it holds no alone station and ``count[k]`` that there are k of these. ``medians`` tells that
    the label of a zone is its 1-median and not its lowest row, ``levels`` that the model itself says what hangs
    together; else cuts do.
    """

    problem: Problem
    rules: frozenset[str]
    medians: bool
    levels: bool
    model: cp_model.CpModel
    inside: list[list[cp_model.IntVar]]
    other: list[cp_model.IntVar] = field(default_factory=list)
    count: list[cp_model.IntVar] = field(default_factory=list)

    @property
    def rows(self) -> range:
        return range(len(self.problem))

    def zone(self, j: int, rows: Sequence[int] | None = None) -> list[cp_model.IntVar]:
        """Literals of zone j for these stations, or for all."""
        return [self.inside[i][j] for i in (self.rows if rows is None else rows)]

    def weighted(self, j: int, values: Ints) -> cp_model.LinearExprT:
        """The sum of ``values`` (n,) over zone j."""
        return cp_model.LinearExpr.weighted_sum(self.zone(j), values.tolist())


def _zones_max(draft: Draft) -> None:
    draft.model.add(sum(draft.inside[j][j] for j in draft.rows) <= draft.problem.policy.zones.max)


def _zones_min(draft: Draft) -> None:
    draft.model.add(sum(draft.inside[j][j] for j in draft.rows) >= draft.problem.policy.zones.min)


def _alone(draft: Draft) -> None:
    zones = draft.problem.alone_zones
    for zone in zones:
        for a in zone:
            for i in draft.rows:
                if i in zone:
                    _same(draft, a, i)
                else:
                    draft.model.add(draft.inside[i][a] == 0)
                    draft.model.add(draft.inside[a][i] == 0)


def _same(draft: Draft, a: int, b: int) -> None:
    """Two stations in one zone."""
    if a != b:
        for j in draft.rows:
            draft.model.add(draft.inside[a][j] == draft.inside[b][j])


def _contiguous(draft: Draft) -> None:
    """Every station but the label has a neighbour in its zone; by levels, one that leads to the label."""
    neighbours = [np.flatnonzero(row).tolist() for row in draft.problem.county.adjacent]
    if draft.levels:
        _parents(draft, neighbours)
        return
    for i in draft.rows:
        for j in draft.rows:
            if i != j and j not in neighbours[i]:
                draft.model.add_bool_or([~draft.inside[i][j], *draft.zone(j, neighbours[i])])


def _parents(draft: Draft, neighbours: list[list[int]]) -> None:
    """Every station but the label has one parent: a neighbour in its zone, one level lower at the least."""
    model = draft.model
    level = [model.new_int_var(0, len(draft.rows) - 1, f"level {i}") for i in draft.rows]
    for i in draft.rows:
        parents = []
        for u in neighbours[i]:
            parent = model.new_bool_var(f"{u} above {i}")
            parents.append(parent)
            model.add(level[i] >= level[u] + 1).only_enforce_if(parent)
            for j in draft.rows:
                if j != i:
                    model.add_bool_or([~parent, ~draft.inside[i][j], draft.inside[u][j]])
        model.add_exactly_one([draft.inside[i][i], *parents])
        model.add(level[i] == 0).only_enforce_if(draft.inside[i][i])


def _min_stations(draft: Draft) -> None:
    for j in draft.rows:
        draft.model.add(sum(draft.zone(j)) >= draft.problem.policy.zones.min_stations).only_enforce_if(draft.other[j])


def _max_stations(draft: Draft) -> None:
    most = draft.problem.policy.zones.max_stations or len(draft.rows)
    for j in draft.rows:
        draft.model.add(sum(draft.zone(j)) <= most).only_enforce_if(draft.other[j])


def _workload_band(draft: Draft) -> None:
    """The band of the number of others, in whole units, wider by what rounding may take."""
    work, numbers = draft.problem.county.workload, range(len(draft.count))
    units, factor = _whole(work)
    bands = np.array([draft.problem.band(k) for k in numbers])
    bands[0] = 0, work.sum()  # without others there is none
    least = (np.floor(bands[:, 0] * (1 - 2 * TIE) * factor).astype(np.int64) - len(work)).tolist()
    most = (np.ceil(bands[:, 1] * (1 + 2 * TIE) * factor).astype(np.int64) + len(work)).tolist()
    for j in draft.rows:
        held, other = draft.weighted(j, units), draft.other[j]
        if "zones_max" in draft.rules and len(work) <= SMALL:
            for k in numbers[1:]:
                draft.model.add(held <= most[k]).only_enforce_if(draft.count[k], other)
                draft.model.add(held >= least[k]).only_enforce_if(draft.count[k], other)
        else:
            draft.model.add(held <= cp_model.LinearExpr.weighted_sum(draft.count, most)).only_enforce_if(other)
            draft.model.add(held >= cp_model.LinearExpr.weighted_sum(draft.count, least)).only_enforce_if(other)


def _whole(values: Floats) -> tuple[Ints, float]:
    """Values in whole units, all together :data:`SCALE` of them, and the units in one."""
    total = float(np.abs(values).sum())
    factor = SCALE / total if total > 0 else 1.0
    return np.rint(values * factor).astype(np.int64), factor


def _max_minutes(draft: Draft) -> None:
    """The label is the 1-median; no station is far from it, or from the lowest chosen office where the zone has one."""
    problem, inside = draft.problem, draft.inside
    limit = problem.policy.rules.max_minutes
    assert limit is not None
    _by_median(draft)
    far = problem.county.minutes > limit * (1 + TIE)
    for j in draft.rows:
        for i in np.flatnonzero(far[j]).tolist():
            draft.model.add_bool_or([~inside[i][j], *draft.zone(j, problem.offices)])
    for k, office in enumerate(problem.offices):
        for i in np.flatnonzero(far[office]).tolist():
            for j in draft.rows:
                earlier = draft.zone(j, problem.offices[:k])
                draft.model.add_bool_or([~inside[office][j], ~inside[i][j], *earlier])


def _by_median(draft: Draft) -> None:
    """No station of a zone has a smaller sum of weighted minutes than the label, but for rounding."""
    costs = draft.problem.county.weighted_minutes
    total = float(costs.sum(axis=0).max())
    factor = SCALE / total if total > 0 else 1.0
    slack = len(costs) + int(np.ceil(4 * TIE * SCALE))
    for j in draft.rows:
        for o in draft.rows:
            if o != j:
                worse = np.rint((costs[:, j] - costs[:, o]) * factor).astype(np.int64)
                draft.model.add(draft.weighted(j, worse) <= slack).only_enforce_if(draft.inside[o][j])


def _min_officers(draft: Draft) -> None:
    fewest = draft.problem.policy.rules.min_officers or 0
    officers = draft.problem.county.officers.astype(np.int64)
    for j in draft.rows:
        draft.model.add(draft.weighted(j, officers) >= fewest * draft.inside[j][j])


def _case_area(draft: Draft) -> None:
    having = [i for i, station in enumerate(draft.problem.county.stations) if station.has_case_area]
    for j in draft.rows:
        draft.model.add_bool_or([~draft.inside[j][j], *draft.zone(j, having)])


def _together(draft: Draft) -> None:
    for group in draft.problem.together:
        for row in group[1:]:
            _same(draft, group[0], row)


def _apart(draft: Draft) -> None:
    for group in draft.problem.apart:
        for j in draft.rows:
            draft.model.add_at_most_one(draft.zone(j, group))


def _pinned(draft: Draft) -> None:
    for row, members in draft.problem.anchored:
        for j in draft.rows:
            held = sum(draft.zone(j, members))
            draft.model.add(held >= len(members) // 2 + 1).only_enforce_if(draft.inside[row][j])


def _offices(draft: Draft) -> None:
    for j in draft.rows:
        draft.model.add_at_most_one(draft.zone(j, draft.problem.offices))


def _max_changed(draft: Draft) -> None:
    """Zones take names of today, each name once; a station stays where its zone took the name of its own."""
    model, limit, today = draft.model, draft.problem.policy.rules.max_changed, draft.problem.current_labels
    assert limit is not None
    assert today is not None
    names = range(int(today.max()) + 1)
    named = [[model.new_bool_var(f"{j} named {name}") for name in names] for j in draft.rows]
    for row in named:
        model.add_at_most_one(row)
    for name in names:
        model.add_at_most_one(row[name] for row in named)
    stays = [model.new_bool_var(f"{i} stays") for i in draft.rows]
    for i in draft.rows:
        for j in draft.rows:
            model.add_bool_or([~stays[i], ~draft.inside[i][j], named[j][int(today[i])]])
    model.add(sum(stays) >= len(stays) - limit)


ADDED: dict[str, Callable[[Draft], None]] = {
    "zones_max": _zones_max,
    "zones_min": _zones_min,
    "alone": _alone,
    "contiguous": _contiguous,
    "min_stations": _min_stations,
    "max_stations": _max_stations,
    "workload_band": _workload_band,
    "max_minutes": _max_minutes,
    "min_officers": _min_officers,
    "case_area": _case_area,
    "together": _together,
    "apart": _apart,
    "pinned": _pinned,
    "offices": _offices,
    "max_changed": _max_changed,
}
