"""What a command has of its system: the day, who takes its signals for a while, and what need not be loaded.

numba looks for libraries that no compiled loop here uses. Only a program of its own may hide them, never a library: in
one process numba looks once.
"""

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from types import FrameType
from typing import Any

UNUSED = ("scipy.linalg.cython_blas", "scipy", "coverage")
"""What numba imports to see whether it is there: linear algebra, and what counts lines in tests; with them a fifth of a
second's worth of modules."""


def numba_alone() -> None:
    """Import what numba needs at its first compiled function, with :data:`UNUSED` out of its sight where not loaded."""
    hidden = [name for name in UNUSED if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        import numba.np.arraymath  # noqa: F401 - for what it does when it is imported
    finally:
        for name in hidden:
            del sys.modules[name]


@contextlib.contextmanager
def handled(handler: Callable[[int, FrameType | None], Any], *signals: signal.Signals) -> Iterator[None]:
    """Let ``handler`` take these signals; threads but the main one cannot, and change nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in signals}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)


def today() -> str:
    """The day, YYYY-MM-DD, at the place of this machine: what a plan or a report is dated with."""
    return date.today().isoformat()  # noqa: DTZ011
