"""Small maps of many counties on one sheet, a map of a county, and figures before and after as dots.

What it may get wrong: shapes are drawn about 50 m exactly, each county to its own scale.
"""

import base64
import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import shapely
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from scenarios.batch.records import Batch, CountyResult
from workbench.draw.fonts import lettering
from workbench.draw.labels import Box, placed
from workbench.draw.maps import label, put
from workbench.draw.paper import Paper
from workbench.report.gallery import axes, scale
from workbench.tables.palette import slot
from zoning.judge.figures import FIGURES
from zoning.texts import Language, say
from zoning.texts.stems import short_names

WIDTH, COLUMNS, CELL, TITLE = 156.0, 3, 50.0, 5.0
"""Millimetres of a sheet, maps beside each other, height of one and of its title."""
FEWEST = 3
"""Counties that make a spread."""
HEIGHT = 110.0
"""Millimetres of the map of a county."""


def small_maps(counties: Sequence[CountyResult]) -> Paper:
    """The zones of counties, one beside the other, each with its name below."""
    rows = math.ceil(len(counties) / COLUMNS)
    paper = Paper(WIDTH, rows * (CELL + TITLE))
    wide = WIDTH / COLUMNS
    for k, county in enumerate(counties):
        left, top = wide * (k % COLUMNS), paper.height - (CELL + TITLE) * (k // COLUMNS)
        _zones(paper, county, Box(left + 1, top - CELL + 1, left + wide - 1, top - 1), 0.4)
        paper.text(left + wide / 2, top - CELL - 3, county.title, 7.5, across="center")
    return paper


def county_map(county: CountyResult) -> Paper:
    """The zones of a county with its stations, offices as stars."""
    paper, room = Paper(WIDTH, HEIGHT), Box(2, 2, WIDTH - 2, HEIGHT - 2)
    place = _zones(paper, county, room, 0.8)
    offices = {zone.office for zone in county.zones}
    called = short_names({seat.code: seat.name for seat in county.seats})
    marks, texts, labels = [], [], []
    for seat in county.seats:
        x, y = place(seat.lon, seat.lat)
        kind, size = ("*", 9.0) if seat.code in offices else ("o", 3.2)
        paper.mark(x, y, kind, size)
        marks.append(Box.around(x, y, 2.4, 2.4))
        texts.append(paper.text(0, 0, called[seat.code], 6.5, halo=True))
        labels.append(label(paper, texts[-1], x, y, 1.6))
    put(paper, texts, labels, placed(labels, marks, room))
    return paper


class _Place:
    """Degrees to millimetres of a room, north up; a degree of longitude is as short as it is there."""

    def __init__(self, bounds: Sequence[float], room: Box) -> None:
        west, south, east, north = bounds
        self.slim = math.cos(math.radians((south + north) / 2))
        wide, high = max((east - west) * self.slim, 1e-6), max(north - south, 1e-6)
        self.scale = min((room.right - room.left) / wide, (room.top - room.bottom) / high)
        self.left = (room.left + room.right - wide * self.scale) / 2 - west * self.slim * self.scale
        self.bottom = (room.bottom + room.top - high * self.scale) / 2 - south * self.scale

    def __call__(self, lon: float, lat: float) -> tuple[float, float]:
        return self.left + lon * self.slim * self.scale, self.bottom + lat * self.scale

    def shape(self, shape: BaseGeometry) -> BaseGeometry:
        moved: BaseGeometry = affine_transform(
            shape, (self.slim * self.scale, 0, 0, self.scale, self.left, self.bottom)
        )
        return moved


def _zones(paper: Paper, county: CountyResult, room: Box, width: float) -> _Place:
    """The zones of a county in a room of the sheet, each in the colour of its number; gives where places are."""
    shapes = shapes_of(county)
    seats = shapely.MultiPoint([(seat.lon, seat.lat) for seat in county.seats])
    place = _Place(shapely.total_bounds(np.array([*shapes, seats], dtype=object)).tolist(), room)
    for number, shape in enumerate(shapes):
        look = slot(number)
        paper.shape(place.shape(shape), fill=look.colour, edge="#333333", width=width)
    return place


def shapes_of(county: CountyResult) -> list[BaseGeometry]:
    """The polygons of a county's zones, in degrees."""
    return [shapely.from_wkb(base64.b64decode(zone.shape)) for zone in county.zones]


def dots(batch: Batch, key: str, language: Language) -> Paper | None:
    """A figure of every county, a dot each, the median as a line, today and under the plan; of too few, none.

    Before and after are of the same counties, those with zones of today; where these are too few, all counties stand
    under the plan alone.
    """
    keys = {"before_zoning": f"today_{key}", "after_zoning": key}
    found = _known(batch, keys.values(), today=True)
    if len(found) < FEWEST:
        del keys["before_zoning"]
        found = _known(batch, keys.values(), today=False)
    if len(found) < FEWEST:
        return None
    lines = [(word, [held[k] for held in found]) for word, k in keys.items()]
    high = 16.0 + 13 * len(lines)
    paper = Paper(WIDTH, high)
    across = scale([value for _, values in lines for value in values])
    drawn = axes(paper, Box(30, 13, WIDTH - 6, high - 2), across, (-0.5, len(lines) - 0.5))
    drawn.set_yticks(range(len(lines)))
    drawn.set_yticklabels([say(f"workbench.field.{word}", language) for word, _ in reversed(lines)])
    for row, (_, values) in enumerate(reversed(lines)):
        beside = 0.16 * np.sin(2.4 * np.arange(len(values)))  # dots of equal counties stay apart
        drawn.plot(sorted(values), row + beside, "o", color="#4477AA", markersize=4, alpha=0.6, linestyle="none")
        middle = float(np.median(values))
        drawn.plot([middle, middle], [row - 0.35, row + 0.35], color="#C00000", linewidth=2)
    for words in drawn.get_yticklabels():
        words.set_fontproperties(lettering().properties(7.5))
    paper.text((30 + WIDTH) / 2, 2.5, FIGURES[key].header(language), 7.5, across="center")
    return paper


def _known(batch: Batch, keys: Iterable[str], *, today: bool) -> list[Mapping[str, float]]:
    """Figures of the counties that have all of these, of those with zones of ``today`` alone where asked."""
    wanted = list(keys)
    solved = [one.base.figures for one in batch.counties if one.base and one.base.solved and (one.today or not today)]
    return [held for held in solved if all(math.isfinite(held.get(key, math.nan)) for key in wanted)]
