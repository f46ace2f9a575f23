"""Two periods of incidents beside each other, by zone and by zone and class, with their intervals (B7)."""

from collections.abc import Iterable

from systems.deployment.evaluation import LEVEL, Change, Evaluation
from workbench.tables.table import Columns, Table, Value
from zoning.judge.figures import by_key
from zoning.texts import Language, say
from zoning.texts.numbers import percent


def zones(found: Evaluation, language: Language) -> Table:
    """The county and every zone, all classes together."""
    rows = [change for change in found.changes if change.key is None]
    return _table("evaluation_zones", found, rows, language, say("workbench.evaluate.base", language, **_base(found)))


def classes(found: Evaluation, language: Language) -> Table:
    """Every class, of the county and of every zone."""
    rows = [change for change in found.changes if change.key is not None]
    chance = sum(change.before + change.after > 0 for change in rows) * (1 - LEVEL)
    note = say("workbench.evaluate.chance", language, rows=len(rows), chance=f"{chance:.0f}")
    return _table("evaluation_classes", found, rows, language, note)


def _table(key: str, found: Evaluation, changes: Iterable[Change], language: Language, note: str) -> Table:
    names = {kind.key: kind.name for kind in found.county.classes}
    whole = say("workbench.evaluate.whole", language, county=found.county.name)
    every = say("workbench.evaluate.every", language)
    rows: list[list[Value]] = [
        [
            whole if one.zone is None else one.zone,
            every if one.key is None else names[one.key],
            one.before,
            one.after,
            one.change,
            one.low,
            one.high,
            say(f"workbench.evaluate.{one.verdict}", language),
        ]
        for one in changes
    ]
    figures = by_key("earlier_incidents", "later_incidents", "rate_change", "rate_low", "rate_high")
    columns: Columns = ("zone", "class", *figures, "verdict")
    return Table.of(key, language, columns, rows, note)


def lines(found: Evaluation, language: Language) -> list[str]:
    """How intervals come about, that they show no cause, and the notice of the county."""
    return [
        say("workbench.evaluate.model", language, level=percent(LEVEL, 0)),
        say("workbench.evaluate.no_cause", language),
        *([say("workbench.applied.notice", language, notice=found.county.notice)] if found.county.notice else []),
    ]


def _base(found: Evaluation) -> dict[str, str]:
    return {
        "before": found.before.name,
        "after": found.after.name,
        "years_before": f"{found.before.years:g}",
        "years_after": f"{found.after.years:g}",
    }
