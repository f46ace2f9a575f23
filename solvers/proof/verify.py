"""Check what a plan file claims: judge the plan again, and prove its bounds again without any linear programme.

For every number of zones the file states duals. With them all columns of small reduced cost are found anew: none may be
negative, which makes the bound true by arithmetic, and no cover of them may cost less than is claimed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from solvers.exact.instance import Instance
from solvers.exact.masks import MOST_STATIONS
from solvers.exact.search import Search
from solvers.proof.certificates import disproved
from solvers.proof.stages import restaged
from solvers.stop import OnProgress, Stop, Stopped, Watch
from zoning.judge.rules import Violation
from zoning.judge.score import Score, score
from zoning.model.equality import ByValue
from zoning.model.errors import Mistake, mistake
from zoning.model.problem import Problem
from zoning.result.certificates import certificates
from zoning.result.digest import digest
from zoning.result.documents import to_document
from zoning.result.plan_file import PlanFile, plan_file, read_plan
from zoning.result.solution import Mode, Solution

CLOSE = 1e-9
"""Difference up to which a measure in a file, written with all its digits, is the judge's."""


@dataclass(frozen=True, eq=False)
class Verification(ByValue):
    """What a plan file claims and is not so; ``proved`` when its bounds were proved again, in ``seconds``.

    ``violations`` are hard rules that the plan breaks, whether its file says so or not. Of a ``mode`` so many stages
    were checked.
    """

    mistakes: tuple[Mistake, ...]
    proved: bool
    seconds: float
    violations: tuple[Violation, ...] = ()
    mode: Mode | None = None
    stages_checked: int = 0


def verify(
    problem: Problem,
    claim: PlanFile | Solution | Path | str,
    *,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
) -> Verification:
    """Check the digest, the judge's figures and the proof of a plan file, or of a solution as its file would state it.

    Parameters
    ----------
    claim : the file as read, its path, or a solution, of which nothing is believed either
    stop : when to end; nothing is said of the proof then, and it is not ``proved``
    on_progress : called a few times a second

    Raises
    ------
    InputError
        When the plan is not one of this county's, or its file cannot be read.
    """
    watch = Watch(stop, on_progress)
    claim = _as_file(claim)
    found = list(_county(problem, claim))
    judged = score(problem, claim.plan) if claim.document.zones else None
    if judged:
        found += _figures(judged, claim)
    try:
        false, complete = _proved(problem, claim, judged, watch)
    except Stopped:
        false, complete = [], False
    found += false
    broken, mode = judged.violations if judged else (), claim.document.mode
    stages = len(mode.stages) if mode else 0
    proved = complete and not found
    return Verification(tuple(found), proved, watch.seconds, broken, mode.name if mode else None, stages)


def _as_file(claim: PlanFile | Solution | Path | str) -> PlanFile:
    """The claim as the content of a plan file."""
    if isinstance(claim, Solution):
        return plan_file(to_document(claim), "solution")
    return claim if isinstance(claim, PlanFile) else read_plan(claim)


def _proved(problem: Problem, claim: PlanFile, judged: Score | None, watch: Watch) -> tuple[list[Mistake], bool]:
    """What is false of the proof, and whether it is complete."""
    if claim.document.mode is not None and claim.document.zones:
        return restaged(problem, claim, watch)
    if len(problem) > MOST_STATIONS:
        return _bounds(problem, claim, judged, watch)
    if claim.document.proof.status in ("feasible", "unknown") and not claim.document.proof.certificates:
        return [], False
    return _proof(problem, claim, judged, watch)


def _county(problem: Problem, claim: PlanFile) -> Iterator[Mistake]:
    stated, actual = claim.document.county.digest, digest(problem.county)
    if stated != actual:
        yield mistake("solvers.verify.digest", table=claim.name, column="county.digest", value=stated, actual=actual)


def _figures(judged: Score, claim: PlanFile) -> Iterator[Mistake]:
    """Points and measures, of the plan and of each zone, that are not the judge's."""
    document = claim.document
    if document.points != judged.points:
        yield _wrong(claim, "points", document.points, judged.points)
    for key, value in document.measures.items():
        actual = judged.measures.get(key)
        if actual is None or abs(value - actual) > CLOSE:
            yield _wrong(claim, f"measures.{key}", value, actual)
    zones = {zone.stations: zone for zone in judged.zones}
    for k, stated in enumerate(document.zones):
        zone = zones[tuple(sorted(stated.stations))]
        if stated.points is not None and stated.points != zone.points:
            yield _wrong(claim, f"zones.{k}.points", stated.points, zone.points)
        if stated.office is not None and stated.office != zone.office:
            yield _wrong(claim, f"zones.{k}.office", stated.office, zone.office)
        for key, value in stated.measures.items():
            actual = zone.measures.get(key)
            if actual is None or abs(value - actual) > CLOSE:
                yield _wrong(claim, f"zones.{k}.measures.{key}", value, actual)


def _wrong(claim: PlanFile, column: str, stated: object, actual: object) -> Mistake:
    return mistake("solvers.verify.figure", table=claim.name, column=column, value=stated, actual=actual)


def _bounds(problem: Problem, claim: PlanFile, judged: Score | None, watch: Watch) -> tuple[list[Mistake], bool]:
    """What is false of a bound without certificates, and whether it was proved again: it is computed anew."""
    proof, name = claim.document.proof, claim.name
    if proof.status == "infeasible":
        from solvers.infeasible.counts import counted

        if counted(problem):
            return [], True
        return [mistake("solvers.verify.not_counted", table=name, column="proof.status", value=proof.status)], False
    found = list(_own(claim))
    from solvers.large.regroup import Regroup

    bound = None if proof.bound is None else Regroup(problem, watch, seed=0).bound()
    if proof.bound is not None and (bound is None or proof.bound > bound):
        found.append(_too_high(claim, "–" if bound is None else bound))
    if proof.status == "optimal" and (judged is None or proof.bound != judged.points):
        found.append(_not_optimal(claim, judged))
    return found, proof.bound is not None


def _too_high(claim: PlanFile, bound: object) -> Mistake:
    value = claim.document.proof.bound
    return mistake("solvers.verify.bound", table=claim.name, column="proof.bound", value=value, bound=bound)


def _not_optimal(claim: PlanFile, judged: Score | None) -> Mistake:
    value, points = claim.document.proof.bound, judged.points if judged else "–"
    return mistake("solvers.verify.not_optimal", table=claim.name, column="proof.bound", value=value, points=points)


def _proof(problem: Problem, claim: PlanFile, judged: Score | None, watch: Watch) -> tuple[list[Mistake], bool]:
    """What is false of the bounds, and whether they are complete: one for every number of zones that is allowed."""
    proof, name = claim.document.proof, claim.name
    search = Search(Instance(problem), watch, seed=0)
    stated = {c.zones: c for c in certificates(proof.certificates, problem.county)}
    wanted = {subproblem.zones for subproblem in search.subproblems}
    found = [
        mistake("solvers.verify.no_certificate", table=name, zones=zones) for zones in sorted(wanted - set(stated))
    ]
    if proof.status in ("feasible", "unknown"):
        found = []  # it does not claim that every number of zones was decided
    complete = wanted <= set(stated)
    false, decided = disproved(search, stated, name, "proof")
    found, complete = [*found, *false], complete and decided
    found += _own(claim)
    bounds = [c.bound for zones, c in stated.items() if zones in wanted and c.bound is not None]
    if proof.status == "infeasible" and bounds:
        found.append(mistake("solvers.verify.not_infeasible", table=name, column="proof.status", value=proof.status))
    if proof.bound is not None and complete and (not bounds or proof.bound > min(bounds)):
        found.append(_too_high(claim, min(bounds, default="–")))
    if proof.status == "optimal" and (judged is None or proof.bound != judged.points):
        found.append(_not_optimal(claim, judged))
    return found, complete


def _own(claim: PlanFile) -> Iterator[Mistake]:
    """Duals and gap that stand beside the certificates and are not those of the plan's own number of zones."""
    document, proof = claim.document, claim.document.proof
    own = next((c for c in proof.certificates if c.zones == len(document.zones)), None)
    if own is not None:
        for name in ("duals", "zone_dual", "dual_bound"):
            value, actual = getattr(proof, name), getattr(own, name)
            if value != actual:
                yield _wrong(claim, f"proof.{name}", value, actual)
    if proof.gap is not None and document.points and proof.bound is not None:
        gap = (document.points - proof.bound) / document.points
        if abs(proof.gap - gap) > CLOSE:
            yield _wrong(claim, "proof.gap", proof.gap, gap)
