"""The store: milliseconds to add a step, to read a history and to keep an answer, and bytes on the disk.

    python -m benchmarks store [--full]

Steps move one station each, of 30 and of 3,000 stations. Writers of one plan are processes that go on from the head
they are told; a step is stored, or told of a conflict, and nothing else may happen.
"""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.counties import county
from benchmarks.measured import table
from benchmarks.suite import Benchmark, Figures
from scenarios.store import Conflict, Step, Store, StoredAnswer, open_store

SIZES = {30: 4, 3000: 60}
"""Stations, and the zones they form."""
WRITERS = 8
HEADS = {"en": ("what", "p50", "p95", ""), "zh": ("项目", "p50", "p95", "")}
WORDS = {
    "en": {
        "append": "a step added, {stations} stations, ms", "history": "300 steps of 30 stations read, ms",
        "answer": "an answer kept, ms", "bytes": "bytes a step, {stations} stations",
        "writers": "{count} processes on one plan: {stored} stored, {conflict} conflicts, {other} other",
    },
    "zh": {
        "append": "存一步，{stations} 个所，毫秒", "history": "读出 300 步（30 个所），毫秒",
        "answer": "存一个求解结果，毫秒", "bytes": "每步字节数，{stations} 个所",
        "writers": "{count} 个进程写同一方案：存入 {stored}，冲突 {conflict}，其他 {other}",
    },
}  # fmt: skip


def percentiles(values: list[float]) -> dict[str, float]:
    """The median and the value that 95 of 100 keep within."""
    ordered = sorted(values)
    return {"p50": ordered[len(ordered) // 2], "p95": ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]}


def milliseconds(began: float) -> float:
    """Since that moment."""
    return (time.perf_counter() - began) * 1000


def content(stations: int, zones: int, turn: int) -> dict[str, Any]:
    """A content in which the station of this turn is in the zone beside its own."""
    held: list[list[str]] = [[] for _ in range(zones)]
    for number in range(stations):
        held[(number * zones // stations + (number == turn % stations)) % zones].append(f"5002{number:05d}")
    return {"zones": held, "locks": {"stations": [], "zones": []}, "policy": {}, "names": {}}


def planned(store: Store, stations: int, zones: int) -> tuple[int, int]:
    """A plan of a made-up county, and the user."""
    me = store.local().id
    digest = store.add_county(b"package", county(min(stations, 300), 1), "county.gpkg", [], me).digest
    plan, _ = store.create(digest, "plan", Step(content(stations, zones, 0), "new", {}), me, f"first {stations}")
    return plan.id, me


def appended(folder: Path, stations: int, zones: int, steps: int) -> dict[str, Any]:
    """Steps added one after the other, and what they take on the disk."""
    path = folder / f"{stations}.db"
    with open_store(path, server="benchmark") as store:
        plan, me = planned(store, stations, zones)
        store.database.engine.dispose()
        before, took = path.stat().st_size, []
        for turn in range(1, steps + 1):
            made = Step(content(stations, zones, turn), "move", {"op": "move", "stations": ["500200001"], "zone": 2})
            began = time.perf_counter()
            store.append(plan, turn, made, me, f"{turn:032x}")
            took.append(milliseconds(began))
        read = []
        for _ in range(20):
            began = time.perf_counter()
            store.history(plan, limit=300)
            read.append(milliseconds(began))
    size = (path.stat().st_size - before) / steps
    return {"stations": stations, "append": percentiles(took), "history": percentiles(read), "bytes": round(size)}


def answered(folder: Path, count: int) -> dict[str, float]:
    """Answers kept, a transaction each."""
    took = []
    with open_store(folder / "answers.db") as store:
        for number in range(count):
            document = {"zones": content(30, 4, number)["zones"], "duals": {str(k): k * number for k in range(30)}}
            began = time.perf_counter()
            store.keep(StoredAnswer(f"{number:064x}", "c", "optimal", number, number, 0.1, document, "0"))
            took.append(milliseconds(began))
    return percentiles(took)


def write(path: str, name: str, seconds: str) -> None:
    """Add steps to plan 1 for so long, and say how many were stored, in conflict, and anything else."""
    told: Counter[str] = Counter()
    with open_store(path) as store:
        me, base, until = store.local().id, store.plan(1).head, time.monotonic() + float(seconds)
        while time.monotonic() < until:
            try:
                base = store.append(1, base, Step({"zones": [[name]]}, "move", {}), me, f"{name}-{told.total()}").number
                told["stored"] += 1
            except Conflict as conflict:
                base = conflict.head
                told["conflict"] += 1
            except Exception as error:  # noqa: BLE001 - whatever it is, it is counted and named
                told[type(error).__name__] += 1
    print(told["stored"], told["conflict"], told.total() - told["stored"] - told["conflict"])


def together(folder: Path, seconds: float) -> dict[str, int]:
    """Several processes on one plan."""
    path = folder / "together.db"
    with open_store(path) as store:
        planned(store, 30, 4)
    call = "import sys; from benchmarks.storing import write; write(*sys.argv[1:])"
    command = [sys.executable, "-c", call, str(path)]
    started = [
        subprocess.Popen([*command, str(k), str(seconds)], stdout=subprocess.PIPE, text=True) for k in range(WRITERS)
    ]
    counts = [tuple(map(int, process.communicate()[0].split())) for process in started]
    stored, conflict, other = (sum(part) for part in zip(*counts, strict=True))
    with open_store(path, read_only=True) as store:
        assert store.plan(1).head == stored + 1, "a step that was acknowledged is lost"
    return {"count": WRITERS, "stored": stored, "conflict": conflict, "other": other}


def measure(full: bool) -> dict[str, Any]:
    """Every figure, on the disk of the folder for temporary files."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        return {
            "runs": [appended(folder, n, zones, 3000 if full else 400) for n, zones in SIZES.items()],
            "answer": answered(folder, 2844 if full else 400),
            "writers": together(folder, 10.0 if full else 3.0),
        }


def written(figures: Figures, language: str) -> str:
    """A table of both percentiles, and a sentence on the writers."""
    words = WORDS[language]

    def row(key: str, part: Figures, **values: object) -> list[str]:
        return [words[key].format(**values), f"{part['p50']:.1f}", f"{part['p95']:.1f}", ""]

    rows = [row("append", run["append"], stations=f"{run['stations']:,}") for run in figures["runs"]]
    rows += [row("history", figures["runs"][0]["history"]), row("answer", figures["answer"])]
    rows += [
        [words["bytes"].format(stations=f"{run['stations']:,}"), "", "", f"{run['bytes']:,}"] for run in figures["runs"]
    ]
    return table(HEADS[language], rows) + "\n\n" + words["writers"].format(**figures["writers"])


BENCHMARK = Benchmark("store", measure, written, "docs/store")
