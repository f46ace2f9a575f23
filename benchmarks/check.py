"""Whether the engine answers as it did, and with no more work: counts that are the same on every machine, no seconds.

    python -m benchmarks check            compares with benchmarks/results/check.json; exit code 1 where it differs
    python -m benchmarks check --store    writes that file

For samples and made-up counties under several policies it counts the *states* (sets of stations met by growth), the
*columns* that were left for the covers and the *rounds* (linear programmes solved), and keeps the points, the bound and
the plan. Any other points, bound or plan fails; so does work that has grown by more than :data:`MORE`. Work that has
fallen is told, so that the file can be written anew. What it may get wrong: GLOP's last bits may differ between
processors, which changes the way to a proof, never the proof.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.counties import county
from benchmarks.measured import table
from geodata import read_county
from solvers.engine import Engine
from solvers.stop import Watch
from zoning.model.county import County
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

FILE = Path(__file__).parent / "results" / "check.json"
MORE, FEW = 1.1, 50
"""Work above this share of what is stored, and above so much more, is too much: few counts may jump by a handful."""
WORK = ("states", "columns", "rounds")
ANSWER = ("points", "bound", "plan")
HEADS = ("case", *WORK, "points")
POLICIES: Mapping[str, Mapping[str, object]] = {
    "haidong": {},
    "travel 0.06": {"weights.travel": 0.06},
    "workload_band 0.3": {"rules.workload_band": 0.3},
    "officer_band 0.2": {"rules.officer_band": 0.2},
    "max_minutes 60": {"rules.max_minutes": 60.0},
    "mix_loss": {"weights.mismatch": 0.0, "weights.overload": 0.0, "weights.travel": 0.0},
}
SMALL = ("xunhua", "jishui", "qingshui", "xihe", "dianjiang")
LARGER = ("fengdu", "shizhu", "kaizhou")
DRAWN = ((12, 1), (16, 2), (20, 3), (24, 4), (28, 5))
"""Stations and seed of the made-up counties."""
LARGE = {"drawn 40": (40, 6, 0.2), "drawn 62": (62, 8, None)}
"""Stations, zones and workload band of those that begin with the search for large counties; their seed is 1."""


def counties() -> dict[str, Callable[[], tuple[County, Mapping[str, Mapping[str, object]]]]]:
    """What is read or drawn, by name, with its policies: the larger ones have one each."""

    def sample(name: str, policies: Mapping[str, Mapping[str, object]]) -> tuple[County, Any]:
        return read_county(f"sample:{name}"), policies

    first = {"haidong": POLICIES["haidong"]}
    found: dict[str, Callable[[], tuple[County, Any]]] = {}
    for name in SMALL:
        found[name] = lambda name=name: sample(name, POLICIES)  # type: ignore[misc]
    for name in LARGER:
        found[name] = lambda name=name: sample(name, first)  # type: ignore[misc]
    for n, seed in DRAWN:
        found[f"drawn {n}"] = lambda n=n, seed=seed: (county(n, seed), POLICIES)  # type: ignore[misc]
    for name, (n, zones, band) in LARGE.items():
        limits = {f"{zones} zones": {"zones.min": zones, "zones.max": zones, "rules.workload_band": band}}
        found[name] = lambda n=n, limits=limits: (county(n, 1), limits)  # type: ignore[misc]
    return found


def counted(problem: Problem) -> dict[str, Any]:
    """The answer to a problem and the work that it took."""
    watch = Watch()
    search = Engine().search(problem, watch)
    plan = None if search.plan is None else hashlib.sha256(repr(search.plan.zones).encode()).hexdigest()[:16]
    return {
        "points": search.best,
        "bound": search.bound(),
        "plan": plan,
        "states": watch.zones_grown,
        "columns": sum(result.certificate.candidates for result in search.results.values()),
        "rounds": watch.rounds,
    }


def measure() -> dict[str, dict[str, Any]]:
    """Every county under each of its policies, by name."""
    found = {}
    for name, made in counties().items():
        given, policies = made()
        for policy, settings in policies.items():
            found[f"{name} · {policy}"] = counted(Problem(given, read_policy("haidong").override(settings)))
    return found


def compared(stored: Mapping[str, Mapping[str, Any]], found: Mapping[str, Mapping[str, Any]]) -> tuple[list[str], int]:
    """What is wrong, a sentence each, and how many counts have fallen by a tenth or more."""
    wrong = [f"{name}: not stored" for name in found if name not in stored]
    wrong += [f"{name}: stored, but no case" for name in stored if name not in found]
    fallen = 0
    for name in stored.keys() & found.keys():
        was, now = stored[name], found[name]
        wrong += [f"{name}: {key} {was[key]} → {now[key]}" for key in ANSWER if was[key] != now[key]]
        for key in WORK:
            if now[key] > max(MORE * was[key], was[key] + FEW):
                wrong.append(f"{name}: {key} {was[key]:,} → {now[key]:,}, {now[key] / max(was[key], 1) - 1:.0%} more")
            fallen += MORE * now[key] < was[key] - FEW
    return sorted(wrong), fallen


def run(words: Sequence[str]) -> int:
    """The command: 0 where nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks check", description=__doc__.split("\n")[0])
    parser.add_argument("--store", action="store_true", help="write the counts in place of comparing them")
    found = measure()
    if parser.parse_args(words).store:
        FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    wrong, fallen = compared(json.loads(FILE.read_text(encoding="utf-8")), found)
    rows = [[name, *(f"{one[key]:,}" for key in WORK), f"{one['points'] or 0:,}"] for name, one in found.items()]
    sys.stdout.write(table(HEADS, rows) + "\n")
    sys.stdout.write("".join(f"WRONG {says}\n" for says in wrong))
    if fallen:
        sys.stdout.write(
            f"{fallen} counts have fallen by a tenth or more: python -m benchmarks check --store keeps them\n"
        )
    return 1 if wrong else 0
