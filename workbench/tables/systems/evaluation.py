"""Two periods of incidents beside each other, by zone and by zone and class, with their intervals (B7)."""

from collections.abc import Sequence

from systems.deployment.evaluation import Change, Evaluation, Verdict
from systems.series.ratios import LEVEL
from workbench.tables.table import Columns, Table, Value
from zoning.judge.figures import FIGURES, by_key
from zoning.texts import Language, say
from zoning.texts.numbers import percent


def title(found: Evaluation, language: Language) -> str:
    """Incidents of the county in both periods, and by how much the rate changed, with its interval."""
    total = found.changes[0]
    return say(
        "workbench.evaluate.title",
        language,
        before=found.before.name,
        after=found.after.name,
        was=FIGURES["incidents"].text(total.before),
        now=FIGURES["incidents"].text(total.after),
        change=FIGURES["rate_change"].text(total.change),
        low=FIGURES["rate_low"].text(total.low),
        high=FIGURES["rate_high"].text(total.high),
    )


def tables(found: Evaluation, language: Language) -> list[Table]:
    """Zones, zones and classes, and the same beside the comparison stations, where there are any."""
    parts = [_zones(found, language), _classes(found, language)]
    return [*parts, _relative(found, language)] if found.comparison else parts


def _zones(found: Evaluation, language: Language) -> Table:
    """The county and every zone, all classes together."""
    rows = [change for change in found.changes if change.key is None]
    return _table("evaluation_zones", found, rows, language, say("workbench.evaluate.base", language, **_base(found)))


def _classes(found: Evaluation, language: Language) -> Table:
    """Every class, of the county and of every zone."""
    rows = [change for change in found.changes if change.key is not None]
    chance = sum(change.before + change.after > 0 for change in rows) * (1 - LEVEL)
    note = say("workbench.evaluate.chance", language, rows=len(rows), chance=f"{chance:.0f}")
    return _table("evaluation_classes", found, rows, language, note)


def _table(key: str, found: Evaluation, changes: Sequence[Change], language: Language, note: str) -> Table:
    rows: list[list[Value]] = [
        [
            *_named(found, one, language),
            one.before,
            one.after,
            one.change,
            one.low,
            one.high,
            one.dispersion,
            _verdict(one.verdict, language),
            _stays(one, language),
        ]
        for one in changes
    ]
    figures = by_key("earlier_incidents", "later_incidents", "rate_change", "rate_low", "rate_high", "times_chance")
    columns: Columns = ("zone", "class", *figures, "verdict", "stays")
    return Table.of(key, language, columns, rows, note)


def _relative(found: Evaluation, language: Language) -> Table:
    """Changes over those of the comparison stations, of every zone and every class of a zone."""
    rows: list[list[Value]] = [
        [
            *_named(found, one, language),
            one.change,
            one.relative,
            one.relative_low,
            one.relative_high,
            "–" if one.beside is None else _verdict(one.beside, language),
        ]
        for one in found.changes
        if one.zone is not None
    ]
    names = [found.county.short_names[code] for code in found.comparison]
    stations = say("workbench.list.separator", language).join(names)
    figures = by_key("rate_change", "relative_change", "relative_low", "relative_high")
    columns: Columns = ("zone", "class", *figures, "verdict")
    note = say("workbench.evaluate.beside", language, stations=stations)
    return Table.of("evaluation_relative", language, columns, rows, note)


def _named(found: Evaluation, one: Change, language: Language) -> tuple[str, str]:
    names = {kind.key: kind.name for kind in found.county.classes}
    whole = say("workbench.evaluate.whole", language, county=found.county.name)
    return whole if one.zone is None else one.zone, (
        say("workbench.evaluate.every", language) if one.key is None else names[one.key]
    )


def _verdict(verdict: Verdict, language: Language) -> str:
    return say(f"workbench.evaluate.{verdict}", language)


def _stays(one: Change, language: Language) -> str:
    """Whether the verdict stays when all rows of the table are looked at together; of none there is nothing to say."""
    if one.verdict == "open":
        return "–"
    return say(f"workbench.met.{'yes' if one.adjusted < 1 - LEVEL else 'no'}", language)


def lines(found: Evaluation, language: Language) -> list[str]:
    """How intervals come about, that they show no cause, and the notice of the county."""
    return [
        say("workbench.evaluate.model", language, level=percent(LEVEL, 0)),
        say(f"workbench.evaluate.basis_{found.basis}", language),
        say("workbench.evaluate.together", language),
        say("workbench.evaluate.no_cause", language),
        *([say("workbench.applied.notice", language, notice=found.county.notice)] if found.county.notice else []),
    ]


def _base(found: Evaluation) -> dict[str, str]:
    return {
        "before": found.before.name,
        "after": found.after.name,
        "years_before": f"{found.before.years:.3g}",
        "years_after": f"{found.after.years:.3g}",
    }
