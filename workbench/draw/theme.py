"""A map of one subject: stations shaded by a figure, what stands among them, and what goes from one place to another.

Shades run from light to dark in steps of round numbers, so that a copy in black and white can be read; what is not
known is hatched. What it may get wrong: a large empty station draws the eye more than a small busy one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import WGS84, move_points
from workbench.draw.fonts import MM_PER_POINT
from workbench.draw.ground import Ground
from workbench.draw.labels import Box, box_of, placed
from workbench.draw.layers import Layer, Record, field, named, packaged
from workbench.draw.mapping.legend import north, scale_bar
from workbench.draw.mapping.sheet import FRAME, INK, Frame, is_crowded
from workbench.draw.maps import PANEL, label, put
from workbench.draw.paper import Paper
from workbench.draw.qgis import looks
from workbench.draw.qgis.project import project_of
from workbench.line.speech import folded
from zoning.judge.figures import Figure
from zoning.model.county import County, Floats
from zoning.model.plan import Plan
from zoning.texts import Language, say
from zoning.texts.numbers import UNKNOWN

SHADES = ("#FFFFE5", "#FEE391", "#FEC44F", "#FB9A29", "#E07B39")
"""Light to dark, the lighter part of the scheme *YlOrBr* (P. Tol, technical note SRON/EPS/TN/09-002, issue 3.2)."""
FOOT = 210
"""Cells of a line at the foot of the page."""
NOT_KNOWN = "..."
MARKS = {
    "seat": ("o", 3.6, INK),
    "centre": ("*", 9.5, "#C00000"),
    "post": ("s", 6.0, "#004488"),
    "new_post": ("P", 7.5, "#C00000"),
    "room": ("*", 8.0, "#C00000"),
    "village": ("o", 2.2, "#555555"),
    "hot_village": ("^", 6.0, "#C00000"),
}
"""Mark, size and colour of what stands on the map."""
FLOW = "#004488"


@dataclass(frozen=True)
class Spot:
    """Something that stands at a place (degrees), of a kind of :data:`MARKS`, named where there is room."""

    lon: float
    lat: float
    kind: str
    name: str = ""


@dataclass(frozen=True)
class Link:
    """A line from one place to another, both (lon, lat), with an arrow where something ``moves``."""

    start: tuple[float, float]
    end: tuple[float, float]
    words: str = ""
    moves: bool = False


@dataclass(frozen=True)
class Theme:
    """A subject: what is shaded, ``words`` (n,) behind the names of stations, what stands and what links.

    ``values`` (n,) are of ``figure``, NaN where not known. ``lines`` says in words what links and names mean. Where
    there are ``cells``, shapes in the plane of the ground, these are shaded instead of stations. ``bounds`` are the
    upper ends of classes, where these are not of about as many stations each.
    """

    key: str
    title: str
    figure: Figure
    values: Floats
    words: tuple[str, ...] = ()
    spots: tuple[Spot, ...] = ()
    links: tuple[Link, ...] = ()
    lines: tuple[str, ...] = ()
    cells: tuple[BaseGeometry, ...] = ()
    bounds: tuple[float, ...] = ()

    @property
    def steps(self) -> tuple[float, ...]:
        """Upper ends of the classes, the last is the largest value."""
        return self.bounds or steps(self.figure, self.values)


@dataclass(frozen=True)
class Leaf:
    """A theme on the ground of its county; ``plan`` gives the thick lines between zones, if any."""

    theme: Theme
    county: County
    ground: Ground
    language: Language
    plan: Plan | None = None
    frame: Box = FRAME


def draw(leaf: Leaf) -> Paper:
    """The map on a sheet of A4, with its title, legend and small print."""
    paper = Paper()
    draw_theme(paper, leaf)
    paper.text(FRAME.left, 199, leaf.theme.title, 15)
    foot(paper, leaf)
    return paper


def foot(paper: Paper, leaf: Leaf) -> None:
    """The small print of a sheet: the county's notice, and where shapes come from that are no areas."""
    county = leaf.county
    lines = [(line, "#B00000") for line in folded(county.notice, FOOT)] if county.notice else []
    if not leaf.ground.given:
        lines.append((say("workbench.map.cells", leaf.language), "#444444"))
    for i, (line, colour) in enumerate(lines[:5]):
        paper.text(FRAME.left, 15.5 - 3.4 * i, line, 7, colour=colour)


def draw_theme(paper: Paper, leaf: Leaf) -> None:
    """Ground, links, marks, names, and the legend on the right of the frame."""
    frame = Frame.within(leaf.frame, leaf.ground)
    draw_areas(paper, leaf, frame)
    obstacles = [scale_bar(paper, leaf.frame, frame.scale, leaf.language), north(paper, leaf.frame, leaf.language)]
    obstacles += _links(paper, leaf, frame, obstacles)
    _names(paper, leaf, frame, obstacles)
    draw_legend(paper, leaf)


def steps(figure: Figure, values: Floats) -> tuple[float, ...]:
    """Upper ends of at most five classes of the known values, rounded as the figure is shown; the last is the largest.

    Where there are at most five values, each has a class of its own; else each class has about as many stations.
    """
    held = sorted(figure.rounded(float(value)) for value in values if math.isfinite(value))
    known = list(dict.fromkeys(held))
    if len(known) <= len(SHADES):
        return tuple(known)
    return tuple(dict.fromkeys(held[-(-k * len(held) // len(SHADES)) - 1] for k in range(1, len(SHADES) + 1)))


def shade(figure: Figure, bounds: Sequence[float], value: float) -> str:
    """The colour of a value; classes are spread over the shades where they are fewer."""
    if not math.isfinite(value):
        return "white"
    k = next(k for k, end in enumerate(bounds) if figure.rounded(value) <= end)
    return SHADES[round(k * (len(SHADES) - 1) / max(len(bounds) - 1, 1))]


def draw_areas(paper: Paper, leaf: Leaf, frame: Frame) -> None:
    """Stations, or the cells on them, shaded; thin lines between stations, thick ones between zones."""
    theme, bounds = leaf.theme, leaf.theme.steps
    shades = [shade(theme.figure, bounds, float(value)) for value in theme.values]
    for colour in dict.fromkeys(shades if theme.cells else ()):
        like = [cell for cell, own in zip(theme.cells, shades, strict=True) if own == colour]
        paper.shape(shapely.transform(shapely.union_all(like), frame), fill=colour, order=1)
    for row, area in enumerate(leaf.ground.areas):
        shape = shapely.transform(area, frame)
        if not theme.cells:
            hatch = "" if math.isfinite(theme.values[row]) else NOT_KNOWN
            paper.shape(shape, fill=shades[row], edge="#55555555", hatch=hatch, order=1)
        paper.shape(shape, edge="#555555", width=0.45, order=2)
    zones = leaf.plan.zones if leaf.plan and len(leaf.plan.zones) < len(leaf.county) else ()
    for zone in zones:
        whole = leaf.ground.merged([leaf.county.index[code] for code in zone])
        paper.shape(shapely.transform(whole, frame), edge=INK, width=1.8, order=3)


def _links(paper: Paper, leaf: Leaf, frame: Frame, taken: Sequence[Box]) -> list[Box]:
    """Lines and arrows, and what is written at the middle of each, off what is ``taken``; returns what words cover."""
    texts, labels = [], []
    for link in leaf.theme.links:
        (x, y), (u, v) = _on_page(leaf, frame, [link.start, link.end])
        if link.moves:
            paper.arrow((x, y), (u, v), colour=FLOW)
        else:
            paper.line([(x, y), (u, v)], colour=FLOW, width=1.0, order=4)
        if link.words:
            texts.append(paper.text(0, 0, link.words, 7, halo=True, colour=FLOW))
            labels.append(label(paper, texts[-1], (x + u) / 2, (y + v) / 2, 0.0))
    places = placed(labels, taken, leaf.frame)
    put(paper, texts, labels, places)
    return [box_of(*pair) for pair in zip(labels, places, strict=True)]


def _on_page(leaf: Leaf, frame: Frame, places: Sequence[tuple[float, float]]) -> Floats:
    """(m, 2) millimetres of places in degrees."""
    lon, lat = (np.array([place[axis] for place in places], dtype=np.float64) for axis in (0, 1))
    return frame(np.column_stack(move_points(lon, lat, WGS84, leaf.ground.crs)))


def _names(paper: Paper, leaf: Leaf, frame: Frame, obstacles: list[Box]) -> None:
    """Marks, and the names of stations and of what stands among them; in a crowd of those of which more is said."""
    crowded = is_crowded(len(leaf.county), leaf.frame)
    small = 0.8 if leaf.frame.right - leaf.frame.left < 120 else 1.0
    seats, words = frame(leaf.ground.seats), leaf.theme.words or ("",) * len(leaf.county)
    named = [
        (" ".join(filter(None, [name, word])), at)
        for name, word, at in zip(leaf.county.short_names.values(), words, seats, strict=True)
        if word or not crowded
    ]
    for x, y in seats:
        kind, size, colour = MARKS["seat"]
        paper.mark(x, y, kind, size * small, fill=colour)
    spots = leaf.theme.spots
    marks = [Box.around(float(x), float(y), 2.5, 2.5) for x, y in seats]
    if spots:
        for spot, at in zip(spots, _on_page(leaf, frame, [(s.lon, s.lat) for s in spots]), strict=True):
            kind, size, colour = MARKS[spot.kind]
            paper.mark(float(at[0]), float(at[1]), kind, size * small, fill=colour)
            if spot.kind == "hot_village":
                marks.append(Box.around(float(at[0]), float(at[1]), 2.2, 2.2))
            if spot.name:
                named.append((spot.name, at))
    texts = [paper.text(0, 0, name, 7 * small, halo=True) for name, _ in named]
    labels = [label(paper, text, float(at[0]), float(at[1]), 1.6) for text, (_, at) in zip(texts, named, strict=True)]
    put(paper, texts, labels, placed(labels, [*marks, *obstacles], leaf.frame))


def draw_legend(paper: Paper, leaf: Leaf, *, marked: bool = True) -> None:
    """What shades, marks and links mean; of maps without marks these are left out."""
    theme, left, y = leaf.theme, leaf.frame.right + PANEL, leaf.frame.top - 4
    small = 0.8 if leaf.frame.right - leaf.frame.left < 120 else 1.0
    wide = (paper.width - left - 2) / (MM_PER_POINT / 2 * small)  # in half characters of one point
    room = int(wide / 7.5)
    for line in folded(theme.figure.header(leaf.language), int(wide / 9)):
        paper.text(left, y, line, 9 * small)
        y -= 4.5 * small
    y -= 1
    for words, fill, hatch in classes(theme, leaf.language):
        box = shapely.box(left, y - 1, left + 8, y + 2.6 * small)
        paper.shape(box, fill=fill, edge=INK, width=0.4, hatch=hatch)
        paper.text(left + 10, y, words, 7.5 * small)
        y -= 5 * small
    y -= 2
    for kind in dict.fromkeys(["seat", *(spot.kind for spot in theme.spots)] if marked else []):
        mark, size, colour = MARKS[kind]
        paper.mark(left + 4, y + 1, mark, size * small, fill=colour)
        paper.text(left + 10, y, say(f"workbench.map.mark_{kind}", leaf.language), 7.5 * small)
        y -= 5 * small
    for line in theme.lines:
        for part in folded(line, room):
            paper.text(left, y, part, 7.5 * small, colour="#444444")
            y -= 4 * small


def classes(theme: Theme, language: Language) -> list[tuple[str, str, str]]:
    """Words, fill and hatch of every class of the legend: from the least to the greatest value that it has."""
    figure, bounds = theme.figure, theme.steps
    held = sorted(figure.rounded(float(v)) for v in theme.values if math.isfinite(v))
    rows, above = [], -math.inf
    for end in bounds:
        low = next(value for value in held if value > above)
        words = figure.text(end) if low == end else f"{figure.text(low)}–{figure.text(end)}"
        rows.append((words, shade(figure, bounds, end), ""))
        above = end
    if not np.isfinite(theme.values).all():
        rows.append((say("workbench.map.not_known", language), "white", NOT_KNOWN))
    return rows or [(UNKNOWN, "white", "")]


def files(leaf: Leaf) -> dict[str, bytes]:
    """The map as PNG and SVG, and its layers as a GeoPackage."""
    paper, key = draw(leaf), leaf.theme.key
    return {f"{key}.png": paper.png(), f"{key}.svg": paper.svg(), f"{key}.gpkg": layers(leaf)}


def layers(leaf: Leaf) -> bytes:
    """Layers ``stations`` (polygons with the figure), and where there are any ``spots`` (points) and ``links``."""
    theme, language = leaf.theme, leaf.language
    words = theme.words or ("",) * len(leaf.county)
    notice = named({"notice": leaf.county.notice or None}, language)
    short = leaf.county.short_names
    records: list[Record] = [
        named({"code": station.code, "name": station.name, "short_name": short[station.code]}, language)
        | {field(theme.figure, language): float(value) if math.isfinite(value) else None}
        | named({"words": word or None}, language)
        | notice
        for station, value, word in zip(leaf.county.stations, theme.values, words, strict=True)
    ]
    called = {key: say(f"workbench.field.{key}", language) for key in ("kind", "name", "short_name", "words")}
    shown = field(theme.figure, language)
    known = [float(value) for value in theme.values if math.isfinite(value)]
    # Classes are of rounded values, a rule of QGIS is of those that are stored.
    ends: list[float | None] = [max(v for v in known if theme.figure.rounded(v) <= end) for end in theme.steps]
    if len(known) < len(theme.values):
        ends.append(None)
    told = [(words, end, fill) for (words, fill, _), end in zip(classes(theme, language), ends, strict=True)]
    areas = looks.shaded(shown, told, called["short_name"], called["words"])
    held = [Layer("stations", records, leaf.ground.degrees(leaf.ground.areas), areas)]
    if theme.spots:
        kinds = {spot.kind: say(f"workbench.map.mark_{spot.kind}", language) for spot in theme.spots}
        records = [named({"kind": kinds[s.kind], "name": s.name or None}, language) | notice for s in theme.spots]
        style = looks.spots({kinds[kind]: MARKS[kind] for kind in kinds}, called["kind"], called["name"])
        held.append(Layer("spots", records, [shapely.Point(spot.lon, spot.lat) for spot in theme.spots], style))
    if theme.links:
        records = [named({"words": link.words or None}, language) | notice for link in theme.links]
        moves, title = theme.links[0].moves, say("workbench.layer.links", language)
        style = looks.links(title, FLOW, called["words"], moves=moves)
        held.append(
            Layer("links", records, [shapely.LineString([link.start, link.end]) for link in theme.links], style)
        )
    project = project_of(theme.title, f"{theme.key}.gpkg", leaf.ground)
    return packaged(held, project, language)
