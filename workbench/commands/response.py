"""``zoning response``: how soon help is there when units come from the own station, the zone, or the whole county."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from systems.response.crews import Crew, crews_of, round_the_clock
from systems.response.response import TARGETS, response
from workbench.draw.services import service_files
from workbench.given.claims import claim_of, warn_of_other_county
from workbench.given.decisions import station_of
from workbench.given.sources import Source
from workbench.line.options import Crews
from workbench.line.saving import prepared
from workbench.line.screen import Misused, Screen
from workbench.tables.answer import Answer, give
from workbench.tables.systems import response as view
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake

MOST = 100
"""Units of a station; the model's memory grows with the square of all of them."""


def show_response(screen: Screen, source: Source, path: Path, crews: Crews, out: Path | None) -> int:
    """Model the response of a plan file, show it, and write it with its map where ``out`` is given."""
    figures = figures_of(crews.units or ())
    built = source.read()
    claim = claim_of(path, built.county)
    units = units_of(built.county, figures)
    minutes = tuple(sorted(set(crews.within or TARGETS)))
    problem = claim.problem(built.county)
    warn_of_other_county(screen, claim, built.county)
    folder = None if out is None else prepared(out)
    report = response(problem, claim.plan, crews=units, target_minutes=minutes, seed=crews.seed)
    language = screen.language
    answer = Answer(
        "response",
        report,
        view.said(report, language),
        view.tables(report, language),
        view.assumptions(report, figures, language),
        view.warnings(report, language),
    )
    return give(screen, answer, folder, partial(service_files, "response", report, built, language, claim.plan))


def figures_of(words: Sequence[str]) -> list[tuple[str, int]]:
    """(station, units) of each word, those for every station first: they have no station.

    Raises
    ------
    Misused
        With every word that is no number of units.
    """
    parts = [[part.strip() for part in word.rpartition("=")] for word in words]
    found = [
        mistake("workbench.response.no_units", table="--units", value=word, most=MOST)
        for word, (name, sign, figure) in zip(words, parts, strict=True)
        if bool(name) != bool(sign) or not (figure.isdecimal() and len(figure) < 10 and 1 <= int(figure) <= MOST)
    ]
    times = Counter(name for name, _, _ in parts)
    found += [
        mistake("workbench.decision.twice", table="--units", value=w)
        for w, (n, *_) in zip(words, parts, strict=True)
        if times[n] > 1
    ]
    if found:
        raise Misused(found)
    return sorted(((name, int(figure)) for name, _, figure in parts), key=lambda part: bool(part[0]))


def units_of(county: County, figures: Sequence[tuple[str, int]]) -> tuple[Crew, ...]:
    """Units by the county's table, or the number given for all stations; then those given for single ones.

    Raises
    ------
    InputError
        With every word that names no station.
    """
    crews = crews_of(county)
    found: list[Mistake] = []
    for name, figure in figures:
        code = station_of(county, name, "--units", found) if name else None
        given = [figure * (code is None or one == code) for one in county.codes]
        kept = [crew for crew in crews if name and crew.station != code]
        crews = (*kept, *round_the_clock(county, given))
    if found:
        raise InputError(found)
    return crews
