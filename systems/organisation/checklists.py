"""Check-lists of rooms (C10 六个一), branches (C11 基层吹哨、机关报到), posts (C12 屯警点联动), counted from tables.

Every item is done, lacking or unknown at every place; a blank is unknown, never lacking. Further items are the rows of
the table of checks whose list is named after one of :data:`NAMES`. What it may get wrong: the sources print their lists
without saying how an item is recognised, so these are the items that the tables can tell.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from systems.assignment.specialities import named_classes
from systems.shifts import HOURS, shifts
from zoning.model.bureau import Branch, Post, Village
from zoning.model.county import County

List = Literal["room", "branch", "post"]
NAMES: Mapping[List, tuple[str, ...]] = {
    "room": ("六个一", "警务室"),
    "branch": ("基层吹哨", "机关报到", "警种"),
    "post": ("屯警", "警务站"),
}
"""Words in the name of a list in the table of checks, by what it is a list of."""
Answers = dict[str, bool | None]


@dataclass(frozen=True)
class ListItem:
    """An item of a check-list: places ``done``, ``lacking`` and ``unknown``, by name.

    ``item`` is a key, or with ``own`` the words of the table of checks.
    """

    kind: List
    item: str
    own: bool
    done: tuple[str, ...]
    lacking: tuple[str, ...]
    unknown: tuple[str, ...]


def checklists(county: County, bound: Mapping[str, int]) -> tuple[ListItem, ...]:
    """The items of all check-lists that have a place.

    Parameters
    ----------
    bound : zone by the name of each branch that is bound to one
    """
    bureau = county.bureau
    places: dict[List, dict[str, Answers]] = {
        "room": {village.name: _room(village) for village in bureau.villages if village.is_room},
        "branch": {branch.name: _branch(county, branch, bound) for branch in bureau.branches},
        "post": {post.name: _post(county, post) for post in bureau.posts},
    }
    found: list[ListItem] = []
    for kind, answers in places.items():
        if answers:
            keys = next(iter(answers.values()))
            found += [_item(kind, key, False, {name: held[key] for name, held in answers.items()}) for key in keys]
        found += _own(county, kind)
    return tuple(found)


def _room(village: Village) -> Answers:
    """Six ones of a room: an officer, an auxiliary, a village cadre, helpers, a record of the month, a visit."""
    counts = {
        "officer": village.officers,
        "auxiliary": village.auxiliaries,
        "cadre": village.roles,
        "helpers": village.others,
        "record": village.collected,
        "visit": village.visited,
    }
    return {key: _some(count) for key, count in counts.items()}


def _branch(county: County, branch: Branch, bound: Mapping[str, int]) -> Answers:
    return {
        "bound": branch.name in bound,
        "strength": _some(branch.officers),
        "speciality": bool(named_classes(county, branch).any()) if branch.specialities else None,
    }


def _post(county: County, post: Post) -> Answers:
    """Officers, auxiliaries, a unit based at the post, one at every hour; unknown without a table of units."""
    units = [unit for unit in county.bureau.units if unit.base == post.code]
    known = bool(county.bureau.units)
    return {
        "officer": _some(post.officers),
        "auxiliary": _some(post.auxiliaries),
        "unit": bool(units) if known else None,
        "all_day": len(shifts(units).empty) < HOURS and not shifts(units).empty if known else None,
    }


def _own(county: County, kind: List) -> Iterator[ListItem]:
    """The items of the table of checks that belong to a list."""
    items: dict[str, Answers] = {}
    for row in county.bureau.checks:
        if any(word in row.checklist for word in NAMES[kind]):
            items.setdefault(row.item, {})[row.at] = row.done
    for item, answers in items.items():
        yield _item(kind, item, True, answers)


def _item(kind: List, key: str, own: bool, answers: Answers) -> ListItem:
    by_answer = (tuple(name for name, answer in answers.items() if answer is wanted) for wanted in (True, False, None))
    done, lacking, unknown = by_answer
    return ListItem(kind, key, own, done, lacking, unknown)


def _some(count: int | None) -> bool | None:
    return None if count is None else count >= 1
