"""What ``zoning rosters`` is asked: the month, shifts, groups, rules of rest; wrong words are told all at once."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from workbench.line.options import Few, Flag, Hours, Seconds, Share, Words
from workbench.line.screen import Misused
from workbench.line.shell import whole
from zoning.model.errors import InputError, Mistake, mistake

if TYPE_CHECKING:
    from systems.rosters.pools import Wanted
    from systems.rosters.records import Month, Shift
    from zoning.model.county import County

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
SHIFT = re.compile(r"(\d{1,2}(?:\.5)?)-(\d{1,2}(?:\.5)?)")
MOST = 200
"""Groups of a station at the most."""


@dataclass(frozen=True)
class Duty:
    """Whose rosters, over which month, by which shifts and rules, and for how long they are sought."""

    only: Annotated[Words, Parameter(name="--station", metavar="STATION")] = None
    month: Annotated[str | None, Parameter(metavar="YYYY-MM")] = None
    hours: Annotated[Path | None, Parameter(metavar="FILE.csv")] = None
    shift: Annotated[Words, Parameter(metavar="FROM-TO")] = None
    group_size: Annotated[int, Parameter(name="--crew"), whole(1, 100)] = 2
    groups: Annotated[Words, Parameter(metavar="STATION=N")] = None
    on_duty: Annotated[Words, Parameter(metavar="STATION=N")] = None
    duty_least: Annotated[Few, Parameter(name="--least")] = 1
    wait: Share = 0.2
    small: Few = 10
    rest: Hours = 12.0
    night_rest: Hours = 24.0
    most_in_row: Annotated[int, whole(1, 31)] = 6
    most_nights: Annotated[int, whole(0, 31)] = 8
    fair: Annotated[int, whole(0, 31)] = 1
    alternate: bool = True
    weekly: Annotated[Flag, Parameter(name="--rooms")] = False
    time_limit: Seconds = None

    def wanted(self, county: "County") -> "Wanted":
        """What is asked of the rosters of a county.

        Raises
        ------
        Misused
            With every word that is no month, no shift and no number of groups, and when shifts overlap.
        InputError
            With every station that is none, and the words beside them.
        """
        from systems.rosters.pools import SHIFTS, Wanted
        from systems.rosters.records import Rules

        found: list[Mistake] = []
        month = _month(self.month, found)
        shifts = tuple(_shifts(self.shift, found)) if self.shift else SHIFTS
        given = [
            _numbers(words, option, found) for words, option in ((self.groups, "--groups"), (self.on_duty, "--on-duty"))
        ]
        strange: list[Mistake] = []
        groups, on_duty = (
            _by_code(county, pairs, option, strange)
            for pairs, option in zip(given, ("--groups", "--on-duty"), strict=True)
        )
        if found or strange:
            raise (InputError if strange else Misused)([*found, *strange])
        rules = Rules(self.rest, self.night_rest, self.alternate, self.most_in_row, self.most_nights, self.fair)
        least = self.duty_least
        return Wanted(month, shifts, rules, self.group_size, self.wait, least, self.small, groups, on_duty)

    def stations(self, county: "County") -> tuple[str, ...] | None:
        """Codes of the stations asked for, in the order of the county; ``None`` for all.

        Raises
        ------
        InputError
            With every station that is none.
        """
        if not self.only:
            return None
        from workbench.given.decisions import station_of

        found: list[Mistake] = []
        codes = {station_of(county, word, "--station", found) for word in self.only}
        if found:
            raise InputError(found)
        return tuple(code for code in county.codes if code in codes)


def _month(word: str | None, found: list[Mistake]) -> "Month":
    from systems.rosters.records import Month

    if word is None:
        return Month()
    parts = MONTH.fullmatch(word)
    if parts is None or int(parts[1]) < 1900:
        found.append(mistake("workbench.rosters.no_month", table="--month", value=word))
        return Month()
    first, days = calendar.monthrange(int(parts[1]), int(parts[2]))
    return Month(word, days, int(first))


def _shifts(words: Sequence[str], found: list[Mistake]) -> list["Shift"]:
    """The shifts in order of their start; those that overlap are a mistake."""
    from systems.rosters.records import DAY, Shift

    made = []
    for word in words:
        parts = SHIFT.fullmatch(word)
        if parts is None or max(float(parts[1]), float(parts[2])) > DAY:
            found.append(mistake("workbench.rosters.no_shift", table="--shift", value=word))
        else:
            made.append(Shift(float(parts[1]) % DAY, float(parts[2]) % DAY))
    if sum(shift.hours for shift in made) > DAY or _overlap(made):
        found.append(mistake("workbench.rosters.overlap", table="--shift", value=" ".join(words)))
    return sorted(made, key=lambda shift: shift.start_hour)


def _overlap(shifts: Sequence["Shift"]) -> bool:
    """Whether one begins while another lasts."""
    return any(
        (one.start_hour - other.start_hour) % 24 < other.hours
        for k, one in enumerate(shifts)
        for j, other in enumerate(shifts)
        if j != k
    )


def _numbers(words: Words, option: str, found: list[Mistake]) -> list[tuple[str, int]]:
    """(station, number) of every word; without a station the number is for all of them, under an empty name."""
    pairs: list[tuple[str, int]] = []
    for word in words or ():
        name, _, figure = (part.strip() for part in word.rpartition("="))
        if not figure.isdecimal() or not int(figure) <= MOST or name in dict(pairs):
            found.append(mistake("workbench.rosters.no_number", table=option, value=word, most=MOST))
        else:
            pairs.append((name, int(figure)))
    return pairs


def _by_code(
    county: "County", pairs: Sequence[tuple[str, int]], option: str, found: list[Mistake]
) -> tuple[tuple[str, int], ...]:
    """The numbers by code of the station, those for single stations before that for all."""
    from workbench.given.decisions import station_of

    given = {code: number for name, number in pairs if name and (code := station_of(county, name, option, found))}
    for name, number in pairs:
        if not name:
            given = dict.fromkeys(county.codes, number) | given
    return tuple(sorted(given.items()))
