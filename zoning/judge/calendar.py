"""Names of periods as months, quarters and years: 2024-01, 2024年1月, 202401, 2024-Q1, 2024年第1季度, 2024, 2024年.

What it may get wrong: a name of six digits is taken for a year and a month.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, order=True)
class Span:
    """Part number ``part``, from 0, of a ``year`` that is cut into ``parts``: 12 months, 4 quarters, or 1."""

    year: int
    part: int
    parts: int

    @property
    def number(self) -> int:
        """Counts on from part to part and year to year."""
        return self.year * self.parts + self.part

    @property
    def name(self) -> str:
        """As ``zoning count`` writes it."""
        if self.parts == 1:
            return str(self.year)
        return f"{self.year}-{self.part + 1:02d}" if self.parts == 12 else f"{self.year}-Q{self.part + 1}"

    def later(self, steps: int) -> "Span":
        """So many parts later."""
        number = self.number + steps
        return Span(number // self.parts, number % self.parts, self.parts)


def span_of(name: str) -> Span | None:
    """The part of a year that a name means, ``None`` where it is none."""
    text = name.strip().translate(NUMERALS)
    for form, parts in FORMS:
        found = form.fullmatch(text)
        if found is None or (parts == 12 and MARKED.search(text)) or (parts == 4 and not MARKED.search(text)):
            continue
        part = int(found[2]) - 1 if parts > 1 else 0
        if 0 <= part < parts:
            return Span(int(found[1]), part, parts)
    return None


def undated(names: Iterable[str]) -> dict[str, str]:
    """By every name the month that it means, where names are first days of months and none is another day."""
    found = {name: DATED.fullmatch(name.strip()) for name in names}
    firsts = {name: (day[1], int(day[2])) for name, day in found.items() if day is not None}
    days = {name: f"{year}-{month:02d}" for name, (year, month) in firsts.items() if 1 <= month <= 12}
    other = any(DAY.match(name.strip()) for name in found if name not in days)
    return {name: name if other else days.get(name, name) for name in found}


def one_name(name: str) -> str:
    """The same for all names of a month, quarter or year: ``2024年1月`` as ``2024-01``; other names as they are."""
    span = span_of(name)
    return name if span is None else span.name


def spans_of(names: Sequence[str]) -> tuple[Span, ...] | None:
    """Those of all names; ``None`` where one is none, or parts of different lengths or the same part twice occur."""
    found = [span for span in map(span_of, names) if span is not None]
    alike = len(found) == len(names) and len({span.parts for span in found}) == 1
    return tuple(found) if alike and len(set(found)) == len(found) else None
