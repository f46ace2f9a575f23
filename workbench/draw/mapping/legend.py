"""The legend of a map in parts of a known size: the zones, what marks and lines mean, the measures, scale and north."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import shapely

from workbench.draw.fonts import measured
from workbench.draw.labels import Box
from workbench.draw.mapping.sheet import DARK, INK, MANY, Sheet
from workbench.draw.paper import Paper
from workbench.tables.palette import slot
from zoning.judge.names import zone_names
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent

STEP, FEW, TIGHT = 11.0, 9, 7.5
"""Height of a zone's entry in mm; more zones than so many stand closer, in smaller letters."""
LINE, WIDE, SLIM = 4.2, 38.0, 13.0
"""Height of a line of a legend of many zones, and the widths of its columns with names and, where these have no room,
without; mm."""
LINES_MOST, COLUMNS, WIDEST = 34, 3, 120.0
"""Of such a legend on a sheet of its own: lines at the most, columns with names, and its greatest width in mm."""
SCALE, BAR = 64.0, 36.0
"""Width of the part with scale bar and arrow, and the most of the bar, in mm."""
TWO, SMALLEST = 5.8, 5.8
"""From this height of an entry on, in mm, it has a second line with its figures, in letters of so many points or more.
"""
HEAD, ROW = 6.0, 5.0
"""Height of a heading and of a line of marks, in mm."""
MARKS = {"office": ("*", 9.5, "#C00000"), "seat": ("o", 11.0, "white"), "station": ("o", 3.6, INK)}
LINES = {"zone_line": 1.8, "station_line": 0.45}


@dataclass(frozen=True)
class Part:
    """A part of the legend: its size in mm, and what draws it from its upper left corner."""

    width: float
    height: float
    draw: Callable[[Paper, float, float], object]


def parts(sheet: Sheet, scale: float = 1.0) -> list[Part]:
    """Zones, marks and lines, measures, scale bar and arrow, as large as the sheet's letters.

    ``scale`` is that of the map, in mm a metre.
    """
    k = sheet.scale

    def zones_(paper: Paper, left: float, top: float) -> None:
        draw_zones(paper, sheet, Box(left, top - zones_high, left + zones_wide, top))

    zones_wide, zones_high = _zones_size(sheet)
    marks = [sheet.say(f"workbench.map.{key}") for key in (*MARKS, *LINES)]
    measures = [words for words, _ in measure_lines(sheet)]
    return [
        Part(zones_wide, zones_high, zones_),
        Part(
            k * 12 + max(measured(words, 7.5 * k)[0] for words in marks),
            k * ROW * len(marks),
            lambda paper, left, top: draw_marks(paper, sheet, left, top),
        ),
        Part(
            max(measured(words, 8 * k)[0] for words in measures),
            k * (1 + 4 * len(measures)),
            lambda paper, left, top: draw_measures(paper, sheet, left, top),
        ),
        Part(
            k * SCALE,
            k * 16,
            lambda paper, left, top: _scale_and_north(
                paper, sheet, Box(left, top - 16 * k, left + k * SCALE, top), scale
            ),
        ),
    ]


def _zones_size(sheet: Sheet) -> tuple[float, float]:
    """Width and height of the entries of the zones with their heading, in mm."""
    k, count = sheet.scale, len(sheet.score.zones)
    if count > MANY:
        lines = min(-(-count // COLUMNS), LINES_MOST)
        columns = -(-count // lines)
        wide = columns * WIDE if columns <= COLUMNS else min(columns * SLIM, WIDEST)
        return k * wide, k * (HEAD + LINE * lines)
    size, step = _entry(sheet)
    names = zone_names(sheet.problem, sheet.score, sheet.language)
    words = [(f"{at + 1} {name}", size) for at, name in zip(sheet.numbers, names, strict=True)]
    words += [(_told(sheet, z), _told_size(sheet, size)) for z in range(count)]
    return k * 12 + max(measured(*one)[0] for one in words), k * HEAD + step * count


def _entry(sheet: Sheet) -> tuple[float, float]:
    """Points of the letters of a zone's name and the height of its entry in mm."""
    few = len(sheet.score.zones) <= FEW
    return (9.0 if few else 6.8) * sheet.scale, (STEP if few else TIGHT) * sheet.scale


def _told_size(sheet: Sheet, size: float) -> float:
    """Points of the letters below a zone's name, whose own are ``size``."""
    return max(0.72 * size, SMALLEST * sheet.scale)


def _told(sheet: Sheet, z: int) -> str:
    """What is said of a zone below its name."""
    zone = sheet.score.zones[z]
    figures = zone.figures
    return sheet.say(
        "workbench.map.zone",
        stations=len(zone.stations),
        officers=number(figures["officers"]),
        load=number(figures["workload_per_officer"]),
    )


def draw_zones(paper: Paper, sheet: Sheet, box: Box) -> float:
    """One entry a zone under a heading, in a box whose height they share; returns where they end."""
    k, names = sheet.scale, zone_names(sheet.problem, sheet.score, sheet.language)
    paper.text(box.left, box.top - 3.5 * k, sheet.say("workbench.map.legend"), 10 * k)
    room = Box(box.left, box.bottom, box.right, box.top - HEAD * k)
    if len(names) > MANY:
        return _columns(paper, sheet, room, names)
    step = min(12.0 * k, room.height / len(names))
    size = (9.0 if step > 9 * k else 6.8) * k
    for row, (at, name) in enumerate(zip(sheet.numbers, names, strict=True), start=1):
        y, look = room.top - row * step, slot(at)
        _sample(paper, Box(room.left, y + 0.12 * step, room.left + 10 * k, y + 0.76 * step), look.colour, look.hatch)
        told = step >= TWO * k
        first, second = (0.46, 0.12) if step > 9 * k else (0.50, 0.06)  # small letters need more of a low entry
        paper.text(room.left + 12 * k, y + (first if told else 0.22) * step, f"{at + 1} {name}", size)
        if told:
            small = _told_size(sheet, size)
            paper.text(room.left + 12 * k, y + second * step, _told(sheet, row - 1), small, colour=DARK)
    return room.top - len(names) * step


def _sample(paper: Paper, box: Box, colour: str, hatch: str, width: float = 1.2) -> None:
    shape = shapely.box(box.left, box.bottom, box.right, box.top)
    paper.shape(shape, fill=colour, edge="#00000055", hatch=hatch)
    paper.shape(shape, edge=INK, width=width, order=3)


def _columns(paper: Paper, sheet: Sheet, box: Box, names: Sequence[str]) -> float:
    """The entries of many zones in columns: their names where there is room, else their numbers; returns their end."""
    k = sheet.scale
    line = LINE * k
    lines = max(int(box.height / line + 1e-6), 1)
    columns = -(-len(names) // lines)
    named = columns * WIDE * k <= box.width + 1e-6
    wide = WIDE * k if named else min(SLIM * k, box.width / columns)
    for row, (at, name) in enumerate(zip(sheet.numbers, names, strict=True)):
        x, y, look = box.left + row // lines * wide, box.top - (row % lines + 1) * line, slot(at)
        _sample(paper, Box(x, y, x + 5 * k, y + 0.7 * line), look.colour, look.hatch, 0.8)
        paper.text(x + 6 * k, y + 0.5 * k, f"{at + 1} {name}" if named else str(at + 1), 6.3 * k)
    return box.top - min(lines, len(names)) * line


def draw_marks(paper: Paper, sheet: Sheet, left: float, top: float) -> float:
    """What the marks and lines mean, from ``top`` down; returns where that ends."""
    k, y = sheet.scale, top - 4 * sheet.scale
    for key, (kind, size, fill) in MARKS.items():
        paper.mark(left + 5 * k, y + k, kind, size * k, fill=fill, edge=INK if key == "seat" else "white")
        paper.text(left + 12 * k, y, sheet.say(f"workbench.map.{key}"), 7.5 * k)
        y -= ROW * k
    for key, width in LINES.items():
        paper.line([(left, y + k), (left + 10 * k, y + k)], colour=INK, width=width * k)
        paper.text(left + 12 * k, y, sheet.say(f"workbench.map.{key}"), 7.5 * k)
        y -= ROW * k
    return y


def measure_lines(sheet: Sheet) -> list[tuple[str, float]]:
    """The measures that count in this plan, under their heading, and the points of their letters on A4."""
    lines = [(sheet.say("workbench.map.measures"), 8.0)]
    for key, weight in sheet.problem.policy.weights.shares().items():
        if weight > 0:
            name = say(f"zoning.figure.{key}", sheet.language)
            lines.append((sheet.say("workbench.map.measure", name=name, share=percent(sheet.score.measures[key])), 7.0))
    return lines


def draw_measures(paper: Paper, sheet: Sheet, left: float, top: float) -> None:
    """The measures that count in this plan, from ``top`` down."""
    k = sheet.scale
    for row, (words, size) in enumerate(measure_lines(sheet)):
        paper.text(left, top - k * (3.5 + 4.2 * row), words, size * k, colour=DARK if row else "black")


def _scale_and_north(paper: Paper, sheet: Sheet, box: Box, scale: float) -> None:
    """Both beside each other."""
    north(paper, Box(box.left, box.bottom, box.left + 12 * sheet.scale, box.top), sheet.language, sheet.scale)
    room = Box(box.left + 14 * sheet.scale, box.bottom, box.right, box.top)
    scale_bar(paper, room, scale, sheet.language, sheet.scale, BAR * sheet.scale)


def bar_length(scale: float, wide: float) -> float:
    """A round number of kilometres, at most so many mm long; ``scale`` is millimetres a metre."""
    wanted = wide / scale / 1000
    power = 10.0 ** math.floor(math.log10(wanted))
    return max(step for step in (power, 2 * power, 5 * power) if step <= wanted)


def scale_bar(
    paper: Paper, box: Box, scale: float, language: Language, k: float = 1.0, longest: float | None = None
) -> Box:
    """A bar of a round number of kilometres, at most a fifth of the box wide or the ``longest`` mm it may be.

    ``scale`` is millimetres a metre, ``k`` the size of the letters; returns what it covers.
    """
    km = bar_length(scale, box.width / 5 if longest is None else longest)
    x, y, length = box.left + 4 * k, box.bottom + 3 * k, 1000 * km * scale
    for part in range(4):
        fill = INK if part % 2 == 0 else "white"
        piece = shapely.box(x + part * length / 4, y, x + (part + 1) * length / 4, y + 1.4 * k)
        paper.shape(piece, fill=fill, edge=INK, width=0.5, order=8)
    words = say("workbench.map.km", language, km=f"{km:g}")
    paper.text(x, y + 2.4 * k, "0", 7 * k, across="center", halo=True)
    paper.text(x + length, y + 2.4 * k, words, 7 * k, across="center", halo=True)
    return Box(x - 2 * k, y - 1, x + length + measured(words, 7 * k)[0] / 2 + 1, y + 6 * k)


def north(paper: Paper, box: Box, language: Language, k: float = 1.0) -> Box:
    """The arrow that points up, in the upper right corner of a box."""
    x, y = box.right - 5 * k, box.top - 15 * k
    for side, fill in ((-1, INK), (1, "white")):
        half = shapely.Polygon([(x, y + 9 * k), (x + side * 2.4 * k, y), (x, y + 2 * k)])
        paper.shape(half, fill=fill, edge=INK, width=0.4, order=8)
    paper.text(x, y + 10 * k, say("workbench.map.north", language), 8 * k, across="center")
    return Box(x - 5 * k, y - 1, x + 5 * k, y + 14 * k)
