"""Counties of more than 64 stations: how far the plan is from the bound proved, and what verifying it takes.

    python -m benchmarks bounds [--full]

Made-up counties under the policy :data:`POLICY`, but for the number of zones; :data:`SHORT` seconds each, :data:`LONG`
with ``--full``. Beside the gap stands that of the bound which takes each measure at its least by itself.
"""

import time
from typing import Any

from benchmarks.counties import county
from benchmarks.measured import table
from benchmarks.suite import Benchmark, Figures, apart, tell
from solvers.large.regroup import Regroup
from solvers.proof.verify import verify
from solvers.solve import solve
from solvers.stop import Stop, Watch
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

POLICY, SEED = "haidong", 1
SHORT, LONG = 20.0, 120.0
COUNTIES = ((65, 5), (80, 9), (100, 8), (200, 12), (400, 20))
"""Stations, and the most zones."""
HEADS = {
    "en": ("stations", "zones", "points", "bound", "gap", "each measure at its least", "verified, s"),
    "zh": ("派出所", "防区", "分", "下界", "差距", "各项指标分别取最小时", "核验，秒"),
}
NOTES = {
    "en": "Gaps after {seconds:.0f} seconds, of the bound proved by duals; the bound before them beside it.",
    "zh": "{seconds:.0f} 秒后的差距，下界由对偶值证明；旁为此前的下界给出的差距。",
}


def one(stations: int, zones: int, seconds: float) -> dict[str, Any]:
    """The figures of one county, in this process."""
    problem = Problem(county(stations, SEED), read_policy(POLICY).override({"zones.max": zones}))
    solve(problem, stop=Stop(0))  # compiles part of it, before anything is measured
    solution = solve(problem, stop=Stop(seconds))
    began = time.perf_counter()
    found = verify(problem, solution)
    passed = time.perf_counter() - began
    points, plain = solution.score.points if solution.score else None, Regroup(problem, Watch(), SEED).bound()
    return {
        "stations": stations,
        "zones": zones,
        "points": points,
        "bound": solution.proof.bound,
        "gap": solution.proof.gap,
        "plain_gap": None if points is None or plain is None else 1 - plain / points,
        "verified": found.proved,
        "verify_seconds": passed,
    }


def measure(full: bool) -> dict[str, Any]:
    """Every county once."""
    seconds, found = LONG if full else SHORT, []
    for stations, zones in COUNTIES:
        found.append(apart(one, stations, zones, seconds))
        tell(*_cells(found[-1]))
    return {"policy": POLICY, "seconds": seconds, "counties": found}


def _cells(result: Figures) -> list[str]:
    shares = ["–" if result[key] is None else f"{result[key]:.1%}" for key in ("gap", "plain_gap")]
    whole = ["–" if result[key] is None else f"{result[key]:,}" for key in ("points", "bound")]
    verified = f"{result['verify_seconds']:.1f}" if result["verified"] else "–"
    return [str(result["stations"]), str(result["zones"]), *whole, *shares, verified]


def written(figures: Figures, language: str) -> str:
    """A row a county."""
    rows = [_cells(result) for result in figures["counties"]]
    return f"{table(HEADS[language], rows)}\n\n{NOTES[language].format(**figures)}"


BENCHMARK = Benchmark("bounds", measure, written)
