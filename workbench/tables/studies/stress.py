"""How often a plan stays the best when incidents are drawn anew, and how far its figures may lie from what they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scenarios.chance.records import INTERVAL, Stress
from workbench.line.screen import Screen
from workbench.tables.plan.alternatives import differing
from workbench.tables.table import Amount, Column, Columns, Table, Value
from workbench.tables.terminal import indented, show_table
from zoning.judge.figures import CHANGE_FIGURES, FIGURES, SHOWN_FIGURES, by_key
from zoning.judge.names import zone_names
from zoning.judge.score import ZoneScore
from zoning.judge.values import WAYS
from zoning.model.plan import moved
from zoning.texts import Language, say
from zoning.texts.numbers import UNKNOWN, number, percent

OPTIMA, PAIRS, NAMED = 5, 16, 6
"""Plans, pairs of stations, and stations that change zone shown at most."""
DRAWN = ("workload_per_officer", "incidents_per_officer", "mean_minutes")
"""Figures of a zone whose range is shown."""


def show(screen: Screen, found: Stress) -> None:
    """How often the plan is the best and how far from it otherwise; then the optima, the intervals, the pairs."""
    done = found.replicates
    share = found.optimal / found.judged if found.judged else float("nan")
    says = {"count": number(found.judged), "optimal": number(found.optimal), "share": percent(share)}
    screen.sentence(screen.say("workbench.stress.says", **says), "bold")
    _show_regret(screen, found)
    unusual = (
        ("kept", found.asked if done < found.asked else 0),
        ("breaks", done - found.keeps),
        ("infeasible", found.infeasible),
        ("unsettled", found.unsettled),
    )
    for key, count in unusual:
        if count:
            screen.show(indented("* " + screen.say(f"workbench.stress.{key}", count=count, done=done), screen.width))
    if found.optima:
        show_table(screen, optima(found, screen.language))
    show_table(screen, intervals(found, screen.language))
    names = zone_names(found.problem, found.given, screen.language)
    show_table(screen, zones_drawn(names, found.given.zones, found.zones, screen.language))
    _show_pairs(screen, found)
    rate = number(done / found.seconds if found.seconds > 0 else None, 1)
    says = {"seconds": number(found.seconds, 1), "jobs": str(found.jobs), "rate": rate, "seed": str(found.seed)}
    screen.show("", indented(screen.say("workbench.stress.model"), screen.width))
    for line in varies(found, screen.language):
        screen.show(indented(line, screen.width))
    screen.show(indented(screen.say("workbench.stress.speed", count=number(done), **says), screen.width))


def varies(found: Stress, language: Language) -> list[str]:
    """How years differ beyond chance, estimated or assumed, and how often the intervals hold."""
    known = found.variation
    if known is None:
        return []
    values = {"spread": percent(known.spread), "low": percent(known.low), "high": percent(known.high)}
    key = "varies" if known.periods else "varies_assumed"
    return [say(f"workbench.stress.{key}", language, periods=known.periods, **values)]


def _show_regret(screen: Screen, found: Stress) -> None:
    if not found.judged or not found.keeps:
        return
    values = {key: f"{number(x)} ({percent(found.regret_share[key], 2)})" for key, x in found.regret.items()}
    screen.show(indented(screen.say("workbench.stress.regret", **values), screen.width))


def optima(found: Stress, language: Language) -> Table:
    """The plans that were the best most often: how often, their zones, the stations in which they differ."""
    rows: list[list[Value]] = []
    for k, (plan, times) in enumerate(found.optima[:OPTIMA], start=1):
        names = [found.problem.county.short_names[code] for code in moved(found.plan, plan, found.problem.county.staff)]
        says = differing(names, language, NAMED) if names else say("workbench.field.this_plan", language)
        rows.append([k, times, times / found.judged, len(plan.zones), says])
    stations = Column(FIGURES["moved_stations"].name(language))
    columns: Columns = (*by_key("number", "times", "share", "zones"), stations)
    return Table.of("optima", language, columns, rows, count=len(found.optima))


def intervals(found: Stress, language: Language) -> Table:
    """Every figure of the plan, as it is and as it may be."""
    keys = ("given", *(f"p{p:g}" for p in INTERVAL))
    rows: list[list[Value]] = [
        [figure.header(language), *(Amount(figure, found.figures[figure.key][key]) for key in keys)]
        for figure in (*SHOWN_FIGURES, *CHANGE_FIGURES)
        if figure.key in found.figures
    ]
    numbers = (Column(f"{p:g}%", numeric=True) for p in INTERVAL)
    columns: Columns = ("figure", Column.keyed("given", language, numeric=True), *numbers)
    return Table.of("intervals", language, columns, rows)


def zones_drawn(
    names: Sequence[str],
    zones: Sequence[ZoneScore],
    spreads: Sequence[Mapping[str, Mapping[str, float]]],
    language: Language,
) -> Table:
    """Load, incidents and way of every zone: as given, and from the lowest to the highest of the interval.

    ``spreads`` hold by figure what was given and the percentiles of the draws, a mapping a zone. A zone of one station
    has no ways.
    """
    low, high = (f"p{p:g}" for p in (INTERVAL[0], INTERVAL[-1]))
    figures = by_key(*DRAWN)
    rows: list[list[Value]] = []
    for z, (name, zone, spread) in enumerate(zip(names, zones, spreads, strict=True)):
        row: list[Value] = [f"{z + 1} {name}"]
        for figure in figures:
            values = spread[figure.key]
            if figure.key in WAYS and len(zone.stations) == 1:
                row += [None, UNKNOWN]
                continue
            row += [values["given"], f"{figure.text(values[low])}–{figure.text(values[high])}"]
        rows.append(row)
    between = f"{low[1:]}%–{high[1:]}%"
    pairs = ((figure, Column(between, figure.unit_name(language, between), numeric=True)) for figure in figures)
    columns: Columns = ("zone", *(column for pair in pairs for column in pair))
    return replace(Table.of("zones_drawn", language, columns, rows), zones=tuple(range(len(rows))))


def _show_pairs(screen: Screen, found: Stress) -> None:
    """Stations that share a zone in every optimum, and the pairs that do in some."""
    pairs = found.together
    if pairs is None:
        return
    names = found.problem.county.short_names
    separator = screen.say("workbench.list.separator")
    screen.heading("workbench.stress.pairs")
    for group in pairs.always:
        stations = separator.join(names[code] for code in group)
        screen.show(indented(screen.say("workbench.stress.always", stations=stations), screen.width))
    doubtful = sorted(pairs.sometimes, key=lambda pair: abs(2 * pair[2] - pairs.plans))
    shown_ = [f"{names[a]}–{names[b]} {percent(k / pairs.plans, 0)}" for a, b, k in doubtful]
    if shown_:
        more = " …" if len(shown_) > PAIRS else ""
        said = screen.say("workbench.stress.sometimes", count=len(shown_), pairs=separator.join(shown_[:PAIRS]) + more)
        screen.show(indented(said, screen.width))
