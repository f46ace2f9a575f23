"""The judge: milliseconds to score a plan, and to score it again after one station has moved.

    python -m benchmarks judge [--full]

Made-up counties with a plan of today. Zones lie round stations drawn from the seed; then one station after the other
moves into a zone beside its own. Every plan is scored in both ways, which must give the same score.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from benchmarks.counties import county
from benchmarks.measured import shown, spread, table
from benchmarks.suite import Benchmark, Figures, tell
from zoning.judge.score import Score, rescored, score
from zoning.model.county import County, Ints
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

SIZES = {30: 5, 300: 30, 3000: 60}
"""Stations, and the zones they form."""
SEED = 1
HEADS = {
    "en": ("stations", "zones", "score, ms", "after one move, ms", "same score"),
    "zh": ("派出所", "防区", "评分，毫秒", "移动一个所之后，毫秒", "评分一致"),
}
NOTES = {
    "en": "Policy `haidong`, beside a plan of today. Medians with least and most of {moves} moves, one after the "
    "other; what a county derives at its first score is not counted.",
    "zh": "划分规则 `haidong`，并与现行方案对照。"
    "连续移动 {moves} 次，中位数（最小–最大）；首次评分时按县计算的量不计入。",
}
WORDS = {"en": ("no", "yes"), "zh": ("否", "是")}


def round_stations(given: County, zones: int, rng: np.random.Generator) -> Ints:
    """(n,) every station in the zone of the nearest of so many drawn stations."""
    centres = rng.choice(len(given), zones, replace=False)
    return np.asarray(given.minutes[:, centres].argmin(axis=1))


def walk(given: County, label: Ints, moves: int, rng: np.random.Generator) -> Iterator[Plan]:
    """Plans of which each has one station in another zone than the one before."""
    yield Plan.from_labels(given.codes, label.tolist())
    for _ in range(moves):
        one, other = np.nonzero(given.adjacent & (label[:, None] != label[None, :]))
        pick = int(rng.integers(len(one)))
        label[one[pick]] = label[other[pick]]
        yield Plan.from_labels(given.codes, label.tolist())


def timed(judge: Callable[..., Score], *arguments: object) -> tuple[float, Score]:
    """Milliseconds, and the score."""
    began = time.perf_counter()
    found = judge(*arguments)
    return (time.perf_counter() - began) * 1000, found


def judged(stations: int, zones: int, moves: int) -> dict[str, Any]:
    """Both ways, move by move."""
    given, rng = county(stations, SEED), np.random.default_rng(SEED)
    today = Plan.from_labels(given.codes, round_stations(given, zones, rng).tolist())
    problem = Problem(given, read_policy("haidong").override({"zones.max": zones}), today)
    plans = list(walk(given, round_stations(given, zones, rng), moves, rng))
    before, runs = score(problem, plans[0]), list[tuple[float, float, bool]]()
    for plan in plans[1:]:
        again, kept = timed(rescored, problem, before, plan)
        whole, before = timed(score, problem, plan)
        runs.append((whole, again, kept == before))
    whole_ms, again_ms, same = zip(*runs, strict=True)
    found = {
        "stations": stations,
        "zones": zones,
        "score": spread(whole_ms),
        "rescored": spread(again_ms),
        "same": all(same),
    }
    tell(*_row(found, "en"))
    return found


def measure(full: bool) -> dict[str, Any]:
    """Ten moves a county, a hundred when ``full``."""
    moves = 100 if full else 10
    return {"moves": moves, "runs": [judged(n, k, moves) for n, k in SIZES.items()]}


def _row(found: Figures, language: str) -> list[str]:
    times = [shown(found[key], 1) for key in ("score", "rescored")]
    return [f"{found['stations']:,}", str(found["zones"]), *times, WORDS[language][found["same"]]]


def written(figures: Figures, language: str) -> str:
    """A row a county."""
    rows = [_row(found, language) for found in figures["runs"]]
    return f"{table(HEADS[language], rows)}\n\n{NOTES[language].format(moves=figures['moves'])}"


BENCHMARK = Benchmark("judge", measure, written)
