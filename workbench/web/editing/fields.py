"""The fields of each step; stations are named by code and zones by slot, from 0."""

from typing import Any, Literal, NotRequired, TypedDict

from workbench.web.editing.content import Group


class Move(TypedDict):
    """Stations put into a zone, or together into a new one."""

    stations: Group
    zone: int | Literal["new"]


class Stations(TypedDict):
    """A group of stations, put under a lock or, with ``off``, released from it; two that change places."""

    stations: Group
    off: NotRequired[bool]


class Merge(TypedDict):
    """Two slots: the zone that ends and the one that takes its stations."""

    zones: tuple[int, int]


class Hold(TypedDict):
    """Stations and zones to hold or release; ``all`` stands for every station."""

    stations: NotRequired[Group]
    zones: NotRequired[tuple[int, ...]]
    all: NotRequired[Literal[True]]


class Office(TypedDict):
    """A station chosen as office of its zone or, with ``off``, no more."""

    station: str
    off: NotRequired[bool]


class Settings(TypedDict):
    """Values of the policy by dotted key; ``None`` is the county's own."""

    set: dict[str, Any]


class Rename(TypedDict):
    """The name of a zone; an empty one is that which the judge gives."""

    zone: int
    name: str


class Given(TypedDict):
    """The content of another revision or of an offer."""

    content: dict[str, Any]


class Nothing(TypedDict):
    """No fields."""
