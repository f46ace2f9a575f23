"""What a planner's own decisions cost: the best plan without each of them, and without any, as far as it is proved.

A decision's price is what the plan costs above the best plan that need not keep it, in points. Where the search is
stopped the price lies between two numbers: the best plan found gives the one, the bound the other. The other decisions
are kept as they are. Prices do not add up: two decisions may forbid the same plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from solvers.engine import Engine
from solvers.solve import solve
from solvers.stop import OnProgress, Stop
from zoning.judge.score import Score, score
from zoning.model.equality import ByValue
from zoning.model.plan import Plan
from zoning.model.policy import Policy
from zoning.model.problem import Problem

Pin = Literal["together", "apart", "pinned", "offices"]
STATES = 60_000_000
"""Sets of stations grown at the most for all prices of a plan: about 20 seconds, and the same end on every machine."""


@dataclass(frozen=True)
class Decision:
    """One of the policy's pins: its kind, and its ``words``, codes of stations or, last in ``pinned``, a zone."""

    kind: Pin
    words: tuple[str, ...]


@dataclass(frozen=True)
class Price:
    """What a plan costs above the best one without the ``lifted`` decisions: from ``least`` to ``most`` points.

    ``best`` is the best plan found without them, ``None`` where there is none or it was not found; ``most`` is
    ``None`` where nothing is proved.
    """

    lifted: tuple[Decision, ...]
    best: Plan | None
    points: int
    least: int
    most: int | None

    @property
    def proved(self) -> bool:
        return self.least == self.most


@dataclass(frozen=True, eq=False)
class Prices(ByValue):
    """The plan as judged, the price of each of its decisions, and of the ``whole``: all of them, or none there are."""

    problem: Problem
    judged: Score
    single: tuple[Price, ...]
    whole: Price

    def share(self, price: Price) -> float:
        """What a price is at least, as a share of the points of the best plan found without any decision.

        All prices have this one base, so that shares compare as points do.
        """
        free = self.whole.points - self.whole.least
        return price.least / free if free else 0.0

    def document(self) -> dict[str, Any]:
        """As a program reads it: points by decision, then of all of them."""
        return {"single": [_price(price) for price in self.single], "whole": _price(self.whole)}


def _price(price: Price) -> dict[str, Any]:
    lifted = [{"pin": one.kind, "words": list(one.words)} for one in price.lifted]
    best = None if price.best is None else [list(zone) for zone in price.best.zones]
    return {"lifted": lifted, "least": price.least, "most": price.most, "zones": best}


def decisions(policy: Policy) -> Iterator[Decision]:
    """Every pin of the policy, in the order of their kinds."""
    for kind in get_args(Pin):
        for pin in getattr(policy.pins, kind):
            yield Decision(kind, (pin,) if isinstance(pin, str) else tuple(pin))


def without(problem: Problem, lifted: tuple[Decision, ...]) -> Problem:
    """The problem without these decisions."""
    values: dict[str, object] = {}
    for kind in get_args(Pin):
        gone = [one.words for one in lifted if one.kind == kind]
        held = getattr(problem.policy.pins, kind)
        values[f"pins.{kind}"] = tuple(
            pin for pin in held if ((pin,) if isinstance(pin, str) else tuple(pin)) not in gone
        )
    return Problem(problem.county, problem.policy.override(values), problem.current)


def priced(
    problem: Problem,
    plan: Plan,
    *,
    engine: Engine | None = None,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
) -> Prices:
    """The price of every decision of the problem in this plan, and of all of them; without any, its distance.

    Parameters
    ----------
    stop : :data:`STATES` unless another is given; all searches share it

    Raises
    ------
    InputError
        When it is no plan of this county.
    """
    judged, made = score(problem, plan), tuple(decisions(problem.policy))
    engine, stop = engine or Engine(), stop or Stop(states=STATES)

    def price(lifted: tuple[Decision, ...]) -> Price:
        found = solve(without(problem, lifted), start=plan, engine=engine, stop=stop, on_progress=on_progress)
        bound, best = found.proof.bound, found.score
        least = 0 if best is None else judged.points - best.points
        return Price(lifted, found.plan, judged.points, least, None if bound is None else judged.points - bound)

    whole = price(made)
    single = (whole,) if len(made) == 1 else tuple(price((one,)) for one in made)
    return Prices(problem, judged, single, whole)
