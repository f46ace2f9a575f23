"""The scorecard of the zones, the tasks of their branches (H17) and the check-lists (C10-C12) as tables."""

from collections.abc import Mapping

from systems.organisation.checklists import ListItem
from systems.organisation.records import Organisation
from workbench.tables.table import Column, Columns, Table, Value
from zoning.judge.figures import FIGURES
from zoning.judge.names import zone_called
from zoning.texts import Language, say

COUNTS: Columns = ("checklist", "item", FIGURES["done"], FIGURES["not_done"], FIGURES["unknown"])


def scorecard(found: Organisation, language: Language, *, last: bool = False) -> Table:
    """A row a period, zone and figure, or those of the ``last`` period alone."""
    periods = list(dict.fromkeys(card.period for card in found.scorecard))
    cards = [card for card in found.scorecard if not last or card.period == periods[-1]]
    rows: list[list[Value]] = [
        [
            card.period or say("workbench.organise.whole_period", language),
            zone_called(found.zones[card.zone].name, language),
            FIGURES[card.figure].header(language),
            FIGURES[card.figure].text(card.value),
            FIGURES[card.figure].text(card.target),
            "" if card.met is None else say(f"workbench.met.{'yes' if card.met else 'no'}", language),
            card.rank,
            *(FIGURES[card.figure].text(value) for value in (card.previous, card.year_ago)),
        ]
        for card in sorted(cards, key=lambda card: (periods.index(card.period), card.zone))
    ]
    columns: Columns = ("period", "zone", "figure", "value", "target", "met", FIGURES["rank"], "previous", "year_ago")
    return Table.of("scorecard", language, columns, rows)


def by_month(found: Organisation, language: Language) -> Table:
    """A row a zone and period: of every figure its value, target and rank, the period before and the same of last year.

    Figures that are known of the last period alone are no columns.
    """
    periods = list(dict.fromkeys(card.period for card in found.scorecard))
    held = {(card.period, card.zone, card.figure): card for card in found.scorecard}
    every = dict.fromkeys(card.figure for card in found.scorecard if card.period == periods[0])
    fields = ("value", "target", "rank", "previous", "year_ago")
    columns = [Column.keyed("period", language), Column.keyed("zone", language)]
    for key in every:
        figure, rank = FIGURES[key], FIGURES["rank"]
        for field in fields:
            shown = rank if field == "rank" else figure
            name = rank.name(language) if field == "rank" else say(f"workbench.field.{field}", language)
            title = figure.name(language) if field == "value" else f"{figure.name(language)}：{name}"
            columns.append(Column.of(shown, language, title))
    rows = [
        [
            period or say("workbench.organise.whole_period", language),
            zone_called(zone.name, language),
            *(getattr(held[period, z, key], field) for key in every for field in fields),
        ]
        for period in periods
        for z, zone in enumerate(found.zones)
    ]
    return Table.of("scorecard_months", language, columns, rows if len(periods) > 1 else ())


def last_scorecard(found: Organisation, language: Language) -> Table:
    """The scorecard of the last period."""
    return scorecard(found, language, last=True)


def tasks(found: Organisation, language: Language) -> Table:
    """What the bound branches of a zone have to do at once, and the load of each."""
    names = {kind.key: kind.name for kind in found.county.classes}
    columns: Columns = ("zone", "task", FIGURES["excess"], "branches", FIGURES["task_hours"])
    rows: list[list[Value]] = [
        [
            zone_called(found.zones[task.zone].name, language),
            say("workbench.organise.bring_down", language, name=names[task.key]),
            task.excess if first else None,
            branch,
            hours,
        ]
        for task in found.tasks
        for first, (branch, hours) in _numbered(task.branches, task.hours)
    ]
    return Table.of("tasks", language, columns, rows)


def _numbered(branches: Mapping[str, float], hours: float) -> list[tuple[bool, tuple[str | None, float]]]:
    """Branches with their hours, and whether each is the first; nobody with all hours where there is none."""
    held: list[tuple[str | None, float]] = [*branches.items()] or [(None, hours)]
    return [(k == 0, one) for k, one in enumerate(held)]


def checklists(found: Organisation, language: Language) -> Table:
    """Items of every check-list: how many places have it, how many lack it and which, of how many it is unknown."""
    separator = say("workbench.list.separator", language)
    rows = [[*_counts(item, language), separator.join(item.lacking)] for item in found.checklists]
    return Table.of("checklists", language, (*COUNTS, "missing"), rows)


def short_checklists(found: Organisation, language: Language) -> Table:
    """The same without the places."""
    return Table.of("checklists", language, COUNTS, [_counts(item, language) for item in found.checklists])


def _counts(item: ListItem, language: Language) -> list[Value]:
    own = item.item if item.own else say(f"workbench.checklist_item.{item.kind}_{item.item}", language)
    of = say(f"workbench.checklist_of.{item.kind}", language)
    return [of, own, len(item.done), len(item.lacking), len(item.unknown)]
