"""What a word means as a period: a table of incidents, or some of the periods that the county's own table names.

``2024`` is all that lies in the year, ``2024-01..2024-06`` what lies between, other words are the name of a period.
What it may get wrong: a file is never taken for a period of the county, so a file called 2024 hides the year.
"""

from pathlib import Path

from geodata.county.other import other_incidents
from systems.deployment.evaluation import Period, Side
from systems.series.calendar import Span, span_of
from systems.series.series import chosen, years_long
from zoning.judge.slices import Slices, by_period
from zoning.model.county import County
from zoning.model.equality import frozen
from zoning.model.errors import InputError, mistake

BETWEEN = ".."


def sides_of(county: County, words: tuple[str, str], years: tuple[float | None, float | None]) -> tuple[Side, Side]:
    """The periods before and after; ``years`` are how long they last where that is said.

    Raises
    ------
    InputError
        When a table or a word is wrong, or both periods are partly the same.
    """
    first, second = (_side(county, word, long) for word, long in zip(words, years, strict=True))
    shared = [name for name in first.slices.names if name in second.slices.names]
    if shared and not any(map(_is_file, words)):
        raise InputError([mistake("workbench.evaluate.overlap", value=words[1], names=shared)])
    return first, second


def _is_file(word: str) -> bool:
    return Path(word).is_file() or Path(word).suffix.lower() == ".csv"


def _side(county: County, word: str, years: float | None) -> Side:
    if _is_file(word):
        other = other_incidents(Path(word), county)
        slices = by_period(other) or Slices((Path(word).stem,), frozen(other.counts[:, :, None]))
        name, usual = Path(word).stem, county.years
    else:
        slices, share = _own(county, word)
        name, usual = word, county.years * share
    long = years or years_long(slices) or usual
    return Side(Period(name, long, slices.names if len(slices) > 1 else ()), slices)


def _own(county: County, word: str) -> tuple[Slices, float]:
    """The periods of the county that a word means, and their share of all."""
    held = by_period(county)
    if held is None:
        raise InputError([mistake("workbench.evaluate.no_periods", value=word)])
    rows = [k for k, name in enumerate(held.names) if name == word] or _within(held.names, word)
    if not rows:
        first, last = held.names[0], held.names[-1]
        raise InputError([mistake("workbench.evaluate.no_such_period", value=word, first=first, last=last)])
    return chosen(held, rows), len(rows) / len(held)


def _within(names: tuple[str, ...], word: str) -> list[int]:
    """Periods that lie in the part of a year, or between two, that a word names."""
    ends = [span_of(part) for part in word.split(BETWEEN)]
    if len(ends) > 2 or None in ends:
        return []
    months = [_months(end) for end in ends if end is not None]
    low, high = months[0][0], months[-1][1]
    spans = [span_of(name) for name in names]
    return [k for k, span in enumerate(spans) if span and low <= _months(span)[0] and _months(span)[1] <= high]


def _months(span: Span) -> tuple[int, int]:
    """First month and the one after the last, from the year 0 on."""
    length = 12 // span.parts
    return span.number * length, (span.number + 1) * length
