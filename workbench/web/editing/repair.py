"""A plan that breaks rules put right: with one move or two where that can be, else by the solver.

Among plans at the same number of moves the one of fewest points is taken. What it may get wrong: beyond two moves the
best plan around what is held is given, not the nearest, which is said.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from solvers.stop import Stopped
from workbench.web.editing.content import Content
from workbench.web.editing.nearby import Start, Zones, cheapest
from workbench.web.editing.problems import with_holds
from workbench.web.editing.slots import in_slots, moves
from zoning.judge.rules import violations
from zoning.model.problem import Problem
from zoning.texts import Message

if TYPE_CHECKING:
    from solvers.engine import Engine
    from solvers.stop import OnProgress, Stop

T = TypeVar("T")
OFTEN = 1_000
"""Candidates between two questions whether to stop."""
PAIRS = 500_000
"""Pairs of moves that are tried at the most: some seconds."""


@dataclass(frozen=True)
class Repair:
    """A content that keeps every rule, the moves to it (station, from slot, to slot), and whether none has fewer.

    There is no content where no plan keeps the rules, for the reasons, or the search was stopped.
    """

    moves: tuple[tuple[str, int, int], ...]
    fewest: bool
    content: Content | None
    reasons: tuple[Message, ...] = ()


def repair(
    problem: Problem,
    content: Content,
    stop: "Stop | None" = None,
    *,
    moved: Sequence[str] = (),
    engine: "Engine | None" = None,
    on_progress: "OnProgress | None" = None,
) -> Repair:
    """Put the plan right.

    Parameters
    ----------
    problem : that by which the plan is judged
    moved : stations edited, which stay where they are like those locked; where that cannot be, they move, too
    engine, on_progress : of the solver
    """
    if not violations(problem, content.plan):
        return Repair((), True, content)
    found = Repair((), False, None)
    for held in [moved, ()] if moved else [()]:
        try:
            few = _few_moves(problem, content, held, stop)
        except Stopped:
            return Repair((), False, None)
        if few is not None:
            return Repair(tuple(moves(content, few)), True, few)
        found = _solved(problem, content, held, stop, engine, on_progress)
        if found.content is not None or not found.reasons:
            break
    return found


def _few_moves(problem: Problem, content: Content, held: Sequence[str], stop: "Stop | None") -> Content | None:
    """The content after one move or two; ``None`` where these do not do or are too many."""
    county, zones = problem.county, Zones(problem)
    masks = tuple(sum(1 << county.index[code] for code in zone) for zone in content.zones)
    fixed = content.held.union(held)
    rows = tuple(row for row, code in enumerate(county.codes) if code not in fixed)
    slots = tuple(z for z, mask in enumerate(masks) if mask and z not in content.locks.zones)
    start = Start(masks, rows, slots)
    best = cheapest(zones, start, _watched(start.singles(), stop))
    if best is None and start.number_of_pairs() <= PAIRS:
        best = cheapest(zones, start, _watched(start.pairs(), stop))
    if best is None:
        return None
    made = [list(zone) for zone in content.zones]
    made += [[] for _ in range(max(b for _, _, b in best) + 1 - len(made))]
    for row, a, b in best:
        made[a].remove(county.codes[row])
        made[b].append(county.codes[row])
    return replace(content, zones=tuple(tuple(zone) for zone in made))


def _watched(candidates: Iterable[T], stop: "Stop | None") -> Iterator[T]:
    """The candidates, as long as nobody asks to stop."""
    for k, one in enumerate(candidates):
        if k % OFTEN == 0 and stop is not None and (why := stop.why()):
            raise Stopped(why)
        yield one


def _solved(
    problem: Problem,
    content: Content,
    held: Sequence[str],
    stop: "Stop | None",
    engine: "Engine | None",
    on_progress: "OnProgress | None",
) -> Repair:
    """The best plan around what is held."""
    from solvers.solve import solve  # not needed where a move or two do, and compiled

    wanted = with_holds(problem, content, held)
    solution = solve(wanted, stop=stop, on_progress=on_progress, engine=engine)
    if solution.plan is None:
        return Repair((), False, None, solution.proof.reasons)
    made = in_slots(content, solution.plan, content.held.union(held))
    return Repair(tuple(moves(content, made)), False, made)
