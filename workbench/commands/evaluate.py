"""``zoning evaluate``: two periods of incidents compared by zone and class, with intervals (B7)."""

from pathlib import Path

from workbench.given.claims import standing_of
from workbench.given.sources import Source
from workbench.line.options import Periods
from workbench.line.saving import prepared
from workbench.line.screen import Screen
from workbench.tables.answer import Answer, give
from workbench.tables.systems import evaluation as view
from zoning.judge.figures import FIGURES


def evaluate_periods(screen: Screen, source: Source, plan: Path | None, periods: Periods, out: Path | None) -> int:
    """Hold the incidents of two tables against each other, and show and write by how much rates changed.

    Raises
    ------
    InputError
        When the county, the plan file or a table is wrong, or ``out`` cannot be written.
    """
    from geodata.county.other import other_counts
    from systems.deployment.evaluation import Period, evaluate

    county, before, after = source.read().county, periods.before, periods.after
    standing = standing_of(screen, county, plan)
    first = Period(before.stem, periods.years_before or county.years)
    second = Period(after.stem, periods.years_after or county.years)
    folder = None if out is None else prepared(out)
    found = evaluate(county, standing, first, second, other_counts(before, county), other_counts(after, county))
    total = found.changes[0]
    title = screen.say(
        "workbench.evaluate.title",
        before=first.name,
        after=second.name,
        was=FIGURES["incidents"].text(total.before),
        now=FIGURES["incidents"].text(total.after),
        change=FIGURES["rate_change"].text(total.change),
        low=FIGURES["rate_low"].text(total.low),
        high=FIGURES["rate_high"].text(total.high),
    )
    tables = [view.zones(found, screen.language), view.classes(found, screen.language)]
    return give(screen, Answer("evaluate", found, title, tables, view.lines(found, screen.language)), folder)
