"""New plans: from the optimum, today's zones, one zone for all, another plan, or groups drawn by hand."""

import heapq
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.web.editing.content import Content, Locks, check, content_of
from workbench.web.refusals import invalid
from workbench.web.schema.requests import NewPlan
from workbench.web.service.counties import Held
from workbench.web.service.edits import kept_step
from workbench.web.service.plans import View, today_of, view
from workbench.web.session import Session
from zoning.model.county import County
from zoning.model.errors import mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem

if TYPE_CHECKING:
    from workbench.web.state import State


def begin(state: "State", asked: NewPlan, session: Session) -> View:
    """A new plan with its first revision; one from the optimum has a job that makes it the second.

    Raises
    ------
    InputError
        When there is nothing to begin with, or groups are no zones of the county.
    """
    held = state.counties.get(asked.county)
    content, forked = _first(state, held, asked)
    check(held.county, held.policy, content)
    what = {"op": "create", "start": asked.start, **({"plan": asked.plan} if asked.plan else {})}
    step = kept_step(state, held, content, "create", what, why=asked.why)
    plan, first = state.store.create(held.digest, asked.name, step, session.person, asked.key, forked)
    one = view(state, plan.id)
    fresh = first.number == plan.head and not state.jobs.count(plan.id)
    if asked.start == "optimum" and fresh and state.desk is not None:
        state.jobs.begin(one, "around", {"anew": True}, session.person, take=True)
    return one


def _first(state: "State", held: Held, asked: NewPlan) -> tuple[Content, tuple[int, int] | None]:
    """The content a plan begins with, and the revision it is copied from."""
    if (asked.start == "plan") != (asked.plan is not None):
        raise invalid([mistake("workbench.refused.start_plan", column="plan", value=asked.plan)])
    if (asked.start == "drawn") != (asked.groups is not None):
        raise invalid([mistake("workbench.refused.start_groups", column="groups")])
    if asked.plan is not None:
        name, _, number = asked.plan.partition("@")
        other = state.store.revision(int(name), int(number) if number else None)
        return fitted(held, content_of(other.content)), (other.plan, other.number)
    if asked.groups is not None:
        return drawn(held, asked.groups), None
    today = today_of(Problem(held.county, held.policy))
    if asked.start == "today" and today is None:
        raise invalid([mistake("workbench.refused.no_today", column="start", value=asked.start)])
    if asked.start == "empty":
        return Content((held.county.codes,)), None
    return today or gathered(Problem(held.county, held.policy)), None


def gathered(problem: Problem) -> Content:
    """First zones, until the best are there: alone zones, and the other stations gathered round centres far apart.

    A station goes to the centre that is nearest along neighbours, in minutes, so zones hang together. They may break
    rules, for nothing else is looked at.
    """
    county, limits = problem.county, problem.policy.zones
    rest = [row for row in range(len(county)) if not problem.alone[row]]
    zones = [[county.codes[row] for row in rows] for rows in problem.alone_zones]
    most = max(1, min(limits.max - len(zones), len(rest) // limits.min_stations))
    centres = [max(rest, key=lambda row: float(county.workload[row]))] if rest else []
    nearest = _nearest(county, rest, centres)
    while rest and (len(centres) < most or len(nearest) < len(rest)):
        centres.append(max(rest, key=lambda row: nearest[row][0] if row in nearest else math.inf))
        nearest = _nearest(county, rest, centres)
    zones += [[county.codes[row] for row in rest if nearest[row][1] == centre] for centre in centres]
    return Content.started(problem, Plan.of(zones))


def _nearest(county: County, rows: Sequence[int], centres: Sequence[int]) -> dict[int, tuple[float, int]]:
    """Minutes from the nearest centre to each row that is reached along neighbours among the rows, and that centre."""
    among, found = set(rows), dict[int, tuple[float, int]]()
    waiting = [(0.0, centre, centre) for centre in centres]
    while waiting:
        minutes, row, centre = heapq.heappop(waiting)
        if row not in found:
            found[row] = (minutes, centre)
            for other in county.neighbours[row]:
                if other in among and other not in found:
                    heapq.heappush(waiting, (minutes + float(county.minutes[row, other]), other, centre))
    return found


def drawn(held: Held, groups: Sequence[Sequence[str]]) -> Content:
    """Groups as zones, each further station a zone of its own."""
    named = {code for group in groups for code in group}
    rest = [(code,) for code in held.county.codes if code not in named]
    Plan.of([*(group for group in groups if group), *rest])  # refuses stations that stand twice
    return Content((*(tuple(group) for group in groups if group), *rest))


def fitted(held: Held, other: Content) -> Content:
    """A content of another county on this one, stations matched by code; stations that are new are zones of their own.

    Locks of stations that are gone go with them.
    """
    known = set(held.county.codes)
    if known == set(other.slot):
        return other
    zones = [tuple(code for code in zone if code in known) for zone in other.zones]
    zones += [(code,) for code in held.county.codes if code not in other.slot]
    locks = Locks(
        stations=tuple(code for code in other.locks.stations if code in known),
        zones=tuple(z for z in other.locks.zones if zones[z]),
        together=_groups(other.locks.together, known),
        apart=_groups(other.locks.apart, known),
        offices=tuple(code for code in other.locks.offices if code in known),
    )
    return Content(tuple(zones), locks, other.policy, other.names)


def _groups(groups: Sequence[tuple[str, ...]], known: set[str]) -> tuple[tuple[str, ...], ...]:
    """The groups without stations that are gone; one of fewer than two is none."""
    left = (tuple(code for code in group if code in known) for group in groups)
    return tuple(group for group in left if len(group) > 1)
