"""Names of zones (H7): of a place inside or of the office's station, made unique by the office's code where need be.

Also what a person may call a station: its code, or its name with or without 派出所.
"""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from zoning.judge.inside import holders, seats_away
from zoning.judge.kept import SUFFIX, given_names
from zoning.judge.score import Score
from zoning.model.county import County
from zoning.model.problem import Problem
from zoning.texts import Language, Message, say
from zoning.texts.alike import alike
from zoning.texts.stems import bare, called

NAME = re.compile(rf"(.+){SUFFIX}(?:（(.+)）)?")


def zone_names(problem: Problem, score: Score, language: Language = "zh") -> tuple[str, ...]:
    """One name a zone, in the order of ``score.zones``; files hold the Chinese ones."""
    names = names_with(problem, score, [zone.office for zone in score.zones])
    return tuple(zone_called(name, language) for name in names)


def names_with(problem: Problem, score: Score, offices: Sequence[str]) -> tuple[str, ...]:
    """The Chinese names, where the zones have these offices.

    A name that people gave goes to the zone with most of the stations it was given to (:func:`given_names`).
    """
    names = names_of(problem.county, [zone.stations for zone in score.zones], offices)
    if not problem.names:
        return names
    given = given_names(dict(problem.names), score.plan, problem.county.staff)
    return tuple(
        given.get(z) or (f"{name}（{offices[z]}）" if name in given.values() else name) for z, name in enumerate(names)
    )


def zone_called(name: str, language: Language) -> str:
    """The name of a zone for a reader of this language: RA 2A06防区 is Zone RA 2A06; other names stay."""
    found = NAME.fullmatch(name)
    if found is None:
        return name
    return say(f"zoning.zone.{'coded' if found[2] else 'name'}", language, stem=found[1], code=found[2])


def names_of(county: County, zones: Sequence[Sequence[str]], offices: Sequence[str]) -> tuple[str, ...]:
    """One name a zone: that of a mountain, river or landmark of the places table inside it, else of its office.

    Of several places inside a zone the one nearest to the office is taken, of equals the first by name. A place outside
    the county (:func:`outside`) names no zone.
    """
    zone_of = {code: z for z, zone in enumerate(zones) for code in zone}
    near: list[list[tuple[float, str]]] = [[] for _ in zones]
    for place, row in zip(county.bureau.places, _rows(county), strict=True):
        if row is not None:
            z = zone_of[county.codes[row]]
            away = seats_away(county, place.lon, place.lat)[county.index[offices[z]]]
            near[z].append((round(float(away), 9), place.name))
    stems: list[str] = []
    of_office: list[bool] = []
    for options, office in zip(near, offices, strict=True):
        free = [name for _, name in sorted(options) if name not in stems]
        stems.append(free[0] if free else bare(county.short_names[office]))
        of_office.append(not free)
    uses = Counter(stems)
    stems = [
        county.short_names[office] if own and uses[stem] > 1 else stem
        for stem, own, office in zip(stems, of_office, offices, strict=True)
    ]
    return tuple(
        stem + SUFFIX if stems.count(stem) == 1 else f"{stem}{SUFFIX}（{office}）"
        for stem, office in zip(stems, offices, strict=True)
    )


def outside(county: County) -> tuple[str, ...]:
    """Names of the places of the table that lie outside the county (H7)."""
    return tuple(place.name for place, row in zip(county.bureau.places, _rows(county), strict=True) if row is None)


def _rows(county: County) -> tuple[int | None, ...]:
    """The row of the station that holds each place of the table."""
    places = county.bureau.places
    return holders(county, np.array([place.lon for place in places]), np.array([place.lat for place in places]))


def station_called(county: County, word: str) -> str | Message:
    """The code of the one station that a word means, or why there is none."""
    codes = called(county.names, word)
    if len(codes) == 1:
        return codes[0]
    if codes:
        return Message("zoning.station.ambiguous", {"codes": codes})
    close = alike(word, [*county.names.values(), *county.codes], 3)
    if close:
        return Message("zoning.station.unknown", {"nearest": close})
    return Message("zoning.station.none", {"known": [f"{c} {n}" for c, n in county.names.items()]})
