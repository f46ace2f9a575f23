"""``staircase.json``: the steps from the best plan to the most even one as an object, both ways; readers judge anew."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict

from solvers.objectives.staircase import Staircase, farthest
from zoning.judge.rules import violations
from zoning.judge.score import Score, score
from zoning.judge.values import worst_deviation
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan, moved
from zoning.model.policy import policy_from
from zoning.model.problem import Problem
from zoning.result.decoding import decode
from zoning.result.kinds import Shape


class StepFields(TypedDict):
    """A step; its figures follow from its zones."""

    band: float | None
    zones: Plan


class Fields(TypedDict):
    """What is read."""

    policy: dict[str, Any]
    none: float | None
    complete: bool
    steps: tuple[StepFields, ...]


def written(found: Staircase) -> dict[str, Any]:
    """The object of ``staircase.json``."""
    county = found.problem.county
    return {
        "county": {"code": county.code, "name": county.name},
        "policy": found.problem.policy,
        "tightest": found.tightest,
        "none": found.none,
        "complete": found.complete,
        "steps": [
            {
                "number": k + 1,
                "band": band,
                "deviation": worst_deviation(found.problem, judged),
                "mean_minutes": judged.figures["mean_minutes"],
                "farthest_minutes": farthest(judged),
                "points": judged.points,
                "measures": judged.measures,
                "zones": judged.plan,
                "moved": moved(found.scores[0].plan, judged.plan, found.problem.county.staff),
            }
            for k, (band, judged) in enumerate(zip(found.bands, found.scores, strict=True))
        ],
    }


def read(document: Mapping[str, Any], *, problem: Problem) -> Staircase:
    """The staircase that an object states, under its own policy and with the plan of today of ``problem``.

    Its plans keep the rules and their bands, each with more points than the one before; that no plan has fewer, or
    keeps the band ``none``, is not proved again.
    """
    fields = decode(Fields, document)
    own = replace(problem, policy=policy_from(fields["policy"], "policy"))
    steps = fields["steps"]
    scores = tuple(score(own, step["zones"]) for step in steps)
    bands = tuple(step["band"] for step in steps)
    wrong = list(_no_steps(own, scores, bands))
    if wrong:
        raise InputError(wrong)
    return Staircase(own, bands, scores, fields["none"], fields["complete"])


def _no_steps(problem: Problem, scores: Sequence[Score], bands: Sequence[float | None]) -> Iterator[Mistake]:
    """Plans that break a rule or their band, or have fewer points or another number of zones than the one before."""
    for k, (judged, band) in enumerate(zip(scores, bands, strict=True)):
        banded = replace(problem, policy=problem.policy.override({"rules.officer_band": band}))
        broken = violations(banded, judged.plan)
        if broken:
            yield mistake("solvers.frontier.broken", column=f"steps.{k}.zones", says=[one.says for one in broken])
        elif k and (judged.points < scores[k - 1].points or len(judged.zones) != len(scores[0].zones)):
            yield mistake("solvers.frontier.no_step", column=f"steps.{k}.zones")


SHAPE = Shape(written, read, ("problem",))
