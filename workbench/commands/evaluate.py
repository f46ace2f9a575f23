"""``zoning evaluate``: two periods of incidents compared by zone and class, with intervals (B7)."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.given.claims import standing_of
from workbench.given.decisions import station_of
from workbench.given.sources import Source
from workbench.line.options import Periods
from workbench.line.saving import prepared
from workbench.line.screen import Screen
from workbench.tables.answer import Answer, give
from workbench.tables.systems import evaluation as view
from zoning.model.errors import InputError, Mistake, Slips, mistake

if TYPE_CHECKING:
    from zoning.model.county import County


def evaluate_periods(
    screen: Screen, source: Source, words: tuple[str, str], plan: Path | None, periods: Periods, out: Path | None
) -> int:
    """Hold the incidents of two periods against each other, and show and write by how much rates changed.

    Raises
    ------
    InputError
        When the county, the plan file, a period or a station is wrong, or ``out`` cannot be written.
    """
    from systems.deployment.evaluation import evaluate
    from workbench.given.periods import lengths, sides_of

    county, slips = source.read().county, Slips()
    with slips:
        comparison = _comparison(county, periods.comparison or ())
    with slips:
        standing = standing_of(screen, county, plan)
    with slips:
        before, after = sides_of(county, words, (periods.years_before, periods.years_after))
    with slips:
        folder = None if out is None else prepared(out)
    slips.refuse()
    found = evaluate(county, standing, before, after, comparison)
    tables, lines = view.tables(found, screen.language), view.lines(found, screen.language)
    warnings = [
        screen.say("workbench.evaluate.side", name=side.period.name, says=says)
        for side in (before, after)
        for says in lengths(side.slices, side.period.years, screen.language)
    ]
    return give(screen, Answer("evaluate", found, view.title(found, screen.language), tables, lines, warnings), folder)


def _comparison(county: "County", words: Sequence[str]) -> list[str]:
    """Codes of the stations to compare with; raises :class:`InputError` with each that is none, and where all are."""
    mistakes: list[Mistake] = []
    codes = [station_of(county, word, "--comparison", mistakes) for word in words]
    if not mistakes and set(codes) == set(county.codes):
        mistakes.append(mistake("workbench.evaluate.none_left", column="--comparison"))
    if mistakes:
        raise InputError(mistakes)
    return codes
