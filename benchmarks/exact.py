"""Made-up counties of 15 to 60 stations: seconds, states, memory and proof; beside it CP-SAT and HiGHS in the same run.

    python -m benchmarks.exact [--seeds 3] [--limit 60] [--only 30] [--json]

The solver is measured on all the measures of the policy ``haidong``, and up to :data:`RIVALS` stations on mismatch and
travel alone, for these are all that a linear model can take. The latter is given to CP-SAT, as one compact model
(``solvers.cpsat``, one worker), and to HiGHS (``benchmarks.mip``), until its model is optimal or the limit is reached.
Those models add up points before they are rounded, so their optimum may differ from the best by a few points.
"""

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass, replace

from benchmarks.counties import county
from benchmarks.measured import forget_peak, machine, peak_mb, table
from benchmarks.mip import minimise as mip
from solvers import solve
from solvers.cpsat import minimise as compact
from zoning.policy import Policy, Weights, read_policy
from zoning.problem import Problem
from zoning.solution import Solution

HEAD = (
    "county",
    "states",
    "seconds",
    "peak MB",
    "status",
    "LP gap",
    "linear: seconds",
    "points",
    "CP-SAT: seconds",
    "points",
    "ratio",
    "HiGHS: seconds",
    "points",
    "ratio",
)
RIVALS = 30
"""Stations up to which the linear models are solved as well."""


@dataclass(frozen=True)
class Kind:
    """Counties of a kind: stations, the most and the fewest zones, workload band, and a factor on travel's weight."""

    stations: int
    most: int = 5
    fewest: int = 1
    band: float | None = None
    travel: float = 1.0

    def policy(self) -> Policy:
        """``haidong`` with this kind's limits."""
        given = read_policy("haidong")
        return given.override(
            {
                "zones.max": self.most,
                "zones.min": self.fewest,
                "rules.workload_band": self.band,
                "weights.travel": given.weights.travel * self.travel,
            }
        )

    def __str__(self) -> str:
        zones = f"{self.fewest}–{self.most} zones" if self.fewest < self.most else f"{self.most} zones"
        band = "no band" if self.band is None else f"±{self.band:.0%}"
        return f"{self.stations} stations, {zones}, {band}" + (", travel / 5" if self.travel != 1 else "")


KINDS = (
    Kind(15),
    Kind(25),
    Kind(30),
    Kind(30, 6, 6, 0.3),
    Kind(40),
    Kind(40, 6, 6, 0.2),
    Kind(40, 6, 6, 0.2, travel=0.2),
    Kind(50, 6, 6, 0.2),
    Kind(60, 6, 6, 0.2),
    Kind(60, 9, 9, 0.3),
)


@dataclass(frozen=True)
class Rival:
    """What a linear model took, and the points it ended with."""

    seconds: float
    points: int | None
    stopped: bool

    def ratio(self, ours: float) -> str:
        """Its seconds over ours: at the least so many where it was stopped."""
        return f"{'≥ ' if self.stopped else ''}{self.seconds / ours:.1f}"


@dataclass(frozen=True)
class Run:
    """A county measured: all measures, then mismatch and travel alone, by the solver and by its rivals."""

    kind: str
    seed: int
    states: int
    seconds: float
    peak_mb: float
    status: str
    gap: float | None
    linear_seconds: float | None = None
    linear_points: int | None = None
    cpsat: Rival | None = None
    highs: Rival | None = None


def linear(whole: Policy) -> Policy:
    """The policy with the weights of mismatch and travel alone."""
    weights = Weights(mismatch=whole.weights.mismatch, travel=whole.weights.travel)
    return whole.model_copy(update={"weights": weights})


def timed(problem: Problem) -> tuple[Solution, float]:
    """The solution and its seconds."""
    began = time.perf_counter()
    solution = solve(problem)
    return solution, time.perf_counter() - began


def measure(kind: Kind, seed: int, limit: float) -> Run:
    """One county."""
    made, whole = county(kind.stations, seed), kind.policy()
    forget_peak()
    solution, seconds = timed(Problem(made, whole))
    proof = solution.proof
    bounds = [c.dual_bound for c in proof.certificates if c.dual_bound is not None and c.bound == proof.bound]
    gap = None if not bounds or not solution.score else 1 - min(bounds) / solution.score.points
    run = Run(str(kind), seed, solution.run.zones_grown, seconds, peak_mb(), proof.status, gap)
    if kind.stations > RIVALS:
        return run
    problem = Problem(made, linear(whole))
    alike, alike_seconds = timed(problem)
    cpsat, highs = compact(problem, limit, exact=False), mip(problem, limit)
    return replace(
        run,
        linear_seconds=alike_seconds,
        linear_points=None if alike.score is None else alike.score.points,
        cpsat=Rival(cpsat.seconds, cpsat.points, cpsat.stopped),
        highs=Rival(highs.seconds, highs.points, highs.stopped),
    )


def _row(run: Run) -> list[str]:
    gap = "–" if run.gap is None else f"{run.gap:.2%}"
    cells = [f"{run.kind}, seed {run.seed}", f"{run.states:,}", f"{run.seconds:.2f}", f"{run.peak_mb:.0f}"]
    cells += [run.status, gap]
    if run.linear_seconds is None:
        return cells + ["–"] * (len(HEAD) - len(cells))
    cells += [f"{run.linear_seconds:.2f}", _points(run.linear_points)]
    for rival in (run.cpsat, run.highs):
        assert rival is not None
        cells += [f"{rival.seconds:.1f}", _points(rival.points), rival.ratio(run.linear_seconds)]
    return cells


def _points(points: int | None) -> str:
    return "–" if points is None else f"{points:,}"


def main() -> None:
    """Measure and print; each county as soon as it is done, on stderr."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.exact", description="measure made-up counties")
    options.add_argument("--seeds", type=int, default=3, help="counties of each kind")
    options.add_argument("--limit", type=float, default=60.0, help="seconds for CP-SAT and for HiGHS on a county")
    options.add_argument("--only", type=int, help="only the kinds of so many stations")
    options.add_argument("--json", action="store_true", help="print one object")
    chosen = options.parse_args()
    timed(Problem(county(8, 0), Kind(8).policy()))  # what is loaded at first use is no part of solving
    runs = []
    for kind in KINDS:
        for seed in range(1, chosen.seeds + 1) if chosen.only in (None, kind.stations) else ():
            runs.append(measure(kind, seed, chosen.limit))
            print("\t".join(_row(runs[-1])), file=sys.stderr)
    if chosen.json:
        found = {"machine": machine(), "limit": chosen.limit, "runs": [asdict(run) for run in runs]}
        print(json.dumps(found, indent=1))
    else:
        note = f"{machine()}; CP-SAT with one worker; each rival {chosen.limit:g} s at most."
        print(f"{table(HEAD, [_row(run) for run in runs])}\n\n{note}")


if __name__ == "__main__":
    main()
