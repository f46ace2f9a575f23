"""Searches of up to 64 stations that are stopped while they grow zones: how far the plan is from the bound proved.

    python -m benchmarks stopped

Each is stopped after so many states, of those that it needs for its proof; so the gaps are the same on every machine.
Beside the gap stands that of the duals from before zones were grown.
"""

from contextlib import suppress
from typing import Any

from benchmarks.counties import county
from benchmarks.kinds import Kind
from benchmarks.measured import count, table
from benchmarks.suite import Benchmark, Figures, apart, tell
from solvers.engine import Engine
from solvers.proof.verify import verify
from solvers.solve import solve
from solvers.stop import Stop, Stopped, Watch
from zoning.model.problem import Problem

SEED = 1
STATES = {(40, 6): 300_000, (48, 7): 300_000, (54, 7): 1_000_000, (62, 8): 9_000_000}
"""By stations and the most zones, the states after which the search is stopped."""
HEADS = {
    "en": ("stations", "zones", "states", "points", "bound", "gap", "before growth", "verified"),
    "zh": ("派出所", "防区", "状态数", "分", "下界", "差距", "生长之前", "核验通过"),
}
VERIFIED = {"en": ("no", "yes"), "zh": ("否", "是")}
NOTES = {
    "en": "Stopped after so many states; beside the gap that of the duals from before zones were grown.",
    "zh": "生长到这么多状态时停下；旁为生长之前的对偶值给出的差距。",
}


def one(stations: int, zones: int, states: int) -> dict[str, Any]:
    """The figures of one county, in this process."""
    problem = Problem(county(stations, SEED), Kind(stations, zones).policy())
    search = Engine().prepare(problem, Watch(Stop(states=states)), 0)
    with suppress(Stopped):
        search.run()
    early = min((each.bound(search.early[each.k]) for each in search.subproblems if each.k in search.early), default=0)
    solution = solve(problem, stop=Stop(states=states))
    points = solution.score.points if solution.score else None
    return {
        "stations": stations,
        "zones": zones,
        "states": states,
        "points": points,
        "bound": solution.proof.bound,
        "gap": solution.proof.gap,
        "early_gap": None if points is None else 1 - early / points,
        "verified": verify(problem, solution).proved,
    }


def measure(_full: bool) -> dict[str, Any]:
    """Every county once."""
    runs = []
    for (stations, zones), states in STATES.items():
        runs.append(apart(one, stations, zones, states))
        tell(*_cells(runs[-1], "en"))
    return {"runs": runs}


def _cells(run: Figures, language: str) -> list[str]:
    whole = [count(run[key]) for key in ("stations", "zones", "states", "points", "bound")]
    shares = ["–" if run[key] is None else f"{run[key]:.1%}" for key in ("gap", "early_gap")]
    return [*whole, *shares, VERIFIED[language][run["verified"]]]


def written(figures: Figures, language: str) -> str:
    """A row a county."""
    rows = [_cells(run, language) for run in figures["runs"]]
    return f"{table(HEADS[language], rows)}\n\n{NOTES[language]}"


BENCHMARK = Benchmark("stopped", measure, written)
