"""Counties of twelve American states in congressional districts with the fewest cut borders, beside published optima.

    python -m benchmarks published FOLDER [--seconds S] [--states ME NM …] [--publish]

FOLDER holds dual graphs as they stand in the public repository hamidrezavalidi/Political-Districting-to-Minimize-Cut-
Edges (folder Data/County/dual_graphs): ``CountyFF.json``, FF the state's FIPS code, a node-link graph whose nodes have
``GEOID10``, ``NAME10`` and ``TOTPOP`` or ``POP10``. They are not shipped. States without a file are left out.

Each county is a station, its residents the workload, each border 1 km long; every district keeps within 0.5 % of the
mean, ⌈0.995 P/k⌉ to ⌊1.005 P/k⌋ residents, and ``border_cut`` is all that weighs.

References
----------
H. Validi, A. Buchanan, Political districting to minimize cut edges, Mathematical Programming Computation 14 (2022).
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measured import STATUS_WORDS, busy, machine, table
from benchmarks.suite import Benchmark, Figures, apart, tell
from solvers.solve import solve
from solvers.stop import Stop
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.policy import Policy
from zoning.model.problem import Problem
from zoning.model.stations import Border, IncidentClass, Station


@dataclass(frozen=True)
class State:
    """A state: its ``fips`` code, congressional districts of the 2010s, and the published fewest cut borders."""

    fips: str
    districts: int
    optimum: int


STATES: Mapping[str, State] = {
    "ME": State("23", 2, 16),
    "NM": State("35", 3, 17),
    "ID": State("16", 2, 10),
    "WV": State("54", 3, 23),
    "LA": State("22", 6, 49),
    "AL": State("01", 7, 55),
    "AR": State("05", 4, 33),
    "OK": State("40", 5, 40),
    "MS": State("28", 4, 34),
    "NE": State("31", 3, 19),
    "IA": State("19", 4, 33),
    "KS": State("20", 4, 32),
}
BAND = 0.005
SECONDS = 300.0
RESIDENT = IncidentClass(key="resident", name="resident", minutes=60, officers=1, team="community")
"""A resident is an hour of work."""
STILL: Mapping[str, Any] = {"kind": "town", "lon": 0.0, "lat": 0.0, "area_km2": 1e-40, "officers": 1}
"""What every station has; of so small an area nobody travels inside, and workload is whole."""
HEADS = {
    "en": ("state", "counties", "borders", "districts", "published", "cut", "bound", "status", "method", "CPU seconds"),
    "zh": ("州", "县", "边界", "选区", "已发表", "切割", "下界", "状态", "方法", "CPU 秒"),
}
NOTES = {
    "en": "Borders cut by districts within ±0.5 % of the mean population, {seconds:g} s a state at the most. "
    "Bounds are the solver's own, rounded up: cuts are whole.",
    "zh": "各选区人口在平均的 ±0.5 % 以内时切割的边界数，每州最多 {seconds:g} 秒。"
    "下界由求解器给出；切割数是整数，故向上取整。",
}


def read(path: Path) -> County:
    """The county whose stations are the nodes of a node-link graph, each border 1 km long.

    Raises
    ------
    ValueError
        When the file is no graph of this form.
    """
    try:
        graph = json.loads(path.read_text(encoding="utf-8"))
        nodes = graph["nodes"]
        if "adjacency" in graph:
            beside = zip(nodes, graph["adjacency"], strict=True)
            pairs = [(node["id"], near["id"]) for node, nears in beside for near in nears]
        else:
            pairs = [(link["source"], link["target"]) for link in graph["links"]]
        codes = {node["id"]: str(node["GEOID10"]) for node in nodes}
        edges = {(min(codes[a], codes[b]), max(codes[a], codes[b])) for a, b in pairs if a != b}
        residents = [int(node["TOTPOP"] if "TOTPOP" in node else node["POP10"]) for node in nodes]
        stations = [Station(code=codes[node["id"]], name=str(node["NAME10"]), **STILL) for node in nodes]
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name} is no dual graph of counties: {error!r}") from error
    return County(
        code=path.stem,
        name=path.stem,
        stations=tuple(stations),
        counts=np.array(residents, dtype=np.float64)[:, None],
        minutes=np.zeros((len(nodes), len(nodes))),
        borders=tuple(Border(a, b, 1.0) for a, b in sorted(edges)),
        classes=(RESIDENT,),
        travel="matrix",
    )


def stated(county: County, districts: int) -> Problem:
    """So many zones in the band, none of which stands alone, by borders cut alone."""
    zones = {"zones.min": districts, "zones.max": districts, "zones.min_stations": 1, "zones.alone": ()}
    weights = {f"weights.{key}": float(key == "border_cut") for key, _ in Policy().weights}
    return Problem(county, Policy(name="published").override({**zones, **weights, "rules.workload_band": BAND}))


def cut(county: County, plan: Plan) -> int:
    """Borders between zones."""
    zone = plan.labels(county.codes).tolist()
    return sum(zone[county.index[b.a]] != zone[county.index[b.b]] for b in county.borders)


def within(county: County, plan: Plan) -> bool:
    """Whether every zone keeps the whole numbers of residents."""
    zone, residents = plan.labels(county.codes), county.counts[:, 0].astype(np.int64)
    total, k = int(residents.sum()), len(plan.zones)
    low, high = math.ceil(995 * total / (1000 * k)), math.floor(1005 * total / (1000 * k))
    return all(low <= int(residents[zone == z].sum()) <= high for z in range(k))


def one(path: str, districts: int, seconds: float) -> dict[str, Any]:
    """A graph, in this process.

    Raises
    ------
    ValueError
        When a plan found does not keep the whole numbers of residents.
    """
    county = read(Path(path))
    began = time.process_time()
    found = solve(stated(county, districts), stop=Stop(seconds))
    spent, share = time.process_time() - began, found.proof.bound
    if found.plan is not None and not within(county, found.plan):
        raise ValueError(f"{Path(path).name}: a district is out of the band")
    # A plan's points are rounded zone by zone, by half a point each; a cut border is many points.
    bound = None if share is None else math.ceil((share - districts / 2) * county.inner_border_km / 1e6 - 1e-9)
    return {
        "counties": len(county),
        "borders": len(county.borders),
        "districts": districts,
        "cut": None if found.plan is None else cut(county, found.plan),
        "bound": bound,
        "status": found.proof.status,
        "method": found.run.name,
        "seconds": spent,
    }


def measure(folder: Path, states: Sequence[str], seconds: float) -> dict[str, Any]:
    """Every state that has a file in the folder, each in a process of its own."""
    runs = []
    for name in states:
        path, state = folder / f"County{STATES[name].fips}.json", STATES[name]
        if path.is_file():
            run = apart(one, str(path), state.districts, seconds)
            runs.append({"state": name, "published": state.optimum, **run})
            tell(*_row(runs[-1], "en"))
    return {"seconds": seconds, "runs": runs}


def _row(run: Figures, language: str) -> list[str]:
    whole = (run["counties"], run["borders"], run["districts"], run["published"], run["cut"], run["bound"])
    cells = ["–" if number is None else str(number) for number in whole]
    status = STATUS_WORDS[language][run["status"]]
    return [run["state"], *cells, status, run["method"], f"{run['seconds']:.1f}"]


def written(figures: Figures, language: str) -> str:
    """A row a state."""
    rows = [_row(run, language) for run in figures["runs"]]
    return f"{table(HEADS[language], rows)}\n\n{NOTES[language].format(**figures)}"


def run(words: Sequence[str]) -> int:
    """The command; 2 where no graph was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks published", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where CountyFF.json lie")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each state")
    parser.add_argument("--states", nargs="+", choices=list(STATES), default=list(STATES), metavar="STATE")
    parser.add_argument("--publish", action="store_true", help="write the figures into benchmarks/results and docs")
    chosen = parser.parse_args(words)
    measured = measure(chosen.folder, chosen.states, chosen.seconds)
    if not measured["runs"]:
        parser.exit(2, f"no County*.json of these states in {chosen.folder}\n")
    named = "" if chosen.states == list(STATES) else f" --states {' '.join(chosen.states)}"
    command = f"python -m benchmarks published FOLDER --seconds {chosen.seconds:g}{named}"
    figures = {"command": command, "machine": machine(), "beside": busy(), **measured}
    benchmark = Benchmark("published", lambda _: measured, written)
    if chosen.publish:
        benchmark.publish(figures)
    sys.stdout.write(benchmark.text(figures, "en") + "\n")
    return 0
