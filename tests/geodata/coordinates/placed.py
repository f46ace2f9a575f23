"""Places, mistakes and layers shared by the tests of coordinates."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

import geodata
from tests.geodata.drawn import CODES, corner
from tests.geodata.layered import SQUARES, save
from zoning.model.errors import InputError, Mistake

SEATS = {
    code: (round(x + 0.05, 2), round(y + 0.05, 2)) for code, (x, y) in zip(CODES, map(corner, range(9)), strict=True)
}
DEGREES_M = 111_320.0


def points(*pairs: tuple[float, float]) -> tuple[Any, Any]:
    return tuple(np.array(pairs, dtype=np.float64).T)  # type: ignore[return-value]


def mistakes(at: Path, **settings: Any) -> tuple[Mistake, ...]:
    with pytest.raises(InputError) as caught:
        geodata.read(at, {f"areas.{key}": value for key, value in settings.items()})
    for mistake in caught.value.mistakes:
        assert "；" in mistake.text("zh")
        assert ";" in mistake.text("en")
    return caught.value.mistakes


def keys(at: Path, **settings: Any) -> list[str]:
    return [mistake.says.key.removeprefix("geodata.") for mistake in mistakes(at, **settings)]


def assert_in_place(areas: Any, metres: float = 1e-3) -> None:
    for code, square in zip(CODES, SQUARES, strict=True):
        assert shapely.hausdorff_distance(areas[code], square) * DEGREES_M < metres


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def without_crs(at: Path, shapes: list[Any], suffix: str = "gpkg") -> Path:
    """A layer in a format that should say its system, and does not."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return save(at / f"areas.{suffix}", shapes, crs=None)
