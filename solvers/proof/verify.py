"""Check what a plan file claims: judge the plan again, and prove its bounds again without any linear programme.

For every number of zones the file states duals. With them the zones of small reduced cost are grown anew: none may be
negative, which makes the bound true by arithmetic, and no cover of them may cost less than is claimed. Everything that
follows from the county, the policy and the zones is worked out anew and compared, field by field.

What it may get wrong: sentences, names of methods, seconds and sizes of a search are not claims and are not checked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from solvers.proof.findings import Findings
from solvers.proof.stages import restaged
from solvers.proof.weighted import certified, computed
from solvers.sets.masks import MOST_STATIONS
from solvers.stop import OnProgress, Stop, Stopped, Watch
from zoning.judge.rules import Violation
from zoning.judge.score import Score, score
from zoning.model.equality import ByValue
from zoning.model.errors import Mistake, expect
from zoning.model.plan import Plan
from zoning.model.policy import Departure, departures
from zoning.model.problem import Problem
from zoning.result.digest import digest
from zoning.result.documents import differences, to_document
from zoning.result.plan_document import solution_of, written
from zoning.result.plan_file import PlanDocument, PlanFile, plan_file, read_plan
from zoning.result.solution import Mode, Solution
from zoning.texts import Message

JUDGED = ("county", "policy", "current", "zones", "measures", "points", "figures", "violations", "proof")
"""Keys of a plan file that follow from the county, the policy and the zones, or from other parts of the file."""
UNKNOWN = "zoning.documents.unknown_key"
"""The mistake of a key that nobody reads."""
PLANNED = ("optimal", "feasible")
"""Status of a file with a plan."""


@dataclass(frozen=True, eq=False)
class Verification(ByValue):
    """What a plan file claims and is not so, what was not proved again, and how long it took, in ``seconds``.

    ``proved`` when a plan is called optimal, a problem infeasible, or a bound is stated, and all of it was proved
    again; never where something is wrong or the plan breaks a rule. ``violations`` are hard rules that the plan breaks,
    whether its file says so or not. Of a ``mode`` so many stages were checked. ``departures`` are the values of the
    policy that are not those of the ``preset`` it is named after.
    """

    mistakes: tuple[Mistake, ...]
    proved: bool
    seconds: float
    violations: tuple[Violation, ...] = ()
    mode: Mode | None = None
    stages_checked: int = 0
    unproved: tuple[Message, ...] = ()
    preset: str = ""
    departures: tuple[Departure, ...] = ()


def verify(
    problem: Problem,
    claim: PlanFile | Solution | Path | str,
    *,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
) -> Verification:
    """Check all that a plan file claims of a problem, or a solution as its file would state it.

    Parameters
    ----------
    problem : the county, the policy and the zones of today that the file must be about
    claim : the file as read, its path, or a solution, of which nothing is believed either
    stop : when to end; what was not proved by then is said
    on_progress : called a few times a second

    Raises
    ------
    InputError
        When the plan is not one of this county's, its file cannot be read, or an argument has a wrong type.
    """
    expect(problem=(problem, Problem), claim=(claim, Solution | PlanFile | Path | str), stop=(stop, Stop | None))
    claim = _as_file(claim)
    watch, found = Watch(stop, on_progress), Findings(claim.name)
    stated, actual = claim.document.county.digest, digest(problem.county)
    if stated != actual:
        found.wrong("digest", "county.digest", county=problem.county.name)
        return Verification(tuple(found.mistakes), False, watch.seconds)
    judged = score(problem, claim.plan) if claim.document.zones else None
    found.mistakes += _judged(problem, claim)
    _status(claim, judged, found)
    try:
        _proof(problem, claim, judged, watch, found)
    except Stopped:
        found.open("stopped")
    proof, mode = claim.document.proof, claim.document.mode
    broken = judged.violations if judged else ()
    claims = proof.status in ("optimal", "infeasible") or proof.bound is not None
    proved = claims and not (found.mistakes or found.unproved or broken)
    stages = len(mode.stages) if mode else 0
    name, unproved = mode.name if mode else None, tuple(found.unproved)
    under = departures(claim.policy)
    return Verification(tuple(found.mistakes), proved, watch.seconds, broken, name, stages, unproved, *under)


def _as_file(claim: PlanFile | Solution | Path | str) -> PlanFile:
    """The claim as the content of a plan file."""
    if isinstance(claim, Solution):
        return plan_file(to_document(claim), "solution")
    return claim if isinstance(claim, PlanFile) else read_plan(claim)


def _proof(problem: Problem, claim: PlanFile, judged: Score | None, watch: Watch, found: Findings) -> None:
    """Note what is false of the bounds, and which of them could not be proved again."""
    document = claim.document
    if document.mode is not None:
        restaged(problem, claim, document.mode, watch, found)
    elif len(problem) > MOST_STATIONS and not _by_growth(document):
        computed(problem, document, judged, watch, found)
    else:
        certified(problem, document, judged, watch, found)


def _by_growth(document: PlanDocument) -> bool:
    """Whether the certificates of a county of more than 64 stations are those of zones that were grown.

    They are believed in neither case. Duals of relaxed zones prove less than their sum, those of zones that are grown
    no less: none has a negative reduced cost.
    """
    stated = [(c.bound, c.dual_bound) for c in document.proof.certificates]
    return bool(stated) and all(bound is None or (dual is not None and bound >= dual) for bound, dual in stated)


def _judged(problem: Problem, claim: PlanFile) -> Iterator[Mistake]:
    """Whatever the file states of the county, the policy, today's zones and the plan, and is not so."""
    actual = written(solution_of(claim, problem))
    own = {frozenset(zone["stations"]): zone for zone in actual["zones"]}
    stations = [zone.stations for zone in claim.document.zones]
    actual["zones"] = [own[frozenset(codes)] | {"stations": codes} for codes in stations]  # in any order
    if claim.document.current is not None and problem.current == Plan.of(claim.document.current):
        actual["current"] = claim.document.current
    keys = [key for key in JUDGED if key in claim.content]
    stated = {key: claim.content[key] for key in keys}
    told = list(differences(stated, {key: actual[key] for key in keys if key in actual}, unknown=True))
    steps = differences(claim.content.get("mode"), actual.get("mode"), ("mode",), unknown=True)
    told += [one for one in steps if one.says.key == UNKNOWN]  # zones of a step may stand in any order
    return (replace(one, table=claim.name) for one in told)


def _status(claim: PlanFile, judged: Score | None, found: Findings) -> None:
    """Note a status or reasons that do not go with the zones, or a plan that is called optimal and breaks a rule."""
    status, zones = claim.document.proof.status, len(claim.document.zones)
    if (status in PLANNED) != bool(zones):
        found.wrong("status", "proof.status", value=status, zones=zones)
    elif judged and judged.violations and status == "optimal":
        found.wrong("broken", "proof.status", value=status, says=[violation.says for violation in judged.violations])
    stations = sum(len(zone.stations) for zone in claim.document.zones)
    if status == "optimal" and stations <= MOST_STATIONS and claim.document.proof.reasons:
        found.differs("proof.reasons", len(claim.document.proof.reasons), 0)
    if status == "infeasible" and claim.document.mode is not None:
        found.wrong("status", "proof.status", value=status, zones=zones)
