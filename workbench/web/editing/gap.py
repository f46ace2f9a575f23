"""The gap box: what the locks cost and what can still be saved, in whole points, each with a proof behind it.

B₀ is a bound of the problem without locks, B₁ one with them, P the plan. A plan that breaks a hard rule has no gap, for
it may cost less than B₀.
"""

from dataclasses import dataclass
from typing import Any

from zoning.model.errors import ClaimError
from zoning.result.codec import spoken
from zoning.result.solution import Status
from zoning.texts import Message
from zoning.texts.numbers import number

WEAK = 64
"""Stations above which bounds are those of the search for large counties, and weaker."""


@dataclass(frozen=True)
class Bound:
    """What is proved of a problem: its status, points below which no plan is, why there is none, and its stations."""

    status: Status
    bound: int | None = None
    reasons: tuple[Message, ...] = ()
    stations: int = 0


def gap_box(points: int, broken: int, free: Bound | None, held: Bound | None) -> dict[str, Any]:
    """The box as the page shows it.

    Parameters
    ----------
    points, broken : P, and how many hard rules the plan breaks
    free, held : B₀ and B₁ where they are known; equal without locks

    Returns
    -------
    dict
        ``state``, ``bound`` (B₀), ``locked_bound`` (B₁), ``price_of_locks`` B₁ − B₀ (where B₀ is the best there is),
        ``still`` P − B₁ and ``total`` (P − B₀) / P, each ``None`` where it is not proved, and the sentence.

    Raises
    ------
    ClaimError
        When a proof says that there is no such plan, which is a fault of the program.
    """
    lowest = None if free is None else free.bound
    locked = None if held is None or held.bound is None else max(held.bound, lowest or held.bound)
    box: dict[str, Any] = {
        "bound": lowest,
        "locked_bound": locked,
        "price_of_locks": None,
        "still": None,
        "total": None,
    }
    none = next((one for one in (free, held) if one is not None and one.status == "infeasible"), None)
    if none is not None:
        if not broken:
            raise ClaimError(f"no plan keeps the rules, but one of {points} points does")
        key = "no_plan" if none is free else "no_plan_locked"
        return {**box, "state": "none", **_says(key), "reasons": [spoken(reason) for reason in none.reasons]}
    if broken:
        return {**box, "state": "broken", **_says("broken", count=broken)}
    if max(lowest or points, locked or points) > points:
        raise ClaimError(f"bounds {lowest} and {locked}, but a plan of {points} points keeps all rules")
    if lowest is not None:
        box["total"] = (points - lowest) / points if points else 0.0
    if lowest is None or locked is None:
        return {**box, "state": "proving", **_says("proving")}
    if free is not None and free.status == "optimal":
        box["price_of_locks"] = locked - lowest
    box["still"] = points - locked
    weak = any(one is not None and one.stations > WEAK for one in (free, held))
    state = "weak" if weak else "proved"
    key = ("best" if box["still"] == 0 else "still") + ("_locked" if locked > lowest else "")
    return {
        **box,
        "state": state,
        **_says("weak" if weak else key, still=number(box["still"]), total=100 * box["total"]),
    }


def _says(key: str, **values: object) -> dict[str, str]:
    return spoken(Message(f"workbench.gap.{key}", values))
