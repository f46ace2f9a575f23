"""The steps of editing: content and step to content, a row a step. A step that is refused changes nothing.

Every mistake of a step is told at once. Stations are named by code and zones by slot, from 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from workbench.web.editing.content import (
    Content,
    Group,
    check,
    content_of,
    fitted,
    name_mistakes,
    unknown_stations,
    unknown_zone,
)
from workbench.web.editing.fields import Given, Hold, Merge, Move, Nothing, Office, Rename, Settings, Stations
from workbench.web.editing.refusals import refuse_locked
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.policy import Policy, keys, policy_value
from zoning.model.validation import unknown_key
from zoning.result.decoding import decode


@dataclass(frozen=True)
class Case:
    """A content to be changed, of a county under its policy."""

    county: County
    policy: Policy
    content: Content


@dataclass(frozen=True)
class Step:
    """A row: the fields of a step and what it makes of a content."""

    fields: type[Any]
    apply: Callable[[Case, Any], Content]
    everything: bool = False
    """Whether it may touch all there is."""


def apply(county: County, policy: Policy, content: Content, step: Mapping[str, Any]) -> Content:
    """The content after a step, which names its ``op`` and the fields of that.

    Raises
    ------
    Locked
        When it touches a lock.
    InputError
        With every mistake of the step.
    """
    row, given = _read(step)
    return row.apply(Case(county, policy, content), given)


def touches(step: Mapping[str, Any], content: Content) -> frozenset[str]:
    """What a step names: ``station:CODE``, ``zone:SLOT``, ``policy``, ``names``; two steps clash where they share any.

    Raises
    ------
    InputError
        With every mistake of its form.
    """
    row, given = _read(step)
    if row.everything or given.get("all"):
        every = [*(f"station:{code}" for code in content.slot), *(f"zone:{z}" for z in range(len(content.zones)))]
        return frozenset([*every, "policy", "names"])
    stations = [*given.get("stations", ()), *([given["station"]] if "station" in given else [])]
    zones = [*given.get("zones", ()), *([given["zone"]] if "zone" in given else [])]
    others = [key for field, key in (("set", "policy"), ("name", "names")) if field in given]
    named = [*(f"station:{code}" for code in stations), *(f"zone:{z}" for z in zones if z != "new")]
    return frozenset([*named, *others])


def _read(step: Mapping[str, Any]) -> tuple[Step, Any]:
    """The row of a step and its fields."""
    op = step.get("op")
    if not isinstance(op, str) or op not in STEPS:
        raise InputError([mistake("workbench.edit.no_op", table="op", value=op, known=list(STEPS))])
    row, given = STEPS[op], {key: value for key, value in step.items() if key != "op"}
    known = list(row.fields.__annotations__)
    found = [unknown_key(key, known or ["op"], op, value) for key, value in given.items() if key not in known]
    try:
        fields = decode(row.fields, given, op)
    except InputError as error:
        raise InputError([*error.mistakes, *found]) from error
    if found:
        raise InputError(found)
    return row, fields


def _moved(case: Case, slots: Mapping[str, int]) -> Content:
    """The content with stations in other slots; those beyond the last are new."""
    content = case.content
    zones = [[code for code in zone if slots.get(code, z) == z] for z, zone in enumerate(content.zones)]
    zones += [[] for _ in range(max(slots.values(), default=-1) + 1 - len(zones))]
    for code, z in slots.items():
        if content.slot[code] != z:
            zones[z].append(code)
    made = [tuple(zone) for zone in zones]
    refuse_locked(case.county, content, made)
    return replace(content, zones=tuple(made))


def _move(case: Case, given: Move) -> Content:
    zone, content = given["zone"], case.content
    found = _some(case.county, given["stations"])
    if isinstance(zone, int):
        found += unknown_zone(content, zone, "zone", empty=True)
    if found:
        raise InputError(found)
    whole = set(given["stations"]) == set(content.zones[content.slot[given["stations"][0]]])
    if zone == "new" and whole:  # they are a zone of their own already
        return content
    return _moved(case, dict.fromkeys(given["stations"], zone if isinstance(zone, int) else len(content.zones)))


def _swap(case: Case, given: Stations) -> Content:
    found = _some(case.county, given["stations"])
    pair, slot = tuple(dict.fromkeys(given["stations"])), case.content.slot
    if not found and (len(pair) != 2 or slot[pair[0]] == slot[pair[1]]):
        found.append(mistake("workbench.edit.swap", table="stations", value=", ".join(pair)))
    if found or given.get("off"):
        raise InputError(found or [mistake("workbench.edit.swap", table="off")])
    return _moved(case, {pair[0]: slot[pair[1]], pair[1]: slot[pair[0]]})


def _merge(case: Case, given: Merge) -> Content:
    gone, kept = given["zones"]
    found = [wrong for z in (gone, kept) for wrong in unknown_zone(case.content, z, "zones")]
    if not found and gone == kept:
        found.append(mistake("workbench.edit.merge", table="zones", value=gone + 1))
    if found:
        raise InputError(found)
    return _moved(case, dict.fromkeys(case.content.zones[gone], kept))


def _held(case: Case, given: Hold) -> tuple[set[str], set[int]]:
    """The stations and the slots that a lock names."""
    stations, zones = given.get("stations", ()), given.get("zones", ())
    found = unknown_stations(case.county, stations, "stations")
    found += [wrong for z in zones for wrong in unknown_zone(case.content, z, "zones")]
    if not (stations or zones or given.get("all")):
        found.append(mistake("workbench.edit.nothing", table="stations"))
    if found:
        raise InputError(found)
    return set(stations) | set(case.county.codes if given.get("all") else ()), set(zones)


def _lock(case: Case, given: Hold) -> Content:
    stations, zones = _held(case, given)
    locks = case.content.locks
    return _locks(case, stations=(*locks.stations, *stations), zones=(*locks.zones, *zones))


def _unlock(case: Case, given: Hold) -> Content:
    stations, zones = _held(case, given)
    locks = case.content.locks
    kept = () if given.get("all") else tuple(z for z in locks.zones if z not in zones)
    return _locks(case, stations=tuple(code for code in locks.stations if code not in stations), zones=kept)


def _group(kind: Literal["together", "apart"]) -> Callable[[Case, Stations], Content]:
    def grouped(case: Case, given: Stations) -> Content:
        found = _some(case.county, given["stations"])
        group = tuple(sorted(set(given["stations"])))
        groups: tuple[Group, ...] = getattr(case.content.locks, kind)
        if len(group) < 2:
            found.append(mistake("workbench.edit.two", table="stations", value=", ".join(group)))
        elif given.get("off") and group not in groups:
            found.append(mistake("workbench.edit.no_group", table="stations", value=", ".join(group)))
        elif not given.get("off"):
            others = case.content.locks.apart if kind == "together" else case.content.locks.together
            found += [
                mistake("workbench.edit.both", table="stations", value=", ".join(sorted(set(group) & set(one))))
                for one in others
                if len(set(group) & set(one)) > 1
            ]
        if found:
            raise InputError(found)
        rest = tuple(one for one in groups if one != group)
        return _locks(case, **{kind: rest if given.get("off") else (*rest, group)})

    return grouped


def _office(case: Case, given: Office) -> Content:
    code, content = given["station"], case.content
    found = unknown_stations(case.county, (code,), "station")
    if not found and given.get("off") and code not in content.locks.offices:
        found.append(mistake("workbench.edit.no_office", table="station", value=code))
    if found:
        raise InputError(found)
    zone = content.zones[content.slot[code]]
    rest = tuple(one for one in content.locks.offices if one not in zone)
    return _locks(case, offices=rest if given.get("off") else (*rest, code))


def _policy(case: Case, given: Settings) -> Content:
    """Values that are the county's own are no change; pins are what locks are for."""
    own, wanted = case.policy, dict(case.content.policy)
    found: list[Mistake] = []
    for key, value in given["set"].items():
        if key not in keys() or "." not in key:
            found.append(unknown_key(key, [k for k in keys() if "." in k], "set", value))
        elif key.startswith("pins."):
            found.append(mistake("workbench.edit.pins", table="set", column=key))
        elif value is None:
            wanted.pop(key, None)
        else:
            wanted[key] = value
    if not given["set"]:
        found.append(mistake("workbench.edit.nothing", table="set"))
    if found:
        raise InputError(found)
    changed = own.override(wanted, "set")
    values = {key: policy_value(changed, key) for key in wanted}
    made = replace(
        case.content, policy=fitted({key: value for key, value in values.items() if value != policy_value(own, key)})
    )
    check(case.county, own, made)
    return made


def _rename(case: Case, given: Rename) -> Content:
    slot, name, content = given["zone"], given["name"].strip(), case.content
    found = unknown_zone(content, slot, "zone")
    others = {key: value for key, value in content.names.items() if key != str(slot)}
    if name:
        found += name_mistakes(name)
        found += [mistake("workbench.edit.name_taken", table="name", value=name)] * (name in others.values())
    if found:
        raise InputError(found)
    return replace(content, names=others | ({str(slot): name} if name else {}))


def _take(case: Case, given: Given) -> Content:
    """The zones of an offer; locks, policy and names stay those of the plan."""
    offered = content_of(given["content"])
    made = replace(case.content, zones=offered.zones)
    lost = max(len(case.content.zones) - len(made.zones), 0)
    made = replace(made, zones=(*made.zones, *[()] * lost))  # a slot never goes away
    check(case.county, case.policy, replace(made, locks=replace(made.locks, zones=())))
    refuse_locked(case.county, case.content, made.zones)
    return made


def _restore(case: Case, given: Given) -> Content:
    """Everything of another revision, its locks too."""
    made = content_of(given["content"])
    check(case.county, case.policy, made)
    return made


def _note(case: Case, _given: Nothing) -> Content:
    return case.content


def _some(county: County, codes: Group) -> list[Mistake]:
    """What is wrong with stations that a step names."""
    none = [mistake("workbench.edit.nothing", table="stations")] if not codes else []
    return none + unknown_stations(county, codes, "stations")


def _locks(case: Case, **values: Any) -> Content:
    return replace(case.content, locks=replace(case.content.locks, **values))


STEPS: dict[str, Step] = {
    "move": Step(Move, _move),
    "swap": Step(Stations, _swap),
    "merge": Step(Merge, _merge),
    "lock": Step(Hold, _lock),
    "unlock": Step(Hold, _unlock),
    "together": Step(Stations, _group("together")),
    "apart": Step(Stations, _group("apart")),
    "office": Step(Office, _office),
    "policy": Step(Settings, _policy),
    "rename": Step(Rename, _rename),
    "take": Step(Given, _take, everything=True),
    "restore": Step(Given, _restore, everything=True),
    "note": Step(Nothing, _note),
}
"""The steps by name. Undo and redo give the content of another revision, and are the store's."""
