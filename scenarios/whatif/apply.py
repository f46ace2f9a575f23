"""A scenario applied to a problem: the problem of the what-if, its effects in words, and every mistake at once.

Nothing is read here. Overrides are applied in the order of :data:`ACTIONS`, whatever the order of the file: other
tables, incidents and their classes, stations, the bureau's tables, travel, links and bars, merged and closed stations,
then the policy and the pins. What it
may get wrong: a closed road (``bar``) ends a neighbourhood and changes no minutes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenarios.spec.overrides import TABLES, conflicts
from scenarios.spec.scenario import Override, Scenario
from scenarios.whatif import borders, bureau, evenness, incidents, policy, stations, travel
from scenarios.whatif.builder import Builder, Effect
from zoning.model.errors import InputError, Mistake
from zoning.model.plan import Plan
from zoning.model.problem import Override as Decision
from zoning.model.problem import Problem
from zoning.texts import Message

if TYPE_CHECKING:
    from solvers.stop import Stop

ACTIONS: dict[str, Callable[[Builder, Override], None]] = {
    "incidents_table": incidents.incidents_table,
    "years": incidents.years,
    "incidents": incidents.incidents,
    "classes": bureau.of_class,
    "stations": stations.fields,
    **dict.fromkeys(TABLES, bureau.row),
    "travel_table": travel.table,
    "travel_speed_kmh": travel.number,
    "travel_detour": travel.number,
    "link": borders.link,
    "bar": borders.bar,
    "merge": stations.merge,
    "close": stations.close,
    "set": policy.value,
    "pins": policy.pins,
}
"""The action of each kind of override, in the order of application."""


@dataclass(frozen=True, eq=False)
class Applied:
    """The problem of a scenario, the effects of its overrides, and (code, heir) of merged stations, in order.

    ``band`` is the one that the scenario named after the tightest.
    """

    problem: Problem
    effects: tuple[Effect, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    band: evenness.Band | None = None


def apply(problem: Problem, scenario: Scenario) -> Problem:
    """The problem of a scenario.

    Raises
    ------
    InputError
        With every override that cannot be applied to this problem.
    """
    return applied(problem, scenario).problem


def applied(problem: Problem, scenario: Scenario, found: Sequence[Mistake] = (), stop: "Stop | None" = None) -> Applied:
    """The problem of a scenario with its effects; without overrides it is the base itself.

    Parameters
    ----------
    found : mistakes of tables that the scenario names and lacks for that reason; told with its own
    stop : when to give up the search for the tightest band, where the scenario asks for it

    Raises
    ------
    InputError
        With every override that cannot be applied to this problem.
    """
    if not scenario.overrides:
        return Applied(problem)
    builder = Builder(problem, scenario, problem.county, found=list(found))
    for kind, action in ACTIONS.items():
        for override in scenario.overrides:
            if override.kind == kind:
                action(builder, override)
    builder.found += conflicts(builder.reached, scenario.file)
    rules = policy.policy_of(builder)
    if rules is None or builder.found:
        raise InputError(builder.found)
    decisions = tuple(Decision(str(override), scenario.why) for override in scenario.overrides)
    current = _current(builder)
    try:
        made = Problem(builder.county, rules, current, (*problem.overrides, *decisions))
    except InputError as error:
        raise InputError([policy.relocated(builder, mistake) for mistake in error.mistakes]) from error
    made, band = _evened(builder, made, stop)
    return Applied(made, tuple(builder.effects), tuple(builder.gone.items()), band)


def _evened(builder: Builder, made: Problem, stop: "Stop | None") -> tuple[Problem, evenness.Band | None]:
    """The problem with the band that its scenario names after the tightest one, if it does, and that band."""
    override = evenness.asked(builder.scenario)
    if override is None:
        return made, None
    known = builder.scenario.content.get("tightest")
    band = evenness.known(override, known) if known else evenness.found(made, override, stop)
    if isinstance(band, Message):
        builder.wrong(override, band)
        raise InputError(builder.found)
    values = {"tightest": band.tightest, "above": 100 * band.above, "band": band.values[evenness.BAND]}
    builder.says(override, "scenarios.applied.tightest", zones=band.zones, **values)
    return replace(made, policy=made.policy.override(band.values)), band


def _current(builder: Builder) -> Plan | None:
    """The plan of today without merged stations; ``None`` where ``current_zone`` of the stations gives it."""
    today = builder.base.current
    if today is None or any(s.current_zone for s in builder.county.stations):
        return None
    zones = ([code for code in zone if code not in builder.gone] for zone in today.zones)
    return Plan.of(zone for zone in zones if zone)
