"""A program that is killed at its n-th change of the disk, for every n: what stands there afterwards."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CHANGES = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.copyfile"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _dies_at(change: int, within: Path) -> None:
    """Have this process killed, without a word, when it is about to make its n-th change of what lies in a folder."""
    met, place = 0, str(within)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal met
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES
        if (event in CHANGES or opened) and any(place in str(one) for one in arguments[:2]):
            met += 1
            if met == change:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def killed_everywhere(
    prepare: Callable[[], None], act: Callable[[], object], most: int = 300, within: Path = Path("/")
) -> Iterator[int]:
    """Yield after every kill of ``act``, what ``prepare`` made standing before each; ends when it comes to its end.

    It is killed by count, not by time: before each change of what lies ``within`` a folder that it names in full.
    """
    for change in range(1, most):
        prepare()
        child = os.fork()
        if child == 0:
            try:
                _dies_at(change, within)
                act()
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        yield change
        if not os.WIFSIGNALED(status):
            return
    raise AssertionError(f"more than {most} changes of the disk")
