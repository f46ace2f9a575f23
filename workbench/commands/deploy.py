"""``zoning deploy``: units over stations, persons over beats, cases over teams (B1-B7)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from workbench.draw.services import service_files
from workbench.given.claims import standing_of
from workbench.given.sources import Source
from workbench.line.options import Force, Orders
from workbench.line.saving import prepared
from workbench.line.screen import Misused, Screen
from workbench.tables.answer import Answer, give, impossible
from workbench.tables.systems import deployment as view
from zoning.judge.figures import FIGURES
from zoning.model.errors import Mistake, mistake

MOST_PERSONS = 10_000


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
    from systems.deployment.grid import urban_beats
    from systems.deployment.mexclp import UNITS, Fleet
    from systems.deployment.report import deployment_report, usual_report
    from systems.errors import Impossible

    persons = None if orders.persons is None else _persons(orders.persons)
    built = source.read()
    county = built.county
    chosen = force.units is None
    fleet = Fleet(**vars(replace(force, units=force.units or UNITS)))
    report = usual_report if chosen else deployment_report
    standing = standing_of(screen, county, plan)
    folder = None if out is None else prepared(out)
    try:
        made = report(county, standing, fleet, **{**vars(orders), "persons": persons})
    except Impossible as refused:
        return impossible(screen, refused.reasons)
    before, found = made.before, made.found
    arrival = view.soon(standing.plan, (county, before.units), (county, found.units))
    title = screen.say("workbench.deploy.title", units=made.fleet.units, covered=FIGURES["covered"].text(found.covered))
    tables = [
        view.comparison(county, made.fleet, arrival, before, found, screen.language),
        view.zones(county, standing, before, found, screen.language),
        view.stations(county, standing, before, found, screen.language),
        view.secondments(made, screen.language),
        view.routes(county, made.routes, screen.language),
        *view.checks(county, screen.language),
    ]
    if made.persons:
        tables.append(view.beats(county, urban_beats(county), made.persons, screen.language))
    answer = Answer(
        "deploy",
        made,
        title,
        [table for table in tables if table.rows],
        view.lines(county, made.fleet, screen.language),
        [*(view.crews(made, screen.language) if chosen else []), *view.slower(arrival, screen.language)],
    )
    drawn = partial(service_files, "deploy", made, built, screen.language, standing.plan)
    return give(screen, answer, folder, drawn)


def _persons(words: Sequence[str]) -> dict[str, int]:
    """The persons after ``--persons`` by kind, those without a kind under an empty one; raises :class:`Misused`."""
    found: list[Mistake] = []
    persons: dict[str, int] = {}
    for word in words:
        kind, _, count = word.rpartition("=")
        if not count.isdecimal() or int(count) > MOST_PERSONS or kind.strip() in persons:
            found.append(mistake("workbench.deploy.persons", table="--persons", value=word, most=MOST_PERSONS))
        else:
            persons[kind.strip()] = int(count)
    if found:
        raise Misused(found)
    return persons
