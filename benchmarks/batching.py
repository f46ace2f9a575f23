"""Many counties on one process, on two, and on a cluster of two workers with addresses of their own; and a model of it.

    python -m benchmarks batch [--full]

Each county is read, built, solved with two what-ifs, and kept; a run begins with an empty folder. Without ``--full``
there are 24 made-up counties of 12 to 20 stations, with it 300, and a municipality of 38 with 943 stations. The model:
start + the larger of all counties over the workers and of what the driver does for each, which is its own time.
"""

import contextlib
import json
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import geodata
from benchmarks.many import of_municipality, write
from benchmarks.measured import peak_mb, table
from benchmarks.suite import Benchmark, Figures
from scenarios.batch.keeping import Folder
from scenarios.batch.keys import digest_of, held, key_of
from scenarios.batch.records import Batch, Done, Task
from scenarios.batch.run import Orders, Progress, run
from scenarios.batch.spec import Asked, gathered
from scenarios.batch.worker import work
from scenarios.spread.records import Dask, Engine, Inline, Place, Processes
from solvers.engine import Engine as SearchEngine
from solvers.solve import solve
from zoning.model.problem import Problem
from zoning.result.documents import read_json, to_document

WHAT_IFS = """
[scenarios.four]
why = "four zones"
set = { "zones.max" = 4 }
[scenarios.traffic]
why = "more traffic"
incidents = { traffic = "+30%" }
"""
SCHEDULER, WORKERS = "127.0.0.2", ("127.0.0.3", "127.0.0.4")
"""Addresses of the cluster: as many machines, for those who ask."""
STARTING = 120.0
"""Seconds that a cluster may take to start."""
COSTED = 60
"""Counties whose steps are timed one by one."""
COUNTRY, PROBLEMS, CORES = 2844, 3, (2, 16, 64)
HEADS = {
    "en": ("counties", "stations", "run on", "start, s", "all, s", "counties/s", "proved"),
    "zh": ("县", "所", "运行方式", "启动（秒）", "合计（秒）", "县/秒", "已证明"),
}
WORDS = {
    "en": {"inline": "one process", "processes": "two processes", "dask": "Dask, two workers at their own addresses",
           "model": "A county takes {fixed:.0f} ms beside its problems and {each:.0f} ms a problem; the driver "
                    "{driver:.1f} ms; a task has {task:.0f} kB, its result {result:.0f} kB. "
                    "Known counties: {known:.0f} a second.",
           "costs": "CPU of a county with its base plan alone, ms: reading {read:.1f}, building {build:.1f}, "
                    "solving with proof {solve:.1f}, its document {document:.1f}, "
                    "with figures, shapes and all else {all:.1f}; writing it {write:.1f}: "
                    "{pace:.0f} counties a second and core.",
           "predicted": "2,844 counties × 3 problems, predicted: {told}; for the run on two processes above "
                        "{two:.1f} s, and {seen:.1f} s were measured.",
           "cores": "{cores} cores {minutes:.1f} min"},
    "zh": {"inline": "单进程", "processes": "两个进程", "dask": "Dask，两个工作进程各有地址",
           "model": "每县除求解外用 {fixed:.0f} 毫秒，每个问题 {each:.0f} 毫秒，主进程 {driver:.1f} 毫秒；"
                    "任务 {task:.0f} kB，结果 {result:.0f} kB。已知的县每秒 {known:.0f} 个。",
           "costs": "只算基准方案，每县 CPU 毫秒：读取 {read:.1f}，整理 {build:.1f}，求解并证明 {solve:.1f}，"
                    "结果文档 {document:.1f}，连同指标、图形等合计 {all:.1f}；写入 {write:.1f}："
                    "每核每秒 {pace:.0f} 个县。",
           "predicted": "2,844 县 × 3 个问题，预计：{told}；上表两个进程预计 {two:.1f} 秒，实测 {seen:.1f} 秒。",
           "cores": "{cores} 核 {minutes:.1f} 分钟"},
}  # fmt: skip


@contextmanager
def cluster() -> Iterator[str]:
    """A scheduler and two workers, each a process with an address of its own; gives the scheduler's."""
    from distributed import Client

    dask = [sys.executable, "-m", "dask"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    place = Path(tempfile.mkdtemp())
    told = place / "scheduler.json"
    words = [*dask, "scheduler", "--host", SCHEDULER, "--port", "0", "--no-dashboard", "--scheduler-file", str(told)]
    started = [subprocess.Popen(words, **quiet)]
    try:
        address = _address(told)
        for host in WORKERS:
            words = [
                *dask,
                "worker",
                address,
                "--host",
                host,
                "--nthreads",
                "1",
                "--no-dashboard",
                "--memory-limit",
                "0",
            ]
            started.append(subprocess.Popen(words, **quiet))
        with Client(address, timeout=STARTING) as client:
            client.wait_for_workers(len(WORKERS), timeout=STARTING)
        yield address
    finally:
        for process in started[::-1]:
            process.terminate()
        for process in started:
            process.wait(30)
        shutil.rmtree(place)


def _address(told: Path) -> str:
    """The address that a scheduler writes down once it listens."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        with contextlib.suppress(OSError, ValueError):
            return str(json.loads(told.read_text(encoding="utf-8"))["address"])
        time.sleep(0.1)
    raise TimeoutError("the scheduler did not start")


def one(folder: Path, name: str, engine: Engine, counties: Sequence[Any]) -> tuple[dict[str, Any], Batch]:
    """A run into an empty folder: seconds until the first county, in all, and counties a second between."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    began, times = time.perf_counter(), []

    def tell(_: Progress) -> None:
        times.append(time.perf_counter() - began)

    batch = run(counties, engine, Orders(limit=None), folder=Folder(folder / "out"), on_progress=tell)
    pace = (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0
    proved = sum(item.status == "optimal" for county in batch.counties for item in county.items)
    figures = {"engine": name, "start": times[0], "seconds": batch.seconds, "pace": pace, "proved": proved}
    return figures, batch


def measured(folder: Path, sizes: Sequence[int], *, alone_only: bool = False) -> dict[str, Any]:
    """The same counties on every engine, equal results asserted, and what a county costs."""
    write(folder / "in", sizes)
    (folder / "what-ifs.toml").write_text(WHAT_IFS, encoding="utf-8")
    counties = gathered(str(folder / "in"), Asked(scenarios=(str(folder / "what-ifs.toml"),)))
    alone, batch = one(folder, "inline", Inline(), counties)
    runs = [alone]
    if not alone_only:
        two, again = one(folder, "processes", Processes(2), counties)
        with cluster() as address:
            spread, third = one(folder, "dask", Dask(address=address), counties)
        assert timeless(batch) == timeless(again) == timeless(third), "the engine changes a result"
        runs += [two, spread]
    began = time.perf_counter()
    known = run(counties, Inline(), Orders(limit=None), folder=Folder(folder / "out"))
    assert known.known == len(sizes)
    return {
        "counties": len(sizes), "stations": sum(sizes), "runs": runs,
        "known": len(sizes) / (time.perf_counter() - began),
        "model": model(folder, counties, batch), "costs": costs(counties, folder), "peak_mb": peak_mb(),
    }  # fmt: skip


def timeless(batch: Batch) -> list[dict[str, Any]]:
    """The rows of a batch without seconds and hosts."""
    times = {"seconds", "host", "county_seconds"}
    return [{key: value for key, value in row.items() if key not in times} for row in to_document(batch)["items"]]


def model(folder: Path, counties: Sequence[Any], batch: Batch) -> dict[str, float]:
    """Milliseconds of a county beside its problems, of a problem, of the driver for a county; kB of the messages."""
    problems = [item.seconds for county in batch.counties for item in county.items]
    fixed = [county.seconds - sum(item.seconds for item in county.items) for county in batch.counties]
    wanted = counties[0]
    task = Task(wanted, key_of(wanted, digest_of(wanted.source), (), 0, None), "")
    sent = pickle.dumps(Task(replace(wanted, source=held(wanted.source)), task.key, ""))
    place = Folder(folder / "out")
    began = time.perf_counter()
    for county, asked in zip(batch.counties, counties, strict=True):
        digest_of(asked.source)
        plans = {item.scenario: read_json(place.plan(county, item.scenario)) for item in county.items}
        place.keep(Done(county, plans))
    driver = (time.perf_counter() - began) / len(batch.counties)
    result = sum(len(pickle.dumps(county)) for county in batch.counties) / len(batch.counties)
    return {
        "fixed": 1000 * float(np.mean(fixed)), "each": 1000 * float(np.mean(problems)), "driver": 1000 * driver,
        "task": len(sent) / 1000, "result": result / 1000,
    }  # fmt: skip


def costs(counties: Sequence[Any], folder: Path) -> dict[str, float]:
    """Milliseconds of one core for each step of a county's base plan, one after the other in this process."""
    spent: dict[str, float] = {}
    engine, place = SearchEngine(1), Folder(folder / "costs")

    @contextmanager
    def step(name: str) -> Iterator[None]:
        began = time.process_time()
        yield
        spent[name] = spent.get(name, 0.0) + time.process_time() - began

    for wanted in counties[: min(len(counties), COSTED)]:
        with step("read"):
            tables = geodata.read_source(wanted.source)
        with step("build"):
            built = geodata.build(tables)
        with step("solve"):
            found = solve(Problem(built.county, wanted.policy), engine=engine)
        with step("document"):
            document = to_document(found)
        task = Task(replace(wanted, scenarios=()), "", "", known={})
        with step("all"):
            done = work(task, Place(1, lambda: False))
        assert done is not None
        with step("write"):
            place.keep(done)
        assert document["points"] == done.result.items[0].points
    return {name: 1000 * value / min(len(counties), COSTED) for name, value in spent.items()}


def predicted(figures: Figures, counties: int, problems: int, workers: int, start: float) -> float:
    """Seconds of so many counties with so many problems each on so many workers."""
    county = (figures["fixed"] + problems * figures["each"]) / 1000
    return float(start + max(counties * county / workers, counties * figures["driver"] / 1000))


def measure(full: bool) -> dict[str, Any]:
    """Every size."""
    rng = np.random.default_rng(0)
    sizes = [[int(n) for n in rng.integers(12, 21, 300 if full else 24)]] + ([of_municipality()] if full else [])
    with tempfile.TemporaryDirectory() as made:
        return {"sets": [measured(Path(made) / str(k), one_) for k, one_ in enumerate(sizes)]}


def written(figures: Figures, language: str) -> str:
    """A table of the runs, and the model beside what was measured."""
    words = WORDS[language]
    rows = [
        [str(s["counties"]), str(s["stations"]), words[r["engine"]], f"{r['start']:.1f}", f"{r['seconds']:.1f}",
         f"{r['pace']:.1f}", f"{r['proved']} / {PROBLEMS * s['counties']}"]
        for s in figures["sets"] for r in s["runs"]
    ]  # fmt: skip
    first = figures["sets"][0]
    two = first["runs"][min(1, len(first["runs"]) - 1)]
    told = [
        words["cores"].format(cores=n, minutes=predicted(first["model"], COUNTRY, PROBLEMS, n, two["start"]) / 60)
        for n in CORES
    ]
    seen = predicted(first["model"], first["counties"], PROBLEMS, 2, two["start"])
    model_ = words["model"].format(**first["model"], known=first["known"])
    said = words["predicted"].format(told=", ".join(told), two=seen, seen=two["seconds"])
    spent = first["costs"]
    cost = words["costs"].format(**spent, pace=1000 / (spent["all"] + spent["write"]))
    return f"{table(HEADS[language], rows)}\n\n{model_} {said}\n\n{cost}"


BENCHMARK = Benchmark("batch", measure, written, "docs/batch")
