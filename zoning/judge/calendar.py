"""Names of periods as months, quarters and years: 2024-01, 2024年1月, 202401, 2024-Q1, 2024年第1季度, 2024, 2024年.

One that is covered in part says from which day to which: ``2024-01 (01-10..01-31)``. A period without days is taken
for whole. What it may get wrong: a name of six digits is taken for a year and a month.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

YEAR = r"((?:19|20)[0-9]{2})"
FORMS = (
    (re.compile(rf"{YEAR}\s*年?"), 1),
    (re.compile(rf"{YEAR}\s*(?:[-/.年]\s*)?([0-9]{{1,2}})\s*月?"), 12),
    (re.compile(rf"{YEAR}\s*[-/.年]?\s*(?:[Qq]|第)?\s*([1-4])\s*(?:季度?)?"), 4),
)
DATED = re.compile(rf"{YEAR}[-/.]([0-9]{{1,2}})[-/.]0?1(?:[ T]0?0:00(?::00)?)?")
"""The first day of a month, which a spreadsheet makes of 2024-01."""
MARKED = re.compile(r"[Qq季]")
DAY = re.compile(rf"{YEAR}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}")
NUMERALS = str.maketrans("一二三四", "1234")
TOGETHER = "合并"
"""What small counts of several periods are put together under (``zoning count --at-least``)."""
COVERED = re.compile(r"(.+?)\s*[(（]([0-9]{1,2})-([0-9]{1,2})(?:\.\.|至)([0-9]{1,2})-([0-9]{1,2})[)）]")
"""A period, and the first and last day of it that is covered."""


@dataclass(frozen=True, order=True)
class Span:
    """Part number ``part``, from 0, of a ``year`` that is cut into ``parts``: 12 months, 4 quarters, or 1.

    ``days`` are the first and the last that are covered, ``None`` where it is whole; the same part is equal either way.
    """

    year: int
    part: int
    parts: int
    days: tuple[date, date] | None = field(default=None, compare=False)

    @property
    def number(self) -> int:
        """Counts on from part to part and year to year."""
        return self.year * self.parts + self.part

    @property
    def name(self) -> str:
        """As ``zoning count`` writes it."""
        ends = "" if self.days is None else f" ({self.days[0]:%m-%d}..{self.days[1]:%m-%d})"
        if self.parts == 1:
            return f"{self.year}{ends}"
        return (f"{self.year}-{self.part + 1:02d}" if self.parts == 12 else f"{self.year}-Q{self.part + 1}") + ends

    @property
    def first(self) -> date:
        """Its first day, covered or not."""
        return date(self.year, self.part * (12 // self.parts) + 1, 1)

    @property
    def last(self) -> date:
        """Its last day, covered or not."""
        return self.later(1).first - timedelta(days=1)

    @property
    def years(self) -> float:
        """How long it lasts: the share of its days that is covered, of one part of a year."""
        if self.days is None:
            return 1 / self.parts
        return ((self.days[1] - self.days[0]).days + 1) / ((self.last - self.first).days + 1) / self.parts

    def within(self, first: date, last: date) -> "Span":
        """The same between two days, which it shares at least one with."""
        days = max(first, self.first), min(last, self.last)
        return replace(self, days=None if days == (self.first, self.last) else days)

    def later(self, steps: int) -> "Span":
        """So many parts later, whole."""
        number = self.number + steps
        return Span(number // self.parts, number % self.parts, self.parts)


@lru_cache(maxsize=1024)
def span_of(name: str) -> Span | None:
    """The part of a year that a name means, ``None`` where it is none."""
    covered = COVERED.fullmatch(name.strip())
    if covered is not None:
        return _covered(covered)
    text = name.strip().translate(NUMERALS)
    for form, parts in FORMS:
        found = form.fullmatch(text)
        if found is None or (parts == 12 and MARKED.search(text)) or (parts == 4 and not MARKED.search(text)):
            continue
        part = int(found[2]) - 1 if parts > 1 else 0
        if 0 <= part < parts:
            return Span(int(found[1]), part, parts)
    return None


def _covered(found: re.Match[str]) -> Span | None:
    """A part of a year of which some days are covered; ``None`` where these are none of its days."""
    whole = span_of(found[1])
    if whole is None or whole.days is not None:
        return None
    try:
        first, last = (date(whole.year, int(found[at]), int(found[at + 1])) for at in (2, 4))
    except ValueError:
        return None
    return whole.within(first, last) if whole.first <= first <= last <= whole.last else None


def undated(names: Iterable[str]) -> dict[str, str]:
    """By every name the month that it means, where names are first days of months and none is another day."""
    found = {name: DATED.fullmatch(name.strip()) for name in names}
    firsts = {name: (day[1], int(day[2])) for name, day in found.items() if day is not None}
    days = {name: f"{year}-{month:02d}" for name, (year, month) in firsts.items() if 1 <= month <= 12}
    other = any(DAY.match(name.strip()) for name in found if name not in days)
    return {name: name if other else days.get(name, name) for name in found}


def alike(names: Iterable[str]) -> dict[str, str]:
    """By every name the first one that means the same: 2024年1月, and 2024-01-01 where it is a month, as 2024-01."""
    first: dict[str, str] = {}
    spans = {name: (month, span_of(month)) for name, month in undated(names).items()}
    return {
        name: first.setdefault(month if span is None else span.name, month) for name, (month, span) in spans.items()
    }


def length_of(names: Sequence[str]) -> float | None:
    """Years that periods last together, those named and no others; ``None`` where the calendar does not tell."""
    spans = spans_of(names)
    if not spans:
        return None
    parted = [span.years for span in spans if span.days is not None]
    return (len(spans) - len(parted)) / spans[0].parts + sum(parted)


def in_part(names: Iterable[str]) -> tuple[str, ...]:
    """The periods of which some days are not covered."""
    spans = {name: span_of(name) for name in names}
    return tuple(name for name, span in spans.items() if span is not None and span.days is not None)


def spans_of(names: Sequence[str]) -> tuple[Span, ...] | None:
    """Those of all names; ``None`` where one is none, or parts of different lengths or the same part twice occur."""
    found = [span for span in map(span_of, names) if span is not None]
    alike = len(found) == len(names) and len({span.parts for span in found}) == 1
    return tuple(found) if alike and len(set(found)) == len(found) else None
