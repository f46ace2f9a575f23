"""The report on a batch, in the form of all reports: what leaders decide by first, then maps, then county by county."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scenarios.batch.records import Batch, CountyResult
from scenarios.batch.rollup import Against, Rollup, rolled
from workbench.report.batch import rules
from workbench.report.batch.maps import county_map, dots, small_maps
from workbench.report.issue import Issue
from workbench.report.model import Block, Heading, Paragraph, Picture, Report, Section
from workbench.tables.studies import batch as tables
from workbench.tables.table import Amount, Column, Columns, Table, Value
from zoning.judge.figures import FIGURES, Figure, by_key
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
WITHOUT = ("infeasible", "unknown", "bad", "died", "fault")
"""What becomes of a county without a plan."""
FOR_LEADERS = ("max_over_mean", "mean_minutes", "p90_minutes")
"""Figures held against today on page one: those that people know."""
FIGURES_SHOWN = ("max_over_mean", "gini", "mean_minutes", "p90_minutes")


def build(batch: Batch, language: Language, issue: Issue) -> Report:
    """The report; ``issue`` is who issues it and when."""
    rollup, under = rolled(batch), rules.general(batch)
    drawn = [one for one in batch.counties if one.zones]
    sections = [
        Section("summary", "", tuple(_summary(batch, rollup, language))),
        Section("details", say("workbench.rollup.details", language), tuple(_details(batch, rollup, language))),
        Section("maps", say("workbench.rollup.maps", language), tuple(_maps(drawn[:PAGES], language))),
    ]
    sections += [
        Section(f"county-{k}", one.title, tuple(_county(one, under, language)), fresh=True)
        for k, one in enumerate(_told(batch, rollup), start=1)
    ]
    title = say(f"workbench.rollup.title{'' if batch.name else '_plain'}", language, name=batch.name)
    subtitle = " · ".join((_size(batch, language), *issue.signed(language)))
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

    bad = {word: count for word in WITHOUT if (count := batch.count(word))}
    counts = {"proved": batch.count("optimal"), "open": batch.count("feasible"), "none": sum(bad.values())}
    parts = [told(f"lead_{key}", count=count) for key, count in counts.items() if count]
    lead = told("lead", size=_size(batch, language), parts=_joined(parts, language))
    under = rules.line(batch, language)
    blocks: list[Block] = [Paragraph(lead, "lead"), *([Paragraph(under, "point")] if under else [])]
    if bad:
        words = [f"{tables.status(word, language)} {count}" for word, count in bad.items()]
        blocks.append(Paragraph(told("unsolved", words=words), "warning"))
    if batch.interrupted:
        blocks.append(Paragraph(told("interrupted", count=batch.asked - len(batch.counties)), "warning"))
    blocks += _changes(rollup, batch.count("optimal", "feasible"), language)
    for key in ("max_over_mean", "mean_minutes"):
        paper = dots(batch, key, language)
        if paper is not None:
            blocks.append(Picture(told("dots", figure=FIGURES[key].name(language)), paper))
    blocks += _short(rollup.scenarios[0].sums if rollup.scenarios else {}, language)
    blocks += _looks(replace(rollup, looks=rollup.looks[:LOOKS]), language)
    if len(rollup.looks) > LOOKS:
        blocks.append(Paragraph(told("more_looks", count=len(rollup.looks) - LOOKS), "note"))
    return [*blocks, Paragraph(told("points"), "note")]


def _size(batch: Batch, language: Language) -> str:
    """How many counties, and the stations of those that could be read."""
    read = [one for one in batch.counties if one.read]
    key = "size" if len(read) == len(batch.counties) else "size_part" if read else "size_none"
    stations = number(sum(one.stations for one in read))
    return say(f"workbench.rollup.{key}", language, counties=len(batch.counties), read=len(read), stations=stations)


def _joined(parts: Sequence[str], language: Language) -> str:
    return say("workbench.list.clause", language).join(parts)


def _short(sums: Mapping[str, float], language: Language) -> list[Block]:
    """What lacks in all counties together."""
    if not sums:
        return [Paragraph(say("workbench.rollup.no_systems", language), "note")]
    found = {key.rpartition(".")[2]: round(value) for key, value in sums.items() if round(value)}
    parts = [say(f"workbench.rollup.lacks_{key}", language, count=count) for key, count in found.items()]
    said = say("workbench.rollup.short" if parts else "workbench.rollup.no_short", language, parts=parts)
    return [Paragraph(said, "point")]


def _changes(rollup: Rollup, solved: int, language: Language) -> list[Block]:
    """What the plans change against today, figure by figure, and how many counties have no zones to hold it against."""
    against = rollup.scenarios[0].against if rollup.scenarios else {}
    held = {key: against[key] for key in FOR_LEADERS if key in against}
    blocks: list[Block] = [Paragraph(_change(FIGURES[key], found, language), "point") for key, found in held.items()]
    without = {solved - found.difference.count for found in held.values()} or {solved}
    if held or solved:
        blocks += [Paragraph(say("workbench.rollup.not_compared", language, count=n), "point") for n in without if n]
    return blocks


def _change(figure: Figure, found: Against, language: Language) -> str:
    """In how many counties a figure is better and worse than today, and the change, or its median over several."""
    counts = {"better": found.better, "worse": found.worse, "same": found.same}
    parts = [say(f"workbench.rollup.change_{word}", language, count=n) for word, n in counts.items() if n]
    median = f"{figure.change(0.0, found.difference.median, language)} {figure.unit_name(language)}".rstrip()
    key = "change_median" if found.difference.count > 1 else "change_one"
    said = say(f"workbench.rollup.{key}", language, median=median) if found.better or found.worse else ""
    return say("workbench.rollup.change", language, figure=figure.name(language), parts=parts, median=said)


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
    under = rules.general(batch)
    if under is not None and len(under[1]) > rules.FEW:
        blocks.append(Paragraph(rules.in_line(under, batch.counties, language), "point"))
    blocks += [one for one in (tables.changes(rollup, language), tables.shortfalls(rollup, batch, language)) if one]
    blocks += [tables.spreads(one, language) for one in rollup.scenarios[:1]]
    if len(rollup.looks) > LOOKS:
        blocks += [*_looks(replace(rollup, looks=rollup.looks[:ROWS]), language), *_more(len(rollup.looks), language)]
    if not any(one.sums for one in rollup.scenarios):
        blocks.append(Paragraph(say("workbench.rollup.with_systems", language), "note"))
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


def _county(county: CountyResult, under: rules.Rules | None, language: Language) -> list[Block]:
    """A county: what came of it, its rules where most have others, its map, its figures by scenario, its zones."""
    own: list[Block] = []
    if county.policy and rules.rules_of(county) != under:
        own.append(Paragraph(rules.in_line(rules.rules_of(county), (county,), language), "point"))
    if county.state != "solved" or county.base is None:
        blocks: list[Block] = [Paragraph(tables.status(county.state, language), "warning")]
        return [*blocks, *own, *(Paragraph(one.text(language), "point") for one in county.mistakes[:20])]
    base = county.base
    values = {"stations": county.stations, "officers": number(county.officers), "incidents": number(county.incidents)}
    sure = tables.status(base.status, language)
    if base.gap:
        sure += say("workbench.rollup.gap", language, gap=percent(base.gap, 2))
    key, colon = "county" if base.solved else "county_open", say("workbench.rollup.colon", language)
    blocks = [Paragraph(say(f"workbench.rollup.{key}", language, **values, zones=base.zones, sure=sure), "lead"), *own]
    if county.zones:
        blocks.append(Picture(say("workbench.rollup.map_of", language, county=county.title), county_map(county)))
    blocks.append(_figures(county, language))
    lines: dict[str, list[str]] = {}
    for item in county.items:
        for said in (*(one.text(language) for one in item.reasons), *tables.ways(item, language)):
            lines.setdefault(said, []).append(tables.called(item.scenario, language))
    join = say("workbench.list.separator", language).join
    blocks += [Paragraph(said, "point", f"{join(names)}{colon}") for said, names in lines.items()]
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
