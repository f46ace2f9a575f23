"""Policies of every kind on every sample: whether the best plan is proved, in what CPU seconds, from how many sets.

    python -m benchmarks policies [--full]

Every sample is measured in a fresh process of its own, all policies one after the other. ``--full`` gives each cell
:data:`LONG` CPU seconds in place of :data:`SHORT`. Seconds are those of all threads, so other work beside hardly moves
them. The plans of today that ``change`` asks for are the best ones under the policy :data:`POLICY`.
"""

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from benchmarks.measured import count, table
from benchmarks.suite import Benchmark, Figures, apart, tell
from geodata import read_county, sample_names
from solvers.solve import solve
from solvers.stop import Stop
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

POLICY = "haidong"
SHORT, LONG = 10.0, 120.0
KEYS = ("mismatch", "overload", "mix_loss", "density_loss", "travel", "unsupported", "border_cut", "change")
POLICIES: Mapping[str, Mapping[str, float]] = {
    POLICY: {},
    "travel 0.06": {"weights.travel": 0.06},
    "travel 0": {"weights.travel": 0.0},
    "border_cut 0": {"weights.border_cut": 0.0},
    "border_cut 0.3": {"weights.border_cut": 0.3},
    "officer_band 0.2": {"rules.officer_band": 0.2},
    "band 0.6": {"rules.workload_band": 0.6},
    "band 0.3": {"rules.workload_band": 0.3},
    "max_minutes 60": {"rules.max_minutes": 60.0},
    "all equal": {f"weights.{key}": 1.0 for key in KEYS},
    **{key: {f"weights.{other}": float(other == key) for other in KEYS} for key in KEYS},
}
"""Settings by the name of the policy; one that is named by a measure weighs nothing else."""
HEADS = {"en": "policy", "zh": "划分规则"}
NOTES = {
    "en": "CPU seconds · connected sets met, where the best plan is proved, or that there is none (×); else the gap "
    "after {seconds:.0f} CPU seconds, – without a bound. Settings are those of `{policy}` but for what is named; a "
    "measure by itself has all the weight. `change` is from the best plan of `{policy}`.",
    "zh": "已证最优（或证明无解，×）时为 CPU 秒 · 走过的相连集合数；否则为 {seconds:.0f} CPU 秒后的差距，"
    "– 表示尚无下界。除所列设置外均同 `{policy}`；单列的指标占全部权重。`change` 相对 `{policy}` 的最优方案计。",
}


def one(name: str, seconds: float) -> list[dict[str, Any]]:
    """All policies on a sample, in this process."""
    problem = Problem(read_county(f"sample:{name}"), read_policy(POLICY))
    today = solve(problem).plan  # also compiles, before anything is measured
    found = []
    for policy, settings in POLICIES.items():
        asked = Problem(problem.county, problem.policy.override(settings), current=today)
        began = time.process_time()
        solution = solve(asked, stop=Stop(asked=partial(_passed, began + seconds)))
        found.append(
            {
                "policy": policy,
                "status": solution.proof.status,
                "points": None if solution.score is None else solution.score.points,
                "bound": solution.proof.bound,
                "gap": solution.proof.gap,
                "method": solution.run.name,
                "zones_grown": solution.run.zones_grown,
                "cpu_seconds": time.process_time() - began,
            }
        )
    return found


def _passed(end: float) -> bool:
    return time.process_time() > end


def measure(full: bool) -> dict[str, Any]:
    """Every policy on every sample once."""
    seconds, found = LONG if full else SHORT, {}
    for name in sample_names():
        found[name] = apart(one, name, seconds)
        tell(name, *(f"{cell['policy']}: {_cell(cell)}" for cell in found[name]))
    return {"policy": POLICY, "seconds": seconds, "samples": found}


def _cell(result: Figures) -> str:
    if result["status"] in {"optimal", "infeasible"}:
        none = "× " if result["status"] == "infeasible" else ""
        return f"{none}{result['cpu_seconds']:.2f} · {count(result['zones_grown'])}"
    return "–" if result["gap"] is None else f"{result['gap']:.1%}"


def written(figures: Figures, language: str) -> str:
    """A row a policy, a column a sample."""
    samples = figures["samples"]
    policies = [cell["policy"] for cell in next(iter(samples.values()))]
    rows = [[name, *(_cell(cells[k]) for cells in samples.values())] for k, name in enumerate(policies)]
    return f"{table((HEADS[language], *samples), rows)}\n\n{NOTES[language].format(**figures)}"


BENCHMARK = Benchmark("policies", measure, written)
