"""What a solver answers: a plan, how good it is proved to be, and how it was found."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import metadata
from typing import Any, Literal

import zoning
from zoning.judge.score import Score, score
from zoning.model.equality import ByValue
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.texts import Message

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
"""``optimal``: proved. ``feasible``: the best found when the search was stopped. ``infeasible``: proved that no plan
keeps all rules. ``unknown``: stopped before either."""


Mode = Literal["order", "minimax", "frontier", "worst_period"]
"""What is sought instead of the least weighted sum: measures one after the other, the costliest zone made as cheap as
possible, one measure under a limit on another, or the points in the worst period made as few as possible."""

AlternativesBy = Literal["points", "difference"]
"""How alternatives are chosen and in which order they stand: the cheapest first, or each as far from those before."""


@dataclass(frozen=True)
class Certificate:
    """A lower bound on the points of every plan with ``zones`` zones that keeps the rules, from duals.

    With ``duals`` π (a whole number a station, in county order) and ``zone_dual`` μ, every zone of such a plan has
    c(z) ≥ Σ_{i∈z} π_i + μ, less what the rule ``max_changed`` contributes, so the plan costs at least
    ``dual_bound`` = Σ π + zones · μ (+ ``change_dual`` · stations that must stay − Σ ``label_duals``). Limits on other
    measures, which no plan file sets, have their duals in ``limit_duals``.
    ``bound`` is at least that: no plan of ``zones`` zones costs less, by enumeration of all zones with small reduced
    cost. It is ``None`` where no plan of so many zones exists.
    """

    zones: int
    bound: int | None
    dual_bound: int | None = None
    duals: tuple[int, ...] = ()
    zone_dual: int = 0
    change_dual: int = 0
    label_duals: tuple[int, ...] = ()
    zones_grown: int = 0
    candidates: int = 0
    limit_duals: tuple[float, ...] = ()


@dataclass(frozen=True)
class Proof:
    """How good the plan is: no plan that keeps the rules costs less than ``bound`` points.

    ``bound`` is ``None`` when nothing is proved. ``gap`` is (points − bound) / points. One certificate for every number
    of zones in range; ``reasons`` say why there is no plan, where there is none.
    """

    status: Status
    bound: int | None = None
    gap: float | None = None
    certificates: tuple[Certificate, ...] = ()
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Stage:
    """A step of a mode, decided: ``plan`` has the least ``points`` of its objective, and later steps allow ``allowed``.

    The objective is a measure, whose points are millionths of its share, the ``largest`` points of a zone, those of the
    plan in the ``worst`` period, or the ``weighted`` sum. ``certificates`` prove that no plan within what the steps
    before allow has fewer, one for each number of zones.
    """

    objective: str
    points: int
    allowed: int
    plan: Plan
    certificates: tuple[Certificate, ...]


@dataclass(frozen=True)
class Staged:
    """The steps of a mode: those ``wanted``, each with its slack, a share, and as many ``stages`` as were decided.

    ``plan`` is that of the last one, ``None`` where no plan keeps the rules. ``within`` are points that measures may
    have at the most from the beginning.
    """

    mode: Mode
    wanted: tuple[tuple[str, float], ...]
    stages: tuple[Stage, ...] = ()
    plan: Plan | None = None
    within: Mapping[str, int] = field(default_factory=dict)


def allowance(points: int, slack: float) -> int:
    """Points that later steps allow an objective whose least is ``points``."""
    return math.floor(points * (1 + slack))


@cache
def version() -> str:
    """The version of the program."""
    return metadata.version("zoning")


@dataclass(frozen=True)
class Run:
    """How a solution came about: method and why, seconds to the millisecond, seed, the size of the search, version.

    ``made`` is the day, YYYY-MM-DD, where somebody wrote it down; no solver does.
    """

    name: str
    seconds: float
    seed: int
    zones_grown: int = 0
    candidates: int = 0
    stopped: Literal["", "time", "interrupt"] = ""
    why: tuple[Message, ...] = ()
    version: str = field(default_factory=version)
    made: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "seconds", round(self.seconds, 3))


@dataclass(frozen=True, eq=False)
class Solution(ByValue):
    """The answer to a problem; ``plan`` and ``score`` are ``None`` when there is no plan.

    ``alternatives`` are other plans that cost at most the share ``alternatives_gap`` more, the plan itself not among
    them; none were asked for where that is ``None``. ``alternatives_complete`` tells whether they are all there are,
    ``alternatives_by`` how they were chosen. Where a mode was asked for, ``staged`` holds its steps and their proofs,
    and ``proof`` the status alone: ``optimal`` says that every step was decided.
    """

    problem: Problem
    proof: Proof
    run: Run
    plan: Plan | None = None
    score: Score | None = None
    alternatives: tuple[Plan, ...] = field(default=())
    alternatives_complete: bool = True
    alternatives_gap: float | None = None
    alternatives_by: AlternativesBy = "points"
    staged: Staged | None = None

    @cached_property
    def alternative_scores(self) -> tuple[Score, ...]:
        """The alternatives judged, in their order; whoever shows them judges none again."""
        return tuple(score(self.problem, plan) for plan in self.alternatives)

    def zones_frame(self) -> Any:
        """A record a zone with its figures, a GeoDataFrame where the county has areas, else a DataFrame.

        Raises
        ------
        ValueError
            When there is no plan.
        """
        return zoning.zones_frame(self.problem, self._judged())

    def stations_frame(self) -> Any:
        """A GeoDataFrame with a record a station: its zone, its figures, its area or else its seat.

        Raises
        ------
        ValueError
            When there is no plan.
        """
        return zoning.stations_frame(self.problem, self._judged())

    def _judged(self) -> Score:
        if self.score is None:
            raise ValueError(f"there is no plan, for the problem is {self.proof.status}: see proof.reasons")
        return self.score
