"""``deploy.json``: units, persons and cases as one object, both ways; a reader evaluates the units anew."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from systems.deployment.checks import check_sums, video_levels
from systems.deployment.mexclp import Deployment, Fleet, judged
from systems.deployment.report import DeploymentReport
from systems.deployment.routing import Route
from systems.deployment.standing import Standing
from systems.staffing.transfers import Transfer
from zoning.model.county import County
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.result.decoding import decode, in_order
from zoning.result.digest import identity, refuse_other
from zoning.result.kinds import Shape


class ZoneFields(TypedDict):
    """A zone by its name."""

    name: str
    stations: tuple[str, ...]


class UnitFields(TypedDict):
    """Units by station; what they are worth follows."""

    units: dict[str, int]


class Fields(TypedDict):
    """What is read; secondments follow from the units, video patrol and check-lists from the county."""

    fleet: Fleet
    zones: tuple[ZoneFields, ...]
    before: UnitFields
    deployment: UnitFields
    persons: dict[str, dict[str, int]]
    routes: tuple[Route, ...]


def written(found: DeploymentReport) -> dict[str, Any]:
    """The object of ``deploy.json``."""
    standing = found.standing
    return {
        "county": identity(found.county),
        "fleet": found.fleet,
        "zones": [{"name": n, "stations": z} for n, z in zip(standing.names, standing.plan.zones, strict=True)],
        "before": _units(found.county, found.before),
        "deployment": _units(found.county, found.found),
        "secondments": [_secondment(found.county, one) for one in found.secondments],
        "persons": found.persons,
        "routes": found.routes,
        "video": video_levels(found.county.bureau),
        "checks": check_sums(found.county.bureau),
    }


def _secondment(county: County, one: Transfer) -> dict[str, Any]:
    codes = {"from": county.codes[one.origin], "to": county.codes[one.target]}
    return {**codes, "officers": one.officers, "minutes": one.minutes}


def _units(county: County, found: Deployment) -> dict[str, Any]:
    return {
        "units": dict(zip(county.codes, found.units, strict=True)),
        "free": dict(zip(county.codes, found.free, strict=True)),
        "total": sum(found.units),
        "covered": found.covered,
        "points": found.points,
    }


def read(document: Mapping[str, Any], *, county: County) -> DeploymentReport:
    """The deployment that an object states for a county."""
    refuse_other(document, county)
    fields = decode(Fields, document)
    plan, fleet = Plan.of(zone["stations"] for zone in fields["zones"]), fields["fleet"]
    plan.labels(county.codes)  # a plan of another county is refused
    before = in_order(fields["before"]["units"], county.codes, "before.units")
    units = in_order(fields["deployment"]["units"], county.codes, "deployment.units")
    _check(fleet, {"before.units": before, "deployment.units": units})
    return DeploymentReport(
        county,
        fleet,
        Standing(plan, tuple(zone["name"] for zone in fields["zones"])),
        judged(county, before, fleet),
        judged(county, units, fleet),
        fields["persons"],
        fields["routes"],
    )


def _check(fleet: Fleet, stand: Mapping[str, Sequence[int]]) -> None:
    """Raise :class:`InputError` where units do not add up to the fleet, or its share is none."""
    found = [
        mistake("zoning.value.out_of_range", column=column, value=sum(units), wanted=f"Σ = {fleet.units}")
        for column, units in stand.items()
        if sum(units) != fleet.units or min(units) < 0
    ]
    if not 0 <= fleet.busy <= 1:
        found.append(mistake("zoning.value.out_of_range", column="fleet.busy", value=fleet.busy, wanted="0 – 1"))
    if found:
        raise InputError(found)


SHAPE = Shape(written, read, ("county",))
