"""The response model beside SimPy: a pool a case, over samples, loads, units a station and modes of dispatch.

A case is a sample with its incidents times a factor and so many units a station round the clock; the pool looked at is
the busiest below the limit, or, where none is, the one whose queue grows least. A case agrees when minutes and the
share that finds no unit free differ by 2 % (of a share, by 0.002) or less than both intervals together, and the growth
of a queue by 2 % of the calls.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from benchmarks.measured import table
from benchmarks.queues import Seen, simulated
from benchmarks.suite import Benchmark, Figures, tell
from systems.response.crews import round_the_clock
from systems.response.pools import BATCHES, Tally
from systems.response.records import MODES
from systems.response.response import CALLS, Runs
from systems.response.summary import STUDENT, Part, summary
from zoning.model.county import County

FACTORS, UNITS = (0.5, 1, 2, 3, 5, 8, 12, 20), (1, 2, 3)
SIMPY_CALLS = 100_000
ZONE = 4
"""Stations of a zone: so many whose codes follow each other."""
LOADS = ((0.0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 0.9), (0.9, 1.0))
HEADS = {
    "en": ("utilisation of the pool", "cases", "agree", "minutes off by", "at most", "intervals", "none free, at most"),
    "zh": ("巡组利用率", "算例", "相符", "分钟相差", "最多", "区间", "无空闲占比最多"),
}
NOTES = {
    "en": "{cases} pools of {samples} samples, incidents × {low:g}–{high:g}, 1–3 units a station, own station, zone "
    "and county; {calls:,} calls each in SimPy. {agree} agree: within 2 %, or within both "
    "intervals together, whose mean is given.",
    "zh": "{samples} 个示例县共 {cases} 组，警情 × {low:g}～{high:g}，每所 1～3 个巡组，本所、防区、全县；"
    "SimPy 各模拟 {calls:,} 起。{agree} 组相符：相差不超过 2 %，或在两个区间之和以内（列出平均）。",
}
OVERLOAD = {"en": "100 % and more: the queue grows", "zh": "100 % 及以上：积压增长"}


def cases(full: bool) -> Iterator[tuple[str, float, int, str]]:
    """Sample, factor, units a station and mode: all of them when ``full``, else eight a sample."""
    from geodata import sample_names

    for s, name in enumerate(sample_names()):
        several = list(product(FACTORS, UNITS, MODES))
        chosen = several if full else [several[9 * k + (4 * k + s) % 9] for k in range(len(FACTORS))]
        yield from ((name, *one) for one in chosen)


def against_simpy(county: County, units: int, mode: str, calls: int, ours: int = CALLS) -> dict[str, Any]:
    """How far the model is from SimPy on a pool of a county."""
    crews = round_the_clock(county, [units] * len(county))
    runs, n = Runs(county, crews, np.array([10.0]), 0, ours), len(county)
    labels = {"own": np.arange(n), "zone": np.arange(n) // ZONE, "county": np.zeros(n, dtype=int)}[mode]
    pools = [runs.of(np.flatnonzero(labels == z), np.ones(len(crews), dtype=bool)) for z in np.unique(labels)]
    pools = [one for one in pools if one.pool.rates.any() and one.method != "limit"]
    steady = [one for one in pools if not one.grows]
    found = max(steady, key=_load) if steady else min(pools, key=_load)
    seen = simulated(found.pool, calls, 1)
    return {"load": _load(found), "units": int(found.pool.units.sum()), **_compared(county, found, seen)}


def _load(tally: Tally) -> float:
    return tally.pool.utilisation


def _compared(county: County, tally: Tally, seen: Seen) -> dict[str, Any]:
    if tally.grows:
        rate = 24 * 60 * float(tally.pool.rates.sum())
        growth = rate * (1 - 1 / _load(tally))
        off = abs(seen.growth - growth) / rate
        return {"growth": growth, "minutes": off, "none": 0.0, "room": 0.0, "agrees": off <= 0.02}
    inside = np.isin(np.arange(len(county)), tally.pool.rows)
    ours = summary([Part(tally, 24.0)], inside, county.incidents.sum(axis=1), 1)
    mean, half = _mean(seen.minutes)
    none, none_half = _mean(seen.waited)
    off, off_none = abs(ours.minutes - mean), abs(ours.overflow - none)
    room = half + (ours.minutes_interval[1] - ours.minutes_interval[0]) / 2
    room_none = none_half + (ours.overflow_interval[1] - ours.overflow_interval[0]) / 2
    agrees = off <= max(0.02 * mean, room) and off_none <= max(0.002, 0.02 * none, room_none)
    return {"growth": 0.0, "minutes": off / mean, "none": off_none, "room": room / mean, "agrees": bool(agrees)}


def _mean(values: Any) -> tuple[float, float]:
    """Mean and half of its interval, by batches."""
    parts = np.array([part.mean() for part in np.array_split(values, BATCHES)])
    return float(values.mean()), STUDENT * float(parts.std(ddof=1)) / BATCHES**0.5


def measure(full: bool) -> dict[str, Any]:
    """Every case."""
    from geodata import read_county

    found: list[dict[str, Any]] = []
    counties: dict[str, County] = {}
    for name, factor, units, mode in cases(full):
        county = counties.setdefault(name, read_county(f"sample:{name}"))
        busier = replace(county, counts=county.counts * factor)
        result = against_simpy(busier, units, mode, SIMPY_CALLS)
        found.append({"sample": name, "factor": factor, "units_a_station": units, "mode": mode, **result})
        tell(name, factor, units, mode, f"{result['load']:.3f}", f"{result['minutes']:.4f}", result["agrees"])
    return {"calls": SIMPY_CALLS, "cases": found}


def written(figures: Figures, language: str) -> str:
    """A row a range of utilisation."""
    rows = []
    every = figures["cases"]
    for low, high in (*LOADS, (1.0, np.inf)):
        held = [case for case in every if low <= case["load"] < high]
        if held:
            name = OVERLOAD[language] if low == 1 else f"{low:.0%}–{high:.0%}".replace("%", " %")
            off = [case["minutes"] for case in held]
            none = f"{max(case['none'] for case in held):.4f}" if low < 1 else "–"
            agree = sum(case["agrees"] for case in held)
            room = f"{np.mean([case['room'] for case in held]):.1%}" if low < 1 else "–"
            rows.append([name, str(len(held)), str(agree), f"{np.mean(off):.1%}", f"{max(off):.1%}", room, none])
    factors = [case["factor"] for case in every]
    values = {
        "cases": len(every),
        "samples": len({case["sample"] for case in every}),
        "agree": sum(case["agrees"] for case in every),
        "low": min(factors),
        "high": max(factors),
        "calls": figures["calls"],
    }
    return f"{table(HEADS[language], rows)}\n\n{NOTES[language].format(**values)}"


BENCHMARK = Benchmark("response", measure, written, "docs/response")
