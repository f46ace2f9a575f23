"""The proof of a weighted sum: the bound follows from the certificates and from nothing else; alternatives are judged.

Counties of more than 64 stations have such certificates where their zones could be grown. Else they have one at most,
whose duals prove its bound with zones relaxed (``solvers.bounds.relaxed``); without one their bound is computed again.
"""

from collections.abc import Sequence

from solvers.exact.search import Search
from solvers.instances.instance import Instance
from solvers.proof.certificates import Certificates
from solvers.proof.findings import Findings
from solvers.sets.growth import TooMany
from solvers.stop import Watch
from zoning.judge.rules import violations
from zoning.judge.score import Score, score
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.certificates import certificates
from zoning.result.plan_file import MOST, CertificateClaim, PlanDocument

Rank = tuple[int, int, list[list[int]]]
LAST = 1 << 62
"""Comes after every station."""
CLOSE = 1e-9
"""Difference up to which a gap in a file, written with all its digits, is that of points and bound."""


def certified(problem: Problem, document: PlanDocument, judged: Score | None, watch: Watch, found: Findings) -> None:
    """Note what is false of certificates, bound, status, gap and alternatives of a county whose zones are grown."""
    proof = document.proof
    checked = Certificates(Search(Instance(problem), watch, seed=0), "proof.certificates", found)
    checked.check(proof.certificates, complete=proof.status in ("optimal", "infeasible"))
    if proof.bound != checked.least and checked.least is None:
        found.wrong("no_bound", "proof.bound", value=proof.bound)
    elif proof.bound != checked.least:
        found.wrong("bound", "proof.bound", value="null" if proof.bound is None else proof.bound, bound=checked.least)
    if proof.status == "infeasible" and checked.bounds:
        found.wrong("not_infeasible", "proof.status", value=proof.status)
    _bounded(document, judged, checked.least, found)
    _alternatives(problem, document, judged, checked, found)


def computed(problem: Problem, document: PlanDocument, judged: Score | None, watch: Watch, found: Findings) -> None:
    """Note what is false of the bound of a county of more than 64 stations whose zones were not grown.

    It is that of its certificate, proved again by the duals; without one it is computed again.
    """
    proof = document.proof
    if proof.status == "infeasible":
        from solvers.infeasible.counts import counted

        if proof.certificates:
            found.wrong("no_certificates", "proof.certificates")
        if proof.bound is not None:
            found.differs("proof.bound", proof.bound, None)
        if not counted(problem):
            found.wrong("not_counted", "proof.status", value=proof.status)
        return
    bound = _confirmed(problem, proof.certificates, watch, found) if proof.certificates else None
    if proof.certificates:
        if bound is not None and proof.bound != bound:
            found.wrong("bound", "proof.bound", value="null" if proof.bound is None else proof.bound, bound=bound)
        if bound is None:
            return
    if bound is None and proof.bound is not None:
        from solvers.large.regroup import Regroup

        bound = Regroup(problem, watch, seed=0).bound()
    if proof.bound is not None and (bound is None or proof.bound > bound):
        key = "no_bound" if bound is None else "too_high"
        found.wrong(key, "proof.bound", value=proof.bound, bound=bound)
    _bounded(document, judged, proof.bound, found)
    _alternatives(problem, document, judged, None, found)


def _confirmed(problem: Problem, claims: Sequence[CertificateClaim], watch: Watch, found: Findings) -> int | None:
    """The bound that the one certificate of a large county states, if its duals prove it."""
    from solvers.bounds.certificates import confirmed
    from solvers.large.regroup import Regroup

    numbers, county = Regroup(problem, watch, seed=0).numbers(), problem.county
    (read, *more), claim = certificates(claims, county), claims[0]
    plain = not (more or read.zone_dual or read.change_dual or read.label_duals or read.limit_duals)
    zones = numbers[-1] + len(problem.alone_zones) if numbers and numbers[-1] else None
    whole = read.zones == zones and set(claim.duals) == set(county.codes)
    if not (plain and whole) or read.bound is None or sum(map(abs, read.duals)) > MOST:
        found.wrong("no_certificates", "proof.certificates")
        return None
    if read.dual_bound != sum(read.duals):
        values = {"stated": read.dual_bound, "actual": sum(read.duals)}
        found.wrong("sum", "proof.certificates.0.dual_bound", zones=read.zones, **values)
        return None
    actual = confirmed(problem, numbers[-1], read, watch.tick)
    if actual < read.bound:
        found.wrong("too_high", "proof.certificates.0.bound", value=read.bound, bound=actual)
        return None
    return read.bound


def _bounded(document: PlanDocument, judged: Score | None, bound: int | None, found: Findings) -> None:
    """Note a plan called optimal that is above its bound, and a gap that is not that of points and bound."""
    proof = document.proof
    if proof.status == "optimal" and (judged is None or bound != judged.points):
        found.wrong("not_optimal", "proof.status", value=proof.status, points=judged.points if judged else "–")
    gap = None
    if judged is not None and bound is not None:
        gap = (judged.points - bound) / judged.points if judged.points else 0.0 if proof.status == "optimal" else None
    if (proof.gap is None) != (gap is None) or (gap is not None and abs((proof.gap or 0.0) - gap) > CLOSE):
        found.differs("proof.gap", proof.gap, gap)


def _alternatives(
    problem: Problem, document: PlanDocument, judged: Score | None, checked: Certificates | None, found: Findings
) -> None:
    """Note alternatives that cannot be some or stand out of order, and plans left out that should be among them.

    ``checked`` are the certificates by which plans are enumerated; without, nothing is said to be complete.
    """
    gap, complete = document.alternatives_gap, document.alternatives_complete
    if judged is None or gap is None:
        if document.alternatives:
            found.wrong("no_alternatives", "alternatives")
        if gap is None and not complete:
            found.differs("alternatives_complete", complete, True)
        return
    most = int(judged.points + gap * abs(judged.points))
    listed = _listed(problem, document, judged.plan, most, found)
    if listed is None:
        return
    ranks = [_rank(problem, plan) for plan in listed]
    by_points = document.alternatives_by == "points"
    if by_points and (sorted(ranks) != ranks if checked else sorted(r[0] for r in ranks) != [r[0] for r in ranks]):
        found.wrong("order", "alternatives")
    elif complete and checked is None:
        found.wrong("not_all", "alternatives_complete", value=complete)
    elif complete and checked:
        _whole(problem, checked, {judged.plan, *listed}, most, None, found)
    elif by_points and checked and ranks:
        _whole(problem, checked, {judged.plan, *listed}, ranks[-1][0], ranks[-1], found)


def _listed(problem: Problem, document: PlanDocument, best: Plan, most: int, found: Findings) -> list[Plan] | None:
    """The alternatives, or ``None`` where one breaks a rule, costs more than ``most``, or stands there before."""
    listed: list[Plan] = []
    before = len(found.mistakes)
    for k, zones in enumerate(document.alternatives):
        column = f"alternatives.{k}"
        plan = Plan.of(zones)
        if plan in (best, *listed):
            found.wrong("again", column)
        elif broken := violations(problem, plan):
            found.wrong("broken", column, says=[violation.says for violation in broken])
        elif (points := score(problem, plan).points) > most:
            found.wrong("costly", column, points=points, most=most)
        listed.append(plan)
    return listed if len(found.mistakes) == before else None


def _whole(
    problem: Problem, checked: Certificates, known: set[Plan], most: int, last: Rank | None, found: Findings
) -> None:
    """Note a plan of at most ``most`` points that is not known and, in the order of plans, not after ``last``."""
    if checked.missing or len(checked.sound) < len(checked.search.subproblems):
        found.open("alternatives")
        return
    try:
        for points, plan in checked.plans(most):
            if plan not in known and (last is None or _rank(problem, plan) < last):
                found.wrong("left_out", "alternatives", points=points, zones=len(plan.zones))
                return
    except TooMany:
        found.open("alternatives")


def _rank(problem: Problem, plan: Plan) -> Rank:
    """What plans stand in the order of: points, number of zones, and that of equal plans (``solvers.exact.cover``)."""
    row = problem.county.index
    zones = sorted([*sorted(row[code] for code in zone), LAST] for zone in plan.zones)
    return score(problem, plan).points, len(plan.zones), zones
