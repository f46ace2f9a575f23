"""A process that reads files from strangers: little memory, no network, no program, no disk but a folder of its own.

Memory is limited where the system can do so. The folder is enforced by an audit hook, which Python asks before it opens
anything. What it may get wrong: a library that opens files by itself is not asked; of those that read a county none
does.
"""

import contextlib
import os
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

MEMORY = 1_500_000_000
"""Bytes that reading may take beyond those of the process itself."""
LARGEST = 400_000_000
"""Bytes of a file that it may write."""
READ, WRITTEN, NEVER = "read", "written", "never"
EVENTS: dict[str, tuple[str, ...]] = {
    READ: ("open", "os.listdir", "os.scandir"),
    WRITTEN: ("sqlite3.connect", *(f"os.{name}" for name in ("mkdir", "remove", "rename", "rmdir", "link", "symlink",
              "truncate", "chmod", "chown", "utime", "chdir"))),
    NEVER: ("subprocess.Popen", *(f"os.{name}" for name in ("system", "exec", "fork", "forkpty", "posix_spawn", "spawn",
            "startfile")), *(f"socket.{name}" for name in ("connect", "bind", "getaddrinfo", "sendto", "sendmsg"))),
}  # fmt: skip
"""What is asked of the hook, by what it asks in turn."""
MEMORY_ONLY = ":memory:"
"""The name of a database that is in no file."""
LATE = ("openpyxl",)
"""What readers import when they need it, and which then looks at files of the system."""
DEVICES = ("/dev/null", "/dev/urandom")
PACKAGES = ("zoning", "solvers", "geodata", "systems", "scenarios", "workbench")


def confine(folder: str) -> None:
    """Import what reading needs, then shut the process in; for good."""
    from geodata.reading import READERS

    for name in ("workbench.web.desk.jobs.checking", *(home.partition(":")[0] for home in READERS.values()), *LATE):
        import_module(name)
    os.chdir(folder)
    tempfile.tempdir = folder
    _limit()
    sys.addaudithook(_hook(Path(folder).resolve()))


def _limit() -> None:
    """Limit memory and files where the system knows such limits."""
    with contextlib.suppress(ImportError):
        import resource

        used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize() if _linux() else 0
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
        if used:
            resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))


def _linux() -> bool:
    return sys.platform.startswith("linux")


def _hook(folder: Path) -> Callable[[str, tuple[Any, ...]], None]:
    """What refuses everything but the program's own files, read, and the folder."""
    import numpy as np

    ours = (Path(str(sys.modules[name].__file__)).parent for name in PACKAGES if name in sys.modules)
    libraries = (Path(np.__file__).parents[1], *map(Path, sysconfig.get_paths().values()))
    readable = [folder, *(place.resolve() for place in (*ours, *libraries, *map(Path, DEVICES)))]
    asks = {event: kind for kind, events in EVENTS.items() for event in events}
    busy = False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal busy
        kind = asks.get(event)
        if kind is None or busy:
            return
        busy = True  # what is asked here is asked of nobody
        try:
            writes = kind == WRITTEN or (event == "open" and _writes(arguments))
            if kind == NEVER or not _inside(arguments[0], [folder] if writes else readable):
                raise PermissionError(13, os.strerror(13), str(arguments[0])[:200])
        finally:
            busy = False

    return hook


def _writes(arguments: tuple[Any, ...]) -> bool:
    """Whether a file is opened to be changed."""
    flags = arguments[2] if len(arguments) > 2 and isinstance(arguments[2], int) else 0
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND))


def _inside(path: Any, places: list[Path]) -> bool:
    """Whether a path lies in one of the places; what is open already has no path."""
    if isinstance(path, int) or path == MEMORY_ONLY:
        return True
    try:
        whole = Path(os.fsdecode(path) if path is not None else ".").resolve()
    except (TypeError, ValueError, OSError):
        return False
    return any(whole == place or place in whole.parents for place in places)
