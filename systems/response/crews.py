"""Units with their bases and shifts (N3, N8): those of the table of units, or so many a station round the clock.

A base is a station or a post (N1); a post belongs to the station whose seat is nearest. A station of which the table
names no unit has one round the clock, its own people; one that is named has those units and no others. Hours of the day
in which the same units are on duty are a band, and every day is like every other.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geodata.coordinates.lonlat import lonlat
from geodata.travel.minutes import straight_minutes
from zoning.model.county import Bools, County, Floats, Ints

DAY = 24.0


@dataclass(frozen=True)
class Crew:
    """So many ``units`` at a base, of the pool of a station, on duty from ``start_hour`` to ``end_hour``.

    An end before the start is past midnight; equal hours are all day.
    """

    base: str
    station: str
    start_hour: float
    end_hour: float
    units: int

    @property
    def length(self) -> float:
        """Hours on duty a day."""
        return (self.end_hour - self.start_hour) % DAY or DAY

    def on_duty(self, hour: float) -> bool:
        """Whether it is on duty at an hour of the day."""
        return (hour - self.start_hour) % DAY < self.length


@dataclass(frozen=True)
class Band:
    """Hours of the day in which the same units are on duty; past midnight where the end comes before the start."""

    start_hour: float
    end_hour: float

    @property
    def hours(self) -> float:
        """How many there are."""
        return (self.end_hour - self.start_hour) % DAY or DAY


def crews_of(county: County) -> tuple[Crew, ...]:
    """The units of the table, those with one base and shift together, and one a station that it does not name."""
    at = base_stations(county)
    counts = Counter((unit.base, unit.start_hour % DAY, unit.end_hour % DAY) for unit in county.bureau.units)
    crews = [Crew(base, at[base], start, end, count) for (base, start, end), count in sorted(counts.items())]
    named = {crew.station for crew in crews}
    return (*crews, *round_the_clock(county, [int(code not in named) for code in county.codes]))


def base_stations(county: County) -> dict[str, str]:
    """The station to which each base belongs, by the codes of posts and stations; a code of both is the station's."""
    posts = {post.code: county.codes[row] for post, row in zip(county.bureau.posts, nearest(county), strict=True)}
    return {**posts, **{code: code for code in county.codes}}


def round_the_clock(county: County, units: Sequence[int] | Ints) -> tuple[Crew, ...]:
    """So many units a station (n,), on duty all day."""
    return tuple(Crew(code, code, 0.0, 0.0, int(k)) for code, k in zip(county.codes, units, strict=True) if k)


def post_minutes(county: County) -> Floats:
    """(p, n) straight minutes from every post to every station, with the county's speed and detour."""
    posts, stations = county.bureau.posts, county.stations
    minutes = straight_minutes(*lonlat([*posts, *stations]), county.speed_kmh, county.detour)
    return minutes[: len(posts), len(posts) :]


def nearest(county: County) -> list[int]:
    """Row of the station whose seat is nearest to each post."""
    return [int(row) for row in post_minutes(county).argmin(axis=1)] if county.bureau.posts else []


def base_minutes(county: County, crews: Sequence[Crew]) -> Floats:
    """(b, n) minutes from the base of every crew to every station."""
    posts = {post.code: k for k, post in enumerate(county.bureau.posts)}
    from_posts = post_minutes(county) if posts else np.zeros((0, len(county)))
    rows = [
        county.minutes[county.index[crew.base]] if crew.base in county.index else from_posts[posts[crew.base]]
        for crew in crews
    ]
    return np.array(rows).reshape(len(rows), len(county))


def bands(crews: Sequence[Crew]) -> tuple[tuple[Band, Bools], ...]:
    """The bands of a day in order, each with the crews (b,) on duty; one from 0 to 24 where it is always as many.

    Where one crew takes over from another at a base, no band ends.
    """
    changes = sorted({hour for crew in crews if crew.length < DAY for hour in (crew.start_hour, crew.end_hour)})
    on = [np.array([crew.on_duty(hour) for crew in crews], dtype=bool) for hour in changes]
    held = [_by_base(crews, duty) for duty in on]
    kept = [k for k in range(len(changes)) if held[k] != held[k - 1]]
    if not kept:
        return ((Band(0.0, DAY), on[0] if on else np.ones(len(crews), dtype=bool)),)
    starts = [changes[k] for k in kept]
    return tuple(
        (Band(start, end), on[k]) for k, start, end in zip(kept, starts, [*starts[1:], starts[0]], strict=True)
    )


def _by_base(crews: Sequence[Crew], duty: Bools) -> Counter[str]:
    """Units on duty by base."""
    held: Counter[str] = Counter()
    for crew, works in zip(crews, duty, strict=True):
        held[crew.base] += crew.units * bool(works)
    return +held


def unmanned(crews: Sequence[Crew], stations: Sequence[str]) -> tuple[Band, ...]:
    """Hours of the day in which no unit of these stations is on duty."""
    inside = set(stations)
    own = [crew for crew in crews if crew.station in inside]
    return tuple(band for band, on in bands(own) if not on.any())
