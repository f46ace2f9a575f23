"""Figures of a month by room (G7), those that the table of villages holds: cases, households seen and known, records.

Each is a sum over the villages that a room serves, and unknown as soon as that of one of them is: a sum over some would
pass for the whole. Shares are of the households of all villages, or of those asked. What it may get wrong: incidents of
a year are spread over its months evenly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from systems.rooms.records import Room
from zoning.model.bureau import Village
from zoning.model.county import County

MONTHS = 12


@dataclass(frozen=True)
class Monthly:
    """The figures of a room in a month, ``None`` where unknown.

    ``visited_share`` and ``familiar_share`` of the households (见警、熟悉); ``cases`` incidents (发案), ``collected``
    records (采集), ``settled`` disputes (实效); ``satisfied_share`` of the households asked (满意).
    """

    station: str
    village: str
    visited_share: float | None
    familiar_share: float | None
    cases: float | None
    collected: float | None
    settled: float | None
    satisfied_share: float | None


def monthly(county: County, rooms: Sequence[Room]) -> tuple[Monthly, ...]:
    """A row a room, in the order of the rooms."""
    villages = {village.code: village for village in county.bureau.villages}
    found = []
    for room in rooms:
        served = [villages[code] for code in room.serves]
        households, cases = _sum(served, "households"), _sum(served, "incidents")
        found.append(
            Monthly(
                room.station,
                room.village,
                _share(_sum(served, "visited"), households),
                _share(_sum(served, "familiar"), households),
                None if cases is None else cases / MONTHS,
                _sum(served, "collected"),
                _sum(served, "settled"),
                _share(_sum(served, "satisfied"), _sum(served, "asked")),
            )
        )
    return tuple(found)


def _sum(villages: Sequence[Village], field: str) -> float | None:
    values = [getattr(village, field) for village in villages]
    return None if any(value is None for value in values) else float(sum(values))


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole
