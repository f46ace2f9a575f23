"""Steps that a lock forbids: which locks they touch, said with what is locked and how to go on."""

from collections.abc import Iterator, Sequence

from workbench.web.editing.content import Content, Group
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake


class Locked(InputError):
    """A step touches locks; ``locks`` names them, such as ``station:500230108``, ``zone:2``, ``together:A,B``."""

    def __init__(self, mistakes: Sequence[Mistake], locks: Sequence[str]) -> None:
        super().__init__(mistakes)
        self.locks = tuple(locks)


def refuse_locked(county: County, before: Content, zones: Sequence[Group]) -> None:
    """Refuse zones, by slot, that break a lock which ``before`` keeps.

    Raises
    ------
    Locked
        With every lock touched.
    """
    touched = list(_touched(county, before, zones))
    if touched:
        raise Locked([wrong for _, wrong in touched], [key for key, _ in touched])


def _touched(county: County, before: Content, zones: Sequence[Group]) -> Iterator[tuple[str, Mistake]]:
    """The key of each lock that is touched, and what to say of it."""
    short = county.short_names
    old, new, locks = before.slot, {code: z for z, zone in enumerate(zones) for code in zone}, before.locks
    for kind, codes in (("station", locks.stations), ("office", locks.offices)):
        for code in codes:
            if old[code] != new[code]:
                yield f"{kind}:{code}", mistake(f"workbench.edit.locked_{kind}", value=code, station=short[code])
    for z in locks.zones:
        if z >= len(zones) or set(zones[z]) != set(before.zones[z]):
            yield f"zone:{z}", mistake("workbench.edit.locked_zone", zone=z + 1)
    for kind, groups, kept in (("together", locks.together, _together), ("apart", locks.apart, _apart)):
        for group in groups:
            if kept(old, group) and not kept(new, group):
                names = [short[code] for code in group]
                yield f"{kind}:{','.join(group)}", mistake(f"workbench.edit.locked_{kind}", stations=names)


def _together(slot: dict[str, int], group: Group) -> bool:
    return len({slot[code] for code in group}) == 1


def _apart(slot: dict[str, int], group: Group) -> bool:
    return len({slot[code] for code in group}) == len(group)
