"""Time, progress and interruption of long calls: what a caller gives is a :class:`Stop`, what loops ask is a Watch."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from numbers import Real
from typing import Literal

from zoning.model.errors import InputError, expect, mistake, unlike

Stage = Literal["start", "pool", "growth", "master", "cover", "alternatives", "regroup"]
Why = Literal["", "time", "interrupt"]
"""What ends a call: nothing, its seconds, or somebody who asks it to."""


@dataclass(frozen=True)
class Progress:
    """Where a run stands: the stage, zones grown so far, the number of zones being tried, best points and bound."""

    stage: Stage
    zone_count: int
    zones_grown: int
    points: int | None
    bound: int | None
    seconds: float


OnProgress = Callable[[Progress], None]


class Stopped(Exception):
    """The run was asked to stop; ``why`` says by what."""

    def __init__(self, why: Literal["time", "interrupt"]) -> None:
        super().__init__(why)
        self.why = why


@dataclass(eq=False)
class Stop:
    """When a long call is to end: after ``seconds``, once ``asked`` says yes, or once :meth:`request` was called.

    The clock starts with the first call that gets this ``Stop``; later calls share what is left of it. A call ends
    within a fraction of a second and gives what it has found and proved by then.

    Parameters
    ----------
    seconds : 0 or more; ``None`` for no limit
    states : sets of stations met by growth after which to end, the same on every machine; ``None`` for no limit
    asked : asked many times a second, in the thread of the call; yes ends it

    Raises
    ------
    InputError
        When ``seconds`` or ``states`` is negative or no number, or ``asked`` cannot be called.
    """

    seconds: float | None = None
    asked: Callable[[], bool] | None = None
    states: int | None = None
    _met: int = field(default=0, init=False, repr=False)
    _began: float | None = field(default=None, init=False, repr=False)
    _requested: bool = field(default=False, init=False, repr=False)

    def __post_init__(self) -> None:
        expect(seconds=(self.seconds, Real | None), states=(self.states, int | None))
        if self.asked is not None and not callable(self.asked):
            raise InputError([unlike("asked", self.asked, "Callable")])
        limits = {"seconds": self.seconds, "states": self.states}
        wrong = [
            mistake("zoning.value.out_of_range", table=key, value=value, wanted="≥ 0")
            for key, value in limits.items()
            if value is not None and not value >= 0
        ]
        if wrong:
            raise InputError(wrong)

    def request(self) -> None:
        """End the call; from any thread, and for good."""
        self._requested = True

    def begin(self) -> None:
        """Start the clock, unless it runs."""
        if self._began is None:
            self._began = time.perf_counter()

    def count(self, states: int) -> None:
        """Count sets met by growth."""
        self._met += states

    def requested(self) -> bool:
        """Whether somebody wants the call to end."""
        return self._requested or (self.asked is not None and self.asked())

    def why(self) -> Why:
        """What ends the call now."""
        if self.requested():
            return "interrupt"
        if self.states is not None and self._met > self.states:
            return "time"
        if self.seconds is None or self._began is None:
            return ""
        return "time" if time.perf_counter() - self._began > self.seconds else ""

    def over(self) -> bool:
        """Whether the call is to end."""
        return bool(self.why())


@dataclass
class Watch:
    """The clock of one call: :meth:`tick` in every long loop reports progress and raises :class:`Stopped` in time.

    It counts, too: ``zones_grown`` sets met by growth and ``rounds``, linear programmes solved.
    """

    stop: Stop | None = None
    on_progress: OnProgress | None = None
    every: float = 0.1
    started: float = field(default_factory=time.perf_counter)
    stage: Stage = "start"
    zone_count: int = 0
    zones_grown: int = 0
    rounds: int = 0
    points: int | None = None
    bound: int | None = None
    _reported: float = 0.0

    def __post_init__(self) -> None:
        if self.stop is not None:
            self.stop.begin()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    def tick(self, grown: int = 0) -> None:
        """Count ``grown`` zones, report, and stop the run if it is to stop.

        Raises
        ------
        Stopped
            When ``stop`` says so.
        """
        self.zones_grown += grown
        if self.stop is not None:
            self.stop.count(grown)
        if self.stop is not None and (why := self.stop.why()):
            raise Stopped(why)
        seconds = self.seconds
        if self.on_progress is not None and seconds - self._reported >= self.every:
            self._reported = seconds
            progress = Progress(self.stage, self.zone_count, self.zones_grown, self.points, self.bound, seconds)
            self.on_progress(progress)
