"""``rules.officer_band = "tightest + 5%"``: the band of a scenario measured by the most even plan of its county.

A band fit for one county allows no plan in another, so the library cannot name a number. The narrowest band that some
plan keeps is proved step by step (:mod:`solvers.objectives.staircase`), with as many zones as the best plan without a
band has, for fewer zones are always more even; the scenario keeps that number. What it may get wrong: it takes some ten
searches of the scenario itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenarios.spec.scenario import Override, Scenario
from zoning.model.problem import Problem
from zoning.texts import Message

if TYPE_CHECKING:
    from solvers.stop import Stop

BAND = "rules.officer_band"
WORDS = re.compile(r"tightest(?: *\+ *([0-9]{1,3}(?:\.[0-9]{1,2})?) *%)?")


@dataclass(frozen=True)
class Band:
    """The band of a scenario: the ``tightest`` that some plan of so many ``zones`` keeps, and a share above it."""

    tightest: float
    above: float
    zones: int

    @property
    def values(self) -> dict[str, float]:
        """The values of the policy that follow from it."""
        return {BAND: round(self.tightest + self.above, 9), "zones.min": self.zones, "zones.max": self.zones}


def asked(scenario: Scenario) -> Override | None:
    """The override that names the band after the tightest one, if any."""
    return next((o for o in scenario.overrides if o.kind == "set" and o.target == (BAND,) and _words(o.value)), None)


def _words(value: object) -> re.Match[str] | None:
    return WORDS.fullmatch(value.strip()) if isinstance(value, str) else None


def _above(override: Override) -> float:
    """The share above the tightest band that is asked for."""
    words = _words(override.value)
    return float(words[1] or 0) / 100 if words else 0.0


def known(override: Override, before: Mapping[str, Any]) -> Band:
    """The band that was worked out before: ``band`` and ``zones`` of the table ``tightest`` of the scenario."""
    return Band(before["band"], _above(override), before["zones"])


def found(problem: Problem, override: Override, stop: "Stop | None" = None) -> Band | Message:
    """The band that an override asks for in this problem, or why there is none."""
    from solvers.engine import Engine  # OR-Tools comes with it
    from solvers.objectives.staircase import most_even
    from solvers.sets.masks import MOST_STATIONS
    from solvers.solve import solve

    if len(problem) > MOST_STATIONS:
        return Message("scenarios.apply.tightest_large", {"count": len(problem), "most": MOST_STATIONS})
    engine = Engine()
    best = solve(problem, stop=stop, engine=engine)
    proved = best.plan is not None and best.proof.status == "optimal"
    tightest = most_even(best, stop=stop, engine=engine).tightest if proved else None
    if tightest is None or best.plan is None:
        return Message("scenarios.apply.tightest_none")
    return Band(tightest, _above(override), len(best.plan.zones))
