"""``organisation.json``: a plan at work as one object, both ways."""

from collections.abc import Mapping
from typing import Any, TypedDict

from systems.organisation.checklists import ListItem
from systems.organisation.records import Choice, Organisation, ZoneWork
from systems.organisation.scorecard import Card, Task
from zoning.model.county import County
from zoning.result.codec import encode
from zoning.result.decoding import decode
from zoning.result.digest import identity, refuse_other
from zoning.result.kinds import Shape
from zoning.texts import Message


class Fields(TypedDict):
    """What is read; the names of stations and the sums of the county are derived."""

    zones: tuple[ZoneWork, ...]
    leaders_without_zone: tuple[str, ...]
    notes: tuple[Message, ...]
    broken: tuple[Message, ...]
    choices: tuple[Choice, ...]
    binding_gap: float
    scorecard: tuple[Card, ...]
    tasks: tuple[Task, ...]
    checklists: tuple[ListItem, ...]
    parameters: dict[str, Any]


def written(found: Organisation) -> dict[str, Any]:
    """The object of ``organisation.json``."""
    county = found.county
    return {
        "county": identity(county, notice=True),
        "zones": [
            {
                **encode(zone),
                "station_names": [county.names[code] for code in zone.stations],
            }
            for zone in found.zones
        ],
        "leaders_without_zone": found.surplus,
        "unchanged": {"stations": len(county), "officers": int(county.officers.sum())},
        "notes": found.notes,
        "broken": found.broken,
        "choices": found.choices,
        "binding_gap": found.binding_gap,
        "scorecard": found.scorecard,
        "tasks": found.tasks,
        "checklists": found.checklists,
        "parameters": found.parameters,
    }


def read(document: Mapping[str, Any], *, county: County) -> Organisation:
    """The organisation that an object states for a county."""
    refuse_other(document, county)
    fields = decode(Fields, document)
    return Organisation(
        county,
        fields["zones"],
        fields["leaders_without_zone"],
        fields["notes"],
        fields["broken"],
        fields["choices"],
        fields["binding_gap"],
        fields["scorecard"],
        fields["tasks"],
        fields["checklists"],
        fields["parameters"],
    )


SHAPE = Shape(written, read, ("county",))
