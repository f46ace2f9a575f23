"""What OpenStreetMap writes of roads: forms of ``maxspeed``, and ways that no car drives.

Country-wide speeds are those of China (Road Traffic Safety Law, implementing regulation, articles 45 and 78). What it
may get wrong: a limit for one direction or one hour counts for the whole way.

References: wiki.openstreetmap.org, Key:maxspeed and Key:highway.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from geodata.tables.numerals import numeral

UNITS_KMH = {"mph": 1.609344, "knots": 1.852, "knot": 1.852}
"""Of other units than km/h."""
ZONES = {"urban": 50.0, "rural": 70.0, "trunk": 80.0, "motorway": 120.0, "living_street": 10.0, "walk": 5.0}
"""km/h of ``CN:urban`` and the like; of other countries as well, for want of better."""
UNSAID = ("none", "signals", "variable", "unposted", "unknown", "implicit", "default", "sign", "no", "national")
"""Words that say no figure: the default speed counts."""
FIGURE = re.compile(
    r"(?:限速|时速)?\s*([0-9]+(?:\.[0-9]+)?)\s*(mph|knots?|km/h|kmh|kph|km|公里/小时|千米/小时|公里|千米|码)?"
)
ZONE = re.compile(r"(?:[a-z]{2}(?:-[a-z]+)?:)?(?:zone:?)?([a-z_]+|[0-9]+)")
FOOT = frozenset(
    ("footway", "path", "steps", "pedestrian", "cycleway", "bridleway", "corridor", "elevator", "platform")
)
UNBUILT = frozenset(("construction", "proposed", "planned", "abandoned", "razed", "disused", "raceway"))
DRIVEN = frozenset(
    ("motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "service", "track")
)
CLASS = ("highway", "fclass")
"""Attributes that hold the class of a way, in extracts of OpenStreetMap."""


def speed_of(text: str) -> float | None:
    """km/h behind a value, NaN where it says none, ``None`` where it means nothing: the slowest of several."""
    simple = unicodedata.normalize("NFKC", text).casefold()
    speeds = [_one(part.strip()) for part in re.split(r"[;,|、]|(?<=[0-9])\s*/\s*(?=[0-9])", simple) if part.strip()]
    if not speeds or None in speeds:
        return None
    return min((speed for speed in speeds if speed is not None and not math.isnan(speed)), default=math.nan)


def _one(text: str) -> float | None:
    if text in UNSAID:
        return math.nan
    figure = FIGURE.fullmatch(text)
    if figure is not None:
        return float(figure[1]) * UNITS_KMH.get(figure[2], 1.0)
    if (word := numeral(text.removeprefix("限速").removesuffix("公里"))) is not None:
        return word
    zone = ZONE.fullmatch(text)
    if zone is None:
        return None
    return float(zone[1]) if zone[1].isdecimal() else ZONES.get(zone[1])


def not_driven(properties: list[Mapping[str, Any]]) -> dict[int, str]:
    """Places of the ways that no car drives and their class, where the layer says classes as OpenStreetMap does.

    A way without a class, in a layer where others have one, is a river or a railway.
    """
    column = next((name for name in CLASS if any(str(p.get(name)) in DRIVEN for p in properties)), None)
    if column is None:
        return {}
    said = [str(p.get(column) or "").strip().casefold() for p in properties]
    none = (*FOOT, *UNBUILT, "", "none", "nan") if column == "highway" else (*FOOT, *UNBUILT)
    return {at: word or "—" for at, word in enumerate(said) if word in none}
