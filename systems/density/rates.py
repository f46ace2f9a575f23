"""Incidents a year of places by part, per km² and per 1,000 residents; small counts are not shown.

A band's or season's incidents are those of a year that fall in it, so bands make up the whole and so do seasons. A
season that the counts cover in part stands for a whole one: its count over its months, times three. What it may get
wrong: calls without an hour are in no band, counts without a month in no season.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from geodata.density.kept import Kept
from geodata.density.parts import BAND_HOURS, BANDS, MONTHS, SEASONS, Part, covered, month_of, season
from systems.density.hidden import Summed, hidden
from systems.density.records import Place, Rate
from systems.deployment.standing import Standing
from zoning.judge.calendar import TOGETHER
from zoning.model.county import County, Floats


@dataclass(frozen=True)
class Counts:
    """Counts (n,) of the stations by part, and the years that each covers, NaN where there are none."""

    county: County
    parts: Mapping[Part, Floats]
    years: Mapping[Part, float]


def counts_of(county: County, kept: Kept) -> Counts:
    """The counts of every part that is known."""
    found: dict[Part, Floats] = {Part(): county.counts.sum(axis=1)}
    found |= {Part("class", one.key): county.counts[:, c] for c, one in enumerate(county.classes)}
    years = dict.fromkeys(found, county.years)
    if kept.hours is not None:
        bands = kept.hours.sum(axis=(1, 2)).reshape(len(county), len(BANDS), BAND_HOURS).sum(axis=2)
        found |= {Part("band", key): bands[:, b] for b, key in enumerate(BANDS)}
        years |= {Part("band", key): county.years for key in BANDS}
    by_season, months = _seasons(county)
    if months.all():
        found |= {Part("season", key): by_season[:, s] for s, key in enumerate(SEASONS)}
        years |= {Part("season", key): float(months[s]) * len(SEASONS) / MONTHS for s, key in enumerate(SEASONS)}
    return Counts(county, found, years)


def _seasons(county: County) -> tuple[Floats, Floats]:
    """Counts (n, 4) by season, and of how many months (4,) they are, one that is covered in part as its share."""
    counts, met, pooled = np.zeros((len(county), len(SEASONS))), dict[int, float](), False
    for one in county.bureau.periods:
        month, pooled = month_of(one.name), pooled or one.name == TOGETHER
        if month is not None:
            met[month] = covered(one.name)
            counts[county.index[one.station], season(np.array(month % MONTHS + 1))] += sum(one.counts)
    asked = range(min(met, default=0), max(met, default=-1) + 1) if pooled else sorted(met)
    months = np.zeros(len(SEASONS))
    for month in asked:
        months[season(np.array(month % MONTHS + 1))] += met.get(month, 1.0)
    return counts, months


def rates(counts: Counts, standing: Standing, least: int) -> Iterator[Rate]:
    """The county, its zones where some have several stations, its stations, each in every part."""
    county, every = counts.county, list(places(counts.county, standing))
    whole = {part: [round(value) for value in values.tolist()] for part, values in counts.parts.items()}
    unseen = hidden(Summed(whole, [rows for _, rows in every]), least)
    for k, (place, rows) in enumerate(every):
        area, residents = float(county.area_km2[rows].sum()), float(county.population[rows].sum())
        for part, values in counts.parts.items():
            count = None if (k, part) in unseen else float(values[rows].sum())
            yield rate(place, part, count, counts.years[part], (area, residents))


def places(county: County, standing: Standing) -> Iterator[tuple[Place, list[int]]]:
    """The county, the zones, the stations, with the rows of their stations."""
    yield Place("county", county.code, county.name), list(range(len(county)))
    if 1 < len(standing.plan.zones) < len(county):
        for z, (zone, name) in enumerate(zip(standing.plan.zones, standing.names, strict=True), start=1):
            yield Place("zone", str(z), name), [county.index[code] for code in zone]
    for row, station in enumerate(county.stations):
        yield Place("station", station.code, county.short_names[station.code]), [row]


def rate(place: Place, part: Part, count: float | None, years: float, by: tuple[float, float]) -> Rate:
    """The rates of a count over so many years, ``by`` km² and residents, NaN where not known."""
    if count is None:
        return Rate(place, part, None, None, None, None)
    incidents, (area, residents) = count / years, by
    per_km2 = incidents / area if area > 0 else None
    per_1000 = 1000 * incidents / residents if residents > 0 else None
    return Rate(place, part, round(count), incidents, per_km2, per_1000)
