"""A plan that breaks rules put right: with one move or two where that can be, else by the solver, then fewer moves.

What the solver moves is an upper limit: fewer moves are tried exhaustively as long as these are not too many, beyond
that only parts of the solver's moves. Among plans at the same number of moves the one of fewest points is taken. What
it may get wrong: in large counties a plan of more than two moves need not be the nearest, which is said.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, TypeVar

from solvers.stop import Stopped
from workbench.web.editing.content import Content
from workbench.web.editing.nearby import Move, Start, Zones, cheapest
from workbench.web.editing.problems import with_holds
from workbench.web.editing.slots import in_slots, moves
from zoning.judge.rules import violations
from zoning.judge.score import score
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.texts import Message

if TYPE_CHECKING:
    from solvers.engine import Engine
    from solvers.explain.draft import Draft
    from solvers.stop import OnProgress, Stop

T = TypeVar("T")
OFTEN = 1_000
"""Candidates between two questions whether to stop."""
TRIED = 500_000
"""Plans that are tried at a number of moves, at the most: some seconds."""
DIRECT = 2
"""Moves that are tried before the solver is asked."""


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
        near = _Near(problem, content, held, stop)
        try:
            few, tried = near.within(range(1, DIRECT + 1))
        except Stopped:
            return Repair((), False, None)
        if few is not None:
            return Repair(tuple(moves(content, few)), True, few)
        found = _solved(problem, content, held, stop, engine, on_progress)
        if found.content is not None:
            return _fewer(near, found, tried)
        if not found.reasons:
            break
    return found


@dataclass
class _Near:
    """Plans a number of moves from the content."""

    problem: Problem
    content: Content
    held: Sequence[str]
    stop: "Stop | None"

    def __post_init__(self) -> None:
        county, content = self.problem.county, self.content
        self.zones = Zones(self.problem)
        masks = tuple(sum(1 << county.index[code] for code in zone) for zone in content.zones)
        fixed = content.held.union(self.held)
        rows = tuple(row for row, code in enumerate(county.codes) if code not in fixed)
        slots = tuple(z for z, mask in enumerate(masks) if mask and z not in content.locks.zones)
        self.start = Start(masks, rows, slots)

    def within(self, counts: Iterable[int]) -> tuple[Content | None, bool]:
        """The content after the first of these numbers of moves that does, and whether all before it were tried."""
        for count in counts:
            if count > 1 and self.start.number(count) > TRIED:
                return None, False
            if (best := self.cheapest(self.start.moves(count))) is not None:
                return best, True
        return None, True

    def cheapest(self, candidates: Iterable[tuple[Move, ...]]) -> Content | None:
        """The content after the best of the candidates; raises :class:`~solvers.stop.Stopped`."""
        best = cheapest(self.zones, self.start, _watched(candidates, self.stop))
        if best is None:
            return None
        made = [list(zone) for zone in self.content.zones]
        made += [[] for _ in range(max(b for _, _, b in best) + 1 - len(made))]
        for row, a, b in best:
            made[a].remove(self.problem.county.codes[row])
            made[b].append(self.problem.county.codes[row])
        return replace(self.content, zones=tuple(tuple(zone) for zone in made))


def _fewer(near: _Near, found: Repair, tried: bool) -> Repair:
    """What the solver gave with as few moves as can be, where it is stopped as few as were found.

    ``tried`` says whether all of up to :data:`DIRECT` moves were.
    """
    most = len(found.moves)
    try:
        few, all_ = near.within(range(DIRECT + 1, most + 1)) if tried else (None, False)
        if few is not None or all_:
            best = few or found.content
            return found if best is None else Repair(tuple(moves(near.content, best)), True, best)
        index = near.problem.county.index
        parts = [(index[code], a, b) for code, a, b in found.moves]
        for count in range(1, most):
            if comb(most, count) > TRIED:
                break
            some = near.cheapest(combinations(parts, count))
            if some is not None:
                return Repair(tuple(moves(near.content, some)), False, some)
    except Stopped:
        return found
    return found


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
    made = in_slots(content, solution.plan, problem.county.staff, content.held.union(held))
    return Repair(tuple(moves(content, made)), False, made)


def drafted(problem: Problem, plan: Plan, stop: "Stop | None" = None, progress: "OnProgress | None" = None) -> "Draft":
    """The plan beside the best one, and put right where it breaks rules."""
    from solvers.engine import Engine
    from solvers.explain.draft import beside_best

    engine = Engine()
    found = beside_best(problem, plan, engine=engine, stop=stop, on_progress=progress)
    if not found.judged.violations:
        return found
    right = repair(problem, Content.started(problem, plan), stop, engine=engine, on_progress=progress)
    repaired = None if right.content is None else score(problem, right.content.plan)
    return replace(found, repaired=repaired, fewest=right.fewest)
