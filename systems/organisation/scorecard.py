"""The scorecard of a zone and month (H17): the same figures each time, each with its target and the zone's rank.

Incidents of a period are held against the zone's mean of the periods before, changed by a share; workload per officer
against the county's mean of the same period, with the policy's tolerance; villages with 1+2+N against all of them. A
class that lies ``urgent`` standard deviations (√mean, as counts of a Poisson law have) above its mean of the periods
before is a task, shared out over the zone's bound branches that have the speciality, by officers. What it may get
wrong: seasons; a month is held against all months before it, one of which some days are covered against as many days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from systems.assignment.specialities import named_classes
from systems.teams.parameters import Parameters
from zoning.judge.calendar import TOGETHER, span_of, spans_of
from zoning.judge.slices import by_period
from zoning.model.bureau import Branch
from zoning.model.county import Bools, County, Floats

DECIMALS = 9
"""Values equal to so many decimals share a rank."""


@dataclass(frozen=True)
class Card:
    """A figure of a zone, by its number from 0, in a period; ``period`` is empty where the table names none.

    ``target`` and ``met`` are ``None`` where there is nothing to hold the value against; rank 1 is the best.
    ``previous`` is the value of the period before, ``year_ago`` that of the same month of last year, where known.
    """

    period: str
    zone: int
    figure: str
    value: float | None
    target: float | None
    met: bool | None
    rank: int | None
    previous: float | None = None
    year_ago: float | None = None


@dataclass(frozen=True)
class Task:
    """Incidents of a class beyond the usual in a zone's last period, and officer-hours of each branch for them."""

    zone: int
    key: str
    excess: float
    hours: float
    branches: Mapping[str, float]


@dataclass(frozen=True)
class _Counts:
    """Periods in order, and (periods, n, c) counts."""

    periods: tuple[str, ...]
    counts: Floats

    @property
    def share(self) -> Floats:
        """(periods,) share of its days that each is covered; equally long ones but for that."""
        spans = [span_of(name) for name in self.periods]
        return np.array([1.0 if span is None else span.years * span.parts for span in spans])

    @property
    def usual(self) -> Floats:
        """(n, c) mean of the periods before the last, for as many days as the last has."""
        return np.asarray(self.counts[:-1].sum(axis=0) / self.share[:-1].sum() * self.share[-1])


def scorecard(
    county: County,
    zones: Sequence[Sequence[int]],
    complete: Sequence[float | None],
    tolerance: float,
    parameters: Parameters,
) -> tuple[Card, ...]:
    """The cards of every period, figure and zone.

    Parameters
    ----------
    zones : the rows of the stations of each zone
    complete : share of each zone's known villages with 1+2+N, ``None`` where none is known
    tolerance : of the policy, share of the mean workload per officer
    """
    held = _periods(county)
    hours = held.counts * hours_each(county)
    officers = np.array([county.officers[list(rows)].sum() for rows in zones])
    case = county.case_classes
    found: list[Card] = []
    series = {
        "period_incidents": _by_zone(held.counts.sum(axis=2), zones),
        "period_cases": _by_zone(held.counts[:, :, case].sum(axis=2), zones),
        "period_community": _by_zone(held.counts[:, :, ~case].sum(axis=2), zones),
    }
    work, share = _by_zone(hours.sum(axis=2), zones), held.share
    for t, period in enumerate(held.periods):
        for key, values in series.items():
            mean = values[:t].sum(axis=0) / share[:t].sum() * share[t] if t else np.full(len(zones), np.nan)
            usual = mean * (1 + parameters.target_change)
            against = np.divide(values[t], usual, out=np.full(len(zones), np.nan), where=usual > 0)
            found += _cards(period, key, values[t], usual, values[t] <= usual + 1e-9, against)
        load = np.divide(work[t], officers, out=np.full(len(zones), np.nan), where=officers > 0)
        total = float(county.officers.sum())
        even = float(work[t].sum()) / total * (1 + tolerance) if total > 0 else float("nan")
        found += _cards(period, "period_load", load, np.full(len(zones), even), load <= even + 1e-9, load)
    known = np.array([np.nan if share is None else share for share in complete])
    found += _cards(held.periods[-1], "complete_share", known, np.ones(len(zones)), known >= 1, -known)
    return _beside(found, held.periods)


def _beside(cards: Sequence[Card], periods: Sequence[str]) -> tuple[Card, ...]:
    """The cards with the values of the period before and of the same part of last year.

    Months, quarters and years go by the calendar; other periods by their order, and have no last year.
    """
    spans = spans_of(periods)
    before = dict(zip(periods[1:], periods, strict=False))
    year = dict[str, str]()
    if spans is not None:
        names = dict(zip(spans, periods, strict=True))
        before = {name: names[span.later(-1)] for span, name in names.items() if span.later(-1) in names}
        year = {
            name: names[span.later(-span.parts)] for span, name in names.items() if span.later(-span.parts) in names
        }
    values = {(card.period, card.zone, card.figure): card.value for card in cards}

    def at(card: Card, period: str | None) -> float | None:
        return None if period is None else values.get((period, card.zone, card.figure))

    return tuple(
        replace(card, previous=at(card, before.get(card.period)), year_ago=at(card, year.get(card.period)))
        for card in cards
    )


def tasks(county: County, zones: Sequence[Sequence[int]], bound: Mapping[str, int], urgent: float) -> tuple[Task, ...]:
    """The tasks of the last period, greatest load first within a zone; none without a period before it.

    Parameters
    ----------
    bound : zone by the name of each bound branch
    urgent : standard deviations above the usual
    """
    held, each = _periods(county), hours_each(county)
    found: list[Task] = []
    for z, rows in enumerate(zones if len(held.periods) > 1 else ()):
        here = [branch for branch in county.bureau.branches if bound.get(branch.name) == z]
        usual = held.usual[list(rows)]
        for c, kind in enumerate(county.classes):
            excess, mean = held.counts[-1, list(rows), c].sum() - usual[:, c].sum(), usual[:, c].sum()
            if excess <= max(urgent * np.sqrt(mean), 1e-9):
                continue
            total = held.counts[-1, list(rows), c].sum()
            load = float(excess / total * (held.counts[-1, list(rows), c] @ each[list(rows), c]))
            found.append(Task(z, kind.key, float(excess), load, _shared(county, c, here, load)))
    return tuple(sorted(found, key=lambda task: (task.zone, -task.hours, task.key)))


def hours_each(county: County) -> Floats:
    """(n, c) officer-hours of an incident of each class at each station."""
    sent, minutes = (np.array([getattr(c, key) for c in county.classes]) for key in ("officers", "minutes"))
    return np.asarray(sent * (minutes + 2 * county.inside_minutes[:, None]) / 60)


def _shared(county: County, c: int, branches: Sequence[Branch], hours: float) -> dict[str, float]:
    """Hours of each branch with the speciality, else of every one, in proportion to officers, evenly where unknown."""
    able = [branch for branch in branches if named_classes(county, branch)[c]] or list(branches)
    known = [branch.officers or 0 for branch in able]
    weights = known if sum(known) and all(branch.officers is not None for branch in able) else [1] * len(able)
    return {branch.name: hours * weight / sum(weights) for branch, weight in zip(able, weights, strict=True)}


def _periods(county: County) -> _Counts:
    """The periods of the incidents table in the order of their numbers, or the whole; not what was put together."""
    held = by_period(county)
    kept = [] if held is None else [k for k, name in enumerate(held.names) if name != TOGETHER]
    if held is None or not kept:
        return _Counts(("",), county.counts[None])
    return _Counts(tuple(held.names[k] for k in kept), np.moveaxis(held.counts[:, :, kept], 2, 0))


def _by_zone(values: Floats, zones: Sequence[Sequence[int]]) -> Floats:
    """(periods, zones) sums of (periods, n) values."""
    return np.stack([values[:, list(rows)].sum(axis=1) for rows in zones], axis=1)


def _cards(period: str, figure: str, values: Floats, targets: Floats, met: Bools, order: Floats) -> list[Card]:
    """A card a zone, ranked by ``order``, the least first; equal ones share a rank, unknown ones have none."""
    places = np.round(order, DECIMALS)
    return [
        Card(
            period,
            z,
            figure,
            None if np.isnan(value) else float(value),
            None if np.isnan(target) else float(target),
            None if np.isnan(value) or np.isnan(target) else bool(met[z]),
            None if np.isnan(place) else 1 + int((places < place).sum()),
        )
        for z, (value, target, place) in enumerate(zip(values, targets, places, strict=True))
    ]
