"""Roads laid over the drawn county, and what is read of them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from pyproj import Geod

import geodata
from tests.geodata.drawn import CODES, NAMES, adding, change, corner, draw, put
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake
from zoning.texts import Message

GRS80 = Geod(ellps="GRS80")
Place = tuple[float, float]


def seat(name: str) -> Place:
    x, y = corner("ABCDEFGHI".index(name))
    return round(x + 0.05, 2), round(y + 0.05, 2)


def street(names: str, **properties: object) -> dict[str, Any]:
    return road([seat(name) for name in names], **properties)


def road(places: Sequence[Place], **properties: object) -> dict[str, Any]:
    geometry = {"type": "LineString", "coordinates": [list(place) for place in places]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def laid(at: Path, roads: Sequence[Mapping[str, Any]], settings: str = "") -> Path:
    """The county with these roads, and with mode roads."""
    draw(at)
    change(at, "county.toml", '"straight"', '"roads"')
    put(at, "roads.geojson", json.dumps({"type": "FeatureCollection", "features": list(roads)}))
    if settings:
        adding("county.toml", f"[roads]\n{settings}")(at)
    return at


COMB = [street("ABC"), street("ADG"), street("DEF"), street("GHI")]
"""Three streets from west to east, and one along the west."""


def km(names: str) -> float:
    """Along the ellipsoid from seat to seat."""
    return float(GRS80.line_length(*zip(*map(seat, names), strict=True))) / 1000


def minutes(county: County, names: str) -> float:
    a, b = (CODES.index(next(code for code in CODES if NAMES[code] == name)) for name in names)
    return float(county.minutes[a, b])


def mistakes(at: Path) -> list[Mistake]:
    with pytest.raises(InputError) as caught:
        geodata.read(at)
    return list(caught.value.mistakes)


def keys(found: Sequence[Mistake]) -> list[str]:
    return [mistake.says.key.removeprefix("geodata.") for mistake in found]


def notices(at: Path) -> dict[str, Message]:
    return {notice.key.removeprefix("geodata.notice."): notice for notice in geodata.read(at).notices}
