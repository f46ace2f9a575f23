"""The forecast of a county: what its periods of incidents lead to expect, and how well that would have done before."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from systems.series.forecast import DAMPED
from systems.series.holdout import LEAST, Trial, Way, foretell, origins_of
from systems.series.series import gapless, without_parts
from zoning.judge.calendar import Span, spans_of
from zoning.judge.slices import Slices, by_period
from zoning.model.county import County, Floats
from zoning.model.equality import ByValue
from zoning.model.errors import InputError, Mistake, mistake


@dataclass(frozen=True, eq=False)
class Forecast(ByValue):
    """Expected counts (k, n, c) of k ``periods`` to come by name, and the ends of their intervals, each for itself.

    ``history`` names the periods it rests on. ``way`` is the one used, ``trials`` are how each did from ``origins``
    points of the history. ``discount`` and ``lent`` are those of the model, ``trends`` the factor γ a period by class
    and ``damped`` the share φ of it that is left after every period; γ is 1 without a trend.
    """

    county: County
    history: tuple[str, ...]
    periods: tuple[str, ...]
    years: float
    way: Way
    trials: tuple[Trial, ...]
    origins: int
    discount: float
    lent: float
    trends: Mapping[str, float]
    damped: float
    mean: Floats
    low: Floats
    high: Floats


def forecast(county: County, periods: int) -> Forecast:
    """The next periods of a county whose table of incidents names months, quarters or years without a gap.

    Periods of which some days are not covered play no part; the next is the one behind the last whole one.

    Raises
    ------
    InputError
        When it names none, there are gaps, too few to hold any back, or small counts were put together.
    """
    every = by_period(county)
    if every is not None:
        every.refuse_together()
    held = None if every is None else without_parts(every)
    spans = None if held is None else spans_of(held.names)
    wrong = _wrong(held, spans, periods)
    if held is None or spans is None or wrong is not None:
        raise InputError([wrong or mistake("systems.series.no_periods")])
    parts, last = spans[0].parts, spans[-1]
    found = foretell(np.moveaxis(held.counts, 2, 0), parts, spans[0].part, periods)
    names = tuple(last.later(k + 1).name for k in range(periods))
    return Forecast(
        county,
        held.names,
        names,
        periods / parts,
        found.way,
        found.trials,
        found.origins,
        found.model.discount,
        found.model.lent,
        {kind.key: float(np.exp(rate)) for kind, rate in zip(county.classes, found.model.growth, strict=True)},
        DAMPED,
        found.ahead.mean,
        found.ahead.low,
        found.ahead.high,
    )


def _wrong(held: Slices | None, spans: tuple[Span, ...] | None, periods: int) -> Mistake | None:
    if held is None:
        return mistake("systems.series.no_periods")
    if spans is None:
        return mistake("systems.series.no_calendar", names=list(held.names[:3]))
    if not gapless(held):
        first, last, months = held.names[0], held.names[-1], list(held.missing or ("—",))
        return mistake("systems.series.gaps", first=first, last=last, months=months)
    if len(origins_of(len(held), spans[0].parts, periods)) < LEAST:
        least = 2 * LEAST + periods - 1
        return mistake("systems.series.too_few", count=len(held), least=least)
    return None
