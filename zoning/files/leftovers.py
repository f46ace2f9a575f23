"""Names of files that are being written, and what a program that was killed left of them.

A file is written as ``.zoning-<process>-<random>`` beside the one it becomes. Whoever writes there next removes those
whose process is gone, and all that are an hour old: their number may by now be that of another process, and of one
on another machine of a shared disk nothing is known. What it may get wrong: a file that takes an hour to be written.
"""

import contextlib
import os
import re
import secrets
import shutil
import time
from pathlib import Path

PREFIX = ".zoning-"
OURS = re.compile(r"\.zoning-(?:(?P<process>\d+)-(?P<host>[0-9a-f]{6})-)?[0-9a-z_]+|\.plan\.json\.(?P<plan>\d+)")
HOUR = 3600.0


def part_name() -> str:
    """A name that no other file has, for a file or a folder that is being written."""
    return f"{PREFIX}{os.getpid()}-{_host()}-{secrets.token_hex(8)}"


def clear(folder: Path) -> None:
    """Remove what programs that are gone left in a folder; what cannot be removed stays."""
    with contextlib.suppress(OSError):
        for path in list(folder.iterdir()):
            if (found := OURS.fullmatch(path.name)) and _gone(path, found):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    with contextlib.suppress(OSError):
                        path.unlink()


def _host() -> str:
    """Six digits for this machine; process numbers are its own."""
    import hashlib
    import platform

    return hashlib.sha256(platform.node().encode("utf-8", "replace")).hexdigest()[:6]


def _gone(path: Path, found: "re.Match[str]") -> bool:
    process = found["process"] or found["plan"]
    if process is not None and found["host"] in (None, _host()) and not alive(int(process)):
        return True
    with contextlib.suppress(OSError):
        return time.time() - path.lstat().st_mtime > HOUR
    return False


def alive(process: int) -> bool:
    """Whether a process of this machine runs; true where the system does not say."""
    if os.name == "nt":  # pragma: no cover - there, signal 0 would end it
        return _alive_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another user's, or no number of a process
        return True
    return True


def _alive_on_windows(process: int) -> bool:
    """Whether a process can be opened and has no exit code yet."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel.OpenProcess(0x1000, False, process)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return bool(kernel.GetLastError() == 5)  # ERROR_ACCESS_DENIED: it runs and is another's
    code = ctypes.c_ulong()
    asked = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return not asked or code.value == 259  # STILL_ACTIVE
