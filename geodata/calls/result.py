"""What was counted, as a record to show and as tables to write: 警情 by period, by weekday and hour, by village.

Words of the list are shown only where several calls have them and nothing but known words is in them. Days are those
asked for, else whole months from the first with a call to the last; a period of which they are a part says so in its
name, and the years are what the periods last. What it may get wrong: a list that begins within a month is taken to have
all of it, which is told where that is unlikely.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from geodata.calls.categories import REASONS
from geodata.calls.counting import DAYS, DROPPED, HOURS, Tally
from geodata.calls.headings import ROLES, heading_shown
from geodata.calls.shown import Vocabulary, Word, deciding, shown
from geodata.calls.small import Counts, cells, merged_classes
from geodata.calls.stream import Calls, Lacking
from geodata.privacy.screening import SMALL
from geodata.tables.columns import plain
from zoning.judge.calendar import TOGETHER, Span, length_of
from zoning.model.county import County
from zoning.model.equality import ByValue

BY = {"month": 1, "quarter": 3, "year": 12}
"""Months of a period."""
WEEKDAYS = tuple(f"{k}周{day}" for k, day in enumerate("一二三四五六日", 1))
SLOTS = {"weekday": WEEKDAYS, "shift": ("00-08", "08-16", "16-24")}
"""Periods that come again: days of the week, and shifts of eight hours."""
OTHER = "other"
"""Class that takes small counts."""
OFFICE = re.compile("(?:县|市|区|旗|[镇乡]?(?:街道)?(?:边境|森林)?(?:派出)?所)$")
MIDNIGHTS = 20
"""Calls at 0:00 sharp, and a hundredth of all: from more on a list rather has days than hours."""
UNLIKELY = 7.0
"""Calls to be expected of days that have none, from which on the list rather lacks these days: e⁻⁷ is a thousandth."""


@dataclass(frozen=True)
class Counted:
    """Calls of a class, and the kinds that are counted in it, the most frequent first."""

    key: str
    name: str
    count: int
    kinds: tuple[Word, ...]


@dataclass(frozen=True)
class LeftOut:
    """Why calls were left out for what they say, and the kinds and states that said so, the most frequent first.

    For times that nobody can read these are the forms in which they are written.
    """

    reason: str
    words: tuple[Word, ...]


@dataclass(frozen=True, eq=False)
class CallCount(ByValue):
    """A list of calls, counted.

    Of a workbook with several sheets ``sheets`` are those that were read, ``sheets_unread`` the others that hold
    something, ``sheets_hidden`` how many more there are whose names may be those of persons. ``not_counted`` has calls
    by reason; ``kinds`` and ``stations`` are words that nobody knows, ``hidden_kinds`` and ``hidden_stations`` how many
    calls have further ones, which are not shown; ``hidden_kinds_at`` are the first calls, from 1 without blank rows, of
    kinds that hold more than known words. ``left_out`` has the words behind each reason, ``same_number`` calls
    that bear a number met before at another time or station, and are counted. ``years`` is the length of the period;
    ``assumed_whole`` are first and last months that were taken for whole though calls begin late in them or end early.
    ``small_left`` has small counts by table. ``by_town`` are calls whose station was known by the first nine digits of
    a longer code, ``total_rows`` rows of totals, which are no calls, ``empty_months`` months without any call between
    others with many, ``other_zone`` calls whose time was given for another zone and moved to the clock on the wall.
    ``unknown_units`` is how many different names calls of no station of the county bear, shown or not.
    ``turned_points`` are calls whose longitude and latitude were swapped, ``far_points`` those with a station and a
    point far from the county, which are in no village and no cell; ``points_like`` is a system that points fit better
    than the one taken, ``points_fit`` how many of the calls looked at lie where they belong. ``at_midnight`` are calls
    at 0:00 sharp where they are too many to be true, ``sheets_lacking`` sheets without a column that others have.
    """

    county: str
    calls_file: str
    columns: Mapping[str, str]
    sheets: tuple[str, ...]
    sheets_unread: tuple[str, ...]
    sheets_hidden: int
    read: int
    counted: int
    not_counted: Mapping[str, int]
    first: str | None
    last: str | None
    years: float
    assumed_whole: tuple[str, ...]
    periods: tuple[str, ...]
    classes: tuple[Counted, ...]
    kinds: tuple[Word, ...]
    hidden_kinds: int
    hidden_kinds_at: tuple[int, ...]
    stations: tuple[Word, ...]
    hidden_stations: int
    left_out: tuple[LeftOut, ...]
    same_number: int
    without_hour: int
    small_merged: int
    small_left: Mapping[str, int]
    by_town: int
    total_rows: int
    empty_months: tuple[str, ...]
    other_zone: int
    unknown_units: int
    turned_points: int
    far_points: int
    points_like: str | None
    points_fit: Mapping[str, int]
    at_midnight: int
    sheets_lacking: tuple[Lacking, ...]


@dataclass(frozen=True)
class Sheets:
    """Rows of the tables, headings first: ``incidents`` as a county has them, ``hours``, ``villages`` and ``grid``."""

    incidents: list[tuple[object, ...]]
    hours: list[tuple[object, ...]]
    villages: list[tuple[object, ...]]
    grid: list[tuple[object, ...]]


TABLES = ("incidents", "hours", "villages", "grid")
"""Of :class:`Sheets`."""


def counted(tally: Tally, calls: Calls, by: str, least: int) -> tuple[CallCount, Sheets]:
    """The record and the tables of what was counted, in periods of ``by``, small counts under ``least`` merged."""
    county = tally.places.built.county
    names, counts = _periods(tally, by)
    other = next((place for place, one in enumerate(county.classes) if one.key == OTHER), None)
    kept = merged_classes(counts, least, other) if least > 1 else counts
    incidents: list[tuple[object, ...]] = [("station", "class", "period", "count")]
    codes, keys = [one.code for one in county.stations], [one.key for one in county.classes]
    for row, column, period, count in cells(kept, least):
        incidents.append((codes[row], keys[column], TOGETHER if period is None else names[period], count))
    grid = [] if tally.grid is None or not tally.counted else tally.grid.table(max(least, SMALL), years_of(tally))
    sheets = Sheets(incidents, _hours(tally, least, other), _villages(tally, least, other), list(grid))
    every = np.sum([np.zeros(tally.shape, np.int64), *tally.months.values()], axis=0)
    totals = merged_classes(every[:, :, None], least, other)[:, :, 0].sum(axis=0) if least > 1 else every.sum(axis=0)
    known = tally.known
    kinds, hidden_kinds = shown(tally.kinds, known, least)
    stations, hidden_stations = shown(tally.stations, known.more(_places(county)), least)
    first, last = _days(tally)
    likely, fit = _fit(tally)
    tabs = [[tab for tab in some if known.names(tab)] for some in (calls.sheets, calls.unread)]
    record = CallCount(
        county=f"{county.name}（{county.code}）",
        calls_file=calls.file,
        columns={role: heading_shown(calls.headings[role]) for role in ROLES if role in calls.headings},
        sheets=tuple(tabs[0]),
        sheets_unread=tuple(tabs[1]),
        sheets_hidden=len(calls.sheets) + len(calls.unread) - len(tabs[0]) - len(tabs[1]),
        read=tally.read,
        counted=tally.counted,
        not_counted={reason: tally.dropped[reason] for reason in DROPPED},
        first=None if first is None else first.isoformat(),
        last=None if last is None else last.isoformat(),
        years=years_of(tally),
        assumed_whole=_assumed(tally),
        periods=tuple(names),
        classes=_classes(tally, totals.tolist(), known, least),
        kinds=kinds,
        hidden_kinds=hidden_kinds,
        hidden_kinds_at=tuple(tally.hidden_at),
        stations=stations,
        hidden_stations=hidden_stations,
        left_out=_left_out(tally, known, least),
        same_number=tally.same_number,
        without_hour=tally.undated,
        small_merged=_small(counts, least) if least > 1 else 0,
        small_left={name: _left(getattr(sheets, name), max(least, SMALL)) for name in TABLES},
        by_town=tally.by_town,
        total_rows=tally.total_rows,
        empty_months=_empty(tally),
        other_zone=tally.moved,
        unknown_units=len(set(map(plain, tally.stations))),
        turned_points=tally.turned,
        far_points=tally.far,
        at_midnight=tally.midnight if tally.midnight > max(MIDNIGHTS, tally.counted // 100) else 0,
        points_like=likely,
        points_fit=fit,
        sheets_lacking=_lacking(calls, known),
    )
    return record, sheets


def _lacking(calls: Calls, known: Vocabulary) -> tuple[Lacking, ...]:
    return tuple(replace(one, sheet=one.sheet if known.names(one.sheet) else "") for one in calls.lacking if one.read)


def _classes(tally: Tally, totals: Sequence[int], known: Vocabulary, least: int) -> tuple[Counted, ...]:
    """The classes with their calls, and of those that have any the kinds that may be shown."""
    found = []
    for place, (one, total) in enumerate(zip(tally.places.built.county.classes, totals, strict=True)):
        decide = deciding(tally.categories.words, place)
        kinds = shown(_kinds(tally, place), known, least, decide)[0] if total else ()
        found.append(Counted(one.key, one.name, total, kinds))
    return tuple(found)


def _fit(tally: Tally) -> tuple[str | None, dict[str, int]]:
    """The system that points fit better than the one taken, and how many of those looked at fit which."""
    fit = tally.places.fit
    likely = fit.likely()
    taken = {"looked": fit.looked, "taken": fit.hits}
    return (None, taken) if likely is None else (likely[0], taken | {"like": likely[1]})


def _left(rows: Sequence[Sequence[object]], least: int) -> int:
    """How many counts of a table are smaller."""
    at = rows[0].index("count") if rows else 0
    return sum(isinstance(count := row[at], int) and 0 < count < least for row in rows[1:])


def _kinds(tally: Tally, place: int) -> Counter[str]:
    """The kinds that are counted in a class."""
    return Counter({word: count for (word, column), count in tally.meant.items() if column == place})


def _places(county: County) -> Iterator[str]:
    """The county and its stations by name, and what is left of these without the word for a county or a station."""
    for name in (county.name, *(station.name for station in county.stations)):
        yield name
        yield OFFICE.sub("", name)


def _left_out(tally: Tally, known: Vocabulary, least: int) -> tuple[LeftOut, ...]:
    """The words of the list that may be shown, by the reason that they were taken for."""
    found = []
    for reason in REASONS:
        said = Counter({word: count for (word, why), count in tally.said.items() if why == reason})
        words, _ = shown(said, known, least, deciding(tally.categories.words, reason))
        found += [LeftOut(reason, words)] if words else []
    forms = tuple(Word(word, count) for word, count in tally.forms.most_common() if count >= least)
    return (*found, *([LeftOut("time", forms)] if forms else []))


def _small(counts: Counts, least: int) -> int:
    return int(np.count_nonzero((counts > 0) & (counts < least)))


def _periods(tally: Tally, by: str) -> tuple[list[str], Counts]:
    """Names of the periods in order, without gaps, and (n, c, p) counts; one blank period where nothing is parted.

    Shifts are without the calls that have no hour.
    """
    if by in SLOTS:
        hours = tally.hours.reshape(*tally.shape, DAYS, 3, -1)
        return list(SLOTS[by]), tally.weekdays if by == "weekday" else hours.sum(axis=(2, 4))
    months = sorted(tally.months)
    if by == "all" or not months:
        return [""], np.sum([np.zeros(tally.shape, np.int64), *tally.months.values()], axis=0)[:, :, None]
    spans = _spans(tally, BY[by])
    counts = np.zeros((*tally.shape, len(spans)), dtype=np.int64)
    for month, held in tally.months.items():
        counts[:, :, (1970 * 12 + month) // BY[by] - spans[0].number] += held
    return [span.name for span in spans], counts


def _spans(tally: Tally, length: int) -> list[Span]:
    """The periods of so many months that the days covered lie in, each with those that it has."""
    begun, months, window = Span(1970, 0, 12), sorted(tally.months), tally.window
    first = window.since or begun.later(months[0]).first
    last = window.until or min(begun.later(months[-1]).last, window.today)
    span = Span(first.year, (first.month - 1) // length, 12 // length)
    found = [span]
    while found[-1].last < last:
        found.append(found[-1].later(1))
    return [one.within(first, last) for one in found]


def _assumed(tally: Tally) -> tuple[str, ...]:
    """The first and the last month, where nothing says that they are whole and too many days of them have no call."""
    first, last = _days(tally)
    if first is None or last is None:
        return ()
    spans = _spans(tally, 1)
    least = UNLIKELY * ((last - first).days + 1) / tally.counted
    start, end = (spans[0].days or (spans[0].first,))[0], (spans[-1].days or (spans[-1].last,))[-1]
    late = tally.window.since is None and (first - start).days > least
    early = tally.window.until is None and (end - last).days > least
    return tuple(dict.fromkeys(span.name for span, is_so in ((spans[0], late), (spans[-1], early)) if is_so))


def _empty(tally: Tally) -> tuple[str, ...]:
    """Months between the first and the last with a call that have none, where this is unlikely."""
    held = sorted(tally.months)
    if not held or tally.counted < UNLIKELY * len(held):
        return ()
    begun = Span(1970, 0, 12)
    return tuple(begun.later(month).name for month in range(held[0], held[-1]) if month not in tally.months)


def _days(tally: Tally) -> tuple[date | None, date | None]:
    """The first and the last day with a call."""
    if tally.days is None:
        return None, None
    first, last = (date(1970, 1, 1) + timedelta(days=int(day.astype("int64"))) for day in tally.days)
    return first, last


def years_of(tally: Tally) -> float:
    """What the days covered last, month by month."""
    return 0.0 if tally.days is None else length_of([span.name for span in _spans(tally, 1)]) or 0.0


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
