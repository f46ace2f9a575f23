"""Prove the steps of a mode again: each step's plan has what is stated, and no plan within the steps before has fewer.

Every step is a problem of its own, whose limits are what the steps before it allow; its certificates are checked like
those of the weighted sum. What a mode may ask for is fixed: a file cannot call itself by another name, nor hide a
limit.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from solvers.exact.search import Search
from solvers.instances.instance import Instance, Limit, only
from solvers.objectives.modes import LARGEST, WORST, largest_bound, value
from solvers.objectives.worst_period import limits_of, within
from solvers.proof.certificates import Certificates
from solvers.proof.findings import Findings
from solvers.stop import Watch
from zoning.judge.measures import MEASURES
from zoning.judge.rules import violations
from zoning.judge.slices import periods_of, points_by_period
from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.certificates import certificates
from zoning.result.plan_file import MOST, ModeClaim, PlanFile, StageClaim
from zoning.result.solution import Certificate, allowance

Allowed = Sequence[tuple[str, int]]
"""Points that objectives may have at the most."""
IN_STEPS = ("bound", "gap", "certificates")
"""What the proof of a mode leaves to its steps."""


def restaged(problem: Problem, claim: PlanFile, mode: ModeClaim, watch: Watch, found: Findings) -> None:
    """Note what is false of the mode of a file: its steps, their plans, their proofs, and the plan they lead to."""
    _wanted(mode, found)
    if not _periods(problem, claim, mode, found):
        return
    _beside(claim, found)
    _decided(claim, mode, found)
    allowed = list(mode.within.items())
    for k, stage in enumerate(mode.stages):
        column = f"mode.stages.{k}"
        _plan(problem, stage, allowed, column, found)
        _proved(problem, stage, allowed, column, watch, found)
        allowed.append((stage.objective, stage.allowed))
    if claim.document.zones and any(value(problem, key, claim.plan) > most for key, most in allowed):
        found.wrong("breaks", "zones")


def _wanted(mode: ModeClaim, found: Findings) -> None:
    """Steps that no mode of this name has, or limits that it has not."""
    wanted = tuple((step.objective, step.slack) for step in mode.wanted)
    keys = [key for key, _ in wanted]
    measures = len(set(keys)) == len(keys) and set(keys) <= {measure.key for measure in MEASURES}
    fits: Mapping[str, bool] = {
        "order": measures,
        "minimax": wanted == LARGEST,
        "worst_period": wanted == WORST,
        "frontier": measures and len(keys) == 2 and not any(slack for _, slack in wanted),
    }
    if not fits[mode.name]:
        found.wrong("mode", "mode.name", value=mode.name, steps=[f"{key}:{slack:g}" for key, slack in wanted])
        return
    decided = {stage.objective: stage.points for stage in mode.stages}
    limits = {keys[1]: decided.get(keys[1])} if mode.name == "frontier" else {}
    if dict(mode.within) != limits:
        found.wrong("within", "mode.within", value=_written(mode.within), limits=_written(limits))


def _periods(problem: Problem, claim: PlanFile, mode: ModeClaim, found: Findings) -> bool:
    """Note periods where there are none to be, or other points in them; whether the steps can be looked at."""
    keys = {*(step.objective for step in mode.wanted), *(step.objective for step in mode.stages), *mode.within}
    actual = None
    if mode.name == "worst_period" or "worst" in keys:
        try:
            periods = periods_of(problem)
        except InputError as error:
            found.wrong("no_periods", "mode.name", value=mode.name, says=[one.says for one in error.mistakes])
            return False
        if mode.name == "worst_period" and claim.document.zones:
            actual = points_by_period(periods, claim.plan)
    if mode.periods is None or actual is None:
        if mode.periods != actual:
            found.differs("mode.periods", *(None if one is None else _written(one) for one in (mode.periods, actual)))
        return True
    for name in dict.fromkeys((*actual, *mode.periods)):
        if mode.periods.get(name) != actual.get(name):
            found.differs(f"mode.periods.{name}", mode.periods.get(name), actual.get(name))
    return True


def _written(values: Mapping[str, object]) -> str:
    """Keys and values on one line, in no language."""
    return ", ".join(f"{key}: {value}" for key, value in values.items()) or "–"


def _beside(claim: PlanFile, found: Findings) -> None:
    """What must not stand beside the steps: bounds of its own, and alternatives, which nobody sought."""
    for key in IN_STEPS:
        if getattr(claim.document.proof, key) not in (None, []):
            found.wrong("in_steps", f"proof.{key}")
    for key, none in (("alternatives", []), ("alternatives_complete", True), ("alternatives_gap", None)):
        if getattr(claim.document, key) != none:
            found.wrong("no_alternatives", key)


def _decided(claim: PlanFile, mode: ModeClaim, found: Findings) -> None:
    """Steps that are not those wanted, allow more or less than the slack says, or end with another plan."""
    for k, (stage, wanted) in enumerate(zip(mode.stages, mode.wanted, strict=False)):
        allowed = allowance(stage.points, wanted.slack)
        if stage.allowed != allowed:
            found.differs(f"mode.stages.{k}.allowed", stage.allowed, allowed)
    decided, wished = [s.objective for s in mode.stages], [w.objective for w in mode.wanted]
    optimal = claim.document.proof.status == "optimal"
    if decided != (wished if optimal else wished[: len(decided)]):
        found.wrong("steps", "mode.stages", decided=decided or "–", wanted=wished)
    elif optimal and Plan.of(mode.stages[-1].zones) != claim.plan:
        found.wrong("last", "zones")


def _plan(problem: Problem, stage: StageClaim, allowed: Allowed, column: str, found: Findings) -> None:
    """Note a plan of a step that has other points than stated, or is none that the step may have."""
    plan = Plan.of(stage.zones)
    actual = value(problem, stage.objective, plan)
    if actual != stage.points:
        found.differs(f"{column}.points", stage.points, actual)
    if violations(problem, plan) or any(value(problem, key, plan) > most for key, most in allowed):
        found.wrong("breaks", f"{column}.zones")


def _proved(problem: Problem, stage: StageClaim, allowed: Allowed, column: str, watch: Watch, found: Findings) -> None:
    """Note what is false of the certificates of a step, or that they prove less than its points."""
    if any(abs(most) > MOST for _, most in (*allowed, ("", stage.points))):
        return  # a mistake says so already
    stated = certificates(stage.certificates, problem.county)
    instance, proved = _instance(problem, stage, allowed, stated)
    checked = Certificates(Search(instance, watch, seed=0), f"{column}.certificates", found)
    checked.check(stage.certificates, complete=True)
    if not checked.missing and proved < stage.points:
        found.wrong("bound", f"{column}.points", value=stage.points, bound=proved)


def _instance(
    problem: Problem, stage: StageClaim, allowed: Allowed, stated: Iterable[Certificate]
) -> tuple[Instance, int]:
    """The problem of a step, and the points that its certificates prove to be its least, if they hold.

    That no zone need have more points than so many is shown by the mean zone of the cheapest plan, or by certificates
    that there is no plan with a point less in every zone; that no plan is better in its worst period, by certificates
    that there is none with a point less in every period.
    """
    stated = tuple(stated)
    bounds = [c.bound for c in stated if c.bound is not None]
    if stage.objective == "largest":
        plain = Instance(problem)
        if bounds and (least := largest_bound(plain, stated)) >= stage.points:
            return plain, least
        return Instance(problem, cap=stage.points - 1), stage.points if not bounds else 0
    if stage.objective == "worst":
        return within(problem, periods_of(problem), stage.points - 1), stage.points if not bounds else 0
    limits = tuple(chain.from_iterable(_limits(problem, key, most) for key, most in allowed if key != "largest"))
    sought = problem if stage.objective == "weighted" else only(problem, stage.objective)
    return Instance(sought, limits, dict(allowed).get("largest")), min(bounds, default=0)


def _limits(problem: Problem, key: str, most: int) -> tuple[Limit, ...]:
    """The limits by which later steps keep an objective within so many points."""
    if key == "worst":
        return limits_of(periods_of(problem), most)
    return (Limit(problem if key == "weighted" else only(problem, key), most),)
