"""The report on a batch, in the form of all reports: what leaders decide by first, then maps, then county by county."""

from collections.abc import Sequence
from dataclasses import replace

from scenarios.batch.records import Batch, CountyResult
from scenarios.batch.rollup import Rollup, rolled
from workbench.report.batch.maps import county_map, dots, small_maps
from workbench.report.issue import Issue
from workbench.report.model import Block, Heading, Paragraph, Picture, Report, Section
from workbench.tables.studies import batch as tables
from workbench.tables.table import Amount, Column, Columns, Table, Value
from zoning.judge.figures import FIGURES, by_key
from zoning.judge.names import zone_called
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent
from zoning.texts.stems import short_names

MAPS = 12
"""Small maps of a sheet."""
PAGES = 60
"""Counties with a page and a map of their own; of more, those that need a look."""
LOOKS = 8
"""Counties that need a look on page one; more stand behind it."""
ROWS = 200
"""Rows of a table of counties in the report; more stand in the workbook."""
FIGURES_SHOWN = ("max_over_mean", "gini", "mean_minutes", "p90_minutes")


def build(batch: Batch, name: str, language: Language, issue: Issue) -> Report:
    """The report; ``name`` is what the whole of the counties is called, ``issue`` who issues it and when."""
    rollup = rolled(batch)
    drawn = [one for one in batch.counties if one.zones]
    sections = [
        Section("summary", "", tuple(_summary(batch, rollup, language))),
        Section("details", say("workbench.rollup.details", language), tuple(_details(batch, rollup, language))),
        Section("maps", say("workbench.rollup.maps", language), tuple(_maps(drawn[:PAGES], language))),
    ]
    sections += [
        Section(f"county-{k}", one.title, tuple(_county(one, language)), fresh=True)
        for k, one in enumerate(_told(batch, rollup), start=1)
    ]
    title = say("workbench.rollup.title", language, name=name)
    stations = sum(one.stations for one in batch.counties)
    size = say("workbench.rollup.subtitle", language, counties=len(batch.counties), stations=number(stations))
    subtitle = " · ".join((size, *issue.signed(language)))
    notices = list(dict.fromkeys(one.notice for one in batch.counties if one.notice))
    filled = tuple(section for section in sections if section.blocks)
    return Report(title, subtitle, notices[0] if len(notices) == 1 else "", language, filled, issue=issue)


def _told(batch: Batch, rollup: Rollup) -> list[CountyResult]:
    """The counties with a page of their own."""
    if len(batch.counties) <= PAGES:
        return list(batch.counties)
    codes = {one.code for one in rollup.looks}
    return [one for one in batch.counties if one.code in codes][:PAGES]


def _summary(batch: Batch, rollup: Rollup, language: Language) -> list[Block]:
    """How many are proved, what it brings, what is lacking, who needs a look."""

    def told(key: str, **values: object) -> str:
        return say(f"workbench.rollup.{key}", language, **values)

    proved, all_ = batch.count("optimal"), len(batch.counties)
    stations = number(sum(one.stations for one in batch.counties))
    lead = told("lead", counties=all_, proved=proved, open=batch.count("feasible"), stations=stations)
    blocks: list[Block] = [Paragraph(lead, "lead")]
    bad = {word: batch.count(word) for word in ("infeasible", "unknown", "bad", "died", "fault")}
    if any(bad.values()):
        words = [f"{tables.status(word, language)} {count}" for word, count in bad.items() if count]
        blocks.append(Paragraph(told("unsolved", count=sum(bad.values()), words=words), "warning"))
    if batch.interrupted:
        blocks.append(Paragraph(told("interrupted", count=batch.asked - all_), "warning"))
    blocks += _changes(rollup, batch.count("optimal", "feasible"), language)
    for key in ("max_over_mean", "mean_minutes"):
        paper = dots(batch, key, language)
        if paper is not None:
            blocks.append(Picture(told("dots", figure=FIGURES[key].name(language)), paper))
    sums = rollup.scenarios[0].sums if rollup.scenarios else {}
    short = [f"{FIGURES[key.rpartition('.')[2]].header(language)} {number(value)}" for key, value in sums.items()]
    blocks.append(Paragraph(told("short", parts=short), "point") if short else Paragraph(told("no_systems"), "note"))
    blocks += _looks(replace(rollup, looks=rollup.looks[:LOOKS]), language)
    if len(rollup.looks) > LOOKS:
        blocks.append(Paragraph(told("more_looks", count=len(rollup.looks) - LOOKS), "note"))
    return [*blocks, Paragraph(told("points"), "note")]


def _changes(rollup: Rollup, solved: int, language: Language) -> list[Block]:
    """What the plans change against today, figure by figure, and how many counties have no zones to hold it against."""
    blocks: list[Block] = []
    for key, found in (rollup.scenarios[0].against if rollup.scenarios else {}).items():
        figure, without = FIGURES[key], solved - found.difference.count
        values = {"figure": figure.name(language), "better": found.better, "worse": found.worse, "same": found.same}
        values["median"] = figure.change(0.0, found.difference.median, language)
        said = say("workbench.rollup.change", language, **values)
        said += say("workbench.rollup.not_compared", language, count=without) if without else ""
        blocks.append(Paragraph(said, "point"))
    return blocks


def _looks(rollup: Rollup, language: Language) -> list[Block]:
    """The counties that need a look."""
    table = tables.looks(rollup, language)
    return [table] if table else [Paragraph(say("workbench.rollup.no_looks", language), "point")]


def _details(batch: Batch, rollup: Rollup, language: Language) -> list[Block]:
    """What page one has no room for: what-ifs, changes, spreads, every county."""
    what_ifs = say("workbench.rollup.what_ifs", language)
    blocks: list[Block] = []
    if len(rollup.scenarios) > 1:
        blocks += [Heading(what_ifs), tables.statuses(rollup, batch, language)]
    blocks += [one for one in (tables.changes(rollup, language), tables.shortfalls(rollup, batch, language)) if one]
    blocks += [tables.spreads(one, language) for one in rollup.scenarios[:1]]
    if len(rollup.looks) > LOOKS:
        blocks += [*_looks(replace(rollup, looks=rollup.looks[:ROWS]), language), *_more(len(rollup.looks), language)]
    shown = replace(batch, counties=batch.counties[:ROWS])
    return [*blocks, tables.counties(shown, language), *_more(len(batch.counties), language)]


def _more(count: int, language: Language) -> list[Block]:
    """Where the rest of so many counties stands."""
    return [Paragraph(say("workbench.rollup.more_rows", language, count=count - ROWS), "note")] if count > ROWS else []


def _maps(drawn: Sequence[CountyResult], language: Language) -> list[Block]:
    """Small maps of all counties, and the table of what they are like."""
    return [
        Picture(say("workbench.rollup.small_maps", language), small_maps(drawn[first : first + MAPS]))
        for first in range(0, len(drawn), MAPS)
    ]


def _county(county: CountyResult, language: Language) -> list[Block]:
    """A county: what came of it, its map, its figures by scenario, its zones."""
    if county.state != "solved" or county.base is None:
        blocks: list[Block] = [Paragraph(tables.status(county.state, language), "warning")]
        return [*blocks, *(Paragraph(one.text(language), "point") for one in county.mistakes[:20])]
    base = county.base
    values = {"stations": county.stations, "officers": number(county.officers), "incidents": number(county.incidents)}
    sure = tables.status(base.status, language)
    if base.gap:
        sure += say("workbench.rollup.gap", language, gap=percent(base.gap, 2))
    zones = "–" if base.zones is None else base.zones
    blocks = [Paragraph(say("workbench.rollup.county", language, **values, zones=zones, sure=sure), "lead")]
    if county.zones:
        blocks.append(Picture(say("workbench.rollup.map_of", language, county=county.title), county_map(county)))
    blocks.append(_figures(county, language))
    for item in county.items:
        name = tables.called(item.scenario, language)
        blocks += [Paragraph(one.text(language), "point", f"{name}：") for one in item.reasons]
    if county.zones:
        blocks.append(_zones(county, language))
    return blocks


def _figures(county: CountyResult, language: Language) -> Table:
    """A row a figure: today, then every scenario."""
    base = county.base
    assert base is not None  # of a county that is solved
    rows: list[list[Value]] = []
    for key in FIGURES_SHOWN:
        figure = FIGURES[key]
        numbers = [base.figures.get(f"today_{key}"), *(item.figures.get(key) for item in county.items)]
        rows.append([figure.header(language), *(None if v is None else Amount(figure, v) for v in numbers)])
    columns = [Column.keyed("before_zoning", language, numeric=True)]
    columns += [Column(tables.called(item.scenario, language), numeric=True) for item in county.items]
    note = "" if county.today else say("workbench.rollup.no_today", language)
    return Table.of("batch_figures", language, ("figure", *columns), rows, note, county=county.title)


def _zones(county: CountyResult, language: Language) -> Table:
    """A row a zone: its office, its stations, officers, load, minutes."""
    names = short_names({seat.code: seat.name for seat in county.seats})
    shown = ("officers", "workload_per_officer", "mean_minutes", "p90_minutes")
    rows: list[list[Value]] = [
        [zone_called(zone.name, language), names.get(zone.office, zone.office),
         tuple(names.get(code, code) for code in zone.stations),
         *(zone.figures.get(key) for key in shown)]
        for zone in county.zones
    ]  # fmt: skip
    columns: Columns = ("zone", "office", "members", *by_key(*shown))
    numbers = tuple(range(len(rows)))
    made = Table.of("batch_county_zones", language, columns, rows, county=county.title)
    return Table(made.title, made.columns, made.rows, language, zones=numbers)
