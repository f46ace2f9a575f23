"""Hatches that any program can draw: within their shape, as dense as they say, apart from one another."""

import numpy as np
import pytest
import shapely

from workbench.draw.mapping.hatches import APART, dots, lines
from workbench.tables.palette import HATCHES

SHAPE = shapely.Polygon([(0, 0), (60, 5), (50, 40), (20, 30)], [[(20, 10), (30, 10), (30, 20), (20, 20)]])


@pytest.mark.parametrize("hatch", [hatch for hatch in HATCHES if hatch])
def test_a_hatch_fills_its_shape_and_nothing_else(hatch: str) -> None:
    drawn, spots = lines(SHAPE, hatch), dots(SHAPE, hatch)
    assert bool(drawn) != bool(len(spots)), "every hatch of the palette has lines or dots"
    near = shapely.buffer(SHAPE, 1e-6)
    assert all(near.contains(shapely.LineString(line)) for line in drawn)
    assert all(SHAPE.contains(shapely.Point(spot)) for spot in spots)
    step = APART[len(hatch)]
    if drawn:
        length = sum(shapely.LineString(line).length for line in drawn)
        directions = 2 if hatch[0] in "x+" else 1
        assert length * step / directions == pytest.approx(SHAPE.area, rel=0.05)
    else:
        assert len(spots) * step**2 == pytest.approx(SHAPE.area, rel=0.1)


def test_parts_of_a_zone_have_one_hatch() -> None:
    halves = [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)]
    both = np.sort(np.vstack([dots(half, "...") for half in halves]), axis=0)
    assert np.allclose(both, np.sort(dots(shapely.box(0, 0, 20, 10), "..."), axis=0)[: len(both)], atol=APART[3])
    ends = {tuple(np.round(line[:, 1] - line[:, 0], 6)) for half in halves for line in lines(half, "///")}
    levels = {value for pair in ends for value in pair}
    assert np.allclose(np.diff(sorted(levels)) / (APART[3] * 2**0.5), 1), "lines go on from one part to the next"
