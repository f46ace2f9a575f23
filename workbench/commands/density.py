"""``zoning density``: incidents per km² and resident, and the villages and hours that are more than chance."""

from pathlib import Path

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
from zoning.texts.numbers import number


def show_density(screen: Screen, source: Source, plan: Path | None, counts: Counts, out: Path | None) -> int:
    """Show and write the density of a county's incidents.

    Raises
    ------
    InputError
        When the county, the counts or the plan file is wrong, or ``out`` cannot be written.
    """
    from systems.density.density import density

    built, kept, own = counts.read(source)
    county, language = built.county, screen.language
    part = counts.part(county, kept)
    standing = standing_of(screen, own, plan)
    folder = None if out is None else prepared(out)
    found = density(county, standing, kept, part, counts.shown_least, counts.false_share)
    classes = county.classes
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
