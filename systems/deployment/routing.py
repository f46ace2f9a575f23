"""Cases over stations, case teams and branches: the routing table of the incident classes (B4).

What it may get wrong: of several branches with a speciality the first of the bureau gets the cases.
"""

from dataclasses import dataclass

import numpy as np

from systems.organisation.specialities import named_classes
from zoning.model.county import County
from zoning.model.plan import Plan


@dataclass(frozen=True)
class Route:
    """One destination of the incidents of class ``key`` (B4): share, incidents and officer-hours a year, county-wide.

    ``to`` is ``station``, ``case_team`` (the zone's) or ``branch``; ``branch`` is its name, ``None`` where no branch
    has the speciality.
    """

    key: str
    to: str
    share: float
    incidents: float
    hours: float
    branch: str | None = None


def routes(county: County, plan: Plan, team_share: float) -> tuple[Route, ...]:
    """The routing table: community classes to the station, case classes to the zone's case team and to a branch.

    A zone without a case-handling area has no case team (H20); its cases all go to the branch.

    Parameters
    ----------
    team_share : share of the criminal class that the zone's case team settles (H22, cases of plain cause); the rest
        goes to the branch. The other case classes are administrative cases, all of them the team's.
    """
    hours, named = county.class_workload, [named_classes(county, branch) for branch in county.bureau.branches]
    area = np.array([station.has_case_area for station in county.stations])
    labels = plan.labels(county.codes)
    able = np.isin(labels, labels[area])
    found = []
    for c, kind in enumerate(county.classes):
        branch = next((b.name for b, names in zip(county.bureau.branches, named, strict=True) if names[c]), None)
        team = able * (team_share if kind.key == "criminal" else 1.0)
        own = {"case_team": team, "branch": 1 - team} if kind.team == "case" else {"station": np.ones(len(county))}
        total = max(float(county.incidents[:, c].sum()), 1e-300)
        for to, share in own.items():
            count, work = (float(share @ values[:, c]) for values in (county.incidents, hours))
            if share.any():
                found.append(Route(kind.key, to, count / total, count, work, branch if to == "branch" else None))
    return tuple(found)
