"""The frontier between two measures as a picture: every efficient plan a point, the knee marked, axes in per cent."""

import math
from typing import TYPE_CHECKING

import numpy as np

from workbench.labels import Box
from workbench.paper import Paper
from workbench.speech import folded
from zoning.texts import Language, say

if TYPE_CHECKING:
    from workbench.trading import Frontier

PAGE = (180.0, 135.0)
FRAME = Box(24, 28, 170, 116)
"""Where the plans lie on the page, in mm."""
INK, GREY, LINE, KNEE = "#222222", "#777777", "#4477AA", "#C00000"
FOOT = 150
"""Cells of a line at the foot of the page."""
CLOSE = 5.0
"""Numbers nearer to the one before than this, in mm, are left out."""


def chart(found: "Frontier", language: Language, own: tuple[float, float] | None = None) -> Paper:
    """One sheet: title, axes with round values, plans joined by steps, and the notice of the county.

    ``own`` has the shares of a plan to be shown beside them.
    """
    paper = Paper(*PAGE)
    shares = 100 * np.array([found.shares(k) for k in range(len(found.points))])
    shown = shares if own is None else np.vstack([shares, 100 * np.array(own)])
    low, high = shown.min(axis=0), shown.max(axis=0)
    room = np.where(high > low, 0.06 * (high - low), 1.0)
    low, high = low - room, high + room
    corner = np.array([FRAME.left, FRAME.bottom])
    scale = (np.array([FRAME.right, FRAME.top]) - corner) / (high - low)
    places = corner + (shares - low) * scale
    names = [figure.name(language) for figure in found.between]
    county = found.problem.county
    title = say("workbench.frontier.chart", language, county=county.name, first=names[0], second=names[1])
    paper.text(FRAME.left, 126, title, 13)
    whole = found.complete and found.step == 1
    key = "all_plans" if whole else "some_plans"
    paper.text(FRAME.left, 120, say(f"workbench.frontier.{key}", language, count=len(shares)), 8, colour=GREY)
    for axis in (0, 1):
        _axis(paper, axis, float(low[axis]), float(high[axis]), float(scale[axis]))
    paper.line([(FRAME.left, FRAME.top), (FRAME.left, FRAME.bottom), (FRAME.right, FRAME.bottom)], INK, 0.8)
    middle = (FRAME.left + FRAME.right) / 2
    paper.text(middle, FRAME.bottom - 11, say("workbench.frontier.axis", language, name=names[0]), 9, across="center")
    upright = paper.text(
        7, (FRAME.bottom + FRAME.top) / 2, say("workbench.frontier.axis", language, name=names[1]), 9, across="center"
    )
    upright.set_rotation(90)
    upright.set_verticalalignment("center")
    for (x, y), (x2, y2) in zip(places[:-1].tolist(), places[1:].tolist(), strict=True):
        paper.line([(x, y), (x2, y), (x2, y2)], "#AABBCC", 0.8)
    last = (math.inf, math.inf)
    for k, (x, y) in enumerate(places.tolist()):
        knee = k == found.knee
        paper.mark(x, y, "*" if knee else "o", 12 if knee else 5.5, fill=KNEE if knee else LINE)
        if knee or math.dist((x, y), last) >= CLOSE:
            words = say("workbench.frontier.at_knee", language, number=k + 1) if knee else str(k + 1)
            paper.text(x + 2, y + 2, words, 7.5, halo=True, colour=KNEE if knee else INK)
            last = (x, y)
    if own is not None:
        x, y = (corner + (shown[-1] - low) * scale).tolist()
        paper.mark(x, y, "D", 10, fill="none", edge=INK)
        paper.text(x + 2.5, y - 4, say("workbench.report.this_plan", language), 7.5, halo=True)
    lines = [(say(f"workbench.frontier.{'star' if whole else 'star_some'}", language), GREY)]
    lines += [(words, "#B00000") for words in folded(county.notice or "", FOOT)]
    for line, (words, colour) in enumerate(lines[:4]):
        paper.text(6, 12 - 3.2 * line, words, 6, colour=colour)
    return paper


def _axis(paper: Paper, axis: int, low: float, high: float, scale: float) -> None:
    """Round values along an axis, with thin lines across."""
    power = 10.0 ** math.floor(math.log10((high - low) / 4))
    step = next(unit * power for unit in (1, 2, 5, 10) if (high - low) / (unit * power) <= 9)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    for tick in np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step:
        at = float((tick - low) * scale)
        words = f"{tick:.{digits}f}%"
        if axis == 0:
            x = FRAME.left + at
            paper.line([(x, FRAME.bottom), (x, FRAME.top)], "#DDDDDD", 0.4, order=1)
            paper.text(x, FRAME.bottom - 5, words, 7.5, across="center")
        else:
            y = FRAME.bottom + at
            paper.line([(FRAME.left, y), (FRAME.right, y)], "#DDDDDD", 0.4, order=1)
            paper.text(FRAME.left - 2, y - 1, words, 7.5, across="right")
