"""``posts.json``: posts, what they take over, new ones and who is on duty as one object, both ways."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NotRequired, TypedDict

import numpy as np

from systems.deployment.beats import beats_of
from systems.posts.binding import UNBOUND, Binding, judged
from systems.posts.diversion import Diversion
from systems.posts.experience import Placement, Sent
from systems.posts.report import PostsReport
from systems.posts.siting import Sites, Siting, key_places
from systems.response.crews import post_minutes
from systems.shifts import shifts
from zoning.model.county import County, Floats
from zoning.model.errors import InputError, mistake
from zoning.result.codec import encode
from zoning.result.decoding import decode, in_order
from zoning.result.digest import identity, refuse_other
from zoning.result.kinds import Shape

BY_STATION = ("hours_before", "hours_after", "incidents_before", "incidents_after")


class PostFields(TypedDict):
    """A post and its stations."""

    code: str
    wanted: int
    stations: tuple[str, ...]


class BindingFields(TypedDict):
    """The posts in the order of their codes; stations off, posts idle, the mean and the share covered are derived."""

    posts: tuple[PostFields, ...]
    unbound: tuple[str, ...]
    pieces: int


class DiversionFields(TypedDict):
    """Hours and incidents by station and by post."""

    shares: dict[str, float]
    hand_back: float
    hours_before: dict[str, float]
    hours_after: dict[str, float]
    incidents_before: dict[str, float]
    incidents_after: dict[str, float]
    post_hours: Floats
    post_incidents: Floats
    post_returned: Floats


class SentFields(TypedDict):
    """Officers from a station at a post, by codes; minutes and whether they are bound are derived."""

    station: str
    post: str
    officers: int


class ExperienceFields(TypedDict):
    """Who is sent where, and what there is."""

    sent: tuple[SentFields, ...]
    places: int
    experienced: int


class Fields(TypedDict):
    """What is read, each part where there is one; who is on duty follows from the county."""

    binding: NotRequired[BindingFields]
    diversion: NotRequired[DiversionFields]
    sites: NotRequired[Siting]
    shifts: NotRequired[dict[str, Any]]
    experience: NotRequired[ExperienceFields]


def written(found: PostsReport) -> dict[str, Any]:
    """The object of ``posts.json``."""
    county, content = found.county, dict[str, Any](county=identity(found.county))
    if found.binding is not None:
        content["binding"] = _binding(county, found.binding)
    if found.diversion is not None:
        content["diversion"] = _diversion(county, found.diversion)
    if found.sites is not None:
        chosen = found.sites.chosen
        content["sites"] = {"codes": [found.sites.beats.codes[row] for row in chosen.sites], **encode(chosen)}
    if found.placement is not None:
        content["experience"] = _placement(county, found.placement)
    if found.duty is not None:
        content["shifts"] = {"units": found.duty.units, "crew": found.duty.crew, "empty": found.duty.empty}
    return content


def _placement(county: County, made: Placement) -> dict[str, Any]:
    sent = [
        {
            "station": county.codes[one.station],
            "post": county.bureau.posts[one.post].code,
            "officers": one.officers,
            "bound": one.bound,
            "minutes": one.minutes,
        }
        for one in made.sent
    ]
    return {"sent": sent, "places": made.places, "experienced": made.experienced}


def _binding(county: County, bound: Binding) -> dict[str, Any]:
    posts = [
        {
            "code": post.code,
            "name": post.name,
            "wanted": bound.wanted[k],
            "stations": [county.codes[row] for row in bound.stations(k)],
        }
        for k, post in enumerate(county.bureau.posts)
    ]
    return {
        "posts": posts,
        "unbound": [county.codes[row] for row in bound.unbound],
        "off": bound.off,
        "pieces": bound.pieces,
        "mean_minutes": bound.minutes,
        "covered": bound.covered,
    }


def _diversion(county: County, moved: Diversion) -> dict[str, Any]:
    by_station = {key: dict(zip(county.codes, getattr(moved, key).tolist(), strict=True)) for key in BY_STATION}
    return {
        "shares": moved.shares,
        "hand_back": moved.hand_back,
        **by_station,
        "post_hours": moved.post_hours,
        "post_incidents": moved.post_incidents,
        "post_returned": moved.post_returned,
    }


def read(document: Mapping[str, Any], *, county: County) -> PostsReport:
    """What an object states of the posts of a county."""
    refuse_other(document, county)
    fields = decode(Fields, document)
    stated, moved = fields.get("binding"), fields.get("diversion")
    return PostsReport(
        county,
        None if stated is None else _read_binding(county, stated),
        None if moved is None else _read_diversion(county, moved),
        _read_sites(county, fields["sites"]) if "sites" in fields else None,
        shifts(county.bureau.units) if "shifts" in fields else None,
        _read_placement(county, fields["experience"], stated) if "experience" in fields else None,
    )


def _read_placement(county: County, made: ExperienceFields, stated: BindingFields | None) -> Placement:
    posts = {post.code: k for k, post in enumerate(county.bureau.posts)}
    bound = _read_binding(county, stated).post if stated is not None else ()
    minutes, sent, found = post_minutes(county), [], []
    for one in made["sent"]:
        if one["station"] not in county.index or one["post"] not in posts:
            found.append(mistake("zoning.problem.unknown_station", column="experience.sent", value=one["station"]))
            continue
        row, post = county.index[one["station"]], posts[one["post"]]
        at_home = bool(bound) and bound[row] == post
        sent.append(Sent(row, post, one["officers"], at_home, float(minutes[post, row])))
    if found:
        raise InputError(found)
    return Placement(tuple(sent), made["places"], made["experienced"])


def _read_binding(county: County, stated: BindingFields) -> Binding:
    posts = stated["posts"]
    post_of = {code: k for k, post in enumerate(posts) for code in post["stations"]}
    post_of |= dict.fromkeys(stated["unbound"], UNBOUND)
    count, found = len(county.bureau.posts), []
    if count != len(posts):
        found.append(mistake("zoning.value.entries", column="binding.posts", value=len(posts), count=count))
    unknown = [code for code in post_of if code not in county.index]
    found += [mistake("zoning.problem.unknown_station", column="binding.posts", value=code) for code in unknown]
    if found:
        raise InputError(found)
    post = in_order(post_of, county.codes, "binding.posts")
    return judged(county, post_minutes(county), [one["wanted"] for one in posts], post, stated["pieces"])


def _read_diversion(county: County, stated: DiversionFields) -> Diversion:
    parts = (
        np.array(in_order(stated["hours_before"], county.codes, "diversion.hours_before")),
        np.array(in_order(stated["hours_after"], county.codes, "diversion.hours_after")),
        np.array(in_order(stated["incidents_before"], county.codes, "diversion.incidents_before")),
        np.array(in_order(stated["incidents_after"], county.codes, "diversion.incidents_after")),
    )
    posts = stated["post_hours"], stated["post_incidents"], stated["post_returned"]
    return Diversion(stated["shares"], stated["hand_back"], *parts, *posts)


def _read_sites(county: County, chosen: Siting) -> Sites:
    """Without a post before, there are no minutes to one, which JSON cannot say otherwise than by ``null``."""
    beats = beats_of(county)
    wrong = [row for row in chosen.sites if not 0 <= row < len(beats.codes)]
    if wrong:
        wanted = f"≥ 0, < {len(beats.codes)}"
        raise InputError([mistake("zoning.value.out_of_range", column="sites.sites", value=wrong[0], wanted=wanted)])
    before = math.inf if math.isnan(chosen.minutes_before) else chosen.minutes_before
    key_hours = float(sum(place.weight or 0 for place in key_places(county)))
    return Sites(beats, replace(chosen, minutes_before=before), key_hours)


SHAPE = Shape(written, read, ("county",))
