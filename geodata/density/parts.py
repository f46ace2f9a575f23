"""Parts of the incidents: all of them, a class, a band of hours, a season; what belongs to a day and to a year.

Bands are quarters of a day. Seasons are whole months, as meteorologists count them: March to May is spring. What it may
get wrong: in a high valley the spring of the calendar is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from zoning.judge.calendar import length_of, span_of
from zoning.model.county import Ints

By = Literal["all", "class", "band", "season"]
HOURS = 24
BANDS = ("night", "morning", "afternoon", "evening")
"""From 0, 6, 12 and 18 o'clock, six hours each."""
BAND_HOURS = HOURS // len(BANDS)
SEASONS = ("spring", "summer", "autumn", "winter")
MONTHS = 12


@dataclass(frozen=True)
class Part:
    """A part of the incidents: ``all``, or one ``class``, ``band`` or ``season`` by its ``key``."""

    by: By = "all"
    key: str = ""


def season(months: Ints) -> Ints:
    """Place among :data:`SEASONS` of each month, 1 being January."""
    return (months - 3) % MONTHS // 3


def month_of(name: str) -> int | None:
    """The month that a period is called after, counted since January of the year 0; ``None`` where it is no month."""
    span = span_of(name)
    return span.number if span is not None and span.parts == MONTHS else None


def covered(name: str) -> float:
    """The share of its days that a period is counted of."""
    span = span_of(name)
    return 1.0 if span is None else span.years * span.parts


def years_of(names: Sequence[str], *, pooled: bool = False) -> float | None:
    """The years that periods cover: as many months, quarters or years as are named, or the days of them that are.

    A month between them that is not named was not counted, unless small counts of several were ``pooled``: then it may
    be one of these, and months count from the first to the last.
    """
    months = {month for name in names if (month := month_of(name)) is not None}
    long = length_of(list(dict.fromkeys(names)))
    if long is None or not pooled or not months:
        return long
    return long + (max(months) - min(months) + 1 - len(months)) / MONTHS


def parts(classes: Sequence[str], *, hours: bool, seasons: bool) -> tuple[Part, ...]:
    """All parts there are: everything, the classes by key, and bands and seasons where they are known."""
    return (
        Part(),
        *(Part("class", key) for key in classes),
        *(Part("band", key) for key in BANDS if hours),
        *(Part("season", key) for key in SEASONS if seasons),
    )
