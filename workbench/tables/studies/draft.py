"""A plan drawn by hand beside the best one, on the terminal: how far, how to put it right, what differences cost."""

from typing import TYPE_CHECKING

from workbench.line.screen import Screen
from workbench.tables.plan.words import verdict
from workbench.tables.table import Amount, Column, Table, Value
from workbench.tables.terminal import show_table
from zoning.judge.figures import FIGURES
from zoning.judge.names import zone_names
from zoning.model.plan import matching
from zoning.texts import Language, joined, say
from zoning.texts.numbers import number, percent

if TYPE_CHECKING:
    from solvers.explain.draft import Draft

POINTS = FIGURES["points"]
NAMED = 3
"""Stations named at the most of those that share a zone of the best plan."""


def show_draft(screen: Screen, found: "Draft") -> None:
    """How far the draft is from the best plan, the fewest moves to keep every rule, what every difference costs."""
    screen.heading("workbench.draft.title")
    screen.sentence(_distance(found, screen.language), "bold")
    if found.best.score is not None:
        screen.show(screen.say("workbench.draft.best", verdict=verdict(found.best, screen.language)))
    if found.judged.violations:
        screen.sentence(put_right(found, screen.language), "yellow")
    if found.differences:
        show_table(screen, differences(found, screen.language))
        screen.show(screen.say("workbench.draft.note"))


def _distance(found: "Draft", language: Language) -> str:
    """How much the draft could save, as far as that is proved."""
    if found.judged.violations:
        return say("workbench.draft.breaks", language, count=len(found.judged.violations))
    if found.gap is None:
        return say("workbench.draft.open", language)
    if found.gap == 0:
        return say("workbench.draft.is_best", language)
    key = "above" if found.best.proof.status == "optimal" else "at_most"
    best = found.judged.points - found.gap
    share = percent(found.gap / max(best if key == "above" else found.judged.points, 1), 1)
    return say(f"workbench.draft.{key}", language, points=number(found.gap), share=share)


def put_right(found: "Draft", language: Language) -> str:
    """The moves that put the draft right, into zones as the draft calls them, and what they cost."""
    if found.repaired is None:
        return say("workbench.draft.no_repair", language)
    new, county = zone_names(found.problem, found.repaired, language), found.problem.county
    own = zone_names(found.problem, found.judged, language)
    kept = matching(found.judged.plan, found.repaired.plan, county.staff)
    names = [f"{kept[z] + 1} {own[kept[z]]}" if z in kept else name for z, name in enumerate(new)]
    zone_of = {code: names[z] for z, zone in enumerate(found.repaired.zones) for code in zone.stations}
    moves = [say("workbench.draft.move", language, station=county.short_names[c], zone=zone_of[c]) for c in found.moves]
    change = found.repaired.points - found.judged.points
    key = "repair_fewest" if found.fewest else "repair"
    told = say(f"workbench.draft.{key}", language, moves=moves, count=len(moves), points=number(change, signed=True))
    if found.best.score is None or found.best.proof.status != "optimal":
        return told
    above = found.repaired.points - found.best.score.points
    share = percent(above / max(found.best.score.points, 1), 1)
    return told + say("workbench.draft.repaired", language, points=number(above), share=share)


def differences(found: "Draft", language: Language) -> Table:
    """A row for every station that is elsewhere in the best plan."""
    assert found.best.score is not None
    county = found.problem.county
    own = zone_names(found.problem, found.judged, language)
    best = zone_names(found.best.problem, found.best.score, language)
    apart, rows = say("workbench.list.clause", language), list[list[Value]]()
    for one in found.differences:
        broken = apart.join(violation.says.text(language) for violation in one.broken)
        change: Value = (
            say("workbench.draft.impossible", language) if broken else Amount(POINTS, one.points, signed=True)
        )
        all_: Value = (
            say("workbench.draft.impossible", language)
            if one.together is None
            else Amount(POINTS, one.together, signed=True)
        )
        zones = [f"{one.zone + 1} {own[one.zone]}", f"{one.best + 1} {best[one.best]}"]
        others = [code for code in found.best.score.zones[one.best].stations if code != one.station]
        beside = joined([county.short_names[code] for code in others[:NAMED]], language)
        beside += "…" if len(others) > NAMED else ""
        rows.append([county.short_names[one.station], *zones, beside, change, all_, broken])
    columns = (
        *(Column.keyed(key, language) for key in ("name", "draft_zone", "best_zone", "beside_best")),
        *(Column.keyed(key, language, numeric=True) for key in ("only_it", "all_of_zone")),
        Column.keyed("breaks", language),
    )
    return Table.of("differences", language, columns, rows, count=len(rows))
