"""Villages of one station in connected groups of 4 to 6, a police room at the 1-median of each (G1, G2).

To the engine the villages are a county and the groups its zones, under bounds on their size
(``policies/hengshan.toml``). Where no grouping keeps the bounds, as of seven villages, Σ over groups of
max(0, low − size, size − high) is minimised first, then the points. Both optima are exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from solvers.engine import Engine
from solvers.instances.columns import Candidates
from solvers.instances.instance import Instance
from solvers.instances.subproblem import Subproblem
from solvers.sets.growth import Root, grow
from solvers.sets.masks import MOST_STATIONS, Bits, mask_of, rows_of
from solvers.stop import Stop, Watch
from systems.lexicographic import lexicographic
from zoning.judge.score import Score, score
from zoning.model.county import Ints
from zoning.model.errors import ClaimError, InputError, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem

MOST_SETS = 2_000_000
"""Groups looked at in one station at the most; more would take minutes."""
SOME = 2
"""Number of groups that rules are asked about while it is open: any but 1, which would be all villages."""
SIZE_RULES = ("min_stations", "max_stations")


@dataclass(frozen=True)
class Grouping:
    """Groups of villages as judged; ``off`` is Σ max(0, low − size, size − high), 0 where all sizes are kept."""

    score: Score
    off: int

    @property
    def rooms(self) -> tuple[str, ...]:
        """Code of the village with the room of each group, the 1-median by workload and travel."""
        return tuple(zone.office for zone in self.score.zones)


def grouped(problem: Problem, engine: Engine | None = None, *, stop: Stop | None = None) -> Grouping:
    """The groups of least size off, then of fewest points.

    Parameters
    ----------
    problem : the villages of one station as a county, under a policy with ``zones.min_stations`` and
        ``zones.max_stations``
    stop : when to end without an answer

    Raises
    ------
    Stopped
        When ``stop`` says so.
    InputError
        When there are more villages than the engine takes.
    TooMany
        When more than :data:`MOST_SETS` groups would have to be looked at.
    ClaimError
        When the judge finds another rule broken, or another sum of sizes off.
    """
    if len(problem) > MOST_STATIONS:
        raise InputError([mistake("solvers.limit.stations", count=len(problem), most=MOST_STATIONS)])
    watch = Watch(stop)
    plan, off = (engine or Engine()).search(problem, watch).plan, 0
    if plan is None:
        plan, off = _least_off(problem, watch)
    judged = score(problem, plan)
    broken = [found for found in judged.violations if found.rule not in SIZE_RULES]
    if broken or sum(found.amount for found in judged.violations) != off:
        raise ClaimError(f"groups said to be off by {off}: {[str(found.says) for found in judged.violations]}")
    return Grouping(judged, off)


def _least_off(problem: Problem, watch: Watch) -> tuple[Plan, int]:
    """The plan of least size off, then of fewest points, and that size off; connected parts are solved one by one."""
    zones: list[tuple[str, ...]] = []
    total = 0
    high = _sizes(problem)[1]
    for part in problem.county.components():
        slack = 1
        groups, off = _split(problem, part, slack, watch)
        while off > slack and high + slack < len(part):  # a larger group than was looked at may be better
            slack += 1
            groups, off = _split(problem, part, slack, watch)
        zones += [tuple(problem.county.codes[row] for row in rows_of(mask)) for mask in groups]
        total += off
    return Plan.of(zones), total


def _split(problem: Problem, part: Sequence[int], slack: int, watch: Watch) -> tuple[list[int], int]:
    """Masks of the best groups of a part, each at most ``slack`` too large, and Σ of their sizes off."""
    low, high = _sizes(problem)
    wider = {"zones.min_stations": 1, "zones.max_stations": high + slack}
    instance = Instance(Problem(problem.county, problem.policy.override(wider), problem.current))
    groups = _candidates(Subproblem(instance, SOME), part, watch)
    size = np.array([mask.bit_count() for mask in groups.masks.tolist()], dtype=np.int64)
    off = np.maximum(low - size, 0) + np.maximum(size - high, 0)
    model = cp_model.CpModel()
    chosen = [model.new_bool_var(f"{k}") for k in range(len(groups))]
    member = _members(groups.masks, part)
    for row in range(len(part)):
        model.add_exactly_one(chosen[k] for k in np.flatnonzero(member[:, row]))
    solver, (fewest, _) = lexicographic(model, [_sum(off, chosen), _sum(groups.points, chosen)], watch)
    return [mask for mask, one in zip(groups.masks.tolist(), chosen, strict=True) if solver.boolean_value(one)], fewest


def _candidates(subproblem: Subproblem, part: Sequence[int], watch: Watch) -> Candidates:
    """Every connected group of the part that keeps the rules."""
    instance, barred = subproblem.instance, subproblem.instance.cannot_link_masks
    roots = [Root(row, (1 << row) - 1) for row in part]
    near, resources, tick = instance.neighbours, subproblem.resources, watch.tick
    grown = grow(near, barred, roots, lambda masks: masks, resources, limit=MOST_SETS, tick=tick)
    sets = [masks for one in grown for masks in one.kept]
    return subproblem.candidates(np.concatenate([instance.none.masks, *sets]))


def _members(masks: Bits, part: Sequence[int]) -> Ints:
    """(m, len(part)) 1 where a mask holds the station."""
    bits = np.array([mask_of([row]) for row in part], dtype=np.uint64)
    return np.asarray(masks[:, None] & bits[None, :] != 0, dtype=np.int64)


def _sizes(problem: Problem) -> tuple[int, int]:
    limits = problem.policy.zones
    return limits.min_stations, limits.max_stations or len(problem)


def _sum(costs: Ints, chosen: Sequence[cp_model.IntVar]) -> cp_model.LinearExprT:
    return sum(int(cost) * one for cost, one in zip(costs, chosen, strict=True))
