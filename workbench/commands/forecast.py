"""``zoning forecast``: the next periods' incidents, how well that would have done before, and a scenario of them."""

import os
from pathlib import Path

from systems.series.forecasting import Forecast, forecast
from workbench.given.sources import Source
from workbench.line.saving import prepared
from workbench.line.screen import Screen
from workbench.tables.answer import Answer, give
from workbench.tables.studies import forecast as view
from zoning.judge.calendar import in_part
from zoning.judge.slices import by_period
from zoning.model.errors import Slips
from zoning.texts import Language, say
from zoning.texts.formulas import csv_text

NAME = "forecast"
"""Stem of the files, and name of the scenario."""


def forecast_county(screen: Screen, source: Source, periods: int, incidents: Path | None, out: Path | None) -> int:
    """Foretell the next periods, and write them with a scenario whose incidents they are.

    ``out`` is a folder, or the file of the scenario; ``incidents`` a table that stands for the county's.

    Raises
    ------
    InputError
        When the county or the table is wrong, its periods do not tell what comes, or ``out`` cannot be written.
    """
    from geodata.county.other import other_incidents

    county, language, slips = source.read().county, screen.language, Slips()
    file = out if out is None or out.suffix == ".toml" else out / f"{NAME}.toml"
    with slips:
        folder = None if file is None else prepared(file.parent)
    with slips:
        given = county if incidents is None else other_incidents(incidents, county)
        found = forecast(given, periods)
    slips.refuse()
    held = by_period(given)
    parted = [] if held is None else list(in_part(held.names))
    warnings = [screen.say("workbench.forecast.left_out", names=parted)] if parted else []
    tables = [view.trials(found, language), view.sums(found, language), view.cells(found, language)]
    answer = Answer(NAME, found, view.title(found, language), tables, view.lines(found, language), warnings)
    if file is None or folder is None:
        return give(screen, answer, None)
    table = f"{file.stem}.csv"
    files = {file.name: _scenario(found, source.county, folder, table, language), table: incidents_csv(found)}
    return give(screen, answer, folder, lambda: files)


def incidents_csv(found: Forecast) -> bytes:
    """The expected incidents as a table of incidents, to a hundredth."""
    rows: list[list[object]] = [["station", "class", "period", "count"]]
    for k, period in enumerate(found.periods):
        for i, code in enumerate(found.county.codes):
            rows += [
                [code, kind.key, period, f"{found.mean[k, i, c]:.2f}"] for c, kind in enumerate(found.county.classes)
            ]
    return csv_text(rows).encode()


def _scenario(found: Forecast, county: str, folder: Path, table: str, language: Language) -> bytes:
    """A scenario file whose one scenario has these incidents."""
    place = county if county.startswith("sample:") else Path(os.path.relpath(county, folder)).as_posix()
    way = say(f"workbench.forecast.{found.way}", language)
    why = say("workbench.forecast.why", language, span=view.span(found, language), way=way)
    lines = (
        "[base]",
        f"county = {_quoted(place)}",
        "",
        f"[scenarios.{NAME}]",
        f"why = {_quoted(why)}",
        f"incidents_table = {_quoted(table)}",
        f"years = {found.years!r}",
    )
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
