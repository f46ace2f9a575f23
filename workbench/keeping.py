"""The commands that keep, serve, report and count, one small function each, as in :mod:`workbench.cli`."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from workbench.given.sources import Layers
from workbench.line.options import Counting, Issued, Keeping, Many, Mass, Serving, Upkeep
from workbench.line.screen import Screen

StoreWork = Literal["info", "verify", "backup", "export", "import", "prune"]


def serve(screen: Screen, /, *counties: str, serving: Serving) -> int:
    """Edit plans in the browser."""
    from workbench.commands.serve import serve_counties

    return serve_counties(screen, counties, serving)


def store(
    screen: Screen,
    work: Annotated[StoreWork, Parameter(show_choices=False, name="WORK")] = "info",
    place: Annotated[Path | None, Parameter(name="FILE|DIR")] = None,
    /,
    *,
    upkeep: Upkeep,
) -> int:
    """Look after a store."""
    from workbench.commands.store import work_on_store

    return work_on_store(screen, work, place, upkeep)


def report(
    screen: Screen,
    source: Annotated[Path, Parameter(name="DIR")],
    /,
    *,
    layers: Layers,
    from_county: Annotated[str | None, Parameter(name="--county", metavar="COUNTY")] = None,
    format_: Annotated[str, Parameter(name="--format", metavar="docx,pdf,html,xlsx")] = "docx,pdf,html,xlsx",
    into: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
    issued: Issued,
    keeping: Keeping,
) -> int:
    """Write a plan as a report."""
    from workbench.commands.report import write_report

    return write_report(screen, source, from_county, layers, format_, into, issued, keeping)


def count(
    screen: Screen,
    calls: Annotated[Path, Parameter(name="CALLS")],
    /,
    *,
    from_county: Annotated[str, Parameter(name="--county", metavar="COUNTY")],
    layers: Layers,
    counting: Counting,
    counts_out: Annotated[Path | None, Parameter(name="--out", metavar="FILE.csv")] = None,
    into: Annotated[Path | None, Parameter(metavar="FILE.xlsx")] = None,
) -> int:
    """Count a list of single calls by station, class and period."""
    from workbench.commands.count import count_county

    return count_county(screen, calls, layers.of(from_county), counting, counts_out, into)


def batch(
    screen: Screen,
    source: str,
    /,
    *,
    many: Many,
    mass: Mass,
    batch_out: Annotated[Path, Parameter(name="--out", metavar="DIR")],
    issued: Issued,
    keeping: Keeping,
) -> int:
    """Solve many counties and sum them up."""
    from workbench.commands.batch import batch_counties

    return batch_counties(screen, source, many, mass, batch_out, issued, keeping)
