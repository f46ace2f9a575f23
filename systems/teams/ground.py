"""What the community team of a zone answers for (H24 管住面、管好片、盯牢点): its area, its patches, its points.

The area is that of its stations; patches are villages and communities; points are police posts and key places: rows of
the places table that are no part of nature. What it may get wrong: a key place that is in no table is no point.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from systems.teams.records import Ground, Point
from zoning.judge.inside import holders
from zoning.model.bureau import Place, Post
from zoning.model.county import County

NATURE = ("山", "岭", "峰", "河", "江", "湖", "水库", "mountain", "hill", "river", "lake")
"""Words in the kind of a place that nobody has to watch."""


def grounds(county: County, zones: Sequence[Sequence[int]]) -> tuple[Ground, ...]:
    """The ground of the community team of each zone.

    Parameters
    ----------
    zones : the rows of the stations of each zone
    """
    points = list(_points(county))
    return tuple(_ground(county, rows, points) for rows in zones)


def _ground(county: County, rows: Sequence[int], points: Sequence[tuple[int, Point]]) -> Ground:
    codes = {county.codes[row] for row in rows}
    residents = float(county.population[list(rows)].sum())
    return Ground(
        float(county.area_km2[list(rows)].sum()),
        None if np.isnan(residents) else round(residents),
        tuple(village.code for village in county.bureau.villages if village.station in codes),
        tuple(point for row, point in points if row in rows),
    )


def _points(county: County) -> Iterator[tuple[int, Point]]:
    """Row of the station and point, posts before places; what lies outside the county is none."""
    found: list[Post | Place] = [*county.bureau.posts]
    found += [p for p in county.bureau.places if not any(word in (p.kind or "").casefold() for word in NATURE)]
    at = holders(county, np.array([one.lon for one in found]), np.array([one.lat for one in found]))
    for one, row in zip(found, at, strict=True):
        if row is not None:
            yield row, Point("post" if isinstance(one, Post) else "place", one.name, county.codes[row])
