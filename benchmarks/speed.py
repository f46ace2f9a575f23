"""Made-up counties: the solver's seconds and memory, and beside it CP-SAT on the same county in the same run.

    python -m benchmarks.speed [--seeds 3] [--limit 60] [--json]

Two kinds of county (``benchmarks.counties``): 25 stations without a workload band, and 30 stations with ±30 %. The
solver is measured on all the measures of the policy ``haidong``, and on mismatch and travel alone, for these are all
that a linear model can take. The latter is given to CP-SAT too, as one compact model (``solvers.cpsat``), one worker,
until its model is optimal or the limit is reached. That model adds up points before they are rounded, so its optimum
may be a point or two above the best, and its bound a few below.
"""

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass

from benchmarks.counties import county
from benchmarks.measured import forget_peak, machine, peak_mb, table
from solvers import solve
from solvers.cpsat import minimise
from zoning.policy import Policy, Weights, read_policy
from zoning.problem import Problem
from zoning.solution import Solution

KINDS = ((25, None), (30, 0.3))
HEAD = (
    "county",
    "zones grown",
    "seconds",
    "peak MB",
    "status",
    "linear: seconds",
    "points",
    "CP-SAT: seconds",
    "points",
    "bound",
    "ratio",
)


@dataclass(frozen=True)
class Run:
    """A county measured: all measures, then mismatch and travel alone, by the solver and by CP-SAT."""

    stations: int
    band: float | None
    seed: int
    zones_grown: int
    seconds: float
    peak_mb: float
    status: str
    linear_seconds: float
    linear_points: int | None
    cpsat_seconds: float
    cpsat_points: int | None
    cpsat_bound: int | None
    cpsat_stopped: bool

    @property
    def ratio(self) -> str:
        """CP-SAT's seconds over the solver's: at the least so many where it was stopped."""
        return f"{'≥ ' if self.cpsat_stopped else ''}{self.cpsat_seconds / self.linear_seconds:.1f}"


def policy(band: float | None) -> Policy:
    """``haidong`` with this band."""
    return read_policy("haidong").override({"rules.workload_band": band})


def linear(whole: Policy) -> Policy:
    """The policy with the weights of mismatch and travel alone."""
    weights = Weights(mismatch=whole.weights.mismatch, travel=whole.weights.travel)
    return whole.model_copy(update={"weights": weights})


def timed(problem: Problem) -> tuple[Solution, float]:
    """The solution and its seconds."""
    began = time.perf_counter()
    solution = solve(problem)
    return solution, time.perf_counter() - began


def measure(stations: int, band: float | None, seed: int, limit: float) -> Run:
    """One county."""
    made, whole = county(stations, seed), policy(band)
    forget_peak()
    solution, seconds = timed(Problem(made, whole))
    memory = peak_mb()
    problem = Problem(made, linear(whole))
    alike, linear_seconds = timed(problem)
    rival = minimise(problem, limit, exact=False)
    return Run(
        stations=stations,
        band=band,
        seed=seed,
        zones_grown=solution.run.zones_grown,
        seconds=seconds,
        peak_mb=memory,
        status=solution.proof.status,
        linear_seconds=linear_seconds,
        linear_points=None if alike.score is None else alike.score.points,
        cpsat_seconds=rival.seconds,
        cpsat_points=rival.points,
        cpsat_bound=rival.bound,
        cpsat_stopped=rival.stopped,
    )


def _row(run: Run) -> list[str]:
    band = "no band" if run.band is None else f"±{run.band:.0%}"
    figures = (run.linear_points, run.cpsat_points, run.cpsat_bound)
    points, rival, bound = ("–" if figure is None else f"{figure:,}" for figure in figures)
    return [
        f"{run.stations} stations, {band}, seed {run.seed}",
        f"{run.zones_grown:,}",
        f"{run.seconds:.2f}",
        f"{run.peak_mb:.0f}",
        run.status,
        f"{run.linear_seconds:.2f}",
        points,
        f"{run.cpsat_seconds:.1f}",
        rival,
        bound,
        run.ratio,
    ]


def main() -> None:
    """Measure and print; each county as soon as it is done, on stderr."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="measure made-up counties")
    options.add_argument("--seeds", type=int, default=3, help="counties of each kind")
    options.add_argument("--limit", type=float, default=60.0, help="seconds for CP-SAT on a county")
    options.add_argument("--json", action="store_true", help="print one object")
    chosen = options.parse_args()
    timed(Problem(county(8, 0), policy(None)))  # what is loaded at first use is no part of solving
    runs = []
    for stations, band in KINDS:
        for seed in range(1, chosen.seeds + 1):
            runs.append(measure(stations, band, seed, chosen.limit))
            print("\t".join(_row(runs[-1])), file=sys.stderr)
    if chosen.json:
        print(
            json.dumps({"machine": machine(), "limit": chosen.limit, "runs": [asdict(run) for run in runs]}, indent=1)
        )
    else:
        note = f"{machine()}; CP-SAT with one worker, {chosen.limit:g} s at most."
        print(f"{table(HEAD, [_row(run) for run in runs])}\n\n{note}")


if __name__ == "__main__":
    main()
