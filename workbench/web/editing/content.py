"""What a revision of a plan holds: zones by slot, locks, changes of the policy, names.

A slot is the place of a zone in ``zones``, from 0. Colour, number, name and locks belong to it, so an emptied zone
keeps its slot, and a new zone gets the next one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeGuard

from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan
from zoning.model.policy import Policy
from zoning.model.problem import Problem
from zoning.result.codec import encode
from zoning.result.decoding import decode

Group = tuple[str, ...]
LONGEST = 40
"""Characters of the name of a zone."""


def _listed(entries: Iterable[Any]) -> list[Any]:
    """Tuples as the lists of JSON."""
    return [list(entry) if isinstance(entry, tuple) else entry for entry in entries]


def _sorted(group: Group) -> Group:
    return tuple(sorted(set(group)))


def _ordered(record: object, **values: Any) -> None:
    """Write sets into a frozen record as tuples in order."""
    for name, value in values.items():
        object.__setattr__(record, name, tuple(sorted(set(value))))


@dataclass(frozen=True)
class Locks:
    """What a planner holds: stations in their zones, whole zones by slot, pairs or groups, chosen offices."""

    stations: Group = ()
    zones: tuple[int, ...] = ()
    together: tuple[Group, ...] = ()
    apart: tuple[Group, ...] = ()
    offices: Group = ()

    def __post_init__(self) -> None:
        _ordered(self, stations=self.stations, zones=self.zones, offices=self.offices)
        _ordered(self, together=[_sorted(g) for g in self.together], apart=[_sorted(g) for g in self.apart])


@dataclass(frozen=True)
class Content:
    """A plan as it is edited, in one canonical form, so that equal contents are equal objects and equal documents.

    ``policy`` holds what differs from the county's policy, by dotted key, as JSON; ``names`` those of zones by slot.
    """

    zones: tuple[Group, ...]
    locks: Locks = Locks()
    policy: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        set_ = object.__setattr__  # the one moment a frozen content is written: into canonical order
        set_(self, "zones", tuple(tuple(sorted(zone)) for zone in self.zones))
        set_(self, "policy", dict(sorted(self.policy.items())))
        set_(self, "names", dict(sorted(self.names.items(), key=lambda pair: (len(pair[0]), pair[0]))))

    @classmethod
    def started(cls, problem: Problem, plan: Plan) -> "Content":
        """A plan that nobody has edited: slots in its order, no locks, no names.

        Raises
        ------
        InputError
            When it is no plan of this county.
        """
        plan.labels(problem.county.codes)
        return cls(plan.zones)

    def document(self) -> dict[str, Any]:
        """The content as a JSON object, always in the same order."""
        locks = {kind: _listed(entries) for kind, entries in vars(self.locks).items()}
        return {"zones": _listed(self.zones), "locks": locks, "policy": dict(self.policy), "names": dict(self.names)}

    @cached_property
    def slot(self) -> dict[str, int]:
        """The slot of each station."""
        return {code: z for z, zone in enumerate(self.zones) for code in zone}

    @cached_property
    def plan(self) -> Plan:
        """The zones that have stations, in canonical order."""
        return Plan.of(zone for zone in self.zones if zone)

    @cached_property
    def slots(self) -> tuple[int, ...]:
        """The slot of each zone of :attr:`plan`, in its order."""
        return tuple(self.slot[zone[0]] for zone in self.plan.zones)

    @cached_property
    def held(self) -> frozenset[str]:
        """Stations that may not change zone: those held themselves, and those of zones held."""
        return frozenset(self.locks.stations).union(*(self.zones[z] for z in self.locks.zones))

    def effective(self, policy: Policy) -> Policy:
        """The county's policy with the changes of this content.

        Raises
        ------
        InputError
            With every change that is none.
        """
        return policy.override(self.policy) if self.policy else policy


def content_of(document: object) -> Content:
    """The content that an object holds; whether it is one of a county is asked by :func:`check`.

    Raises
    ------
    InputError
        With every key that is missing and every value of the wrong kind.
    """
    if isinstance(document, dict) and _are_texts(zones := document.get("zones")):
        rest = decode(Content, {**document, "zones": []}, "content")  # thousands of codes need not go one by one
        return replace(rest, zones=tuple(map(tuple, zones)))
    return decode(Content, document, "content")


def check(county: County, policy: Policy, content: Content) -> None:
    """Refuse a content that is none of this county and policy.

    Raises
    ------
    InputError
        With every mistake: stations missing, twice or unknown, locks and names of what is not there, a wrong policy.
    """
    found = [*_zone_mistakes(county, content), *_lock_mistakes(county, content), *_name_mistakes(content)]
    try:
        Problem(county, content.effective(policy))
    except InputError as error:
        found += error.mistakes
    if found:
        raise InputError(found)


def stations_moved(before: Content, after: Content) -> tuple[str, ...]:
    """Stations whose slot differs, in the order of their codes."""
    return tuple(sorted(code for code, z in after.slot.items() if before.slot.get(code) != z))


def unknown_stations(county: County, codes: Group, place: str) -> list[Mistake]:
    """A mistake for each code that is none of the county's."""
    return [mistake("workbench.edit.no_station", table=place, value=code) for code in codes if code not in county.index]


def unknown_zone(content: Content, slot: int, place: str, *, empty: bool = False) -> list[Mistake]:
    """A mistake where there is no such slot, or, unless ``empty`` ones may be meant, no station in it."""
    if 0 <= slot < len(content.zones) and (empty or content.zones[slot]):
        return []
    zones = [z + 1 for z, zone in enumerate(content.zones) if zone or empty]
    return [mistake("workbench.edit.no_zone", table=place, value=slot + 1, zones=zones)]


def _are_texts(zones: object) -> TypeGuard[list[list[str]]]:
    """Whether these are lists of texts in a list."""
    return isinstance(zones, list) and all(type(zone) is list and {*map(type, zone)} <= {str} for zone in zones)


def _zone_mistakes(county: County, content: Content) -> list[Mistake]:
    codes = [code for zone in content.zones for code in zone]
    twice = sorted({code for code in codes if codes.count(code) > 1}) if len(set(codes)) < len(codes) else []
    missing = [code for code in county.codes if code not in content.slot]
    found = unknown_stations(county, tuple(codes), "zones")
    found += [mistake("zoning.plan.twice", table="zones", code=code) for code in twice]
    return found + ([mistake("zoning.plan.missing", table="zones", codes=missing)] if missing else [])


def _lock_mistakes(county: County, content: Content) -> list[Mistake]:
    locks = content.locks
    found = unknown_stations(county, locks.stations, "locks.stations")
    found += unknown_stations(county, locks.offices, "locks.offices")
    found += [wrong for z in locks.zones for wrong in unknown_zone(content, z, "locks.zones")]
    for place, groups in (("locks.together", locks.together), ("locks.apart", locks.apart)):
        for group in groups:
            found += unknown_stations(county, group, place)
            found += [mistake("workbench.edit.two", table=place, value=", ".join(group))] * (len(group) < 2)
    return found


def _name_mistakes(content: Content) -> list[Mistake]:
    found: list[Mistake] = []
    for slot, name in content.names.items():
        if not (slot.isdecimal() and slot == str(int(slot)) and int(slot) < len(content.zones)):
            found.append(mistake("workbench.edit.name_of_none", table="names", value=slot))
        found += name_mistakes(name)
    names = list(content.names.values())
    return found + [
        mistake("workbench.edit.name_taken", table="names", value=n) for n in sorted(set(names)) if names.count(n) > 1
    ]


def name_mistakes(name: str) -> list[Mistake]:
    """What keeps a text from being the name of a zone."""
    fit = name.strip() == name and name.isprintable() and 0 < len(name) <= LONGEST
    return [] if fit else [mistake("workbench.edit.bad_name", table="name", value=name, longest=LONGEST)]


def fitted(value: Mapping[str, object]) -> dict[str, Any]:
    """Values of a policy as JSON holds them."""
    document: dict[str, Any] = encode(value)
    return document
