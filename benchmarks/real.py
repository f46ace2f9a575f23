"""Real layers through the same engine: the polygons that come with libpysal, and what is proved of their zones.

    python -m benchmarks real [--full]

What of them is made up stands in ``benchmarks.layers``. Policy ``haidong`` with a zone for every six polygons; up
to 64 polygons are solved exactly, more of them by what ``solve`` takes for them.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.layers import LAYERS, laid, there
from benchmarks.measured import STATUS_WORDS, count, peak_mb, table
from benchmarks.suite import Benchmark, Figures, apart, tell
from geodata import read_county
from solvers.solve import solve
from solvers.stop import Stop
from zoning.model.errors import InputError
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

CASES = (
    ("mexico", None),
    ("us48", 0.5),
    ("columbus", None),
    ("columbus", 0.5),
    ("chicago", 0.5),
    ("stl", 0.5),
    ("sids2", 0.5),
    ("virginia", 0.5),
    ("georgia", 0.5),
    ("tokyo", 0.5),
)
"""Layers and the band of workload, the smallest first; the band leaves no plan for Mexico."""
REPAIRED = {"tokyo": "repair = true"}
"""Layers with outlines that touch themselves."""
POLYGONS_A_ZONE = 6
HEADS = {
    "en": (
        "layer",
        "taken for incidents",
        "polygons",
        "band",
        "zones",
        "points",
        "status",
        "gap",
        "method",
        "seconds",
        "peak MB",
    ),
    "zh": ("图层", "作警情数的列", "多边形", "工作量", "防区", "综合代价", "状态", "差距", "方法", "秒", "内存峰值 MB"),
}
REFUSED = {"en": "over {most}", "zh": "超过 {most} 个"}
NOTES = {
    "en": "Polygons and columns are real (libpysal); that the column counts incidents, officers, case-handling "
    "areas and straight-line minutes are made up. Policy `haidong`, {limit:g} s at most.",
    "zh": "多边形和列为真实数据（libpysal）；把该列当作警情数，以及警力、办案区和直线路程为虚构。"
    "划分规则 `haidong`，每次至多 {limit:g} 秒。",
}


def one(name: str, band: float | None, limit: float) -> dict[str, Any]:
    """A layer, in this process."""
    real = LAYERS[name]
    with tempfile.TemporaryDirectory() as folder:
        county = read_county(laid(Path(folder) / name, real, REPAIRED.get(name)))
    zones = round(len(county) / POLYGONS_A_ZONE)
    asked = {"zones.max": zones, "zones.min": zones, "zones.min_stations": 1, "rules.workload_band": band}
    problem = Problem(county, read_policy("haidong").override(asked))
    run: dict[str, Any] = {
        "layer": name,
        "incidents": real.incidents,
        "polygons": len(county),
        "band": band,
        "zones": zones,
    }
    began = time.perf_counter()
    try:
        solution = solve(problem, stop=Stop(limit))
    except InputError as error:
        (refused,) = error.mistakes
        return run | {"over": refused.says.values["most"]}
    return run | {
        "points": None if solution.score is None else solution.score.points,
        "status": solution.proof.status,
        "gap": solution.proof.gap,
        "method": solution.run.name,
        "seconds": time.perf_counter() - began,
        "peak_mb": peak_mb(),
    }


def measure(full: bool) -> dict[str, Any]:
    """Every layer that the installed libpysal has, 30 s each; ten minutes each when ``full``."""
    limit, runs = 600.0 if full else 30.0, []
    for name, band in CASES:
        if there(LAYERS[name]):
            runs.append(apart(one, name, band, limit))
            tell(*_row(runs[-1], "en"))
    return {"limit": limit, "runs": runs}


def _row(run: Figures, language: str) -> list[str]:
    band = "–" if run["band"] is None else f"±{run['band']:.0%}"
    cells = [run["layer"], f"`{run['incidents']}`", str(run["polygons"]), band, str(run["zones"])]
    if "over" in run:
        return [*cells, "–", REFUSED[language].format(most=run["over"]), *["–"] * 4]
    gap = "–" if run["gap"] is None else f"{run['gap']:.2%}"
    cells += [count(run["points"]), STATUS_WORDS[language][run["status"]], gap, run["method"]]
    return [*cells, f"{run['seconds']:.2f}", f"{run['peak_mb']:.0f}"]


def written(figures: Figures, language: str) -> str:
    """A row a layer."""
    rows = [_row(run, language) for run in figures["runs"]]
    return f"{table(HEADS[language], rows, left=2)}\n\n{NOTES[language].format(**figures)}"


BENCHMARK = Benchmark("real", measure, written)
