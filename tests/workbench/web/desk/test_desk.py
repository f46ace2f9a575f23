"""A desk of real processes: warm, stopped in time, rebuilt when they die, gone with their parent."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.source import ROOT
from tests.workbench.web.desk.tasks import Desktop, desktop
from workbench.web.desk import Desk
from workbench.web.desk.task import Event
from zoning.model.errors import InputError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of Unix")
PATIENT = 60.0
LAST = ("done", "failed", "stopped")


class Heard:
    """Events by job, as they come."""

    def __init__(self) -> None:
        self.queue: queue.Queue[tuple[str, Event]] = queue.Queue()
        self.events: list[tuple[str, Event]] = []

    def __call__(self, job: str, event: Event) -> None:
        self.queue.put((job, event))

    def until(self, job: str, *kinds: str) -> Event:
        """The next event of a job that is of one of these kinds."""
        end = time.monotonic() + PATIENT
        while True:
            one, event = self.queue.get(timeout=max(end - time.monotonic(), 0.01))
            self.events.append((one, event))
            if one == job and event["event"] in kinds:
                return event


@pytest.fixture(scope="module")
def small() -> Desktop:
    return desktop("xunhua")


@pytest.fixture(scope="module")
def large() -> Desktop:
    """A county whose frontier takes long."""
    return desktop("fengdu", 5)


@pytest.fixture(scope="module")
def office() -> Iterator[tuple[Desk, Heard]]:
    heard = Heard()
    desk = Desk(1, heard)
    desk.start()
    yield desk, heard
    desk.close()


def pid(desk: Desk) -> int:
    process = desk._slots[0].process
    assert process is not None
    assert process.pid is not None
    return process.pid


def test_a_job_is_done_and_a_bound_makes_way_for_others(
    office: tuple[Desk, Heard], small: Desktop, large: Desktop
) -> None:
    desk, heard = office
    desk.submit(small.task("bound", "a"))
    assert heard.until("a", *LAST)["result"]["status"] == "optimal"
    desk.submit(large.task("bound", "b", locks=True))
    desk.submit(small.task("around", "c"))
    assert heard.until("c", *LAST)["event"] == "done", "a bound makes way"
    assert heard.until("b", *LAST)["result"]["status"] == "optimal", "and begins anew"
    with pytest.raises(InputError):
        desk.submit(small.task("nothing", "d"))


def test_a_stop_is_heard_at_once(office: tuple[Desk, Heard], large: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, heard = office
    desk.submit(large.task("frontier", "f"))
    desk.submit(large.task("frontier", "g"))
    with pytest.raises(InputError):
        desk.submit(large.task("frontier", "g"))
    assert heard.until("f", "progress")["seconds"] > 0
    monkeypatch.setattr("workbench.web.desk.desk.GRACE", PATIENT)  # by itself, not by force
    before = pid(desk)
    desk.stop("g")  # it has not begun
    assert heard.until("g", *LAST) == {"event": "stopped"}
    desk.stop("f")
    assert heard.until("f", *LAST) == {"event": "stopped"}
    assert pid(desk) == before
    desk.stop("f")
    desk.submit(large.task("bound", "h"))
    assert heard.until("h", *LAST)["event"] == "done"


def test_a_job_that_hears_no_stop_is_ended_by_force(office: tuple[Desk, Heard], small: Desktop, large: Desktop) -> None:
    desk, heard = office
    before = pid(desk)
    desk.submit(large.task("frontier", "i"))
    heard.until("i", "progress")
    os.kill(before, signal.SIGSTOP)  # it hears nothing any more
    desk.stop("i")
    assert heard.until("i", *LAST) == {"event": "stopped"}
    desk.submit(small.task("bound", "j"))
    assert heard.until("j", *LAST)["event"] == "done"
    assert pid(desk) != before


def test_a_killed_process_fails_its_job_and_the_next_one_works(
    office: tuple[Desk, Heard], small: Desktop, large: Desktop
) -> None:
    desk, heard = office
    before = pid(desk)
    desk.submit(large.task("frontier", "k"))
    desk.submit(small.task("bound", "l"))
    heard.until("k", "progress")
    os.kill(before, signal.SIGKILL)
    failed = heard.until("k", *LAST)
    assert failed["event"] == "failed"
    assert failed["says"].startswith("求解进程中断")
    assert failed["says_en"]
    assert heard.until("l", *LAST)["event"] == "done"
    assert pid(desk) != before


def test_a_desk_that_is_closed_leaves_no_process_and_no_fault() -> None:
    faults: list[object] = []
    before, threading.excepthook = threading.excepthook, faults.append
    try:
        for ready in (False, True):  # amid its start, and ready
            desk = Desk(1, lambda *_: None)
            desk.start()
            one = pid(desk)
            while ready and not desk._slots[0].ready:
                time.sleep(0.05)
            desk.close()
            assert not alive(one)
        time.sleep(0.2)
    finally:
        threading.excepthook = before
    assert faults == []


PARENT = """
import json, os, sys, time
from tests.workbench.web.desk.tasks import desktop
from workbench.web.desk import Desk

def main():
    desk = Desk(2, lambda job, event: print(json.dumps([job, event["event"]]), flush=True))
    desk.start()
    print(json.dumps([slot.process.pid for slot in desk._slots]), flush=True)
    desk.submit(desktop("fengdu", 5).task("frontier"))
    time.sleep(600)

if __name__ == "__main__":
    main()
"""


def test_processes_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "parent.py").write_text(PARENT)
    own = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, str(tmp_path / "parent.py")], stdout=subprocess.PIPE, env=own)
    assert parent.stdout is not None
    children = json.loads(parent.stdout.readline())
    assert len(children) == 2
    assert json.loads(parent.stdout.readline())[1] == "progress"
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + PATIENT
    while any(alive(child) for child in children) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(alive(child) for child in children)


def alive(process: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return state.stdout.strip()[:1] not in ("", "Z")
