"""A batch as tables: sums over counties, a row a county and scenario, zones, mistakes; the same for every reader."""

import math
from collections.abc import Sequence

from scenarios.batch.records import Batch, CountyResult, Item, Way
from scenarios.batch.rollup import COMPARED, Rollup, Sums, comparable
from scenarios.runs.services import SERVICES
from scenarios.spec.scenario import BASE
from workbench.tables.called import scenario_called
from workbench.tables.table import Amount, Change, Column, Columns, Table, Value
from zoning.judge.figures import FIGURES, ZONE_FIGURES, by_key
from zoning.judge.names import zone_called
from zoning.texts import Language, Message, say
from zoning.texts.stems import short_names

SHOWN = ("max_over_mean", "gini", "mean_minutes", "p90_minutes", "moved_stations", "moved_officers")
"""Figures of a county that every table shows."""
STATES = ("optimal", "feasible", "infeasible", "unknown", "refused", "bad", "died", "fault")


def status(word: str, language: Language) -> str:
    """A status or a state in words."""
    return say(f"workbench.batch.is_{word}", language)


def called(scenario: str, language: Language) -> str:
    """A scenario as it is called; the base has a word of its own."""
    return scenario_called(scenario, language)


def counties(batch: Batch, language: Language) -> Table:
    """A row a county: its base, short enough for a page."""
    rows = [_row(one, one.base if one.state == "solved" else None, language, brief=True) for one in batch.counties]
    columns: Columns = ("county", *by_key("stations", "zones", *SHOWN[:4]), "status")
    return Table.of("batch_counties", language, columns, rows)


def keys(batch: Batch) -> list[str]:
    """The figures of systems that some county has, ``system.figure``."""
    met = dict.fromkeys(key for county in batch.counties for item in county.items for key in item.figures if "." in key)
    return sorted(met, key=lambda key: (list(SERVICES).index(key.partition(".")[0]), list(met).index(key)))


def _row(county: CountyResult, item: Item | None, language: Language, brief: bool) -> list[Value]:
    figures = {} if item is None else item.figures
    shown: list[Value] = [_number(figures.get(key)) for key in (SHOWN[:4] if brief else SHOWN)]
    state = status(county.state if item is None else item.status, language)
    stations = float(county.stations) if county.stations else None
    zones = None if item is None or item.zones is None else float(item.zones)
    if brief:
        return [county.title, stations, zones, *shown, state]
    known: list[Value] = [stations, _some(county.officers, county), _some(county.incidents, county)]
    scenario = "" if item is None else called(item.scenario, language)
    numbers: list[Value] = [] if item is None else [_number(item.points), _number(item.bound), _number(item.gap)]
    return [county.code, county.title, *known, scenario, state, zones, *(numbers or [None] * 3), *shown]


def _some(value: float, county: CountyResult) -> float | None:
    return float(value) if county.stations else None


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def full(batch: Batch, language: Language) -> Table:
    """A row a county and scenario with everything; a county that was not solved has one row, and says why."""
    systems = keys(batch)
    titles = [_titled(key, language) for key in systems]
    rows: list[list[Value]] = []
    for county in batch.counties:
        items: Sequence[Item | None] = (county.items if county.state == "solved" else ()) or (None,)
        for item in items:
            figures = {} if item is None else item.figures
            said = county.mistakes if item is None else item.reasons
            rows.append(
                [
                    *_row(county, item, language, brief=False),
                    _number(figures.get("moved_against_base")),
                    _number(figures.get("today_broken")),
                    *(_number(figures.get(key)) for key in systems),
                    county.seconds if item is None else item.seconds,
                    county.host,
                    county.digest[:12],
                    say("workbench.list.clause", language).join(one.text(language) for one in said[:3]),
                ]
            )
    bound = Column.of(FIGURES["points"], language, say("workbench.field.lower_bound", language))
    today = Column.of(FIGURES["broken"], language, say("workbench.field.today_broken", language))
    columns: Columns = (
        "code", "county", *by_key("stations", "officers", "incidents"), "scenario", "status",
        *by_key("zones", "points"), bound, *by_key("gap", *SHOWN, "moved_against_base"), today, *titles,
        *by_key("seconds"), "host",
        "source_digest", "batch_says",
    )  # fmt: skip
    return Table.of("batch_counties", language, columns, rows)


def _titled(key: str, language: Language) -> Column:
    """The column of a figure of a system, called after both."""
    system, _, figure = key.partition(".")
    title = say(
        "workbench.batch.of_system", language, system=_system(system, language), figure=FIGURES[figure].name(language)
    )
    return Column.of(FIGURES[figure], language, title)


def _system(key: str, language: Language) -> str:
    return say(f"workbench.scenarios.asked_{key}", language)


def statuses(rollup: Rollup, batch: Batch, language: Language) -> Table:
    """A row a scenario: how many counties became what, and how many have a plan less or more than in the base."""
    met = [word for word in STATES if any(word in one.statuses for one in rollup.scenarios) or batch.count(word)]
    lone = {word: batch.count(word) for word in ("bad", "died", "fault")}
    rows: list[list[Value]] = [
        [
            called(one.scenario, language),
            *(float(one.statuses.get(word, lone.get(word, 0))) for word in met),
            *([None, None] if one.scenario == BASE else [float(one.lost), float(one.won)]),
        ]
        for one in rollup.scenarios
    ]
    counted = FIGURES["number"]
    columns = [Column(status(word, language), figure=counted, numeric=True) for word in met]
    gains = [Column(say(f"workbench.field.{key}", language), figure=counted, numeric=True) for key in ("lost", "won")]
    return Table.of("batch_statuses", language, ("scenario", *columns, *gains), rows)


def spreads(sums: Sums, language: Language) -> Table:
    """A row a figure: its quartiles over the counties of a scenario."""
    rows: list[list[Value]] = [
        [
            FIGURES[key].header(language),
            float(one.count),
            *(Amount(FIGURES[key], value) for value in (one.least, one.lower, one.median, one.upper, one.most)),
        ]
        for key, one in sums.spreads.items()
    ]
    count = Column(say("workbench.field.counties", language), figure=FIGURES["number"], numeric=True)
    ends = [Column.keyed(key, language, numeric=True) for key in ("least", "lower", "median", "upper", "most")]
    note = say("workbench.batch.no_points", language)
    return Table.of(
        "batch_spreads", language, ("figure", count, *ends), rows, note, scenario=called(sums.scenario, language)
    )


def changes(rollup: Rollup, language: Language) -> Table | None:
    """A row a scenario and figure: in how many counties better, worse, the same; the median difference."""
    rows: list[list[Value]] = []
    for one in rollup.scenarios:
        other = "batch_today" if one.scenario == BASE else "batch_base"
        for key in COMPARED:
            found = one.against.get(key)
            if found is not None:
                numbers = [float(found.better), float(found.worse), float(found.same)]
                middle = Change(FIGURES[key], 0.0, found.difference.median)
                rows.append(
                    [called(one.scenario, language), say(f"workbench.field.{other}", language),
                     FIGURES[key].header(language), *numbers, middle]
                )  # fmt: skip
    counted = [
        Column(say(f"workbench.field.{key}", language), figure=FIGURES["number"], numeric=True)
        for key in ("better", "worse", "same")
    ]
    middle_ = Column.keyed("median_difference", language, numeric=True)
    columns: Columns = ("scenario", "compared_with", "figure", *counted, middle_)
    return Table.of("batch_changes", language, columns, rows) if rows else None


def shortfalls(rollup: Rollup, batch: Batch, language: Language) -> Table | None:
    """A row a shortfall, added up over the counties that have it in every scenario; ``None`` without a system."""
    met = dict.fromkeys(key for one in rollup.scenarios for key in one.sums)
    rows: list[list[Value]] = []
    for key in met:
        system, _, figure = key.partition(".")
        same = comparable(batch, key)
        items = [[item for county in same if (item := county.item(one.scenario))] for one in rollup.scenarios]
        amounts = [Amount(FIGURES[figure], sum(item.figures[key] for item in held)) if same else None for held in items]
        rows.append([_system(system, language), FIGURES[figure].header(language), float(len(same)), *amounts])
    columns = [Column(say("workbench.field.counties", language), figure=FIGURES["number"], numeric=True)]
    columns += [Column(called(one.scenario, language), numeric=True) for one in rollup.scenarios]
    return Table.of("batch_shortfalls", language, ("service", "figure", *columns), rows) if rows else None


def looks(rollup: Rollup, language: Language) -> Table | None:
    """The counties that need a look, and why."""
    join = say("workbench.list.clause", language).join
    rows = [[one.code, one.county, join(_why(why, language) for why in one.why)] for one in rollup.looks]
    return Table.of("batch_looks", language, ("code", "county", "batch_why"), rows) if rows else None


def _why(why: Message, language: Language) -> str:
    """Why a county needs a look; the scenario as it is called."""
    scenarios = why.values.get("scenarios")
    if scenarios is None:
        return why.text(language)
    every = say("workbench.rollup.every", language)
    named = every if why.values["every"] else [called(scenario, language) for scenario in scenarios]
    return Message(why.key, {**why.values, "scenarios": named}).text(language)


def ways(item: Item, language: Language) -> list[str]:
    """What it takes that a scenario has a plan, each with what is to be set for the county in ``batch.toml``."""
    return [f"{way.says.text(language)}{_set(way, language)}" for way in item.relaxed]


def _set(way: Way, language: Language) -> str:
    key, _, value = way.set_.partition("=")
    value = f'"{value}"' if value == "none" else value
    return say("workbench.rollup.set", language, key=key, value=value) if key else ""


def widest(rollup: Rollup, language: Language) -> Table | None:
    """The widest gaps, largest first."""
    rows: list[list[Value]] = [[one.county, called(one.scenario, language), one.gap] for one in rollup.widest]
    return Table.of("batch_widest", language, ("county", "scenario", *by_key("gap")), rows) if rows else None


def zones(batch: Batch, language: Language) -> Table:
    """A row a zone of every base plan."""
    rows: list[list[Value]] = []
    figures = [figure for figure in ZONE_FIGURES if figure.key not in ("points", "deviation")]
    for county in batch.counties:
        names = short_names({seat.code: seat.name for seat in county.seats})
        for zone in county.zones:
            shown = [_number(zone.figures.get(figure.key)) for figure in figures]
            stations = tuple(names.get(code, code) for code in zone.stations)
            rows.append(
                [
                    county.code,
                    county.title,
                    zone_called(zone.name, language),
                    names.get(zone.office, zone.office),
                    stations,
                    *shown,
                ]
            )
    columns: Columns = ("code", "county", "zone", "office", "members", *figures)
    return Table.of("batch_zones", language, columns, rows)


def mistakes(batch: Batch, language: Language) -> Table:
    """Every mistake of every county, and why a scenario has no plan: place, value, remedy."""
    rows: list[list[Value]] = []
    for county in batch.counties:
        rows += [
            [county.code, county.title, one.table or "", one.cell or str(one.row or ""), one.column or "",
             one.value or "", one.says.text(language)]
            for one in county.mistakes
        ]  # fmt: skip
        rows += [
            [county.code, county.title, "", "", called(item.scenario, language), "", said]
            for item in county.items
            for said in (*(reason.text(language) for reason in item.reasons), *ways(item, language))
        ]
    columns: Columns = ("code", "county", "file", "row", "column", "value", "remedy")
    return Table.of("batch_mistakes", language, columns, rows)
