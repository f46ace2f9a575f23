"""The staircase as a picture: mean minutes over the worst deviation, each step numbered."""

from typing import TYPE_CHECKING

import numpy as np

from workbench.draw.frontier_chart import FOOT, FRAME, GREY, PAGE, Axis, points
from workbench.draw.labels import Box
from workbench.draw.paper import Paper
from workbench.line.speech import folded
from zoning.texts import Language, say

if TYPE_CHECKING:
    from solvers.objectives.staircase import Staircase


def chart(found: "Staircase", language: Language) -> Paper:
    """One sheet: title, the steps, and the notice of the county."""
    paper = Paper(*PAGE)
    county = found.problem.county
    paper.text(FRAME.left, 126, say("workbench.frontier.stairs_chart", language, county=county.name), 13)
    draw(paper, FRAME, found, language)
    for line, words in enumerate(folded(county.notice or "", FOOT)[:4]):
        paper.text(6, 12 - 3.2 * line, words, 6, colour="#B00000" if county.notice else GREY)
    return paper


def draw(
    paper: Paper, frame: Box, found: "Staircase", language: Language, own: tuple[float, float] | None = None
) -> None:
    """The steps joined by a line, with axes of round values as :func:`workbench.draw.frontier_chart.points` draws.

    ``own`` has deviation and minutes of a plan to be shown beside them.
    """
    steps = range(len(found.scores))
    shown = np.array([(100 * found.deviation(k), found.scores[k].figures["mean_minutes"]) for k in steps])
    axes = (
        Axis(say("workbench.frontier.stairs_axis", language), "%"),
        Axis(say("workbench.frontier.stairs_up", language), ""),
    )
    beside = None if own is None or not np.isfinite(own).all() else (100 * own[0], own[1])
    if beside is not None or np.isfinite(shown).all(axis=1).any():
        points(paper, frame, shown, axes, language, own=beside, stepped=False)
