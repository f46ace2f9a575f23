"""Maps of density: stations by incidents per km² and resident, a smoothed grid, the county at other hours and seasons.

Classes of stations are of about as many stations each (quantiles); those of a grid and of hours beside each other halve
from the greatest value down, so that one shade darker is twice as dense. What it may get wrong: a dark large station
may be one town in empty mountains; the grid shows that, where calls have points.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import WGS84, move_points
from geodata.density.parts import BANDS, SEASONS, Part
from systems.density.records import Density, Rate, Smoothed
from workbench.draw.ground import Ground
from workbench.draw.labels import Box
from workbench.draw.layers import Layer, Record, field, named, packaged
from workbench.draw.mapping.legend import north, scale_bar
from workbench.draw.mapping.sheet import FRAME, Frame
from workbench.draw.paper import Paper
from workbench.draw.qgis import looks
from workbench.draw.qgis.project import project_of
from workbench.draw.theme import MARKS, Leaf, Spot, Theme, classes, draw, draw_areas, draw_legend, foot, steps
from workbench.tables.studies.density import named as part_name
from zoning.judge.figures import FIGURES, Figure
from zoning.model.county import County, Floats
from zoning.model.plan import Plan
from zoning.texts import Language, say

RATES = {"per_km2": "incidents_per_km2", "per_1000": "incidents_per_1000"}
NAMED = 12
"""Hot villages that have their names on the map."""
GAP, HEAD, FOOT, SIDE = 3.0, 6.0, 8.0, 12.0
"""Between small maps, the height of what each is called, room for the scale bar and for the arrow, in mm."""


@dataclass(frozen=True)
class Drawing:
    """What maps are made of: what was found, the county and its ground, the zones whose lines are drawn, if any."""

    found: Density
    county: County
    ground: Ground
    language: Language
    plan: Plan | None = None

    def leaf(self, theme: Theme) -> Leaf:
        return Leaf(theme, self.county, self.ground, self.language, self.plan)

    def say(self, key: str, **values: object) -> str:
        return say(f"workbench.theme.{key}", self.language, **values)

    def title(self, key: str) -> str:
        part = part_name(self.found.part, self.county.classes, self.language)
        return self.say(f"density_{key}", county=self.county.name, part=part)

    def values(self, rate: str, part: Part) -> Floats:
        """(n,) a figure of the stations, NaN where not known or not shown."""
        held = {
            one.place.code: getattr(one, rate)
            for one in self.found.densities
            if one.place.kind == "station" and one.part == part
        }
        return np.array([held.get(code) for code in self.county.codes], dtype=np.float64)


def themes(drawing: Drawing) -> Iterator[Theme]:
    """The maps of a whole sheet: each rate that is known, and the grid where there is one."""
    spots = tuple(hot_spots(drawing))
    told = (drawing.say("density_hot"),) if spots else ()
    for rate, key in RATES.items():
        values = drawing.values(rate, drawing.found.part)
        if np.isfinite(values).any():
            lines = (drawing.say("density_quantiles"), *told)
            yield Theme(f"density_{rate}", drawing.title(rate), FIGURES[key], values, spots=spots, lines=lines)
    grid = drawing.found.grid
    if grid is not None:
        figure = FIGURES["smoothed_per_km2"]
        values = np.array([square.per_km2 for square in grid.squares])
        sizes = {"cell": f"{grid.cell_m:,.0f}", "width": f"{grid.bandwidth_m:,.0f}"}
        lines = (drawing.say("density_halves"), drawing.say("density_grid_line", **sizes))
        yield Theme(
            "density_grid", drawing.title("grid"), figure, values, lines=lines,
            cells=tuple(squares(grid, drawing.ground)), bounds=halves(figure, values),
        )  # fmt: skip


def hot_spots(drawing: Drawing) -> Iterator[Spot]:
    """The villages that are more than chance, the clearest with their names."""
    places = {village.code: village for village in drawing.county.bureau.villages}
    for k, one in enumerate(drawing.found.villages):
        if one.place.code in places:
            at = places[one.place.code]
            yield Spot(at.lon, at.lat, "hot_village", at.name if k < NAMED else "")


def squares(grid: Smoothed, ground: Ground) -> list[BaseGeometry]:
    """The cells of a grid in the plane of the ground, cut to the county."""
    lon, lat = (np.array([getattr(one, axis) for one in grid.squares]) for axis in ("lon", "lat"))
    x, y = (np.floor(part / grid.cell_m) * grid.cell_m for part in move_points(lon, lat, WGS84, ground.crs))
    land = ground.merged(range(len(ground.areas)))
    shapely.prepare(land)
    whole = np.asarray(shapely.box(x, y, x + grid.cell_m, y + grid.cell_m))
    cut = np.flatnonzero(~shapely.contains_properly(land, whole))
    whole[cut] = shapely.intersection(whole[cut], land)
    return list(whole)


def halves(figure: Figure, values: Floats) -> tuple[float, ...]:
    """Upper ends of at most five classes, each half of the next, those that have a value."""
    held = [figure.rounded(float(value)) for value in values if math.isfinite(value)]
    if len(set(held)) <= 5:
        return steps(figure, values)
    ends = [max(held) / 2**k for k in (4, 3, 2, 1, 0)]
    lows = [-math.inf, *ends[:-1]]
    return tuple(
        max(value for value in held if low < value <= end)
        for low, end in zip(lows, ends, strict=True)
        if any(low < value <= end for value in held)
    )


def times(drawing: Drawing) -> Paper | None:
    """The county in every band of hours and every season, all by the same classes; ``None`` where neither is known."""
    every = [*(Part("band", key) for key in BANDS), *(Part("season", key) for key in SEASONS)]
    known = [(part, values) for part in every if np.isfinite(values := drawing.values("per_km2", part)).any()]
    if not known:
        return None
    figure = FIGURES["incidents_per_km2"]
    together = np.concatenate([values for _, values in known])
    lines = (drawing.say("density_halves"),)
    theme = Theme(
        "density_times", drawing.title("times"), figure, together, lines=lines, bounds=halves(figure, together)
    )
    paper = Paper()
    paper.text(FRAME.left, 199, theme.title, 15)
    boxes = _boxes(len(known), drawing.ground)
    for box, (part, values) in zip(boxes, known, strict=True):
        frame = Frame.within(box, drawing.ground)
        draw_areas(paper, drawing.leaf(replace(theme, values=values)), frame)
        name = say(f"workbench.part.{part.key}", drawing.language)
        paper.text((box.left + box.right) / 2, box.top + 1, name, 10, across="center")
    scale_bar(paper, FRAME, frame.scale, drawing.language)
    north(paper, FRAME, drawing.language)
    draw_legend(paper, drawing.leaf(theme), marked=False)
    foot(paper, drawing.leaf(theme))
    return paper


def _boxes(count: int, ground: Ground) -> list[Box]:
    """Rooms of small maps, one, two or four a row: as many as show the county largest."""
    room = Box(FRAME.left, FRAME.bottom + FOOT, FRAME.right - SIDE, FRAME.top)
    options = []
    for columns in (1, 2, 4):
        wide, high = (room.width + GAP) / columns, room.height / -(-count // columns)
        options.append(
            [
                Box(
                    room.left + k % columns * wide,
                    room.top - (k // columns + 1) * high,
                    room.left + (k % columns + 1) * wide - GAP,
                    room.top - k // columns * high - HEAD,
                )
                for k in range(count)
            ]
        )
    return max(options, key=lambda boxes: Frame.within(boxes[0], ground).scale)


def files(drawing: Drawing) -> dict[str, bytes]:
    """Every map as PNG and SVG, and the layers of all of them."""
    papers = {theme.key: draw(drawing.leaf(theme)) for theme in themes(drawing)}
    beside = times(drawing)
    papers |= {} if beside is None else {"density_times": beside}
    made = {f"{key}.png": paper.png() for key, paper in papers.items()}
    made |= {f"{key}.svg": paper.svg() for key, paper in papers.items()}
    return made | {"density.gpkg": package(drawing)}


def package(drawing: Drawing) -> bytes:
    """A GeoPackage with the layers ``grid``, ``stations`` with their rates in every part, and hot ``villages``."""
    language, ground = drawing.language, drawing.ground
    notice = named({"notice": drawing.county.notice or None}, language)
    called = {key: say(f"workbench.field.{key}", language) for key in ("kind", "village", "short_name")}
    held = []
    for theme in themes(drawing):
        shown = field(theme.figure, language)
        if theme.key == "density_grid":
            records: list[Record] = [{shown: float(value)} | notice for value in theme.values]
            held.append(
                Layer("grid", records, ground.degrees(theme.cells), looks.shaded_cells(shown, _looks(theme, language)))
            )
        elif theme.key == "density_per_km2":
            style = looks.shaded(shown, _looks(theme, language), called["short_name"], called["short_name"])
            held.append(Layer("stations", _stations(drawing), ground.degrees(ground.areas), replace(style, words=None)))
    spots = list(hot_spots(drawing))
    if spots:
        kind = say("workbench.map.mark_hot_village", language)
        excess = [
            {
                field(FIGURES["period_incidents"], language): one.excess.count,
                field(FIGURES["rate_ratio"], language): one.excess.ratio,
            }
            for one in drawing.found.villages
        ]
        names = [one.place.name for one in drawing.found.villages]
        records = [
            named({"kind": kind, "village": name}, language) | more | notice
            for name, more in zip(names, excess, strict=True)
        ]
        style = looks.spots({kind: MARKS["hot_village"]}, called["kind"], called["village"])
        held.append(Layer("villages", records, [shapely.Point(spot.lon, spot.lat) for spot in spots], style))
    return packaged(held, project_of(drawing.title("per_km2"), "density.gpkg", ground), language)


def _looks(theme: Theme, language: Language) -> list[tuple[str, float | None, str]]:
    """Label, upper end of the stored values and colour of every class."""
    known = [float(value) for value in theme.values if math.isfinite(value)]
    ends: list[float | None] = [max(v for v in known if theme.figure.rounded(v) <= end) for end in theme.steps]
    ends += [None] if len(known) < len(theme.values) else []
    return [(words, end, fill) for (words, fill, _), end in zip(classes(theme, language), ends, strict=True)]


def _stations(drawing: Drawing) -> list[Record]:
    """One record a station: its rates in all, and per km² in every part."""
    language, county = drawing.language, drawing.county
    own: dict[str, list[Rate]] = {code: [] for code in county.codes}
    for one in drawing.found.densities:
        if one.place.kind == "station":
            own[one.place.code].append(one)
    return [
        named({"code": s.code, "name": s.name, "short_name": county.short_names[s.code]}, language)
        | dict(_fields(drawing, own[s.code]))
        | named({"notice": county.notice or None}, language)
        for s in county.stations
    ]


def _fields(drawing: Drawing, rates: Sequence[Rate]) -> Iterator[tuple[str, object]]:
    """Fields of the rates of one station: those of the part that is mapped by their names, the others with theirs."""
    language = drawing.language
    for one in rates:
        per_km2, per_1000 = (field(FIGURES[key], language) for key in RATES.values())
        if one.part == drawing.found.part:
            shown = None if one.per_1000 is None else FIGURES["incidents_per_1000"].shown(one.per_1000)
            yield from ((per_km2, one.per_km2), (per_1000, shown))
        else:
            yield f"{part_name(one.part, drawing.county.classes, language)} {per_km2}", one.per_km2
