"""The commands that put a plan to work, one small function each, as in :mod:`workbench.cli`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from workbench.given.counts import Counts
from workbench.given.roster.duty import Duty
from workbench.given.sources import Layers
from workbench.line.options import Choices, Crews, Force, Orders, Pace, Periods, Staffing, Street, Wishes, Words
from workbench.line.screen import Screen


def organise(
    screen: Screen,
    county: str,
    plan: Path,
    /,
    *,
    layers: Layers,
    choices: Choices,
    pace: Pace,
    work_out: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
) -> int:
    """Put a plan to work."""
    from workbench.commands.organise import organise_plan

    return organise_plan(screen, layers.of(county), plan, choices, pace, work_out)


def staffing(
    screen: Screen,
    county: str,
    plan: Path | None = None,
    /,
    *,
    layers: Layers,
    norm: Annotated[Words, Parameter(metavar="KEY=VALUE")] = None,
    staff_out: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
) -> int:
    """Hold officers against the norms."""
    from workbench.commands.staffing import show_staffing

    return show_staffing(screen, layers.of(county), plan, tuple(norm or ()), staff_out)


def beats(
    screen: Screen,
    county: str,
    station: str | None = None,
    /,
    *,
    layers: Layers,
    rooms: Staffing,
    policy: Annotated[str, Parameter(metavar="NAME|FILE")] = "hengshan",
    set_: Annotated[Words, Parameter(name="--set", metavar="KEY=VALUE")] = None,
    table_out: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
) -> int:
    """Group the villages of stations round police rooms."""
    from workbench.commands.beats import beats_county

    return beats_county(screen, layers.of(county), station, Wishes(policy, set_), rooms, table_out)


def posts(
    screen: Screen,
    county: str,
    /,
    *,
    layers: Layers,
    street: Street,
    table_out: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
) -> int:
    """Bind police posts to stations and site new ones."""
    from workbench.commands.posts import posts_county

    return posts_county(screen, layers.of(county), street, table_out)


def deploy(
    screen: Screen,
    county: str,
    plan: Path | None = None,
    /,
    *,
    layers: Layers,
    force: Force,
    orders: Orders,
    table_out: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
) -> int:
    """Deploy units over the zones of a plan."""
    from workbench.commands.deploy import deploy_county

    return deploy_county(screen, layers.of(county), plan, force, orders, table_out)


def density(
    screen: Screen,
    county: str,
    plan: Path | None = None,
    /,
    *,
    layers: Layers,
    counted: Counts,
    table_out: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
) -> int:
    """Show where and when incidents are dense."""
    from workbench.commands.density import show_density

    return show_density(screen, layers.of(county), plan, counted, table_out)


def evaluate(
    screen: Screen,
    county: str,
    before: str,
    after: str,
    plan: Path | None = None,
    /,
    *,
    layers: Layers,
    periods: Periods,
    table_out: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
) -> int:
    """Compare two periods of incidents by zone and class."""
    from workbench.commands.evaluate import evaluate_periods

    return evaluate_periods(screen, layers.of(county), (before, after), plan, periods, table_out)


def response(
    screen: Screen,
    county: str,
    plan: Path,
    /,
    *,
    layers: Layers,
    crews: Crews,
    table_out: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
) -> int:
    """Say how soon help is there under a plan file."""
    from workbench.commands.response import show_response

    return show_response(screen, layers.of(county), plan, crews, table_out)


def rosters(
    screen: Screen,
    county: str,
    plan: Path | None = None,
    /,
    *,
    layers: Layers,
    duty: Duty,
    table_out: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
) -> int:
    """Make duty rosters over a month and rotas of rooms."""
    from workbench.commands.rosters import show_rosters

    return show_rosters(screen, layers.of(county), plan, duty, table_out)
