"""Incidents of a county parted by time: by the periods of its table of incidents.

What it may get wrong: a period is what its cell says, so months and years in one table stand beside each other, and a
station without a row in a period counts as one without incidents there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from zoning.judge.calendar import TOGETHER, span_of
from zoning.judge.score import score
from zoning.model.county import County, Floats
from zoning.model.equality import ByValue, frozen
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem


@dataclass(frozen=True, eq=False)
class Slices(ByValue):
    """Incidents in p slices of time: ``names`` (p,) in order, ``counts`` (n, c, p), rows and columns of the county."""

    names: tuple[str, ...]
    counts: Floats

    def __len__(self) -> int:
        return len(self.names)

    def whole(self, county: County) -> bool:
        """Whether the slices add up to the incidents of the county."""
        return np.array_equal(self.counts.sum(axis=2), county.counts)

    def county(self, county: County, k: int) -> County:
        """The county with the incidents of slice ``k`` alone, each slice lasting as long as the others."""
        return replace(county, counts=self.counts[:, :, k], years=county.years / len(self))

    @property
    def together(self) -> int:
        """Incidents that were put together out of several periods, and so belong to none."""
        return round(sum(float(self.counts[:, :, k].sum()) for k, name in enumerate(self.names) if name == TOGETHER))

    def refuse_together(self) -> None:
        """Refuse periods out of which small counts were put together: what is left of each is too few.

        Raises
        ------
        InputError
            When there are such counts.
        """
        if self.together:
            total = round(float(self.counts.sum()))
            raise InputError([mistake("zoning.slices.together", count=self.together, total=total)])

    @property
    def missing(self) -> tuple[str, ...]:
        """Months between the first and the last that nothing is counted in; none where some period is no month."""
        months = [span_of(name) for name in self.names]
        known = {month.number for month in months if month is not None and month.parts == 12}
        if not known or any(month is None or month.parts != 12 for month in months):
            return ()
        gaps = (month for month in range(min(known), max(known)) if month not in known)
        return tuple(f"{month // 12}-{month % 12 + 1:02d}" for month in gaps)

    @property
    def mixed(self) -> tuple[str, ...]:
        """A name of each length that the periods have, where these differ: ``("2023", "2024-01")``; else nothing.

        Names that the calendar does not tell count as one length of their own; months, whole ones, are equally long.
        """
        spans = {name: span_of(name) for name in self.names}
        lengths = {0.0 if span is None else span.years: name for name, span in reversed(spans.items())}
        return tuple(name for name in self.names if name in lengths.values()) if len(lengths) > 1 else ()


def periods_of(problem: Problem) -> dict[str, Problem]:
    """By period the problem with its incidents alone; the rules that a plan must keep are those of ``problem``.

    Raises
    ------
    InputError
        When there are fewer than two periods, they do not add up to the incidents of the county, or small counts
        were put together.
    """
    held = by_period(problem.county)
    if held is None or len(held) < 2:
        raise InputError([mistake("zoning.slices.none")])
    held.refuse_together()
    if not held.whole(problem.county):
        raise InputError([mistake("zoning.slices.not_whole")])
    return {name: replace(problem, county=held.county(problem.county, k)) for k, name in enumerate(held.names)}


def points_by_period(periods: Mapping[str, Problem], plan: Plan) -> dict[str, int]:
    """Points of a plan in each period."""
    return {name: score(problem, plan).points for name, problem in periods.items()}


def by_period(county: County) -> Slices | None:
    """The periods of the table of incidents, in the order of the numbers in their names; ``None`` without any."""
    rows = county.bureau.periods
    if not rows or any(len(row.counts) != len(county.classes) for row in rows):
        return None
    names = sorted({row.name for row in rows}, key=_in_order)
    place = {name: k for k, name in enumerate(names)}
    counts = np.zeros((*county.counts.shape, len(names)))
    for row in rows:
        counts[county.index[row.station], :, place[row.name]] += row.counts
    return Slices(tuple(names), frozen(counts))


def _in_order(name: str) -> list[tuple[int, str]]:
    """2024年2月 before 2024年10月."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]
