"""Cases over stations, case teams and branches: the routing table of the incident classes (B4).

A zone's cases go to the branch bound to it (H15) that has the speciality; where none is, to the branch of the bureau
that fits best. Of several it is the one that names the class first among its specialities, then the one with the
greatest part of its specialities' workload in the class, then the one with most officers. What it may get wrong: the
fit is known only as far as specialities are named after incident classes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from systems.assignment.specialities import named_classes
from zoning.model.bureau import Branch
from zoning.model.county import County, Floats
from zoning.model.plan import Plan


@dataclass(frozen=True)
class Route:
    """One destination of the incidents of class ``key`` (B4): share, incidents and officer-hours a year, county-wide.

    ``to`` is ``station``, ``case_team`` (the zone's) or ``branch``; ``branch`` is its name, ``None`` where no branch
    has the speciality. ``bound`` says whether the branch is bound to the zones that these cases come from.
    """

    key: str
    to: str
    share: float
    incidents: float
    hours: float
    branch: str | None = None
    bound: bool = False


def routes(county: County, plan: Plan, team_share: float, bound: Mapping[str, int] | None = None) -> tuple[Route, ...]:
    """The routing table: community classes to the station, case classes to the zone's case team and to a branch.

    A zone without a case-handling area has no case team (H20); its cases all go to the branch.

    Parameters
    ----------
    team_share : share of the criminal class that the zone's case team settles (H22, cases of plain cause); the rest
        goes to the branch. The other case classes are administrative cases, all of them the team's.
    bound : zone of ``plan`` by the name of the branch that is bound to it (H15)
    """
    labels = plan.labels(county.codes)
    area = np.array([station.has_case_area for station in county.stations])
    able = np.isin(labels, labels[area])
    found: list[Route] = []
    for c, kind in enumerate(county.classes):
        parts: dict[tuple[str, str | None, bool], Floats] = {}
        if kind.team != "case":
            parts["station", None, False] = np.ones(len(county))
        else:
            team = np.where(able, team_share if kind.key == "criminal" else 1.0, 0.0)
            parts["case_team", None, False] = team
            for z in range(len(plan.zones)):
                to = ("branch", *_branch(county, c, z, bound or {}))
                parts[to] = parts.get(to, np.zeros(len(county))) + (1 - team) * (labels == z)
        total = max(float(county.incidents[:, c].sum()), 1e-300)
        for (place, branch, is_bound), share in parts.items():
            count, work = (float(share @ values[:, c]) for values in (county.incidents, county.class_workload))
            if share.any():
                found.append(Route(kind.key, place, count / total, count, work, branch, is_bound))
    return tuple(found)


def _branch(county: County, c: int, zone: int, bound: Mapping[str, int]) -> tuple[str | None, bool]:
    """The branch for class c of a zone, and whether it is bound to the zone; ``None`` where none has the speciality."""
    able = [branch for branch in county.bureau.branches if named_classes(county, branch)[c]]
    here = [branch for branch in able if bound.get(branch.name) == zone]
    chosen = here or able
    return (_fittest(county, c, chosen).name, bool(here)) if chosen else (None, False)


def _fittest(county: County, c: int, branches: Sequence[Branch]) -> Branch:
    """The branch that fits class c best; of equals the first of the bureau."""
    hours, words = county.class_workload.sum(axis=0), {county.classes[c].key, county.classes[c].name}

    def rank(branch: Branch) -> tuple[int, float, int]:
        first = next(k for k, word in enumerate(branch.specialities) if word in words)
        own = float(hours[named_classes(county, branch)].sum())
        return first, -round(float(hours[c]) / own if own else 0.0, 9), -(branch.officers or 0)

    return min(branches, key=rank)
