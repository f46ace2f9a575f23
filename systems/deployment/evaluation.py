"""Two periods of incidents compared by zone and class (B7): by how much rates changed, with intervals.

Where both sides hold several periods these tell how much counts vary beyond chance, zone by zone and class by class:
their whole years, or else their months with a rate of every season, or else the periods as they are (``basis``).
Comparison stations show what happened elsewhere: the ratio of the ratios is a difference of differences of logarithms.
What it may get wrong: whatever else changed between the periods is in the difference: it shows no cause. Months of one
year do not tell how much years differ.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np

from systems.deployment.standing import Standing
from systems.series.ratios import (
    excess_of,
    holm,
    ratio_interval,
    ratio_p,
    relative_excess,
    relative_interval,
    relative_ratio,
)
from systems.series.series import without_parts, years_of
from zoning.judge.calendar import spans_of
from zoning.judge.slices import Slices
from zoning.model.county import Bools, County, Floats
from zoning.model.equality import ByValue

Verdict = Literal["fewer", "more", "open"]
Basis = Literal["chance", "years", "seasons", "periods"]


@dataclass(frozen=True)
class Period:
    """A period by its name, the years that it lasts, and the names of the periods that it holds, if any."""

    name: str
    years: float
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Side(ByValue):
    """A period and its incidents in slices of time, one slice where it is not parted."""

    period: Period
    slices: Slices


@dataclass(frozen=True)
class Change:
    """Incidents of a zone and class in both periods; ``zone`` and ``key`` are ``None`` for all of them.

    ``before`` and ``after`` are incidents a year. ``change`` is ρ − 1, ``None`` without incidents before; it lies
    between ``low`` and ``high``, ``None`` where there is no bound. ``dispersion`` is φ. ``p`` is of no change,
    ``adjusted`` the same among all rows of its table. ``relative`` is the change over that of the comparison stations,
    with its interval; ``None`` without such stations, or without incidents before.
    """

    DERIVED: ClassVar = ("verdict", "beside")
    zone: str | None
    key: str | None
    before: float
    after: float
    change: float | None
    low: float | None
    high: float | None
    dispersion: float
    p: float
    adjusted: float
    relative: float | None = None
    relative_low: float | None = None
    relative_high: float | None = None

    @property
    def verdict(self) -> Verdict:
        """What the interval tells: ``open`` where it holds no change at all."""
        return _verdict(self.low, self.high)

    @property
    def beside(self) -> Verdict | None:
        """What the interval of the relative change tells."""
        return None if self.relative is None else _verdict(self.relative_low, self.relative_high)


def _verdict(low: float | None, high: float | None) -> Verdict:
    if high is not None and high < 0:
        return "fewer"
    return "more" if low is not None and low > 0 else "open"


@dataclass(frozen=True, eq=False)
class Evaluation(ByValue):
    """Two periods over the zones of a county: the county, its classes, every zone, and every class of a zone.

    ``basis`` says what tells how much counts vary beyond chance. ``comparison`` are codes of stations, which count in
    no row but those of the county; a zone of such stations alone has no row.
    """

    county: County
    standing: Standing
    before: Period
    after: Period
    basis: Basis
    comparison: tuple[str, ...]
    changes: tuple[Change, ...]


def evaluate(
    county: County, standing: Standing, before: Side, after: Side, comparison: Sequence[str] = ()
) -> Evaluation:
    """Compare two periods of the stations and classes of a county, zone by zone.

    Raises
    ------
    ValueError
        When a period does not last.
    """
    if min(before.period.years, after.period.years) <= 0:
        raise ValueError(f"periods of {before.period.years} and {after.period.years} years")
    basis, *wholes, seasons = _held(without_parts(before.slices), without_parts(after.slices))
    labels = standing.plan.labels(county.codes)
    other = np.isin(county.codes, list(comparison))
    zones = [(name, (labels == z) & ~other) for z, name in enumerate(standing.names)]
    rows = [(None, np.ones(len(county), dtype=bool)), *((name, rows) for name, rows in zones if rows.any())]
    sides = (before.slices.counts, after.slices.counts)
    work = _Work(before.period, after.period, sides, (wholes[0], wholes[1]), seasons, other if other.any() else None)
    found: list[Change] = []
    for name, inside in rows:
        found.append(work.change(name, None, inside, slice(None)))
        found += [work.change(name, kind.key, inside, slice(c, c + 1)) for c, kind in enumerate(county.classes)]
    known = tuple(code for code, is_other in zip(county.codes, other, strict=True) if is_other)
    return Evaluation(county, standing, before.period, after.period, basis, known, _together(found))


def _held(before: Slices, after: Slices) -> tuple[Basis, Floats, Floats, int]:
    """What tells the excess, (n, c, k) and (n, c, l) counts by its periods, and the seasons that both sides share."""
    sides = (before, after)
    if len(before) + len(after) < 3:
        return "chance", before.counts, after.counts, 1
    years = [years_of(side) for side in sides]
    spans = [spans_of(side.names) or () for side in sides]
    if all(len(year) > 1 and len(year) * span[0].parts == len(span) for year, span in zip(years, spans, strict=True)):
        return "years", years[0].counts, years[1].counts, 1
    rounds = [Counter(span.part for span in side) for side in spans]
    even = all(len(set(times.values())) == 1 for times in rounds)
    if even and rounds[0].keys() == rounds[1].keys() and len(rounds[0]) > 1:
        orders = [sorted(range(len(side)), key=lambda k: (side[k].part, side[k].year)) for side in spans]
        rows = [np.reshape(order, (len(rounds[0]), -1)).T.ravel() for order in orders]
        return "seasons", before.counts[:, :, rows[0]], after.counts[:, :, rows[1]], len(rounds[0])
    return "periods", before.counts, after.counts, 1


@dataclass(frozen=True, eq=False)
class _Work:
    """Both periods and their counts, which stations are held beside, if any; and counts of their whole periods.

    These tell how much counts vary; both sides share their ``seasons``.
    """

    before: Period
    after: Period
    counts: tuple[Floats, Floats]
    wholes: tuple[Floats, Floats]
    seasons: int
    beside: Bools | None

    def change(self, zone: str | None, key: str | None, rows: Bools, kinds: slice) -> Change:
        """One row, its p not yet adjusted."""
        a, b = (float(counts[rows][:, kinds].sum()) for counts in self.counts)
        parts = [counts[rows][:, kinds].sum(axis=(0, 1)) for counts in self.wholes]
        years, later = self.before.years, self.after.years
        excess = excess_of(parts[0], parts[1], self.seasons)
        low, high = ratio_interval(a, b, years, later, excess=excess)
        return Change(
            zone,
            key,
            a / years,
            b / later,
            (b / later) / (a / years) - 1 if a else None,
            low - 1,
            None if np.isinf(high) else high - 1,
            excess.phi,
            p := ratio_p(a, b, years, later, excess),
            p,
            *(self.relative((a, b), parts, kinds) if zone is not None else ()),
        )

    def relative(
        self, own: tuple[float, float], parts: Sequence[Floats], kinds: slice
    ) -> tuple[float, float, float] | tuple[()]:
        """The change over that of the stations beside, and its interval; nothing without incidents before."""
        if self.beside is None:
            return ()
        sums = [*(float(counts[self.beside][:, kinds].sum()) for counts in self.counts), *own]
        others = [counts[self.beside][:, kinds].sum(axis=(0, 1)) for counts in self.wholes]
        if not (sums[0] and sums[1] and sums[2]):
            return ()
        pairs = [np.stack([part, other]) for part, other in zip(parts, others, strict=True)]
        low, high = relative_interval(sums, excess=relative_excess(*pairs))
        return relative_ratio(sums) - 1, low - 1, high - 1


def _together(found: Sequence[Change]) -> tuple[Change, ...]:
    """The rows with p adjusted among those of the same table: zones, or zones and classes."""
    adjusted: dict[int, float] = {}
    for whole in (True, False):
        rows = [k for k, change in enumerate(found) if (change.key is None) == whole]
        adjusted |= dict(zip(rows, holm([found[k].p for k in rows]), strict=True))
    return tuple(replace(change, adjusted=adjusted[k]) for k, change in enumerate(found))
