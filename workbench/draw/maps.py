"""The map of a plan: zones by colour and hatch, offices, seats, names, scale, and what has to be said beside it.

Drawn in the county's metric plane, north up: a sheet of A4 or A3 of its own (:mod:`~workbench.draw.mapping.spread`), or
a part of some other page. What it may get wrong: names are set where there is room
(:mod:`~workbench.draw.mapping.lettered`), so far-off ones hang on a leader line; grid north differs from true north by
what the plane's belt brings, under 1°.
"""

from collections.abc import Sequence
from dataclasses import replace

import shapely
from matplotlib.text import Text

from workbench.draw.fonts import MM_PER_POINT
from workbench.draw.labels import Box, Label, Place
from workbench.draw.mapping.legend import HEAD, draw_zones, north, parts, scale_bar
from workbench.draw.mapping.legend import draw_marks as marks_from
from workbench.draw.mapping.lettered import Laid, laid, mark_scale, zone_shapes
from workbench.draw.mapping.sheet import DARK, GREY, INK, NOTICE, Frame, Sheet
from workbench.draw.mapping.spread import FORMATS, MARGIN, Format, Spread, spread
from workbench.draw.paper import Paper
from workbench.line.speech import folded
from workbench.tables.palette import slot

PANEL = 5.0
"""From a map to the legend on its right, in mm."""
CELL = 0.5 * MM_PER_POINT
"""Half a Chinese character, in mm a point."""


def draw(sheet: Sheet, size: Format = "a4") -> Paper:
    """The map on one sheet: ground, marks, legend, title and small print."""
    whole = replace(sheet, scale=FORMATS[size][2])
    over = spread(sheet.ground, parts(whole), size)
    paper = Paper(over.width, over.height)
    whole = replace(whole, frame=over.body)
    _zones(paper, whole, over.frame)
    _seats(paper, whole, over.frame, mark_scale(whole, named=True))
    _write(paper, laid(whole, over.frame, [over.legend]))
    for part, (left, top) in zip(parts(whole, over.frame.scale), over.places, strict=True):
        part.draw(paper, left, top)
    _title(paper, whole, over)
    _foot(paper, whole, over)
    return paper


def draw_ground(paper: Paper, sheet: Sheet, *, named: bool = True) -> None:
    """The map itself in its frame; a small one is not ``named``: it has the numbers of its zones and nothing else."""
    frame = Frame.within(sheet.frame, sheet.ground)
    _zones(paper, sheet, frame)
    taken = []
    if named:
        taken = [
            scale_bar(paper, sheet.frame, frame.scale, sheet.language),
            north(paper, sheet.frame, sheet.language),
        ]
    _seats(paper, sheet, frame, mark_scale(sheet, named=named))
    _write(paper, laid(sheet, frame, taken, named=named))


def draw_legend(paper: Paper, sheet: Sheet, room: float) -> float:
    """One entry a zone, on the right of the map and ``room`` mm high together; returns where the legend ends."""
    top = sheet.frame.top - 1
    return draw_zones(paper, sheet, Box(sheet.frame.right + PANEL, top - HEAD - room, paper.width - 6, top))


def draw_marks(paper: Paper, sheet: Sheet, top: float) -> float:
    """What the marks and lines mean, on the right of the map from ``top`` down; returns where that ends."""
    return marks_from(paper, sheet, sheet.frame.right + PANEL, top)


def _zones(paper: Paper, sheet: Sheet, frame: Frame) -> None:
    """Zones filled and hatched, thin lines between stations, thick ones between zones."""
    for at, whole in zip(sheet.numbers, zone_shapes(sheet, frame), strict=True):
        look = slot(at)
        paper.shape(whole, fill=look.colour, edge="#00000055", hatch=look.hatch, order=1)
        paper.shape(whole, edge=INK, width=1.8, order=3)
    for area in sheet.ground.areas:
        paper.shape(shapely.transform(area, frame), edge="#555555", width=0.45, order=2)


def _seats(paper: Paper, sheet: Sheet, frame: Frame, size: float) -> None:
    """A star at every office, a ring round the seat of the county, a dot elsewhere."""
    offices = {zone.office for zone in sheet.score.zones}
    for station, (x, y) in zip(sheet.problem.county.stations, frame(sheet.ground.seats), strict=True):
        if station.is_seat:
            paper.mark(x, y, "o", 11 * size, fill="white", edge=INK)
        if station.code in offices:
            paper.mark(x, y, "*", 9.5 * size, fill="#C00000")
        else:
            paper.mark(x, y, "o", 3.6 * size, fill=INK)


def _write(paper: Paper, labels: Sequence[Laid]) -> None:
    """The labels at their places."""
    texts = []
    for one in labels:
        texts.append(paper.text(0, 0, one.words, one.size, halo=not one.framed, colour=one.colour))
        if one.framed:
            texts[-1].set_bbox(
                {"boxstyle": "round,pad=0.15", "facecolor": "#FFFFFFDD", "edgecolor": INK, "linewidth": 0.7}
            )
    put(paper, texts, [one.label for one in labels], [one.place for one in labels])


def put(paper: Paper, texts: Sequence[Text], labels: Sequence[Label], places: Sequence[Place]) -> None:
    """The texts at their places, with leader lines to labels that stand off."""
    for text, own, place in zip(texts, labels, places, strict=True):
        text.set_horizontalalignment("center")
        text.set_verticalalignment("center")
        text.set_position((place.x, place.y))
        if place.leader:
            end = _edge(place.x, place.y, own)
            paper.line([(own.x, own.y), end], colour=INK, width=0.5, order=6)


def label(paper: Paper, text: Text, x: float, y: float, gap: float) -> Label:
    """The text as a label of a point, with a little room round it."""
    box = paper.extent(text)
    return Label(float(x), float(y), box.width + 0.4, box.height + 0.4, gap)


def _edge(x: float, y: float, own: Label) -> tuple[float, float]:
    """Where the line from the label's middle to its anchor leaves its box."""
    dx, dy = own.x - x, own.y - y
    reach = max(abs(dx) / (own.width / 2), abs(dy) / (own.height / 2), 1.0)
    return x + dx / reach, y + dy / reach


def _title(paper: Paper, sheet: Sheet, over: Spread) -> None:
    county, k = sheet.problem.county, over.scale
    title = sheet.say("workbench.map.title", county=county.name, code=county.code)
    paper.text(MARGIN * k, over.height - 11 * k, title, 15 * k)
    for line in folded(sheet.proved, _cells(over, 8.5))[:1]:
        paper.text(MARGIN * k, over.height - 15.8 * k, line, 8.5 * k, colour=GREY)


def _foot(paper: Paper, sheet: Sheet, over: Spread) -> None:
    """Notices in red, then where the borders come from and what plane this is."""
    county, k, cells = sheet.problem.county, over.scale, _cells(over, 7)
    borders = sheet.say(f"workbench.map.borders_{county.borders_from}")
    shapes = "" if sheet.ground.given else sheet.say("workbench.map.cells")
    lines = [(line, NOTICE) for notice in sheet.notices for line in folded(notice, cells)]
    lines += [(line, DARK) for line in folded(" ".join(filter(None, [shapes, borders])), cells)]
    lines += [(sheet.say("workbench.map.made", meridian=f"{sheet.ground.meridian:g}"), DARK)]
    for i, (line, colour) in enumerate(lines[:5]):
        paper.text(MARGIN * k, (15.5 - 3.4 * i) * k, line, 7 * k, colour=colour)


def _cells(over: Spread, points: float) -> int:
    """Cells of a line of small print across the sheet."""
    return int((over.width - 2 * MARGIN * over.scale) / (CELL * points * over.scale))
