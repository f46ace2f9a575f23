"""A plan as a workbook: zones, stations, measures, before and after, alternatives, and what was applied.

Codes are text, no text becomes a formula, units stand in the headings, unknown figures are empty cells, pages print on
A4 across. The creation date is fixed, so that equal plans give equal files.
"""

import datetime
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter  # type: ignore[import-untyped]
from rich.cells import cell_len
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from workbench.line.speech import mended
from workbench.tables.palette import slot
from workbench.tables.plan.plan import verdict
from workbench.tables.table import number_format
from zoning.judge.figures import CHANGE_FIGURES, MEASURE_FIGURES, PLAN_FIGURES, STATION_FIGURES, ZONE_FIGURES, Figure
from zoning.judge.measures import POINTS
from zoning.judge.names import zone_names
from zoning.judge.score import Score, score
from zoning.judge.values import plan_values, station_values, today, zone_values
from zoning.model.plan import moved
from zoning.model.problem import Problem
from zoning.result.digest import digest
from zoning.result.solution import Solution
from zoning.texts import Language, say

CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
WIDEST = 44
ZONE_SHEET = tuple(figure for figure in ZONE_FIGURES if figure not in MEASURE_FIGURES)
"""The measures of a zone stand on a sheet of their own, so that this one can still be read in print."""
Value = str | float | None


@dataclass(frozen=True)
class Column:
    """A heading and the number format of the cells below it (empty: text)."""

    heading: str
    format: str = ""


class Book:
    """A workbook under construction: its formats and the language of its headings."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.stream = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.file = xlsxwriter.Workbook(self.stream, options)
        self.file.set_properties({"created": CREATED, "title": say("workbench.book.title", language)})
        self.formats: dict[str, Format] = {}

    def style(self, number: str = "", **more: object) -> Format:
        key = f"{number}{sorted(more.items())}"
        if key not in self.formats:
            shape = {"valign": "top", "border": 1, "border_color": "#BBBBBB", "font_size": 10, **more}
            self.formats[key] = self.file.add_format({**shape, "num_format": number or "@", "text_wrap": not number})
        return self.formats[key]

    def sheet(
        self, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]], frozen: int = 1
    ) -> Worksheet:
        """A sheet with a frozen heading and ``frozen`` columns, wide enough for what stands in it."""
        sheet = self.file.add_worksheet(title)
        head = self.style(bold=True, bg_color="#E8EEF4", align="center", valign="vcenter", text_wrap=True)
        for c, column in enumerate(columns):
            sheet.write_string(0, c, column.heading, head)
            cells = [_shown(row[c], column.format) for row in rows]
            sheet.set_column(c, c, min(WIDEST, max(8, _folded(column.heading), *map(cell_len, cells)) + 2))
        sheet.set_row(0, 34)
        for r, row in enumerate(rows, start=1):
            for c, (value, column) in enumerate(zip(row, columns, strict=True)):
                self.write(sheet, r, c, value, column.format)
        sheet.freeze_panes(1, frozen)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def write(self, sheet: Worksheet, row: int, column: int, value: Value, number: str) -> None:
        if isinstance(value, str):
            sheet.write_string(row, column, mended(value), self.style())
        elif value is None or not math.isfinite(value):
            sheet.write_blank(row, column, None, self.style(number))
        else:
            sheet.write_number(row, column, value, self.style(number))

    def done(self) -> bytes:
        self.file.close()
        return self.stream.getvalue()


def workbook(solution: Solution, judged: Score, lines: Sequence[str], language: Language) -> bytes:
    """The whole file; ``lines`` say what was applied."""
    book, problem = Book(language), solution.problem
    _zones(book, problem, judged)
    _stations(book, problem, judged)
    _measures(book, problem, judged)
    _comparison(book, problem, judged)
    if solution.alternatives:
        _alternatives(book, solution, judged)
    _notes(book, solution, lines)
    return book.done()


def _zones(book: Book, problem: Problem, judged: Score) -> None:
    names, county = zone_names(problem, judged), problem.county
    columns = [
        Column(_field(book, "number"), "0"),
        *(Column(_field(book, key)) for key in ("zone", "office", "office_code", "members")),
    ]
    columns += [_column(figure, book.language) for figure in ZONE_SHEET]
    rows: list[list[Value]] = []
    for z, zone in enumerate(judged.zones):
        members = say("workbench.list.separator", book.language).join(county.names[code] for code in zone.stations)
        values = zone_values(problem, zone)
        rows.append(
            [z + 1, names[z], county.names[zone.office], zone.office, members, *(values[f.key] for f in ZONE_SHEET)]
        )
    sheet = book.sheet(_title(book, "zones"), columns, rows, frozen=2)
    for z in range(len(rows)):
        sheet.write_number(z + 1, 0, z + 1, book.style("0", bg_color=slot(z).colour, bold=True, align="center"))


def _stations(book: Book, problem: Problem, judged: Score) -> None:
    names, county = zone_names(problem, judged), problem.county
    zone_of = {code: z for z, zone in enumerate(judged.zones) for code in zone.stations}
    keys = ("code", "name", "kind", "zone", "current_zone", "office")
    columns = [*(Column(_field(book, key)) for key in keys), Column(_field(book, "office_minutes"), "#,##0.0")]
    columns += [_column(figure, book.language) for figure in STATION_FIGURES]
    rows: list[list[Value]] = []
    for station, values in zip(county.stations, station_values(county), strict=True):
        z = zone_of[station.code]
        office = judged.zones[z].office
        minutes = float(county.minutes[county.index[office], county.index[station.code]])
        kind = say(f"workbench.kind.{station.kind}", book.language)
        rows.append(
            [
                station.code,
                station.name,
                kind,
                names[z],
                station.current_zone,
                county.names[office],
                minutes,
                *(values[f.key] for f in STATION_FIGURES),
            ]
        )
    book.sheet(_title(book, "stations"), columns, rows, frozen=2)


def _measures(book: Book, problem: Problem, judged: Score) -> None:
    """Every measure: what it says, its weight, its share, its points, and the share of each zone."""
    names, weights = zone_names(problem, judged), problem.policy.weights.shares()
    columns = [
        Column(_book(book, "measure")),
        Column(_book(book, "meaning")),
        Column(_book(book, "weight"), "0.0%"),
        Column(_book(book, "share"), "0.00%"),
        Column(_book(book, "points"), "#,##0"),
    ]
    columns += [Column(name, "0.00%") for name in names]
    rows: list[list[Value]] = []
    for figure in MEASURE_FIGURES:
        share, weight = judged.measures[figure.key], weights[figure.key]
        rows.append(
            [
                figure.name(book.language),
                say(f"zoning.meaning.{figure.key}", book.language),
                weight,
                share,
                POINTS * weight * share,
                *(zone.measures[figure.key] for zone in judged.zones),
            ]
        )
    book.sheet(_title(book, "measures"), columns, rows)


def _comparison(book: Book, problem: Problem, judged: Score) -> None:
    """Today and the plan; each row has its own unit and number format."""
    before, after = plan_values(today(problem)), plan_values(judged)
    columns = [Column(_book(book, key)) for key in ("figure", "today", "plan", "difference")]
    figures = [*PLAN_FIGURES, *(f for f in CHANGE_FIGURES if f.key in after)]
    rows: list[list[Value]] = []
    for figure in figures:
        was, now = before.get(figure.key), after[figure.key]
        was = None if figure in CHANGE_FIGURES else was
        rows.append([figure.header(book.language), was, now, None if was is None else now - was])
    sheet = book.sheet(
        _title(book, "comparison"), [columns[0], *(Column(c.heading, "#,##0.000") for c in columns[1:])], rows
    )
    for r, (figure, row) in enumerate(zip(figures, rows, strict=True), start=1):
        for c, value in enumerate(row[1:], start=1):
            book.write(sheet, r, c, value, _column(figure, book.language).format)


def _alternatives(book: Book, solution: Solution, judged: Score) -> None:
    problem, best = solution.problem, solution.plan
    assert best is not None
    columns = [
        Column("#", "0"),
        Column(_book(book, "points"), "#,##0"),
        Column(_book(book, "gap"), "0.00%"),
        Column(_book(book, "zones"), "0"),
        *(_column(f, book.language) for f in MEASURE_FIGURES),
        Column(_book(book, "moved")),
    ]
    rows: list[list[Value]] = []
    for i, plan in enumerate((best, *solution.alternatives)):
        other = score(problem, plan)
        names = [problem.county.names[code] for code in moved(best, plan)]
        gap = other.points / judged.points - 1 if judged.points else 0.0
        rows.append(
            [
                i + 1,
                other.points,
                gap,
                len(plan.zones),
                *(other.measures[f.key] for f in MEASURE_FIGURES),
                say("workbench.list.separator", book.language).join(names),
            ]
        )
    book.sheet(_title(book, "alternatives"), columns, rows)


def _notes(book: Book, solution: Solution, lines: Sequence[str]) -> None:
    """Proof, policy as applied, digest, notices, and what units and points mean."""
    problem, run = solution.problem, solution.run
    policy = problem.policy.model_dump(mode="json")
    rows: list[list[Value]] = [
        [_book(book, "county"), f"{problem.county.name} {problem.county.code}"],
        [_book(book, "proof"), verdict(solution, book.language, timed=False)],
        [_book(book, "solver"), say("workbench.book.solver_says", book.language, name=run.name, seed=run.seed)],
        [_book(book, "digest"), digest(problem.county)],
        [_book(book, "applied"), "\n".join(lines)],
        [_book(book, "units"), say("workbench.book.units_say", book.language)],
        [_book(book, "points"), say("workbench.book.points_say", book.language)],
    ]
    for section in ("zones", "rules", "weights", "pins"):
        rows += [[f"{section}.{key}", "" if value is None else str(value)] for key, value in policy[section].items()]
    book.sheet(_title(book, "notes"), [Column(_book(book, "item")), Column(_book(book, "content"))], rows).set_column(
        1, 1, 110
    )


def _column(figure: Figure, language: Language) -> Column:
    """A figure's heading with its unit, and its number format."""
    return Column(figure.name(language) if figure.share else figure.header(language), number_format(figure))


def _field(book: Book, key: str) -> str:
    return say(f"workbench.field.{key}", book.language)


def _title(book: Book, key: str) -> str:
    return say(f"workbench.sheet.{key}", book.language)


def _book(book: Book, key: str) -> str:
    return say(f"workbench.book.{key}", book.language)


def _shown(value: Value, number: str) -> str:
    """About what Excel will show, to measure it."""
    if isinstance(value, str):
        return value
    return "" if value is None else f"{value:,.2f}" if "." in number else f"{value:,.0f}"


def _folded(heading: str) -> int:
    """Cells of a heading that may take two lines, its unit below its name."""
    name, _, unit = heading.partition("（")
    return max(cell_len(name), cell_len(unit) + 2) if unit else (cell_len(heading) + 1) // 2 + 1
