"""All plans of small maps, whatever they cost: how many there are, and how long it takes to write them all down.

    python -m benchmarks plans [--full]

Squares of n x n units in n zones of n units each are as many as published (OEIS A172477). The others are a made-up
county of :data:`STATIONS` stations in :data:`ZONES` zones, none of which stands alone: all plans, and those in a band.
"""

import time
from typing import Any

import numpy as np

from benchmarks.counties import county
from benchmarks.measured import count, table
from benchmarks.suite import Benchmark, Figures, tell
from solvers.exact.every import every_plan
from zoning.model.county import County
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.model.stations import Border, Station

PUBLISHED = {2: 2, 3: 10, 4: 117, 5: 4006, 6: 451206}
"""Divisions of n x n squares into n polyominoes of n cells."""
STATIONS, ZONES, SEED = 25, 3, 1
BANDS = (None, 0.2, 0.1, 0.05)
HEADS = {
    "en": ("map", "zones", "workload", "plans", "published", "seconds"),
    "zh": ("地图", "防区", "工作量", "方案数", "已发表", "秒"),
}
NAMES = {"en": ("square of {n} × {n}", "{n} stations"), "zh": ("{n} × {n} 方格", "{n} 个所")}
WORDS = {"en": ("any", "±{band:.0%}"), "zh": ("不限", "±{band:.0%}")}
NOTES = {
    "en": "Seconds of CPU, the points of every plan included; what is published is OEIS A172477.",
    "zh": "秒数为 CPU 时间，含每个方案的计分；已发表的数目出自 OEIS A172477。",
}


def square(size: int) -> County:
    """A square of ``size`` x ``size`` stations, all alike, a unit of way from each to the next."""
    rows = range(size * size)
    at = np.array([divmod(i, size) for i in rows], dtype=np.float64)
    ends = [(i, i + 1) for i in rows if (i + 1) % size] + [(i, i + size) for i in rows if i + size in rows]
    shared: dict[str, Any] = {"kind": "town", "lon": 0.0, "lat": 0.0, "area_km2": 1.0, "officers": 1}
    stations = [Station(code=f"{i:02d}", name=f"{i}", has_case_area=False, **shared) for i in rows]
    return County(
        code="000000",
        name="square",
        stations=tuple(stations),
        counts=np.ones((len(rows), 8)),
        minutes=np.abs(at[:, None] - at).sum(axis=2),
        borders=tuple(Border(f"{i:02d}", f"{j:02d}", 1.0) for i, j in ends),
        travel="matrix",
        speed_kmh=40.0,
        detour=1.0,
    )


def one(made: County, zones: int, stations: int, band: float | None) -> dict[str, Any]:
    """How many plans of so many zones there are, of ``stations`` at the least each and in a band, and the seconds."""
    limits = {"zones.min": zones, "zones.max": zones, "zones.min_stations": stations, "zones.alone": ()}
    problem = Problem(made, read_policy("haidong").override({**limits, "rules.workload_band": band}))
    began = time.process_time()
    plans = len(every_plan(problem))
    return {"units": len(made), "zones": zones, "band": band, "plans": plans, "seconds": time.process_time() - began}


def measure(full: bool) -> dict[str, Any]:
    """Squares of up to 5 x 5, and 6 x 6 when ``full``; the county without a band and with each."""
    one(square(2), 2, 2, None)  # what is loaded at first use is no part of it
    runs = []
    for size in (*range(3, 6), *([6] if full else [])):
        runs.append({**one(square(size), size, size, None), "size": size, "published": PUBLISHED[size]})
        tell(*_row(runs[-1], "en"))
    for band in BANDS:
        runs.append(one(county(STATIONS, SEED), ZONES, 1, band))
        tell(*_row(runs[-1], "en"))
    return {"runs": runs}


def _row(run: Figures, language: str) -> list[str]:
    whole, part = WORDS[language]
    drawn, made = NAMES[language]
    name = drawn.format(n=run["size"]) if "size" in run else made.format(n=run["units"])
    band = whole if run["band"] is None else part.format(band=run["band"])
    cells = [name, str(run["zones"]), band, count(run["plans"]), count(run.get("published"))]
    return [*cells, f"{run['seconds']:.2f}"]


def written(figures: Figures, language: str) -> str:
    """A row a map."""
    rows = [_row(run, language) for run in figures["runs"]]
    return f"{table(HEADS[language], rows)}\n\n{NOTES[language].format(**figures)}"


BENCHMARK = Benchmark("plans", measure, written)
