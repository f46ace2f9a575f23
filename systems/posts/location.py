"""Where police posts stand (N1): the station in whose area each is."""

import shapely

from geodata.county.build import Built
from systems.response.crews import nearest


def stands_at(built: Built) -> tuple[str, ...]:
    """Per post the code of the station whose area holds it, else of the station of the nearest seat."""
    county = built.county
    held = (
        next((code for code, area in built.areas.items() if shapely.intersects_xy(area, post.lon, post.lat)), None)
        for post in county.bureau.posts
    )
    return tuple(inside or county.codes[row] for inside, row in zip(held, nearest(county), strict=True))
