"""A plan in words: how good it is, which hard rules it breaks, what was applied and what has to be known."""

from collections.abc import Sequence

from workbench.tables.called import policy_called, policy_source
from workbench.tables.decisions import PIN, all_decided, pins
from workbench.tables.plan.limits import applied_limits, applied_weights, phrase
from workbench.tables.plan.stages import steps
from zoning.judge.score import Score
from zoning.model.policy import keys, parse_value
from zoning.model.problem import Problem
from zoning.result.solution import Solution
from zoning.texts import Language, Message, say
from zoning.texts.numbers import number, percent


def verdict(solution: Solution, language: Language, *, timed: bool = True) -> str:
    """Status, gap and seconds in one sentence; without the seconds it is the same on every run."""
    proof, run = solution.proof, solution.run
    points = solution.score.points if solution.score else None
    key = "feasible_" + run.stopped if proof.status == "feasible" and run.stopped else proof.status
    closeness = ""
    if proof.status == "feasible" and points is not None:
        bounded = proof.bound is not None and proof.gap is not None
        closeness = say(
            "workbench.status.bound" if bounded else "workbench.status.no_bound",
            language,
            bound=number(proof.bound),
            gap=percent(proof.gap, 2),
        )
    seconds = say("workbench.status.seconds", language, seconds=number(run.seconds, 2)) if timed else ""
    if solution.staged and proof.status == "optimal":
        staged = solution.staged
        mode = steps(staged.mode, [wanted for wanted, _ in staged.wanted], language)
        return say(
            "workbench.status.optimal_staged",
            language,
            mode=mode,
            points=number(points),
            seconds=seconds,
        )
    if proof.status == "optimal" and (count := sum(1 for _ in pins(solution.problem.policy))):
        return say("workbench.status.optimal_decided", language, count=count, points=number(points), seconds=seconds)
    return say(f"workbench.status.{key}", language, points=number(points), seconds=seconds, closeness=closeness)


def applied(problem: Problem, notices: Sequence[Message], language: Language) -> list[str]:
    """What was applied: policy, decisions, how borders and minutes came about, and what else has to be known."""
    policy, source = problem.policy, policy_source(problem.policy, language)
    apart = say("workbench.list.clause", language)
    lines = [
        say(
            "workbench.applied.policy",
            language,
            name=policy_called(policy.name, language),
            source=say("workbench.applied.source", language, source=source) if source else "",
        ),
        say("workbench.applied.rules", language, rules=apart.join(applied_limits(policy, language))),
        say("workbench.applied.weights", language, weights=apart.join(applied_weights(policy, language))),
    ]
    return lines + circumstances(problem, notices, language)


def circumstances(problem: Problem, notices: Sequence[Message], language: Language) -> list[str]:
    """What was found or decided for this county: notices, minutes, borders, decisions, and what it says of itself."""
    county = problem.county
    lines = [notice.text(language) for notice in notices]
    lines += [
        say(
            f"workbench.applied.travel_{county.travel}",
            language,
            speed=f"{county.speed_kmh:g}",
            detour=f"{county.detour:g}",
        ),
        say(f"workbench.map.borders_{county.borders_from}", language),
    ]
    lines += [
        say("workbench.applied.override", language, what=what, reason="") for what in all_decided(problem, language)
    ]
    for override in problem.overrides:
        if override.what.startswith(PIN):
            continue
        reason = say("workbench.applied.reason", language, reason=override.reason) if override.reason else ""
        lines.append(say("workbench.applied.override", language, what=_decided(override.what, language), reason=reason))
    if county.notice:
        lines.append(say("workbench.applied.notice", language, notice=county.notice))
    return lines


def _decided(what: str, language: Language) -> str:
    """A value of the policy that was changed, in words; what is none stays as it was written."""
    key, equals, value = what.partition(" = ")
    return phrase(key, parse_value(value), language) if equals and key in keys() else what


def violations(judged: Score, language: Language) -> list[str]:
    """Every hard rule that the plan breaks."""
    return [violation.says.text(language) for violation in judged.violations]
