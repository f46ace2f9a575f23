"""What a planner is told of a staffing: norms not met, gaps that no move can fill, advice that would change H29."""

import math
from collections.abc import Iterator
from typing import Any

from systems.staffing.records import Staffing
from zoning.texts import Message


def notes(found: Staffing, reasons: tuple[Message, ...]) -> Iterator[Message]:
    """The share of C1, the gaps of C2, unknown auxiliaries of C3, groups of C4-C6 and their conflict with H29.

    Parameters
    ----------
    reasons : of the search for centre stations, told as they are
    """
    norms, share = found.norms, found.share
    if share is None:
        yield _say("no_total")
    elif share < norms.station_share and found.bureau_officers:
        lacking = math.ceil(norms.station_share * found.bureau_officers - 1e-9) - found.total.officers
        yield _say("share", share=100 * share, wanted=100 * norms.station_share, officers=lacking)
    moved = sum(move.officers for move in found.moves)
    if found.total.short > moved:
        yield _say("short", short=found.total.short, moved=moved, left=found.total.short - moved)
    if found.moves:
        yield _say("moves", officers=moved)
    unknown = [found.county.names[s.station] for s in found.stations if s.auxiliaries_short is None]
    if unknown:
        yield _say("auxiliaries_unknown", stations=unknown)
    yield from reasons
    if found.groups:
        inside = sum(len(group.stations) for group in found.groups)
        yield _say("groups", stations=inside, centres=len(found.groups))
    if found.groups is None:
        yield _say("no_groups", officers=norms.group_officers)


def _say(key: str, **values: Any) -> Message:
    return Message(f"systems.staffing.{key}", values)
