"""Calls counted by station, class and month, by weekday and hour, and by village; a stream of any length.

A call is looked at in this order, and left out for the first that holds: a test, a cancelled, repeated or nuisance
call; no time, one that nobody can read, or one to come; outside the days asked for; of no kind that is known; of no
station of the county, or at a place in none of its areas; a number met before at the same time and station, since
numbers that went through a spreadsheet lose their last figures. Calls without a number, such as 0 or 3.7E+17, are the
same call where second, station, place and kind are equal. What it may get wrong: two such calls in one second are
counted as one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from geodata.calls.categories import REASONS, Categories
from geodata.calls.clocks import BLANK as NO_TIME
from geodata.calls.clocks import form
from geodata.calls.moments import Read, moments
from geodata.calls.places import BLANK, OUTSIDE, UNKNOWN, Places, Rows
from geodata.calls.shown import vocabulary
from geodata.density.grid import Gridded
from geodata.listing.cells import Bools, Cells, Numbers, Words
from geodata.listing.shaped import Moments
from geodata.tables.columns import plain
from geodata.tables.totals import TOTALS

if TYPE_CHECKING:
    from geodata.calls.stream import Chunk

DROPPED = (*REASONS, "no_time", "time", "future", "days", "kind", "station", "outside", "nowhere", "duplicate")
"""Why a call is not counted, in the order in which it is looked at."""
CODE = {reason: place + 1 for place, reason in enumerate(DROPPED)}
TOTAL = len(DROPPED) + 1
"""In place of a reason: a row of totals."""
PLACED = {UNKNOWN: "station", OUTSIDE: "outside", BLANK: "nowhere"}
NO_NUMBER = re.compile(
    r"(?:[-—/\\.*?0]*|无|暂无|空|不详|未知|null|none|nan|n/a|#.*|[0-9]+\.[0-9]+e\+?[0-9]+|[0-9]e\+[0-9]+)",
    re.IGNORECASE,
)
"""What stands in the column of numbers and is none: blanks of all sorts, and figures that a spreadsheet cut off."""
FIRST = np.datetime64("1990-01-01", "s")
"""No bureau has calls on file from before."""
TOLD = 5
"""Calls of hidden kinds whose place in the list is told."""
HOURS, DAYS = 24, 7
MIXING = np.uint64(1_000_003)
Codes = np.ndarray[tuple[int], np.dtype[np.int8]]


@dataclass(frozen=True)
class Window:
    """Days that are counted, both of them too; ``today`` is the last day that a call can be of."""

    today: date
    since: date | None = None
    until: date | None = None


@dataclass
class _Met:
    """Numbers that were met, in lists in order: each at least twice as long as the next, so that there are few."""

    held: list[Numbers] = field(default_factory=list)

    def before(self, numbers: Numbers) -> Bools:
        """Whether each of these was met before, among them or earlier; the new ones are remembered."""
        order = np.argsort(numbers, kind="stable")
        asked = numbers[order]
        again = np.zeros(len(numbers), dtype=bool)
        again[1:] = asked[1:] == asked[:-1]
        for met in self.held:
            again |= _among(asked, met)
        self.held.append(asked[~again])
        while len(self.held) > 1 and len(self.held[-2]) < 2 * len(self.held[-1]):
            self.held.append(np.sort(np.concatenate([self.held.pop(), self.held.pop()]), kind="stable"))
        found = np.zeros(len(numbers), dtype=bool)
        found[order] = again
        return found


@dataclass
class Tally:
    """What has been counted so far.

    ``months`` (n, c) by the number of the month since 1970, ``weekdays`` (n, c, 7) from Monday, ``hours`` (n, c, 7 ·
    24) from Monday 0 h, ``villages`` (v, c). ``kinds`` and ``stations`` count words that nobody knows, ``meant`` words
    by the class that they are counted in, ``forms`` how times that nobody can read are written, ``said`` kinds and
    states by the reason that they were taken for, ``dropped`` calls by reason; ``same_number`` are calls that are
    counted though their number was met before, ``hidden_at`` which calls, from 1 and without blank rows, are the first
    of an unknown kind that holds more than known words, ``by_town`` calls whose station was known by the first nine
    digits of its code, ``total_rows`` rows that are no calls, ``moved`` calls whose time was given for another zone,
    ``turned`` those whose longitude and latitude were swapped, ``far`` those whose point lies far from the county
    though their station is known. ``days`` are the first and the last day, ``undated`` calls that have a day and no
    hour, ``midnight`` those at 0:00 sharp. Calls of unknown kinds are counted in the class ``rest``, where there is
    one.
    Where there is a ``grid``, calls with a point are counted on it, too.
    """

    places: Places
    categories: Categories
    window: Window
    rest: int | None = None
    grid: Gridded | None = None
    months: dict[int, np.ndarray[Any, np.dtype[np.int64]]] = field(default_factory=dict)
    read: int = 0
    counted: int = 0
    undated: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    meant: Counter[tuple[str, int]] = field(default_factory=Counter)
    said: Counter[tuple[str, str]] = field(default_factory=Counter)
    stations: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    hidden_at: list[int] = field(default_factory=list)
    same_number: int = 0
    by_town: int = 0
    total_rows: int = 0
    moved: int = 0
    turned: int = 0
    far: int = 0
    midnight: int = 0
    days: tuple[np.datetime64, np.datetime64] | None = None
    _seen: int = 0
    _shares: bool = False
    _calls: _Met = field(default_factory=_Met)
    _numbers: _Met = field(default_factory=_Met)

    def __post_init__(self) -> None:
        county = self.places.built.county
        self.shape = (len(county.stations), len(county.classes))
        self.hours = np.zeros((*self.shape, DAYS * HOURS), dtype=np.int64)
        self.weekdays = np.zeros((*self.shape, DAYS), dtype=np.int64)
        self.villages = np.zeros((len(county.bureau.villages), self.shape[1]), dtype=np.int64)
        self.known = vocabulary().more(self.categories.words)

    def add(self, chunk: "Chunk") -> None:
        """Count the calls of a chunk."""
        count = len(chunk.time)
        self.read += count
        why = np.zeros(count, dtype=np.int8)
        classes = self._classes(chunk.kind, why)
        if chunk.status is not None:
            self._states(chunk.status, why)
        times = moments(chunk.time, chunk.date, shares=self._shares)
        self._shares = times.shares
        self._totals(chunk, times.when, why)
        self._timed(chunk, times.when, why)
        self._kinds(chunk.kind, classes, why)
        self._seen += count
        placed = self.places.stations(chunk, why == 0)
        rows = placed.rows
        for code, reason in PLACED.items():
            why[(why == 0) & (rows == code)] = CODE[reason]
        if chunk.station is not None:
            self.stations.update(chunk.station.counts(why == CODE["station"]))
            self.by_town += int(np.count_nonzero((why == 0) & chunk.station.are(self.places.towns.__contains__)))
        self._once(chunk, times, rows, why)
        self.read -= int(np.count_nonzero(why == TOTAL))
        for code, calls in enumerate(np.bincount(why, minlength=TOTAL)[1:TOTAL].tolist()):
            self.dropped[DROPPED[code]] += calls
        kept = np.flatnonzero(why == 0)
        self.moved += int(np.count_nonzero(times.moved[kept]))
        self.turned += int(np.count_nonzero(placed.turned[kept]))
        self.far += int(np.count_nonzero(placed.far[kept]))
        for place in np.unique(classes[kept]).tolist():
            words = chunk.kind.counts((why == 0) & (classes == place))
            self.meant.update({(word, place): calls for word, calls in words.items()})
        points = np.where(placed.far[kept, None], np.nan, placed.points[kept])
        self._count(times.when[kept], times.clocked[kept], rows[kept], classes[kept], points)

    def _classes(self, kinds: Words, why: Codes) -> Rows:
        """Class of each call, -1 where its kind means none; a reason goes to ``why``."""
        meant = [self.categories.of(word) for word in kinds.words]
        reasons = np.array([CODE[one] if isinstance(one, str) else 0 for one in meant], dtype=np.int8)
        why[:] = reasons[kinds.places]
        self._hear(kinds, why > 0, meant)
        return np.array([one if isinstance(one, int) else -1 for one in meant], dtype=np.int64)[kinds.places]

    def _states(self, states: Words, why: Codes) -> None:
        """Calls that their state says are none."""
        reasons = [self.categories.reason(word) for word in states.words]
        codes = np.array([0 if reason is None else CODE[reason] for reason in reasons], dtype=np.int8)[states.places]
        self._hear(states, why == 0, reasons)
        np.copyto(why, codes, where=why == 0)

    def _hear(self, said: Words, asked: Bools, meant: Sequence[int | str | None]) -> None:
        """Remember the words of calls that are left out for what they say."""
        reasons = dict(zip(said.words, meant, strict=True))
        counts = said.counts(asked)
        self.said.update({(word, one): n for word, n in counts.items() if isinstance(one := reasons[word], str)})

    def _timed(self, chunk: "Chunk", when: Moments, why: Codes) -> None:
        """Calls without a time or with one that nobody can read, of a day to come, and outside the days asked for."""
        window, day = self.window, np.timedelta64(1, "D")
        since = FIRST if window.since is None else np.datetime64(window.since)
        until = np.datetime64(window.today if window.until is None else window.until) + day
        strange = np.flatnonzero((why == 0) & (np.isnat(when) | (when < FIRST)))
        clocks = chunk.time.texts(strange)
        days = clocks if chunk.date is None else chunk.date.texts(strange)
        for row, clock, date_ in zip(strange.tolist(), clocks, days, strict=True):
            text = date_ if NO_TIME.fullmatch(clock) else clock
            lacking = NO_TIME.fullmatch(text)
            why[row] = CODE["no_time"] if lacking else CODE["time"]
            self.forms.update([] if lacking else [form(text)])
        why[(why == 0) & (when >= np.datetime64(window.today) + day)] = CODE["future"]
        why[(why == 0) & ((when < since) | (when >= until))] = CODE["days"]

    def _totals(self, chunk: "Chunk", when: Moments, why: Codes) -> None:
        """Rows without a time that say that they are totals: no calls at all."""
        timeless = np.flatnonzero(np.isnat(when))
        said = np.zeros(len(timeless), dtype=bool)
        for cells in (chunk.id, chunk.time, chunk.date) if len(timeless) else ():
            if cells is not None:
                said |= np.array([plain(text) in TOTALS for text in cells.texts(timeless)], dtype=bool)
        for words in (chunk.station, chunk.kind):
            if words is not None:
                said |= words.are(lambda word: plain(word) in TOTALS)[timeless]
        why[timeless[said]] = TOTAL
        self.total_rows += int(np.count_nonzero(said))

    def _kinds(self, kinds: Words, classes: Rows, why: Codes) -> None:
        """Calls of a kind that nobody knows, with how often each was met; these go to ``rest`` or to ``why``."""
        unknown = (why == 0) & (classes < 0)
        self.kinds.update(kinds.counts(unknown))
        if len(self.hidden_at) < TOLD:
            hidden = np.flatnonzero(unknown & kinds.are(lambda word: bool(word.strip()) and not self.known.knows(word)))
            self.hidden_at += (hidden[: TOLD - len(self.hidden_at)] + self._seen + 1).tolist()
        if self.rest is None:
            why[unknown] = CODE["kind"]
        else:
            classes[unknown] = self.rest

    def _once(self, chunk: "Chunk", times: Read, rows: Rows, why: Codes) -> None:
        """Calls whose number was met before at their time and station; without one, by all that is read of them."""
        seconds = times.when.astype("int64")
        alike = seconds.astype("uint64")
        exact = times.clocked & (seconds % 60 != 0)
        nameless, numbers = np.ones(len(why), dtype=bool), np.zeros(len(why), dtype=np.uint64)
        if chunk.id is not None:
            nameless, numbers = _numbered(chunk.id)
            exact |= ~nameless
        ours = (alike * MIXING ^ numbers) * MIXING ^ rows.astype("uint64")
        for column in (chunk.station, chunk.kind, chunk.lon, chunk.lat) if nameless.any() else ():
            if column is not None:
                alike = alike * MIXING ^ column.hashed()
        asked = np.flatnonzero((why == 0) & exact)
        again = self._calls.before(np.where(nameless, alike, ours)[asked])
        why[asked[again]] = CODE["duplicate"]
        told = asked[~again & ~nameless[asked]]
        self.same_number += int(np.count_nonzero(self._numbers.before(numbers[told])))

    def _count(self, when: Any, clocked: Any, rows: Rows, classes: Rows, points: Any) -> None:
        """Add calls that are counted."""
        if not len(when):
            return
        self.counted += len(when)
        days = when.astype("datetime64[D]")
        low, high = days.min(), days.max()
        self.days = (low, high) if self.days is None else (min(self.days[0], low), max(self.days[1], high))
        cells = rows * self.shape[1] + classes
        month = when.astype("datetime64[M]").astype("int64")
        for one in np.unique(month):
            held = self.months.setdefault(int(one), np.zeros(self.shape, dtype=np.int64))
            held += np.bincount(cells[month == one], minlength=held.size).reshape(self.shape)
        weekday = (days.astype("int64") + 3) % DAYS  # 1970-01-01 was a Thursday
        seconds = when.astype("int64") % 86_400
        hour = seconds // 3_600
        self.midnight += int(np.count_nonzero(clocked & (seconds == 0)))
        self.weekdays += np.bincount(cells * DAYS + weekday, minlength=self.weekdays.size).reshape(self.weekdays.shape)
        band = (cells * (DAYS * HOURS) + weekday * HOURS + hour)[clocked]
        self.hours += np.bincount(band, minlength=self.hours.size).reshape(self.hours.shape)
        self.undated += int(np.count_nonzero(~clocked))
        if self.grid is not None:
            self.grid.add(points, classes, month % 12 + 1, hour, clocked)
        if len(self.villages):
            at = self.places.villages(rows, points)
            inside = at * self.shape[1] + classes
            self.villages += np.bincount(inside[at >= 0], minlength=self.villages.size).reshape(self.villages.shape)


def _numbered(cells: Cells) -> tuple[Bools, Numbers]:
    """(n,) whether a call has no number, and what stands for its number and gives nothing of it away."""
    numbers, nameless = cells.hashed(), np.zeros(len(cells), dtype=bool)
    odd = np.flatnonzero(~cells.numbered())
    if len(odd):
        said = [text.strip().lstrip("'") for text in cells.texts(odd)]
        nameless[odd] = [NO_NUMBER.fullmatch(text) is not None for text in said]
        numbers[odd] = Cells.of(said).hashed()
    return nameless, numbers


def _among(numbers: Any, sorted_: Any) -> Any:
    """Whether each number is one of those in order."""
    if not len(sorted_):
        return np.zeros(len(numbers), dtype=bool)
    at = np.minimum(np.searchsorted(sorted_, numbers), len(sorted_) - 1)
    return sorted_[at] == numbers
