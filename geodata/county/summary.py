"""What a county holds as it was understood: components, borders and where they came from, longest ways, figures."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from geodata.county.build import Built
from zoning.judge.slices import by_period
from zoning.judge.values import station_values
from zoning.model.county import County
from zoning.model.equality import ByValue
from zoning.model.stations import BorderKind, BorderSource, Travel
from zoning.result.digest import digest

LONGEST = 5
"""Of the ways between stations, so many are told."""


@dataclass(frozen=True)
class About:
    """What a county is called, and what its figures rest on."""

    code: str
    name: str
    digest: str
    notice: str
    years: float
    travel: Travel
    borders: BorderSource


@dataclass(frozen=True)
class BorderOrigin:
    """A border, where it came from, and the km of the shared border that a link or bar took the place of."""

    a: str
    b: str
    km: float
    kind: BorderKind
    from_: Literal["hand", "table", "areas", "voronoi"]
    overruled_km: float | None


@dataclass(frozen=True)
class Way:
    """From where, to where, by name, and the minutes."""

    from_: str
    to: str
    minutes: float


@dataclass(frozen=True, eq=False)
class CountySummary(ByValue):
    """A county as it was read: ``stations`` with their figures, ``None`` where unknown; ``areas`` are polygons.

    ``periods`` are those of its table of incidents, ``missing_periods`` months between them without a row.
    """

    county: About
    components: tuple[tuple[str, ...], ...]
    borders: tuple[BorderOrigin, ...]
    longest: tuple[Way, ...]
    stations: tuple[Mapping[str, str | float | None], ...]
    areas: int
    notices: tuple[str, ...]
    periods: tuple[str, ...] = ()
    missing_periods: tuple[str, ...] = ()


def summary(built: Built, notices: Sequence[str]) -> CountySummary:
    """The summary of what was built; ``notices`` are its own and more, in the words of the reader's language."""
    county, origins = built.county, built.origins
    about = About(
        county.code,
        county.name,
        digest(county),
        county.notice,
        county.years,
        county.travel,
        county.borders_from,
    )
    borders = (
        BorderOrigin(b.a, b.b, b.km, b.kind, origins.of(b), origins.overruled.get((b.a, b.b))) for b in county.borders
    )
    held = by_period(county)
    return CountySummary(
        about,
        tuple(tuple(county.codes[row] for row in part) for part in county.components()),
        tuple(borders),
        longest_ways(county),
        tuple(_stations(county)),
        len(built.areas),
        tuple(notices),
        () if held is None else held.names,
        () if held is None else held.missing,
    )


def _stations(county: County) -> list[dict[str, str | float | None]]:
    rows: list[dict[str, str | float | None]] = []
    for s, figures in zip(county.stations, station_values(county), strict=True):
        rows.append({"code": s.code, "name": s.name, "kind": s.kind, "current_zone": s.current_zone})
        rows[-1].update({key: value if math.isfinite(value) else None for key, value in figures.items()})
    return rows


def longest_ways(county: County) -> tuple[Way, ...]:
    """The pairs of stations that take the most minutes, each in its longer direction."""
    longer = np.triu(np.maximum(county.minutes, county.minutes.T), 1).ravel()
    most = np.flatnonzero(longer > 0)
    if len(most) > LONGEST:
        most = np.flatnonzero(longer >= np.partition(longer, -LONGEST)[-LONGEST])
    most = most[np.argsort(-longer[most], kind="stable")][:LONGEST]
    pairs = [divmod(at, len(county)) for at in most.tolist()]
    ways = [(i, j) if county.minutes[i, j] >= county.minutes[j, i] else (j, i) for i, j in pairs]
    return tuple(Way(county.stations[i].name, county.stations[j].name, float(county.minutes[i, j])) for i, j in ways)
