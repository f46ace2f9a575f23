"""Labels that do not lie on each other: each goes to the nearest free place round its anchor, in the order given.

Places are tried in rings of growing distance, the same on every run. Where a label has to stand off, the caller draws a
leader line. What it may get wrong: the nearest free place is chosen one label at a time, so a leader may cross another.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DIRECTIONS = 16
RINGS = 60


@dataclass(frozen=True)
class Box:
    """A rectangle on the page."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> "Box":
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def within(self, other: "Box") -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.bottom <= self.bottom
            and self.top <= other.top
        )


@dataclass(frozen=True)
class Label:
    """A text of a known size that belongs to a point; ``gap`` is the least distance to it, 0 to stand upon it."""

    x: float
    y: float
    width: float
    height: float
    gap: float


@dataclass(frozen=True)
class Place:
    """Where a label's middle goes, and whether it stands so far off that a leader is wanted."""

    x: float
    y: float
    leader: bool


def placed(labels: Sequence[Label], obstacles: Sequence[Box], page: Box) -> list[Place]:
    """A place for every label, none meeting another, an obstacle or the edge of the page.

    A label that finds no place at all stands outside the page on its left, below those that already do.
    """
    taken = list(obstacles)
    places = []
    for label in labels:
        place = next((p for p in _tried(label) if _free(_box(label, p), taken, page)), None)
        if place is None:
            place = _outside(label, taken, page)
        taken.append(_box(label, place))
        places.append(place)
    return places


def _box(label: Label, place: Place) -> Box:
    return Box.around(place.x, place.y, label.width, label.height)


def _free(box: Box, taken: Sequence[Box], page: Box) -> bool:
    return box.within(page) and not any(box.meets(other) for other in taken)


def _tried(label: Label) -> Iterator[Place]:
    """Places round the anchor, right first, then left, above and below, then between, ring by ring."""
    if label.gap == 0:
        yield Place(label.x, label.y, leader=False)
    step = 0.6 * label.height
    beside = 1 if label.gap else 0  # a label that may stand upon its anchor moves off it by as little as it can
    for ring in range(RINGS):
        away = label.gap + ring * step
        for direction in _directions():
            dx, dy = math.cos(direction), math.sin(direction)
            x = label.x + dx * (away + beside * label.width / 2)
            y = label.y + dy * (away + beside * label.height / 2)
            yield Place(x, y, leader=ring > 2)


def _directions() -> list[float]:
    """Angles, the readable ones first: east, west, north, south, then the rest."""
    turn = 2 * math.pi / DIRECTIONS
    first = [0, DIRECTIONS // 2, DIRECTIONS // 4, 3 * DIRECTIONS // 4]
    return [k * turn for k in [*first, *(k for k in range(DIRECTIONS) if k not in first)]]


def _outside(label: Label, taken: Sequence[Box], page: Box) -> Place:
    beside = [box for box in taken if box.right <= page.left]
    top = min((box.bottom for box in beside), default=page.top)
    return Place(page.left - label.width / 2, top - label.height / 2, leader=True)
