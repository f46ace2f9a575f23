"""Incidents diverted from stations to their posts (N4, N5, N6): a share of each class, in incidents and officer-hours.

Of what posts take a share is handed back to the station, which has the whole work of it; the post has been there, too.
A scenario, not a forecast: the shares are the user's. What it may get wrong: an incident is taken to cost a post what
it costs the station.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zoning.model.county import County, Floats
from zoning.model.errors import InputError, mistake

DIVERTED: Mapping[str, float] = {"dispute": 0.5, "help": 0.5}
"""Share of each class that posts take in the scenario unless the user says otherwise: an assumption, no source's."""

HAND_BACK = 0.1389
"""Share of what posts take that they hand back to the station (N5): 6,041 incidents, of which 5,202 were settled."""


@dataclass(frozen=True)
class Diversion:
    """Officer-hours and incidents a year, by station (n,), before and after posts take their share; by post (p,).

    ``post_incidents`` are all that posts take, ``post_returned`` those of them that are handed back.
    """

    shares: dict[str, float]
    hand_back: float
    hours_before: Floats
    hours_after: Floats
    incidents_before: Floats
    incidents_after: Floats
    post_hours: Floats
    post_incidents: Floats
    post_returned: Floats

    @property
    def taken_share(self) -> float:
        """What posts take, as a share of all incidents of the county, those without a post included (N4)."""
        every = float(self.incidents_before.sum())
        return float(self.post_incidents.sum()) / every if every > 0 else 0.0


def divert(
    county: County, post: Sequence[int], posts: int, shares: Mapping[str, float], hand_back: float = HAND_BACK
) -> Diversion:
    """Incidents and workload before and after each station's post takes its share.

    Parameters
    ----------
    post : (n,) row of the post of every station, negative for a station without one, which keeps its incidents
    shares : of each incident class by key, between 0 and 1
    hand_back : share of what posts take that stations get back

    Raises
    ------
    InputError
        For every class that the county does not have.
    """
    known = [kind.key for kind in county.classes]
    unknown = [key for key in shares if key not in known]
    if unknown:
        raise InputError([mistake("systems.posts.unknown_class", value=key, classes=known) for key in unknown])
    part = np.array([shares.get(key, 0.0) for key in known])
    at = np.asarray(post, dtype=np.int64)
    served = at >= 0
    hours, incidents = county.class_workload, county.incidents
    gone, moved = served * (hours * part).sum(axis=1), served * (incidents * part).sum(axis=1)
    before, counted = hours.sum(axis=1), incidents.sum(axis=1)
    settled = 1 - hand_back

    def by_post(values: Floats) -> Floats:
        return np.asarray(np.bincount(at[served], values[served], posts), dtype=np.float64)

    return Diversion(
        dict(shares),
        hand_back,
        before,
        before - settled * gone,
        counted,
        counted - settled * moved,
        by_post(gone),
        by_post(moved),
        by_post(hand_back * moved),
    )
