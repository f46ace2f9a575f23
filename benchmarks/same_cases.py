"""The cases of :mod:`benchmarks.same`: county folders, and the command lines to run on each.

Counties are written once, so that both sides read the same files. A command line is a row of a table with places to be
filled in: ``{county}``, stations ``{a}`` and ``{b}``, ``{c}`` and ``{d}`` that touch, the zone of today ``{zone}`` of
``{a}``, and ``{runs}``, the folder of the case, in which every run has its own. All paths are relative to the folder of
a side, so that they are the same on both. No run has a time limit: what it would find depends on the machine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.counties import county as made_up
from geodata import copy_sample, read_county, sample_names, write_county
from zoning.model.county import County

COUNTIES = "counties"
"""Where the counties stand, beside the folders of the two sides."""
FEW, LARGE = 20, 80
"""Stations up to which every mode is sought, and those of the large county."""
SIZES = (8, 16)
"""Stations of the smallest and of the largest drawn county."""
STUDIED = "qingshui"
"""The sample of the study, the frontier and the reports: a small one with zones of today."""
LEADERS = "post,is_head,specialities\n局长,1,\n政委,0,纠纷、投诉举报\n副局长A,0,刑事\n副局长B,0,交通\n"
SCENARIOS = """
[scenarios.four]
why = "four zones at the most, officers moved"
set = { "zones.max" = 4, "rules.workload_band" = 0.5 }
stations = { "most officers" = { officers = "-2" }, "least officers" = { officers = "+2" } }

[scenarios.busier]
extends = "four"
why = "more of some incidents, slower roads"
incidents = { "town.traffic" = "x1.3", dispute = "+10%" }
travel = { speed_kmh = "-20%" }

[scenarios.none]
why = "no plan"
set = { "rules.min_officers" = 9999 }
"""
Words = tuple[str, ...]
Table = Mapping[str, Words]

SOLVE: Words = ("solve", "{county}", "--json", "--lang", "zh")
POLICIES: Table = {
    "haidong": ("--policy", "haidong"),
    "hengshan": ("--policy", "hengshan"),
    "band": ("--set", "rules.workload_band=0.3"),
    "minutes": ("--set", "rules.max_minutes=45"),
    "officers": ("--set", "rules.min_officers=20", "--set", "zones.alone=[]"),
    "case_area": ("--set", "rules.case_area=true", "--set", "zones.alone_as=one"),
    "sizes": ("--set", "zones.max_stations=4", "--set", "weights.border_cut=0.3", "--set", "weights.unsupported=0.1"),
    "pins": ("--together", "{a},{b}", "--apart", "{a},{d}", "--office", "{c}", "--reason", "因为"),
    "pinned": ("--pin", "{a}={b}", "--set", "zones.min=3"),
    "counted": ("--set", "rules.min_officers=9999"),
    "conflict": ("--set", "rules.workload_band=0.001", "--set", "zones.min=3"),
}
"""Policies; there is no plan under ``counted``, and hardly one under ``conflict``."""
TODAY: Table = {
    "changed": ("--set", "rules.max_changed=4", "--set", "weights.change=0.2"),
    "kept": ("--pin", "{a}={zone}", "--set", "weights.change=0.1"),
}
"""Policies that need zones of today."""
ROUGH = ("haidong", "hengshan", "band", "pins")
"""Policies of counties of more stations than :data:`FEW`."""
MODES: Table = {
    "weighted": ("--plans", "5"),
    "order": ("--mode", "order", "--order", "mismatch:0.05,travel"),
    "minimax": ("--mode", "minimax"),
}
OF_A_PLAN: Table = {
    "check": ("check", "{county}", "--json"),
    "refused": (*SOLVE, "--set", "zones.most=3", "--set", "zones.max"),
    "unknown": (*SOLVE, "--pin", "nowhere={a}", "--together", "{a},{a}0"),
    "score": ("score", "{county}", "{runs}/haidong-weighted/stdout", "--json"),
    "score-text": ("score", "{county}", "{runs}/haidong-weighted/stdout", "--lang", "en"),
    "verify": ("verify", "{county}", "{runs}/haidong-weighted/stdout", "--json"),
    "compare": ("compare", "{county}", "{runs}/haidong-weighted/stdout", "{runs}/band-weighted/stdout", "--json"),
    "organise": ("organise", "{county}", "{runs}/haidong-weighted/stdout", "--json"),
    "staffing": ("staffing", "{county}", "{runs}/haidong-weighted/stdout", "--json"),
    "deploy": ("deploy", "{county}", "{runs}/haidong-weighted/stdout", "--json"),
    "response": ("response", "{county}", "{runs}/haidong-weighted/stdout", "--json"),
}
CLOSER: Table = {
    "different": (*SOLVE, "--different"),
    "verify-order": ("verify", "{county}", "{runs}/haidong-order/stdout", "--json"),
    "verify-minimax": ("verify", "{county}", "{runs}/haidong-minimax/stdout", "--json"),
    "explain": ("explain", "{county}", "{runs}/haidong-weighted/stdout", "--json"),
    "explain-station": ("explain", "{county}", "{runs}/band-weighted/stdout", "{a}", "--json"),
}
"""What takes long in large counties."""
TRADES: Table = {
    "frontier": ("frontier", "{county}", "--json", "--out", "{runs}/frontier/files"),
    "files": (*SOLVE, "--out", "{runs}/files/files"),
    "stress": ("stress", "{county}", "{runs}/haidong-weighted/stdout", "--replicates", "10", "--jobs", "1", "--json",
               "--out", "{runs}/stress/files"),
}  # fmt: skip
"""What every fourth drawn county has besides."""
LIBRARY = ("zones-3-4-5", "balance-first", "travel-first", "traffic+30", "two-officers-fewer", "road-closed",
           "merge-smallest", "keep-today")  # fmt: skip
STUDY: Table = {
    "scenarios": ("scenarios", *LIBRARY, f"../{COUNTIES}/what-if.toml", "--county", "{county}", "--jobs", "1", "--json",
                  "--out", "{runs}/scenarios/files"),
    "compare": ("compare", "{runs}/scenarios/files", "--json"),
    "report": ("report", "{runs}/scenarios/files", "--out", "{runs}/report/files"),
    "plan": (*SOLVE, "--out", "{runs}/plan/files"),
    "report-plan": ("report", "{runs}/plan/files", "--county", "{county}", "--out", "{runs}/report-plan/files"),
    "beats": ("beats", "{county}", "--json"),
    "posts": ("posts", "{county}", "--json"),
}  # fmt: skip
WARM = "warm"
"""The part of what is run before all else and counts for nothing: code is compiled and kept for the runs after it."""
COMPILED: Table = {
    "small": ("solve", "sample:xunhua", "--json"),
    "large": ("solve", f"../{COUNTIES}/large", "--time-limit", "1", "--json"),
}
WIDE: Table = {name: (*POLICIES[name], "--set", "zones.max=12") for name in ("haidong", "band")}
"""Policies of the large county."""


@dataclass(frozen=True)
class Case:
    """Runs on a county, each with its folder, that belong to a part of the whole; a run may need those before it."""

    part: str
    name: str
    runs: tuple[tuple[str, Words], ...]


def cases(folder: Path, drawn: int, seed: int, samples: bool = True) -> Iterator[Case]:
    """Write the counties and say what is to be run on them; ``samples``: sample counties, study and large one, too."""
    home = folder / COUNTIES
    home.mkdir(parents=True)
    if samples:
        write_county(made_up(LARGE, seed), home / "large")
        yield Case(WARM, WARM, tuple((f"{WARM}/{run}", words) for run, words in COMPILED.items()))
    for name in sample_names() if samples else ():
        yield _case("samples", name, read_county(copy_sample(name, home / name)), name == STUDIED)
    if samples:
        (home / "what-if.toml").write_text(SCENARIOS, encoding="utf-8")
        yield _filled("study", "study", _facts(STUDIED, "study", read_county(home / STUDIED)), STUDY)
        yield _case("large", "large", read_county(home / "large"))
    for k in range(drawn):
        name = f"drawn-{k + 1:02}"
        write_county(varied(k, seed), home / name)
        (home / name / "leaders.csv").write_text(LEADERS, encoding="utf-8")
        yield _case("drawn", name, read_county(home / name), k % 4 == 0)


def varied(k: int, seed: int) -> County:
    """The k-th drawn county: zones of today, a second county seat, a barred border or more years in some of them."""
    county = made_up(SIZES[0] + k % (SIZES[1] - SIZES[0] + 1), seed + k)
    stations, borders = list(county.stations), list(county.borders)
    if k % 3 < 2:
        heads = np.random.default_rng([seed, k]).choice(len(county), 1 + len(county) // 4, replace=False)
        zones = county.minutes[:, heads].argmin(axis=1).tolist()
        stations = [s.model_copy(update={"current_zone": f"{z + 1}区"}) for s, z in zip(stations, zones, strict=True)]
    if k % 4 == 1:
        stations[-1] = stations[-1].model_copy(update={"kind": "county_seat"})
    if k % 4 == 2:
        borders[0] = replace(borders[0], kind="barred")
    return replace(county, stations=tuple(stations), borders=tuple(borders), years=1.0 + k % 2)


def _case(part: str, name: str, county: County, trades: bool = False) -> Case:
    """Every policy in every mode, then what is asked of the plans; less of that in counties of many stations."""
    facts = _facts(name, name, county)
    policies, modes, rest = {**POLICIES, **(TODAY if facts["zone"] else {})}, MODES, {**OF_A_PLAN, **CLOSER}
    if len(county) > FEW:
        policies = {name: policies[name] for name in ROUGH} if part != "large" else {**WIDE}
        modes, rest = {"weighted": MODES["weighted"]}, {**OF_A_PLAN}
    solved = {f"{p}-{m}": (*SOLVE, *policy, *mode) for p, policy in policies.items() for m, mode in modes.items()}
    return _filled(part, name, facts, {**solved, **rest, **(TRADES if trades else {})})


def _filled(part: str, name: str, facts: Mapping[str, str], table: Table) -> Case:
    """The case of these rows, their places filled in."""
    rows = ((f"{name}/{run}", tuple(word.format_map(facts) for word in words)) for run, words in table.items())
    return Case(part, name, tuple(rows))


def _facts(folder: str, runs: str, county: County) -> dict[str, str]:
    """What the places of a command line stand for: two pairs of stations that touch and are no county seats."""
    town = {station.code: station for station in county.stations if station.kind != "county_seat"}
    pairs = [(b.a, b.b) for b in county.borders if b.a in town and b.b in town and b.kind == "shared"]
    (a, b), (c, d) = pairs[0], pairs[-1]
    zone = town[a].current_zone or ""
    return {"county": f"../{COUNTIES}/{folder}", "runs": runs, "a": a, "b": b, "c": c, "d": d, "zone": zone}
