"""Calls on a grid are those of a plain count, smoothing loses none of them, and no single one is written."""

import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import Point, box

import geodata
from geodata.calls.count import Wanted, count_calls
from geodata.density.grid import Grid, Gridded, grid_of, table
from geodata.density.kernel import REACH, bandwidth, contributing, error, smoothed, widest
from geodata.density.parts import Part, season, years_of
from geodata.space.ground import ground
from tests.geodata.calls.made import named

TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return named(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def grid(county: Path) -> Grid:
    (county / "incidents.csv").write_text(
        "station,class,count\n" + "".join(f"10{i},{c},1\n" for i in range(1, 10) for c in ("dispute", "traffic"))
    )
    built = geodata.read(county)
    (county / "incidents.csv").unlink()
    return grid_of(ground(built.county, built.areas))


def test_the_grid_has_the_finest_cells_that_are_few_enough_and_covers_the_county_alone(grid: Grid) -> None:
    assert grid.cell == 500.0  # 29 km by 33 km: of 250 m it would be 117 by 135 cells
    assert grid.inside.size <= 15_000
    lon, lat = grid.middles()[grid.inside.ravel()].T
    edge = 0.0053  # a cell, in degrees
    assert lon.min() > 107 - edge
    assert lon.max() < 107.3 + edge
    assert lat.min() > 30 - edge
    assert lat.max() < 30.3 + edge


def test_points_lie_in_the_cell_whose_square_holds_them(grid: Grid) -> None:
    rng = np.random.default_rng(1)
    points = np.column_stack([rng.uniform(106.9, 107.4, 300), rng.uniform(29.9, 30.4, 300)])
    points[:5] = np.nan
    found = grid.cells(points)
    assert (found[:5] == -1).all()
    middles = grid.middles()
    for point, cell in zip(points[5:], found[5:], strict=True):
        within = box(107, 30, 107.3, 30.3).contains(Point(point))
        assert (cell >= 0) >= within
        if cell >= 0:  # the nearest middle, in metres
            away = np.hypot((middles[:, 0] - point[0]) * math.cos(math.radians(30.15)), middles[:, 1] - point[1])
            assert away[cell] * 111_200 < away.min() * 111_200 + 5


def test_counts_by_part_are_those_of_a_plain_loop(grid: Grid) -> None:
    rng = np.random.default_rng(2)
    n = 400
    points = np.column_stack([rng.uniform(106.98, 107.32, n), rng.uniform(29.98, 30.32, n)])
    classes, months, hours = rng.integers(0, 2, n), rng.integers(1, 13, n), rng.integers(0, 24, n)
    clocked = rng.random(n) < 0.8
    gridded = Gridded(grid, ["dispute", "traffic"])
    for half in (slice(0, 150), slice(150, n)):
        gridded.add(points[half], classes[half], months[half], hours[half], clocked[half])
    truth = np.zeros_like(gridded.counts)
    names = ["dispute", "traffic"]
    bands = ["night"] * 6 + ["morning"] * 6 + ["afternoon"] * 6 + ["evening"] * 6
    of_month = dict(
        zip(range(1, 13), ["winter"] * 2 + ["spring"] * 3 + ["summer"] * 3 + ["autumn"] * 3 + ["winter"], strict=True)
    )
    for k, cell in enumerate(grid.cells(points)):
        if cell < 0:
            continue
        held = [Part(), Part("class", names[classes[k]]), Part("season", of_month[int(months[k])])]
        held += [Part("band", bands[hours[k]])] if clocked[k] else []
        for part in held:
            truth[gridded.parts.index(part), cell] += 1
    assert (gridded.counts == truth).all()
    assert 0 < truth[0].sum() < n


def by_hand(counts: np.ndarray, inside: np.ndarray, h: float) -> np.ndarray:
    """The sum over all pairs of cells, with the kernel cut at its reach along both axes."""
    reach = int(REACH * h + 0.5)
    g = [math.exp(-(d**2) / (2 * h * h)) for d in range(-reach, reach + 1)]
    kernel = {d: value / sum(g) for d, value in zip(range(-reach, reach + 1), g, strict=True)}
    found = np.zeros(counts.shape)
    cells = list(np.ndindex(counts.shape))
    for x in cells:
        weights = {u: kernel.get(u[0] - x[0], 0.0) * kernel.get(u[1] - x[1], 0.0) for u in cells if inside[u]}
        for u, weight in weights.items():
            found[u] += counts[x] * weight / sum(weights.values()) if inside[x] else 0.0
    return found


def test_smoothing_is_the_sum_of_kernels_and_loses_no_incident_over_the_edge() -> None:
    rng = np.random.default_rng(3)
    inside = np.ones((9, 12), dtype=bool)
    inside[:3, :4] = inside[7:, 5:] = False
    counts = np.where(inside, rng.poisson(0.5, inside.shape), 0).astype(float)
    counts[8, 0] = 7.0
    for h in (1.0, 1.7):
        found = smoothed(counts, inside, h)
        assert found == pytest.approx(by_hand(counts, inside, h))
        assert found.sum() == pytest.approx(counts.sum())
        assert not found[~inside].any()


def test_behind_a_density_stand_at_least_as_many_incidents_as_it_is_worth() -> None:
    counts = np.zeros((21, 21))
    counts[10, 10], counts[2, 2] = 5, 1
    behind = contributing(counts, 1.5)
    assert behind[10, 10] == pytest.approx(5)
    assert behind[2, 2] == pytest.approx(1)
    assert behind.max() <= counts.sum()
    assert behind[10, 13] == pytest.approx(5 * math.exp(-9 / (2 * 1.5**2)), rel=1e-3)


def test_the_widest_bandwidth_is_scotts_of_a_normal_cloud_and_far_ones_do_not_widen_it() -> None:
    rng = np.random.default_rng(4)
    x, y = rng.normal(200, 20, (2, 20_000)).round().astype(int)
    counts = np.zeros((400, 400))
    np.add.at(counts, (y, x), 1)
    wanted = 20 * 20_000 ** (-1 / 6)
    assert widest(counts) == pytest.approx(wanted, rel=0.02)
    counts[0, 0] += 1000
    assert widest(counts) == pytest.approx(wanted, rel=0.2)
    assert widest(np.eye(2)) == widest(np.zeros((2, 2))) == 1


def test_a_bandwidth_is_judged_by_what_each_incident_says_of_the_others() -> None:
    rng = np.random.default_rng(7)
    inside = np.ones((8, 8), dtype=bool)
    inside[0, :5] = False
    counts = np.where(inside, rng.poisson(0.6, inside.shape), 0).astype(float)
    total = counts.sum()
    left = 0.0
    for x in map(tuple, np.argwhere(counts)):
        without = counts.copy()
        without[x] -= 1
        left += counts[x] * by_hand(without, inside, 1.3)[x] / (total - 1)
    wanted = (by_hand(counts, inside, 1.3) ** 2).sum() / total**2 - 2 * left / total
    assert error(counts, inside, 1.3) == pytest.approx(wanted)


def test_several_towns_are_smoothed_less_than_one_cloud_and_few_incidents_more() -> None:
    rng, inside = np.random.default_rng(8), np.ones((120, 120), dtype=bool)

    def drawn(count: int, seats: list[tuple[int, int]], wide: float) -> np.ndarray:
        counts = np.zeros(inside.shape)
        for seat in seats:
            y, x = (rng.normal(at, wide, count // len(seats)).round().clip(0, 119).astype(int) for at in seat)
            np.add.at(counts, (y, x), 1)
        return counts

    seats = [(20, 20), (20, 100), (100, 20), (100, 100), (60, 60)]
    towns = drawn(5000, seats, 3)
    assert bandwidth(towns, inside, 250) < 0.4 * 250 * widest(towns)
    assert bandwidth(drawn(5000, [(60, 60)], 15), inside, 250) > bandwidth(towns, inside, 250)
    assert bandwidth(drawn(100, seats, 3), inside, 250) >= bandwidth(towns, inside, 250)
    assert bandwidth(np.zeros((3, 3)), inside[:3, :3], 250) == 250


def test_no_count_below_the_least_and_no_lone_call_is_written(grid: Grid) -> None:
    counts = np.zeros(grid.inside.size, dtype=np.int64)
    rows, columns = grid.inside.shape
    town, farm = 20 * columns + 20, 50 * columns + 45
    counts[town], counts[farm], counts[town + 6] = 50, 1, 2
    head, *written = table(grid, [(Part(), counts), (Part("class", "traffic"), counts)], 3, 2.0)
    assert head == ("lon", "lat", "cell_m", "bandwidth_m", "count", "all", "class:traffic")
    middles = grid.middles().round(6)
    held = {(row[0], row[1]): row for row in written}
    assert [row[4] for row in written if row[4] != ""] == [50]
    assert held[tuple(middles[town])][4] == 50
    assert tuple(middles[farm]) not in held
    whole = smoothed(counts.reshape(rows, columns).astype(float), grid.inside, written[0][3] / grid.cell)
    top = whole.max() / (grid.cell / 1000) ** 2 / 2
    assert held[tuple(middles[town])][5:] == (pytest.approx(top, rel=5e-3),) * 2


def test_a_list_with_points_leaves_a_grid_and_one_without_does_not(county: Path, tmp_path: Path) -> None:
    calls = tmp_path / "calls.csv"
    rows = [f"2023-01-02 03:{k:02d}:05,东山,纠纷,107.05,30.05" for k in range(20)]
    calls.write_text(
        "报警时间,管辖派出所,警情类别,经度,纬度\n" + "\n".join([*rows, "2023-02-02 03:00:01,西河,交通,107.15,30.05"])
    )
    tables = geodata.read_source(county)
    _, sheets = count_calls(tables, calls, Wanted(TODAY, gridded=True))
    assert {row[4] for row in sheets.grid[1:] if row[4] != ""} == {20}
    near = [row for row in sheets.grid[1:] if abs(row[0] - 107.15) < 0.01]
    assert not near, "a lone call shows nowhere"
    _, without = count_calls(tables, calls, Wanted(TODAY))
    assert not without.grid


def test_seasons_and_the_years_of_periods() -> None:
    assert season(np.arange(1, 13)).tolist() == [3, 3, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3]
    assert years_of(["2023-01", "2023-04", "2023年12月"]) == 0.25, "nine months were not counted"
    assert years_of(["2023-01", "2023-12"], pooled=True) == 1.0, "nobody knows which months were put together"
    assert years_of(["2023Q1", "2023Q2"]) == 0.5
    assert years_of(["2023", "2024年"]) == 2.0
    assert years_of(["上半年"]) is None
    assert years_of([]) is None
