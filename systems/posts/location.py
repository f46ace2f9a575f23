"""Where police posts stand (N1): minutes from each post to every station, and the station in whose area it is."""

import shapely

from geodata.coordinates.lonlat import lonlat
from geodata.county.build import Built
from geodata.travel.minutes import straight_minutes
from zoning.model.county import County, Floats


def post_minutes(county: County) -> Floats:
    """(p, n) straight minutes from every post to every station, with the county's speed and detour."""
    posts, stations = county.bureau.posts, county.stations
    minutes = straight_minutes(*lonlat([*posts, *stations]), county.speed_kmh, county.detour)
    return minutes[: len(posts), len(posts) :]


def stands_at(built: Built) -> tuple[str, ...]:
    """Per post the code of the station whose area holds it, else of the station of the nearest seat."""
    county = built.county
    nearest = [county.codes[row] for row in post_minutes(county).argmin(axis=1)]
    held = (
        next((code for code, area in built.areas.items() if shapely.intersects_xy(area, post.lon, post.lat)), None)
        for post in county.bureau.posts
    )
    return tuple(inside or near for inside, near in zip(held, nearest, strict=True))
