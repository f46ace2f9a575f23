"""Names of zones (H7): that of the office's station, made unique by its code where two stations share a name."""

from zoning.problem import Problem
from zoning.score import Score

SUFFIX = "防区"


def zone_names(problem: Problem, score: Score) -> tuple[str, ...]:
    """One name a zone, in the order of ``score.zones``."""
    stems = [problem.county.names[zone.office].removesuffix("派出所") for zone in score.zones]
    return tuple(
        stem + SUFFIX if stems.count(stem) == 1 else f"{stem}{SUFFIX}（{zone.office}）"
        for stem, zone in zip(stems, score.zones, strict=True)
    )
