"""Officers against the norms: zones, stations, moves, groups and supports, on the terminal and as a workbook."""

from systems.staffing.records import Staffing, ZoneStaff
from workbench.line.screen import Screen
from workbench.tables.plan.plan import shortened
from workbench.tables.sheets import Sheet, Value, show_sheet, write_sheet
from workbench.tables.tables import indented
from workbench.tables.workbook import Book, Column
from zoning.judge.figures import FIGURES
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent

SUMS = (
    FIGURES["officers"],
    FIGURES["norm"],
    FIGURES["short"],
    FIGURES["auxiliaries_short"],
    FIGURES["community_hours"],
    FIGURES["case_hours"],
    FIGURES["capacity"],
    FIGURES["hours_per_capacity"],
)


def show(screen: Screen, found: Staffing, names: list[str]) -> None:
    """The county in one sentence, then zones or stations, moves, groups, and what has to be known."""
    total = found.total
    share = screen.say("workbench.staffing.share", share=percent(found.share)) if found.share is not None else ""
    screen.sentence(
        screen.say(
            "workbench.staffing.title",
            county=found.county.name,
            officers=number(total.officers),
            norm=number(total.norm),
            short=number(total.short),
            share=share,
        ),
        "bold",
    )
    for sheet in sheets(found, names, screen.language):
        if sheet.rows and sheet.key != "supports":
            show_sheet(screen, sheet)
    screen.heading("workbench.organise.notes")
    screen.show(*(indented(f"* {line}", screen.width) for line in lines(found, screen.language)))


def lines(found: Staffing, language: Language) -> list[str]:
    """What has to be known, as plain sentences."""
    said = [note.text(language) for note in found.notes]
    capacity = found.norms.community_officers * found.norms.community_hours
    said.append(say("workbench.staffing.capacity", language, share=capacity))
    if found.groups:
        key = "proved" if found.groups_status == "optimal" else "found"
        said.append(say(f"workbench.staffing.groups_{key}", language))
    if found.county.notice:
        said.append(say("workbench.applied.notice", language, notice=found.county.notice))
    return said


def sheets(found: Staffing, names: list[str], language: Language) -> tuple[Sheet, ...]:
    """All tables: zones, stations, moves, groups, supports."""
    zones = [[name, *_sums(zone)] for name, zone in zip(names, found.zones, strict=True)]
    zones.append([say("workbench.staffing.total", language), *_sums(found.total)])
    return (
        Sheet("staff_zones", ("zone", *SUMS), zones),
        _stations(found, language),
        _moves(found),
        _groups(found, language),
        _supports(found),
    )


def workbook(found: Staffing, names: list[str], language: Language) -> bytes:
    """All tables, and a last sheet with what has to be known and the values that were used."""
    book = Book(language)
    for sheet in sheets(found, names, language):
        if sheet.rows:
            write_sheet(book, sheet)
    rows = [[str(k), line] for k, line in enumerate(lines(found, language), start=1)]
    rows += [[key, str(value)] for key, value in found.norms.model_dump().items()]
    items = [Column(say(f"workbench.book.{key}", language)) for key in ("item", "content")]
    book.sheet(say("workbench.sheet.notes", language), items, rows).set_column(1, 1, 110)
    return book.done()


def _sums(zone: ZoneStaff) -> list[Value]:
    hours = zone.community_hours / zone.capacity if zone.capacity else None
    return [
        zone.officers,
        zone.norm,
        zone.short,
        zone.auxiliaries_short,
        zone.community_hours,
        zone.case_hours,
        zone.capacity,
        hours,
    ]


def _stations(found: Staffing, language: Language) -> Sheet:
    columns = (
        "name",
        "form",
        *SUMS[:3],
        FIGURES["spare"],
        FIGURES["auxiliaries"],
        FIGURES["auxiliary_norm"],
        *SUMS[4:],
    )
    rows: list[list[Value]] = [
        [
            shortened(found.county.names[s.station]),
            say(f"workbench.form.{s.form}", language),
            s.officers,
            s.norm,
            s.short,
            s.spare,
            s.auxiliaries,
            s.auxiliary_norm,
            s.community_hours,
            s.case_hours,
            s.capacity,
            s.community_hours / s.capacity if s.capacity else None,
        ]
        for s in found.stations
    ]
    return Sheet("staff_stations", columns, rows)


def _moves(found: Staffing) -> Sheet:
    names = found.county.names
    columns = ("from", "to", FIGURES["officers"], FIGURES["way"])
    rows: list[list[Value]] = [
        [names[move.origin], names[move.target], move.officers, move.minutes] for move in found.moves
    ]
    return Sheet("moves", columns, rows)


def _groups(found: Staffing, language: Language) -> Sheet:
    names, separator = found.county.names, say("workbench.list.separator", language)
    columns = (
        "centre",
        "stations",
        FIGURES["officers"],
        FIGURES["mean_travel"],
    )
    rows: list[list[Value]] = [
        [names[group.centre], separator.join(names[c] for c in group.stations), group.officers, group.mean_minutes]
        for group in found.groups or ()
    ]
    return Sheet("groups", columns, rows)


def _supports(found: Staffing) -> Sheet:
    names = found.county.names
    columns = ("name", "support", FIGURES["way"])
    rows: list[list[Value]] = [
        [names[s.station], names[support.station], support.minutes] for s in found.stations for support in s.supports
    ]
    return Sheet("supports", columns, rows)
