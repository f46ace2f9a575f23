"""``staffing.json``: officers against the norms as one object, both ways."""

from collections.abc import Mapping
from typing import Any, TypedDict

from systems.staffing.norms import Norms
from systems.staffing.records import Group, Move, Newcomers, Staffing, StationStaff, ZoneStaff
from zoning.model.county import County
from zoning.result.decoding import decode
from zoning.result.digest import identity, refuse_other
from zoning.result.kinds import Shape
from zoning.result.solution import Status
from zoning.texts import Message


class Bureau(TypedDict):
    """Officers of the whole bureau."""

    officers: int | None


class Fields(TypedDict):
    """What is read; ``share`` of the bureau's officers is derived."""

    norms: Norms
    bureau: Bureau
    total: ZoneStaff
    zones: tuple[ZoneStaff, ...]
    stations: tuple[StationStaff, ...]
    newcomers: tuple[Newcomers, ...]
    moves: tuple[Move, ...]
    groups: tuple[Group, ...] | None
    groups_status: Status
    notes: tuple[Message, ...]


def written(found: Staffing) -> dict[str, Any]:
    """The object of ``staffing.json``."""
    return {
        "county": identity(found.county, notice=True),
        "norms": found.norms,
        "bureau": {"officers": found.bureau_officers, "share": found.share},
        "total": found.total,
        "zones": found.zones,
        "stations": found.stations,
        "newcomers": found.newcomers,
        "moves": found.moves,
        "groups": found.groups,
        "groups_status": found.groups_status,
        "notes": found.notes,
    }


def read(document: Mapping[str, Any], *, county: County) -> Staffing:
    """The staffing that an object states for a county."""
    refuse_other(document, county)
    fields = decode(Fields, document)
    return Staffing(
        county,
        fields["norms"],
        fields["stations"],
        fields["zones"],
        fields["total"],
        fields["bureau"]["officers"],
        fields["newcomers"],
        fields["moves"],
        fields["groups"],
        fields["groups_status"],
        fields["notes"],
    )


SHAPE = Shape(written, read, ("county",))
