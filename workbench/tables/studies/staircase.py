"""The staircase from the best plan to the most even one, as a table and in sentences."""

from typing import TYPE_CHECKING

from workbench.line.screen import Screen
from workbench.tables.plan.zones import aside, mean_called
from workbench.tables.table import Table
from workbench.tables.terminal import show_rows
from zoning.judge.figures import FIGURES, by_key
from zoning.model.plan import moved
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent

if TYPE_CHECKING:
    from solvers.objectives.staircase import Staircase

FILE = "staircase.json"
"""Where a staircase is kept in its folder."""
FOLDER = "staircase"
"""The folder beside those of the frontiers."""


def show(screen: Screen, found: "Staircase", seconds: float) -> None:
    """How many steps there are, a row each, and how even zones can be."""
    key = "title" if found.complete else "partial"
    said = screen.say(f"workbench.frontier.stairs_{key}", count=len(found.scores), seconds=number(seconds, 2))
    screen.sentence(said, "bold green" if found.complete else "bold yellow")
    screen.show("")
    show_rows(screen, staircase(found, screen.language))
    words = tightest(found, screen.language)
    if words:
        screen.show("")
        screen.sentence(words, "bold")
    called = mean_called(found.problem, found.scores[0], screen.language)
    screen.show("", screen.say("workbench.frontier.stairs_note", called=called))


def staircase(found: "Staircase", language: Language) -> Table:
    """A row a step: its band, worst deviation, mean and farthest minutes, stations that change zone, points, zones."""
    from solvers.objectives.staircase import farthest

    none = say("workbench.frontier.no_band", language)
    rows = [
        [
            k + 1,
            none if band is None else FIGURES["band"].text(band),
            found.deviation(k),
            judged.figures["mean_minutes"],
            farthest(judged),
            float(len(moved(found.scores[0].plan, judged.plan, found.problem.county.staff))) if k else "",
            judged.points,
            len(judged.zones),
        ]
        for k, (band, judged) in enumerate(zip(found.bands, found.scores, strict=True))
    ]
    columns = by_key(
        "number", "band", "worst_deviation", "mean_minutes", "farthest_minutes", "moved_stations", "points", "zones"
    )
    return Table.of("staircase", language, columns, rows)


def tightest(found: "Staircase", language: Language) -> str:
    """How even the zones can be, and what is proved impossible; nothing where it is not decided."""
    if found.tightest is None:
        return ""
    last = found.scores[-1]
    values = {
        "zones": len(last.zones),
        "aside": aside(found.problem, language),
        "band": percent(found.tightest, 0),
        "minutes": number(last.figures["mean_minutes"], 1),
    }
    if found.none is None:
        return say("workbench.frontier.stairs_one", language, **values)
    return say("workbench.frontier.stairs_tightest", language, none=percent(found.none, 0), **values)


def evenness(found: "Staircase", language: Language) -> str:
    """The line of ``zoning solve``: how even zones can be, and how even those of the plan are."""
    own, first = FIGURES["worst_deviation"].text(found.deviation(0)), found.scores[0]
    zones, but = len(first.zones), aside(found.problem, language)
    if found.tightest is None:
        return say("workbench.status.even_open", language, aside=but, own=own)
    if len(found.scores) == 1:
        return say("workbench.status.even_own", language, aside=but, own=own, zones=zones)
    last = found.scores[-1]
    return say(
        "workbench.status.even",
        language,
        aside=but,
        zones=zones,
        band=percent(found.tightest, 0),
        minutes=number(last.figures["mean_minutes"], 1),
        own=own,
        way=number(first.figures["mean_minutes"], 1),
    )
