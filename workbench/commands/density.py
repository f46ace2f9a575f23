"""``zoning density``: incidents per km² and resident, and the villages and hours that are more than chance."""

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.given.claims import standing_of
from workbench.given.counts import Counts
from workbench.given.periods import lengths
from workbench.given.sources import Source
from workbench.line.saving import prepared
from workbench.line.screen import Screen
from workbench.tables.answer import Answer, give
from workbench.tables.studies import density as view
from zoning.judge.figures import FIGURES
from zoning.judge.slices import by_period
from zoning.model.errors import InputError, Slips
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from zoning.model.county import County


def show_density(screen: Screen, source: Source, plan: Path | None, counts: Counts, out: Path | None) -> int:
    """Show and write the density of a county's incidents.

    Raises
    ------
    InputError
        When the county, the counts, the part or the plan file is wrong, or ``out`` cannot be written.
    """
    from systems.density.density import density

    slips = Slips()
    with slips:
        built, kept, own = counts.read(source)
    if slips.refused:
        own = _own(source, slips)
    with slips:
        part = counts.part(own, None) if slips.refused else counts.part(built.county, kept)
    with slips:
        standing = standing_of(screen, own, plan)
    with slips:
        folder = None if out is None else prepared(out)
    slips.refuse()
    county, language, classes = built.county, screen.language, built.county.classes
    found = density(county, standing, kept, part, counts.shown_least, counts.false_share)
    whole = next(one for one in found.densities if one.part == part)
    title = screen.say(
        "workbench.density.title",
        county=county.name,
        part=view.named(part, classes, language),
        incidents=FIGURES["incidents"].text(whole.incidents),
        per_km2=FIGURES["incidents_per_km2"].text(whole.per_km2),
    )
    rates = [view.parts(found, classes, language), view.stations(found, classes, language)]
    hot = [view.hot_villages(found, language, view.SHOWN), view.hot_hours(found, language, view.SHOWN)]
    sheets = [
        *rates,
        *view.by_parts(found, classes, language),
        view.hot_villages(found, language),
        view.hot_hours(found, language),
        view.villages(found, language),
    ]
    shown = [*rates, *(table for table in hot if table.rows)]
    title += view.finds(found, language)
    years = FIGURES["rate_ratio"].text(county.years)
    warnings = [] if counts.dated(county) else [screen.say("workbench.density.years_taken", years=years)]
    warnings += lengths(by_period(county), county.years, language)
    if kept.hourless:
        warnings.append(screen.say("workbench.periods.hourless", count=number(kept.hourless)))
    if kept.placeless:
        warnings.append(screen.say("workbench.periods.placeless", count=number(kept.placeless)))
    answer = Answer("density", found, title, shown, view.lines(found, language), warnings, sheets)
    zones = None if plan is None else standing.plan

    def maps() -> dict[str, bytes]:
        from workbench.draw.ground import ground
        from workbench.draw.mapping.densities import Drawing, files

        return files(Drawing(found, county, ground(county, built.areas), language, zones))

    return give(screen, answer, folder, maps)


def _own(source: Source, slips: Slips) -> "County":
    """The county without the counts that were refused; where it cannot be read, they are told alone."""
    try:
        return source.read().county
    except InputError:
        slips.refuse()
        raise
