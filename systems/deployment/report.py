"""The main function, :func:`deployment_report`: units over stations, persons over beats, cases over teams (B1-B7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from systems.apportion import apportion
from systems.deployment.beats import beats_of
from systems.deployment.mexclp import Deployment, Fleet, deploy, in_proportion
from systems.deployment.routing import Route, routes
from systems.deployment.standing import Standing
from zoning.model.county import County
from zoning.model.equality import ByValue


@dataclass(frozen=True, eq=False)
class DeploymentReport(ByValue):
    """A fleet over stations, ``before`` by officers alone and ``found`` by covered workload, over zones as they stand.

    ``persons`` are those of every beat by its code, empty where nobody asked; ``routes`` say who handles which cases.
    """

    county: County
    fleet: Fleet
    standing: Standing
    before: Deployment
    found: Deployment
    persons: Mapping[str, int]
    routes: tuple[Route, ...]


def deployment_report(
    county: County,
    standing: Standing,
    fleet: Fleet,
    *,
    persons: int | None = None,
    beat_least: int = 0,
    team_share: float = 0.5,
) -> DeploymentReport:
    """Deploy a fleet, share persons out over beats, and route cases.

    Parameters
    ----------
    persons, beat_least : persons on beats, and the least of a beat (B3)
    team_share : the case team's share of criminal cases (B4)

    Raises
    ------
    Impossible
        When nothing keeps what was asked.
    """
    before, found = in_proportion(county, fleet), deploy(county, standing.plan, fleet)
    on_beats: dict[str, int] = {}
    if persons is not None:
        beats = beats_of(county)
        on_beats = dict(zip(beats.codes, apportion(beats.hours, persons, beat_least).tolist(), strict=True))
    cases = routes(county, standing.plan, team_share)
    return DeploymentReport(county, fleet, standing, before, found, on_beats, cases)
