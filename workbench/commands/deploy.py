"""``zoning deploy``: units over stations, persons over beats, cases over teams (B1-B7)."""

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.line.claims import standing_of
from workbench.line.options import Force, Orders
from workbench.line.saving import prepared
from workbench.line.screen import Screen
from workbench.line.sources import Source
from workbench.tables.answer import Answer, give, impossible
from workbench.tables.systems import deployment as view
from zoning.judge.figures import FIGURES
from zoning.result.digest import digest

if TYPE_CHECKING:
    pass


def deploy_county(
    screen: Screen, source: Source, plan: Path | None, force: Force, orders: Orders, out: Path | None
) -> int:
    """Share units out over stations, persons over beats and cases over teams, and show them beside today.

    The exit code is 4 when nothing keeps what was asked.

    Raises
    ------
    InputError
        When the county or the plan file is wrong, or ``out`` cannot be written.
    """
    from systems.apportion import apportion
    from systems.deployment.beats import beats_of
    from systems.deployment.mexclp import Fleet, deploy, in_proportion
    from systems.deployment.routing import routes
    from systems.errors import Impossible

    county = source.read().county
    standing = standing_of(county, plan)
    folder = None if out is None else prepared(out)
    fleet, beats = Fleet(**vars(force)), beats_of(county)
    try:
        before, found = in_proportion(county, fleet), deploy(county, standing.plan, fleet)
        persons = [] if orders.persons is None else apportion(beats.hours, orders.persons, orders.beat_least).tolist()
    except Impossible as refused:
        return impossible(screen, refused.reasons)
    cases = routes(county, standing.plan, orders.team_share)
    arrival = view.soon(standing.plan, (county, before.units), (county, found.units))
    title = screen.say("workbench.deploy.title", units=force.units, covered=FIGURES["covered"].text(found.covered))
    tables = [
        view.comparison(county, force, arrival, before, found, screen.language),
        view.zones(county, standing, before, found, screen.language),
        view.stations(county, standing, before, found, screen.language),
        view.routes(county, cases, screen.language),
    ]
    if persons:
        tables.append(view.beats(county, beats, persons, screen.language))
    content = {
        "county": {"code": county.code, "name": county.name, "digest": digest(county)},
        "fleet": vars(fleet),
        "zones": [{"name": n, "stations": list(z)} for n, z in zip(standing.names, standing.plan.zones, strict=True)],
        "before": before.document(county),
        "deployment": found.document(county),
        "persons": dict(zip(beats.codes, persons, strict=True)) if persons else {},
        "routes": [vars(route) for route in cases],
    }
    answer = Answer(
        "deploy",
        content,
        title,
        tables,
        view.lines(county, force, screen.language),
        view.slower(arrival, screen.language),
    )
    return give(screen, answer, folder)
