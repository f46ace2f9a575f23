"""Six cases with something wrong in them, and what other libraries and this one make of each.

    python -m benchmarks failures

The peers (``benchmarks.peers``; the group ``peers`` of pyproject.toml) are asked each in a fresh process, with a limit
on its processor time. A plan is read for what was asked: its number of zones, their parts, their size, their workload.
An answer to a question that has none is wrong however it looks.
"""

import json
import math
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import metadata
from typing import Any

import networkx as nx
import numpy as np

from benchmarks.measured import table
from benchmarks.peers import PEERS, SECONDS, Case, Peer
from benchmarks.suite import ROOT, Benchmark, Figures, tell
from solvers.solve import solve
from zoning.model.county import County
from zoning.model.errors import InputError
from zoning.model.policy import Policy, RuleLimits, Weights, ZoneLimits
from zoning.model.problem import Problem
from zoning.model.stations import Border, IncidentClass, Station
from zoning.texts import Language

PATIENCE = 30
"""Times the processor's seconds that a peer has, in seconds on the wall: only what sleeps takes so long."""
GRID = tuple((x, y) for y in range(5) for x in range(5))
VALUES = tuple(float((3 * x + 5 * y) % 7) for x, y in GRID)
WORK = tuple(10.0 + x for x, _ in GRID)
HALVES = tuple((x + (x > 2), y) for x, y in GRID)
CASES = {
    "island": Case("island", (*GRID[:-1], (9, 9)), VALUES, WORK, 5),
    "halves": Case("halves", HALVES, VALUES, WORK, 5),
    "minimum": Case("minimum", GRID, VALUES, WORK, 2, fewest=30),
    "gap": Case("gap", GRID, (math.nan, *VALUES[1:]), (math.nan, *WORK[1:]), 5),
    "more": Case("more", GRID, VALUES, WORK, 30),
    "heavy": Case("heavy", GRID, VALUES, (*WORK[:12], 300.0, *WORK[13:]), 5, band=0.2),
}
NEEDED = {"minimum": "fewest", "gap": "gaps", "more": "zones", "heavy": "band"}
"""What a library must be able to be asked for in a case."""
IMPOSSIBLE = ("minimum", "gap", "more", "heavy")
"""Cases that no plan answers."""
TITLES = {
    "en": {
        "island": "one unit is an island",
        "halves": "two halves that do not touch",
        "minimum": "zones of 30 units, of 25",
        "gap": "a value is missing (NaN)",
        "more": "30 zones of 25 units",
        "heavy": "a unit heavier than ±20 %",
    },
    "zh": {
        "island": "一个单元是孤岛",
        "halves": "互不相接的两半",
        "minimum": "25 个单元，每区至少 30 个",
        "gap": "缺一个值（NaN）",
        "more": "25 个单元分 30 区",
        "heavy": "一个单元重于 ±20 % 的上限",
    },
}
VERDICTS = {
    "en": {
        "right": "plan",
        "parts": "**wrong**: a zone in {amount} parts",
        "zones": "**wrong**: number of zones is {amount}",
        "left_out": "**wrong**: {amount} units left out",
        "small": "**wrong**: a zone of {amount} units",
        "load": "**wrong**: {amount:.1f} × the mean workload",
        "unnoticed": "**wrong**: a plan",
        "error": "{amount}",
        "crash": "**crash**, {amount}",
        "timeout": "**no answer** in {amount:g} s of processor time",
        "cannot": "–",
        "absent": "not installed",
    },
    "zh": {
        "right": "方案",
        "parts": "**错**：有一区分成 {amount} 片",
        "zones": "**错**：分成 {amount} 区",
        "left_out": "**错**：漏掉 {amount} 个单元",
        "small": "**错**：有一区只有 {amount} 个单元",
        "load": "**错**：工作量为均值的 {amount:.1f} 倍",
        "unnoticed": "**错**：给出方案",
        "error": "{amount}",
        "crash": "**崩溃**，{amount}",
        "timeout": "处理器时间 {amount:g} 秒内**无结果**",
        "cannot": "–",
        "absent": "未安装",
    },
}
NOTES = {
    "en": "plan: keeps what was asked; **wrong**: does not; a name: the exception raised; "
    "–: it cannot be asked for this. {versions}. `zoning` answers:",
    "zh": "方案：合乎要求；**错**：不合要求；英文名：抛出的异常；–：无法提出此要求。{versions}。`zoning` 的回答：",
}
HEADS = {"en": "library", "zh": "库"}
OURS: dict[Language, str] = {"en": "{zones} zones, {status}", "zh": "{zones} 个防区，已证明最优"}
JOINED: dict[Language, str] = {"en": "; ", "zh": "；"}
WARNED = re.compile(r"\b(User|Runtime)Warning: .*")
WITH_A_WARNING = {"en": ", with a warning", "zh": "，有警告"}
FAULT = "Traceback (most recent call last)"


def verdict(case: Case, labels: Sequence[int], can: frozenset[str], first: int = 0) -> tuple[str, float]:
    """What an answer is, and by how much: the first thing that is wrong with it, or ``right``."""
    missing = len(case.places) - sum(label >= first for label in labels)
    if missing:
        return "left_out", missing
    sizes = Counter(labels)
    if "zones" in can and len(sizes) != case.zones:
        return "zones", len(sizes)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(labels)))
    graph.add_edges_from((i, j) for i, others in enumerate(case.neighbours()) for j in others if labels[i] == labels[j])
    parts = Counter(labels[min(part)] for part in nx.connected_components(graph))
    if max(parts.values()) > 1:
        return "parts", max(parts.values())
    if "fewest" in can and min(sizes.values()) < case.fewest:
        return "small", min(sizes.values())
    if "band" in can and case.band is not None:
        work = {zone: sum(case.workload[i] for i, label in enumerate(labels) if label == zone) for zone in sizes}
        share = max(work.values()) * len(work) / sum(case.workload)
        if share > 1 + case.band:
            return "load", share
    return ("unnoticed", 0) if case.name in IMPOSSIBLE else ("right", 0)


def asked(peer: str, case: Case) -> dict[str, Any]:
    """What a peer makes of a case: the kind of its answer, by how much, and what it said."""
    row = PEERS[peer]
    if case.name in NEEDED and NEEDED[case.name] not in row.can:
        return {"kind": "cannot", "amount": None, "said": ""}
    try:
        metadata.version(row.distribution)
    except metadata.PackageNotFoundError:
        return {"kind": "absent", "amount": None, "said": ""}
    command = [sys.executable, "-m", "benchmarks.peers", peer, json.dumps(asdict(case))]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, check=False, text=True, encoding="utf-8", timeout=PATIENCE * SECONDS
        )
    except subprocess.TimeoutExpired:
        return {"kind": "timeout", "amount": SECONDS, "said": ""}
    return read(case, row, done)


def read(case: Case, row: Peer, done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """What a process that has ended says: an answer, an exception or a crash."""
    trace = done.stderr.rpartition(FAULT)[2].splitlines()
    said = next((line for line in trace[1:] if line and not line[0].isspace()), "")[:300]
    if done.returncode == 0:
        found = WARNED.search(done.stderr)
        kind, amount = verdict(case, json.loads(done.stdout.strip().splitlines()[-1]), row.can, row.first)
        return {"kind": kind, "amount": amount, "said": found[0][:300] if found else ""}
    if done.returncode == -signal.SIGXCPU:
        return {"kind": "timeout", "amount": SECONDS, "said": ""}
    if FAULT in done.stderr:
        return {"kind": "error", "amount": said.partition(":")[0].rpartition(".")[2], "said": said}
    return {"kind": "crash", "amount": f"exit code {done.returncode}", "said": said}


def problem(case: Case) -> Problem:
    """The case as a problem of this project.

    Raises
    ------
    InputError
        When a number is missing.
    """
    codes = [f"{i:02d}" for i in range(len(case.places))]
    stations = tuple(
        Station(code=c, name=f"虚构{c}所", kind="town", lon=107 + x / 100, lat=30 + y / 100, area_km2=1, officers=10)
        for c, (x, y) in zip(codes, case.places, strict=True)
    )
    places = np.array(case.places, dtype=np.float64)
    county = County(
        code="0",
        name="虚构县",
        stations=stations,
        counts=np.array(case.workload)[:, None],
        minutes=np.linalg.norm(places[:, None] - places[None, :], axis=2),
        borders=tuple(
            Border(codes[i], codes[j], 1.0) for i, near in enumerate(case.neighbours()) for j in near if i < j
        ),
        classes=(IncidentClass(key="call", name="报警", minutes=60, officers=1, team="community"),),
    )
    zones = ZoneLimits(min=case.zones, max=case.zones, alone=(), min_stations=case.fewest)
    limits = RuleLimits(workload_band=case.band)
    return Problem(county, Policy(zones=zones, rules=limits, weights=Weights(mismatch=0.5, travel=0.5)))


def ours(case: Case) -> Mapping[Language, str]:
    """What this project answers, by language.

    Raises
    ------
    RuntimeError
        When it is wrong.
    """
    try:
        given = problem(case)
        solution = solve(given)
    except InputError as error:
        return {language: JOINED[language].join(m.text(language) for m in error.mistakes) for language in OURS}
    if solution.plan is None:
        reasons = solution.proof.reasons
        return {language: JOINED[language].join(reason.text(language) for reason in reasons) for language in OURS}
    labels = solution.plan.labels(given.county.codes).tolist()
    if (found := verdict(case, labels, frozenset({"zones", "fewest", "band"})))[0] != "right":
        raise RuntimeError(f"{case.name}: {found}")
    values = {"zones": len(solution.plan.zones), "status": solution.proof.status}
    return {language: text.format(**values) for language, text in OURS.items()}


def measure(_full: bool) -> dict[str, Any]:
    """Every peer on every case, in full or not."""
    found: dict[str, dict[str, Any]] = {}
    for peer in PEERS:
        found[peer] = {name: asked(peer, case) for name, case in CASES.items()}
        tell(peer, *(f"{name}: {answer['kind']} {answer['amount'] or ''}" for name, answer in found[peer].items()))
    versions = {name: _version(name) for name in dict.fromkeys(row.distribution for row in PEERS.values())}
    return {"versions": versions, "peers": found, "ours": {name: ours(case) for name, case in CASES.items()}}


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "–"


def _cell(answer: Figures, language: str) -> str:
    """An answer in words; that there was a warning is told where the plan is wrong."""
    told = VERDICTS[language][answer["kind"]].format(amount=answer["amount"])
    warned = answer["said"] and answer["kind"] not in ("right", "error", "crash")
    return f"{told}{WITH_A_WARNING[language]}" if warned else told


def written(figures: Figures, language: str) -> str:
    """A row a peer, a column a case; then what this project answers."""
    titles = TITLES[language]
    rows = [[peer, *(_cell(answers[name], language) for name in CASES)] for peer, answers in figures["peers"].items()]
    versions = ", ".join(f"{name} {version}" for name, version in figures["versions"].items())
    answers = "\n".join(
        f"- {titles[name]}{': ' if language == 'en' else '：'}{figures['ours'][name][language]}" for name in CASES
    )
    head = [HEADS[language], *titles.values()]
    return f"{table(head, rows, left=len(head))}\n\n{NOTES[language].format(versions=versions)}\n\n{answers}"


BENCHMARK = Benchmark("failures", measure, written)
