"""Invalid polygons: named with reason and place, repaired when asked."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

import geodata
from geodata.space.polygons import REASONS, _tangled
from tests.geodata.coordinates.placed import keys, mistakes
from tests.geodata.county.chinese import told
from tests.geodata.drawn import draw
from tests.geodata.layered import SQUARES
from tests.geodata.space.drawn_areas import drawn, notice

# --- invalid rings
BAD: dict[str, BaseGeometry] = {
    "crossing": Polygon([(107, 30), (107.1, 30.1), (107.1, 30), (107, 30.1)]),
    "touching": Polygon(
        [
            (107, 30),
            (107.1, 30),
            (107.1, 30.1),
            (107, 30.1),
            (107, 30.05),
            (107.05, 30.06),
            (107.05, 30.04),
            (107, 30.05),
        ]
    ),
    "hole_outside": Polygon(box(107, 30, 107.1, 30.1).exterior, [box(107.02, 29.9, 107.04, 29.95).exterior]),
    "holes_nested": Polygon(
        box(107, 30, 107.1, 30.1).exterior,
        [box(107.01, 30.01, 107.09, 30.09).exterior, box(107.02, 30.02, 107.08, 30.08).exterior],
    ),
    "disconnected": Polygon(
        box(107, 30, 107.1, 30.1).exterior, [[(107.05, 30), (107.06, 30.05), (107.05, 30.1), (107.04, 30.05)]]
    ),
    "shells_nested": shapely.MultiPolygon([box(107, 30, 107.1, 30.1), box(107.02, 30.02, 107.08, 30.08)]),
}


@pytest.mark.parametrize("reason", BAD)
def test_an_invalid_polygon_is_named_with_reason_and_place(reason: str, tmp_path: Path) -> None:
    (mistake,) = mistakes(drawn(tmp_path, [BAD[reason], *SQUARES[1:]]))
    assert (mistake.says.key, mistake.row, mistake.column) == ("geodata.areas.invalid", 1, "geometry")
    assert mistake.says.values["reason"].key == f"geodata.ring.{reason}"
    assert reason in REASONS.values()
    x, y = map(float, str(mistake.value).split())
    corners = shapely.multipoints(shapely.get_coordinates(BAD[reason]))
    assert shapely.dwithin(shapely.Point(x, y), shapely.envelope(corners), 0.001)
    assert "areas.repair" in mistake.text("zh")


@pytest.mark.parametrize("reason", BAD)
def test_an_invalid_polygon_is_repaired_when_asked_and_told(reason: str, tmp_path: Path) -> None:
    at = drawn(tmp_path, [BAD[reason], *SQUARES[1:]])
    built = geodata.read(at, {"areas.repair": True})
    assert built.areas["101"].is_valid
    assert built.areas["101"].geom_type in ("Polygon", "MultiPolygon")
    (told_,) = notice(at, "areas_repaired", repair=True).values["stations"]
    name, change_km2 = told_.split()
    assert name == "A"
    assert float(change_km2) != 0 or reason in ("touching", "disconnected")


def test_the_change_of_a_repair_is_in_square_kilometres(tmp_path: Path) -> None:
    """A bow tie encloses half a square; its crossing rings cancel out to nothing before."""
    at = drawn(tmp_path, [BAD["crossing"], *SQUARES[1:]])
    (told_,) = notice(at, "areas_repaired", repair=True).values["stations"]
    half = geodata.read(draw(tmp_path / "plain")).county.outline
    assert half is not None
    assert float(told_.split()[1]) == pytest.approx(107.0 / 2, abs=0.2)


def test_a_line_that_calls_itself_a_polygon_cannot_be_repaired(tmp_path: Path) -> None:
    flat = Polygon([(107, 30), (107.1, 30.1), (107, 30), (107, 30)])
    assert keys(drawn(tmp_path, [flat, *SQUARES[1:]]), repair=True) == ["areas.invalid"]


def test_nothing_valid_is_touched_by_a_repair(tmp_path: Path) -> None:
    at = drawn(tmp_path)
    assert dict(geodata.read(at, {"areas.repair": True}).areas) == dict(geodata.read(at).areas)
    assert told(at) == ["borders_areas"]


def test_what_crosses_itself_thousands_of_times_is_no_slip_of_a_hand_and_is_not_repaired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line to and fro between two sides crosses itself once for most pairs of its edges: 300 · 299 / 2 in all."""
    ends = np.random.default_rng(0).uniform(30.0, 30.1, 300)
    tangle = Polygon([(107.0 + 0.1 * (k % 2), y) for k, y in enumerate(ends)])
    monkeypatch.setattr("geodata.space.polygons.MOST_CROSSINGS", 5000)
    monkeypatch.setattr(shapely, "make_valid", lambda *_, **__: pytest.fail("this takes minutes where there are more"))
    assert keys(drawn(tmp_path, [tangle, *SQUARES[1:]]), repair=True) == ["areas.invalid"]


def test_crossings_are_counted_as_they_are() -> None:
    """Five edges of a pentagram cross in five places."""
    star = Polygon([(np.sin(a), np.cos(a)) for a in 2 * np.pi * 2 * np.arange(5) / 5])
    assert [_tangled(star, most) for most in (4, 5)] == [True, False]
