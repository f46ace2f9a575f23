"""The zones that a fleet is deployed over, with their names: those of a plan, or those of today."""

from dataclasses import dataclass

from zoning.model.county import County
from zoning.model.plan import Plan


@dataclass(frozen=True)
class Standing:
    """Zones and one name each."""

    plan: Plan
    names: tuple[str, ...]


def standing_today(county: County) -> Standing:
    """The zones of today by their own names, else every station by itself."""
    plan = Plan.from_labels(county.codes, [station.current_zone for station in county.stations])
    first = [county.stations[county.index[zone[0]]] for zone in plan.zones]
    return Standing(plan, tuple(station.current_zone or station.name for station in first))
