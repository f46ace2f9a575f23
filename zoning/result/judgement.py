"""What a plan file is worth under its own policy: the judge's score with the names of zones, and whose data it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from zoning.judge.names import zone_names
from zoning.judge.score import Score, score
from zoning.model.county import County
from zoning.model.equality import ByValue
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.decoding import decode
from zoning.result.digest import digest
from zoning.result.kinds import Shape
from zoning.result.plan_file import PlanFile


@dataclass(frozen=True, eq=False)
class Judgement(ByValue):
    """The score of a plan; ``same_county`` when its file was made for exactly these data."""

    problem: Problem
    judged: Score
    same_county: bool


def judge(file: PlanFile, county: County) -> Judgement:
    """Judge the plan of a file under its own policy.

    Raises
    ------
    InputError
        When it has no zones, or is no plan of this county.
    """
    problem = file.problem(county)
    return Judgement(problem, score(problem, file.plan), file.document.county.digest == digest(county))


class ZoneFields(TypedDict):
    """A zone by its stations."""

    stations: tuple[str, ...]


class Fields(TypedDict):
    """What is read; all figures follow from it."""

    zones: tuple[ZoneFields, ...]
    same_county: bool


def written(found: Judgement) -> dict[str, Any]:
    """The object of ``zoning score --json``."""
    county, judged = found.problem.county, found.judged
    return {
        "county": {"code": county.code, "name": county.name},
        "points": judged.points,
        "measures": judged.measures,
        "figures": judged.figures,
        "violations": judged.violations,
        "zones": [
            {
                "name": name,
                "stations": zone.stations,
                "office": zone.office,
                "measures": zone.measures,
                "points": zone.points,
                "figures": zone.figures,
            }
            for name, zone in zip(zone_names(found.problem, judged), judged.zones, strict=True)
        ],
        "same_county": found.same_county,
    }


def read(document: Mapping[str, Any], *, problem: Problem) -> Judgement:
    """The judgement that an object states of a plan of a problem."""
    fields = decode(Fields, document)
    plan = Plan.of(zone["stations"] for zone in fields["zones"])
    return Judgement(problem, score(problem, plan), fields["same_county"])


SHAPE = Shape(written, read, ("problem",))
