"""Branches bound to zones (H15): every branch to one zone, every zone at least one as far as there are branches.

Minimises ``balance`` · imbalance + (1 − ``balance``) · misfit. Imbalance is ½ Σ_z |b_z − w_z| with b_z the zone's share
of the branches' officers and w_z its share of the workload. Misfit is the mean over branches, weighted by officers, of
max_z fit_iz − fit_iz. Both are counted in whole units of 10⁻⁴, so that an optimum is exact; of equal bindings the
lexicographically first is taken: the first branch in the first zone, then the second.

Up to :data:`MOST_SETS` branches it is solved by dynamic programming over sets (``partition``), which always ends; more
branches by CP-SAT from a local optimum, within the time limit, and with the bound it has proved. What it may get wrong:
a branch counts as 1 officer where the number of any branch is unknown.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from solvers.infeasible.cpsat import watched
from solvers.stop import OnProgress, Stop, Stopped, Watch
from systems.assignment.leaders import SCALE, whole_shares
from systems.assignment.specialities import officers
from zoning.model.bureau import Branch
from zoning.model.county import Floats, Ints

MOST_SETS = 15
"""Branches whose sets are all looked at: 3^15 pairs of sets a zone, a tenth of a second."""
EMPTY = 1 << 50
"""Cost of a zone without a branch, above every other cost up to two million officers."""
MOST_ZONES = 2000
"""Zones whose empty costs together fit 64 bits."""
LIMIT = 10.0
"""CP-SAT's own units of work, about a second each, unless a stop is given."""


@dataclass(frozen=True)
class Binding:
    """The zone of each branch; ``fits`` (branches, zones). ``cost`` and ``bound`` in units of the objective.

    The binding is proved best where both are equal.
    """

    zones: tuple[int, ...]
    fits: Floats
    cost: int
    bound: int

    @property
    def proved(self) -> bool:
        return self.bound >= self.cost

    @property
    def gap(self) -> float:
        """The share of its cost by which the binding may be off the best; 0 where it is proved."""
        return 0.0 if self.proved else 1 - self.bound / self.cost


@dataclass(frozen=True)
class _Task:
    """The objective in integers: ``people`` (n,), ``due`` (k,), ``misfit``, ``allowed`` (n, k), weight ``even``."""

    people: Ints
    due: Ints
    misfit: Ints
    even: int
    allowed: Ints

    def cost(self, zones: Ints) -> int:
        """The objective of a binding, empty zones at :data:`EMPTY` each."""
        held = np.bincount(zones, self.people, len(self.due)).astype(np.int64) * SCALE
        empty = len(self.due) - len(np.unique(zones))
        own = int(self.misfit[np.arange(len(zones)), zones].sum())
        return empty * EMPTY + self.even * int(np.abs(held - self.due).sum()) + own


def assign_branches(
    branches: Sequence[Branch],
    fit: Floats,
    loads: Floats,
    balance: float,
    fixed: Mapping[int, int],
    *,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
) -> Binding:
    """The binding of least objective, or the best found when ``stop`` says so.

    Parameters
    ----------
    fit : (branches, zones) share of the zone's workload in the branch's specialities
    loads : (zones,) workload
    fixed : zone by branch, the planner's choice
    """
    task = _task(branches, fit, loads, balance, fixed)
    watch = Watch(stop, on_progress, zone_count=fit.shape[1])
    if not len(branches):
        return Binding((), fit, 0, 0)
    if _few(*fit.shape):
        try:
            zones = _by_sets(task, watch)
        except Stopped:
            zones = _descended(task)
            return Binding(tuple(zones.tolist()), fit, task.cost(zones), 0)
        cost = task.cost(zones)
        return Binding(tuple(zones.tolist()), fit, cost, cost)
    zones, bound = _by_programme(task, watch, stop)
    return Binding(tuple(zones.tolist()), fit, task.cost(zones), bound)


def _task(branches: Sequence[Branch], fit: Floats, loads: Floats, balance: float, fixed: Mapping[int, int]) -> _Task:
    people = officers(branches)
    total = max(int(people.sum()), 1)
    due = total * whole_shares(loads / max(float(loads.sum()), 1e-300))
    behind = whole_shares(fit.max(axis=1, keepdims=True, initial=0.0) - fit)
    allowed = np.ones(fit.shape, dtype=np.int64)
    for i, z in fixed.items():
        allowed[i] = np.arange(fit.shape[1]) == z
    apt = round((1 - balance) * SCALE)
    return _Task(people, due, 2 * apt * people[:, None] * behind, round(balance * SCALE), allowed)


def _few(branches: int, zones: int) -> bool:
    """Whether all sets can be looked at, and ties told apart in 64 bits."""
    return branches <= MOST_SETS and zones <= MOST_ZONES and branches * math.log2(max(zones, 2)) < 60


def _by_sets(task: _Task, watch: Watch) -> Ints:
    """The best binding, by dynamic programming over sets of branches, the last zone first.

    Raises
    ------
    Stopped
        When ``watch`` says so.
    """
    from systems.assignment.partition import UNREACHED, add_zone

    n, k = task.misfit.shape
    place = np.array([k ** (n - 1 - i) for i in range(n)], dtype=np.int64)
    costs = [np.vstack([_set_costs(task, z), z * _sums(place)]) for z in range(k)]
    values, ties = [np.full(1 << n, UNREACHED)], [np.zeros(1 << n, dtype=np.int64)]
    values[0][0] = 0
    for z in reversed(range(k)):
        watch.tick()
        found, first = np.empty(1 << n, dtype=np.int64), np.empty(1 << n, dtype=np.int64)
        add_zone(costs[z], values[-1], found, ties[-1], first)
        values.append(found)
        ties.append(first)
    digits = int(ties[-1][-1])
    return np.array([digits // int(base) % k for base in place], dtype=np.int64)


def _sums(values: Ints) -> Ints:
    """(2^n,) sums of the values of every set, bit i standing for value i."""
    sums = np.zeros(1, dtype=np.int64)
    for value in values.tolist():
        sums = np.concatenate([sums, sums + value])
    return sums


def _set_costs(task: _Task, z: int) -> Ints:
    """(2^n,) objective of every set of branches in zone z, out of reach where one of them may not be there."""
    costs = task.even * np.abs(_sums(task.people) * SCALE - task.due[z]) + _sums(task.misfit[:, z])
    costs[0] += EMPTY
    costs[_sums(1 - task.allowed[:, z]) > 0] = 1 << 62
    return np.asarray(costs, dtype=np.int64)


def _descended(task: _Task) -> Ints:
    """A local optimum of single moves and exchanges, from each branch in the zone that it fits best."""
    zones: Ints = np.where(task.allowed > 0, task.misfit, 1 << 62).argmin(axis=1)
    best = task.cost(zones)
    while True:
        ways = _near(task, zones)
        costs = [task.cost(way) for way in ways]
        if not ways or min(costs) >= best:
            return zones
        best, zones = min(costs), ways[costs.index(min(costs))]


def _near(task: _Task, zones: Ints) -> list[Ints]:
    """Bindings one move or one exchange away."""
    n, k = task.misfit.shape
    found = []
    for i in range(n):
        for z in range(k):
            if z != zones[i] and task.allowed[i, z]:
                way = zones.copy()
                way[i] = z
                found.append(way)
        for j in range(i):
            if zones[i] != zones[j] and task.allowed[i, zones[j]] and task.allowed[j, zones[i]]:
                way = zones.copy()
                way[i], way[j] = zones[j], zones[i]
                found.append(way)
    return found


def _by_programme(task: _Task, watch: Watch, stop: Stop | None) -> tuple[Ints, int]:
    """The best binding that CP-SAT finds from a local optimum, and the bound that it proves."""
    n, k = task.misfit.shape
    start = _descended(task)
    model = cp_model.CpModel()
    x = [[model.new_bool_var("") for _ in range(k)] for _ in range(n)]
    for i in range(n):
        model.add_exactly_one(x[i])
        for z in range(k):
            model.add_hint(x[i][z], int(start[i] == z))
            if not task.allowed[i, z]:
                model.add(x[i][z] == 0)
    most = int(task.people.sum()) * SCALE + int(task.due.max())
    off = [model.new_int_var(0, most, "") for _ in range(k)]
    for z in range(k):
        held = sum(int(task.people[i]) * SCALE * x[i][z] for i in range(n))
        model.add(off[z] >= held - int(task.due[z]))
        model.add(off[z] >= int(task.due[z]) - held)
    served = len(np.unique(start)) == k
    for z in range(k if served else 0):
        model.add_at_least_one(x[i][z] for i in range(n))
    own = sum(int(task.misfit[i, z]) * x[i][z] for i in range(n) for z in range(k))
    model.minimize(task.even * sum(off) + own)
    return _searched(model, x, start, task, watch, stop)


def _searched(
    model: cp_model.CpModel,
    x: Sequence[Sequence[cp_model.IntVar]],
    start: Ints,
    task: _Task,
    watch: Watch,
    stop: Stop | None,
) -> tuple[Ints, int]:
    """The better of the start and what the solver has when it ends, and its bound."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.catch_sigint_signal = False
    if stop is None or stop.seconds is None:
        solver.parameters.max_deterministic_time = LIMIT
    else:
        solver.parameters.max_time_in_seconds = max(0.01, stop.seconds - watch.seconds)
    try:
        status = watched(solver, model, Watch(Stop(asked=None if stop is None else stop.requested), watch.on_progress))
    except Stopped:
        return start, 0
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return start, 0
    found = np.array([next(z for z, cell in enumerate(row) if solver.boolean_value(cell)) for row in x])
    empty = (len(task.due) - len(np.unique(start))) * EMPTY
    zones = min((start, found), key=task.cost)
    return zones, min(task.cost(zones), empty + int(np.ceil(solver.best_objective_bound - 1e-6)))
