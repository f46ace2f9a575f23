"""The roads people drive on: a layer of lines to lines with a speed and the directions they may be driven in.

The columns of speed and direction are named in the settings or recognised by their headings. What it may get wrong: a
road without a speed of its own goes at the one default; heights are not known, so neither are slopes; letters F and T
are "as drawn" and "against" where the column also holds B, else "no" and "yes".
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import shapely

from geodata.coordinates.crs import System, on_wgs84
from geodata.naming.matching import columns_of, written
from geodata.tables.cells import FALSE, TRUE, decimal, simple
from geodata.tables.columns import find, plain
from geodata.tables.findings import Findings, nearest
from geodata.tables.kinds import Column
from geodata.tables.settings import RoadSettings
from geodata.tables.table import Layer
from geodata.tables.units import factor
from geodata.travel.openstreetmap import not_driven, speed_of
from zoning.model.county import Bools, Floats, Ints
from zoning.model.errors import cut
from zoning.texts import Language, Message, joined, say, table

V = TypeVar("V")
SPOKEN: tuple[Language, ...] = ("zh", "en")
"""The languages of a message that was spoken already, in its order."""
Ways = tuple[bool, bool]
"""Whether a road may be driven as drawn, and against."""
SPEED = Column(
    "speed_kmh",
    ("speed", "maxspeed", "speed limit", "限速", "车速", "时速", "速度", "设计时速", "设计速度", "行车速度"),
    ("km/h", "kmh", "kph", "公里/小时", "千米/小时", "公里每小时"),
)
TAG = "maxspeed"
"""The column of OpenStreetMap: of its odd values, and the 0 of its extracts, the default speed counts."""
ONE_WAY = Column("one_way", ("oneway", "单行", "单行线", "单行道", "单向", "是否单行", "通行方向"))
LEAST_KMH, MOST_KMH = 1.0, 200.0
"""Slower or faster is a slip: another unit, or a 0 that means unknown."""
BOTH, FORWARD, BACKWARD = (True, True), (True, False), (False, True)
WORDS: dict[str, Ways] = {
    **dict.fromkeys((*FALSE, "both", "双向", "双行", "双向通行", "reversible", "alternating"), BOTH),
    **dict.fromkeys((*TRUE, "forward", "ft", "单行", "单向", "顺向", "正向"), FORWARD),
    **dict.fromkeys(("-1", "backward", "reverse", "tf", "逆向", "反向"), BACKWARD),
}
LETTERS: dict[str, Ways] = {"b": BOTH, "f": FORWARD, "t": BACKWARD}
NEAR_DEGREES = 1.0
"""A road further than this from every station, some 100 km, serves none of them."""


@dataclass(frozen=True)
class Roads:
    """The m lines near the stations, in degrees (WGS 84), and how they may be driven.

    ``lines`` (m,) LineStrings, ``speed_kmh`` (m,), ``ways`` (m, 2) whether as drawn, and against; ``own`` says how many
    have a speed of their own.
    """

    lines: npt.NDArray[np.object_]
    speed_kmh: Floats
    ways: Bools
    own: int


def read_roads(
    layer: Layer, system: System, rule: RoadSettings, default_kmh: float, seats: tuple[Floats, Floats], found: Findings
) -> Roads | None:
    """The roads near the stations, or ``None`` when any is unusable.

    Parameters
    ----------
    system : that of the layer's coordinates
    rule : the settings ``[roads]``
    default_kmh : speed of a road without one of its own
    seats : longitudes and latitudes of the stations
    """
    before = found.faults
    layer, skipped = _driven(layer, found)
    speed_column = _column(layer, rule.speed_column, SPEED, "roads.speed_column", found)
    way_column = _column(layer, rule.one_way_column, ONE_WAY, "roads.one_way_column", found)
    limits = {"least": f"{LEAST_KMH:g}", "most": f"{MOST_KMH:g}", "default": f"{default_kmh:g}"}
    spared = "geodata.notice.speeds_unread" if plain(speed_column or "") == TAG else None
    speeds = _read(layer, speed_column, _speed, Message("geodata.roads.speed", limits), found, spared)
    lettered = any(str(f.properties.get(way_column or "")).strip().casefold() == "b" for f in layer.features)
    parse = partial(_ways, words=WORDS | LETTERS if lettered else WORDS)
    ways = _read(layer, way_column, parse, Message("geodata.roads.one_way"), found)
    parts, road = _lines(layer, system, skipped, found)
    if found.faults > before:
        return None
    (west, south), (east, north) = ([extreme(axis) for axis in seats] for extreme in (np.min, np.max))
    box = shapely.box(west - NEAR_DEGREES, south - NEAR_DEGREES, east + NEAR_DEGREES, north + NEAR_DEGREES)
    near = shapely.intersects(parts, box)
    if not near.any():
        found.wrong(Message("geodata.roads.elsewhere"), layer.file)
        return None
    parts, road = parts[near], road[near]
    own = np.array([np.nan if speed is None else speed for speed in speeds])[road]
    both = np.array([BOTH if way is None else way for way in ways], dtype=bool)[road]
    return Roads(parts, np.where(np.isnan(own), default_kmh, own), both, int((~np.isnan(own)).sum()))


def _driven(layer: Layer, found: Findings) -> tuple[Layer, int]:
    """The layer, ways that no car drives left without a geometry so that rows stay, and the number of these."""
    others = not_driven([feature.properties for feature in layer.features])
    if not others or len(others) == len(layer.features):
        return layer, 0
    counted = Counter(others.values()).most_common()
    classes = Message.of(*(joined([f"{_class(word, spoken)} {n}" for word, n in counted], spoken) for spoken in SPOKEN))
    found.note("geodata.notice.not_driven", file=layer.file, count=len(others), classes=classes)
    kept = (f if at not in others else replace(f, properties={}, geometry=None) for at, f in enumerate(layer.features))
    return replace(layer, features=tuple(kept)), len(others)


def _class(word: str, language: Language) -> str:
    """A class of ways as people call it; one that is not known as it is written."""
    return say(f"geodata.way.{word}", language) if f"way.{word}" in table("geodata", language) else word


def _column(layer: Layer, named: str | None, column: Column, key: str, found: Findings) -> str | None:
    """The attribute the settings name, else the first whose heading is known; ``None`` where there is none."""
    names = columns_of(layer)
    if named is not None and named not in names:
        says = Message("geodata.roads.no_column", {"hint": nearest(named, names), "columns": names, "key": key})
        found.wrong(says, layer.file, None, key, named)
    if named is not None:
        return named
    for name in names:
        meant, unit = find(name, (column,))
        if meant is not None and unit:
            values = {"unit": unit, "expected": column.units[0], "hint": factor(unit, column.units[0])}
            found.wrong(Message("geodata.table.unit", values), layer.file, 1, name)
        elif meant is not None:
            return name
    return None


def _read(
    layer: Layer,
    column: str | None,
    parse: Callable[[Any], V | None],
    says: Message,
    found: Findings,
    spared: str | None = None,
) -> list[V | None]:
    """The value of every feature, ``None`` where blank; what cannot be read is told once for each different value.

    With ``spared``, a notice, it counts as blank and is told there.
    """
    known: dict[tuple[type, str], V | None] = {}
    wrong: dict[tuple[type, str], list[int]] = {}
    values: list[V | None] = []
    for row, feature in enumerate(layer.features, start=1):
        value = feature.properties.get(column) if column else None
        blank = str(value if value is not None else "").strip().casefold() in ("", "nan")
        held = (type(value), str(value))
        if held not in known:
            known[held] = None if blank else parse(value)
        if not blank and known[held] is None:
            wrong.setdefault(held, []).append(row)
        values.append(known[held])
    if spared and wrong:
        counted = sorted(((cut(text), len(rows)) for (_, text), rows in wrong.items()), key=lambda one: -one[1])
        words = [f"{text} {count}" for text, count in counted]
        found.note(spared, **says.values, file=layer.file, count=sum(count for _, count in counted), words=words)
    for (_, text), rows in wrong.items() if not spared else ():
        found.wrong(Message(says.key, {**says.values, "count": len(rows)}), layer.file, rows[0], column, text)
    return values


def _speed(value: object) -> float | None:
    """Kilometres an hour, NaN for the default; zero, negative and absurd ones are none."""
    number = decimal(str(value))
    kmh = number if isinstance(number, float) else speed_of(str(value))
    return kmh if kmh is not None and (np.isnan(kmh) or LEAST_KMH <= kmh <= MOST_KMH) else None


def _ways(value: object, words: Mapping[str, Ways]) -> Ways | None:
    """In which of the two directions a road may be driven."""
    return words.get(simple(str(int(value)) if isinstance(value, bool) else written(value)))


def _lines(layer: Layer, system: System, skipped: int, found: Findings) -> tuple[npt.NDArray[np.object_], Ints]:
    """The lines in degrees, a line with several parts as several, and the feature each belongs to.

    ``skipped`` features have lost their geometry for not being driven.
    """
    shapes = np.array([feature.geometry for feature in layer.features], dtype=object)
    kinds = shapely.get_type_id(shapes)
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    lines = np.isin(kinds, (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING))
    for kind in np.unique(kinds[drawn & ~lines]):
        rows = np.flatnonzero(drawn & (kinds == kind))
        says = Message("geodata.roads.not_lines", {"count": len(rows)})
        found.wrong(says, layer.file, int(rows[0]) + 1, "geometry", shapes[rows[0]].geom_type)
    lost = int((~drawn).sum()) - skipped
    if lost:
        found.note("geodata.notice.roads_left_out", file=layer.file, count=lost)
    rows = np.flatnonzero(drawn & lines)
    west, south, east, north = shapely.bounds(shapes[rows]).reshape(-1, 4).T
    degrees = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
    if system.is_geographic:
        fits = _fits(degrees, "not_degrees", shapes, rows, layer, found)
    else:
        fits = not degrees.all() or _fits(~degrees, "not_metres", shapes, rows, layer, found)
    if not fits:
        return shapes[:0], rows[:0]
    parts, owner = shapely.get_parts(np.array(on_wgs84(list(shapes[rows]), system), dtype=object), return_index=True)
    finite = np.isfinite(shapely.bounds(parts).reshape(-1, 4).sum(axis=1))
    if not _fits(finite, "nowhere", shapes, rows[owner], layer, found):
        return shapes[:0], rows[:0]
    long = shapely.length(parts) > 0
    return parts[long], rows[owner[long]]


def _fits(good: Bools, key: str, shapes: npt.NDArray[np.object_], rows: Ints, layer: Layer, found: Findings) -> bool:
    """Whether all lines are good; else a mistake at the first that is not."""
    if good.all():
        return True
    row = int(rows[np.flatnonzero(~good)[0]])
    x, y = shapely.get_coordinates(shapes[row])[0]
    says = Message(f"geodata.roads.{key}", {"count": int((~good).sum())})
    found.wrong(says, layer.file, row + 1, "geometry", f"{x:g} {y:g}")
    return False
