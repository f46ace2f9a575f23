"""The figures of the systems beside the zones that a scenario asks for: response, staffing, posts, organisation.

Each service has a handful of figures of the whole county, so that scenarios can stand beside each other; a service that
has no answer says why. What it may get wrong: the services use their own defaults, as their commands do.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.texts import Message

Figures = dict[str, float]
ROOMS = "hengshan"
"""The policy whose sizes of groups hold for police rooms."""
CALLS = 200_000
"""Calls simulated of every mode and band of hours, for a scenario."""


@dataclass(frozen=True)
class Services:
    """Figures by service and key, and why a service has none."""

    figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    reasons: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)


def _response(problem: Problem, plan: Plan) -> Figures:
    """Minutes until a unit is there, by who may be sent (N2)."""
    from systems.response.response import response

    report = response(problem, plan, calls=CALLS)
    return {f"minutes_{mode.key}": mode.county.minutes for mode in report.modes}


def _staffing(problem: Problem, plan: Plan) -> Figures:
    """Officers and auxiliaries below the norm, officers moved, those who should come to stations (C1-C3)."""
    from systems.staffing.staffing import staffing

    found = staffing(problem.county, plan)
    moved, come = sum(move.officers for move in found.moves), sum(one.officers for one in found.newcomers)
    short = {"short": found.total.short, "auxiliaries_short": found.total.auxiliaries_short}
    return {**short, "transferred": moved, "newcomers": come}


def _posts(problem: Problem, _plan: Plan) -> Figures:
    """Workload of bound stations, minutes from their posts, workload that stations are left with (N1, N4-N6)."""
    from systems.posts.report import posts_report

    found = posts_report(problem.county)
    assert found.binding is not None  # the county has posts, or it was refused
    assert found.diversion is not None
    left = float(found.diversion.hours_after.sum())
    return {"bound_share": found.binding.covered, "post_minutes": found.binding.minutes, "hours_left": left}


def _organise(problem: Problem, plan: Plan) -> Figures:
    """Zones without a leader or a case area, officers of case teams, those they lack, incidents handled (H14-H22)."""
    from systems.organisation.organise import organise

    zones = organise(problem, plan).zones
    teams, cases = [zone.case_team for zone in zones], [zone.cases for zone in zones]
    incidents = sum(one.incidents for one in cases)
    return {
        "zones_unled": sum(zone.leader is None for zone in zones),
        "zones_caseless": sum(team.site.station is None for team in teams),
        "case_team_officers": sum(team.officers for team in teams),
        "team_short": sum(max(0, team.wanted - team.officers) for team in teams),
        "cases_handled": sum(one.handled for one in cases) / incidents if incidents else math.nan,
    }


def _rooms(problem: Problem, _plan: Plan) -> Figures:
    """Police rooms, those without an officer, hours a week that they stay shut but should be open (G1-G6)."""
    from geodata.county.build import Built
    from systems.rooms.rooms import rooms_of
    from zoning.model.policy import read_policy

    found = [room for one in rooms_of(Built(problem.county), read_policy(ROOMS)).stations for room in one.rooms]
    shut = sum(room.open_short or 0.0 for room in found)
    return {"rooms": len(found), "unstaffed": sum(room.officers == 0 for room in found), "open_short": shut}


SERVICES: Mapping[str, Callable[[Problem, Plan], Figures]] = {
    "response": _response,
    "staffing": _staffing,
    "posts": _posts,
    "organise": _organise,
    "rooms": _rooms,
}
"""The services that a scenario may ask for, by the name of their command."""


def services(problem: Problem, plan: Plan, asked: Sequence[str]) -> Services:
    """The figures of the services that are asked for, of this plan."""
    from systems.errors import Impossible

    figures: dict[str, Figures] = {}
    reasons: dict[str, tuple[Message, ...]] = {}
    for key in asked:
        try:
            figures[key] = {name: float(value) for name, value in SERVICES[key](problem, plan).items()}
        except InputError as error:
            reasons[key] = tuple(mistake.says for mistake in error.mistakes)
        except Impossible as error:
            reasons[key] = error.reasons
    return Services(figures, reasons)
