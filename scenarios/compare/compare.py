"""The main function, :func:`compare`: every plan judged under every scenario, the robust choice, the differences.

A case is a named problem: a scenario, or the policy of a plan file. The best of a case is the least points of a
candidate that keeps its hard rules; regret is points above it. Points under other weights are another unit, and a plan
is no safer for being good under rules that nobody means to set, so plans are chosen over *comparable* cases alone,
which have the rules, weights and decisions of the first and differ in the county. Chosen offices are no decision of a
case: they belong to a plan and stay with it under all. The robust choice breaks rules in the
fewest of these, then has the least maximum regret over those whose rules it keeps (minimax regret), then the least mean
regret, then the first place. What it may get wrong: in a case without a good candidate every plan looks good; each case
should bring its own optimum along.

References
----------
L. J. Savage, The theory of statistical decision, J. American Statistical Association 46 (1951).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import numpy as np

from scenarios.compare.changes import Change, Together, change, together
from scenarios.compare.fitting import Fitted, fit
from zoning.judge.kept import names_of_today
from zoning.judge.rules import violations
from zoning.judge.score import Score, score
from zoning.model.county import Bools, Floats, Ints
from zoning.model.equality import ByValue
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.texts import Message

GOOD = 0.05
"""Share above the best of a case within which a plan is good there."""


@dataclass(frozen=True)
class Case:
    """A named problem under which plans are judged; ``heirs`` maps the stations merged in it to what they went into."""

    name: str
    problem: Problem
    heirs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """A plan to be judged; ``also`` names the equal plans.

    ``offices`` are those chosen for the plan. ``follows`` maps a station merged before it was made to its heir.
    ``names`` are those that people gave to zones, each with its stations. The
    zones of ``today`` are measured without the decisions of a case, which were made for another plan, and held to its
    rules and decisions like every plan.
    """

    name: str
    plan: Plan
    also: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    follows: Mapping[str, str] = field(default_factory=dict)
    today: bool = False
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """One plan under one case: the plan as fitted to the case's stations, and its score."""

    fitted: Fitted
    score: Score


@dataclass(frozen=True, eq=False)
class Comparison(ByValue):
    """p candidates under s cases.

    ``cells`` [plan][case]; ``points`` (p, s); ``keeps`` (p, s) whether all hard rules are kept; ``best`` (s,) least
    points of a candidate that keeps them, NaN without one; ``regret`` (p, s) points above the best, NaN without one,
    negative only where rules are broken; ``comparable`` (s,) whether a case has a say in the choice; ``robust`` the
    number of the robust choice, ``None`` when every plan breaks rules in all of these. ``changes`` has one entry a pair
    of plans; ``good`` numbers the plans within :data:`GOOD` of the best of a case.
    """

    cases: tuple[Case, ...]
    candidates: tuple[Candidate, ...]
    cells: tuple[tuple[Cell, ...], ...]
    points: Ints
    keeps: Bools
    best: Floats
    regret: Floats
    comparable: Bools
    robust: int | None
    changes: tuple[Change, ...]
    good: tuple[int, ...]
    together: Together | None

    def worst(self, plan: int) -> tuple[float, int | None]:
        """Maximum regret of a plan and its case, over the comparable cases whose rules it keeps.

        NaN and ``None`` without one.
        """
        kept = self.keeps[plan] & self.comparable
        if not kept.any():
            return float("nan"), None
        regret = np.where(kept, self.regret[plan], -np.inf)
        return float(regret.max()), int(regret.argmax())

    def mean(self, plan: int) -> float:
        """Mean regret of a plan over the comparable cases whose rules it keeps; NaN without one."""
        kept = self.regret[plan][self.keeps[plan] & self.comparable]
        return float(kept.mean()) if len(kept) else float("nan")

    def broken(self, plan: int) -> tuple[int, ...]:
        """Numbers of the cases in which the plan breaks a hard rule."""
        return tuple(np.flatnonzero(~self.keeps[plan]).tolist())


def gathered(triples: Iterable[tuple[str, Problem, Plan]]) -> tuple[tuple[Case, ...], tuple[Candidate, ...]]:
    """The cases and candidates of named (problem, plan) pairs, equal problems and equal plans once.

    A case has the name of its first pair. Problems are equal by county object, policy without name, source and chosen
    offices, and plan of today; plans by zones and chosen offices. The zones of today under a problem without decisions
    are a proposal of nobody's.
    """
    cases: list[Case] = []
    candidates: dict[tuple[Plan, tuple[str, ...], bool], Candidate] = {}
    for name, problem, plan in triples:
        if not any(_same(problem, case.problem) for case in cases):
            cases.append(Case(name, replace(problem, names=())))
        key = plan, problem.office_codes, plan == problem.current and problem.undecided is problem
        first = candidates.get(key)
        candidates[key] = (
            Candidate(name, plan, offices=key[1], today=key[2], names=_names(problem, plan))
            if first is None
            else replace(first, also=(*first.also, name))
        )
    return tuple(cases), tuple(candidates.values())


def _names(problem: Problem, plan: Plan) -> dict[str, tuple[str, ...]]:
    """The names that people gave to the zones of a plan; today's zones have those of the data."""
    return names_of_today(problem) if plan == problem.current else dict(problem.names)


def compare(cases: Sequence[Case], candidates: Sequence[Candidate]) -> Comparison:
    """Judge every candidate under every case.

    Raises
    ------
    ValueError
        Without a case or a candidate.
    InputError
        When a plan has none of a case's stations.
    """
    if not cases or not candidates:
        raise ValueError("at least one case and one plan are needed")
    cells = tuple(tuple(_judged(case, c) for case in cases) for c in candidates)
    points = np.array([[cell.score.points for cell in row] for row in cells], dtype=np.int64)
    keeps = np.array([[not cell.score.violations for cell in row] for row in cells], dtype=bool)
    least = np.where(keeps, points, np.inf).min(axis=0)
    best = np.where(np.isfinite(least), least, np.nan)
    regret = points.astype(np.float64) - best
    good = tuple(np.flatnonzero((keeps & (points <= (1 + GOOD) * best)).any(axis=1)).tolist())
    counties = [case.problem.county for case in cases]
    comparable = np.array([_alike(case.problem, cases[0].problem) for case in cases])
    numbered = [(p, c.plan, c.names) for p, c in enumerate(candidates)]
    return Comparison(
        cases=tuple(cases),
        candidates=tuple(candidates),
        cells=cells,
        points=points,
        keeps=keeps,
        best=best,
        regret=regret,
        comparable=comparable,
        robust=_robust(keeps[:, comparable], regret[:, comparable]),
        changes=tuple(change(counties, a, b) for a, b in combinations(numbered, 2)),
        good=good,
        together=together([candidates[p].plan for p in good]) if good else None,
    )


def sentences(comparison: Comparison) -> tuple[Message, ...]:
    """The robust choice, the cases that have no say in it, and the plans that break rules, in words."""
    c, told = comparison, []
    if c.robust is None:
        told.append(Message("scenarios.compare.none", {"first": c.cases[0].name}))
    else:
        told.append(_choice(c, c.robust))
    if not c.comparable.all():
        others = [case.name for case, counts in zip(c.cases, c.comparable, strict=True) if not counts]
        told.append(Message("scenarios.compare.unlike", {"cases": others, "first": c.cases[0].name}))
    told += _own_offices(c)
    for p, candidate in enumerate(c.candidates):
        if c.broken(p):
            where = [c.cases[s].name for s in c.broken(p)]
            told.append(Message("scenarios.compare.breaks", {"plan": candidate.name, "cases": where}))
    told += [
        Message("scenarios.compare.no_best", {"case": case.name})
        for case, best in zip(c.cases, c.best, strict=True)
        if np.isnan(best)
    ]
    return tuple(told)


def _own_offices(c: Comparison) -> list[Message]:
    """The plans that bring chosen offices along, where not all have the same."""
    if len({candidate.offices for candidate in c.candidates}) < 2:
        return []
    called: dict[str, str] = {}
    for case in c.cases:
        called = {**case.problem.county.short_names, **called}
    return [
        Message("scenarios.compare.offices", {"plan": one.name, "stations": [called.get(o, o) for o in one.offices]})
        for one in c.candidates
        if one.offices
    ]


def _choice(c: Comparison, robust: int) -> Message:
    worst, where = c.worst(robust)
    assert where is not None
    values: dict[str, Any] = {"plan": c.candidates[robust].name, "count": int((c.keeps[robust] & c.comparable).sum())}
    values |= {"points": worst, "case": c.cases[where].name, "share": worst / c.best[where] if c.best[where] else 0.0}
    if c.comparable.sum() == 1:
        return Message("scenarios.compare.cheapest", values)
    return Message("scenarios.compare.robust" if worst > 0 else "scenarios.compare.always_best", values)


def _robust(keeps: Bools, regret: Floats) -> int | None:
    """Fewest cases with broken rules, then least maximum regret, then least mean regret, then the first."""
    kept = [row[ok] for row, ok in zip(regret, keeps, strict=True)]
    order = [(-len(row), float(row.max()), float(row.mean()), p) for p, row in enumerate(kept) if len(row)]
    return min(order)[-1] if order else None


def _judged(case: Case, candidate: Candidate) -> Cell:
    fitted = fit(candidate.plan, case.problem, candidate.follows)
    problem = case.problem.with_offices([case.heirs.get(code, code) for code in candidate.offices])
    problem = replace(problem, names=tuple(candidate.names.items()))
    if not candidate.today:
        return Cell(fitted, score(problem, fitted.plan))
    broken = violations(problem, fitted.plan)
    return Cell(fitted, replace(score(problem.undecided, fitted.plan), violations=broken))


def _same(a: Problem, b: Problem) -> bool:
    return a.county is b.county and a.current == b.current and _alike(a, b)


def _alike(a: Problem, b: Problem) -> bool:
    """Whether two problems have the same rules, weights and decisions; names, sources and offices are left aside."""
    one, other = (
        p.policy.model_copy(update={"name": "", "source": "", "pins": p.policy.pins.model_copy(update={"offices": ()})})
        for p in (a, b)
    )
    return one == other
