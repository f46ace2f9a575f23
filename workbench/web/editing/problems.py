"""The problem of a content: what the judge judges it by, and with its locks as pins what a solver may change.

A station held shares a zone with the office of its own and with no other zone's; so a zone in which something is held
stays the zone it is. A zone held keeps its stations together and its neighbours out, without which no larger one hangs
together. What it may get wrong: the office of a zone is that of the plan as it stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from workbench.web.editing.content import Content, Group
from zoning.judge.zones import MemberZones, offices
from zoning.model.county import County
from zoning.model.policy import Policy
from zoning.model.problem import Problem


def judged_problem(county: County, policy: Policy, content: Content, known: Problem | None = None) -> Problem:
    """The county under the content's policy, groups and chosen offices: what ``zoning score`` judges the plan by.

    Stations and zones held are left out, for every plan as it stands keeps these.

    Parameters
    ----------
    known : a problem that is given back where it is the one wanted, with what it has computed

    Raises
    ------
    InputError
        With every mistake of the policy or the pins.
    """
    locks, own = content.locks, content.effective(policy)
    wanted = _pinned(own, together=locks.together, apart=locks.apart, offices=locks.offices)
    if known is not None and known.county is county and known.policy == wanted:
        return known
    return Problem(county, wanted)


def problem_of(county: County, policy: Policy, content: Content, *, locks: bool, moved: Sequence[str] = ()) -> Problem:
    """The problem that a solver gets: without any lock, or with all of them.

    Parameters
    ----------
    moved : stations that are held where they are, like those locked

    Raises
    ------
    InputError
        With every mistake of the policy or the pins.
    """
    if not locks:
        return Problem(county, content.effective(policy))
    return with_holds(judged_problem(county, policy, content), content, moved)


def with_holds(problem: Problem, content: Content, moved: Sequence[str] = ()) -> Problem:
    """The problem with the stations and zones that the content holds as pins, and the stations moved held, too."""
    stations = (set(content.locks.stations) | set(moved)) & set(content.slot)
    touched = sorted({content.slot[code] for code in stations} | set(content.locks.zones))
    if not touched:
        return problem
    office = dict(zip(content.slots, _offices(problem, content), strict=True))
    together: list[Group] = []
    apart: list[Group] = []
    for z in touched:
        zone = content.zones[z]
        if z in content.locks.zones:
            group, others = zone, _neighbours(problem.county, zone)
        else:
            group = tuple(sorted({office[z], *stations.intersection(zone)}))
            others = [office[other] for other in content.slots if other > z or (other < z and other not in touched)]
        together += [group] if len(group) > 1 else []
        apart += [(group[0], other) for other in others]
    return replace(problem, policy=_pinned(problem.policy, together=together, apart=apart))


def _pinned(policy: Policy, **pins: Iterable[object]) -> Policy:
    """The policy with pins added to those that it has."""
    added = {
        key: [entry for entry in entries if entry not in getattr(policy.pins, key)] for key, entries in pins.items()
    }
    values = {f"pins.{key}": (*getattr(policy.pins, key), *entries) for key, entries in added.items() if entries}
    return policy.override(values, "pins") if values else policy


def _offices(problem: Problem, content: Content) -> list[str]:
    """The office of each zone of the plan."""
    codes = problem.county.codes
    return [codes[row] for row in offices(MemberZones.of(problem, content.plan))]


def _neighbours(county: County, zone: Group) -> list[str]:
    """Stations outside a zone that border on it."""
    rows = [county.index[code] for code in zone]
    beside = {int(row) for row in np.flatnonzero(county.adjacent[rows].any(axis=0))} - set(rows)
    return [county.codes[row] for row in sorted(beside)]
