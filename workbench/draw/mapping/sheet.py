"""What a map shows and where it lies on its page: the plan, its ground, the frame, and the names and looks of zones."""

from dataclasses import dataclass

import numpy as np

from workbench.draw.ground import Ground
from workbench.draw.labels import Box
from zoning.judge.names import zone_names
from zoning.judge.score import Score
from zoning.model.county import Floats
from zoning.model.problem import Problem
from zoning.texts import Language, say

FRAME = Box(8, 20, 206, 192)
"""Where a map with its legend on the right lies on a sheet of A4 across, in mm."""
INSET = 9.0
"""Free at the edges of such a frame, in mm."""
CROWD = 120
"""Stations above which the map names zones alone, its marks are smaller and no label gives way to a station."""
SPACE = 190.0
"""Of the frame for a station, in mm² at the letters of A4, below which the same holds."""
MANY = 24
"""Zones above which the map numbers them only and the legend stands in columns."""
INK, GREY, RED, DARK, NOTICE = "#222222", "#777777", "#C00000", "#444444", "#B00000"


@dataclass(frozen=True)
class Sheet:
    """What one map shows; ``proved`` is the sentence about its proof, ``notices`` are printed at its foot.

    ``frame`` is where the map lies on its page. ``slots`` are the numbers by which zones are coloured and counted,
    where they are not simply those of the plan: in a map beside another a zone keeps the look it has there. ``names``
    are what zones are called where not as the plan calls them, and have no numbers. Stations that are ``marked`` have
    their names in red. Letters and marks are ``scale`` times as large as on A4.
    """

    problem: Problem
    score: Score
    ground: Ground
    proved: str
    notices: tuple[str, ...]
    language: Language
    frame: Box = FRAME
    slots: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    marked: frozenset[str] = frozenset()
    scale: float = 1.0

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    @property
    def crowded(self) -> bool:
        """Whether there is no room for the names of stations."""
        return is_crowded(len(self.problem), self.frame, self.scale)

    @property
    def numbers(self) -> tuple[int, ...]:
        return self.slots or tuple(range(len(self.score.zones)))

    def called(self, *, named: bool) -> list[str]:
        """What stands on every zone: its number and name, or its number alone where it is not ``named``."""
        if self.names:
            return list(self.names)
        if not named:
            return [str(at + 1) for at in self.numbers]
        names = zone_names(self.problem, self.score, self.language)
        return [f"{at + 1} {name}" for at, name in zip(self.numbers, names, strict=True)]


def is_crowded(stations: int, frame: Box, scale: float = 1.0) -> bool:
    """Whether a frame has no room for the names of so many stations."""
    return stations > CROWD or frame.width * frame.height < SPACE * scale**2 * stations


@dataclass(frozen=True)
class Frame:
    """Metres of the ground to millimetres of the page."""

    scale: float
    x: float
    y: float

    @classmethod
    def within(cls, box: Box, ground: Ground, inset: float | None = None) -> "Frame":
        """The largest scale at which the ground fits, in the middle of ``box``, ``inset`` mm from its edges."""
        west, south, east, north = ground.box
        inset = INSET * box.width / FRAME.width if inset is None else inset
        room = box.width - 2 * inset, box.height - 2 * inset
        scale = min(room[0] / max(east - west, 1.0), room[1] / max(north - south, 1.0))
        middle = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        return cls(scale, middle[0] - scale * (west + east) / 2, middle[1] - scale * (south + north) / 2)

    def __call__(self, xy: Floats) -> Floats:
        return np.asarray(xy * self.scale + (self.x, self.y))
