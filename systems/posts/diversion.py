"""Incidents diverted from stations to their posts (N4, N5, N6): a share of each class, in incidents and officer-hours.

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


@dataclass(frozen=True)
class Diversion:
    """Officer-hours and incidents a year, by station (n,), before and after posts take their share; by post (p,)."""

    shares: dict[str, float]
    hours_before: Floats
    hours_after: Floats
    incidents_before: Floats
    incidents_after: Floats
    post_hours: Floats
    post_incidents: Floats


def divert(county: County, post: Sequence[int], posts: int, shares: Mapping[str, float]) -> Diversion:
    """Incidents and workload before and after each station's post takes its share.

    Parameters
    ----------
    post : (n,) row of the post of every station
    shares : of each incident class by key, between 0 and 1

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
    hours, incidents = county.class_workload, county.incidents
    gone, moved = (hours * part).sum(axis=1), (incidents * part).sum(axis=1)
    before, counted = hours.sum(axis=1), incidents.sum(axis=1)
    return Diversion(
        dict(shares),
        before,
        before - gone,
        counted,
        counted - moved,
        np.asarray(np.bincount(post, gone, posts), dtype=np.float64),
        np.asarray(np.bincount(post, moved, posts), dtype=np.float64),
    )
