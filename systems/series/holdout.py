"""Ways to foretell incidents held against each other on what came, from ever later points of the history.

From each of the last origins every way foretells the periods that follow it, from those before it alone. The one with
the least root mean square error is used, and where that is a naive one this is said. Intervals of naive ways are the
errors that they made from the other origins, in units of the root of the foretold count. What it may get wrong: with
few origins the better way may be so by chance.

References
----------
L. J. Tashman, Out-of-sample tests of forecasting accuracy, International Journal of Forecasting 16 (2000): rolling
origins. R. J. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. (2021), sections 5.2 and 5.10.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from systems.series.forecast import LEVEL, Ahead, Learnt, learnt
from zoning.model.county import Floats
from zoning.model.equality import ByValue

Way = Literal["model", "trend", "last", "year_ago", "mean"]
MODELS: dict[Way, bool] = {"model": False, "trend": True}
"""The ways that learn, and whether with a trend."""
ORIGINS = 12
"""Origins at the most."""
LEAST = 3
"""Origins, and periods before the first of them, at the least."""


@dataclass(frozen=True)
class Trial:
    """How a way did: errors in incidents of a station, class and period; ``covered`` share of counts in its intervals.

    ``error`` is the root of the mean square, ``missed`` the mean of the amounts, ``bias`` foretold less what came.
    """

    way: Way
    error: float
    missed: float
    bias: float
    covered: float


@dataclass(frozen=True, eq=False)
class Foretold(ByValue):
    """What comes next: by which ``way``, how each did from so many ``origins``, and what the model learnt."""

    way: Way
    trials: tuple[Trial, ...]
    origins: int
    model: Learnt
    ahead: Ahead


def foretell(counts: Floats, parts: int, first: int, periods: int) -> Foretold:
    """The next periods of (p, n, c) counts, ``parts`` of a year that follow on each other from number ``first``.

    Raises
    ------
    ValueError
        When the history is too short for :data:`LEAST` origins.
    """
    begins = origins_of(len(counts), parts, periods)
    if len(begins) < LEAST:
        raise ValueError(f"{len(counts)} periods are too few to foretell {periods}")
    came = np.stack([counts[k : k + periods] for k in begins])
    means, covered = dict[Way, Floats](), dict[Way, float]()
    for way, trend in MODELS.items():
        told = [learnt(counts[:k], parts, first, trend=trend).ahead(periods) for k in begins]
        means[way] = np.stack([one.mean for one in told])
        covered[way] = float(np.mean([(one.low <= y) & (y <= one.high) for one, y in zip(told, came, strict=True)]))
    for way, naive in _naive(parts).items():
        if all(k >= parts for k in begins) or way != "year_ago":
            means[way] = np.stack([naive(counts[:k], periods) for k in begins])
    covered |= {way: _covered(mean, came) for way, mean in means.items() if way not in MODELS}
    trials = tuple(_trial(way, mean, came, covered[way]) for way, mean in means.items())
    best = min(trials, key=lambda trial: trial.error).way
    known = learnt(counts, parts, first, trend=MODELS.get(best, False))
    if best in MODELS:
        return Foretold(best, trials, len(begins), known, known.ahead(periods))
    mean = _naive(parts)[best](counts, periods)
    low, high = _ends(mean, _scaled(means[best], came))
    return Foretold(best, trials, len(begins), known, Ahead(mean, low, high))


def origins_of(length: int, parts: int, periods: int) -> list[int]:
    """Numbers of periods before each origin, a whole year where the history is longer; what follows is known."""
    least = max(parts, LEAST) if length >= parts + LEAST + periods - 1 else LEAST
    return list(range(least, length - periods + 1))[-ORIGINS:]


def _naive(parts: int) -> Mapping[Way, Callable[[Floats, int], Floats]]:
    """Naive ways: the last period again, the same part of the last year, the mean of all."""

    def year_ago(counts: Floats, periods: int) -> Floats:
        return np.stack([counts[len(counts) - parts + k % parts] for k in range(periods)])

    return {
        "last": lambda counts, periods: np.repeat(counts[-1:], periods, axis=0),
        "year_ago": year_ago,
        "mean": lambda counts, periods: np.repeat(counts.mean(axis=0, keepdims=True), periods, axis=0),
    }


def _scaled(mean: Floats, came: Floats) -> Floats:
    """Errors in units of the root of what was foretold and one."""
    return np.asarray((came - mean) / np.sqrt(mean + 1))


def _ends(mean: Floats, errors: Floats) -> tuple[Floats, Floats]:
    """The interval about a mean that holds the errors of others as often as it should; whole counts, and the mean."""
    low, high = np.percentile(errors, [50 - 50 * LEVEL, 50 + 50 * LEVEL])
    reach = np.sqrt(mean + 1)
    floor, ceiling = np.floor(mean + low * reach), np.ceil(mean + high * reach)
    return np.maximum(np.minimum(floor, mean), 0.0), np.maximum(ceiling, mean)


def _covered(mean: Floats, came: Floats) -> float:
    """Share of counts in the interval that the errors from all other origins give."""
    errors, inside = _scaled(mean, came), []
    for k in range(len(mean)):
        low, high = _ends(mean[k], np.delete(errors, k, axis=0))
        inside.append(((low <= came[k]) & (came[k] <= high)).mean())
    return float(np.mean(inside))


def _trial(way: Way, mean: Floats, came: Floats, covered: float) -> Trial:
    off = mean - came
    return Trial(way, float(np.sqrt((off**2).mean())), float(np.abs(off).mean()), float(off.mean()), covered)


def rivals(trials: Sequence[Trial]) -> list[Trial]:
    """The naive ways, the best first."""
    return sorted((trial for trial in trials if trial.way not in MODELS), key=lambda trial: trial.error)
