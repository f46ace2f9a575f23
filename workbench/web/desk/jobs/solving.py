"""Jobs that solve: the bound behind the gap box, and the best plan around what is held."""

from dataclasses import replace
from typing import Any

from scenarios.runs.keys import key_of
from solvers.sets.masks import MOST_STATIONS
from solvers.solve import solve
from solvers.stop import Stop
from workbench.web.desk.kinds import Result
from workbench.web.desk.work import Work
from workbench.web.editing.content import Content
from workbench.web.editing.judging import judged
from workbench.web.editing.problems import problem_of
from workbench.web.editing.repair import repair
from workbench.web.editing.slots import in_slots, moves
from zoning.model.problem import Problem
from zoning.result.codec import encode
from zoning.result.documents import to_document
from zoning.result.solution import Solution

LONG, LARGE = 600.0, 60.0
"""Seconds that a search takes at the most, unless the request says otherwise; and for counties without a proof."""


def bound(work: Work) -> Result:
    """What is proved of the problem without locks or, as the request says, with them; the plan is the start."""
    locks = work.request.get("locks", False)
    problem = problem_of(work.county, work.policy, work.content, locks=locks)
    return proved(work, problem), {}


def around(work: Work) -> Result:
    """The best plan under the locks, stations moved held where they are: an offer, by slot."""
    problem = problem_of(work.county, work.policy, work.content, locks=True, moved=work.moved)
    found = _solved(work, problem)
    result = _proof(work, problem, found)
    if found.plan is None:
        return result, {}
    offer = in_slots(work.content, found.plan, work.county.staff, work.content.held.union(work.moved))
    if work.request.get("anew"):  # a plan that begins: nobody knows its zones by their numbers yet
        offer = replace(Content.started(problem, found.plan), policy=work.content.policy)
    free = work.request.get("free_bound")
    return {
        **result,
        "points": judged(work.problem, offer).score.points,
        "content": offer.document(),
        "moves": told(moves(work.content, offer)),
        "price_of_locks": None if free is None or found.proof.bound is None else found.proof.bound - free,
    }, {}


def proved(work: Work, problem: Problem) -> dict[str, Any]:
    """What is proved of a problem, and the document to be kept."""
    found = _solved(work, problem)
    return _proof(work, problem, found) | {"document": to_document(found)}


def told(found: list[tuple[str, int, int]]) -> list[dict[str, Any]]:
    """Moves as a job tells them."""
    return [{"station": code, "from": one, "to": other} for code, one, other in found]


def within(work: Work) -> Stop:
    """What ends the search of a job: its stop, or its time."""
    usual = LONG if len(work.county) <= MOST_STATIONS else LARGE
    return Stop(work.request.get("seconds", usual), work.stop.requested)


def _solved(work: Work, problem: Problem) -> Solution:
    return solve(problem, start=work.content.plan, stop=within(work), on_progress=work.progress, engine=work.engine)


def _proof(work: Work, problem: Problem, found: Solution) -> dict[str, Any]:
    """The proof of a solution as a job tells it; ``key`` is that of the problem in the store."""
    proof = found.proof
    return {
        "key": key_of(problem, 0, None, work.task.county),
        "status": proof.status,
        "points": None if found.score is None else found.score.points,
        "bound": proof.bound,
        "seconds": found.run.seconds,
        "stations": len(problem),
        "reasons": encode(proof.reasons),
    }


def repaired(work: Work) -> Result:
    """The plan put right with as few moves as can be told, stations ``moved`` of the request held where that goes."""
    found = repair(
        work.problem, work.content, within(work), moved=work.moved, engine=work.engine, on_progress=work.progress
    )
    made = found.content
    return {
        "moves": told(list(found.moves)),
        "fewest": found.fewest,
        "points": None if made is None else judged(work.problem, made).score.points,
        "content": None if made is None else made.document(),
        "reasons": encode(found.reasons),
    }, {}
