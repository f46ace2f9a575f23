"""A planner's decisions in words: which stations shall share a zone or not, why, and what it costs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zoning.model.policy import Policy
from zoning.model.problem import Problem
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent

if TYPE_CHECKING:
    from solvers.explain.decisions import Price, Prices

PIN = "pins."
"""What an override of the planner's own decisions begins with."""


def pins(policy: Policy) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every decision: its kind and its words, codes of stations or, last in ``pinned``, a zone of today."""
    for kind, held in policy.pins:
        for pin in held:
            yield kind, (pin,) if isinstance(pin, str) else tuple(pin)


def decided(problem: Problem, kind: str, words: tuple[str, ...], language: Language) -> str:
    """One decision, e.g. ``抱龙、官渡不同区``, with its reason where there is one."""
    names = [problem.county.short_names.get(word, word) for word in words]
    values: dict[str, object] = {"stations": names, "first": names[0], "target": names[-1]}
    key = "pinned_zone" if kind == "pinned" and words[-1] not in problem.county.index else kind
    says = say(f"workbench.decided.{key}", language, **values)
    reason = reason_of(problem, kind, words)
    return says + (say("workbench.decided.reason", language, reason=reason) if reason else "")


def reason_of(problem: Problem, kind: str, words: tuple[str, ...]) -> str:
    """Why it was decided, as the overrides of the problem say; empty where they do not."""
    told = (o for o in problem.overrides if o.what.startswith(f"{PIN}{kind}:"))
    return next((o.reason for o in told if all(word in o.what for word in words)), "")


def all_decided(problem: Problem, language: Language) -> list[str]:
    """Every decision in words."""
    return [decided(problem, kind, words, language) for kind, words in pins(problem.policy)]


def costs(prices: "Prices", price: "Price", language: Language) -> str:
    """What a decision costs: points and share of the best plan without any, or between what they lie."""
    if price.best is None:
        return say("workbench.decided.unknown", language)
    values = {"least": number(price.least), "share": percent(prices.share(price))}
    if price.proved:
        return say("workbench.decided.costs" if price.least else "workbench.decided.free", language, **values)
    if price.most is None:
        return say("workbench.decided.at_least", language, **values)
    return say("workbench.decided.between", language, **values, most=number(price.most))


def priced_lines(prices: "Prices", language: Language) -> list[str]:
    """A line a decision with its price; of several also that of all, and what prices are compared with."""
    join = say("workbench.decided.joint", language)
    lines = [
        join.join(
            (
                decided(prices.problem, price.lifted[0].kind, price.lifted[0].words, language),
                costs(prices, price, language),
            )
        )
        for price in prices.single
    ]
    if len(prices.single) > 1:
        together = say("workbench.decided.all", language, count=len(prices.single))
        lines += [
            join.join((together, costs(prices, prices.whole, language))),
            say("workbench.decided.basis", language),
        ]
    return lines
