"""Persons for the command room and the teams of a zone (H21, H31), and the cases that are theirs (H22).

The case team is fielded first, then the command room, then the community team. Officers of a team's own station are no
secondments and have no cap; the others come from the nearest stations, no station giving more than a share of its
officers to teams elsewhere. What it may get wrong: nobody is on two teams, although small stations may do that.
"""

from collections.abc import Mapping, Sequence

from systems.teams.records import Cases, Secondment, Site, Team
from zoning.model.county import County

TEAMS = ("case_team", "command_room", "community_team")
"""Teams in the order in which they get their persons."""


def teams(
    county: County, rows: Sequence[int], sites: Mapping[str, Site], wanted: Mapping[str, int], pooled_share: float
) -> dict[str, Team]:
    """The teams of a zone by key, each with its persons, as many as the zone can field up to ``wanted``.

    Parameters
    ----------
    rows : of the stations of the zone
    pooled_share : of its officers, the most that a station seconds to all teams together
    """
    free = {row: county.stations[row].officers for row in rows}
    lent = {row: int(pooled_share * free[row] + 1e-9) for row in rows}
    found = {}
    for key in TEAMS:
        site, lacking = sites[key], wanted[key]
        own, sent = 0, []
        if site.station is not None:
            at = county.index[site.station]
            own = min(lacking, free[at])
            free[at] -= own
            lacking -= own
            others = sorted((row for row in rows if row != at), key=lambda row: (float(county.minutes[row, at]), row))
            for row in others:
                give = min(lacking, lent[row], free[row])
                if give > 0:
                    free[row], lent[row], lacking = free[row] - give, lent[row] - give, lacking - give
                    sent.append(Secondment(county.codes[row], site.station, give, float(county.minutes[row, at])))
        found[key] = Team(site, wanted[key], own, tuple(sent))
    return found


def cases(county: County, rows: Sequence[int], *, able: bool, shares: Mapping[str, float]) -> Cases:
    """What the case team of a zone handles of its incidents (H22); nothing where it has no site.

    Parameters
    ----------
    able : whether the case team has a site
    shares : of each case class, the part that the team handles; 1 for a class not named
    """
    events = county.incidents[list(rows)].sum(axis=0)
    by_class = {entry.key: float(events[c]) for c, entry in enumerate(county.classes) if entry.team == "case"}
    handled = sum(count * shares.get(key, 1.0) for key, count in by_class.items()) if able else 0.0
    return Cases(handled, sum(by_class.values()), float(events.sum()))
