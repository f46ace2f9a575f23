"""What the weights of ``haidong`` do to every sample, beside weights without overload, and the most even zones.

    python -m benchmarks evenness [--full]

Every sample is solved in a fresh process of its own: the best plan of ``haidong``; that of :data:`OTHERS`, which were
the weights of the project before, under the measures of today; and the narrowest band of workload per officer that
some plan with as many zones as the first keeps, with the best plan within it. ``--full`` gives that search
:data:`LONG` CPU seconds in place of :data:`SHORT`; a band that is not decided by then is told as open.
"""

import time
from typing import Any

from benchmarks.measured import table
from benchmarks.suite import Benchmark, Figures, apart, tell
from geodata import read_county, sample_names
from solvers.objectives.staircase import most_even
from solvers.solve import solve
from solvers.stop import Stop
from zoning.judge.score import Score
from zoning.judge.values import worst_deviation, zone_values
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

POLICY = "haidong"
OTHERS = {
    "mismatch": 0.4,
    "overload": 0.0,
    "mix_loss": 0.2,
    "density_loss": 0.1,
    "travel": 0.3,
    "unsupported": 0.0,
    "border_cut": 0.0,
    "change": 0.0,
}
SHORT, LONG = 30.0, 600.0
HEADS = {
    "en": (
        "sample",
        "zones",
        "`haidong`: worst deviation",
        "mean minutes",
        "lowest Polsby–Popper",
        "other weights: worst deviation",
        "mean minutes",
        "lowest Polsby–Popper",
        "tightest band",
        "its mean minutes",
    ),
    "zh": (
        "示例县",
        "防区",
        "`haidong`：最大偏差",
        "平均车程（分钟）",
        "最低 Polsby–Popper",
        "另一组权重：最大偏差",
        "平均车程（分钟）",
        "最低 Polsby–Popper",
        "最窄幅度",
        "其平均车程（分钟）",
    ),
}
NOTES = {
    "en": "Proved optima under the measures of today. Other weights: {weights}. Worst deviation: of workload per "
    "officer of a zone from the mean, zones that stand alone apart, as in the lowest Polsby–Popper index. Tightest "
    "band: the narrowest that some plan with as many zones keeps, to the percentage point, and the best plan within "
    "it; – where that is not decided after {seconds:.0f} CPU seconds. {unproved}",
    "zh": "均为现行指标下已证明的最优方案。另一组权重：{weights}。最大偏差：防区人均工作量与均值之差，"
    "与最低 Polsby–Popper 指数一样，不计单设防区。最窄幅度：同样个数的防区能做到的最窄幅度（精确到 1 个百分点）"
    "及其中的最优方案；{seconds:.0f} CPU 秒仍未判定的记“–”。{unproved}",
}
UNPROVED = {
    "en": "Not proved within that time, best plan found: {names}.",
    "zh": "限时之内未能证明、列出已找到的最好方案的：{names}。",
}


def one(name: str, seconds: float) -> dict[str, Any]:
    """One sample, in this process."""
    problem = Problem(read_county(f"sample:{name}"), read_policy(POLICY))
    first = solve(problem, stop=_within(seconds))
    weights = {f"weights.{key}": value for key, value in OTHERS.items()}
    asked = Problem(problem.county, problem.policy.override(weights))
    other = solve(asked, stop=_within(seconds))
    found: dict[str, Any] = {"sample": name, POLICY: _of(problem, first.score, first.proof.status)}
    found |= {"other": _of(asked, other.score, other.proof.status), "tightest": None, "even_minutes": None}
    if first.proof.status == "optimal":
        even = most_even(first, stop=_within(seconds))
        if even.tightest is not None:
            found |= {"tightest": even.tightest, "even_minutes": even.scores[-1].figures["mean_minutes"]}
    return found


def _within(seconds: float) -> Stop:
    """So many CPU seconds from now, so that other work beside hardly matters."""
    end = time.process_time() + seconds
    return Stop(asked=lambda: time.process_time() > end)


def _of(problem: Problem, judged: Score | None, status: str) -> dict[str, Any]:
    """What the plan does to its zones; ``None`` without one."""
    if judged is None:
        return {"status": status}
    shapes = [zone_values(problem, zone)["compactness"] for zone in judged.zones if not zone.alone]
    return {
        "status": status,
        "points": judged.points,
        "zones": len(judged.zones),
        "deviation": worst_deviation(problem, judged),
        "mean_minutes": judged.figures["mean_minutes"],
        "compactness": min(shapes),
    }


def measure(full: bool) -> dict[str, Any]:
    """Every sample once."""
    seconds, found = LONG if full else SHORT, []
    for name in sample_names():
        found.append(apart(one, name, seconds))
        tell(*_row(found[-1]))
    return {"policy": POLICY, "weights": OTHERS, "seconds": seconds, "samples": found}


def _row(sample: Figures) -> list[str]:
    cells = [sample["sample"], str(sample[POLICY].get("zones", "–"))]
    for plan in (sample[POLICY], sample["other"]):
        known = "deviation" in plan
        cells += [f"{plan['deviation']:.0%}", f"{plan['mean_minutes']:.1f}"] if known else ["–", "–"]
        cells.append(f"{plan['compactness']:.2f}" if known else "–")
    if sample["tightest"] is None:
        return [*cells, "–", "–"]
    return [*cells, f"±{sample['tightest']:.0%}", f"{sample['even_minutes']:.1f}"]


def written(figures: Figures, language: str) -> str:
    """A row a sample."""
    weights = ", ".join(f"`{key}` {value:g}" for key, value in figures["weights"].items() if value)
    open_ = [
        f"{one['sample']} ({kind})" if language == "en" else f"{one['sample']}（{kind}）"
        for one in figures["samples"]
        for kind in (POLICY, "other")
        if one[kind]["status"] != "optimal"
    ]
    unproved = UNPROVED[language].format(names=", ".join(open_)) if open_ else ""
    note = NOTES[language].format(weights=weights, seconds=figures["seconds"], unproved=unproved).rstrip()
    return f"{table(HEADS[language], [_row(one) for one in figures['samples']])}\n\n{note}"


BENCHMARK = Benchmark("evenness", measure, written)
