"""One line on how a search stands, on a terminal only, and a Ctrl-C or SIGTERM that keeps the best plan.

The first of them asks the search to stop; a second Ctrl-C ends the program at once.
"""

import contextlib
import functools
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from types import FrameType
from typing import TYPE_CHECKING, ParamSpec

from workbench.line.options import Pace
from workbench.line.screen import Screen
from workbench.line.system import handled
from zoning.texts.numbers import number, percent

P = ParamSpec("P")
EARLY = 0.05
"""Share of all work before which nobody can say how long the rest takes."""

if TYPE_CHECKING:
    from rich.progress import Progress as Drawn

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


class Bar:
    """One bar over several steps: which step, how far, about how long still; nothing where nobody looks.

    ``weights`` are the shares of the steps in the work, by name, in order.
    """

    def __init__(self, screen: Screen, weights: Mapping[str, float], drawn: "Drawn | None") -> None:
        self._screen, self._weights, self._drawn = screen, dict(weights), drawn
        self._began, self._total = time.perf_counter(), sum(weights.values())
        if drawn is not None:
            self._task = drawn.add_task("", total=self._total, left="")

    def at(self, step: str, share: float = 0.0, says: str = "") -> None:
        """Say how far a step is."""
        if self._drawn is None:
            return
        names = list(self._weights)
        done = sum(self._weights[name] for name in names[: names.index(step)]) + self._weights[step] * min(share, 1.0)
        name, left = self._screen.say(f"workbench.all.{step}"), ""
        if done > EARLY * self._total:
            seconds = (time.perf_counter() - self._began) * (self._total / done - 1)
            left = self._screen.say("workbench.all.left", seconds=number(seconds))
        self._drawn.update(self._task, completed=done, description=f"{name} {says}".strip(), left=left)

    def skip(self, step: str) -> None:
        """A step need not be done: it is no part of the work."""
        self._total -= self._weights[step]
        self._weights[step] = 0.0
        if self._drawn is not None:
            self._drawn.update(self._task, total=self._total)


@contextlib.contextmanager
def bar(screen: Screen, weights: Mapping[str, float]) -> Iterator[Bar]:
    """A bar over these steps, on a terminal only."""
    if screen.json or not screen.err.is_terminal:
        yield Bar(screen, weights, None)
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    left = TextColumn("{task.fields[left]}", markup=False)
    columns = (BarColumn(20), TaskProgressColumn(), TextColumn("{task.description}", markup=False), left)
    with Progress(*columns, console=screen.err, transient=True) as drawn:
        yield Bar(screen, weights, drawn)


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
