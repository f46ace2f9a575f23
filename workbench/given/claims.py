"""Plan files as a command line names them: whether one was made for these data, and what zones it stands for."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from geodata.grouping import is_grouping, read_grouping
from geodata.naming.labels import is_name
from systems.deployment.standing import Standing, standing_today
from workbench.line.screen import Screen
from zoning.judge.names import zone_names
from zoning.judge.score import score
from zoning.model.county import County
from zoning.model.errors import InputError
from zoning.model.policy import Policy, read_policy
from zoning.result.digest import digest
from zoning.result.plan_file import PLAN_SCHEMA, PlanFile, plan_file, read_plan

PLAN = "plan.json"


def claim_of(path: Path, county: County, policy: Policy | None = None, called: str | None = None) -> PlanFile:
    """The plan behind a path: a plan file, the folder of one, or a grouping drawn by hand (a table).

    A grouping claims nothing but its zones; it is a plan under ``policy``, which is ``haidong`` unless given. Notes and
    mistakes name the plan by its file, or as it is ``called``.

    Raises
    ------
    InputError
        With every mistake of the file.
    """
    file = path / PLAN if path.is_dir() and (path / PLAN).is_file() else path
    try:
        claim = _drawn(file, county, policy) if is_drawn(file) else read_plan(file)
    except InputError as error:
        own = [replace(one, table=called if called and one.table == file.name else one.table) for one in error.mistakes]
        raise InputError(own) from error
    return replace(claim, name=called or claim.name)


def _drawn(path: Path, county: County, policy: Policy | None) -> PlanFile:
    """The grouping of a table as a plan; its labels are names of zones but for mere numbers and letters."""
    zones = read_grouping(path, county.names)
    content = {
        "schema": PLAN_SCHEMA,
        "county": {"code": county.code, "name": county.name, "digest": digest(county)},
        "policy": (policy or read_policy("haidong")).model_dump(mode="json"),
        "zones": [{"stations": list(codes)} for _, codes in zones],
        "proof": {"status": "feasible", "bound": None, "gap": None},
    }
    names = tuple((label, codes) for label, codes in zones if is_name(label))
    return replace(plan_file(content, path.name), names=names)


def told_apart(paths: Sequence[Path]) -> list[str]:
    """What to call files of plans where several stand beside each other: by their names, or as typed where equal."""
    files = [path / PLAN if path.is_dir() else path for path in paths]
    names = [file.name for file in files]
    return [file.name if names.count(file.name) == 1 else str(file) for file in files]


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
