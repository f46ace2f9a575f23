"""Where on earth a layer lies: the system it is in, whether it may stand beside the county's, and a guess where unsaid.

The settings win over the file, and the file over the county's own system. Nothing is placed by a guess: a layer without
a system, or far from its stations, is a mistake, and the mistake names the likely system. What it may get wrong: a
shift of some 500 m, as between WGS 84 and GCJ-02, shows only where it moves stations out of their areas.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import SHIFTED, UNSTATED, System, accuracy_m, assumed, datum, is_old, on_wgs84, parse
from geodata.coordinates.shifted import from_wgs84, to_wgs84
from geodata.tables.findings import Findings
from geodata.tables.table import Layer
from zoning.model.county import Floats
from zoning.texts import Message

Seats = Mapping[str, tuple[float, float]]
"""Longitude and latitude of stations on WGS 84, by code."""
FAR_DEGREES = 0.2
"""Areas whose stations lie this far outside them, as a median, are somewhere else: some 20 km."""
REACH_DEGREES = 6
"""Belts are guessed whose central meridian is at most this far from the stations."""
DATUMS = {"Beijing 1954": "beijing54", "Xian 1980": "xian80", "New Beijing": "new_beijing54", "WGS 84": "wgs84"}
"""Word of ``[datum]`` in the texts by the name of a datum."""
HINTS = (("areas", "gcj02"), ("areas", "bd09"), ("stations", "gcj02"), ("stations", "bd09"))


@dataclass(frozen=True)
class Guess:
    """A system a layer seems to be in, and whether its x and y are swapped."""

    crs: str
    swapped: bool = False

    @property
    def says(self) -> Message:
        return Message(f"geodata.guess.{'swapped' if self.swapped else 'crs'}", {"crs": self.crs})


def system_of(
    layer: Layer, stated: int | str | None, county: System | None, key: str, settings_file: str, found: Findings
) -> System | None:
    """The system of a layer, or ``None`` when it is not known or must not stand beside the county's.

    Parameters
    ----------
    stated : what the settings say of this layer
    county : the system of the county's own coordinates, ``None`` when that is not known
    key : the section of the settings that may say it
    """
    file, column, value = (layer.file, "crs", layer.crs) if stated is None else (settings_file, f"{key}.crs", stated)
    if value == UNSTATED:
        return None
    system = county if value is None else parse(value)
    if isinstance(system, Message):
        found.wrong(system, file, None, column, str(value))
        return None
    if system is None or county is None:
        return None
    if datum(system) != datum(county) and (is_old(system) or is_old(county)):
        says = Message("geodata.crs.old_datum", {"datum": _called(system), "county": _called(county)})
        found.wrong(says, file, None, column, str(value))
        return None
    if stated is not None and layer.crs not in (None, UNSTATED) and parse(str(layer.crs)) != system:
        found.note("geodata.notice.crs_overruled", file=layer.file, own=_short(layer.crs), stated=stated, key=column)
    return system


def note_datum(system: System, what: str, found: Findings) -> None:
    """What a planner should know of coordinates on another datum than WGS 84; ``what`` is a file or a kind of place."""
    if is_old(system):
        found.note("geodata.notice.old_datum", datum=_called(system))
    if assumed(system):
        found.note("geodata.notice.datum_assumed", what=what)
    metres = accuracy_m(system)
    if metres is not None and not metres <= 1:
        within = Message("geodata.notice.within_unknown") if np.isnan(metres) else f"{metres:g} m"
        found.note("geodata.notice.other_datum", what=what, datum=datum(system), within=within)


def _called(system: System) -> Message | str:
    """The name of a datum as people call it."""
    name = datum(system)
    return Message(f"geodata.datum.{DATUMS[name]}") if name in DATUMS else name


def _short(name: str | None) -> str:
    """The name of a coordinate system, that of well-known text cut to its title."""
    text = name or ""
    return text.split('"')[1] if "[" in text and text.count('"') > 1 else text


def unsaid(layer: Layer, shapes: Mapping[str, BaseGeometry], seats: Seats, key: str, found: Findings) -> None:
    """The mistake of a layer that does not say its system, with the one it seems to be in."""
    found.wrong(Message("geodata.crs.unsaid", {"key": f"{key}.crs", "hint": hint_of(shapes, seats)}), layer.file)


def elsewhere(
    layer: Layer, raw: Mapping[str, BaseGeometry], degrees: Mapping[str, BaseGeometry], seats: Seats, found: Findings
) -> bool:
    """Whether the areas lie far from their stations, which is a mistake; told with the system they seem to be in."""
    codes = [code for code in degrees if code in seats]
    if not codes:
        return False
    away = shapely.distance([degrees[code] for code in codes], shapely.points([seats[code] for code in codes]))
    ordered = np.sort(away)  # the median as numpy has it, without the module of masked arrays that it would load
    middle = float(ordered[(len(codes) - 1) // 2] + ordered[len(codes) // 2]) / 2
    if np.isnan(ordered[-1]) or not middle > FAR_DEGREES:
        return False
    km = round(middle * 111)
    found.wrong(Message("geodata.areas.elsewhere", {"km": km, "hint": hint_of(raw, seats)}), layer.file)
    return True


def hint_of(shapes: Mapping[str, BaseGeometry], seats: Seats) -> Message:
    """Half a sentence that names the system shapes seem to be in."""
    guess = guessed(shapes, seats)
    return Message("geodata.guess.none") if guess is None else guess.says


def guessed(shapes: Mapping[str, BaseGeometry], seats: Seats) -> Guess | None:
    """The system in which most stations lie in their own shape, or at least within the bounds of all.

    ``shapes`` are in the layer's own coordinates, keyed by station where they belong to one. Without any station whose
    place is known, the first system the figures may be in.
    """
    if not shapes:
        return None
    best, most = None, 0.5
    for guess in _candidates(list(shapes.values()), seats):
        if not seats:
            return guess
        score = _share(shapes, seats, guess)
        if score > most:
            best, most = guess, score
    return best


def _share(shapes: Mapping[str, BaseGeometry], seats: Seats, guess: Guess) -> float:
    """Share of the stations inside their shapes if the guess is right; those within the bounds of all count half."""
    system = parse(guess.crs)
    assert not isinstance(system, Message), "only known systems are guessed"
    turned = [_swapped(shape) for shape in shapes.values()] if guess.swapped else list(shapes.values())
    degrees = dict(zip(shapes, on_wgs84(turned, system), strict=True))
    west, south, east, north = shapely.total_bounds(np.array(list(degrees.values()), dtype=object))
    owned = 0.0
    for code, (lon, lat) in seats.items():
        within = bool(west <= lon <= east and south <= lat <= north)
        owned += 0.51 * within
        owned += 0.49 * (within and code in degrees and bool(shapely.intersects_xy(degrees[code], lon, lat)))
    return owned / len(seats)


def _swapped(shape: BaseGeometry) -> BaseGeometry:
    turned: BaseGeometry = shapely.transform(shape, lambda xy: xy[:, ::-1])
    return turned


def _candidates(shapes: Sequence[BaseGeometry], seats: Seats) -> Iterator[Guess]:
    """Systems that figures of this size may be in, the likeliest first, then the same with x and y swapped."""
    x, y = np.median(shapely.get_coordinates(shapely.force_2d(np.array(shapes, dtype=object))), axis=0)
    lon = float(np.median([place[0] for place in seats.values()])) if seats else None
    yield from (Guess(crs) for crs in _by_size(x, y, lon))
    yield from (Guess(crs, swapped=True) for crs in _by_size(y, x, lon))


def _by_size(x: float, y: float, lon: float | None) -> Iterator[str]:
    """Systems in which a point of China may have these coordinates."""
    if 70 <= x <= 140 and 0 <= y <= 60:
        yield from ("EPSG:4490", "gcj02", "bd09")
    if not 3e5 <= y <= 6.2e6:
        return
    zone = int(x // 1_000_000)
    if 25 <= zone <= 45:
        yield f"EPSG:{4513 + zone - 25}"
    elif 13 <= zone <= 23:
        yield f"EPSG:{4491 + zone - 13}"
    elif 1e5 <= x <= 9e5:
        near = range(75, 136, 3) if lon is None else sorted(range(75, 136, 3), key=lambda middle: abs(middle - lon))
        belts = [middle for middle in near if lon is None or abs(middle - lon) <= REACH_DEGREES]
        yield from (f"EPSG:{4534 + (middle - 75) // 3}" for middle in belts)
        yield from (f"EPSG:{32600 + (middle + 183) // 6}" for middle in belts if middle % 6 == 3)
    if 7.8e6 <= x <= 1.56e7:
        yield "EPSG:3857"


def offset_hint(areas: Mapping[str, BaseGeometry], seats: Seats) -> Message | str:
    """Half a sentence on what would bring stations back into their areas, where a shifted map seems to be mixed in.

    Told only when all but one in ten would lie inside, and at least two more than do now.
    """
    codes = [code for code in areas if code in seats]
    shapes = np.array([areas[code] for code in codes], dtype=object)
    lon, lat = np.array([seats[code] for code in codes], dtype=np.float64).T
    now, best, hint = _inside(shapes, lon, lat), 0, None
    for what, name in HINTS:
        turned = SHIFTED[name]
        # Areas in a shifted system look as if all the stations were moved the other way.
        place = from_wgs84(lon, lat, turned) if what == "areas" else to_wgs84(lon, lat, turned)
        inside = _inside(shapes, *place)
        if inside > best:
            best, hint = inside, (what, name)
    if hint is None or best < now + 2 or best < 0.9 * len(codes):
        return ""
    return Message(f"geodata.guess.{hint[0]}_shifted", {"name": hint[1], "count": best})


def _inside(shapes: np.ndarray[tuple[int], np.dtype[np.object_]], lon: Floats, lat: Floats) -> int:
    return int(shapely.intersects_xy(shapes, lon, lat).sum())
