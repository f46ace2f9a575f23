"""Solve a problem: for every number of zones the best plan or the proof that it cannot win, then the verdict."""

import heapq
from dataclasses import replace
from numbers import Integral, Real

from solvers.coverage import says
from solvers.engine import Engine
from solvers.exact.cover import Budget
from solvers.exact.cutting import by_cuts
from solvers.exact.search import Search
from solvers.instances.instance import Instance
from solvers.sets.growth import TooMany
from solvers.sets.masks import MOST_STATIONS
from solvers.stop import OnProgress, Stop, Stopped, Watch, Why
from zoning.judge.rules import zone_rules
from zoning.judge.score import score
from zoning.model.errors import ClaimError, expect
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Proof, Run, Solution
from zoning.texts import Message

MOST_GROWN, SMALL_ZONE = 128, 10
"""Stations up to which zones are grown, above 64 if they have so many stations at the most, in the mean."""


def solve(
    problem: Problem,
    *,
    start: Plan | None = None,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    gap: float | None = None,
    most: int = 100,
    seed: int = 0,
    engine: Engine | None = None,
) -> Solution:
    """Find the plan of fewest points that keeps every rule, with the proof that none has fewer.

    For every number k of free zones in range, the largest first: find the zones that keep the rules
    (``solvers.exact.pool``, or ``solvers.exact.pricing`` where they are too many), generate columns for duals
    (``solvers.exact.column_generation``), and cover the county with the columns whose reduced cost still allows a
    better plan (``solvers.exact.cover``).

    Counties of more than 64 stations are regrouped first (``solvers.large.regroup``): the best plan found, and a bound.
    Up to :data:`MOST_GROWN` stations and where zones are small, or borders alone weigh, the search above follows from
    that plan; should it not come to its end, the better of both bounds is told.

    Parameters
    ----------
    start : a plan to begin with; one that breaks a rule is not used
    stop : when to end; the best plan so far is then returned with what is proved of it
    on_progress : called a few times a second
    gap : also list the other plans that cost at most this share more than the best one; 0 lists its equals
    most : the largest number of such alternatives; the cheapest are listed
    seed : of the steepest descents that give first plans; a proved answer does not depend on it
    engine : one that has solved problems like this, to start where it ended

    Returns
    -------
    Solution
        Judged by ``zoning.judge.score``. Infeasible problems come back with their reasons.

    Raises
    ------
    InputError
        When an argument has a wrong type, or ``start`` is no plan of this county.
    """
    expect(problem=(problem, Problem), start=(start, Plan | None), stop=(stop, Stop | None))
    expect(gap=(gap, Real | None), most=(most, Integral), seed=(seed, Integral))
    engine, watch = engine or Engine(), Watch(stop, on_progress)
    if len(problem) > MOST_STATIONS:
        from solvers.large.regroup import regroup

        found = regroup(problem, start=start, stop=stop, on_progress=on_progress, gap=gap, most=most, seed=seed)
        if found.run.stopped or found.proof.status != "feasible" or not _small(problem):
            return found
        return _better(found, searched(engine, engine.prepare(problem, watch, seed, start=found.plan), gap, most))
    return searched(engine, engine.prepare(problem, watch, seed, start=start), gap, most)


def _small(problem: Problem) -> bool:
    """Whether zones of a county of more than 64 stations may be so small that they can be grown, or cuts bound them.

    Where rules depend on the number of zones, each number is decided by itself, the least as well.
    """
    free, numbers = int((~problem.alone).sum()), problem.free_zones(1, len(problem))
    if len(problem) > MOST_GROWN or not numbers:
        return False
    if by_cuts(Instance(problem)):
        return True
    hardest = numbers[0] if any(rule.by_number for rule in zone_rules(problem)) else numbers[-1]
    return free <= SMALL_ZONE * hardest


def _better(found: Solution, grown: Solution) -> Solution:
    """What a search that began with the plan found has proved or, where it was ended early, the better of both bounds.

    Their plan is the better one in any case.
    """
    bounds = [-1 if one.proof.bound is None else one.proof.bound for one in (found, grown)]
    if grown.proof.status != "feasible" or bounds[1] >= bounds[0]:
        return grown
    run = replace(found.run, seconds=grown.run.seconds, zones_grown=grown.run.zones_grown, stopped=grown.run.stopped)
    assert grown.score is not None
    gap = (grown.score.points - bounds[0]) / grown.score.points
    proof = replace(found.proof, gap=gap)
    alternatives = found.alternatives if grown.plan == found.plan else ()
    return replace(found, proof=proof, run=run, plan=grown.plan, score=grown.score, alternatives=alternatives)


def searched(
    engine: Engine, search: Search, gap: float | None = None, most: int = 0, *, reasoned: bool = True
) -> Solution:
    """The solution of an exact search of this engine, run to its end or as far as its watch allows.

    Parameters
    ----------
    gap, most : of :func:`solve`
    reasoned : whether reasons are sought where no plan keeps the rules; that none does is proved without them
    """
    problem, watch = search.instance.problem, search.watch
    stopped: Why = ""
    limits: list[Message] = []
    listed: list[Plan] = []
    complete = gap is None  # nothing was asked for
    try:
        engine.run(search)
        listed, complete = _alternatives(search, gap, most)
    except Stopped as ending:
        stopped = ending.why
    except TooMany:
        limits.append(Message("solvers.limit.too_many", {"zones": watch.zone_count}))
    if stopped or limits:
        search.end_early()
    if stopped and search.best is None:
        limits.append(Message(f"solvers.limit.{'stopped' if search.methods else 'never_begun'}"))
    proof = _proof(search, ended=not stopped and not limits, limits=limits)
    if proof.status == "infeasible" and reasoned:
        from solvers.infeasible.unsatisfiable import reasons

        proof = Proof("infeasible", reasons=reasons(problem, watch=watch), certificates=proof.certificates)
    run = Run(
        "+".join(sorted(search.methods)) or "none",
        watch.seconds,
        search.seed,
        watch.zones_grown,
        sum(c.candidates for c in proof.certificates),
        stopped,
        (*dict(sorted(search.methods.items())).values(), *says(problem, "growth")),
    )
    solution = Solution(problem, proof, run, alternatives_complete=complete, alternatives_gap=gap)
    return _judged(solution, search, tuple(listed))


def _alternatives(search: Search, gap: float | None, most: int) -> tuple[list[Plan], bool]:
    """The other plans within the gap, best first, and whether these are all: at most ``most`` of them are kept."""
    if search.best is None or gap is None:
        return [], True
    limit = Budget(int(search.best + gap * abs(search.best)))
    kept: list[tuple[int, int, Plan]] = []  # a heap with the most points, and of equals the latest, on top
    complete = True
    for rank, (points, plan) in enumerate(search.plans(limit)):
        if plan == search.plan:
            continue
        heapq.heappush(kept, (-points, -rank, plan))
        if len(kept) > most:
            heapq.heappop(kept)
            complete = False
            limit.points = -kept[0][0] - 1 if kept else limit.points
            if not kept:
                break
    return [plan for _, _, plan in sorted(kept, key=lambda entry: (-entry[0], -entry[1]))], complete


def _proof(search: Search, ended: bool, limits: list[Message]) -> Proof:
    """What is proved: everything when the search ended by itself, else what the bounds so far say."""
    certificates = search.certificates()
    if ended and search.best is None:
        return Proof("infeasible", certificates=certificates)
    bound = search.bound()
    if search.best is None:
        return Proof("unknown", bound, None, certificates, tuple(limits))
    if bound is not None and bound >= search.best:
        return Proof("optimal", search.best, 0.0, certificates)
    gap = None if bound is None or search.best == 0 else (search.best - bound) / search.best
    return Proof("feasible", bound, gap, certificates, tuple(limits))


def _judged(solution: Solution, search: Search, listed: tuple[Plan, ...]) -> Solution:
    """The solution with the plan that was found, judged, and the other plans listed.

    Raises
    ------
    ClaimError
        When the judge does not agree with what the search says of its plan.
    """
    if search.plan is None:
        return solution
    judged = score(solution.problem, search.plan)
    if judged.points != search.best or judged.violations:
        broken = "; ".join(str(v.says) for v in judged.violations)
        raise ClaimError(
            f"the search says {search.best} points, the judge {judged.points}; rules broken: {broken or 'none'}"
        )
    return replace(solution, plan=search.plan, score=judged, alternatives=listed)
