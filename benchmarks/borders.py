"""How long a county of 3,000 areas takes to read: borders alone beside libpysal's rook contiguity, and all there is.

python -m benchmarks.borders [--stations 3000] [--vertices 40] [--seed 0] [--runs 3]

The areas are Voronoi cells whose borders are digitised with wiggles, the same ones from both sides; the borders serve
as roads too. All is drawn from the seed and means no real place. Every run measures ours and theirs one after the
other on the same polygons; a ratio is the median over the runs.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import geopandas  # type: ignore[import-untyped]
import numpy as np
import shapely
from libpysal.graph import Graph
from libpysal.weights import Rook
from shapely.geometry.base import BaseGeometry

import geodata
from benchmarks.measured import machine, table
from geodata.coordinates.crs import WGS84, belt, move
from geodata.space.borders import shared_km
from geodata.tables.kinds import KINDS
from geodata.tables.table import Feature, Layer, Row, Table, Tables
from zoning.model.county import Floats
from zoning.model.stations import DEFAULT_CLASSES
from zoning.result.digest import digest

KM = 3.0
"""Mean width of an area."""
LON, LAT_M = 108.0, 3_300_000.0
"""The made-up county lies on this meridian, with its southern edge so far from the equator."""
WIGGLE = 0.08
"""How far a border strays to the side, in lengths of its straight line."""
T = TypeVar("T")


def borders(n: int, vertices: int, seed: int) -> list[BaseGeometry]:
    """The borders between n areas and round them, as lines in metres, each with so many vertices between its ends."""
    rng = np.random.default_rng([seed, n])
    side = np.sqrt(n) * KM * 1000
    square = shapely.box(-side / 2, 0, side / 2, side)
    seats = rng.uniform((-side / 2, 0), (side / 2, side), (n, 2))
    for _ in range(3):  # Lloyd's steps: cells of much the same size
        drawn = shapely.voronoi_polygons(shapely.multipoints(seats), extend_to=square)
        cells = shapely.intersection(shapely.get_parts(drawn), square)
        seats = shapely.get_coordinates(shapely.centroid(cells))
    straight = shapely.get_parts(shapely.node(shapely.union_all(shapely.boundary(cells))))
    return [_wiggled(shapely.get_coordinates(line), vertices, rng) for line in straight]


def _wiggled(line: Floats, vertices: int, rng: np.random.Generator) -> BaseGeometry:
    """A random walk to either side that ends where it began."""
    along = np.linspace(0, 1, vertices + 2)
    walk = np.cumsum(rng.normal(size=len(along)))
    walk -= walk[0] + (walk[-1] - walk[0]) * along
    aside = WIGGLE * np.sin(np.pi * along) * walk / max(float(np.abs(walk).max()), 1e-9)
    start, way = line[0], line[-1] - line[0]
    places = start + along[:, None] * way + aside[:, None] * np.array([-way[1], way[0]])
    places[[0, -1]] = line[0], line[-1]
    return shapely.LineString(places)


def county(lines: list[BaseGeometry], mode: str = "straight", minutes: Floats | None = None) -> Tables:
    """The tables of a county whose areas lie between the lines, and whose roads they are."""
    shift = np.array([500_000.0, LAT_M])
    placed = [shapely.transform(line, lambda xy: xy + shift) for line in lines]
    degrees = move(placed, belt(np.array([LON])), WGS84)
    areas = list(shapely.get_parts(shapely.polygonize(np.array(degrees, dtype=object))))
    codes = [f"{100_000 + i}" for i in range(len(areas))]
    seats = shapely.get_coordinates(shapely.point_on_surface(areas)).tolist()
    classes = [entry.key for entry in DEFAULT_CLASSES]
    stations = [
        (c, f"虚构{c}所", "town", f"{x:.6f}", f"{y:.6f}", 12, "是") for c, (x, y) in zip(codes, seats, strict=True)
    ]
    incidents = [(c, key, 10 + (i + j) % 90) for i, c in enumerate(codes) for j, key in enumerate(classes)]
    tables = {
        "stations": _table("stations", ("code", "name", "kind", "lon", "lat", "officers", "has_case_area"), stations),
        "incidents": _table("incidents", ("station", "class", "count"), incidents),
    }
    if minutes is not None:
        square = [(code, *row) for code, row in zip(codes, minutes.tolist(), strict=True)]
        tables["travel"] = _table("travel", ("from", *codes), square)
    return Tables(
        {
            "code": "000000",
            "name": "虚构县",
            "years": 1,
            "crs": 4490,
            "travel": {"mode": mode},
            "roads": {"snap_m": 5000},
        },
        tables,
        _layer("areas.gpkg", areas, codes),
        _layer("roads.gpkg", degrees, [""] * len(degrees)) if mode == "roads" else None,
    )


def _layer(file: str, shapes: Sequence[BaseGeometry], codes: Sequence[str]) -> Layer:
    features = (Feature({"code": code}, shape) for code, shape in zip(codes, shapes, strict=True))
    return Layer(file, tuple(features), "EPSG:4490")


def _table(key: str, header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> Table:
    known = {column.key for column in KINDS[key].columns}
    keys = tuple(name if name in known else None for name in header)
    filled = tuple(Row(tuple(map(str, row)), line) for line, row in enumerate(rows, start=2))
    return Table(f"{key}.csv", header, keys, filled)


def seconds(work: Callable[[], T]) -> tuple[float, T]:
    """How long it takes, and what comes of it."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def contiguity(lines: list[BaseGeometry], runs: int) -> str:
    """Who touches whom, by us and by libpysal, run by run on the same polygons."""
    polygons = shapely.get_parts(shapely.polygonize(np.array(lines, dtype=object)))
    frame = geopandas.GeoDataFrame(geometry=polygons)
    ways: dict[str, Callable[[], object]] = {
        "shared_km": lambda: shared_km(list(polygons), min_m=0),
        "libpysal Graph.build_contiguity(rook)": lambda: Graph.build_contiguity(frame, rook=True),
        "libpysal weights.Rook": lambda: Rook.from_dataframe(frame, use_index=False, silence_warnings=True),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    found: dict[str, set[tuple[int, int]]] = {}
    for _ in range(runs):
        for name, work in ways.items():
            spent, result = seconds(work)
            taken[name].append(spent)
            found[name] = _pairs(result)
    ours = taken["shared_km"]
    rows = [
        [
            name,
            f"{statistics.median(times):.2f}",
            f"{statistics.median(other / own for own, other in zip(ours, times, strict=True)):.1f}",
            f"{len(found[name]):,}",
            "yes" if found[name] == found["shared_km"] else f"{len(found[name] ^ found['shared_km'])} differ",
        ]
        for name, times in taken.items()
    ]
    vertices = int(shapely.get_num_coordinates(polygons).sum())
    head = f"{len(polygons):,} areas, {vertices:,} vertices; medians of {runs} runs"
    return f"{head}\n\n{table(['who touches whom', 's', 'times ours', 'pairs', 'the same'], rows)}"


def _pairs(result: object) -> set[tuple[int, int]]:
    """Rows of the neighbours, the smaller first."""
    if isinstance(result, Graph):
        adjacency = result.adjacency
        return {(int(a), int(b)) for a, b in adjacency[adjacency != 0].index if a < b}
    if isinstance(result, Rook):
        return {(int(a), int(b)) for a, others in result.neighbors.items() for b in others if a < b}
    assert isinstance(result, tuple)
    return set(zip(result[0].tolist(), result[1].tolist(), strict=True))


def whole(lines: list[BaseGeometry]) -> str:
    """Everything that reading a county is, from tables to a county, with each way of travel; and its digest."""
    given = county(lines)
    spent, built = seconds(lambda: geodata.build(given))
    rows = [["borders from areas, straight minutes", f"{spent:.1f}"]]
    minutes = np.round(built.county.minutes, 2)
    for name, tables in (
        ("borders from areas, minutes in a square table", county(lines, "matrix", minutes)),
        ("borders from areas, minutes over roads", county(lines, "roads")),
    ):
        spent, built = seconds(partial(geodata.build, tables))
        rows.append([name, f"{spent:.1f}"])
    rows.append(["digest of the last", f"{seconds(lambda: digest(built.county))[0]:.1f}"])
    return table(["tables to a county", "s"], rows)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.borders", description="measure large counties")
    options.add_argument("--stations", type=int, default=3000, help="areas to draw")
    options.add_argument("--vertices", type=int, default=40, help="of every border, besides its ends")
    options.add_argument("--seed", type=int, default=0, help="that all is drawn from")
    options.add_argument("--runs", type=int, default=3, help="of each way to find neighbours")
    chosen = options.parse_args()
    lines = borders(chosen.stations, chosen.vertices, chosen.seed)
    print(contiguity(lines, chosen.runs), end="\n\n", flush=True)
    print(whole(lines), end="\n\n")
    print(machine())


if __name__ == "__main__":
    main()
