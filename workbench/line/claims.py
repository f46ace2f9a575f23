"""Plan files as a command line names them: whether one was made for these data, and what zones it stands for."""

from dataclasses import dataclass
from pathlib import Path

from workbench.line.screen import Screen
from zoning.judge.names import zone_names
from zoning.judge.score import score
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.result.digest import digest
from zoning.result.plan_file import PlanFile, read_plan


def is_of(claim: PlanFile, county: County) -> bool:
    """Whether the plan was made for exactly these data."""
    return claim.document.county.digest == digest(county)


def warn_of_other_county(screen: Screen, claim: PlanFile, county: County) -> None:
    """Say so when a plan was made for other data than the county's."""
    if not is_of(claim, county) and not screen.json:
        said = screen.say("workbench.score.other_county", plan=claim.name, county=county.name)
        screen.note(said, style="yellow")


@dataclass(frozen=True)
class Standing:
    """The zones a fleet is deployed over, with their names."""

    plan: Plan
    names: tuple[str, ...]


def standing_of(county: County, path: Path | None) -> Standing:
    """The zones of the plan file, else those of today, else every station by itself."""
    if path is not None:
        claim = read_plan(path)
        problem = claim.problem(county)
        return Standing(claim.plan, tuple(zone_names(problem, score(problem, claim.plan))))
    labels = [station.current_zone for station in county.stations]
    plan = Plan.from_labels(county.codes, labels)
    first = [county.stations[county.index[zone[0]]] for zone in plan.zones]
    return Standing(plan, tuple(station.current_zone or station.name for station in first))
