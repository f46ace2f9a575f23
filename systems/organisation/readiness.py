"""Readiness of a zone: minutes until n officers stand at each station (H27), the check-list 1+2+N of villages (H26).

What it may get wrong: the share of officers on duty is the same at every hour.
"""

from collections.abc import Sequence

from systems.organisation.records import Arrival, Coverage
from zoning.model.bureau import Village
from zoning.model.county import County

ROLES = 2
"""People with a village role, the 2 of 1+2+N (H26)."""


def arrivals(county: County, rows: Sequence[int], counts: Sequence[int], on_duty: float) -> tuple[Arrival, ...]:
    """Minutes until n officers of the zone stand at each station, for each n of ``counts``; ``None`` where too few.

    Every station sends ⌊``on_duty`` · officers⌋; its own are there at once.
    """
    ready = {row: int(on_duty * county.stations[row].officers + 1e-9) for row in rows}
    found = []
    for at in rows:
        minutes: dict[int, float | None] = dict.fromkeys(counts)
        there = 0
        for row in sorted(rows, key=lambda row: (float(county.minutes[row, at]), row)):
            before, there = there, there + ready[row]
            minutes |= {count: float(county.minutes[row, at]) for count in counts if before < count <= there}
        found.append(Arrival(county.codes[at], minutes))
    return tuple(found)


def coverage(villages: Sequence[Village]) -> Coverage:
    """The check-list 1+2+N of some villages: one officer, two people with a village role, others.

    A village is known when both its officers and its roles are; only a known village is complete or lacking.
    """
    known = [village for village in villages if village.officers is not None and village.roles is not None]
    complete = [village for village in known if (village.officers or 0) >= 1 and (village.roles or 0) >= ROLES]
    done = {village.code for village in complete}
    return Coverage(
        villages=len(villages),
        known=len(known),
        with_officer=sum((village.officers or 0) >= 1 for village in known),
        with_roles=sum((village.roles or 0) >= ROLES for village in known),
        with_others=sum((village.others or 0) >= 1 for village in known),
        complete=len(complete),
        lacking=tuple(village.code for village in known if village.code not in done),
    )
