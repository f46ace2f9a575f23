"""A problem to a solution: the best plan that keeps every rule, and the proof that none is better."""

import heapq
from collections.abc import Callable

from solvers.bounded import TooMany
from solvers.cover import Budget
from solvers.masks import MOST_STATIONS
from solvers.pool import Ground
from solvers.search import Search
from solvers.watch import Progress, Stopped, Watch
from zoning.errors import ClaimError, InputError, mistake
from zoning.plan import Plan
from zoning.problem import Problem
from zoning.score import score
from zoning.solution import Proof, Run, Solution
from zoning.texts import Message

__all__ = ["Progress", "solve"]


def solve(
    problem: Problem,
    *,
    gap: float = 0.0,
    most: int = 100,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Solution:
    """Find the plan of fewest points that keeps every rule, with the proof that none has fewer.

    For every number of zones in range, largest first: grow the zones that keep the rules (``solvers.pool``, or
    ``solvers.bounded`` where they are too many), price them by linear programming (``solvers.master``), and cover the
    county with those whose reduced cost still allows a better plan (``solvers.cover``).

    Parameters
    ----------
    gap : also list the other plans that cost at most this share more than the best one
    most : the largest number of such alternatives; the cheapest are listed
    seed : of the descents that give first plans; the answer does not depend on it once it is proved
    time_limit : seconds after which the best plan so far is returned with what is proved of it
    progress : called a few times a second
    stop : asked often; when it answers yes, the run ends as at the time limit

    Raises
    ------
    InputError
        When the county has more than 64 stations.
    """
    if len(problem) > MOST_STATIONS:
        raise InputError([mistake("solvers.limit.stations", count=len(problem), most=MOST_STATIONS)])
    watch = Watch(time_limit, progress, stop)
    search = Search(Ground(problem), watch, seed)
    stopped = _run(search, watch)
    plans, complete = _alternatives(search, gap, most)
    ...


def _run(search: Search, watch: Watch): ...
