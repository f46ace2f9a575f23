"""A plan drawn by hand beside the best one: how far it is, what every difference costs, how it is put right.

Each station that is elsewhere in the best plan is moved there by itself, and with all others that share its zone there:
that says which of the differences cost, and which only make sense together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict

from solvers.engine import Engine
from solvers.solve import solve
from solvers.stop import OnProgress, Stop
from zoning.judge.names import zone_names
from zoning.judge.rules import Violation, worsened
from zoning.judge.score import Score, rescored, score
from zoning.model.equality import ByValue
from zoning.model.plan import Plan, matching, moved
from zoning.model.problem import Problem
from zoning.result.decoding import decode
from zoning.result.documents import from_document, to_document
from zoning.result.kinds import Shape
from zoning.result.solution import Solution


@dataclass(frozen=True)
class Difference:
    """A station that is elsewhere in the best plan, and what moving it alone there costs (negative: saves), in points.

    ``zone`` is its zone in the draft, ``best`` that in the best plan, from 0; ``to`` is the zone of the draft that
    stands for the latter, ``None`` where it would be a new one. ``broken`` are the rules that this breaks, or breaks
    by more than the draft does. ``together`` is what it costs to move all that go to that zone of the best plan at
    once, ``None`` where that breaks a rule so.
    """

    station: str
    zone: int
    best: int
    to: int | None
    points: int
    broken: tuple[Violation, ...] = field(compare=False)
    together: int | None


@dataclass(frozen=True, eq=False)
class Draft(ByValue):
    """A draft as judged, the best plan as far as it was found and proved, their differences, and the draft put right.

    Names that people gave to the zones of the draft are not those of the best plan, which is called as by any search.
    ``repaired`` is the draft itself where it keeps all rules, and ``None`` where no plan does or the search was
    stopped; with ``fewest`` no plan that keeps them moves fewer stations.
    """

    problem: Problem
    judged: Score
    best: Solution
    differences: tuple[Difference, ...]
    repaired: Score | None
    fewest: bool

    @property
    def gap(self) -> int | None:
        """Points above what is proved; ``None`` where the draft breaks a rule, so that no plan may cost as little."""
        bound = self.best.proof.bound
        return None if self.judged.violations or bound is None else self.judged.points - bound

    @property
    def moves(self) -> tuple[str, ...]:
        """The stations that move to put it right."""
        return () if self.repaired is None else moved(self.judged.plan, self.repaired.plan, self.problem.county.staff)


def beside_best(
    problem: Problem,
    plan: Plan,
    *,
    engine: Engine | None = None,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
) -> Draft:
    """Hold a plan against the best one; it is not put right here.

    Raises
    ------
    InputError
        When it is no plan of this county.
    """
    judged = score(problem, plan)
    best = solve(_nameless(problem), start=plan, engine=engine, stop=stop, on_progress=on_progress)
    kept = None if judged.violations else judged
    return Draft(problem, judged, best, differences(problem, judged, best.plan), kept, fewest=kept is not None)


def _nameless(problem: Problem) -> Problem:
    return replace(problem, names=()) if problem.names else problem


def differences(problem: Problem, judged: Score, best: Plan | None) -> tuple[Difference, ...]:
    """What each station that is elsewhere in the best plan costs where it is, the dearest first."""
    if best is None:
        return ()
    kept = matching(judged.plan, best, problem.county.staff)
    codes = problem.county.codes
    labels, at = judged.plan.labels(codes), best.labels(codes)
    elsewhere = [problem.county.index[code] for code in moved(judged.plan, best, problem.county.staff)]

    def after(rows: Sequence[int], to: int | None) -> tuple[Score, tuple[Violation, ...]]:
        changed = labels.copy()
        changed[list(rows)] = len(judged.zones) if to is None else to
        made = rescored(problem, judged, Plan.from_labels(codes, changed.tolist()))
        return made, worsened(problem, judged.violations, made.violations, {codes[row] for row in rows})

    found, together = [], dict[int, int | None]()
    for row in elsewhere:
        z, to = int(at[row]), kept.get(int(at[row]))
        if z not in together:
            all_, broken = after([other for other in elsewhere if at[other] == z], to)
            together[z] = None if broken else all_.points - judged.points
        alone, broken = after([row], to)
        change = alone.points - judged.points
        found.append(Difference(codes[row], int(labels[row]), z, to, change, broken, together[z]))
    return tuple(sorted(found, key=lambda one: (bool(one.broken), one.points, one.station)))


class Fields(TypedDict):
    """What is read; all else follows from the plans."""

    plan: Plan
    best: dict[str, Any]
    repaired: Plan | None
    fewest: bool


def written(found: Draft) -> dict[str, Any]:
    """The object of ``zoning score --best --json``."""
    county, names = found.problem.county, zone_names(found.problem, found.judged)
    best = () if found.best.score is None else zone_names(found.best.problem, found.best.score)
    return {
        "plan": found.judged.plan,
        "points": found.judged.points,
        "violations": found.judged.violations,
        "above_bound": found.gap,
        "differences": [
            {
                "station": {"code": one.station, "name": county.names[one.station]},
                "zone": names[one.zone],
                "best_zone": best[one.best],
                "points": one.points,
                "violations": one.broken,
                "together_points": one.together,
            }
            for one in found.differences
        ],
        "repaired": None if found.repaired is None else found.repaired.plan,
        "repaired_points": None if found.repaired is None else found.repaired.points,
        "moves": found.moves,
        "fewest": found.fewest,
        "best": to_document(found.best),
    }


def read(document: Mapping[str, Any], *, problem: Problem) -> Draft:
    """The draft that an object states, judged anew."""
    fields = decode(Fields, document)
    judged = score(problem, fields["plan"])
    best = from_document(fields["best"], problem=_nameless(problem))
    repaired = fields["repaired"]
    return Draft(
        problem,
        judged,
        best,
        differences(problem, judged, best.plan),
        None if repaired is None else rescored(problem, judged, repaired),
        fields["fewest"],
    )


SHAPE = Shape(written, read, ("problem",))
