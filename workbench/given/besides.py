"""What ``zoning solve`` finds besides the plan, as far as time allows: evenness, prices of decisions, plans to compare.

Ctrl-C ends such a search and nothing else: the plan is there and is to be shown.
"""

import contextlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.line.options import Search
from workbench.line.progress import shown
from workbench.line.screen import Screen
from zoning.judge.score import score
from zoning.judge.slices import periods_of, points_by_period
from zoning.judge.values import worst_deviation
from zoning.model.plan import Plan
from zoning.result.solution import Solution

if TYPE_CHECKING:
    from solvers.engine import Engine
    from solvers.explain.decisions import Prices
    from solvers.explain.relaxations import Relaxation
    from solvers.objectives.staircase import Staircase

EVEN_STATES, EVEN_SHARE = 20_000_000, 8
"""Sets grown at the most to find how even zones can be, some seconds, and the same answer on every machine; it is not
begun where the plan itself took more than one part in so many, for each of the searches takes about as much."""


@dataclass(frozen=True)
class Besides:
    """What was found besides the plan: relaxed limits, plans that differ, how even zones can be, what pins cost.

    ``usual`` is the best plan over all periods, where one for the worst was asked for; ``least``, where that is not
    proved, the period in which it is worst and points that no plan goes below in it. ``folders`` are those of the other
    plans.
    """

    relaxed: "Sequence[Relaxation]" = ()
    different: tuple[Sequence[int], int] | None = None
    even: "Staircase | None" = None
    prices: "Prices | None" = None
    usual: Plan | None = None
    least: tuple[str, int] | None = None
    folders: Sequence[str] = ()

    def documents(self, solution: Solution) -> dict[str, object]:
        """What was found, as it stands beside the solution in its object."""
        found: dict[str, object] = {}
        if self.different is not None:
            from solvers.explain.different import compared

            found["different"] = compared(solution, self.different[0])
        if (even := self.even) is not None:
            found["evenness"] = {
                "zones": len(even.scores[0].zones),
                "of_plan": even.deviation(0),
                "tightest": even.tightest,
                "none": even.none,
                "mean_minutes": even.scores[-1].figures["mean_minutes"] if even.complete else None,
            }
        if self.prices is not None:
            found["prices"] = self.prices.document()
        if self.usual is not None:
            found["over_all"] = {
                "points": score(solution.problem, self.usual).points,
                "periods": points_by_period(periods_of(solution.problem), self.usual),
                "zones": [list(zone) for zone in self.usual.zones],
            }
        if self.least is not None:
            found["least_in_period"] = {"period": self.least[0], "bound": self.least[1]}
        return found


def evenness(
    solution: Solution, search: Search, engine: "Engine", screen: Screen, stop: Callable[[], bool]
) -> "Staircase | None":
    """How even as many zones could be, as far as :data:`EVEN_STATES` and the time allow; only of a proved plan.

    Ctrl-C ends this search and nothing else, however often it is pressed: the plan is there and is to be shown.
    """
    judged = solution.score
    if solution.proof.status != "optimal" or solution.staged or judged is None or not solution.proof.certificates:
        return None
    if sum(not zone.alone for zone in judged.zones) < 2 or solution.problem.rest_officers == 0:
        return None
    if not math.isfinite(worst_deviation(solution.problem, judged)):  # some zone has work and nobody
        return None
    from solvers.objectives.staircase import most_even
    from solvers.stop import Stop

    left = None if search.time_limit is None else max(search.time_limit - solution.run.seconds, 0.0)
    states = EVEN_STATES if EVEN_SHARE * solution.run.zones_grown <= EVEN_STATES else 0
    with contextlib.suppress(KeyboardInterrupt), shown(screen) as progress:
        return most_even(solution, stop=Stop(left, stop, states), on_progress=progress, engine=engine)
    return None


def prices_of(
    solution: Solution, search: Search, engine: "Engine", screen: Screen, stop: Callable[[], bool]
) -> "Prices | None":
    """What each of the planner's decisions costs, as far as time allows; Ctrl-C ends this search and nothing else."""
    if solution.plan is None or solution.staged or not any(solution.problem.policy.pins.model_dump().values()):
        return None
    from solvers.explain.decisions import STATES, priced
    from solvers.stop import Stop

    left = None if search.time_limit is None else max(search.time_limit - solution.run.seconds, 0.0)
    with contextlib.suppress(KeyboardInterrupt), shown(screen) as progress:
        return priced(
            solution.problem, solution.plan, engine=engine, stop=Stop(left, stop, STATES), on_progress=progress
        )
    return None


def usual_plan(
    solution: Solution, search: Search, engine: "Engine", screen: Screen, stop: Callable[[], bool]
) -> Plan | None:
    """The best plan over all periods beside one for the worst, as far as time allows."""
    if solution.staged is None or solution.staged.mode != "worst_period" or solution.plan is None:
        return None
    from solvers.solve import solve
    from solvers.stop import Stop

    left = None if search.time_limit is None else max(search.time_limit - solution.run.seconds, 0.0)
    with contextlib.suppress(KeyboardInterrupt), shown(screen) as progress:
        found = solve(solution.problem, stop=Stop(left, stop), on_progress=progress, engine=engine)
        return found.plan if found.proof.status == "optimal" else None
    return None


def least_of(
    solution: Solution, search: Search, engine: "Engine", screen: Screen, stop: Callable[[], bool]
) -> tuple[str, int] | None:
    """Of a plan for the worst period that is not proved: the period, and what no plan goes below in it."""
    staged = solution.staged
    if staged is None or staged.mode != "worst_period" or staged.stages or solution.plan is None:
        return None
    from solvers.objectives.worst_period import least_in_one
    from solvers.stop import Stop

    left = None if search.time_limit is None else max(search.time_limit - solution.run.seconds, 0.0)
    with contextlib.suppress(KeyboardInterrupt), shown(screen):
        return least_in_one(solution.problem, solution.plan, stop=Stop(left, stop), engine=engine)
    return None
