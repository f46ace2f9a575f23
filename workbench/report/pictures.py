"""The drawings of a report: the map of the plan and what every zone and station has to do.

A zone has one colour and one hatch in all of them, that of its number. Every drawing carries the county's notice.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from workbench.draw.before_after import change, draw_before_after, numbered, scale_of_both
from workbench.draw.fonts import lettering
from workbench.draw.labels import Box
from workbench.draw.mapping.legend import FEW, HEAD, STEP, TIGHT
from workbench.draw.mapping.sheet import INK, Frame, Sheet
from workbench.draw.maps import draw_ground, draw_legend, draw_marks
from workbench.draw.paper import Paper
from workbench.line.speech import folded
from workbench.report.material import Material
from workbench.tables.palette import slot
from zoning.texts.numbers import number

WIDTH = 156.0
"""Of a page of an official document, in mm: 210 − 28 − 26."""
PANEL, MARKS = 60.0, 33.0
"""Width of the legend beside a map, and height of the rest of it, in mm."""
LOWEST, CLOSEST = 42.0, 2.8
"""Height of a drawing of two maps, and of a zone in a legend that has the rest of it, too, at the least, in mm."""
LINE, SMALL, CELLS_PER_MM = 2.6, 5.5, 1.0
"""Height of a line of small print in mm, its letters in points, and how many of their cells make a mm."""


KEY_LINE, KEY_SIZE, KEY_CELLS = 3.2, 7.0, 118
"""Height of a line that says what numbers mean, in mm, its letters in points, and the cells that a line has."""


def plan_map(material: Material, room: float = 88.0) -> Paper:
    """The map with its legend and the county's notice, no higher than it needs to be as large as in ``room`` mm."""
    lines = notice(material)

    def framed(height: float) -> Box:
        return Box(0.5, 1 + LINE * len(lines), WIDTH - PANEL, height - 2)

    legend = framed(0.0).bottom + MARKS + HEAD + (STEP if len(material.names) <= FEW else TIGHT) * len(material.names)
    height = _needed(min(legend, room), room, lambda height: Frame.within(framed(height), material.ground).scale)
    paper, frame = Paper(WIDTH, height), framed(height)
    sheet = Sheet(material.problem, material.judged, material.ground, "", (), material.language, frame)
    draw_ground(paper, sheet)
    if frame.height < MARKS + CLOSEST * len(material.names):
        draw_legend(paper, sheet, frame.height - HEAD)  # the map of the chapter has the rest
    else:
        draw_marks(paper, sheet, draw_legend(paper, sheet, frame.height - MARKS))
    small_print(paper, lines)
    return paper


def change_map(material: Material, room: float) -> Paper:
    """Today's zones beside those of the plan, no higher than they need to be as large as in ``room`` mm.

    There have to be zones of today.
    """
    lines = notice(material)
    whole = Box(0.5, 1.0, WIDTH - 0.5, room)
    sheet = Sheet(material.problem, material.judged, material.ground, "", (), material.language, whole)
    found = change(sheet, drawn=material.drawn)
    assert found is not None  # there are zones of today
    key = numbered(found, KEY_CELLS)
    foot = 1 + LINE * len(lines) + KEY_LINE * len(key)

    def framed(height: float) -> Box:
        return Box(0.5, foot, WIDTH - 0.5, height - 2)

    height = _needed(LOWEST, room, lambda height: scale_of_both(framed(height), material.ground))
    paper = Paper(WIDTH, height)
    draw_before_after(paper, replace(found, sheet=replace(found.sheet, frame=framed(height))))
    for i, line in enumerate(key):
        paper.text(0.5, foot - KEY_LINE * (i + 0.8), line, KEY_SIZE)
    small_print(paper, lines)
    return paper


def _needed(least: float, room: float, scale: Callable[[float], float]) -> float:
    """The lowest height from ``least`` to ``room``, in mm, at which the ground has the scale that it has in all of it.

    ``scale`` grows with the height until the width is what bounds it.
    """
    most = scale(room)
    return next((height for height in np.arange(least, room) if scale(height) >= most - 1e-12), room)


def load_chart(material: Material) -> Paper:
    """Workload per officer: a bar a zone, a dot a station, and the mean of the county."""
    lines, zones = notice(material), material.judged.zones
    step = 8.0 if len(zones) <= 8 else 5.0
    below = 13 + LINE * len(lines)
    height = below + 5 + step * len(zones)
    paper = Paper(WIDTH, height)
    county = material.problem.county
    left, right = 38.0, WIDTH - 6
    axes = paper.figure.add_axes((left / WIDTH, below / height, (right - left) / WIDTH, step * len(zones) / height))
    loads = np.asarray([zone.figures["workload_per_officer"] for zone in zones])
    bars = axes.barh(range(len(zones)), np.nan_to_num(loads), height=0.62, edgecolor=INK, linewidth=0.6)
    for z, (bar, zone) in enumerate(zip(bars, zones, strict=True)):
        look = slot(z)
        bar.set(facecolor=look.colour, hatch=look.hatch)
        own = [_load(material, county.index[code]) for code in zone.stations]
        axes.plot(own, [z] * len(own), "o", markersize=3, markerfacecolor="white", markeredgecolor=INK, zorder=4)
    mean = material.problem.mean_load
    if np.isfinite(mean):
        axes.axvline(mean, color="#C00000", linewidth=1)
    axes.set(ylim=(len(zones) - 0.5, -0.5), xlim=(0, None))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=7, length=2)
    axes.set_yticks([])
    for label in axes.get_xticklabels():
        label.set_fontproperties(lettering().properties(7))
    for z, name in enumerate(material.names):
        y = below + step * (len(zones) - z - 0.5)
        paper.text(left - 1.5, y, f"{z + 1} {name}", 7, across="right", up="center")
    words = material.say("chart_load", mean=number(mean), called=material.mean_called)
    paper.text((left + right) / 2, below - 9, words, 7, across="center")
    small_print(paper, lines)
    return paper


def _load(material: Material, row: int) -> float:
    county = material.problem.county
    return float(county.workload[row] / county.officers[row]) if county.officers[row] else float("nan")


def notice(material: Material) -> list[str]:
    """The county's notice in lines that fit under a drawing."""
    notice = material.problem.county.notice
    return folded(notice, int(WIDTH * CELLS_PER_MM)) if notice else []


def small_print(paper: Paper, lines: Sequence[str]) -> None:
    """These lines at the foot of a drawing."""
    for i, line in enumerate(reversed(lines)):
        paper.text(0.5, 0.8 + LINE * i, line, SMALL, colour="#B00000")
