"""The frontier between two measures as a picture: every efficient plan a point, the knee marked, axes in per cent."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from workbench.draw.fonts import measured
from workbench.draw.labels import Box, Label, Placing, box_of
from workbench.draw.maps import put
from workbench.draw.paper import Paper
from workbench.line.speech import folded
from zoning.judge.figures import by_key
from zoning.model.county import Floats
from zoning.texts import Language, say

if TYPE_CHECKING:
    from solvers.objectives.tradeoff import Frontier

PAGE = (180.0, 135.0)
FRAME = Box(24, 28, 170, 116)
"""Where the plans lie on the page, in mm."""
INK, GREY, LINE, KNEE = "#222222", "#777777", "#4477AA", "#C00000"
FOOT = 150
"""Cells of a line at the foot of the page."""
MARK, THIN = 2.6, 0.2
"""Width of a plan's mark, and half of what is kept free along the lines, in mm."""
PIECE, SIZE = 1.0, 7.5
"""Pieces in which a slanting line is kept free, in mm, and the letters of numbers, in points."""
CLOSE = 5.0
"""Numbers nearer to the one before than this, in mm, are left out."""


def chart(found: "Frontier", language: Language) -> Paper:
    """One sheet: title, the plans, and the notice of the county."""
    paper = Paper(*PAGE)
    county = found.problem.county
    first, second = (figure.name(language) for figure in by_key(*found.between))
    title = say("workbench.frontier.chart", language, county=county.name, first=first, second=second)
    paper.text(FRAME.left, 126, title, 13)
    whole = "all" if found.complete and found.step == 1 else "some"
    count = say(f"workbench.frontier.{whole}_plans", language, count=len(found.scores))
    paper.text(FRAME.left, 120, count, 8, colour=GREY)
    draw(paper, FRAME, found, language)
    says = say(f"workbench.frontier.{whole}_below", language)
    says += say("workbench.frontier.star", language) if found.knee >= 0 else ""
    lines = [(says, GREY), *((words, "#B00000") for words in folded(county.notice or "", FOOT))]
    for line, (words, colour) in enumerate(lines[:4]):
        paper.text(6, 12 - 3.2 * line, words, 6, colour=colour)
    return paper


@dataclass(frozen=True)
class Axis:
    """What an axis is called, and the unit behind each of its numbers."""

    name: str
    unit: str


def draw(
    paper: Paper, frame: Box, found: "Frontier", language: Language, own: tuple[float, float] | None = None
) -> None:
    """The plans, joined by steps; ``own`` has the shares of a plan to be shown beside them."""
    shares = 100 * np.array([found.shares(k) for k in range(len(found.scores))])
    across, up = (
        Axis(say("workbench.frontier.axis", language, name=figure.name(language)), "%")
        for figure in by_key(*found.between)
    )
    beside = None if own is None else (100 * own[0], 100 * own[1])
    points(paper, frame, shares, (across, up), language, knee=found.knee, own=beside)


def points(
    paper: Paper,
    frame: Box,
    shares: Floats,
    axes: tuple[Axis, Axis],
    language: Language,
    *,
    knee: int = -1,
    own: tuple[float, float] | None = None,
    stepped: bool = True,
) -> None:
    """Axes with round values, and plans at (k, 2) ``shares``, numbered and joined by steps or straight lines.

    Numbers and names of the axes stand outside the frame: 19 mm to its left and 12 mm below. First plans without a
    finite place are left out, and the others keep their numbers.
    """
    first = 1 + int(np.sum(~np.isfinite(shares).all(axis=1)))
    shares = shares[first - 1 :]
    shown = shares if own is None else np.vstack([shares, np.array(own)])
    low, high = shown.min(axis=0), shown.max(axis=0)
    room = np.where(high > low, 0.06 * (high - low), 1.0)
    low, high = low - room, high + room
    corner = np.array([frame.left, frame.bottom])
    scale = (np.array([frame.right, frame.top]) - corner) / (high - low)
    places = (corner + (shown - low) * scale).tolist()
    for axis in (0, 1):
        _axis(paper, frame, axis, float(low[axis]), float(high[axis]), float(scale[axis]), axes[axis].unit)
    paper.line([(frame.left, frame.top), (frame.left, frame.bottom), (frame.right, frame.bottom)], INK, 0.8)
    across, up = axes
    paper.text((frame.left + frame.right) / 2, frame.bottom - 11, across.name, 8, across="center")
    upright = paper.text(frame.left - 17, (frame.bottom + frame.top) / 2, up.name, 8, across="center", up="center")
    upright.set_rotation(90)
    plans = places[: len(shares)]
    lines: list[Box] = []
    for (x, y), (x2, y2) in pairwise(plans):
        line = [(x, y), (x2, y), (x2, y2)] if stepped else [(x, y), (x2, y2)]
        paper.line(line, "#AABBCC", 0.8)
        lines += _along(line)
    for k, (x, y) in enumerate(plans):
        star = k == knee
        paper.mark(x, y, "*" if star else "o", 12 if star else 5.5, fill=KNEE if star else LINE)
    if own is not None:
        x, y = places[-1]
        paper.mark(x, y, "D", 10, fill="none", edge=INK)
    _name(paper, frame, knee, places, len(plans), language, first, lines)


def _name(
    paper: Paper,
    frame: Box,
    knee: int,
    places: Sequence[Sequence[float]],
    count: int,
    language: Language,
    first: int,
    lines: Sequence[Box],
) -> None:
    """The numbers of the plans, and what is beyond ``count`` called by its name, none upon another, a mark or a line.

    Plans closer to the one before than :data:`CLOSE` have no number, nor has one without a free place in the frame; the
    knee and what is called by its name are placed first.
    """
    marks = [Box.around(x, y, MARK, MARK) for x, y in places]
    placing = Placing(frame, [*marks, *lines])
    last: Sequence[float] = (math.inf, math.inf)
    wanted = []
    for k, at in enumerate(places):
        if k in (knee, count) or math.dist(at, last) >= CLOSE:
            wanted.append(k)
            last = at
    for k in sorted(wanted, key=lambda k: k not in (knee, count)):
        key = "workbench.frontier.at_knee" if k == knee else ""
        words = say(key, language, number=k + first) if key else str(k + first)
        words = say("workbench.field.this_plan", language) if k == count else words
        width, height = measured(words, SIZE)
        x, y = places[k]
        label = Label(x, y, width + 0.4, height + 0.4, 1.8)
        place = placing.put(label)
        if box_of(label, place).within(frame):
            text = paper.text(0, 0, words, SIZE, halo=True, colour=KNEE if k == knee else INK)
            put(paper, [text], [label], [place])


def _along(line: Sequence[Sequence[float]]) -> list[Box]:
    """What the lines through these points cover, in small pieces."""
    found = []
    for (x, y), (x2, y2) in pairwise(line):
        pieces = max(1, math.ceil(math.dist((x, y), (x2, y2)) / PIECE)) if x != x2 and y != y2 else 1
        for a, b in pairwise(np.linspace((x, y), (x2, y2), pieces + 1).tolist()):
            (left, right), (bottom, top) = sorted((a[0], b[0])), sorted((a[1], b[1]))
            found.append(Box(left - THIN, bottom - THIN, right + THIN, top + THIN))
    return found


def _axis(paper: Paper, frame: Box, axis: int, low: float, high: float, scale: float, unit: str) -> None:
    """Round values along an axis, with thin lines across."""
    power = 10.0 ** math.floor(math.log10((high - low) / 4))
    step = next(unit * power for unit in (1, 2, 5, 10) if (high - low) / (unit * power) <= 9)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    for tick in np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step:
        at = float((tick - low) * scale)
        words = f"{tick:.{digits}f}{unit}"
        if axis == 0:
            x = frame.left + at
            paper.line([(x, frame.bottom), (x, frame.top)], "#DDDDDD", 0.4, order=1)
            paper.text(x, frame.bottom - 5, words, 7.5, across="center")
        else:
            y = frame.bottom + at
            paper.line([(frame.left, y), (frame.right, y)], "#DDDDDD", 0.4, order=1)
            paper.text(frame.left - 2, y - 1, words, 7.5, across="right")
