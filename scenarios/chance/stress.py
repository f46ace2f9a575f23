"""The main function, :func:`stress`: a plan under incidents drawn anew, each draw solved to its proved optimum.

Each replicate is a county of its own (:mod:`scenarios.chance.redraw`). Replicate k has the random stream k of the seed,
so results are the same for any number of processes and any order of work. What it may get wrong: chance is in the
counts only, not in minutes, officers or weights.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from scenarios.chance.records import ZONE_KEYS, Draws, Replicate, Stress, plan_figures, summed
from scenarios.chance.redraw import Rates, chord_km, rates, redrawn
from scenarios.runs.processes import spread
from solvers.engine import Engine
from solvers.sets.growth import TooMany
from solvers.sets.masks import MOST_STATIONS
from solvers.stop import Stop, Stopped, Watch
from zoning.judge.score import score
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem

CHUNK = 4
"""Replicates that a process takes at a time."""


def stress(
    problem: Problem,
    plan: Plan,
    *,
    replicates: int = 500,
    seed: int = 0,
    jobs: int = 1,
    stop: Stop | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Stress:
    """Judge the plan and find the optimum on replicates of the county, incidents drawn anew.

    Parameters
    ----------
    jobs : processes that share the work; with more than one, a script needs ``if __name__ == "__main__":``
    stop : when to end; what is done by then is returned
    on_progress : called with the number of replicates done

    Raises
    ------
    InputError
        When the county has more than 64 stations, or the plan is none of this county.
    """
    if len(problem) > MOST_STATIONS:
        raise InputError([mistake("solvers.limit.stations", count=len(problem), most=MOST_STATIONS)])
    given, began = score(problem, plan), time.perf_counter()
    seen = rates(problem.county.counts, chord_km(problem.county))
    jobs = max(1, min(jobs, -(-replicates // CHUNK)))
    work = Work(problem, plan, seen, seed)
    stop = stop or Stop()
    stop.begin()
    source = _alone(work, replicates, stop.over) if jobs == 1 else _shared(work, replicates, jobs, stop.over)
    done: list[Replicate] = []
    for replicate in source:
        done.append(replicate)
        if on_progress is not None:
            on_progress(len(done))
    done.sort(key=lambda replicate: replicate.index)
    seconds = time.perf_counter() - began
    draws = Draws(seen, tuple(done))
    return summed(problem, given, draws, seed=seed, asked=replicates, jobs=jobs, seconds=seconds)


@dataclass(frozen=True, eq=False)
class Work:
    """The inputs of every replicate."""

    problem: Problem
    plan: Plan
    rates: Rates
    seed: int

    def replicate(self, index: int, engine: Engine, stop: Callable[[], bool]) -> Replicate:
        """Replicate number ``index``, the same whatever the engine has solved before.

        Raises
        ------
        Stopped
            When ``stop`` says so.
        """
        rng = np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(index,)))
        problem = replace(self.problem, county=redrawn(self.problem.county, self.rates, rng))
        judged = score(problem, self.plan)
        best, optimum = None, None
        status: Literal["settled", "infeasible", "unsettled"] = "infeasible"
        try:
            search = engine.search(problem, Watch(Stop(asked=stop)), start=self.plan)
            if search.plan is not None:
                best, optimum, status = search.best, search.plan, "settled"
        except TooMany:
            status = "unsettled"
        zones = tuple(tuple(zone.figures[key] for key in ZONE_KEYS) for zone in judged.zones)
        return Replicate(
            index, judged.points, not judged.violations, status, best, optimum, plan_figures(judged), zones
        )


def _alone(work: Work, replicates: int, stop: Callable[[], bool]) -> Iterator[Replicate]:
    """Replicates one after the other in this process."""
    engine = Engine(workers=1)
    for index in range(replicates):
        try:
            yield work.replicate(index, engine, stop)
        except Stopped:
            return


def _shared(work: Work, replicates: int, jobs: int, stop: Callable[[], bool]) -> Iterator[Replicate]:
    """Replicates in chunks over several processes, in the order in which chunks end."""
    chunks = [range(k, min(k + CHUNK, replicates)) for k in range(0, replicates, CHUNK)]
    for done in spread(_chunk, chunks, jobs, _begin, (work,), stop):
        yield from done


_held: dict[str, Any] = {}
"""What a process of :func:`_shared` keeps between chunks: its work, its engine and the question whether to stop."""


def _begin(work: Work, stop: Callable[[], bool]) -> None:
    _held.update(work=work, engine=Engine(workers=1), stop=stop)


def _chunk(indices: Sequence[int]) -> list[Replicate]:
    """Replicates of these numbers, fewer when it was stopped."""
    done: list[Replicate] = []
    for index in indices:
        try:
            done.append(_held["work"].replicate(index, _held["engine"], _held["stop"]))
        except Stopped:
            break
    return done
