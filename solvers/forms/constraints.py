"""Each hard rule as constraints of the compact formulation (``solvers.infeasible.formulation``), to be switched.

Workload and minutes are scaled to whole units with slack, so that no plan is lost that keeps a rule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from solvers.forms.rules import Range, Ratio
from zoning.judge.zones import TIE
from zoning.model.county import Floats, Ints
from zoning.model.problem import Problem

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

SCALE = 10**8
"""Whole units that the largest sum of workloads or of weighted minutes is divided into."""
SMALL = 40
"""Stations up to which every number of zones has a band of its own in the model. Even numbers that cannot be help: a
county of 30 stations is solved five times faster than with one pair of constraints a zone, which larger ones get."""


@dataclass
class Formulation:
    """A model in the making.

    ``x[i, j]`` says that station i is in the zone of centre j, ``x[j, j]`` that there is such a zone, ``free[j]`` that
    it holds no alone station and ``count[k]`` that there are k free zones. ``medians`` tells that the centre of a zone
    is its 1-median and not its lowest row, ``levels`` that the model itself says what hangs together; else cuts do.
    """

    problem: Problem
    rules: frozenset[str]
    medians: bool
    levels: bool
    model: "cp_model.CpModel"
    x: dict[tuple[int, int], "cp_model.IntVar"]
    free: list["cp_model.IntVar"] = field(default_factory=list)
    count: list["cp_model.IntVar"] = field(default_factory=list)

    @property
    def rows(self) -> range:
        return range(len(self.problem))

    def zone(self, j: int, rows: Sequence[int] | None = None) -> list["cp_model.IntVar"]:
        """Literals of zone j for these stations, or for all."""
        return [self.x[i, j] for i in (self.rows if rows is None else rows)]

    def weighted(self, j: int, values: Ints) -> "cp_model.LinearExprT":
        """The sum of ``values`` (n,) over zone j."""
        return weighted_sum(self.zone(j), values.tolist())


@dataclass(frozen=True)
class Constraint:
    """What a rule adds to a model: ``key`` switches it, ``on`` tells whether a problem sets it (without, it does).

    Where it is ``exact``, no plan of the model breaks the rule; else the judge may still refuse one. With ``medians``
    the centre of every zone has to be its 1-median.
    """

    key: str
    add: Callable[[Formulation], None]
    exact: bool = True
    medians: bool = False
    on: Callable[[Problem], bool] | None = None


def weighted_sum(literals: "Sequence[cp_model.IntVar]", values: Sequence[int]) -> "cp_model.LinearExprT":
    """Σ v_i x_i; imported where it is used, for it takes half a second."""
    from ortools.sat.python import cp_model

    return cp_model.LinearExpr.weighted_sum(literals, values)


def within(form: Range | Ratio) -> Callable[[Formulation], None]:
    """The range of a sum, whose limits must not depend on k; sums of no whole numbers are scaled with slack."""
    if isinstance(form, Ratio):
        high, low = (within(side) for side in form.sides(2 * TIE))
        return lambda f: (high(f), low(f))[0]

    def add(f: Formulation) -> None:
        values, (low, high) = form.values(f.problem), form.limits(f.problem, len(f.rows))
        units, least, most = values.astype(np.int64), np.ceil(low), np.floor(high)  # of whole numbers
        if not form.whole:
            units, factor = whole_units(values)
            least = np.floor(low * (1 - 2 * TIE) * factor) - len(values)
            most = np.ceil(high * (1 + 2 * TIE) * factor) + len(values)
        for j in f.rows:
            held = f.weighted(j, units)
            binds = low > np.minimum(values, 0).sum()
            if binds and form.of_alone:
                f.model.add(held >= int(least) * f.x[j, j])
            elif binds:
                f.model.add(held >= int(least)).only_enforce_if(f.free[j])
            if high < np.inf and form.of_alone:
                f.model.add(held <= int(most))
            elif high < np.inf:
                f.model.add(held <= int(most)).only_enforce_if(f.free[j])

    return add


def zones_max(f: Formulation) -> None:
    """Σ_j x[j, j] is at most ``zones.max``."""
    f.model.add(sum(f.x[j, j] for j in f.rows) <= f.problem.policy.zones.max)


def zones_min(f: Formulation) -> None:
    """Σ_j x[j, j] is at least ``zones.min``."""
    f.model.add(sum(f.x[j, j] for j in f.rows) >= f.problem.policy.zones.min)


def alone(f: Formulation) -> None:
    """The stations of an alone zone share it, and no other one does."""
    for zone in f.problem.alone_zones:
        for a in zone:
            for i in f.rows:
                if i in zone:
                    same(f, a, i)
                else:
                    f.model.add(f.x[i, a] == 0)
                    f.model.add(f.x[a, i] == 0)


def same(f: Formulation, a: int, b: int) -> None:
    """Two stations in one zone."""
    if a != b:
        for j in f.rows:
            f.model.add(f.x[a, j] == f.x[b, j])


def contiguous(f: Formulation) -> None:
    """Every station but the centre has a neighbour in its zone; by levels, one that leads to the centre."""
    neighbours = [np.flatnonzero(row).tolist() for row in f.problem.county.adjacent]
    if f.levels:
        tree(f, neighbours)
        return
    for i in f.rows:
        for j in f.rows:
            if i != j and j not in neighbours[i]:
                f.model.add_bool_or([~f.x[i, j], *f.zone(j, neighbours[i])])


def tree(f: Formulation, neighbours: list[list[int]]) -> None:
    """Every station but the centre has one parent: a neighbour in its zone, one level lower at the least."""
    model = f.model
    level = [model.new_int_var(0, len(f.rows) - 1, f"level {i}") for i in f.rows]
    for i in f.rows:
        parents = []
        for u in neighbours[i]:
            parent = model.new_bool_var(f"{u} above {i}")
            parents.append(parent)
            model.add(level[i] >= level[u] + 1).only_enforce_if(parent)
            for j in f.rows:
                if j != i:
                    model.add_bool_or([~parent, ~f.x[i, j], f.x[u, j]])
        model.add_exactly_one([f.x[i, i], *parents])
        model.add(level[i] == 0).only_enforce_if(f.x[i, i])


def workload_band(f: Formulation) -> None:
    """The band of k free zones, in whole units, wider by what rounding may take."""
    work, numbers = f.problem.county.workload, range(len(f.count))
    units, factor = whole_units(work)
    bands = np.array([f.problem.band(k) for k in numbers])
    bands[0] = 0, work.sum()  # without free zones there is none
    least = (np.floor(bands[:, 0] * (1 - 2 * TIE) * factor).astype(np.int64) - len(work)).tolist()
    most = (np.ceil(bands[:, 1] * (1 + 2 * TIE) * factor).astype(np.int64) + len(work)).tolist()
    for j in f.rows:
        held, free = f.weighted(j, units), f.free[j]
        if "zones_max" in f.rules and len(work) <= SMALL:
            for k in numbers[1:]:
                f.model.add(held <= most[k]).only_enforce_if(f.count[k], free)
                f.model.add(held >= least[k]).only_enforce_if(f.count[k], free)
        else:
            f.model.add(held <= weighted_sum(f.count, most)).only_enforce_if(free)
            f.model.add(held >= weighted_sum(f.count, least)).only_enforce_if(free)


def whole_units(values: Floats) -> tuple[Ints, float]:
    """Values in whole units, all together :data:`SCALE` of them, and the units in one."""
    total = float(np.abs(values).sum())
    factor = SCALE / total if total > 0 else 1.0
    return np.rint(values * factor).astype(np.int64), factor


def max_minutes(f: Formulation) -> None:
    """The centre is the 1-median; no station is far from it, or from the lowest chosen office of the zone."""
    problem = f.problem
    limit = problem.policy.rules.max_minutes
    assert limit is not None
    by_median(f)
    far = problem.county.minutes > limit * (1 + TIE)
    for j in f.rows:
        for i in np.flatnonzero(far[j]).tolist():
            f.model.add_bool_or([~f.x[i, j], *f.zone(j, problem.offices)])
    for k, office in enumerate(problem.offices):
        for i in np.flatnonzero(far[office]).tolist():
            for j in f.rows:
                earlier = f.zone(j, problem.offices[:k])
                f.model.add_bool_or([~f.x[office, j], ~f.x[i, j], *earlier])


def by_median(f: Formulation) -> None:
    """No station of a zone without a chosen office has a smaller sum of weighted minutes than the centre.

    Sums are compared as far as rounding allows.
    """
    costs = f.problem.county.weighted_minutes
    total = float(costs.sum(axis=0).max())
    factor = SCALE / total if total > 0 else 1.0
    slack = len(costs) + int(np.ceil(4 * TIE * SCALE))
    for j in f.rows:
        for o in f.rows:
            if o != j:
                worse = np.rint((costs[:, j] - costs[:, o]) * factor).astype(np.int64)
                unchosen = [~literal for literal in f.zone(j, f.problem.offices)]
                f.model.add(f.weighted(j, worse) <= slack).only_enforce_if(f.x[o, j], *unchosen)


def case_area(f: Formulation) -> None:
    """A zone has a station with a case-handling area."""
    having = [i for i, station in enumerate(f.problem.county.stations) if station.has_case_area]
    for j in f.rows:
        f.model.add_bool_or([~f.x[j, j], *f.zone(j, having)])


def together(f: Formulation) -> None:
    """The stations of a group share a zone."""
    for group in f.problem.together:
        for row in group[1:]:
            same(f, group[0], row)


def apart(f: Formulation) -> None:
    """No two stations of a group share a zone."""
    for group in f.problem.apart:
        for j in f.rows:
            f.model.add_at_most_one(f.zone(j, group))


def pinned(f: Formulation) -> None:
    """The zone of a pinned station holds more than half of the zone of today it is pinned to."""
    for row, members in f.problem.anchored:
        for j in f.rows:
            held = sum(f.zone(j, members))
            f.model.add(held >= len(members) // 2 + 1).only_enforce_if(f.x[row, j])


def offices(f: Formulation) -> None:
    """No zone holds two chosen offices."""
    for j in f.rows:
        f.model.add_at_most_one(f.zone(j, f.problem.offices))


def max_changed(f: Formulation) -> None:
    """Zones take names of today, each name once; a station stays where its zone took the name of its own."""
    model, limit, today = f.model, f.problem.policy.rules.max_changed, f.problem.current_labels
    assert limit is not None
    assert today is not None
    names = range(int(today.max()) + 1)
    named = [[model.new_bool_var(f"{j} named {name}") for name in names] for j in f.rows]
    for row in named:
        model.add_at_most_one(row)
    for name in names:
        model.add_at_most_one(row[name] for row in named)
    stays = [model.new_bool_var(f"{i} stays") for i in f.rows]
    for i in f.rows:
        for j in f.rows:
            model.add_bool_or([~stays[i], ~f.x[i, j], named[j][int(today[i])]])
    model.add(sum(stays) >= len(stays) - limit)
