"""Zones of another plan in the slots of a content, so that colours and names stay where most stations stay."""

from collections.abc import Iterable, Mapping

from workbench.web.editing.content import Content
from zoning.judge.kept import given_names, same_names
from zoning.model.plan import Plan, matching


def in_slots(
    before: Content,
    plan: Plan,
    staff: Mapping[str, int],
    held: Iterable[str] = (),
    names: Mapping[str, tuple[str, ...]] | None = None,
) -> Content:
    """The content with the zones of a plan: one with a station held in that one's slot, others where they share most.

    Zones beyond the slots get new ones. A zone that ``names`` call as the content calls a slot is put there. Where
    stations held of two slots share a zone, the first by code decides.
    """
    anchored = _anchored(before, plan, held)
    if names and before.names:
        given = {int(slot): name for slot, name in before.names.items() if before.zones[int(slot)]}
        anchored |= same_names(given, given_names(names, plan, staff))
    taken = set(anchored.values())
    left = [z for z in range(len(plan.zones)) if z not in anchored]
    old = [(slot, zone) for slot, zone in zip(before.slots, before.plan.zones, strict=True) if slot not in taken]
    kept = matching(Plan(tuple(zone for _, zone in old)), Plan(tuple(plan.zones[z] for z in left)), staff)
    slot_of = anchored | {left[z]: old[k][0] for z, k in kept.items()}
    zones: list[tuple[str, ...]] = [()] * len(before.zones)
    for z, zone in enumerate(plan.zones):
        if z in slot_of:
            zones[slot_of[z]] = zone
        else:
            zones.append(zone)
    return Content(tuple(zones), before.locks, before.policy, before.names)


def _anchored(before: Content, plan: Plan, held: Iterable[str]) -> dict[int, int]:
    """Zone of the plan -> the slot whose held stations it has."""
    zone_of = {code: z for z, zone in enumerate(plan.zones) for code in zone}
    anchored: dict[int, int] = {}
    for code in sorted(held):
        slot = before.slot[code]
        if slot not in anchored.values():
            anchored.setdefault(zone_of[code], slot)
    return anchored


def moves(before: Content, after: Content) -> list[tuple[str, int, int]]:
    """Every station in another slot than before: code, from, to."""
    return [(code, before.slot[code], slot) for code, slot in sorted(after.slot.items()) if before.slot[code] != slot]
