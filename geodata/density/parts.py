"""Parts of the incidents: all of them, a class, a band of hours, a season; what belongs to a day and to a year.

Bands are quarters of a day. Seasons are whole months, as meteorologists count them: March to May is spring. What it may
get wrong: in a high valley the spring of the calendar is none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from zoning.model.county import Ints

By = Literal["all", "class", "band", "season"]
HOURS = 24
BANDS = ("night", "morning", "afternoon", "evening")
"""From 0, 6, 12 and 18 o'clock, six hours each."""
BAND_HOURS = HOURS // len(BANDS)
SEASONS = ("spring", "summer", "autumn", "winter")
MONTHS = 12
MONTH = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?:-|/|\.|年)?(?P<month>0?[1-9]|1[0-2])月?")
QUARTER = re.compile(r"(?:19|20)[0-9]{2}年?(?:Q|第)?[1-4一二三四](?:季度)?")
YEAR = re.compile(r"(?:19|20)[0-9]{2}年?")


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
    met = MONTH.fullmatch(name.strip())
    return int(met["year"]) * MONTHS + int(met["month"]) - 1 if met else None


def years_of(names: Sequence[str], *, pooled: bool = False) -> float | None:
    """The years that periods cover: as many months, quarters or years as are named.

    A month between them that is not named was not counted, unless small counts of several were ``pooled``: then it may
    be one of these, and months count from the first to the last.
    """
    months = [month_of(name) for name in names]
    known = [month for month in months if month is not None]
    if known and len(known) == len(months):
        return (max(known) - min(known) + 1 if pooled else len(set(known))) / MONTHS
    for form, length in ((YEAR, 1.0), (QUARTER, 0.25)):
        if names and all(form.fullmatch(name.strip()) for name in names):
            return length * len(set(names))
    return None


def parts(classes: Sequence[str], *, hours: bool, seasons: bool) -> tuple[Part, ...]:
    """All parts there are: everything, the classes by key, and bands and seasons where they are known."""
    return (
        Part(),
        *(Part("class", key) for key in classes),
        *(Part("band", key) for key in BANDS if hours),
        *(Part("season", key) for key in SEASONS if seasons),
    )
