"""Other objectives than the weighted sum: lexicographic, minimax, and the worst period.

*Lexicographic* (the mode ``order``): the first measure is brought to its least; each next one to its least among the
plans that keep those before within their slack. *Minimax*: the largest points of a zone are as few as any plan allows,
and among those plans the weighted sum is least. *Worst period*: the same of the points in the period in which they are
most (``solvers.objectives.worst_period``). All are exact, stage by stage, with the engine's own proofs, which
``solvers.proof.stages`` proves again.

References
----------
M. Ehrgott, Multicriteria Optimization (2005), chapters 4 (ε-constraint) and 5 (lexicographic, max-ordering).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from solvers.coverage import says
from solvers.engine import Engine
from solvers.exact.search import Search
from solvers.instances.instance import Instance, Limit, only
from solvers.objectives.worst_period import WorstPeriod, limits_of
from solvers.sets.growth import TooMany
from solvers.sets.masks import MOST_STATIONS
from solvers.solve import solve
from solvers.stop import OnProgress, Stop, Stopped, Watch, Why
from zoning.judge.score import score
from zoning.judge.slices import periods_of, points_by_period
from zoning.model.errors import ClaimError, InputError, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Certificate, Proof, Run, Solution, Stage, Staged, allowance
from zoning.texts import Message

LARGEST = (("largest", 0.0), ("weighted", 0.0))
"""The steps of minimax."""
WORST = (("worst", 0.0), ("weighted", 0.0))
"""The steps of the worst period."""


def lexicographic(
    problem: Problem,
    slacks: Mapping[str, float],
    *,
    within: Mapping[str, int] | None = None,
    start: Plan | None = None,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    seed: int = 0,
    engine: Engine | None = None,
) -> Staged:
    """Bring one measure after the other to its least, the later ones within what the earlier ones allow.

    Parameters
    ----------
    slacks : measures in their order, each with the share of its least value by which later ones may exceed it
    within : points that measures may have at the most from the beginning
    start : a plan to begin with; one that breaks a rule is not used

    Raises
    ------
    ValueError
        When a measure is unknown or a slack is negative.
    Stopped, TooMany
        As :meth:`~solvers.engine.Engine.search`.
    """
    known = problem.policy.weights.shares()
    if not slacks or not all(key in known and slack >= 0 for key, slack in slacks.items()):
        raise ValueError(f"measures of {', '.join(known)} with slacks of 0 or more, not {dict(slacks)}")
    wanted = Staged("order", tuple(slacks.items()), within=within or {})
    staging = Staging(wanted, engine or Engine(), Watch(stop, on_progress), seed, start)
    staging.decide(problem)
    return staging.staged


def minimax(
    problem: Problem,
    *,
    start: Plan | None = None,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    seed: int = 0,
    engine: Engine | None = None,
) -> Staged:
    """Bring the largest points of a zone to the least any plan allows, then the weighted sum to its least.

    Let z be the largest points of a zone. The least z lies between a proved bound and the z of a plan, and that range
    is halved until it is one number: every search takes one number or more from it. The certificates of the first stage
    show that no plan has z − 1; or they are those of the weighted sum, where their bound a zone, or an alone zone,
    already has z points.
    ``start`` is a plan to begin with; one that breaks a rule is not used.

    Raises
    ------
    Stopped, TooMany
        As :meth:`~solvers.engine.Engine.search`.
    """
    staging = Staging(Staged("minimax", LARGEST), engine or Engine(), Watch(stop, on_progress), seed, start)
    staging.decide(problem)
    return staging.staged


@dataclass
class Staging:
    """A mode in the making: when it is stopped, ``staged`` holds the steps decided and the best plan under them."""

    staged: Staged
    engine: Engine
    watch: Watch
    seed: int = 0
    start: Plan | None = None
    methods: dict[str, Message] = field(default_factory=dict)

    def decide(self, problem: Problem) -> None:
        """Decide one step after the other, unless no plan keeps the rules.

        Raises
        ------
        Stopped, TooMany
            As :meth:`~solvers.engine.Engine.search`.
        """
        if self.staged.mode == "minimax":
            self._minimax(problem)
        elif self.staged.mode == "worst_period":
            self._worst_period(problem)
        else:
            self._lexicographic(problem)

    def _lexicographic(self, problem: Problem) -> None:
        limits = [Limit.on(problem, measure, most) for measure, most in self.staged.within.items()]
        for measure, slack in self.staged.wanted:
            search = self._least(only(problem, measure), limits=tuple(limits))
            if search.best is None:
                return
            allowed = allowance(search.best, slack)
            self._add(measure, search.best, allowed, search.certificates())
            limits.append(Limit.on(problem, measure, allowed))

    def _minimax(self, problem: Problem) -> None:
        best = self._least(problem)
        if best.plan is None:
            return
        low, high = largest_bound(best.instance, best.certificates()), _largest(best.instance, best.plan)
        proof, cheapest = best.certificates(), best
        while low < high:
            middle = (low + high) // 2
            search = self._least(problem, cap=middle)
            if search.plan is None:
                low, proof = middle + 1, search.certificates()
            else:
                high, cheapest = _largest(search.instance, search.plan), search
        self._add("largest", high, high, proof)
        self._add("weighted", cheapest.best or 0, cheapest.best or 0, cheapest.certificates())

    def _worst_period(self, problem: Problem) -> None:
        periods = periods_of(problem)
        best = self._least(problem)
        if best.plan is None:
            return
        search = WorstPeriod(problem, periods, self.engine, self.watch, best.plan)
        try:
            proof = search.run()
        finally:
            self.staged = replace(self.staged, plan=search.plan)
        self._add("worst", search.points, search.points, proof)
        least = self._least(problem, limits=limits_of(periods, search.points))
        self._add("weighted", least.best or 0, least.best or 0, least.certificates())

    def _least(self, problem: Problem, **asked: Any) -> Search:
        """The search for the least of one objective; however it ends, its plan is kept."""
        search = self.engine.prepare(problem, self.watch, self.seed, start=self.staged.plan or self.start, **asked)
        try:
            self.engine.run(search)
        finally:
            self.staged = replace(self.staged, plan=search.plan or self.staged.plan)
            self.methods = search.methods | self.methods
        return search

    def _add(self, objective: str, points: int, allowed: int, proof: tuple[Certificate, ...]) -> None:
        assert self.staged.plan is not None  # the search has just found it
        stage = Stage(objective, points, allowed, self.staged.plan, proof)
        self.staged = replace(self.staged, stages=(*self.staged.stages, stage))


def largest_bound(instance: Instance, certificates: tuple[Certificate, ...]) -> int:
    """Points that the largest zone of no plan goes below: an alone zone's, or the least of bound / zones over all k."""
    means = [-(-c.bound // c.zones) for c in certificates if c.bound is not None]
    return max(int(instance.alone.points.max(initial=0)), min(means, default=0))


def _largest(instance: Instance, plan: Plan) -> int:
    return int(instance.of_plan(plan).points.max())


def value(problem: Problem, objective: str, plan: Plan) -> int:
    """Points that the judge finds a plan to have of an objective of a stage."""
    if objective == "largest":
        return max(zone.points for zone in score(problem, plan).zones)
    if objective == "worst":
        return max(points_by_period(periods_of(problem), plan).values())
    return score(problem if objective == "weighted" else only(problem, objective), plan).points


def solve_in_stages(
    problem: Problem,
    order: Mapping[str, float] | None,
    *,
    worst_period: bool = False,
    start: Plan | None = None,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
    seed: int = 0,
    engine: Engine | None = None,
) -> Solution:
    """:func:`~solvers.solve.solve` with another objective: measures in ``order``, or minimax where that is ``None``.

    With ``worst_period`` the points in the worst period are made as few as possible instead, and no order is looked at.

    Raises
    ------
    InputError
        When the county has more than 64 stations, or its periods are too few or not all of its incidents.
    """
    if len(problem) > MOST_STATIONS:
        raise InputError([mistake("solvers.limit.stations", count=len(problem), most=MOST_STATIONS)])
    watch = Watch(stop, on_progress)
    wanted = Staged("minimax", LARGEST) if order is None else Staged("order", tuple(order.items()))
    if worst_period:
        periods_of(problem)
        wanted = Staged("worst_period", WORST)
    staging = Staging(wanted, engine or Engine(), watch, seed, start)
    stopped: Why = ""
    limits: tuple[Message, ...] = ()
    try:
        staging.decide(problem)
    except Stopped as ending:
        stopped = ending.why
    except TooMany:
        key = "periods" if worst_period and not staging.staged.stages else "too_many"
        limits = (Message(f"solvers.limit.{key}", {"zones": watch.zone_count}),)
    ended, plan = not (stopped or limits), staging.staged.plan
    if ended and plan is None:  # whatever is sought: the reasons and the proof are those of the weighted sum
        return solve(problem, stop=stop, on_progress=on_progress, seed=seed, engine=staging.engine)
    run = Run(
        "+".join(sorted(staging.methods)) or "none",
        watch.seconds,
        seed,
        watch.zones_grown,
        0,
        stopped,
        (*dict(sorted(staging.methods.items())).values(), *says(problem, "growth")),
    )
    if plan is None:
        return Solution(problem, Proof("unknown", reasons=limits), run, staged=staging.staged)
    judged = score(problem, plan)
    wrong = [s.objective for s in staging.staged.stages if value(problem, s.objective, s.plan) != s.points]
    if judged.violations or wrong:
        broken = "; ".join(str(v.says) for v in judged.violations)
        raise ClaimError(f"the judge does not agree on {', '.join(wrong) or 'the rules'}: {broken or 'none broken'}")
    proof = Proof("optimal" if ended else "feasible", reasons=limits)
    return Solution(problem, proof, run, plan, judged, staged=staging.staged)
