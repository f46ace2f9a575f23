"""``rosters.json``: rosters and rotas as one object, both ways; a reader judges every roster anew."""

from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

from systems.rosters.checking import broken, gaps, measured
from systems.rosters.pools import Wanted
from systems.rosters.records import OPEN_KEYS
from systems.rosters.report import DutyRoster, LinkedNights, RostersReport
from systems.rosters.rota import RoomRota, rota_broken
from zoning.model.county import County
from zoning.model.errors import ClaimError
from zoning.result.decoding import decode
from zoning.result.digest import identity, refuse_other
from zoning.result.kinds import Shape
from zoning.texts import Message

MOST = 5
"""Breaches told at most."""


class Fields(TypedDict):
    """What is read."""

    wanted: Wanted
    hours_file: str
    hours_calls: tuple[int, ...]
    stations: tuple[DutyRoster, ...]
    linked: tuple[LinkedNights, ...]
    rotas: tuple[RoomRota, ...]


def written(found: RostersReport) -> dict[str, Any]:
    """The object of ``rosters.json``."""
    return {
        "county": identity(found.county, notice=True),
        "works": found.works,
        "wanted": found.wanted,
        "hours_file": found.hours_file,
        "hours_calls": found.hours_calls,
        "stations": found.stations,
        "linked": found.linked,
        "rotas": found.rotas,
    }


def read(document: Mapping[str, Any], *, county: County) -> RostersReport:
    """The rosters that an object states for a county.

    Raises
    ------
    ClaimError
        When a roster breaks a rule, or is not as good as it says.
    """
    refuse_other(document, county)
    fields = decode(Fields, document)
    report = RostersReport(county, **fields)
    wrong = [message for one in (*report.stations, *(zone.roster for zone in report.linked)) for message in _false(one)]
    wrong += [
        Message("systems.rosters.rota", {"rule": key})
        for room in report.rotas
        for key in rota_broken(room.quota, room.rota)
    ]
    if wrong:
        raise ClaimError("; ".join(map(str, wrong[:MOST])))
    return report


def _false(one: DutyRoster) -> Iterator[Message]:
    """What a roster states that is not so."""
    found = one.manned.roster
    if found.status == "unknown" and not found.duties:
        return
    yield from broken(one.task, found.duties)
    values = dict(zip(OPEN_KEYS, measured(one.task, found.duties, OPEN_KEYS), strict=True))
    for part in found.parts:
        if values.get(part.key) != part.value:
            yield Message("systems.rosters.part", {"name": one.name, "value": f"{part.value:g}"})
    if gaps(one.task, found.duties) != found.gaps:
        yield Message("systems.rosters.gaps", {"name": one.name})


SHAPE = Shape(written, read, ("county",))
