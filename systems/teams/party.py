"""The party branch of a zone by posts (H18): secretary, deputy, organiser, publicity, members; never persons.

The zone's leader is secretary and the head of the centre station deputy. The organiser (组织委员) and the publicity
member (宣传委员) are the heads of the other stations with most officers; where there are fewer than two, political
instructors (教导员) take what is left, that of the centre station first. Everybody else is a member. What it may get
wrong: every station is taken to have a head and an instructor.
"""

from collections.abc import Sequence

from systems.teams.records import Member, PartyBranch
from zoning.model.county import County


def party_branch(county: County, stations: Sequence[str], office: str, leader: str | None) -> PartyBranch:
    """The party branch of a zone.

    Parameters
    ----------
    stations : codes of the zone
    office : its centre station
    leader : post of the zone's leader, ``None`` without one
    """
    others = sorted(
        (code for code in stations if code != office),
        key=lambda code: (-county.stations[county.index[code]].officers, code),
    )
    posts = [
        *(Member(code, "head") for code in others),
        Member(office, "instructor"),
        *(Member(code, "instructor") for code in others),
    ]
    organiser, publicity = (*posts, None)[:2]
    return PartyBranch(leader, Member(office, "head"), organiser, publicity, tuple(posts[2:]))
