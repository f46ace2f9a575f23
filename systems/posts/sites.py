"""Posts on the map of a county: minutes from them, and where new ones could stand (N1, N10)."""

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.county.build import Built
from geodata.travel.minutes import straight_minutes
from systems.posts.siting import Siting, site
from systems.rooms.beats import Beats, beats_of
from zoning.model.county import County, Floats


@dataclass(frozen=True)
class Sites:
    """The beats, which are the points to be served and the places for posts, and what was chosen of them."""

    beats: Beats
    chosen: Siting


def post_minutes(county: County) -> Floats:
    """(p, n) straight minutes from every post to every station, with the county's speed and detour."""
    posts, stations = county.bureau.posts, county.stations
    places = [*posts, *stations]
    lon, lat = (np.array([getattr(place, axis) for place in places], dtype=np.float64) for axis in ("lon", "lat"))
    return straight_minutes(lon, lat, county.speed_kmh, county.detour)[: len(posts), len(posts) :]


def stands_at(built: Built) -> tuple[str, ...]:
    """The code of the station in whose area each post stands, or whose seat is nearest where no area holds it."""
    county = built.county
    nearest = [county.codes[row] for row in post_minutes(county).argmin(axis=1)]
    held = (
        next((code for code, area in built.areas.items() if shapely.intersects_xy(area, post.lon, post.lat)), None)
        for post in county.bureau.posts
    )
    return tuple(inside or near for inside, near in zip(held, nearest, strict=True))


def new_posts(county: County, new: int, within: float) -> Sites:
    """The best places for so many new posts, beside those there are; raises as :func:`systems.posts.siting.site`."""
    beats, posts = beats_of(county), county.bureau.posts
    lon = np.append([post.lon for post in posts], beats.lon)
    lat = np.append([post.lat for post in posts], beats.lat)
    minutes = straight_minutes(lon, lat, county.speed_kmh, county.detour)
    from_posts, between = minutes[: len(posts), len(posts) :], minutes[len(posts) :, len(posts) :]
    now = from_posts.min(axis=0, initial=np.inf)
    return Sites(beats, site(beats.hours, between, now, new, within))
