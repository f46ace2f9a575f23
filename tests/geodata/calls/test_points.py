"""Points of calls: swapped ones turned, far ones in no village, another system seen; and how many units are others'."""

import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import geodata
from geodata.calls.count import Wanted, count_calls
from geodata.calls.points import CANDIDATES, LOOKED_AT, Box, located
from geodata.calls.result import CallCount, Sheets
from geodata.coordinates.crs import parse
from geodata.coordinates.shifted import Shifted, from_wgs84
from tests.geodata.calls.made import named
from tests.geodata.drawn import CODES, corner, draw
from zoning.texts import Message

TODAY = date(2026, 1, 1)
VILLAGES = "code,name,station,lon,lat\nv1,一村,101,107.02,30.02\nv2,二村,101,107.08,30.08\n"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = named(tmp_path_factory.mktemp("county"))
    (folder / "villages.csv").write_text(VILLAGES, encoding="utf-8")
    return folder


def counted(county: Path, folder: Path, rows: list[str], points: str | None = None) -> tuple[CallCount, Sheets]:
    path = folder / "calls.csv"
    path.write_text("\n".join(["时间,派出所,类别,经度,纬度", *rows]), encoding="utf-8")
    return count_calls(geodata.read_source(county), path, Wanted(TODAY, points=points, gridded=True))


def spread(system: str, count: int, *, units: bool) -> list[str]:
    """Calls all over the county, on the border of its stations as well as within, on a system."""
    rnd = random.Random(1)
    rows = []
    for k in range(count):
        square = rnd.randrange(9)
        x, y = (edge + rnd.uniform(0.0005, 0.0995) for edge in corner(square))
        held = CANDIDATES[system]
        if isinstance(held, Shifted):
            (x,), (y,) = from_wgs84(np.array([x]), np.array([y]), held)
        unit = CODES[square] if units else ""
        rows.append(f"2023-01-{1 + k % 28:02d} {k % 24:02d}:{k % 60:02d}:01,{unit},纠纷,{x},{y}")
    return rows


def test_swapped_points_are_turned_and_told(county: Path, tmp_path: Path) -> None:
    rows = [
        "2023-01-05 10:00:01,,纠纷,30.03,107.03",
        "2023-01-05 10:00:02,101,纠纷,30.07,107.09",
        "2023-01-05 10:00:03,101,纠纷,107.03,30.03",
        "2023-01-05 10:00:04,,纠纷,31.0,110.0",
    ]
    found, sheets = counted(county, tmp_path, rows)
    assert (found.counted, found.turned_points, found.not_counted["outside"], found.far_points) == (3, 2, 1, 0)
    assert sheets.villages[1:] == [("101", "v1", "dispute", 2), ("101", "v2", "dispute", 1)]


@pytest.mark.parametrize("system", ["EPSG:4326", "gcj02", "bd09", "EPSG:4544"])
def test_a_swapped_point_is_the_same_point_on_every_system(tmp_path: Path, system: str) -> None:
    draw(tmp_path)
    box, parsed = Box.of(geodata.build(geodata.read_source(tmp_path))), parse(system)
    assert not isinstance(parsed, Message)
    straight = np.array([[107.05, 30.05]]) if system != "EPSG:4544" else np.array([[697_000.0, 3_327_000.0]])
    points, turned = located(straight.copy(), parsed, box)
    other, also = located(straight[:, ::-1].copy(), parsed, box)
    assert (turned.tolist(), also.tolist()) == ([False], [True])
    assert np.array_equal(points, other)


def test_a_point_far_from_the_county_is_in_no_village_and_no_cell(county: Path, tmp_path: Path) -> None:
    near = [f"2023-01-05 10:0{k}:01,101,纠纷,107.03,30.03" for k in range(5)]
    far = ["2023-01-05 11:00:01,101,纠纷,116.4,39.9", "2023-01-05 11:00:02,101,纠纷,0,0"]
    found, sheets = counted(county, tmp_path, [*near, *far])
    assert (found.counted, found.far_points, found.turned_points) == (7, 1, 0)
    assert sheets.villages[1:] == [("101", "v1", "dispute", 5)]
    assert sum(int(str(row[4])) for row in sheets.grid[1:] if row[4] != "") == 5


@pytest.mark.parametrize("units", [True, False])
@pytest.mark.parametrize("true", ["gcj02", "bd09"])
def test_points_on_a_system_that_nobody_stated_are_told(county: Path, tmp_path: Path, true: str, units: bool) -> None:
    rows = spread(true, 3000, units=units)
    found, _ = counted(county, tmp_path, rows)
    fit = found.points_fit
    assert found.points_like == true
    assert fit["taken"] < fit["like"] <= fit["looked"] <= 2 * LOOKED_AT
    found, _ = counted(county, tmp_path, rows, points=true)
    assert (found.points_like, found.points_fit["taken"]) == (None, found.points_fit["looked"])


@pytest.mark.parametrize("stated", ["gcj02", "bd09"])
def test_a_system_that_is_stated_wrongly_is_told(county: Path, tmp_path: Path, stated: str) -> None:
    found, _ = counted(county, tmp_path, spread("wgs84", 3000, units=True), points=stated)
    assert found.points_like == "wgs84"


@pytest.mark.parametrize("system", list(CANDIDATES))
def test_units_that_are_named_at_random_say_nothing_of_a_system(county: Path, tmp_path: Path, system: str) -> None:
    rnd = random.Random(2)
    rows = [row.split(",") for row in spread(system, 3000, units=True)]
    mixed = [",".join([row[0], rnd.choice(CODES), *row[2:]]) for row in rows]
    found, _ = counted(county, tmp_path, mixed, points=system)
    assert found.points_like is None


def test_how_many_units_are_of_elsewhere_is_told_and_no_name_is(county: Path, tmp_path: Path) -> None:
    units = ("邻县某所", "邻县某所 ", "邻县二所", "诸葛春雨", "诸葛春雨")
    rows = [f"2023-01-05 10:00:0{k},{unit},纠纷,," for k, unit in enumerate(units)]
    found, _ = counted(county, tmp_path, [*rows, "2023-01-05 10:00:09,101,纠纷,,"])
    assert (found.not_counted["station"], found.unknown_units) == (5, 3)
    assert "诸葛春雨" not in repr(found)
