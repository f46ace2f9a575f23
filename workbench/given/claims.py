"""Plan files as a command line names them: whether one was made for these data, and what zones it stands for."""

from pathlib import Path

from systems.deployment.standing import Standing, standing_today
from workbench.line.screen import Screen
from zoning.judge.names import zone_names
from zoning.judge.score import score
from zoning.model.county import County
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


def standing_of(county: County, path: Path | None) -> Standing:
    """The zones of the plan file, else those of today, else every station by itself."""
    if path is None:
        return standing_today(county)
    claim = read_plan(path)
    problem = claim.problem(county)
    return Standing(claim.plan, tuple(zone_names(problem, score(problem, claim.plan))))
