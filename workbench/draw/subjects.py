"""The systems beside the zones as maps: officers, rooms, posts, units, response; a function each, none draws."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.draw.theme import Link, Spot, Theme
from zoning.judge.figures import FIGURES
from zoning.model.county import County, Floats
from zoning.model.stations import Station
from zoning.texts import Language, say

if TYPE_CHECKING:
    from systems.deployment.report import DeploymentReport
    from systems.posts.report import PostsReport
    from systems.response.records import ModeKey, ResponseReport
    from systems.rooms.records import Rooms
    from systems.staffing.records import Staffing


def _theme(key: str, county: County, figure: str, values: Sequence[float] | Floats, language: Language) -> Theme:
    title = say(f"workbench.theme.{key}", language, county=county.name)
    shaded = np.asarray([np.nan if value is None else value for value in values], dtype=np.float64)
    return Theme(key, title, FIGURES[figure], shaded, lines=(say(f"workbench.theme.{key}_line", language),))


def _place(station: Station) -> tuple[float, float]:
    return station.lon, station.lat


def staffing(found: "Staffing", language: Language) -> Theme:
    """Officers below the norm, who moves where, and the centres of rural groups (C1-C6)."""
    county, index = found.county, found.county.index
    theme = _theme("staffing", county, "short", [station.short for station in found.stations], language)
    come = {one.station: one.officers for one in found.newcomers}
    links = tuple(
        Link(_place(county.stations[index[m.origin]]), _place(county.stations[index[m.target]]), str(m.officers), True)
        for m in found.moves
    )
    centres = tuple(Spot(*_place(county.stations[index[group.centre]]), "centre") for group in found.groups or ())
    words = tuple(f"+{come[code]}" if code in come else "" for code in county.codes)
    return replace(theme, links=links, spots=centres, words=words)


def rooms(found: "Rooms", language: Language) -> Theme:
    """Villages and their rooms (G1-G3), over the stations' officers that rooms need (G4)."""
    county, villages = found.county, {village.code: village for village in found.county.bureau.villages}
    needed = {one.station: float(one.officers_needed) for one in found.stations}
    theme = _theme("beats", county, "officers_needed", [needed.get(c, np.nan) for c in county.codes], language)
    spots: list[Spot] = []
    links: list[Link] = []
    for room in (room for one in found.stations for room in one.rooms):
        home = villages[room.village]
        for code in room.serves:
            village = villages[code]
            if code != room.village:
                spots.append(Spot(village.lon, village.lat, "village"))
                links.append(Link((home.lon, home.lat), (village.lon, village.lat)))
        spots.append(Spot(home.lon, home.lat, "room"))
    return replace(theme, spots=tuple(spots), links=tuple(links))


def posts(found: "PostsReport", language: Language) -> Theme:
    """Posts, the stations bound to each, and new ones (N1, N10), over the workload that stations are left with."""
    county, bound = found.county, found.binding
    left = county.workload if found.diversion is None else found.diversion.hours_after
    theme = _theme("posts", county, "hours_left", left, language)
    held = county.bureau.posts if bound is not None else ()
    spots = [Spot(post.lon, post.lat, "post", post.name) for post in held]
    links = []
    for row, k in enumerate(bound.post if bound is not None else ()):
        if 0 <= k < len(held):
            links.append(Link((held[k].lon, held[k].lat), _place(county.stations[row])))
    if found.sites is not None:
        beats = found.sites.beats
        spots += [
            Spot(float(beats.lon[b]), float(beats.lat[b]), "new_post", beats.names[b]) for b in found.sites.chosen.sites
        ]
    return replace(theme, spots=tuple(spots), links=tuple(links))


def deployment(found: "DeploymentReport", language: Language) -> Theme:
    """Units of every station behind its name, over the chance of a free one within reach (B1)."""
    county = found.county
    theme = _theme("deploy", county, "free", found.found.free, language)
    words = tuple(str(units) if units else "" for units in found.found.units)
    moves = tuple(
        Link(_place(county.stations[sent.origin]), _place(county.stations[sent.target]), str(sent.officers), True)
        for sent in found.secondments
    )
    return replace(theme, words=words, links=moves)


def response(found: "ResponseReport", language: Language, mode: "ModeKey" = "zone") -> Theme:
    """Minutes until a unit is there, of every station, and how many units it has (N2)."""
    county = found.problem.county
    values = [summary.minutes for summary in found.mode(mode).stations]
    theme = _theme("response", county, f"minutes_{mode}", values, language)
    units = dict.fromkeys(county.codes, 0)
    for crew in found.crews:
        units[crew.station] += crew.units
    spots = tuple(
        Spot(post.lon, post.lat, "post", post.name) for post in county.bureau.posts if _used(found, post.code)
    )
    return replace(theme, words=tuple(str(units[code]) if units[code] else "" for code in county.codes), spots=spots)


def _used(found: "ResponseReport", code: str) -> bool:
    return any(crew.base == code for crew in found.crews)


SUBJECTS: Mapping[str, Callable[[Any, Language], Theme]] = {
    "staffing": staffing,
    "beats": rooms,
    "posts": posts,
    "deploy": deployment,
    "response": response,
}
"""The maps there are, by the name of their command."""
