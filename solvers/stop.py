"""Time, progress and interruption of a run: one object that every long loop asks."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Stage = Literal["start", "pool", "growth", "master", "cover", "alternatives", "regroup"]


@dataclass(frozen=True)
class Progress:
    """Where a run stands: the stage, zones grown so far, the number of zones being tried, best points and bound."""

    stage: Stage
    zone_count: int
    zones_grown: int
    points: int | None
    bound: int | None
    seconds: float


class Stopped(Exception):
    """The run was asked to stop; ``why`` says by what."""

    def __init__(self, why: Literal["time", "interrupt"]) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class Watch:
    """Ask :meth:`tick` in every long loop: it reports progress and raises :class:`Stopped` when time is up."""

    time_limit: float | None = None
    report: Callable[[Progress], None] | None = None
    stop: Callable[[], bool] | None = None
    every: float = 0.1
    started: float = field(default_factory=time.perf_counter)
    stage: Stage = "start"
    zone_count: int = 0
    zones_grown: int = 0
    points: int | None = None
    bound: int | None = None
    _reported: float = 0.0

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    def tick(self, grown: int = 0) -> None:
        """Count ``grown`` zones, report, and stop the run if it is to stop.

        Raises
        ------
        Stopped
            When the time limit is over or ``stop`` says so.
        """
        self.zones_grown += grown
        seconds = self.seconds
        if self.stop is not None and self.stop():
            raise Stopped("interrupt")
        if self.time_limit is not None and seconds > self.time_limit:
            raise Stopped("time")
        if self.report is not None and seconds - self._reported >= self.every:
            self._reported = seconds
            self.report(Progress(self.stage, self.zone_count, self.zones_grown, self.points, self.bound, seconds))
