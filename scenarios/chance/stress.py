"""The main function, :func:`stress`: a plan under incidents drawn anew, each draw solved to its proved optimum.

Each replicate is a county of its own (:mod:`scenarios.chance.redraw`). Replicate k has the random stream k of the seed,
so results are the same for any number of processes and any order of work. What it may get wrong: chance is in the
counts only, not in minutes, officers or weights.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np

from scenarios.chance.records import ZONE_KEYS, Draws, Replicate, Stress, plan_figures, summed
from scenarios.chance.redraw import Rates, fitted, redrawn
from scenarios.spread.records import Place
from scenarios.spread.spread import engine_of, spread
from solvers.engine import Engine
from solvers.sets.growth import TooMany
from solvers.sets.masks import MOST_STATIONS
from solvers.stop import Stop, Stopped, Watch
from systems.series.variation import Variation, variation
from zoning.judge.score import score
from zoning.judge.slices import by_period
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem

Settled = Literal["settled", "infeasible", "unsettled"]
CHUNK = 4
"""Replicates that a process takes at a time."""


def stress(
    problem: Problem,
    plan: Plan,
    *,
    replicates: int = 500,
    seed: int = 0,
    jobs: int = 1,
    years: Variation | None = None,
    stop: Stop | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Stress:
    """Judge the plan and find the optimum on replicates of the county, incidents drawn anew.

    Parameters
    ----------
    jobs : processes that share the work; with more than one, a script needs ``if __name__ == "__main__":``
    years : how they differ; what the periods of the county tell, unless given
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
    jobs = max(1, min(jobs, -(-replicates // CHUNK)))
    years = variation(by_period(problem.county)) if years is None else years
    seen = fitted(problem.county, years)
    work = Work(problem, plan, seen, years, seed)
    stop = stop or Stop()
    stop.begin()
    size = 1 if jobs == 1 else CHUNK
    chunks = [range(k, min(k + size, replicates)) for k in range(0, replicates, size)]
    done: list[Replicate] = []
    for outcome in spread(partial(_begun, work), chunks, engine_of(jobs, len(chunks)), stop.over):
        for replicate in map(work.unsettled, outcome.task) if outcome.died else outcome.result or ():
            done.append(replicate)
            if on_progress is not None:
                on_progress(len(done))
    done.sort(key=lambda replicate: replicate.index)
    seconds = time.perf_counter() - began
    draws = Draws(seen, years, tuple(done))
    return summed(problem, given, draws, seed=seed, asked=replicates, jobs=jobs, seconds=seconds)


@dataclass(frozen=True, eq=False)
class Work:
    """The inputs of every replicate."""

    problem: Problem
    plan: Plan
    rates: Rates
    years: Variation
    seed: int

    def replicate(self, index: int, engine: Engine, stop: Callable[[], bool]) -> Replicate:
        """Replicate number ``index``, the same whatever the engine has solved before.

        Raises
        ------
        Stopped
            When ``stop`` says so.
        """
        problem = self._drawn(index)
        best, optimum = None, None
        status: Settled = "infeasible"
        try:
            search = engine.search(problem, Watch(Stop(asked=stop)), start=self.plan)
            if search.plan is not None:
                best, optimum, status = search.best, search.plan, "settled"
        except TooMany:
            status = "unsettled"
        return self._judged(index, problem, status, best, optimum)

    def unsettled(self, index: int) -> Replicate:
        """Replicate number ``index`` without its optimum, where the process that sought it died."""
        return self._judged(index, self._drawn(index), "unsettled", None, None)

    def _drawn(self, index: int) -> Problem:
        rng = np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(index,)))
        return replace(self.problem, county=redrawn(self.problem.county, self.rates, self.years, rng))

    def _judged(
        self, index: int, problem: Problem, status: Settled, best: int | None, optimum: Plan | None
    ) -> Replicate:
        judged = score(problem, self.plan)
        zones = tuple(tuple(zone.figures[key] for key in ZONE_KEYS) for zone in judged.zones)
        return Replicate(
            index, judged.points, not judged.violations, status, best, optimum, plan_figures(judged), zones
        )


def _begun(work: Work, place: Place) -> Callable[[Sequence[int]], list[Replicate]]:
    """What works on replicates by their numbers at a place; fewer come of it when it was stopped."""
    engine = Engine(workers=1)

    def chunk(indices: Sequence[int]) -> list[Replicate]:
        done: list[Replicate] = []
        for index in indices:
            try:
                done.append(work.replicate(index, engine, place.stopped))
            except Stopped:
                break
        return done

    return chunk
