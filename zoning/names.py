"""Names of zones (H7): that of the office's station, made unique by its code where two stations share a name.

Also what a person may call a station: its code, or its name with or without 派出所.
"""

from zoning.county import County
from zoning.problem import Problem
from zoning.score import Score

SUFFIX = "防区"
STATION = "派出所"


def zone_names(problem: Problem, score: Score) -> tuple[str, ...]:
    """One name a zone, in the order of ``score.zones``."""
    stems = [problem.county.names[zone.office].removesuffix(STATION) for zone in score.zones]
    return tuple(
        stem + SUFFIX if stems.count(stem) == 1 else f"{stem}{SUFFIX}（{zone.office}）"
        for stem, zone in zip(stems, score.zones, strict=True)
    )


def called(county: County, word: str) -> tuple[str, ...]:
    """Codes of the stations that a word may mean: the one of this code, or else all of this name."""
    if word in county.index:
        return (word,)
    stem = word.removesuffix(STATION)
    return tuple(code for code, name in county.names.items() if name.removesuffix(STATION) == stem)
