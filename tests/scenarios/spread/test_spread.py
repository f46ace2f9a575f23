"""Work spread: every task has its outcome whatever dies; a stop and a Ctrl-C leave nobody behind."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scenarios.spread.cluster import Unsafe, refuse_unsafe
from scenarios.spread.records import Dask, Engine, Inline, Processes
from scenarios.spread.spread import engine_of, spread
from tests.scenarios.spread.work import alive, begin, children

SLOW = (
    "from scenarios.spread.records import Processes\n"
    "from scenarios.spread.spread import spread\n"
    "from tests.scenarios.spread.work import begin\n"
    "import sys\n"
    "if __name__ == '__main__':\n"
    "    tasks = [('who', 0)] * 20 + [('wait', 60.0)] * 4\n"
    "    for done in spread(begin, tasks, Processes(2)):\n"
    "        print(done.result[0], flush=True)\n"
)


@pytest.mark.parametrize("engine", [Inline(), Processes(2)])
def test_every_task_has_its_outcome_once(engine: Engine) -> None:
    done = [(one.task[1], one.result) for one in spread(begin, [("square", k) for k in range(40)], engine)]
    assert sorted(done) == [(k, k * k) for k in range(40)]


def test_a_killed_process_costs_no_task_and_one_that_kills_twice_is_named(tmp_path: Path) -> None:
    """Two tasks die once, one always; the other 40 are done."""
    once = [("die once", str(tmp_path / str(k))) for k in range(2)]
    squares = [("square", k) for k in range(40)]
    tasks = [*squares[:5], once[0], *squares[5:20], ("die", 0), *squares[20:30], once[1], *squares[30:]]
    outcomes = list(spread(begin, tasks, Processes(2)))
    assert [one.task for one in outcomes if one.died] == [("die", 0)]
    assert sorted(one.task[1] for one in outcomes if one.task[0] == "square") == list(range(40))
    assert [one.result for one in outcomes if one.task[0] == "die once"] == ["alive"] * 2


def test_processes_share_the_cores_and_end_with_the_work() -> None:
    results = [one.result for one in spread(begin, [("who", 0)] * 30, Processes(2))]
    assert len({pid for pid, _ in results}) == 2
    assert {threads for _, threads in results} == {max(1, (os.cpu_count() or 1) // 2)}
    assert not multiprocessing.active_children()


def test_what_work_raises_is_raised_with_its_place_and_ends_the_processes() -> None:
    with pytest.raises(KeyError, match="here") as told:
        list(spread(begin, [("wait", 60.0), ("fail", "here")], Processes(2)))
    assert "in _fail" in told.value.__notes__[0]
    assert not multiprocessing.active_children()


def test_a_stop_reaches_those_that_work_and_drops_the_rest() -> None:
    began = time.monotonic()
    seen = []
    for one in spread(begin, [("square", 1), *[("wait", 60.0)] * 9], Processes(2), lambda: bool(seen)):
        seen.append(one)  # noqa: PERF402 - the stop looks at it
    assert [one.result for one in seen[1:]] == [True] * len(seen[1:]), "those that ran ended early"
    assert len(seen) <= 3
    assert time.monotonic() - began < 60, "sooner than any of them by itself"


def test_an_engine_has_no_more_processes_than_tasks() -> None:
    assert (engine_of(4, 1), engine_of(1, 9), engine_of(4, 3)) == (Inline(), Inline(), Processes(3))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_processes_end_with_their_parent_however_it_ends(number: signal.Signals) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", SLOW], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    there = children(parent.pid)
    assert there
    for _ in range(3):  # Python loses an interrupt that it meets while it drops an object: whoever waits presses again
        os.killpg(parent.pid, number) if number == signal.SIGINT else parent.kill()  # Ctrl-C goes to the whole group
        with contextlib.suppress(subprocess.TimeoutExpired):
            parent.wait(30)
            break
    assert parent.returncode is not None
    parent.stdout.close()
    deadline = time.monotonic() + 60
    while any(map(alive, there)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, there))


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("tcp://10.0.0.7:8786", "open"),
        ("tcp://schedule.example:8786", "open"),
        ("tls://10.0.0.7:8786", "no_tls"),
        ("http://127.0.0.1:8786", "address"),
        ("tcp://127.0.0.1", "address"),
        ("tcp://127.0.0.1:many", "address"),
    ],
)
def test_a_scheduler_elsewhere_is_asked_over_tls_alone(address: str, key: str) -> None:
    with pytest.raises(Unsafe) as told:
        list(spread(begin, [("square", 1)], Dask(address=address)))
    assert [one.says.key for one in told.value.mistakes] == [f"scenarios.spread.{key}"]


def test_certificates_have_to_be_there(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()
    with pytest.raises(Unsafe, match=r"cert\.pem"):
        refuse_unsafe(Dask(address="tls://10.0.0.7:8786", tls=tmp_path))
    for address in ("tcp://127.0.0.2:8786", "tcp://[::1]:8786", "tcp://localhost:8786"):
        refuse_unsafe(Dask(address=address))
