"""What was counted, as a record to show and as tables to write: 警情 by period, by weekday and hour, by village.

Words that nobody knows are shown only where several calls have them and no data on persons is in them. What it may get
wrong: the years are those from the first month with a call to the last one, or of the days asked for.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from geodata.calls.categories import REASONS
from geodata.calls.counting import DAYS, DROPPED, HOURS, Tally
from geodata.calls.shown import Word, shown
from geodata.calls.small import Counts, cells, merged_classes
from geodata.privacy.screening import SMALL
from zoning.judge.calendar import Span
from zoning.model.equality import ByValue

BY = {"month": 1, "quarter": 3, "year": 12}
"""Months of a period."""
WEEKDAYS = tuple(f"{k}周{day}" for k, day in enumerate("一二三四五六日", 1))
SLOTS = {"weekday": WEEKDAYS, "shift": ("00-08", "08-16", "16-24")}
"""Periods that come again: days of the week, and shifts of eight hours."""
OTHER, TOGETHER = "other", "合并"
"""Class that takes small counts; name of periods that are put together."""
YEAR_DAYS = 365.25


@dataclass(frozen=True)
class Counted:
    """Calls of a class, and the kinds that are counted in it, the most frequent first."""

    key: str
    name: str
    count: int
    kinds: tuple[Word, ...]


@dataclass(frozen=True)
class LeftOut:
    """Why calls were left out for what they say, and the kinds and states that said so, the most frequent first."""

    reason: str
    words: tuple[Word, ...]


@dataclass(frozen=True, eq=False)
class CallCount(ByValue):
    """A list of calls, counted.

    ``not_counted`` has calls by reason; ``kinds`` and ``stations`` are words that nobody knows, ``hidden_kinds`` and
    ``hidden_stations`` how many calls have further ones, which are not shown. ``left_out`` has the words behind each
    reason, ``same_number`` calls that bear a number met before at another time or station, and are counted. ``years``
    is the length of the period.
    """

    county: str
    calls_file: str
    columns: Mapping[str, str]
    read: int
    counted: int
    not_counted: Mapping[str, int]
    first: str | None
    last: str | None
    years: float
    periods: tuple[str, ...]
    classes: tuple[Counted, ...]
    kinds: tuple[Word, ...]
    hidden_kinds: int
    stations: tuple[Word, ...]
    hidden_stations: int
    left_out: tuple[LeftOut, ...]
    same_number: int
    without_hour: int
    small_merged: int
    small_left: int


@dataclass(frozen=True)
class Sheets:
    """Rows of the tables, headings first: ``incidents`` as a county has them, ``hours``, ``villages`` and ``grid``."""

    incidents: list[tuple[object, ...]]
    hours: list[tuple[object, ...]]
    villages: list[tuple[object, ...]]
    grid: list[tuple[object, ...]]


def counted(tally: Tally, file: str, headings: Mapping[str, str], by: str, least: int) -> tuple[CallCount, Sheets]:
    """The record and the tables of what was counted, in periods of ``by``, small counts under ``least`` merged."""
    county = tally.places.built.county
    names, counts = _periods(tally, by)
    other = next((place for place, one in enumerate(county.classes) if one.key == OTHER), None)
    kept = merged_classes(counts, least, other) if least > 1 else counts
    incidents: list[tuple[object, ...]] = [("station", "class", "period", "count")]
    rows = list(cells(kept, least))
    codes, keys = [one.code for one in county.stations], [one.key for one in county.classes]
    for row, column, period, count in rows:
        incidents.append((codes[row], keys[column], TOGETHER if period is None else names[period], count))
    every = np.sum([np.zeros(tally.shape, np.int64), *tally.months.values()], axis=0)
    kinds, hidden_kinds = shown(tally.kinds)
    stations, hidden_stations = shown(tally.stations)
    first, last = _days(tally)
    record = CallCount(
        county=f"{county.name}（{county.code}）",
        calls_file=file,
        columns=dict(headings),
        read=tally.read,
        counted=tally.counted,
        not_counted={reason: tally.dropped[reason] for reason in DROPPED},
        first=None if first is None else first.isoformat(),
        last=None if last is None else last.isoformat(),
        years=_years(tally),
        periods=tuple(names),
        classes=tuple(
            Counted(
                one.key,
                one.name,
                int(every[:, place].sum()),
                shown(_kinds(tally, place))[0],
            )
            for place, one in enumerate(county.classes)
        ),
        kinds=kinds,
        hidden_kinds=hidden_kinds,
        stations=stations,
        hidden_stations=hidden_stations,
        left_out=_left_out(tally),
        same_number=tally.same_number,
        without_hour=tally.undated,
        small_merged=_small(counts, least) if least > 1 else 0,
        small_left=sum(0 < count < max(least, SMALL) for *_, count in rows),
    )
    grid = [] if tally.grid is None or not tally.counted else tally.grid.table(max(least, SMALL), _years(tally))
    sheets = Sheets(incidents, _hours(tally, least, other), _villages(tally, least, other), list(grid))
    return record, sheets


def _kinds(tally: Tally, place: int) -> Counter[str]:
    """The kinds that are counted in a class."""
    return Counter({word: count for (word, column), count in tally.meant.items() if column == place})


def _left_out(tally: Tally) -> tuple[LeftOut, ...]:
    """The words of the list that may be shown, by the reason that they were taken for."""
    found = []
    for reason in REASONS:
        words, _ = shown(Counter({word: count for (word, why), count in tally.said.items() if why == reason}))
        found += [LeftOut(reason, words)] if words else []
    return tuple(found)


def _small(counts: Counts, least: int) -> int:
    return int(np.count_nonzero((counts > 0) & (counts < least)))


def _periods(tally: Tally, by: str) -> tuple[list[str], Counts]:
    """Names of the periods in order, without gaps, and (n, c, p) counts; one blank period where nothing is parted.

    Weekdays and shifts are without the calls that have no hour.
    """
    if by in SLOTS:
        hours = tally.hours.reshape(*tally.shape, DAYS, HOURS)
        parted = hours.sum(axis=3) if by == "weekday" else hours.sum(axis=2).reshape(*tally.shape, 3, -1).sum(axis=3)
        return list(SLOTS[by]), parted
    months = sorted(tally.months)
    if by == "all" or not months:
        return [""], np.sum([np.zeros(tally.shape, np.int64), *tally.months.values()], axis=0)[:, :, None]
    length = BY[by]
    first, last = months[0] // length, months[-1] // length
    counts = np.zeros((*tally.shape, last - first + 1), dtype=np.int64)
    for month, held in tally.months.items():
        counts[:, :, month // length - first] += held
    begun = Span(1970, 0, 12 // length)
    return [begun.later(period).name for period in range(first, last + 1)], counts


def _days(tally: Tally) -> tuple[date | None, date | None]:
    """The first and the last day with a call."""
    if tally.days is None:
        return None, None
    first, last = (date(1970, 1, 1) + timedelta(days=int(day.astype("int64"))) for day in tally.days)
    return first, last


def _years(tally: Tally) -> float:
    """The length of the period, in whole months unless the days asked for are none."""
    if tally.days is None:
        return 0.0
    months, window = sorted(tally.months), tally.window
    start = window.since or _first(months[0])
    after = _first(months[-1] + 1) if window.until is None else window.until + timedelta(days=1)
    if start.day == after.day == 1:
        return ((after.year - start.year) * 12 + after.month - start.month) / 12
    return (after - start).days / YEAR_DAYS


def _first(month: int) -> date:
    """The first day of a month, counted since January 1970."""
    return date(1970 + month // 12, month % 12 + 1, 1)


def _hours(tally: Tally, least: int, other: int | None) -> list[tuple[object, ...]]:
    """Counts by weekday (1 is Monday) and hour, without zeros."""
    county = tally.places.built.county
    rows: list[tuple[object, ...]] = [("station", "class", "weekday", "hour", "count")]
    kept = merged_classes(tally.hours, least, other) if least > 1 else tally.hours
    for row, column, slot, count in cells(kept, least):
        if count:
            day, hour = (TOGETHER, TOGETHER) if slot is None else (slot // HOURS + 1, slot % HOURS)
            rows.append((county.stations[row].code, county.classes[column].key, day, hour, count))
    return rows


def _villages(tally: Tally, least: int, other: int | None) -> list[tuple[object, ...]]:
    """Counts by the nearest village, without zeros."""
    county = tally.places.built.county
    rows: list[tuple[object, ...]] = [("station", "village", "class", "count")]
    for station in county.stations:
        own = [row for row, village in enumerate(county.bureau.villages) if village.station == station.code]
        counts = tally.villages[own].T[None]
        kept = merged_classes(counts, least, other) if least > 1 else counts
        for _, column, place, count in cells(kept, least):
            if count:
                village = TOGETHER if place is None else county.bureau.villages[own[place]].code
                rows.append((station.code, village, county.classes[column].key, count))
    return rows
