"""Work that squares numbers, waits, kills its process or fails, as its task says; and what is left of processes."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scenarios.spread.records import Place

Task = tuple[str, Any]


def begin(place: Place) -> Callable[[Task], Any]:
    """The function of a place; it says how many tasks this place has had."""
    met = 0

    def work(task: Task) -> Any:
        nonlocal met
        met += 1
        return DOES[task[0]](task[1], place)

    return work


def _square(value: int, _place: Place) -> int:
    return value**2


def _die(_value: int, _place: Place) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_once(value: str, _place: Place) -> str:
    """Die, but not where that was done already."""
    if not Path(value).exists():
        Path(value).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def _fail(value: str, _place: Place) -> None:
    raise KeyError(value)


def _wait(seconds: float, place: Place) -> bool:
    """Whether it was stopped before the time was over; a file given as the place of a flag says that it began."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if place.stopped():
            return True
        time.sleep(0.02)
    return False


def _who(_value: object, place: Place) -> tuple[int, int | None]:
    return os.getpid(), place.threads


DOES: dict[str, Callable[[Any, Place], Any]] = {
    "square": _square, "die": _die, "die once": _die_once, "fail": _fail, "wait": _wait, "who": _who,
}  # fmt: skip


def alive(pid: int) -> bool:
    """Whether a process is there, and no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def children(of: int) -> list[int]:
    """The living processes whose parent is this one."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == of and fields[0] != "Z":
            found.append(int(place.parent.name))
    return found
