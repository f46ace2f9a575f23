"""What a planner is told of a staffing: norms not met, gaps that no move can fill, advice that would change H29."""

from collections.abc import Iterator
from typing import Any

from systems.staffing.norms import RURAL
from systems.staffing.records import Group, Staffing
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
    elif found.newcomers:
        lacking = sum(one.officers for one in found.newcomers)
        yield _say("share", share=100 * share, wanted=100 * norms.station_share, officers=lacking)
    moved = sum(move.officers for move in found.moves)
    if found.total.short > moved:
        yield _say("short", short=found.total.short, moved=moved, left=found.total.short - moved)
    spare, can_give = (sum(getattr(s, key) for s in found.stations) for key in ("spare", "can_give"))
    if found.total.short > moved and spare > can_give:
        busy = [found.county.short_names[s.station] for s in found.stations if s.spare > s.can_give]
        yield _say("held", officers=spare - can_give, stations=busy)
    if found.moves:
        yield _say("moves", officers=moved)
    if found.moves and found.newcomers:
        yield _say("either")
    unknown = [found.county.short_names[s.station] for s in found.stations if s.auxiliaries_short is None]
    if unknown:
        yield _say("auxiliaries_unknown", stations=unknown)
    rural = {s.code for s in found.county.stations if s.kind in RURAL}
    weak = [s.station for s in found.stations if s.officers < norms.group_officers and s.station not in rural]
    if weak:
        yield _say(
            "weak_urban", officers=norms.group_officers, stations=[found.county.short_names[code] for code in weak]
        )
    yield from reasons
    if found.groups:
        inside = sum(len(group.stations) for group in found.groups)
        yield _say("groups", stations=inside, centres=len(found.groups))
        yield from _on_rooms(found, found.groups)
    if found.groups is None:
        yield _say("no_groups", officers=norms.group_officers)


def _on_rooms(found: Staffing, groups: tuple[Group, ...]) -> Iterator[Message]:
    """Weak stations that become police rooms, and those of which that cannot be said (C6)."""
    for key, what in (
        ("rooms", [c for g in groups for c in g.rooms]),
        ("unjudged", [c for g in groups for c in g.unjudged]),
    ):
        if what:
            yield _say(
                key, share=100 * found.norms.quiet_share, stations=[found.county.short_names[code] for code in what]
            )


def _say(key: str, **values: Any) -> Message:
    return Message(f"systems.staffing.{key}", values)
