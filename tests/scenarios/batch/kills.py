"""Batches that are killed, on every engine: forty counties, one infeasible, one bad, one that kills its process.

``python -m tests.scenarios.batch.kills [engines|driver|workers|memory]…`` runs what takes minutes: equal results on
every engine; the driver killed at ten random moments; workers killed amid their work; memory flat over 500 counties.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.many import write
from scenarios.batch import run as running
from scenarios.batch.keeping import Folder
from scenarios.batch.records import Batch
from scenarios.batch.run import Orders, run
from scenarios.batch.spec import Asked, gathered
from scenarios.spread.records import Dask, Engine, Inline, Processes
from tests.scenarios.batch.work import POISON, begin, prefecture, timeless
from tests.scenarios.spread.work import alive, children
from zoning.result.documents import to_document

ORDERS = Orders(limit=None)
COMMAND = "from workbench.cli import main; import sys; sys.exit(main(sys.argv[1:]))"


def rows(batch: Batch, *, without: str = POISON) -> list[Any]:
    """The rows of a document without times, hosts, and the county that kills."""
    return [row for row in timeless(to_document(batch))["items"] if row["called"] != without]


def engines(folder: Path) -> None:
    """Every engine gives the rows of one process, and names the county that kills."""
    source = prefecture(folder / "in", 40)
    wanted = gathered(str(source), Asked())
    running.begin = begin
    safe = [one for one in wanted if one.called != POISON]
    alone = rows(run(safe, Inline(), ORDERS))
    found: list[Engine] = [Processes(1), Processes(2), Processes(3), Dask(jobs=2)]
    for engine in found:
        batch = run(random.Random(1).sample(wanted, len(wanted)), engine, ORDERS)
        ordered = sorted(rows(batch), key=lambda row: (row["called"], row["scenario"] != "base"))
        assert ordered == sorted(alone, key=lambda row: (row["called"], row["scenario"] != "base")), engine
        assert [one.called for one in batch.counties if one.state == "died"] == [POISON], engine
        print(engine, "equal", f"{batch.seconds:.1f} s", flush=True)
    assert not _workers(), "a process outlived its engine"


def driver(folder: Path) -> None:
    """A driver killed ten times ends with what one that was not killed gives, and nobody is left behind."""
    source = prefecture(folder / "in", 40, poison=False)
    words = ["batch", str(source), "--jobs", "2", "--out"]
    command = [sys.executable, "-c", COMMAND, *words]
    whole, killed = str(folder / "whole"), str(folder / "killed")
    subprocess.run([*command, whole], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    rng = random.Random(0)
    for turn in range(10):
        process = subprocess.Popen([*command, killed], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = _done(killed) + rng.randint(0, 5)
        while _done(killed) < until and process.poll() is None:
            time.sleep(0.01)
        time.sleep(rng.uniform(0.0, 0.2))
        there = children(process.pid)
        process.kill()
        process.wait()
        deadline = time.monotonic() + 5
        while any(map(alive, there)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(map(alive, there)), "a process outlived its driver"
        print(f"kill {turn + 1}: {_done(killed)} counties done", flush=True)
    subprocess.run([*command, killed], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    first, second = (timeless(json.loads((Path(p) / "batch.json").read_text("utf-8"))) for p in (whole, killed))
    assert first == second
    print("equal", flush=True)


def _done(folder: str) -> int:
    """Counties whose results are in a folder."""
    return len(list((Path(folder) / ".finished").glob("*.json")))


def workers(folder: Path) -> None:
    """Workers of both kinds killed amid their work cost no county."""
    source = prefecture(folder / "in", 40, poison=False)
    wanted = gathered(str(source), Asked())
    alone = rows(run(wanted, Inline(), ORDERS))
    found: list[Engine] = [Processes(2), Dask(jobs=2)]
    for engine in found:
        kills = 0

        def kill(at: Any) -> None:
            nonlocal kills
            if at.done in (10, 25):
                for pid in _workers():
                    os.kill(pid, signal.SIGKILL)
                    kills += 1
                    break

        assert rows(run(wanted, engine, ORDERS, on_progress=kill)) == alone, engine
        assert kills
        print(engine, "equal after", kills, "kills", flush=True)


def _workers() -> list[int]:
    """Processes that work for this one, the tracker of resources aside."""
    found = []
    for pid in children(os.getpid()):
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"spawn_main" in words:
            found.append(pid)
    return found


def memory(folder: Path) -> None:
    """The memory of a worker over 500 counties: the second half takes hardly more than the first."""
    write(folder / "in", [8] * 500)
    wanted = gathered(str(folder / "in"), Asked())
    held: list[float] = []

    def look(at: Any) -> None:
        if at.done % 50 == 0:
            pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
            held.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)

    run(wanted, Inline(), ORDERS, folder=Folder(folder / "out"), on_progress=look)
    print("MB", [round(one) for one in held], flush=True)
    assert held[-1] - held[len(held) // 2] < 30


WORK: dict[str, Callable[[Path], None]] = {"engines": engines, "driver": driver, "workers": workers, "memory": memory}

if __name__ == "__main__":
    for name in sys.argv[1:] or [*WORK]:
        with tempfile.TemporaryDirectory() as made:
            WORK[name](Path(made))
