"""What a word means as a period: a table of incidents, or some of the periods that the county's own table names.

``2024`` is all that lies in the year, ``2024-01..2024-06`` what lies between, other words are the name of a period.
Names that do not tell how long they last are refused unless that is said. What it may get wrong: a file is never taken
for a period of the county, so a file called 2024 hides the year; a file without periods lasts what its own name tells,
else as long as the county's incidents.
"""

from collections.abc import Sequence
from pathlib import Path

from geodata.county.other import other_incidents
from systems.deployment.evaluation import Period, Side
from systems.series.series import chosen
from zoning.judge.calendar import Span, in_part, length_of, span_of
from zoning.judge.slices import Slices, by_period
from zoning.model.county import County
from zoning.model.equality import frozen
from zoning.model.errors import InputError, Slips, mistake
from zoning.texts import Language, say
from zoning.texts.numbers import number

BETWEEN = ".."


def lengths(slices: Slices | None, years: float, language: Language) -> list[str]:
    """What periods are not counted, or in part, and so how many years they are taken to last; alike in all commands."""
    if slices is None:
        return []
    parted, long = in_part(slices.names), number(years, 4).rstrip("0").rstrip(".")
    named = (("missing", slices.missing), ("in_part", parted))
    told = [say(f"workbench.periods.{key}", language, names=list(names), years=long) for key, names in named if names]
    return [*together(slices, language), *told]


def together(slices: Slices | None, language: Language) -> list[str]:
    """How many incidents belong to no period, since small counts were put together."""
    if slices is None or not slices.together:
        return []
    total = round(float(slices.counts.sum()))
    return [say("workbench.periods.together", language, count=number(slices.together), total=number(total))]


def sides_of(county: County, words: tuple[str, str], years: tuple[float | None, float | None]) -> tuple[Side, Side]:
    """The periods before and after; ``years`` are how long they last where that is said.

    Raises
    ------
    InputError
        When a table or a word is wrong, or both periods are partly the same.
    """
    if all(map(_is_file, words)) and _same_table(Path(words[0]), Path(words[1])):
        raise InputError([mistake("workbench.evaluate.same_table", value=words[1])])
    options = ("--years-before", "--years-after")
    slips, sides = Slips(), list[Side]()
    for word, long, option in zip(words, years, options, strict=True):
        with slips:
            sides.append(_side(county, word, long, option))
    slips.refuse()
    first, second = sides
    own = not any(map(_is_file, words))
    shared = [name for name in second.slices.names if _in(name, first.slices.names, by_name=own)]
    if shared:
        raise InputError([mistake("workbench.evaluate.overlap", value=words[1], names=shared)])
    return first, second


def _same_table(one: Path, other: Path) -> bool:
    """Whether two files are one, or say the same byte for byte."""
    both = one.is_file() and other.is_file()
    return both and (one.samefile(other) or one.read_bytes() == other.read_bytes())


def _in(name: str, names: Sequence[str], *, by_name: bool) -> bool:
    """Whether a period shares a month with one of others; names that are no months may mean different ones in files."""
    span = span_of(name)
    if span is None:
        return by_name and name in names
    low, high = _months(span)
    known = [_months(other) for other in map(span_of, names) if other is not None]
    return any(start < high and low < end for start, end in known)


def _is_file(word: str) -> bool:
    return Path(word).is_file() or Path(word).suffix.lower() == ".csv"


def _side(county: County, word: str, years: float | None, option: str) -> Side:
    name, usual = word, None
    if _is_file(word):
        other, name = other_incidents(Path(word), county), Path(word).stem
        parted = by_period(other)
        slices = parted or Slices((name,), frozen(other.counts[:, :, None]))
        usual = county.years if parted is None else None
    else:
        slices = _own(county, word)
    slices.refuse_together()
    long = years or length_of(slices.names) or usual
    if long is None:
        names = list(slices.mixed or slices.names[:3])
        raise InputError([mistake("workbench.evaluate.no_length", value=word, names=names, option=option)])
    return Side(Period(name, long, slices.names if len(slices) > 1 else ()), slices)


def _own(county: County, word: str) -> Slices:
    """The periods of the county that a word means."""
    held = by_period(county)
    if held is None:
        raise InputError([mistake("workbench.evaluate.no_periods", value=word)])
    held.refuse_together()
    rows = [k for k, name in enumerate(held.names) if name == word] or _within(held.names, word)
    if not rows:
        first, last = held.names[0], held.names[-1]
        raise InputError([mistake("workbench.evaluate.no_such_period", value=word, first=first, last=last)])
    return chosen(held, rows)


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
