"""``frontier.json``: the efficient plans between two measures as one object, both ways; a reader judges them anew.

What it may get wrong: that no plan besides those in the file is efficient is the file's claim.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NotRequired, TypedDict

from solvers.objectives.nondominated import SAME, efficient
from solvers.objectives.tradeoff import Frontier, Frontiers
from zoning.judge.measures import MEASURES
from zoning.judge.score import Score, score
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan, moved
from zoning.model.policy import policy_from
from zoning.model.problem import Problem
from zoning.result.decoding import decode
from zoning.result.documents import from_document, to_document
from zoning.result.kinds import Shape
from zoning.texts import Message


class PlanFields(TypedDict):
    """An efficient plan; its figures follow from its zones."""

    zones: Plan


class Fields(TypedDict):
    """What is read; ``limit`` only where there is one."""

    policy: dict[str, Any]
    between: tuple[str, str]
    step: int
    complete: bool
    plans: tuple[PlanFields, ...]
    limit: NotRequired[Message]


class SeveralFields(TypedDict):
    """What is read of several frontiers."""

    frontiers: tuple[dict[str, Any], ...]


def written(found: Frontier) -> dict[str, Any]:
    """The object of ``frontier.json``."""
    county = found.problem.county
    return {
        "county": {"code": county.code, "name": county.name},
        "policy": found.problem.policy,
        "between": found.between,
        "step": found.step,
        "complete": found.complete,
        "knee": found.knee + 1 or None,
        **({"limit": found.limit} if found.limit else {}),
        "plans": [
            {
                "number": k + 1,
                "measures": judged.measures,
                "points": judged.points,
                "zones": judged.plan,
                "moved": moved(found.scores[k - 1].plan, judged.plan, county.staff) if k else [],
            }
            for k, judged in enumerate(found.scores)
        ],
    }


def read(document: Mapping[str, Any], *, problem: Problem) -> Frontier:
    """The frontier that an object states, under its own policy and with the plan of today of ``problem``.

    Its plans keep the rules, and none of them dominates another; that there are no others is not proved again.
    """
    fields, known = decode(Fields, document), [measure.key for measure in MEASURES]
    wrong = [
        mistake("zoning.value.choice", column=f"between.{k}", value=key, wanted=known)
        for k, key in enumerate(fields["between"])
        if key not in known
    ]
    if fields["step"] < 1:
        wrong.append(mistake("zoning.value.out_of_range", column="step", value=fields["step"], wanted="≥ 1"))
    if wrong:
        raise InputError(wrong)
    own = replace(problem, policy=policy_from(fields["policy"], "policy"))
    scores = tuple(score(own, one["zones"]) for one in fields["plans"])
    wrong = list(_not_efficient(scores, fields["between"]))
    if wrong:
        raise InputError(wrong)
    return Frontier(own, fields["between"], scores, fields["complete"], fields["step"], fields.get("limit"))


def _not_efficient(scores: Sequence[Score], between: tuple[str, str]) -> Iterator[Mistake]:
    """Plans that break a rule, that another one of the file dominates, or that do not stand by rising first measure."""
    shares = [(judged.measures[between[0]], judged.measures[between[1]]) for judged in scores]
    kept = efficient(shares)
    for k, judged in enumerate(scores):
        if judged.violations:
            says = [violation.says for violation in judged.violations]
            yield mistake("solvers.frontier.broken", column=f"plans.{k}.zones", says=says)
        elif k not in kept or (k and shares[k - 1][0] > shares[k][0] + SAME):
            yield mistake("solvers.frontier.dominated", column=f"plans.{k}.zones")


def written_several(found: Frontiers) -> dict[str, Any]:
    """The object of ``zoning frontier --json``."""
    return {"frontiers": [to_document(one) for one in found.frontiers]}


def read_several(document: Mapping[str, Any], *, problem: Problem) -> Frontiers:
    """The frontiers that an object states."""
    stated = enumerate(decode(SeveralFields, document)["frontiers"])
    return Frontiers(tuple(from_document(one, name=f"frontiers.{k}", problem=problem) for k, one in stated))


FRONTIER = Shape(written, read, ("problem",))
"""Of one frontier."""
FRONTIERS = Shape(written_several, read_several, ("problem",))
"""Of several."""
