"""The check-list 1+2+N of the villages of a zone (H26)."""

from collections.abc import Sequence

from systems.teams.records import Coverage
from zoning.model.bureau import Village

ROLES = 2
"""People with a village role, the 2 of 1+2+N (H26)."""


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
