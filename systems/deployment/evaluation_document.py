"""``evaluate.json``: two periods compared by zone and class as one object, both ways."""

from collections.abc import Mapping
from typing import Any, TypedDict

from systems.deployment.document import ZoneFields
from systems.deployment.evaluation import Basis, Change, Evaluation, Period
from systems.deployment.standing import Standing
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.result.decoding import decode
from zoning.result.digest import identity, refuse_other
from zoning.result.kinds import Shape


class Fields(TypedDict):
    """What is read; verdicts are derived."""

    zones: tuple[ZoneFields, ...]
    before: Period
    after: Period
    basis: Basis
    comparison: tuple[str, ...]
    changes: tuple[Change, ...]


def written(found: Evaluation) -> dict[str, Any]:
    """The object of ``evaluate.json``."""
    standing = found.standing
    return {
        "county": identity(found.county),
        "zones": [{"name": n, "stations": z} for n, z in zip(standing.names, standing.plan.zones, strict=True)],
        "before": found.before,
        "after": found.after,
        "basis": found.basis,
        "comparison": found.comparison,
        "changes": found.changes,
    }


def read(document: Mapping[str, Any], *, county: County) -> Evaluation:
    """The comparison that an object states for a county."""
    refuse_other(document, county)
    fields = decode(Fields, document)
    plan = Plan.of(zone["stations"] for zone in fields["zones"])
    plan.labels(county.codes)  # a plan of another county is refused
    standing = Standing(plan, tuple(zone["name"] for zone in fields["zones"]))
    sides = fields["before"], fields["after"]
    return Evaluation(county, standing, *sides, fields["basis"], fields["comparison"], fields["changes"])


SHAPE = Shape(written, read, ("county",))
