"""A small county packed, read and solved once, so that the first job finds everything imported and compiled."""

import numpy as np

import geodata
from geodata.county.describe import tables_of
from geodata.county.export import packed
from solvers.engine import Engine
from solvers.solve import solve
from zoning.model.county import County
from zoning.model.policy import Policy
from zoning.model.problem import Problem
from zoning.model.stations import DEFAULT_CLASSES, Border, Station

ROWS, COLUMNS = 3, 4


def one_pass() -> None:
    """Pack, read and solve the county."""
    n = ROWS * COLUMNS
    stations = tuple(Station(code=f"{k:02}", name=f"{k:02}", kind="township", officers=5 + k % 3, area_km2=50.0,
                             lon=107.0 + k % COLUMNS / 10, lat=29.0 + k // COLUMNS / 10) for k in range(n))  # fmt: skip
    pairs = [(k, k + 1) for k in range(n) if (k + 1) % COLUMNS] + [(k, k + COLUMNS) for k in range(n - COLUMNS)]
    borders = tuple(Border(a=f"{a:02}", b=f"{b:02}", km=5.0) for a, b in pairs)
    place = np.array([divmod(k, COLUMNS) for k in range(n)], dtype=np.float64)
    minutes = np.asarray(20 * np.abs(place[:, None] - place[None, :]).sum(axis=2), dtype=np.float64)
    counts = np.asarray(1 + np.arange(n * len(DEFAULT_CLASSES)).reshape(n, -1) % 7, dtype=np.float64)
    drawn = County("500000", "warm", stations, counts, minutes, borders, travel="matrix")
    county = geodata.read_county(packed(tables_of(drawn)), name="county.gpkg")
    solve(Problem(county, Policy()), engine=Engine(1))
