"""The main function, :func:`deployment_report`: units over stations, persons over beats, cases over teams (B1-B7)."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from systems.deployment.crews import secondments
from systems.deployment.grid import gridded
from systems.deployment.mexclp import Deployment, Fleet, deploy, in_proportion, usual
from systems.deployment.routing import Route, routes
from systems.deployment.standing import Standing
from systems.errors import Impossible
from systems.organisation.organise import bindings
from systems.staffing.transfers import Transfer
from zoning.model.county import County
from zoning.model.equality import ByValue


@dataclass(frozen=True, eq=False)
class DeploymentReport(ByValue):
    """A fleet over stations, ``before`` by officers alone and ``found`` by covered workload, over zones as they stand.

    ``persons`` are those of every beat of the urban area by its code and kind, empty where nobody asked; ``routes`` say
    who handles which cases.
    """

    county: County
    fleet: Fleet
    standing: Standing
    before: Deployment
    found: Deployment
    persons: Mapping[str, Mapping[str, int]]
    routes: tuple[Route, ...]

    @property
    def secondments(self) -> tuple[Transfer, ...]:
        """Officers that stations send to crew units of others (B1, H31)."""
        return secondments(self.county, self.found.units, self.fleet.crew, self.fleet.pooled_share)


def usual_report(county: County, standing: Standing, fleet: Fleet, **orders: Any) -> DeploymentReport:
    """The report of as many units as are usual and can be crewed, where nobody asked for a number.

    Raises
    ------
    Impossible
        When not even one unit keeps what was asked.
    """
    most = usual(county, fleet.crew)
    for units in range(most, 1, -1):
        with contextlib.suppress(Impossible):
            return deployment_report(county, standing, replace(fleet, units=units), **orders)
    return deployment_report(county, standing, replace(fleet, units=1), **orders)


def deployment_report(
    county: County,
    standing: Standing,
    fleet: Fleet,
    *,
    persons: Mapping[str, int] | None = None,
    beat_least: int = 0,
    team_share: float = 0.5,
) -> DeploymentReport:
    """Deploy a fleet, share persons out over beats, and route cases.

    Parameters
    ----------
    persons, beat_least : persons of every kind on the beats of the urban area, and the least of a beat (B3)
    team_share : the case team's share of criminal cases (B4)

    Raises
    ------
    Impossible
        When nothing keeps what was asked.
    """
    before, found = in_proportion(county, fleet), deploy(county, standing.plan, fleet)
    on_beats = {} if persons is None else gridded(county, persons, beat_least)
    zones = any(len(zone) > 1 for zone in standing.plan.zones)
    cases = routes(county, standing.plan, team_share, bindings(county, standing.plan) if zones else None)
    return DeploymentReport(county, fleet, standing, before, found, on_beats, cases)
