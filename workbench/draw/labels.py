"""Labels that do not lie on each other: each goes to the nearest free place round its anchor, in the order given.

Places are tried in rings of growing distance, the same on every run, by size alone: nothing is drawn. The rule: no
label ever meets another or an obstacle. A label with a ``home`` lies wholly in it where one of its places within
``reach`` is free and does; else it takes the nearest free place, wherever that is. Where a label has to stand off, the
caller draws a leader line. What it may get wrong: the nearest free place is chosen one label at a time, so a leader may
cross another.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zoning.model.county import Bools, Floats

DIRECTIONS = 16
RINGS = 60
NEAR = 3
"""Rings from which a leader is wanted, and within which a label looks for a place in its home, if not told further."""


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

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

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
    """A text of a known size that belongs to a point; ``gap`` is the least distance to it, 0 to stand upon it.

    ``home`` is where it should lie: a shape on the page. It is looked for there in so many rings as ``reach`` says.
    """

    x: float
    y: float
    width: float
    height: float
    gap: float
    home: BaseGeometry | None = None
    reach: int = NEAR


@dataclass(frozen=True)
class Place:
    """Where a label's middle goes, and whether it stands so far off that a leader is wanted."""

    x: float
    y: float
    leader: bool


class Placing:
    """A page on which labels are set one after another; what is set or ``taken`` is never covered."""

    def __init__(self, page: Box, taken: Sequence[Box] = ()) -> None:
        self.page = page
        self.taken = list(taken)

    def at_home(self, label: Label, *, spare: Sequence[Box] = ()) -> Place | None:
        """The nearest free place in the label's home, ``spare`` left free, too; ``None`` where there is none."""
        assert label.home is not None
        x, y, boxes = tried(label, label.reach)
        free = np.flatnonzero(self._free(boxes, spare))
        inside = free[shapely.contains(label.home, shapely.box(*boxes[free].T))] if len(free) else free
        return self._set(label, Place(float(x[inside[0]]), float(y[inside[0]]), leader=False)) if len(inside) else None

    def anywhere(self, label: Label) -> Place:
        """The nearest free place; where there is none, beside the page on its left, below what already stands there."""
        x, y, boxes = tried(label, RINGS)
        free = np.flatnonzero(self._free(boxes, ()))
        if not len(free):
            return self._set(label, _outside(label, self.taken, self.page))
        first, upon = int(free[0]), 0 if label.gap else 1
        return self._set(label, Place(float(x[first]), float(y[first]), leader=first >= NEAR * DIRECTIONS + upon))

    def put(self, label: Label) -> Place:
        """At home where there is room, else anywhere."""
        return (self.at_home(label) if label.home is not None else None) or self.anywhere(label)

    def _set(self, label: Label, place: Place) -> Place:
        self.taken.append(box_of(label, place))
        return place

    def _free(self, boxes: Floats, spare: Sequence[Box]) -> Bools:
        """(m,) Whether boxes (m, 4) lie on the page and meet nothing."""
        page = self.page
        others: Floats = np.array([(b.left, b.bottom, b.right, b.top) for b in (*self.taken, *spare)])
        free: Bools = (boxes[:, 0] >= page.left) & (boxes[:, 1] >= page.bottom)
        free &= (boxes[:, 2] <= page.right) & (boxes[:, 3] <= page.top)
        if len(others):
            apart = (boxes[:, None, :2] >= others[None, :, 2:]) | (others[None, :, :2] >= boxes[:, None, 2:])
            free &= np.all(np.any(apart, axis=2), axis=1)
        return free


def placed(labels: Sequence[Label], obstacles: Sequence[Box], page: Box) -> list[Place]:
    """A place for every label, none meeting another, an obstacle or the edge of the page.

    A label that finds no place at all stands outside the page on its left, below those that already do.
    """
    placing = Placing(page, obstacles)
    return [placing.put(label) for label in labels]


def box_of(label: Label, place: Place) -> Box:
    """What a label covers at a place."""
    return Box.around(place.x, place.y, label.width, label.height)


def tried(label: Label, rings: int) -> tuple[Floats, Floats, Floats]:
    """Middles (m,), (m,) and boxes (m, 4) of the places round the anchor, the nearest first.

    Right first, then left, above and below, then between, ring by ring. A label that may stand upon its anchor moves
    off it by as little as it can.
    """
    away = label.gap + np.repeat(np.arange(rings), DIRECTIONS) * 0.6 * label.height
    dx, dy = np.tile(_DIRECTIONS, (rings, 1)).T
    beside = 1 if label.gap else 0
    x = label.x + dx * (away + beside * label.width / 2)
    y = label.y + dy * (away + beside * label.height / 2)
    x, y = np.concatenate([[label.x], x])[beside:], np.concatenate([[label.y], y])[beside:]
    half = np.array([label.width, label.height]) / 2
    middles = np.column_stack([x, y])
    return x, y, np.hstack([middles - half, middles + half])


def _directions() -> Floats:
    """(DIRECTIONS, 2) Directions, the readable ones first: east, west, north, south, then the rest."""
    turn = 2 * math.pi / DIRECTIONS
    first = [0, DIRECTIONS // 2, DIRECTIONS // 4, 3 * DIRECTIONS // 4]
    angles = [k * turn for k in [*first, *(k for k in range(DIRECTIONS) if k not in first)]]
    return np.array([(math.cos(angle), math.sin(angle)) for angle in angles])


_DIRECTIONS = _directions()


def _outside(label: Label, taken: Sequence[Box], page: Box) -> Place:
    beside = [box for box in taken if box.right <= page.left]
    top = min((box.bottom for box in beside), default=page.top)
    return Place(page.left - label.width / 2, top - label.height / 2, leader=True)
