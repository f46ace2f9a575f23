"""``zoning deploy``: units over stations, persons over beats, cases over teams (B1-B7)."""

from pathlib import Path

from workbench.given.claims import standing_of
from workbench.given.sources import Source
from workbench.line.options import Force, Orders
from workbench.line.saving import prepared
from workbench.line.screen import Screen
from workbench.tables.answer import Answer, give, impossible
from workbench.tables.systems import deployment as view
from zoning.judge.figures import FIGURES


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
    from systems.deployment.beats import beats_of
    from systems.deployment.mexclp import Fleet
    from systems.deployment.report import deployment_report
    from systems.errors import Impossible

    county = source.read().county
    standing = standing_of(county, plan)
    folder = None if out is None else prepared(out)
    try:
        made = deployment_report(county, standing, Fleet(**vars(force)), **vars(orders))
    except Impossible as refused:
        return impossible(screen, refused.reasons)
    before, found = made.before, made.found
    arrival = view.soon(standing.plan, (county, before.units), (county, found.units))
    title = screen.say("workbench.deploy.title", units=force.units, covered=FIGURES["covered"].text(found.covered))
    tables = [
        view.comparison(county, force, arrival, before, found, screen.language),
        view.zones(county, standing, before, found, screen.language),
        view.stations(county, standing, before, found, screen.language),
        view.routes(county, made.routes, screen.language),
    ]
    if made.persons:
        tables.append(view.beats(county, beats_of(county), list(made.persons.values()), screen.language))
    answer = Answer(
        "deploy",
        made,
        title,
        tables,
        view.lines(county, force, screen.language),
        view.slower(arrival, screen.language),
    )
    return give(screen, answer, folder)
