"""Every plan of a small county that keeps the rules, whatever it costs: how good plans are among all there are.

Divisions of the free stations come from compiled code (``solvers.sets.parts``), which knows the limits that are sums,
and pairs that must or cannot share a zone; the judge then leaves out zones and plans that break any other rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from numbers import Integral

import numpy as np

from solvers.coverage import rule_row
from solvers.forms.rules import Kept
from solvers.instances.instance import Instance
from solvers.instances.subproblem import Subproblem, subproblems
from solvers.sets.growth import SLICE, TooMany
from solvers.sets.masks import MOST_STATIONS, Bits, mask_of
from solvers.stop import OnProgress, Stop, Watch
from zoning.judge.rules import PLAN_RULES
from zoning.model.county import Bools, Ints
from zoning.model.errors import expect
from zoning.model.plan import Plan
from zoning.model.problem import Problem

MOST = 10_000_000
"""Plans that are kept at the most: some 0.5 GB."""
ROOM = 1 << 15
"""Divisions that are found at a time."""


@dataclass(frozen=True, eq=False)
class Plans:
    """All plans of a problem that keep its rules.

    Parameters
    ----------
    free : by number of free zones, the largest first: (m, k) masks, a plan a row
    points : (Σ m,) what each of them costs, in the same order
    """

    instance: Instance
    free: tuple[Bits, ...]
    points: Ints

    def __len__(self) -> int:
        return len(self.points)

    def __iter__(self) -> Iterator[tuple[int, Plan]]:
        """(points, plan) of each."""
        rows = (row for part in self.free for row in part.tolist())
        for cost, row in zip(self.points.tolist(), rows, strict=True):
            yield cost, self.instance.plan(row)


def every_plan(
    problem: Problem, *, stop: Stop | None = None, on_progress: OnProgress | None = None, most: int = MOST
) -> Plans:
    """All plans that keep the rules: no objective is asked for, and none is left out.

    Parameters
    ----------
    stop : when to give up
    on_progress : called a few times a second
    most : plans that may be found, before rules are asked that are no sums

    Raises
    ------
    InputError
        When an argument has a wrong type.
    Stopped, TooMany
        When ``stop`` says so; when there are more than ``most``, or more than 64 stations.
    """
    expect(problem=(problem, Problem), stop=(stop, Stop | None), most=(most, Integral))
    if len(problem) > MOST_STATIONS:
        raise TooMany
    instance, watch = Instance(problem), Watch(stop, on_progress)
    free, points = [], [np.zeros(0, dtype=np.int64)]
    for subproblem in subproblems(instance):
        parts = list(_divisions(subproblem, watch, most - sum(map(len, points))))
        rows, cost = _kept(subproblem, np.concatenate([np.zeros((0, subproblem.k), dtype=np.uint64), *parts]))
        free.append(rows)
        points.append(cost)
    return Plans(instance, tuple(free), np.concatenate(points))


def _divisions(subproblem: Subproblem, watch: Watch, most: int) -> Iterator[Bits]:
    """(m, k) masks, some at a time, of the divisions of the free stations that keep what compiled code knows."""
    from solvers.sets.parts import Map, Stack, begin, divide, divisible

    instance, k = subproblem.instance, subproblem.k
    free = np.uint64(mask_of(instance.free.tolist()))
    few = -(~instance.problem.alone).astype(np.float64), -float(instance.problem.policy.zones.min_stations)
    values, most_of = zip(few, *((part, high) for part, high, _ in subproblem.one_sided), strict=True)
    links = instance.neighbours, instance.cannot_link_masks, instance.must_link
    given = Map(k, *links, np.array(values), np.array(most_of))
    if k < 2:
        if free == 0 or (k and divisible(given, free, free, 1)):
            yield np.full((1, k), free, dtype=np.uint64)
        return
    stack, chosen = Stack.of(given), np.zeros(k, dtype=np.uint64)
    depth, count = 0 if begin(given, stack, 0, free, 0) else -1, 0
    while depth >= 0:
        found = np.zeros((ROOM, k), dtype=np.uint64)
        depth, steps, new = divide(given, stack, depth, SLICE, chosen, found)
        watch.tick(steps)
        count += new
        if count > most:
            raise TooMany
        yield found[:new]


def _kept(subproblem: Subproblem, rows: Bits) -> tuple[Bits, Ints]:
    """Those of the plans (m, k) that keep every rule, and their points."""
    instance, problem = subproblem.instance, subproblem.problem
    masks, at = np.unique(rows, return_inverse=True)
    zones = subproblem.candidates(masks)
    known = np.searchsorted(zones.masks, masks)
    legal: Bools = np.isin(masks, zones.masks)
    keep: Bools = np.asarray(legal[at.reshape(rows.shape)].all(axis=1))
    rules = [r for r in PLAN_RULES if r.on(problem) and not isinstance(rule_row(r.key).growth, Kept)]
    for row in np.flatnonzero(keep).tolist() if rules else ():
        plan = instance.plan(rows[row].tolist())
        keep[row] = all(rule.violation(problem, plan) is None for rule in rules)
    cost = zones.points[known[at.reshape(rows.shape)[keep]]].sum(axis=1, dtype=np.int64)
    return rows[keep], cost + int(instance.alone.points.sum())
