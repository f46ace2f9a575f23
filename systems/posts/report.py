"""The main function, :func:`posts_report`: posts bound, incidents diverted, new posts sited, units on duty (N1-N10)."""

from collections.abc import Mapping
from dataclasses import dataclass

from solvers.stop import Stop
from systems.posts.binding import WITHIN, Binding, bind
from systems.posts.diversion import DIVERTED, HAND_BACK, Diversion, divert
from systems.posts.experience import Placement, placed
from systems.posts.siting import Sites, new_posts
from systems.response.crews import post_minutes
from systems.shifts import Shifts, shifts
from zoning.model.county import County
from zoning.model.equality import ByValue


@dataclass(frozen=True, eq=False)
class PostsReport(ByValue):
    """What was asked of posts, and for which there are data; each part is ``None`` otherwise."""

    county: County
    binding: Binding | None
    diversion: Diversion | None
    sites: Sites | None
    duty: Shifts | None
    placement: Placement | None = None


def posts_report(
    county: County,
    *,
    each: int | None = None,
    shares: Mapping[str, float] | None = None,
    hand_back: float = HAND_BACK,
    new: int = 0,
    within: float = WITHIN,
    stop: Stop | None = None,
) -> PostsReport:
    """Bind the posts that there are, divert incidents to them, site new ones, and count who is on duty.

    Parameters
    ----------
    each : stations of every post, in place of those in its table
    shares : of each incident class that posts take, by key; without them those of ``DIVERTED``
    hand_back : share of what posts take that stations get back (N5)
    new : posts to be sited; with some, no post has to be there already
    within : minutes within which a station, or a beat, is near a post
    stop : when to end without an answer

    Raises
    ------
    InputError
        When there is no post and none is to be sited, when posts cannot be bound, or a class is unknown.
    Impossible
        When there are fewer sites than new posts.
    Stopped
        When ``stop`` says so.
    """
    posts, bound, moved, staffed = county.bureau.posts, None, None, None
    if posts or not new:
        minutes = post_minutes(county)
        bound = bind(county, minutes, [each or post.stations for post in posts], within, stop=stop)
        known = {kind.key for kind in county.classes}
        assumed = {key: share for key, share in DIVERTED.items() if key in known}
        moved = divert(county, bound.post, len(bound.wanted), assumed if shares is None else shares, hand_back)
        staffed = placed(county, bound.post, minutes)
    sites = new_posts(county, new, within) if new else None
    duty = shifts(county.bureau.units) if county.bureau.units else None
    return PostsReport(county, bound, moved, sites, duty, staffed)
