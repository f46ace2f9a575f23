"""Many made-up counties: stations at random, borders of their cells, straight ways; equal seeds, equal counties.

What it may get wrong: real counties are less even; these take about as long to solve as real ones of their size.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.spatial import Delaunay

import geodata
from geodata.county.describe import tables_of
from zoning.model.county import County
from zoning.model.stations import DEFAULT_CLASSES, Border, Station

KM = 111.2
"""Kilometres a degree of latitude."""
FIRST = 500_100
"""The code of the first county."""


def made(code: int, stations: int, seed: int = 0) -> County:
    """A county of so many stations on about 10 by 10 km each, 40 km/h."""
    rng = np.random.default_rng([seed, code])
    side = 10.0 * np.sqrt(stations) / KM
    lon, lat = 107 + side * rng.random(stations), 30 + side * rng.random(stations)
    codes = [f"{code}{100 + k}" for k in range(stations)]
    officers = rng.integers(4, 18, stations)
    rows = tuple(
        Station(
            code=codes[k],
            name=f"{k + 1}号镇派出所",
            kind="county_seat" if k == 0 else "town",
            lon=float(lon[k].round(5)),
            lat=float(lat[k].round(5)),
            area_km2=100.0,
            population=int(rng.integers(8_000, 40_000)),
            officers=int(officers[k]) + (20 if k == 0 else 0),
        )
        for k in range(stations)
    )
    corners = Delaunay(np.column_stack([lon, lat])).simplices
    pairs = sorted({(min(a, b), max(a, b)) for t in corners for a, b in ((t[0], t[1]), (t[1], t[2]), (t[0], t[2]))})
    borders = tuple(Border(a=codes[a], b=codes[b], km=float(rng.uniform(3, 12).__round__(2))) for a, b in pairs)
    away = KM * np.hypot(lon[:, None] - lon, lat[:, None] - lat)
    minutes = np.round(away * 1.35 / 40 * 60, 2)
    counts = rng.poisson(rng.gamma(2.0, 60.0, (stations, 1)) * rng.dirichlet([2.0] * len(DEFAULT_CLASSES), stations))
    return County(str(code), f"{code}县", rows, counts.astype(np.float64), minutes, borders, travel="matrix")


def write(folder: Path, sizes: Sequence[int], seed: int = 0) -> list[Path]:
    """A GeoPackage a county, named after its code."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for k, size in enumerate(sizes):
        code = FIRST + k
        paths.append(folder / f"{code}.gpkg")
        geodata.write_county(tables_of(made(code, size, seed)), paths[-1], overwrite=True)
    return paths


def of_municipality(counties: int = 38, stations: int = 943, seed: int = 0) -> list[int]:
    """Sizes of counties, 12 to 40 stations, that add up to so many."""
    rng = np.random.default_rng(seed)
    sizes = np.clip(rng.normal(stations / counties, 6, counties).round().astype(int), 12, 40)
    while (off := stations - int(sizes.sum())) != 0:
        k = int(rng.integers(counties))
        sizes[k] = np.clip(sizes[k] + np.sign(off), 12, 40)
    return [int(size) for size in sizes]
