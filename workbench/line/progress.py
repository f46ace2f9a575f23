"""One line on how a search stands, on a terminal only, and a Ctrl-C or SIGTERM that keeps the best plan.

The first of them asks the search to stop; a second Ctrl-C ends the program at once.
"""

import contextlib
import functools
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import FrameType
from typing import TYPE_CHECKING, ParamSpec

from workbench.line.options import Pace
from workbench.line.screen import Screen
from workbench.line.signals import handled
from zoning.texts.numbers import number, percent

P = ParamSpec("P")

if TYPE_CHECKING:
    from solvers.stop import OnProgress, Progress, Stop


@contextlib.contextmanager
def status(screen: Screen, starting: str, says: Callable[P, str]) -> Iterator[Callable[P, None] | None]:
    """A function that shows what ``says`` makes of its arguments, or ``None`` where nobody looks."""
    if screen.json or not screen.err.is_terminal:
        yield None
        return
    from rich.text import Text

    with screen.err.status(Text(starting)) as line:

        def show(*values: P.args, **named: P.kwargs) -> None:
            line.update(Text(says(*values, **named)))

        yield show


def shown(screen: Screen) -> "AbstractContextManager[Callable[[Progress], None] | None]":
    """A function that shows where a search stands, or ``None`` where nobody looks."""
    starting = screen.say("workbench.progress.start", zones=0)
    return status(screen, starting, functools.partial(sentence, screen))


def sentence(screen: Screen, progress: "Progress") -> str:
    """The stage, how much was searched, the best plan so far and how far from the bound it is."""
    parts = [screen.say(f"workbench.progress.{progress.stage}", zones=progress.zone_count)]
    if progress.zones_grown:
        parts.append(screen.say("workbench.progress.grown", count=number(progress.zones_grown)))
    if progress.points is not None:
        parts.append(screen.say("workbench.progress.best", points=number(progress.points)))
        if progress.bound is not None and progress.points > 0:
            parts.append(
                screen.say("workbench.progress.gap", gap=percent(max(0.0, 1 - progress.bound / progress.points), 2))
            )
    return " · ".join([*parts, screen.say("workbench.progress.seconds", seconds=number(progress.seconds, 1))])


@contextlib.contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """A question that turns true once Ctrl-C was pressed or SIGTERM came; ``timeout`` sends the latter twice."""
    asked = threading.Event()

    def interrupt(number: int, _frame: FrameType | None) -> None:
        if asked.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        asked.set()

    with handled(interrupt, signal.SIGINT, signal.SIGTERM):
        yield asked.is_set


@contextlib.contextmanager
def watched(screen: Screen, pace: Pace) -> Iterator[tuple["Stop", "OnProgress | None"]]:
    """What ends a search, Ctrl-C or the time limit, and what shows where it stands."""
    from solvers.stop import Stop

    with interruptible() as asked, shown(screen) as progress:
        yield Stop(pace.time_limit, asked), progress
