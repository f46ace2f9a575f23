"""Plan files as a command line names them: whether one was made for these data, and what zones it stands for."""

from pathlib import Path

from geodata.grouping import is_grouping, read_grouping
from systems.deployment.standing import Standing, standing_today
from workbench.line.screen import Screen
from zoning.judge.names import zone_names
from zoning.judge.score import score
from zoning.model.county import County
from zoning.model.policy import Policy, read_policy
from zoning.result.digest import digest
from zoning.result.plan_file import PLAN_SCHEMA, PlanFile, plan_file, read_plan

PLAN = "plan.json"


def claim_of(path: Path, county: County, policy: Policy | None = None) -> PlanFile:
    """The plan behind a path: a plan file, the folder of one, or a grouping drawn by hand (a table).

    A grouping claims nothing but its zones; it is a plan under ``policy``, which is ``haidong`` unless given.

    Raises
    ------
    InputError
        With every mistake of the file.
    """
    if path.is_dir() and (path / PLAN).is_file():
        return read_plan(path / PLAN)
    if not is_drawn(path):
        return read_plan(path)
    content = {
        "schema": PLAN_SCHEMA,
        "county": {"code": county.code, "name": county.name, "digest": digest(county)},
        "policy": (policy or read_policy("haidong")).model_dump(mode="json"),
        "zones": [{"stations": list(codes)} for _, codes in read_grouping(path, county.names)],
        "proof": {"status": "feasible", "bound": None, "gap": None},
    }
    return plan_file(content, path.name)


def is_drawn(path: Path) -> bool:
    """Whether a plan is a grouping drawn by hand."""
    return is_grouping(path) and not (path / PLAN).is_file()


def is_of(claim: PlanFile, county: County) -> bool:
    """Whether the plan was made for exactly these data."""
    return claim.document.county.digest == digest(county)


def warn_of_other_county(screen: Screen, claim: PlanFile, county: County) -> None:
    """Say so when a plan was made for other data than the county's."""
    if not is_of(claim, county) and not screen.json:
        said = screen.say("workbench.score.other_county", plan=claim.name, county=county.name)
        screen.note(said, style="yellow")


def standing_of(screen: Screen, county: County, path: Path | None) -> Standing:
    """The zones of the plan file, else those of today, else every station by itself; a plan of other data is told."""
    if path is None:
        return standing_today(county)
    claim = claim_of(path, county)
    problem = claim.problem(county)
    warn_of_other_county(screen, claim, county)
    return Standing(claim.plan, tuple(zone_names(problem, score(problem, claim.plan), screen.language)))
