"""Folders that are whole or not there: made beside, and put in their place at one stroke.

Two folders change places where the system can do that: Linux, and macOS.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zoning.files.leftovers import clear, part_name

AT_HERE, EXCHANGE, SWAP = -100, 2, 2


def swap(one: Path, other: Path) -> bool:
    """Exchange two folders of one disk; false, and nothing is changed, where the system or the disk cannot.

    References
    ----------
    Linux man-pages, renameat2(2), RENAME_EXCHANGE; macOS, renamex_np(2), RENAME_SWAP.
    """
    if os.name != "posix":
        return False
    library = ctypes.CDLL(None)
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        done = getattr(library, "renamex_np", None)
        return done is not None and done(first, second, SWAP) == 0
    done = getattr(library, "renameat2", None)
    return done is not None and done(AT_HERE, first, AT_HERE, second, EXCHANGE) == 0


def movable(folder: Path) -> bool:
    """Whether a folder may change places: it is no disk of its own, and nobody that we know of works inside it."""
    try:
        return not os.path.ismount(folder) and not Path.cwd().is_relative_to(folder.resolve())
    except OSError:  # the program's own folder is gone
        return not os.path.ismount(folder)


@contextmanager
def stage_beside(target: Path) -> Iterator[Path]:
    """A folder on the disk of the target, gone at the end with all that is left in it; the way to it is made."""
    within = target.parent
    within.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and (os.path.ismount(target) or not os.access(within, os.W_OK)):
        within = target
    clear(within)
    stage = within / part_name()
    stage.mkdir()
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def put(made: Path, target: Path) -> None:
    """Put a new folder where nothing is, or in the place of an empty one."""
    if not target.exists():
        os.replace(made, target)
    elif not (movable(target) and swap(made, target)):
        for path in sorted(made.iterdir()):
            os.replace(path, target / path.name)
