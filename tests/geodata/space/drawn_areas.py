"""The areas of the drawn county, edited and read."""

from pathlib import Path
from typing import Any

import numpy as np
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

import geodata
from geodata.coordinates.crs import WGS84, belt, move
from tests.geodata.drawn import CODES
from tests.geodata.layered import SQUARES, county, save

PLANE = belt(np.array([107.0, 107.3]))


def notice(at: Path, key: str, **settings: Any) -> Any:
    """The one notice of a key, spoken in both languages."""
    built = geodata.read(at, {f"areas.{name}": value for name, value in settings.items()})
    (found,) = [n for n in built.notices if n.key == f"geodata.notice.{key}"]
    assert found.text("zh")
    assert found.text("en")
    return found


def drawn(tmp_path: Path, shapes: list[Any] = SQUARES, suffix: str = "gpkg", **attributes: list[Any]) -> Path:
    """The drawn county with these areas."""
    return county(tmp_path / "county", lambda at: save(at / f"areas.{suffix}", shapes, attributes or {"code": CODES}))


# --- slivers and gaps
def metres(*shapes: BaseGeometry) -> list[BaseGeometry]:
    return move(list(shapes), WGS84, PLANE)


def shifted(i: int, east_m: float) -> list[BaseGeometry]:
    """The squares with one of them moved to the east by metres."""
    flat = metres(*SQUARES)
    flat[i] = translate(flat[i], east_m)
    return move(flat, PLANE, WGS84)
