"""The map of a plan: zones by colour and hatch, offices, seats, names, scale, and what has to be said beside it.

Drawn in the county's metric plane, north up: a sheet of A4 of its own, or a part of some other page. What it may get
wrong: names are set where there is room, so far-off ones hang on a leader line; grid north differs from true north by
what the plane's belt brings, under 1°.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from matplotlib.text import Text
from shapely.geometry.base import BaseGeometry
from shapely.ops import polylabel

from workbench.draw.ground import Ground
from workbench.draw.labels import Box, Label, Place, placed
from workbench.draw.paper import Paper
from workbench.line.speech import folded
from workbench.tables.palette import slot
from zoning.judge.names import zone_names
from zoning.judge.score import Score
from zoning.model.county import Floats
from zoning.model.problem import Problem
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent

FRAME = Box(8, 20, 206, 192)
"""Where the map lies on a sheet of its own, in mm."""
INSET = 9.0
PANEL, LEGEND = 5.0, 112.0
"""From the map to the legend, and its height."""
FOOT = 210
"""Cells of a line at the foot of the page."""
CROWD = 120
"""Stations above which the map names zones alone, its marks are smaller and no label gives way to a station."""
MANY = 24
"""Zones above which the map numbers them only and the legend stands in columns."""
LINE, WIDE, SLIM = 4.2, 38.0, 13.0
"""Height of a line of such a legend, and the widths of its columns with names and, where these have no room, without;
mm."""
SHORT = "派出所"
INK, GREY, RED = "#222222", "#777777", "#C00000"


@dataclass(frozen=True)
class Sheet:
    """What one map shows; ``proved`` is the sentence about its proof, ``notices`` are printed at its foot.

    ``frame`` is where the map lies on its page. ``slots`` are the numbers by which zones are coloured and counted,
    where they are not simply those of the plan: in a map beside another a zone keeps the look it has there. ``names``
    are what zones are called where not as the plan calls them, and have no numbers. Stations that are ``marked`` have
    their names in red.
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

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    @property
    def numbers(self) -> tuple[int, ...]:
        return self.slots or tuple(range(len(self.score.zones)))

    def called(self, *, named: bool) -> list[str]:
        """What stands on every zone: its number and name, or its number alone where it is not ``named``."""
        if self.names:
            return list(self.names)
        if not named:
            return [str(at + 1) for at in self.numbers]
        names = zone_names(self.problem, self.score)
        return [f"{at + 1} {name}" for at, name in zip(self.numbers, names, strict=True)]


@dataclass(frozen=True)
class Frame:
    """Metres of the ground to millimetres of the page."""

    scale: float
    x: float
    y: float

    @classmethod
    def within(cls, box: Box, ground: Ground) -> "Frame":
        """The largest scale at which the ground fits, in the middle of ``box``."""
        west, south, east, north = ground.box
        inset = INSET * (box.right - box.left) / (FRAME.right - FRAME.left)
        room = box.right - box.left - 2 * inset, box.top - box.bottom - 2 * inset
        scale = min(room[0] / max(east - west, 1.0), room[1] / max(north - south, 1.0))
        middle = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        return cls(scale, middle[0] - scale * (west + east) / 2, middle[1] - scale * (south + north) / 2)

    def __call__(self, xy: Floats) -> Floats:
        return np.asarray(xy * self.scale + (self.x, self.y))


def draw(sheet: Sheet) -> Paper:
    """The map on one sheet: ground, marks, legend, title and small print."""
    paper = Paper()
    draw_ground(paper, sheet)
    _title(paper, sheet)
    _measures(paper, sheet, draw_marks(paper, sheet, draw_legend(paper, sheet, LEGEND)))
    _foot(paper, sheet)
    return paper


def draw_ground(paper: Paper, sheet: Sheet, *, named: bool = True) -> None:
    """The map itself in its frame; a small one is not ``named``: it has the numbers of its zones and nothing else."""
    frame = Frame.within(sheet.frame, sheet.ground)
    _zones(paper, sheet, frame)
    obstacles = (
        [scale_bar(paper, sheet.frame, frame.scale, sheet.language), north(paper, sheet.frame, sheet.language)]
        if named
        else []
    )
    _seats(paper, sheet, frame, 1.0 if named and len(sheet.problem) <= CROWD else 0.6)
    _labels(paper, sheet, frame, named, obstacles)


def _zones(paper: Paper, sheet: Sheet, frame: Frame) -> None:
    """Zones filled and hatched, thin lines between stations, thick ones between zones."""
    county, ground = sheet.problem.county, sheet.ground
    for at, zone in zip(sheet.numbers, sheet.score.zones, strict=True):
        look = slot(at)
        whole = shapely.transform(ground.merged([county.index[code] for code in zone.stations]), frame)
        paper.shape(whole, fill=look.colour, edge="#00000055", hatch=look.hatch, order=1)
        paper.shape(whole, edge=INK, width=1.8, order=3)
    for area in ground.areas:
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


def _labels(paper: Paper, sheet: Sheet, frame: Frame, named: bool, obstacles: list[Box]) -> None:
    """Numbers or names of zones, then names of stations; leader lines to labels that stand off."""
    county, seats = sheet.problem.county, frame(sheet.ground.seats)
    size = (9.5 if sheet.frame.right - sheet.frame.left > 120 else 8.0) if named else 7.0
    crowd, many = len(county) > CROWD, len(sheet.score.zones) > MANY
    texts, labels = [], []
    for words, zone in zip(sheet.called(named=named and not many), sheet.score.zones, strict=True):
        whole = sheet.ground.merged([county.index[code] for code in zone.stations])
        x, y = frame(shapely.get_coordinates(_middle(whole)))[0]
        texts.append(_framed(paper, words, size))
        labels.append(label(paper, texts[-1], x, y, 0.0))
    for station, (x, y) in zip(county.stations, seats, strict=True):
        if station.code not in sheet.marked and (crowd or not named):
            continue
        colour = RED if station.code in sheet.marked else "black"
        texts.append(paper.text(0, 0, station.name.removesuffix(SHORT) or station.name, 7, halo=True, colour=colour))
        labels.append(label(paper, texts[-1], x, y, 1.6))
    marks = [
        Box.around(x, y, 4.2, 4.2) if s.is_seat else Box.around(x, y, 3.0, 3.0)
        for s, (x, y) in zip(county.stations, seats, strict=True)
        if s.is_seat or not crowd
    ]
    put(paper, texts, labels, placed(labels, [*marks, *obstacles], sheet.frame))


def put(paper: Paper, texts: Sequence[Text], labels: Sequence[Label], places: Sequence[Place]) -> None:
    """The texts at their places, with leader lines to labels that stand off."""
    for text, own, place in zip(texts, labels, places, strict=True):
        text.set_horizontalalignment("center")
        text.set_verticalalignment("center")
        text.set_position((place.x, place.y))
        if place.leader:
            end = _edge(place.x, place.y, own)
            paper.line([(own.x, own.y), end], colour=INK, width=0.5, order=6)


def _middle(shape: BaseGeometry) -> BaseGeometry:
    """The point of the largest part that is furthest from its edge."""
    largest = max(shapely.get_parts(shape).tolist(), key=lambda part: part.area)
    if largest.geom_type != "Polygon" or largest.is_empty:
        return shapely.point_on_surface(shape)
    return polylabel(largest, tolerance=math.sqrt(largest.area) / 50)


def _framed(paper: Paper, words: str, size: float) -> Text:
    text = paper.text(0, 0, words, size)
    text.set_bbox({"boxstyle": "round,pad=0.15", "facecolor": "#FFFFFFDD", "edgecolor": INK, "linewidth": 0.7})
    return text


def label(paper: Paper, text: Text, x: float, y: float, gap: float) -> Label:
    """The text as a label of a point, with a little room round it."""
    box = paper.extent(text)
    room = 1.6 if text.get_bbox_patch() else 0.4
    return Label(float(x), float(y), box.right - box.left + room, box.top - box.bottom + room, gap)


def _edge(x: float, y: float, own: Label) -> tuple[float, float]:
    """Where the line from the label's middle to its anchor leaves its box."""
    dx, dy = own.x - x, own.y - y
    reach = max(abs(dx) / (own.width / 2), abs(dy) / (own.height / 2), 1.0)
    return x + dx / reach, y + dy / reach


def scale_bar(paper: Paper, box: Box, scale: float, language: Language) -> Box:
    """A bar of a round number of kilometres, about a fifth of the map wide; ``scale`` is millimetres a metre."""
    wanted = (box.right - box.left) / 5 / scale / 1000
    power = 10.0 ** math.floor(math.log10(wanted))
    km = max(step for step in (power, 2 * power, 5 * power) if step <= wanted)
    x, y, length = box.left + 4, box.bottom + 5, 1000 * km * scale
    for part in range(4):
        fill = INK if part % 2 == 0 else "white"
        paper.shape(
            shapely.box(x + part * length / 4, y, x + (part + 1) * length / 4, y + 1.4),
            fill=fill,
            edge=INK,
            width=0.5,
            order=8,
        )
    paper.text(x, y + 2.4, "0", 7, across="center", halo=True)
    paper.text(x + length, y + 2.4, say("workbench.map.km", language, km=f"{km:g}"), 7, across="center", halo=True)
    return Box(x - 2, y - 1, x + length + 8, y + 6)


def north(paper: Paper, box: Box, language: Language) -> Box:
    """The arrow that points up."""
    x, y = box.right - 7, box.top - 15
    paper.shape(shapely.Polygon([(x, y + 9), (x - 2.4, y), (x, y + 2)]), fill=INK, edge=INK, width=0.4, order=8)
    paper.shape(shapely.Polygon([(x, y + 9), (x + 2.4, y), (x, y + 2)]), fill="white", edge=INK, width=0.4, order=8)
    paper.text(x, y + 10, say("workbench.map.north", language), 8, across="center")
    return Box(x - 4, y - 1, x + 4, y + 14)


def _title(paper: Paper, sheet: Sheet) -> None:
    county = sheet.problem.county
    paper.text(FRAME.left, 199, sheet.say("workbench.map.title", county=county.name, code=county.code), 15)
    paper.text(FRAME.left, 194.2, sheet.proved, 8.5, colour=GREY)


def draw_legend(paper: Paper, sheet: Sheet, room: float) -> float:
    """One entry a zone, on the right of the map and ``room`` mm high together; returns where the legend ends."""
    left, top, names = sheet.frame.right + PANEL, sheet.frame.top - 2, zone_names(sheet.problem, sheet.score)
    paper.text(left, top, sheet.say("workbench.map.legend"), 10)
    if len(names) > MANY:
        return _columns(paper, sheet, Box(left, top - 6 - room, paper.width - 6, top - 6), names)
    step = min(12.0, room / len(names))
    size = 9.0 if step > 9 else 6.8
    for row, (at, name, zone) in enumerate(zip(sheet.numbers, names, sheet.score.zones, strict=True), start=1):
        y, look = top - 4 - row * step, slot(at)
        box = shapely.box(left, y, left + 10, y + 0.62 * step)
        paper.shape(box, fill=look.colour, edge="#00000055", hatch=look.hatch)
        paper.shape(box, edge=INK, width=1.2, order=3)
        paper.text(left + 12, y + 0.36 * step, f"{at + 1} {name}", size)
        line = sheet.say(
            "workbench.map.zone",
            stations=len(zone.stations),
            officers=number(zone.figures["officers"]),
            load=number(zone.figures["workload_per_officer"]),
        )
        paper.text(left + 12, y, line, 0.72 * size, colour="#444444")
    return top - 4 - len(names) * step


def _columns(paper: Paper, sheet: Sheet, box: Box, names: Sequence[str]) -> float:
    """The legend of many zones in columns: their names where there is room, else their numbers; returns its end."""
    lines = int((box.top - box.bottom) / LINE)
    named = -(-len(names) // lines) * WIDE <= box.right - box.left
    wide = WIDE if named else min(SLIM, (box.right - box.left) / -(-len(names) // lines))
    for row, (at, name) in enumerate(zip(sheet.numbers, names, strict=True)):
        x, y, look = box.left + row // lines * wide, box.top - (row % lines + 1) * LINE, slot(at)
        sample = shapely.box(x, y, x + 5, y + 0.7 * LINE)
        paper.shape(sample, fill=look.colour, edge="#00000055", hatch=look.hatch)
        paper.shape(sample, edge=INK, width=0.8, order=3)
        paper.text(x + 6, y + 0.5, f"{at + 1} {name}" if named else str(at + 1), 6.3)
    return box.top - min(lines, len(names)) * LINE


def draw_marks(paper: Paper, sheet: Sheet, top: float) -> float:
    """What the marks and lines mean, from ``top`` down; returns where that ends."""
    left, y = sheet.frame.right + PANEL, top - 5
    for key, (kind, size, fill) in {
        "office": ("*", 9.5, "#C00000"),
        "seat": ("o", 11, "white"),
        "station": ("o", 3.6, INK),
    }.items():
        paper.mark(left + 5, y + 1, kind, size, fill=fill, edge=INK if key == "seat" else "white")
        paper.text(left + 12, y, sheet.say(f"workbench.map.{key}"), 7.5)
        y -= 5
    for width, key in ((1.8, "zone_line"), (0.45, "station_line")):
        paper.line([(left, y + 1), (left + 10, y + 1)], colour=INK, width=width)
        paper.text(left + 12, y, sheet.say(f"workbench.map.{key}"), 7.5)
        y -= 5
    return y


def _measures(paper: Paper, sheet: Sheet, top: float) -> None:
    """The measures that count in this plan."""
    weights = sheet.problem.policy.weights.shares()
    left, y = sheet.frame.right + PANEL, top - 2
    paper.text(left, y, sheet.say("workbench.map.measures"), 8)
    y -= 5
    for key in (key for key, weight in weights.items() if weight > 0 and y > 22):
        name = say(f"zoning.figure.{key}", sheet.language)
        words = sheet.say("workbench.map.measure", name=name, share=percent(sheet.score.measures[key]))
        paper.text(left, y, words, 7, colour="#444444")
        y -= 4


def _foot(paper: Paper, sheet: Sheet) -> None:
    """Notices in red, then where the borders come from and what plane this is."""
    county = sheet.problem.county
    borders = sheet.say(f"workbench.map.borders_{county.borders_from}")
    shapes = "" if sheet.ground.given else sheet.say("workbench.map.cells")
    lines = [(line, "#B00000") for notice in sheet.notices for line in folded(notice, FOOT)]
    lines += [(line, "#444444") for line in folded(" ".join(filter(None, [shapes, borders])), FOOT)]
    lines += [(sheet.say("workbench.map.made", meridian=f"{sheet.ground.meridian:g}"), "#444444")]
    for i, (line, colour) in enumerate(lines[:5]):
        paper.text(FRAME.left, 15.5 - 3.4 * i, line, 7, colour=colour)
