"""``beats.json``: the police rooms of a county as one object, both ways."""

from collections.abc import Mapping
from typing import Any, TypedDict

from systems.rooms.levels import areas
from systems.rooms.monthly import monthly
from systems.rooms.records import Coverage, Norms, Room, Rooms, StationRooms
from zoning.model.county import County
from zoning.result.codec import encode
from zoning.result.decoding import decode
from zoning.result.digest import identity, refuse_other
from zoning.result.kinds import Shape


class StationFields(TypedDict):
    """A station without its rooms, which stand in a list of their own."""

    station: str
    workstations: tuple[str, ...]
    off: int
    officers: int
    officers_needed: int
    unstaffed: int
    auxiliaries_short: int | None
    proportional: int


class Fields(TypedDict):
    """What is read; how many rooms a station has is derived, and so are the figures of a month and the areas."""

    sizes: tuple[int, int | None]
    norms: Norms
    rooms: tuple[Room, ...]
    stations: tuple[StationFields, ...]
    without_villages: tuple[str, ...]
    coverage: tuple[Coverage, ...]


def written(found: Rooms) -> dict[str, Any]:
    """The object of ``beats.json``."""
    return {
        "county": identity(found.county),
        "sizes": found.sizes,
        "norms": found.norms,
        "rooms": (rooms := [room for one in found.stations for room in one.rooms]),
        "monthly": monthly(found.county, rooms),
        "areas": areas(found.county, rooms),
        "stations": [_station(one) for one in found.stations],
        "without_villages": found.without,
        "coverage": found.coverage,
    }


def _station(one: StationRooms) -> dict[str, Any]:
    content: dict[str, Any] = encode(one)
    return {key: value for key, value in content.items() if key != "rooms"} | {"rooms": len(one.rooms)}


def read(document: Mapping[str, Any], *, county: County) -> Rooms:
    """The rooms that an object states for a county."""
    refuse_other(document, county)
    fields = decode(Fields, document)
    stations = tuple(
        StationRooms(rooms=tuple(room for room in fields["rooms"] if room.station == one["station"]), **one)
        for one in fields["stations"]
    )
    return Rooms(county, fields["sizes"], fields["norms"], stations, fields["without_villages"], fields["coverage"])


SHAPE = Shape(written, read, ("county",))
